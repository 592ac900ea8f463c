//! Term chunks and posting pages: which documents have a term.
//!
//! In: terms in their order, each with its lists of documents. Out: `search/t/` and `search/p/` files, and the first
//! term and name of each chunk, for the meta file.

use super::bytes::{self, Hash, Name};
use super::{Files, GRAMS, SPELLINGS, Scale};
use crate::search::numbers::hash;
use std::collections::{BTreeMap, BTreeSet};

/// Lists of a term, in the order of the bits that say which of them it has.
pub type Lists = [Vec<u32>; 5];

/// A list of more bytes than this stands in posting pages, so that neighbours do not pay for it.
const INLINE_BYTES: usize = 160;

/// One in so many terms may begin a chunk, and one in so many parts of lists a page, once the one before is long enough: where
/// files are cut follows from what they hold, and one term more does not move all later cuts.
const CHUNK_ODDS: u64 = 32;
const PAGE_ODDS: u64 = 4;

/// The directory of term chunks.
#[derive(Debug, Default)]
pub struct TermChunks {
    /// The shortest beginning of each chunk's first term that stands behind the chunk before.
    pub first: Vec<String>,
    pub hashes: Vec<Hash>,
}

/// Collects terms into chunks and long lists into pages.
pub(super) struct TermWriter<'a> {
    scale: &'a Scale,
    /// Numbers at which a tab ends: no part of a list crosses one, so that tabs can be counted.
    borders: [u32; 2],
    files: &'a mut Files,
    chunks: TermChunks,
    open: Chunk,
    /// Full chunks that point to a page under way.
    waiting: Vec<Chunk>,
    /// Last term of the chunk written last.
    closed: String,
    pages: Pages,
    scratch: Vec<u8>,
}

/// A chunk under way, a column each.
#[derive(Default)]
struct Chunk {
    first: String,
    last: String,
    terms: u32,
    suffixes: String,
    shared: Vec<u8>,
    masks: Vec<u8>,
    lists: Vec<ListCode>,
    /// Numbers of the pages that it points to.
    pages: BTreeSet<usize>,
    bytes: usize,
}

/// A list as it will stand in the chunk; the pages it points to have no name yet.
enum ListCode {
    Inline(Vec<u8>),
    Paged { count: u32, parts: Vec<Part> },
}

struct Part {
    page: usize,
    offset: u32,
    count: u32,
    gap: u32,
    span: u32,
}

/// Posting pages: lists of middling length and parts of long ones stand apart, or who needs one of the former would fetch
/// much of the latter.
#[derive(Default)]
struct Pages {
    /// Those under way, of short lists and of long ones.
    open: [Page; 2],
    /// Names of all pages by their numbers; known only when one is full, and chunks wait for it.
    names: Vec<Option<Name>>,
}

/// A page under way.
#[derive(Default)]
struct Page {
    number: usize,
    /// Follows from the list that it begins with.
    place: u32,
    content: Vec<u8>,
}

impl Pages {
    /// Whether the names of a chunk's pages are known.
    fn are_full(&self, numbers: &BTreeSet<usize>) -> bool {
        numbers.iter().all(|number| self.names[*number].is_some())
    }
}

