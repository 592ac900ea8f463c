//! Feeds into the ledger: from their sources, from the last good snapshots, or from all of them again.

mod replay;

use super::told_back::ToldBack;
use crate::clock::{self, Date};
use crate::config::{Agencies, Districts, Local, Settings};
use crate::exit::UsageError;
use crate::fs;
use crate::ledger::advance::Finished;
use crate::ledger::judge::Law;
use crate::ledger::store::Note;
use crate::ledger::{
    Carried, Corrections, Difference, FeedState, FeedStatus, Ledger, Pulled, Rules, Since, Withdrawals, day, suspicion,
};
use crate::metrics;
use crate::progress::{Progress, Stage};
use crate::records::read::{Provenance, ReadError, Reading, read_feed};
use crate::records::{Record, format};
use crate::report::{FeedReport, PullReport};
use crate::sources::{
    Asking, Feed, FetchError, Fetched, Fetcher, Receipt, Secrets, Snapshot, SnapshotStore, Taken, environment,
    shown_address,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Rows between two words on how far a feed is.
const ROWS_A_WORD: usize = 20_000;

/// Where a pull has its bytes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// The feeds' own files and addresses.
    #[default]
    Sources,
    /// The last good snapshot of each feed; nobody is asked.
    Snapshots,
    /// All snapshots that were taken in up to a day, in their order, into a new ledger.
    History(Date),
}

/// What a pull is to do.
#[derive(Debug, Clone, Default)]
pub struct Pull<'a> {
    /// Feeds to pull; all when none is named.
    pub only: &'a [String],
    pub date: Option<Date>,
    pub origin: Origin,
    /// Where the metrics go; `data/metrics.prom` when absent.
    pub metrics: Option<PathBuf>,
    pub progress: Progress,
}

/// Brings the ledger up to date. One feed's trouble is its own: it keeps its last good state.
///
/// # Errors
/// Configuration that cannot be used, or a ledger or snapshot folder that cannot be written.
pub fn pull(root: &Path, how: &Pull<'_>) -> anyhow::Result<PullReport> {
    let begun = Instant::now();
    let settings = Settings::load(root)?;
    let agencies = Agencies::load(&settings.data().join("agencies.toml"))?.knowing(&settings);
    let declared = Feed::load_all(&settings.root)?;
    let feeds = chosen(&declared, how.only)?;
    let store = SnapshotStore::new(settings.snapshots());
    let _alone = store.lock()?;
    let mut ledger = Ledger::open(&settings.ledger_path())?;
    let date = match how.origin {
        Origin::History(date) => date,
        Origin::Sources | Origin::Snapshots => day(&settings, how.date, &ledger)?,
    };
    let districts = Districts::load(&settings.data().join("districts.toml"), &settings.region)?;
    let local = Local { agencies: &agencies, districts: &districts };
    let corrections = Corrections::load(&settings.data().join("corrections.toml"), local)?;
    let withdrawals = Withdrawals::load(&settings.data().join("withdrawals.toml"), &agencies)?;
    let rules = Rules::load(&settings.data().join("rules"))?;
    let law = Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date };
    let mut report = PullReport::new(date);
    let run = Run { settings: &settings, store: &store, law, local, began: clock::now(), how };
    match how.origin {
        Origin::History(_) => run.replay(&feeds, &mut ledger, &mut report)?,
        Origin::Sources => run.take_in(&feeds, run.fetch(&feeds)?, &mut ledger, &mut report)?,
        Origin::Snapshots => {
            let last = feeds.iter().map(|feed| Ok((store.latest(&feed.id)?.map(Bytes::Kept), Duration::ZERO)));
            run.take_in(&feeds, last.collect::<anyhow::Result<_>>()?, &mut ledger, &mut report)?;
        }
    }
    let since = if report.totals.fresh > 0 { Since::RecordsCame } else { Since::ListEdited };
    ledger.settle(&withdrawals, date, since)?;
    if let Some(days) = settings.keep_snapshots_days {
        for feed in &feeds {
            report.snapshots_removed += store.prune(&feed.id, run.began, days)?;
        }
    }
    let is_declared = |id: &str| declared.iter().any(|feed| feed.id == id);
    report.forgotten(&ledger.note_forgotten(&is_declared, date)?);
    // Reading all records takes its time, and only those who correct need it.
    if !corrections.is_empty() {
        report.misfits(corrections.apply(&mut ledger.entries(&is_declared)?, date));
    }
    report.count(ledger.counts(&is_declared)?);
    report.seconds = begun.elapsed().as_secs_f64();
    let mut states = ledger.feeds()?;
    states.retain(|id, _| is_declared(id));
    let text = metrics::text(&report, &states, &settings.time_zone, run.began);
    let path = how.metrics.clone().unwrap_or_else(|| settings.data().join("metrics.prom"));
    fs::write_atomic(&path, text.as_bytes())?;
    Ok(report)
}

