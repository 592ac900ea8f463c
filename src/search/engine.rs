//! The rules of a search: which documents answer a query, and in which order. The browser module follows the same.
//!
//! In: an analysed query and a [`Lookup`]. Out: for each tab the number of answers and the first of them. A document
//! answers when its code, number or name is met, or when each word stands somewhere in it. Better classes come first
//! ([`Class`]); within a class the order is that of the documents' numbers.

use super::SearchError;
use super::document::Tab;
use super::entry::{Class, Entry};
use super::index::{self, Index, List, SUFFIX};
use super::text::{self, Query, Word};
use std::collections::BTreeSet;
use std::ops::Range;

/// Where lists of documents come from: the tantivy index, or a pack.
pub trait Lookup {
    /// How many documents each tab has.
    fn counts(&self) -> [u32; 3];
    /// Documents of a term, ascending.
    fn list(&self, list: List, term: &str) -> Result<Vec<u32>, SearchError>;
    /// The first `most` terms of a list that begin with `prefix`, with their documents.
    fn prefixed(&self, list: List, prefix: &str, most: usize) -> Result<Vec<(String, Vec<u32>)>, SearchError>;
    fn entry(&self, id: u32) -> Result<Entry, SearchError>;
}

impl Lookup for Index {
    fn counts(&self) -> [u32; 3] {
        self.counts()
    }

    fn list(&self, list: List, term: &str) -> Result<Vec<u32>, SearchError> {
        self.list(list, term)
    }

    fn prefixed(&self, list: List, prefix: &str, most: usize) -> Result<Vec<(String, Vec<u32>)>, SearchError> {
        self.prefixed(list, prefix, most)
    }

    fn entry(&self, id: u32) -> Result<Entry, SearchError> {
        self.entry(id)
    }
}

/// Terms looked at behind a beginning: of a code, of a word, of a single character.
const MOST_KEYS: usize = 64;
const MOST_WORD_ENDINGS: usize = 16;
const MOST_STARTS: usize = 64;
/// Shortest beginning of a code or number, and of a word, that is completed.
const SHORTEST_KEY: usize = 4;
const SHORTEST_WORD: usize = 3;
/// A query of so many letters and digits that meets a code is taken for one and nothing else.
const SURELY_A_CODE: usize = 6;
/// Candidates of a class that turn out to be of a lesser one before the rest of them is left to that one.
const MOST_MISSES: usize = 8;

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

/// Candidates of one class: those that are surely of it, and those whose names must be looked at.
#[derive(Default)]
struct Candidates {
    sure: BTreeSet<u32>,
    likely: Vec<u32>,
}

/// Answers a query, a tab at a time.
pub fn answer(lookup: &impl Lookup, query: &Query, limit: usize) -> Result<[Answers; 3], SearchError> {
    let classes = candidates(lookup, query)?;
    let mut all: Vec<u32> =
        classes.iter().flat_map(|(_, found)| found.sure.iter().chain(&found.likely)).copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut tabs = Vec::with_capacity(3);
    for tab in [Tab::Merchants, Tab::Records, Tab::Articles] {
        let range = index::range(lookup.counts(), tab);
        let total = within(&all, &range).len();
        let first = first(lookup, query, &classes, (&range, limit))?;
        tabs.push(Answers { tab, total, first });
    }
    Ok(tabs.try_into().unwrap_or_else(|_| unreachable!("three tabs")))
}

fn candidates(lookup: &impl Lookup, query: &Query) -> Result<[(Class, Candidates); 5], SearchError> {
    let mut exact = Candidates::default();
    let mut prefix = Candidates::default();
    let mut suffix = Candidates::default();
    if could_be_key(&query.key) {
        for (term, documents) in lookup.prefixed(List::Keys, &query.key, MOST_KEYS)? {
            if term == query.key { &mut exact } else { &mut prefix }.sure.extend(documents);
        }
    }
    if could_be_suffix(&query.key) {
        let turned: String = query.key.chars().rev().collect();
        for (_, documents) in lookup.prefixed(List::Suffixes, &turned, MOST_KEYS)? {
            suffix.sure.extend(documents);
        }
    }
    let (mut infix, mut words) = (Candidates::default(), Candidates::default());
    let met = [&exact, &prefix, &suffix].into_iter().any(|found| !found.sure.is_empty());
    let code_only = met && is_surely_key(&query.key);
    if !code_only && !query.words.is_empty() {
        let named: Vec<Vec<u32>> = query.words.iter().map(|word| in_names(lookup, word)).collect::<Result<_, _>>()?;
        let wide: Vec<Vec<u32>> = query.words.iter().map(|word| anywhere(lookup, word)).collect::<Result<_, _>>()?;
        infix.likely = intersection(named);
        words.likely = intersection(wide);
        if let [word] = query.words.as_slice() {
            prefix.likely = starting(lookup, word, &infix.likely)?;
            exact.likely = ending(lookup, word, &prefix.likely)?;
        }
    }
    Ok([
        (Class::Exact, exact),
        (Class::Prefix, prefix),
        (Class::Suffix, suffix),
        (Class::Infix, infix),
        (Class::Words, words),
    ])
}

