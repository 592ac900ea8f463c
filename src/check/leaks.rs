//! Personal data in the prose of a site that is about to be built.
//!
//! The leak gate would find it in a finished page; here it is found in the file and line that a person can mend.

use crate::config::Settings;
use crate::fs::{self, FileError};
use crate::pages::content::Content;
use crate::records::privacy::{self, Official};
use std::path::{Path, PathBuf};

/// Prose holds what must not be published. Nothing was.
#[derive(Debug, thiserror::Error)]
#[error("personal data in `content/`; nothing was published{}\n  hint: take it out, then build again", self.told())]
pub struct Leaks {
    /// File below the root, line, what it is.
    places: Vec<(PathBuf, usize, &'static str)>,
}

impl Leaks {
    fn told(&self) -> String {
        let line = |(path, line, what): &(PathBuf, usize, &str)| format!("\n  {}:{line}: {what}", path.display());
        self.places.iter().map(line).collect()
    }
}

/// Looks through the files of prose that is to be published.
///
/// # Errors
/// [`Leaks`] with every place; a file that cannot be read.
pub fn in_prose(settings: &Settings, content: &Content, official: &Official) -> anyhow::Result<()> {
    let home = settings.content().join("home.md");
    let articles = content.articles.iter().map(|article| article.path.as_path());
    let pages = content.pages.iter().map(|page| page.path.as_path());
    let mut places = Vec::new();
    for path in articles.chain(pages).chain(home.exists().then_some(home.as_path())) {
        places.extend(places_in(path, &settings.root, official)?);
    }
    if places.is_empty() { Ok(()) } else { Err(Leaks { places }.into()) }
}

fn places_in(path: &Path, root: &Path, official: &Official) -> Result<Vec<(PathBuf, usize, &'static str)>, FileError> {
    let text = fs::read_to_string(path)?;
    let name = path.strip_prefix(root).unwrap_or(path);
    let found = privacy::find_all(&text).into_iter().filter(|finding| finding.rule.stops_a_build());
    let leaks = found.filter(|finding| !official.allows(finding.rule, &text[finding.range.clone()]));
    Ok(leaks.map(|leak| (name.to_owned(), line_of(&text, leak.range.start), leak.rule.noun())).collect())
}

/// Line of an offset, from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count()
}
