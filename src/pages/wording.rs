//! Sentences from patterns: `[{date} ]被{agency}列入{list_name}[（{document_no}）]。`
//!
//! `{name}` is filled in; a part in `[ ]` is left out when a name in it has no value; `[[` and `]]` are brackets to print. The patterns stand in the theme's
//! `i18n/LANG/wording.toml`, so that a portal can word its facts itself.

use crate::records::period::{self, Form};
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Name(String),
    Optional(Vec<Piece>),
}

/// A parsed pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern(Vec<Piece>);

/// A pattern with an unclosed or unexpected bracket.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}`: {reason} at character {position}")]
pub struct PatternError {
    pub pattern: String,
    pub reason: &'static str,
    /// From 1.
    pub position: usize,
}

impl Pattern {
    /// # Errors
    /// [`PatternError`] naming the character that is wrong.
    pub fn parse(pattern: &str) -> Result<Pattern, PatternError> {
        let fail =
            |reason, position: usize| PatternError { pattern: pattern.to_owned(), reason, position: position + 1 };
        let characters: Vec<char> = pattern.chars().collect();
        let mut outer = Vec::new();
        let mut optional: Option<Vec<Piece>> = None;
        let mut text = String::new();
        let mut position = 0;
        while position < characters.len() {
            let nested = optional.is_some();
            let pieces = optional.as_mut().unwrap_or(&mut outer);
            match characters[position] {
                '{' => {
                    let length = characters[position..].iter().position(|character| *character == '}');
                    let length = length.ok_or_else(|| fail("`{` without `}`", position))?;
                    push_text(pieces, &mut text);
                    pieces.push(Piece::Name(characters[position + 1..position + length].iter().collect()));
                    position += length;
                }
                bracket @ ('[' | ']') if !nested && characters.get(position + 1) == Some(&bracket) => {
                    text.push(bracket);
                    position += 1;
                }
                '[' if nested => return Err(fail("`[` inside `[ ]`", position)),
                '[' => {
                    push_text(pieces, &mut text);
                    optional = Some(Vec::new());
                }
                ']' => {
                    let mut inner = optional.take().ok_or_else(|| fail("`]` without `[`", position))?;
                    push_text(&mut inner, &mut text);
                    outer.push(Piece::Optional(inner));
                }
                character => text.push(character),
            }
            position += 1;
        }
        if optional.is_some() {
            return Err(fail("`[` without `]`", characters.len()));
        }
        push_text(&mut outer, &mut text);
        Ok(Pattern(outer))
    }

    /// Fills the pattern in. A name outside `[ ]` without a value leaves nothing.
    pub fn fill<'v>(&self, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Name(name) => out.push_str(&value(name).unwrap_or_default()),
                Piece::Optional(pieces) => out.push_str(&optional(pieces, value).unwrap_or_default()),
            }
        }
        out
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &mut String) {
    if !text.is_empty() {
        pieces.push(Piece::Text(std::mem::take(text)));
    }
}

fn optional<'v>(pieces: &[Piece], value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> Option<String> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Name(name) => out.push_str(value(name).filter(|value| !value.is_empty())?.as_ref()),
            Piece::Optional(_) => unreachable!("parts in brackets do not nest"),
        }
    }
    Some(nested(out))
}

/// A part in brackets around a value that has the same ones, as court numbers do: the outer are of another form (GB/T 15834).
fn nested(part: String) -> String {
    let inside = part.strip_prefix('（').and_then(|rest| rest.strip_suffix('）'));
    match inside.filter(|inside| inside.contains('（') && !inside.contains('〔')) {
        Some(inside) => format!("〔{inside}〕"),
        None => part,
    }
}

/// An ISO date as people say it: 2026年5月20日, or 20 May 2026.
pub fn long_date(date: jiff::civil::Date, language: &str) -> String {
    if language == "en" {
        date.strftime("%-d %B %Y").to_string()
    } else {
        format!("{}年{}月{}日", date.year(), date.month(), date.day())
    }
}

