//! Cells that hold HTML, as exports of databases do: `<p>关于&nbsp;预付卡</p>`.
//!
//! In: a cell. Out: its text, where it is markup; scripts and styles are none. A sign `<` that begins no element known here
//! is left alone.

use super::dom;
use scraper::node::Element;
use scraper::{ElementRef, Node};
use std::borrow::Cow;

/// Elements by which markup is told.
const ELEMENTS: [&str; 35] = [
    "a", "b", "big", "br", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "hr", "i", "iframe", "img", "li",
    "o:p", "ol", "p", "pre", "script", "section", "small", "span", "strong", "style", "table", "tbody", "td", "th",
    "tr", "u", "ul", "video",
];
/// Elements that begin a line.
const LINES: [&str; 14] = ["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "section", "table", "ul", "ol", "hr"];
/// Elements that stand beside each other in a line.
const CELLS: [&str; 4] = ["td", "th", "dt", "dd"];
/// References by which text is told that was markup once.
const REFERENCES: [&str; 14] = [
    "nbsp;", "amp;", "lt;", "gt;", "quot;", "ldquo;", "rdquo;", "mdash;", "hellip;", "middot;", "ensp;", "emsp;",
    "bull;", "#",
];

/// The text of a cell that holds markup; any other as it is.
pub fn text_of(raw: &str) -> Cow<'_, str> {
    if is_markup(raw) { Cow::Owned(text(raw)) } else { Cow::Borrowed(raw) }
}

fn is_markup(raw: &str) -> bool {
    memchr::memchr2_iter(b'<', b'&', raw.as_bytes()).any(|at| {
        let rest = &raw[at + 1..];
        if raw.as_bytes()[at] == b'&' {
            return REFERENCES.iter().any(|reference| rest.starts_with(reference));
        }
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let length = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b':').count();
        let ends = matches!(name.as_bytes().get(length), Some(b'>' | b' ' | b'/' | b'\t' | b'\r' | b'\n'));
        ends && ELEMENTS.iter().any(|known| name[..length].eq_ignore_ascii_case(known)) && rest.contains('>')
    })
}

/// The text of a piece of HTML, a line for each block.
pub fn text(html: &str) -> String {
    let Ok(fragment) = dom::fragment(html) else { return without_tags(html) };
    text_in(fragment.root_element())
}

/// The text of an element, a line for each block in it.
pub fn text_in(root: ElementRef<'_>) -> String {
    let mut out = String::new();
    let mut next = root.first_child();
    // Step by step, not by calls within calls: elements may lie within elements however deep.
    while let Some(node) = next {
        let mut inner = node.first_child();
        match node.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) if is_silent(element.name()) || is_hidden(element) => inner = None,
            Node::Element(element) if LINES.contains(&element.name()) && !out.is_empty() && !out.ends_with('\n') => {
                out.push('\n');
            }
            Node::Element(element) if CELLS.contains(&element.name()) && !out.is_empty() => out.push(' '),
            _ => {}
        }
        let mut open = node;
        next = inner.or_else(|| {
            loop {
                match open.next_sibling() {
                    Some(beside) => break Some(beside),
                    None => open = open.parent().filter(|parent| parent.id() != root.id())?,
                }
            }
        });
    }
    out.trim().to_owned()
}

/// What stands outside of tags, where they make no sense.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    out.trim().to_owned()
}

/// What a page holds and does not show.
fn is_hidden(element: &Element) -> bool {
    let says = |style: &str| style.split_whitespace().collect::<String>().to_ascii_lowercase().contains("display:none");
    element.attr("hidden").is_some() || element.attr("style").is_some_and(says)
}

fn is_silent(element: &str) -> bool {
    matches!(element, "script" | "style" | "template" | "noscript")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text_and_text_stays() {
        for (raw, expected) in [
            ("<p>关于&nbsp;预付卡&amp;充值的提示</p>", "关于\u{a0}预付卡&充值的提示"),
            ("<P style=\"x\">甲</P><p>乙<br/>丙</p>", "甲\n乙\n丙"),
            ("甲<script>alert(1)</script><style>p{}</style>乙", "甲乙"),
            ("138<b>0000</b>1234", "13800001234"),
            ("甲&#12288;乙", "甲\u{3000}乙"),
            ("罚款 < 3000 元且 > 200 元", "罚款 < 3000 元且 > 200 元"),
            ("<示例>店", "<示例>店"),
            ("A&B 健身", "A&B 健身"),
            ("a<b", "a<b"),
            ("x < p > y", "x < p > y"),
            ("", ""),
        ] {
            assert_eq!(text_of(raw), expected, "{raw}");
        }
    }

    #[test]
    fn elements_within_elements_however_deep_end() {
        let deep = "<div>".repeat(5_000) + "甲";
        assert_eq!(text_of(&deep), "甲");
    }
}
