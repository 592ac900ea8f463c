//! The one escaping of text that goes into HTML or XML, attributes included.

use std::io;

/// The pieces of a text with everything that means something in markup replaced by its entity.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let entity = match rest.bytes().next()? {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => {
                let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
                let end = rest.bytes().position(special).unwrap_or(rest.len());
                let (plain, after) = rest.split_at(end);
                rest = after;
                return Some(plain);
            }
        };
        rest = &rest[1..];
        Some(entity)
    })
}

/// Appends the escaped text.
pub fn push(out: &mut String, text: &str) {
    out.extend(pieces(text));
}

/// Writes the escaped text, a run at a time: most of it has nothing to escape.
///
/// # Errors
/// Those of `out`.
pub fn write(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    pieces(text).try_for_each(|piece| out.write_all(piece.as_bytes()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_ways_escape_alike() {
        for text in ["", "甲", "<b a=\"x\" c='&amp;'>甲</b>", "&&", "a<"] {
            let (mut pushed, mut written) = (String::new(), Vec::new());
            super::push(&mut pushed, text);
            super::write(text, &mut written).expect("writing to memory");
            assert_eq!(pushed.as_bytes(), written);
            let expected = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert_eq!(pushed, expected.replace('"', "&quot;").replace('\'', "&#39;"));
        }
    }
}
