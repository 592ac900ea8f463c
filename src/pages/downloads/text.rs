//! CSV for spreadsheets and NDJSON for programs.

use super::{Cell, Column, DownloadError, DownloadRow, Table};
use crate::records::Value;
use std::io::Write;

impl Table<'_> {
    /// CSV in UTF-8 with a byte order mark, without which spreadsheets take it for a local encoding; the header row holds
    /// canonical keys.
    ///
    /// # Errors
    /// [`DownloadError::Csv`].
    pub fn csv(&self) -> Result<Vec<u8>, DownloadError> {
        let failed = |source| DownloadError::Csv { kind: self.kind, source };
        let mut bytes = Vec::with_capacity(64 + self.rows.len() * 256);
        bytes.extend_from_slice(b"\xef\xbb\xbf");
        let mut writer = csv::Writer::from_writer(bytes);
        writer.write_record(self.columns.iter().map(|column| column.key())).map_err(failed)?;
        let mut text = String::new();
        for row in self.rows {
            for column in &self.columns {
                let cell = Self::cell(row, *column);
                cell.write_to(&mut text);
                if is_typed_by_people(cell) && begins_a_formula(&text) {
                    text.insert(0, '\'');
                }
                writer.write_field(&text).map_err(failed)?;
            }
            writer.write_record(None::<&[u8]>).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| failed(error.into_error().into()))
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
        bytes.push(b'{');
        for column in &self.columns {
            let cell = Self::cell(row, *column);
            if matches!(cell, Cell::Empty) {
                continue;
            }
            if *column != Column::RecordId {
                bytes.push(b',');
            }
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

/// Whether a cell holds what somebody typed; a number that begins with a minus is no formula.
fn is_typed_by_people(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Value(Value::Text(_) | Value::List(_)))
}

/// What spreadsheets take for the beginning of a formula when they open a CSV (OWASP, CSV Injection); the full-width
/// forms are taken for it by some in East Asian settings. Apostrophes before it count as well: readers get every text
/// back by taking one apostrophe from those that begin so.
fn begins_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
