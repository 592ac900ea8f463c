//! Bytes to rows, whatever the container.
//!
//! In: the bodies of a feed, as streams. Out: [`Row`]s, handed to a sink one by one. What a column means is asked only to tell
//! a header row from a title ([`super::mapping::is_known_header`]), a row from a frame, and serial days from other numbers.

mod alike;
mod archive;
mod decode;
mod delimited;
mod html;
mod json;
mod limit;
mod linked;
mod nested;
mod news;
mod notes;
mod page;
mod sheet;
mod table;
mod text;
mod xml;

use super::privacy;
use super::read::ReadError;
use crate::sources::manifest::Format;
use crate::sources::{Body, Feed};
use archive::Archive;
use csv::StringRecord;
pub use limit::Limit;
pub use page::page;
use sheet::xml_book;
use std::fmt;
use std::sync::Arc;
use text::Text;

/// One row as it stands in the feed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Row number as a person counts, or a JSON pointer.
    pub locator: String,
    /// The columns, in the order of the feed: shared by all rows of a table.
    pub columns: Arc<[String]>,
    /// The value in each column; those beyond the columns belong to a row with a fault.
    pub cells: StringRecord,
    /// Why the row cannot be read as a row, if so.
    pub fault: Option<String>,
}

impl Row {
    /// A row that is none, as it stands in the feed.
    pub fn broken(locator: String, text: &str, fault: String) -> Row {
        Row { locator, columns: Arc::default(), cells: StringRecord::from_iter([text]), fault: Some(fault) }
    }

    /// Columns with their values.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.iter().map(String::as_str).zip(&self.cells)
    }
}

/// What there is to say of a body beside its rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The columns seen, in order.
    pub columns: Vec<String>,
    /// Things a person should know that lost no row.
    pub notes: Vec<String>,
    /// Of JSON: the pointer that leads to all its rows, where one does.
    pub place: Option<String>,
    /// What there is beside these rows, where the body says so and nobody asks for it.
    pub more: Option<More>,
}

/// What an answer says of rows that it does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More {
    /// Rows it has.
    pub rows: u64,
    /// Rows in all, and the pointer to that number.
    pub total: Option<(String, u64)>,
    /// The address or the word of the next page, and the pointer to it.
    pub next: Option<(String, String)>,
    /// Pointer of what says so in place of a total.
    pub word: String,
}

impl fmt::Display for More {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has {} rows and says ", self.rows)?;
        match &self.total {
            Some((_, total)) if *total > self.rows => write!(f, "that there are {total} in all")?,
            _ => write!(f, "by `{}` that there are more", privacy::mask(&self.word))?,
        }
        f.write_str(": `[page]` asks for the others")
    }
}

impl Layout {
    /// Columns, and nothing to say.
    pub fn of(columns: Vec<String>) -> Layout {
        Layout { columns, ..Layout::default() }
    }

    /// Takes in what there is to say of another part of the body.
    fn take(&mut self, other: Layout) {
        self.columns.extend(other.columns);
        self.notes.extend(other.notes);
    }

    fn with(mut self, note: Option<&str>) -> Layout {
        self.notes.extend(note.map(str::to_owned));
        self
    }
}

/// Bytes by which a container is told.
const HEAD: u64 = 64 * 1024;

/// Hands each row of a body to `sink`. Formats that can be read as a stream are, in an archive as well; of the others the
/// whole body is in memory.
///
/// # Errors
/// [`ReadError::Format`] when the body is not what the feed says, or nothing that is known; [`ReadError::TooLong`] when
/// the time is over.
pub fn rows(feed: &Feed, body: &Body, limit: &Limit, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    // What fails once the time is over fails for that, whatever the words for it.
    body_rows(feed, body, limit, sink).map_err(|error| limit.check().err().unwrap_or(error))
}

