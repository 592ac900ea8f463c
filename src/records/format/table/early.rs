//! Rows that end before the last column: many programs that write CSV leave empty cells at the end off, and damage looks alike.
//!
//! In: the rows of one header. Out: those that are whole, at once, and the others when it is known what they are. They are whole where
//! several end so, or most, and no row of the table has an empty cell at its end; else they were damaged.

use super::columns::Columns;
use super::widen;
use csv::StringRecord;

/// Rows that wait for others to tell what they are.
const MOST: usize = 1_000;

/// A row with its number.
pub type Numbered = (usize, StringRecord);

/// What is known of the ends of a table's rows.
#[derive(Default)]
pub struct Early {
    waiting: Vec<Numbered>,
    /// Rows as wide as the header.
    whole: usize,
    /// Whether one of them has an empty cell at its end.
    writes_ends: bool,
    /// Rows whose ends were read as empty, and the number of the first.
    read: (usize, usize),
}

impl Early {
    /// Takes a row; hands it back unless it waits.
    pub fn take(&mut self, (number, cells): Numbered, header: &Columns) -> Option<Numbered> {
        if cells.len() < header.width && !self.writes_ends && header.may_lack_its_end(&cells) {
            self.waiting.push((number, cells));
            return None;
        }
        self.whole += usize::from(cells.len() == header.width);
        self.writes_ends |= cells.get(header.width.saturating_sub(1)).is_some_and(str::is_empty);
        Some((number, cells))
    }

    pub fn is_full(&self) -> bool {
        self.waiting.len() > MOST
    }

    /// The rows that wait: widened where they are whole.
    pub fn settle(&mut self, header: &Columns) -> Vec<Numbered> {
        let mut rows = std::mem::take(&mut self.waiting);
        let are_many = rows.len() > 1 || rows.len() > self.whole || self.read.0 > 0;
        if !self.writes_ends && are_many {
            for (number, cells) in &mut rows {
                let (count, first) = self.read;
                self.read = (count + 1, if count == 0 { *number } else { first });
                widen(cells, header.width);
            }
        }
        rows
    }

    /// Another header begins: its rows may be written otherwise.
    pub fn begin(&mut self) {
        (self.whole, self.writes_ends) = (0, false);
    }

    /// That rows end early, where some do.
    pub fn note(&self) -> Option<String> {
        let (count, first) = self.read;
        let said = || {
            format!(
                "{count} rows end before the last column, the first in row {first}: what they lack is read as empty"
            )
        };
        (count > 0).then(said)
    }
}
