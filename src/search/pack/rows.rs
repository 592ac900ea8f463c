//! Row chunks: what answers show, `search/d/` files, column by column so that they compress.
//!
//! In: documents with their numbers. Out: a file for each run of so many numbers that has documents, and its name.

use super::Files;
use super::bytes::{self, Bytes, Hash};
use super::meta::{Head, Tables};
use crate::clock::Date;
use crate::merchants::names::Around;
use crate::search::SearchError;
use crate::search::document::{SearchDocument, Tab};

/// Characters of a merchant's places and of an article's text that travel with the answer, to show why it matched.
const NOTE: usize = 48;

/// A document as a reader of the pack sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The document's number.
    pub id: u32,
    pub title: String,
    pub href: String,
    pub code: String,
    pub names: Vec<String>,
    pub note: String,
    /// Characters of the title's key before and after its core.
    pub around: Around,
    /// Places in the tables of the meta file, from 1; 0 is none.
    pub district: u32,
    pub industry: u32,
    pub kind: u32,
    /// Days since 1999-12-31; 0 is none.
    pub date: u32,
    pub until: u32,
    /// Kind and last day of each chip.
    pub chips: Vec<(u32, u32)>,
}

/// Days since 1999-12-31, so that 2000-01-01 is 1 and 0 can mean none; earlier days are none.
pub fn day(date: Option<Date>) -> u32 {
    let epoch = jiff::civil::date(1999, 12, 31);
    let days = date.and_then(|date| date.since((jiff::Unit::Day, epoch)).ok()).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

/// Which row chunk a number stands in: merchants' chunks come first, those of other documents are of another size.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    merchants: u32,
    sizes: [u32; 2],
}

impl Places {
    /// Places of numbers that begin as a meta file says, so many to a chunk.
    pub fn new(starts: [u32; 4], rows: [u32; 2]) -> Places {
        Places { merchants: starts[1], sizes: rows.map(|size| size.max(1)) }
    }

    pub fn of(head: &Head) -> Places {
        Places::new(head.starts, head.rows)
    }

    /// The chunk's place, and the seat in it.
    pub fn find(&self, id: u32) -> (u32, u32) {
        let [size, other] = self.sizes;
        match id.checked_sub(self.merchants) {
            None => (id / size, id % size),
            Some(at) => (self.merchants.div_ceil(size) + at / other, at % other),
        }
    }

    /// The first number of a chunk.
    pub fn first(&self, place: u32) -> u32 {
        let [size, other] = self.sizes;
        match place.checked_sub(self.merchants.div_ceil(size)) {
            None => place.saturating_mul(size),
            Some(at) => self.merchants.saturating_add(at.saturating_mul(other)),
        }
    }
}

/// Writes all rows; gives the places of their chunks and the hashes of these.
pub(super) fn write(
    documents: &[SearchDocument],
    numbers: &[u32],
    places: &Places,
    tables: &Tables,
    files: &mut Files,
) -> (Vec<u32>, Vec<Hash>) {
    let mut written = (Vec::new(), Vec::new());
    let seats: Vec<(u32, u32)> = numbers.iter().map(|id| places.find(*id)).collect();
    let mut rest = documents;
    for chunk in seats.chunk_by(|(left, _), (right, _)| left == right) {
        let (these, others) = rest.split_at(chunk.len());
        let place = chunk[0].0;
        written.1.push(files.add("d", place, &content(these, chunk, tables)));
        written.0.push(place);
        rest = others;
    }
    written
}

