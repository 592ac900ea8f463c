//! JSON lists in their usual wrappers, and NDJSON.

use super::Row;
use crate::records::mapping::is_known_header;
use crate::records::read::ReadError;
use serde_json::Value;
use std::collections::BTreeSet;

/// Deepest nesting in which rows are looked for.
const DEPTH: usize = 6;

/// Objects of the list at `pointer`, else of the list that looks most like records.
pub fn rows(pointer: Option<&str>, text: &str, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let document: Value =
        serde_json::from_str(text).map_err(|error| ReadError::Format(format!("not JSON: {error}")))?;
    let (place, list) = match pointer {
        Some(pointer) => match document.pointer(pointer) {
            Some(Value::Array(list)) => (pointer.to_owned(), list),
            _ => return Err(ReadError::Format(format!("no list at `{pointer}`{}", said(&document)))),
        },
        None => find(&document).ok_or_else(|| ReadError::Format(format!("no list of rows{}", said(&document))))?,
    };
    let mut columns = Vec::new();
    for (position, item) in list.iter().enumerate() {
        sink(row(format!("{place}/{position}"), item, &mut columns));
    }
    Ok(columns)
}

/// One object a line.
pub fn lines(text: &str, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let mut columns = Vec::new();
    let (mut good, mut first_error) = (0, None);
    for (position, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let locator = (position + 1).to_string();
        match serde_json::from_str::<Value>(line) {
            Ok(item) => {
                good += 1;
                sink(row(locator, &item, &mut columns));
            }
            Err(error) => {
                let reason = format!("not JSON: {error}");
                first_error.get_or_insert(reason.clone());
                sink(Row { locator, cells: Vec::new(), fault: Some(reason) });
            }
        }
    }
    match first_error {
        Some(reason) if good == 0 => Err(ReadError::Format(reason)),
        _ => Ok(columns),
    }
}

/// What an interface that answers with an error says.
fn said(document: &Value) -> String {
    let message = ["msg", "message", "error"].iter().find_map(|key| document.get(key)?.as_str());
    message.map_or(String::new(), |message| format!("; the answer says `{}`", crate::records::privacy::mask(message)))
}

/// Objects of a list that are looked at to tell what it lists.
const SAMPLE: usize = 20;
/// What agencies call the list of rows, the commonest first.
const USUAL: [&str; 8] = ["rows", "records", "list", "data", "items", "result", "results", "content"];

/// The list of objects with the most known columns; among equals the one with a usual name, then the outermost, then
/// the first. A list beside an empty one of usual name must show columns of its own to be taken: an empty day has no
/// rows, whatever else the answer lists.
fn find(document: &Value) -> Option<(String, &Vec<Value>)> {
    let mut lists: Vec<(String, &Vec<Value>)> = Vec::new();
    let mut level: Vec<(String, &Value)> = vec![(String::new(), document)];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for (place, value) in level {
            match value {
                Value::Array(list) if list.iter().all(Value::is_object) => lists.push((place, list)),
                Value::Object(object) => {
                    next.extend(object.iter().map(|(key, value)| (format!("{place}/{key}"), value)));
                }
                _ => {}
            }
        }
        level = next;
    }
    let usual = |place: &str| {
        let name = place.rsplit('/').next().unwrap_or_default();
        let rank = USUAL.iter().position(|usual| name.eq_ignore_ascii_case(usual)).unwrap_or(USUAL.len());
        std::cmp::Reverse(if place.is_empty() { 0 } else { rank })
    };
    let is_usual = |place: &str| usual(place) != std::cmp::Reverse(USUAL.len());
    let score = |position: usize| {
        let (place, list) = &lists[position];
        let known = known_columns(list);
        // One or two common words (`name`, `value`) stand in any list.
        let tells = if known > 2 { known } else { 0 };
        (tells, is_usual(place), !list.is_empty(), known, usual(place), std::cmp::Reverse(position))
    };
    let best = (0..lists.len()).max_by_key(|position| score(*position))?;
    Some(lists.swap_remove(best))
}

fn known_columns(list: &[Value]) -> usize {
    let objects = list.iter().take(SAMPLE).filter_map(Value::as_object);
    let names: BTreeSet<&str> = objects.flat_map(|object| object.keys().map(String::as_str)).collect();
    names.into_iter().filter(|name| is_known_header(name)).count()
}

fn row(locator: String, item: &Value, columns: &mut Vec<String>) -> Row {
    let mut cells = Vec::new();
    flatten(String::new(), item, &mut cells);
    for (column, _) in &cells {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    let fault = (!item.is_object()).then(|| "not an object".to_owned());
    Row { locator, cells, fault }
}

/// Nested objects as `outer.inner`; lists of texts joined.
fn flatten(name: String, value: &Value, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                flatten(if name.is_empty() { key.clone() } else { format!("{name}.{key}") }, value, cells);
            }
        }
        Value::Null => cells.push((name, String::new())),
        Value::String(text) => cells.push((name, text.clone())),
        Value::Array(list) => {
            let items: Vec<String> =
                list.iter().map(|item| item.as_str().map_or(item.to_string(), str::to_owned)).collect();
            cells.push((name, items.join("；")));
        }
        other => cells.push((name, other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_records_is_told_from_others() {
        let rows = r#"[{"企业名称":"甲","信用代码":"1","备案号":"2"}]"#;
        for (document, place) in [
            (format!(r#"{{"errors":[],"data":{rows}}}"#), "/data"),
            (format!(r#"{{"columns":[{{"name":"x","title":"y"}}],"result":{{"page":{rows}}}}}"#), "/result/page"),
            (format!(r#"{{"menu":[{{"id":1}}],"rows":{rows}}}"#), "/rows"),
            (rows.to_owned(), ""),
            (r#"{"columns":[{"name":"x","title":"y"}],"rows":[]}"#.to_owned(), "/rows"),
            (r#"{"a":[],"b":[{"x":1,"y":2}]}"#.to_owned(), "/b"),
            (r#"{"messages":[{"x":1}],"list":[{"x":1}]}"#.to_owned(), "/list"),
            (r#"{"data":{"list":[]}}"#.to_owned(), "/data/list"),
        ] {
            let document: Value = serde_json::from_str(&document).expect("JSON");
            assert_eq!(find(&document).map(|found| found.0).as_deref(), Some(place), "{document}");
        }
        assert!(find(&serde_json::json!({"data": {"a": [1, 2]}})).is_none());
    }
}
