//! A feed's bytes to records: format, mapping, repair, validation, masking, identity.

use super::mapping::{Columns, Mapping, Origin, Rank, Taken, Target};
use super::value::{self, Unreadable};
use super::{
    Field, Fields, Record, Repair, Value, ValueType, code, date, format, infer, link, list_code, person, privacy,
    repair,
};
use crate::config::Agencies;
use crate::issues::{Issue, Quarantined};
use crate::sources::Feed;
use reqwest::Url;
use std::collections::{BTreeMap, BTreeSet};

/// What reading a feed came to, beside the records handed to the sink.
#[derive(Debug, Default)]
pub struct Reading {
    /// Rows seen, blank ones and notes left out.
    pub rows: usize,
    /// Rows that became a record.
    pub records: usize,
    pub quarantined: Vec<Quarantined>,
    /// What became of the feed's columns.
    pub columns: Columns,
    /// Things to look at that lost no row: failing check digits, unknown districts, links left out.
    pub warnings: Vec<Issue>,
}

/// Where in its feed a record comes from, and what was repaired to read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// A row number or a JSON pointer.
    pub row: String,
    pub repairs: Vec<Repair>,
}

/// The bytes cannot be read as the feed says they are; nothing of it is used.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The container does not parse, or is another one.
    #[error(
        "{0}\n  hint: look at what the agency sent; if its layout is a new one, say so in the manifest: `format`, `records`, `encoding`"
    )]
    Format(String),
    /// A required field has no column.
    #[error(
        "no column for the required field `{field}`; columns are: {columns}\n  hint: name the column under [fields], or the `encoding` where the columns read as nonsense"
    )]
    MissingColumn { field: &'static str, columns: String },
}

impl ReadError {
    /// The same error, of one file among several.
    pub fn within(self, name: &str) -> ReadError {
        match self {
            ReadError::Format(reason) => ReadError::Format(format!("`{name}`: {reason}")),
            other => other,
        }
    }
}

/// Reads all bodies of a feed (several when it is paged) and hands each record with where it comes from to `sink`.
///
/// # Errors
/// [`ReadError`] when the layout is unusable; single bad rows are quarantined instead.
pub fn read_feed(
    feed: &Feed,
    bodies: &[Vec<u8>],
    agencies: &Agencies,
    sink: &mut dyn FnMut(Record, Provenance),
) -> Result<Reading, ReadError> {
    let mut reader = Reader {
        feed,
        agencies,
        mapping: Mapping::new(feed)?,
        base: link::base(feed),
        warnings: Vec::new(),
        beaten: BTreeSet::new(),
    };
    let mut reading = Reading::default();
    let mut columns = BTreeSet::new();
    for body in bodies {
        let layout = format::rows(feed, body, &mut |row| {
            if row.fault.is_none() && row.cells.iter().all(|cell| cell.1.trim().is_empty()) {
                return;
            }
            reading.rows += 1;
            let locator = row.locator.clone();
            match reader.record(row) {
                Ok((record, repairs)) => {
                    reading.records += 1;
                    sink(record, Provenance { row: locator, repairs });
                }
                Err(fault) => reading.quarantined.push(quarantined(locator, &fault)),
            }
        })?;
        columns.extend(layout.columns);
        reading.warnings.extend(layout.notes.into_iter().map(|note| Issue::warning(&feed.id, note)));
    }
    check_columns(feed, &mut reader.mapping, &columns)?;
    reading.columns = reader.columns(columns);
    reading.warnings.append(&mut reader.warnings);
    Ok(reading)
}

/// A field that every record needs and no column gives is a changed layout, not so many bad rows.
fn check_columns(feed: &Feed, mapping: &mut Mapping, columns: &BTreeSet<String>) -> Result<(), ReadError> {
    if columns.is_empty() {
        return Ok(());
    }
    for field in feed.kind.required() {
        if !columns.iter().any(|column| mapping.column(column).target == Target::Field(*field)) {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let columns = privacy::mask(&columns.join(", ")).into_owned();
            return Err(ReadError::MissingColumn { field: field.key(), columns });
        }
    }
    Ok(())
}

/// Why a row is no record; the value is as it stood in the feed and must be masked before it goes anywhere.
struct Fault {
    field: String,
    value: String,
    reason: String,
}

impl Fault {
    fn field(field: Field, value: impl Into<String>, reason: impl Into<String>) -> Fault {
        Fault { field: field.key().to_owned(), value: value.into(), reason: reason.into() }
    }
}

fn quarantined(row: String, fault: &Fault) -> Quarantined {
    let value: String = privacy::mask(&fault.value).chars().take(80).collect();
    Quarantined { row, field: fault.field.clone(), value, reason: fault.reason.clone() }
}

/// Makes records of rows.
struct Reader<'a> {
    feed: &'a Feed,
    agencies: &'a Agencies,
    mapping: Mapping,
    /// Against which relative links are resolved.
    base: Option<Url>,
    warnings: Vec<Issue>,
    /// Columns whose field another column gives that is better known.
    beaten: BTreeSet<String>,
}

