//! Old ledger + one feed's records = new ledger, in one transaction: all of it or nothing.

mod apart;
mod disputed;
mod ending;
mod taking;
mod turning;
mod unread;

use super::difference::Difference;
use super::judge::Law;
use super::known::Known;
use super::store::{FeedStatus, Ledger, LedgerError};
use super::transition::{Cause, Transition, kept};
use crate::clock::Date;
use crate::issues::Quarantined;
use crate::records::mapping::Columns;
use crate::records::read::Provenance;
use crate::records::{Field, Fields, Record};
use crate::sources::Feed;
use crate::sources::manifest::Mode;
use disputed::Wrote;
use rusqlite::{Transaction, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unread::Kept;

/// What a pull of one feed did to the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    pub added: usize,
    pub changed: usize,
    /// Records that no feed has any more, and those that were shown and are taken back by a state or a day of removal.
    pub withdrawn: usize,
    /// Records that were not read and stay as they were, because of rows that cannot be read.
    pub kept: Vec<String>,
}

/// One feed being brought into the ledger. Dropped without [`Advance::commit`], it leaves no trace.
pub struct Advance<'a> {
    transaction: Transaction<'a>,
    feed: &'a Feed,
    law: Law<'a>,
    date: Date,
    run: i64,
    known: Known,
    records: usize,
    /// Hash of the bytes that the ledger stands on for this feed.
    stands_on: Option<String>,
    barred: usize,
    /// How many records no longer have a field that they had.
    lost: BTreeMap<Field, usize>,
    /// What became of known records, in the order found.
    turned: Vec<(String, Transition)>,
    /// Records that were shown and are taken back by what this feed says of them now.
    revoked: BTreeSet<String>,
    outcome: Outcome,
    kept: Kept,
    difference: Difference,
    repeated: Vec<Quarantined>,
    /// Of records on which rows may disagree, what this run wrote.
    wrote: HashMap<Box<str>, Wrote>,
    failure: Option<rusqlite::Error>,
    /// Full name of who publishes the feed.
    agency: String,
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
    /// Day on which the source itself was last asked with success.
    pub seen_on: Date,
}

