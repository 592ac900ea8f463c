//! A feed's bytes to records: format, mapping, repair, validation, masking, identity.

use super::mapping::{Mapping, Target};
use super::value::{self, Unreadable};
use super::{Field, Fields, Record, Value, code, format, person, place, privacy, standing};
use crate::config::Agencies;
use crate::issues::{Issue, Quarantined};
use crate::sources::Feed;
use std::collections::BTreeSet;

/// Wordings named one by one; beyond that, the feed has another layout than it should.
const MAX_WARNINGS: usize = 1000;

/// What reading a feed came to, beside the records handed to the sink.
#[derive(Debug, Default)]
pub struct Reading {
    /// Rows seen, blank ones and notes left out.
    pub rows: usize,
    /// Rows that became a record.
    pub records: usize,
    pub quarantined: Vec<Quarantined>,
    /// Columns that no field takes; they stay in the snapshot and are never published.
    pub ignored_columns: Vec<String>,
    /// Things to look at that lost no row: failing check digits, wordings that are no district.
    pub warnings: Vec<Issue>,
}

/// The bytes cannot be read as the feed says they are; nothing of it is used.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The container does not parse, or is another one.
    #[error("{0}")]
    Format(String),
    /// A required field has no column.
    #[error(
        "no column for the required field `{field}`; columns are: {columns}\n  hint: name the column under [fields]"
    )]
    MissingColumn { field: &'static str, columns: String },
}

/// Reads all bodies of a feed (several when it is paged) and hands each record with its row's locator to `sink`.
///
/// # Errors
/// [`ReadError`] when the layout is unusable; single bad rows are quarantined instead.
pub fn read_feed(
    feed: &Feed,
    bodies: &[Vec<u8>],
    agencies: &Agencies,
    sink: &mut dyn FnMut(Record, String),
) -> Result<Reading, ReadError> {
    let mut mapping = Mapping::new(feed)?;
    let mut reading = Reading::default();
    let mut columns = BTreeSet::new();
    for body in bodies {
        let layout = format::rows(feed, body, &mut |row| {
            if row.fault.is_none() && row.cells.iter().all(|cell| cell.1.trim().is_empty()) {
                return;
            }
            reading.rows += 1;
            let locator = row.locator.clone();
            match record(feed, agencies, &mut mapping, row, &mut reading.warnings) {
                Ok(record) => {
                    reading.records += 1;
                    sink(record, locator);
                }
                Err(fault) => reading.quarantined.push(quarantined(locator, &fault)),
            }
        })?;
        columns.extend(layout.columns);
        reading.warnings.extend(layout.notes.into_iter().map(|note| Issue::warning(&feed.id, note)));
    }
    check_columns(feed, &mut mapping, &columns)?;
    let ignored = columns.into_iter().filter(|column| mapping.column(column).target == Target::Ignored);
    reading.ignored_columns = ignored.filter(|column| !column.trim().is_empty()).collect();
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

fn record(
    feed: &Feed,
    agencies: &Agencies,
    mapping: &mut Mapping,
    row: format::Row,
    warnings: &mut Vec<Issue>,
) -> Result<Record, Fault> {
    if let Some(reason) = row.fault {
        let value = row.cells.first().map(|cell| cell.1.clone()).unwrap_or_default();
        return Err(Fault { field: String::new(), value, reason });
    }
    let mut fields = Fields::new();
    let mut is_person = false;
    for (column, raw) in &row.cells {
        let known = mapping.column(column);
        let Target::Field(field) = known.target else { continue };
        if fields.get(field).is_some() {
            continue;
        }
        if field == Field::SubjectCode && value::is_id_number(raw) {
            is_person = true;
            continue;
        }
        match value::read(field, raw, known.yuan) {
            Ok(Some(value)) => fields.set(field, value),
            Ok(None) => {}
            Err(Unreadable(reason)) => return Err(Fault::field(field, raw.clone(), reason)),
        }
    }
    if is_person && fields.get(Field::SubjectKind).is_none() {
        fields.set(Field::SubjectKind, Value::Text(person::NATURAL_PERSON.to_owned()));
    }
    complete(feed, agencies, &mut fields);
    locate(feed, &mut fields, warnings);
    if let Some(code) = fields.text(Field::SubjectCode).filter(|code| !code::check_digit_matches(code)) {
        let message =
            format!("row {}: the check digit of `{code}` does not match; compare it with the licence", row.locator);
        warnings.push(Issue::warning(&feed.id, message));
    }
    for field in feed.kind.required() {
        if fields.get(*field).is_none() {
            return Err(Fault::field(*field, "", "required and empty"));
        }
    }
    let agency = fields.text(Field::Agency).unwrap_or_default().to_owned();
    let mut record = Record::new(feed.kind, &agency, fields);
    // After the identity: two persons of one family name stay two records.
    person::mask(feed.kind, &mut record.fields);
    Ok(record)
}

/// Fills in what the row leaves to be inferred: the agency, the state.
fn complete(feed: &Feed, agencies: &Agencies, fields: &mut Fields) {
    let agency = agencies.canonical(fields.text(Field::Agency).unwrap_or(&feed.agency));
    fields.set(Field::Agency, Value::Text(agency));
    standing::settle(feed.kind, fields);
    if fields.date(Field::CancelledOn).is_some() && fields.get(Field::Status).is_none() {
        fields.set(Field::Status, Value::Text("已注销".to_owned()));
    }
}

/// District and industry as keys. A wording that is no district (高新区, 鞍山市) gives way to the code, then to the
/// address; one that is no industry of the table to the name. What stays unknown is dropped and said once: keys become
/// folders of the site.
fn locate(feed: &Feed, fields: &mut Fields, warnings: &mut Vec<Issue>) {
    let district = fields
        .text(Field::District)
        .and_then(place::district)
        .or_else(|| fields.text(Field::SubjectCode).and_then(place::district_of_code))
        .or_else(|| fields.text(Field::Address).and_then(place::district));
    let named = fields.text(Field::Industry);
    let industry = named
        .and_then(place::industry_of_class)
        .or_else(|| named.filter(|wording| !place::is_section(wording)).and_then(place::industry))
        .or_else(|| fields.text(Field::SubjectName).and_then(place::industry))
        .or_else(|| named.and_then(place::industry));
    for (field, key) in [(Field::District, district), (Field::Industry, industry)] {
        match (fields.remove(field), key) {
            (_, Some(key)) => fields.set(field, Value::Text(key.to_owned())),
            (Some(wording), None) => {
                let message = format!("`{wording}` is no known `{}`; it is left out", field.key());
                if warnings.len() < MAX_WARNINGS && !warnings.iter().any(|warning| warning.message == message) {
                    warnings.push(Issue::warning(&feed.id, message));
                }
            }
            (None, None) => {}
        }
    }
}

#[cfg(test)]
mod tests;
