//! What is known, since when, and until when it may be shown.
//!
//! In: records of a feed ([`crate::records`]). Out: [`Entry`]s with their history, and for each a [`Judgement`]: shown,
//! held back or gone on a given day. The ledger is SQLite and private; nothing in it is personal data, since records
//! arrive masked.

pub mod advance;
pub mod corrections;
pub mod day;
pub mod difference;
pub mod entry;
pub mod forgotten;
pub mod judge;
pub mod keeping;
mod known;
pub mod listed;
mod migrate;
mod read;
pub mod rules;
pub mod store;
pub mod suspicion;
pub mod transition;
pub mod withdrawals;

pub use advance::{Advance, Outcome};
pub use corrections::{Correction, Corrections};
pub use day::day;
pub use difference::Difference;
pub use entry::{Conflict, Entry, Mention};
pub use forgotten::Forgotten;
pub use judge::{Cut, Judgement, State, Step, judge};
pub use listed::Since;
pub use rules::Rules;
pub use store::{FeedState, FeedStatus, Ledger, LedgerError};
pub use suspicion::{Carried, Pulled, suspicion};
pub use transition::{Cause, Transition, Turn, history};
pub use withdrawals::Withdrawals;
