//! Records that stay as they were because their rows, or rows that may be theirs, cannot be read.
//!
//! In: the quarantined rows of a feed, by what they stand for. Out: records that the feed no longer has to be without.
//! A row that tells its record keeps that one. A row that does not may be any record that went missing no earlier than
//! the row was first seen: one that was there, as unreadable, while a record was still read, is not that record's.

use super::Advance;
use crate::ledger::LedgerError;
use crate::records::read::Unread;
use crate::sources::manifest::Mode;
use rusqlite::params;
use std::collections::BTreeMap;

/// What a pull keeps of what it could not read.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// By digest of a row, the run that saw it first.
    rows: BTreeMap<String, i64>,
    /// By record, the run from which it is missing; none where its own row is there.
    pub records: BTreeMap<String, Option<i64>>,
}

impl Advance<'_> {
    /// Keeps the records that unread rows stand for or may stand for. To be called when all records were taken, before
    /// [`Advance::difference`].
    ///
    /// # Errors
    /// A ledger that cannot be read.
    pub fn keep_unread(&mut self, unread: &Unread) -> Result<(), LedgerError> {
        // Where absence says nothing, nothing needs keeping.
        if self.feed.mode == Mode::Full {
            self.kept = self.try_keep_unread(unread).map_err(&self.error)?;
        }
        Ok(())
    }

    fn try_keep_unread(&mut self, unread: &Unread) -> rusqlite::Result<Kept> {
        let seen: BTreeMap<String, i64> = self.by_feed("SELECT row, since FROM unread WHERE feed = ?1")?;
        let rows = unread.rows.iter().map(|row| (row.clone(), seen.get(row).copied().unwrap_or(self.run)));
        let rows: BTreeMap<String, i64> = rows.collect();
        let mut records = BTreeMap::new();
        for id in unread.records.iter().filter(|id| self.known.keep(id.as_str())) {
            records.insert(id.as_str().to_owned(), None);
        }
        if let Some(newest) = rows.values().max() {
            let missing: BTreeMap<String, i64> =
                self.by_feed("SELECT record, since FROM kept WHERE feed = ?1 AND since IS NOT NULL")?;
            for id in self.known.gone() {
                let since = missing.get(&id).copied().unwrap_or(self.run);
                if since <= *newest && self.known.keep(&id) {
                    records.insert(id, Some(since));
                }
            }
        }
        Ok(Kept { rows, records })
    }

    fn by_feed(&self, sql: &str) -> rusqlite::Result<BTreeMap<String, i64>> {
        let mut select = self.transaction.prepare(sql)?;
        select.query_map([&self.feed.id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    }

    /// Writes what is kept, in place of what the last pull of the feed kept.
    pub(super) fn write_kept(&self) -> rusqlite::Result<()> {
        self.transaction.execute("DELETE FROM unread WHERE feed = ?1", [&self.feed.id])?;
        self.transaction.execute("DELETE FROM kept WHERE feed = ?1", [&self.feed.id])?;
        for (row, since) in &self.kept.rows {
            let sql = "INSERT INTO unread (feed, row, since) VALUES (?1, ?2, ?3)";
            self.transaction.prepare_cached(sql)?.execute(params![self.feed.id, row, since])?;
        }
        for (record, since) in &self.kept.records {
            let sql = "INSERT INTO kept (feed, record, since) VALUES (?1, ?2, ?3)";
            self.transaction.prepare_cached(sql)?.execute(params![self.feed.id, record, since])?;
        }
        Ok(())
    }
}
