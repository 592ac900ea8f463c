//! The tantivy index: one segment, documents numbered in the order in which they are given.
//!
//! In: documents in their final order. Out: the folder of the index, and [`Index`], which reads lists of document
//! numbers from it. The folder is private to the portal and replaced as a whole.

mod fields;
mod regions;
mod sounding;
mod tokenizer;
mod write;

pub use write::write;

use super::SearchError;
use super::document::Tab;
use super::entry::Entry;
use crate::merchants::names::Regions;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyDocument};

/// Which of a document's strings a term was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Pairs of characters of names (title, brands, former names), and the last character of each.
    Names,
    /// First pair of each name, and of the core of a merchant's title.
    Starts,
    /// Last pair of the same.
    Ends,
    /// Everything else: address, mall, district, industry, kinds; text and words of records and articles.
    Text,
    /// Whole codes, document numbers and filing numbers.
    Keys,
    /// The last eight characters of a merchant's code, back to front.
    Suffixes,
    /// First and third character of the same names as [`List::Starts`].
    Gapped,
    /// Runs of initials of a merchant's own names.
    Initials,
    /// The first of them.
    InitialStarts,
    /// The last of them.
    InitialEnds,
    /// What filters choose by.
    Facets,
    /// Numbers of houses with the end of their road, of names and short texts.
    Houses,
}

impl List {
    pub const ALL: [List; 12] = [
        List::Names,
        List::Starts,
        List::Ends,
        List::Text,
        List::Keys,
        List::Suffixes,
        List::Gapped,
        List::Initials,
        List::InitialStarts,
        List::InitialEnds,
        List::Facets,
        List::Houses,
    ];

    fn field(self) -> Field {
        Field::from_field_id(self as u32)
    }

    fn name(self) -> &'static str {
        match self {
            List::Names => "names",
            List::Starts => "starts",
            List::Ends => "ends",
            List::Text => "text",
            List::Keys => "keys",
            List::Suffixes => "suffixes",
            List::Gapped => "gapped",
            List::Initials => "initials",
            List::InitialStarts => "initial_starts",
            List::InitialEnds => "initial_ends",
            List::Facets => "facets",
            List::Houses => "houses",
        }
    }

    fn tokenizer(self) -> &'static str {
        match self {
            List::Names => tokenizer::GRAMS,
            List::Text => tokenizer::MIXED,
            _ => tokenizer::WHOLE,
        }
    }
}

/// Characters of a code that can be typed from its end.
pub const SUFFIX: usize = 8;

fn failed<E: Into<tantivy::TantivyError>>(action: &'static str, dir: &Path) -> impl FnOnce(E) -> SearchError {
    let dir = dir.to_owned();
    move |source| SearchError::Index { action, dir, source: source.into() }
}

/// An index opened for reading.
pub struct Index {
    dir: PathBuf,
    lists: [Arc<InvertedIndexReader>; List::ALL.len()],
    searcher: Searcher,
    entry: Field,
    /// How many documents each tab has, in the order of tabs.
    counts: [u32; 3],
    regions: Regions,
}

impl Index {
    /// # Errors
    /// [`SearchError::Missing`] when no index was built yet.
    pub fn open(dir: &Path) -> Result<Index, SearchError> {
        if !dir.join("meta.json").is_file() {
            return Err(SearchError::Missing { dir: dir.to_owned() });
        }
        let regions = regions::read(dir)?;
        Index::read(dir, regions).map_err(failed("open", dir))
    }

    fn read(dir: &Path, regions: Regions) -> tantivy::Result<Index> {
        let (_, stored) = write::schema();
        let mut index = tantivy::Index::open_in_dir(dir)?;
        index.set_tokenizers(tokenizer::all());
        let searcher = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher();
        let segment = searcher
            .segment_readers()
            .first()
            .ok_or(tantivy::TantivyError::InvalidArgument("the index has no segment".to_owned()))?;
        let tabs = segment.inverted_index(stored.tab)?;
        let mut counts = [0; 3];
        for tab in [Tab::Merchants, Tab::Records, Tab::Articles] {
            let found = tabs.terms().get(tab.key())?;
            counts[tab as usize] = found.map_or(0, |info| info.doc_freq);
        }
        let mut lists = Vec::with_capacity(List::ALL.len());
        for list in List::ALL {
            lists.push(segment.inverted_index(list.field())?);
        }
        let lists = lists.try_into().unwrap_or_else(|_| unreachable!("one reader for each list"));
        Ok(Index { dir: dir.to_owned(), lists, searcher, entry: stored.entry, counts, regions })
    }

    pub fn counts(&self) -> [u32; 3] {
        self.counts
    }

    /// Regions that queries may begin with.
    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    /// Document numbers of a term, ascending.
    pub fn list(&self, list: List, term: &str) -> Result<Vec<u32>, SearchError> {
        let reader = &self.lists[list as usize];
        let read = || match reader.terms().get(term)? {
            Some(info) => postings(reader, &info),
            None => Ok(Vec::new()),
        };
        read().map_err(self.failed())
    }

