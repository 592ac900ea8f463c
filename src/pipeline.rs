//! The only place that knows the order of the stages.

mod pull;
mod told_back;

pub use pull::{Origin as PullOrigin, Pull, pull};

use crate::check::leaks;
use crate::check::misfits::{Decided, Misfits};
use crate::clock::Date;
use crate::config::{Agencies, Districts, Local, Settings};
use crate::exit::UsageError;
use crate::inputs::{Inputs, frame};
use crate::ledger::judge::Law;
use crate::ledger::{
    Corrections, Entry, FeedState, Forgotten, Judgement, Ledger, Rules, Since, Withdrawals, day, judge,
};
use crate::merchants::{self, Decisions, Resolution};
use crate::pages::content::{Content, ContentError, Drafts};
use crate::pages::facts::View;
use crate::pages::mentions;
use crate::pages::model::Model;
use crate::pages::render::{render_site, site_context};
use crate::pages::theme::{Templates, Theme};
use crate::pages::urls;
use crate::pages::words::Words;
use crate::pictures;
use crate::progress::Progress;
use crate::publish::assets::assets;
use crate::publish::site::Site;
use crate::publish::{Artifact, Class, Compare, Gate, Manifest, Origin, Publisher, unchanged};
use crate::report::{BuildReport, Counts, FeedOfSite, SearchReport};
use crate::search::documents::{documents, labels};
use crate::search::{self, PackFile};
use crate::sources::Feed;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The ledger on a day: entries, what may be shown of them, and whom they speak of.
pub struct Standing {
    pub settings: Settings,
    pub date: Date,
    pub agencies: Agencies,
    pub districts: Districts,
    pub rules: Rules,
    pub withdrawals: Withdrawals,
    pub feeds: Vec<Feed>,
    pub feed_states: BTreeMap<String, FeedState>,
    pub entries: Vec<Entry>,
    /// At the positions of `entries`.
    pub judgements: Vec<Judgement>,
    pub resolution: Resolution,
    /// What people decided and what fits nothing.
    pub misfits: Misfits,
    /// Feeds that are declared no more and gave records that no other has.
    pub forgotten: Vec<Forgotten>,
}

impl Standing {
    /// What its judgements rest on.
    pub fn law(&self) -> Law<'_> {
        Law { rules: &self.rules, agencies: &self.agencies, withdrawals: &self.withdrawals, date: self.date }
    }
}

/// Reads the ledger and judges every entry on the day.
///
/// # Errors
/// Configuration that cannot be used, or a ledger that cannot be read.
pub fn standing(root: &Path, date: Option<Date>) -> anyhow::Result<Standing> {
    let settings = Settings::load(root)?;
    let date = settings.date(date);
    let agencies = Agencies::load(&settings.data().join("agencies.toml"))?.knowing(&settings);
    let rules = Rules::load(&settings.data().join("rules"))?;
    let withdrawals = Withdrawals::load(&settings.data().join("withdrawals.toml"), &agencies)?;
    let decisions = Decisions::load(&settings.data().join("merges.toml"))?;
    let feeds = Feed::load_all(&settings.root)?;
    let ledger = Ledger::open(&settings.ledger_path())?;
    let districts = Districts::load(&settings.data().join("districts.toml"), &settings.region)?;
    let local = Local { agencies: &agencies, districts: &districts };
    let corrections = &Corrections::load(&settings.data().join("corrections.toml"), local)?;
    let is_declared = |id: &str| feeds.iter().any(|feed| feed.id == id);
    let (mut entries, forgotten) = (ledger.entries(&is_declared)?, ledger.forgotten(&is_declared)?);
    let misfits =
        Misfits::find(&mut entries, Decided { corrections, withdrawals: &withdrawals, merges: &decisions }, date);
    let law = Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date };
    let judgements: Vec<Judgement> = entries.par_iter().map(|entry| judge(entry, law)).collect();
    for (entry, judgement) in entries.iter_mut().zip(&judgements) {
        entry.leave_list(judgement.shown_as);
    }
    let resolution = merchants::resolve(&entries, &judgements, &decisions, &districts);
    let schedule = |id: &str| feeds.iter().find(|feed| feed.id == id).and_then(|feed| feed.schedule_hours);
    let feed_states = ledger.feeds()?.into_iter().map(|(id, state)| {
        let hours = schedule(&id);
        (id, state.on(date, hours))
    });
    let feed_states = feed_states.collect();
    Ok(Standing {
        settings,
        date,
        agencies,
        districts,
        rules,
        withdrawals,
        feeds,
        feed_states,
        entries,
        judgements,
        resolution,
        misfits,
        forgotten,
    })
}

/// Everything the site is made of but the theme, on a day.
///
/// # Errors
/// As [`standing`], and every mistake in `content/`, all at once.
pub fn model(root: &Path, date: Option<Date>, drafts: Drafts) -> anyhow::Result<Model> {
    let standing = standing(root, date)?;
    let content = Content::load(&standing.settings.content()).map_err(|errors| mistakes(&errors))?;
    let model = Model {
        content: content.visible(standing.date, drafts),
        settings: standing.settings,
        date: standing.date,
        agencies: standing.agencies,
        districts: standing.districts,
        rules: standing.rules,
        withdrawals: standing.withdrawals,
        feeds: standing.feeds,
        feed_states: standing.feed_states,
        entries: standing.entries,
        judgements: standing.judgements,
        resolution: standing.resolution,
    };
    match mentions::unknown(&model) {
        unknown if unknown.is_empty() => Ok(model),
        unknown => Err(mistakes(&unknown).into()),
    }
}

