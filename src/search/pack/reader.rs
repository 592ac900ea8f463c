//! A pack read back without tantivy: for tests, for checks of a built site, and as the plainest account of the format.
//!
//! In: a folder or any other [`Source`] of the pack's files. Out: lists and rows, by way of [`engine::Lookup`].

use super::bits::BitReader;
use super::bytes::{self, Bytes, HASH_BYTES, Hash, Name};
use super::meta::{self, Meta};
use super::rows::{self, Places, Row};
use super::{FACETS, GRAMS, HOUSES, INITIALS, KEYS, SUFFIXES, sounds};
use crate::fs;
use crate::merchants::names::Regions;
use crate::search::document::Tab;
use crate::search::engine::{Answers, Lookup};
use crate::search::entry::Entry;
use crate::search::filters::Filters;
use crate::search::index::List;
use crate::search::pinyin::Unit;
use crate::search::sounds::{Sounds, sign};
use crate::search::text;
use crate::search::{SearchError, engine};
use std::ops::Range;
use std::path::PathBuf;

/// Where the files of a pack are.
pub trait Source {
    /// The bytes at a path below the site's root.
    fn fetch(&self, path: &str) -> Result<Vec<u8>, SearchError>;
}

/// A built site.
pub struct Folder(pub PathBuf);

impl Source for Folder {
    fn fetch(&self, path: &str) -> Result<Vec<u8>, SearchError> {
        Ok(fs::read(&self.0.join(path))?)
    }
}

/// A pack opened for reading.
pub struct Reader<S> {
    source: S,
    pub meta: Meta,
    sounds: Sounds,
    regions: Regions,
}

/// A term with its lists, as it stands in a chunk.
struct Term {
    term: String,
    mask: u8,
    lists: [Postings; 5],
}

/// The documents of a term, or where they are.
enum Postings {
    Inline(Vec<u32>),
    Paged(Vec<Part>),
}

struct Part {
    page: Name,
    offset: usize,
    count: usize,
    first: u32,
    last: u32,
}

impl Postings {
    fn is_empty(&self) -> bool {
        matches!(self, Postings::Inline(none) if none.is_empty())
    }
}

impl Default for Postings {
    fn default() -> Self {
        Postings::Inline(Vec::new())
    }
}

impl<S: Source> Reader<S> {
    /// # Errors
    /// [`SearchError`] when the meta file is missing or not of this format.
    pub fn open(source: S) -> Result<Self, SearchError> {
        let meta = Meta::read(&source.fetch(meta::PATH)?)?;
        let sounds = sounds::read(meta::PATH, &meta.sounds)?;
        let regions = meta.head.regions();
        Ok(Reader { source, meta, sounds, regions })
    }

    /// Answers a query from the pack alone.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a file does not hold what its name says.
    pub fn answer(&self, query: &str, filters: &Filters, limit: usize) -> Result<[Answers; 3], SearchError> {
        engine::answer(self, &text::analyse(query), filters, limit)
    }

    /// The content of an immutable file, once its name has been checked against it.
    fn content(&self, folder: &str, name: Name) -> Result<(String, Vec<u8>), SearchError> {
        let path = format!("search/{folder}/{}", name.spelt());
        let file = self.source.fetch(&path)?;
        if bytes::hash(&file) != name.hash {
            return Err(SearchError::Damaged { path, reason: "its content is not what its name says" });
        }
        match bytes::inflate(&file) {
            Some(content) => Ok((path, content)),
            None => Err(SearchError::Damaged { path, reason: "it cannot be decompressed" }),
        }
    }

