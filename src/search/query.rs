//! `mingjing search`: the index asked from the terminal, with the analysis and the order of the browser.

use super::document::Tab;
use super::engine;
use super::entry::Class;
use super::index::Index;
use super::{SearchError, text};
use std::path::Path;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub tab: Tab,
    pub title: String,
    /// Path below the site's root.
    pub href: String,
    pub class: Class,
}

/// The first `limit` answers: merchants before records before articles, each best first.
///
/// # Errors
/// [`SearchError::Missing`] when nothing was built yet.
pub fn search(index_dir: &Path, query: &str, limit: usize) -> Result<Vec<Hit>, SearchError> {
    let index = Index::open(index_dir)?;
    let tabs = engine::answer(&index, &text::analyse(query), limit)?;
    let hits = tabs.into_iter().flat_map(|answers| {
        let tab = answers.tab;
        answers.first.into_iter().map(move |answer| Hit {
            tab,
            title: answer.entry.title,
            href: answer.entry.href,
            class: answer.class,
        })
    });
    Ok(hits.take(limit).collect())
}
