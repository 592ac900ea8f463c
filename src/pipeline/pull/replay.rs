//! The ledger made again from all snapshots that are kept, in the order in which they were taken in.
//!
//! In: the feeds, their snapshots up to a day. Out: another ledger in the place of the one before, or why that one stays: a ledger that would
//! lack what it has now is not put in place.

use super::{Bytes, Run};
use crate::exit::UsageError;
use crate::fs;
use crate::ledger::judge::Law;
use crate::ledger::{FeedStatus, Ledger};
use crate::report::{FeedReport, PullReport};
use crate::sources::{Feed, Receipt};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What was taken in once: in which run, of which feed.
type Past<'f> = Vec<(Timestamp, &'f Feed, Receipt)>;

impl Run<'_> {
    /// Makes the ledger again from the snapshots, as today's manifests read them, and puts it in place whole.
    pub(super) fn replay(&self, feeds: &[Feed], ledger: &mut Ledger, report: &mut PullReport) -> anyhow::Result<()> {
        let (past, mut lost) = self.past(feeds, ledger)?;
        let path = self.settings.data().join("ledger-replay.db");
        fs::remove_database(&path)?;
        let mut made = Ledger::open(&path)?;
        let mut reports: BTreeMap<&str, FeedReport> = BTreeMap::new();
        let stage = self.how.progress.stage("replaying snapshots", Some(past.len()));
        for (_, feed, receipt) in past {
            stage.say(&feed.id);
            let run = Run { law: Law { date: self.day_of(&receipt), ..self.law }, ..*self };
            reports.insert(&feed.id, run.take(feed, Bytes::Once(receipt), &mut made, &stage)?);
            stage.step();
        }
        drop(made);
        ledger.replace_with(&path)?;
        fs::remove_database(&path)?;
        for feed in feeds {
            let nothing = || {
                let reason = format!("no snapshot of it was taken in up to {}", self.law.date);
                FeedReport::kept(feed, FeedStatus::Failed, reason)
            };
            let mut one = reports.remove(&*feed.id).unwrap_or_else(nothing);
            one.snapshots_lost = lost.remove(&*feed.id).unwrap_or_default();
            report.add(one);
        }
        Ok(())
    }

    /// One run after the other, and in each the feeds in their order, as it was done; and how many snapshots of each feed are lost.
    fn past<'f>(&self, feeds: &'f [Feed], ledger: &Ledger) -> anyhow::Result<(Past<'f>, BTreeMap<&'f str, usize>)> {
        let (mut past, mut lost): (Past<'f>, _) = (Vec::new(), BTreeMap::new());
        let mut gone = Vec::new();
        for feed in feeds {
            let history = self.store.history(&feed.id)?;
            lost.insert(&*feed.id, history.lost);
            let before = past.len();
            let receipts = history.kept.into_iter().filter(|receipt| self.day_of(receipt) <= self.law.date);
            past.extend(receipts.map(|receipt| {
                let run = receipt.taken.map_or(receipt.fetched_at, |taken| taken.run);
                (run, feed, receipt)
            }));
            if past.len() == before && ledger.has_records_of(&feed.id, self.law.date)? {
                gone.push(&*feed.id);
            }
        }
        let stays = |reason: String, hint: String| {
            Err(UsageError(format!("{reason}: the ledger stays as it is\n  hint: {hint}")).into())
        };
        let date = self.law.date;
        if past.is_empty() {
            let hint = "`data/snapshots/` has a folder for each feed; name a later day".to_owned();
            return stays(format!("no snapshot was taken in up to {date}"), hint);
        }
        if !gone.is_empty() {
            let folders: Vec<String> = gone.iter().map(|id| format!("`data/snapshots/{id}/`")).collect();
            let reason =
                format!("no snapshot of `{}` is left up to {date}, and its records are known", gone.join("`, `"));
            return stays(reason, format!("put {} back from a backup, or name a later day", folders.join(", ")));
        }
        for feed in ledger.forgotten(&|id| feeds.iter().any(|feed| feed.id == id))? {
            if ledger.has_records_of(&feed.feed, date)? {
                let file = format!("data/sources/{}.toml", feed.feed);
                let reason = format!("`{file}` is gone, and records of that feed are known");
                return stays(reason, "put the file back as long as the replay takes".to_owned());
            }
        }
        past.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        Ok((past, lost))
    }
}