    /// The first `most` terms that begin with `prefix`, sorted, with their documents.
    pub fn prefixed(&self, list: List, prefix: &str, most: usize) -> Result<Vec<(String, Vec<u32>)>, SearchError> {
        let reader = &self.lists[list as usize];
        let read = || {
            let mut found = Vec::new();
            let mut terms = reader.terms().range().ge(prefix).into_stream()?;
            while let Some((term, info)) = terms.next() {
                if found.len() == most || !term.starts_with(prefix.as_bytes()) {
                    break;
                }
                found.push((String::from_utf8_lossy(term).into_owned(), postings(reader, info)?));
            }
            Ok(found)
        };
        read().map_err(self.failed())
    }

    /// Hands every term of the lists to `sink`, in the order of terms, with the documents it has in each list.
    pub fn walk<const N: usize>(
        &self,
        lists: [List; N],
        sink: &mut dyn FnMut(&str, &[Vec<u32>; N]),
    ) -> Result<(), SearchError> {
        let mut found: [Vec<u32>; N] = std::array::from_fn(|_| Vec::new());
        let mut walk = || {
            self.each_term(lists, &mut |term, infos| {
                self.read_all(lists, infos, &mut found)?;
                sink(term, &found);
                Ok(())
            })
        };
        walk().map_err(self.failed())
    }

    /// The same in the order of `keys`, of which a term may have several; it is told to `sink` with each of them, and
    /// whether it is the first.
    pub fn walk_by_key<const N: usize, S>(
        &self,
        lists: [List; N],
        keys: impl Fn(&str) -> Vec<String>,
        sink: &mut S,
    ) -> Result<(), SearchError>
    where
        S: FnMut((&str, bool), &str, &[Vec<u32>; N]),
    {
        let mut walk = || {
            let mut terms: Vec<(String, [Option<TermInfo>; N])> = Vec::new();
            let mut order: Vec<(String, usize, bool)> = Vec::new();
            self.each_term(lists, &mut |term, infos| {
                let named = keys(term).into_iter().enumerate();
                order.extend(named.map(|(at, key)| (key, terms.len(), at == 0)));
                terms.push((term.to_owned(), infos.clone()));
                Ok(())
            })?;
            order.sort_unstable();
            let mut found: [Vec<u32>; N] = std::array::from_fn(|_| Vec::new());
            for (key, at, first) in &order {
                let (term, infos) = &terms[*at];
                self.read_all(lists, infos, &mut found)?;
                sink((key, *first), term, &found);
            }
            Ok(())
        };
        walk().map_err(self.failed())
    }

    /// Every term of the lists in the order of terms, and where its documents are.
    fn each_term<const N: usize, S>(&self, lists: [List; N], sink: &mut S) -> io::Result<()>
    where
        S: FnMut(&str, &[Option<TermInfo>; N]) -> io::Result<()>,
    {
        let mut streams = Vec::with_capacity(N);
        for list in lists {
            streams.push(self.lists[list as usize].terms().stream()?);
        }
        let mut more: Vec<bool> = streams.iter_mut().map(|stream| stream.advance()).collect();
        let mut term = String::new();
        while let Some(least) = (0..N).filter(|at| more[*at]).map(|at| streams[at].key()).min() {
            term.clear();
            term.push_str(&String::from_utf8_lossy(least));
            let mut infos: [Option<TermInfo>; N] = std::array::from_fn(|_| None);
            for at in 0..N {
                if more[at] && streams[at].key() == term.as_bytes() {
                    infos[at] = Some(streams[at].value().clone());
                    more[at] = streams[at].advance();
                }
            }
            sink(&term, &infos)?;
        }
        Ok(())
    }

    fn read_all<const N: usize>(
        &self,
        lists: [List; N],
        infos: &[Option<TermInfo>; N],
        out: &mut [Vec<u32>; N],
    ) -> io::Result<()> {
        for ((list, info), documents) in lists.into_iter().zip(infos).zip(out) {
            documents.clear();
            if let Some(info) = info {
                read_postings(&self.lists[list as usize], info, documents)?;
            }
        }
        Ok(())
    }

    /// What is stored of a document.
    pub fn entry(&self, id: u32) -> Result<Entry, SearchError> {
        let document: TantivyDocument = self.searcher.doc(DocAddress::new(0, id)).map_err(failed("read", &self.dir))?;
        let bytes = document.get_first(self.entry).and_then(|value| value.as_bytes()).unwrap_or_default();
        let path = self.dir.display().to_string();
        Entry::from_bytes(bytes).ok_or(SearchError::Damaged { path, reason: "a stored document cannot be read" })
    }

    fn failed(&self) -> impl FnOnce(io::Error) -> SearchError {
        failed("read", &self.dir)
    }
}

fn postings(reader: &InvertedIndexReader, info: &TermInfo) -> io::Result<Vec<u32>> {
    let mut documents = Vec::new();
    read_postings(reader, info, &mut documents)?;
    Ok(documents)
}

fn read_postings(reader: &InvertedIndexReader, info: &TermInfo, out: &mut Vec<u32>) -> io::Result<()> {
    let mut blocks = reader.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    while blocks.block_len() > 0 {
        out.extend_from_slice(blocks.docs());
        blocks.advance();
    }
    Ok(())
}

/// The numbers of a tab's documents, given how many each tab has.
pub fn range(counts: [u32; 3], tab: Tab) -> Range<u32> {
    let start = counts[..tab as usize].iter().sum();
    start..start + counts[tab as usize]
}
