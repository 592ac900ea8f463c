//! Feeds as declared, and their bytes: the only stage that calls out.
//!
//! In: `data/sources/*.toml` and the network or files below the root. Out: [`Snapshot`]s, kept compressed and named by
//! hash, each with a receipt. Bytes go from the wire to the disk as they come, and never stand in memory whole. Knows nothing of what the bytes mean.

pub mod address;
pub mod body;
pub mod client;
pub mod error;
pub mod fetch;
pub mod file;
pub mod freshness;
pub mod lock;
pub mod manifest;
pub mod network;
pub mod pace;
pub mod paging;
pub mod retry;
pub mod snapshot;

#[cfg(test)]
mod tests;

pub use address::{Secrets, literal_credentials, shown_address};
pub use body::Body;
pub use error::FetchError;
pub use fetch::{Asking, Fetched, Fetcher, can_be_asked, environment};
pub use manifest::Feed;
pub use snapshot::{Receipt, Snapshot, SnapshotError, SnapshotStore, Spool, Taken};
