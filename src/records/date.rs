//! Every form of date that agencies send (`domain.md` 2.9), to a calendar day.

use crate::clock::Date;
use jiff::civil::date;
use jiff::{Timestamp, tz};

/// The text is no date that can be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date that can be read; write it like 2026-11-25")]
pub struct UnreadableDate;

/// Words that stand for "no value" in any column.
pub fn is_null_word(raw: &str) -> bool {
    matches!(
        raw,
        "" | "空" | "\\N" | "\\n" | "无" | "暂无" | "无处罚期限" | "-" | "--" | "/" | "null" | "NULL" | "None"
    ) || raw.bytes().all(|byte| byte == b'*')
}

/// The day a text names; `Ok(None)` for null words and for the sentinels that mean "no date".
///
/// # Errors
/// [`UnreadableDate`] for anything else.
pub fn parse(raw: &str) -> Result<Option<Date>, UnreadableDate> {
    let text: String = raw.trim().chars().map(ascii_digit).collect();
    if is_null_word(&text) {
        return Ok(None);
    }
    let day = epoch_or_serial(&text).or_else(|| written(&text)).ok_or(UnreadableDate)?;
    Ok(Some(day).filter(|day| !is_sentinel(*day)))
}

/// Days that registers fill in where there is none.
fn is_sentinel(day: Date) -> bool {
    day.year() >= 9000 || day == date(2099, 12, 31) || day <= date(1900, 1, 1)
}

fn ascii_digit(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '：' => ':',
        '．' => '.',
        other => other,
    }
}

/// Digits alone: an Excel serial, a compact day or month, or an epoch in seconds or milliseconds (at +08:00).
fn epoch_or_serial(text: &str) -> Option<Date> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let number: i64 = whole.parse().ok().filter(|number| *number >= 0)?;
    let china = tz::TimeZone::fixed(tz::offset(8));
    let at = |moment: Timestamp| china.to_datetime(moment).date();
    match whole.len() {
        // 45660 = 2025-01-03; serials count from 1899-12-30.
        5 if (20_000..80_000).contains(&number) => {
            Some(date(1899, 12, 30).saturating_add(jiff::Span::new().days(number)))
        }
        6 => day(whole.get(..4)?, whole.get(4..)?, "1"),
        8 => day(whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        10 => Timestamp::from_second(number).ok().map(at),
        13 => Timestamp::from_millisecond(number).ok().map(at),
        _ => None,
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Year, month and day with separators or the characters 年月日, followed by a time or nothing.
fn written(text: &str) -> Option<Date> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(tz::TimeZone::fixed(tz::offset(8)).to_datetime(moment).date());
    }
    if let Some((year, rest)) = text.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        let day_text = rest.split(['日', '号', ' ']).next().filter(|text| !text.is_empty()).unwrap_or("1");
        return day(&numeral(year.trim())?, &numeral(month.trim())?, &numeral(day_text.trim())?);
    }
    let head = text.split([' ', 'T']).next()?;
    let parts: Vec<&str> = head.split(['-', '/', '.']).collect();
    match parts.as_slice() {
        [year, month, day_text] if year.len() == 4 => day(year, month, day_text),
        [year, month] if year.len() == 4 => day(year, month, "1"),
        _ => None,
    }
}

/// Arabic digits, or Chinese numerals as in 二〇二五, 十一, 二十五.
fn numeral(text: &str) -> Option<String> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    let digit = |character: char| match character {
        '〇' | '○' | '零' => Some(0),
        other => "一二三四五六七八九".chars().position(|known| known == other).map(|position| position + 1),
    };
    match text.split_once('十') {
        None => text.chars().map(|character| digit(character).map(|digit| digit.to_string())).collect(),
        Some((tens, ones)) => {
            let one = |part: &str, empty| if part.is_empty() { Some(empty) } else { digit(part.chars().next()?) };
            Some((one(tens, 1)? * 10 + one(ones, 0)?).to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_agencies_send() {
        let forms = [
            "2025-01-03",
            "2025/1/3",
            "2025.1.3",
            "20250103",
            "2025年1月3日",
            "二〇二五年一月三日",
            "2025-1-3 0:00:00",
            "2025-01-03 00:00:00",
            "45660",
            "1735833600000",
            "1735833600",
            "2025-01-02T16:00:00Z",
            "２０２５-０１-０３",
            "2025-01-03T00:00:00+08:00",
            "45660.0",
        ];
        for form in forms {
            assert_eq!(parse(form), Ok(Some(date(2025, 1, 3))), "{form}");
        }
        assert_eq!(parse("二〇二五年十一月二十五日"), Ok(Some(date(2025, 11, 25))));
        assert_eq!(parse("202011"), Ok(Some(date(2020, 11, 1))));
        assert_eq!(parse("2020年11月"), Ok(Some(date(2020, 11, 1))));
    }

    #[test]
    fn null_words_and_sentinels_are_no_date() {
        let none = [
            "",
            "空",
            "\\N",
            "无",
            "暂无",
            "无处罚期限",
            "-",
            "/",
            "null",
            "********",
            "9999-9-9",
            "2099-12-31",
            "2099/12/31",
            "1900-1-1",
            "1899-12-31",
        ];
        for text in none {
            assert_eq!(parse(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in
            ["2026-13-45", "昨天", "2026-02-30", "9.12E+17", "年月日", "3/1/2025", "十年", "99999999999999999999"]
        {
            assert_eq!(parse(text), Err(UnreadableDate), "{text}");
        }
    }
}