/// True where a code, document number or filing number may be meant: all of them have a digit.
fn could_be_key(key: &str) -> bool {
    key.chars().count() >= SHORTEST_KEY && key.bytes().any(|byte| byte.is_ascii_digit())
}

fn could_be_suffix(key: &str) -> bool {
    could_be_key(key) && key.len() <= SUFFIX && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_surely_key(key: &str) -> bool {
    key.len() >= SURELY_A_CODE && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn in_names(lookup: &impl Lookup, word: &Word) -> Result<Vec<u32>, SearchError> {
    if text::is_single(&word.key) {
        return beginning(lookup, List::Starts, &word.key, MOST_STARTS);
    }
    let lists = word.grams.iter().map(|gram| lookup.list(List::Names, gram)).collect::<Result<_, _>>()?;
    Ok(intersection(lists))
}

/// Documents in which the word stands anywhere: as a run of a name or place, or as words of a text.
fn anywhere(lookup: &impl Lookup, word: &Word) -> Result<Vec<u32>, SearchError> {
    if text::is_single(&word.key) {
        return beginning(lookup, List::Starts, &word.key, MOST_STARTS);
    }
    let everywhere = |term: &String| -> Result<Vec<u32>, SearchError> {
        Ok(union(lookup.list(List::Names, term)?, &lookup.list(List::Text, term)?))
    };
    let grams = intersection(word.grams.iter().map(everywhere).collect::<Result<_, _>>()?);
    if word.tokens == word.grams {
        return Ok(grams);
    }
    let completed = |token: &String| -> Result<Vec<u32>, SearchError> {
        if is_word(token) { beginning(lookup, List::Text, token, MOST_WORD_ENDINGS) } else { everywhere(token) }
    };
    let tokens = intersection(word.tokens.iter().map(completed).collect::<Result<_, _>>()?);
    Ok(union(grams, &tokens))
}

/// A token of a script with spaces, long enough to be completed.
fn is_word(token: &str) -> bool {
    token.chars().count() >= SHORTEST_WORD
}

fn beginning(lookup: &impl Lookup, list: List, prefix: &str, most: usize) -> Result<Vec<u32>, SearchError> {
    let found = lookup.prefixed(list, prefix, most)?;
    let mut documents: Vec<u32> = found.into_iter().flat_map(|(_, documents)| documents).collect();
    documents.sort_unstable();
    documents.dedup();
    Ok(documents)
}

fn starting(lookup: &impl Lookup, word: &Word, named: &[u32]) -> Result<Vec<u32>, SearchError> {
    match word.grams.first() {
        Some(gram) if !text::is_single(&word.key) => {
            Ok(intersection(vec![lookup.list(List::Starts, gram)?, named.to_vec()]))
        }
        _ => Ok(named.to_vec()),
    }
}

fn ending(lookup: &impl Lookup, word: &Word, starting: &[u32]) -> Result<Vec<u32>, SearchError> {
    // The grams are distinct: the last one of a word like 人人人 stands first.
    let last = text::grams(&word.key).last().unwrap_or_default();
    Ok(intersection(vec![lookup.list(List::Ends, last)?, starting.to_vec()]))
}

/// The first answers within a range, class by class.
fn first(
    lookup: &impl Lookup,
    query: &Query,
    classes: &[(Class, Candidates); 5],
    (range, limit): (&Range<u32>, usize),
) -> Result<Vec<Answer>, SearchError> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut given = BTreeSet::new();
    for (class, found) in classes {
        let mut misses = 0;
        let sure: Vec<u32> = found.sure.range(range.clone()).copied().collect();
        for id in union(within(&found.likely, range).to_vec(), &sure) {
            if answers.len() == limit || misses == MOST_MISSES {
                break;
            }
            if given.contains(&id) {
                continue;
            }
            let entry = lookup.entry(id)?;
            let accepted = *class == Class::Words || found.sure.contains(&id) || entry.class(query) <= *class;
            if accepted {
                given.insert(id);
                answers.push(Answer { id, class: *class, entry });
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
