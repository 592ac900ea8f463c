//! Formulas of an XLS workbook whose values it does not hold: programs that only write workbooks leave those to the one that opens
//! them.
//!
//! In: the workbook's records. Out: the cells of such formulas. An empty text is a value where the workbook has others.

use super::biff::{self, number};
use std::collections::{BTreeMap, BTreeSet};

const FORMULA: u16 = 0x0006;
/// Where a formula has its value, and how long that is.
const VALUE: std::ops::Range<usize> = 6..14;
/// Where it says when it is worked out, and the sign for: when the workbook is opened.
const OPTIONS: usize = 14;
const ON_LOAD: u16 = 2;

/// What stands in the place of a formula's value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// A value.
    Value,
    /// An empty text, or nothing.
    Blank,
    /// The 0 of a program that leaves the value to others.
    Zero,
}

/// The columns of such cells, by sheet and row.
#[derive(Debug, Default)]
pub struct OldFormulas(Vec<BTreeMap<u32, BTreeSet<usize>>>);

impl OldFormulas {
    pub fn new(records: &[u8]) -> OldFormulas {
        let of_sheet =
            |sheet| biff::own(sheet).filter(|(kind, _)| *kind == FORMULA).filter_map(|(_, content)| place(content));
        let sheets: Vec<Vec<(u16, u16, Stands)>> =
            biff::sheets(records).into_iter().map(|sheet| of_sheet(sheet).collect()).collect();
        let has_values = sheets.iter().flatten().any(|cell| cell.2 == Stands::Value);
        let unstored = |cells: Vec<(u16, u16, Stands)>| {
            let mut rows: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
            for (row, column, stands) in cells {
                if stands == Stands::Zero || stands == Stands::Blank && !has_values {
                    rows.entry(row.into()).or_default().insert(column.into());
                }
            }
            rows
        };
        OldFormulas(sheets.into_iter().map(unstored).collect())
    }

    /// The columns of a row of the sheet of that number, from 0.
    pub fn of(&self, sheet: usize, row: u32) -> impl Iterator<Item = usize> {
        self.0.get(sheet).and_then(|rows| rows.get(&row)).into_iter().flatten().copied()
    }
}

/// Where a formula stands, and what is there for its value.
fn place(content: &[u8]) -> Option<(u16, u16, Stands)> {
    let (row, column, value) = (number(content, 0)?, number(content, 2)?, content.get(VALUE)?);
    let is_on_load = number(content, OPTIONS)? & ON_LOAD != 0;
    let stands = match value {
        [3, .., 0xff, 0xff] => Stands::Blank,
        [0, 0, 0, 0, 0, 0, 0, 0] if is_on_load => Stands::Zero,
        _ => Stands::Value,
    };
    Some((row, column, stands))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::format::sheet::biff::tests::record;
    use crate::records::format::sheet::biff::{BEGIN, END, SHEET};

    const BLANK: [u8; 8] = [3, 0, 0, 0, 0, 0, 0xff, 0xff];

    /// The columns of row 1 in a workbook with these formulas there: what stands for their values, and their options.
    fn unstored(formulas: &[([u8; 8], u16)]) -> Vec<usize> {
        let globals = |start: u32| {
            let sheet = [start.to_le_bytes().as_slice(), &[0, 0, 1, 0, b'A']].concat();
            [record(BEGIN, &[0, 6, 5, 0]), record(SHEET, &sheet), record(END, &[])].concat()
        };
        let mut sheet = record(BEGIN, &[0, 6, 0x10, 0]);
        for (column, (value, options)) in (0_u16..).zip(formulas) {
            let head = [1, column, 0].map(u16::to_le_bytes).concat();
            sheet.extend(record(FORMULA, &[head.as_slice(), value, &options.to_le_bytes(), &[0; 6]].concat()));
        }
        sheet.extend(record(END, &[]));
        let start = u32::try_from(globals(0).len()).expect("short");
        OldFormulas::new(&[globals(start), sheet].concat()).of(0, 1).collect()
    }

    #[test]
    fn formulas_without_what_they_come_to_are_told() {
        assert_eq!(unstored(&[([0; 8], 3), ([0; 8], 0), (1.5_f64.to_le_bytes(), 3)]), [0]);
        assert_eq!(unstored(&[(BLANK, 0), (BLANK, 3)]), [0, 1], "a workbook without any value");
        assert_eq!(unstored(&[(BLANK, 0), (1.5_f64.to_le_bytes(), 0)]), [0; 0], "an empty text is one");
        assert!(OldFormulas::new(&[]).of(0, 1).next().is_none());
    }
}
