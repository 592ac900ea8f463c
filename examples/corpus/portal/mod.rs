//! A complete portal of invented merchants, as large as asked for.
//!
//! In: a [`Plan`]. Out: the files of a portal root, the same bytes for the same plan. Every merchant is made from the
//! seed and its own number, so memory does not grow with the corpus.

pub mod agencies;
pub mod articles;
pub mod code;
pub mod container;
pub mod dates;
pub mod feeds;
pub mod merchant;
pub mod names;
pub mod random;
pub mod settings;
pub mod words;

#[cfg(test)]
mod tests;

use merchant::Change;
use mingjing::fs::FileError;
use std::collections::BTreeMap;
use std::path::Path;

/// The portal cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    #[error("`{merchants}` merchants: there are only `{most}` codes\n  hint: ask for fewer with --merchants")]
    TooMany { merchants: u64, most: u64 },
    #[error(
        "`{changed}` changes among `{merchants}` merchants\n  hint: --change takes a number up to that of --merchants"
    )]
    TooManyChanges { changed: u64, merchants: u64 },
    #[error("{source}: {cause}", cause = source.source)]
    File { source: FileError },
}

impl From<FileError> for PortalError {
    fn from(source: FileError) -> Self {
        PortalError::File { source }
    }
}

/// What is to be written.
#[derive(Debug, Clone)]
pub struct Plan {
    pub merchants: u64,
    pub seed: u64,
    changes: BTreeMap<u64, Change>,
}

impl Plan {
    /// `changed` merchants, spread evenly, differ from the same plan without changes.
    ///
    /// # Errors
    /// More merchants than codes, or more changes than merchants.
    pub fn new(merchants: u64, seed: u64, changed: u64) -> Result<Plan, PortalError> {
        if merchants > code::CAPACITY {
            return Err(PortalError::TooMany { merchants, most: code::CAPACITY });
        }
        if changed > merchants {
            return Err(PortalError::TooManyChanges { changed, merchants });
        }
        let changes = (0..changed)
            .zip(Change::ALL.into_iter().cycle())
            .map(|(position, change)| ((2 * position + 1) * merchants / (2 * changed), change))
            .collect();
        Ok(Plan { merchants, seed, changes })
    }

    fn change_of(&self, merchant: u64) -> Option<Change> {
        self.changes.get(&merchant).copied()
    }

    /// Roads of a district: a larger city has more of them, not only longer ones.
    fn roads(&self) -> u64 {
        (self.merchants / 1_500).clamp(20, 400)
    }

    /// Malls of a district.
    fn malls(&self) -> u64 {
        (self.merchants / 2_500).clamp(4, 150)
    }

    /// Articles in `content/articles/`.
    pub fn articles(&self) -> u64 {
        self.merchants / 100
    }
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// Rows by feed.
    pub rows: BTreeMap<&'static str, u64>,
    pub articles: u64,
}

/// Writes the whole portal below `root`; what else stands there stays.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn write(plan: &Plan, root: &Path) -> Result<Written, PortalError> {
    settings::write(root)?;
    articles::write(plan, root)?;
    let rows = write_feeds(plan, root)?;
    Ok(Written { rows, articles: plan.articles() })
}

/// Writes only the feeds' files: what agencies bring anew when records change. Gives the rows by feed.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn write_feeds(plan: &Plan, root: &Path) -> Result<BTreeMap<&'static str, u64>, PortalError> {
    Ok(feeds::write(plan, root)?)
}
