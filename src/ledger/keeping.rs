//! Backup, restore and check of the ledger's file.
//!
//! In: a ledger, or a backup of one. Out: one whole file that holds all of it; a ledger that is either the old one or
//! the restored one; what is wrong with a ledger, record by record. Must not name what a record says: ids only.

use super::migrate;
use super::store::{Ledger, LedgerError};
use crate::clock::Date;
use crate::fs::{self, FileError};
use crate::issues::Issue;
use crate::records::{Fields, Kind, privacy};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use serde::Serialize;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long other programs are waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const TRIES: u32 = 100;
/// Rows named in one check; the rest are counted.
const NAMED: usize = 20;

/// What a ledger holds, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// Of its tables.
    pub version: i64,
    pub feeds: usize,
    pub records: usize,
    /// What feeds say of records.
    pub mentions: usize,
}

/// A ledger looked through.
#[derive(Debug)]
pub struct Looked {
    pub holding: Holding,
    /// Empty when all is well.
    pub issues: Vec<Issue>,
}

/// Writes all that the ledger at `path` holds into one file at `to`, which is whole or as it was before. Pulls and
/// builds may go on meanwhile.
///
/// # Errors
/// No ledger at `path`, or a file that cannot be written.
pub fn backup(path: &Path, to: &Path) -> Result<Holding, LedgerError> {
    let ledger = open_existing(path)?;
    let part = beside(to, ".part");
    remove(&part)?;
    let sqlite = |source| LedgerError::Sqlite { path: part.clone(), source };
    let mut copy = Connection::open(&part).map_err(sqlite)?;
    copy_all(&ledger.connection, &mut copy).map_err(sqlite)?;
    // One file: nothing of it stays in a write-ahead log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE").map_err(sqlite)?;
    copy.close().map_err(|(_, source)| sqlite(source))?;
    std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(FileError::on("sync", &part))?;
    std::fs::rename(&part, to).map_err(FileError::on("rename into place", to))?;
    ledger.holding()
}

/// Makes the ledger at `path` what the backup `from` holds, in one transaction: cut short at any point, it is the one
/// before. A backup of an older version is brought up to date first. Nothing happens when the backup is not whole.
///
/// # Errors
/// [`LedgerError::Backup`] for a file that is no whole backup; a ledger that cannot be written.
pub fn restore(path: &Path, from: &Path) -> Result<Holding, LedgerError> {
    let refuse = |reason: String| LedgerError::Backup { path: from.to_owned(), reason };
    if !from.is_file() {
        return Err(refuse("there is no such file".to_owned()));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // The backup itself stays as it is, whatever its version.
    let fresh = beside(path, ".restored");
    remove(&fresh)?;
    let copied = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|source| copy_all(&source, &mut Connection::open(&fresh)?));
    let looked = copied.map_err(|error| refuse(error.to_string())).and_then(|()| check(&fresh));
    let restored = looked.and_then(|looked| match looked.issues.first() {
        Some(issue) => Err(refuse(format!("{}: {}", issue.place, issue.message))),
        None => replace(path, &fresh).map(|()| looked.holding),
    });
    remove(&fresh)?;
    restored
}

/// Puts what `fresh` holds into the ledger at `path`; where that is no database any more, puts the file in its place.
fn replace(path: &Path, fresh: &Path) -> Result<(), LedgerError> {
    let sqlite = |source| LedgerError::Sqlite { path: path.to_owned(), source };
    let source = Connection::open(fresh).map_err(sqlite)?;
    let replaced = Connection::open(path).and_then(|mut ledger| {
        ledger.busy_timeout(PATIENCE)?;
        // Says whether it is a database at all.
        ledger.pragma_update(None, "journal_mode", "WAL")?;
        copy_all(&source, &mut ledger)
    });
    match replaced {
        Err(error) if is_damaged(&error) => {}
        replaced => return replaced.map_err(sqlite),
    }
    source.pragma_update(None, "journal_mode", "DELETE").map_err(sqlite)?;
    source.close().map_err(|(_, source)| sqlite(source))?;
    for ending in ["-wal", "-shm"] {
        remove(&beside(path, ending))?;
    }
    Ok(std::fs::rename(fresh, path).map_err(FileError::on("rename into place", path))?)
}

