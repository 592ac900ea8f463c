//! The sheets of an XML Spreadsheet 2003 and their rows, as they go by.

use crate::records::format::sheet::number_format::NumberFormat;
use crate::records::format::sheet::{MAX_WIDTH, cell};
use crate::records::format::xml::{self, Step};
use crate::records::read::ReadError;
use crate::records::value;
use calamine::{Data, Dimensions};
use csv::StringRecord;
use std::collections::HashMap;
use std::io::BufRead;

/// More styles than these no workbook has.
const MAX_STYLES: usize = 100_000;
/// What programs write of a day without a time.
const MIDNIGHT: [&str; 2] = ["T00:00:00.000", "T00:00:00"];

/// What a workbook is made of.
pub enum Part<'a> {
    /// A sheet begins, by its name.
    Sheet(&'a str),
    /// It is not shown.
    Hidden,
    /// A row that holds anything, counted from 0, with the merges that begin in it.
    Row { number: u32, cells: StringRecord, merges: Vec<Dimensions> },
}

/// Where the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Workbook,
    Styles,
    Style,
    Sheet,
    Options,
    Visible,
    Table,
    Row,
    Cell,
    /// A value, and what stands within it.
    Value,
    Other,
}

/// The cell that is open.
#[derive(Default)]
struct Open {
    column: u32,
    style: String,
    has_formula: bool,
    kind: String,
    text: String,
    across: u32,
    down: u32,
}

/// The grid as it goes by.
#[derive(Default)]
struct Grid {
    path: Vec<Place>,
    formats: HashMap<String, NumberFormat>,
    style: String,
    /// Number of the next row, and of the next column, from 0.
    row: u32,
    column: u32,
    row_style: String,
    cell: Open,
    cells: StringRecord,
    merges: Vec<Dimensions>,
    failure: Option<ReadError>,
}

/// Hands the parts of a workbook on.
///
/// # Errors
/// [`ReadError::Format`] for what is no XML, or reaches further than any table.
pub fn walk(text: impl BufRead, take: &mut dyn FnMut(Part<'_>)) -> Result<(), ReadError> {
    let mut grid = Grid::default();
    xml::walk(text, &mut |step| match step {
        Step::Open(name, attributes) => grid.open(name, attributes, take),
        Step::Text(text) => grid.text(text),
        Step::Close => grid.close(take),
    })?;
    grid.failure.map_or(Ok(()), Err)
}

impl Grid {
    fn open(&mut self, name: &str, attributes: &[(String, String)], take: &mut dyn FnMut(Part<'_>)) {
        let attribute = |key: &str| attributes.iter().find(|attribute| attribute.0 == key).map(|found| &*found.1);
        let number = |key: &str| attribute(key).and_then(|value| value.trim().parse::<u32>().ok());
        let text = |key: &str| attribute(key).unwrap_or_default().to_owned();
        let place = match (self.path.last(), name) {
            (None, "Workbook") => Place::Workbook,
            (Some(Place::Workbook), "Styles") => Place::Styles,
            (Some(Place::Styles), "Style") => {
                self.style = text("ID");
                Place::Style
            }
            (Some(Place::Style), "NumberFormat") => {
                if self.formats.len() < MAX_STYLES {
                    self.formats.insert(self.style.clone(), NumberFormat::new(code(&text("Format")), None));
                }
                Place::Other
            }
            (Some(Place::Workbook), "Worksheet") => {
                self.row = 0;
                take(Part::Sheet(&text("Name")));
                Place::Sheet
            }
            (Some(Place::Sheet), "WorksheetOptions") => Place::Options,
            (Some(Place::Options), "Visible") => Place::Visible,
            (Some(Place::Sheet), "Table") => Place::Table,
            (Some(Place::Table), "Row") => {
                // Rows that are not written are counted, and none stands before the one above it.
                self.row = number("Index").map_or(self.row, |index| index.saturating_sub(1).max(self.row));
                self.column = 0;
                self.row_style = text("StyleID");
                Place::Row
            }
            (Some(Place::Row), "Cell") => {
                let column = number("Index").map_or(self.column, |index| index.saturating_sub(1).max(self.column));
                self.cell = Open {
                    column,
                    style: attribute("StyleID").unwrap_or(&self.row_style).to_owned(),
                    has_formula: attribute("Formula").is_some(),
                    across: number("MergeAcross").unwrap_or(0),
                    down: number("MergeDown").unwrap_or(0),
                    ..Open::default()
                };
                Place::Cell
            }
            (Some(Place::Cell), "Data") => {
                self.cell.kind = text("Type");
                Place::Value
            }
            // Fonts within a text.
            (Some(Place::Value), _) => Place::Value,
            _ => Place::Other,
        };
        self.path.push(place);
    }

    fn text(&mut self, text: &str) {
        match self.path.last() {
            Some(Place::Value) => self.cell.text.push_str(text),
            Some(Place::Visible) if text.trim() != "SheetVisible" => self.path.push(Place::Other),
            _ => {}
        }
    }

    fn close(&mut self, take: &mut dyn FnMut(Part<'_>)) {
        // A sheet that is not shown left a mark.
        if self.path.ends_with(&[Place::Visible, Place::Other]) {
            self.path.pop();
            take(Part::Hidden);
        }
        match self.path.pop() {
            Some(Place::Cell) => self.add(),
            Some(Place::Row) => {
                let (cells, merges) = (std::mem::take(&mut self.cells), std::mem::take(&mut self.merges));
                if !cells.is_empty() {
                    take(Part::Row { number: self.row, cells, merges });
                }
                self.row = self.row.saturating_add(1);
            }
            _ => {}
        }
    }

    /// Adds the cell to its row.
    fn add(&mut self) {
        let Open { column, style, has_formula, kind, text, across, down } = std::mem::take(&mut self.cell);
        self.column = column.saturating_add(across).saturating_add(1);
        let value = match (kind.as_str(), text.trim().parse::<f64>()) {
            ("Number", Ok(number)) if number.is_finite() => {
                let plain = NumberFormat::default();
                cell::text(&Data::Float(number), self.formats.get(&style).unwrap_or(&plain))
            }
            ("DateTime", _) => {
                let day = MIDNIGHT.iter().find_map(|midnight| text.strip_suffix(midnight));
                day.map_or_else(|| text.replace('T', " "), str::to_owned)
            }
            ("", _) if has_formula && text.is_empty() => value::UNSTORED.to_owned(),
            _ => text,
        };
        if value.is_empty() {
            return;
        }
        if column >= MAX_WIDTH {
            let reason = format!(
                "a value in row {}, column {}: wider than any table; delete what stands beside it",
                self.row.saturating_add(1),
                u64::from(column) + 1
            );
            self.failure.get_or_insert(ReadError::Format(reason));
            return;
        }
        (self.cells.len()..column as usize).for_each(|_| self.cells.push_field(""));
        self.cells.push_field(&value);
        if across > 0 || down > 0 {
            let end = (self.row.saturating_add(down), column.saturating_add(across).min(MAX_WIDTH - 1));
            self.merges.push(Dimensions { start: (self.row, column), end });
        }
    }
}

/// The code of a format that has a name.
fn code(format: &str) -> &str {
    match format {
        "Percent" => "0.00%",
        named if named.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ') => "General",
        code => code,
    }
}
