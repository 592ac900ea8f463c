//! Prose of the portal: articles, fixed pages and the home page, as people wrote them.
//!
//! In: `content/articles/*.md`, `content/pages/*.md`, `content/home.md`, each Markdown below TOML front matter. Out:
//! [`Content`], or every mistake of every file at once. Does not render Markdown and does not know the day: what is
//! shown on a day is [`Content::visible`].

mod article;
mod draft;
mod error;
mod front_matter;
mod gallery;
mod home;
mod reading;
#[cfg(test)]
mod tests;

pub use article::{
    Article, ArticleFront, ArticleKind, Placed, SeriesPart, UnknownArticleKind, validity_key, validity_word,
};
pub use draft::{NewArticle, is_unwritten};
pub use error::{ContentError, Mistake};
pub use gallery::Gallery;
pub use home::Home;
pub use reading::Broken;

use super::urls;
use crate::clock::Date;
use crate::fs::FileError;
use front_matter::Keys;
use reading::{Folder, Reading, markdown_files, slug_mistake};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// All prose of a portal, each list in order of slug.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub articles: Vec<Article>,
    pub pages: Vec<FixedPage>,
    pub home: Home,
    /// What articles and pages show beside words.
    pub gallery: Gallery,
    /// Addresses of articles that are not shown on the day; set by [`Content::visible`].
    pub hidden: BTreeSet<String>,
    /// Files whose front matter is wrong; a build stops at them.
    pub broken: Vec<Broken>,
    /// The day from which the last article that ended was no longer shown; set by [`Content::visible`].
    pub last_expiry: Option<Date>,
}

/// One file of `content/pages/`, shown below `/about/`.
#[derive(Debug, Clone)]
pub struct FixedPage {
    /// File name without `.md`; the address is `about/SLUG.html`.
    pub slug: String,
    pub path: PathBuf,
    pub front: PageFront,
    /// Markdown.
    pub body: String,
    /// Line of the file on which the body begins, from 1.
    pub body_line: usize,
}

/// What a fixed page says about itself.
#[derive(Debug, Clone)]
pub struct PageFront {
    pub title: String,
    pub updated_on: Option<Date>,
    /// Empty when the page gives none.
    pub summary: String,
}

/// Whether drafts and articles of a coming day are shown: never on the published site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    Shown,
    LeftOut,
}

const ARTICLES: Folder = Folder { name: "articles", reserved: &["index"], address: urls::article };
const PAGES: Folder = Folder { name: "pages", reserved: &["index", "sources", "design", "map"], address: urls::about };

impl Content {
    /// Reads a content folder; what is absent is empty.
    ///
    /// # Errors
    /// Every mistake of every file, in order of file and line.
    pub fn load(dir: &Path) -> Result<Content, Vec<ContentError>> {
        let (content, errors) = Content::read(dir);
        if errors.is_empty() { Ok(content) } else { Err(errors) }
    }

    /// What of a content folder can be used, and every mistake in the rest, in order of file and line.
    pub fn read(dir: &Path) -> (Content, Vec<ContentError>) {
        let mut reading = Reading::new(dir);
        let articles = reading.folder(&ARTICLES, article::read);
        article::check_together(&articles, &reading.broken, &mut reading.errors);
        let pages = reading.folder(&PAGES, read_page);
        let home = home::load(&mut reading);
        let Reading { errors, broken, gallery, .. } = reading;
        (Content { articles, pages, home, gallery, broken, hidden: BTreeSet::new(), last_expiry: None }, errors)
    }

    /// What is shown on `date`: articles that have begun and not ended. With [`Drafts::Shown`] also drafts and articles
    /// of a coming day; what has ended stays away even there.
    #[must_use]
    pub fn visible(mut self, date: Date, drafts: Drafts) -> Content {
        let ended = self.articles.iter().filter(|article| !article.front.draft).filter_map(|article| {
            let last = article.front.expires_on.filter(|last| *last < date)?;
            last.tomorrow().ok()
        });
        self.last_expiry = ended.max();
        let (shown, hidden): (Vec<Article>, Vec<Article>) = self.articles.into_iter().partition(|article| {
            let front = &article.front;
            let begun = drafts == Drafts::Shown || (!front.draft && front.published_on <= date);
            begun && front.expires_on.is_none_or(|last| date <= last)
        });
        self.articles = shown;
        self.hidden = hidden.iter().map(|article| urls::article(&article.slug)).collect();
        let (articles, pages) = (&self.articles, &self.pages);
        self.gallery.keep(|prose| {
            articles.iter().any(|article| article.path == prose) || pages.iter().any(|page| page.path == prose)
        });
        self
    }
}

/// Why a new article of the content folder `dir` cannot have this slug, if so.
///
/// # Errors
/// [`FileError`] when the folder cannot be listed.
pub fn article_slug_mistake(dir: &Path, slug: &str) -> Result<Option<Mistake>, FileError> {
    let files = markdown_files(&dir.join(ARTICLES.name))?;
    let first = files.iter().find(|path| path.file_stem().is_some_and(|stem| stem == slug));
    Ok(slug_mistake(slug, ARTICLES.reserved, first))
}

/// A file whose front matter has been taken apart but not yet read.
struct Source {
    slug: String,
    path: PathBuf,
    body: String,
    body_line: usize,
}

// Every key is read before the first `?`, so that one reading finds every mistake.

fn read_page(keys: &mut Keys<'_>, source: Source) -> Option<FixedPage> {
    let title = keys.required_text("title");
    let updated_on = keys.date("updated_on");
    let summary = keys.text("summary").unwrap_or_default();
    let front = PageFront { title: title?, updated_on, summary };
    Some(FixedPage { slug: source.slug, path: source.path, front, body: source.body, body_line: source.body_line })
}
