//! Bytes to rows, whatever the container.
//!
//! In: the bodies of a feed. Out: [`Row`]s, handed to a sink one by one. Knows nothing of what a column means, but for
//! the words by which a header row is told from a title ([`super::mapping::is_known_header`]).

mod archive;
mod decode;
mod html;
mod json;
mod nested;
mod news;
mod notes;
mod quotes;
mod sheet;
mod table;
mod xml;

use super::read::ReadError;
use crate::sources::Feed;
use crate::sources::manifest::Format;
use csv::StringRecord;
use std::sync::Arc;

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
}

/// Hands each row of a body to `sink`.
///
/// # Errors
/// [`ReadError::Format`] when the body is not what the feed says, or nothing that is known.
pub fn rows(feed: &Feed, body: &[u8], sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    if !archive::is_archive(body) || archive::is_workbook(body)? {
        return file_rows(feed, &feed.source, body, sink);
    }
    let mut layout = Layout::default();
    let others = archive::files(body, feed.max_bytes, &mut |name, bytes| {
        let found = file_rows(feed, name, bytes, &mut |mut row| {
            row.locator = format!("{name}:{}", row.locator);
            sink(row);
        });
        let Layout { columns, notes } = found.map_err(|error| error.within(name))?;
        layout.columns.extend(columns);
        layout.notes.extend(notes.into_iter().map(|note| format!("{name}: {note}")));
        Ok(())
    })?;
    if !others.is_empty() {
        layout.notes.push(format!("left out of the archive, as no feed files: {}", others.join(", ")));
    }
    Ok(layout)
}

/// The rows of one file; `name` helps to tell its format.
fn file_rows(feed: &Feed, name: &str, body: &[u8], sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Format("the feed is empty: 0 bytes of data".to_owned()));
    }
    let format = feed.format.unwrap_or_else(|| guess(body, name));
    if matches!(format, Format::Xlsx | Format::Xls) {
        return sheet::rows(feed, body, sink);
    }
    let decode::Decoded { text, note, .. } = decode::decode(body, feed.encoding.as_deref());
    let expected_markup = matches!(format, Format::Html | Format::Xml | Format::Rss | Format::Atom);
    let opening = text.trim_start().get(..14).unwrap_or_default().to_ascii_lowercase();
    if !expected_markup && (opening.starts_with("<!doctype html") || opening.starts_with("<html")) {
        return Err(ReadError::Format(format!("an HTML page came where {} was expected", format.key())));
    }
    let columns = match format {
        Format::Csv => table::csv(feed, &text, None, sink),
        Format::Tsv => table::csv(feed, &text, Some(b'\t'), sink),
        Format::Json => json::rows(feed.records.as_deref(), &text, sink),
        Format::Ndjson => json::lines(&text, sink),
        Format::Xml => xml::rows(feed.records.as_deref(), &text, sink),
        Format::Html => html::rows(feed, &text, sink),
        Format::Rss | Format::Atom => news::rows(&text, sink),
        Format::Xlsx | Format::Xls => unreachable!("read from bytes above"),
    }?;
    Ok(Layout { columns, notes: note.into_iter().collect() })
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
/// [`ReadError::Format`] for a broken archive.
pub fn outside(body: &[u8], source: &str) -> Result<Outside, ReadError> {
    if archive::is_archive(body) && !archive::is_workbook(body)? {
        return Ok(Outside { format: None, encoding: None });
    }
    let format = guess(body, source);
    let is_text = !matches!(format, Format::Xlsx | Format::Xls);
    let encoding = is_text.then(|| decode::decode(body, None).encoding.name().to_ascii_lowercase());
    // Every text in GBK is one in its successor, which knows all characters.
    let encoding = encoding.map(|label| if label == "gbk" { "gb18030".to_owned() } else { label });
    Ok(Outside { format: Some(format), encoding })
}

/// The container, by its first bytes, else by the ending of its name.
fn guess(body: &[u8], source: &str) -> Format {
    let head = decode::decode(&body[..body.len().min(2048)], None).text;
    let head = head.trim_start();
    let name = source.split(['?', '#']).next().unwrap_or(source).to_ascii_lowercase();
    if archive::is_archive(body) {
        Format::Xlsx
    } else if body.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Format::Xls
    } else if head.starts_with('<') {
        let lower = head.to_ascii_lowercase();
        if lower.contains("<rss") || lower.contains("<rdf:rdf") {
            Format::Rss
        } else if lower.contains("<feed") {
            Format::Atom
        } else if lower.contains("<html") || lower.contains("<table") {
            Format::Html
        } else {
            Format::Xml
        }
    } else if head.starts_with('[') {
        Format::Json
    } else if head.starts_with('{') {
        let first = head.lines().next().unwrap_or_default();
        let one_a_line = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok() && head.lines().nth(1).is_some();
        if one_a_line || name.ends_with(".ndjson") { Format::Ndjson } else { Format::Json }
    } else if name.ends_with(".tsv") {
        Format::Tsv
    } else {
        Format::Csv
    }
}
