//! Statistical periods as agencies write them, in one form each: `2026Q3`, `2026-09`, `2026H1`, `2026-01/2026-09`, `2026`.

use super::numeral;
use super::text::fold_width;
use crate::clock::Date;
use jiff::civil::date;

/// The one form of a period: 2026Q3, 2026年第三季度, 2026年9月, 202609, 2026年上半年, 2026年1-9月, 2026年度 …; `None` for any
/// other wording.
pub fn read(text: &str) -> Option<String> {
    let text: String = fold_width(text).chars().filter(|character| !character.is_whitespace()).collect();
    let text = text.to_ascii_uppercase();
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !matches!(text.len(), 4 | 6) {
        return None;
    }
    // A day, and no 1-9月.
    let is_day =
        |sign: char| text.split(sign).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).count() == 3;
    if ['-', '/', '.'].into_iter().any(is_day) {
        return None;
    }
    if let Some((year, from, to)) = whole_months(&text) {
        return span(year, from, to).filter(|period| last_day(period).is_some());
    }
    let text = with_year_in_digits(text);
    let year = text.get(..4)?;
    let rest = text[4..].trim_start_matches(['年', '-', '/', '.']);
    let rest = rest.strip_prefix('度').filter(|rest| !rest.is_empty()).unwrap_or(rest);
    let period = match rest {
        "" | "度" | "全年" => year.to_owned(),
        "上半年" | "H1" => format!("{year}H1"),
        "下半年" | "H2" => format!("{year}H2"),
        "前三季度" | "前3季度" => format!("{year}-01/{year}-09"),
        _ => {
            if let Some(quarter) = rest.strip_prefix('Q').or_else(|| rest.strip_suffix("季度")) {
                format!("{year}Q{}", quarter_number(quarter.trim_start_matches('第'))?)
            } else if let Some((from, to)) = rest.split_once(['-', '—', '~', '至', '到']) {
                let (from, to) = (month(from)?, month(to.trim_start_matches('—'))?);
                span(year, from, to).filter(|_| from < to)?
            } else {
                format!("{year}-{:02}", month(rest)?)
            }
        }
    };
    last_day(&period).map(|_| period)
}

/// Months of a year in their one form.
fn span(year: &str, from: u8, to: u8) -> Option<String> {
    Some(match (from, to) {
        (1, 12) => year.to_owned(),
        (1, 6) => format!("{year}H1"),
        (7, 12) => format!("{year}H2"),
        (1, 3) | (4, 6) | (7, 9) | (10, 12) => format!("{year}Q{}", to / 3),
        _ if from == to => format!("{year}-{from:02}"),
        _ if from < to => format!("{year}-{from:02}/{year}-{to:02}"),
        _ => return None,
    })
}

/// The year and the first and last month of what is written from a first day or month to a last one: 2026-07-01至2026-09-30,
/// 2026年1月1日至9月30日. `None` where it is no whole months of one year.
fn whole_months(text: &str) -> Option<(&str, u8, u8)> {
    let is_sign = |sign: char| "年月日号-/.至到~—".contains(sign);
    let numbers: Vec<&str> = text.split(is_sign).filter(|part| !part.is_empty()).collect();
    let (year, from, to, days) = match numbers[..] {
        [year, from, until, to] if until == year => (year, from, to, None),
        [year, from, first, to, last] => (year, from, to, Some((first, last))),
        [year, from, first, until, to, last] if until == year => (year, from, to, Some((first, last))),
        _ => return None,
    };
    let (from, to) = (month(from)?, month(to)?);
    let starts: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    let last_of = || date(starts, i8::try_from(to).unwrap_or(12), 1).last_of_month().day();
    let is_whole = days.is_none_or(|(first, last)| first.parse() == Ok(1) && last.parse() == Ok(last_of()));
    is_whole.then_some((year, from, to))
}

/// 二〇二六年 as 2026年.
fn with_year_in_digits(text: String) -> String {
    let Some((year, rest)) = text.split_once('年') else { return text };
    let digits: Option<String> = year.chars().map(|sign| numeral::digit(sign).map(|digit| digit.to_string())).collect();
    match digits.filter(|digits| digits.len() == 4) {
        Some(digits) => format!("{digits}年{rest}"),
        None => text,
    }
}

fn quarter_number(text: &str) -> Option<u8> {
    Some(match text {
        "一" | "1" => 1,
        "二" | "2" => 2,
        "三" | "3" => 3,
        "四" | "4" => 4,
        _ => return None,
    })
}

