//! Text as agencies type it, made comparable: width, spaces, brackets.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Repairs one line of source text: what makes spreadsheets take it as text (`'0412`, `="0412"`), NBSP and ideographic spaces, runs of white space. Width stays
/// as it is: full-width brackets are right in Chinese names. A text that is tidy already is not copied.
pub fn tidy(raw: &str) -> Cow<'_, str> {
    if is_tidy(raw) {
        return Cow::Borrowed(raw);
    }
    let raw = raw.trim_start_matches('\u{feff}');
    let raw = forced(raw).or(raw.strip_prefix('\'')).unwrap_or(raw);
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
    Cow::Owned(out)
}

/// What stands in `="…"`, by which exports keep a spreadsheet from taking a number out of a text.
fn forced(raw: &str) -> Option<&str> {
    raw.trim().strip_prefix("=\"")?.strip_suffix('"').filter(|inside| !inside.contains('"'))
}

/// Whether a text holds nothing that [`tidy`] would touch, by its bytes. Says no to any space: few cells hold one.
fn is_tidy(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let is_odd = |at: usize| {
        matches!(
            bytes[at..],
            [0..=0x20 | 0x7f, ..]
                | [0xc2, 0x80..=0xa0 | 0xad, ..]
                | [0xe1, 0x9a, 0x80, ..]
                | [0xe1, 0xa0, 0x8e, ..]
                | [0xe2, 0x80, 0x80..=0x8f | 0xa8..=0xaf, ..]
                | [0xe2, 0x81, 0x9f..=0xa9, ..]
                | [0xe3, 0x80, 0x80, ..]
                | [0xef, 0xbb, 0xbf, ..]
        )
    };
    let mut rest = 0;
    while let Some(next) = bytes[rest..].iter().position(|byte| LEADS[*byte as usize]) {
        if is_odd(rest + next) {
            return false;
        }
        rest += next + 1;
    }
    !matches!(bytes.first(), Some(b'\'' | b'='))
}

/// Bytes with which something that is not tidy may begin.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        leads[byte] = matches!(byte, 0..=0x20 | 0x7f | 0xc2 | 0xe1..=0xe3 | 0xef);
        byte += 1;
    }
    leads
};

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
    // Of the full-width letters and digits, each begins with this byte.
    if !tidy.contains(' ') && !tidy.as_bytes().contains(&0xef) {
        return tidy.into_owned();
    }
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
    if let Some(key) = plain_key(name) {
        return key;
    }
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

/// The key of a name of nothing but Chinese characters, ASCII and full-width signs, whose normal form is plain.
fn plain_key(name: &str) -> Option<String> {
    let mut key = String::with_capacity(name.len());
    for character in name.chars() {
        let folded = match character as u32 {
            0x4e00..=0x9fff => {
                key.push(character);
                continue;
            }
            code @ 0xff01..=0xff5e => (code - 0xfee0) as u8,
            code @ 0..=0x7f => code as u8,
            _ => return None,
        };
        match folded.to_ascii_uppercase() {
            b' ' | b'\t' | b'\n' | b'\r' | 0xb | 0xc => {}
            b'[' => key.push('('),
            b']' => key.push(')'),
            other => key.push(char::from(other)),
        }
    }
    Some(key)
}

/// A text without what stands in brackets.
pub fn outside_brackets(text: &str) -> Cow<'_, str> {
    if !text.contains(['（', '(']) {
        return Cow::Borrowed(text);
    }
    let mut depth = 0_usize;
    let outside = text.chars().filter(|one| match one {
        '（' | '(' => {
            depth += 1;
            false
        }
        '）' | ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    Cow::Owned(outside.collect())
}

/// Full-width letters and digits to ASCII; brackets and Chinese punctuation stay.
pub fn fold_letter(character: char) -> char {
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

    #[test]
    fn the_short_ways_say_what_the_long_ones_would() {
        for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let text = format!("甲{character}乙");
            let goes = character.is_whitespace() || character.is_control() || is_invisible(character);
            assert_eq!(is_tidy(&text), !goes, "{:?}", character);
            if let Some(key) = plain_key(&text) {
                let upper: String =
                    text.nfkc().filter(|one| !one.is_whitespace()).flat_map(char::to_uppercase).collect();
                assert_eq!(key, upper.replace('[', "(").replace(']', ")"), "{:?}", character);
            }
        }
        assert!(!is_tidy("'甲") && is_tidy("甲'") && is_tidy(""));
    }
}
