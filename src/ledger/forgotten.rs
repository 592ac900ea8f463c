//! Feeds that gave records and are declared by no file any more: what only they had leaves, as if they had an empty list.
//!
//! In: the ids that are declared, and the day. Out: since when which feed is missing, kept in the ledger, so that a build of a later
//! day says the same; what they gave stays, and stands again once the file is back. Must not withdraw anything.

use super::transition::kept;
use super::{FeedState, Ledger, LedgerError};
use crate::clock::Date;
use crate::issues::Issue;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// A feed without a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    pub feed: String,
    /// Records that it had last and that no other feed has.
    pub records: usize,
    /// The day on which it was first missed.
    pub since: Date,
}

impl Forgotten {
    /// What a person should know of it.
    pub fn issue(&self) -> Issue {
        let Forgotten { feed, records, since } = self;
        let message = format!(
            "gave {records} records that no other feed has, and is gone since {since}: they are shown no more, and leave a nameless notice"
        );
        Issue::warning(format!("data/sources/{feed}.toml"), message)
            .hint("put the file back if that was a slip: they stand again as they did")
    }
}

impl Ledger {
    /// Feeds that are not declared and gave records that no declared one has.
    ///
    /// # Errors
    /// A ledger that cannot be read.
    pub fn forgotten(&self, declared: &dyn Fn(&str) -> bool) -> Result<Vec<Forgotten>, LedgerError> {
        let sql = "SELECT COUNT(*) FROM mentions own WHERE feed = ?1 AND gone_on IS NULL
                   AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.record = own.record AND m.gone_on IS NULL
                       AND m.feed NOT IN (SELECT value FROM json_each(?2)))";
        let mut found = Vec::new();
        let missed = self.missed(declared)?;
        let all = serde_json::json!(missed.keys().collect::<Vec<_>>()).to_string();
        for (feed, since) in missed {
            let count: i64 = self.connection.query_row(sql, [&feed, &all], |row| row.get(0)).map_err(self.sqlite())?;
            let records = usize::try_from(count).unwrap_or_default();
            if records > 0 {
                found.push(Forgotten { feed, records, since });
            }
        }
        Ok(found)
    }

    /// Keeps since when feeds are missing, and forgets it of those that are back.
    ///
    /// # Errors
    /// A ledger that cannot be read or written.
    pub fn note_forgotten(
        &mut self,
        declared: &dyn Fn(&str) -> bool,
        date: Date,
    ) -> Result<Vec<Forgotten>, LedgerError> {
        let error = self.sqlite();
        let known = noted(&self.connection).map_err(&error)?;
        let missing = self.feeds()?.into_keys().filter(|feed| !declared(feed));
        let since = |feed: String| {
            let since = known.get(&feed).copied().unwrap_or(date);
            (feed, since)
        };
        let now: BTreeMap<String, Date> = missing.map(since).collect();
        if now != known {
            let text = serde_json::to_string(&now).expect("texts and days are JSON");
            let sql =
                "INSERT INTO meta (key, value) VALUES ('forgotten', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1";
            let transaction = self.connection.transaction().map_err(&error)?;
            transaction.execute(sql, [&text]).map_err(&error)?;
            kept::add_to_history(&transaction, &format!("forgotten {text}")).map_err(&error)?;
            transaction.commit().map_err(&error)?;
        }
        self.forgotten(declared)
    }

    /// Feeds that are not declared, and since when: as it was noted, else the day on which they were last asked.
    pub(super) fn missed(&self, declared: &dyn Fn(&str) -> bool) -> Result<BTreeMap<String, Date>, LedgerError> {
        let noted = noted(&self.connection).map_err(self.sqlite())?;
        let missing = self.feeds()?.into_iter().filter(|(id, _)| !declared(id));
        let since = |(id, state): (String, FeedState)| {
            let since = noted.get(&id).copied().unwrap_or(state.last_attempt);
            (id, since)
        };
        Ok(missing.map(since).collect())
    }
}

fn noted(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Date>> {
    let sql = "SELECT value FROM meta WHERE key = 'forgotten'";
    let text: Option<String> = connection.query_row(sql, [], |row| row.get(0)).optional()?;
    let unreadable = |error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error));
    text.map_or_else(|| Ok(BTreeMap::new()), |text| serde_json::from_str(&text).map_err(unreadable))
}
