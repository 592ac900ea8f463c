//! CSV for spreadsheets and NDJSON for programs.

use super::{Cell, Column, DownloadError, DownloadRow, Table, formula};
use crate::records::Value;
use std::io::{self, Write};

impl Table<'_> {
    /// CSV in UTF-8 with a byte order mark, without which spreadsheets take it for a local encoding; the header row holds
    /// canonical keys.
    ///
    /// # Errors
    /// [`DownloadError::Csv`].
    pub fn csv(&self) -> Result<Vec<u8>, DownloadError> {
        let mut bytes = Vec::with_capacity(64 + self.rows.len() * 256);
        let written = csv_head(&self.columns, &mut bytes).and_then(|()| self.csv_rows(&mut bytes));
        written.map_err(|source| DownloadError::Csv { kind: self.kind, source })?;
        Ok(bytes)
    }

    /// The rows of the CSV, without its head.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn csv_rows(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        let mut text = String::new();
        for row in self.rows {
            self.csv_row(row, &mut writer, &mut text)?;
        }
        writer.flush()
    }

    /// The rows of the CSV, each by itself.
    ///
    /// # Errors
    /// Memory takes every row; the writer's own.
    pub fn csv_lines(&self) -> io::Result<Lines> {
        let mut writer = csv::Writer::from_writer(Vec::with_capacity(self.rows.len() * 256));
        let mut text = String::new();
        let mut ends = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            self.csv_row(row, &mut writer, &mut text)?;
            writer.flush()?;
            ends.push(writer.get_ref().len());
        }
        let bytes = writer.into_inner().map_err(|error| error.into_error())?;
        Ok(Lines { bytes, ends })
    }

    fn csv_row<W: Write>(
        &self,
        row: &DownloadRow<'_>,
        writer: &mut csv::Writer<W>,
        text: &mut String,
    ) -> io::Result<()> {
        for column in &self.columns {
            let cell = Self::cell(row, *column);
            cell.write_to(text);
            if is_typed_by_people(cell) {
                writer.write_field(formula::marked(text).as_bytes())?;
            } else {
                writer.write_field(&text)?;
            }
        }
        Ok(writer.write_record(None::<&[u8]>)?)
    }

    /// A JSON object a line. Numbers are numbers with every digit, days are ISO text, lists are lists.
    pub fn ndjson(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.rows.len() * 512);
        for row in self.rows {
            self.write_object(row, &mut bytes);
            bytes.push(b'\n');
        }
        bytes
    }

    fn write_object(&self, row: &DownloadRow<'_>, bytes: &mut Vec<u8>) {
        let mut between = b'{';
        for column in &self.columns {
            let cell = Self::cell(row, *column);
            if matches!(cell, Cell::Empty) {
                continue;
            }
            bytes.push(std::mem::replace(&mut between, b','));
            write!(bytes, "\"{}\":", column.key()).expect("writing to memory");
            match cell {
                // A decimal's own digits are a JSON number; a float would lose some.
                Cell::Value(Value::Number(number)) => {
                    write!(bytes, "{}", number.normalize()).expect("writing to memory")
                }
                Cell::Value(value) => serde_json::to_writer(&mut *bytes, value).expect("writing to memory"),
                Cell::Own(text) => serde_json::to_writer(&mut *bytes, text).expect("writing to memory"),
                Cell::Date(date) => write!(bytes, "\"{date}\"").expect("writing to memory"),
                Cell::Empty => {}
            }
        }
        bytes.push(b'}');
    }
}

/// Rows of a CSV, each of which can be had by itself.
#[derive(Default)]
pub struct Lines {
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<usize>,
}

impl Lines {
    pub fn get(&self, row: usize) -> &[u8] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[row]]
    }

    /// Puts the rows of another piece of the same table after these.
    pub fn append(&mut self, other: Lines) {
        let before = self.bytes.len();
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.extend(other.ends.into_iter().map(|end| before + end));
    }
}

/// What a CSV begins with: the byte order mark, and the keys of its columns.
///
/// # Errors
/// Those of `to`.
pub fn csv_head(columns: &[Column], to: &mut dyn Write) -> io::Result<()> {
    to.write_all(b"\xef\xbb\xbf")?;
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(columns.iter().map(|column| column.key()))?;
    writer.flush()
}

/// Rows of texts as CSV, with a byte order mark and formulas marked as in the tables of records.
pub fn texts<'t>(rows: impl Iterator<Item = Vec<&'t str>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        let cells = row.iter().map(|text| formula::marked(text));
        writer.write_record(cells.map(|cell| cell.into_owned())).expect("memory takes rows of any length");
    }
    writer.into_inner().expect("memory takes every byte")
}

/// Whether a cell holds what somebody typed; a number that begins with a minus is no formula.
fn is_typed_by_people(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Value(Value::Text(_) | Value::List(_)))
}
