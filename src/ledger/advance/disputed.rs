//! Numbers of complaints that rows of one feed disagree on: each row is about a part that no column names, and a part is not the whole.
//!
//! In: what this run wrote of such records. Out: the ledger without it. What it said of the record before stays.

use super::Advance;
use super::taking::Written;
use rusqlite::params;

/// What this run wrote of a record.
#[derive(Debug)]
pub(super) enum Wrote {
    /// It was not there before.
    New,
    /// In place of this.
    Over(Box<Written>),
}

impl Advance<'_> {
    /// Takes back what this run wrote of a record, once. Whether it did.
    pub(super) fn take_back(&mut self, id: &str) -> rusqlite::Result<bool> {
        let feed = &self.feed.id;
        match self.wrote.remove(id) {
            None => return Ok(false),
            Some(Wrote::New) => {
                let sql = "DELETE FROM mentions WHERE record = ?1 AND feed = ?2";
                self.transaction.prepare_cached(sql)?.execute(params![id, feed])?;
                let sql = "DELETE FROM records WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM mentions WHERE record = ?1)";
                self.transaction.prepare_cached(sql)?.execute(params![id])?;
                self.outcome.added -= 1;
                self.records -= 1;
            }
            Some(Wrote::Over(before)) => {
                let sql = "UPDATE mentions SET fields = ?3, row = ?4, repairs = ?5, digest = ?6 WHERE record = ?1 AND feed = ?2";
                let Written { fields, row, repairs, digest } = *before;
                self.transaction.prepare_cached(sql)?.execute(params![id, feed, fields, row, repairs, digest])?;
                self.outcome.changed -= 1;
            }
        }
        self.turned.retain(|turned| turned.0 != id);
        self.revoked.remove(id);
        Ok(true)
    }

    /// What the ledger holds of a record, as this feed said it.
    pub(super) fn written(&self, id: &str) -> rusqlite::Result<Written> {
        let sql = "SELECT fields, row, repairs, digest FROM mentions WHERE record = ?1 AND feed = ?2";
        self.transaction.prepare_cached(sql)?.query_row(params![id, self.feed.id], |row| {
            Ok(Written { fields: row.get(0)?, row: row.get(1)?, repairs: row.get(2)?, digest: row.get(3)? })
        })
    }
}
