//! The SQLite file: feeds, records, and what each feed says of each record.

use super::difference::Difference;
use super::migrate;
use super::suspicion::Carried;
use crate::clock::Date;
use crate::fs::{self, FileError};
use crate::issues::Quarantined;
use crate::records::Kind;
use crate::records::mapping::Columns;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Records of a feed that are looked at for the fields they carry.
const LOOKED_AT: i64 = 500;

/// Pages kept in memory, in KiB (negative: SQLite's way to say so). Records come in an order that has nothing to do with
/// their ids: with the usual 2 MiB, each of a million new ones would write and read pages again and again.
const CACHE_KIB: i64 = -256 * 1024;

/// All that pulls write, for taking over another ledger.
const TABLES: [&str; 7] = ["feeds", "records", "mentions", "held", "meta", "unread", "kept"];

/// What people decided is no pull's to take back.
const TAKE_TRANSITIONS: &str =
    "DELETE FROM main.transitions WHERE cause NOT IN ('withdrawn-locally', 'lifted-locally');
    INSERT INTO main.transitions (record, on_day, cause, detail, fields)
    SELECT record, on_day, cause, detail, fields FROM made.transitions ORDER BY id;";

/// The ledger could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("ledger `{}`: {source}", path.display())]
    Sqlite { path: PathBuf, source: rusqlite::Error },
    #[error(
        "ledger `{}` has version {found}, this program knows {known}\n  hint: use the program that wrote it, or a newer one",
        path.display(), known = migrate::version()
    )]
    Version { path: PathBuf, found: i64 },
    #[error("ledger `{}` holds a value that cannot be read: {reason}\n  hint: `mingjing ledger restore FILE` puts back a backup", path.display())]
    Value { path: PathBuf, reason: String },
    #[error("there is no ledger `{}`\n  hint: `mingjing pull` makes one, `mingjing ledger restore FILE` puts back a backup", path.display())]
    Nothing { path: PathBuf },
    /// The ledger is as it was.
    #[error("`{}` is no whole backup of a ledger: {reason}\n  hint: take another backup", path.display())]
    Backup { path: PathBuf, reason: String },
}

/// What became of a feed at its last pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedStatus {
    /// New bytes were read.
    Fresh,
    /// The bytes are those of last time.
    Unchanged,
    /// Not had within its schedule; the last good data stands.
    Stale,
    /// Suspicious; the last good data stands until a person accepts.
    Held,
    /// Could not be had or read; the last good data stands.
    Failed,
}

impl FeedStatus {
    pub fn key(self) -> &'static str {
        match self {
            FeedStatus::Fresh => "fresh",
            FeedStatus::Unchanged => "unchanged",
            FeedStatus::Stale => "stale",
            FeedStatus::Held => "held",
            FeedStatus::Failed => "failed",
        }
    }

    /// What pages say: whether the bytes were new is of no interest there, and would change a page at every pull.
    pub fn as_shown(self) -> Self {
        if self == FeedStatus::Unchanged { FeedStatus::Fresh } else { self }
    }

    fn from_key(key: &str) -> Self {
        match key {
            "fresh" => FeedStatus::Fresh,
            "unchanged" => FeedStatus::Unchanged,
            "stale" => FeedStatus::Stale,
            "held" => FeedStatus::Held,
            _ => FeedStatus::Failed,
        }
    }
}

/// A feed as the ledger knows it.
#[derive(Debug, Clone)]
pub struct FeedState {
    pub id: String,
    pub status: FeedStatus,
    pub reason: String,
    pub last_attempt: Date,
    pub last_success: Option<Date>,
    /// Hash of the snapshot the ledger stands on.
    pub hash: Option<String>,
    /// Digest of manifest and program version under which that snapshot was read.
    pub layout: String,
    pub held_hash: Option<String>,
    pub accepted_hash: Option<String>,
    pub rows: usize,
    pub records: usize,
    pub quarantined: Vec<Quarantined>,
    pub columns: Columns,
    /// Records that were not read in that snapshot and stay as they were, because of rows that cannot be read.
    pub kept: Vec<String>,
    /// What the held bytes would change, where they could be read.
    pub difference: Option<Difference>,
    pub(super) run: i64,
}

impl FeedState {
    /// The state as of a day: stale once the last success is longer ago than the feed's schedule. Days are counted whole,
    /// so a daily feed is stale on the second day without a success.
    pub fn on(mut self, date: Date, schedule_hours: Option<u32>) -> FeedState {
        let due = |success: Date, hours: u32| success.saturating_add(jiff::Span::new().hours(hours));
        let (Some(success), Some(hours)) = (self.last_success, schedule_hours) else { return self };
        if matches!(self.status, FeedStatus::Fresh | FeedStatus::Unchanged) && due(success, hours) < date {
            self.status = FeedStatus::Stale;
            self.reason = format!("last success {success}, longer ago than schedule_hours = {hours}");
        }
        self
    }
}

/// The open ledger.
pub struct Ledger {
    pub(super) connection: Connection,
    path: PathBuf,
}

