//! Files of prose, one by one: found, taken apart, and looked into whatever is wrong with their front matter.

use super::front_matter::{self, Document, Keys};
use super::{ContentError, Gallery, Mistake, Source};
use crate::fs::{self, FileError};
use crate::pages::markdown::{self, FlawKind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One folder of prose.
pub struct Folder {
    pub name: &'static str,
    /// Addresses that the program itself writes there.
    pub reserved: &'static [&'static str],
    /// Address of a file by its slug.
    pub address: fn(&str) -> String,
}

/// A file of prose that has a text and cannot be shown, because of what stands before it.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Where it would stand.
    pub address: String,
    pub path: PathBuf,
    /// Markdown; empty when it cannot be looked into either.
    pub body: String,
    pub body_line: usize,
}

/// The text of a file of prose.
#[derive(Clone, Copy)]
pub(super) struct Prose<'a> {
    pub path: &'a Path,
    pub body: &'a str,
    pub body_line: usize,
}

/// A reading of a content folder.
pub(super) struct Reading<'d> {
    pub dir: &'d Path,
    pub errors: Vec<ContentError>,
    pub broken: Vec<Broken>,
    pub gallery: Gallery,
}

impl<'d> Reading<'d> {
    pub fn new(dir: &'d Path) -> Self {
        Reading { dir, errors: Vec::new(), broken: Vec::new(), gallery: Gallery::default() }
    }

    /// What stands in a folder, in order of slug.
    pub fn folder<T>(&mut self, folder: &Folder, read: fn(&mut Keys<'_>, Source) -> Option<T>) -> Vec<T> {
        let files = match markdown_files(&self.dir.join(folder.name)) {
            Ok(files) => files,
            Err(error) => {
                self.errors.push(error.into());
                return Vec::new();
            }
        };
        let mut by_slug: BTreeMap<String, (PathBuf, Option<T>)> = BTreeMap::new();
        for path in files {
            let slug = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let first = by_slug.get(&slug).map(|entry| &entry.0);
            if let Some(mistake) = slug_mistake(&slug, folder.reserved, first) {
                self.errors.push(ContentError::at(&path, 1, mistake));
            }
            let item = self.file(folder, &path, &slug, read);
            by_slug.entry(slug).or_insert((path, item));
        }
        by_slug.into_values().filter_map(|entry| entry.1).collect()
    }

    /// One file; one with a mistake gives none.
    fn file<T>(
        &mut self,
        folder: &Folder,
        path: &Path,
        slug: &str,
        read: fn(&mut Keys<'_>, Source) -> Option<T>,
    ) -> Option<T> {
        let bytes = self.bytes(path)?;
        let document = match front_matter::document(&bytes) {
            Ok(document) => document,
            Err(finding) => {
                self.errors.push(ContentError::at(path, finding.line, finding.mistake));
                return None;
            }
        };
        let Document { body, body_line, .. } = document;
        let source = || Source { slug: slug.to_owned(), path: path.to_owned(), body: body.to_owned(), body_line };
        let item = self.keys(path, &document, |keys, _| read(keys, source()));
        let can_be_rendered = self.text(Prose { path, body, body_line });
        if can_be_rendered && item.is_some() {
            return item;
        }
        let body = if can_be_rendered { body.to_owned() } else { String::new() };
        self.broken.push(Broken { address: (folder.address)(slug), path: path.to_owned(), body, body_line });
        None
    }

    /// Hands the keys of a document to `read`.
    pub fn keys<T>(
        &mut self,
        path: &Path,
        document: &Document<'_>,
        read: impl FnOnce(&mut Keys<'_>, &Document<'_>) -> Option<T>,
    ) -> Option<T> {
        let found = front_matter::with_keys(document, read).map_err(|findings| {
            findings.into_iter().map(|finding| ContentError::at(path, finding.line, finding.mistake))
        });
        found.map_err(|errors| self.errors.extend(errors)).ok()
    }

    pub fn bytes(&mut self, path: &Path) -> Option<Vec<u8>> {
        fs::read(path).map_err(|error| self.errors.push(error.into())).ok()
    }

    /// Looks into a text. Whether it may be rendered at all: what is too deep may not, whatever else it says.
    fn text(&mut self, prose: Prose<'_>) -> bool {
        let at = |line: usize, mistake| ContentError::at(prose.path, prose.body_line + line - 1, mistake);
        let flaws = markdown::flaws(prose.body);
        let is_too_deep = flaws.iter().any(|flaw| flaw.kind == FlawKind::TooDeep);
        for flaw in flaws {
            let mistake = match flaw.kind {
                FlawKind::TooDeep => Mistake::TooDeep { limit: markdown::DEEPEST },
                // What follows from that is not told beside it.
                _ if is_too_deep => continue,
                FlawKind::LeftOpen(element) => Mistake::LeftOpen { element },
                FlawKind::ClosesNothing(element) => Mistake::ClosesNothing { element },
                FlawKind::SkipsLevel { .. } => continue,
            };
            self.errors.push(at(flaw.line, mistake));
        }
        if is_too_deep {
            return false;
        }
        self.gallery.add(self.dir, prose, &mut self.errors);
        if markdown::may_mention(prose.body) {
            let wrong = markdown::render(prose.body).mentions.into_iter().filter(|found| found.mention.is_none());
            self.errors.extend(wrong.map(|found| at(found.line, Mistake::Mention)));
        }
        true
    }
}

/// Markdown files below a folder; what editors leave beside them (`.#draft.md`) is none.
pub(super) fn markdown_files(dir: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut files = fs::files_below(dir, "md")?;
    files.retain(|path| !path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")));
    Ok(files)
}

/// A slug is part of an address that people read out and type.
pub(super) fn slug_mistake(slug: &str, reserved: &[&str], first: Option<&PathBuf>) -> Option<Mistake> {
    let letters = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !letters || slug.is_empty() || slug.len() > 80 || slug.starts_with('-') || slug.ends_with('-') {
        return Some(Mistake::BadSlug { slug: slug.to_owned() });
    }
    if reserved.contains(&slug) {
        return Some(Mistake::ReservedSlug { slug: slug.to_owned() });
    }
    first.map(|first| Mistake::DuplicateSlug { slug: slug.to_owned(), first: first.clone() })
}
