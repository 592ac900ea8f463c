//! The candidates of each class, best first.

use super::{Lookup, intersection, spelt, union};
use crate::search::SearchError;
use crate::search::entry::{Class, Entry};
use crate::search::index::{List, SUFFIX};
use crate::search::pinyin::{self, Spelling, Unit};
use crate::search::text::{self, Query, Word};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Terms looked at behind a beginning: of a code, of a word, of a single character.
const MOST_KEYS: usize = 64;
const MOST_WORD_ENDINGS: usize = 16;
/// Houses looked at whose number begins as the query ends.
const MOST_HOUSES: usize = 64;
/// Shortest beginning of a code or number, and of a word, that is completed.
const SHORTEST_KEY: usize = 4;
const SHORTEST_WORD: usize = 3;
/// A query of so many letters and digits that meets a code is taken for one and nothing else.
const SURELY_A_CODE: usize = 6;

/// Candidates of one class: those that are surely of it, and those whose names must be looked at.
pub struct Phase {
    pub class: Class,
    pub sure: BTreeSet<u32>,
    pub likely: Vec<u32>,
    /// Spellings one of which a likely one must have in a name, and how far in at the most ([`Spelling::place`]).
    pub spelt: Option<(Arc<Vec<Spelling>>, usize)>,
}

impl Phase {
    pub fn sure(class: Class, documents: impl IntoIterator<Item = u32>) -> Phase {
        Phase { class, sure: documents.into_iter().collect(), likely: Vec::new(), spelt: None }
    }

    pub fn likely(class: Class, likely: Vec<u32>) -> Phase {
        Phase { class, sure: BTreeSet::new(), likely, spelt: None }
    }

    /// Whether a candidate is of the class.
    pub fn fits(&self, id: u32, entry: &Entry, query: &Query) -> bool {
        match &self.spelt {
            _ if self.class == Class::Words || self.sure.contains(&id) => true,
            Some((spellings, place)) => entry.spelt(spellings).is_some_and(|found| found <= *place),
            None => entry.class(query) <= self.class,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.sure.is_empty() && self.likely.is_empty()
    }

    /// Drops what a filter does not let through.
    pub fn keep(&mut self, allowed: Option<&[u32]>) {
        if let Some(allowed) = allowed {
            self.sure.retain(|id| allowed.binary_search(id).is_ok());
            self.likely.retain(|id| allowed.binary_search(id).is_ok());
        }
    }
}

/// What a query meets, exactly or as it is spelt.
pub fn of(lookup: &impl Lookup, query: &Query) -> Result<Vec<Phase>, SearchError> {
    let mut exact = Phase::sure(Class::Exact, []);
    let mut prefix = Phase::sure(Class::Prefix, []);
    let mut suffix = Phase::sure(Class::Suffix, []);
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
    let met = [&exact, &prefix, &suffix].into_iter().any(|phase| !phase.sure.is_empty());
    if (met && is_surely_key(&query.key)) || query.words.is_empty() {
        return Ok(vec![exact, prefix, suffix]);
    }
    let (mut named, mut wide) = (Vec::new(), Vec::new());
    for word in &query.words {
        match single(word) {
            Some(character) => {
                let found = of_single(lookup, character, query.words.len() == 1)?;
                named.push(found.clone());
                wide.push(found);
            }
            None => {
                named.push(in_names(lookup, word)?);
                wide.push(anywhere(lookup, word)?);
            }
        }
    }
    let by_words = spelt_words(lookup, query, &wide)?;
    let infix = Phase::likely(Class::Infix, intersection(named));
    let words = Phase::likely(Class::Words, intersection(wide));
    if let [word] = query.words.as_slice() {
        prefix.likely = starting(lookup, word, &infix.likely)?;
        exact.likely = ending(lookup, word, &prefix.likely)?;
    }
    let mut phases = vec![exact, prefix, suffix, infix];
    if let Some(typed) = pinyin::typed(&query.key) {
        phases.extend(spelt::phases(lookup, &pinyin::spellings(&typed))?);
    }
    phases.push(Phase::sure(Class::Pinyin, by_words));
    phases.push(words);
    Ok(phases)
}

/// Documents in which each of several words stands, or is spelt in a name where it may be pinyin.
fn spelt_words(lookup: &impl Lookup, query: &Query, wide: &[Vec<u32>]) -> Result<Vec<u32>, SearchError> {
    if query.words.len() < 2 || !query.words.iter().any(|word| pinyin::typed(&word.key).is_some()) {
        return Ok(Vec::new());
    }
    let mut lists = wide.to_vec();
    for (list, word) in lists.iter_mut().zip(&query.words) {
        if let Some(typed) = pinyin::typed(&word.key) {
            let spelt = spelt::anywhere(lookup, &pinyin::spellings(&typed))?;
            *list = union(std::mem::take(list), &spelt);
        }
    }
    Ok(intersection(lists))
}

/// True where a code, document number or filing number may be meant: all of them have a digit.
fn could_be_key(key: &str) -> bool {
    key.chars().count() >= SHORTEST_KEY && key.bytes().any(|byte| byte.is_ascii_digit())
}

/// Ends of codes without a digit are long, or any short word would be one.
fn could_be_suffix(key: &str) -> bool {
    (could_be_key(key) || key.len() >= SURELY_A_CODE)
        && key.len() <= SUFFIX
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_surely_key(key: &str) -> bool {
    key.len() >= SURELY_A_CODE && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The character that a word consists of.
fn single(word: &Word) -> Option<char> {
    word.key.chars().next().filter(|_| text::is_single(&word.key))
}

fn in_names(lookup: &impl Lookup, word: &Word) -> Result<Vec<u32>, SearchError> {
    let lists = word.grams.iter().map(|gram| lookup.list(List::Names, gram)).collect::<Result<_, _>>()?;
    Ok(intersection(lists))
}

/// Merchants and others with a name that begins with the character, the best few of a common one; beside other words, with
/// a name in which it stands.
fn of_single(lookup: &impl Lookup, character: char, alone: bool) -> Result<Vec<u32>, SearchError> {
    if alone { lookup.starting(&Unit::Own(character), spelt::MOST_STARTS) } else { lookup.holding(character) }
}

/// Documents in which the word stands anywhere, at the house that it names.
fn anywhere(lookup: &impl Lookup, word: &Word) -> Result<Vec<u32>, SearchError> {
    let found = scattered(lookup, word)?;
    Ok(match at_house(lookup, word)? {
        Some(there) => intersection(vec![found, there]),
        None => found,
    })
}

/// Documents with the number of a house that stands in the word; `None` when there is none, in the word or at all.
fn at_house(lookup: &impl Lookup, word: &Word) -> Result<Option<Vec<u32>>, SearchError> {
    let Some(house) = text::houses(&word.key).first().copied() else { return Ok(None) };
    if !word.key.ends_with(house) {
        return Ok(Some(lookup.list(List::Houses, house)?).filter(|there| !there.is_empty()));
    }
    // More digits may follow.
    let terms = lookup.prefixed(List::Houses, house, MOST_HOUSES)?;
    let mut there: Vec<u32> = terms.iter().flat_map(|(_, documents)| documents).copied().collect();
    there.sort_unstable();
    there.dedup();
    Ok(Some(there).filter(|there| !there.is_empty() && terms.len() < MOST_HOUSES))
}

/// Documents in which the word stands as a run of a name or place, or as words of a text.
fn scattered(lookup: &impl Lookup, word: &Word) -> Result<Vec<u32>, SearchError> {
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
