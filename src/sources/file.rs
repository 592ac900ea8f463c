//! A feed that is a file below the portal's root.
//!
//! In: the manifest, and the hash of its last bytes. Out: a copy of the file's bytes where they are others, however few: whether they make sense is for the records stage to say. Must
//! not read outside the root, also not through a link.

use super::snapshot::sha256_hex_of;
use super::{Feed, FetchError, SnapshotStore, Spool};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

/// Bytes that are copied at a time.
const PIECE: usize = 128 * 1024;

/// What a feed's file came to.
#[derive(Debug)]
pub enum FileHad {
    /// The very bytes of the last snapshot.
    Same,
    New(Spool),
}

/// Reads the file at `path`, which the feed's `source` names, and keeps a copy in `store` unless its hash is `known`.
///
/// # Errors
/// [`FetchError`] when it is missing, is no file, is too large, cannot be read, or lies outside the root.
pub fn read_feed_file(
    feed: &Feed,
    path: &Path,
    store: &SnapshotStore,
    known: Option<&str>,
) -> Result<FileHad, FetchError> {
    let (real, _) = feed_file(feed, path)?;
    let failed = |error| failed(feed, error);
    let mut file = File::open(&real).map_err(failed)?;
    if known.is_some() && known == Some(&*sha256_hex_of(&mut file).map_err(failed)?) {
        return Ok(FileHad::Same);
    }
    // What is kept is what was read now, even if the file grew since.
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    let unwritable = |source| store.unwritable(source);
    let mut part = store.spool()?.part().map_err(unwritable)?;
    let (mut piece, mut found) = (vec![0; PIECE], 0);
    loop {
        let length = file.read(&mut piece).map_err(failed)?;
        if length == 0 {
            return Ok(FileHad::New(part.finish().map_err(unwritable)?));
        }
        found += length as u64;
        if found > feed.max_bytes {
            return Err(too_large(feed, found));
        }
        part.write_all(&piece[..length]).map_err(unwritable)?;
    }
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
