//! Blocks that need more than the Markdown writer gives them: ids of headings, scrolling tables, footnotes.

use super::push_escaped;
use pulldown_cmark::{CowStr, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Ids that the default theme's own elements have on a page with prose.
const THEME_IDS: [&str; 8] = ["main", "live", "cite", "code", "toc-h", "a1", "a2", "a3"];

/// Ids of headings, each once on a page.
#[derive(Default)]
pub struct Slugs {
    used: BTreeSet<String>,
}

impl Slugs {
    /// Letters and digits of any script in lower case, hyphens between; the second of a name gets a `-2`.
    pub fn unique(&mut self, text: &str) -> String {
        let mut slug = String::with_capacity(text.len());
        for character in text.chars().flat_map(char::to_lowercase) {
            if character.is_alphanumeric() {
                slug.push(character);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = match slug.trim_end_matches('-') {
            "" => "section",
            slug => slug,
        };
        let numbered = std::iter::once(slug.to_owned()).chain((2..).map(|number| format!("{slug}-{number}")));
        let free = |id: &String| !self.used.contains(id) && !THEME_IDS.contains(&id.as_str()) && !is_footnote(id);
        let id = numbered.into_iter().find(free).expect("numbers do not end");
        self.used.insert(id.clone());
        id
    }
}

fn is_footnote(id: &str) -> bool {
    id.starts_with("fn-") || id.starts_with("fnref-")
}

/// The frame in which a wide table scrolls. A region needs a name of its own: the header cells, numbered when the page
/// has more than one table.
pub fn table_frame(header: &str, number: usize) -> String {
    let mut html = "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"".to_owned();
    push_escaped(&mut html, header);
    if number > 1 {
        write!(html, " ({number})").expect("writing to a string");
    }
    html.push_str("\">\n");
    html
}

/// Footnotes, numbered by first mention and gathered at the end, wherever their text stands in the source.
#[derive(Default)]
pub struct Footnotes<'e> {
    numbers: BTreeMap<String, usize>,
    notes: BTreeMap<usize, Vec<Event<'e>>>,
    /// The note being read, and the body around it.
    open: Vec<(usize, Vec<Event<'e>>)>,
    mentioned: BTreeSet<usize>,
}

impl<'e> Footnotes<'e> {
    fn number(&mut self, name: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(name.to_owned()).or_insert(next)
    }

    pub fn reference(&mut self, name: &str) -> String {
        let number = self.number(name);
        let id = if self.mentioned.insert(number) { format!(" id=\"fnref-{number}\"") } else { String::new() };
        format!("<sup class=\"footnote-ref\"><a href=\"#fn-{number}\"{id}>{number}</a></sup>")
    }

    /// Begins a note; `body` is kept until it closes.
    pub fn open(&mut self, name: &str, body: Vec<Event<'e>>) {
        let number = self.number(name);
        self.open.push((number, body));
    }

    /// Ends the note and gives the body back.
    pub fn close(&mut self, note: Vec<Event<'e>>) -> Vec<Event<'e>> {
        let Some((number, body)) = self.open.pop() else { return note };
        self.notes.entry(number).or_default().extend(note);
        body
    }

    pub fn append_to(self, out: &mut Vec<Event<'e>>) {
        if self.notes.is_empty() {
            return;
        }
        let html = |text: String| Event::Html(CowStr::from(text));
        out.push(html("<section class=\"footnotes\"><ol>\n".to_owned()));
        for (number, note) in self.notes {
            out.push(html(format!("<li id=\"fn-{number}\" value=\"{number}\">")));
            out.extend(note);
            let back = if self.mentioned.contains(&number) {
                format!("<p><a href=\"#fnref-{number}\">↩ {number}</a></p></li>\n")
            } else {
                "</li>\n".to_owned()
            };
            out.push(html(back));
        }
        out.push(html("</ol></section>\n".to_owned()));
    }
}
