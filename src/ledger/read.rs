//! What the ledger holds, as entries and as counts.

use super::entry::{Entry, History, Mention};
use super::store::{Ledger, LedgerError};
use super::transition::{Cause, Transition};
use crate::clock::Date;
use crate::records::{Fields, Kind, RecordId, Repair};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Records that are read together.
const BATCH: usize = 10_000;

impl Ledger {
    /// Records that stand, by kind. `declared` as for [`Ledger::entries`].
    pub fn counts(&self, declared: &dyn Fn(&str) -> bool) -> Result<BTreeMap<String, usize>, LedgerError> {
        let forgotten: Vec<String> = self.feeds()?.into_keys().filter(|id| !declared(id)).collect();
        // Looking into every record's mentions takes ten times as long, and most portals never drop a feed.
        let said = "AND EXISTS (SELECT 1 FROM mentions m WHERE m.record = records.id
                    AND m.feed NOT IN (SELECT value FROM json_each(?1)))";
        let said = if forgotten.is_empty() { "AND ?1 IS NOT NULL" } else { said };
        let sql = format!("SELECT kind FROM records WHERE withdrawn_on IS NULL {said}");
        let forgotten = serde_json::json!(forgotten).to_string();
        let count = || -> rusqlite::Result<BTreeMap<String, usize>> {
            let mut statement = self.connection.prepare(&sql)?;
            let mut rows = statement.query([forgotten])?;
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            // To group them, SQLite would sort them all; there are fifteen kinds.
            while let Some(row) = rows.next()? {
                let kind = row.get_ref(0)?.as_str()?;
                match counts.get_mut(kind) {
                    Some(count) => *count += 1,
                    None => drop(counts.insert(kind.to_owned(), 1)),
                }
            }
            Ok(counts)
        };
        count().map_err(self.sqlite())
    }

    /// All entries, joined from what feeds say, in order of record id. Feeds that are no longer declared say nothing
    /// (`declared` names those that are): what no other feed has is gone since they are.
    pub fn entries(&self, declared: &dyn Fn(&str) -> bool) -> Result<Vec<Entry>, LedgerError> {
        let sql =
            "SELECT r.id, r.kind, r.first_seen, r.changed_on, r.withdrawn_on, m.feed, m.row, m.fields, m.first_seen,
                   m.gone_on FROM records r JOIN mentions m ON m.record = r.id ORDER BY r.id, m.feed";
        let missed = self.missed(declared)?;
        let mut statement = self.connection.prepare(sql).map_err(self.sqlite())?;
        let mut rows = statement.query([]).map_err(self.sqlite())?;
        let mut entries = Vec::new();
        let mut batch: Vec<Stored> = Vec::new();
        while let Some(row) = rows.next().map_err(self.sqlite())? {
            let text = |column: usize| row.get_ref(column).and_then(|value| Ok(value.as_str()?)).map_err(self.sqlite());
            let optional = |column: usize| {
                row.get_ref(column).and_then(|value| Ok(value.as_str_or_null()?)).map_err(self.sqlite())
            };
            let date = |text: Option<&str>| text.map(|text| self.date(text)).transpose();
            let feed = text(5)?;
            let mention = Mention {
                feed: feed.to_owned(),
                row: text(6)?.to_owned(),
                fields: Fields::new(),
                first_seen: self.date(text(8)?)?,
                gone_on: date(optional(9)?)?,
            };
            let said = Word { missed: missed.get(feed).copied(), mention, fields: text(7)?.to_owned() };
            let id = text(0)?;
            match batch.last_mut() {
                Some(stored) if stored.id == id => stored.words.push(said),
                _ => {
                    if batch.len() == BATCH {
                        self.join(std::mem::take(&mut batch), &mut entries)?;
                    }
                    let kind = text(1)?.parse().map_err(|error| self.value(error))?;
                    let history = History {
                        first_seen: self.date(text(2)?)?,
                        changed_on: date(optional(3)?)?,
                        withdrawn_on: date(optional(4)?)?,
                    };
                    batch.push(Stored { id: id.to_owned(), kind, history, words: vec![said] });
                }
            }
        }
        self.join(batch, &mut entries)?;
        self.attach_transitions(&mut entries)?;
        Ok(entries)
    }

    /// Whether a feed gave records up to a day.
    pub fn has_records_of(&self, feed: &str, until: Date) -> Result<bool, LedgerError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM mentions WHERE feed = ?1 AND first_seen <= ?2)";
        self.connection.query_row(sql, [feed, &until.to_string()], |row| row.get(0)).map_err(self.sqlite())
    }

    /// What was repaired in each feed's word on a record, by feed.
    pub fn repairs(&self, record: &RecordId) -> Result<BTreeMap<String, Vec<Repair>>, LedgerError> {
        let sql = "SELECT feed, repairs FROM mentions WHERE record = ?1 AND repairs IS NOT NULL";
        let mut statement = self.connection.prepare(sql).map_err(self.sqlite())?;
        let mut rows = statement.query([record.as_str()]).map_err(self.sqlite())?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next().map_err(self.sqlite())? {
            let (feed, text): (String, String) =
                row.get(0).and_then(|feed| Ok((feed, row.get(1)?))).map_err(self.sqlite())?;
            found.insert(feed, serde_json::from_str(&text).map_err(|error| self.value(error))?);
        }
        Ok(found)
    }

    /// Reads what feeds say of some records, on all processors: it takes longer than the database does.
    fn join(&self, batch: Vec<Stored>, entries: &mut Vec<Entry>) -> Result<(), LedgerError> {
        let joined: serde_json::Result<Vec<Entry>> = batch.into_par_iter().map(Stored::join).collect();
        entries.extend(joined.map_err(|error| self.value(error))?);
        Ok(())
    }
}

/// What a feed says of a record: its fields are still JSON.
struct Word {
    mention: Mention,
    fields: String,
    /// Since when the feed is no longer declared.
    missed: Option<Date>,
}

/// A record as it lies in the ledger.
struct Stored {
    id: String,
    kind: Kind,
    history: History,
    words: Vec<Word>,
}

impl Stored {
    fn join(mut self) -> serde_json::Result<Entry> {
        let left = self.leave();
        let read =
            |Word { mention, fields, .. }| Ok(Mention { fields: serde_json::from_str::<Fields>(&fields)?, ..mention });
        let mentions = self.words.into_iter().map(read).collect::<serde_json::Result<_>>()?;
        let mut entry = Entry::join(RecordId::from(self.id), self.kind, mentions, self.history);
        entry.transitions.extend(left.map(|on| Transition::new(on, Cause::Absent, "")));
        Ok(entry)
    }

    /// Takes out the words of feeds that are no longer declared. Where nobody else has the record, it left with the last of them, on
    /// the day that is returned.
    fn leave(&mut self) -> Option<Date> {
        if self.words.iter().any(|word| word.missed.is_none() && word.mention.gone_on.is_none()) {
            self.words.retain(|word| word.missed.is_none());
            return None;
        }
        let had = self.words.iter_mut().filter(|word| word.mention.gone_on.is_none());
        let left = had.filter_map(|word| {
            word.mention.gone_on = word.missed;
            word.missed
        });
        // What had left before left then.
        let left = left.max().filter(|_| self.history.withdrawn_on.is_none())?;
        self.history.withdrawn_on = Some(left);
        Some(left)
    }
}
