//! Term chunks and posting pages: which documents have a term.
//!
//! In: terms in their order, each with its lists of documents. Out: `search/t/` and `search/p/` files, and the first
//! term and name of each chunk, for the meta file.

use super::bits::Bits;
use super::bytes::{self, Hash, Name};
use super::{Files, GRAMS, INITIALS, Scale};
use crate::search::numbers::hash;
use std::collections::{BTreeMap, BTreeSet};

/// Lists of a term, in the order of the bits that say which of them it has.
pub type Lists = [Vec<u32>; 5];

/// A list of more bytes than this stands in posting pages, so that neighbours do not pay for it; one of so many documents
/// is not even tried.
const INLINE_BYTES: usize = 160;
const INLINE_DOCUMENTS: usize = 4096;

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
    /// Where all numbers end.
    end: u32,
    files: &'a mut Files,
    chunks: TermChunks,
    open: Chunk,
    /// Full chunks that point to a page under way.
    waiting: Vec<Chunk>,
    /// Last term of the chunk written last.
    closed: String,
    pages: Pages,
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
    /// Of each list, its length and the parts of it that stand in pages; without any, it is among the bits.
    lists: Vec<(u32, Vec<Part>)>,
    bits: Bits,
    /// Numbers of the pages that it points to.
    pages: BTreeSet<usize>,
    bytes: usize,
}

/// A part of a list that stands in pages; the page has no name yet.
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
    /// Nothing when nothing stands in it yet; a part of two documents takes no byte.
    number: Option<usize>,
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
    /// `borders`: where records and articles begin, and where all numbers end.
    pub fn new(scale: &'a Scale, (borders, end): ([u32; 2], u32), files: &'a mut Files) -> TermWriter<'a> {
        TermWriter {
            scale,
            borders,
            end,
            files,
            chunks: TermChunks::default(),
            open: Chunk::default(),
            waiting: Vec::new(),
            closed: String::new(),
            pages: Pages::default(),
        }
    }

    /// Adds the next term; `lists` holds at least one document.
    pub fn add(&mut self, term: &str, lists: &Lists) {
        // A query looks up many pairs, but one code: chunks of codes may be larger, and so fewer.
        let most = match term.chars().next() {
            Some(GRAMS) => self.scale.pair_bytes,
            Some(INITIALS) => self.scale.initial_bytes,
            _ => self.scale.key_bytes,
        };
        let willing = self.open.bytes >= most / 4 * 3 && hash(term).is_multiple_of(CHUNK_ODDS);
        if willing || self.open.bytes >= most / 2 * 3 {
            self.close_chunk();
        }
        let mut mask = 0;
        for (at, list) in lists.iter().enumerate().filter(|(_, list)| !list.is_empty()) {
            mask |= 1 << at;
            let parts = if self.open.inline(list, self.end) { Vec::new() } else { self.paged((term, at), list) };
            self.open.lists.push((list.len() as u32, parts));
        }
        self.open.push(term, mask);
    }

    /// Puts a list of a term into pages, in parts small enough to be fetched one at a time.
    fn paged(&mut self, (term, column): (&str, usize), list: &[u32]) -> Vec<Part> {
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
            let number = *page.number.get_or_insert_with(|| {
                page.place = bytes::place(&format!("{term} {column} {ordinal}"));
                self.pages.names.push(None);
                self.pages.names.len() - 1
            });
            let (from, to) = (documents[0], documents[documents.len() - 1]);
            let offset = page.content.len() as u32;
            // Its first and last are told where the part is pointed to.
            let mut bits = Bits::default();
            if let [_, between @ .., _] = documents {
                bits.put_list(between, from + 1, to.saturating_sub(1));
            }
            page.content.extend(bits.into_bytes());
            let count = documents.len() as u32;
            parts.push(Part { page: number, offset, count, gap: from - last, span: to - from });
            last = to;
            self.open.pages.insert(number);
            self.open.bytes += 8;
        }
        parts
    }

    fn close_page(&mut self, long: usize) {
        let Page { number, place, content } = std::mem::take(&mut self.pages.open[long]);
        if let Some(number) = number {
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
        debug_assert!(self.waiting.is_empty(), "all pages are named");
        self.chunks
    }
}

impl Chunk {
    /// Puts a list among the chunk's own bits, if it is short enough.
    fn inline(&mut self, list: &[u32], end: u32) -> bool {
        let before = self.bits.len();
        if list.len() <= INLINE_DOCUMENTS {
            self.bits.put_list(list, 0, end.saturating_sub(1));
        }
        let taken = self.bits.len() - before;
        if list.len() > INLINE_DOCUMENTS || taken > INLINE_BYTES * 8 {
            self.bits.truncate(before);
            return false;
        }
        self.bytes += taken.div_ceil(8) + 1;
        true
    }

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
        for (count, parts) in &self.lists {
            bytes::put(&mut out, count * 2 + u32::from(!parts.is_empty()));
        }
        for (_, parts) in self.lists.iter().filter(|(_, parts)| !parts.is_empty()) {
            bytes::put(&mut out, parts.len() as u32);
            for part in parts {
                for value in [pages[&part.page], part.offset, part.count, part.gap, part.span] {
                    bytes::put(&mut out, value);
                }
            }
        }
        out.extend_from_slice(self.bits.as_bytes());
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
