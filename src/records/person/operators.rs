//! Names that a text marks as an operator's: `经营者：张三`.

use super::names::{family_length, is_han, mask_name};
use std::borrow::Cow;

/// Words behind which the name of an individual business's operator stands.
const MARKS: [&str; 4] = ["经营者", "经营者姓名", "业主", "经营者名称"];

/// Masks the names that a text marks as an operator's (`经营者：张三`, `（经营者:李四）`), and adds them to `names`.
pub fn mask_operators<'t>(text: &'t str, names: &mut Vec<String>) -> Cow<'t, str> {
    let Some(mut next) = next_mark(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    loop {
        let (before, after) = next;
        out.push_str(before);
        let end = name_end(after);
        if end > 0 {
            out.push_str(&mask_name(&after[..end]));
            names.push(after[..end].to_owned());
        }
        let rest = &after[end..];
        match next_mark(rest) {
            Some(found) => next = found,
            None => {
                out.push_str(rest);
                return Cow::Owned(out);
            }
        }
    }
}

/// Length in bytes of the name that a text begins with; 0 when it begins with none, or with a masked one (张某, 张*).
fn name_end(text: &str) -> usize {
    let run: Vec<char> = text.chars().take_while(|character| is_han(*character)).take(5).collect();
    let after = text.chars().nth(run.len());
    let family = family_length(text);
    let length = match run.len() {
        0 | 1 => 0,
        _ if run.contains(&'某') || after == Some('*') => 0,
        // Nothing but a name.
        length if length <= family.unwrap_or(1) + 2 => length,
        // A sentence goes on behind the name: one character too many is masked rather than one too few.
        _ => family.map_or(0, |family| family + 2),
    };
    run.iter().take(length).map(|character| character.len_utf8()).sum()
}

/// The text up to and with the next mark and its colon, and what follows.
fn next_mark(text: &str) -> Option<(&str, &str)> {
    // A full-width colon begins with this byte.
    let end = memchr::memchr2_iter(b':', 0xef, text.as_bytes()).find_map(|at| {
        let colon = [":", "："].into_iter().find(|colon| text[at..].starts_with(*colon))?;
        MARKS.iter().any(|mark| text[..at].ends_with(mark)).then_some(at + colon.len())
    })?;
    let space = text[end..].len() - text[end..].trim_start().len();
    Some(text.split_at(end + space))
}
