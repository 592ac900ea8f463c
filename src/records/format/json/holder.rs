//! Rows in a list within what they are about: a merchant that holds its penalties, a district its merchants.

use super::cells::is_list;
use super::survey::escaped;
use crate::records::privacy;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Where the items of a list hold their rows.
#[derive(Debug, Clone)]
pub struct Holders {
    key: String,
    /// Further lists that the items hold, which are not read.
    left: BTreeSet<String>,
}

impl Holders {
    pub fn new(key: String) -> Holders {
        Holders { key, left: BTreeSet::new() }
    }

    /// The rows that an item holds, each with where it stands and with the item's own values, where it has none of that name. One
    /// that holds nothing has no row.
    pub fn rows(&mut self, locator: &str, mut own: Map<String, Value>) -> Vec<(String, Value)> {
        let within = format!("{locator}/{}", privacy::mask(&escaped(&self.key)));
        let held = match own.remove(&self.key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(rows)) => rows,
            Some(Value::String(text)) if text.trim().is_empty() => return Vec::new(),
            Some(one) => vec![one],
        };
        own.retain(|key, value| {
            let is_list = is_list(value);
            if is_list {
                self.left.insert(privacy::mask(key).into_owned());
            }
            !is_list
        });
        let place = |(at, row)| (format!("{within}/{at}"), with(row, &own));
        held.into_iter().enumerate().map(place).collect()
    }

    /// What was left, for a person.
    pub fn note(self) -> Option<String> {
        let left: Vec<String> = self.left.into_iter().map(|key| format!("`{key}`")).collect();
        let key = privacy::mask(&self.key);
        (!left.is_empty()).then(|| format!("read the lists `{key}` and not those beside them: {}", left.join(", ")))
    }
}

/// A row with what its holder says of it as well.
fn with(row: Value, holder: &Map<String, Value>) -> Value {
    let Value::Object(mut row) = row else { return row };
    for (key, value) in holder {
        row.entry(key).or_insert_with(|| value.clone());
    }
    Value::Object(row)
}
