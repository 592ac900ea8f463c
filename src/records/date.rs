//! Every form of date that agencies send (`domain.md` 2.9), to a calendar day.
//!
//! In: a cell as it stands. Out: the day in Anshan (+08:00), or no date for null words and sentinels. Must not guess: a
//! day and a month that could be swapped, or a year of two digits, are refused.

mod ends;
mod named;
#[cfg(test)]
mod tests;

pub use ends::{last_of, range, term};

use super::text::fold_width;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

/// The text is no date of any known form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date that can be read; write it like 2026-03-02")]
pub struct UnreadableDate;

/// The hour of mainland China, in which dates without a zone are meant.
const CHINA: Offset = jiff::tz::offset(8);
/// First and last serial day that is read as an Excel date: 1954-10-03 to 2119-01-10.
const SERIAL_DAYS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// Words that mean "no value" in any column.
pub fn is_null_word(text: &str) -> bool {
    let text = text.trim();
    matches!(
        text,
        "" | "空"
            | "无"
            | "暂无"
            | "没有"
            | "未填写"
            | "不详"
            | "无处罚期限"
            | "/"
            | "\\"
            | "\\N"
            | "\\n"
            | "\\t"
            | "N/A"
            | "n/a"
            | "NULL"
            | "null"
            | "Null"
            | "None"
            | "none"
            | "undefined"
            | "NaN"
    ) || text.chars().all(|character| matches!(character, '-' | '—' | '－' | '–' | '*' | '＊' | '_'))
}

/// The day that a cell names; `Ok(None)` for null words and for the sentinels that stand for "no date" (9999-9-9,
/// 2099-12-31, 1900-1-1 …). A month without a day (`202011`, `2020年11月`) is its first day; times are dropped, a time
/// with a zone is moved to +08:00 first.
///
/// # Errors
/// [`UnreadableDate`] for anything else.
pub fn parse(raw: &str) -> Result<Option<Date>, UnreadableDate> {
    if let Some(date) = plain(raw) {
        return meant(date);
    }
    let folded = fold_width(raw.trim());
    let text = folded.trim().trim_start_matches('\'').trim();
    if is_null_word(text) || OPEN.contains(&text) || text.starts_with("0000") || is_day_zero(text) {
        return Ok(None);
    }
    let date = read(text).or_else(|| read(moment(text)?)).or_else(|| read(&undecorated(text)));
    meant(date.ok_or(UnreadableDate)?)
}

/// The milliseconds of `/Date(1772380800000+0800)/`, as interfaces of .NET write a moment.
fn moment(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let zone = inside.rfind(['+', '-']).filter(|at| *at > 0).unwrap_or(inside.len());
    Some(&inside[..zone])
}

/// Words for an end that is open.
const OPEN: [&str; 7] = ["长期", "长期有效", "永久", "永久有效", "至今", "无固定期限", "无期限"];

/// Day zero of a spreadsheet, which is what it shows for an empty cell with the format of a date: `1900/1/0`.
fn is_day_zero(text: &str) -> bool {
    let mut numbers = text.split(|sign: char| !sign.is_ascii_digit()).map(|number| number.parse().ok());
    [1900, 1, 0].into_iter().all(|wanted| numbers.next().flatten() == Some(wanted))
}

/// A date of any one form.
fn read(text: &str) -> Option<Date> {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !is_dotted(text) {
        from_number(text)
    } else if text.contains('年') {
        from_chinese(text)
    } else if text.starts_with(|first: char| first.is_ascii_digit()) {
        from_parts(text).or_else(|| named::read(text))
    } else {
        named::read(text)
    }
}

