//! One pull at a time on a portal: two would write the same snapshots and report failures that are none.

use super::SnapshotError;
use crate::fs::{self, FileError};
use std::fs::{File, TryLockError};
use std::path::Path;

/// Held as long as it lives; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct PullLock {
    _file: File,
}

impl PullLock {
    /// Takes the lock file of the snapshot folder `dir`.
    ///
    /// # Errors
    /// [`SnapshotError::Busy`] when another process has it, [`SnapshotError::File`] when the file cannot be made.
    pub(super) fn take(dir: &Path) -> Result<PullLock, SnapshotError> {
        fs::create_dir_all(dir)?;
        let path = dir.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(FileError::on("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(PullLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(SnapshotError::Busy(dir.to_owned())),
            Err(TryLockError::Error(source)) => Err(FileError::on("lock", &path)(source).into()),
        }
    }
}