fn body_rows(feed: &Feed, body: &Body, limit: &Limit, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    let head = body.head(HEAD).map_err(ReadError::unreadable)?;
    if let Some(what) = no_table(&head) {
        return Err(ReadError::Format(format!("{what} came, and no table of records: ask for CSV, XLSX, JSON or XML")));
    }
    if !archive::is_archive(&head) {
        return file_rows(feed, &feed.source, body, limit, sink);
    }
    let mut archive = Archive::open(body)?;
    if archive.is_workbook() {
        return sheet::rows(feed, &body.bytes().map_err(ReadError::unreadable)?, limit, sink);
    }
    let (mut layout, mut empty, mut read) = (Layout::default(), Vec::new(), 0);
    let others = archive.each(feed.max_bytes, &mut |name, file| {
        // A broken export must not keep those of the others out; that it has no rows, it does not say.
        if file.head(HEAD).map_err(ReadError::unreadable)?.trim_ascii().is_empty() {
            empty.push(name.to_owned());
            sink(unread_file(name, "empty: 0 bytes of data; a list without rows has its header"));
            return Ok(());
        }
        read += 1;
        let found = file_rows(feed, name, file, limit, &mut |mut row| {
            row.locator = format!("{name}:{}", row.locator);
            sink(row);
        });
        let Layout { columns, notes, .. } = found.map_err(|error| error.within(name))?;
        layout.columns.extend(columns);
        layout.notes.extend(notes.into_iter().map(|note| format!("{name}: {note}")));
        Ok(())
    })?;
    if read == 0 && !empty.is_empty() {
        return Err(ReadError::Format(format!("the feed is empty: 0 bytes of data in {}", empty.join(", "))));
    }
    others.unreadable.iter().for_each(|(name, why)| sink(unread_file(name, why)));
    if !others.gone.is_empty() {
        let names = others.gone.join("`, `");
        layout.notes.push(format!("left the files `{names}` out: by their names, what is in them was taken back"));
    }
    if !others.left_out.is_empty() {
        layout.notes.push(format!("left out of the archive, as no feed files: {}", others.left_out.join(", ")));
    }
    Ok(layout)
}

/// A file of an archive that cannot be read: it may have held any of the feed's records.
fn unread_file(name: &str, why: &str) -> Row {
    Row::broken(name.to_owned(), name, format!("the file is {why}"))
}

/// What is sent in place of a table now and then, by its first bytes.
fn no_table(head: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF"),
        (b"\x1f\x8b", "a file packed with gzip"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7-Zip archive"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"{\\rtf", "a text document (RTF)"),
    ];
    SIGNS.into_iter().find(|(sign, _)| head.starts_with(sign)).map(|(_, what)| what)
}

/// The rows of one file; `name` helps to tell its format.
fn file_rows(
    feed: &Feed,
    name: &str,
    body: &Body,
    limit: &Limit,
    sink: &mut dyn FnMut(Row),
) -> Result<Layout, ReadError> {
    let head = body.head(HEAD).map_err(ReadError::unreadable)?;
    let format = feed.format.unwrap_or_else(|| guess(&head, name));
    if matches!(format, Format::Xlsx | Format::Xls) && !head.trim_ascii().is_empty() && !is_markup(&head) {
        return sheet::rows(feed, &body.bytes().map_err(ReadError::unreadable)?, limit, sink);
    }
    let text = Text::of(body, feed.encoding.as_deref())?.within(limit);
    if text.is_blank() {
        return Err(ReadError::Format("the feed is empty: 0 bytes of data".to_owned()));
    }
    let may_be_workbook = matches!(format, Format::Xlsx | Format::Xls | Format::Xml);
    if may_be_workbook && xml_book::is_workbook(&text.head(HEAD)?) {
        return xml_book::rows(feed, &text, sink).map(|layout| layout.with(text.note()));
    }
    let expected_markup = matches!(format, Format::Html | Format::Xml | Format::Rss | Format::Atom);
    if !expected_markup && is_page(&text.head(HEAD)?) {
        return Err(ReadError::Format(format!("an HTML page came where {} was expected", format.key())));
    }
    let found = match format {
        Format::Html => html::rows(feed, &text, sink),
        Format::Json => json::rows(json::Asked::of(feed), &text, sink),
        Format::Csv => delimited::rows(feed, &text, None, sink),
        Format::Tsv => delimited::rows(feed, &text, Some(b'\t'), sink),
        Format::Ndjson => json::lines(&text, sink).map(Layout::of),
        Format::Xml => xml::rows(feed.records.as_deref(), &text, sink),
        Format::Rss | Format::Atom => news::rows(&text, sink).map(Layout::of),
        Format::Xlsx | Format::Xls => {
            Err(ReadError::Format("markup came and no workbook: leave `format` out".to_owned()))
        }
    };
    found.map(|layout| layout.with(text.note()))
}

/// Whether bytes begin as markup does, in whatever encoding: with a bracket behind marks, zeros and white space.
fn is_markup(head: &[u8]) -> bool {
    let begins = |byte: &&u8| !matches!(**byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff | b' ' | b'\t' | b'\r' | b'\n');
    head.iter().take(100).find(begins) == Some(&b'<')
}

/// Whether a document says that it is XML, whatever its elements are called: exports of databases call a row Table.
fn says_xml(lower: &str, name: &str) -> bool {
    lower.starts_with("<?xml") || name.ends_with(".xml")
}

fn is_page(head: &str) -> bool {
    let opening = head.trim_start().get(..14).unwrap_or_default().to_ascii_lowercase();
    opening.starts_with("<!doctype html") || opening.starts_with("<html")
}

/// What a body looks like from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// `None` for an archive of several files.
    pub format: Option<Format>,
    /// Label of the encoding; `None` where it is not text.
    pub encoding: Option<String>,
}

