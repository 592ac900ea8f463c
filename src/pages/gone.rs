//! Links of prose to articles that are not shown on the day: ended, drafts, or of a coming day.
//!
//! An article ends at night, when nobody looks: a link to it then drops to its words, and the build says where.

use super::address::resolve;
use super::content::Content;
use super::markdown::{self, LinkKind, Mention, Surroundings};
use super::model::Model;
use super::urls;
use crate::pictures::Picture;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// A link that dropped to its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoneLink {
    /// File below the root, and line.
    pub place: String,
    /// As its author wrote it.
    pub target: String,
}

/// Whether a link of the page `from` leads to an article that is there and not shown.
pub fn is_gone(content: &Content, from: &str, target: &str) -> bool {
    !content.hidden.is_empty() && resolve(from, target).is_some_and(|found| content.hidden.contains(&found.file))
}

/// Every such link of what is shown, in order of file and line.
pub fn links_to_gone(model: &Model) -> Vec<GoneLink> {
    let content = &model.content;
    if content.hidden.is_empty() {
        return Vec::new();
    }
    let articles = content
        .articles
        .iter()
        .map(|article| (urls::article(&article.slug), &article.path, &article.body, article.body_line));
    let pages = content.pages.iter().map(|page| (urls::about(&page.slug), &page.path, &page.body, page.body_line));
    let mut found = Vec::new();
    for (from, path, body, body_line) in articles.chain(pages) {
        let links = markdown::render_in(body, &Shelf { content, from: &from }).links.into_iter();
        for link in links.filter(|link| link.kind == LinkKind::Gone) {
            let place = format!("{}:{}", below(&model.settings.root, path).display(), body_line + link.line - 1);
            found.push(GoneLink { place, target: link.written });
        }
    }
    found
}

fn below<'p>(root: &Path, path: &'p Path) -> &'p Path {
    path.strip_prefix(root).unwrap_or(path)
}

/// The articles around a page, and nothing else of the portal.
struct Shelf<'a> {
    content: &'a Content,
    from: &'a str,
}

impl Surroundings for Shelf<'_> {
    fn picture(&self, _target: &str) -> Option<Arc<Picture>> {
        None
    }

    fn mention(&self, _mention: &Mention) -> String {
        String::new()
    }

    fn is_gone(&self, target: &str) -> bool {
        is_gone(self.content, self.from, target)
    }
}
