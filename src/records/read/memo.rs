//! Cells that were read before: most columns hold few values over and over, and each of them is read once.
//!
//! In: a cell, and how it is read. Out: what it comes to, from memory where the same stood in its column lately. Holds a bounded
//! number of cells, and none of a column whose values hardly come again, such as names.

use crate::records::{Field, Repair, Value};
use foldhash::fast::FixedState;
use std::hash::BuildHasher;

/// Cells of a column that are remembered.
const REMEMBERED: usize = 1024;
/// Longer cells than this, in bytes, are not.
const LONGEST: usize = 512;
/// Cells after which it is known whether those of a column come again.
const TRIED: usize = 2 * REMEMBERED;

/// What a cell comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub value: Option<Value>,
    /// Persons whose names were masked in it.
    pub persons: Vec<String>,
    pub repair: Option<Repair>,
}

/// What was read lately, by field.
#[derive(Default)]
pub struct Memo(Vec<Column>);

#[derive(Default)]
struct Column {
    asked: usize,
    known: usize,
    /// At the place that its hash names, the cell read last.
    cells: Vec<Option<Box<Known>>>,
}

struct Known {
    raw: Box<str>,
    /// The unit of its column, which decides what it comes to as much as the text does.
    yuan: u32,
    cell: Cell,
}

impl Memo {
    /// What a cell comes to: as remembered, else as `read` says. What cannot be read is not remembered.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn cell<E>(
        &mut self,
        field: Field,
        raw: &str,
        yuan: u32,
        read: impl FnOnce() -> Result<Cell, E>,
    ) -> Result<Cell, E> {
        let place = field as usize;
        if place >= self.0.len() {
            self.0.resize_with(place + 1, Column::default);
        }
        let column = &mut self.0[place];
        if raw.len() > LONGEST || !column.is_worth_it() {
            return read();
        }
        let slot = column.slot(raw);
        if let Some(known) = slot.as_ref().filter(|known| *known.raw == *raw && known.yuan == yuan) {
            let cell = known.cell.clone();
            column.known += 1;
            return Ok(cell);
        }
        let cell = read()?;
        *slot = Some(Box::new(Known { raw: raw.into(), yuan, cell: cell.clone() }));
        Ok(cell)
    }
}

impl Column {
    /// Whether the values come again often enough; else the memory is given back.
    fn is_worth_it(&mut self) -> bool {
        let is_worth_it = self.asked < TRIED || self.known > self.asked / 4;
        if !is_worth_it {
            self.cells = Vec::new();
        }
        is_worth_it
    }

    fn slot(&mut self, raw: &str) -> &mut Option<Box<Known>> {
        self.asked += 1;
        self.cells.resize_with(REMEMBERED, || None);
        let hash = FixedState::default().hash_one(raw);
        &mut self.cells[hash as usize % REMEMBERED]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads cells of one column as texts; how many were read anew.
    fn read_anew(cells: impl Iterator<Item = (String, u32)>) -> usize {
        let (mut memo, mut anew) = (Memo::default(), 0);
        for (raw, yuan) in cells {
            let cell = Cell { value: Some(Value::Text(format!("{raw}×{yuan}"))), persons: Vec::new(), repair: None };
            let read = || {
                anew += 1;
                Ok::<_, ()>(cell.clone())
            };
            assert_eq!(memo.cell(Field::Category, &raw, yuan, read).as_ref(), Ok(&cell));
        }
        anew
    }

    #[test]
    fn what_stood_there_lately_is_not_read_again() {
        let few = |number: usize| ((number % 7).to_string(), 1);
        assert_eq!(read_anew((0..100_000).map(few)), 7);
        assert_eq!(read_anew((0..10).map(|number| ("3".to_owned(), [1, 10_000][number % 2]))), 10, "another unit");
        let long = "长".repeat(LONGEST);
        assert_eq!(read_anew((0..10).map(|_| (long.clone(), 1))), 10, "too long to be kept");
    }

    #[test]
    fn a_column_whose_values_never_come_again_is_given_up() {
        let mut memo = Memo::default();
        for number in 0..2 * TRIED {
            let cell = Cell { value: None, persons: Vec::new(), repair: None };
            assert_eq!(memo.cell(Field::SubjectName, &number.to_string(), 1, || Ok::<_, ()>(cell.clone())), Ok(cell));
        }
        let column = &memo.0[Field::SubjectName as usize];
        assert_eq!((column.asked, column.cells.len()), (TRIED, 0));
    }

    #[test]
    fn what_cannot_be_read_is_no_value_of_the_next() {
        let mut memo = Memo::default();
        assert_eq!(memo.cell(Field::DecidedOn, "昨天", 1, || Err("not a date")), Err("not a date"));
        assert_eq!(memo.cell(Field::DecidedOn, "昨天", 1, || Err("still none")), Err("still none"));
    }
}
