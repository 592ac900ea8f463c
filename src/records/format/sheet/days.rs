//! Serial days without the format of a date, in a workbook that counts its days from 1904 (Excel for Mac): what reads them counts
//! from 1900.

use crate::records::ValueType;
use crate::records::format::Row;
use crate::records::mapping::{Mapping, Target};
use crate::sources::Feed;
use std::sync::Arc;

/// Days from the one beginning to the other.
const BETWEEN: i64 = 1_462;
/// Digits of a serial day of our time.
const DIGITS: usize = 5;

/// The columns of days of one feed.
pub struct Days(Mapping);

impl Days {
    pub fn new(feed: &Feed) -> Days {
        Days(Mapping::new(feed))
    }

    /// Counts the serial days of a row from 1900.
    pub fn count_from_1900(&mut self, row: &mut Row) {
        let columns = Arc::clone(&row.columns);
        let moved = columns.iter().zip(&row.cells).map(|(column, cell)| self.moved(column, cell)).collect::<Vec<_>>();
        if moved.iter().any(Option::is_some) {
            let cells = row.cells.iter().enumerate();
            let cells = cells.map(|(at, cell)| moved.get(at).cloned().flatten().unwrap_or_else(|| cell.to_owned()));
            row.cells = cells.collect();
        }
    }

    fn moved(&mut self, column: &str, cell: &str) -> Option<String> {
        let (day, time) = cell.split_at_checked(DIGITS)?;
        let is_time = |time: &str| time.starts_with('.') && time[1..].bytes().all(|byte| byte.is_ascii_digit());
        if !(time.is_empty() || is_time(time)) || !day.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let target = self.0.column(column).target;
        let is_day = matches!(target, Target::Field(field) if field.value_type() == ValueType::Date);
        let day: i64 = day.parse().ok().filter(|_| is_day)?;
        Some(format!("{}{time}", day + BETWEEN))
    }
}
