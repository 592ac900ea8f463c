//! Bare ampersands in a feed that is made by hand: `<title>A & B</title>`, `<link>…?a=1&b=2</link>`. XML has no such thing, and
//! one of them would cost the whole feed.

use std::borrow::Cow;

/// Longest name of a character, in bytes.
const LONGEST: usize = 32;
/// Within these, an ampersand is one.
const SECTIONS: [(&str, &str); 2] = [("<![CDATA[", "]]>"), ("<!--", "-->")];

/// The document with each bare ampersand written as XML wants it.
pub fn mended(document: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = memchr::memchr2(b'&', b'<', &document.as_bytes()[at..]) {
        at += found;
        let rest = &document[at..];
        if let Some((begin, end)) = SECTIONS.iter().find(|section| rest.starts_with(section.0)) {
            at += rest.find(end).map_or(rest.len(), |found| found.max(begin.len()) + end.len());
            continue;
        }
        if rest.starts_with('&') && !is_reference(&rest[1..]) {
            out.push_str(&document[kept..at]);
            out.push_str("&amp;");
            kept = at + 1;
        }
        at += 1;
    }
    if kept == 0 { Cow::Borrowed(document) } else { Cow::Owned(out + &document[kept..]) }
}

/// Whether what stands behind an ampersand makes it the beginning of a character's name: `amp;`, `#160;`.
fn is_reference(rest: &str) -> bool {
    let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
    let name = end.map(|end| rest[..end].strip_prefix('#').unwrap_or(&rest[..end]));
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_ampersands_are_told_from_references_and_sections() {
        for (written, mended_to) in [
            ("<a>A & B</a><b>?a=1&b=2</b>", "<a>A &amp; B</a><b>?a=1&amp;b=2</b>"),
            ("&", "&amp;"),
            ("甲&乙&amp;丙&#12288;&#xa0;&ldquo;&;", "甲&amp;乙&amp;丙&#12288;&#xa0;&ldquo;&amp;;"),
            ("<![CDATA[a&b]]>&<!-- & -->&", "<![CDATA[a&b]]>&amp;<!-- & -->&amp;"),
            ("<![CDATA[a&b", "<![CDATA[a&b"),
        ] {
            assert_eq!(mended(written), mended_to, "{written}");
        }
        assert!(matches!(mended("<a>&amp;</a>"), Cow::Borrowed(_)));
    }
}
