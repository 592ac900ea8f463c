//! Feed files below the root.

use super::stage::{Stage, unpacked};
use crate::sources::{Feed, FetchError, Fetched};
use std::sync::Mutex;

#[tokio::test]
async fn a_file_is_fresh_once_and_then_unchanged_until_it_changes() {
    let stage = Stage::new();
    stage.write("data/samples/a.csv", "名称\n示例\n");
    let feed = stage.feed("a", "data/samples/a.csv", "");
    let first = stage.pull(&feed).await;
    assert_eq!(first.address, "data/samples/a.csv");
    assert_eq!((first.status, first.parts, first.bytes), (None, 1, 14));
    let Ok(Fetched::Unchanged(receipt)) = stage.fetch(&feed).await else { panic!("not unchanged") };
    assert_eq!(receipt.hash, first.hash);
    assert!(receipt.fetched_at >= first.fetched_at);
    assert_eq!(stage.store.latest("a").expect("readable"), Some(receipt));
    stage.write("data/samples/a.csv", "名称\n另一个\n");
    assert_ne!(stage.fresh(&feed).await.receipt.hash, first.hash);
}

#[tokio::test]
async fn a_run_that_stops_before_saving_finds_the_bytes_new_again() {
    let stage = Stage::new();
    stage.write("a.csv", "x");
    let feed = stage.feed("a", "a.csv", "");
    assert_eq!(stage.bodies(&feed).await, stage.bodies(&feed).await);
}

#[tokio::test]
async fn an_empty_file_is_passed_on() {
    let stage = Stage::new();
    stage.write("a.csv", "");
    let feed = stage.feed("a", "./a.csv", "");
    assert_eq!(stage.pull(&feed).await.bytes, 0);
    let latest = stage.store.latest("a").expect("readable").expect("kept");
    assert_eq!(unpacked(&stage.store.load(&latest).expect("whole")), [Vec::<u8>::new()]);
    assert!(matches!(stage.fetch(&feed).await, Ok(Fetched::Unchanged(_))));
}

#[tokio::test]
async fn what_cannot_be_read_says_so() {
    let stage = Stage::new();
    let missing = stage.failure(&stage.feed("a", "data/samples/none.csv", "")).await.to_string();
    assert!(missing.contains("`data/samples/none.csv` does not exist") && missing.contains("a.toml"), "{missing}");
    let folder = stage.failure(&stage.feed("a", "data/sources", "")).await;
    assert!(matches!(folder, FetchError::Folder { .. }), "{folder}");
    stage.write("big.csv", "0123456789");
    let large = stage.failure(&stage.feed("a", "big.csv", "max_bytes = 9")).await.to_string();
    assert!(large.contains("`big.csv` has 10 bytes") && large.contains("`max_bytes` allows 9"), "{large}");
    assert!(matches!(stage.fetch(&stage.feed("a", "big.csv", "max_bytes = 10")).await, Ok(Fetched::Fresh(_))));
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_followed_inside_the_root_only() {
    let stage = Stage::new();
    let outside = tempfile::TempDir::new().expect("a temporary folder");
    std::fs::write(outside.path().join("secret.csv"), "x").expect("writable");
    let link = |target: &std::path::Path, name: &str| {
        std::os::unix::fs::symlink(target, stage.root().join(name)).expect("links can be made");
    };
    stage.write("real.csv", "x");
    link(outside.path(), "folder");
    link(&stage.root().join("real.csv"), "inside.csv");
    link(std::path::Path::new("loop.csv"), "loop.csv");
    let escaped = stage.failure(&stage.feed("a", "folder/secret.csv", "")).await;
    assert!(matches!(escaped, FetchError::OutsideRoot { .. }), "{escaped}");
    assert_eq!(stage.bodies(&stage.feed("a", "inside.csv", "")).await, [b"x"]);
    let looped = stage.failure(&stage.feed("a", "loop.csv", "")).await;
    assert!(matches!(looped, FetchError::Unreadable { .. }), "{looped}");
    let through_file = stage.failure(&stage.feed("a", "real.csv/x", "")).await;
    assert!(matches!(through_file, FetchError::Unreadable { .. }), "{through_file}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_named_pipe_does_not_hold_up_the_run() {
    let stage = Stage::new();
    let socket = stage.root().join("pipe.csv");
    let _kept_open = std::os::unix::net::UnixListener::bind(&socket).expect("a socket can be made");
    let error = stage.failure(&stage.feed("a", "pipe.csv", "")).await;
    assert!(matches!(error, FetchError::NotAFile { .. }), "{error}");
}

#[tokio::test]
async fn one_failure_is_its_own_and_results_keep_the_order() {
    let stage = Stage::new();
    let feeds: Vec<Feed> =
        (0..12).map(|number| stage.feed(&format!("f{number}"), &format!("{number}.csv"), "")).collect();
    for number in (0..12).filter(|number| number % 3 > 0) {
        stage.write(&format!("{number}.csv"), format!("row {number}"));
    }
    let done = Mutex::new(Vec::new());
    let note = |id: &str, _| done.lock().expect("nobody panics").push(id.to_owned());
    let results = stage.fetcher.fetch_all(&feeds, &stage.store, &note).await;
    for (number, result) in results.into_iter().enumerate() {
        match result {
            Ok(Fetched::Fresh(snapshot)) => {
                assert_eq!(unpacked(&snapshot.spool.bodies()), [format!("row {number}").as_bytes()]);
            }
            Ok(Fetched::Unchanged(receipt)) => panic!("{receipt:?}"),
            Err(error) => assert!(number % 3 == 0 && matches!(error, FetchError::Missing { .. })),
        }
    }
    let mut done = done.into_inner().expect("nobody panics");
    done.sort();
    let mut ids: Vec<String> = feeds.into_iter().map(|feed| feed.id).collect();
    ids.sort();
    assert_eq!(done, ids);
}
