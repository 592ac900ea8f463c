//! Days of birth: 1990年3月7日出生, 出生日期：1990-03-07, 1990年3月7日生.

use std::ops::Range;

/// Words beside a day of birth.
pub(super) const MARKS: [&str; 3] = ["出生", "生于", "生"];
/// Between 出生 and the day.
const LINKS: [&str; 11] = ["日期", "年月日", "年月", "时间", "于", "为", "：", ":", "（", "(", " "];
/// Signs between year, month and day.
const SIGNS: [char; 6] = ['年', '月', '-', '/', '.', ' '];

/// The day of birth beside the word at `at`.
pub(super) fn day(text: &str, at: usize, floor: usize) -> Option<Range<usize>> {
    let behind = &text[at..];
    if let Some(rest) = behind.strip_prefix("出生") {
        return before(text, at, floor).or_else(|| after(text, text.len() - rest.len()));
    }
    if let Some(rest) = behind.strip_prefix("生于") {
        // 发生于, 产生于.
        let begins = !text[floor..at].ends_with(super::names::is_han);
        return begins.then(|| after(text, text.len() - rest.len())).flatten();
    }
    let ends = !behind["生".len()..].starts_with(super::names::is_han);
    (ends && text[floor..at].ends_with('日')).then(|| before(text, at, floor)).flatten()
}

/// The day that ends at `at`.
fn before(text: &str, at: usize, floor: usize) -> Option<Range<usize>> {
    let own = text[floor..at].trim_end();
    let end = floor + own.len();
    let own = own.strip_suffix(['日', '号']).unwrap_or(own);
    let is_part = |one: char| one.is_ascii_digit() || SIGNS.contains(&one);
    let run = own.chars().rev().take_while(|one| is_part(*one)).map(char::len_utf8).sum::<usize>();
    let day = own[own.len() - run..].trim_start_matches(|one: char| !one.is_ascii_digit());
    (length(day)? == day.len()).then(|| floor + own.len() - day.len()..end)
}

/// The day behind the word that ends at `start`.
fn after(text: &str, mut start: usize) -> Option<Range<usize>> {
    while let Some(link) = LINKS.iter().find(|link| text[start..].starts_with(**link)) {
        start += link.len();
    }
    let length = length(&text[start..])?;
    let end = start + length;
    let mark = text[end..].chars().next().filter(|mark| matches!(mark, '日' | '号')).map_or(0, char::len_utf8);
    Some(start..end + mark)
}

/// Length of the year and month, and day if there is one, that a text begins with.
fn length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let year = text.get(..4).filter(|year| digits(text) == 4 && (year.starts_with("19") || year.starts_with("20")))?;
    let mut end = year.len();
    for part in 0..2 {
        let Some(sign) = text[end..].chars().next().filter(|sign| SIGNS.contains(sign)) else {
            return (part > 0).then_some(end);
        };
        let found = digits(&text[end + sign.len_utf8()..]);
        if !(1..=2).contains(&found) {
            // 1990年3月: the sign is the month's own.
            return (part > 0).then_some(end + if sign == '月' { sign.len_utf8() } else { 0 });
        }
        end += sign.len_utf8() + found;
    }
    Some(end)
}
