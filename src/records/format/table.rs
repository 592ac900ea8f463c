//! Rows and columns: the header among the first rows, and what below it is data.

use super::Row;
use super::nested::column;
use super::notes::is_note;
use crate::records::Kind;
use crate::records::mapping::{is_known_header, is_like_header};
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

    /// The header is the row with the most cells that are known column names or like one, else the first of the fullest rows.
    fn settle(&mut self, sink: &mut dyn FnMut(Row)) {
        if self.is_ragged {
            let width = self.waiting.iter().map(|row| row.1.len()).max().unwrap_or(0);
            self.waiting.iter_mut().for_each(|row| fit(&mut row.1, width));
        }
        let score = |cells: &StringRecord| {
            let count = |is: fn(&str) -> bool| cells.iter().filter(|cell| is(cell)).count();
            let known = count(is_known_header);
            // A value may be called like a column, such as 罚款; hardly several of one row.
            match count(|cell| is_known_header(cell) || is_like_header(cell)) {
                0 => (0, 0, count(|cell| !cell.trim().is_empty())),
                all => (all, known, 0),
            }
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

/// A header of two lines as one, where the second continues the first. Exports leave the cells empty that a workbook has merged.
fn joined(upper: &[String], lower: &[String]) -> Option<Vec<String>> {
    merged(upper, lower).or_else(|| {
        let (upper, lower) = filled(upper, lower)?;
        // An empty name and a missing value look the same: only names that are known tell a header.
        let both = merged(&upper, &lower)?;
        (0..both.len()).all(|at| upper[at] == lower[at] || is_known_header(&both[at])).then_some(both)
    })
}

/// Two lines with what is empty filled as if it were merged with the cell above, or to the left.
fn filled(upper: &[String], lower: &[String]) -> Option<(Vec<String>, Vec<String>)> {
    if upper.len() != lower.len() {
        return None;
    }
    let is_empty = |cell: &String| cell.trim().is_empty();
    let mut above: Vec<String> = Vec::with_capacity(upper.len());
    for (at, cell) in upper.iter().enumerate() {
        let left = above.last().filter(|_| is_empty(cell) && !is_empty(&lower[at]));
        above.push(left.unwrap_or(cell).clone());
    }
    let below = above.iter().zip(lower).map(|(above, cell)| if is_empty(cell) { above } else { cell }.clone());
    let below = below.collect();
    Some((above, below))
}

/// Two lines in which cells merged over both say the same twice, and where they differ, the upper one spans several columns.
fn merged(upper: &[String], lower: &[String]) -> Option<Vec<String>> {
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
        // 处罚 over 类别 is 处罚类别.
        let run = path.concat();
        if equal(at) {
            upper[at].clone()
        } else if is_known_header(&run) {
            run
        } else {
            column(&path, "_")
        }
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
    let beyond = (header.len()..cells.len()).any(|at| !cells[at].trim().is_empty());
    let fault = if cells.len() < header.len() {
        Some(format!("{} cells, the header has {}: the row is too short", cells.len(), header.len()))
    } else if beyond {
        Some(format!("{} cells, the header has {}: the row is too long", cells.len(), header.len()))
    } else {
        None
    };
    sink(Row { locator: number.to_string(), columns: Arc::clone(header), cells, fault });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of a table and how many rows of data it has.
    fn read(lines: &[&str]) -> (Vec<String>, usize) {
        let (mut table, mut rows) = (Table::new(Kind::Penalty, None), 0);
        for (at, line) in lines.iter().enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            table.push(at + 1, StringRecord::from(cells), &mut |_| rows += 1);
        }
        let columns = table.finish(&mut |_| rows += 1).expect("a header");
        (columns, rows)
    }

    const DATA: &str = "1,鞍山示例健身服务有限公司,91210302MA99FAK16F,鞍市监处罚〔2026〕1号,罚款,3,2026-03-01";

    #[test]
    fn a_header_may_have_a_mark_on_every_name() {
        for header in [
            "序号,*行政相对人名称,*统一社会信用代码,*行政处罚决定书文号,*处罚类别,*罚款金额（万元）,*处罚决定日期",
            "序号,1.行政相对人名称（必填）,2.统一社会信用代码（必填）,3.行政处罚决定书文号,4.处罚类别（必填）,5.罚款金额（万元）,6.处罚决定日期（必填）",
        ] {
            let (columns, rows) = read(&["公示表,,,,,,", header, DATA, DATA]);
            assert_eq!((columns.join(",").as_str(), rows), (header, 2));
        }
    }

    #[test]
    fn two_lines_are_one_header_merged_or_not() {
        let joined = [
            "序号",
            "行政相对人名称",
            "统一社会信用代码",
            "行政处罚决定书文号",
            "处罚类别",
            "罚款金额",
            "处罚决定日期",
        ];
        let below = "序号,名称,统一社会信用代码,行政处罚决定书文号,类别,罚款金额,处罚决定日期";
        for (upper, lower) in [
            ("序号,行政相对人,行政相对人,行政处罚决定书文号,处罚,处罚,处罚决定日期", below),
            ("序号,行政相对人,,行政处罚决定书文号,处罚,,处罚决定日期", ",名称,统一社会信用代码,,类别,罚款金额,"),
        ] {
            let (columns, rows) = read(&[upper, lower, DATA]);
            assert_eq!((columns.as_slice(), rows), (joined.map(str::to_owned).as_slice(), 1), "{upper}");
        }
        // A nameless column and a value that is missing.
        let (columns, rows) = read(&["行政相对人名称,,处罚决定日期", "鞍山示例健身服务有限公司,甲,"]);
        assert_eq!((columns[0].as_str(), rows), ("行政相对人名称", 1));
    }
}
