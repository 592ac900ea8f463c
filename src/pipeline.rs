//! The only file that knows the order of the stages.

use crate::check::leaks;
use crate::clock::Date;
use crate::commands::{Exit, UsageError};
use crate::config::{Agencies, Settings};
use crate::inputs::{Inputs, frame};
use crate::ledger::advance::Finished;
use crate::ledger::judge::Law;
use crate::ledger::store::Note;
use crate::ledger::{
    Carried, Entry, FeedState, FeedStatus, Judgement, Ledger, Outcome, Pulled, Rules, Withdrawals, day, judge,
    suspicion,
};
use crate::merchants::{self, Resolution};
use crate::pages::content::{Content, Drafts};
use crate::pages::facts::View;
use crate::pages::model::Model;
use crate::pages::render::{render_site, site_context};
use crate::pages::theme::{Templates, Theme};
use crate::pages::words::Words;
use crate::progress::Progress;
use crate::publish::assets::assets;
use crate::publish::site::Site;
use crate::publish::{Artifact, Class, Compare, Gate, Origin, Publisher, unchanged};
use crate::records::Record;
use crate::records::read::read_feed;
use crate::report::{BuildReport, Counts, FeedReport, PullReport, SearchReport};
use crate::search::documents::{documents, labels};
use crate::search::{self, PackFile};
use crate::sources::{Feed, Fetched, SnapshotStore, fetch_all};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Fetches feeds and brings the ledger up to date. One feed's trouble is its own: it keeps its last good state.
///
/// # Errors
/// Configuration that cannot be used, or a ledger or snapshot folder that cannot be written.
pub fn pull(root: &Path, only: &[String], date: Option<Date>, progress: Progress) -> anyhow::Result<PullReport> {
    let begun = Instant::now();
    let settings = Settings::load(root)?;
    let agencies = Agencies::load(&settings.data().join("agencies.toml"))?;
    let feeds = chosen(Feed::load_all(&settings.root)?, only)?;
    let store = SnapshotStore::new(settings.snapshots());
    let _alone = store.lock()?;
    let mut ledger = Ledger::open(&settings.ledger_path())?;
    let date = day(&settings, date, &ledger)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let fetching = progress.stage("fetching feeds", Some(feeds.len()));
    let fetched = runtime.block_on(fetch_all(&feeds, &store, &|_| fetching.step()));
    drop(fetching);
    let mut report = PullReport::new(date);
    let reading = progress.stage("reading feeds", Some(feeds.len()));
    for (feed, fetched) in feeds.iter().zip(fetched) {
        let taken = match fetched {
            Ok(fetched) => take(
                feed,
                fetched,
                &mut Taking { root: &settings.root, store: &store, ledger: &mut ledger, agencies: &agencies, date },
            )?,
            Err(error) if error.is_configuration() => return Err(UsageError(error.to_string()).into()),
            Err(error) => {
                let reason = error.to_string();
                note(&mut ledger, feed, date, FeedStatus::Failed, &reason, None)?;
                FeedReport::kept(feed, FeedStatus::Failed, reason)
            }
        };
        report.add(taken);
        reading.step();
    }
    drop(reading);
    report.count(ledger.counts(&|id| feeds.iter().any(|feed| feed.id == id))?);
    report.seconds = begun.elapsed().as_secs_f64();
    Ok(report)
}

fn chosen(feeds: Vec<Feed>, only: &[String]) -> Result<Vec<Feed>, UsageError> {
    if let Some(unknown) = only.iter().find(|id| !feeds.iter().any(|feed| feed.id == **id)) {
        let known: Vec<&str> = feeds.iter().map(|feed| feed.id.as_str()).collect();
        return Err(UsageError(format!("no feed `{unknown}`; one of: {}", known.join(", "))));
    }
    Ok(feeds.into_iter().filter(|feed| only.is_empty() || only.contains(&feed.id)).collect())
}

struct Taking<'a> {
    root: &'a Path,
    store: &'a SnapshotStore,
    ledger: &'a mut Ledger,
    agencies: &'a Agencies,
    date: Date,
}

