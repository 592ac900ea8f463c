//! A feed that is a file below the portal's root.
//!
//! In: the manifest. Out: the file's bytes, however few: whether they make sense is for the records stage to say. Must
//! not read outside the root, also not through a link.

use super::{Feed, FetchError};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path};

/// Reads the file at `path`, which the feed's `source` names.
///
/// # Errors
/// [`FetchError`] when it is missing, is no file, is too large, cannot be read, or lies outside the root.
pub fn read_feed_file(feed: &Feed, path: &Path) -> Result<Vec<u8>, FetchError> {
    let file = || feed.source.clone();
    let manifest = || feed.path.clone();
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => FetchError::Missing { file: file(), manifest: manifest() },
        _ => FetchError::Unreadable { file: file(), source: error },
    };
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
    let too_large =
        |found| FetchError::TooLarge { address: file(), found, max_bytes: feed.max_bytes, manifest: manifest() };
    if metadata.len() > feed.max_bytes {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // One more than allowed shows a file that grew since.
    File::open(&real)
        .and_then(|file| file.take(feed.max_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(failed)?;
    let found = bytes.len() as u64;
    if found > feed.max_bytes { Err(too_large(found)) } else { Ok(bytes) }
}

/// The portal's root: what is left of the file's path without the feed's `source`.
fn root_of<'a>(feed: &Feed, path: &'a Path) -> &'a Path {
    let depth = Path::new(&feed.source).components().filter(|part| matches!(part, Component::Normal(_))).count();
    path.ancestors().nth(depth).unwrap_or(path)
}
