//! Begins to bring staged bytes to the disk while the rest is still being made.
//!
//! In: how many bytes were staged. Out: nothing but time: the one sync at the end, which is what makes them last, finds
//! little left to do. Must not take the place of that sync.

use crate::fs::FileError;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// So many bytes are worth a round to the disk. A small build makes none.
const ROUND: u64 = 128 << 20;

/// The rounds of one build, one at a time.
#[derive(Debug)]
pub struct Writeback {
    root: PathBuf,
    waiting: AtomicU64,
    rounds: Mutex<Rounds>,
}

#[derive(Debug, Default)]
struct Rounds {
    under_way: Option<JoinHandle<io::Result<()>>>,
    /// The first that failed. The system tells each failure once: the sync at the end need not hear of it.
    failure: Option<io::Error>,
}

impl Rounds {
    /// Waits for the round that is under way.
    fn settle(&mut self) {
        let died = |_| Err(io::Error::other("the thread that wrote to the disk died"));
        if let Some(Err(error)) = self.under_way.take().map(|round| round.join().unwrap_or_else(died)) {
            self.failure.get_or_insert(error);
        }
    }
}

impl Writeback {
    /// For files below `root`.
    pub fn new(root: &Path) -> Writeback {
        Writeback { root: root.to_owned(), waiting: AtomicU64::new(0), rounds: Mutex::default() }
    }

    /// Notes that a file of so many bytes was staged. Begins a round when there is enough and none is under way; never
    /// waits for one.
    pub fn staged(&self, bytes: u64) {
        if self.waiting.fetch_add(bytes, Ordering::Relaxed) + bytes < ROUND {
            return;
        }
        let Ok(mut rounds) = self.rounds.try_lock() else { return };
        if rounds.under_way.as_ref().is_some_and(|round| !round.is_finished()) {
            return;
        }
        rounds.settle();
        self.waiting.store(0, Ordering::Relaxed);
        let root = self.root.clone();
        rounds.under_way = Some(thread::spawn(move || write_back(&root)));
    }

    /// Waits for the last round.
    ///
    /// # Errors
    /// [`FileError`] when the disk did not take what it was given.
    pub fn finish(&self) -> Result<(), FileError> {
        let mut rounds = self.rounds.lock().unwrap_or_else(PoisonError::into_inner);
        rounds.settle();
        rounds.failure.take().map_or(Ok(()), Err).map_err(FileError::on("sync", &self.root))
    }
}

#[cfg(target_os = "linux")]
fn write_back(root: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(root)?)?)
}

#[cfg(not(target_os = "linux"))]
fn write_back(_root: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_failed_round_is_told_at_the_end_however_many_follow() {
        let gone = Writeback::new(Path::new("/no/such/folder"));
        gone.staged(ROUND - 1);
        assert!(gone.finish().is_ok(), "a small build makes no round");
        gone.staged(1);
        gone.rounds.lock().unwrap().settle();
        gone.staged(ROUND);
        assert!(gone.finish().unwrap_err().to_string().contains("/no/such/folder"));
        assert!(gone.finish().is_ok(), "told once");
    }

    #[test]
    fn bytes_of_many_files_add_up_to_a_round() {
        let folder = tempfile::tempdir().unwrap();
        let writeback = Writeback::new(folder.path());
        (0..ROUND >> 20).for_each(|_| writeback.staged(1 << 20));
        assert!(writeback.rounds.lock().unwrap().under_way.is_some());
        writeback.finish().unwrap();
        assert_eq!(writeback.waiting.load(Ordering::Relaxed), 0);
    }
}
