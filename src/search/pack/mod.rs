//! The static pack: the index as files that a browser fetches piece by piece (`docs/search-format.md`).
//!
//! In: documents with their numbers and the tantivy index made of them, whose sorted terms are walked. Out:
//! `search/meta.bin` and immutable files named by place and content. Writes nothing itself.

mod bits;
pub mod bytes;
pub mod meta;
pub mod reader;
pub mod rows;
mod sounds;
pub mod terms;

use super::document::{SearchDocument, Tab};
use super::engine::near;
use super::index::{Index, List};
use super::numbers::Numbers;
use super::simplified::{self, simplified};
use super::sounds::Sounds;
use super::{Labels, SearchError, text};
use bytes::{Deflate, Hash, Name};
use meta::{Head, Meta, Tables};
use rows::Places;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use terms::{Lists, TermChunks, TermWriter};

/// A file of the pack, with its path below the site's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    pub path: String,
    pub bytes: Vec<u8>,
    /// True for the one file that names the others and must come last.
    pub pointer: bool,
}

/// The whole pack.
#[derive(Debug)]
pub struct Pack {
    pub files: Vec<PackFile>,
    pub documents: usize,
    /// Of all files.
    pub bytes: u64,
}

/// Sizes that follow from the number of documents: small enough for the wire, large enough that there are a few
/// thousand files at the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Numbers of a row chunk of merchants, about half of which are in use.
    pub rows: usize,
    /// The same of records or articles: they stand newest first, so that the first of them are together.
    pub other_rows: usize,
    /// Bytes of a chunk of pairs before compression: a query looks up several.
    pub pair_bytes: usize,
    /// The same of initials, of which it looks up a few.
    pub initial_bytes: usize,
    /// The same of codes and numbers, of which it looks up one.
    pub key_bytes: usize,
    /// Bytes of a posting page before compression: of lists of middling length, and of long ones.
    pub page_bytes: [usize; 2],
    /// Documents in one part of a long list.
    pub part_documents: usize,
}

impl Scale {
    /// Powers of two, so that a portal's chunks keep their size while it grows.
    pub fn of(documents: usize) -> Scale {
        let power =
            |share: usize, least: usize, most: usize| (documents / share).next_power_of_two().clamp(least, most);
        Scale {
            rows: power(1500, 64, 1 << 12),
            other_rows: power(375, 128, 1 << 12),
            pair_bytes: power(40, 4 << 10, 24 << 10),
            initial_bytes: power(40, 4 << 10, 24 << 10),
            key_bytes: power(5, 4 << 10, 112 << 10),
            page_bytes: [power(40, 2 << 10, 44 << 10), power(32, 4 << 10, 72 << 10)],
            part_documents: (documents / 64).next_power_of_two().clamp(1 << 10, 1 << 14),
        }
    }
}

/// The pack's immutable files, compressed.
struct Files {
    made: Vec<PackFile>,
    deflate: Deflate,
}

impl Files {
    fn new() -> Files {
        Files { made: Vec::new(), deflate: Deflate::default() }
    }

    /// Compresses a file into a folder and gives its hash.
    fn add(&mut self, folder: &str, place: u32, content: &[u8]) -> Hash {
        let bytes = self.deflate.compress(content);
        let hash = bytes::hash(&bytes);
        let path = format!("search/{folder}/{}", Name { place, hash }.spelt());
        self.made.push(PackFile { path, bytes, pointer: false });
        hash
    }
}

/// Sections of the term dictionary, by the first character of a term.
pub const FACETS: char = 'f';
pub const GRAMS: char = 'g';
pub const KEYS: char = 'k';
pub const HOUSES: char = 'n';
pub const SUFFIXES: char = 's';
pub const INITIALS: char = 'y';

/// How many pairs the meta file names as frequent, and from which share of documents on one is.
const MOST_FREQUENT: usize = 96;
const FREQUENT_SHARE: usize = 40;

/// Makes the pack of the index's documents.
pub fn write(
    documents: &[SearchDocument],
    numbers: &Numbers,
    labels: &Labels,
    index: &Index,
) -> Result<Pack, SearchError> {
    let scale = Scale::of(documents.len());
    let tables = Tables::new(documents, labels);
    let sizes = [scale.rows as u32, scale.other_rows as u32];
    let places = Places::new(numbers.starts, sizes);
    let sounds = sounds::to_bytes(documents);
    let heard = sounds::read(meta::PATH, &sounds)?;
    let (mut files, mut row_files) = (Files::new(), Files::new());
    let (terms, (rows, row_hashes)) = rayon::join(
        || write_terms(index, &scale, &mut files, (numbers, &heard)),
        || rows::write(documents, &numbers.all, &places, &tables, &mut row_files),
    );
    let (chunks, hints) = terms?;
    files.made.append(&mut row_files.made);
    let meta = Meta {
        head: Head {
            format: meta::FORMAT,
            date: labels.data_date.to_string(),
            documents: index.counts(),
            starts: numbers.starts,
            rows: sizes,
            kinds: tables.kinds,
            districts: tables.districts,
            industries: tables.industries,
            regions: labels.regions.above.clone(),
            years: documents
                .iter()
                .flat_map(|document| &document.years)
                .copied()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .rev()
                .collect(),
            frequent: hints.frequent,
            common: hints.common,
            latin: hints.latin,
            openings: hints.openings,
            simplified: traditional(documents),
        },
        terms: chunks.first,
        rows,
        term_hashes: chunks.hashes,
        row_hashes,
        table_hashes: vec![files.add("x", 0, &simplified::to_bytes()), files.add("x", 1, &sounds::second_level())],
        sounds,
    };
    let bytes = files.deflate.compress(&meta.to_bytes());
    let mut files = files.made;
    files.push(PackFile { path: meta::PATH.to_owned(), bytes, pointer: true });
    let bytes = files.iter().map(|file| file.bytes.len() as u64).sum();
    Ok(Pack { files, documents: documents.len(), bytes })
}

