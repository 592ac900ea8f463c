//! The regions by which names and queries begin, kept with the index that was made by them.

use crate::fs;
use crate::merchants::names::Regions;
use crate::search::SearchError;
use std::path::Path;

const FILE: &str = "regions.json";

pub(super) fn write(dir: &Path, regions: &Regions) -> Result<(), SearchError> {
    let text = serde_json::to_vec(regions).expect("texts and lists are JSON");
    Ok(fs::write_atomic(&dir.join(FILE), &text)?)
}

/// # Errors
/// [`SearchError::Missing`] for an index made before regions were kept, [`SearchError::Damaged`] for a file that is none.
pub(super) fn read(dir: &Path) -> Result<Regions, SearchError> {
    let path = dir.join(FILE);
    let text = fs::read_optional(&path)?.ok_or_else(|| SearchError::Missing { dir: dir.to_owned() })?;
    let damaged = |_| SearchError::Damaged { path: path.display().to_string(), reason: "it is not what was written" };
    serde_json::from_str(&text).map_err(damaged)
}