fn content(documents: &[SearchDocument], seats: &[(u32, u32)], tables: &Tables) -> Vec<u8> {
    let mut lines = String::new();
    let mut line = |text: &str| {
        lines.push_str(text);
        lines.push('\n');
    };
    documents.iter().for_each(|document| line(&plain(&document.title)));
    documents.iter().for_each(|document| line(&plain(document.code.as_deref().unwrap_or_default())));
    documents.iter().for_each(|document| line(short_href(document)));
    documents.iter().for_each(|document| line(&joined(&document.names, "\t")));
    documents.iter().for_each(|document| line(&note(document)));
    let mut out = Vec::with_capacity(lines.len() + documents.len() * 12);
    bytes::put(&mut out, documents.len() as u32);
    bytes::put(&mut out, lines.len() as u32);
    out.extend_from_slice(lines.as_bytes());
    let taken: Vec<u32> = seats.iter().map(|(_, seat)| *seat).collect();
    bytes::put_gaps(&mut out, &taken);
    let columns: [&dyn Fn(usize) -> u32; 7] = [
        &|at| documents[at].around.skip as u32,
        &|at| documents[at].around.drop as u32,
        &|at| tables.district(documents[at].district.as_deref()),
        &|at| tables.industry(documents[at].industry.as_deref()),
        &|at| tables.kind(documents[at].kind),
        &|at| day(documents[at].date),
        &|at| day(documents[at].until),
    ];
    for column in columns {
        (0..documents.len()).for_each(|at| bytes::put(&mut out, column(at)));
    }
    for document in documents {
        bytes::put(&mut out, document.chips.len() as u32);
        for chip in &document.chips {
            bytes::put(&mut out, tables.kind(Some(chip.kind)));
            bytes::put(&mut out, day(chip.until));
        }
    }
    out
}

/// A text on one line, with the signs of the format made spaces.
fn plain(text: &str) -> String {
    text.replace(|character: char| character.is_control(), " ")
}

fn joined(texts: &[String], between: &str) -> String {
    texts.iter().map(|text| plain(text)).collect::<Vec<_>>().join(between)
}

fn note(document: &SearchDocument) -> String {
    if document.tab == Tab::Records {
        return String::new();
    }
    let whole = joined(&document.text, " ");
    match whole.char_indices().nth(NOTE) {
        Some((end, _)) => format!("{}…", &whole[..end]),
        None => whole,
    }
}

/// The part of an address that does not follow from the rest of the row ([`long_href`]).
fn short_href(document: &SearchDocument) -> &str {
    let code = document.code.as_deref().unwrap_or_default();
    let stem = document.href.rsplit('/').next().and_then(|file| file.strip_suffix(".html")).unwrap_or_default();
    let derived = long_href(document.tab, code, stem);
    match derived.as_deref() == Some(document.href.as_str()) {
        true if stem == code => "",
        true => stem,
        false => &document.href,
    }
}

/// The address for what a row holds of it: nothing (the code names the page), a page's name without folder, or all.
pub fn long_href(tab: Tab, code: &str, short: &str) -> Option<String> {
    let stem = if short.is_empty() { code } else { short };
    if short.contains('/') {
        return Some(short.to_owned());
    }
    let folder = if tab == Tab::Merchants { "m" } else { "r" };
    let shard = stem.get(stem.len().checked_sub(2)?..)?;
    Some(format!("{folder}/{shard}/{stem}.html"))
}

/// Reads the rows of the chunk whose first number is `first`; `path` is for messages.
pub fn read(content: &[u8], path: &str, first: u32, tab: impl Fn(u32) -> Tab) -> Result<Vec<Row>, SearchError> {
    let mut bytes = Bytes::new(path, content);
    let count = bytes.count()?;
    let mut rows = vec![Row::default(); count];
    let lines: Vec<&str> = bytes.text()?.split('\n').collect();
    if lines.len() != count * 5 + 1 {
        return Err(bytes.damaged("it has too many or too few lines"));
    }
    for (row, seat) in rows.iter_mut().zip(bytes.gaps(count)?) {
        row.id = first.saturating_add(seat);
    }
    for (at, row) in rows.iter_mut().enumerate() {
        let [title, code, short, names, note] = std::array::from_fn(|column| lines[column * count + at]);
        row.title = title.to_owned();
        row.code = code.to_owned();
        row.href = long_href(tab(row.id), code, short).ok_or_else(|| bytes.damaged("a row has no address"))?;
        row.names = names.split('\t').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        row.note = note.to_owned();
    }
    let mut columns = Vec::with_capacity(7);
    for _ in 0..7 {
        columns.push(bytes.numbers(count)?);
    }
    for (at, row) in rows.iter_mut().enumerate() {
        row.around = Around { skip: columns[0][at] as usize, drop: columns[1][at] as usize };
        [row.district, row.industry, row.kind, row.date, row.until] =
            std::array::from_fn(|column| columns[column + 2][at]);
        let chips = bytes.count()?;
        row.chips = (0..chips).map(|_| Ok((bytes.number()?, bytes.number()?))).collect::<Result<_, SearchError>>()?;
    }
    Ok(rows)
}
