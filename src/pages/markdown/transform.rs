//! From the parser's events to those that may be written, and to plain text beside them.

use super::blocks::{self, Footnotes, Slugs};
use super::links::Links;
use super::{Mention, MentionRef, Piece, Rendered, Surroundings, html_of, inner_text, is_wide, mention, nesting, raw};
use crate::pages::context::Heading;
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Tag, TagEnd, html};
use std::ops::Range;

/// Walks the parser's events once, and leaves behind those that may be written.
pub struct Transform<'e> {
    out: Vec<Event<'e>>,
    text: String,
    headings: Vec<Heading>,
    links: Links<'e>,
    slugs: Slugs,
    footnotes: Footnotes<'e>,
    /// The level its author began with, which stands right below the page's own heading.
    highest: usize,
    tables: usize,
    /// Inside the header row of a table.
    in_head: bool,
    /// Depth of the pictures around: what is in one is its `alt`, written when it began.
    pictures: usize,
    around: &'e dyn Surroundings,
    mentions: Vec<MentionRef>,
    /// Whether a paragraph is passed over, since it was written when it began.
    passing: bool,
    /// Whether HTML of the author's own was kept, so that the whole has to be put right.
    has_raw: bool,
    /// Whether a block of HTML is open that is shown as it was typed.
    shown: bool,
    /// The caption of the picture that is a paragraph of its own, while that paragraph is open.
    caption: Option<String>,
}

