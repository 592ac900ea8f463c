//! The staging folder: new and changed files, out of readers' sight until they are put in place.

use super::artifact::Class;
use super::disk::Disk;
use super::keys::Key;
use super::manifest::Entry;
use super::site_path;
use crate::fs::FileError;
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::sync::{PoisonError, RwLock};

/// Where staged files lie, below the output folder: on the same file system, so that putting in place is a rename.
pub const STAGING: &str = ".mingjing/staging";

/// A file of the site that is being built.
#[derive(Debug)]
pub struct Made {
    pub entry: Entry,
    pub class: Class,
    /// Waits in the staging folder; else the file in place is already right.
    pub staged: bool,
    /// Takes the place of a file with other bytes.
    pub replaces: bool,
    pub key: Option<Key>,
}

/// The staged files of one build; written from many threads.
#[derive(Debug)]
pub struct Staging {
    disk: Disk,
    /// Folders known to be there: one call each, not one a file.
    folders: RwLock<HashSet<String>>,
}

impl Staging {
    pub fn new(disk: Disk) -> Staging {
        Staging { disk, folders: RwLock::default() }
    }

    /// Where the staged file of a site path lies.
    pub fn path(site_path: &str) -> String {
        format!("{STAGING}/{site_path}")
    }

    pub fn write(&self, site_path: &str, bytes: &[u8]) -> Result<(), FileError> {
        self.ensure_folder(site_path::folder(site_path))?;
        self.disk.write(&Staging::path(site_path), bytes)
    }

    /// [`Staging::write`] for what is made piece by piece.
    pub fn write_with(
        &self,
        site_path: &str,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), FileError> {
        self.ensure_folder(site_path::folder(site_path))?;
        self.disk.write_with(&Staging::path(site_path), write)
    }

    fn ensure_folder(&self, folder: &str) -> Result<(), FileError> {
        if self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        self.disk.create_folders(&Staging::path(folder))?;
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }
}
