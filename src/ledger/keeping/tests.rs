use super::*;

/// The ledger of a small portal as version 1 wrote it.
const VERSION_1: &str = include_str!("../../../tests/fixtures/ledgers/version-1.sql");

fn ledger_of_version_1(path: &Path) {
    let connection = Connection::open(path).expect("a file");
    connection.execute_batch(VERSION_1).expect("SQL");
}

/// A ledger of today with that content.
fn ledger(path: &Path) -> Holding {
    ledger_of_version_1(path);
    check(path).expect("a ledger").holding
}

fn spoil(path: &Path, sql: &str) {
    Connection::open(path).expect("a ledger").execute_batch(sql).expect("SQL");
}

#[test]
fn version_1_becomes_todays_with_its_content() {
    let dir = tempfile::tempdir().expect("a folder");
    let (old, new) = (dir.path().join("old.db"), dir.path().join("new.db"));
    ledger_of_version_1(&old);
    let before: i64 = {
        let connection = Connection::open(&old).expect("a file");
        assert_eq!(migrate::version_of(&connection), Ok(1));
        connection.query_row("SELECT COUNT(*) FROM mentions", [], |row| row.get(0)).expect("a count")
    };
    let upgraded = Ledger::open(&old).expect("an upgraded ledger");
    let entries = upgraded.entries(&|_| true).expect("entries");
    assert_eq!((before, entries.len()), (5, 5));
    assert!(!upgraded.feeds().expect("feeds").is_empty());
    let fresh = Ledger::open(&new).expect("a new ledger");
    assert_eq!(columns(&upgraded.connection), columns(&fresh.connection), "as a new one");
    let looked = check(&old).expect("a ledger");
    assert_eq!(looked.issues, []);
    assert_eq!(looked.holding.version, migrate::version());
    assert_eq!(looked.holding.mentions as i64, before);
}

#[test]
fn a_newer_ledger_is_refused_and_left() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("ledger.db");
    ledger(&path);
    spoil(&path, "PRAGMA user_version = 999");
    let error = check(&path).expect_err("a newer ledger").to_string();
    assert!(error.contains("version 999") && error.contains("hint: "), "{error}");
    assert_eq!(migrate::version_of(&Connection::open(&path).expect("a file")), Ok(999));
}

#[test]
fn a_backup_is_one_file_that_brings_everything_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, kept) = (dir.path().join("ledger.db"), dir.path().join("kept.db"));
    let whole = ledger(&path);
    // A pull that is under way, not committed: not part of it, and no obstacle.
    let mut pulling = Connection::open(&path).expect("a ledger");
    let pull = pulling.transaction().expect("begun");
    pull.execute("DELETE FROM mentions", []).expect("deleted");
    assert_eq!(backup(&path, &kept).expect("a backup"), whole);
    drop(pull);
    drop(pulling);
    let names: Vec<_> =
        std::fs::read_dir(dir.path()).expect("listed").map(|entry| entry.expect("one").file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with("kept.db") && name != "kept.db"), "{names:?}");

    spoil(&path, "DELETE FROM records; DELETE FROM feeds");
    assert_eq!(restore(&path, &kept).expect("restored"), whole);
    assert_eq!(check(&path).expect("a ledger").holding, whole);
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(restore(&path, &kept).expect("restored"), whole, "where there was none");
}

#[test]
fn a_damaged_ledger_is_replaced() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, kept) = (dir.path().join("ledger.db"), dir.path().join("kept.db"));
    let whole = ledger(&path);
    backup(&path, &kept).expect("a backup");
    std::fs::write(&path, "this is no database, however long one looks at it".repeat(99)).expect("written");
    check(&path).expect_err("no ledger");
    assert_eq!(restore(&path, &kept).expect("restored"), whole);
    assert_eq!(check(&path).expect("a ledger").issues, []);
}

#[test]
fn an_old_backup_is_brought_up_to_date() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, kept) = (dir.path().join("ledger.db"), dir.path().join("kept.db"));
    ledger_of_version_1(&kept);
    let bytes = std::fs::read(&kept).expect("a file");
    assert_eq!(restore(&path, &kept).expect("restored").version, migrate::version());
    assert_eq!(std::fs::read(&kept).expect("a file"), bytes, "the backup stays as it was");
}

#[test]
fn what_is_no_whole_backup_changes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, kept) = (dir.path().join("ledger.db"), dir.path().join("kept.db"));
    let whole = ledger(&path);
    let refused = |what: &str| {
        let error = restore(&path, &kept).expect_err(what);
        assert!(matches!(error, LedgerError::Backup { .. }), "{what}: {error}");
        assert_eq!(check(&path).expect("a ledger").holding, whole, "{what}");
        assert_eq!(
            std::fs::read_dir(dir.path())
                .expect("listed")
                .filter(|entry| {
                    entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().contains("restored"))
                })
                .count(),
            0,
            "nothing is left behind"
        );
    };
    refused("no file");
    std::fs::write(&kept, "no database").expect("written");
    refused("another file");
    std::fs::remove_file(&kept).expect("removed");
    backup(&path, &kept).expect("a backup");
    spoil(&kept, "UPDATE mentions SET fields = '{' WHERE feed = (SELECT MIN(feed) FROM mentions)");
    refused("a row that cannot be read");
    std::fs::remove_file(&kept).expect("removed");
    backup(&path, &kept).expect("a backup");
    let bytes = std::fs::read(&kept).expect("a file");
    std::fs::write(&kept, &bytes[..bytes.len() / 2]).expect("written");
    refused("a file cut short");
}

#[test]
fn a_check_names_what_is_wrong() {
    for (sql, place, said) in [
        ("DROP INDEX mentions_by_feed", "tables", "`mentions_by_feed` is missing"),
        ("UPDATE records SET kind = 'x'", "record ", "kind is unknown"),
        ("UPDATE records SET first_seen = 'soon'", "record ", "no date"),
        ("UPDATE mentions SET fields = '[1]'", "record ", "cannot be read"),
        ("DELETE FROM records", "record ", "is gone"),
        ("UPDATE feeds SET quarantined = '{'", "feeds", "cannot be read"),
        ("UPDATE mentions SET fields = '{\"facts\":\"电话13812345678\"}'", "record ", "mobile-number"),
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("ledger.db");
        ledger(&path);
        spoil(&path, sql);
        let issues = check(&path).expect("a ledger").issues;
        let first = issues.first().unwrap_or_else(|| panic!("{sql}: nothing found"));
        assert!(first.place.starts_with(place) && first.message.contains(said), "{sql}: {first}");
        assert!(!first.message.contains("13812345678"));
    }
    let nowhere = check(Path::new("/nonexistent/ledger.db")).expect_err("no ledger").to_string();
    assert!(nowhere.contains("hint: "), "{nowhere}");
}
