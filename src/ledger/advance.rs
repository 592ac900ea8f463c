//! Old ledger + one feed's records = new ledger, in one transaction: all of it or nothing.

use super::store::{FeedStatus, Ledger, LedgerError, history};
use crate::clock::Date;
use crate::issues::Quarantined;
use crate::records::Record;
use crate::records::mapping::Columns;
use crate::records::read::Provenance;
use crate::sources::Feed;
use crate::sources::manifest::Mode;
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

/// What a pull of one feed did to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    pub added: usize,
    pub changed: usize,
    /// Records that no feed has any more.
    pub withdrawn: usize,
}

/// One feed being brought into the ledger. Dropped without [`Advance::commit`], it leaves no trace.
pub struct Advance<'a> {
    transaction: Transaction<'a>,
    feed: &'a Feed,
    date: String,
    run: i64,
    outcome: Outcome,
    repeated: Vec<Quarantined>,
    failure: Option<rusqlite::Error>,
    error: Box<dyn Fn(rusqlite::Error) -> LedgerError>,
}

/// What [`Advance::commit`] writes about the feed itself.
#[derive(Debug)]
pub struct Finished<'a> {
    pub hash: &'a str,
    /// Digest of manifest and program version under which the snapshot was read.
    pub layout: &'a str,
    pub rows: usize,
    pub records: usize,
    pub quarantined: &'a [Quarantined],
    pub columns: &'a Columns,
}

impl Ledger {
    /// Starts bringing a feed into the ledger.
    pub fn advance<'a>(&'a mut self, feed: &'a Feed, date: Date) -> Result<Advance<'a>, LedgerError> {
        let error = Box::new(self.sqlite());
        let run = self.feed(&feed.id)?.map_or(1, |state| state.run + 1);
        let transaction = self.connection.transaction().map_err(&error)?;
        Ok(Advance {
            transaction,
            feed,
            date: date.to_string(),
            run,
            outcome: Outcome::default(),
            repeated: Vec::new(),
            failure: None,
            error,
        })
    }
}

