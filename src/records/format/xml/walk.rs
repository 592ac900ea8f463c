//! XML events made simple: what opens, what it says, what closes. Entities of a document type are never expanded.

use crate::records::mapping::is_known_header;
use crate::records::markup;
use crate::records::read::ReadError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::io::{self, BufRead, Read};

/// Deepest nesting that is read.
const DEPTH: usize = 100;

/// More attributes than these are no element of anything: that none stands there twice is told by comparing all.
const ATTRIBUTES: usize = 1_000;

/// Elements that are called by their attribute: `<FIELD NAME="企业名称">`.
const NAMELESS: [&str; 7] = ["field", "column", "col", "cell", "property", "item", "data"];

/// Longest name of a character, in bytes.
const LONGEST_NAME: usize = 32;

/// A longer text or tag is no value of a record.
const LONGEST: usize = 16 * 1024 * 1024;

/// One step through a document.
pub enum Step<'a> {
    /// Local name, and attributes without those of XML itself.
    Open(&'a str, &'a [(String, String)]),
    Text(&'a str),
    Close,
}

/// The only text of a document, where it is a document itself: what an interface hands on that speaks SOAP. Looks no further than to
/// the second text.
pub fn document_within(text: impl BufRead) -> Option<String> {
    let mut reader = Reader::from_reader(Bounded { bytes: text, left: LONGEST });
    let (mut buffer, mut text, mut found) = (Vec::new(), String::new(), None);
    loop {
        buffer.clear();
        reader.get_mut().left = LONGEST;
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(entity) => match entity.resolve_char_ref().ok().flatten() {
                Some(character) => text.push(character),
                None => text.push_str(quick_xml::escape::resolve_xml_entity(&entity)?),
            },
            Event::Start(_) | Event::End(_) | Event::Empty(_) if text.trim().is_empty() => text.clear(),
            Event::Start(_) | Event::End(_) | Event::Empty(_) if found.is_some() => return None,
            Event::Start(_) | Event::End(_) | Event::Empty(_) => found = Some(std::mem::take(&mut text)),
            Event::Eof => break,
            _ => {}
        }
        if text.len() > LONGEST {
            return None;
        }
    }
    found.filter(|text| text.trim_start().starts_with('<') && text.trim_end().ends_with('>'))
}

/// Walks through a document from its first element to its last.
///
/// # Errors
/// [`ReadError::Format`] for what is not well-formed, or nested beyond all use.
pub fn walk(text: impl BufRead, visit: &mut dyn FnMut(Step<'_>)) -> Result<(), ReadError> {
    let fail = |reason: String| ReadError::Format(format!("not XML that can be read: {reason}"));
    let mut reader = Reader::from_reader(Bounded { bytes: text, left: LONGEST });
    let mut buffer = Vec::new();
    reader.config_mut().trim_text(true);
    let mut open: Vec<String> = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().left = LONGEST;
        match reader.read_event_into(&mut buffer).map_err(|error| fail(error.to_string()))? {
            Event::Start(tag) => {
                open.push(tag.local_name().as_ref().to_owned());
                if open.len() > DEPTH {
                    return Err(fail(format!("elements are nested more than {DEPTH} deep")));
                }
                visit(called(tag.local_name().as_ref(), &attributes(&tag).map_err(fail)?));
            }
            Event::Empty(tag) => {
                visit(called(tag.local_name().as_ref(), &attributes(&tag).map_err(fail)?));
                visit(Step::Close);
            }
            Event::Text(part) => visit(Step::Text(&part)),
            Event::CData(part) => visit(Step::Text(&part)),
            Event::GeneralRef(entity) => {
                let name = entity.to_string();
                // HTML's characters are at home in sloppy exports. What a document type declares is never expanded, and what
                // stands in its place says so: a name without it would be another's.
                let known = || match quick_xml::escape::resolve_xml_entity(&name) {
                    Some(known) => known.to_owned(),
                    None => of_html(&name).unwrap_or_else(|| "\u{fffd}".to_owned()),
                };
                let character = entity.resolve_char_ref().ok().flatten().map(String::from);
                visit(Step::Text(&character.unwrap_or_else(known)));
            }
            Event::End(_) => {
                if open.pop().is_none() {
                    return Err(fail("a tag closes that never opened".to_owned()));
                }
                visit(Step::Close);
            }
            Event::Eof => break,
            Event::Decl(_) | Event::DocType(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    match open.last() {
        Some(name) => Err(fail(format!("it ends inside `{name}`"))),
        None => Ok(()),
    }
}

/// The character that HTML calls so: `ldquo`. Its space that does not break is a space.
fn of_html(name: &str) -> Option<String> {
    let is_name = name.len() <= LONGEST_NAME && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let written = is_name.then(|| format!("&{name};"))?;
    let text = if name == "nbsp" { " ".to_owned() } else { markup::text(&written) };
    (text != written && !text.is_empty()).then_some(text)
}

/// What opens: under the name of a column where its only attribute says one.
fn called<'a>(name: &'a str, attributes: &'a [(String, String)]) -> Step<'a> {
    match attributes {
        [(key, column)]
            if key.eq_ignore_ascii_case("name")
                && NAMELESS.iter().any(|nameless| name.eq_ignore_ascii_case(nameless))
                && is_known_header(column) =>
        {
            Step::Open(column, &[])
        }
        _ => Step::Open(name, attributes),
    }
}

/// Bytes of which so many may be read, and no more.
struct Bounded<R> {
    bytes: R,
    left: usize,
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.left {
            0 => Err(io::Error::other(format!("a text or a tag is longer than {LONGEST} bytes"))),
            _ => self.bytes.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.bytes.consume(amount);
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

fn attributes(tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    for (position, attribute) in tag.attributes().enumerate() {
        if position == ATTRIBUTES {
            let name = tag.local_name();
            return Err(format!("the element `{}` has more than {ATTRIBUTES} attributes", name.as_ref()));
        }
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name: &str = attribute.key.as_ref();
        if name == "xmlns" || ["xmlns:", "xml:", "xsi:"].iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        // An unknown entity leaves the value as it was written.
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_or(attribute.value.clone(), |value| value);
        found.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(found)
}
