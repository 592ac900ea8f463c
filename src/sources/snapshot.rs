//! Snapshots: the raw bytes of a feed, compressed, named by hash, with a receipt.
//!
//! In: the bodies of a feed. Out: files below `data/snapshots/FEED/`:
//!
//! - `HASH.zst`: the parts, each after its length, as one zstd stream with checksums ([`spool`]);
//! - `receipts.ndjson`: one line for every snapshot saved, oldest first;
//! - `latest.json`: the receipt of the last good snapshot, written last, so that a crash leaves the one before.
//!
//! What is still coming in stands beside them as `data/snapshots/coming-*.part`.
//!
//! Must not decide whether a snapshot is any good: that is for the stages that read it.

pub mod spool;

use super::Feed;
use super::body::Body;
use super::lock::PullLock;
use crate::clock::Date;
use crate::fs::{self, FileError};
use crate::issues::Issue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
pub use spool::Spool;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How and when a snapshot was had. Never holds a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub feed: String,
    /// Address or path as the manifest writes it, without user and password; variables stay unfilled.
    pub address: String,
    /// When the source was last asked: for an unchanged feed later than the bytes themselves.
    pub fetched_at: Timestamp,
    /// HTTP status, 304 when the server itself said that nothing changed; absent for files.
    pub status: Option<u16>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// Bytes of all parts.
    pub bytes: u64,
    /// Parts the feed came in (pages of a paged interface).
    pub parts: usize,
    /// The name of its bytes: the SHA-256 of a single part (what `sha256sum` says of the file), and for several parts the
    /// SHA-256 over their SHA-256 digests in order. Hexadecimal.
    pub hash: String,
    /// Until when the server vouches for it, so that it need not be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_until: Option<Timestamp>,
    /// Whether the answer named a next page, which was not asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub names_next: bool,
    /// When the ledger took it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

impl Receipt {
    /// What a person should know of a page that the answer named and nobody asked for.
    pub fn unasked(&self, feed: &Feed) -> Option<Issue> {
        const SAID: &str =
            "its answer names a next page in the header `Link`: `[page]` asks for it and those behind it";
        (self.names_next && feed.page.is_none()).then(|| Issue::warning(&feed.id, SAID))
    }
}

/// When a snapshot became what the ledger stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The day the ledger dates it with.
    pub on: Date,
    /// When that pull began: the same for all of its feeds.
    pub run: Timestamp,
}

/// Bytes of a feed with their receipt; they go when it is dropped and was not saved.
#[derive(Debug)]
pub struct Snapshot {
    pub receipt: Receipt,
    pub spool: Spool,
}

/// A snapshot could not be written or read back.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    #[error("{}: {}", .0, .0.source)]
    File(FileError),
    /// The bytes on disk are not those of the receipt.
    #[error("the snapshot `{}` is damaged: {reason}\n  hint: remove it and pull again", path.display())]
    Damaged { path: PathBuf, reason: String },
    /// Another process holds the lock of the snapshot folder.
    #[error("another pull is running on `{}`\n  hint: wait until it is done, or stop it", .0.display())]
    Busy(PathBuf),
}

impl From<FileError> for SnapshotError {
    fn from(error: FileError) -> Self {
        SnapshotError::File(error)
    }
}

/// A receipt as kept: with what tells a whole file from a half-written one without unpacking it.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    receipt: Receipt,
    stored_bytes: u64,
    stored_sha256: String,
}

/// What is left of a feed's snapshots.
#[derive(Debug, Default)]
pub struct History {
    pub kept: Vec<Receipt>,
    /// Snapshots that have a receipt and no bytes any more.
    pub lost: usize,
}

/// `data/snapshots/`.
#[derive(Debug, Clone)]
pub struct SnapshotStore {
    dir: PathBuf,
}

