//! Last days: of a month or a year that is written as an end, of a range, and terms that are counted from another day.

use super::{UnreadableDate, parse, plain};
use crate::records::numeral;
use crate::records::text::fold_width;
use jiff::Span;
use jiff::civil::Date;

/// `202601-202602` and the like, in bytes.
const SHORTEST_RANGE: usize = 12;
/// Longest term that is one, in years: what is more is a year of the calendar.
const LONGEST_TERM: u64 = 50;

/// The last day that a cell names, where it is an end: of a month (`2028年3月`, `2028-03`) or a year (`2028年底`) its last. Else as
/// [`parse`].
///
/// # Errors
/// [`UnreadableDate`] as [`parse`].
pub fn last_of(raw: &str) -> Result<Option<Date>, UnreadableDate> {
    if plain(raw).is_some() {
        return parse(raw);
    }
    let text = fold_width(raw.trim());
    let text = text.trim().trim_end_matches(['止', '底', '末']);
    if let Some(year) = text.strip_prefix('至').unwrap_or(text).strip_suffix('年').filter(|year| year.len() == 4) {
        return parse(&format!("{year}-12-31"));
    }
    match parse(raw).or_else(|error| if text.len() < raw.trim().len() { parse(text) } else { Err(error) })? {
        Some(date) if is_month(text) => Ok(Some(date.last_of_month())),
        date => Ok(date),
    }
}

/// Whether a text that names a day names none within its month.
fn is_month(text: &str) -> bool {
    if let Some((_, rest)) = text.split_once('月') {
        return !rest.chars().any(|sign| sign.is_numeric() || "一二三四五六七八九十".contains(sign));
    }
    let numbers: Vec<&str> = text.split(|sign: char| !sign.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match numbers[..] {
        [whole] => whole.len() == 6,
        [year, month] => year.len() == 4 && month.len() <= 2,
        _ => false,
    }
}

/// Both ends of a range of days: `2026-01-15至2028-01-14`, `2026/1/15-2028/1/14`, `20260115-20280114`, `2026年4月至2028年3月`; the
/// last day is none where it is open (`至长期`). `None` for what is no range, or runs backwards.
pub fn range(raw: &str) -> Option<(Date, Option<Date>)> {
    if raw.len() < SHORTEST_RANGE {
        return None;
    }
    let text = fold_width(raw.trim());
    let split = ["至", "到", "~", "—", " - "].iter().find_map(|word| text.split_once(word));
    let halves = split.or_else(|| {
        // `2026/1/15-2028/1/14`: a hyphen divides where dates are not written with hyphens.
        text.split_once('-').filter(|(from, until)| {
            let is_whole = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
            let other = |part: &str| part.contains(['/', '.', '年']) && !part.contains('-') || is_whole(part);
            other(from) && other(until)
        })
    });
    let (from, until) = halves?;
    let from = parse(from.trim_end_matches(['—', '-', ' '])).ok().flatten()?;
    let until = last_of(until.trim_start_matches(['—', '-', ' '])).ok()?;
    until.is_none_or(|until| until >= from).then_some((from, until))
}

/// What may stand around a term without changing it.
const AROUND: [&str; 26] = [
    "公示期限",
    "有效期限",
    "行政处罚",
    "之日起",
    "有效期",
    "公示期",
    "自",
    "从",
    "作出",
    "决定",
    "公示",
    "公布",
    "发布",
    "列入",
    "认定",
    "授予",
    "日起",
    "起",
    "计算",
    "期限",
    "为",
    "期",
    "满",
    "(",
    ")",
    ":",
];

/// A term in place of an end: `1年`, `三个月`, `365天`, `自公示之日起1年`. `None` for anything else.
pub fn term(raw: &str) -> Option<Span> {
    // Each date has more digits; nearly all cells are dates.
    if raw.bytes().filter(u8::is_ascii_digit).count() > 5 {
        return None;
    }
    let text = fold_width(raw);
    let bare = AROUND
        .iter()
        .fold(text.replace([' ', ',', '，', '。', '（', '）', '：'], ""), |text, word| text.replace(word, ""));
    if bare == "半年" {
        return Some(Span::new().months(6));
    }
    let (number, unit) = ["个月", "年", "天"].iter().find_map(|unit| Some((bare.strip_suffix(unit)?, *unit)))?;
    let number = number.parse().ok().or_else(|| numeral::read(number)).filter(|number| *number > 0)?;
    let count = i64::try_from(number).ok()?;
    let (most, span) = match unit {
        "年" => (LONGEST_TERM, Span::new().try_years(count)),
        "个月" => (12 * LONGEST_TERM, Span::new().try_months(count)),
        _ => (366 * LONGEST_TERM, Span::new().try_days(count)),
    };
    span.ok().filter(|_| number <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_ends_on_its_last_day() {
        for text in
            ["2028年3月", "2028-03", "2028/3", "202803", "至2028年3月", "2028年3月底", "2028年3月止", "二〇二八年三月"]
        {
            assert_eq!(last_of(text), Ok(Some(date(2028, 3, 31))), "{text}");
        }
        for text in ["2028年3月20日", "2028-03-20", "20280320", "至2028-03-20", "2028年3月20日止"] {
            assert_eq!(last_of(text), Ok(Some(date(2028, 3, 20))), "{text}");
        }
        for text in ["2028年", "2028年底", "至2028年末"] {
            assert_eq!(last_of(text), Ok(Some(date(2028, 12, 31))), "{text}");
        }
        assert_eq!(last_of("长期"), Ok(None));
        assert!(last_of("三年").is_err() && last_of("年").is_err() && last_of("3月底").is_err());
    }

    #[test]
    fn a_range_ends_on_the_last_day_of_its_month() {
        let day = |month, day| date(2026, month, day);
        for (text, from, until) in [
            ("2026年4月至2026年6月", day(4, 1), day(6, 30)),
            ("20260302-20260620", day(3, 2), day(6, 20)),
            ("202604-202606", day(4, 1), day(6, 30)),
            ("2026/1/15-2026/6/14", day(1, 15), day(6, 14)),
        ] {
            let found = range(text);
            assert!(found.is_none_or(|found| found == (from, Some(until))), "{text}: {found:?}");
        }
        assert_eq!(range("2026年4月至2028年3月"), Some((day(4, 1), Some(date(2028, 3, 31)))));
        assert_eq!(range("20260302-20270302"), Some((day(3, 2), Some(date(2027, 3, 2)))));
    }

    #[test]
    fn a_term_is_told_from_a_day() {
        let years = |years: i64| Some(Span::new().years(years).fieldwise());
        for (text, expected) in [
            ("1年", years(1)),
            ("三年", years(3)),
            ("两年", years(2)),
            ("自公示之日起1年", years(1)),
            ("1年（自公示之日起）", years(1)),
            ("公示期限为一年", years(1)),
            ("3个月", Some(Span::new().months(3).fieldwise())),
            ("半年", Some(Span::new().months(6).fieldwise())),
            ("365天", Some(Span::new().days(365).fieldwise())),
        ] {
            assert_eq!(term(text).map(Span::fieldwise), expected, "{text}");
        }
        for none in
            ["2026年", "2026年3月", "三月", "5个工作日", "一年一次", "0年", "年", "", "2026-03-02", "99年", "三年级"]
        {
            assert_eq!(term(none).map(Span::fieldwise), None, "{none}");
        }
    }
}
