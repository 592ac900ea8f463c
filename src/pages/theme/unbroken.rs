//! Where lines may end: dates and document numbers stay in one piece, `2026年5月20日`, `〔2026〕5号`; a run of letters that no
//! column has room for does not.

use crate::pages::escape;

/// Words before a day up to which something holds, which are read together with it.
const UNTIL: [&str; 3] = ["公示至", "有效至", "截至"];
/// Characters of the longest run that makes a column as wide as it is: a credit code, a key, an amount. Longer ones break.
const LONGEST_RUN: usize = 24;

/// A text as HTML, escaped, each such piece in a `span` that the style sheet does not let break.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((start, end)) = piece(rest) {
        let (before, words) = rest[..start].split_at(start - until(&rest[..start]));
        escape::push(&mut out, before);
        if words.is_empty() {
            push_span(&mut out, "nb", &rest[start..end]);
        } else {
            out.push_str("<span class=\"till\">");
            escape::push(&mut out, words);
            push_span(&mut out, "nb", &rest[start..end]);
            out.push_str("</span>");
        }
        rest = &rest[end..];
    }
    escape::push(&mut out, rest);
    out
}

/// A text as HTML, escaped, each run that is too long for a column in a `span` that the style sheet lets break anywhere.
pub fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for run in text.split_inclusive(|character: char| !character.is_ascii_graphic()) {
        let letters = run.trim_end_matches(|character: char| !character.is_ascii_graphic());
        if letters.len() > LONGEST_RUN {
            push_span(&mut out, "long", letters);
            escape::push(&mut out, &run[letters.len()..]);
        } else {
            escape::push(&mut out, run);
        }
    }
    out
}

fn push_span(out: &mut String, class: &str, text: &str) {
    out.push_str("<span class=\"");
    out.push_str(class);
    out.push_str("\">");
    escape::push(out, text);
    out.push_str("</span>");
}

/// How many bytes at the end of a text are such words, with the space behind them.
fn until(text: &str) -> usize {
    let bare = text.trim_end_matches(' ');
    UNTIL.iter().find(|words| bare.ends_with(**words)).map_or(0, |words| words.len() + text.len() - bare.len())
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
    use super::{breakable, html};

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

    #[test]
    fn a_last_day_stays_with_its_words() {
        let day = "<span class=\"nb\">2027年3月2日</span>";
        assert_eq!(html("，公示至 2027年3月2日。"), format!("，<span class=\"till\">公示至 {day}</span>。"));
        assert_eq!(html("截至2027年3月2日"), format!("<span class=\"till\">截至{day}</span>"));
        assert_eq!(html("截至 三月"), "截至 三月");
    }

    #[test]
    fn only_a_run_that_no_column_has_room_for_may_break_anywhere() {
        for kept in
            ["", "91210302MA99FAK16F", "鞍市监处罚〔2026〕17号", "一二三四五六七八九十一二三四五六七八九十一二三四五六"]
        {
            assert_eq!(breakable(kept), kept);
        }
        let run = "AB-".repeat(9);
        assert_eq!(breakable(&format!("甲{run}，{run} <b>")), {
            format!("甲<span class=\"long\">{run}</span>，<span class=\"long\">{run}</span> &lt;b&gt;")
        });
    }
}
