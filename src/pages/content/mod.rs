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
#[cfg(test)]
mod tests;

pub use article::{Article, ArticleFront, ArticleKind, Placed, SeriesPart, UnknownArticleKind, validity_key};
pub use draft::{NewArticle, is_unwritten};
pub use error::{ContentError, Mistake};
pub use gallery::Gallery;
pub use home::Home;

use super::markdown;
use crate::clock::Date;
use crate::fs::{self, FileError};
use front_matter::{Document, Keys};
use gallery::Prose;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All prose of a portal, each list in order of slug.
#[derive(Debug, Clone, Default)]
pub struct Content {
    pub articles: Vec<Article>,
    pub pages: Vec<FixedPage>,
    pub home: Home,
    /// What articles and pages show beside words.
    pub gallery: Gallery,
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

/// Addresses that the program itself writes below `articles/` and `about/`.
const RESERVED_ARTICLES: &[&str] = &["index"];
const RESERVED_PAGES: &[&str] = &["index", "sources", "design", "map"];

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
        let mut errors = Vec::new();
        let articles = read_folder(&dir.join("articles"), RESERVED_ARTICLES, article::read, &mut errors);
        article::check_together(&articles, &mut errors);
        let pages = read_folder(&dir.join("pages"), RESERVED_PAGES, read_page, &mut errors);
        let home = home::load(&dir.join("home.md"), &mut errors);
        let mut gallery = Gallery::default();
        for Article { path, body, body_line, .. } in &articles {
            gallery.add(dir, Prose { path, body, body_line: *body_line }, &mut errors);
        }
        for FixedPage { path, body, body_line, .. } in &pages {
            gallery.add(dir, Prose { path, body, body_line: *body_line }, &mut errors);
        }
        let bodies = articles.iter().map(|Article { path, body, body_line, .. }| (path, body, *body_line));
        let bodies = bodies.chain(pages.iter().map(|FixedPage { path, body, body_line, .. }| (path, body, *body_line)));
        for (path, body, body_line) in bodies.filter(|(_, body, _)| markdown::may_mention(body)) {
            let wrong = markdown::render(body).mentions.into_iter().filter(|found| found.mention.is_none());
            errors.extend(wrong.map(|found| ContentError::at(path, body_line + found.line - 1, Mistake::Mention)));
        }
        (Content { articles, pages, home, gallery, last_expiry: None }, errors)
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
        self.articles.retain(|article| {
            let front = &article.front;
            let begun = drafts == Drafts::Shown || (!front.draft && front.published_on <= date);
            begun && front.expires_on.is_none_or(|last| date <= last)
        });
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
    let files = markdown_files(&dir.join("articles"))?;
    let first = files.iter().find(|path| path.file_stem().is_some_and(|stem| stem == slug));
    Ok(slug_mistake(slug, RESERVED_ARTICLES, first))
}

/// A file whose front matter has been taken apart but not yet read.
struct Source {
    slug: String,
    path: PathBuf,
    body: String,
    body_line: usize,
}

fn read_folder<T>(
    dir: &Path,
    reserved: &[&str],
    read: fn(&mut Keys<'_>, Source) -> Option<T>,
    errors: &mut Vec<ContentError>,
) -> Vec<T> {
    let files = match markdown_files(dir) {
        Ok(files) => files,
        Err(error) => {
            errors.push(error.into());
            return Vec::new();
        }
    };
    let mut by_slug: BTreeMap<String, (PathBuf, Option<T>)> = BTreeMap::new();
    for path in files {
        let slug = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let first = by_slug.get(&slug).map(|entry| &entry.0);
        if let Some(mistake) = slug_mistake(&slug, reserved, first) {
            errors.push(ContentError::at(&path, 1, mistake));
        }
        let read_source = |keys: &mut Keys<'_>, document: &Document<'_>| {
            let (body, body_line) = (document.body.to_owned(), document.body_line);
            read(keys, Source { slug: slug.clone(), path: path.clone(), body, body_line })
        };
        let item = read_file(&path, errors, read_source);
        by_slug.entry(slug).or_insert((path, item));
    }
    by_slug.into_values().filter_map(|entry| entry.1).collect()
}

/// Markdown files below a folder; what editors leave beside them (`.#draft.md`) is none.
fn markdown_files(dir: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut files = fs::files_below(dir, "md")?;
    files.retain(|path| !path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")));
    Ok(files)
}

/// Reads one file through `read`; a file with a mistake gives none, and the mistakes go to `errors`.
fn read_file<T>(
    path: &Path,
    errors: &mut Vec<ContentError>,
    read: impl FnOnce(&mut Keys<'_>, &Document<'_>) -> Option<T>,
) -> Option<T> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            errors.push(error.into());
            return None;
        }
    };
    let found = front_matter::with_keys(&bytes, read);
    match found {
        Ok(item) => Some(item),
        Err(findings) => {
            errors.extend(findings.into_iter().map(|finding| ContentError::at(path, finding.line, finding.mistake)));
            None
        }
    }
}

/// A slug is part of an address that people read out and type.
fn slug_mistake(slug: &str, reserved: &[&str], first: Option<&PathBuf>) -> Option<Mistake> {
    let letters = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !letters || slug.is_empty() || slug.len() > 80 || slug.starts_with('-') || slug.ends_with('-') {
        return Some(Mistake::BadSlug { slug: slug.to_owned() });
    }
    if reserved.contains(&slug) {
        return Some(Mistake::ReservedSlug { slug: slug.to_owned() });
    }
    first.map(|first| Mistake::DuplicateSlug { slug: slug.to_owned(), first: first.clone() })
}

// Every key is read before the first `?`, so that one reading finds every mistake.

fn read_page(keys: &mut Keys<'_>, source: Source) -> Option<FixedPage> {
    let title = keys.required_text("title");
    let updated_on = keys.date("updated_on");
    let summary = keys.text("summary").unwrap_or_default();
    let front = PageFront { title: title?, updated_on, summary };
    Some(FixedPage { slug: source.slug, path: source.path, front, body: source.body, body_line: source.body_line })
}
