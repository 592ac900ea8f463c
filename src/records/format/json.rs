//! JSON lists in their usual wrappers, and NDJSON.

use super::Row;
use crate::records::read::ReadError;
use serde_json::Value;

/// Deepest nesting in which rows are looked for.
const DEPTH: usize = 6;

/// Objects of the list at `pointer`, else of the first list of objects found, outermost first.
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

fn find(document: &Value) -> Option<(String, &Vec<Value>)> {
    let mut level: Vec<(String, &Value)> = vec![(String::new(), document)];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for (place, value) in level {
            match value {
                Value::Array(list) if list.iter().all(Value::is_object) => return Some((place, list)),
                Value::Object(object) => {
                    next.extend(object.iter().map(|(key, value)| (format!("{place}/{key}"), value)));
                }
                _ => {}
            }
        }
        level = next;
    }
    None
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
