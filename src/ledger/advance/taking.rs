//! One record taken in: compared with what the ledger holds of its feed, and written where it differs.

use super::Advance;
use super::disputed::Wrote;
use super::turning::Said;
use crate::issues::Quarantined;
use crate::ledger::known::{Met, digest};
use crate::records::read::Provenance;
use crate::records::{Field, Fields, Kind, Record};
use rusqlite::{OptionalExtension, params};

/// A row as the ledger holds it.
#[derive(Debug)]
pub(super) struct Written {
    /// As JSON, like the repairs.
    pub fields: String,
    pub row: String,
    pub repairs: Option<String>,
    pub digest: Option<i64>,
}

impl Written {
    pub(super) fn new(
        record: &Record,
        digest: u64,
        Provenance { row, repairs }: Provenance,
    ) -> rusqlite::Result<Written> {
        let json = |text: serde_json::Result<String>| {
            text.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
        };
        Ok(Written {
            fields: json(serde_json::to_string(&record.fields))?,
            row,
            repairs: (!repairs.is_empty()).then(|| json(serde_json::to_string(&repairs))).transpose()?,
            digest: Some(digest.cast_signed()),
        })
    }
}

/// Why rows of one merchant and period are set aside.
const PARTS: &str = "rows of one merchant and period have other numbers: each is a part, and none is told as the whole; name the column \
    of their parts as `category`";

