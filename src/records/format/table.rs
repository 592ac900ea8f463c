//! Rows and columns: CSV and TSV here, spreadsheets and HTML tables through [`Table`].

use super::Row;
use crate::records::mapping::is_known_header;
use crate::records::read::ReadError;
use crate::sources::Feed;

/// Rows among which a header row is looked for.
const HEADER_SEARCH: usize = 20;
/// How explanations below a table begin.
const NOTES: [&str; 7] = ["表格说明", "备注", "说明", "注：", "注:", "合计", "数据来源"];

/// Cells row by row, until a header is known.
pub struct Table {
    header_row: Option<usize>,
    waiting: Vec<(usize, Vec<String>)>,
    header: Option<Vec<String>>,
}

impl Table {
    /// `header_row` counts from 1; guessed when absent.
    pub fn new(header_row: Option<usize>) -> Self {
        Table { header_row, waiting: Vec::new(), header: None }
    }

    /// Takes the row of that number (from 1).
    pub fn push(&mut self, number: usize, cells: Vec<String>, sink: &mut dyn FnMut(Row)) {
        match (&self.header, self.header_row) {
            (Some(header), _) => emit(header, number, cells, sink),
            (None, Some(wanted)) if number == wanted => self.header = Some(cells),
            (None, Some(_)) => {}
            (None, None) => {
                self.waiting.push((number, cells));
                if self.waiting.len() >= HEADER_SEARCH {
                    self.settle(sink);
                }
            }
        }
    }

    /// The columns, once all rows are in.
    pub fn finish(mut self, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
        if self.header.is_none() {
            self.settle(sink);
        }
        self.header.ok_or_else(|| ReadError::Format("no header row".to_owned()))
    }

    /// The header is the row with the most known column names, else the first of the fullest rows.
    fn settle(&mut self, sink: &mut dyn FnMut(Row)) {
        let score = |cells: &[String]| {
            let known = cells.iter().filter(|cell| is_known_header(cell)).count();
            (known, if known == 0 { cells.iter().filter(|cell| !cell.trim().is_empty()).count() } else { 0 })
        };
        let best = self.waiting.iter().rev().max_by_key(|(_, cells)| score(cells)).map(|row| row.0);
        for (number, cells) in std::mem::take(&mut self.waiting) {
            match &self.header {
                Some(header) => emit(header, number, cells, sink),
                None if Some(number) == best => self.header = Some(cells),
                None => {}
            }
        }
    }
}

fn emit(header: &[String], number: usize, cells: Vec<String>, sink: &mut dyn FnMut(Row)) {
    let first = cells.first().map(|cell| cell.trim()).unwrap_or_default();
    let only_first = cells.iter().skip(1).all(|cell| cell.trim().is_empty());
    if only_first && (first.is_empty() || NOTES.iter().any(|note| first.starts_with(note))) {
        return;
    }
    let beyond = cells.iter().skip(header.len()).any(|cell| !cell.trim().is_empty());
    let fault = if cells.len() < header.len() {
        Some(format!("{} cells, the header has {}: the row is too short", cells.len(), header.len()))
    } else if beyond {
        Some(format!("{} cells, the header has {}: the row is too long", cells.len(), header.len()))
    } else {
        None
    };
    let cells = header.iter().cloned().zip(cells).collect();
    sink(Row { locator: number.to_string(), cells, fault });
}

/// CSV with any of the usual delimiters.
pub fn csv(
    feed: &Feed,
    text: &str,
    delimiter: Option<u8>,
    sink: &mut dyn FnMut(Row),
) -> Result<Vec<String>, ReadError> {
    if text.contains('\0') {
        return Err(ReadError::Format("the text holds NUL bytes: not CSV, or another encoding".to_owned()));
    }
    let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(text));
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut table = Table::new(feed.header_row);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
                table.push(line, record.iter().map(str::to_owned).collect(), sink);
            }
            Err(error) => return Err(ReadError::Format(format!("not CSV: {error}"))),
        }
    }
    table.finish(sink)
}

/// The delimiter that occurs most in the first lines.
fn guess_delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(10).collect();
    let count =
        |delimiter: &u8| head.iter().map(|line| line.bytes().filter(|byte| byte == delimiter).count()).sum::<usize>();
    [b'|', b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',')
}