impl Ledger {
    /// Opens the ledger, making an empty one where there is none.
    ///
    /// # Errors
    /// [`LedgerError`] when the file cannot be opened, is no ledger, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let sqlite = |source| LedgerError::Sqlite { path: path.to_owned(), source };
        let mut connection = Connection::open(path).map_err(sqlite)?;
        connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(sqlite)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(sqlite)?;
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(sqlite)?;
        connection.pragma_update(None, "cache_size", CACHE_KIB).map_err(sqlite)?;
        migrate::migrate(&mut connection).map_err(sqlite)?;
        let found = migrate::version_of(&connection).map_err(sqlite)?;
        if found > migrate::version() {
            return Err(LedgerError::Version { path: path.to_owned(), found });
        }
        Ok(Ledger { connection, path: path.to_owned() })
    }

    /// Opens the ledger for reading alone: nothing is made and nothing is brought up to date. None where there is no
    /// ledger of this version.
    ///
    /// # Errors
    /// [`LedgerError`] when the file cannot be opened or is no ledger.
    pub fn look(path: &Path) -> Result<Option<Ledger>, LedgerError> {
        if !path.exists() {
            return Ok(None);
        }
        let sqlite = |source| LedgerError::Sqlite { path: path.to_owned(), source };
        let log = path.with_file_name(format!("{}-wal", path.file_name().unwrap_or_default().to_string_lossy()));
        // Without a log nobody has it open, and it can be read without any file beside it.
        let quiet = if log.exists() { "" } else { "?immutable=1" };
        let address = format!("file:{}{quiet}", percent_encode(path.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags).map_err(sqlite)?;
        connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(sqlite)?;
        let known = migrate::version_of(&connection).map_err(sqlite)? == migrate::version();
        Ok(known.then(|| Ledger { connection, path: path.to_owned() }))
    }

    pub(super) fn sqlite(&self) -> impl Fn(rusqlite::Error) -> LedgerError + use<> {
        let path = self.path.clone();
        move |source| LedgerError::Sqlite { path: path.clone(), source }
    }

    pub(super) fn value(&self, reason: impl ToString) -> LedgerError {
        LedgerError::Value { path: self.path.clone(), reason: reason.to_string() }
    }

    /// Digest of all the ledger holds, without reading it: it goes over the pulls that made the ledger what it is, and
    /// over what it now says of each feed. Equal digests mean equal content; days and words of a pull that brought
    /// nothing do not count.
    pub fn digest(&self) -> Result<[u8; 32], LedgerError> {
        let mut hash = Sha256::new();
        hash.update(history(&self.connection).map_err(self.sqlite())?);
        for state in self.feeds()?.values() {
            let kept = (&state.id, state.status.as_shown(), state.last_success, &state.hash, state.run);
            hash.update(format!("{kept:?} {} {} {:?}\n", state.rows, state.records, state.quarantined));
        }
        Ok(hash.finalize().into())
    }

    /// State of one feed; `None` before its first pull.
    pub fn feed(&self, id: &str) -> Result<Option<FeedState>, LedgerError> {
        Ok(self.feeds()?.remove(id))
    }

    /// States of all feeds that were ever pulled.
    pub fn feeds(&self) -> Result<BTreeMap<String, FeedState>, LedgerError> {
        let sql = "SELECT id, status, reason, last_attempt, last_success, hash, layout, held_hash, accepted_hash, rows,
                   records, quarantined, columns, run, difference, (SELECT json_group_array(record) FROM kept WHERE kept.feed = feeds.id)
                   FROM feeds LEFT JOIN held ON held.feed = feeds.id";
        let mut statement = self.connection.prepare(sql).map_err(self.sqlite())?;
        let mut rows = statement.query([]).map_err(self.sqlite())?;
        let mut feeds = BTreeMap::new();
        while let Some(row) = rows.next().map_err(self.sqlite())? {
            let state = self.read_feed(row).map_err(self.sqlite())??;
            feeds.insert(state.id.clone(), state);
        }
        Ok(feeds)
    }

    fn read_feed(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<Result<FeedState, LedgerError>> {
        let status: String = row.get(1)?;
        let last_attempt: String = row.get(3)?;
        let last_success: Option<String> = row.get(4)?;
        let quarantined: String = row.get(11)?;
        let columns: String = row.get(12)?;
        let difference: Option<String> = row.get(14)?;
        let kept: String = row.get(15)?;
        let state = FeedState {
            id: row.get(0)?,
            status: FeedStatus::from_key(&status),
            reason: row.get(2)?,
            last_attempt: Date::ZERO,
            last_success: None,
            hash: row.get(5)?,
            layout: row.get(6)?,
            held_hash: row.get(7)?,
            accepted_hash: row.get(8)?,
            rows: usize::try_from(row.get::<_, i64>(9)?).unwrap_or(0),
            records: usize::try_from(row.get::<_, i64>(10)?).unwrap_or(0),
            quarantined: Vec::new(),
            columns: Columns::default(),
            kept: Vec::new(),
            difference: None,
            run: row.get(13)?,
        };
        Ok((|| {
            Ok(FeedState {
                last_attempt: self.date(&last_attempt)?,
                last_success: last_success.as_deref().map(|text| self.date(text)).transpose()?,
                quarantined: serde_json::from_str(&quarantined).map_err(|error| self.value(error))?,
                columns: serde_json::from_str(&columns).map_err(|error| self.value(error))?,
                kept: serde_json::from_str(&kept).map_err(|error| self.value(error))?,
                difference: difference
                    .map(|text| serde_json::from_str(&text))
                    .transpose()
                    .map_err(|error| self.value(error))?,
                ..state
            })
        })())
    }

    pub(super) fn date(&self, text: &str) -> Result<Date, LedgerError> {
        text.parse().map_err(|_| self.value(format!("`{text}` is not a date")))
    }

    /// Which fields the records that a feed gives carry, by the first of them.
    pub fn carried(&self, id: &str) -> Result<Carried, LedgerError> {
        let sql = "SELECT fields FROM mentions WHERE feed = ?1 AND gone_on IS NULL ORDER BY record LIMIT ?2";
        let mut statement = self.connection.prepare(sql).map_err(self.sqlite())?;
        let mut rows = statement.query(params![id, LOOKED_AT]).map_err(self.sqlite())?;
        let mut carried = Carried::default();
        while let Some(row) = rows.next().map_err(self.sqlite())? {
            let text = row.get_ref(0).and_then(|value| Ok(value.as_str()?)).map_err(self.sqlite())?;
            carried.add(&serde_json::from_str(text).map_err(|error| self.value(error))?);
        }
        Ok(carried)
    }

    /// Lets the held bytes of a feed through at the next pull. False when nothing is held.
    pub fn accept(&mut self, id: &str) -> Result<bool, LedgerError> {
        let sql = "UPDATE feeds SET accepted_hash = held_hash WHERE id = ?1 AND held_hash IS NOT NULL";
        Ok(self.connection.execute(sql, [id]).map_err(self.sqlite())? > 0)
    }

    /// Takes over all that another ledger holds, at once: a reader sees the old content or the new one.
    ///
    /// # Errors
    /// A file that cannot be read or is no ledger of this version; nothing has changed then.
    pub fn replace_with(&mut self, path: &Path) -> Result<(), LedgerError> {
        let sqlite = self.sqlite();
        self.connection.execute("ATTACH ?1 AS made", [path.to_string_lossy()]).map_err(&sqlite)?;
        let copy = TABLES
            .map(|table| format!("DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM made.{table};"));
        let replaced = (|| {
            let transaction = self.connection.transaction()?;
            transaction.execute_batch(&copy.concat())?;
            transaction.execute_batch(TAKE_TRANSITIONS)?;
            transaction.commit()
        })();
        let detached = self.connection.execute("DETACH made", []);
        replaced.and(detached.map(drop)).map_err(sqlite)
    }

    /// Notes a feed that brought nothing new: unchanged, held or failed. The records it gave before stay.
    pub fn note(&mut self, feed: &Note<'_>) -> Result<(), LedgerError> {
        let sql = "INSERT INTO feeds (id, kind, status, reason, last_attempt, last_success, held_hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (id) DO UPDATE SET kind = ?2, status = ?3, reason = ?4, last_attempt = ?5,
                   last_success = COALESCE(?6, last_success), held_hash = ?7";
        let success = (feed.status == FeedStatus::Unchanged).then(|| feed.date.to_string());
        let (date, sqlite) = (feed.date.to_string(), self.sqlite());
        let values = params![feed.id, feed.kind.key(), feed.status.key(), feed.reason, date, success, feed.held_hash];
        let transaction = self.connection.transaction().map_err(&sqlite)?;
        transaction.execute(sql, values).map_err(&sqlite)?;
        transaction.execute("DELETE FROM held WHERE feed = ?1", [feed.id]).map_err(&sqlite)?;
        if let Some(difference) = feed.difference {
            let text = serde_json::to_string(difference).expect("texts and numbers are JSON");
            let sql = "INSERT INTO held (feed, difference) VALUES (?1, ?2)";
            transaction.execute(sql, params![feed.id, text]).map_err(&sqlite)?;
        }
        transaction.commit().map_err(sqlite)
    }
}

/// Digest of all pulls that changed records, in their order; empty before the first.
pub(super) fn history(connection: &Connection) -> rusqlite::Result<Vec<u8>> {
    let query = "SELECT value FROM meta WHERE key = 'history'";
    Ok(connection.query_row(query, [], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// A pull of a feed that changed no record.
#[derive(Debug)]
pub struct Note<'a> {
    pub id: &'a str,
    pub kind: Kind,
    pub status: FeedStatus,
    pub reason: &'a str,
    pub date: Date,
    /// Hash of the bytes that wait for a person, when held.
    pub held_hash: Option<&'a str>,
    /// What they would change, when held and readable.
    pub difference: Option<&'a Difference>,
}
