//! `search/meta.bin`: the one file of the pack that changes in place. Names the current chunks and holds the words
//! that rows refer to by number.

use super::bytes::{self, Bytes, HASH_BYTES, Hash};
use crate::merchants::names::{Named, Regions};
use crate::records::Kind;
use crate::search::document::SearchDocument;
use crate::search::{Labels, SearchError, synonyms, text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Version of the format; a reader refuses others.
pub const FORMAT: u32 = 8;

/// Below the site's root.
pub const PATH: &str = "search/meta.bin";

/// The file as written (`docs/search-format.md`, Meta file).
#[derive(Debug, Clone)]
pub struct Meta {
    pub head: Head,
    /// What the terms of each term chunk begin with at the earliest.
    pub terms: Vec<String>,
    /// Places of the row chunks, ascending.
    pub rows: Vec<u32>,
    /// Hashes of the term chunks, of the row chunks and of the tables, in their order.
    pub term_hashes: Vec<Hash>,
    pub row_hashes: Vec<Hash>,
    pub table_hashes: Vec<Hash>,
    /// How characters sound, as `super::sounds` writes it.
    pub sounds: Vec<u8>,
}

/// Its first part, JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    pub format: u32,
    /// Day of the data, ISO.
    pub date: String,
    /// Merchants, records, articles.
    pub documents: [u32; 3],
    /// Where the numbers of each begin, and where the last end.
    pub starts: [u32; 4],
    /// Numbers of a row chunk of merchants, and of one of other documents.
    pub rows: [u32; 2],
    /// Key, label, tone, and other words for it, parted by spaces.
    pub kinds: Vec<[String; 4]>,
    /// Code, label, and other names for it, parted by spaces.
    pub districts: Vec<[String; 3]>,
    /// Key and label.
    pub industries: Vec<[String; 2]>,
    /// What names and queries begin with above the districts, the longer before those they begin with.
    pub regions: Vec<String>,
    /// Years to filter by, newest first.
    pub years: Vec<i16>,
    /// Pairs that so many documents have that a query does without them when it can. All of these pairs are [`joined`].
    pub frequent: String,
    /// Pairs that so many names have that none is told by them.
    pub common: String,
    /// Pairs of letters from a to z that stand in a term, or that a word begins with: other pairs are in no document.
    pub latin: String,
    /// First pairs of codes, document and filing numbers: what begins with another is none.
    pub openings: String,
    /// Traditional characters of names and places, each before the simplified one it counts as.
    pub simplified: String,
}

/// What every format begins with.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

/// Where rows find the words they refer to.
#[derive(Debug)]
pub struct Tables {
    pub kinds: Vec<[String; 4]>,
    pub districts: Vec<[String; 3]>,
    pub industries: Vec<[String; 2]>,
    district_places: BTreeMap<String, u32>,
    industry_places: BTreeMap<String, u32>,
}

impl Tables {
    /// Tables of what the labels and the documents name.
    pub fn new(documents: &[SearchDocument], labels: &Labels) -> Tables {
        let kinds = Kind::all().map(|kind| {
            let also = synonyms::of(kind).join(" ");
            [kind.key(), labels.kind(kind), kind.tone().key(), &also].map(str::to_owned)
        });
        let used = |pick: fn(&SearchDocument) -> Option<&String>| documents.iter().filter_map(pick);
        let districts: BTreeSet<&String> =
            labels.districts.keys().chain(used(|document| document.district.as_ref())).collect();
        let industries: BTreeSet<&String> =
            labels.industries.keys().chain(used(|document| document.industry.as_ref())).collect();
        let places =
            |keys: &BTreeSet<&String>| keys.iter().zip(1..).map(|(key, place)| ((*key).clone(), place)).collect();
        Tables {
            kinds: kinds.collect(),
            district_places: places(&districts),
            industry_places: places(&industries),
            districts: districts.into_iter().map(|code| district(code, labels)).collect(),
            industries: industries.into_iter().map(|key| [key.clone(), labels.industry(key).to_owned()]).collect(),
        }
    }

    pub fn district(&self, code: Option<&str>) -> u32 {
        code.and_then(|code| self.district_places.get(code)).copied().unwrap_or(0)
    }

    pub fn industry(&self, key: Option<&str>) -> u32 {
        key.and_then(|key| self.industry_places.get(key)).copied().unwrap_or(0)
    }

    pub fn kind(&self, kind: Option<Kind>) -> u32 {
        kind.map_or(0, |kind| kind as u32 + 1)
    }
}

impl Head {
    /// The regions and districts by which names and queries begin.
    pub fn regions(&self) -> Regions {
        let named = |[_, label, also]: &[String; 3]| {
            let aliases = also.split_terminator(' ').map(str::to_owned).collect();
            Named { name: text::key(label), aliases }
        };
        // A district that nobody knows is labelled by its code, which begins no name.
        let known = self.districts.iter().filter(|[code, label, _]| code != label);
        Regions { above: self.regions.clone(), districts: known.map(named).collect() }
    }
}

