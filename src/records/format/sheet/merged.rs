//! Merged cells: every cell of a merge gets its value, row by row.

use calamine::Dimensions;
use csv::StringRecord;

/// Merged cells that are filled: a merge of a whole column is decoration.
const MAX_FILLED: u64 = 10_000;

/// The merges of a sheet, as its rows go by.
pub struct Merged {
    /// Those whose first row is still to come, the last one first.
    coming: Vec<Dimensions>,
    /// Those that reach into the rows to come, with their value.
    open: Vec<(Dimensions, String)>,
    left: u64,
}

impl Merged {
    pub fn new(mut merges: Vec<Dimensions>) -> Merged {
        merges.retain(|merge| merge.end.0 >= merge.start.0 && merge.end.1 >= merge.start.1);
        merges.sort_by_key(|merge| std::cmp::Reverse(merge.start));
        Merged { coming: merges, open: Vec::new(), left: MAX_FILLED }
    }

    /// Adds a merge that begins in the next row.
    pub fn add(&mut self, merge: Dimensions) {
        self.coming.push(merge);
    }

    /// The row with its merges filled. A merge over several columns that holds the only value of its row is a title and
    /// stays as it is.
    pub fn fill(&mut self, row: u32, cells: StringRecord) -> StringRecord {
        // What will not be filled any more is not kept, either.
        if self.left == 0 {
            self.coming.clear();
            self.open.clear();
        }
        if self.coming.is_empty() && self.open.is_empty() {
            return cells;
        }
        self.open.retain(|(merge, _)| merge.end.0 >= row);
        let values = cells.iter().filter(|cell| !cell.is_empty()).count();
        while let Some(merge) = self.coming.pop_if(|merge| merge.start.0 <= row) {
            let is_title = values == 1 && merge.end.1 - merge.start.1 >= 2;
            let value = cells.get(merge.start.1 as usize).unwrap_or_default();
            if merge.start.0 == row && !is_title && !value.is_empty() {
                self.open.push((merge, value.to_owned()));
            }
        }
        if self.open.is_empty() {
            return cells;
        }
        let mut filled: Vec<&str> = cells.iter().collect();
        for (merge, value) in &self.open {
            let width = u64::from(merge.end.1 - merge.start.1) + 1;
            if width > self.left {
                self.left = 0;
                break;
            }
            self.left -= width;
            let end = merge.end.1 as usize + 1;
            filled.resize(filled.len().max(end), "");
            filled[merge.start.1 as usize..end].fill(value);
        }
        filled.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_fill_their_rows_and_titles_stay() {
        let merge = |start, end| Dimensions { start, end };
        let mut merged = Merged::new(vec![
            merge((2, 0), (3, 0)),
            merge((0, 0), (0, 3)),
            merge((1, 1), (1, 2)),
            merge((5, 5), (4, 5)),
            merge((4, 0), (4, u32::MAX)),
        ]);
        for (row, cells, filled) in [
            (0, vec!["表"], vec!["表"]),
            (1, vec!["名称", "机关", ""], vec!["名称", "机关", "机关"]),
            (2, vec!["甲", "1"], vec!["甲", "1"]),
            (3, vec!["", "2"], vec!["甲", "2"]),
            (4, vec!["乙", "3"], vec!["乙", "3"]),
            (9, vec!["丙"], vec!["丙"]),
        ] {
            assert_eq!(merged.fill(row, StringRecord::from(cells)), StringRecord::from(filled), "{row}");
        }
    }
}
