//! Transitions in the ledger's file: one row each, in the order in which they were found.

use super::{Cause, Transition};
use crate::clock::Date;
use crate::ledger::{Entry, Ledger, LedgerError};
use crate::records::Field;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// Writes one transition of a record.
pub fn keep(connection: &Connection, record: &str, transition: &Transition) -> rusqlite::Result<()> {
    let Transition { on, cause, detail, fields } = transition;
    let fields = fields.iter().map(|field| field.key()).collect::<Vec<_>>().join(",");
    let sql = "INSERT INTO transitions (record, on_day, cause, detail, fields) VALUES (?1, ?2, ?3, ?4, ?5)";
    let row = params![record, on.to_string(), cause.key(), detail, fields];
    connection.prepare_cached(sql)?.execute(row).map(drop)
}

/// Takes a fact into the digest of all that made the ledger what it is.
pub fn add_to_history(connection: &Connection, fact: &str) -> rusqlite::Result<()> {
    let mut hash = Sha256::new();
    hash.update(crate::ledger::store::history(connection)?);
    hash.update(fact);
    let sql = "INSERT INTO meta (key, value) VALUES ('history', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1";
    connection.execute(sql, [hash.finalize().as_slice()]).map(drop)
}

impl Ledger {
    /// Keeps that a person put a record on the withdrawal list.
    ///
    /// # Errors
    /// A ledger that cannot be written.
    pub fn note_withdrawal(&mut self, record: &str, on: Date, reason: &str) -> Result<(), LedgerError> {
        let error = self.sqlite();
        let transition = Transition::new(on, Cause::WithdrawnLocally, reason);
        let transaction = self.connection.transaction().map_err(&error)?;
        keep(&transaction, record, &transition).map_err(&error)?;
        add_to_history(&transaction, &format!("{record} {transition:?}")).map_err(&error)?;
        transaction.commit().map_err(&error)
    }

    /// Gives entries, which stand in order of record id, their transitions.
    pub(in crate::ledger) fn attach_transitions(&self, entries: &mut [Entry]) -> Result<(), LedgerError> {
        let sql = "SELECT record, on_day, cause, detail, fields FROM transitions ORDER BY id";
        let mut statement = self.connection.prepare(sql).map_err(self.sqlite())?;
        let mut rows = statement.query([]).map_err(self.sqlite())?;
        while let Some(row) = rows.next().map_err(self.sqlite())? {
            let text = |column: usize| row.get_ref(column).and_then(|value| Ok(value.as_str()?)).map_err(self.sqlite());
            let record = text(0)?;
            // A record of a feed that is no longer declared is not among them.
            let Ok(position) = entries.binary_search_by(|entry| entry.record.id.as_str().cmp(record)) else { continue };
            let unknown = |what: &str| self.value(format!("`{what}` in the history of `{record}`"));
            let fields = text(4)?.split(',').filter(|key| !key.is_empty());
            let fields = fields.map(|key| key.parse::<Field>().map_err(|_| unknown(key)));
            entries[position].transitions.push(Transition {
                on: self.date(text(1)?)?,
                cause: text(2)?.parse().map_err(|()| unknown(text(2).unwrap_or_default()))?,
                detail: text(3)?.to_owned(),
                fields: fields.collect::<Result<_, _>>()?,
            });
        }
        Ok(())
    }
}
