//! What ends with the feed of the agency that decided it: a republication of another agency ends when it ends there (国办发〔2025〕22号
//! §1).
//!
//! In: what feeds said of a record and of which of them it is gone. Out: whether the others' word holds it.

use super::Advance;
use crate::records::{Field, Fields, Record};
use rusqlite::params;

impl Advance<'_> {
    /// Whose feeds alone can hold a record that leaves this one: those of its agency where it leaves a feed of that, else anyone's (an
    /// empty name).
    pub(super) fn heard_of(&self, fields: &Fields) -> &str {
        if fields.text(Field::Agency) == Some(&*self.agency) { &self.agency } else { "" }
    }

    /// Whether the agency that decided a record has ended it, so that this feed, which is another's, brings it back no more.
    pub(super) fn has_ended(&self, record: &Record) -> rusqlite::Result<bool> {
        let decided = record.fields.text(Field::Agency).unwrap_or_default();
        if decided.is_empty() || decided == self.agency {
            return Ok(false);
        }
        let sql = "SELECT COALESCE(MIN(m.gone_on IS NOT NULL), 0) FROM mentions m JOIN feeds f ON f.id = m.feed
                   WHERE m.record = ?1 AND m.feed <> ?2 AND f.agency = ?3";
        self.transaction
            .prepare_cached(sql)?
            .query_row(params![record.id.as_str(), self.feed.id, decided], |row| row.get(0))
    }
}
