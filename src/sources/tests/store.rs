//! Snapshots on disk: round trips, and every way of being damaged.

use super::stage::Stage;
use crate::sources::snapshot::hash_of;
use crate::sources::{Receipt, Snapshot, SnapshotError};
use std::fs;
use std::path::PathBuf;

fn snapshot(feed: &str, bodies: &[&str]) -> Snapshot {
    let bodies: Vec<Vec<u8>> = bodies.iter().map(|body| body.as_bytes().to_vec()).collect();
    let receipt = Receipt {
        feed: feed.to_owned(),
        address: "https://a.example/feed".to_owned(),
        fetched_at: "2026-11-25T08:00:00Z".parse().expect("a time"),
        status: Some(200),
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
        bytes: bodies.iter().map(|body| body.len() as u64).sum(),
        parts: bodies.len(),
        hash: hash_of(&bodies),
        fresh_until: None,
        taken: None,
    };
    Snapshot { receipt, bodies }
}

fn save(stage: &Stage, snapshot: &Snapshot) -> Result<Receipt, SnapshotError> {
    stage.store.save(&snapshot.receipt, &snapshot.bodies)
}

fn file(stage: &Stage, name: &str) -> PathBuf {
    stage.root().join("data/snapshots/a").join(name)
}

#[test]
fn what_is_saved_comes_back() {
    let stage = Stage::new();
    assert_eq!(stage.store.latest("a").expect("an absent folder is fine"), None);
    for bodies in [&["eins"][..], &[""], &["a", "", "c"], &[]] {
        let snapshot = snapshot("a", bodies);
        let receipt = save(&stage, &snapshot).expect("writable");
        assert_eq!(stage.store.latest("a").expect("readable").as_ref(), Some(&receipt));
        assert_eq!(stage.store.load(&receipt).expect("whole"), snapshot.bodies);
    }
    let first = snapshot("a", &["eins"]).receipt;
    assert_eq!(stage.store.load(&first).expect("earlier snapshots stay"), [b"eins"]);
    let receipts = fs::read_to_string(file(&stage, "receipts.ndjson")).expect("written");
    assert_eq!(receipts.lines().count(), 4);
}

#[test]
fn the_hash_of_a_single_part_is_that_of_the_file() {
    assert_eq!(hash_of(&[b"abc".to_vec()]), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let parts = |parts: &[&str]| hash_of(&parts.iter().map(|part| part.as_bytes().to_vec()).collect::<Vec<_>>());
    assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
}

#[test]
fn a_damaged_snapshot_counts_as_none() {
    let stage = Stage::new();
    let receipt = save(&stage, &snapshot("a", &["some rows", "more rows"])).expect("writable");
    let body = file(&stage, &format!("{}.zst", receipt.hash));
    let whole = fs::read(&body).expect("written");
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    for bytes in [&whole[..whole.len() - 1], &whole[..3], &[], &changed] {
        fs::write(&body, bytes).expect("writable");
        assert_eq!(stage.store.latest("a").expect("readable"), None);
        assert!(matches!(stage.store.load(&receipt), Err(SnapshotError::Damaged { .. })));
    }
    fs::remove_file(&body).expect("there");
    assert_eq!(stage.store.latest("a").expect("readable"), None);
    save(&stage, &snapshot("a", &["some rows", "more rows"])).expect("saving again mends it");
    assert_eq!(stage.store.latest("a").expect("readable"), Some(receipt));
}

#[test]
fn a_damaged_receipt_counts_as_none() {
    let stage = Stage::new();
    let receipt = save(&stage, &snapshot("a", &["x"])).expect("writable");
    let latest = file(&stage, "latest.json");
    let text = fs::read_to_string(&latest).expect("written");
    let elsewhere = text.replace(&receipt.hash, "../../../portal");
    for bad in [&text[..text.len() / 2], "", "{}", "[]", &elsewhere, &text.replace("\"a\"", "\"b\"")] {
        fs::write(&latest, bad).expect("writable");
        assert_eq!(stage.store.latest("a").expect("readable"), None, "{bad}");
    }
}

#[test]
fn a_receipt_never_unpacks_more_than_it_says() {
    let stage = Stage::new();
    let receipt = save(&stage, &snapshot("a", &["12345", "678"])).expect("writable");
    for (bytes, parts) in [(4, 2), (8, 1), (8, 3), (9, 2), (0, 0)] {
        let lying = Receipt { bytes, parts, ..receipt.clone() };
        assert!(stage.store.load(&lying).is_err(), "{bytes} bytes in {parts} parts");
    }
}

#[test]
fn a_line_cut_by_a_crash_spoils_no_other() {
    let stage = Stage::new();
    save(&stage, &snapshot("a", &["x"])).expect("writable");
    let path = file(&stage, "receipts.ndjson");
    let mut text = fs::read_to_string(&path).expect("written");
    text.push_str("{\"feed\":\"a\",\"addr");
    fs::write(&path, text).expect("writable");
    save(&stage, &snapshot("a", &["y"])).expect("writable");
    let text = fs::read_to_string(&path).expect("written");
    let whole = text.lines().filter(|line| serde_json::from_str::<Receipt>(line).is_ok()).count();
    assert_eq!((whole, text.lines().count()), (2, 3));
}

#[test]
fn only_the_latest_snapshot_is_renewed() {
    let stage = Stage::new();
    let old = save(&stage, &snapshot("a", &["old"])).expect("writable");
    let new = save(&stage, &snapshot("a", &["new"])).expect("writable");
    stage.store.renew(&Receipt { status: Some(304), ..old }).expect("writable");
    assert_eq!(stage.store.latest("a").expect("readable"), Some(new.clone()));
    let renewed = Receipt { status: Some(304), etag: Some("\"2\"".to_owned()), ..new };
    stage.store.renew(&renewed).expect("writable");
    assert_eq!(stage.store.latest("a").expect("readable"), Some(renewed));
}

#[test]
fn an_unwritable_store_is_an_error_with_its_cause() {
    let stage = Stage::new();
    stage.write("data/snapshots", "a file where the folder should be");
    let error = save(&stage, &snapshot("a", &["x"])).expect_err("no folder").to_string();
    assert!(error.contains("cannot create folder") && error.contains(": "), "{error}");
}

#[test]
fn two_pulls_keep_each_other_out() {
    let stage = Stage::new();
    let lock = stage.store.lock().expect("nobody else pulls");
    let busy = stage.store.lock().expect_err("it is taken").to_string();
    assert!(busy.contains("another pull is running on `") && busy.contains("hint: wait"), "{busy}");
    drop(lock);
    assert!(stage.store.lock().is_ok());
}
