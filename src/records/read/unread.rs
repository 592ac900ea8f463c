//! Rows that became no record, and the records that they may stand for: a damaged row is no word that its record is gone.
//!
//! In: what can be read of a quarantined row. Out: its record, where that much can be told, else a mark by which the
//! same row is known again at the next pull.

use crate::records::{RecordId, privacy};
use csv::StringRecord;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The record that a quarantined row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandsFor {
    Record(RecordId),
    /// It could be any: too much of the row is lost. The row is known again by this digest.
    Anyone(String),
    /// It says itself that it is none of this feed's.
    Nobody,
}

impl StandsFor {
    /// A row that does not tell which record it is. The digest is of the masked row: of a number of few digits, a
    /// digest would be as good as the number. Masked as a whole, since a broken row may have very many cells.
    pub fn anyone(cells: &StringRecord) -> StandsFor {
        let row = cells.iter().collect::<Vec<_>>().join("\n");
        let digest = Sha256::digest(privacy::mask(&row).as_bytes());
        StandsFor::Anyone(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What the quarantined rows of a feed stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    pub records: BTreeSet<RecordId>,
    /// Digests of the rows that could be any record's.
    pub rows: BTreeSet<String>,
}

impl Unread {
    pub fn add(&mut self, stands_for: StandsFor) {
        match stands_for {
            StandsFor::Record(id) => drop(self.records.insert(id)),
            StandsFor::Anyone(row) => drop(self.rows.insert(row)),
            StandsFor::Nobody => {}
        }
    }
}