impl Reader<'_> {
    fn record(&mut self, row: format::Row) -> Result<(Record, Vec<Repair>), Fault> {
        if let Some(reason) = row.fault {
            let value = row.cells.first().map(|cell| cell.1.clone()).unwrap_or_default();
            return Err(Fault { field: String::new(), value, reason });
        }
        let mut repairs = Vec::new();
        let mut fields = self.fields(&row, &mut repairs)?;
        if let Some(list) = fields.text(Field::ListName) {
            let name = list_code::read(self.feed.kind, list)
                .map_err(|reason| Fault::field(Field::ListName, list.to_owned(), reason))?;
            fields.set(Field::ListName, Value::Text(name));
        }
        infer::complete(self.feed, self.agencies, &mut fields, &mut repairs);
        infer::locate(self.feed, &mut fields, &mut repairs, &mut self.warnings);
        if let Some(code) = fields.text(Field::SubjectCode).filter(|code| !code::check_digit_matches(code)) {
            let wrong = if code::is_masked(code) {
                format!("the code `{code}` is masked: the merchant is found by name; ask the agency for the whole one")
            } else {
                format!("the check digit of `{code}` does not match; compare it with the licence")
            };
            self.warn(&row.locator, &wrong);
        }
        for field in self.feed.kind.required() {
            if fields.get(*field).is_none() {
                return Err(Fault::field(*field, "", "required and empty"));
            }
        }
        let agency = fields.text(Field::Agency).unwrap_or_default().to_owned();
        let mut record = Record::new(self.feed.kind, &agency, fields);
        // After the identity: two persons of one family name stay two records.
        let before = (!repairs.is_empty()).then(|| record.fields.clone());
        person::mask(self.feed.kind, &mut record.fields);
        if let Some(before) = before {
            repair::without_persons(&mut repairs, &before, &record.fields);
        }
        Ok((record, repairs))
    }

    /// The values of a row's cells.
    fn fields(&mut self, row: &format::Row, repairs: &mut Vec<Repair>) -> Result<Fields, Fault> {
        let mut fields = Fields::new();
        let mut is_person = false;
        for (field, yuan, raw) in self.winners(&row.cells) {
            if field == Field::SubjectCode && value::is_id_number(raw) {
                is_person = true;
                continue;
            }
            if matches!(field, Field::ValidFrom | Field::ValidUntil)
                && let Some((from, until)) = date::range(raw)
            {
                fields.set(Field::ValidFrom, Value::Date(from));
                until.into_iter().for_each(|until| fields.set(Field::ValidUntil, Value::Date(until)));
                continue;
            }
            let value = value::read(field, raw, yuan)
                .map_err(|Unreadable(reason)| Fault::field(field, raw.to_owned(), reason))?;
            repairs.extend(repair::of(field, raw, value.as_ref(), yuan));
            match (value, fields.get(field)) {
                (Some(Value::Text(text)), _) if field.value_type() == ValueType::Url => {
                    match link::resolve(self.base.as_ref(), &text) {
                        Ok(address) => fields.set(field, Value::Text(address)),
                        Err(reason) => self.warn(&row.locator, &format!("the link `{text}` is left out: {reason}")),
                    }
                }
                (Some(Value::List(more)), Some(Value::List(items))) => {
                    let mut items = items.clone();
                    items.extend(more.into_iter().filter(|item| !fields.list(field).contains(item)));
                    fields.set(field, Value::List(items));
                }
                (Some(value), _) => fields.set(field, value),
                (None, _) => {}
            }
        }
        if is_person && fields.get(Field::SubjectKind).is_none() {
            fields.set(Field::SubjectKind, Value::Text(person::NATURAL_PERSON.to_owned()));
        }
        Ok(fields)
    }

    /// The cells that give a field, in the order of columns: of several columns for one field the one with the
    /// better-known header, however empty; lists take all of theirs.
    fn winners<'c>(&mut self, cells: &'c [(String, String)]) -> Vec<(Field, u32, &'c str)> {
        let mut best: BTreeMap<Field, (Rank, usize)> = BTreeMap::new();
        let mut found = Vec::with_capacity(cells.len());
        for (position, (name, raw)) in cells.iter().enumerate() {
            let column = self.mapping.column(name);
            let Target::Field(field) = column.target else { continue };
            found.push((position, field, column.yuan, raw.as_str()));
            let mine = (column.rank, position);
            let best = best.entry(field).or_insert(mine);
            *best = mine.min(*best);
        }
        found.retain(|(position, field, _, _)| {
            let wins = best[field].1 == *position || field.value_type() == ValueType::List;
            if !wins && !self.beaten.contains(&cells[*position].0) {
                self.beaten.insert(cells[*position].0.clone());
            }
            wins
        });
        found.into_iter().map(|(_, field, yuan, raw)| (field, yuan, raw)).collect()
    }

    /// What became of each column. Personal data is named nowhere.
    fn columns(&mut self, names: BTreeSet<String>) -> Columns {
        let mut columns = Columns::default();
        for name in names.into_iter().filter(|name| !name.trim().is_empty()) {
            let column = self.mapping.column(&name);
            match column.target {
                Target::Dropped => {}
                Target::Field(field) if !self.beaten.contains(&name) => {
                    let taken = Taken { column: name, field: field.key().to_owned() };
                    let known = column.rank.0 < Origin::Guess;
                    if known { columns.recognised.push(taken) } else { columns.guessed.push(taken) }
                }
                Target::Field(_) | Target::Ignored => columns.ignored.push(name),
            }
        }
        columns
    }

    fn warn(&mut self, locator: &str, message: &str) {
        if self.warnings.len() < infer::MAX_WARNINGS {
            self.warnings.push(Issue::warning(&self.feed.id, format!("row {locator}: {message}")));
        }
    }
}

#[cfg(test)]
mod tests;
