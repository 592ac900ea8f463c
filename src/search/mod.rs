//! The search index: tantivy inside, a static pack for browsers outside.
//!
//! In: [`SearchDocument`]s in the order in which equally good answers should stand. Out: a tantivy index (for
//! `mingjing search`) and the pack's files. Never looks at HTML.

pub mod document;

pub use document::{Chip, SearchDocument, Tab};