/// Reads one feed's bytes into the ledger, unless they are those it stands on, cannot be read, or look suspicious.
fn take(feed: &Feed, fetched: Fetched, with: &mut Taking<'_>) -> anyhow::Result<FeedReport> {
    let state = with.ledger.feed(&feed.id)?;
    let layout = layout(feed, with.root);
    let (receipt, fresh) = match fetched {
        Fetched::Unchanged(receipt) => (receipt, None),
        Fetched::Fresh(snapshot) => (snapshot.receipt.clone(), Some(snapshot)),
    };
    // Only what the ledger stands on becomes the last good snapshot: after a crash in between it is fetched once more.
    let keep = |store: &SnapshotStore| fresh.as_ref().map_or(Ok(()), |snapshot| store.save(snapshot).map(drop));
    let stands = |state: &&FeedState| state.hash.as_deref() == Some(receipt.hash.as_str()) && state.layout == layout;
    if let Some(state) = state.as_ref().filter(stands) {
        keep(with.store)?;
        note(with.ledger, feed, with.date, FeedStatus::Unchanged, "", None)?;
        return Ok(FeedReport::unchanged(feed, state));
    }
    let loaded;
    let bodies = match &fresh {
        Some(snapshot) => &snapshot.bodies,
        None => {
            loaded = with.store.load(&receipt)?;
            &loaded
        }
    };
    let before = with.ledger.carried(&feed.id)?;
    let mut carried = Carried::default();
    let mut advance = with.ledger.advance(feed, with.date)?;
    let mut sink = |record: Record, row| {
        carried.add(&record.fields);
        advance.take(&record, row);
    };
    let reading = match read_feed(feed, bodies, with.agencies, &mut sink) {
        Ok(reading) => reading,
        Err(error) => {
            drop(advance);
            let reason = format!("`{}`: {error}", feed.source);
            note(with.ledger, feed, with.date, FeedStatus::Failed, &reason, None)?;
            return Ok(FeedReport::kept(feed, FeedStatus::Failed, reason));
        }
    };
    let pulled = Pulled { feed, reading: &reading, carried: &carried, hash: &receipt.hash };
    if let Some(reason) = suspicion(&pulled, state.as_ref(), &before) {
        drop(advance);
        note(with.ledger, feed, with.date, FeedStatus::Held, &reason, Some(&receipt.hash))?;
        return Ok(FeedReport::held(feed, reading, reason));
    }
    let repeated = advance.repeated().to_vec();
    let outcome: Outcome = advance.commit(&Finished {
        hash: &receipt.hash,
        layout: &layout,
        rows: reading.rows,
        records: reading.records,
        quarantined: &reading.quarantined,
        ignored_columns: &reading.ignored_columns,
    })?;
    keep(with.store)?;
    Ok(FeedReport::fresh(feed, reading, repeated, outcome))
}

fn note(
    ledger: &mut Ledger,
    feed: &Feed,
    date: Date,
    status: FeedStatus,
    reason: &str,
    held_hash: Option<&str>,
) -> anyhow::Result<()> {
    ledger.note(&Note { id: &feed.id, kind: feed.kind, status, reason, date, held_hash })?;
    Ok(())
}

/// What beside the bytes decides how a feed is read: its manifest and this program. Where the portal stands does not
/// count, so that a copy of it has the same ledger.
fn layout(feed: &Feed, root: &Path) -> String {
    let root = format!("{root:?}");
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(crate::records::REVISION.to_be_bytes());
    hash.update(format!("{feed:?}").replace(root.trim_matches('"'), ""));
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The ledger on a day: entries, what may be shown of them, and whom they speak of.
pub struct Standing {
    pub settings: Settings,
    pub date: Date,
    pub agencies: Agencies,
    pub rules: Rules,
    pub feeds: Vec<Feed>,
    pub feed_states: BTreeMap<String, FeedState>,
    pub entries: Vec<Entry>,
    /// At the positions of `entries`.
    pub judgements: Vec<Judgement>,
    pub resolution: Resolution,
}

/// Reads the ledger and judges every entry on the day.
///
/// # Errors
/// Configuration that cannot be used, or a ledger that cannot be read.
pub fn standing(root: &Path, date: Option<Date>) -> anyhow::Result<Standing> {
    let settings = Settings::load(root)?;
    let date = settings.date(date);
    let agencies = Agencies::load(&settings.data().join("agencies.toml"))?;
    let rules = Rules::load(&settings.data().join("rules"))?;
    let withdrawals = Withdrawals::load(&settings.data().join("withdrawals.toml"), &agencies)?;
    let feeds = Feed::load_all(&settings.root)?;
    let ledger = Ledger::open(&settings.ledger_path())?;
    let entries = ledger.entries(&|id| feeds.iter().any(|feed| feed.id == id))?;
    let law = Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date };
    let judgements: Vec<Judgement> = entries.par_iter().map(|entry| judge(entry, law)).collect();
    let resolution = merchants::resolve(&entries, &judgements);
    let schedule = |id: &str| feeds.iter().find(|feed| feed.id == id).and_then(|feed| feed.schedule_hours);
    let feed_states = ledger.feeds()?.into_iter().map(|(id, state)| {
        let hours = schedule(&id);
        (id, state.on(date, hours))
    });
    let feed_states = feed_states.collect();
    Ok(Standing { settings, date, agencies, rules, feeds, feed_states, entries, judgements, resolution })
}

