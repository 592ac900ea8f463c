//! Links and pictures of a body: checked, rewritten, and noted down.

use super::Surroundings;
use crate::pages::{address, escape};
use crate::pictures::Picture;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pulldown_cmark::LinkType;
use std::fmt::Write;
use std::ops::Range;

/// A link or picture, for checking that it leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRef {
    /// As it stands in the page: `refund-steps.html#x` for `refund-steps.md#x`. As written when it was refused.
    pub target: String,
    /// As its author wrote it.
    pub written: String,
    /// Line of the body, from 1.
    pub line: usize,
    pub kind: LinkKind,
    /// What a picture shows, in words; `None` for a link.
    pub alt: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Leads to another place of the site, relative to the page.
    Internal,
    External,
    /// Leads to an article that is not shown on the day; its text is shown without it.
    Gone,
    /// An address that must not be a link, or a picture from another host; its text is shown without it.
    Refused,
}

/// What a valid URL cannot hold. `%` stays: addresses arrive encoded as their authors copied them.
const NOT_IN_URL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'|').add(b'^');

/// The links of one body.
pub struct Links<'s> {
    lines: Lines<'s>,
    around: &'s dyn Surroundings,
    pub found: Vec<LinkRef>,
    /// For each open link, whether it was written.
    open: Vec<bool>,
}

impl<'s> Links<'s> {
    pub fn new(source: &'s str, around: &'s dyn Surroundings) -> Self {
        Links { lines: Lines::new(source), around, found: Vec::new(), open: Vec::new() }
    }

    /// The opening tag; empty for a link that leads nowhere.
    pub fn open(&mut self, link_type: LinkType, target: &str, title: &str, range: &Range<usize>) -> String {
        let mailto;
        let target = if link_type == LinkType::Email {
            mailto = format!("mailto:{target}");
            &mailto
        } else {
            target
        };
        let attributes = self.attributes(target, range);
        self.open.push(attributes.is_some());
        let Some(attributes) = attributes else { return String::new() };
        let mut html = format!("<a {attributes}");
        if !title.is_empty() {
            html.push_str(" title=\"");
            escape::push(&mut html, title);
            html.push('"');
        }
        html.push('>');
        html
    }

    /// What a link that was written as HTML has in its tag; nothing for one that leads nowhere. `tag`: as typed.
    pub fn open_raw(&mut self, tag: &str, address: Option<&str>, range: &Range<usize>) -> Option<String> {
        let Some(address) = address else {
            self.found_at(range, (LinkKind::Refused, tag.to_owned()), tag);
            return None;
        };
        self.attributes(address, range)
    }

    /// Notes a link and gives the attributes it is written with; nothing when it is not.
    fn attributes(&mut self, target: &str, range: &Range<usize>) -> Option<String> {
        let kind = self.note(target, range);
        if !matches!(kind, LinkKind::Internal | LinkKind::External) {
            return None;
        }
        let mut html = "href=\"".to_owned();
        push_address(&mut html, &self.found[self.found.len() - 1].target);
        let leaves = kind == LinkKind::External && address::is_web(target);
        html.push_str(if leaves { "\" rel=\"external noopener\"" } else { "\"" });
        Some(html)
    }

    /// The closing tag that belongs to the last opening one.
    pub fn close(&mut self) -> &'static str {
        if self.open.pop().unwrap_or_default() { "</a>" } else { "" }
    }

    /// A picture below `content/`; one from elsewhere would be a request to another host, so only its text is shown.
    pub fn picture(&mut self, target: &str, alt: &str, range: &Range<usize>, shown: Option<&Picture>) -> String {
        let kind = self.note(target, range);
        let noted = self.found.last_mut().expect("it was noted just now");
        noted.alt = Some(alt.to_owned());
        noted.target.clone_from(&noted.written);
        let mut html = String::new();
        match shown.filter(|_| kind == LinkKind::Internal) {
            Some(picture) => push_picture(&mut html, picture, alt),
            None => {
                if kind != LinkKind::Internal {
                    noted.kind = LinkKind::Refused;
                }
                escape::push(&mut html, alt);
            }
        }
        html
    }

    /// Line of the body, from 1.
    pub fn line_at(&mut self, offset: usize) -> usize {
        self.lines.at(offset)
    }

    fn note(&mut self, written: &str, range: &Range<usize>) -> LinkKind {
        let (kind, target) = match address::safe(written) {
            None => (LinkKind::Refused, written.to_owned()),
            Some(address) if address::scheme(address).is_some() => (LinkKind::External, address.to_owned()),
            Some(address) => {
                let page = page_of(address);
                (if self.around.is_gone(&page) { LinkKind::Gone } else { LinkKind::Internal }, page)
            }
        };
        self.found_at(range, (kind, target), written);
        kind
    }

    fn found_at(&mut self, range: &Range<usize>, (kind, target): (LinkKind, String), written: &str) {
        let line = self.lines.at(range.start);
        self.found.push(LinkRef { target, written: written.to_owned(), line, kind, alt: None });
    }
}

/// The page behind a Markdown file: `.md` becomes `.html`, and the folder `pages/` is `about/` on the site.
fn page_of(target: &str) -> String {
    let end = target.find(['?', '#']).unwrap_or(target.len());
    let (path, rest) = target.split_at(end);
    let Some(stem) = path.strip_suffix(".md") else { return target.to_owned() };
    let stem = match stem.strip_prefix("../pages/") {
        Some(page) => format!("../about/{page}"),
        None => stem.to_owned(),
    };
    format!("{stem}.html{rest}")
}

/// The tag of a picture in its sizes; width and height keep its place free while it is fetched. Articles and fixed pages
/// stand one folder below the root.
fn push_picture(html: &mut String, picture: &Picture, alt: &str) {
    let largest = picture.sizes.last().expect("a picture has a size");
    let sources: Vec<String> = picture.sizes.iter().map(|size| format!("../{} {}w", size.path, size.width)).collect();
    let (path, sources, width, height) = (&largest.path, sources.join(", "), largest.width, largest.height);
    write!(html, "<img src=\"../{path}\" srcset=\"{sources}\" sizes=\"(min-width: 40em) 38em, 100vw\"")
        .expect("writing to a string");
    write!(html, " width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\" alt=\"")
        .expect("writing to a string");
    escape::push(html, alt);
    html.push_str("\">");
}

fn push_address(html: &mut String, address: &str) {
    for part in utf8_percent_encode(address, NOT_IN_URL) {
        escape::push(html, part);
    }
}

/// Line numbers of offsets that only grow, without counting from the start each time.
pub(super) struct Lines<'s> {
    source: &'s str,
    offset: usize,
    line: usize,
}

impl<'s> Lines<'s> {
    pub fn new(source: &'s str) -> Self {
        Lines { source, offset: 0, line: 1 }
    }

    pub fn at(&mut self, offset: usize) -> usize {
        if offset < self.offset {
            (self.offset, self.line) = (0, 1);
        }
        let between = &self.source.as_bytes()[self.offset..offset.min(self.source.len())];
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.offset = offset;
        self.line
    }
}
