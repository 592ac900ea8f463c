//! Which of a portal's files matter, and to what.

use crate::config::is_among_own;
use crate::sources::Feed;
use crate::sources::manifest::Location;
use notify::RecursiveMode;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Folders of prose and looks.
const WRITTEN: [&str; 2] = ["content", "themes"];
/// Folders below `data/` that the program writes; with anything after the name, too (`index-drafts`).
const PRIVATE: [&str; 4] = ["snapshots", "index", "preview", "pictures"];

/// The output stands where the portal's own files are watched.
#[derive(Debug, thiserror::Error)]
#[error("the output folder `{}` is among the portal's own files\n  hint: name a folder outside of `content`, `themes` and `data/*` with `--out`", .0.display())]
pub struct ScopeError(PathBuf);

/// What a changed file matters to.
#[derive(Debug, PartialEq, Eq)]
pub enum Concern {
    None,
    /// Pages have to be built again.
    Site,
    /// These feeds have to be pulled first.
    Feeds(BTreeSet<String>),
}

/// One portal's folder, its output, and the files its feeds are read from.
#[derive(Debug, Clone)]
pub struct Scope {
    root: PathBuf,
    out: PathBuf,
    /// Feed files by path, with the feeds that read them.
    files: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Scope {
    /// `root` and `out` are absolute, without links and `..`.
    ///
    /// # Errors
    /// [`ScopeError`] when writing `out` would look like a change of the portal.
    pub fn new(root: &Path, out: &Path, feeds: &[Feed]) -> Result<Scope, ScopeError> {
        let mut scope = Scope { root: root.to_owned(), out: out.to_owned(), files: BTreeMap::new() };
        scope.set_feeds(feeds);
        if is_among_own(root, out) {
            return Err(ScopeError(out.to_owned()));
        }
        Ok(scope)
    }

    /// Takes over which files feeds are read from.
    pub fn set_feeds(&mut self, feeds: &[Feed]) {
        self.files.clear();
        for feed in feeds {
            if let Location::File(path) = &feed.location {
                self.files.entry(path.clone()).or_default().insert(feed.id.clone());
            }
        }
    }

    /// What a change of `path`, which may be a file or a folder, matters to.
    pub fn concern(&self, path: &Path) -> Concern {
        let Ok(below) = path.strip_prefix(&self.root) else { return Concern::None };
        if path.starts_with(&self.out) || below.iter().any(is_left_by_editors) {
            return Concern::None;
        }
        let fed: BTreeSet<String> = self.feeds_of(path, below).into_iter().collect();
        if !fed.is_empty() {
            return Concern::Feeds(fed);
        }
        let parts: Vec<&str> = below.iter().filter_map(|part| part.to_str()).collect();
        match parts.as_slice() {
            ["content" | "themes", ..] | ["portal.toml"] | ["data", "rules", ..] | ["data"] => Concern::Site,
            ["data", file] if file.ends_with(".toml") => Concern::Site,
            _ => Concern::None,
        }
    }

    /// Feeds that are declared in or read from `path`, or anything below it.
    fn feeds_of(&self, path: &Path, below: &Path) -> Vec<String> {
        let mut ids: Vec<String> = self
            .files
            .iter()
            .filter(|(file, _)| file.starts_with(path))
            .flat_map(|(_, ids)| ids.iter().cloned())
            .collect();
        if below.starts_with("data/sources") && below.extension().is_some_and(|ending| ending == "toml") {
            ids.extend(below.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
        ids
    }

    /// The folders to watch as they are now. Output and private folders are none of them, however deep they are.
    pub fn folders(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let mut folders = BTreeMap::new();
        let data = self.root.join("data");
        // Shallow: for what stands in them, and for folders that come and go.
        for folder in [&self.root, &data] {
            folders.insert(folder.clone(), RecursiveMode::NonRecursive);
        }
        for folder in self.files.keys().filter_map(|file| file.parent()) {
            folders.insert(folder.to_owned(), RecursiveMode::NonRecursive);
        }
        for folder in WRITTEN {
            folders.insert(self.root.join(folder), RecursiveMode::Recursive);
        }
        // A `data` folder that is not there has nothing below it to watch.
        for entry in std::fs::read_dir(&data).into_iter().flatten().flatten() {
            let is_private = PRIVATE.iter().any(|own| entry.file_name().as_encoded_bytes().starts_with(own.as_bytes()));
            if entry.path().is_dir() && !is_private && !is_left_by_editors(&entry.file_name()) {
                folders.insert(entry.path(), RecursiveMode::Recursive);
            }
        }
        folders.retain(|folder, mode| {
            let holds_output = *mode == RecursiveMode::Recursive && self.out.starts_with(folder);
            folder.is_dir() && !holds_output && !folder.starts_with(&self.out)
        });
        folders
    }
}

/// Hidden files, backups and half-written files.
fn is_left_by_editors(name: &std::ffi::OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let endings: [&[u8]; 5] = [b"~", b".swp", b".part", b".tmp", b".bak"];
    name.starts_with(b".") || name.starts_with(b"#") || endings.iter().any(|ending| name.ends_with(ending))
}
