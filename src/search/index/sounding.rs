//! Pairs by how they sound, from an index whose terms are in the order of characters.

use super::{Index, List, read_postings};
use crate::search::SearchError;
use crate::search::pinyin::Unit;
use crate::search::sounds::{Sounds, sign};
use std::collections::BTreeSet;
use std::io;
use std::ops::Range;

/// Characters that a unit may stand for.
fn characters(unit: &Unit) -> Vec<char> {
    match unit {
        Unit::Own(character) | Unit::Initial(character) => vec![*character],
        Unit::Sound(_) | Unit::Begins(_) => Sounds::all().characters(places(unit)).collect(),
    }
}

/// Places of the syllables that a unit may stand for.
fn places(unit: &Unit) -> Range<usize> {
    match unit {
        Unit::Sound(syllable) => Sounds::all().places(syllable, true),
        Unit::Begins(letters) => Sounds::all().places(letters, false),
        Unit::Initial(_) | Unit::Own(_) => 0..0,
    }
}

impl Index {
    /// Documents with a pair in the list that is read like the two units.
    pub fn sounding(&self, list: List, [first, second]: [&Unit; 2]) -> Result<Vec<u32>, SearchError> {
        let seconds: BTreeSet<char> = characters(second).into_iter().collect();
        let mut out = Vec::new();
        let mut read = || -> io::Result<()> {
            for character in characters(first) {
                self.pairs_of(list, character, &mut |second, _, documents| {
                    if second.is_some_and(|second| seconds.contains(&second)) {
                        out.extend_from_slice(documents);
                    }
                })?;
            }
            Ok(())
        };
        read().map_err(self.failed())?;
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    /// Documents with a name in which the character stands: a pair begins with it, or it is the last one.
    pub fn holding(&self, character: char) -> Result<Vec<u32>, SearchError> {
        let mut out = Vec::new();
        self.pairs_of(List::Names, character, &mut |_, _, documents| out.extend_from_slice(documents))
            .map_err(self.failed())?;
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    /// Documents with a name that begins with the unit, of the first `most` such pairs in the order of [`Sounds::key`].
    pub fn starting(&self, unit: &Unit, most: usize) -> Result<Vec<u32>, SearchError> {
        let sounds = Sounds::all();
        let signs: BTreeSet<char> = places(unit).map(sign).collect();
        let mut found: Vec<(bool, String, Vec<u32>)> = Vec::new();
        let mut read = || -> io::Result<()> {
            for character in characters(unit) {
                self.pairs_of(List::Starts, character, &mut |second, pair, documents| {
                    let mut keys = vec![sounds.key(pair)];
                    if signs.is_empty() {
                        // The name that is nothing but the character comes first.
                        found.push((second.is_some(), keys.swap_remove(0), documents.to_vec()));
                        return;
                    }
                    keys.extend(sounds.further_keys(pair));
                    keys.retain(|key| key.chars().next().is_some_and(|sound| signs.contains(&sound)));
                    found.extend(keys.into_iter().map(|key| (true, key, documents.to_vec())));
                })?;
            }
            Ok(())
        };
        read().map_err(self.failed())?;
        found.sort_unstable();
        found.truncate(most);
        let mut out: Vec<u32> = found.into_iter().flat_map(|(.., documents)| documents).collect();
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    /// Every term of a list that is the character, or a pair that begins with it.
    fn pairs_of<S>(&self, list: List, first: char, sink: &mut S) -> io::Result<()>
    where
        S: FnMut(Option<char>, &str, &[u32]),
    {
        let reader = &self.lists[list as usize];
        let prefix = first.to_string();
        let mut terms = reader.terms().range().ge(&prefix).into_stream()?;
        let mut documents = Vec::new();
        while let Some((term, info)) = terms.next() {
            let Some(term) = std::str::from_utf8(term).ok().filter(|term| term.starts_with(first)) else { break };
            let mut others = term.chars().skip(1);
            let second = others.next();
            if others.next().is_none() {
                documents.clear();
                read_postings(reader, info, &mut documents)?;
                sink(second, term, &documents);
            }
        }
        Ok(())
    }
}
