//! Articles and fixed pages: front matter, and personal data in the whole file.

use super::Faults;
use super::configuration::personal_data;
use crate::clock::Date;
use crate::fs;
use crate::pages::content::{Article, ArticleFront, ArticleKind, Content, ContentError, is_unwritten};
use crate::pictures::Picture;
use crate::records::privacy::Official;
use jiff::ToSpan;
use std::collections::BTreeSet;
use std::path::Path;

/// What of `content/` can be used; the rest is reported.
pub fn read(root: &Path, official: &Official, faults: &mut Faults) -> Content {
    let dir = root.join("content");
    let (content, errors) = Content::read(&dir);
    for error in &errors {
        match error {
            ContentError::File(error) => faults.error(&error.path, 0, &format!("{error}: {}", error.source)),
            ContentError::Text { path, line, mistake } => {
                faults.error(path, *line, &format!("{mistake}\n  hint: {}", mistake.hint()));
            }
        }
    }
    // What cannot be listed or read stands among the errors above.
    for path in fs::files_below(&dir, "md").unwrap_or_default() {
        if let Ok(text) = fs::read_to_string(&path) {
            personal_data(&path, &text, official, faults);
        }
    }
    for picture in content.gallery.pictures() {
        if let Err(error) = picture.verify() {
            faults.error(picture.file(), 0, &format!("{error}\n  hint: {}", error.hint()));
        }
    }
    unused_pictures(&dir, &content, faults);
    if !dir.join("home.md").exists() {
        let hint = "write `content/home.md` with `title` and `slogan`";
        faults.warning(&dir.join("home.md"), 0, &format!("the home page has no words of its own\n  hint: {hint}"));
    }
    content
}

/// Names pictures that no article and no page shows, drafts included.
fn unused_pictures(dir: &Path, content: &Content, faults: &mut Faults) {
    let shown: BTreeSet<&Path> = content.gallery.pictures().into_iter().map(Picture::file).collect();
    for ending in ["jpg", "jpeg", "png", "webp"] {
        for path in fs::files_below(dir, ending).unwrap_or_default() {
            if !shown.contains(path.as_path()) {
                let hint = "show it with `![what is seen](../images/a.png)`, or remove it";
                faults.warning(&path, 0, &format!("no article and no page shows this picture\n  hint: {hint}"));
            }
        }
    }
}

/// What an article that is about to be published lacks.
pub fn check_fronts(content: &Content, date: Date, faults: &mut Faults) {
    let shown = |article: &&Article| !article.front.draft && article.front.expires_on.is_none_or(|last| date <= last);
    for article in content.articles.iter().filter(shown) {
        let (path, front) = (&article.path, &article.front);
        if is_unwritten(&front.summary) {
            let hint = "write it, or leave `draft = true` in place";
            faults.error(path, 1, &format!("the summary is still to be written\n  hint: {hint}"));
        }
        if article.body.trim().is_empty() {
            faults.error(path, article.body_line, "the article has no text\n  hint: write it, or set `draft = true`");
        }
        if let Some(due) = review_due(front).filter(|due| *due < date) {
            let hint = "compare it with its sources, then set `checked_on` and `review_by`";
            faults.warning(path, 1, &format!("it was to be looked at again by {due}\n  hint: {hint}"));
        }
        if front.keywords.is_empty() {
            let hint = "`keywords = [\"…\", \"…\"]`, for the meta tag Keywords and the search";
            faults.warning(path, 1, &format!("no keywords\n  hint: {hint}"));
        }
        if front.sources.is_empty() {
            let hint = "add `[[sources]]` with `title`, `document_no`, `article` or `url`";
            faults.warning(path, 1, &format!("the article cites no source\n  hint: {hint}"));
        }
    }
}

/// Day by which somebody must look at an article again: the one it names, else a year after the last look at what
/// readers act upon. What happened once needs none.
fn review_due(front: &ArticleFront) -> Option<Date> {
    let is_advice = matches!(front.kind, ArticleKind::Policy | ArticleKind::Guide);
    let looked_at = front.checked_on.unwrap_or_else(|| front.changed_on());
    front.review_by.or_else(|| looked_at.checked_add(1.year()).ok().filter(|_| is_advice))
}
