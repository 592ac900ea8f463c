//! Bulk files: a table of a kind's public records as CSV, NDJSON and XLSX, its JSON Schema, and the DCAT catalogue.
//!
//! In: public records, in the order in which they should stand. Out: bytes, the same for the same records on
//! any day. What is not in bulk files: the legal representative, who is shown on a merchant's page only, and marks that
//! are for the program alone.

mod catalogue;
mod formula;
mod schema;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;

pub use catalogue::{Catalogue, Dataset, DatasetFile, Dates};
pub use schema::{always_given, pretty, schema};
pub use text::{Lines, csv_head, texts};
pub use xlsx::{Sheet, XLSX_MAX_ROWS, workbook};

use crate::clock::Date;
use crate::records::{Field, Fields, Kind, Value, ValueType};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    #[error("cannot write the CSV of `{kind}`")]
    Csv { kind: Kind, source: std::io::Error },
    #[error("cannot write the XLSX of `{kind}`")]
    Xlsx { kind: Kind, source: rust_xlsxwriter::XlsxError },
}

/// A public record as bulk files have it.
#[derive(Debug, Clone)]
pub struct DownloadRow<'a> {
    /// The record's id on this site, which withdrawals and permalinks go by.
    pub id: &'a str,
    /// What it is shown as.
    pub kind: Kind,
    /// Absolute address of its page.
    pub url: String,
    pub first_seen: Date,
    /// `shown`, `objection` or `corrected`.
    pub state: &'a str,
    /// Without those who hold an office in a company.
    pub fields: Cow<'a, Fields>,
}

/// A column of a bulk file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Only in files of all kinds.
    Kind,
    RecordId,
    Url,
    State,
    FirstSeen,
    Field(Field),
}

impl Column {
    /// The columns that every table has, before the fields.
    pub const OWN: [Column; 4] = [Column::RecordId, Column::Url, Column::State, Column::FirstSeen];

    /// The word in headers, JSON and schemas. The record's own id is not called `id`: that is the agency's.
    pub fn key(self) -> &'static str {
        match self {
            Column::Kind => "kind",
            Column::RecordId => "record_id",
            Column::Url => "url",
            Column::State => "state",
            Column::FirstSeen => "first_seen",
            Column::Field(field) => field.key(),
        }
    }

    /// What its values are.
    pub fn value_type(self) -> ValueType {
        match self {
            Column::Kind | Column::RecordId | Column::State => ValueType::Text,
            Column::Url => ValueType::Url,
            Column::FirstSeen => ValueType::Date,
            Column::Field(field) => field.value_type(),
        }
    }
}

/// Whether a field may be in bulk files.
pub fn in_bulk_files(field: Field) -> bool {
    !matches!(
        field,
        Field::LegalRepresentative | Field::UseScope | Field::Procedure | Field::RecordState | Field::Remarks
    )
}

/// The public records of a kind, with the columns that occur in them.
pub struct Table<'a> {
    kind: Kind,
    rows: &'a [DownloadRow<'a>],
    columns: Vec<Column>,
}

/// One cell, borrowed from its row.
#[derive(Clone, Copy)]
enum Cell<'c> {
    /// Text of the program's own making: ids, addresses, states.
    Own(&'c str),
    Date(Date),
    Value(&'c Value),
    Empty,
}

impl<'a> Table<'a> {
    pub fn new(kind: Kind, rows: &'a [DownloadRow<'a>]) -> Self {
        let mut fields = BTreeSet::new();
        for row in rows {
            fields.extend(row.fields.iter().map(|entry| entry.0));
        }
        let fields = fields.into_iter().filter(|field| in_bulk_files(*field)).map(Column::Field);
        Table { kind, rows, columns: Column::OWN.into_iter().chain(fields).collect() }
    }

    /// A piece of a table that has these columns.
    pub fn piece(kind: Kind, rows: &'a [DownloadRow<'a>], columns: Vec<Column>) -> Self {
        Table { kind, rows, columns }
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn cell<'c>(row: &'c DownloadRow<'_>, column: Column) -> Cell<'c> {
        match column {
            Column::Kind => Cell::Own(row.kind.key()),
            Column::RecordId => Cell::Own(row.id),
            Column::Url => Cell::Own(&row.url),
            Column::State => Cell::Own(row.state),
            Column::FirstSeen => Cell::Date(row.first_seen),
            Column::Field(field) => row.fields.get(field).map_or(Cell::Empty, Cell::Value),
        }
    }
}

impl Cell<'_> {
    /// The cell as one text, into `out`, which is emptied first.
    fn write_to(self, out: &mut String) {
        out.clear();
        match self {
            Cell::Own(text) => out.push_str(text),
            Cell::Value(Value::Text(text)) => out.push_str(text),
            Cell::Date(date) => write!(out, "{date}").expect("writing to a string"),
            Cell::Value(value) => write!(out, "{value}").expect("writing to a string"),
            Cell::Empty => {}
        }
    }
}