/// Container and encoding of a body; `source` helps by its ending.
///
/// # Errors
/// [`ReadError::Format`] for a broken archive, or a body that cannot be read.
pub fn outside(body: &Body, source: &str) -> Result<Outside, ReadError> {
    let head = body.head(HEAD).map_err(ReadError::unreadable)?;
    if archive::is_archive(&head) && !Archive::open(body)?.is_workbook() {
        return Ok(Outside { format: None, encoding: None });
    }
    let format = guess(&head, source);
    let is_text = !matches!(format, Format::Xlsx | Format::Xls);
    let encoding = if is_text { Some(Text::of(body, None)?.encoding().name().to_ascii_lowercase()) } else { None };
    // Every text in GBK is one in its successor, which knows all characters.
    let encoding = encoding.map(|label| if label == "gbk" { "gb18030".to_owned() } else { label });
    Ok(Outside { format: Some(format), encoding })
}

/// The container, by its first bytes, else by the ending of its name.
fn guess(head: &[u8], source: &str) -> Format {
    if archive::is_archive(head) {
        return Format::Xlsx;
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Format::Xls;
    }
    let head = Body::from(head);
    let text = Text::of(&head, None).and_then(|text| Ok(text.whole()?.into_owned())).unwrap_or_default();
    if xml_book::is_workbook(&text) {
        return Format::Xls;
    }
    let text = text.trim_start();
    let name = source.split(['?', '#']).next().unwrap_or(source).to_ascii_lowercase();
    if text.starts_with('<') {
        let lower = text.to_ascii_lowercase();
        if lower.contains("<rss") || lower.contains("<rdf:rdf") {
            Format::Rss
        } else if lower.contains("<feed") {
            Format::Atom
        } else if lower.contains("<html") || lower.contains("<table") && !says_xml(&lower, &name) {
            Format::Html
        } else {
            Format::Xml
        }
    } else if text.starts_with('[') || json::called(text).is_some() || json::is_quoted(text) {
        Format::Json
    } else if text.starts_with('{') {
        let first = text.lines().next().unwrap_or_default();
        let one_a_line = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok() && text.lines().nth(1).is_some();
        if one_a_line || name.ends_with(".ndjson") { Format::Ndjson } else { Format::Json }
    } else if name.ends_with(".tsv") {
        Format::Tsv
    } else {
        Format::Csv
    }
}