    fn chunk(&self, name: Name) -> Result<Vec<Term>, SearchError> {
        let (path, content) = self.content("t", name)?;
        let mut bytes = Bytes::new(&path, &content);
        let (count, pages) = (bytes.count()?, bytes.count()?);
        let mut names = Vec::with_capacity(pages);
        for _ in 0..pages {
            let [high, middle, low] = Hash::try_from(bytes.skip(HASH_BYTES)?).expect("as many bytes as a hash has");
            let hash = Hash::try_from(bytes.skip(HASH_BYTES)?).expect("as many bytes as a hash has");
            names.push(Name { place: u32::from_be_bytes([0, high, middle, low]), hash });
        }
        let suffixes = bytes.text()?.split('\n');
        let shared = bytes.numbers(count)?;
        let masks = bytes.skip(count)?;
        let mut terms: Vec<Term> = Vec::with_capacity(count);
        for ((suffix, shared), mask) in suffixes.zip(shared).zip(masks) {
            let last = terms.last().map(|term| term.term.as_str()).unwrap_or_default();
            let mut units = 0;
            let mut term: String = last
                .chars()
                .take_while(|character| {
                    units += character.len_utf16() as u32;
                    units <= shared
                })
                .collect();
            term.push_str(suffix);
            terms.push(Term { term, mask: *mask, lists: Default::default() });
        }
        if terms.len() != count {
            return Err(bytes.damaged("it has too few terms"));
        }
        self.read_lists(&mut bytes, &names, &mut terms)?;
        Ok(terms)
    }

    /// Reads the lists behind the terms of a chunk.
    fn read_lists(&self, bytes: &mut Bytes<'_>, pages: &[Name], terms: &mut [Term]) -> Result<(), SearchError> {
        let heads = bytes.numbers(terms.iter().map(|term| term.mask.count_ones() as usize).sum())?;
        let mut paged = Vec::new();
        for _ in heads.iter().filter(|head| **head % 2 == 1) {
            paged.push(parts(bytes, pages)?);
        }
        let rest = bytes.rest();
        let (mut bits, mut paged, mut heads) = (BitReader::new(rest), paged.into_iter(), heads.into_iter());
        let last = self.meta.head.starts[3].saturating_sub(1);
        for term in terms {
            for (_, list) in term.lists.iter_mut().enumerate().filter(|(at, _)| term.mask & 1 << at != 0) {
                *list = match heads.next().unwrap_or_default() {
                    head if head % 2 == 1 => Postings::Paged(paged.next().unwrap_or_default()),
                    head => {
                        let documents = bits.list((head / 2) as usize, 0, last);
                        Postings::Inline(documents.ok_or_else(|| bytes.damaged("a list cannot be read"))?)
                    }
                };
            }
        }
        Ok(())
    }

    fn documents(&self, postings: Postings) -> Result<Vec<u32>, SearchError> {
        let parts = match postings {
            Postings::Inline(documents) => return Ok(documents),
            Postings::Paged(parts) => parts,
        };
        let mut list = Vec::new();
        for part in parts {
            let (path, content) = self.content("p", part.page)?;
            let mut page = Bytes::new(&path, &content);
            page.skip(part.offset)?;
            list.push(part.first);
            if let Some(between) = part.count.checked_sub(2) {
                let found = BitReader::new(page.rest()).list(between, part.first + 1, part.last.saturating_sub(1));
                list.extend(found.ok_or_else(|| page.damaged("a part does not hold what the chunk says"))?);
                list.push(part.last);
            }
        }
        Ok(list)
    }

