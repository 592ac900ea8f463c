//! Is there anything to do at all? One look at each file of the site, none at what it would be made from.

use super::disk::{Disk, Found};
use super::lock::Lock;
use super::manifest::{Manifest, generator};
use super::site_path::{self, MANIFEST};
use super::{PublishError, commit};
use rayon::prelude::*;
use std::path::Path;

/// The manifest of `out` when the site there was made by this program from the same `inputs` and every file is as it was
/// published: there is nothing to do. A file is known by its size and by being older than the manifest, which is written
/// after all of them; one that is not is read.
///
/// # Errors
/// [`PublishError`] when another build is at it, the manifest is damaged or a file cannot be looked at.
pub fn unchanged(out: &Path, inputs: &str) -> Result<Option<Manifest>, PublishError> {
    let disk = Disk::new(out.to_owned());
    let Found::File(stamp) = disk.found(MANIFEST)? else { return Ok(None) };
    let Found::Folder = disk.found(site_path::PRIVATE)? else { return Ok(None) };
    let _lock = Lock::take(&disk.path(site_path::PRIVATE).join("lock"), out)?;
    if commit::is_pending(&disk)? {
        return Ok(None);
    }
    let Some(manifest) = Manifest::load(out)? else { return Ok(None) };
    if manifest.inputs != inputs || manifest.generator != generator() {
        return Ok(None);
    }
    let differs = manifest.files.par_iter().map(|entry| entry.is_in_place(&disk, Some(&stamp)));
    match differs.find_any(|in_place| !matches!(in_place, Ok(true))) {
        None => Ok(Some(manifest)),
        Some(Ok(_)) => Ok(None),
        Some(Err(error)) => Err(error.into()),
    }
}
