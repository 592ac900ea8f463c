//! Dates and document numbers that stay in one piece at the end of a line: `2026年5月20日`, `〔2026〕5号`.

use crate::pages::escape;

/// A text as HTML, escaped, each such piece in a `span` that the style sheet does not let break.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((start, end)) = piece(rest) {
        escape::push(&mut out, &rest[..start]);
        out.push_str("<span class=\"nb\">");
        escape::push(&mut out, &rest[start..end]);
        out.push_str("</span>");
        rest = &rest[end..];
    }
    escape::push(&mut out, rest);
    out
}

/// Where the first of them begins and ends.
fn piece(text: &str) -> Option<(usize, usize)> {
    let mut before = None;
    text.char_indices().find_map(|(at, character)| {
        let inside = before.replace(character).is_some_and(|before: char| before.is_ascii_digit());
        let here = &text[at..];
        let rest = if inside { None } else { date(here).or_else(|| number(here)) };
        rest.map(|rest| (at, text.len() - rest.len()))
    })
}

/// What follows a date that a text begins with.
fn date(text: &str) -> Option<&str> {
    let month = digits(text)?.strip_prefix('年')?;
    let day = digits(month)?.strip_prefix('月')?;
    digits(day)?.strip_prefix('日')
}

/// What follows the year and number of a document that a text begins with.
fn number(text: &str) -> Option<&str> {
    let number = digits(text.strip_prefix('〔')?)?.strip_prefix('〕')?;
    digits(number)?.strip_prefix('号')
}

/// What follows the digits that a text begins with.
fn digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn dates_and_numbers_stay_whole_and_all_else_is_escaped() {
        for (text, made) in [
            ("", ""),
            ("甲<b>&2026年", "甲&lt;b&gt;&amp;2026年"),
            ("2026年5月20日起", "[2026年5月20日]起"),
            ("（鞍市监〔2026〕5号），至 2029年1月19日。", "（鞍市监[〔2026〕5号]），至 [2029年1月19日]。"),
            ("2026年1月1日2027年1月1日", "[2026年1月1日][2027年1月1日]"),
            ("2026年三季度，〔2026〕辽0302执5号，2026-05-20", "2026年三季度，〔2026〕辽0302执5号，2026-05-20"),
        ] {
            let made = made.replace('[', "<span class=\"nb\">").replace(']', "</span>");
            assert_eq!(html(text), made);
        }
    }
}
