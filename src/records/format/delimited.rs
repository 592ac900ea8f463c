//! CSV and TSV: rows as a stream, one in memory at a time.

mod splitter;

use super::notes::is_note;
use super::table::Table;
use super::{Layout, Row, Text};
use crate::records::read::ReadError;
use crate::sources::Feed;
use csv::StringRecord;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr_iter};
use splitter::{Piece, Splitter};
use std::borrow::Cow;

/// Bytes by which the delimiter is told.
const HEAD: u64 = 64 * 1024;
/// More broken lines than this are another format, not a slip.
const MAX_BROKEN: usize = 100;

/// Rows with any of the usual delimiters.
pub fn rows(
    feed: &Feed,
    text: &Text<'_>,
    delimiter: Option<u8>,
    sink: &mut dyn FnMut(Row),
) -> Result<Layout, ReadError> {
    let delimiter = match delimiter {
        Some(delimiter) => delimiter,
        None => guess_delimiter(&text.head(HEAD)?),
    };
    let mut table = Table::ending_early(feed);
    let mut splitter = Splitter::new(text.open()?, delimiter);
    let mut cells = Cells::new(delimiter);
    let (mut broken, mut widest) = (0, 0);
    while let Some((line, piece)) = splitter.next()? {
        match piece {
            Piece::Row(row) => {
                let found = cells.of(row)?;
                // What a row lacks at the end of the text may have been cut off.
                let may_be_cut =
                    found.len() > 1 && found.len() < widest && !row.ends_with(b"\n") && !row.ends_with(b"\r");
                widest = widest.max(found.len());
                if may_be_cut && !is_note(&found, feed.kind) {
                    let fault = "the text ends within this row: ask for the whole of it".to_owned();
                    sink(Row { locator: line.to_string(), cells: found, fault: Some(fault), ..Row::default() });
                } else {
                    table.push(line, found, sink);
                }
            }
            Piece::Broken(text) => {
                broken += 1;
                if broken > MAX_BROKEN {
                    let reason = "not CSV: quotes open in many lines and never close";
                    return Err(ReadError::Format(reason.to_owned()));
                }
                let text = String::from_utf8_lossy(text);
                let fault = "a quote opens in this line and never closes; close it or take it out".to_owned();
                sink(Row::broken(line.to_string(), text.trim_end(), fault));
            }
        }
    }
    table.finish(sink)
}

/// Takes rows apart into cells.
struct Cells {
    reader: Reader,
    /// For rows as databases write them, whose quotes within quotes stand behind a backslash.
    escaped: Reader,
    delimiter: u8,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Cells of the row before: the next one will have as many.
    width: usize,
}

impl Cells {
    fn new(delimiter: u8) -> Cells {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        let escaped = ReaderBuilder::new().delimiter(delimiter).escape(Some(b'\\')).build();
        Cells { reader, escaped, delimiter, text: vec![0; 1024], ends: vec![0; 64], width: 64 }
    }

    /// The cells of one row.
    fn of(&mut self, row: &[u8]) -> Result<StringRecord, ReadError> {
        // Two exports that were joined have a mark each.
        let row = row.strip_prefix(b"\xef\xbb\xbf").unwrap_or(row).trim_ascii_end_breaks();
        let text = simdutf8::basic::from_utf8(row).map_err(|error| ReadError::Format(format!("not CSV: {error}")))?;
        if memchr(b'"', row).is_none() {
            let mut cells = StringRecord::with_capacity(row.len(), self.width);
            let mut start = 0;
            for end in memchr_iter(self.delimiter, row) {
                cells.push_field(&text[start..end]);
                start = end + 1;
            }
            cells.push_field(&text[start..]);
            self.width = cells.len();
            return Ok(cells);
        }
        self.quoted(&without_gaps(row, self.delimiter))
    }

