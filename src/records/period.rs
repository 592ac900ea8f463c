//! Statistical periods as agencies write them: `2026Q3`, `2026-09`, `2026`.

use crate::clock::Date;
use jiff::civil::date;

/// Last day of a normalised period; `None` for any other wording.
pub fn last_day(period: &str) -> Option<Date> {
    let year: i16 = period.get(..4)?.parse().ok()?;
    if !(1949..=9000).contains(&year) {
        return None;
    }
    let month = match &period[4..] {
        "" => 12,
        rest => match rest.strip_prefix('Q') {
            Some(quarter) => quarter.parse::<i8>().ok().filter(|quarter| (1..=4).contains(quarter))? * 3,
            None => rest.strip_prefix('-')?.parse::<i8>().ok().filter(|month| (1..=12).contains(month))?,
        },
    };
    Some(date(year, month, 1).last_of_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_on_their_last_day() {
        assert_eq!(last_day("2026Q3"), Some(date(2026, 9, 30)));
        assert_eq!(last_day("2024-02"), Some(date(2024, 2, 29)));
        assert_eq!(last_day("2026"), Some(date(2026, 12, 31)));
        for wrong in ["", "2026Q5", "2026-13", "三季度", "2026年", "99999", "2026Q", "２０２６"] {
            assert_eq!(last_day(wrong), None, "{wrong}");
        }
    }
}
