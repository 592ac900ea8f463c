//! JSON lists in their usual wrappers, JSON Feed, and NDJSON: read as a stream, one row in memory at a time.

mod survey;

use super::nested::{Names, column};
use super::news::plain;
use super::{Row, Text};
use crate::records::read::ReadError;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::io::{BufRead, Read};
use survey::Survey;

/// Objects of the list at `pointer`, else of the list that looks most like records.
pub fn rows(pointer: Option<&str>, text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let said = || Survey::of(text).map(|survey| survey.said()).unwrap_or_default();
    let (place, is_news) = match pointer {
        Some(pointer) => (pointer.to_owned(), false),
        None => {
            let survey = Survey::of(text)?;
            let place = survey.rows().ok_or_else(|| ReadError::Format(format!("no list of rows{}", survey.said())))?;
            (place, survey.is_news())
        }
    };
    let mut names = Names::default();
    let mut found = false;
    let mut take = |position: usize, item: Value| {
        let item = if is_news { news(item) } else { item };
        sink(row(format!("{place}/{position}"), item, &mut names));
    };
    let path: Vec<String> = survey::steps(&place);
    let mut parser = serde_json::Deserializer::from_reader(text.bytewise()?);
    let at = At { path: &path, take: &mut take, found: &mut found };
    at.deserialize(&mut parser).and_then(|()| parser.end()).map_err(not_json)?;
    if !found {
        return Err(ReadError::Format(format!("no list at `{place}`{}", said())));
    }
    names.finish()
}

fn not_json(error: serde_json::Error) -> ReadError {
    ReadError::Format(format!("not JSON: {error}"))
}

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
                sink(row(number.to_string(), item, &mut names));
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

/// Walks down a path and hands each item of the list at its end on; passes over everything else.
struct At<'a> {
    path: &'a [String],
    take: &'a mut dyn FnMut(usize, Value),
    found: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match self.path {
                [first, rest @ ..] if *first == key => {
                    map.next_value_seed(At { path: rest, take: &mut *self.take, found: &mut *self.found })?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let wanted = match self.path {
            [] => None,
            [first, ..] => Some(first.parse::<usize>().unwrap_or(usize::MAX)),
        };
        *self.found |= wanted.is_none();
        for position in 0.. {
            let more = match wanted {
                None => list.next_element::<Value>()?.map(|item| (self.take)(position, item)),
                Some(wanted) if wanted == position => {
                    let inner = At { path: &self.path[1..], take: &mut *self.take, found: &mut *self.found };
                    list.next_element_seed(inner)?
                }
                Some(_) => list.next_element::<IgnoredAny>()?.map(drop),
            };
            if more.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// An item of a JSON Feed, under the canonical names.
fn news(item: Value) -> Value {
    let Value::Object(object) = item else { return item };
    let rename = |key: String| match key.as_str() {
        "url" | "external_url" => "source_url".to_owned(),
        "date_published" => "published_on".to_owned(),
        "content_text" | "content_html" => "body".to_owned(),
        _ => key,
    };
    let text = |key: &str, value: Value| match value {
        Value::String(html) if matches!(key, "content_html" | "summary") => Value::String(plain(&html)),
        other => other,
    };
    Value::Object(object.into_iter().map(|(key, value)| (rename(key.clone()), text(&key, value))).collect())
}

fn row(locator: String, item: Value, names: &mut Names) -> Row {
    let fault = (!item.is_object()).then(|| "not an object".to_owned());
    let mut cells: Vec<(String, String)> = Vec::new();
    match item {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::Object(_) => flatten(&mut vec![key], value, &mut cells),
                    value => push(key, value, &[], &mut cells),
                }
            }
        }
        other => push(String::new(), other, &[], &mut cells),
    }
    names.row(locator, cells, fault)
}

/// Values of nested objects under their own name where that is a known header, else as `outer.inner`.
fn flatten(path: &mut Vec<String>, value: Value, cells: &mut Vec<(String, String)>) {
    let Value::Object(object) = value else {
        push(column(path, "."), value, path, cells);
        return;
    };
    for (key, value) in object {
        path.push(key);
        flatten(path, value, cells);
        path.pop();
    }
}

