//! JSON lists in their usual wrappers, JSON Feed, and NDJSON: read as a stream, one row in memory at a time.

mod beside;
mod cells;
mod holder;
mod inner;
mod listed;
mod members;
mod outside;
mod survey;
mod verdict;
mod walk;

use super::nested::Names;
use super::news::{whole_link, whole_title};
use super::page::digest;
use super::{Layout, More, Row, Text};
use crate::records::mapping::gives;
use crate::records::read::ReadError;
use crate::records::{Kind, ValueType, amount, markup, privacy};
use crate::sources::Feed;
use crate::sources::paging::Sight;
use beside::Said;
pub use beside::TOTALS;
use cells::row;
use holder::Holders;
use listed::{is_blank, is_printed_again, named};
use reqwest::Url;
use serde::de::DeserializeSeed;
use serde_json::Value;
use std::io::{self, BufRead, Read};
use survey::{Header, Survey};
use verdict::Verdict;
use walk::At;

/// What a feed asks for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where its rows are; a step `*` is every item of a list, and every value of an object.
    pub pointer: Option<&'a str>,
    /// Tells of several lists which is meant.
    pub kind: Kind,
    /// This is all that was asked for, and no page of it.
    pub is_whole: bool,
    /// The feed's own file says in which unit its sums are.
    pub is_unit_given: bool,
}

impl Asked<'_> {
    pub fn of(feed: &Feed) -> Asked<'_> {
        let (is_whole, is_unit_given) = (feed.page.is_none(), feed.amount_unit.is_some());
        Asked { pointer: feed.records.as_deref(), kind: feed.kind, is_whole, is_unit_given }
    }
}

/// Objects of the list that is asked for, else of the list that looks most like records.
pub fn rows(asked: Asked<'_>, text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    read(asked, text, &mut |_| (), sink).map(|found| found.layout)
}

/// What was found in a document.
struct Found {
    layout: Layout,
    /// A list stands in it, if an empty one.
    has_list: bool,
    /// How many rows there are in all, where it says so beside them.
    total: Option<u64>,
}

impl Found {
    fn of(layout: Layout, has_list: bool) -> Found {
        Found { layout, has_list, total: None }
    }
}

