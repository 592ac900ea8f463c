//! What is meant when nothing is met: names that sound alike, and names that differ by one character.
//!
//! In: an analysed query and a [`Lookup`]. Out: the last phases of a search, of merchants only. A wrong, missing, extra or
//! swapped character leaves most pairs of a name as they are, and one of its first two pairs or the pair of its first and
//! third character; candidates are found by these, and their names are looked at.

use super::phases::Phase;
use super::{Lookup, spelt, within};
use crate::search::document::Tab;
use crate::search::entry::Class;
use crate::search::index::List;
use crate::search::text::{self, Query};
use crate::search::{SearchError, pinyin};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Names of fewer characters have too many neighbours, longer ones too many pairs.
const SHORTEST: usize = 3;
const LONGEST: usize = 24;
/// Shortest name that is looked for inside others.
const SHORTEST_INSIDE: usize = 4;
/// Documents taken from one list.
const MOST_OF_A_LIST: usize = 4096;
/// Pairs that candidates are weighed by, and in how many documents one may stand for that.
const MOST_WEIGHED: usize = 8;
const RARE_SHARE: u32 = 100;
const RARE: u32 = 64;
/// From this share of documents on so many names have a pair that they are not told by it.
const COMMON_SHARE: u32 = 40;
/// Candidates whose names are looked at, and which part of the best one's weight they must have.
const MOST_LOOKED_AT: usize = 24;
const WEIGHT_SHARE: u32 = 2;

/// Phases of names that sound like the query or nearly are it; empty for whatever has a digit.
pub fn phases(lookup: &impl Lookup, query: &Query) -> Result<Vec<Phase>, SearchError> {
    let key = lookup.regions().core(&query.key);
    let mut out = Vec::new();
    // Numbers are of codes and addresses, in which the next one is another one.
    if key.bytes().any(|byte| byte.is_ascii_digit()) {
        return Ok(out);
    }
    let mixed = key.bytes().any(|byte| byte.is_ascii_lowercase());
    let heard = spelt::phases(lookup, &pinyin::heard(key))?;
    // What sounds alike does so as a whole: 甲 is not the beginning of 健.
    out.extend(heard.into_iter().take(if mixed { 3 } else { 1 }));
    // Letters among characters are pinyin, not a slip.
    if mixed && !out.iter().all(Phase::is_empty) {
        return Ok(out);
    }
    let mut near: [BTreeSet<u32>; 3] = Default::default();
    let characters: Vec<char> = key.chars().collect();
    if (SHORTEST..=LONGEST).contains(&characters.len()) {
        for id in candidates(lookup, &characters)? {
            let entry = lookup.entry(id)?;
            let names: Vec<Vec<char>> = entry.whole_names().map(|name| name.chars().collect()).collect();
            if let Some(place) = names.iter().filter_map(|name| place(name, &characters)).min() {
                near[place].insert(id);
            }
        }
    }
    out.extend(near.map(|found| Phase::sure(Class::Near, found)));
    Ok(out)
}

/// Merchants that may have such a name: those that share most of its rarer pairs and beginnings, at most as many as
/// are looked at.
fn candidates(lookup: &impl Lookup, key: &[char]) -> Result<Vec<u32>, SearchError> {
    let merchants = lookup.range(Tab::Merchants);
    let list = |list: List, term: &str| -> Result<Vec<u32>, SearchError> {
        Ok(within(&lookup.list(list, term)?, &merchants).to_vec())
    };
    let whole: String = key.iter().collect();
    let pairs: Vec<&str> = text::grams(&whole).collect();
    let named: Vec<Vec<u32>> = pairs.iter().map(|pair| list(List::Names, pair)).collect::<Result<_, _>>()?;
    let pair = |first: usize, second: usize| String::from_iter([key[first], key[second]]);
    let anchors = [
        list(List::Starts, &pair(0, 1))?,
        list(List::Gapped, &pair(0, 2))?,
        list(List::Gapped, &pair(0, 1))?,
        list(List::Starts, &pair(0, 2))?,
        list(List::Starts, &pair(1, 0))?,
    ];
    let total = lookup.counts().iter().sum::<u32>();
    let told: Vec<bool> = named.iter().map(|list| list.len() < common(total)).collect();
    let mut sources: Vec<&Vec<u32>> = anchors.iter().collect();
    sources.extend(told[1].then_some(&named[1]));
    if let Some((left, right)) = apart(&named, &told) {
        sources.extend([&named[left], &named[right]]);
    }
    let mut weights: BTreeMap<u32, u32> = BTreeMap::new();
    for source in &sources {
        weights.extend(source.iter().take(MOST_OF_A_LIST).map(|id| (*id, 0)));
    }
    let rare = RARE.max(total / RARE_SHARE) as usize;
    let rare_pairs =
        named.iter().filter(|list| !list.is_empty() && list.len() <= rare.min(common(total) - 1)).take(MOST_WEIGHED);
    for list in anchors.iter().filter(|list| !list.is_empty()).chain(rare_pairs) {
        let weight = (total / list.len() as u32).max(1).ilog2();
        for id in list.iter().take(MOST_OF_A_LIST) {
            weights.entry(*id).and_modify(|sum| *sum += weight);
        }
    }
    let best = weights.values().copied().max().unwrap_or(0);
    let mut out: Vec<(Reverse<u32>, u32)> = weights.into_iter().map(|(id, weight)| (Reverse(weight), id)).collect();
    out.retain(|(weight, _)| weight.0 * WEIGHT_SHARE >= best);
    out.sort_unstable();
    Ok(out.into_iter().take(MOST_LOOKED_AT).map(|(_, id)| id).collect())
}

