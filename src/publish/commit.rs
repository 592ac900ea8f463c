//! The second phase: staged files into place, stale files away. Everything it will do is written down first, so that a
//! later run can finish what a crash cut short.

use super::PublishError;
use super::artifact::Class;
use super::assets::ASSETS;
use super::disk::{Disk, Found};
use super::manifest::Manifest;
use super::site_path::{self, MANIFEST};
use super::stage::{Made, STAGING, Staging};
use crate::fs::FileError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The commit list. Where it is, staged work is whole and will be completed; where not, it is discarded.
const COMMIT: &str = ".mingjing/commit.json";
/// The next `manifest.json`.
const NEXT_MANIFEST: &str = ".mingjing/manifest.json";
/// Files of the theme that the current manifest no longer names, kept for readers who still have the pages before.
const RETIRED: &str = ".mingjing/retired.json";
const VERSION: u32 = 1;

/// What was found of a build that had been cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// It had been decided, and was carried out.
    Completed,
    /// It had not, and its staged files were dropped.
    Discarded,
}

/// What is left to do once everything is staged.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitList {
    version: u32,
    /// Files and whole folders, from the staging folder to the same path below the output, in this order.
    moves: Vec<String>,
    /// Files of earlier builds that go.
    removes: Vec<String>,
    /// Files that go with the build after this one.
    retired: Vec<String>,
}

/// What a build replaces.
pub struct Before<'a> {
    pub manifest: Option<&'a Manifest>,
    pub retired: &'a BTreeSet<String>,
}

impl CommitList {
    /// Decides on order and removals. `made` is sorted by path.
    ///
    /// # Errors
    /// When the output folder cannot be looked at.
    pub fn plan(disk: &Disk, made: &[Made], before: &Before<'_>) -> Result<CommitList, FileError> {
        let moves = match before.manifest {
            Some(_) => move_files(made),
            None => move_folders(disk, made)?,
        };
        let is_made = |path: &str| made.binary_search_by(|made| made.entry.path.as_str().cmp(path)).is_ok();
        let stale = before.manifest.iter().flat_map(|manifest| &manifest.files).filter(|entry| !is_made(&entry.path));
        let (stale_immutable, stale): (Vec<_>, Vec<_>) =
            stale.partition(|entry| entry.immutable && is_theme(&entry.path));
        let mut removes: Vec<String> = stale.into_iter().map(|entry| entry.path.clone()).collect();
        let mut retired: Vec<String> = stale_immutable.into_iter().map(|entry| entry.path.clone()).collect();
        let earlier = before.retired.iter().filter(|path| !is_made(path)).cloned();
        if moves.is_empty() && removes.is_empty() && retired.is_empty() {
            // The same site again is no new generation: readers may still have the pages before it.
            retired.extend(earlier);
        } else {
            removes.extend(earlier);
        }
        Ok(CommitList { version: VERSION, moves, removes, retired })
    }

    /// True when no file of the site changes.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty() && self.removes.is_empty()
    }

    /// Writes down manifest and list. From here on the build is decided: a crash is completed, not undone.
    pub fn record(&self, disk: &Disk, manifest: &Manifest) -> Result<(), FileError> {
        disk.write_with(NEXT_MANIFEST, |file| manifest.write(file))?;
        disk.sync(&[NEXT_MANIFEST.to_owned()])?;
        disk.write_whole(COMMIT, &to_json(self))
    }

    /// Does what the list says, or what is left of it, and says how many files were removed.
    pub fn carry_out(&self, disk: &Disk) -> Result<usize, FileError> {
        let mut folders = BTreeSet::new();
        for path in &self.moves {
            let folder = site_path::folder(path);
            if !folder.is_empty() && folders.insert(folder) {
                disk.create_folders(folder)?;
            }
            // Not there: an earlier run had moved it before it was cut short.
            disk.rename(&Staging::path(path), path)?;
        }
        disk.rename(NEXT_MANIFEST, MANIFEST)?;
        let removed = self.remove_stale(disk)?;
        disk.write_whole(RETIRED, &to_json(&self.retired))?;
        disk.remove_tree(STAGING)?;
        disk.remove_file(COMMIT)?;
        Ok(removed)
    }

    fn remove_stale(&self, disk: &Disk) -> Result<usize, FileError> {
        let mut removed = 0;
        let mut folders = BTreeSet::new();
        for path in &self.removes {
            removed += usize::from(disk.remove_file(path)?);
            folders.extend(site_path::folders(path));
        }
        // A folder sorts before what is in it: backwards, the inner ones come first.
        for folder in folders.into_iter().rev() {
            disk.remove_empty_folder(folder)?;
        }
        Ok(removed)
    }
}

