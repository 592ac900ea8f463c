//! A feed that is a file below the portal's root.
//!
//! In: the manifest. Out: the file's bytes, however few: whether they make sense is for the records stage to say. Must
//! not read outside the root, also not through a link.

use super::{Feed, FetchError};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Reads the file at `path`, which the feed's `source` names.
///
/// # Errors
/// [`FetchError`] when it is missing, is no file, is too large, cannot be read, or lies outside the root.
pub fn read_feed_file(feed: &Feed, path: &Path) -> Result<Vec<u8>, FetchError> {
    let (real, size) = feed_file(feed, path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // One more than allowed shows a file that grew since.
    File::open(&real)
        .and_then(|file| file.take(feed.max_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| failed(feed, error))?;
    let found = bytes.len() as u64;
    if found > feed.max_bytes { Err(too_large(feed, found)) } else { Ok(bytes) }
}

/// The real path of a feed's file, which may be read, and its size.
///
/// # Errors
/// As [`read_feed_file`].
pub fn feed_file(feed: &Feed, path: &Path) -> Result<(PathBuf, u64), FetchError> {
    let file = || feed.source.clone();
    let manifest = || feed.path.clone();
    let failed = |error| failed(feed, error);
    let real = fs::canonicalize(path).map_err(failed)?;
    let root = fs::canonicalize(root_of(feed, path)).map_err(failed)?;
    if !real.starts_with(root) {
        return Err(FetchError::OutsideRoot { file: file() });
    }
    // Asked before opening: opening a named pipe would wait for a writer.
    let metadata = fs::metadata(&real).map_err(failed)?;
    if metadata.is_dir() {
        return Err(FetchError::Folder { file: file(), manifest: manifest() });
    }
    if !metadata.is_file() {
        return Err(FetchError::NotAFile { file: file(), manifest: manifest() });
    }
    if metadata.len() > feed.max_bytes {
        return Err(too_large(feed, metadata.len()));
    }
    Ok((real, metadata.len()))
}

fn failed(feed: &Feed, error: io::Error) -> FetchError {
    match error.kind() {
        io::ErrorKind::NotFound => FetchError::Missing { file: feed.source.clone(), manifest: feed.path.clone() },
        _ => FetchError::Unreadable { file: feed.source.clone(), source: error },
    }
}

fn too_large(feed: &Feed, found: u64) -> FetchError {
    let (max_bytes, manifest) = (feed.max_bytes, feed.path.clone());
    FetchError::TooLarge { address: feed.source.clone(), found, max_bytes, manifest }
}

/// The portal's root: what is left of the file's path without the feed's `source`.
fn root_of<'a>(feed: &Feed, path: &'a Path) -> &'a Path {
    let depth = Path::new(&feed.source).components().filter(|part| matches!(part, Component::Normal(_))).count();
    path.ancestors().nth(depth).unwrap_or(path)
}