impl<'a> TermWriter<'a> {
    pub fn new(scale: &'a Scale, borders: [u32; 2], files: &'a mut Files) -> TermWriter<'a> {
        TermWriter {
            scale,
            borders,
            files,
            chunks: TermChunks::default(),
            open: Chunk::default(),
            waiting: Vec::new(),
            closed: String::new(),
            pages: Pages::default(),
            scratch: Vec::new(),
        }
    }

    /// Adds the next term; `lists` holds at least one document.
    pub fn add(&mut self, term: &str, lists: &Lists) {
        // A query looks up many pairs, but one code and one spelling: chunks of these may be larger, and so fewer.
        let most = match term.chars().next() {
            Some(GRAMS) => self.scale.pair_bytes,
            Some(SPELLINGS) => self.scale.spelling_bytes,
            _ => self.scale.key_bytes,
        };
        let willing = self.open.bytes >= most / 4 * 3 && hash(term).is_multiple_of(CHUNK_ODDS);
        if willing || self.open.bytes >= most / 2 * 3 {
            self.close_chunk();
        }
        let mut mask = 0;
        for (at, list) in lists.iter().enumerate().filter(|(_, list)| !list.is_empty()) {
            mask |= 1 << at;
            self.scratch.clear();
            bytes::put_gaps(&mut self.scratch, list);
            let code = if self.scratch.len() <= INLINE_BYTES {
                self.open.bytes += self.scratch.len() + 1;
                ListCode::Inline(counted(list.len(), &self.scratch))
            } else {
                self.paged((term, at), list)
            };
            self.open.lists.push(code);
        }
        self.open.push(term, mask);
    }

    /// Puts a list of a term into pages, in parts small enough to be fetched one at a time.
    fn paged(&mut self, (term, column): (&str, usize), list: &[u32]) -> ListCode {
        let mut pieces = Vec::new();
        let [first, second] = self.borders.map(|border| list.partition_point(|id| *id < border));
        for tab in [&list[..first], &list[first..second], &list[second..]] {
            halved(tab, 31, self.scale.part_documents, &mut pieces);
        }
        let mut parts = Vec::with_capacity(pieces.len());
        let mut last = 0;
        let long = usize::from(list.len() > self.scale.part_documents / 2);
        let most = self.scale.page_bytes[long];
        for (documents, ordinal) in pieces.into_iter().zip(0..) {
            let filled = self.pages.open[long].content.len();
            let willing = filled >= most / 4 * 3 && hash(term).wrapping_add(ordinal).is_multiple_of(PAGE_ODDS);
            if willing || filled >= most / 4 * 5 {
                self.close_page(long);
            }
            let page = &mut self.pages.open[long];
            if page.content.is_empty() {
                page.place = bytes::place(&format!("{term} {column} {ordinal}"));
                page.number = self.pages.names.len();
                self.pages.names.push(None);
            }
            let (from, to) = (documents[0], documents[documents.len() - 1]);
            let offset = page.content.len() as u32;
            bytes::put_gaps(&mut page.content, documents);
            let count = documents.len() as u32;
            parts.push(Part { page: page.number, offset, count, gap: from - last, span: to - from });
            last = to;
            self.open.pages.insert(page.number);
            self.open.bytes += 8;
        }
        ListCode::Paged { count: list.len() as u32, parts }
    }

    fn close_page(&mut self, long: usize) {
        let Page { number, place, content } = std::mem::take(&mut self.pages.open[long]);
        if !content.is_empty() {
            let hash = self.files.add("p", place, &content);
            self.pages.names[number] = Some(Name { place, hash });
        }
    }

    fn close_chunk(&mut self) {
        self.waiting.push(std::mem::take(&mut self.open));
        let ready = self.waiting.iter().take_while(|chunk| self.pages.are_full(&chunk.pages)).count();
        for chunk in self.waiting.drain(..ready) {
            let content = chunk.content(&self.pages.names);
            let first = separator(&self.closed, &chunk.first).to_owned();
            self.chunks.hashes.push(self.files.add("t", bytes::place(&first), &content));
            self.chunks.first.push(first);
            self.closed = chunk.last;
        }
    }

    /// Writes what is left and gives the directory.
    pub fn finish(mut self) -> TermChunks {
        (0..2).for_each(|long| self.close_page(long));
        if self.open.terms > 0 {
            self.close_chunk();
        }
        self.chunks
    }
}

impl Chunk {
    fn push(&mut self, term: &str, mask: u8) {
        let mut same = 0;
        let mut units = 0;
        for (left, right) in self.last.chars().zip(term.chars()) {
            if left != right {
                break;
            }
            same += right.len_utf8();
            units += right.len_utf16() as u32;
        }
        if self.terms == 0 {
            term.clone_into(&mut self.first);
        }
        bytes::put(&mut self.shared, units);
        self.suffixes.push_str(&term[same..]);
        self.suffixes.push('\n');
        self.masks.push(mask);
        self.terms += 1;
        self.bytes += term.len() - same + 3;
        term.clone_into(&mut self.last);
    }

    /// The bytes of the chunk (`docs/search-format.md`, Term chunks).
    fn content(&self, names: &[Option<Name>]) -> Vec<u8> {
        let pages: BTreeMap<usize, u32> = self.pages.iter().copied().zip(0..).collect();
        let mut out = Vec::new();
        bytes::put(&mut out, self.terms);
        bytes::put(&mut out, pages.len() as u32);
        for page in pages.keys() {
            let Name { place, hash } = names[*page].expect("a chunk is written when its pages are");
            out.extend_from_slice(&place.to_be_bytes()[1..]);
            out.extend_from_slice(&hash);
        }
        bytes::put(&mut out, self.suffixes.len() as u32);
        out.extend_from_slice(self.suffixes.as_bytes());
        out.extend_from_slice(&self.shared);
        out.extend_from_slice(&self.masks);
        for list in &self.lists {
            match list {
                ListCode::Inline(code) => out.extend_from_slice(code),
                ListCode::Paged { count, parts } => {
                    bytes::put(&mut out, count * 2 + 1);
                    bytes::put(&mut out, parts.len() as u32);
                    for part in parts {
                        for value in [pages[&part.page], part.offset, part.count, part.gap, part.span] {
                            bytes::put(&mut out, value);
                        }
                    }
                }
            }
        }
        out
    }
}

/// Cuts a list at numbers that are multiples of powers of two until no part is too long: one document more changes one
/// part.
fn halved<'l>(list: &'l [u32], bit: u32, most: usize, out: &mut Vec<&'l [u32]>) {
    if list.len() <= most || bit == 0 {
        out.extend((!list.is_empty()).then_some(list));
        return;
    }
    let (low, high) = list.split_at(list.partition_point(|id| id & (1 << bit) == 0));
    halved(low, bit - 1, most, out);
    halved(high, bit - 1, most, out);
}

/// The shortest beginning of `term` that stands behind `before` in the order of terms.
fn separator<'t>(before: &str, term: &'t str) -> &'t str {
    let same = before.chars().zip(term.chars()).take_while(|(left, right)| left == right).count();
    term.char_indices().nth(same + 1).map_or(term, |(end, _)| &term[..end])
}

fn counted(count: usize, gaps: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(gaps.len() + 2);
    bytes::put(&mut out, count as u32 * 2);
    out.extend_from_slice(gaps);
    out
}
