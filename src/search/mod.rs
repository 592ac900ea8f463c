//! The search index: tantivy inside, a static pack for browsers outside.
//!
//! In: the model and words that pages are made from. Out: a tantivy index (for `mingjing search`) and the pack's files.
//! Never looks at HTML.
//!
//! [`documents`] says what is searchable, [`text`] is the one analysis, `merchants::names` what counts as a merchant's own name,
//! [`simplified`] and [`readings`] what its characters count as, [`pinyin`] and [`initials`] how it may be spelt, [`sounds`] the
//! order of pairs by how they sound, [`synonyms`] other words for kinds. [`numbers`] numbers documents, [`index`] writes and reads
//! tantivy, [`pack`] makes and reads the static files, [`engine`] has the rules of candidates and order that both share.

pub mod document;
pub mod documents;
pub mod engine;
pub mod entry;
pub mod filters;
pub mod index;
pub mod initials;
pub mod labels;
pub mod numbers;
pub mod pack;
pub mod pinyin;
pub mod query;
pub mod readings;
pub mod simplified;
pub mod sounds;
pub mod synonyms;
pub mod text;

pub use document::{Chip, SearchDocument, Tab};
pub use filters::Filters;
pub use labels::Labels;
pub use pack::{Pack, PackFile};
pub use query::{Found, Hit, search, search_pack};

use crate::fs::FileError;
use std::path::{Path, PathBuf};

/// Why the index could not be made, read or asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A file of the index could not be moved, removed or read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The index itself.
    #[error("cannot {action} the search index in `{}`", dir.display())]
    Index { action: &'static str, dir: PathBuf, source: tantivy::TantivyError },
    /// There is no index yet.
    #[error("there is no search index in `{}`\n  hint: run `mingjing build` first", dir.display())]
    Missing { dir: PathBuf },
    /// A file of the pack does not hold what its name or its format says.
    #[error("`{path}` of the search pack is damaged: {reason}\n  hint: build the site again")]
    Damaged { path: String, reason: &'static str },
    /// Another build is writing the index.
    #[error("another build is writing the search index `{}`\n  hint: wait until it is done", .0.display())]
    Busy(PathBuf),
    /// More documents than the numbers of the format can name.
    #[error("{count} documents are more than a search index can hold")]
    TooMany { count: usize },
}

/// Numbers are sparse: there are up to sixteen times as many as documents.
const MOST_DOCUMENTS: usize = u32::MAX as usize / 64;

/// Builds the tantivy index in `index_dir`, which is replaced as a whole, and the static pack made from it.
///
/// Equal documents and labels give equal files, in whatever order the documents come.
///
/// # Errors
/// [`SearchError`] when the folder cannot be written or holds more documents than fit.
pub fn build(mut documents: Vec<SearchDocument>, labels: &Labels, index_dir: &Path) -> Result<Pack, SearchError> {
    if documents.len() > MOST_DOCUMENTS {
        return Err(SearchError::TooMany { count: documents.len() });
    }
    let scale = pack::Scale::of(documents.len());
    let numbers = numbers::assign(&mut documents, [scale.rows, scale.other_rows].map(|size| size as u32));
    let index = index::write(&documents, labels, index_dir)?;
    pack::write(&documents, &numbers, labels, &index)
}

#[cfg(test)]
mod tests;
