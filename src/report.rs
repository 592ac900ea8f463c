//! What a command did, for people and for machines: `--json` prints these as they stand.

mod feed;

use crate::clock::Date;
use crate::exit::Exit;
use crate::issues::Issue;
use crate::ledger::{Cut, FeedStatus, Forgotten, State};
use crate::pages::gone::{GoneLink, links_to_gone};
use crate::pages::model::Model;
use crate::publish::{Manifest, Published};
use crate::search::Pack;
pub use feed::{FeedOfSite, FeedReport};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What `pull` did.
#[derive(Debug, Clone, Serialize)]
pub struct PullReport {
    pub command: &'static str,
    pub date: Date,
    pub exit: u8,
    pub seconds: f64,
    pub feeds: Vec<FeedReport>,
    /// Records in the ledger, by kind.
    pub records: BTreeMap<String, usize>,
    /// Records that left with this pull.
    pub withdrawn: usize,
    pub totals: Totals,
    /// Snapshots older than `keep_snapshots_days` that were removed.
    pub snapshots_removed: usize,
    /// Reviewed corrections whose original value no longer occurs.
    pub corrections: Vec<Issue>,
    /// Feeds that are declared no more and gave records that no other has.
    pub forgotten: Vec<Issue>,
    #[serde(flatten)]
    site: NoSite,
}

/// What reports have of a site: null in that of a pull, which builds none.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct NoSite {
    expired: (),
    held_back: (),
    pages: (),
    files: (),
    bytes: (),
    written: (),
    removed: (),
    search: (),
}

/// Sums over the feeds of a pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    pub feeds: usize,
    pub fresh: usize,
    pub unchanged: usize,
    pub held: usize,
    pub failed: usize,
    pub rows: usize,
    pub quarantined: usize,
    pub bytes: u64,
    pub added: usize,
    pub changed: usize,
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
            totals: Totals::default(),
            snapshots_removed: 0,
            corrections: Vec::new(),
            forgotten: Vec::new(),
            site: NoSite::default(),
        }
    }

    /// Takes in the corrections that fit nothing any more: a person has to look at them.
    pub fn misfits(&mut self, corrections: Vec<Issue>) {
        if !corrections.is_empty() {
            self.exit = Exit::NeedsPerson.code();
        }
        self.corrections = corrections;
    }

    /// Takes in the feeds that are declared no more: on the day on which they were first missed, a person has to look at them.
    pub fn forgotten(&mut self, feeds: &[Forgotten]) {
        if feeds.iter().any(|feed| feed.since == self.date) {
            self.exit = Exit::NeedsPerson.code();
        }
        self.forgotten = feeds.iter().map(Forgotten::issue).collect();
    }

    /// Takes in what became of a feed.
    pub fn add(&mut self, feed: FeedReport) {
        if feed.needs_person() {
            self.exit = Exit::NeedsPerson.code();
        }
        let totals = &mut self.totals;
        totals.feeds += 1;
        totals.rows += feed.rows;
        totals.quarantined += feed.quarantined.len();
        totals.bytes += feed.bytes;
        totals.added += feed.added;
        totals.changed += feed.changed;
        match feed.status {
            FeedStatus::Fresh => totals.fresh += 1,
            FeedStatus::Unchanged => totals.unchanged += 1,
            FeedStatus::Held => totals.held += 1,
            FeedStatus::Failed | FeedStatus::Stale => totals.failed += 1,
        }
        self.feeds.push(feed);
    }

    /// Takes in what the ledger now holds.
    pub fn count(&mut self, records: BTreeMap<String, usize>) {
        self.records = records;
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
            if let Some(difference) = &feed.difference {
                writeln!(f, "  {difference}")?;
            }
            if feed.snapshots_lost > 0 {
                let lost = feed.snapshots_lost;
                writeln!(f, "  {lost} earlier snapshots are no longer kept: what they brought first is dated later")?;
            }
            for row in &feed.quarantined {
                writeln!(f, "  quarantined: {row}")?;
            }
            if !feed.kept.is_empty() {
                writeln!(f, "  {}", kept(&feed.kept))?;
            }
            if feed.status != FeedStatus::Unchanged {
                for guess in &feed.guessed_columns {
                    writeln!(f, "  guessed: `{}` is read as `{}`", guess.column, guess.field)?;
                }
                if !feed.ignored_columns.is_empty() {
                    writeln!(f, "  ignored: {}", feed.ignored_columns.join(", "))?;
                }
            }
            for warning in &feed.warnings {
                writeln!(f, "  {warning}")?;
            }
        }
        let total: usize = self.records.values().sum();
        let kinds: Vec<String> = self.records.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        writeln!(f, "{total} records: {}", kinds.join(", "))?;
        for issue in self.corrections.iter().chain(&self.forgotten) {
            writeln!(f, "{issue}")?;
        }
        let Totals { feeds, fresh, unchanged, held, failed, rows, quarantined, .. } = self.totals;
        writeln!(
            f,
            "{feeds} feeds: {fresh} fresh, {unchanged} unchanged, {held} held, {failed} failed; {rows} rows, {quarantined} quarantined"
        )?;
        let said = if fresh > 0 { "pulled" } else { "nothing changed" };
        writeln!(f, "{said} in {:.2} s", self.seconds)
    }
}

