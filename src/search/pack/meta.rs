//! `search/meta.json`: the one file of the pack that changes in place. Names the current chunks and holds the words
//! that rows refer to by number.

use super::bytes::{NAME_BYTES, Name};
use crate::records::Kind;
use crate::search::document::SearchDocument;
use crate::search::{Labels, SearchError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Version of the format; a reader refuses others.
pub const FORMAT: u32 = 1;

/// The file as written (`docs/search-format.md`, Meta file).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Meta {
    pub format: u32,
    /// Day of the data, ISO.
    pub date: String,
    /// Merchants, records, articles.
    pub documents: [u32; 3],
    /// Documents in a row chunk.
    pub rows: u32,
    /// Key, label and tone.
    pub kinds: Vec<[String; 3]>,
    /// Code or key, and label.
    pub districts: Vec<[String; 2]>,
    pub industries: Vec<[String; 2]>,
    /// Pairs that so many documents have that a query does without them when it can; two characters each.
    pub frequent: String,
    /// First term of each term chunk, front coded ([`front_coded`]).
    pub terms: String,
    /// Names of the term chunks, and of the row chunks, in base64.
    pub term_names: String,
    pub row_names: String,
}

/// Where rows find the words they refer to.
#[derive(Debug)]
pub struct Tables {
    pub kinds: Vec<[String; 3]>,
    pub districts: Vec<[String; 2]>,
    pub industries: Vec<[String; 2]>,
    district_places: BTreeMap<String, u32>,
    industry_places: BTreeMap<String, u32>,
}

impl Tables {
    /// Tables of what the labels and the documents name.
    pub fn new(documents: &[SearchDocument], labels: &Labels) -> Tables {
        let kinds = Kind::all().map(|kind| [kind.key(), labels.kind(kind), kind.tone().key()].map(str::to_owned));
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
            districts: districts.into_iter().map(|code| [code.clone(), labels.district(code).to_owned()]).collect(),
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

/// How many UTF-16 units a term shares with the one before, as a letter: with a digit, line ends and codes could run into
/// what looks like a telephone number.
const SHARED: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Terms in their order, a line each: a letter ([`SHARED`]), then what differs from the line before.
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

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Names one after the other in base64, padded to whole groups with zero bytes.
pub fn names_to_text(names: &[Name]) -> String {
    let mut bytes: Vec<u8> = names.concat();
    bytes.resize(bytes.len().next_multiple_of(3), 0);
    let sextets = bytes.chunks_exact(3).flat_map(|three| {
        let group = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        [18, 12, 6, 0].map(|shift| char::from(BASE64[(group >> shift & 63) as usize]))
    });
    sextets.collect()
}

/// What [`names_to_text`] wrote.
pub fn names_from_text(text: &str) -> Option<Vec<Name>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.as_bytes().chunks(4) {
        let mut group = 0u32;
        for letter in four {
            group = group << 6 | BASE64.iter().position(|known| known == letter)? as u32;
        }
        bytes.extend_from_slice(&group.to_be_bytes()[1..]);
    }
    Some(bytes.chunks_exact(NAME_BYTES).filter_map(|name| name.try_into().ok()).collect())
}

impl Meta {
    /// # Errors
    /// [`SearchError::Damaged`] for anything but a meta file of this format.
    pub fn read(bytes: &[u8], path: &str) -> Result<Meta, SearchError> {
        let damaged = |reason| SearchError::Damaged { path: path.to_owned(), reason };
        let meta: Meta =
            serde_json::from_slice(bytes).map_err(|_| damaged("it is not a meta file of a search pack"))?;
        if meta.format != FORMAT { Err(damaged("it is of another format")) } else { Ok(meta) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_come_back() {
        let terms = ["g", "g丽人", "g丽𠮷", "g美", "k91210302ma"].map(str::to_owned);
        assert_eq!(front_coded(&terms), "ag\nb丽人\nc𠮷\nb美\nak91210302ma\n");
        assert_eq!(front_decoded(&front_coded(&terms)).expect("whole"), terms);
        let names = [[1, 2, 3, 4, 5], [0, 255, 7, 7, 7]];
        assert_eq!(names_from_text(&names_to_text(&names)).expect("base64"), names);
        assert!(Meta::read(b"{\"format\":1}", "meta.json").is_err());
    }
}