impl Advance<'_> {
    pub(super) fn try_take(&mut self, record: &Record, from: Provenance) -> rusqlite::Result<()> {
        match record.id_apart().filter(|id| self.known.has(id.as_str())) {
            Some(id) => self.take_as(&Record { id, ..record.clone() }, from),
            None => self.take_as(record, from),
        }
    }

    /// Takes a record in under the id that it has.
    pub(super) fn take_as(&mut self, record: &Record, from: Provenance) -> rusqlite::Result<()> {
        let now = digest(&record.fields);
        let met = self.known.meet(record.id.as_str(), now, &from.row);
        self.records += usize::from(!matches!(met, Met::Again { .. }));
        match met {
            Met::Unchanged | Met::Again { differs: false } => Ok(()),
            Met::Again { differs: true } => match record.id_apart() {
                Some(id) => self.tell_apart(record, id, from),
                None => self.repeat(record, from.row),
            },
            Met::Moved => self.move_row(record, &Written::new(record, now, from)?),
            Met::Changed { gone } => self.take_anew(record, gone, &Written::new(record, now, from)?),
            Met::New => self.add(record, &Written::new(record, now, from)?),
        }
    }

    /// Writes a known record in place of what its feed said of it before, where it says another thing now.
    pub(super) fn take_anew(&mut self, record: &Record, gone: bool, written: &Written) -> rusqlite::Result<()> {
        let before = self.fields_of(record.id.as_str())?;
        match !gone && before == record.fields {
            true => self.move_row(record, written),
            false => self.change(record, Said { fields: before, gone }, written),
        }
    }

    /// Sets a row aside that says again, and otherwise, what another said.
    pub(super) fn repeat(&mut self, record: &Record, row: String) -> rusqlite::Result<()> {
        let id = record.id.as_str();
        let earlier = self.row_of(id)?;
        let first = match &earlier {
            Some(_) if record.kind == Kind::Complaints => Some(self.fields_of(id)?),
            _ => None,
        };
        let differs = |first: &Fields| {
            [Field::Received, Field::Settled].iter().any(|field| first.get(*field) != record.fields.get(*field))
        };
        let mut aside = |row, reason| {
            self.repeated.push(Quarantined { row, field: String::new(), value: String::new(), reason });
        };
        match earlier {
            Some(earlier) if !first.as_ref().is_some_and(differs) => {
                aside(row, format!("repeats the record of row {earlier} with other values; the first row is kept"));
                return Ok(());
            }
            earlier => earlier.into_iter().chain([row]).for_each(|row| aside(row, PARTS.to_owned())),
        }
        self.take_back(id).map(drop)
    }

    /// The same fields in another row, or under another digest.
    fn move_row(&self, record: &Record, written: &Written) -> rusqlite::Result<()> {
        let sql = "UPDATE mentions SET row = ?3, run = ?4, repairs = ?5, digest = ?6 WHERE record = ?1 AND feed = ?2";
        let Written { row, repairs, digest, .. } = written;
        let values = params![record.id.as_str(), self.feed.id, row, self.run, repairs, digest];
        self.transaction.prepare_cached(sql)?.execute(values).map(drop)
    }

    fn change(&mut self, record: &Record, before: Said, written: &Written) -> rusqlite::Result<()> {
        let id = record.id.as_str();
        if record.kind == Kind::Complaints || !record.kind.apart().is_empty() {
            let before = self.written(id)?;
            self.wrote.insert(id.into(), Wrote::Over(Box::new(before)));
        }
        self.difference.change(&before.fields, &record.fields);
        let lost = before.fields.iter().filter(|(field, _)| record.fields.get(*field).is_none());
        lost.for_each(|(field, _)| *self.lost.entry(field).or_default() += 1);
        let is_taken_back = self.turn(record, Some(before))?;
        let sql = "UPDATE mentions SET fields = ?3, row = ?4, run = ?5, repairs = ?6, digest = ?7, gone_on = NULL
                   WHERE record = ?1 AND feed = ?2";
        let Written { fields, row, repairs, digest } = written;
        let values = params![id, self.feed.id, fields, row, self.run, repairs, digest];
        self.transaction.prepare_cached(sql)?.execute(values)?;
        self.note_change(record)?;
        self.outcome.changed += 1;
        self.note_taken_back(id, is_taken_back);
        Ok(())
    }

    fn add(&mut self, record: &Record, written: &Written) -> rusqlite::Result<()> {
        if record.kind == Kind::Complaints {
            self.wrote.insert(record.id.as_str().into(), Wrote::New);
        }
        if self.run == 1 {
            self.difference.begin(&record.fields);
        } else {
            self.difference.add(&record.fields);
        }
        let (id, date) = (record.id.as_str(), self.date.to_string());
        let sql = "INSERT OR IGNORE INTO records (id, kind, first_seen) VALUES (?1, ?2, ?3)";
        let new = self.transaction.prepare_cached(sql)?.execute(params![id, record.kind.key(), date])? > 0;
        if !new {
            let is_taken_back = self.turn(record, None)?;
            self.note_taken_back(id, is_taken_back);
            self.note_change(record)?;
        }
        let sql = "INSERT INTO mentions (record, feed, row, fields, first_seen, run, repairs, digest)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let Written { fields, row, repairs, digest } = written;
        let values = params![id, self.feed.id, row, fields, date, self.run, repairs, digest];
        self.transaction.prepare_cached(sql)?.execute(values)?;
        self.outcome.added += 1;
        Ok(())
    }

    fn note_taken_back(&mut self, id: &str, is_taken_back: bool) {
        if is_taken_back {
            self.revoked.insert(id.to_owned());
        }
    }

    fn note_change(&self, record: &Record) -> rusqlite::Result<()> {
        let sql = "UPDATE records SET changed_on = ?2, withdrawn_on = CASE WHEN ?3 THEN withdrawn_on END WHERE id = ?1";
        let values = params![record.id.as_str(), self.date.to_string(), self.has_ended(record)?];
        self.transaction.prepare_cached(sql)?.execute(values).map(drop)
    }

    /// The row that was taken; none where it was taken back.
    fn row_of(&self, id: &str) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT row FROM mentions WHERE record = ?1 AND feed = ?2";
        self.transaction.prepare_cached(sql)?.query_row(params![id, self.feed.id], |row| row.get(0)).optional()
    }
}