/// Adds a value; lists of texts are joined. Where the name is taken, the whole path is the name.
fn push(mut name: String, value: Value, path: &[String], cells: &mut Vec<(String, String)>) {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(list) => {
            let items: Vec<String> =
                list.iter().map(|item| item.as_str().map_or(item.to_string(), str::to_owned)).collect();
            items.join("；")
        }
        other => other.to_string(),
    };
    if !path.is_empty() && cells.iter().any(|cell| cell.0 == name) {
        name = path.join(".");
    }
    cells.push((name, text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Body;

    fn at(pointer: Option<&str>, text: &str) -> Result<Vec<Row>, ReadError> {
        let (body, mut found) = (Body::from(text), Vec::new());
        rows(pointer, &Text::of(&body, None)?, &mut |row| found.push(row)).map(|_| found)
    }

    fn read(text: &str) -> Result<Vec<Row>, ReadError> {
        at(None, text)
    }

    #[test]
    fn nested_values_are_columns_of_their_own_name() {
        let text =
            r#"{"list":[{"当事人":{"名称":"甲店","地址":"x"},"处罚":{"决定文号":"1号","其他":{"a":1}},"备案号":"2"}]}"#;
        let rows = read(text).expect("reads");
        let cells: Vec<(&str, &str)> = rows[0].pairs().collect();
        let expected =
            [("当事人", "甲店"), ("当事人.地址", "x"), ("决定文号", "1号"), ("处罚.其他.a", "1"), ("备案号", "2")];
        assert_eq!(cells, expected);
    }

    #[test]
    fn a_json_feed_is_news() {
        let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[
            {"id":"1","url":"/a.html","title":"示例","content_html":"<p>小<b>心</b></p>","date_published":"2026-05-01T08:00:00+08:00"}]}"#;
        let rows = read(text).expect("reads");
        for (column, value) in
            [("source_url", "/a.html"), ("title", "示例"), ("published_on", "2026-05-01T08:00:00+08:00")]
        {
            assert!(rows[0].pairs().any(|cell| cell == (column, value)), "{column}: {rows:?}");
        }
        assert!(rows[0].pairs().any(|cell| cell.0 == "body" && !cell.1.contains('<')), "{rows:?}");
    }

    #[test]
    fn pointers_lead_through_objects_and_lists() {
        let text = r#"{"a~b":[{"x":0},{"rows":[{"企业名称":"甲"},{"企业名称":"乙"},7]}]}"#;
        let found = at(Some("/a~0b/1/rows"), text).expect("reads");
        assert_eq!(
            found.iter().map(|row| row.locator.as_str()).collect::<Vec<_>>(),
            ["/a~0b/1/rows/0", "/a~0b/1/rows/1", "/a~0b/1/rows/2"]
        );
        assert!(found[2].fault.is_some());
        let refused = |pointer: &str| at(Some(pointer), text).is_err();
        assert!(refused("/b") && refused("/a~0b/5") && refused("/a~0b/1/rows/0/企业名称") && refused("/a~0b/x"));
    }

    #[test]
    fn a_line_without_an_end_is_refused() {
        let long = format!("{{\"a\":1}}\n{{\"a\":\"{}\"}}\n", "x".repeat(LONGEST_LINE as usize));
        let body = Body::from(long);
        assert!(lines(&Text::of(&body, None).expect("text"), &mut |_| {}).is_err());
    }

    #[test]
    fn hostile_documents_are_refused() {
        for text in ["", "{", "[1,2", "{\"rows\":[{}]} x", "7", "{\"rows\":[{\"a\":1}]", &"[".repeat(100_000)] {
            assert!(read(text).is_err(), "{}", &text[..text.len().min(20)]);
        }
        let wide: Vec<String> = (0..6_000).map(|number| format!("{{\"k{number}\":1}}")).collect();
        assert!(read(&format!("[{}]", wide.join(","))).is_err(), "every row has another column");
    }
}
