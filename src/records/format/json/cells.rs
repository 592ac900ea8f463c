//! An item of a list as a row: each of its values, however deep, under its column.

use crate::records::amount;
use crate::records::format::Row;
use crate::records::format::nested::{MAX_COLUMNS, Names, column};
use serde_json::{Map, Value};

/// The row of one item; one that is no object has a fault.
pub fn row(locator: String, item: Value, names: &mut Names) -> Row {
    let fault = (!item.is_object()).then(|| "not an object".to_owned());
    let mut cells: Vec<(String, String)> = Vec::new();
    match item {
        Value::Object(object) => {
            for (key, value) in outer_first(object) {
                match value {
                    value if is_nested(&value) => flatten(&mut vec![key], value, &mut cells),
                    value => push(key, value, &[], &mut cells),
                }
            }
        }
        other => push(String::new(), other, &[], &mut cells),
    }
    names.row(locator, cells, fault)
}

/// An object's own values before those of objects in it: of two columns with one name the outer one is the record's own,
/// wherever it stands.
fn outer_first(object: Map<String, Value>) -> impl Iterator<Item = (String, Value)> {
    let (nested, own): (Vec<_>, Vec<_>) = object.into_iter().partition(|(_, value)| is_nested(value));
    own.into_iter().chain(nested)
}

/// Whether a value is a list of objects.
pub fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object))
}

/// Whether a value has columns of its own.
fn is_nested(value: &Value) -> bool {
    value.is_object() || is_list(value)
}

/// Values of nested objects under their own name where that is a known header, else as `outer.inner`.
fn flatten(path: &mut Vec<String>, value: Value, cells: &mut Vec<(String, String)>) {
    // What has so many columns is refused; each is compared with all before it.
    if cells.len() > MAX_COLUMNS {
        return;
    }
    let object = match plain(value) {
        Value::Object(object) => object,
        Value::Array(items) if items.iter().all(Value::is_object) => return together(path, items, cells),
        value => return push(column(path, "."), value, path, cells),
    };
    for (key, value) in outer_first(object) {
        path.push(key);
        flatten(path, value, cells);
        path.pop();
    }
}

/// What an object stands for that is one value: `{"$date": …}` of a database, the days of Java, a sum with its unit.
fn plain(value: Value) -> Value {
    let Value::Object(object) = value else { return value };
    let is = |key: &str| object.contains_key(key);
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    if let (1, Some((key, inner))) = (object.len(), object.iter().next())
        && key.starts_with('$')
    {
        return plain(inner.clone());
    }
    if is("time") && is("year") && is("month") && is("date") {
        return object["time"].clone();
    }
    if object.len() == 2 && is("value") && amount::is_unit(text("unit")) {
        let number = &object["value"];
        let number = number.as_str().map_or_else(|| number.to_string(), str::to_owned);
        return Value::String(format!("{number}{}", text("unit")));
    }
    Value::Object(object)
}

/// Several objects in the place of one: their values under one name are one value, as those of a list of texts are.
fn together(path: &mut Vec<String>, items: Vec<Value>, cells: &mut Vec<(String, String)>) {
    let mut all: Vec<(String, String)> = Vec::new();
    for item in items {
        let mut own = Vec::new();
        flatten(path, item, &mut own);
        for (name, text) in own {
            match all.iter_mut().find(|cell| cell.0 == name) {
                Some((_, before)) if before.is_empty() => *before = text,
                Some((_, before)) if !text.is_empty() => *before = format!("{before}；{text}"),
                Some(_) => {}
                None => all.push((name, text)),
            }
        }
    }
    all.into_iter().for_each(|(name, text)| push(name, Value::String(text), path, cells));
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