/// Without the day of the week, the half of the day and the words around a last day (截至…, …止), and with 元月 as the
/// first month.
fn undecorated(text: &str) -> String {
    let text =
        ["截至", "截止到", "截止至", "截止", "至"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let text = text.trim_start_matches([':', ' ']);
    let mut plain = text.strip_suffix('止').unwrap_or(text).replace("元月", "1月");
    for week in ["星期", "周"] {
        if let Some(start) = plain.find(week) {
            let day = plain[start + week.len()..].chars().next().filter(|day| "一二三四五六日天".contains(*day));
            if let Some(day) = day {
                plain.replace_range(start..start + week.len() + day.len_utf8(), "");
            }
        }
    }
    plain.replace("()", "").replace("上午", "").replace("下午", "").trim().to_owned()
}

/// A day of our time; none where databases fill in their first or last day, or programs the zero of their clock. What is neither is mistyped (`2205-01-03`).
fn meant(date: Date) -> Result<Option<Date>, UnreadableDate> {
    let is_edge = matches!((date.month(), date.day()), (1, 1) | (12, 30 | 31));
    match date.year() {
        1970 if date.day_of_year() == 1 => Ok(None),
        1901..2099 => Ok(Some(date)),
        9999 => Ok(None),
        _ if is_edge => Ok(None),
        _ => Err(UnreadableDate),
    }
}

/// The commonest forms, `2026-03-02` and `2026/03/02`, without a look at any other.
pub fn plain(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-' | b'/', m1, m2, b'-' | b'/', d1, d2] = *text.as_bytes() else { return None };
    if text.as_bytes()[4] != text.as_bytes()[7] {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
    };
    day(number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// `2025.1.3` is a date with dots, `45660.5` a serial day with a time.
fn is_dotted(text: &str) -> bool {
    let mut parts = text.split('.');
    parts.next().is_some_and(|year| year.len() == 4) && parts.next().is_some_and(|month| month.len() <= 2)
}

fn from_number(text: &str) -> Option<Date> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match whole.len() {
        5 if SERIAL_DAYS.contains(&number) => {
            jiff::civil::date(1899, 12, 30).checked_add(Span::new().days(number)).ok()
        }
        6 => day(number / 100, number % 100, 1),
        8 => day(number / 10_000, number / 100 % 100, number % 100),
        10 => with_hour(number).or_else(|| in_china(Timestamp::from_second(number))),
        12 | 14 | 17 => {
            let date: i64 = whole[..8].parse().ok()?;
            day(date / 10_000, date / 100 % 100, date % 100)
        }
        13 | 15 => in_china(Timestamp::from_millisecond(number)),
        _ => None,
    }
}

/// 2025010312, a day with its hour: as seconds since 1970 such a number would be a day of 2030 or later.
fn with_hour(number: i64) -> Option<Date> {
    let date = day(number / 1_000_000, number / 10_000 % 100, number / 100 % 100)?;
    (number % 100 < 24 && (1901..2099).contains(&date.year())).then_some(date)
}

fn in_china(moment: Result<Timestamp, jiff::Error>) -> Option<Date> {
    Some(CHINA.to_datetime(moment.ok()?).date())
}

fn day(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2025年1月3日`, `二〇二五年一月三日`, `2020年11月`, each perhaps with a time behind it.
fn from_chinese(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let rest = rest.trim();
    let (days, time) = match rest.split_once(['日', '号']) {
        Some((days, time)) => (chinese_number(days)?, time),
        // 2025年01月03, its 日 left away: no month without a day.
        None if rest.starts_with(|first: char| first.is_ascii_digit()) => {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            (chinese_number(&rest[..length])?, &rest[length..])
        }
        None => (1, rest),
    };
    let is_time = |character: char| character.is_ascii_digit() || " :.时点分秒上下午".contains(character);
    if !time.chars().all(is_time) {
        return None;
    }
    day(chinese_year(year)?, chinese_number(month)?, days)
}

fn chinese_year(text: &str) -> Option<i64> {
    let digits: Option<Vec<i64>> = text.trim().chars().map(chinese_digit).collect();
    let digits = digits.filter(|digits| digits.len() == 4)?;
    Some(digits.iter().fold(0, |sum, digit| sum * 10 + digit))
}

fn chinese_digit(character: char) -> Option<i64> {
    Some(match character {
        '〇' | '零' | '○' | 'O' | 'o' | '0' | '◯' => 0,
        '一' | '壹' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '1'..='9' => i64::from(character as u32 - '0' as u32),
        _ => return None,
    })
}

/// A month or a day: ASCII digits, or Chinese numerals up to 三十一 (廿 is 20, 卅 is 30).
fn chinese_number(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let text = text.replace('廿', "二十").replace('卅', "三十").replace('拾', "十");
    let text = text.trim_start_matches(['零', '〇', '○']);
    let single = |text: &str| {
        let mut characters = text.chars();
        let digit = chinese_digit(characters.next()?)?;
        characters.next().is_none().then_some(digit)
    };
    match text.split_once('十') {
        None => single(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { single(tens)? };
            Some(tens * 10 + if ones.is_empty() { 0 } else { single(ones)? })
        }
    }
}

/// `2025-01-03`, `2025/1/3 0:00:00`, `2025.1.3`, `2025-01`, `2025-01-03T16:00:00.000Z`.
fn from_parts(text: &str) -> Option<Date> {
    let end = text.find(['T', ' ']).unwrap_or(text.len());
    let (date, time) = (&text[..end], text[end..].trim_start_matches(['T', ' ']));
    let separator = date.find(|character: char| !character.is_ascii_digit())?;
    let separator = date[separator..].chars().next().filter(|found| "-/.–—、".contains(*found))?;
    let mut parts = date.split(separator);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = short_number(parts.next()?)?;
    let days = match parts.next() {
        Some(days) => short_number(days)?,
        None if time.is_empty() => 1,
        None => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    let date = day(year, month, days)?;
    let shift = zone_shift(time)?;
    if shift == 0 { Some(date) } else { shifted(date, time, shift) }
}

fn short_number(text: &str) -> Option<i64> {
    (1..=2).contains(&text.len()).then(|| text.parse().ok()).flatten()
}

/// Minutes from a time's own zone to +08:00; zero without a zone. `None` when the text is no time.
fn zone_shift(time: &str) -> Option<i64> {
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = (time[..zone].trim(), &time[zone..]);
    if !clock.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',')) {
        return None;
    }
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let minutes = match (zone.chars().next(), digits.len()) {
        (None, _) => return Some(0),
        (Some('Z' | 'z'), 0) if zone.len() == 1 => 0,
        (Some('+' | '-'), 2) => digits.parse::<i64>().ok()? * 60,
        (Some('+' | '-'), 4) => digits[..2].parse::<i64>().ok()? * 60 + digits[2..].parse::<i64>().ok()?,
        _ => return None,
    };
    Some(8 * 60 - if zone.starts_with('-') { -minutes } else { minutes })
}

fn shifted(date: Date, time: &str, minutes: i64) -> Option<Date> {
    let mut clock = time.split([':', '.', ',', 'Z', 'z', '+', '-', ' ']);
    let hour: i8 = clock.next()?.parse().ok()?;
    let minute: i8 = clock.next().unwrap_or("0").parse().ok()?;
    let hour = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
    Some(date.to_datetime(hour).checked_add(Span::new().minutes(minutes)).ok()?.date())
}
