//! Rows and columns: the header among the first rows, and what below it is data.

use super::Row;
use super::nested::column;
use super::notes::is_note;
use crate::records::Kind;
use crate::records::mapping::is_known_header;
use crate::records::read::ReadError;
use csv::StringRecord;
use std::sync::Arc;

/// Rows among which a header row is looked for.
const HEADER_SEARCH: usize = 20;
/// Cells row by row, until a header is known.
pub struct Table {
    kind: Kind,
    header_row: Option<usize>,
    waiting: Vec<(usize, StringRecord)>,
    /// The unit of all sums, where a row above the header names it (`单位：万元`).
    unit: Option<&'static str>,
    header: Option<Arc<[String]>>,
    /// The names of the header, while the next row may be its second line: as they are printed, without a unit.
    at_header: Option<Vec<String>>,
    /// The lines of the header as they are printed.
    printed: Vec<StringRecord>,
    /// Whether rows end with their last value, as in spreadsheets: the empty cells behind it are not written.
    is_ragged: bool,
}

impl Table {
    /// `header_row` counts from 1; guessed when absent.
    pub fn new(kind: Kind, header_row: Option<usize>) -> Self {
        Table {
            kind,
            header_row,
            waiting: Vec::new(),
            unit: None,
            header: None,
            at_header: None,
            printed: Vec::new(),
            is_ragged: false,
        }
    }

    /// A table whose rows may be shorter than its header, and may have values beside the table.
    pub fn ragged(kind: Kind, header_row: Option<usize>) -> Self {
        Table { is_ragged: true, ..Table::new(kind, header_row) }
    }

    /// Takes the row of that number (from 1).
    pub fn push(&mut self, number: usize, cells: StringRecord, sink: &mut dyn FnMut(Row)) {
        match (&self.header, self.header_row) {
            (Some(_), _) => self.below(number, cells, sink),
            (None, Some(wanted)) if number == wanted => self.set_header(owned(&cells), cells),
            (None, Some(_)) => self.look_for_unit(&cells),
            (None, None) => {
                self.waiting.push((number, cells));
                if self.waiting.len() >= HEADER_SEARCH {
                    self.settle(sink);
                }
            }
        }
    }

    /// Takes a row below the header: data, a note, the header's second line, or the header once more (printed pages).
    fn below(&mut self, number: usize, mut cells: StringRecord, sink: &mut dyn FnMut(Row)) {
        let Some(header) = &self.header else { return };
        if self.is_ragged {
            fit(&mut cells, header.len());
        }
        if let Some(upper) = self.at_header.take()
            && let Some(both) = joined(&upper, &owned(&cells))
        {
            self.header = Some(self.with_unit(both).into());
            self.printed.push(cells);
        } else if !is_note(&cells, self.kind) && !self.is_printed_again(&cells) {
            emit(header, number, cells, sink);
        }
    }

    /// Whether a row says nothing but what a line of the header says, in each of its cells: printed pages begin so.
    fn is_printed_again(&self, cells: &StringRecord) -> bool {
        self.printed.iter().any(|line| {
            let filled = cells.iter().enumerate().filter(|cell| !cell.1.trim().is_empty());
            let mut same =
                filled.map(|(at, cell)| line.get(at).is_some_and(|name| name.trim() == cell.trim())).peekable();
            same.peek().is_some() && same.all(|same| same)
        })
    }

    fn look_for_unit(&mut self, cells: &StringRecord) {
        let named = cells.iter().find_map(|cell| {
            let (_, unit) = cell.split_once("单位")?;
            let unit = unit.trim_start_matches([':', '：', ' ', '\u{3000}']);
            ["万元", "元"].into_iter().find(|known| unit.starts_with(known))
        });
        self.unit = named.or(self.unit);
    }

    fn set_header(&mut self, cells: Vec<String>, printed: StringRecord) {
        self.printed.push(printed);
        self.header = Some(self.with_unit(cells.clone()).into());
        self.at_header = Some(cells);
    }

