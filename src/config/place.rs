//! Lines of TOML files that people edit.

use crate::fs;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Line of a byte offset, from 1; 0 when the file cannot be read.
pub fn line_at(path: &Path, offset: usize) -> usize {
    fs::read_to_string(path).map_or(0, |text| line(&text, offset))
}

/// Line of the key that is meant by a message about `key` (`agency.aliases`) and `value`: the entry that has the value,
/// else the entry that is called like it (`[fields]`), else the first of that key; 0 when there is none.
pub fn line_of_key(path: &Path, key: &str, value: &str) -> usize {
    let Ok(text) = fs::read_to_string(path) else { return 0 };
    let last = last_part(key);
    let (document, _) = DeTable::parse_recoverable(&text);
    let entries = entries(document.get_ref());
    let find = |fits: &dyn Fn(&Entry<'_>) -> bool| entries.iter().find(|entry| fits(entry));
    let found = find(&|entry| entry.key == last && entry.values.contains(&value))
        .or_else(|| find(&|entry| entry.key == value))
        .or_else(|| find(&|entry| entry.key == last));
    found.map_or(0, |entry| line(&text, entry.offset))
}

/// Line of the last entry of that key with the value: the one that repeats an earlier one; 0 when there is none.
pub fn line_of_last(path: &Path, key: &str, value: &str) -> usize {
    let Ok(text) = fs::read_to_string(path) else { return 0 };
    let (document, _) = DeTable::parse_recoverable(&text);
    let entries = entries(document.get_ref());
    let fits = |entry: &&Entry<'_>| entry.key == last_part(key) && entry.values.contains(&value);
    entries.iter().filter(fits).map(|entry| line(&text, entry.offset)).max().unwrap_or(0)
}

fn last_part(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// Line of a byte offset in a text, from 1.
pub fn line(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count()
}

struct Entry<'t> {
    key: &'t str,
    offset: usize,
    /// The value's text, or the texts of a list.
    values: Vec<&'t str>,
}

/// Every key of a document with the texts it holds, tables within tables included.
fn entries<'t>(document: &'t DeTable<'_>) -> Vec<Entry<'t>> {
    let mut entries = Vec::new();
    collect(document, &mut entries);
    entries
}

fn collect<'t>(table: &'t DeTable<'_>, entries: &mut Vec<Entry<'t>>) {
    for (name, value) in table {
        let values = texts(value.get_ref());
        entries.push(Entry { key: name.get_ref(), offset: name.span().start, values });
        match value.get_ref() {
            DeValue::Table(table) => collect(table, entries),
            DeValue::Array(items) => {
                items.iter().filter_map(|item| item.get_ref().as_table()).for_each(|table| collect(table, entries));
            }
            _ => {}
        }
    }
}

fn texts<'t>(value: &'t DeValue<'_>) -> Vec<&'t str> {
    match value {
        DeValue::String(text) => vec![text],
        DeValue::Integer(number) => vec![number.as_str()],
        DeValue::Array(items) => items.iter().filter_map(|item| item.get_ref().as_str()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_that_of_the_value_that_is_wrong() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let text = "kind = \"a\"\n[[agency]]\nname = \"x\"\naliases = [\"p\"]\n[[agency]]\naliases = [\n\"q\"]\n[fields]\nsize = 3\nodd = 1\n";
        std::fs::write(file.path(), text).expect("written");
        for (key, value, line) in [
            ("kind", "a", 1),
            ("agency.aliases", "p", 4),
            ("agency.aliases", "q", 6),
            ("agency.aliases", "unknown", 4),
            ("fields", "odd", 10),
            ("page.size", "3", 9),
            ("nothing", "nothing", 0),
        ] {
            assert_eq!(line_of_key(file.path(), key, value), line, "{key} = {value}");
        }
        assert_eq!(line_of_key(Path::new("/nonexistent"), "kind", "a"), 0);
        let twice =
            "[[district]]\nname = \"x\"\n[[district]]\nname = \"y\"\naliases = [\"x\"]\n[[district]]\nname = \"x\"\n";
        std::fs::write(file.path(), twice).expect("written");
        let last = |key, value| line_of_last(file.path(), key, value);
        assert_eq!([last("district.name", "x"), last("district.aliases", "x"), last("district.name", "z")], [7, 5, 0]);
        std::fs::write(file.path(), text).expect("written");
        assert_eq!((line_at(file.path(), 0), line_at(file.path(), 11), line_at(file.path(), 99_999)), (1, 2, 11));
    }
}
