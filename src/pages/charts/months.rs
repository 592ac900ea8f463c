//! The twelve months up to the day, and where a day falls in them.

use super::draw::Tick;
use crate::clock::Date;
use crate::pages::words::Words;
use jiff::Span;

const MONTHS: i32 = 12;

/// The month of a day and the eleven before it.
pub struct Months {
    /// First days, oldest first.
    pub firsts: Vec<Date>,
    last: Date,
}

impl Months {
    pub fn up_to(day: Date) -> Months {
        let first = day.first_of_month();
        let before = |months: i32| first.saturating_sub(Span::new().months(months));
        Months { firsts: (0..MONTHS).rev().map(before).collect(), last: day }
    }

    /// Position of the month that a day is in; none before the first and after the day.
    pub fn find(&self, day: Date) -> Option<usize> {
        self.firsts.iter().rposition(|first| *first <= day).filter(|_| day <= self.last)
    }

    /// What a month is called where there is room.
    pub fn label(&self, at: usize, words: &Words) -> String {
        words.period(&self.firsts[at].strftime("%Y-%m").to_string())
    }

    /// What it is called below a column.
    pub fn tick(&self, at: usize, words: &Words) -> Tick {
        let first = self.firsts[at];
        Tick { label: first.month().to_string(), year: words.period(&first.year().to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_fall_in_their_months() {
        let months = Months::up_to(date(2026, 2, 15));
        assert_eq!((months.firsts.len(), months.firsts[0]), (12, date(2025, 3, 1)));
        for (day, at) in [
            (date(2026, 2, 15), Some(11)),
            (date(2026, 2, 16), None),
            (date(2026, 1, 31), Some(10)),
            (date(2025, 3, 1), Some(0)),
            (date(2025, 2, 28), None),
        ] {
            assert_eq!(months.find(day), at, "{day}");
        }
    }
}