    /// Sums take the unit of the title into their header, unless they name their own.
    fn with_unit(&self, mut cells: Vec<String>) -> Vec<String> {
        if let Some(unit) = self.unit {
            for cell in cells.iter_mut().filter(|cell| cell.contains("金额") && !cell.contains('元')) {
                *cell = format!("{}（{unit}）", cell.trim());
            }
        }
        cells
    }

    /// The columns, once all rows are in.
    pub fn finish(mut self, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
        if self.header.is_none() {
            self.settle(sink);
        }
        let header = self.header.ok_or_else(|| ReadError::Format("no header row".to_owned()))?;
        Ok(header.to_vec())
    }

    /// The header is the row with the most known column names, else the first of the fullest rows.
    fn settle(&mut self, sink: &mut dyn FnMut(Row)) {
        if self.is_ragged {
            let width = self.waiting.iter().map(|row| row.1.len()).max().unwrap_or(0);
            self.waiting.iter_mut().for_each(|row| fit(&mut row.1, width));
        }
        let score = |cells: &StringRecord| {
            let known = cells.iter().filter(|cell| is_known_header(cell)).count();
            (known, if known == 0 { cells.iter().filter(|cell| !cell.trim().is_empty()).count() } else { 0 })
        };
        let best = self.waiting.iter().rev().max_by_key(|(_, cells)| score(cells)).map(|row| row.0);
        let mut above: Option<StringRecord> = None;
        for (number, cells) in std::mem::take(&mut self.waiting) {
            match &self.header {
                Some(_) => self.below(number, cells, sink),
                None if Some(number) == best => {
                    let above = above.take();
                    let both = above.as_ref().and_then(|above| joined(&owned(above), &owned(&cells)));
                    self.printed.extend(above.filter(|_| both.is_some()));
                    self.set_header(both.unwrap_or_else(|| owned(&cells)), cells);
                }
                None => {
                    self.look_for_unit(&cells);
                    above = Some(cells);
                }
            }
        }
    }
}

/// A header of two lines as one, where the second continues the first: cells merged over both lines say the same twice,
/// and where they differ, the upper one spans several columns.
fn joined(upper: &[String], lower: &[String]) -> Option<Vec<String>> {
    let spans = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        beside.filter_map(|beside| upper.get(beside)).any(|beside| *beside == upper[at])
    };
    let equal = |at: usize| upper[at].trim() == lower[at].trim();
    let fits = upper.len() == lower.len()
        && (0..upper.len()).any(|at| equal(at) && !upper[at].trim().is_empty())
        && (0..upper.len()).any(|at| !equal(at))
        && (0..upper.len()).all(|at| equal(at) || (spans(at) && !lower[at].trim().is_empty()));
    let name = |at: usize| {
        let path = [upper[at].trim().to_owned(), lower[at].trim().to_owned()];
        if equal(at) { upper[at].clone() } else { column(&path, "_") }
    };
    fits.then(|| (0..upper.len()).map(name).collect())
}

fn owned(cells: &StringRecord) -> Vec<String> {
    cells.iter().map(str::to_owned).collect()
}

/// Makes a row as wide as the table.
fn fit(cells: &mut StringRecord, width: usize) {
    cells.truncate(width);
    for _ in cells.len()..width {
        cells.push_field("");
    }
}

fn emit(header: &Arc<[String]>, number: usize, cells: StringRecord, sink: &mut dyn FnMut(Row)) {
    let beyond = cells.iter().skip(header.len()).any(|cell| !cell.trim().is_empty());
    let fault = if cells.len() < header.len() {
        Some(format!("{} cells, the header has {}: the row is too short", cells.len(), header.len()))
    } else if beyond {
        Some(format!("{} cells, the header has {}: the row is too long", cells.len(), header.len()))
    } else {
        None
    };
    sink(Row { locator: number.to_string(), columns: Arc::clone(header), cells, fault });
}
