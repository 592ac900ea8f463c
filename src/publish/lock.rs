//! One build at a time in an output folder.

use super::PublishError;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Held as long as it lives; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock file `path` of the output folder `out`.
    ///
    /// # Errors
    /// [`PublishError::Busy`] when another process has it, [`PublishError::Unwritable`] when the file cannot be made.
    pub fn take(path: &Path, out: &Path) -> Result<Lock, PublishError> {
        let unwritable = |source| PublishError::Unwritable { path: out.to_owned(), source };
        let file = File::options().create(true).truncate(false).write(true).open(path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(PublishError::Busy(out.to_owned())),
            Err(TryLockError::Error(source)) => Err(unwritable(source)),
        }
    }
}
