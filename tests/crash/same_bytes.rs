//! Same inputs, same bytes: whatever the number of threads, the time zone, the locale, the order of a feed's rows.

use crate::portal::{self, Plan};
use crate::two_states::mingjing;
use crate::whole::{Files, files};
use std::path::Path;

/// A portal pulled and built under some variables.
fn site(root: &Path, variables: &[(&str, &str)]) -> Files {
    let status = mingjing(root, &["update"]).envs(variables.iter().copied()).status().expect("the program starts");
    assert!(status.success(), "{status}");
    files(&root.join("site"))
}

fn city() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let plan = Plan::new(300, 11, 0).expect("a plan");
    portal::write(&plan, dir.path()).expect("written");
    dir
}

#[track_caller]
fn assert_same(one: &Files, other: &Files, but: &[&str]) {
    let paths = one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path));
    let differing: Vec<&String> = paths.filter(|path| !but.contains(&path.as_str())).collect();
    assert_eq!(differing, Vec::<&String>::new());
}

#[test]
fn threads_time_zone_and_locale_do_not_count() {
    let first = site(city().path(), &[("RAYON_NUM_THREADS", "1"), ("TZ", "UTC"), ("LC_ALL", "C")]);
    assert!(first.len() > 500, "{}", first.len());
    for variables in [
        [("RAYON_NUM_THREADS", "2"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "zh_CN.GB18030")],
        [("RAYON_NUM_THREADS", "5"), ("TZ", "America/Adak"), ("LC_ALL", "tr_TR.UTF-8")],
    ] {
        assert_same(&first, &site(city().path(), &variables), &[]);
    }
}

/// Every line but the first of a CSV file, backwards.
fn turn(path: &Path) -> bool {
    let bytes = std::fs::read(path).expect("a file");
    let text = encoding_rs::GB18030.decode(&bytes).0.into_owned();
    let utf8 = String::from_utf8(bytes.clone()).ok();
    // A quoted field may hold a line break: such a file is left as it is.
    if utf8.as_deref().unwrap_or(&text).contains('"') {
        return false;
    }
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    lines[1..].reverse();
    std::fs::write(path, lines.concat()).expect("written");
    lines.len() > 3
}

#[test]
fn the_order_of_rows_does_not_count() {
    let first = site(city().path(), &[]);
    let turned = city();
    let feeds = walkdir::WalkDir::new(turned.path().join("data/samples")).into_iter();
    let feeds = feeds.map(|entry| entry.expect("readable").into_path());
    let count = feeds
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv" || ending == "tsv" || ending == "ndjson"))
        .filter(|path| turn(path))
        .count();
    assert!(count >= 3, "only {count} feeds were turned");
    // The manifest holds the digest of what the site was made from, the feeds' bytes among it.
    assert_same(&first, &site(turned.path(), &[]), &["manifest.json"]);
}
