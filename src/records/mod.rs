//! Bytes of a feed to records: formats, field mapping, value repair, codes, privacy.
//!
//! In: [`crate::sources::Snapshot`] bytes and the feed's manifest. Out: [`Record`]s and the rows that could not become
//! one ([`crate::issues::Quarantined`]). Knows nothing of the ledger, of merchants or of pages.

pub mod amount;
pub mod code;
pub mod date;
pub mod document_no;
mod dom;
pub mod field;
pub mod fields;
pub mod format;
pub mod infer;
pub mod kind;
pub mod link;
pub mod list_code;
pub mod mapping;
mod markup;
mod misplaced;
mod named;
pub mod numeral;
mod origin;
pub mod percent;
pub mod period;
pub mod person;
pub mod place;
pub mod preset;
pub mod privacy;
pub mod read;
pub mod record;
pub mod repair;
mod several;
mod signs;
pub mod sketch;
pub mod standing;
pub mod status;
pub mod text;
pub mod value;

/// Raised when the same bytes read differently than before: feeds that did not change are then read once more.
pub const REVISION: u32 = 17;

pub use field::{Field, ValueType};
pub use fields::{Fields, Value};
pub use kind::Kind;
pub use record::{Record, RecordId};
pub use repair::Repair;