fn district(code: &str, labels: &Labels) -> [String; 3] {
    let label = labels.district(code);
    let named = labels.regions.districts.iter().find(|district| district.name == text::key(label));
    [code, label, &named.map_or_else(String::new, |district| district.aliases.join(" "))].map(str::to_owned)
}

/// Pairs as one text, with a sign between them: digits would run into what looks like a telephone number.
pub fn joined<'p>(pairs: impl IntoIterator<Item = &'p str>) -> String {
    pairs.into_iter().collect::<Vec<_>>().join("|")
}

/// How many UTF-16 units a term shares with the one before, as a letter: with a digit, line ends and codes could run into
/// what looks like a telephone number.
const SHARED: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Terms in their order, a line each: a letter, then what differs from the line before.
pub fn front_coded(terms: &[String]) -> String {
    let mut out = String::new();
    let mut last = "";
    for term in terms {
        let same = last.chars().zip(term.chars()).take_while(|(left, right)| left == right);
        let (mut bytes, mut units) = (0, 0);
        for (_, character) in same {
            if units + character.len_utf16() >= SHARED.len() {
                break;
            }
            bytes += character.len_utf8();
            units += character.len_utf16();
        }
        out.push(char::from(SHARED[units]));
        out.push_str(&term[bytes..]);
        out.push('\n');
        last = term;
    }
    out
}

/// What [`front_coded`] wrote.
pub fn front_decoded(text: &str) -> Option<Vec<String>> {
    let mut terms: Vec<String> = Vec::new();
    for line in text.lines() {
        let shared = SHARED.iter().position(|letter| line.as_bytes().first() == Some(letter))?;
        let mut units = 0;
        let mut term: String = terms
            .last()
            .map(String::as_str)
            .unwrap_or_default()
            .chars()
            .take_while(|character| {
                units += character.len_utf16();
                units <= shared
            })
            .collect();
        term.push_str(&line[1..]);
        terms.push(term);
    }
    Some(terms)
}

impl Meta {
    /// Before compression.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let head = serde_json::to_vec(&self.head).expect("plain strings and numbers");
        let hashes = [&self.term_hashes, &self.row_hashes, &self.table_hashes].map(|hashes| hashes.concat());
        let mut rows = Vec::new();
        bytes::put_gaps(&mut rows, &self.rows);
        let words = [head, front_coded(&self.terms).into_bytes(), rows];
        for part in words.into_iter().chain(hashes).chain([self.sounds.clone()]) {
            bytes::put(&mut out, part.len() as u32);
            out.extend_from_slice(&part);
        }
        out
    }

    /// # Errors
    /// [`SearchError::Damaged`] for anything but a compressed meta file of this format.
    pub fn read(file: &[u8]) -> Result<Meta, SearchError> {
        let damaged = |reason| SearchError::Damaged { path: PATH.to_owned(), reason };
        let content = bytes::inflate(file).ok_or_else(|| damaged("it cannot be decompressed"))?;
        let mut bytes = Bytes::new(PATH, &content);
        let head = bytes.text()?;
        let no_meta = |_| damaged("it is not the meta file of a search pack");
        // Another format may have other things, but it says which it is.
        let Versioned { format } = serde_json::from_str(head).map_err(no_meta)?;
        if format != FORMAT {
            return Err(damaged("it is of another format"));
        }
        let head: Head = serde_json::from_str(head).map_err(no_meta)?;
        let terms = front_decoded(bytes.text()?).ok_or_else(|| damaged("the list of terms cannot be read"))?;
        let length = bytes.count()?;
        let mut places = Bytes::new(PATH, bytes.skip(length)?);
        let mut rows = Vec::new();
        while !places.is_empty() {
            let before = rows.last().copied().unwrap_or(0u32);
            rows.push(before.checked_add(places.number()?).ok_or_else(|| damaged("a place is too large"))?);
        }
        let mut hashes = || -> Result<Vec<Hash>, SearchError> {
            let length = bytes.count()?;
            let hashes = bytes.skip(length)?.chunks_exact(HASH_BYTES);
            Ok(hashes.map(|hash| hash.try_into().expect("as many bytes as a hash has")).collect())
        };
        let (term_hashes, row_hashes, table_hashes) = (hashes()?, hashes()?, hashes()?);
        let length = bytes.count()?;
        let sounds = bytes.skip(length)?.to_vec();
        Ok(Meta { head, terms, rows, term_hashes, row_hashes, table_hashes, sounds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_digits_look_like_nobodys_number() {
        let pairs = ["量1", "38", "12", "34", "56", "78"];
        assert_eq!(crate::records::privacy::find_all(&joined(pairs)), []);
        assert!(!crate::records::privacy::find_all(&pairs.concat()).is_empty(), "without a sign they do");
    }

    #[test]
    fn directories_come_back() {
        let terms = ["g", "g丽人", "g丽𠮷", "g美", "k91210302ma"].map(str::to_owned);
        assert_eq!(front_coded(&terms), "ag\nb丽人\nc𠮷\nb美\nak91210302ma\n");
        assert_eq!(front_decoded(&front_coded(&terms)).expect("whole"), terms);
        assert!(Meta::read(b"{\"format\":1}").is_err());
    }
}