fn month(text: &str) -> Option<u8> {
    let digits = text.trim_end_matches("月份").trim_end_matches('月');
    let month = digits.parse().ok().or_else(|| u8::try_from(numeral::read(digits)?).ok());
    month.filter(|month| (1..=12).contains(month) && digits.chars().count() <= 2)
}

/// How long a period is: figures of one form can stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Month,
    Quarter,
    Half,
    Year,
    /// Several months of another number.
    Span,
}

/// The form of a normalised period; `None` for any other wording.
pub fn form(period: &str) -> Option<Form> {
    last_day(period)?;
    Some(match period.as_bytes().get(4) {
        _ if period.contains('/') => Form::Span,
        None => Form::Year,
        Some(b'Q') => Form::Quarter,
        Some(b'H') => Form::Half,
        Some(_) => Form::Month,
    })
}

/// Last day of a normalised period; `None` for any other wording.
pub fn last_day(period: &str) -> Option<Date> {
    if let Some((_, to)) = period.split_once('/') {
        return last_day(to);
    }
    let year: i16 = period.get(..4)?.parse().ok()?;
    if !(1949..=2100).contains(&year) {
        return None;
    }
    let month = match &period[4..] {
        "" | "H2" => 12,
        "H1" => 6,
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
    fn periods_have_one_form() {
        for (text, period) in [
            ("2026Q3", "2026Q3"),
            ("2026年第三季度", "2026Q3"),
            ("2026年三季度", "2026Q3"),
            ("２０２６年３季度", "2026Q3"),
            ("2026-q3", "2026Q3"),
            ("2026年9月", "2026-09"),
            ("2026年09月份", "2026-09"),
            ("202609", "2026-09"),
            ("2026-9", "2026-09"),
            ("2026/09", "2026-09"),
            ("2026", "2026"),
            ("2026年度", "2026"),
            ("2026年全年", "2026"),
            ("2026年上半年", "2026H1"),
            ("2026年1-9月", "2026-01/2026-09"),
            ("2026年1月至9月", "2026-01/2026-09"),
            ("2026年前三季度", "2026-01/2026-09"),
            ("2026年7-9月", "2026Q3"),
            ("2026年1-6月", "2026H1"),
            ("2026年7月至12月", "2026H2"),
            ("2026年1-12月", "2026"),
            ("2026年2-4月", "2026-02/2026-04"),
            ("2026-07-01至2026-09-30", "2026Q3"),
            ("2026年1月1日至9月30日", "2026-01/2026-09"),
            ("2026年1月1日—2026年12月31日", "2026"),
            ("2026.2.1-2026.2.28", "2026-02"),
            ("2026年1月至2026年6月", "2026H1"),
            ("二〇二六年三季度", "2026Q3"),
            ("二零二六年九月", "2026-09"),
            ("二〇二六年", "2026"),
        ] {
            assert_eq!(read(text).as_deref(), Some(period), "{text}");
        }
        for wrong in [
            "",
            "三季度",
            "2026年第五季度",
            "2026-13",
            "2026年9-1月",
            "46266",
            "20266",
            "近一年",
            "26年3月",
            "2026年度报告",
            "2026-09-01",
            "2026-01-09",
            "2026/1/9",
            "2026-07-02至2026-09-30",
            "2026-07-01至2026-09-29",
            "2026-07-01至2027-09-30",
            "2026-09-01至2026-07-31",
            "2026年2月1日至2月29日",
            "一二三年三季度",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn periods_have_a_form() {
        for (period, is) in [
            ("2026Q3", Form::Quarter),
            ("2026-09", Form::Month),
            ("2026H1", Form::Half),
            ("2026", Form::Year),
            ("2026-01/2026-09", Form::Span),
        ] {
            assert_eq!(form(period), Some(is), "{period}");
        }
        assert_eq!((form("三季度"), form("2026Q7"), form("")), (None, None, None));
    }

    #[test]
    fn periods_end_on_their_last_day() {
        assert_eq!(last_day("2026Q3"), Some(date(2026, 9, 30)));
        assert_eq!(last_day("2024-02"), Some(date(2024, 2, 29)));
        assert_eq!(last_day("2026"), Some(date(2026, 12, 31)));
        assert_eq!(last_day("2026H1"), Some(date(2026, 6, 30)));
        assert_eq!(last_day("2026-01/2026-09"), Some(date(2026, 9, 30)));
        for wrong in ["", "2026Q5", "2026-13", "三季度", "2026年", "99999", "2026Q", "２０２６", "/"] {
            assert_eq!(last_day(wrong), None, "{wrong}");
        }
    }
}