/// How many names must have a pair that none is told by, among so many documents.
pub fn common(documents: u32) -> usize {
    RARE.max(documents / COMMON_SHARE) as usize
}

/// The two rarest pairs that no single edit touches both of, of those that names are told by.
fn apart(named: &[Vec<u32>], told: &[bool]) -> Option<(usize, usize)> {
    let pairs = (0..named.len()).flat_map(|left| (left + 3..named.len()).map(move |right| (left, right)));
    let pairs = pairs.filter(|(left, right)| told[*left] && told[*right]);
    pairs.min_by_key(|(left, right)| named[*left].len() + named[*right].len())
}

/// Where a name has a run that differs from the query by one edit: 0 when it is the whole of it, 1 at its beginning, 2
/// further in.
pub fn place(name: &[char], query: &[char]) -> Option<usize> {
    if differs_once(name, query) {
        return Some(0);
    }
    if query.len() < SHORTEST_INSIDE {
        // A short name with another word behind it; fewer or more characters would be anything.
        return name.get(..query.len()).filter(|run| differs_once(run, query)).map(|_| 1);
    }
    let from = |start: usize| {
        (query.len() - 1..=query.len() + 1)
            .filter_map(|length| name.get(start..start + length))
            .any(|run| differs_once(run, query))
    };
    (0..name.len()).find(|start| from(*start)).map(|start| if start == 0 { 1 } else { 2 })
}

/// Whether two runs are the same but for one wrong, missing, extra or swapped character; equal runs are, too.
fn differs_once(left: &[char], right: &[char]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let same = short.iter().zip(long).take_while(|(left, right)| left == right).count();
    let (short, long) = (&short[same..], &long[same..]);
    match long.len() - short.len() {
        0 => match (short, long) {
            ([], []) => true,
            ([_, short @ ..], [_, long @ ..]) if short == long => true,
            ([a, b, short @ ..], [c, d, long @ ..]) => (a, b) == (d, c) && short == long,
            _ => false,
        },
        1 => short == &long[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_of(name: &str, query: &str) -> Option<usize> {
        place(&name.chars().collect::<Vec<_>>(), &query.chars().collect::<Vec<_>>())
    }

    #[test]
    fn one_edit_is_near_and_two_are_not() {
        for query in ["美丽人生", "美丽入生", "美丽生", "美丽的人生", "美人丽生", "丽美人生", "美丽人"]
        {
            assert_eq!(place_of("美丽人生", query), Some(0), "{query}");
        }
        assert_eq!(place_of("美丽人生健身", "美莉人生"), Some(1));
        assert_eq!(place_of("小美丽人生健身", "丽人身健"), Some(2));
        assert_eq!(place_of("美丽人生", "美莉仁生"), None);
        assert_eq!(place_of("美丽人生健身", "人生的"), None);
        assert_eq!(place_of("美丽人生健身", "美莉人"), Some(1));
        assert_eq!(place_of("小美丽人生健身", "美莉人"), None, "three characters have too many neighbours");
        assert_eq!(place_of("", "美丽人"), None);
    }
}
