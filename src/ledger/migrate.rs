//! The ledger's tables, and how an older file comes to have them.
//!
//! In: an open SQLite file of any version up to [`version`]. Out: the same file with the tables of today, its content
//! kept; or as it was, when a step fails. Must not read or write what stands in records.

use rusqlite::{Connection, TransactionBehavior};

/// One step a version, oldest first; the first makes the tables, each later one changes them. A step that was ever
/// released stays as it is: a new version is a new step at the end.
const STEPS: [&str; 8] = [
    "
CREATE TABLE feeds (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    last_attempt TEXT NOT NULL, last_success TEXT, hash TEXT, layout TEXT NOT NULL DEFAULT '',
    held_hash TEXT, accepted_hash TEXT,
    rows INTEGER NOT NULL DEFAULT 0, records INTEGER NOT NULL DEFAULT 0,
    quarantined TEXT NOT NULL DEFAULT '[]', ignored TEXT NOT NULL DEFAULT '[]', run INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE records (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, first_seen TEXT NOT NULL, changed_on TEXT, withdrawn_on TEXT
) WITHOUT ROWID;
CREATE TABLE mentions (
    record TEXT NOT NULL, feed TEXT NOT NULL, row TEXT NOT NULL, fields TEXT NOT NULL,
    first_seen TEXT NOT NULL, run INTEGER NOT NULL, gone_on TEXT,
    PRIMARY KEY (record, feed)
) WITHOUT ROWID;
CREATE INDEX mentions_by_feed ON mentions (feed, run);
",
    // Some files of version 1 have it already.
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL);",
    // What became of records; `fields` holds keys with commas between them.
    "
CREATE TABLE transitions (
    id INTEGER PRIMARY KEY, record TEXT NOT NULL, on_day TEXT NOT NULL, cause TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '', fields TEXT NOT NULL DEFAULT ''
);
",
    // What a held feed would change.
    "CREATE TABLE held (feed TEXT PRIMARY KEY, difference TEXT NOT NULL);",
    // How columns were read; `ignored` of old files is no longer looked at. What was repaired in a row.
    "
ALTER TABLE feeds ADD COLUMN columns TEXT NOT NULL DEFAULT '{}';
ALTER TABLE mentions ADD COLUMN repairs TEXT;
",
    // Rows that could be any record's, with the run that saw them first. Records that stay although they were not read,
    // with the run from which they are missing; without one, their own row is there and cannot be read.
    "
CREATE TABLE unread (feed TEXT NOT NULL, row TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (feed, row)) WITHOUT ROWID;
CREATE TABLE kept (feed TEXT NOT NULL, record TEXT NOT NULL, since INTEGER, PRIMARY KEY (feed, record)) WITHOUT ROWID;
",
    // Digest of `fields`, by which an unchanged record is known without them; none where an older program wrote the row.
    "ALTER TABLE mentions ADD COLUMN digest INTEGER;",
    // Who publishes a feed, by the full name: what its own agency ended has ended, whoever else republishes it.
    "ALTER TABLE feeds ADD COLUMN agency TEXT NOT NULL DEFAULT '';",
];

/// The version that this program writes.
pub const fn version() -> i64 {
    STEPS.len() as i64
}

/// Version of a file; 0 for one without tables.
pub fn version_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings a file up to date. A version that this program does not know stays as it is.
pub fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    apply(connection, &STEPS)
}

/// Each step by itself: cut short in between, the next run goes on where this one was.
fn apply(connection: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    for (next, step) in (1..).zip(steps) {
        if version_of(connection)? >= next {
            continue;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have done it while this one waited.
        if version_of(&transaction)? < next {
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "user_version", next)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Connection {
        Connection::open_in_memory().expect("SQLite")
    }

    fn tables(connection: &Connection) -> Vec<String> {
        let mut statement = connection.prepare("SELECT name FROM sqlite_schema ORDER BY name").expect("a statement");
        let names = statement.query_map([], |row| row.get(0)).expect("rows");
        names.collect::<rusqlite::Result<_>>().expect("names")
    }

    #[test]
    fn steps_are_taken_once_and_in_order() {
        let mut connection = memory();
        apply(&mut connection, &["CREATE TABLE a (x)", "INSERT INTO a VALUES (1)"]).expect("applied");
        apply(&mut connection, &["no step", "twice", "ALTER TABLE a ADD COLUMN y DEFAULT 7"]).expect("applied");
        let row = connection.query_row("SELECT x, y FROM a", [], |row| Ok((row.get(0)?, row.get(1)?)));
        assert_eq!(row, Ok((1, 7)));
        assert_eq!(version_of(&connection), Ok(3));
    }

    #[test]
    fn a_failing_step_leaves_the_version_before_it() {
        let mut connection = memory();
        apply(&mut connection, &["CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE a (x)"]).expect_err("a twice");
        assert_eq!((version_of(&connection), tables(&connection)), (Ok(1), vec!["a".to_owned()]));
        apply(&mut connection, &["", "CREATE TABLE b (x)"]).expect("mended");
        assert_eq!(tables(&connection), ["a", "b"]);
    }

    #[test]
    fn a_newer_file_stays_as_it_is() {
        let mut connection = memory();
        connection.pragma_update(None, "user_version", version() + 1).expect("written");
        migrate(&mut connection).expect("nothing to do");
        assert_eq!((version_of(&connection), tables(&connection).len()), (Ok(version() + 1), 0));
    }
}