/// Everything the site is made of but the theme, on a day.
///
/// # Errors
/// As [`standing`], and every mistake in `content/`, all at once.
pub fn model(root: &Path, date: Option<Date>, drafts: Drafts) -> anyhow::Result<Model> {
    let standing = standing(root, date)?;
    let content = Content::load(&standing.settings.content()).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        UsageError(lines.join("\n"))
    })?;
    Ok(Model {
        content: content.visible(standing.date, drafts),
        settings: standing.settings,
        date: standing.date,
        agencies: standing.agencies,
        rules: standing.rules,
        feeds: standing.feeds,
        feed_states: standing.feed_states,
        entries: standing.entries,
        judgements: standing.judgements,
        resolution: standing.resolution,
    })
}

/// Renders the site and publishes it into `out`; does nothing when it is there already.
///
/// # Errors
/// Configuration and content that cannot be used, a template that fails, a leak, an output that cannot be written: the
/// published site is then as it was.
pub fn build(root: &Path, out: Option<&Path>, date: Option<Date>, how: How) -> anyhow::Result<BuildReport> {
    let begun = Instant::now();
    let settings = Settings::load(root)?;
    let out = out.map_or_else(|| settings.site(), Path::to_owned);
    let theme = Theme::load(&settings.theme_dir())?;
    // Before anything else is read: what changes in between is then seen by the next build.
    let ledger = Ledger::open(&settings.ledger_path())?;
    let date = day(&settings, date, &ledger)?;
    let ledger = ledger.digest()?;
    let inputs = Inputs { settings: &settings, theme: &theme, ledger, date, drafts: how.drafts }.digest()?;
    let index = index_dir(&settings, how.drafts);
    let mut report = match up_to_date(&out, &inputs, date, how.compare)?.filter(|_| index.is_dir()) {
        Some(report) => report,
        None => Making { out: &out, theme: &theme, index: &index, how }
            .publish(&model(root, Some(date), how.drafts)?, inputs)?,
    };
    report.seconds = begun.elapsed().as_secs_f64();
    Ok(report)
}

/// The report of a build that has nothing to do. A full build always has.
fn up_to_date(out: &Path, inputs: &str, date: Date, compare: Compare) -> anyhow::Result<Option<BuildReport>> {
    if compare == Compare::Content {
        return Ok(None);
    }
    Ok(unchanged(out, inputs)?.and_then(|manifest| BuildReport::unchanged(date, &manifest)))
}

/// A site that has to be made.
struct Making<'a> {
    out: &'a Path,
    theme: &'a Theme,
    /// Folder of the tantivy index.
    index: &'a Path,
    how: How,
}

impl Making<'_> {
    /// Renders pages and index of the model, and publishes them as made from `inputs`.
    fn publish(&self, model: &Model, inputs: String) -> anyhow::Result<BuildReport> {
        let official = leaks::official(&model.settings, &model.agencies);
        leaks::in_prose(&model.settings, &model.content, &official)?;
        let strings = self.theme.strings(&model.settings.language)?;
        let words = Words::new(&strings, &model.settings.language)?;
        let assets = assets(&self.theme.static_files());
        let context = site_context(model, &words, strings.to_value(), assets.paths);
        let frame = frame(self.theme, &context);
        let templates = Templates::new(self.theme, context)?;
        let publisher = Publisher::open(self.out, Gate::new(official), self.how.compare)?;
        assets.files.into_iter().try_for_each(|artifact| publisher.put(artifact))?;
        let rendering = self.how.progress.stage("rendering files", None);
        let step = || rendering.step();
        let site = Site::new(&publisher, frame, &step);
        let view = View { model, words: &words };
        // One core renders while the other indexes: tantivy numbers documents in their order with one thread only.
        let (rendered, pack) = rayon::join(
            || render_site(view, &templates, &site),
            || search::build(documents(view), &labels(view), self.index),
        );
        rendered?;
        site.finish()?;
        let pack = pack?;
        let counts = Counts::of(model, SearchReport::from(&pack));
        pack.files.into_par_iter().try_for_each(|PackFile { path, bytes, pointer }| {
            publisher.put(Artifact { path, bytes, class: if pointer { Class::Pointer } else { Class::Immutable } })
        })?;
        drop(rendering);
        let origin = Origin { inputs, summary: serde_json::to_value(&counts)? };
        Ok(BuildReport::new(model.date, counts, publisher.finish(origin)?))
    }
}

/// Where the tantivy index stands: a preview's, with drafts in it, beside that of the public site.
pub fn index_dir(settings: &Settings, drafts: Drafts) -> PathBuf {
    settings.data().join(match drafts {
        Drafts::LeftOut => "index",
        Drafts::Shown => "index-drafts",
    })
}

/// What a build may show, and what it trusts of the last one.
#[derive(Debug, Clone, Copy)]
pub struct How {
    pub drafts: Drafts,
    pub compare: Compare,
    pub progress: Progress,
}

impl PullReport {
    fn add(&mut self, feed: FeedReport) {
        if feed.needs_person() {
            self.exit = Exit::NeedsPerson.code();
        }
        self.feeds.push(feed);
    }
}
