//! What a page of a list holds, as a later stage tells: what rows are, is not known here.

use crate::sources::Feed;
use std::sync::Arc;

/// A page, looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// A list, if an empty one.
    List {
        /// A digest of each row, in their order: rows of the same values have the same one.
        rows: Vec<u64>,
        /// How many rows there are in all, by what the answer says beside them.
        total: Option<u64>,
    },
    /// Nothing in the place of the list, and nothing bad said of it.
    Nothing,
    /// No page of a list: it is empty, cannot be read, or says that it failed.
    Other,
}

/// Looks at the body of a page of a feed.
pub type Look = Arc<dyn Fn(&Feed, &[u8]) -> Sight + Send + Sync>;