impl<'e> Transform<'e> {
    pub fn new(source: &'e str, events: &[Piece<'e>], around: &'e dyn Surroundings) -> Self {
        Transform {
            out: Vec::with_capacity(events.len()),
            text: String::with_capacity(source.len()),
            headings: Vec::new(),
            links: Links::new(source, around),
            slugs: Slugs::default(),
            footnotes: Footnotes::default(),
            highest: nesting::highest(events),
            tables: 0,
            in_head: false,
            pictures: 0,
            around,
            mentions: Vec::new(),
            passing: false,
            has_raw: false,
            shown: false,
            caption: None,
        }
    }

    pub fn take(&mut self, event: &Event<'e>, range: &Range<usize>, rest: &[Piece<'e>]) {
        if self.pictures > 0 {
            return self.inside_picture(event);
        }
        if self.passing {
            self.passing = !matches!(event, Event::End(TagEnd::Paragraph));
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range, rest),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Code(text) => {
                self.text.push_str(text);
                self.out.push(event.clone());
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html, range),
            Event::SoftBreak => self.soft_break(rest),
            Event::HardBreak | Event::Rule => {
                self.text.push('\n');
                self.out.push(event.clone());
            }
            Event::FootnoteReference(name) => {
                let html = self.footnotes.reference(name);
                self.out.push(Event::InlineHtml(html.into()));
            }
            // Of extensions that are not switched on.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn inside_picture(&mut self, event: &Event<'e>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures -= 1,
            Event::Text(text) | Event::Code(text) => self.text.push_str(text),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'e>, range: &Range<usize>, rest: &[Piece<'e>]) {
        match tag {
            Tag::Heading { level, id, .. } => self.heading(*level, id.as_deref(), rest),
            Tag::Link { link_type, dest_url, title, .. } => {
                if Mention::is_meant(dest_url) {
                    self.mentions.push(MentionRef { line: self.links.line_at(range.start), mention: None });
                }
                let html = self.links.open(*link_type, dest_url, title, range);
                self.out.push(Event::InlineHtml(html.into()));
            }
            Tag::Image { dest_url, .. } => {
                let shown = self.around.picture(dest_url);
                let html = self.links.picture(dest_url, &inner_text(rest), range, shown.as_deref());
                self.out.push(Event::InlineHtml(html.into()));
                self.pictures = 1;
            }
            Tag::Paragraph => self.paragraph(rest),
            // What is too wide scrolls, and must be reached by keys for that.
            Tag::CodeBlock(_) => self.out.push(Event::Html("<pre tabindex=\"0\"><code>".into())),
            // A style attribute, which is how the writer aligns cells, is not allowed on our pages.
            Tag::Table(alignments) => {
                self.tables += 1;
                self.out.push(Event::Html(blocks::table_frame(self.tables).into()));
                self.out.push(Event::Start(Tag::Table(vec![Alignment::None; alignments.len()])));
                self.out.push(Event::Html(blocks::table_caption(&header_text(rest), self.tables).into()));
            }
            Tag::TableHead => {
                self.in_head = true;
                self.out.push(Event::Start(tag.clone()));
            }
            // A heading without a word would be one that nobody hears.
            Tag::TableCell if self.in_head && inner_text(rest).trim().is_empty() => {
                self.out.push(Event::Html("<td>".into()));
            }
            Tag::TableCell if self.in_head => self.out.push(Event::Html("<th scope=\"col\">".into())),
            Tag::FootnoteDefinition(name) => {
                let body = std::mem::take(&mut self.out);
                self.footnotes.open(name, body);
            }
            // Kept, it stands for itself; shown as typed, it is a paragraph.
            Tag::HtmlBlock if rest.iter().map_while(html_of).all(raw::is_kept) => {}
            Tag::HtmlBlock => {
                self.shown = true;
                self.out.push(Event::Start(Tag::Paragraph));
            }
            Tag::MetadataBlock(_) => {}
            other => self.out.push(Event::Start(other.clone())),
        }
    }

    /// A paragraph, or what stands in place of one.
    fn paragraph(&mut self, rest: &[Piece<'e>]) {
        if let Some(caption) = blocks::lone_picture(rest) {
            self.caption = Some(caption);
            self.out.push(Event::Html("<figure>".into()));
        } else if let Some(addresses) = mention::alone(rest) {
            let mut items = String::new();
            for (address, offset) in addresses {
                let mention = Mention::parse(address);
                items.extend(mention.iter().map(|mention| self.around.mention(mention)));
                self.mentions.push(MentionRef { line: self.links.line_at(offset), mention });
            }
            if !items.is_empty() {
                self.out.push(Event::Html(format!("<ul class=\"facts\">\n{items}</ul>\n").into()));
            }
            self.passing = true;
        } else {
            self.out.push(Event::Start(Tag::Paragraph));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.out.push(Event::End(TagEnd::Heading(self.sunk(level)))),
            TagEnd::Link => self.out.push(Event::InlineHtml(self.links.close().into())),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push(Event::End(tag));
            }
            TagEnd::TableCell if self.in_head => {
                let is_empty = matches!(self.out.last(), Some(Event::Html(html)) if html.as_ref() == "<td>");
                self.out.push(Event::Html(if is_empty { "</td>" } else { "</th>" }.into()));
            }
            TagEnd::Table => {
                self.out.push(Event::End(tag));
                self.out.push(Event::Html("</section>\n".into()));
            }
            TagEnd::FootnoteDefinition => {
                let note = std::mem::take(&mut self.out);
                self.out = self.footnotes.close(note);
            }
            TagEnd::Paragraph if self.caption.is_some() => {
                let html = blocks::figure_end(&self.caption.take().unwrap_or_default());
                self.out.push(Event::Html(html.into()));
            }
            TagEnd::CodeBlock => self.out.push(Event::Html("</code></pre>\n".into())),
            TagEnd::HtmlBlock if !std::mem::take(&mut self.shown) => {}
            TagEnd::HtmlBlock => self.out.push(Event::End(TagEnd::Paragraph)),
            TagEnd::MetadataBlock(_) => {}
            other => self.out.push(Event::End(other)),
        }
        if ends_line(tag) && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn heading(&mut self, level: HeadingLevel, own_id: Option<&str>, rest: &[Piece<'e>]) {
        let level = self.sunk(level);
        let text = inner_text(rest);
        let id = self.slugs.unique(own_id.unwrap_or(&text));
        if level == HeadingLevel::H2 {
            self.headings.push(Heading { id: id.clone(), text });
        }
        let tag = Tag::Heading { level, id: Some(CowStr::from(id)), classes: Vec::new(), attrs: Vec::new() };
        self.out.push(Event::Start(tag));
    }

    fn sunk(&self, level: HeadingLevel) -> HeadingLevel {
        HeadingLevel::try_from((level as usize - self.highest + 2).min(6)).unwrap_or(HeadingLevel::H6)
    }

    /// What prose may need is kept. All else is shown, not obeyed: its author then sees that it does not work here.
    /// Comments are left out.
    fn raw_html(&mut self, html: &CowStr<'e>, range: &Range<usize>) {
        if html.trim_start().starts_with("<!--") {
            return;
        }
        let is_kept = !self.shown && raw::is_kept(html);
        let mut link = |tag: &str, address: Option<&str>| self.links.open_raw(tag, address, range);
        match is_kept.then(|| raw::piece(html, &mut link)).flatten() {
            Some(kept) => {
                self.has_raw = true;
                self.out.push(Event::InlineHtml(kept.into()));
            }
            None => {
                self.text.push_str(html);
                self.out.push(Event::Text(html.clone()));
            }
        }
    }

    /// A line break that the author typed inside a paragraph: nothing between Chinese characters, else a space.
    fn soft_break(&mut self, rest: &[Piece<'e>]) {
        let opens = |event: &Event<'_>| matches!(event, Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. }));
        let next = match rest.iter().map(|(event, _)| event).find(|event| !opens(event)) {
            Some(Event::Text(text)) => text.chars().next(),
            _ => None,
        };
        if self.text.chars().next_back().zip(next).is_some_and(|(before, after)| runs_on(before, after)) {
            return;
        }
        self.text.push(' ');
        self.out.push(Event::SoftBreak);
    }

    pub fn finish(mut self) -> Rendered {
        self.footnotes.append_to(&mut self.out);
        let mut html = String::with_capacity(self.text.len() * 2);
        html::push_html(&mut html, self.out.into_iter());
        if self.has_raw {
            html = raw::whole(&html);
        }
        let (headings, links, mentions) = (self.headings, self.links.found, self.mentions);
        Rendered { html, headings, links, mentions, text: self.text.trim_end().to_owned() }
    }
}

/// The header cells of a table, as its name.
fn header_text(rest: &[Piece<'_>]) -> String {
    let mut cells = Vec::new();
    for (position, (event, _)) in rest.iter().enumerate() {
        match event {
            Event::Start(Tag::TableCell) => cells.push(inner_text(&rest[position + 1..])),
            Event::End(TagEnd::TableHead) => break,
            _ => {}
        }
    }
    cells.retain(|cell| !cell.is_empty());
    cells.join(" · ")
}

fn ends_line(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
}

/// Whether a line break between two characters means nothing: both are Chinese, or one is a mark that Chinese shares
/// with other scripts.
fn runs_on(before: char, after: char) -> bool {
    let shared = |character| matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '·');
    (is_wide(before) && (is_wide(after) || shared(after))) || (shared(before) && is_wide(after))
}