/// Files of the theme hold no records and may stay a build longer. Files of the index do: what was withdrawn must leave
/// them at once, and the search page reads an index anew when a file of it is gone.
fn is_theme(path: &str) -> bool {
    path.starts_with(ASSETS)
}

/// Changed files one by one: what is named by content, then pages, then pointers; within each, new files before
/// replaced ones, so that what readers can already reach never leads to a file that is still to come.
fn move_files(made: &[Made]) -> Vec<String> {
    let mut staged: Vec<&Made> = made.iter().filter(|made| made.staged).collect();
    staged.sort_by_key(|made| (made.class, made.replaces));
    staged.into_iter().map(|made| made.entry.path.clone()).collect()
}

/// The first publishing: folders that are not there yet go whole, which spares a rename for every page. Files beside
/// them follow, the home page last: before it nobody can reach anything.
fn move_folders(disk: &Disk, made: &[Made]) -> Result<Vec<String>, FileError> {
    let mut whole: BTreeMap<&str, bool> = BTreeMap::new();
    let mut moves: BTreeMap<&str, (bool, Class, bool)> = BTreeMap::new();
    for made in made.iter().filter(|made| made.staged) {
        let path = made.entry.path.as_str();
        let folder = path.split_once('/').map(|(folder, _)| folder);
        let goes_whole = match folder {
            None => false,
            Some(folder) => match whole.get(folder) {
                Some(known) => *known,
                None => *whole.entry(folder).or_insert(disk.found(folder)? == Found::Nothing),
            },
        };
        let target = folder.filter(|_| goes_whole).unwrap_or(path);
        let rank = moves.entry(target).or_insert((folder.is_none(), made.class, path == "index.html"));
        rank.1 = rank.1.max(made.class);
    }
    let mut moves: Vec<_> = moves.into_iter().collect();
    moves.sort_by_key(|(_, rank)| *rank);
    Ok(moves.into_iter().map(|(path, _)| path.to_owned()).collect())
}

/// True when a build was cut short after it was decided.
pub fn is_pending(disk: &Disk) -> Result<bool, FileError> {
    Ok(disk.found(COMMIT)? != Found::Nothing)
}

/// Completes or discards what a crash left behind.
///
/// # Errors
/// [`PublishError::Damaged`] when the commit list cannot be used; it is only ever there whole, so something else wrote it.
pub fn recover(disk: &Disk) -> Result<Option<Recovery>, PublishError> {
    if let Some(bytes) = disk.read_optional(COMMIT)? {
        let damaged = |reason: String| PublishError::Damaged { path: disk.path(COMMIT), reason };
        let list: CommitList = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if list.version != VERSION {
            return Err(damaged(format!("its version is {}, this program knows {VERSION}", list.version)));
        }
        let paths = list.moves.iter().chain(&list.removes).chain(&list.retired);
        if let Some(path) = paths.into_iter().find(|path| !site_path::is_valid(path)) {
            return Err(damaged(format!("`{path}` is no path for a published file")));
        }
        list.carry_out(disk)?;
        return Ok(Some(Recovery::Completed));
    }
    let left = disk.found(STAGING)? != Found::Nothing || disk.found(NEXT_MANIFEST)? != Found::Nothing;
    if left {
        discard(disk)?;
    }
    Ok(left.then_some(Recovery::Discarded))
}

/// Drops staged files.
pub fn discard(disk: &Disk) -> Result<(), FileError> {
    disk.remove_file(NEXT_MANIFEST)?;
    disk.remove_tree(STAGING)
}

/// Files of the generation before the current one that are kept for readers.
///
/// # Errors
/// [`PublishError::Damaged`] when the list cannot be used.
pub fn retired(disk: &Disk) -> Result<BTreeSet<String>, PublishError> {
    let Some(bytes) = disk.read_optional(RETIRED)? else { return Ok(BTreeSet::new()) };
    let damaged = |reason: String| PublishError::Damaged { path: disk.path(RETIRED), reason };
    let paths: BTreeSet<String> = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    match paths.iter().find(|path| !site_path::is_valid(path)) {
        Some(path) => Err(damaged(format!("`{path}` is no path for a published file"))),
        None => Ok(paths),
    }
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("lists of text can always be written as JSON")
}
