//! The standard library's file calls with the path in the error.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file call that failed, with the file it was about.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`", path.display())]
pub struct FileError {
    pub action: &'static str,
    pub path: PathBuf,
    pub source: io::Error,
}

impl FileError {
    /// For `map_err`: remembers what was attempted on which path.
    pub fn on(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
        let path = path.to_owned();
        move |source| FileError { action, path, source }
    }

    /// True when the file or folder was not there.
    pub fn is_not_found(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(FileError::on("read", path))
}

pub fn read_to_string(path: &Path) -> Result<String, FileError> {
    fs::read_to_string(path).map_err(FileError::on("read", path))
}

/// Reads a text file that may be absent.
pub fn read_optional(path: &Path) -> Result<Option<String>, FileError> {
    match read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

pub fn create_dir_all(path: &Path) -> Result<(), FileError> {
    fs::create_dir_all(path).map_err(FileError::on("create folder", path))
}

/// Writes a file that must not be there yet.
pub fn write_new(path: &Path, text: &str) -> Result<(), FileError> {
    if let Some(folder) = path.parent() {
        create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(path).map_err(FileError::on("create", path))?;
    file.write_all(text.as_bytes()).map_err(FileError::on("write", path))
}

/// Writes beside the target and renames over it, so that a reader never sees half a file.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if let Some(parent) = path.parent() {
        create_dir_all(parent)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    fs::write(&part, bytes).map_err(FileError::on("write", &part))?;
    fs::File::open(&part).and_then(|file| file.sync_all()).map_err(FileError::on("sync", &part))?;
    fs::rename(&part, path).map_err(FileError::on("rename into place", path))
}

/// Removes a file that may be absent.
pub fn remove_optional(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileError::on("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Removes an SQLite file with what it keeps beside it.
pub fn remove_database(path: &Path) -> Result<(), FileError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        remove_optional(Path::new(&name))?;
    }
    Ok(())
}

/// Takes the lock file at `path`, which is made when it is not there; `None` when another process has it. The lock is held
/// as long as the file lives; the system lets go of it when the process ends, however it ends.
pub fn try_lock(path: &Path) -> Result<Option<fs::File>, FileError> {
    let opened = fs::File::options().create(true).truncate(false).write(true).open(path);
    let file = opened.map_err(FileError::on("open", path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(source)) => Err(FileError::on("lock", path)(source)),
    }
}

/// Files below `dir` with the extension, sorted by path; none when the folder is absent.
pub fn files_below(dir: &Path, extension: &str) -> Result<Vec<PathBuf>, FileError> {
    if !dir.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        let entry = entry.map_err(|error| FileError {
            action: "list",
            path: dir.to_owned(),
            source: error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links")),
        })?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|found| found == extension) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
