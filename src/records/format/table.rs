//! Rows and columns: the header among the first rows, and what below it is data.

mod header;

use super::Row;
use super::notes::is_note;
use crate::records::mapping::{is_known_header, is_like_header};
use crate::records::read::ReadError;
use crate::records::{Kind, amount};
use crate::sources::Feed;
use csv::StringRecord;
use header::{is_said_of_columns, is_sum_without_unit, joined, named_unit, with_units_of};
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
    /// A unit that a note below the header names.
    unit_below: Option<&'static str>,
    /// The feed's own file says in which unit its sums are.
    is_unit_given: bool,
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
    fn new(kind: Kind, header_row: Option<usize>) -> Self {
        Table {
            kind,
            header_row,
            waiting: Vec::new(),
            unit: None,
            unit_below: None,
            is_unit_given: false,
            header: None,
            at_header: None,
            printed: Vec::new(),
            is_ragged: false,
        }
    }

    /// A table of a feed.
    pub fn of(feed: &Feed) -> Self {
        Table { is_unit_given: feed.amount_unit.is_some(), ..Table::new(feed.kind, feed.header_row) }
    }

    /// A table of a feed whose rows may be shorter than its header, and may have values beside the table.
    pub fn ragged(feed: &Feed) -> Self {
        Table { is_ragged: true, ..Table::of(feed) }
    }

    /// Takes a line that stands above the table: it may name the unit of all sums.
    pub fn under(&mut self, heading: &str) {
        self.unit = amount::named_in(heading).or(self.unit);
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
        let upper = self.at_header.take();
        if let Some(upper) = &upper
            && let Some(both) = joined(upper, &owned(&cells))
        {
            self.header = Some(self.with_unit(both).into());
            self.printed.push(cells);
        } else if let Some(upper) = upper.filter(|_| is_said_of_columns(&cells)) {
            let named = self.with_unit(with_units_of(upper, &cells));
            self.at_header = Some(named.clone());
            self.header = Some(named.into());
            self.printed.push(cells);
        } else if is_note(&cells, self.kind) {
            self.unit_below = named_unit(&cells).or(self.unit_below);
        } else if !self.is_printed_again(&cells) {
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
        self.unit = named_unit(cells).or(self.unit);
    }

    fn set_header(&mut self, cells: Vec<String>, printed: StringRecord) {
        self.printed.push(printed);
        self.header = Some(self.with_unit(cells.clone()).into());
        self.at_header = Some(cells);
    }

    /// Sums take the unit of the title into their header, unless they name their own.
    fn with_unit(&self, mut cells: Vec<String>) -> Vec<String> {
        if let Some(unit) = self.unit {
            for cell in cells.iter_mut().filter(|cell| is_sum_without_unit(cell)) {
                *cell = format!("{}（{unit}）", cell.trim());
            }
        }
        cells
    }

    /// The columns, once all rows are in.
    ///
    /// # Errors
    /// [`ReadError::Format`] without a header row, and when a note below the rows names the unit of sums that were read without.
    pub fn finish(mut self, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
        if self.header.is_none() {
            self.settle(sink);
        }
        let header = self.header.ok_or_else(|| ReadError::Format("no header row".to_owned()))?;
        match self.unit_below.filter(|unit| *unit != "元" && !self.is_unit_given) {
            Some(unit) if header.iter().any(|cell| is_sum_without_unit(cell)) => Err(ReadError::Format(format!(
                "a note below the table says that sums are in {unit}, its header does not; set `amount_unit`"
            ))),
            _ => Ok(header.to_vec()),
        }
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
    fn lines_below_the_names_may_say_what_the_columns_are() {
        let header = "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,罚款金额";
        let data = "鞍山示例健身服务有限公司,91210302MA99FAK16F,1号,2026-01-02,0.5";
        for (line, sum) in [
            ("CF_XDR_MC,CF_XDR_SHXYM,CF_WSH,CF_JDRQ,CF_NR_FK", "罚款金额（万元）"),
            ("1,2,3,4,5", "罚款金额"),
            ("（1）,（2）,（3）,（4）,（5）", "罚款金额"),
            ("必填,必填,必填,必填,选填", "罚款金额"),
            ("文本,文本,文本,日期,数值", "罚款金额"),
        ] {
            let (columns, rows) = read(&[header, line, data, data]);
            assert_eq!((columns[4].as_str(), rows), (sum, 2), "{line}");
        }
        assert_eq!(read(&[header, "1,2,3,4,5", "必填,必填,必填,必填,选填", data]).1, 1);
        assert_eq!(read(&["指标名称,数值,单位", "2,3,5", "1,,"]).1, 2, "numbers may be data");
    }

    #[test]
    fn lines_around_a_table_name_the_unit_of_its_sums() {
        let header = "序号,行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚类别,罚款金额,处罚决定日期";
        for title in ["（单位：人民币万元）,,,,,,", "公示表(万元),,,,,,", "公示表,,,,,单位,万元"]
        {
            assert_eq!(read(&[title, header, DATA]).0[5], "罚款金额（万元）", "{title}");
        }
        let below = |is_given| {
            let mut table = Table { is_unit_given: is_given, ..Table::new(Kind::Penalty, None) };
            for (at, line) in [header, DATA, "注：罚款金额单位为万元,,,,,,"].iter().enumerate() {
                table.push(at + 1, line.split(',').collect(), &mut |_| {});
            }
            table.finish(&mut |_| {}).map(|columns| columns.len())
        };
        assert!(below(false).is_err_and(|error| error.to_string().contains("`amount_unit`")));
        assert_eq!(below(true).ok(), Some(7));
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
