//! A feed's bytes to records: format, mapping, repair, validation, masking, identity.

mod batches;
mod cells;
mod memo;
mod parted;
mod plan;
mod row;
mod unread;

use super::link::{self, BadLink};
use super::mapping::{Columns, Mapping};
use super::text::name_key;
use super::{Field, Record, Repair, amount, format, infer, privacy};
use crate::config::Local;
use crate::issues::{Issue, Quarantined};
use crate::sources::{Body, Feed};
use plan::Plans;
use row::{Fault, Made, Maker, Remark, doubt};
use std::collections::{BTreeMap, BTreeSet};
pub use unread::Unread;

/// What reading a feed came to, beside the records handed to the sink.
#[derive(Debug, Default)]
pub struct Reading {
    /// Rows seen, blank ones and notes left out.
    pub rows: usize,
    /// Rows that became a record.
    pub records: usize,
    pub quarantined: Vec<Quarantined>,
    /// The records that those rows may stand for.
    pub unread: Unread,
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
    /// An interface answered that it could not: no rows, and its own words for that.
    #[error(
        "the answer has no rows and says that it failed: {0}\n  hint: pull again later, or look at what the interface asks for"
    )]
    Refused(String),
    /// Its reading was not done in time.
    #[error(
        "reading it takes longer than {seconds} seconds\n  hint: look at what the agency sent; where it is sound and only large, raise `reading_secs`"
    )]
    TooLong { seconds: u64 },
}

impl ReadError {
    /// The bytes themselves cannot be had.
    pub fn unreadable(error: std::io::Error) -> ReadError {
        ReadError::Format(format!("its bytes cannot be read: {error}"))
    }

    /// The same error, of one file among several.
    pub fn within(self, name: &str) -> ReadError {
        match self {
            ReadError::Format(reason) => ReadError::Format(format!("`{name}`: {reason}")),
            other => other,
        }
    }
}

/// Bytes of a feed below which one core is quicker than several.
const SMALL: u64 = 64 * 1024;

/// Reads all bodies of a feed (several when it is paged) and hands each record with where it comes from to `sink`, in
/// the order of the rows.
///
/// # Errors
/// [`ReadError`] when the layout is unusable; single bad rows are quarantined instead.
pub fn read_feed(
    feed: &Feed,
    bodies: &[Body],
    local: Local<'_>,
    sink: &mut dyn FnMut(Record, Provenance),
) -> Result<Reading, ReadError> {
    let limit = format::Limit::of(feed);
    let mut plans = Plans::new(Mapping::new(feed));
    let Local { agencies, districts } = local;
    let maker = Maker { feed, agencies, districts, base: link::base(feed) };
    let mut reading = Reading::default();
    let mut remarks = Remarks { feed, found: Vec::new(), links: BTreeMap::new() };
    let lengths = bodies.iter().map(Body::length).sum::<std::io::Result<u64>>();
    let is_small = lengths.map_err(ReadError::unreadable)? < SMALL;
    let mut take = |(made, row): (Result<Made, Fault>, String)| {
        reading.rows += 1;
        match made {
            Ok(Made { record, repairs, remarks: said, has_doubtful_code }) => {
                reading.records += 1;
                if has_doubtful_code {
                    remarks.add_code(&row, &record);
                }
                said.into_iter().for_each(|remark| remarks.add(&row, remark));
                sink(record, Provenance { row, repairs });
            }
            Err(fault) => {
                let (quarantined, stands_for) = fault.quarantined(row);
                reading.quarantined.push(quarantined);
                reading.unread.add(stands_for);
            }
        }
    };
    let layout = batches::in_order(
        is_small,
        |rows| {
            let mut whole = format::Layout::default();
            for (page, body) in (1..).zip(bodies) {
                let layout = format::rows(feed, body, &limit, &mut |mut row| {
                    // Each page of a paged feed counts its rows from the beginning.
                    if bodies.len() > 1 {
                        row.locator = format!("page {page}, {}", row.locator);
                    }
                    if row.fault.is_some() || row.cells.iter().any(|cell| !cell.trim().is_empty()) {
                        let plan = plans.of(&row.columns);
                        rows((row, plan));
                    }
                })?;
                whole.columns.extend(layout.columns);
                whole.notes.extend(layout.notes);
            }
            Ok::<_, ReadError>(whole)
        },
        |memo, (row, plan)| (maker.make(memo, &row, &plan), row.locator),
        // What becomes of the records is not the reading's.
        &mut |made| limit.spare(|| made.for_each(&mut take)),
    )?;
    let columns: BTreeSet<String> = layout.columns.into_iter().collect();
    check_columns(feed, &mut plans, &columns)?;
    let misnamed = own_columns_missed(feed, &columns);
    reading.columns = plans.columns(columns);
    reading.warnings.extend(misnamed.into_iter().map(|said| Issue::warning(&feed.id, said)));
    reading.warnings.extend(layout.notes.into_iter().map(|note| Issue::warning(&feed.id, note)));
    reading.warnings.extend(remarks.into_issues());
    Ok(reading)
}