/// Records named of those that are kept; the machine's report names all.
const KEPT_NAMED: usize = 3;

/// What people are told of records that stay although they were not read.
pub fn kept(records: &[String]) -> String {
    let named: Vec<String> = records.iter().take(KEPT_NAMED).map(|id| format!("`{id}`")).collect();
    let more = if records.len() > KEPT_NAMED { ", …" } else { "" };
    format!(
        "{} records stay as they were: a row that cannot be read is theirs or may be theirs ({}{more})",
        records.len(),
        named.join(", ")
    )
}

/// Cut end dates that a build lists; `status` lists all.
const CUT_DATES: usize = 20;

/// What a site shows, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Public records, by the kind they are shown as.
    pub records: BTreeMap<String, usize>,
    pub withdrawn: usize,
    /// Left because credit was repaired.
    pub repaired: usize,
    pub expired: usize,
    pub held_back: usize,
    /// Records whose own end date lies beyond the maximum; `status` lists them.
    pub cut: usize,
    /// Those of them that are public, the first by id.
    pub cut_dates: Vec<Cut>,
    /// Links to articles that are not shown on the day.
    pub dropped_links: Vec<GoneLink>,
    pub search: SearchReport,
}

impl Counts {
    pub fn of(model: &Model, search: SearchReport) -> Self {
        let count = |state| model.judgements.iter().filter(|judgement| judgement.state == state).count();
        let judged = model.entries.iter().zip(&model.judgements).filter(|(_, judgement)| judgement.state.is_public());
        let cut_dates = judged.filter_map(|(entry, judgement)| Cut::of(entry, judgement)).take(CUT_DATES).collect();
        let mut records = BTreeMap::new();
        for judgement in model.judgements.iter().filter(|judgement| judgement.state.is_public()) {
            *records.entry(judgement.shown_as.key().to_owned()).or_default() += 1;
        }
        Counts {
            records,
            withdrawn: count(State::Withdrawn),
            repaired: count(State::Repaired),
            cut: model.judgements.iter().filter(|judgement| judgement.cut().is_some()).count(),
            cut_dates,
            dropped_links: links_to_gone(model),
            expired: count(State::Expired),
            held_back: count(State::Held) + count(State::Withheld),
            search,
        }
    }
}

/// What `build` did.
#[derive(Debug, Clone, Serialize)]
pub struct BuildReport {
    pub command: &'static str,
    pub date: Date,
    pub exit: u8,
    pub seconds: f64,
    pub feeds: Vec<FeedOfSite>,
    #[serde(flatten)]
    pub counts: Counts,
    /// HTML pages among the files.
    pub pages: usize,
    pub files: usize,
    pub bytes: u64,
    pub written: usize,
    pub removed: usize,
    /// Feeds that are declared no more and gave records that no other has.
    pub forgotten: Vec<Issue>,
}

/// The static search index of a build.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchReport {
    pub documents: usize,
    pub files: usize,
    /// Of the index's files together.
    pub bytes: u64,
}

impl From<&Pack> for SearchReport {
    fn from(pack: &Pack) -> Self {
        SearchReport { documents: pack.documents, files: pack.files.len(), bytes: pack.bytes }
    }
}

impl BuildReport {
    pub fn new(date: Date, counts: Counts, published: Published) -> Self {
        BuildReport {
            command: "build",
            date,
            exit: 0,
            seconds: 0.0,
            feeds: Vec::new(),
            counts,
            pages: published.pages,
            files: published.files,
            bytes: published.bytes,
            written: published.written,
            removed: published.removed,
            forgotten: Vec::new(),
        }
    }

    /// The site that is in place is the one that would be built; none when its manifest does not say what it shows.
    pub fn unchanged(date: Date, manifest: &Manifest) -> Option<Self> {
        let counts = Counts::deserialize(&manifest.summary).ok()?;
        Some(BuildReport::new(date, counts, Published::of(manifest)))
    }
}

impl fmt::Display for BuildReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { records, withdrawn, repaired, expired, held_back, cut, cut_dates, dropped_links, search } =
            &self.counts;
        let shown: usize = records.values().sum();
        writeln!(
            f,
            "{shown} records shown, {withdrawn} withdrawn, {repaired} repaired, {expired} expired, {held_back} held back"
        )?;
        if *cut > 0 {
            writeln!(f, "{cut} end dates of feeds lie beyond the maximum and were cut: see `mingjing status`")?;
            for Cut { id, feed_end, until, rule } in cut_dates {
                writeln!(f, "  `{id}`: {feed_end} cut to {until} by rule `{rule}`")?;
            }
        }
        for GoneLink { place, target } in dropped_links {
            writeln!(
                f,
                "warning: {place}: the article behind `{target}` is not shown on this day: its link was dropped"
            )?;
        }
        for issue in &self.forgotten {
            writeln!(f, "{issue}")?;
        }
        let said = if self.written == 0 && self.removed == 0 { "nothing changed" } else { "built" };
        writeln!(
            f,
            "{said} in {:.2} s: {} pages, {} files, {} bytes, {} written, {} removed",
            self.seconds, self.pages, self.files, self.bytes, self.written, self.removed
        )?;
        let SearchReport { documents, files, bytes } = search;
        writeln!(f, "search index: {documents} documents, {files} files, {bytes} bytes")
    }
}