    /// Terms from `from` on as long as `take` wants them.
    fn scan(&self, from: &str, take: &mut dyn FnMut(Term) -> bool) -> Result<(), SearchError> {
        let after = self.meta.terms.partition_point(|first| first.as_str() <= from);
        let chunks = self.meta.terms.iter().zip(&self.meta.term_hashes);
        for (first, hash) in chunks.skip(after.saturating_sub(1)) {
            for term in self.chunk(Name { place: bytes::place(first), hash: *hash })? {
                if term.term.as_str() >= from && !take(term) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The documents in a column of the terms that begin with one of some neighbouring prefixes and that `wanted` names, as
    /// far as `most` of them have it.
    fn gather(
        &self,
        (prefixes, column): (&[String], usize),
        most: usize,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<u32>, SearchError> {
        let Some(first) = prefixes.first() else { return Ok(Vec::new()) };
        let mut found: Vec<Postings> = Vec::new();
        self.scan(first, &mut |mut term| {
            let inside = prefixes.iter().any(|prefix| term.term.starts_with(prefix.as_str()));
            if inside && !term.lists[column].is_empty() && wanted(&term.term) {
                found.push(std::mem::take(&mut term.lists[column]));
            }
            inside && found.len() < most
        })?;
        let mut out = Vec::new();
        for postings in found {
            out.extend(self.documents(postings)?);
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    /// What a unit may be in a key: one character or the signs of neighbouring sounds.
    fn signs(&self, unit: &Unit) -> Vec<char> {
        match unit {
            Unit::Own(character) | Unit::Initial(character) => vec![self.sounds.sign_of(*character)],
            Unit::Sound(syllable) => self.sounds.places(syllable, true).map(sign).collect(),
            Unit::Begins(letters) => self.sounds.places(letters, false).map(sign).collect(),
        }
    }

    /// The row of a document.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when there is none.
    pub fn row(&self, id: u32) -> Result<Row, SearchError> {
        let missing = || SearchError::Damaged { path: meta::PATH.to_owned(), reason: "a document has no row" };
        let (place, _) = Places::of(&self.meta.head).find(id);
        let at = self.meta.rows.binary_search(&place).map_err(|_| missing())?;
        self.row_chunk(at)?.into_iter().find(|row| row.id == id).ok_or_else(missing)
    }

    /// The rows of a tab's documents, in the order of their numbers.
    ///
    /// # Errors
    /// [`SearchError::Damaged`] when a chunk of them cannot be read.
    pub fn rows(&self, tab: Tab) -> Result<Vec<Row>, SearchError> {
        let places = Places::of(&self.meta.head);
        let range = self.range(tab);
        let mut out = Vec::new();
        for (at, place) in self.meta.rows.iter().enumerate() {
            if range.contains(&places.first(*place)) {
                out.extend(self.row_chunk(at)?);
            }
        }
        Ok(out)
    }

    fn row_chunk(&self, at: usize) -> Result<Vec<Row>, SearchError> {
        let missing = || SearchError::Damaged { path: meta::PATH.to_owned(), reason: "a document has no row" };
        let (place, hash) = self.meta.rows.get(at).zip(self.meta.row_hashes.get(at)).ok_or_else(missing)?;
        let (path, content) = self.content("d", Name { place: *place, hash: *hash })?;
        rows::read(&content, &path, Places::of(&self.meta.head).first(*place), |id| self.tab(id))
    }

    fn tab(&self, id: u32) -> Tab {
        let tabs = [Tab::Merchants, Tab::Records];
        tabs.into_iter().find(|tab| self.range(*tab).contains(&id)).unwrap_or(Tab::Articles)
    }
}

/// The parts of a list that stands in pages.
fn parts(bytes: &mut Bytes<'_>, pages: &[Name]) -> Result<Vec<Part>, SearchError> {
    let mut last = 0u32;
    let mut parts = Vec::new();
    for _ in 0..bytes.count()? {
        let [page, offset, count, gap, span] = <[u32; 5]>::try_from(bytes.numbers(5)?).expect("five numbers");
        let page = *pages.get(page as usize).ok_or_else(|| bytes.damaged("it points to a page it does not name"))?;
        let first = last.saturating_add(gap);
        last = first.saturating_add(span);
        parts.push(Part { page, offset: offset as usize, count: count as usize, first, last });
    }
    Ok(parts)
}

/// Section and column of a list in the pack's terms.
fn place(list: List) -> (char, usize) {
    match list {
        List::Names => (GRAMS, 0),
        List::Starts => (GRAMS, 1),
        List::Ends => (GRAMS, 2),
        List::Text => (GRAMS, 3),
        List::Keys => (KEYS, 0),
        List::Suffixes => (SUFFIXES, 0),
        List::Gapped => (GRAMS, 4),
        List::Initials => (INITIALS, 0),
        List::InitialStarts => (INITIALS, 1),
        List::InitialEnds => (INITIALS, 2),
        List::Facets => (FACETS, 0),
        List::Houses => (HOUSES, 0),
    }
}

impl<S: Source> Lookup for Reader<S> {
    fn counts(&self) -> [u32; 3] {
        self.meta.head.documents
    }

    fn range(&self, tab: Tab) -> Range<u32> {
        let starts = self.meta.head.starts;
        starts[tab as usize]..starts[tab as usize + 1]
    }

    fn list(&self, list: List, term: &str) -> Result<Vec<u32>, SearchError> {
        let (section, column) = place(list);
        let wanted = format!("{section}{}", if section == GRAMS { self.sounds.key(term) } else { term.to_owned() });
        let mut found = Postings::default();
        self.scan(&wanted, &mut |mut term| {
            if term.term == wanted {
                found = std::mem::take(&mut term.lists[column]);
            }
            false
        })?;
        self.documents(found)
    }

    fn prefixed(&self, list: List, prefix: &str, most: usize) -> Result<Vec<(String, Vec<u32>)>, SearchError> {
        let (section, column) = place(list);
        let wanted = format!("{section}{prefix}");
        let mut found: Vec<(String, Postings)> = Vec::new();
        self.scan(&wanted, &mut |mut term| {
            if found.len() == most || !term.term.starts_with(&wanted) {
                return false;
            }
            let documents = std::mem::take(&mut term.lists[column]);
            if !documents.is_empty() {
                found.push((term.term[section.len_utf8()..].to_owned(), documents));
            }
            true
        })?;
        found.into_iter().map(|(term, postings)| Ok((term, self.documents(postings)?))).collect()
    }

    fn sounding(&self, list: List, [first, second]: [&Unit; 2]) -> Result<Vec<u32>, SearchError> {
        let (section, column) = place(list);
        let seconds = self.signs(second);
        let mut prefixes = Vec::new();
        for first in self.signs(first) {
            prefixes.extend(seconds.iter().map(|second| format!("{section}{first}{second}")));
        }
        self.gather((&prefixes, column), usize::MAX, &|_| true)
    }

    fn starting(&self, unit: &Unit, most: usize) -> Result<Vec<u32>, SearchError> {
        let (section, column) = place(List::Starts);
        let prefixes: Vec<String> = self.signs(unit).iter().map(|sign| format!("{section}{sign}")).collect();
        let Unit::Own(character) = unit else { return self.gather((&prefixes, column), most, &|_| true) };
        let mut out = self.list(List::Starts, &character.to_string())?;
        let most = most - usize::from(!out.is_empty());
        let pair = |term: &str| self.sounds.begins(&term[section.len_utf8()..], *character);
        out.extend(self.gather((&prefixes, column), most, &pair)?);
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    fn holding(&self, character: char) -> Result<Vec<u32>, SearchError> {
        let (section, column) = place(List::Names);
        let mut out = self.list(List::Names, &character.to_string())?;
        let pair = |term: &str| self.sounds.begins(&term[section.len_utf8()..], character);
        let prefix = format!("{section}{}", self.sounds.sign_of(character));
        out.extend(self.gather((&[prefix], column), usize::MAX, &pair)?);
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    fn entry(&self, id: u32) -> Result<Entry, SearchError> {
        let row = self.row(id)?;
        let head = (self.tab(id), row.title.as_str(), row.href.as_str());
        Ok(Entry::new(head, row.around, row.names.iter().map(String::as_str)))
    }

    fn regions(&self) -> &Regions {
        &self.regions
    }
}
