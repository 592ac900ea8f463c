//! One build into one output folder: artifacts in, a whole site out.

mod stream;

use super::PublishError;
use super::artifact::{Artifact, Class};
use super::commit::{self, Before, CommitList, Recovery};
use super::disk::{Disk, Found, Stat};
use super::gate::{Gate, Leak};
use super::hash::Sha256Hash;
use super::keys::{KEYS, Key, Keys};
use super::lock::Lock;
use super::manifest::{Entry, Manifest, Origin};
use super::site_path::{self, MANIFEST};
use super::stage::{Made, Staging};
use super::writeback::Writeback;
use crate::fs::FileError;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError, RwLock};

/// How a file that the last manifest already has with the same hash is known to be still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compare {
    /// It has its size and is older than the manifest: what a build trusts.
    #[default]
    Size,
    /// It has its bytes: a full build mends what was changed by hand.
    Content,
}

/// What publishing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Files of the site, the manifest not counted.
    pub files: usize,
    /// HTML pages among them.
    pub pages: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that are new or have new content.
    pub written: usize,
    /// Files of earlier builds that were removed.
    pub removed: usize,
}

impl Published {
    /// A site as it is, when nothing is to be done.
    pub fn of(manifest: &Manifest) -> Published {
        Published {
            files: manifest.files.len(),
            pages: manifest.pages(),
            bytes: manifest.bytes(),
            written: 0,
            removed: 0,
        }
    }
}

/// One build into one output folder. Holds the folder's lock.
#[derive(Debug)]
pub struct Publisher {
    disk: Disk,
    gate: Gate,
    /// The gate as a condition of [`Publisher::keep`].
    gate_digest: Key,
    compare: Compare,
    recovered: Option<Recovery>,
    previous: Option<Manifest>,
    /// Of the last manifest: files written after it are not those that were published.
    stamp: Option<Stat>,
    /// What the files of the last manifest were made of.
    keys: Keys,
    retired: BTreeSet<String>,
    staging: Staging,
    writeback: Writeback,
    /// Folders of the output known to hold no link.
    folders: RwLock<HashSet<String>>,
    made: Mutex<Vec<Made>>,
    leaks: Mutex<Vec<Leak>>,
    _lock: Lock,
}

impl Publisher {
    /// Creates `out` when it is not there, takes its lock, completes or discards what a crashed build left, and loads
    /// the last manifest.
    ///
    /// # Errors
    /// [`PublishError`] when the folder cannot be written, another build has it, or its manifest is damaged.
    pub fn open(out: &Path, gate: Gate, compare: Compare) -> Result<Publisher, PublishError> {
        let unwritable = |source| PublishError::Unwritable { path: out.to_owned(), source };
        std::fs::create_dir_all(out).map_err(unwritable)?;
        // `out` itself may be a link to where the site is served from; below it no link is followed.
        let root = out.canonicalize().map_err(unwritable)?;
        Publisher::open_on(Disk::new(root), gate, compare)
    }

    pub(super) fn open_on(disk: Disk, gate: Gate, compare: Compare) -> Result<Publisher, PublishError> {
        let private = match disk.found(site_path::PRIVATE)? {
            Found::Nothing | Found::Folder => disk.path(site_path::PRIVATE),
            found => return Err(in_the_way(&disk, site_path::PRIVATE, found)),
        };
        std::fs::create_dir_all(&private)
            .map_err(|source| PublishError::Unwritable { path: disk.root().to_owned(), source })?;
        let lock = Lock::take(&private.join("lock"), disk.root())?;
        let recovered = commit::recover(&disk)?;
        let stamp = match disk.found(MANIFEST)? {
            Found::File(stat) => Some(stat),
            _ => None,
        };
        let previous = Manifest::load(disk.root())?;
        let keys = disk.read_optional(KEYS)?.zip(previous.as_ref().map(Manifest::digest));
        Ok(Publisher {
            recovered,
            stamp,
            previous,
            keys: keys.map(|(bytes, manifest)| Keys::from_bytes(&bytes, manifest)).unwrap_or_default(),
            retired: commit::retired(&disk)?,
            staging: Staging::new(disk.clone()),
            folders: RwLock::default(),
            made: Mutex::default(),
            leaks: Mutex::default(),
            writeback: Writeback::new(disk.root()),
            disk,
            gate_digest: Key::of(&[format!("{gate:?}").as_bytes()]),
            gate,
            compare,
            _lock: lock,
        })
    }

