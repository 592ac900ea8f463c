//! What a command did, for people and for machines: `--json` prints these as they stand.

use crate::clock::Date;
use crate::issues::{Issue, Quarantined};
use crate::ledger::{Entry, FeedState, FeedStatus, Outcome};
use crate::records::read::Reading;
use crate::sources::Feed;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

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
    pub ignored_columns: Vec<String>,
    pub warnings: Vec<Issue>,
    pub added: usize,
    pub changed: usize,
    pub withdrawn: usize,
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
            ignored_columns: Vec::new(),
            warnings: Vec::new(),
            added: 0,
            changed: 0,
            withdrawn: 0,
        }
    }

    /// The ledger stands on these very bytes already.
    pub fn unchanged(feed: &Feed, state: &FeedState) -> Self {
        FeedReport {
            rows: state.rows,
            records: state.records,
            quarantined: state.quarantined.clone(),
            ignored_columns: state.ignored_columns.clone(),
            ..FeedReport::kept(feed, FeedStatus::Unchanged, String::new())
        }
    }

    pub fn fresh(feed: &Feed, reading: Reading, repeated: Vec<Quarantined>, outcome: Outcome) -> Self {
        let mut quarantined = reading.quarantined;
        quarantined.extend(repeated);
        FeedReport {
            rows: reading.rows,
            records: reading.records,
            quarantined,
            ignored_columns: reading.ignored_columns,
            warnings: reading.warnings,
            added: outcome.added,
            changed: outcome.changed,
            withdrawn: outcome.withdrawn,
            ..FeedReport::kept(feed, FeedStatus::Fresh, String::new())
        }
    }

    /// A failed or held feed, or quarantined rows.
    pub fn needs_person(&self) -> bool {
        matches!(self.status, FeedStatus::Held | FeedStatus::Failed) || !self.quarantined.is_empty()
    }
}

/// What `pull` did.
#[derive(Debug, Clone, Serialize)]
pub struct PullReport {
    pub command: &'static str,
    pub date: Date,
    pub exit: u8,
    pub seconds: f64,
    pub feeds: Vec<FeedReport>,
    /// Records in the ledger, by kind.
    pub records: BTreeMap<&'static str, usize>,
    /// Records that left with this pull.
    pub withdrawn: usize,
}

impl PullReport {
    pub fn new(date: Date) -> Self {
        PullReport {
            command: "pull",
            date,
            exit: 0,
            seconds: 0.0,
            feeds: Vec::new(),
            records: BTreeMap::new(),
            withdrawn: 0,
        }
    }

    /// Counts what the ledger now holds.
    pub fn count(&mut self, entries: &[Entry]) {
        for entry in entries.iter().filter(|entry| entry.withdrawn_on.is_none()) {
            *self.records.entry(entry.record.kind.key()).or_default() += 1;
        }
        self.withdrawn = self.feeds.iter().map(|feed| feed.withdrawn).sum();
    }
}

impl fmt::Display for PullReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for feed in &self.feeds {
            let status = feed.status.key();
            writeln!(f, "{:24} {status:9} {:>7} rows {:>7} records", feed.id, feed.rows, feed.records)?;
            if !feed.reason.is_empty() {
                writeln!(f, "  {}", feed.reason)?;
            }
            for row in &feed.quarantined {
                writeln!(f, "  quarantined: {row}")?;
            }
            for warning in &feed.warnings {
                writeln!(f, "  {warning}")?;
            }
        }
        let total: usize = self.records.values().sum();
        let kinds: Vec<String> = self.records.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        writeln!(f, "{total} records: {}", kinds.join(", "))?;
        let changed = self.feeds.iter().any(|feed| feed.status == FeedStatus::Fresh);
        let said = if changed { "pulled" } else { "nothing changed" };
        writeln!(f, "{said} in {:.2} s", self.seconds)
    }
}