impl Ledger {
    /// Starts bringing a feed into the ledger, on the law's day.
    pub fn advance<'a>(&'a mut self, feed: &'a Feed, law: Law<'a>) -> Result<Advance<'a>, LedgerError> {
        let error = Box::new(self.sqlite());
        let state = self.feed(&feed.id)?;
        let run = state.as_ref().map_or(1, |state| state.run + 1);
        let records = state.as_ref().map_or(0, |state| state.records);
        let transaction = self.connection.transaction().map_err(&error)?;
        let known = Known::load(&transaction, &feed.id, records).map_err(&error)?;
        Ok(Advance {
            transaction,
            known,
            records: 0,
            difference: Difference::default(),
            feed,
            law,
            date: law.date,
            run,
            stands_on: state.and_then(|state| state.hash),
            barred: 0,
            lost: BTreeMap::new(),
            turned: Vec::new(),
            revoked: BTreeSet::new(),
            outcome: Outcome::default(),
            kept: Kept::default(),
            repeated: Vec::new(),
            wrote: HashMap::new(),
            failure: None,
            error,
            agency: law.agencies.canonical(&feed.agency).into_owned(),
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

    fn fields_of(&self, id: &str) -> rusqlite::Result<Fields> {
        let sql = "SELECT fields FROM mentions WHERE record = ?1 AND feed = ?2";
        let text: String =
            self.transaction.prepare_cached(sql)?.query_row(params![id, self.feed.id], |row| row.get(0))?;
        serde_json::from_str(&text).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    }

    /// What the records taken so far would change, with those that the feed no longer has.
    ///
    /// # Errors
    /// The first failure of the whole advance.
    pub fn difference(&mut self) -> Result<Difference, LedgerError> {
        if let Some(failure) = self.failure.take() {
            return Err((self.error)(failure));
        }
        let mut difference = std::mem::take(&mut self.difference);
        if self.feed.mode == Mode::Full {
            for id in self.known.gone() {
                let before = self.fields_of(&id).map_err(&self.error)?;
                difference.remove(&before);
            }
        }
        difference.pair_names();
        Ok(difference)
    }

    /// Records that were shown and are no longer, for what this feed says of them now.
    pub fn barred(&self) -> usize {
        self.barred
    }

    /// How many records no longer have a field that they had from this feed.
    pub fn lost(&self) -> &BTreeMap<Field, usize> {
        &self.lost
    }

    /// Records taken, each counted once however many rows speak of it.
    pub fn records(&self) -> usize {
        self.records
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
                self.withdraw_absent()?;
            }
            self.write_kept()?;
            self.keep_turns(self.stands_on.as_deref() == Some(finished.hash))?;
            let date = self.date.to_string();
            let quarantined: Vec<&Quarantined> = finished.quarantined.iter().chain(&self.repeated).collect();
            let json = |value: serde_json::Result<String>| {
                value.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
            };
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let sql = "INSERT INTO feeds (id, kind, status, last_attempt, last_success, hash, layout, rows, records,
                       quarantined, columns, run, agency)
                       VALUES (?1, ?2, ?3, ?4, ?12, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?13)
                       ON CONFLICT (id) DO UPDATE SET kind = ?2, status = ?3, reason = '', last_attempt = ?4,
                       last_success = ?12, hash = ?5, layout = ?6, rows = ?7, records = ?8, quarantined = ?9,
                       columns = ?10, run = ?11, agency = ?13, held_hash = NULL, accepted_hash = NULL";
            self.transaction.execute(
                sql,
                params![
                    self.feed.id,
                    self.feed.kind.key(),
                    FeedStatus::Fresh.key(),
                    date,
                    finished.hash,
                    finished.layout,
                    count(finished.rows),
                    count(finished.records),
                    json(serde_json::to_string(&quarantined))?,
                    json(serde_json::to_string(finished.columns))?,
                    self.run,
                    finished.seen_on.to_string(),
                    self.agency,
                ],
            )?;
            self.transaction.execute("DELETE FROM held WHERE feed = ?1", [&self.feed.id])?;
            let pull = (&self.feed.id, self.feed.kind, self.feed.mode, &date, finished.hash, finished.layout);
            kept::add_to_history(&self.transaction, &format!("{pull:?}"))?;
            self.transaction.commit()?;
            let withdrawn = self.outcome.withdrawn + self.revoked.len();
            Ok(Outcome { kept: self.kept.records.into_keys().collect(), withdrawn, ..self.outcome })
        })()
        .map_err(error)
    }

    /// What a full feed no longer has, and no other feed of those that count: one counts whose agency the ledger does not know yet.
    fn withdraw_absent(&mut self) -> rusqlite::Result<()> {
        let date = self.date.to_string();
        let leave = "UPDATE mentions SET gone_on = ?3 WHERE record = ?1 AND feed = ?2";
        let withdraw = "UPDATE records SET withdrawn_on = ?2 WHERE id = ?1 AND withdrawn_on IS NULL
                        AND NOT EXISTS (SELECT 1 FROM mentions m JOIN feeds f ON f.id = m.feed
                            WHERE m.record = records.id AND m.gone_on IS NULL AND (?3 = '' OR f.agency IN ('', ?3)))";
        for id in self.known.gone() {
            let heard = self.heard_of(&self.fields_of(&id)?);
            self.transaction.prepare_cached(leave)?.execute(params![id, self.feed.id, date])?;
            if self.transaction.prepare_cached(withdraw)?.execute(params![id, date, heard])? > 0 {
                self.outcome.withdrawn += 1;
                self.turned.push((id, Transition::new(self.date, Cause::Absent, "")));
            }
        }
        Ok(())
    }

    /// Writes what became of records. The same bytes read differently correct nothing: nobody but this program changed.
    fn keep_turns(&self, same_bytes: bool) -> rusqlite::Result<()> {
        let by_agency =
            |turn: &&(String, Transition)| !same_bytes || !matches!(turn.1.cause, Cause::Corrected | Cause::Updated);
        let mut turns = self.turned.iter().filter(by_agency);
        turns.try_for_each(|(record, turn)| kept::keep(&self.transaction, record, turn))
    }
}
