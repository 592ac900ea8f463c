//! Chinese on pages in another language: what agencies, and the portal's people, write in Chinese characters is marked with
//! `lang`, so that it is read aloud and set as Chinese (WCAG 3.1.2).
//!
//! A sentence of the portal mixes both, so this is the one place where it can be told: the finished page. In: a page of the
//! theme's templates, whose elements are closed. Out: the same page with spans around runs of Chinese.

/// Elements whose text is no prose, or in which a span may not stand.
const SKIPPED: [&str; 7] = ["script", "style", "title", "textarea", "svg", "option", "head"];

/// The page with every run of Chinese marked that no element around it has marked yet.
pub fn marked(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    // The element that is passed over whole, and how often it stands inside itself.
    let mut passed: Option<(&str, usize)> = None;
    while !rest.is_empty() {
        let text_end = rest.find('<').unwrap_or(rest.len());
        let (text, after) = rest.split_at(text_end);
        match passed {
            Some(_) => out.push_str(text),
            None => push_marked(&mut out, text),
        }
        let tag_end = end_of_tag(after);
        let (tag, after) = after.split_at(tag_end);
        out.push_str(tag);
        passed = passing(passed, tag);
        rest = after;
    }
    out
}

/// What is passed over after a tag.
fn passing<'h>(passed: Option<(&'h str, usize)>, tag: &'h str) -> Option<(&'h str, usize)> {
    let Some(inner) = tag.strip_prefix('<') else { return passed };
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name = &inner[..inner.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(inner.len())];
    match passed {
        Some((open, depth)) if open == name && closes => (depth > 1).then(|| (open, depth - 1)),
        Some((open, depth)) if open == name => Some((open, depth + 1)),
        Some(_) => passed,
        None if closes => None,
        None => (SKIPPED.contains(&name) || tag.contains("lang=\"zh")).then_some((name, 1)),
    }
}

/// Length of the tag or comment at the beginning of a text.
fn end_of_tag(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    let mut quote = None;
    for (position, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return position + 1,
            _ => {}
        }
    }
    text.len()
}

/// A run begins and ends with a Chinese character or bracket; what Chinese punctuates with stands inside it.
fn push_marked(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find(is_chinese) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let mut end = 0;
        for (position, character) in rest.char_indices() {
            if is_chinese(character) {
                end = position + character.len_utf8();
            } else if !character.is_ascii_digit() {
                break;
            }
        }
        out.push_str("<span lang=\"zh-CN\">");
        out.push_str(&rest[..end]);
        out.push_str("</span>");
        rest = &rest[end..];
    }
    out.push_str(rest);
}

/// Characters of Chinese, and the marks that only Chinese has.
fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{301f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_marked_once_and_only_where_they_are_read() {
        let zh = |text: &str| format!("<span lang=\"zh-CN\">{text}</span>");
        for (page, expected) in [
            ("<p>By 示例局（甲）, 2026</p>", format!("<p>By {}, 2026</p>", zh("示例局（甲）"))),
            ("<p>鞍示罚〔2026〕1号; x</p>", format!("<p>{}; x</p>", zh("鞍示罚〔2026〕1号"))),
            ("<h1 lang=\"zh-CN\">甲<b>乙</b></h1>丙", format!("<h1 lang=\"zh-CN\">甲<b>乙</b></h1>{}", zh("丙"))),
            (
                "<div lang=\"zh-CN\"><div>甲</div>乙</div>丙",
                format!("<div lang=\"zh-CN\"><div>甲</div>乙</div>{}", zh("丙")),
            ),
            ("<title>甲</title><svg><text>乙</text></svg>", "<title>甲</title><svg><text>乙</text></svg>".to_owned()),
            (
                "<a title=\"甲>\" href='乙'>x</a><!-- 甲 > 乙 -->",
                "<a title=\"甲>\" href='乙'>x</a><!-- 甲 > 乙 -->".to_owned(),
            ),
            ("no Chinese at all 12", "no Chinese at all 12".to_owned()),
            ("<p", "<p".to_owned()),
        ] {
            assert_eq!(marked(page), expected, "{page}");
            assert_eq!(marked(&expected), expected, "a marked page is as it should be");
        }
    }
}
