//! Lists within the items of a list: pages of rows, or the records that merchants hold.

use super::listed::is_blank;
use crate::records::format::nested::{column, holds};
use crate::records::mapping::is_known_header;
use serde_json::Value;
use std::collections::BTreeSet;

/// Objects of a list that are looked at to tell what it lists.
pub const SAMPLE: usize = 20;

/// What the lists of objects within the items of a list have of well-known headers, by the keys that they stand under.
pub struct Inner(Vec<(String, BTreeSet<String>)>);

impl Inner {
    pub fn of(items: &[Value]) -> Inner {
        let keys: BTreeSet<&String> = items.iter().filter_map(Value::as_object).flat_map(|item| item.keys()).collect();
        let columns = |key: &String| {
            let (mut columns, mut is_list) = (BTreeSet::new(), false);
            for held in items.iter().filter_map(|item| item.get(key)).filter(|held| !is_blank(held)) {
                is_list |= held.is_array();
                // A list of one may be written as the one.
                let rows = held.as_array().map_or(std::slice::from_ref(held), Vec::as_slice);
                rows.iter().take(SAMPLE).for_each(|row| names(&mut Vec::new(), row, &mut columns));
            }
            columns.retain(|name| is_known_header(name));
            (is_list && !columns.is_empty()).then(|| (key.clone(), columns))
        };
        Inner(keys.into_iter().filter_map(columns).collect())
    }

    /// Lists with more known columns than so many, as `[{"page":1,"rows":[…]},{"page":2,"rows":[…]}]` has them: their keys, and
    /// how many columns.
    pub fn pages(&self, known: usize) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(key, columns)| (key.as_str(), columns.len())).filter(move |page| page.1 > known)
    }

    /// The list that merchants hold with what there is to say of each: its key, and how many known columns both have together.
    pub fn held(&self, merchants: &[Value]) -> Option<(&str, usize)> {
        let all = |(key, own): &'_ (String, BTreeSet<String>)| {
            let mut columns = BTreeSet::new();
            let said = merchants.iter().filter_map(Value::as_object).flatten().filter(|said| said.0 != key);
            said.for_each(|(name, value)| names(&mut vec![name.clone()], value, &mut columns));
            columns.retain(|name| is_known_header(name));
            holds(&columns, own).then(|| columns.union(own).count())
        };
        let held = self.0.iter().filter_map(|list| Some((list.0.as_str(), all(list)?)));
        held.rev().max_by_key(|list| list.1)
    }
}

/// Column names of an object, as rows will have them; `path` leads to it.
pub fn names(path: &mut Vec<String>, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                path.push(key.clone());
                names(path, value, found);
                path.pop();
            }
        }
        _ if path.is_empty() => {}
        _ => {
            found.insert(column(path, "."));
        }
    }
}
