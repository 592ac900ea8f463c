//! Changes of a portal's files while somebody works on them.
//!
//! In: what the system says of the folders that people write in. Out: [`Changes`], a set for each burst. Deletions and
//! folders that come and go are seen. What the program itself writes (output, ledger, snapshots, index) is not watched:
//! a build must not be the reason for the next one.

mod scope;

pub use scope::{Scope, ScopeError};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use scope::Concern;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// A burst of changes is over when nothing has happened for so long: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);
/// The longest a burst is waited for.
const LONGEST: Duration = Duration::from_secs(1);

/// What changed in a burst.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Ids of feeds whose manifest or file changed; those gone are among them.
    pub feeds: BTreeSet<String>,
    /// Events were lost: any feed that is a file may have changed.
    pub lost: bool,
    /// Changed files, for people.
    pub paths: BTreeSet<PathBuf>,
}

/// The system cannot watch the portal.
#[derive(Debug, thiserror::Error)]
#[error("cannot watch the portal's files: {0}\n  hint: on Linux, raise fs.inotify.max_user_watches")]
pub struct WatchError(#[from] notify::Error);

enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

/// A watch over one portal; ends with it.
pub struct Watch {
    watcher: RecommendedWatcher,
    signals: Receiver<Signal>,
    scope: Scope,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

/// Ends a watch from another thread.
#[derive(Clone)]
pub struct Stopper(Sender<Signal>);

impl Stopper {
    /// Makes [`Watch::wait`] return `None`. Without effect when the watch has ended.
    pub fn stop(&self) {
        // Fails only when the watch, and with it the receiver, is gone: then there is nothing to stop.
        self.0.send(Signal::Stop).unwrap_or_default();
    }
}

impl Watch {
    /// Begins to watch.
    ///
    /// # Errors
    /// [`WatchError`] when the system refuses.
    pub fn begin(scope: Scope) -> Result<(Watch, Stopper), WatchError> {
        let (sender, signals) = mpsc::channel();
        let stopper = Stopper(sender.clone());
        let watcher = notify::recommended_watcher(move |event| {
            // As above: nobody listens any more.
            sender.send(Signal::Event(event)).unwrap_or_default();
        })?;
        let mut watch = Watch { watcher, signals, scope, watched: BTreeMap::new() };
        watch.follow(&BTreeSet::new())?;
        Ok((watch, stopper))
    }

    /// Waits for the next burst of changes that matter; `None` when the watch was stopped.
    ///
    /// # Errors
    /// [`WatchError`] when the system cannot go on watching.
    pub fn wait(&mut self) -> Result<Option<Changes>, WatchError> {
        loop {
            let Ok(first) = self.signals.recv() else { return Ok(None) };
            let begun = Instant::now();
            let mut changes = Changes::default();
            let mut touched = BTreeSet::new();
            let mut signal = first;
            loop {
                match signal {
                    Signal::Stop => return Ok(None),
                    Signal::Event(event) => self.take(event?, &mut changes, &mut touched),
                }
                let left = LONGEST.saturating_sub(begun.elapsed()).min(QUIET);
                signal = match self.signals.recv_timeout(left) {
                    Ok(next) => next,
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return Ok(None),
                };
            }
            // Before anybody reads the files, so that nothing falls between.
            self.follow(&touched)?;
            if changes != Changes::default() {
                return Ok(Some(changes));
            }
        }
    }

    /// Takes over which files feeds are read from now.
    ///
    /// # Errors
    /// [`WatchError`] when the system refuses to watch them.
    pub fn update(&mut self, feeds: &[crate::sources::Feed]) -> Result<(), WatchError> {
        self.scope.set_feeds(feeds);
        self.follow(&BTreeSet::new())
    }

    fn take(&self, event: Event, changes: &mut Changes, touched: &mut BTreeSet<PathBuf>) {
        if event.need_rescan() {
            changes.lost = true;
        }
        // Reading is no change.
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in event.paths {
            match self.scope.concern(&path) {
                Concern::None => {}
                Concern::Site => drop(changes.paths.insert(path.clone())),
                Concern::Feeds(ids) => {
                    changes.feeds.extend(ids);
                    changes.paths.insert(path.clone());
                }
            }
            touched.insert(path);
        }
    }

    /// Watches the folders that matter as they are now; a folder in `touched` may be another one under the same name.
    fn follow(&mut self, touched: &BTreeSet<PathBuf>) -> Result<(), WatchError> {
        let wanted = self.scope.folders();
        let stale: Vec<PathBuf> = self
            .watched
            .keys()
            .filter(|path| touched.contains(*path) || !wanted.contains_key(*path))
            .cloned()
            .collect();
        for path in stale {
            self.watched.remove(&path);
            match self.watcher.unwatch(&path).map_err(|error| error.kind) {
                // The system let go of it when it was removed.
                Ok(()) | Err(notify::ErrorKind::WatchNotFound | notify::ErrorKind::PathNotFound) => {}
                Err(kind) => return Err(notify::Error::new(kind).into()),
            }
        }
        for (path, mode) in wanted {
            if self.watched.contains_key(&path) {
                continue;
            }
            match self.watcher.watch(&path, mode) {
                Ok(()) => drop(self.watched.insert(path, mode)),
                // Gone again; its folder will tell when it comes back.
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
