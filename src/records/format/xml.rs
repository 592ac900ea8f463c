//! XML in any nesting: the repeated element is the row. Entities of a document type are never expanded.

use super::Row;
use crate::records::read::ReadError;
use quick_xml::Reader;
use quick_xml::events::Event;

/// An element that closed: its own text and its children's.
#[derive(Default)]
struct Element {
    name: String,
    text: String,
    /// Name and text of children without children of their own.
    leaves: Vec<(String, String)>,
}

/// Rows are the elements called `name` (any case), else every element that holds nothing but leaves.
pub fn rows(name: Option<&str>, text: &str, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let fail = |reason: String| ReadError::Format(format!("not XML that can be read: {reason}"));
    let mut reader = Reader::from_str(text);
    reader.config_mut().trim_text(true);
    let mut open: Vec<Element> = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let mut number = 0;
    loop {
        match reader.read_event().map_err(|error| fail(error.to_string()))? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                open.push(Element { name, ..Element::default() });
            }
            Event::Empty(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                close(Element { name, ..Element::default() }, &mut open);
            }
            Event::Text(part) => add_text(&mut open, &part),
            Event::CData(part) => add_text(&mut open, &part),
            Event::GeneralRef(entity) => {
                let name = entity.to_string();
                let known = quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned);
                let character = entity.resolve_char_ref().ok().flatten().map(String::from);
                add_text(&mut open, &character.or(known).unwrap_or_default());
            }
            Event::End(_) => {
                let Some(element) = open.pop() else { return Err(fail("a tag closes that never opened".to_owned())) };
                let wanted = name.is_none_or(|name| element.name.eq_ignore_ascii_case(name));
                if !element.leaves.is_empty() && wanted && !element.name.eq_ignore_ascii_case("header") {
                    number += 1;
                    for (column, _) in &element.leaves {
                        if !columns.contains(column) {
                            columns.push(column.clone());
                        }
                    }
                    sink(Row { locator: number.to_string(), cells: element.leaves, fault: None });
                } else if element.leaves.is_empty() {
                    close(element, &mut open);
                }
            }
            Event::Eof => break,
            Event::Decl(_) | Event::DocType(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    match open.last() {
        Some(element) => Err(fail(format!("it ends inside `{}`", element.name))),
        None if number == 0 => Err(ReadError::Format("no rows in the XML".to_owned())),
        None => Ok(columns),
    }
}

fn add_text(open: &mut [Element], part: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(part);
    }
}

fn close(element: Element, open: &mut [Element]) {
    if let Some(parent) = open.last_mut() {
        parent.leaves.push((element.name, element.text));
    }
}
