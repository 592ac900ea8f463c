//! Dates whose months have names, as mail, news feeds and programs write them.
//!
//! In: a text that is no date in numbers. Out: its day in China. A zone that is not said is China's, and so is CST. Must not
//! guess: of a year of two digits the day of the week bears witness.

use super::{chinese_number, day, in_china, short_number};
use jiff::civil::Weekday;
use jiff::fmt::rfc2822::DateTimeParser;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Days of the week in English, from Monday, and the sign behind 星期 or 周.
const WEEK: [(&str, &str); 7] =
    [("Mon", "一"), ("Tue", "二"), ("Wed", "三"), ("Thu", "四"), ("Fri", "五"), ("Sat", "六"), ("Sun", "日天")];
/// Zones that RFC 2822 does not know, or takes for another.
const ZONES: [(&str, &str); 6] = [
    ("UTC", "+0000"),
    ("Z", "+0000"),
    ("CST", "+0800"),
    ("中国标准时间", "+0800"),
    ("北京时间", "+0800"),
    ("(中国标准时间)", "+0800"),
];

/// The day of a date in which the month has a name.
pub fn read(text: &str) -> Option<jiff::civil::Date> {
    of_mail(text).or_else(|| of_program(text))
}

/// `Tue, 10 Nov 2026 09:00:00 +0800` (RFC 2822), `Saturday, 03-Jan-26 08:00:00 UTC` (RFC 850), `星期六, 03 一月 2026 08:00:00 GMT`.
fn of_mail(text: &str) -> Option<jiff::civil::Date> {
    let (week, rest) = match text.split_once([',', ' ']) {
        Some((word, rest)) if weekday(word).is_some() => (weekday(word), rest.trim_start()),
        _ => (None, text),
    };
    let mut words: Vec<&str> = rest.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    // 03-Jan-26 is one word.
    if let Some(first) = words.first().copied().filter(|first| first.contains('-')) {
        words.splice(..1, first.split('-'));
    }
    let [days, month, year, ref behind @ ..] = words[..] else { return None };
    let (days, month) = (short_number(days)?, month_of(month)?);
    let number: i64 = year.parse().ok().filter(|_| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let date = match year.len() {
        4 => day(number, month, days)?,
        2 if number < 50 => day(2000 + number, month, days).filter(|date| Some(date.weekday()) == week)?,
        _ => return None,
    };
    let (time, zone) = match *behind {
        [] => return Some(date),
        [time] => (time, "+0800".to_owned()),
        [time, zone] => (time, zone_of(zone)),
        // Mail explains its zones: +0800 (CST).
        [time, zone, comment] if comment.starts_with('(') => (time, zone_of(zone)),
        _ => return None,
    };
    let (days, month, year) = (date.day(), &MONTHS[usize::try_from(date.month()).ok()? - 1][..3], date.year());
    in_china(DateTimeParser::new().parse_timestamp(format!("{days} {month} {year} {time} {zone}")))
}

/// `Fri Jan 03 00:00:00 CST 2025` and `Jan 3, 2025 12:00:00 AM` as Java prints a date, `Sat Jan 03 2026 08:00:00 GMT+0800` as
/// browsers do.
fn of_program(text: &str) -> Option<jiff::civil::Date> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let (month, days, year) = match words[..] {
        [_, month, days, _, "CST" | "GMT+08:00", year] => (month, days, year),
        [_, month, days, year, _, "GMT+0800", ..] => (month, days, year),
        [month, days, year] | [month, days, year, _] | [month, days, year, _, "AM" | "PM"] => (month, days, year),
        _ => return None,
    };
    if year.len() != 4 {
        return None;
    }
    day(year.parse().ok()?, month_of(month)?, short_number(days)?)
}

/// 1 to 12: `Jan`, `January`, `一月`, `1月`.
fn month_of(word: &str) -> Option<i64> {
    if let Some(number) = word.strip_suffix('月') {
        return chinese_number(number).filter(|number| (1..=12).contains(number));
    }
    let named = |name: &str| name.eq_ignore_ascii_case(word) || name[..3].eq_ignore_ascii_case(word);
    MONTHS.iter().position(|name| named(name)).and_then(|at| i64::try_from(at + 1).ok())
}

fn weekday(word: &str) -> Option<Weekday> {
    let chinese = word.strip_prefix("星期").or_else(|| word.strip_prefix('周'));
    let is_named = |(english, signs): &(&str, &str)| match chinese {
        Some(sign) => sign.chars().count() == 1 && signs.contains(sign),
        None => word.is_ascii() && word.len() >= 3 && word[..3].eq_ignore_ascii_case(english),
    };
    let at = WEEK.iter().position(is_named)?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// A zone as RFC 2822 writes it.
fn zone_of(word: &str) -> String {
    let known = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, zone)| *zone);
    let offset = ["GMT", "UTC"].iter().find_map(|name| word.strip_prefix(name)).filter(|offset| !offset.is_empty());
    known.or(offset).unwrap_or(word).replace(':', "")
}