fn is_damaged(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Looks through the ledger at `path`: SQLite's own check, its tables, and every row as a build would read it.
///
/// # Errors
/// No ledger at `path`, or one that cannot be opened.
pub fn check(path: &Path) -> Result<Looked, LedgerError> {
    let ledger = open_existing(path)?;
    let mut issues = ledger.integrity()?;
    if issues.is_empty() {
        issues = ledger.tables()?;
    }
    if issues.is_empty() {
        issues = ledger.rows()?;
        if let Err(error) = ledger.feeds() {
            issues.push(Issue::error("feeds", error.to_string()));
        }
    }
    Ok(Looked { holding: ledger.holding()?, issues })
}

impl Ledger {
    fn holding(&self) -> Result<Holding, LedgerError> {
        let count = |table: &str| {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0)).map_err(self.sqlite())?;
            Ok::<_, LedgerError>(usize::try_from(count).unwrap_or(0))
        };
        let version = migrate::version_of(&self.connection).map_err(self.sqlite())?;
        Ok(Holding { version, feeds: count("feeds")?, records: count("records")?, mentions: count("mentions")? })
    }

    fn integrity(&self) -> Result<Vec<Issue>, LedgerError> {
        let mut said = Vec::new();
        let checked = self.connection.pragma_query(None, "integrity_check", |row| {
            said.push(row.get::<_, String>(0)?);
            Ok(())
        });
        match checked {
            Err(error) if is_damaged(&error) => said.push(error.to_string()),
            checked => checked.map_err(self.sqlite())?,
        }
        said.retain(|line| line != "ok");
        Ok(said.iter().take(NAMED).map(|line| damaged("file", line)).collect())
    }

    /// Every table and index that a new ledger has, with its columns.
    fn tables(&self) -> Result<Vec<Issue>, LedgerError> {
        let mut model = Connection::open_in_memory().map_err(self.sqlite())?;
        migrate::migrate(&mut model).map_err(self.sqlite())?;
        let (wanted, found) =
            (columns(&model).map_err(self.sqlite())?, columns(&self.connection).map_err(self.sqlite())?);
        let missing = wanted.iter().filter(|column| !found.contains(column));
        Ok(missing.map(|column| damaged("tables", &format!("`{column}` is missing"))).collect())
    }

    fn rows(&self) -> Result<Vec<Issue>, LedgerError> {
        let sql = "SELECT r.id, r.kind, r.first_seen, r.changed_on, r.withdrawn_on, m.feed, m.fields, m.first_seen,
                   m.gone_on, m.record FROM mentions m LEFT JOIN records r ON r.id = m.record ORDER BY m.record, m.feed";
        let mut statement = self.connection.prepare(sql).map_err(self.sqlite())?;
        let mut rows = statement.query([]).map_err(self.sqlite())?;
        let (mut issues, mut more) = (Vec::new(), 0);
        while let Some(row) = rows.next().map_err(self.sqlite())? {
            let Err(reason) = row_reads(row) else { continue };
            if issues.len() == NAMED {
                more += 1;
                continue;
            }
            let record: String = row.get(9).map_err(self.sqlite())?;
            issues.push(damaged(&format!("record {record}"), &reason));
        }
        if more > 0 {
            issues.push(Issue::error("records", format!("{more} more of the kind")));
        }
        Ok(issues)
    }
}

fn damaged(place: &str, message: &str) -> Issue {
    Issue::error(place, message).hint("`mingjing ledger restore FILE` puts back a backup")
}

/// Whether a row can be read by a build; else why, without a value.
fn row_reads(row: &rusqlite::Row<'_>) -> Result<(), String> {
    let text = |column: usize| row.get_ref(column).ok().and_then(|value| value.as_str().ok());
    text(0).ok_or("a feed speaks of it, but the record itself is gone")?;
    text(1).and_then(|kind| kind.parse::<Kind>().ok()).ok_or("its kind is unknown")?;
    for (column, needed) in [(2, true), (3, false), (4, false), (7, true), (8, false)] {
        let is_absent = row.get_ref(column).is_ok_and(|value| matches!(value, rusqlite::types::ValueRef::Null));
        let is_date = text(column).is_some_and(|text| text.parse::<Date>().is_ok());
        if !is_date && (needed || !is_absent) {
            return Err("one of its days is no date".to_owned());
        }
    }
    let fields = text(6).ok_or("its fields are no text")?;
    serde_json::from_str::<Fields>(fields).map_err(|error| format!("its fields cannot be read: {error}"))?;
    match privacy::find(fields).first() {
        Some(finding) => Err(format!("its fields hold personal data: {}", finding.rule.key())),
        None => Ok(()),
    }
}

/// `table.column` of every table, and the names of indexes.
fn columns(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'
               UNION SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1";
    let mut statement = connection.prepare(sql)?;
    let names = statement.query_map([], |row| row.get(0))?;
    names.collect()
}

/// Opens a ledger that must be there.
fn open_existing(path: &Path) -> Result<Ledger, LedgerError> {
    if path.is_file() { Ledger::open(path) } else { Err(LedgerError::Nothing { path: path.to_owned() }) }
}

/// All pages in one step: the copy is of one moment, and written in one transaction.
fn copy_all(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    let copy = Backup::new(from, to)?;
    for _ in 0..TRIES {
        match copy.step(-1)? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(PATIENCE / TRIES),
        }
    }
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(rusqlite::Error::SqliteFailure(busy, Some("another program is writing to it".to_owned())))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Removes a file that may be absent.
fn remove(path: &Path) -> Result<(), FileError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(FileError::on("remove", path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