fn write_terms(
    index: &Index,
    scale: &Scale,
    files: &mut Files,
    (numbers, sounds): (&Numbers, &Sounds),
) -> Result<(TermChunks, Hints), SearchError> {
    let documents = numbers.all.len();
    let [_, records, articles, end] = numbers.starts;
    let mut writer = TermWriter::new(scale, ([records, articles], end), files);
    let mut frequent = Vec::new();
    let mut common = Vec::new();
    let mut latin = BTreeSet::new();
    let mut named = String::new();
    let mut lists = Lists::default();
    let mut add = |section: char, (key, first): (&str, bool), term: &str, found: &[Vec<u32>]| {
        named.clear();
        named.push(section);
        named.push_str(key);
        for (at, list) in lists.iter_mut().enumerate() {
            list.clear();
            if let Some(documents) = found.get(at) {
                list.extend(documents.iter().map(|at| numbers.all[*at as usize]));
            }
        }
        // What is met in a name need not be met in the text again: the two lists are always read together.
        let [names, _, _, text, _] = &mut lists;
        text.retain(|id| names.binary_search(id).is_err());
        let total = names.len() + text.len();
        let merchants = names.partition_point(|id| *id < records);
        if lists.iter().all(Vec::is_empty) {
            return;
        }
        if section == GRAMS && first && merchants >= near::common(documents as u32) && is_plain_pair(term) {
            common.push(term.to_owned());
        }
        if section == GRAMS {
            latin.extend(letters(term));
        }
        if section == GRAMS && first && total >= (documents / FREQUENT_SHARE).max(1) && is_plain_pair(term) {
            frequent.push((Reverse(total), term.to_owned()));
        }
        writer.add(&named, &lists);
    };
    index.walk([List::Facets], &mut |term, found| add(FACETS, (term, true), term, found))?;
    let grams = [List::Names, List::Starts, List::Ends, List::Text, List::Gapped];
    let keys = |term: &str| [vec![sounds.key(term)], sounds.further_keys(term)].concat();
    index.walk_by_key(grams, keys, &mut |(key, first), term, found| {
        // By how else it may be read a pair is only looked for in names.
        add(GRAMS, (key, first), term, if first { found } else { &found[..3] });
    })?;
    let mut openings = BTreeSet::new();
    index.walk([List::Keys], &mut |term, found| {
        openings.extend(opening(term).map(str::to_owned));
        add(KEYS, (term, true), term, found);
    })?;
    index.walk([List::Houses], &mut |term, found| add(HOUSES, (term, true), term, found))?;
    index.walk([List::Suffixes], &mut |term, found| add(SUFFIXES, (term, true), term, found))?;
    let initials = [List::Initials, List::InitialStarts, List::InitialEnds];
    index.walk(initials, &mut |term, found| add(INITIALS, (term, true), term, found))?;
    let chunks = writer.finish();
    frequent.sort();
    let latin: Vec<String> = latin.into_iter().map(|pair| pair.iter().collect()).collect();
    let hints = Hints {
        frequent: meta::joined(frequent.iter().take(MOST_FREQUENT).map(|(_, pair)| pair.as_str())),
        common: meta::joined(common.iter().map(String::as_str)),
        latin: meta::joined(latin.iter().map(String::as_str)),
        openings: meta::joined(openings.iter().map(String::as_str)),
    };
    Ok((chunks, hints))
}

/// What the meta file says of terms, so that a query does without lists that will not help it.
struct Hints {
    /// Pairs that most documents have.
    frequent: String,
    /// Pairs that so many names have that none is told by them.
    common: String,
    /// Pairs of letters that there are, or that words begin with.
    latin: String,
    /// First pairs of codes, document and filing numbers.
    openings: String,
}

/// The two letters that a term begins with, if it does.
fn letters(term: &str) -> Option<[char; 2]> {
    let mut characters = term.chars();
    let pair = [characters.next()?, characters.next()?];
    pair.iter().all(char::is_ascii_lowercase).then_some(pair)
}

fn opening(key: &str) -> Option<&str> {
    let first = text::grams(key).next()?;
    is_plain_pair(first).then_some(first)
}

/// The traditional characters of what rows show, each before the simplified one: a browser compares names with these.
fn traditional(documents: &[SearchDocument]) -> String {
    let found: BTreeSet<char> = documents
        .iter()
        .flat_map(|document| {
            let places = if document.tab == Tab::Merchants { document.text.as_slice() } else { &[] };
            document.title.chars().chain(document.names.iter().chain(places).flat_map(|text| text.chars()))
        })
        .filter(|character| simplified(*character) != *character)
        .collect();
    found.into_iter().flat_map(|character| [character, simplified(character)]).collect()
}

/// Two characters of one UTF-16 unit each: what the meta file can name without a sign between.
fn is_plain_pair(term: &str) -> bool {
    term.chars().count() == 2 && term.chars().all(|character| character.len_utf16() == 1)
}