impl SnapshotStore {
    /// A store in that folder, which need not exist yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        SnapshotStore { dir: dir.into() }
    }

    /// Keeps other pulls out as long as the lock lives, and takes away what killed ones left half written.
    ///
    /// # Errors
    /// [`SnapshotError::Busy`] when another pull is running; a folder that cannot be written.
    pub fn lock(&self) -> Result<PullLock, SnapshotError> {
        let lock = PullLock::take(&self.dir)?;
        for half in fs::files_below(&self.dir, "part")? {
            fs::remove_optional(&half)?;
        }
        Ok(lock)
    }

    /// Begins what may become a snapshot.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn spool(&self) -> Result<Spool, SnapshotError> {
        fs::create_dir_all(&self.dir)?;
        Spool::create(&self.dir).map_err(|source| self.unwritable(source))
    }

    /// What is coming in cannot be written.
    pub(super) fn unwritable(&self, source: io::Error) -> SnapshotError {
        FileError::on("write into", &self.dir)(source).into()
    }

    /// The receipt of the last snapshot saved. A receipt that does not parse, or whose bytes are missing, cut or
    /// changed, counts as none: the feed is then fetched again in full.
    ///
    /// # Errors
    /// A file that is there but cannot be read.
    pub fn latest(&self, feed: &str) -> Result<Option<Receipt>, SnapshotError> {
        let Some(stored) = self.read_latest(feed)? else { return Ok(None) };
        let path = self.body_path(&stored.receipt);
        let mut packed = match File::open(&path) {
            Ok(packed) => packed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(FileError::on("read", &path)(error).into()),
        };
        let mut is_whole = || {
            let whole = packed.metadata()?.len() == stored.stored_bytes;
            Ok(whole && sha256_hex_of(&mut packed)? == stored.stored_sha256)
        };
        Ok(is_whole().map_err(FileError::on("read", &path))?.then_some(stored.receipt))
    }

    /// Keeps a snapshot and makes it the latest one.
    ///
    /// # Errors
    /// A file that cannot be written; the latest snapshot is then the one before.
    pub fn save(&self, receipt: &Receipt, spool: Spool) -> Result<Receipt, SnapshotError> {
        let path = self.body_path(receipt);
        fs::create_dir_all(&self.dir.join(&receipt.feed))?;
        let (stored_bytes, stored_sha256) = spool.keep_as(&path).map_err(FileError::on("write", &path))?;
        let stored = Stored { receipt: receipt.clone(), stored_bytes, stored_sha256 };
        self.append_receipt(&stored)?;
        self.write_latest(&stored)?;
        Ok(stored.receipt)
    }

    /// Notes that the latest snapshot was found unchanged: its receipt gets the new time and validators.
    ///
    /// # Errors
    /// A file that cannot be read or written.
    pub fn renew(&self, receipt: &Receipt) -> Result<(), SnapshotError> {
        match self.read_latest(&receipt.feed)? {
            Some(stored) if stored.receipt.hash == receipt.hash => {
                self.write_latest(&Stored { receipt: receipt.clone(), ..stored })
            }
            _ => Ok(()),
        }
    }

    /// The parts of a snapshot, compared with the receipt's hash.
    ///
    /// # Errors
    /// [`SnapshotError::Damaged`] when they are not the bytes that the receipt is about.
    pub fn load(&self, receipt: &Receipt) -> Result<Vec<Body>, SnapshotError> {
        let path = self.body_path(receipt);
        let damaged = |reason: &str| SnapshotError::Damaged { path: path.clone(), reason: reason.to_owned() };
        let bodies = match spool::parts(&path) {
            Ok(Some(bodies)) => bodies,
            Ok(None) => unpack(&fs::read(&path)?, receipt).map_err(|error| damaged(&error.to_string()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(FileError::on("read", &path)(error).into());
            }
            Err(error) => return Err(damaged(&error.to_string())),
        };
        if bodies.len() != receipt.parts {
            return Err(damaged("it holds other parts than its receipt says"));
        }
        match hash_of(&bodies, receipt.bytes) {
            Ok(hash) if hash == receipt.hash => Ok(bodies),
            Ok(_) => Err(damaged("its hash is another one")),
            Err(error) => Err(damaged(&error.to_string())),
        }
    }

    /// Receipts of all snapshots saved, oldest first; lines that a crash cut short count as none.
    ///
    /// # Errors
    /// A file that is there but cannot be read.
    pub fn history(&self, feed: &str) -> Result<History, SnapshotError> {
        let mut history = History::default();
        for receipt in self.receipts(feed)? {
            if self.body_path(&receipt).exists() {
                history.kept.push(receipt);
            } else {
                history.lost += 1;
            }
        }
        Ok(history)
    }

    /// Removes snapshots that were last saved more than `days` before `now`, but never the latest. Receipts stay. Returns how many snapshots went.
    ///
    /// # Errors
    /// A file that cannot be read or removed.
    pub fn prune(&self, feed: &str, now: Timestamp, days: u32) -> Result<usize, SnapshotError> {
        let latest = self.read_latest(feed)?.map(|stored| stored.receipt.hash);
        let age = |receipt: &Receipt| now.duration_since(receipt.fetched_at);
        let limit = jiff::SignedDuration::from_hours(24 * i64::from(days));
        let receipts = self.receipts(feed)?;
        let keep = |receipt: &Receipt| age(receipt) <= limit || latest.as_ref() == Some(&receipt.hash);
        let kept: BTreeSet<&str> =
            receipts.iter().filter(|receipt| keep(receipt)).map(|receipt| &*receipt.hash).collect();
        let mut removed = BTreeSet::new();
        for receipt in receipts.iter().filter(|receipt| !kept.contains(&*receipt.hash)) {
            let path = self.body_path(receipt);
            if path.exists() && removed.insert(&receipt.hash) {
                fs::remove_optional(&path)?;
            }
        }
        Ok(removed.len())
    }

    fn receipts(&self, feed: &str) -> Result<Vec<Receipt>, SnapshotError> {
        let text = match fs::read(&self.dir.join(feed).join("receipts.ndjson")) {
            Ok(text) => text,
            Err(error) if error.is_not_found() => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let lines = text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Receipt>(line).ok());
        Ok(lines.filter(|receipt| receipt.feed == feed && is_hash(&receipt.hash)).collect())
    }

    fn read_latest(&self, feed: &str) -> Result<Option<Stored>, SnapshotError> {
        let text = match fs::read(&self.dir.join(feed).join("latest.json")) {
            Ok(text) => text,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let stored = serde_json::from_slice::<Stored>(&text).ok();
        // The hash becomes a file name: one that is no hash may lead anywhere.
        Ok(stored.filter(|stored| stored.receipt.feed == feed && is_hash(&stored.receipt.hash)))
    }

    fn write_latest(&self, stored: &Stored) -> Result<(), SnapshotError> {
        let text = serde_json::to_vec_pretty(stored).expect("a receipt is plain text and numbers");
        Ok(fs::write_atomic(&self.dir.join(&stored.receipt.feed).join("latest.json"), &text)?)
    }

    fn append_receipt(&self, stored: &Stored) -> Result<(), SnapshotError> {
        let path = self.dir.join(&stored.receipt.feed).join("receipts.ndjson");
        let mut line = serde_json::to_vec(stored).expect("a receipt is plain text and numbers");
        line.push(b'\n');
        Ok(append_line(&path, &line).map_err(FileError::on("append to", &path))?)
    }

    fn body_path(&self, receipt: &Receipt) -> PathBuf {
        self.dir.join(&receipt.feed).join(format!("{}.zst", receipt.hash))
    }
}

/// The name of a feed's bytes, which must be `bytes` in all.
fn hash_of(bodies: &[Body], bytes: u64) -> io::Result<String> {
    let mut digests = Vec::with_capacity(bodies.len());
    let mut left = bytes;
    for body in bodies {
        let mut hash = Sha256::new();
        let length = io::copy(&mut body.open()?.take(left.saturating_add(1)), &mut hash)?;
        if length != body.length()? {
            return Err(io::Error::other("a part has another length than it says"));
        }
        left = left.checked_sub(length).ok_or_else(|| io::Error::other("it holds more bytes than its receipt says"))?;
        digests.push(hash.finalize().into());
    }
    if left > 0 {
        Err(io::Error::other("it holds fewer bytes than its receipt says"))
    } else {
        Ok(hash_of_digests(&digests))
    }
}

/// The name of a feed's bytes, by the digests of its parts.
fn hash_of_digests(digests: &[[u8; 32]]) -> String {
    match digests {
        [digest] => hex(digest),
        digests => hex(&Sha256::digest(digests.concat())),
    }
}

/// The SHA-256 of all that can be read, from the beginning.
pub(super) fn sha256_hex_of(file: &mut (impl Read + Seek)) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    io::copy(file, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The parts of a snapshot of the time when all of them were one frame: exactly those that the receipt announces, and
/// never more bytes than it announces.
fn unpack(packed: &[u8], receipt: &Receipt) -> io::Result<Vec<Body>> {
    let wrong = |reason: &str| io::Error::other(reason.to_owned());
    let mut decoder = zstd::Decoder::new(packed)?;
    let mut left = receipt.bytes;
    let mut bodies = Vec::new();
    for _ in 0..receipt.parts {
        let mut length = [0; 8];
        decoder.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        left = left.checked_sub(length).ok_or_else(|| wrong("it holds more bytes than its receipt says"))?;
        let mut body = Vec::new();
        decoder.by_ref().take(length).read_to_end(&mut body)?;
        if body.len() as u64 != length {
            return Err(wrong("it ends in the middle of a part"));
        }
        bodies.push(Body::Memory(body));
    }
    if left > 0 || decoder.read(&mut [0])? > 0 {
        return Err(wrong("it holds other parts than its receipt says"));
    }
    Ok(bodies)
}

/// Appends a line; a line that an earlier crash cut short is closed first.
fn append_line(path: &Path, line: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
    if file.seek(SeekFrom::End(0))? > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    file.write_all(line)
}