/// Each item of the list goes to `see`, and the rows that it is, or holds, to `sink`.
fn read(
    asked: Asked<'_>,
    text: &Text<'_>,
    see: &mut dyn FnMut(&Value),
    sink: &mut dyn FnMut(Row),
) -> Result<Found, ReadError> {
    let Asked { pointer, kind, is_whole, is_unit_given } = asked;
    let said = || Survey::of(text).map(|survey| survey.said()).unwrap_or_default();
    let (place, news_of, mut header, mut holders) = match pointer {
        Some(pointer) => (pointer.to_owned(), None, None, None),
        None => {
            let survey = Survey::of(text)?;
            let Some(place) = survey.rows(kind) else {
                return match () {
                    () if survey.is_record(kind) => only(text, see, sink),
                    () if Verdict::of(text)?.says_nothing() => Ok(Found::of(Layout::default(), false)),
                    () => Err(ReadError::Format(format!("no list of rows{}", survey.said()))),
                };
            };
            let (header, held) = (survey.header(&place), survey.held(&place).map(str::to_owned));
            (place, survey.is_news().then(|| survey.site()), Some(header), held.map(Holders::new))
        }
    };
    let mut names = Names::default();
    let (mut found, mut position, mut beside) = (false, 0_u64, Said::default());
    // The unit of the rows before.
    let mut unit_read: Option<String> = None;
    let mut take = |locator: String, item: Value, said: &Said| {
        position += 1;
        let unit = said.unit.as_deref().filter(|_| !is_unit_given);
        if unit != unit_read.as_deref() {
            unit_read = unit.map(str::to_owned);
        }
        if holders.is_some() && item.is_object() {
            see(&item);
        }
        let item = match (item, &mut holders) {
            (Value::Object(merchant), Some(holders)) => {
                let held = holders.rows(&locator, merchant);
                return held.into_iter().for_each(|(locator, item)| sink(row(locator, item, unit, &mut names)));
            }
            // As an empty row of a table.
            (Value::Null, _) => return,
            (Value::Array(cells), _) if cells.iter().all(is_blank) => return,
            (Value::Array(cells), _) => {
                let of_document = || Survey::of(text).map_or(Header::Keys, |survey| survey.header(&place));
                match header.get_or_insert_with(of_document) {
                    Header::Keys => Value::Array(cells),
                    Header::Names { names, above } if position <= *above as u64 || is_printed_again(names, &cells) => {
                        return;
                    }
                    Header::Names { names: header, .. } => match named(header, cells) {
                        Ok(item) => item,
                        Err((cells, fault)) => {
                            let cells = Value::Array(cells);
                            see(&cells);
                            let faulty = row(locator, cells, unit, &mut names);
                            return sink(Row { fault: Some(fault), ..faulty });
                        }
                    },
                }
            }
            (item, _) => match &news_of {
                Some(site) => news(item, site.as_ref()),
                None => item,
            },
        };
        see(&item);
        sink(row(locator, item, unit, &mut names));
    };
    let path: Vec<String> = survey::steps(&place);
    let way = At { path: &path, at: String::new(), take: &mut take, found: &mut found, said: &mut beside };
    parse(text, way)?;
    let has_list = found;
    if position == 0 {
        let verdict = Verdict::of(text)?;
        if let Some(failure) = verdict.failure() {
            return Err(ReadError::Refused(privacy::mask(&failure).into_owned()));
        }
        found |= verdict.says_nothing();
        if let Some(total) = beside.total().filter(|total| *total > 0 && is_whole && found) {
            return Err(ReadError::Refused(format!("there are {total} by its own words")));
        }
    }
    if !found {
        return Err(ReadError::Format(format!("no list at `{place}`{}", said())));
    }
    let columns = names.finish()?;
    let is_late = |unit: &&str| !is_unit_given && position > 0 && unit_read.as_deref() != Some(*unit);
    if let Some(unit) = beside.unit.as_deref().filter(is_late)
        && amount::unit_in(unit) != Some(1)
        && columns.iter().any(|name| gives(name, |field| field.value_type() == ValueType::Money))
    {
        let reason =
            format!("behind its rows the answer says that sums are in {}; set `amount_unit`", privacy::mask(unit));
        return Err(ReadError::Format(reason));
    }
    let gone = (!beside.gone.is_empty()).then(|| {
        let names = beside.gone.join("`, `");
        format!("left the lists `{names}` out: by their names, what is in them was taken back")
    });
    let total = beside.total();
    let more = beside.more(position).filter(|_| is_whole);
    let notes = more.as_ref().map(More::to_string);
    let at = holders.is_none().then_some(place);
    let notes = notes.into_iter().chain(gone).chain(holders.and_then(Holders::note)).collect();
    Ok(Found { layout: Layout { columns, notes, place: at, more }, has_list, total })
}

/// A page of a list that is asked for page by page.
pub fn page(asked: Asked<'_>, text: &Text<'_>) -> Sight {
    let mut rows = Vec::new();
    let mut see = |item: &Value| rows.push(digest(item));
    match read(asked, text, &mut see, &mut |_| ()) {
        Ok(Found { has_list: true, total, .. }) => Sight::List { rows, total },
        Ok(_) => Sight::Nothing,
        Err(_) if rows.is_empty() && Verdict::of(text).is_ok_and(|verdict| verdict.is_silent()) => Sight::Nothing,
        Err(_) => Sight::Other,
    }
}

/// A document that is one record, as a list of one object a line is that came down to its last.
fn only(text: &Text<'_>, see: &mut dyn FnMut(&Value), sink: &mut dyn FnMut(Row)) -> Result<Found, ReadError> {
    let mut names = Names::default();
    let item = serde_json::from_reader(text.bytewise()?).map_err(not_json)?;
    see(&item);
    sink(row("1".to_owned(), item, None, &mut names));
    Ok(Found::of(Layout::of(names.finish()?), true))
}

