//! What a pull makes of records that were known before: the joined view of all feeds, before and after.

use super::Advance;
use crate::ledger::entry::{Entry, History, Mention};
use crate::ledger::judge::{State, judge};
use crate::ledger::transition::{Cause, Transition, barring, turns};
use crate::records::{Fields, Record, RecordId};
use rusqlite::{OptionalExtension, params};

/// What this feed said of a record until now.
pub(super) struct Said {
    pub fields: Fields,
    /// The feed had dropped it.
    pub gone: bool,
}

impl Advance<'_> {
    /// Notes what becomes of a known record; `said` is none when the feed never had it. To be called before the feed's
    /// new word is written. Whether it was shown and is taken back by that word.
    pub(super) fn turn(&mut self, record: &Record, said: Option<Said>) -> rusqlite::Result<bool> {
        let id = record.id.as_str();
        let sql = "SELECT withdrawn_on IS NOT NULL FROM records WHERE id = ?1";
        let withdrawn =
            self.transaction.prepare_cached(sql)?.query_row([id], |row| row.get::<_, bool>(0)).optional()?;
        let Some(withdrawn) = withdrawn else { return Ok(false) };
        let stays_withdrawn = withdrawn && self.has_ended(record)?;
        if withdrawn && !stays_withdrawn {
            self.note(id, Transition::new(self.date, Cause::Returned, ""));
        }
        let others = self.others(id)?;
        let mut before = others.clone();
        // What a feed says for the first time corrects nobody: where it differs from others, they are in conflict.
        let is_first_word = said.is_none();
        if let Some(Said { fields, gone }) = said {
            before.push(self.mention(self.feed.id.clone(), fields, gone));
        }
        let mut after = others;
        after.push(self.mention(self.feed.id.clone(), record.fields.clone(), false));
        let before = self.view(record, before, withdrawn);
        let after = self.view(record, after, stays_withdrawn);
        let turns = turns(record.kind, &before.record.fields, &after.record.fields, self.date);
        for turn in turns.into_iter().filter(|turn| !is_first_word || turn.cause != Cause::Corrected) {
            self.note(id, turn);
        }
        // Judged by what feeds say alone: neither view holds what became of the record before.
        let (before, after) = (judge(&before, self.law), judge(&after, self.law));
        self.barred += usize::from(before.state.is_public() && !after.state.is_public());
        if let Some(turn) = barring(&before, &after, self.date) {
            self.note(id, turn);
        }
        Ok(before.state.is_public() && matches!(after.state, State::Withdrawn | State::Repaired))
    }

    fn note(&mut self, record: &str, transition: Transition) {
        self.turned.push((record.to_owned(), transition));
    }

    /// What the other feeds say.
    fn others(&self, record: &str) -> rusqlite::Result<Vec<Mention>> {
        let sql = "SELECT feed, fields, gone_on IS NOT NULL FROM mentions WHERE record = ?1 AND feed <> ?2";
        let mut select = self.transaction.prepare_cached(sql)?;
        let mut rows = select.query(params![record, self.feed.id])?;
        let mut others = Vec::new();
        while let Some(row) = rows.next()? {
            others.push(self.mention(row.get(0)?, read(row.get_ref(1)?.as_str()?)?, row.get(2)?));
        }
        Ok(others)
    }

    fn mention(&self, feed: String, fields: Fields, gone: bool) -> Mention {
        Mention { feed, row: String::new(), fields, first_seen: self.date, gone_on: gone.then_some(self.date) }
    }

    /// What all feeds together show of a record.
    fn view(&self, record: &Record, mentions: Vec<Mention>, withdrawn: bool) -> Entry {
        let withdrawn_on = withdrawn.then_some(self.date);
        let history = History { first_seen: self.date, changed_on: None, withdrawn_on };
        Entry::join(RecordId::from(record.id.to_string()), record.kind, mentions, history)
    }
}

/// What the ledger keeps as JSON.
pub(super) fn read<'t, T: serde::Deserialize<'t>>(json: &'t str) -> rusqlite::Result<T> {
    serde_json::from_str(json)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}
