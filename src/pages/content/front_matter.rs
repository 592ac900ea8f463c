//! TOML front matter, read key by key, so that one reading reports every mistake with its line.

use super::Mistake;
use crate::clock::Date;
use crate::pages::address;
use crate::records::privacy;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A mistake and its line in the file, from 1.
#[derive(Debug)]
pub struct Finding {
    pub line: usize,
    pub mistake: Mistake,
}

/// A file cut in two.
pub struct Document<'t> {
    front: &'t str,
    /// Markdown.
    pub body: &'t str,
    pub body_line: usize,
}

/// Line of the file on which the front matter begins: below the opening `+++`.
const FRONT_LINE: usize = 2;

/// Takes a file apart.
///
/// # Errors
/// Bytes that are no text, and a text without front matter or without its end.
pub fn document(bytes: &[u8]) -> Result<Document<'_>, Finding> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Finding { line, mistake: Mistake::NotUtf8 }
    })?;
    split(text).map_err(|(line, mistake)| Finding { line, mistake })
}

/// Hands the keys of a document to `read`.
///
/// # Errors
/// Everything that is wrong, in order of line; keys that `read` did not ask for among it.
pub fn with_keys<T>(
    document: &Document<'_>,
    read: impl FnOnce(&mut Keys<'_>, &Document<'_>) -> Option<T>,
) -> Result<T, Vec<Finding>> {
    let (table, errors) = DeTable::parse_recoverable(document.front);
    if !errors.is_empty() {
        let findings = errors.iter().map(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            // Only the message: the parser's report quotes the line, which may hold anything.
            let mistake = Mistake::Toml(privacy::mask(error.message()).into_owned());
            Finding { line: line_of(document.front, offset), mistake }
        });
        return Err(findings.collect());
    }
    let mut keys = Keys::new(table.into_inner(), document.front, 1);
    let item = read(&mut keys, document);
    let mut findings = keys.finish();
    findings.sort_by_key(|finding| finding.line);
    match item {
        Some(item) if findings.is_empty() => Ok(item),
        _ => Err(findings),
    }
}

fn split(text: &str) -> Result<Document<'_>, (usize, Mistake)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_fence = |line: &str| line.trim_end() == "+++";
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next().filter(|line| is_fence(line)).ok_or((1, Mistake::NoFrontMatter))?;
    let mut offset = opening.len();
    for (position, line) in lines.enumerate() {
        if is_fence(line) {
            let body = &text[offset + line.len()..];
            return Ok(Document { front: &text[opening.len()..offset], body, body_line: position + FRONT_LINE + 1 });
        }
        offset += line.len();
    }
    Err((1, Mistake::Unclosed))
}

fn line_of(front: &str, offset: usize) -> usize {
    let before = &front.as_bytes()[..offset.min(front.len())];
    FRONT_LINE + before.iter().filter(|byte| **byte == b'\n').count()
}

/// `None` for a day that no calendar has.
fn calendar_day(date: toml::value::Date) -> Option<Date> {
    let (year, month, day) = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
    Date::new(year.ok()?, month.ok()?, day.ok()?).ok()
}

/// The keys of one table. Each is asked for once; [`Keys::finish`] reports those that nobody asked for.
pub struct Keys<'t> {
    table: DeTable<'t>,
    front: &'t str,
    /// Line that speaks for the table as a whole.
    line: usize,
    known: Vec<&'static str>,
    findings: Vec<Finding>,
    /// Lines of the keys already taken.
    lines: Vec<(&'static str, usize)>,
}

impl<'t> Keys<'t> {
    fn new(table: DeTable<'t>, front: &'t str, line: usize) -> Self {
        Keys { table, front, line, known: Vec::new(), findings: Vec::new(), lines: Vec::new() }
    }

