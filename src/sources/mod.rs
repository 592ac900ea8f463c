//! Feeds as declared, and their bytes: the only stage that calls out.
//!
//! In: `data/sources/*.toml` and the network or files below the root. Out: [`Snapshot`]s, kept compressed and named by
//! hash, each with a receipt. Knows nothing of what the bytes mean.

pub mod client;
pub mod fetch;
pub mod manifest;
pub mod retry;
pub mod snapshot;

pub use fetch::{FetchError, Fetched, fetch_all};
pub use manifest::Feed;
pub use snapshot::{Receipt, Snapshot, SnapshotStore};
