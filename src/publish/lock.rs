//! One build at a time in an output folder.

use super::PublishError;
use crate::fs;
use std::fs::File;
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
        match fs::try_lock(path) {
            Ok(Some(file)) => Ok(Lock { _file: file }),
            Ok(None) => Err(PublishError::Busy(out.to_owned())),
            Err(error) => Err(PublishError::Unwritable { path: out.to_owned(), source: error.source }),
        }
    }
}