impl Advance<'_> {
    /// Takes in one record. A failure is kept and returned by [`Advance::commit`], so that readers need not stop.
    pub fn take(&mut self, record: &Record, from: Provenance) {
        if self.failure.is_none()
            && let Err(failure) = self.try_take(record, from)
        {
            self.failure = Some(failure);
        }
    }

    fn try_take(&mut self, record: &Record, from: Provenance) -> rusqlite::Result<()> {
        let json = |text: serde_json::Result<String>| {
            text.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
        };
        let Provenance { row, repairs } = from;
        let fields = json(serde_json::to_string(&record.fields))?;
        let repairs = (!repairs.is_empty()).then(|| json(serde_json::to_string(&repairs))).transpose()?;
        let (id, feed) = (record.id.as_str(), self.feed.id.as_str());
        let known = {
            let sql = "SELECT fields, run, gone_on IS NOT NULL, row FROM mentions WHERE record = ?1 AND feed = ?2";
            let mut select = self.transaction.prepare_cached(sql)?;
            let read = |row: &rusqlite::Row<'_>| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, bool>(2)?, row.get::<_, String>(3)?))
            };
            select.query_row(params![id, feed], read).optional()?
        };
        match known {
            Some((before, run, _, earlier)) if run == self.run => {
                if before != fields {
                    self.repeated.push(Quarantined {
                        row,
                        field: String::new(),
                        value: String::new(),
                        reason: format!("repeats the record of row {earlier} with other values; the first row is kept"),
                    });
                }
            }
            Some((before, _, gone, _)) => {
                let sql = "UPDATE mentions SET fields = ?3, row = ?4, run = ?5, repairs = ?6, gone_on = NULL WHERE record = ?1 AND feed = ?2";
                self.transaction.prepare_cached(sql)?.execute(params![id, feed, fields, row, self.run, repairs])?;
                if gone || before != fields {
                    let sql = "UPDATE records SET changed_on = ?2, withdrawn_on = NULL WHERE id = ?1";
                    self.transaction.prepare_cached(sql)?.execute(params![id, self.date])?;
                    self.outcome.changed += 1;
                }
            }
            None => {
                let sql = "INSERT INTO mentions (record, feed, row, fields, first_seen, run, repairs)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                self.transaction
                    .prepare_cached(sql)?
                    .execute(params![id, feed, row, fields, self.date, self.run, repairs])?;
                let sql = "INSERT INTO records (id, kind, first_seen) VALUES (?1, ?2, ?3)
                           ON CONFLICT (id) DO UPDATE SET changed_on = ?3, withdrawn_on = NULL";
                self.transaction.prepare_cached(sql)?.execute(params![id, record.kind.key(), self.date])?;
                self.outcome.added += 1;
            }
        }
        Ok(())
    }

    /// Rows that repeat an earlier row's record with other values: they go to quarantine.
    pub fn repeated(&self) -> &[Quarantined] {
        &self.repeated
    }

    /// Withdraws what a full feed no longer has, writes the feed's own state, and commits.
    ///
    /// # Errors
    /// The first failure of the whole advance; the ledger is then as before.
    pub fn commit(mut self, finished: &Finished<'_>) -> Result<Outcome, LedgerError> {
        match self.failure.take() {
            Some(failure) => Err((self.error)(failure)),
            None => self.try_commit(finished),
        }
    }

    fn try_commit(mut self, finished: &Finished<'_>) -> Result<Outcome, LedgerError> {
        let error = std::mem::replace(&mut self.error, Box::new(|_| unreachable!("taken once, at the end")));
        (|| {
            if self.feed.mode == Mode::Full {
                let sql = "UPDATE mentions SET gone_on = ?3 WHERE feed = ?1 AND run < ?2 AND gone_on IS NULL";
                self.transaction.execute(sql, params![self.feed.id, self.run, self.date])?;
                let sql = "UPDATE records SET withdrawn_on = ?2 WHERE withdrawn_on IS NULL AND id IN
                           (SELECT record FROM mentions WHERE feed = ?1 AND gone_on = ?2)
                           AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.record = records.id AND m.gone_on IS NULL)";
                self.outcome.withdrawn = self.transaction.execute(sql, params![self.feed.id, self.date])?;
            }
            let quarantined: Vec<&Quarantined> = finished.quarantined.iter().chain(&self.repeated).collect();
            let json = |value: serde_json::Result<String>| {
                value.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
            };
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let sql = "INSERT INTO feeds (id, kind, status, last_attempt, last_success, hash, layout, rows, records,
                       quarantined, columns, run) VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                       ON CONFLICT (id) DO UPDATE SET kind = ?2, status = ?3, reason = '', last_attempt = ?4,
                       last_success = ?4, hash = ?5, layout = ?6, rows = ?7, records = ?8, quarantined = ?9,
                       columns = ?10, run = ?11, held_hash = NULL, accepted_hash = NULL";
            self.transaction.execute(
                sql,
                params![
                    self.feed.id,
                    self.feed.kind.key(),
                    FeedStatus::Fresh.key(),
                    self.date,
                    finished.hash,
                    finished.layout,
                    count(finished.rows),
                    count(finished.records),
                    json(serde_json::to_string(&quarantined))?,
                    json(serde_json::to_string(finished.columns))?,
                    self.run,
                ],
            )?;
            let mut hash = Sha256::new();
            hash.update(history(&self.transaction)?);
            let pull = (&self.feed.id, self.feed.kind, self.feed.mode, &self.date, finished.hash, finished.layout);
            hash.update(format!("{pull:?}"));
            let sql = "INSERT INTO meta (key, value) VALUES ('history', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1";
            self.transaction.execute(sql, [hash.finalize().as_slice()])?;
            self.transaction.commit()?;
            Ok(self.outcome)
        })()
        .map_err(error)
    }
}
