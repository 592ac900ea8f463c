//! `mingjing search`: the index asked from the terminal, with the analysis and the order of the browser.

use super::document::Tab;
use super::engine::{self, Lookup};
use super::entry::Class;
use super::filters::Filters;
use super::index::Index;
use super::pack::reader::{Folder, Reader};
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

/// What a query finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How many merchants, records and articles answer in all.
    pub totals: [usize; 3],
    pub hits: Vec<Hit>,
}

/// The first `limit` answers: merchants before records before articles, each best first.
///
/// # Errors
/// [`SearchError::Missing`] when nothing was built yet.
pub fn search(index_dir: &Path, query: &str, filters: &Filters, limit: usize) -> Result<Found, SearchError> {
    in_lookup(&Index::open(index_dir)?, query, filters, limit)
}

/// The same from the static index of a site in `dir`, without tantivy.
///
/// # Errors
/// [`SearchError::Damaged`] when a file of the index is missing or not what its name says.
pub fn search_pack(dir: &Path, query: &str, filters: &Filters, limit: usize) -> Result<Found, SearchError> {
    in_lookup(&Reader::open(Folder(dir.to_owned()))?, query, filters, limit)
}

fn in_lookup(lookup: &impl Lookup, query: &str, filters: &Filters, limit: usize) -> Result<Found, SearchError> {
    let tabs = engine::answer(lookup, &text::analyse(query), filters, limit)?;
    let totals = std::array::from_fn(|tab| tabs[tab].total);
    let hits = tabs.into_iter().flat_map(|answers| {
        let tab = answers.tab;
        answers.first.into_iter().map(move |answer| Hit {
            tab,
            title: answer.entry.title,
            href: answer.entry.href,
            class: answer.class,
        })
    });
    Ok(Found { totals, hits: hits.take(limit).collect() })
}