/// Characters of column names that an error repeats: the content of what is no table may stand in one.
const MAX_COLUMNS_SAID: usize = 1_000;

/// A field that every record needs and no column gives is a changed layout, not so many bad rows.
fn check_columns(feed: &Feed, plans: &mut Plans, columns: &BTreeSet<String>) -> Result<(), ReadError> {
    if columns.is_empty() {
        return Ok(());
    }
    for field in feed.kind.required() {
        let in_parts = |plans: &mut Plans| {
            parted::parts(*field).iter().any(|part| part.iter().all(|field| plans.gives(*field, columns)))
        };
        if !plans.gives(*field, columns) && !in_parts(plans) {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let columns = privacy::mask(&columns.join(", ")).chars().take(MAX_COLUMNS_SAID).collect();
            return Err(ReadError::MissingColumn { field: field.key(), columns });
        }
    }
    Ok(())
}

/// What is wrong with the columns that the feed's own file names: they are not there, or give another field already. Silent where no
/// columns are known.
pub fn own_columns_missed(feed: &Feed, columns: &BTreeSet<String>) -> Vec<String> {
    if columns.is_empty() {
        return Vec::new();
    }
    let mut keys: BTreeSet<String> = columns.iter().map(|column| name_key(column)).collect();
    keys.extend(columns.iter().filter_map(|column| Some(amount::split(&name_key(column))?.0)));
    let mut given: BTreeMap<String, Field> = BTreeMap::new();
    let missed = feed.fields.iter().filter_map(|(field, column)| {
        let (key, field) = (name_key(column), *field);
        let said = privacy::mask(column);
        if !keys.contains(&key) {
            let hint = "the agency may have renamed it; columns without a field are named as ignored";
            return Some(format!(
                "`fields.{}` names the column `{said}`, which the feed does not have: {hint}",
                field.key()
            ));
        }
        let other = given.insert(key, field)?;
        Some(format!(
            "`fields.{}` and `fields.{}` both name the column `{said}`: it gives the second alone",
            other.key(),
            field.key()
        ))
    });
    missed.collect()
}

/// What rows leave for a person to look at, said so often and no more.
struct Remarks<'a> {
    feed: &'a Feed,
    found: Vec<Issue>,
    /// Links left out, by reason: how many, and the first with its row.
    links: BTreeMap<BadLink, (usize, String)>,
}

impl Remarks<'_> {
    fn add(&mut self, row: &str, remark: Remark) {
        let is_full = self.is_full();
        let message = match remark {
            // A feed may have something in each of a million rows.
            Remark::Row(_) if is_full => return,
            Remark::Row(message) => format!("row {row}: {message}"),
            Remark::Once(message) if self.found.iter().any(|known| known.message == message) => return,
            Remark::Once(message) => message,
            Remark::Link(link, reason) => {
                let first = || format!("row {row}: `{}`", privacy::mask(&link));
                self.links.entry(reason).or_insert_with(|| (0, first())).0 += 1;
                return;
            }
        };
        if !is_full {
            self.found.push(Issue::warning(&self.feed.id, message));
        }
    }

    /// A code that only warns; masked by now where it may be a person's.
    fn add_code(&mut self, row: &str, record: &Record) {
        if let Some(code) = record.fields.text(Field::SubjectCode).filter(|_| !self.is_full()) {
            self.found.push(Issue::warning(&self.feed.id, format!("row {row}: {}", doubt(code))));
        }
    }

    fn is_full(&self) -> bool {
        self.found.len() >= infer::MAX_WARNINGS
    }

    fn into_issues(self) -> impl Iterator<Item = Issue> {
        let feed = self.feed;
        let links = self.links.into_iter().map(|(reason, (count, first))| match count {
            1 => format!("{first}: the link is left out: {reason}"),
            count => format!("{count} links are left out: {reason}; the first is in {first}"),
        });
        self.found.into_iter().chain(links.map(|message| Issue::warning(&feed.id, message)))
    }
}

#[cfg(test)]
mod tests;