fn chosen(feeds: &[Feed], only: &[String]) -> Result<Vec<Feed>, UsageError> {
    if let Some(unknown) = only.iter().find(|id| !feeds.iter().any(|feed| feed.id == **id)) {
        let known: Vec<&str> = feeds.iter().map(|feed| feed.id.as_str()).collect();
        return Err(UsageError(format!("no feed `{unknown}`; one of: {}", known.join(", "))));
    }
    Ok(feeds.iter().filter(|feed| only.is_empty() || only.contains(&feed.id)).cloned().collect())
}

/// A feed's bytes, and what is known of how they were had.
enum Bytes {
    /// New ones, not kept yet.
    New(Snapshot),
    /// Those of the last snapshot; the source was asked in this run and has no others.
    Same(Receipt),
    /// Those of the last snapshot; nobody was asked.
    Kept(Receipt),
    /// Those of a snapshot that was taken in before.
    Once(Receipt),
    Failed(FetchError),
}

impl Bytes {
    fn receipt(&self) -> Option<&Receipt> {
        match self {
            Bytes::New(snapshot) => Some(&snapshot.receipt),
            Bytes::Same(receipt) | Bytes::Kept(receipt) | Bytes::Once(receipt) => Some(receipt),
            Bytes::Failed(_) => None,
        }
    }
}

/// What every feed of a pull needs.
struct Run<'a> {
    settings: &'a Settings,
    store: &'a SnapshotStore,
    law: Law<'a>,
    local: Local<'a>,
    began: Timestamp,
    how: &'a Pull<'a>,
}

