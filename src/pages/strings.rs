//! Interface strings of one language: the words of templates, and of the sentences the program makes.
//!
//! In: `i18n/LANG/*.toml` of a theme. Out: one tree of texts, [`Strings`]. A key that two files have is an error: the
//! order of files must not decide what people read.

use serde_json::{Map, Value};

/// The strings of a language, nested as in the files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strings(Map<String, Value>);

/// Strings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StringsError {
    #[error("`{file}`, line {line}: {message}")]
    Toml { file: String, line: usize, message: String },
    #[error("`{file}`: `{key}` is no text\n  hint: put the value in quotes")]
    NotText { file: String, key: String },
    #[error("`{file}`: `{key}` stands in another file of the folder too\n  hint: keep one of them")]
    Duplicate { file: String, key: String },
    #[error("interface strings are missing{}\n  hint: copy them from the default theme, and translate them", told(.keys))]
    Missing {
        /// The file that should have each, and its key.
        keys: Vec<(String, String)>,
    },
    #[error(
        "the theme has no strings for `{language}`; it has: {known}\n  hint: add `i18n/{language}/` to the theme, or change `language` in `portal.toml`"
    )]
    NoLanguage { language: String, known: String },
}

fn told(keys: &[(String, String)]) -> String {
    keys.iter().map(|(file, key)| format!("\n  `{file}`: `{key}`")).collect()
}

impl Strings {
    /// Merges files, each a name for messages and its TOML.
    ///
    /// # Errors
    /// The first file that does not parse, holds something other than text, or repeats a key of another.
    pub fn merge<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Strings, StringsError> {
        let mut merged = Map::new();
        for (file, text) in files {
            let table: toml::Table = toml::from_str(text).map_err(|error| {
                let start = error.span().map_or(0, |span| span.start).min(text.len());
                let line = 1 + text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count();
                StringsError::Toml { file: file.to_owned(), line, message: error.message().to_owned() }
            })?;
            merge_into(&mut merged, table, &mut Vec::new(), file)?;
        }
        Ok(Strings(merged))
    }

    /// The text at a dotted key, such as `kind.blacklist.label`.
    pub fn get(&self, key: &str) -> Option<&str> {
        let mut steps = key.split('.');
        let mut value = self.0.get(steps.next()?)?;
        for step in steps {
            value = value.get(step)?;
        }
        value.as_str()
    }

    /// The texts directly in a table, with their keys; none when there is no such table.
    pub fn table<'s>(&'s self, table: &str) -> impl Iterator<Item = (&'s str, &'s str)> + use<'s> {
        let mut entries = Some(&self.0);
        for step in table.split('.') {
            entries = entries.and_then(|entries| entries.get(step)).and_then(Value::as_object);
        }
        entries.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }

    /// Every dotted key, sorted.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        collect_keys(&self.0, &mut Vec::new(), &mut keys);
        keys.sort();
        keys
    }

    /// The tree, as templates see it under `t`.
    pub fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }
}

fn merge_into(
    into: &mut Map<String, Value>,
    table: toml::Table,
    path: &mut Vec<String>,
    file: &str,
) -> Result<(), StringsError> {
    for (key, value) in table {
        path.push(key.clone());
        match value {
            toml::Value::String(text) => {
                if into.insert(key, Value::String(text)).is_some() {
                    return Err(StringsError::Duplicate { file: file.to_owned(), key: path.join(".") });
                }
            }
            toml::Value::Table(inner) => {
                let entry = into.entry(key).or_insert_with(|| Value::Object(Map::new()));
                let Value::Object(entry) = entry else {
                    return Err(StringsError::Duplicate { file: file.to_owned(), key: path.join(".") });
                };
                merge_into(entry, inner, path, file)?;
            }
            _ => return Err(StringsError::NotText { file: file.to_owned(), key: path.join(".") }),
        }
        path.pop();
    }
    Ok(())
}

fn collect_keys<'s>(map: &'s Map<String, Value>, path: &mut Vec<&'s str>, keys: &mut Vec<String>) {
    for (key, value) in map {
        path.push(key);
        match value {
            Value::Object(inner) => collect_keys(inner, path, keys),
            _ => keys.push(path.join(".")),
        }
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_merged_deeply() {
        let strings = Strings::merge([("a.toml", "[ui.home]\ntitle = \"甲\"\n"), ("b.toml", "[ui]\nskip = \"乙\"\n")]);
        let strings = strings.expect("strings");
        assert_eq!(strings.get("ui.home.title"), Some("甲"));
        assert_eq!(strings.get("ui.skip"), Some("乙"));
        assert_eq!(strings.get("ui.home"), None, "a table is no text");
        assert_eq!(strings.get(""), None);
        assert_eq!(strings.table("ui").collect::<Vec<_>>(), [("skip", "乙")]);
        assert_eq!(strings.table("ui.home").count(), 1);
        assert_eq!(strings.table("nowhere").count(), 0);
        assert_eq!(strings.keys(), ["ui.home.title", "ui.skip"]);
    }

    #[test]
    fn mistakes_name_file_and_key() {
        let fails = |files: &[(&str, &str)]| Strings::merge(files.iter().copied()).expect_err("a mistake").to_string();
        assert!(
            fails(&[("a", "[x]\ny = \"1\""), ("b", "[x]\ny = \"2\"")]).starts_with("`b`: `x.y` stands in another file")
        );
        assert!(fails(&[("a", "x = \"1\""), ("b", "[x]\ny = \"2\"")]).starts_with("`b`: `x` stands"));
        assert!(fails(&[("a", "[x]\ny = \"1\""), ("b", "x = \"2\"")]).starts_with("`b`: `x` stands"));
        assert!(fails(&[("a", "[x]\ny = 1")]).starts_with("`a`: `x.y` is no text"));
        assert!(fails(&[("a", "x = \"1\"\ny = \"")]).starts_with("`a`, line 2: "));
    }
}
