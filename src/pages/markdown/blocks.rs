//! Blocks that need more than the Markdown writer gives them: ids of headings, scrolling tables, footnotes.

use crate::pages::escape;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

/// Ids that the default theme's own elements have on a page with prose.
const THEME_IDS: [&str; 9] = ["main", "live", "cite", "code", "toc-h", "a1", "a2", "a3", "a4"];

/// Ids of headings, each once on a page.
#[derive(Default)]
pub struct Slugs {
    used: BTreeSet<String>,
    /// The last number tried for a slug, so that many equal headings cost no more than different ones.
    last: BTreeMap<String, usize>,
}

impl Slugs {
    /// Letters and digits of any script in lower case, hyphens between; the second of a name gets a `-2`.
    pub fn unique(&mut self, text: &str) -> String {
        let slug = slug(text);
        let last = self.last.entry(slug.clone()).or_default();
        loop {
            *last += 1;
            let id = if *last == 1 { slug.clone() } else { format!("{slug}-{last}") };
            let taken = THEME_IDS.contains(&id.as_str()) || is_taken(&id);
            if !taken && self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Ids of footnotes and of tables' captions.
fn is_taken(id: &str) -> bool {
    ["fn-", "fnref-", "table-"].iter().any(|start| id.starts_with(start))
}

/// The frame in which a wide table scrolls. A region needs a name: the table's caption.
pub fn table_frame(number: usize) -> String {
    format!("<section class=\"table-wrap\" tabindex=\"0\" aria-labelledby=\"table-{number}\">\n")
}

/// The caption of a table, for those who hear it: its header cells, numbered when the page has more than one table.
pub fn table_caption(header: &str, number: usize) -> String {
    let mut html = format!("<caption class=\"vh\" id=\"table-{number}\">");
    escape::push(&mut html, header);
    match (header.is_empty(), number) {
        (true, number) => write!(html, "{number}").expect("writing to a string"),
        (false, 1) => {}
        (false, number) => write!(html, " ({number})").expect("writing to a string"),
    }
    html.push_str("</caption>");
    html
}

/// The caption (empty when it has none) of a picture that is all there is in a paragraph, `rest` being what follows the
/// paragraph's start.
pub fn lone_picture(rest: &[(Event<'_>, Range<usize>)]) -> Option<String> {
    let Some((Event::Start(Tag::Image { title, .. }), _)) = rest.first() else { return None };
    let end = rest.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Image)))?;
    matches!(rest.get(end + 1), Some((Event::End(TagEnd::Paragraph), _))).then(|| title.to_string())
}

/// What closes the figure of such a picture.
pub fn figure_end(caption: &str) -> String {
    let mut html = String::new();
    if !caption.is_empty() {
        html.push_str("<figcaption>");
        escape::push(&mut html, caption);
        html.push_str("</figcaption>");
    }
    html.push_str("</figure>\n");
    html
}

/// Footnotes, numbered by first mention and gathered at the end, wherever their text stands in the source.
#[derive(Default)]
pub struct Footnotes<'e> {
    /// Names in order of first mention.
    mentioned: Vec<String>,
    notes: BTreeMap<String, Vec<Event<'e>>>,
    /// The notes being read, each with the body around it.
    open: Vec<(String, Vec<Event<'e>>)>,
}

impl<'e> Footnotes<'e> {
    /// The mark in the text; the first one of a note is where its way back leads.
    pub fn reference(&mut self, name: &str) -> String {
        if let Some(position) = self.mentioned.iter().position(|known| known == name) {
            let number = position + 1;
            return format!("<sup class=\"footnote-ref\"><a href=\"#fn-{number}\">{number}</a></sup>");
        }
        self.mentioned.push(name.to_owned());
        let number = self.mentioned.len();
        format!("<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}\">{number}</a></sup>")
    }

    /// Begins a note; `body` is kept until it closes.
    pub fn open(&mut self, name: &str, body: Vec<Event<'e>>) {
        self.open.push((name.to_owned(), body));
    }

    /// Ends the note and gives the body back.
    pub fn close(&mut self, note: Vec<Event<'e>>) -> Vec<Event<'e>> {
        let Some((name, body)) = self.open.pop() else { return note };
        self.notes.entry(name).or_default().extend(note);
        body
    }

    /// Writes the notes in order of mention; one that nobody mentions comes last rather than getting lost.
    pub fn append_to(mut self, out: &mut Vec<Event<'e>>) {
        if self.notes.is_empty() {
            return;
        }
        let html = |text: String| Event::Html(CowStr::from(text));
        out.push(html("<section class=\"footnotes\"><ol>\n".to_owned()));
        for (position, name) in self.mentioned.iter().enumerate() {
            let number = position + 1;
            out.push(html(format!("<li id=\"fn-{number}\">")));
            out.extend(self.notes.remove(name).unwrap_or_default());
            out.push(html(format!("<p><a href=\"#fnref-{number}\">↩ {number}</a></p></li>\n")));
        }
        for note in self.notes.into_values() {
            out.push(html("<li>".to_owned()));
            out.extend(note);
            out.push(html("</li>\n".to_owned()));
        }
        out.push(html("</ol></section>\n".to_owned()));
    }
}