/// Goes through a document; what a script calls with it (`callback(…);`) is passed over.
fn parse<'t, S: for<'de> DeserializeSeed<'de>>(text: &Text<'t>, seed: S) -> Result<(), ReadError> {
    let mut bytes = text.bytewise()?;
    let call = called(&text.head(HEAD)?);
    io::copy(&mut bytes.by_ref().take(call.unwrap_or(0) as u64), &mut io::sink()).map_err(ReadError::unreadable)?;
    let mut parser = serde_json::Deserializer::from_reader(bytes);
    seed.deserialize(&mut parser).map_err(not_json)?;
    // Behind the document a call has its closing bracket.
    if call.is_some() { Ok(()) } else { parser.end().map_err(not_json) }
}

/// Where the document begins in a call of a script (JSONP).
pub fn called(head: &str) -> Option<usize> {
    let (name, rest) = head.split_once('(')?;
    let name = name.trim().trim_start_matches("/**/").trim();
    // Some look first whether there is such a function: typeof callback === 'function' && callback(…).
    let name =
        name.strip_prefix("typeof ").and_then(|guard| guard.rsplit_once("&&")).map_or(name, |(_, name)| name.trim());
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte));
    (is_name && is_document(rest)).then(|| head.len() - rest.len())
}

/// Whether a text is that of a document within quotation marks, as one that was encoded twice; a cell of CSV has its own doubled.
pub fn is_quoted(text: &str) -> bool {
    let inside = text.strip_prefix('"').map(str::trim_start);
    inside.is_some_and(|inside| is_document(inside) && inside.contains("\\\"") && !inside.contains("\"\""))
}

/// Whether a text begins like a document that may hold rows.
fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{'])
}

fn not_json(error: serde_json::Error) -> ReadError {
    ReadError::Format(format!("not JSON: {error}"))
}

/// Bytes by which a call of a script is told.
const HEAD: u64 = 256;

/// A longer line is no record.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// One object a line.
pub fn lines(text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let mut names = Names::default();
    let (mut good, mut first_error) = (0, None);
    let (mut text, mut line) = (text.open()?, Vec::new());
    for number in 1.. {
        line.clear();
        let mut within = text.by_ref().take(LONGEST_LINE);
        if within.read_until(b'\n', &mut line).map_err(ReadError::unreadable)? == 0 {
            break;
        }
        if within.limit() == 0 {
            let reason = format!("line {number} is longer than {LONGEST_LINE} bytes: not one object a line");
            return Err(ReadError::Format(reason));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(&line) {
            Ok(item) => {
                good += 1;
                sink(row(number.to_string(), item, None, &mut names));
            }
            Err(error) => {
                let reason = format!("not JSON: {error}");
                first_error.get_or_insert(reason.clone());
                sink(Row::broken(number.to_string(), "", reason));
            }
        }
    }
    match first_error {
        Some(reason) if good == 0 => Err(ReadError::Format(reason)),
        _ => names.finish(),
    }
}

/// An item of a JSON Feed, under the canonical names; relative links are those of its site.
fn news(item: Value, site: Option<&Url>) -> Value {
    let Value::Object(mut object) = item else { return item };
    if let Some(title) = object.get("title").and_then(Value::as_str) {
        let texts = ["summary", "content_html", "content_text"].into_iter().filter_map(|key| object.get(key)?.as_str());
        let title = whole_title(title, texts);
        object.insert("title".to_owned(), Value::String(title));
    }
    let rename = |key: String| match key.as_str() {
        "url" | "external_url" => "source_url".to_owned(),
        "date_published" => "published_on".to_owned(),
        "content_text" | "content_html" => "body".to_owned(),
        _ => key,
    };
    let text = |key: &str, value: Value| match value {
        Value::String(link) if matches!(key, "url" | "external_url") => Value::String(whole_link(&link, site)),
        Value::String(html) if matches!(key, "content_html" | "summary") => Value::String(markup::text(&html)),
        other => other,
    };
    Value::Object(object.into_iter().map(|(key, value)| (rename(key.clone()), text(&key, value))).collect())
}

#[cfg(test)]
mod tests;
