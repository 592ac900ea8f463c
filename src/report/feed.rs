//! What became of one feed of a pull.

use crate::issues::{Issue, Quarantined};
use crate::ledger::{Difference, FeedState, FeedStatus, Outcome};
use crate::records::Kind;
use crate::records::mapping::{Columns, Taken};
use crate::records::read::Reading;
use crate::sources::Feed;
use serde::Serialize;

/// One feed of a pull.
#[derive(Debug, Clone, Serialize)]
pub struct FeedReport {
    pub id: String,
    pub kind: &'static str,
    pub status: FeedStatus,
    /// Why it is held or failed; empty otherwise.
    pub reason: String,
    pub rows: usize,
    pub records: usize,
    pub quarantined: Vec<Quarantined>,
    pub recognised_columns: Vec<Taken>,
    pub guessed_columns: Vec<Taken>,
    pub ignored_columns: Vec<String>,
    pub warnings: Vec<Issue>,
    pub added: usize,
    pub changed: usize,
    pub withdrawn: usize,
    /// Records that were not read and stay as they were, because of rows that cannot be read.
    pub kept: Vec<String>,
    /// What a held feed would change, where it could be read.
    pub difference: Option<Difference>,
    /// Bytes read; none when nothing was.
    pub bytes: u64,
    /// Fetching, with waiting for the host, and reading.
    pub seconds: f64,
    /// Snapshots that a replay would have needed and that are no longer kept.
    pub snapshots_lost: usize,
}

impl FeedReport {
    /// A feed that keeps its last good state.
    pub fn kept(feed: &Feed, status: FeedStatus, reason: String) -> Self {
        FeedReport {
            id: feed.id.clone(),
            kind: feed.kind.key(),
            status,
            reason,
            rows: 0,
            records: 0,
            quarantined: Vec::new(),
            recognised_columns: Vec::new(),
            guessed_columns: Vec::new(),
            ignored_columns: Vec::new(),
            warnings: Vec::new(),
            added: 0,
            changed: 0,
            withdrawn: 0,
            kept: Vec::new(),
            difference: None,
            bytes: 0,
            seconds: 0.0,
            snapshots_lost: 0,
        }
    }

    /// The ledger stands on these very bytes already.
    pub fn unchanged(feed: &Feed, state: &FeedState) -> Self {
        FeedReport {
            rows: state.rows,
            records: state.records,
            quarantined: state.quarantined.clone(),
            kept: state.kept.clone(),
            ..FeedReport::kept(feed, FeedStatus::Unchanged, String::new())
        }
        .with(state.columns.clone())
    }

    /// Read, but not taken in: what was put aside may be why.
    pub fn held(feed: &Feed, reading: Reading, reason: String, difference: Difference) -> Self {
        FeedReport {
            difference: Some(difference),
            rows: reading.rows,
            records: reading.records,
            quarantined: reading.quarantined,
            warnings: reading.warnings,
            ..FeedReport::kept(feed, FeedStatus::Held, reason)
        }
        .with(reading.columns)
    }

    pub fn fresh(feed: &Feed, reading: Reading, repeated: Vec<Quarantined>, outcome: Outcome) -> Self {
        let mut quarantined = reading.quarantined;
        quarantined.extend(repeated);
        FeedReport {
            rows: reading.rows,
            records: reading.records,
            quarantined,
            warnings: reading.warnings,
            added: outcome.added,
            changed: outcome.changed,
            withdrawn: outcome.withdrawn,
            kept: outcome.kept,
            ..FeedReport::kept(feed, FeedStatus::Fresh, String::new())
        }
        .with(reading.columns)
    }

    fn with(mut self, columns: Columns) -> Self {
        self.recognised_columns = columns.recognised;
        self.guessed_columns = columns.guessed;
        self.ignored_columns = columns.ignored;
        self
    }

    /// A failed or held feed, or quarantined rows.
    pub fn needs_person(&self) -> bool {
        matches!(self.status, FeedStatus::Held | FeedStatus::Failed) || !self.quarantined.is_empty()
    }
}

/// A feed that a site stands on, as its last pull left it.
#[derive(Debug, Clone, Serialize)]
pub struct FeedOfSite {
    id: String,
    kind: Kind,
    status: FeedStatus,
    reason: String,
    rows: usize,
    records: usize,
    quarantined: Vec<Quarantined>,
    kept: Vec<String>,
    ignored_columns: Vec<String>,
}

impl FeedOfSite {
    pub fn new(kind: Kind, state: FeedState) -> Self {
        let FeedState { id, status, reason, rows, records, quarantined, kept, columns, .. } = state;
        FeedOfSite { id, kind, status, reason, rows, records, quarantined, kept, ignored_columns: columns.ignored }
    }
}