    /// The manifest of the site as it is published now.
    pub fn previous(&self) -> Option<&Manifest> {
        self.previous.as_ref()
    }

    /// What was found of a build that had been cut short.
    pub fn recovered(&self) -> Option<Recovery> {
        self.recovered
    }

    /// Takes a finished file: looks for personal data, and stages it unless the very same file is in place. May be
    /// called from many threads. A leak is reported by [`Publisher::finish`], so that one build names them all.
    ///
    /// # Errors
    /// [`PublishError`] when the path cannot be published, something is in its way, or staging fails.
    pub fn put(&self, artifact: Artifact) -> Result<(), PublishError> {
        self.put_made_of(artifact, None)
    }

    /// [`Publisher::put`] with a key of all that the file was made of, for [`Publisher::keep`] at a later build.
    ///
    /// # Errors
    /// As [`Publisher::put`].
    pub fn put_made_of(&self, artifact: Artifact, key: Option<Key>) -> Result<(), PublishError> {
        let Artifact { path, class, bytes } = artifact;
        if !site_path::is_valid(&path) {
            return Err(PublishError::Path(path));
        }
        let leaks = self.gate.scan(&path, &bytes)?;
        if !leaks.is_empty() {
            lock(&self.leaks).extend(leaks);
            return Ok(());
        }
        let sha256 = Sha256Hash(Sha256::digest(&bytes).into());
        let (staged, replaces) = self.place(&path, sha256, &bytes)?;
        let entry = Entry { path, bytes: bytes.len() as u64, sha256, immutable: class == Class::Immutable };
        let key = key.map(|key| self.within_gate(key));
        lock(&self.made).push(Made { entry, class, staged, replaces, key });
        Ok(())
    }

    /// Keeps the published page at `path` if it was made of the same things and is still there, and says its size and
    /// hash; none when it must be made. A full build makes all pages.
    ///
    /// # Errors
    /// [`PublishError`] when the file in place cannot be looked at.
    pub fn keep(&self, path: &str, key: Key) -> Result<Option<(u64, Sha256Hash)>, PublishError> {
        let Some(previous) = self.previous.as_ref().filter(|_| self.compare == Compare::Size) else { return Ok(None) };
        let Some(position) = previous.position(path) else { return Ok(None) };
        let (entry, key) = (&previous.files[position], self.within_gate(key));
        if self.keys.get(position) != Some(key) || entry.immutable {
            return Ok(None);
        }
        self.check_folders(path)?;
        if !entry.is_in_place(&self.disk, self.stamp.as_ref())? {
            return Ok(None);
        }
        let (entry, kept) = (entry.clone(), (entry.bytes, entry.sha256));
        lock(&self.made).push(Made { entry, class: Class::Page, staged: false, replaces: false, key: Some(key) });
        Ok(Some(kept))
    }

    /// A page that another gate let through has to pass this one.
    fn within_gate(&self, key: Key) -> Key {
        key.within(self.gate_digest)
    }

    /// Stages the file unless it is in place; says whether it was staged, and whether it replaces another.
    fn place(&self, path: &str, sha256: Sha256Hash, bytes: &[u8]) -> Result<(bool, bool), PublishError> {
        self.check_folders(path)?;
        let found = self.disk.found(path)?;
        let replaces = match found {
            Found::Nothing => false,
            Found::File(stat) => {
                if stat.size == bytes.len() as u64 && self.is_in_place(path, &stat, sha256, bytes)? {
                    return Ok((false, false));
                }
                if !self.is_ours(path) {
                    return Err(PublishError::Foreign(self.disk.path(path)));
                }
                true
            }
            Found::Folder | Found::Link | Found::Other => return Err(in_the_way(&self.disk, path, found)),
        };
        match self.staging.write(path, bytes) {
            Err(error) if is_file_and_folder(&error) => Err(PublishError::FileAndFolder(path.to_owned())),
            Err(error) => Err(error.into()),
            Ok(()) => {
                self.writeback.staged(bytes.len() as u64);
                Ok((true, replaces))
            }
        }
    }

    /// Whether the file at `path`, whose size is right, has these bytes.
    fn is_in_place(&self, path: &str, stat: &Stat, sha256: Sha256Hash, bytes: &[u8]) -> Result<bool, PublishError> {
        let trusted = self.compare == Compare::Size && self.stamp.is_some_and(|stamp| stat.is_older_than(&stamp));
        match self.previous.as_ref().and_then(|manifest| manifest.find(path)) {
            Some(entry) if trusted => Ok(entry.sha256 == sha256),
            _ => Ok(self.disk.read(path)? == bytes),
        }
    }

