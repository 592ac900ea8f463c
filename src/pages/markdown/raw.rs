//! HTML that people write between their Markdown: what a text may need and Markdown has no sign for, and nothing else.
//!
//! In: pieces of HTML as the parser finds them, a tag or a few lines. Out: the same without any attribute that could do
//! harm, or nothing where an element is not for prose; that one is then shown as it was typed. At the end [`whole`] puts
//! the body right: what was left open is closed, and what got through for any reason is taken out.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};

/// Elements that may be written as HTML.
pub(super) const ELEMENTS: [&str; 37] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "dl", "dt", "em",
    "i", "ins", "kbd", "mark", "p", "q", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "summary", "sup",
    "time", "u", "var", "wbr", "samp",
];
/// Elements beside them that Markdown, and what surrounds it, makes.
pub(super) const MADE: [&str; 25] = [
    "blockquote",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "div",
    "article",
    "aside",
];
/// Attributes that people may write. None names another element or a style: those are the theme's.
const ATTRIBUTES: [&str; 6] = ["cite", "datetime", "dir", "lang", "open", "title"];
/// Attributes beside them that the body has from elsewhere.
const MADE_ATTRIBUTES: [&str; 16] = [
    "alt",
    "aria-label",
    "class",
    "colspan",
    "data-until",
    "decoding",
    "height",
    "id",
    "loading",
    "rowspan",
    "sizes",
    "srcset",
    "start",
    "tabindex",
    "width",
    "rel",
];

/// Whether every element of a piece of HTML is one for prose.
pub fn is_kept(html: &str) -> bool {
    piece(html, &mut |_, _| None).is_some()
}

/// A piece of HTML as it may be written into the body; `None` when an element in it is not for prose. `link` is told each tag
/// `<a>` as it was typed and its address, and gives the attributes of the link, or nothing for one that leads nowhere.
pub fn piece(html: &str, link: &mut dyn FnMut(&str, Option<&str>) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&escaped(&rest[..start]));
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")? + 3..];
            continue;
        }
        let (tag, after) = rest.split_at(end_of_tag(rest)?);
        out.push_str(&cleaned(tag, link)?);
        rest = after;
    }
    out.push_str(&escaped(rest));
    Some(out)
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    Opens,
    Closes,
    /// Stands for itself and holds nothing.
    Void,
}

/// A tag of a piece that is kept.
pub struct RawTag {
    pub name: String,
    pub kind: TagKind,
}

/// Elements that hold nothing.
const VOID: [&str; 2] = ["br", "wbr"];

/// The tags of a piece that [`piece`] keeps, in order.
pub fn tags(html: &str) -> Vec<RawTag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = end_of_tag(rest) else { break };
        let (text, after) = rest.split_at(end);
        let name = name_of(text);
        // Browsers read `</br>` as `<br>`.
        let kind = match VOID.contains(&name.as_str()) {
            true => TagKind::Void,
            false if text.starts_with("</") => TagKind::Closes,
            false => TagKind::Opens,
        };
        tags.push(RawTag { name, kind });
        rest = after;
    }
    tags
}

/// The address of a tag `<a>`; `None` when it has none, or one of a scheme that no link has.
fn address(tag: &str) -> Option<String> {
    let mut builder = strict();
    builder.tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]));
    let clean = builder.clean(tag).to_string();
    let (address, _) = clean.split_once("href=\"")?.1.split_once('"')?;
    // What the cleaner writes for these signs in an attribute, and nothing else.
    let plain = [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    Some(plain.into_iter().fold(address.to_owned(), |address, (entity, sign)| address.replace(entity, sign)))
}

/// The whole body, after pieces were written into it: every element closed, in its place, of those that are known.
pub fn whole(html: &str) -> String {
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.into_iter().chain(MADE).collect())
        .generic_attributes(ATTRIBUTES.into_iter().chain(MADE_ATTRIBUTES).collect())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("img", HashSet::from(["src"]))]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder.clean(html).to_string()
}

/// Where the tag at the beginning of a text ends; `None` when it does not.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (position, character) in text.char_indices() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, '>') => return Some(position + 1),
            _ => {}
        }
    }
    None
}

/// One tag, with the attributes that may stay.
fn cleaned(tag: &str, link: &mut dyn FnMut(&str, Option<&str>) -> Option<String>) -> Option<String> {
    let inner = tag.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let name = name_of(tag);
    if !ELEMENTS.contains(&name.as_str()) {
        return None;
    }
    if closing {
        return Some(format!("</{name}>"));
    }
    let mut start = format!("<{name}");
    if name == "a" {
        // A link that leads nowhere is none: its words stay, and its end tag goes when the whole is put right.
        let Some(attributes) = link(tag, address(tag).as_deref()) else { return Some(String::new()) };
        start.push(' ');
        start.push_str(&attributes);
    }
    let clean = strict().clean(tag).to_string();
    let open = clean.strip_suffix(&format!("</{name}>")).unwrap_or(&clean);
    // Anything but the one tag would be what the cleaner made of something else.
    open.strip_prefix(&format!("<{name}")).map(|rest| start + rest)
}

/// Name of the element of a tag, in lower case.
fn name_of(tag: &str) -> String {
    let inner = tag.trim_start_matches('<').trim_start_matches('/');
    inner.chars().take_while(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn strict() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.into_iter().collect())
        .generic_attributes(ATTRIBUTES.into_iter().collect())
        .tag_attributes(HashMap::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
}

fn escaped(text: &str) -> String {
    // Entities stay what their author meant.
    text.replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_needs_stays_and_loses_what_does_harm() {
        for (written, expected) in [
            ("<sub>", "<sub>"),
            ("</sub>", "</sub>"),
            ("<br/>", "<br>"),
            ("<abbr title='a' onclick=alert(1) style=\"top:0\" id=main class=x>", "<abbr title=\"a\">"),
            ("<span lang=en>card</span>", "<span lang=\"en\">card</span>"),
            ("<a href=\"javascript:alert(1)\">x</a>", "x</a>"),
            ("<a title=\"x\">", ""),
            ("<a href=x.md title=y onclick=z>", "<a TO x.md title=\"y\">"),
            ("<a href='x.md#\"&lt;&amp;amp;'>", "<a TO x.md#\"<&amp;>"),
            ("<details>\n<summary>甲 &amp; 乙</summary>", "<details>\n<summary>甲 &amp; 乙</summary>"),
            ("a <!-- b --> c", "a  c"),
            ("<B>", "<b>"),
        ] {
            let told = piece(written, &mut |_, address| Some(format!("TO {}", address?)));
            assert_eq!(told.as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_is_not_for_prose_is_refused_whole() {
        for written in [
            "<script>",
            "<img src=x>",
            "<div>",
            "<b><iframe></b>",
            "<svg/onload=x>",
            "<style>",
            "<form>",
            "<h1>",
            "<a",
            "<abbr title=\"x>",
            "<!-- open",
            "<![CDATA[x]]>",
            "<?php ?>",
            "< b>",
            "<custom-element>",
            "<b\u{0}x",
        ] {
            assert!(!is_kept(written), "{written}");
        }
    }

    #[test]
    fn a_body_is_closed_where_its_author_forgot() {
        assert_eq!(whole("<p>a <b>c</p><h2 id=\"x\">d</h2>"), "<p>a <b>c</b></p><h2 id=\"x\"><b>d</b></h2>");
        assert_eq!(whole("<p>a</details></p>"), "<p>a</p>");
        assert_eq!(whole("<p onclick=\"x\">a<script>alert(1)</script></p>"), "<p>a</p>");
    }
}