    /// A text that may be absent.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        match value.into_inner() {
            DeValue::String(text) => {
                let text = text.trim();
                if text.is_empty() {
                    self.refuse(key, Mistake::Empty { key });
                    return None;
                }
                Some(text.to_owned())
            }
            other => self.wrong(key, &other, "a text"),
        }
    }

    pub fn required_text(&mut self, key: &'static str) -> Option<String> {
        self.required(key, Self::text)
    }

    /// A text that `parse` understands.
    pub fn required_word<T, E>(
        &mut self,
        key: &'static str,
        parse: fn(&str) -> Result<T, E>,
        expected: &'static str,
    ) -> Option<T> {
        let text = self.required_text(key)?;
        parse(&text).ok().or_else(|| self.wrong_text(key, &text, expected))
    }

    /// A text that `parse` understands and that may be absent.
    pub fn word<T, E>(
        &mut self,
        key: &'static str,
        parse: fn(&str) -> Result<T, E>,
        expected: &'static str,
    ) -> Option<T> {
        let text = self.text(key)?;
        parse(&text).ok().or_else(|| self.wrong_text(key, &text, expected))
    }

    /// A whole number in a range, which may be absent.
    pub fn number(&mut self, key: &'static str, range: RangeInclusive<u32>, expected: &'static str) -> Option<u32> {
        let value = self.take(key)?;
        let found = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        found.filter(|number| range.contains(number)).or_else(|| self.wrong(key, value.get_ref(), expected))
    }

    /// A text, or a list of texts: names of people or offices. `None` when absent or wrong.
    pub fn names(&mut self, key: &'static str) -> Option<Vec<String>> {
        if !matches!(self.table.get(key).map(Spanned::get_ref), Some(DeValue::Array(_))) {
            return self.text(key).map(|name| vec![name]);
        }
        let names = self.texts(key);
        if names.iter().any(String::is_empty) || names.is_empty() {
            self.refuse(key, Mistake::Empty { key });
            return None;
        }
        Some(names)
    }

    pub fn required_names(&mut self, key: &'static str) -> Option<Vec<String>> {
        self.required(key, Self::names)
    }

    /// An http(s) address that may be absent.
    pub fn address(&mut self, key: &'static str) -> Option<String> {
        let text = self.text(key)?;
        if address::is_web(&text) {
            Some(text)
        } else {
            self.wrong_text(key, &text, "an address that begins with https://")
        }
    }

    /// A calendar day that may be absent.
    pub fn date(&mut self, key: &'static str) -> Option<Date> {
        let value = self.take(key)?;
        let found = match value.get_ref() {
            DeValue::Datetime(toml::value::Datetime { date: Some(date), time: None, offset: None }) => {
                calendar_day(*date)
            }
            _ => None,
        };
        found.or_else(|| self.wrong(key, value.get_ref(), "a day"))
    }

    pub fn required_date(&mut self, key: &'static str) -> Option<Date> {
        self.required(key, Self::date)
    }

    /// Yes or no; no when absent.
    pub fn flag(&mut self, key: &'static str) -> bool {
        match self.take(key).map(Spanned::into_inner) {
            None => false,
            Some(DeValue::Boolean(flag)) => flag,
            Some(other) => self.wrong(key, &other, "`true` or `false`").unwrap_or_default(),
        }
    }

    /// A list of texts; empty when absent.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong(key, value.get_ref(), "a list of texts").unwrap_or_default();
        };
        let texts = items.iter().map(|item| item.get_ref().as_str().map(|text| text.trim().to_owned()));
        match texts.collect() {
            Some(texts) => texts,
            None => self.wrong(key, value.get_ref(), "a list of texts").unwrap_or_default(),
        }
    }

    /// A list of tables (`[[key]]`), each read by `read`; empty when absent.
    pub fn tables<T>(&mut self, key: &'static str, read: fn(&mut Keys<'_>) -> Option<T>) -> Vec<T> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let DeValue::Array(items) = value.into_inner() else {
            self.refuse(key, Mistake::Value { key, value: String::new(), expected: "a list of tables" });
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let line = line_of(self.front, item.span().start);
            let DeValue::Table(table) = item.into_inner() else {
                self.refuse_at(line, Mistake::Value { key, value: String::new(), expected: "a table" });
                continue;
            };
            let mut keys = Keys::new(table, self.front, line);
            tables.extend(read(&mut keys));
            self.findings.extend(keys.finish());
        }
        tables
    }

    /// Line of a key that was read before; of the table as a whole when it was absent.
    pub fn line_of(&self, key: &'static str) -> usize {
        self.lines.iter().find(|entry| entry.0 == key).map_or(self.line, |entry| entry.1)
    }

    /// Whether a key that was read before was there, whatever its value.
    pub fn was_given(&self, key: &'static str) -> bool {
        self.lines.iter().any(|entry| entry.0 == key)
    }

    /// Records a mistake in the value of a key that was read before.
    pub fn refuse(&mut self, key: &'static str, mistake: Mistake) {
        self.refuse_at(self.line_of(key), mistake);
    }

    pub fn refuse_at(&mut self, line: usize, mistake: Mistake) {
        self.findings.push(Finding { line, mistake });
    }

    fn required<T>(&mut self, key: &'static str, read: fn(&mut Self, &'static str) -> Option<T>) -> Option<T> {
        if !self.table.contains_key(key) {
            self.known.push(key);
            self.refuse_at(self.line, Mistake::Missing { key });
            return None;
        }
        read(self, key)
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
        self.known.push(key);
        let (name, value) = self.table.remove_entry(key)?;
        self.lines.push((key, line_of(self.front, name.span().start)));
        Some(value)
    }

    fn wrong<T>(&mut self, key: &'static str, value: &DeValue<'_>, expected: &'static str) -> Option<T> {
        let written = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Boolean(flag) => flag.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Array(_) => "[…]".to_owned(),
            DeValue::Table(_) => "{…}".to_owned(),
        };
        self.wrong_text(key, &written, expected)
    }

    fn wrong_text<T>(&mut self, key: &'static str, written: &str, expected: &'static str) -> Option<T> {
        let short: String = privacy::mask(written).chars().take(40).collect();
        self.refuse(key, Mistake::Value { key, value: short, expected });
        None
    }

    fn finish(mut self) -> Vec<Finding> {
        let known = self.known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        for name in self.table.keys() {
            let mistake = Mistake::UnknownKey { key: name.get_ref().to_string(), known: known.clone() };
            self.findings.push(Finding { line: line_of(self.front, name.span().start), mistake });
        }
        self.findings
    }
}