    fn is_ours(&self, path: &str) -> bool {
        self.previous.as_ref().is_some_and(|manifest| manifest.find(path).is_some()) || self.retired.contains(path)
    }

    /// Refuses a path that would lead through a link or a file, once a folder.
    fn check_folders(&self, path: &str) -> Result<(), PublishError> {
        for folder in site_path::folders(path) {
            if self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
                break;
            }
            match self.disk.found(folder)? {
                Found::Nothing | Found::Folder => {}
                found => return Err(in_the_way(&self.disk, folder, found)),
            }
            self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        }
        Ok(())
    }

    /// Publishes what was put. `origin` is what the site was made from, at least a digest over all of it.
    ///
    /// # Errors
    /// [`PublishError::Leaks`], [`PublishError::Collision`] and failures to stage leave the published site as it was;
    /// a file error while putting in place is mended by the next [`Publisher::open`].
    pub fn finish(mut self, origin: impl Into<Origin>) -> Result<Published, PublishError> {
        let mut made = std::mem::take(self.made.get_mut().unwrap_or_else(PoisonError::into_inner));
        made.par_sort_unstable_by(|one, other| one.entry.path.cmp(&other.entry.path));
        if let Err(error) = self.check(&made) {
            commit::discard(&self.disk)?;
            return Err(error);
        }
        let before = Before { manifest: self.previous.as_ref(), retired: &self.retired };
        let list = CommitList::plan(&self.disk, &made, &before)?;
        let staged: Vec<String> =
            made.iter().filter(|made| made.staged).map(|made| Staging::path(&made.entry.path)).collect();
        let keys = Keys::new(made.iter().map(|made| made.key));
        let manifest = Manifest::new(origin.into(), made.into_iter().map(|made| made.entry).collect());
        let mut published = Published { written: staged.len(), ..Published::of(&manifest) };
        if !list.is_empty() || self.previous.as_ref() != Some(&manifest) {
            self.writeback.finish()?;
            self.disk.sync(&staged)?;
            list.record(&self.disk, &manifest)?;
            published.removed = list.carry_out(&self.disk)?;
        }
        if keys != self.keys || self.previous.as_ref() != Some(&manifest) {
            // Bound to its manifest: cut short before this, the next build makes all pages.
            self.disk.write_whole(KEYS, &keys.to_bytes(manifest.digest()))?;
        }
        Ok(published)
    }

    /// What must hold before anything is put in place. `made` is sorted by path.
    fn check(&mut self, made: &[Made]) -> Result<(), PublishError> {
        let mut leaks = std::mem::take(self.leaks.get_mut().unwrap_or_else(PoisonError::into_inner));
        if !leaks.is_empty() {
            leaks.sort();
            return Err(PublishError::Leaks(leaks));
        }
        if let Some(pair) = made.windows(2).find(|pair| pair[0].entry.path == pair[1].entry.path) {
            return Err(PublishError::Collision(pair[0].entry.path.clone()));
        }
        let is_file = |path: &str| made.binary_search_by(|made| made.entry.path.as_str().cmp(path)).is_ok();
        let folders = self.folders.get_mut().unwrap_or_else(PoisonError::into_inner);
        match folders.iter().filter(|folder| is_file(folder)).min() {
            Some(folder) => Err(PublishError::FileAndFolder(folder.clone())),
            None => Ok(()),
        }
    }
}

impl Drop for Publisher {
    /// A build that failed gives back the room that its staged files take. What cannot be removed, and what is there
    /// still when the process is killed, goes when the folder is opened next.
    fn drop(&mut self) {
        if let Ok(false) = commit::is_pending(&self.disk) {
            drop(commit::discard(&self.disk));
        }
    }
}

/// True when a staged file stands where a folder is wanted, or the other way round.
fn is_file_and_folder(error: &FileError) -> bool {
    use std::io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
    matches!(error.source.kind(), AlreadyExists | IsADirectory | NotADirectory)
}

fn in_the_way(disk: &Disk, path: &str, found: Found) -> PublishError {
    PublishError::InTheWay { path: disk.path(path), found: found.name() }
}

/// A list that another thread may have died over is still whole: pushing to it cannot be cut short.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
