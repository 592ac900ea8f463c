//! Addresses behind the cells of a sheet of XLSX, row by row.

use calamine::Hyperlink;
use std::collections::BTreeMap;

/// Cells of one link: a link over a whole column is decoration.
const MAX_CELLS: u64 = 100;

/// The addresses by row and column.
#[derive(Default)]
pub struct Links(BTreeMap<u32, Vec<(usize, String)>>);

impl Links {
    /// Of those that lead to the web.
    pub fn new(links: Vec<Hyperlink>) -> Links {
        let mut by_row: BTreeMap<u32, Vec<(usize, String)>> = BTreeMap::new();
        for Hyperlink { range, target, .. } in links {
            let Some(target) = target.filter(|target| target.starts_with("http://") || target.starts_with("https://"))
            else {
                continue;
            };
            let (rows, columns) = (range.start.0..=range.end.0, range.start.1..=range.end.1);
            let sides = [range.end.0.abs_diff(range.start.0), range.end.1.abs_diff(range.start.1)];
            if sides.iter().map(|side| u64::from(*side) + 1).product::<u64>() > MAX_CELLS {
                continue;
            }
            for row in rows {
                let cells = columns.clone().map(|column| (column as usize, target.clone()));
                by_row.entry(row).or_default().extend(cells);
            }
        }
        Links(by_row)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of a row, each row asked for once.
    pub fn of(&mut self, row: u32) -> Vec<(usize, String)> {
        self.0.remove(&row).unwrap_or_default()
    }
}
