//! Text as agencies type it, made comparable: width, spaces, brackets.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Repairs one line of source text: leading apostrophe, NBSP and ideographic spaces, runs of white space. Width stays
/// as it is: full-width brackets are right in Chinese names.
pub fn tidy(raw: &str) -> String {
    let raw = raw.trim_start_matches('\u{feff}');
    let raw = raw.strip_prefix('\'').unwrap_or(raw);
    let mut out = String::with_capacity(raw.len());
    let mut space = false;
    for character in raw.chars() {
        if character.is_whitespace() {
            space = !out.is_empty();
        } else if !character.is_control() && !is_invisible(character) {
            if space {
                out.push(' ');
                space = false;
            }
            out.push(character);
        }
    }
    out
}

/// Zero-width characters and those that change the direction of writing: invisible, and able to disguise a name.
fn is_invisible(character: char) -> bool {
    matches!(character as u32, 0xad | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2069 | 0xfeff)
}

/// Full-width letters, digits and signs to ASCII, wide spaces to plain ones; for values that are no names.
pub fn fold_width(raw: &str) -> Cow<'_, str> {
    if raw.is_ascii() {
        return Cow::Borrowed(raw);
    }
    let fold = |character: char| match character as u32 {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(character),
        0x3000 | 0xa0 => ' ',
        _ => character,
    };
    Cow::Owned(raw.chars().map(fold).filter(|character| !is_invisible(*character)).collect())
}

/// A subject's name as shown: tidy, and without spaces between Chinese characters, where they are always typing.
pub fn tidy_name(raw: &str) -> String {
    let tidy = tidy(raw);
    let characters: Vec<char> = tidy.chars().collect();
    let mut out = String::with_capacity(tidy.len());
    for (position, character) in characters.iter().enumerate() {
        let between_han = *character == ' '
            && position > 0
            && (is_wide(characters[position - 1]) || characters.get(position + 1).copied().is_some_and(is_wide));
        if !between_han {
            out.push(fold_letter(*character));
        }
    }
    out
}

/// The key under which two spellings of a name are the same: NFKC, upper case, brackets and spaces unified.
pub fn name_key(name: &str) -> String {
    name.nfkc()
        .filter(|character| !character.is_whitespace() && !is_invisible(*character))
        .flat_map(char::to_uppercase)
        .map(|character| match character {
            '[' | '【' | '〔' | '﹝' => '(',
            ']' | '】' | '〕' | '﹞' => ')',
            '·' | '•' | '・' => '·',
            other => other,
        })
        .collect()
}

/// A document number in the one form in which two spellings are equal: 鞍东市监处罚〔2026〕17号. Brackets of every kind
/// become 〔〕 (`domain.md` section 3), full-width letters and digits ASCII, spaces go.
pub fn document_no(raw: &str) -> String {
    tidy(raw)
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match character {
            '[' | '(' | '（' | '【' | '﹝' | '［' => '〔',
            ']' | ')' | '）' | '】' | '﹞' | '］' => '〕',
            other => fold_letter(other),
        })
        .collect()
}

/// Full-width letters and digits to ASCII; brackets and Chinese punctuation stay.
fn fold_letter(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        other => other,
    }
}

fn is_wide(character: char) -> bool {
    matches!(character as u32, 0x2e80..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_what_people_type() {
        assert_eq!(tidy("'\u{00a0} 鞍山\u{3000}示例 "), "鞍山 示例");
        assert_eq!(tidy_name("鞍山 示例\u{3000}健身（中心）ＡＢ１"), "鞍山示例健身（中心）AB1");
        assert_eq!(tidy_name("示例 Gym House"), "示例Gym House");
        assert_eq!(name_key("示例（铁东）店"), name_key("示例(铁东)店"));
        assert_eq!(name_key("示例\u{200b}店\u{202e}"), name_key("示例店"), "what cannot be seen makes no other name");
        assert_eq!(tidy("示\u{202e}例\u{200b}\u{0}店"), "示例店", "what cannot be seen goes");
        assert_eq!(fold_width("９１，－Ａ（\u{3000}）"), "91,-A( )");
    }
}
