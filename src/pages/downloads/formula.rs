//! Texts that a spreadsheet would take for a formula, and the mark that keeps it from that.
//!
//! The mark is one apostrophe in front. It can be taken off again: a text has one exactly when it begins with an
//! apostrophe and would be marked by this same rule, since an apostrophe in front changes nothing of the rule's answer.

use std::borrow::Cow;

/// What begins a formula when a CSV is opened (OWASP, CSV Injection), with the full-width and small forms that some take
/// for the same in East Asian settings.
const SIGNS: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

/// The text as it may stand in a CSV.
pub fn marked(text: &str) -> Cow<'_, str> {
    if begins_a_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet may take the text for a formula. Blanks in front do not protect it: some programs trim them, and
/// what is invisible is dropped on the way.
pub fn begins_a_formula(text: &str) -> bool {
    let plain = text.trim_start_matches('\'');
    let rest = plain.trim_start_matches(|character| character == '\'' || is_blank(character));
    plain.starts_with(['\t', '\r', '\n']) || rest.starts_with(SIGNS)
}

/// White space of any script, control characters, and characters without a shape.
fn is_blank(character: char) -> bool {
    let shapeless = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    character.is_whitespace() || character.is_control() || shapeless
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What `docs/data.md` tells those who read a CSV to do.
    fn read(cell: &str) -> &str {
        cell.strip_prefix('\'').filter(|rest| begins_a_formula(rest)).unwrap_or(cell)
    }

    #[test]
    fn whatever_a_spreadsheet_may_run_is_marked() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "\nx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "﹦1",
            "'=1",
            "''@x",
            " =1",
            "   +1",
            "\u{a0}=1",
            "\u{3000}＝1",
            "\u{feff}=1",
            "\u{200b}-1",
            " '=1",
            "\u{0}=1",
            "\u{202e}@x",
            " \t=cmd|'/c calc'!A0",
        ] {
            assert_eq!(marked(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "甲", "1-1", "'甲'", " 甲=乙", "3＋2", "（=）", "\"=1"] {
            assert_eq!(marked(text), text, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_mark_can_be_taken_off(text in "['= \t\u{3000}甲@1\u{feff}]{0,8}") {
            let marked = marked(&text);
            prop_assert_eq!(read(&marked), text.as_str());
        }
    }
}
