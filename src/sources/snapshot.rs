//! Snapshots: the raw bytes of a feed, compressed, named by hash, with a receipt.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How and when a snapshot was had. Never holds a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub feed: String,
    /// Final address or path below the root, without user, password or query values filled from the environment.
    pub address: String,
    pub fetched_at: Timestamp,
    /// HTTP status; absent for files.
    pub status: Option<u16>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// Bytes of all parts.
    pub bytes: u64,
    /// Parts the feed came in (pages of a paged interface).
    pub parts: usize,
    /// SHA-256 over the parts, in hexadecimal.
    pub hash: String,
}

/// Bytes of a feed with their receipt.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub receipt: Receipt,
    pub bodies: Vec<Vec<u8>>,
}

/// `data/snapshots/`.
#[derive(Debug, Clone)]
pub struct SnapshotStore {
    #[allow(dead_code)]
    dir: PathBuf,
}
