//! How far the sheets of an XLS reach, before they are read: calamine holds each as one rectangle, which two cells in
//! opposite corners make as large as the memory.

use super::biff::{BEGIN, NUMBERS, Records, number};
use crate::records::read::ReadError;

/// Cells that a rectangle may have whatever stands in it, and how many more for each value: 20 columns are usual.
const FREE: u64 = 4_000_000;
const PER_VALUE: u64 = 20;

/// Cells of a whole sheet, which some programs declare whatever is in it.
const WHOLE: u64 = 65_536 * 256;

/// What a sheet says of its extent, for which calamine reserves memory.
const DECLARED: u16 = 0x0200;
/// Records of one cell.
const CELLS: [u16; 7] = [0x0006, 0x0203, 0x0204, 0x0205, 0x00d6, 0x00fd, 0x027e];

/// A rectangle and the values in it.
#[derive(Default)]
struct Extent {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
    values: u64,
}

impl Extent {
    fn add(&mut self, row: u16, first: u16, last: u16) {
        let with = |range: Option<(u16, u16)>, low: u16, high: u16| {
            Some(range.map_or((low, high), |(start, end)| (start.min(low), end.max(high))))
        };
        self.rows = with(self.rows, row, row);
        self.columns = with(self.columns, first, last);
        self.values += u64::from(last.saturating_sub(first)) + 1;
    }

    fn area(&self) -> u64 {
        let length = |range: Option<(u16, u16)>| range.map_or(0, |(start, end)| u64::from(end - start) + 1);
        length(self.rows) * length(self.columns)
    }
}

/// Cells that a sheet declares: rows in two or four bytes by the version, ends exclusive.
fn declared(data: &[u8]) -> u64 {
    let long = |at: usize| Some(u64::from(number(data, at)?) | u64::from(number(data, at + 2)?) << 16);
    let short = |at: usize| number(data, at).map(u64::from);
    let rows = if data.len() < 14 { short(0).zip(short(2)) } else { long(0).zip(long(4)) };
    let rows = rows.map_or(0, |(start, end)| if end == 0 { 1 } else { end.checked_sub(start).unwrap_or(u64::MAX) });
    // A first column behind the last one counts as none.
    rows.saturating_mul(short(if data.len() < 14 { 6 } else { 10 }).unwrap_or(0).max(1))
}

/// Refuses a workbook of these records whose sheets reach further than their values explain.
///
/// # Errors
/// [`ReadError::Format`] for such a workbook.
pub fn check(records: &[u8]) -> Result<(), ReadError> {
    let mut sheets = vec![Extent::default()];
    for (kind, data) in Records(records) {
        let cell = number(data, 0).zip(number(data, 2));
        match (kind, cell, sheets.last_mut()) {
            (DECLARED, ..) if declared(data) > WHOLE => {
                return Err(ReadError::Format("a sheet that declares more cells than a sheet has".to_owned()));
            }
            (BEGIN, ..) => sheets.push(Extent::default()),
            (NUMBERS, Some((row, first)), Some(sheet)) => {
                let last = data.len().checked_sub(2).and_then(|at| number(data, at)).unwrap_or(first);
                sheet.add(row, first.min(last), first.max(last));
            }
            (kind, Some((row, column)), Some(sheet)) if CELLS.contains(&kind) => sheet.add(row, column, column),
            _ => {}
        }
    }
    let (area, values) = sheets.iter().fold((0, 0), |sum, sheet| (sum.0 + sheet.area(), sum.1 + sheet.values));
    if area > FREE + PER_VALUE * values {
        return Err(ReadError::Format(format!(
            "the sheets reach over {area} cells and hold {values} values: delete what stands far from the table"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u16]) -> Vec<u8> {
        let length = u16::try_from(data.len() * 2).expect("short");
        [kind, length].iter().chain(data).flat_map(|number| number.to_le_bytes()).collect()
    }

    fn workbook(records: &[Vec<u8>]) -> Vec<u8> {
        records.concat()
    }

    #[test]
    fn two_cells_in_opposite_corners_are_refused_before_they_are_read() {
        let begin = || record(BEGIN, &[0x0600, 0x0010]);
        let corners = |row, column| {
            workbook(&[begin(), record(0x0203, &[0, 0, 0, 0, 0, 0, 0]), record(0x0203, &[row, column, 0, 0, 0, 0, 0])])
        };
        for (row, column) in [(u16::MAX, u16::MAX), (u16::MAX, 255)] {
            let error = check(&corners(row, column)).expect_err("too far").to_string();
            assert!(error.contains("hold 2 values"), "{error}");
        }
        assert!(check(&corners(u16::MAX, 20)).is_ok(), "a last line far below is a slip that costs little");
        let numbers = |row| record(NUMBERS, &[row, 0, 0, 0, 0, u16::MAX]);
        assert!(check(&workbook(&[begin(), numbers(0), begin(), numbers(u16::MAX)])).is_ok(), "each sheet for itself");
        assert!(check(&workbook(&[begin(), numbers(0), numbers(u16::MAX)])).is_err());
        let declares = |data: &[u16]| check(&workbook(&[begin(), record(DECLARED, data)]));
        assert!(declares(&[0, 0, 0, 1, 0, 256, 0]).is_ok(), "a whole sheet");
        for data in [[0, 0, 0xffff, 0xffff, 0, 256, 0], [9, 0, 3, 0, 0, 2, 0], [0, 0, 0, 1, 0, u16::MAX, 0]] {
            assert!(declares(&data).is_err(), "{data:?}");
        }
        assert!(check(&workbook(&[vec![3, 2, 9]])).is_ok(), "cut short");
    }
}
