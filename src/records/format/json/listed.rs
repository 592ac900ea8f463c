//! Rows that are lists of values: their names stand in a row of their own, as in a table.

use serde_json::{Map, Value};
use std::cmp::Ordering;

/// A row that is a list of values, under its names.
///
/// # Errors
/// The values and what is wrong with them, where there are more of them than names, or fewer: which is missing, nobody can say.
pub fn named(names: &[String], mut cells: Vec<Value>) -> Result<Value, (Vec<Value>, String)> {
    while cells.len() > names.len() && cells.last().is_some_and(is_blank) {
        cells.pop();
    }
    let (values, count) = (cells.len(), names.len());
    match values.cmp(&count) {
        Ordering::Equal => Ok(Value::Object(under(names, cells))),
        Ordering::Greater => Err((cells, format!("{values} values under {count} names: the row is too long"))),
        Ordering::Less => Err((cells, format!("{values} values under {count} names: the row is too short"))),
    }
}

/// Values by their names; of two under one name the first keeps it, as in a table.
fn under(names: &[String], cells: Vec<Value>) -> Map<String, Value> {
    let mut object = Map::new();
    for (position, (name, cell)) in names.iter().zip(cells).enumerate() {
        let name = if object.contains_key(name) { format!("{name}#{}", position + 1) } else { name.clone() };
        object.insert(name, cell);
    }
    object
}

/// The names that a row holds, without empty ones at its end.
pub fn names_in(cells: &[Value]) -> Vec<String> {
    let width = cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    cells[..width].iter().map(text_of).collect()
}

pub fn is_printed_again(names: &[String], cells: &[Value]) -> bool {
    let same = |(name, cell): (&String, &Value)| text_of(cell).trim() == name.trim();
    cells.len() >= names.len() && names.iter().zip(cells).all(same) && cells[names.len()..].iter().all(is_blank)
}

pub fn is_blank(cell: &Value) -> bool {
    match cell {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn text_of(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
