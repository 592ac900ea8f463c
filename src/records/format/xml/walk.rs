//! XML events made simple: what opens, what it says, what closes. Entities of a document type are never expanded.

use crate::records::read::ReadError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deepest nesting that is read.
const DEPTH: usize = 100;

/// One step through a document.
pub enum Step<'a> {
    /// Local name, and attributes without those of XML itself.
    Open(&'a str, &'a [(String, String)]),
    Text(&'a str),
    Close,
}

/// Walks through a document from its first element to its last.
///
/// # Errors
/// [`ReadError::Format`] for what is not well-formed, or nested beyond all use.
pub fn walk(text: &str, visit: &mut dyn FnMut(Step<'_>)) -> Result<(), ReadError> {
    let fail = |reason: String| ReadError::Format(format!("not XML that can be read: {reason}"));
    let mut reader = Reader::from_str(text);
    reader.config_mut().trim_text(true);
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| fail(error.to_string()))? {
            Event::Start(tag) => {
                open.push(tag.local_name().as_ref().to_owned());
                if open.len() > DEPTH {
                    return Err(fail(format!("elements are nested more than {DEPTH} deep")));
                }
                visit(Step::Open(tag.local_name().as_ref(), &attributes(&tag).map_err(fail)?));
            }
            Event::Empty(tag) => {
                visit(Step::Open(tag.local_name().as_ref(), &attributes(&tag).map_err(fail)?));
                visit(Step::Close);
            }
            Event::Text(part) => visit(Step::Text(&part)),
            Event::CData(part) => visit(Step::Text(&part)),
            Event::GeneralRef(entity) => {
                let name = entity.to_string();
                let known = quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned);
                let character = entity.resolve_char_ref().ok().flatten().map(String::from);
                visit(Step::Text(&character.or(known).unwrap_or_default()));
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

fn attributes(tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, String> {
    let mut found = Vec::new();
    for attribute in tag.attributes() {
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