/// A statistical period as people say it: `2026Q3` is 2026年三季度, or Q3 2026. Other wordings stay as they are.
pub fn long_period(period: &str, language: &str) -> String {
    let Some(form) = period::form(period) else { return period.to_owned() };
    let is_english = language == "en";
    if let Some((from, to)) = period.split_once('/') {
        // A span is of one year.
        return match is_english {
            true => format!("{from} to {to}"),
            false => format!("{}至{}月", long_period(from, language).trim_end_matches('月'), month_of(to)),
        };
    }
    let (year, part) = period.split_at(4);
    match (form, is_english) {
        (Form::Year | Form::Span, true) => year.to_owned(),
        (Form::Year | Form::Span, false) => format!("{year}年"),
        (Form::Quarter | Form::Half, true) => format!("{part} {year}"),
        (Form::Quarter, false) => {
            let quarters = [("Q1", "一"), ("Q2", "二"), ("Q3", "三"), ("Q4", "四")];
            let numeral = quarters.iter().find(|quarter| quarter.0 == part).map_or(part, |quarter| quarter.1);
            format!("{year}年{numeral}季度")
        }
        (Form::Half, false) => format!("{year}年{}半年", if part == "H1" { "上" } else { "下" }),
        (Form::Month, true) => period.to_owned(),
        (Form::Month, false) => format!("{year}年{}月", month_of(period)),
    }
}

/// The month of `2026-09`, without its zero.
fn month_of(period: &str) -> &str {
    period.rsplit('-').next().unwrap_or(period).trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<(String, String)> = values.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        let value = |name: &str| values.iter().find(|entry| entry.0 == name).map(|entry| Cow::Owned(entry.1.clone()));
        Pattern::parse(pattern).expect("a pattern").fill(&value)
    }

    #[test]
    fn brackets_around_brackets_have_another_form() {
        let said = |number| fill("列入名单[（{no}）]。", &[("no", number)]);
        assert_eq!(said("（2026）辽0302执90151号"), "列入名单〔（2026）辽0302执90151号〕。");
        assert_eq!(said("鞍市监列严〔2026〕5号"), "列入名单（鞍市监列严〔2026〕5号）。");
    }

    #[test]
    fn periods_are_said_in_words() {
        for (period, zh, en) in [
            ("2026Q3", "2026年三季度", "Q3 2026"),
            ("2026-09", "2026年9月", "2026-09"),
            ("2026", "2026年", "2026"),
            ("2026H1", "2026年上半年", "H1 2026"),
            ("2026H2", "2026年下半年", "H2 2026"),
            ("2026-01/2026-09", "2026年1至9月", "2026-01 to 2026-09"),
            ("2026Q7", "2026Q7", "2026Q7"),
            ("上半年", "上半年", "上半年"),
            ("", "", ""),
        ] {
            assert_eq!((long_period(period, "zh-CN").as_str(), long_period(period, "en").as_str()), (zh, en));
        }
    }

    #[test]
    fn parts_without_a_value_are_left_out() {
        let pattern = "[{date} ]被{agency}列入[（{no}）][，至 {until}]。";
        assert_eq!(fill(pattern, &[("agency", "甲"), ("no", "1号")]), "被甲列入（1号）。");
        assert_eq!(fill(pattern, &[("agency", "甲"), ("date", "今"), ("until", "明")]), "今 被甲列入，至 明。");
        assert_eq!(fill("[{a}]", &[("a", "")]), "", "an empty value is none");
    }

    #[test]
    fn doubled_brackets_are_printed() {
        let pattern = "{a}[[EB/OL]]．[[{date}]][（{no}）]";
        assert_eq!(fill(pattern, &[("a", "甲"), ("date", "2026-11-25")]), "甲[EB/OL]．[2026-11-25]");
        assert_eq!(fill("[[{a}]][[b]]", &[]), "[][b]", "brackets stay where a value is missing");
    }

    #[test]
    fn broken_patterns_are_refused_with_their_place() {
        for (pattern, position) in [("{a", 1), ("甲]", 2), ("[a[b]]", 3), ("[a", 3)] {
            assert_eq!(Pattern::parse(pattern).expect_err("broken").position, position, "{pattern}");
        }
    }
}
