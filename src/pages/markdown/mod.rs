//! Markdown to the HTML inside a page, and to plain text for the search.
//!
//! In: Markdown that people wrote. Out: [`Rendered`]. This is one of the few places where HTML is made by hand, so it is
//! strict: of raw HTML only what a text may need is kept (`raw`), and an address that must not be a link (`address::safe`)
//! is none. Text comes from the same events as the HTML, never from the HTML.

mod blocks;
mod links;
mod mention;
mod nesting;
mod raw;
#[cfg(test)]
mod tests;
mod transform;

pub use links::{LinkKind, LinkRef};
pub use mention::{Mention, MentionRef};
pub use nesting::{DEEPEST, Flaw, FlawKind, flaws};

use super::context::Heading;
use super::escape;
use crate::pictures::Picture;
use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;
use std::sync::Arc;
use transform::Transform;

/// A rendered body.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// Safe to print as it is.
    pub html: String,
    /// Headings of the highest level in the text: the table of contents.
    pub headings: Vec<Heading>,
    /// Every link and picture, in order, for checking.
    pub links: Vec<LinkRef>,
    /// Records and merchants that the text mentions, in order.
    pub mentions: Vec<MentionRef>,
    /// What a reader reads, a line a block, for the search.
    pub text: String,
}

/// An event of the parser and where it stands in the source.
type Piece<'s> = (Event<'s>, Range<usize>);

/// What a page of prose knows of the portal around it.
pub trait Surroundings {
    /// The file behind the address of a picture.
    fn picture(&self, target: &str) -> Option<Arc<Picture>>;

    /// What may be shown of a record or a merchant, as items of a list; empty when that is nothing.
    fn mention(&self, mention: &Mention) -> String;

    /// Whether a link, as it would stand in the page, leads to an article that is not shown on the day.
    fn is_gone(&self, target: &str) -> bool;
}

/// Nothing around: pictures are told in words, nobody is mentioned, and every link stays.
struct Alone;

impl Surroundings for Alone {
    fn picture(&self, _target: &str) -> Option<Arc<Picture>> {
        None
    }

    fn mention(&self, _mention: &Mention) -> String {
        String::new()
    }

    fn is_gone(&self, _target: &str) -> bool {
        false
    }
}

/// Whether a body may hold mentions, so that most need not be parsed to find them.
pub fn may_mention(source: &str) -> bool {
    ["record:", "merchant:"].iter().any(|scheme| source.contains(scheme))
}

/// Renders a body by itself.
pub fn render(source: &str) -> Rendered {
    render_in(source, &Alone)
}

/// Renders a body in its surroundings. Headings begin below the page's own `<h1>`, whatever level the author began with.
/// `~` strikes nothing through: in Chinese it stands between numbers.
pub fn render_in(source: &str, around: &dyn Surroundings) -> Rendered {
    let events = events(source);
    let mut transform = Transform::new(source, &events, around);
    for (position, (event, range)) in events.iter().enumerate() {
        transform.take(event, range, &events[position + 1..]);
    }
    transform.finish()
}

/// A body as the parser reads it.
fn events(source: &str) -> Vec<Piece<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    Parser::new_ext(source, options).into_offset_iter().collect()
}

/// Plain text of a feed to paragraphs: a line each, everything escaped.
pub fn paragraphs(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        html.push_str("<p>");
        escape::push(&mut html, line);
        html.push_str("</p>\n");
    }
    html
}

/// Text between a start tag and its end, `rest` being what follows the start.
fn inner_text(rest: &[Piece<'_>]) -> String {
    let mut depth = 0;
    let mut text = String::new();
    for (event, _) in rest {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::InlineHtml(part) if !raw::is_kept(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// The HTML of an event inside a block of HTML.
fn html_of<'r>((event, _): &'r Piece<'_>) -> Option<&'r str> {
    match event {
        Event::Html(html) => Some(html.as_ref()),
        _ => None,
    }
}

/// Chinese characters and their punctuation.
pub fn is_wide(character: char) -> bool {
    matches!(character as u32, 0x2e80..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff)
}