impl Run<'_> {
    /// Asks for every feed; with each, how long it took.
    fn fetch(&self, feeds: &[Feed]) -> anyhow::Result<Vec<(Option<Bytes>, Duration)>> {
        let runtime = tokio::runtime::Runtime::new()?;
        let stage = self.how.progress.stage("fetching feeds", Some(feeds.len()));
        // A feed that is named is wanted now, whatever its server said last time.
        let asking = if self.how.only.is_empty() { Asking::WhenDue } else { Asking::Always };
        let look = Arc::new(|feed: &Feed, page: &[u8]| format::page(feed, page));
        let fetcher = Fetcher { asking, look, ..Fetcher::default() };
        let times = Mutex::new(BTreeMap::new());
        let done = |id: &str, took: Duration| {
            stage.step();
            stage.say(id);
            times.lock().expect("nothing fails while it is held").insert(id.to_owned(), took);
        };
        let fetched = runtime.block_on(fetcher.fetch_all(feeds, self.store, &done));
        let times = times.into_inner().expect("nothing fails while it is held");
        let bytes = fetched.into_iter().map(|fetched| match fetched {
            Ok(Fetched::Fresh(snapshot)) => Bytes::New(snapshot),
            Ok(Fetched::Unchanged(receipt)) => Bytes::Same(receipt),
            Err(error) => Bytes::Failed(error),
        });
        let timed = feeds.iter().zip(bytes);
        Ok(timed.map(|(feed, bytes)| (Some(bytes), times.get(&feed.id).copied().unwrap_or_default())).collect())
    }

    /// Takes in what was had of each feed.
    fn take_in(
        &self,
        feeds: &[Feed],
        had: Vec<(Option<Bytes>, Duration)>,
        ledger: &mut Ledger,
        report: &mut PullReport,
    ) -> anyhow::Result<()> {
        let stage = self.how.progress.stage("reading feeds", Some(feeds.len()));
        for (feed, (bytes, took)) in feeds.iter().zip(had) {
            stage.say(&feed.id);
            let begun = Instant::now();
            let mut taken = match bytes {
                Some(bytes) => self.take(feed, bytes, ledger, &stage)?,
                None => {
                    let reason = "there is no snapshot of it\n  hint: pull it once without `--offline`";
                    FeedReport::kept(feed, FeedStatus::Failed, reason.to_owned())
                }
            };
            taken.seconds = (took + begun.elapsed()).as_secs_f64();
            report.add(taken);
            stage.step();
        }
        Ok(())
    }

    /// Reads one feed's bytes into the ledger, unless they are those it stands on, cannot be read, or look suspicious.
    fn take(&self, feed: &Feed, bytes: Bytes, ledger: &mut Ledger, stage: &Stage) -> anyhow::Result<FeedReport> {
        let note = |ledger: &mut Ledger, status, reason: &str, held: Option<(&str, Option<&Difference>)>| {
            let (held_hash, difference) = held.map_or((None, None), |(hash, difference)| (Some(hash), difference));
            ledger.note(&Note {
                id: &feed.id,
                kind: feed.kind,
                status,
                reason,
                date: self.law.date,
                held_hash,
                difference,
            })
        };
        let receipt = match &bytes {
            Bytes::Failed(error) if error.is_configuration() => return Err(UsageError(error.to_string()).into()),
            Bytes::Failed(error) => {
                let reason = error.to_string();
                note(ledger, FeedStatus::Failed, &reason, None)?;
                return Ok(FeedReport::kept(feed, FeedStatus::Failed, reason));
            }
            bytes => bytes.receipt().expect("only a failure has none").clone(),
        };
        let state = ledger.feed(&feed.id)?;
        let layout = layout(feed, &self.settings.root, self.local);
        let stands = |state: &&FeedState| state.hash.as_deref() == Some(&*receipt.hash) && state.layout == layout;
        if let Some(state) = state.as_ref().filter(stands) {
            let was_asked = !matches!(bytes, Bytes::Kept(_));
            self.keep(bytes)?;
            // Who was not asked did not say that nothing changed.
            if was_asked {
                note(ledger, FeedStatus::Unchanged, "", None)?;
            }
            return Ok(FeedReport::unchanged(feed, state));
        }
        let bodies = match &bytes {
            Bytes::New(snapshot) => snapshot.spool.bodies(),
            _ => self.store.load(&receipt)?,
        };
        let accepted = state.as_ref().is_some_and(|state| state.accepted_hash.as_deref() == Some(&*receipt.hash));
        let before = ledger.carried(&feed.id)?;
        let mut carried = Carried::default();
        let mut advance = ledger.advance(feed, self.law)?;
        let mut rows = 0;
        let secrets = Secrets::of(feed, &environment());
        let mut told_back = ToldBack::new(&secrets);
        let mut sink = |mut record: Record, mut from: Provenance| {
            told_back.take_out(&mut record, &mut from);
            carried.add(&record.fields);
            advance.take(&record, from);
            rows += 1;
            if rows % ROWS_A_WORD == 0 {
                stage.say(&format!("{}: {rows} records", feed.id));
            }
        };
        let mut reading = match read_feed(feed, &bodies, self.local, &mut sink) {
            // A row that says again what another said is no record more.
            Ok(reading) => Reading { records: advance.records(), ..told_back.without(feed, reading) },
            Err(error) => {
                drop(advance);
                let reason = secrets.mask(&format!("`{}`: {error}", shown_address(&feed.source)));
                // What was a table with its columns before, and is one with others now, is for a person to compare.
                let layout_changed = error.is_other_layout() && state.is_some_and(|state| state.hash.is_some());
                let held = (layout_changed && !accepted).then_some((&*receipt.hash, None));
                let status = if held.is_some() { FeedStatus::Held } else { FeedStatus::Failed };
                note(ledger, status, &reason, held)?;
                return Ok(FeedReport::kept(feed, status, reason));
            }
        };
        reading.warnings.extend(receipt.unasked(feed));
        advance.keep_unread(&reading.unread)?;
        let difference = advance.difference()?;
        let barred = advance.barred();
        let pulled = Pulled {
            feed,
            reading: &reading,
            carried: &carried,
            difference: &difference,
            barred,
            lost: advance.lost(),
        };
        let trusted = accepted || matches!(bytes, Bytes::Once(_));
        if let Some(reason) = suspicion(&pulled, state.as_ref(), &before).filter(|_| !trusted) {
            drop(advance);
            note(ledger, FeedStatus::Held, &reason, Some((&receipt.hash, Some(&difference))))?;
            return Ok(FeedReport::held(feed, reading, reason, difference));
        }
        let repeated = advance.repeated().to_vec();
        let seen_on = match &bytes {
            Bytes::Kept(receipt) => state.and_then(|state| state.last_success).unwrap_or_else(|| self.day_of(receipt)),
            _ => self.law.date,
        };
        let Reading { rows, records, quarantined, columns, .. } = &reading;
        let (hash, layout, rows, records) = (&receipt.hash, &layout, *rows, *records);
        let outcome = advance.commit(&Finished { hash, layout, rows, records, quarantined, columns, seen_on })?;
        self.keep(bytes)?;
        Ok(FeedReport { bytes: receipt.bytes, ..FeedReport::fresh(feed, reading, repeated, outcome) })
    }

    /// Only what the ledger stands on becomes the last good snapshot: after a crash in between it is fetched once more.
    fn keep(&self, bytes: Bytes) -> anyhow::Result<()> {
        let Bytes::New(Snapshot { receipt, spool }) = bytes else { return Ok(()) };
        let taken = Taken { on: self.law.date, run: self.began };
        self.store.save(&Receipt { taken: Some(taken), ..receipt }, spool)?;
        Ok(())
    }

    /// The day a snapshot was taken in; for one that does not say, the day it was had.
    fn day_of(&self, receipt: &Receipt) -> Date {
        let had = || self.settings.time_zone.to_datetime(receipt.fetched_at).date();
        receipt.taken.map_or_else(had, |taken| taken.on)
    }
}

/// What beside the bytes decides how a feed is read: its manifest, what is official, the districts, and this program. Where the portal stands does not
/// count, so that a copy of it has the same ledger.
fn layout(feed: &Feed, root: &Path, local: Local<'_>) -> String {
    let root = format!("{root:?}");
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(crate::records::REVISION.to_be_bytes());
    hash.update(format!("{:?} {:?}", local.agencies.official(), local.districts));
    hash.update(format!("{feed:?}").replace(root.trim_matches('"'), ""));
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl ReadError {
    /// A table whose columns are others than before; a text without a second column is no table.
    fn is_other_layout(&self) -> bool {
        matches!(self, ReadError::MissingColumn { columns, .. } if columns.contains(", "))
    }
}
