//! The rules of a search: which documents answer a query, and in which order. The browser module follows the same.
//!
//! In: an analysed query, [`Filters`] and a [`Lookup`]. Out: for each tab the number of answers and the first of them. A
//! document answers when its code, number or name is met, when a name of it is spelt like the query (`phases`), or when
//! each word stands somewhere in it. Where nothing does, words of one character beside longer ones are left out, a district at
//! the beginning counts as a word, and what sounds alike and what differs by one character answers ([`near`]). Better classes come first ([`Class`]); within a class the order is that of the documents' numbers.

pub mod near;
mod phases;
mod spelt;

use super::SearchError;
use super::document::Tab;
use super::entry::{Class, Entry};
use super::filters::Filters;
use super::index::{self, Index, List};
use super::pinyin::Unit;
use super::text::{self, Query};
use crate::merchants::names::Regions;
use phases::Phase;
use std::collections::BTreeSet;
use std::ops::Range;

/// Where lists of documents come from: the tantivy index, or a pack.
pub trait Lookup {
    /// How many documents each tab has.
    fn counts(&self) -> [u32; 3];
    /// The numbers among which those of a tab are.
    fn range(&self, tab: Tab) -> Range<u32>;
    /// Documents of a term, ascending.
    fn list(&self, list: List, term: &str) -> Result<Vec<u32>, SearchError>;
    /// The first `most` terms of a list that begin with `prefix`, with their documents.
    fn prefixed(&self, list: List, prefix: &str, most: usize) -> Result<Vec<(String, Vec<u32>)>, SearchError>;
    /// Documents with a pair in the list that is read like the two units.
    fn sounding(&self, list: List, pair: [&Unit; 2]) -> Result<Vec<u32>, SearchError>;
    /// Documents with a name in which the character stands.
    fn holding(&self, character: char) -> Result<Vec<u32>, SearchError>;
    /// Documents with a name that begins with the unit, of the first `most` such pairs by how they sound.
    fn starting(&self, unit: &Unit, most: usize) -> Result<Vec<u32>, SearchError>;
    fn entry(&self, id: u32) -> Result<Entry, SearchError>;
    /// Regions that queries may begin with.
    fn regions(&self) -> &Regions;
}

impl Lookup for Index {
    fn counts(&self) -> [u32; 3] {
        self.counts()
    }

    fn range(&self, tab: Tab) -> Range<u32> {
        index::range(self.counts(), tab)
    }

    fn list(&self, list: List, term: &str) -> Result<Vec<u32>, SearchError> {
        self.list(list, term)
    }

    fn prefixed(&self, list: List, prefix: &str, most: usize) -> Result<Vec<(String, Vec<u32>)>, SearchError> {
        self.prefixed(list, prefix, most)
    }

    fn sounding(&self, list: List, pair: [&Unit; 2]) -> Result<Vec<u32>, SearchError> {
        self.sounding(list, pair)
    }

    fn holding(&self, character: char) -> Result<Vec<u32>, SearchError> {
        self.holding(character)
    }

    fn starting(&self, unit: &Unit, most: usize) -> Result<Vec<u32>, SearchError> {
        self.starting(unit, most)
    }

    fn entry(&self, id: u32) -> Result<Entry, SearchError> {
        self.entry(id)
    }

    fn regions(&self) -> &Regions {
        self.regions()
    }
}

/// Fewer answers than this, by scattered words alone, may not be what was meant.
const FEW: usize = 10;
/// Candidates of a class that turn out to be of a lesser one before the rest of them is left to that one.
const MOST_MISSES: usize = 16;

/// The answers of one tab.
#[derive(Debug, Clone)]
pub struct Answers {
    pub tab: Tab,
    /// How many documents answer in all.
    pub total: usize,
    /// The first of them, at most as many as were asked for.
    pub first: Vec<Answer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub id: u32,
    pub class: Class,
    pub entry: Entry,
}

