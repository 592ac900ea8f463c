//! `mingjing serve`: build with drafts, preview, and build again what changed until Ctrl-C.

use super::answer::{answer, progress};
use crate::cli::Common;
use crate::config::Settings;
use crate::exit::{Exit, UsageError};
use crate::fs::{self, FileError};
use crate::issues::tell;
use crate::pages::content::Drafts;
use crate::pages::prose::base_path;
use crate::pipeline::{self, How, Pull};
use crate::publish::Compare;
use crate::report::{BuildReport, PullReport};
use crate::serve::{self, Preview};
use crate::sources::Feed;
use crate::sources::manifest::Location;
use crate::watch::{Changes, Scope, Watch};
use futures_util::future::poll_immediate;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What open connections are given to end.
const GOODBYE: Duration = Duration::from_millis(500);

pub fn run(common: &Common, port: u16, out: Option<&Path>) -> anyhow::Result<Exit> {
    let settings = Settings::load(&common.root)?;
    let root = canonical(&settings.root)?;
    let out = output(&settings, &root, out)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(serve::listen(port))?;
    // Watched from before the first build on, so that no change falls between.
    let feeds = Feed::load_all(&root)?;
    let scope = Scope::new(&root, &out, &feeds).map_err(|error| UsageError(error.to_string()))?;
    let (mut watch, stopper) = Watch::begin(scope)?;
    let mut work = Work { common, out: out.clone(), root, pending: BTreeSet::new() };
    if !settings.ledger_path().exists() {
        work.pending.extend(feeds.into_iter().map(|feed| feed.id));
    }
    work.build()?;
    let preview = Preview::new(out.clone(), base_path(&settings.base_url));
    let address = preview.address(listener.local_addr()?);
    let served = serve::serve(listener, preview.clone());
    runtime.spawn(async move {
        if let Err(error) = served.await {
            eprintln!("error: the preview ended: {error}");
        }
    });
    let mut interrupt = Box::pin(tokio::signal::ctrl_c());
    // Asked once before anybody learns that we are here: from then on the signal is ours.
    let early = runtime.block_on(poll_immediate(&mut interrupt));
    runtime.spawn(async move {
        let interrupted = match early {
            Some(interrupted) => interrupted,
            None => interrupt.await,
        };
        // Without a handler the system ends the program on Ctrl-C itself.
        if interrupted.is_ok() {
            stopper.stop();
        }
    });
    let words = format!("look at it: {address} (drafts included, from `{}`; Ctrl-C ends it)\n", out.display());
    let report = json!({ "command": "serve", "address": address, "out": out.display().to_string(), "exit": 0 });
    answer(common, &report, &words)?;
    while let Some(changes) = watch.wait()? {
        work.take(changes, &mut watch, &preview)?;
    }
    runtime.shutdown_timeout(GOODBYE);
    Ok(Exit::Done)
}

/// Where the preview is built: a private folder, since it holds drafts; never where the published site stands.
fn output(settings: &Settings, root: &Path, out: Option<&Path>) -> anyhow::Result<PathBuf> {
    let out = out.map_or_else(|| root.join("data").join("preview"), Path::to_owned);
    fs::create_dir_all(&out)?;
    let out = canonical(&out)?;
    if out == settings.site() || canonical(&settings.site()).is_ok_and(|site| site == out) {
        let hint = "leave `--out` away, or name another folder";
        let words = format!("`{}` is where the published site stands, and a preview holds drafts", out.display());
        return Err(UsageError(format!("{words}\n  hint: {hint}")).into());
    }
    Ok(out)
}

fn canonical(path: &Path) -> Result<PathBuf, FileError> {
    path.canonicalize().map_err(FileError::on("find", path))
}

/// The builds of one preview.
struct Work<'a> {
    common: &'a Common,
    root: PathBuf,
    out: PathBuf,
    /// Feeds that changed and have not been pulled since.
    pending: BTreeSet<String>,
}

impl Work<'_> {
    /// Builds after a change and tells browsers; only what cannot be gone on from is an error.
    fn take(&mut self, changes: Changes, watch: &mut Watch, preview: &Preview) -> anyhow::Result<()> {
        self.say(&format!("changed: {}\n", self.names(&changes)));
        let built = self.pull_and_build(changes, watch);
        match built {
            Ok((report, base)) => {
                self.say(&report.to_string());
                preview.built(base, report.written + report.removed > 0);
            }
            Err(error) => {
                let told = tell(error.as_ref());
                eprintln!("error: {told}\nthe site before it goes on being served");
                preview.failed(told);
            }
        }
        Ok(())
    }

    fn pull_and_build(&mut self, changes: Changes, watch: &mut Watch) -> anyhow::Result<(BuildReport, String)> {
        self.pending.extend(changes.feeds);
        let feeds = Feed::load_all(&self.root)?;
        watch.update(&feeds)?;
        if changes.lost {
            let files = feeds.iter().filter(|feed| matches!(feed.location, Location::File(_)));
            self.pending.extend(files.map(|feed| feed.id.clone()));
        }
        let report = self.build()?;
        Ok((report, base_path(&Settings::load(&self.root)?.base_url)))
    }

    /// Pulls the feeds that changed, then builds: the same work as `pull FEED…` and `build --drafts`.
    fn build(&mut self) -> anyhow::Result<BuildReport> {
        let known: Vec<String> = Feed::load_all(&self.root)?.into_iter().map(|feed| feed.id).collect();
        let feeds: Vec<String> = self.pending.iter().filter(|id| known.contains(id)).cloned().collect();
        if !feeds.is_empty() {
            let pulled =
                pipeline::pull(&self.root, &Pull { only: &feeds, progress: progress(self.common), ..Pull::default() })?;
            self.say_trouble(&pulled);
        }
        self.pending.clear();
        let how = How { drafts: Drafts::Shown, compare: Compare::Size, progress: progress(self.common) };
        pipeline::build(&self.root, Some(&self.out), None, how)
    }

    /// Names what of a pull needs a person; the rest of the portal is built all the same.
    fn say_trouble(&self, pulled: &PullReport) {
        for feed in pulled.feeds.iter().filter(|feed| feed.needs_person()) {
            let reason = if feed.reason.is_empty() { String::new() } else { format!(": {}", feed.reason) };
            let (status, quarantined) = (feed.status.key(), feed.quarantined.len());
            eprintln!("feed `{}`: {status}, {quarantined} rows quarantined{reason}", feed.id);
        }
    }

    fn names(&self, changes: &Changes) -> String {
        let below = |path: &PathBuf| path.strip_prefix(&self.root).unwrap_or(path).display().to_string();
        let names: Vec<String> = changes.paths.iter().take(3).map(below).collect();
        let more = changes.paths.len().saturating_sub(names.len());
        let names = if changes.lost { "too much to tell".to_owned() } else { names.join(", ") };
        if more == 0 { names } else { format!("{names} and {more} more") }
    }

    fn say(&self, words: &str) {
        if !self.common.quiet {
            eprint!("{words}");
        }
    }
}
