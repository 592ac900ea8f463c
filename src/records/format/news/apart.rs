//! A feed taken apart: what stands around its entries, and each entry as a document of its own.

use crate::records::format::Limit;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use std::ops::Range;

/// Entries stand in the feed, or in its channel.
const DEEPEST: usize = 2;
/// Elements of which Atom says what kind of text they hold.
const TEXTS: [&str; 5] = ["title", "summary", "content", "rights", "subtitle"];

/// A feed and where its entries stand in it.
pub struct Apart<'a> {
    text: &'a str,
    /// The tags that open around the entries, with their namespaces.
    opening: String,
    closing: String,
    entries: Vec<Range<usize>>,
}

impl<'a> Apart<'a> {
    /// # Errors
    /// What is no XML, in words; or that the time is over.
    pub fn of(text: &'a str, limit: &Limit) -> Result<Apart<'a>, String> {
        let mut apart = Apart { text, opening: String::new(), closing: String::new(), entries: Vec::new() };
        let mut reader = Reader::from_reader(limit.watch(text.as_bytes()));
        let mut buffer = Vec::new();
        let mut open: Vec<(String, Range<usize>)> = Vec::new();
        let mut inside: Option<(usize, usize)> = None;
        let place = |position: u64| usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
        loop {
            let begin = place(reader.buffer_position());
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(|error| error.to_string())?;
            let end = place(reader.buffer_position());
            match event {
                Event::Start(tag) => {
                    if inside.is_none() && is_entry(&tag, open.len()) {
                        inside = Some((open.len(), begin));
                        apart.note_around(&open);
                    }
                    open.push((tag.name().as_ref().to_owned(), begin..end));
                }
                Event::Empty(tag) if inside.is_none() && is_entry(&tag, open.len()) => {
                    apart.note_around(&open);
                    apart.entries.push(begin..end);
                }
                Event::End(_) => {
                    open.pop();
                    if let Some((_, begin)) = inside.take_if(|(depth, _)| *depth == open.len()) {
                        apart.entries.push(begin..end);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        match open.pop() {
            Some((name, _)) => Err(format!("it ends inside `{name}`")),
            None => Ok(apart),
        }
    }

    /// Keeps what opens around the first entry: around the others it is the same.
    fn note_around(&mut self, open: &[(String, Range<usize>)]) {
        if self.entries.is_empty() {
            self.opening = open.iter().map(|(_, tag)| &self.text[tag.clone()]).collect();
            self.closing = open.iter().rev().map(|(name, _)| format!("</{name}>")).collect();
        }
    }

    /// The feed without its entries.
    pub fn frame(&self) -> String {
        let mut frame = String::new();
        let mut rest = 0;
        for entry in &self.entries {
            frame.push_str(&self.text[rest..entry.start]);
            rest = entry.end;
        }
        frame + &self.text[rest..]
    }

    /// Each entry as it is written.
    pub fn entries(&self) -> impl Iterator<Item = &'a str> {
        self.entries.iter().map(|entry| &self.text[entry.clone()])
    }

    /// An entry as a document, with nothing around it but what opens there.
    pub fn document(&self, entry: &str) -> String {
        format!("{}{entry}{}", self.opening, self.closing)
    }
}

fn is_entry(tag: &BytesStart<'_>, depth: usize) -> bool {
    depth <= DEEPEST && matches!(tag.local_name().as_ref(), "item" | "entry")
}

/// A document in which texts are of the three kinds of Atom: feed-rs reads some media types in their place, and refuses the
/// whole document for others.
///
/// # Errors
/// What is no XML, in words.
pub fn with_plain_types(document: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(document);
    let mut writer = Writer::new(Vec::new());
    loop {
        let event = match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => Event::Start(plain_type(tag)?),
            Event::Empty(tag) => Event::Empty(plain_type(tag)?),
            Event::Eof => break,
            other => other,
        };
        writer.write_event(event).map_err(|error| error.to_string())?;
    }
    String::from_utf8(writer.into_inner()).map_err(|error| error.to_string())
}

fn plain_type(tag: BytesStart<'_>) -> Result<BytesStart<'_>, String> {
    let name = tag.name().as_ref().to_owned();
    let attributes = tag.attributes().collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    // What stands elsewhere is of a media type.
    let is_elsewhere = attributes.iter().any(|attribute| attribute.key.as_ref() == "src");
    let is_text = TEXTS.contains(&name.strip_prefix("atom:").unwrap_or(&name)) && !is_elsewhere;
    let Some(kind) = attributes.iter().find(|attribute| is_text && attribute.key.as_ref() == "type") else {
        return Ok(tag);
    };
    let kind = kind_of(&kind.value);
    let others = attributes.iter().filter(|attribute| attribute.key.as_ref() != "type").cloned();
    let mut plain = BytesStart::new(name).with_attributes(others);
    plain.push_attribute(("type", kind));
    Ok(plain.into_owned())
}

/// The kind of text that a media type stands for.
fn kind_of(media_type: &str) -> &'static str {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "html" | "text/html" => "html",
        "xhtml" => "xhtml",
        markup if markup.ends_with("xml") => "xhtml",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_documents_with_the_namespaces_around_them() {
        let feed = "<rss version=\"2.0\" xmlns:zc=\"urn:zc\"><channel><title>t</title><item><title>甲</title></item>\n<item/><link>x</link></channel></rss>";
        let apart = Apart::of(feed, &Limit::none()).expect("XML");
        let around = |entry: &str| format!("<rss version=\"2.0\" xmlns:zc=\"urn:zc\"><channel>{entry}</channel></rss>");
        let entries: Vec<String> = apart.entries().map(|entry| apart.document(entry)).collect();
        assert_eq!(entries, [around("<item><title>甲</title></item>"), around("<item/>")]);
        assert_eq!(apart.frame(), around("<title>t</title>\n<link>x</link>"));
        let alone = Apart::of("<entry><id>1</id></entry>", &Limit::none()).expect("XML");
        assert_eq!((alone.frame().as_str(), alone.entries().count()), ("", 1));
        for cut in ["<feed><entry>", "<feed></entry></feed>", "<feed"] {
            assert!(Apart::of(cut, &Limit::none()).is_err(), "{cut}");
        }
    }

    #[test]
    fn types_of_texts_are_those_of_atom() {
        for (written, plain) in [
            ("<title type=\"text/plain\">甲</title>", "<title type=\"text\">甲</title>"),
            (
                "<content a=\"&lt;\" type='application/xml'><r/></content>",
                "<content a=\"&lt;\" type=\"xhtml\"><r/></content>",
            ),
            ("<content type=\"text/html; charset=utf-8\"/>", "<content type=\"html\"/>"),
            ("<summary>&amp;<![CDATA[<p>]]></summary>", "<summary>&amp;<![CDATA[<p>]]></summary>"),
            ("<media:content type=\"image/png\"/>", "<media:content type=\"image/png\"/>"),
            ("<content type=\"image/png\" src=\"1\"/>", "<content type=\"image/png\" src=\"1\"/>"),
            ("<link type=\"text/html\"/>", "<link type=\"text/html\"/>"),
        ] {
            assert_eq!(with_plain_types(written).as_deref(), Ok(plain), "{written}");
        }
    }
}
