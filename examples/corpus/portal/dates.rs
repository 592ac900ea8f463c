//! Days before the corpus' date, in the spellings of agencies.

use jiff::civil::{Date, date};
use jiff::{Span, tz};

/// `as_of` of the corpus.
pub const AS_OF: Date = date(2026, 11, 25);

/// How an agency writes a day.
#[derive(Debug, Clone, Copy)]
pub enum Spelling {
    /// 2026-03-02
    Dashes,
    /// 2026/3/2
    Slashes,
    /// 2026.3.2
    Dots,
    /// 2026年3月2日
    Chinese,
    /// 20260302
    Digits,
    /// Midnight in China as milliseconds since 1970.
    Milliseconds,
    /// RFC 2822, for RSS.
    Mail,
}

/// The day so many days before [`AS_OF`].
pub fn days_ago(days: u64) -> Date {
    let days = i64::try_from(days).expect("a corpus spans a few years");
    AS_OF.checked_sub(Span::new().days(days)).expect("a corpus spans a few years")
}

/// The same day so many years later.
pub fn years_after(day: Date, years: i64) -> Date {
    day.checked_add(Span::new().years(years)).expect("a corpus spans a few years")
}

pub fn spell(day: Date, spelling: Spelling) -> String {
    let (year, month, number) = (day.year(), day.month(), day.day());
    match spelling {
        Spelling::Dashes => day.to_string(),
        Spelling::Slashes => format!("{year}/{month}/{number}"),
        Spelling::Dots => format!("{year}.{month}.{number}"),
        Spelling::Chinese => format!("{year}年{month}月{number}日"),
        Spelling::Digits => format!("{year}{month:02}{number:02}"),
        Spelling::Milliseconds => {
            let china = tz::offset(8);
            let midnight = china.to_timestamp(day.at(0, 0, 0, 0)).expect("a corpus spans a few years");
            midnight.as_millisecond().to_string()
        }
        Spelling::Mail => day.strftime("%a, %d %b %Y 00:00:00 +0800").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_as_agencies_do() {
        let day = date(2025, 1, 3);
        assert_eq!(spell(day, Spelling::Milliseconds), "1735833600000");
        assert_eq!(spell(day, Spelling::Mail), "Fri, 03 Jan 2025 00:00:00 +0800");
        assert_eq!(spell(day, Spelling::Chinese), "2025年1月3日");
        assert_eq!(years_after(days_ago(0), 1), date(2027, 11, 25));
    }
}
