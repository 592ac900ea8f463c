//! A pack read back without tantivy: for tests, for checks of a built site, and as the plainest account of the format.
//!
//! In: a folder or any other [`Source`] of the pack's files. Out: lists and rows, by way of [`engine::Lookup`].

use super::bytes::{self, Bytes, HASH_BYTES, Hash, Name};
use super::meta::{self, Meta};
use super::rows::{self, Places, Row};
use super::{FACETS, GRAMS, HOUSES, KEYS, SPELLINGS, SUFFIXES};
use crate::fs;
use crate::search::document::Tab;
use crate::search::engine::{Answers, Lookup};
use crate::search::entry::Entry;
use crate::search::filters::Filters;
use crate::search::index::List;
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
}

/// A term with its lists, as it stands in a chunk.
struct Term {
    term: String,
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
        Ok(Reader { source, meta })
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
            let mut lists: [Postings; 5] = Default::default();
            for (at, list) in lists.iter_mut().enumerate() {
                if mask & 1 << at != 0 {
                    *list = postings(&mut bytes, &names)?;
                }
            }
            terms.push(Term { term, lists });
        }
        if terms.len() == count { Ok(terms) } else { Err(bytes.damaged("it has too few terms")) }
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
            let documents = page.gaps(part.count)?;
            if documents.first() != Some(&part.first) || documents.last() != Some(&part.last) {
                return Err(page.damaged("a part does not hold what the chunk says"));
            }
            list.extend(documents);
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

fn postings(bytes: &mut Bytes<'_>, pages: &[Name]) -> Result<Postings, SearchError> {
    let head = bytes.number()?;
    if head & 1 == 0 {
        return Ok(Postings::Inline(bytes.gaps((head / 2) as usize)?));
    }
    let mut last = 0u32;
    let mut parts = Vec::new();
    for _ in 0..bytes.count()? {
        let [page, offset, count, gap, span] = <[u32; 5]>::try_from(bytes.numbers(5)?).expect("five numbers");
        let page = *pages.get(page as usize).ok_or_else(|| bytes.damaged("it points to a page it does not name"))?;
        let first = last.saturating_add(gap);
        last = first.saturating_add(span);
        parts.push(Part { page, offset: offset as usize, count: count as usize, first, last });
    }
    Ok(Postings::Paged(parts))
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
        List::Spelt => (SPELLINGS, 0),
        List::SpeltInside => (SPELLINGS, 1),
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
        let wanted = format!("{section}{term}");
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
            if !matches!(&documents, Postings::Inline(none) if none.is_empty()) {
                found.push((term.term[section.len_utf8()..].to_owned(), documents));
            }
            true
        })?;
        found.into_iter().map(|(term, postings)| Ok((term, self.documents(postings)?))).collect()
    }

    fn entry(&self, id: u32) -> Result<Entry, SearchError> {
        let row = self.row(id)?;
        Ok(Entry::new(self.tab(id), &row.title, &row.href, row.names.iter().map(String::as_str)))
    }
}