/// Mistakes in `content/`, all at once.
fn mistakes(errors: &[ContentError]) -> UsageError {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    UsageError(lines.join("\n"))
}

/// Renders the site and publishes it into `out`; does nothing when it is there already.
///
/// # Errors
/// Configuration and content that cannot be used, a template that fails, a leak, an output that cannot be written: the
/// published site is then as it was.
pub fn build(root: &Path, out: Option<&Path>, date: Option<Date>, how: How) -> anyhow::Result<BuildReport> {
    let begun = Instant::now();
    let settings = Settings::load(root)?;
    let out = settings.output(out)?;
    let theme = Theme::load(&settings.theme_dir())?;
    let ledger = settings.ledger_path();
    if !ledger.is_file() && publishes_records(&out)? {
        let hint = "put back a backup (`mingjing ledger restore FILE`), or make it again (`mingjing pull`)";
        let lost = format!("there is no ledger `{}`, and `{}` has records", ledger.display(), out.display());
        return Err(UsageError(format!("{lost}: it stays as it is\n  hint: {hint}")).into());
    }
    // Before anything else is read: what changes in between is then seen by the next build.
    let mut ledger = Ledger::open(&settings.ledger_path())?;
    let date = day(&settings, date, &ledger)?;
    let agencies = Agencies::load(&settings.data().join("agencies.toml"))?;
    let withdrawals = Withdrawals::load(&settings.data().join("withdrawals.toml"), &agencies)?;
    ledger.settle(&withdrawals, date, Since::ListEdited)?;
    let declared = Feed::declared(&settings.root)?;
    let forgotten = ledger.note_forgotten(&|id| declared.contains(id), date)?;
    let states = ledger.feeds()?;
    let ledger = ledger.digest()?;
    let inputs = Inputs { settings: &settings, theme: &theme, ledger, date, drafts: how.drafts }.digest()?;
    let index = index_dir(&settings, how.drafts);
    let mut report = match up_to_date(&out, &inputs, date, how.compare)?.filter(|_| index.is_dir()) {
        Some(report) => report,
        None => Making { out: &out, theme: &theme, index: &index, how }
            .publish(&model(root, Some(date), how.drafts)?, inputs)?,
    };
    report.feeds = feeds(&Feed::load_all(&settings.root)?, states, date);
    report.forgotten = forgotten.iter().map(Forgotten::issue).collect();
    report.seconds = begun.elapsed().as_secs_f64();
    Ok(report)
}

/// The feeds that were pulled, as they stand on the day.
fn feeds(declared: &[Feed], mut states: BTreeMap<String, FeedState>, date: Date) -> Vec<FeedOfSite> {
    let pulled = declared.iter().filter_map(|feed| Some((feed, states.remove(&feed.id)?)));
    pulled.map(|(feed, state)| FeedOfSite::new(feed.kind, state.on(date, feed.schedule_hours))).collect()
}

/// Whether a site was built there that shows anything of anybody: a ledger that is lost must not empty it.
fn publishes_records(out: &Path) -> anyhow::Result<bool> {
    let manifest = Manifest::load(out)?;
    let shows = |path: &str| [urls::MERCHANTS, urls::RECORDS].iter().any(|folder| path.starts_with(folder));
    Ok(manifest.is_some_and(|manifest| manifest.files.iter().any(|file| shows(&file.path))))
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
    /// Publishes the pictures of what is shown.
    fn put_pictures(&self, model: &Model, publisher: &Publisher) -> anyhow::Result<()> {
        let kept = pictures_dir(&model.settings);
        model.content.gallery.pictures().into_par_iter().try_for_each(|picture| {
            let made = picture.made(&kept).map_err(|error| {
                UsageError(format!("`{}`: {error}\n  hint: {}", picture.file().display(), error.hint()))
            })?;
            for (size, bytes) in picture.sizes.iter().zip(made) {
                publisher.put(Artifact { path: size.path.clone(), class: Class::Immutable, bytes })?;
            }
            anyhow::Ok(())
        })?;
        // A preview shows more than the public site, and shares the folder.
        if self.how.drafts == Drafts::LeftOut {
            pictures::prune(&kept, &model.content.gallery.pictures())?;
        }
        Ok(())
    }

    /// Renders pages and index of the model, and publishes them as made from `inputs`.
    fn publish(&self, model: &Model, inputs: String) -> anyhow::Result<BuildReport> {
        let official = model.agencies.official();
        leaks::in_prose(&model.settings, &model.content, official)?;
        let strings = self.theme.strings(&model.settings.language)?;
        let words = Words::new(&strings, &model.settings.language)?;
        let assets = assets(&self.theme.static_files());
        let context = site_context(model, &words, strings.to_value(), assets.paths);
        let frame = frame(self.theme, &context);
        let templates = Templates::new(self.theme, context)?;
        let publisher = Publisher::open(self.out, Gate::new(official.clone()), self.how.compare)?;
        assets.files.into_iter().try_for_each(|artifact| publisher.put(artifact))?;
        self.put_pictures(model, &publisher)?;
        let rendering = self.how.progress.stage("rendering files", None);
        let step = || rendering.step();
        let site = Site::new(&publisher, frame, &step);
        let view = View { model, words: &words };
        // One core renders while the other indexes: tantivy numbers documents in their order with one thread only.
        let (rendered, pack) = rayon::join(
            || render_site(view, &templates, &site),
            || {
                let labels = labels(view);
                search::build(documents(view, &labels.regions), &labels, self.index)
            },
        );
        rendered?;
        words.were_complete()?;
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

/// Where the pictures of articles are kept once they are made.
fn pictures_dir(settings: &Settings) -> PathBuf {
    settings.data().join("pictures")
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