/// Answers a query, a tab at a time.
pub fn answer(
    lookup: &impl Lookup,
    query: &Query,
    filters: &Filters,
    limit: usize,
) -> Result<[Answers; 3], SearchError> {
    let allowed = allowed(lookup, filters)?;
    let meeting = |query: &Query| -> Result<Vec<Phase>, SearchError> {
        let mut phases = phases::of(lookup, query)?;
        phases.iter_mut().for_each(|phase| phase.keep(allowed.as_deref()));
        Ok(phases)
    };
    let mut phases = meeting(query)?;
    let all = documents(&phases);
    if all.is_empty()
        && let Some(longer) = query.longer()
    {
        return answer(lookup, &longer, filters, limit);
    }
    // Scattered words that somebody has are what was asked for.
    let asked = all.is_empty() || query.words.len() == 1;
    if all.len() < FEW && asked && !is_met(lookup, query, &phases)? {
        if let Some(parted) = parted(lookup.regions(), query) {
            let found = meeting(&parted)?;
            if !documents(&found).is_empty() {
                return tabs(lookup, &parted, &found, limit);
            }
        }
        let mut near = near::phases(lookup, query)?;
        near.iter_mut().for_each(|phase| phase.keep(allowed.as_deref()));
        phases.extend(near);
    }
    tabs(lookup, query, &phases, limit)
}

/// A query of one word that begins with a district, as two: 铁东健身房.
fn parted(regions: &Regions, query: &Query) -> Option<Query> {
    let alone = query.words.len() == 1;
    regions
        .district_in(&query.key)
        .filter(|_| alone)
        .map(|(district, rest)| text::analyse(&format!("{district} {rest}")))
}

/// The answers of each tab.
fn tabs(lookup: &impl Lookup, query: &Query, phases: &[Phase], limit: usize) -> Result<[Answers; 3], SearchError> {
    let all = documents(phases);
    let mut tabs = Vec::with_capacity(3);
    for tab in [Tab::Merchants, Tab::Records, Tab::Articles] {
        let range = lookup.range(tab);
        let total = within(&all, &range).len();
        let first = first(lookup, query, phases, (&range, limit))?;
        tabs.push(Answers { tab, total, first });
    }
    Ok(tabs.try_into().unwrap_or_else(|_| unreachable!("three tabs")))
}

/// Every number that a document may have.
fn everything() -> Range<u32> {
    0..u32::MAX
}

/// All candidates.
fn documents(phases: &[Phase]) -> Vec<u32> {
    let mut all: Vec<u32> = phases.iter().flat_map(|phase| phase.sure.iter().chain(&phase.likely)).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a name, code or number answers, and not scattered words alone.
fn is_met(lookup: &impl Lookup, query: &Query, phases: &[Phase]) -> Result<bool, SearchError> {
    let first = first(lookup, query, phases, (&everything(), FEW))?;
    Ok(first.iter().any(|answer| answer.class < Class::Words || answer.entry.class(query) < Class::Words))
}

/// The documents that filters let through; `None` when there are no filters.
fn allowed(lookup: &impl Lookup, filters: &Filters) -> Result<Option<Vec<u32>>, SearchError> {
    let lists: Vec<Vec<u32>> =
        filters.terms().map(|term| lookup.list(List::Facets, &term)).collect::<Result<_, _>>()?;
    Ok(if lists.is_empty() { None } else { Some(intersection(lists)) })
}

/// The first answers within a range, class by class.
fn first(
    lookup: &impl Lookup,
    query: &Query,
    phases: &[Phase],
    (range, limit): (&Range<u32>, usize),
) -> Result<Vec<Answer>, SearchError> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut given = BTreeSet::new();
    for phase in phases {
        let mut misses = 0;
        let surely: Vec<u32> = phase.sure.range(range.clone()).copied().collect();
        for id in union(within(&phase.likely, range).to_vec(), &surely) {
            if answers.len() == limit || misses == MOST_MISSES {
                break;
            }
            if given.contains(&id) {
                continue;
            }
            let entry = lookup.entry(id)?;
            if phase.fits(id, &entry, query) {
                given.insert(id);
                answers.push(Answer { id, class: phase.class, entry });
            } else {
                misses += 1;
            }
        }
    }
    Ok(answers)
}

fn within<'a>(documents: &'a [u32], range: &Range<u32>) -> &'a [u32] {
    let start = documents.partition_point(|id| *id < range.start);
    let end = documents.partition_point(|id| *id < range.end);
    &documents[start..end]
}

fn union(mut left: Vec<u32>, right: &[u32]) -> Vec<u32> {
    if !right.is_empty() {
        left.extend_from_slice(right);
        left.sort_unstable();
        left.dedup();
    }
    left
}

fn intersection(mut lists: Vec<Vec<u32>>) -> Vec<u32> {
    lists.sort_by_key(Vec::len);
    let mut lists = lists.into_iter();
    let mut kept = lists.next().unwrap_or_default();
    for list in lists {
        kept.retain(|id| list.binary_search(id).is_ok());
    }
    kept
}
