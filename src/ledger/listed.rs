//! The local withdrawal list, written into the history of the records it names.
//!
//! The list decides what is shown; it is a file that people edit, and what they take off it is gone from there. The
//! ledger keeps that it stood there, since when, until when, and why. Must not judge.

use super::transition::kept;
use super::{Cause, Entry, Ledger, LedgerError, Transition, Withdrawals};
use crate::clock::Date;
use rusqlite::{Connection, OptionalExtension};

/// What a lift without words of its own is called.
const TAKEN_OFF: &str = "taken off data/withdrawals.toml";

/// Whether records may have come that the list names and history does not know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The ledger is that of last time: only the list can be new.
    ListEdited,
    /// Feeds brought something.
    RecordsCame,
}

impl Ledger {
    /// Keeps what is new of the list: records that were put on it, and those that were taken off. Reads no record while
    /// the list is the one of last time. The number of transitions.
    ///
    /// # Errors
    /// A ledger that cannot be read or written; it is then as it was.
    pub fn settle(&mut self, list: &Withdrawals, date: Date, since: Since) -> Result<usize, LedgerError> {
        let error = self.sqlite();
        let now = list.fingerprint(date);
        let same = settled(&self.connection).map_err(&error)?.unwrap_or_default() == now;
        if same && (since == Since::ListEdited || list.is_empty()) {
            return Ok(0);
        }
        let entries = self.entries(&|_| true)?;
        let turns: Vec<(&Entry, Transition)> =
            entries.iter().filter_map(|entry| Some((entry, turn(entry, list, date)?))).collect();
        let transaction = self.connection.transaction().map_err(&error)?;
        for (entry, turn) in &turns {
            let record = entry.record.id.as_str();
            kept::keep(&transaction, record, turn).map_err(&error)?;
            kept::add_to_history(&transaction, &format!("{record} {turn:?}")).map_err(&error)?;
        }
        let sql = "INSERT INTO meta (key, value) VALUES ('withdrawals', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1";
        transaction.execute(sql, [now]).map_err(&error)?;
        transaction.commit().map_err(&error)?;
        Ok(turns.len())
    }
}

/// Fingerprint of the list that history was last held against.
fn settled(connection: &Connection) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT value FROM meta WHERE key = 'withdrawals'", [], |row| row.get(0)).optional()
}

/// What the list says of a record and its history does not.
pub(super) fn turn(entry: &Entry, list: &Withdrawals, date: Date) -> Option<Transition> {
    let local = |turn: &&Transition| matches!(turn.cause, Cause::WithdrawnLocally | Cause::LiftedLocally);
    let last = entry.transitions.iter().rfind(local);
    let stands = last.filter(|turn| turn.cause == Cause::WithdrawnLocally);
    match (list.find(entry, date), stands) {
        (Some(listed), None) => {
            // Put on again: after it was taken off, whatever day the line gives.
            let on = last.map_or(listed.on, |lift| lift.on.max(listed.on));
            Some(Transition::new(on, Cause::WithdrawnLocally, listed.reason.clone()))
        }
        (None, Some(_)) => Some(match list.lift(entry, date) {
            Some(lift) => Transition::new(lift.on, Cause::LiftedLocally, lift.reason.clone()),
            None => Transition::new(date, Cause::LiftedLocally, TAKEN_OFF),
        }),
        (Some(_), Some(_)) | (None, None) => None,
    }
}
