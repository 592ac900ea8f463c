//! Snapshots on disk: round trips, and every way of being damaged.

use super::stage::{Stage, unpacked};
use crate::sources::{Receipt, SnapshotError, Spool};
use std::fs;
use std::path::PathBuf;

/// Bytes as they came in.
fn spool(stage: &Stage, bodies: &[&str]) -> Result<Spool, SnapshotError> {
    let parts = bodies.iter().try_fold(stage.store.spool()?, |spool, body| spool.with(body.as_bytes()));
    Ok(parts.expect("the folder is writable"))
}

fn receipt(feed: &str, spool: &Spool) -> Receipt {
    Receipt {
        feed: feed.to_owned(),
        address: "https://a.example/feed".to_owned(),
        fetched_at: "2026-11-25T08:00:00Z".parse().expect("a time"),
        status: Some(200),
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
        bytes: spool.bytes(),
        parts: spool.parts(),
        hash: spool.hash(),
        fresh_until: None,
        names_next: false,
        taken: None,
    }
}

fn save(stage: &Stage, bodies: &[&str]) -> Result<Receipt, SnapshotError> {
    let spool = spool(stage, bodies)?;
    stage.store.save(&receipt("a", &spool), spool)
}

fn file(stage: &Stage, name: &str) -> PathBuf {
    stage.root().join("data/snapshots/a").join(name)
}

#[test]
fn what_is_saved_comes_back() {
    let stage = Stage::new();
    assert_eq!(stage.store.latest("a").expect("an absent folder is fine"), None);
    for bodies in [&["eins"][..], &[""], &["a", "", "c"], &[]] {
        let receipt = save(&stage, bodies).expect("writable");
        assert_eq!(stage.store.latest("a").expect("readable").as_ref(), Some(&receipt));
        assert_eq!(
            unpacked(&stage.store.load(&receipt).expect("whole")),
            bodies.iter().map(|body| body.as_bytes()).collect::<Vec<_>>()
        );
    }
    let first = receipt("a", &spool(&stage, &["eins"]).expect("writable"));
    assert_eq!(unpacked(&stage.store.load(&first).expect("earlier snapshots stay")), [b"eins"]);
    let receipts = fs::read_to_string(file(&stage, "receipts.ndjson")).expect("written");
    assert_eq!(receipts.lines().count(), 4);
}

#[test]
fn the_hash_of_a_single_part_is_that_of_the_file() {
    let stage = Stage::new();
    let hash = |parts: &[&str]| spool(&stage, parts).expect("writable").hash();
    assert_eq!(hash(&["abc"]), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
}

#[test]
fn a_snapshot_of_one_frame_is_read_too() {
    let stage = Stage::new();
    let parts = ["eins", "", "drei"];
    let receipt = save(&stage, &parts).expect("writable");
    let framed = parts.iter().flat_map(|part| [&(part.len() as u64).to_le_bytes()[..], part.as_bytes()].concat());
    let packed = zstd::encode_all(framed.collect::<Vec<_>>().as_slice(), 3).expect("packs");
    fs::write(file(&stage, &format!("{}.zst", receipt.hash)), packed).expect("writable");
    assert_eq!(unpacked(&stage.store.load(&receipt).expect("whole")), parts.map(str::as_bytes));
    let lying = Receipt { bytes: 7, ..receipt };
    assert!(stage.store.load(&lying).is_err());
}

#[test]
fn the_whole_file_is_one_stream_of_lengths_and_parts() {
    let stage = Stage::new();
    let receipt = save(&stage, &["eins", "zwei"]).expect("writable");
    let packed = fs::read(file(&stage, &format!("{}.zst", receipt.hash))).expect("written");
    let stream = zstd::decode_all(packed.as_slice()).expect("a stream");
    assert_eq!(stream, b"\x04\0\0\0\0\0\0\0eins\x04\0\0\0\0\0\0\0zwei");
}

#[test]
fn what_is_not_kept_goes() {
    let stage = Stage::new();
    let begun = spool(&stage, &["eins"]).expect("writable").part().expect("writable");
    let coming = || crate::fs::files_below(&stage.root().join("data/snapshots"), "part").expect("readable").len();
    assert_eq!(coming(), 1);
    drop(begun);
    assert_eq!(coming(), 0);
    stage.write("data/snapshots/coming-killed.part", "half");
    drop(stage.store.lock().expect("nobody else pulls"));
    assert_eq!(coming(), 0, "a killed pull's goes with the next");
}

#[test]
fn a_damaged_snapshot_counts_as_none() {
    let stage = Stage::new();
    let receipt = save(&stage, &["some rows", "more rows"]).expect("writable");
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
    save(&stage, &["some rows", "more rows"]).expect("saving again mends it");
    assert_eq!(stage.store.latest("a").expect("readable"), Some(receipt));
}

#[test]
fn a_damaged_receipt_counts_as_none() {
    let stage = Stage::new();
    let receipt = save(&stage, &["x"]).expect("writable");
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
    let receipt = save(&stage, &["12345", "678"]).expect("writable");
    for (bytes, parts) in [(4, 2), (8, 1), (8, 3), (9, 2), (0, 0)] {
        let lying = Receipt { bytes, parts, ..receipt.clone() };
        assert!(stage.store.load(&lying).is_err(), "{bytes} bytes in {parts} parts");
    }
}

#[test]
fn a_line_cut_by_a_crash_spoils_no_other() {
    let stage = Stage::new();
    save(&stage, &["x"]).expect("writable");
    let path = file(&stage, "receipts.ndjson");
    let mut text = fs::read_to_string(&path).expect("written");
    text.push_str("{\"feed\":\"a\",\"addr");
    fs::write(&path, text).expect("writable");
    save(&stage, &["y"]).expect("writable");
    let text = fs::read_to_string(&path).expect("written");
    let whole = text.lines().filter(|line| serde_json::from_str::<Receipt>(line).is_ok()).count();
    assert_eq!((whole, text.lines().count()), (2, 3));
}

#[test]
fn only_the_latest_snapshot_is_renewed() {
    let stage = Stage::new();
    let old = save(&stage, &["old"]).expect("writable");
    let new = save(&stage, &["new"]).expect("writable");
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
    let error = save(&stage, &["x"]).expect_err("no folder").to_string();
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