    fn quoted(&mut self, row: &[u8]) -> Result<StringRecord, ReadError> {
        let reader = if is_escaped(row, self.delimiter) { &mut self.escaped } else { &mut self.reader };
        reader.reset();
        let (mut read, mut written, mut ended) = (0, 0, 0);
        loop {
            // Nothing more to read: the row ends.
            let (result, more, text, ends) =
                reader.read_record(&row[read..], &mut self.text[written..], &mut self.ends[ended..]);
            (read, written, ended) = (read + more, written + text, ended + ends);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(2 * self.text.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let mut cells = StringRecord::with_capacity(written, ended);
        let mut start = 0;
        for end in &self.ends[..ended] {
            let cell = std::str::from_utf8(&self.text[start..*end]);
            cells.push_field(cell.map_err(|error| ReadError::Format(format!("not CSV: {error}")))?);
            start = *end;
        }
        Ok(cells)
    }
}

/// Whether a backslash stands before a quote that ends no cell: the row's quotes are written so.
fn is_escaped(row: &[u8], delimiter: u8) -> bool {
    memchr_iter(b'\\', row).any(|at| match row[at + 1..] {
        [b'"', behind, ..] => behind != delimiter && !matches!(behind, b'"' | b'\n' | b'\r'),
        _ => false,
    })
}

/// A row without the spaces before cells that are quoted as a whole: `"甲", "乙"`.
fn without_gaps(row: &[u8], delimiter: u8) -> Cow<'_, [u8]> {
    let mut out: Option<Vec<u8>> = None;
    let (mut at, mut is_quoted) = (0, false);
    while at < row.len() {
        let byte = row[at];
        out.iter_mut().for_each(|out| out.push(byte));
        at += 1;
        is_quoted ^= byte == b'"';
        let gap = row[at..].iter().take_while(|byte| **byte == b' ').count();
        if byte == delimiter && !is_quoted && gap > 0 && is_whole(&row[at + gap..], delimiter) {
            out.get_or_insert_with(|| row[..at].to_vec());
            at += gap;
        }
    }
    out.map_or(Cow::Borrowed(row), Cow::Owned)
}

/// Whether a text begins with a quoted cell that ends where its quotes do.
fn is_whole(text: &[u8], delimiter: u8) -> bool {
    let Some(inside) = text.strip_prefix(b"\"") else { return false };
    let mut at = 0;
    while let Some(next) = memchr(b'"', &inside[at..]) {
        let behind = inside[at + next + 1..].first();
        if behind != Some(&b'"') {
            return behind.is_none_or(|behind| *behind == delimiter);
        }
        at += next + 2;
    }
    false
}

/// Bytes that may end with a line break.
trait Breaks {
    fn trim_ascii_end_breaks(&self) -> &Self;
}

impl Breaks for [u8] {
    fn trim_ascii_end_breaks(&self) -> &[u8] {
        let end = self.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
        &self[..end]
    }
}

/// The delimiter that occurs most in the first lines.
fn guess_delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(10).collect();
    let count =
        |delimiter: &u8| head.iter().map(|line| line.bytes().filter(|byte| byte == delimiter).count()).sum::<usize>();
    [b'|', b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_before_quotes_is_none_of_the_cell() {
        let mut cells = Cells::new(b',');
        for (row, expected) in [
            (r#""甲", "乙,丙",  "丁""#, vec!["甲", "乙,丙", "丁"]),
            (r#"甲, "乙""丙""#, vec!["甲", "乙\"丙"]),
            (r#"甲, "某"行动,b"#, vec!["甲", " \"某\"行动", "b"]),
            (r#""a, ""b""", c"#, vec!["a, \"b\"", " c"]),
        ] {
            assert_eq!(cells.of(row.as_bytes()).expect("UTF-8"), StringRecord::from(expected), "{row}");
        }
    }

    #[test]
    fn quotes_may_be_written_as_databases_do() {
        let mut cells = Cells::new(b',');
        for (row, expected) in [
            (r#""情节\"严重\"","a\\b",1"#, vec!["情节\"严重\"", "a\\b", "1"]),
            (r#""说\"是,否\"",2"#, vec!["说\"是,否\"", "2"]),
            (r#""C:\","a ""b""",3"#, vec!["C:\\", "a \"b\"", "3"]),
            (r#""C:\d","e",4"#, vec!["C:\\d", "e", "4"]),
        ] {
            assert_eq!(cells.of(row.as_bytes()).expect("UTF-8"), StringRecord::from(expected), "{row}");
        }
    }

    #[test]
    fn cells_are_those_of_the_usual_reader() {
        let mut cells = Cells::new(b',');
        let long = format!("\"{}\",b", "长".repeat(2000));
        let wide = format!("\"a\"{}", ",x".repeat(300));
        let rows = [
            "a,b",
            "a,,",
            "\"a\",b",
            "\"a\"\"b\",\"c,d\"",
            "\"a\nb\",c\r\n",
            "a\"b,c",
            "\"某\"行动,c",
            "",
            "\"\"",
            &long,
            &wide,
        ];
        for row in rows {
            let mut usual = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(row.as_bytes());
            let expected =
                usual.records().next().transpose().expect("a row").unwrap_or_else(|| StringRecord::from(vec![""]));
            assert_eq!(cells.of(row.as_bytes()).expect("UTF-8"), expected, "{row}");
        }
    }
}
