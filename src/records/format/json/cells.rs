//! An item of a list as a row: each of its values, however deep, under its column.

use crate::records::amount;
use crate::records::format::Row;
use crate::records::format::nested::{MAX_COLUMNS, Names, column};
use crate::records::text::name_key;
use serde_json::{Map, Value};

/// The row of one item; one that is no object has a fault. `unit`: that of its sums, where the document says one for all rows.
pub fn row(locator: String, item: Value, unit: Option<&str>, names: &mut Names) -> Row {
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
    if let Some(unit) = unit
        && !cells.iter().any(|(name, _)| amount::of_units(&name_key(name)).is_some())
    {
        cells.push((UNIT.to_owned(), unit.to_owned()));
    }
    names.row(locator, cells, fault)
}

/// The column of a unit that a document names for all rows.
const UNIT: &str = "金额单位";

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
    if let Some(day) = day_of(&object) {
        return Value::String(day);
    }
    let unit = ["unit", "单位"].into_iter().map(text).find(|unit| amount::is_unit(unit));
    let sum = SUMS.iter().find_map(|key| object.get(*key)).filter(|_| object.len() == 2);
    if let (Some(unit), Some(sum)) = (unit, sum) {
        let sum = sum.as_str().map_or_else(|| sum.to_string(), str::to_owned);
        return Value::String(format!("{sum}{unit}"));
    }
    Value::Object(object)
}

/// What a number is called beside its unit.
const SUMS: [&str; 8] = ["value", "amount", "money", "sum", "number", "num", "金额", "数额"];

/// `{"year":2026,"monthValue":3,"dayOfMonth":2}`, as Java writes a day, and its shorter forms. A calendar's (`hourOfDay`) counts its
/// months from 0.
fn day_of(object: &Map<String, Value>) -> Option<String> {
    let number = |keys: [&str; 2]| keys.iter().find_map(|key| object.get(*key)?.as_u64());
    let day = [number(["year", "year"])?, number(["monthValue", "month"])?, number(["dayOfMonth", "day"])?];
    written(&day).filter(|_| !object.contains_key("hourOfDay"))
}

/// `[2026,3,2]` and `[2026,3,2,8,30]`, as Java writes a day and a moment.
fn day_in(list: &[Value]) -> Option<String> {
    let numbers: Option<Vec<u64>> = list.iter().map(Value::as_u64).collect();
    let numbers = numbers.filter(|numbers| (3..=7).contains(&numbers.len()))?;
    let is_moment = numbers[3..].iter().zip([24, 60, 60, 1_000_000_000]).all(|(number, end)| *number < end);
    written(&numbers[..3]).filter(|_| is_moment)
}

/// A day of three numbers that can be one.
fn written(day: &[u64]) -> Option<String> {
    let [year @ 1000..=9999, month @ 1..=12, day @ 1..=31] = *day else { return None };
    Some(format!("{year:04}-{month:02}-{day:02}"))
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
        Value::Array(list) => day_in(&list).unwrap_or_else(|| {
            let items: Vec<String> =
                list.iter().map(|item| item.as_str().map_or(item.to_string(), str::to_owned)).collect();
            items.join("；")
        }),
        other => other.to_string(),
    };
    if !path.is_empty() && cells.iter().any(|cell| cell.0 == name) {
        name = path.join(".");
    }
    cells.push((name, text));
}
