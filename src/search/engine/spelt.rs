//! Candidates by sound: merchants in whose own names a spelling stands.
//!
//! In: the ways of reading what was typed and a [`Lookup`]. Out: three phases, of names that are spelt so as a whole, from
//! their beginning, further in. Lists tell which names have each two neighbouring sounds, or three initials; whether they
//! stand together is seen from the names.

use super::phases::Phase;
use super::{Lookup, intersection, union};
use crate::search::SearchError;
use crate::search::entry::Class;
use crate::search::index::List;
use crate::search::initials::INITIALS;
use crate::search::pinyin::{Spelling, Spellings, Unit};
use std::sync::Arc;

/// Pairs, or runs of initials, looked at behind what was typed of them.
pub const MOST_STARTS: usize = 64;

/// Merchants that may have a name with a spelling: as a whole, from its beginning, anywhere.
type Found = [Vec<u32>; 3];

/// Names spelt like this: as a whole, from their beginning, further in.
pub fn phases(lookup: &impl Lookup, spellings: &Spellings) -> Result<[Phase; 3], SearchError> {
    let (used, found) = met(lookup, spellings)?;
    let spellings = Arc::new(used.to_vec());
    Ok(std::array::from_fn(|place| {
        let likely = found.iter().fold(Vec::new(), |all, each: &Found| union(all, &each[place]));
        Phase { spelt: Some((Arc::clone(&spellings), place)), ..Phase::likely(Class::Pinyin, likely) }
    }))
}

/// Merchants in a name of which the spellings may stand anywhere: what a word among others is met by.
pub fn anywhere(lookup: &impl Lookup, spellings: &Spellings) -> Result<Vec<u32>, SearchError> {
    let (_, found) = met(lookup, spellings)?;
    Ok(found.iter().fold(Vec::new(), |all, each| union(all, &each[2])))
}

/// The first of the groups that finds anything, and what.
fn met<'s>(lookup: &impl Lookup, spellings: &'s Spellings) -> Result<(&'s [Spelling], Vec<Found>), SearchError> {
    for group in &spellings.0 {
        let found = of_all(lookup, group)?;
        if !found.is_empty() {
            return Ok((group, found));
        }
    }
    Ok((&[], Vec::new()))
}

/// What each spelling finds whose every part is in some name.
fn of_all(lookup: &impl Lookup, spellings: &[Spelling]) -> Result<Vec<Found>, SearchError> {
    let mut out = Vec::new();
    for spelling in spellings {
        let found = match spelling.0.as_slice() {
            [unit] => by_beginning(lookup, unit)?,
            _ if spelling.by_initials() => by_initials(lookup, &spelling.0)?,
            units => by_pairs(lookup, units)?,
        };
        out.extend(found);
    }
    Ok(out)
}

fn by_beginning(lookup: &impl Lookup, unit: &Unit) -> Result<Option<Found>, SearchError> {
    let starts = lookup.starting(unit, MOST_STARTS)?;
    Ok((!starts.is_empty()).then(|| [Vec::new(), starts.clone(), starts]))
}

fn by_pairs(lookup: &impl Lookup, units: &[Unit]) -> Result<Option<Found>, SearchError> {
    let mut named = Vec::new();
    for pair in units.windows(2) {
        named.push(lookup.sounding(List::Names, [&pair[0], &pair[1]])?);
    }
    if named.iter().any(Vec::is_empty) {
        return Ok(None);
    }
    let starts = lookup.sounding(List::Starts, [&units[0], &units[1]])?;
    let ends = lookup.sounding(List::Ends, [&units[units.len() - 2], &units[units.len() - 1]])?;
    Ok(Some(placed(named, starts, ends)))
}

fn by_initials(lookup: &impl Lookup, units: &[Unit]) -> Result<Option<Found>, SearchError> {
    let letters: Vec<char> = units.iter().filter_map(Unit::initial).collect();
    if letters.len() < INITIALS {
        // More may follow.
        let run: String = letters.iter().collect();
        let beginning = |list: List| -> Result<Vec<u32>, SearchError> {
            let terms = lookup.prefixed(list, &run, MOST_STARTS)?;
            Ok(terms.into_iter().fold(Vec::new(), |all, (_, documents)| union(all, &documents)))
        };
        let named = beginning(List::Initials)?;
        let ends = lookup.list(List::InitialEnds, &run)?;
        let starts = beginning(List::InitialStarts)?;
        return Ok((!named.is_empty()).then(|| placed(vec![named], starts, ends)));
    }
    let mut named = Vec::new();
    let runs: Vec<String> = letters.windows(INITIALS).map(|run| run.iter().collect()).collect();
    for run in &runs {
        named.push(lookup.list(List::Initials, run)?);
    }
    if named.iter().any(Vec::is_empty) {
        return Ok(None);
    }
    let starts = lookup.list(List::InitialStarts, &runs[0])?;
    let ends = lookup.list(List::InitialEnds, &runs[runs.len() - 1])?;
    Ok(Some(placed(named, starts, ends)))
}

fn placed(named: Vec<Vec<u32>>, starts: Vec<u32>, ends: Vec<u32>) -> Found {
    let inside = intersection(named);
    let starting = intersection(vec![starts, inside.clone()]);
    [intersection(vec![ends, starting.clone()]), starting, inside]
}
