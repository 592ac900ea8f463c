//! Two records of one feed that have one identity and are two: notices of one title and day on two pages.
//!
//! In: a record, and the one that this run took under its id. Out: both, the one that the feed had before under the id that they share,
//! whatever the order of their rows, and the other under one of its own. So no record gets another id because a second one came.

use super::Advance;
use super::disputed::Wrote;
use super::taking::Written;
use super::turning::read;
use crate::ledger::known::digest;
use crate::records::read::Provenance;
use crate::records::{Fields, Record, RecordId};

impl Advance<'_> {
    /// Takes in a record under `id`, which is its own, where it is another one than the record taken before it.
    pub(super) fn tell_apart(&mut self, record: &Record, id: RecordId, from: Provenance) -> rusqlite::Result<()> {
        let shared = record.id.as_str();
        let taken = self.written(shared)?;
        let alike = |fields: Fields| Record { fields, ..record.clone() };
        let first = alike(read(&taken.fields)?);
        let (own, was_before) = (first.id_apart(), self.had_before(record, &id)?);
        match own {
            Some(own) if own != id && was_before => {
                self.take_back(shared)?;
                let repairs = taken.repairs.as_deref().map(read).transpose()?.unwrap_or_default();
                self.take_anew(record, false, &Written::new(record, digest(&record.fields), from)?)?;
                self.take_as(&Record { id: own, ..first }, Provenance { row: taken.row, repairs })
            }
            own if own.as_ref() != Some(&id) => self.take_as(&Record { id, ..record.clone() }, from),
            _ => self.repeat(record, from.row),
        }
    }

    /// Whether the feed said of the shared id, before this run, what is told apart from others like this record.
    fn had_before(&self, record: &Record, id: &RecordId) -> rusqlite::Result<bool> {
        let Some(Wrote::Over(before)) = self.wrote.get(record.id.as_str()) else { return Ok(false) };
        let before = Record { fields: read(&before.fields)?, ..record.clone() };
        Ok(before.id_apart().as_ref() == Some(id))
    }
}
