use super::*;
use crate::sources::Feed;
use std::fs;
use std::path::Path;

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(path, text).expect("written");
}

fn portal() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path().canonicalize().expect("a path");
    write(&root, "portal.toml", "");
    write(&root, "content/articles/a.md", "a");
    write(&root, "data/sources/one.toml", "kind = \"penalty\"\nagency = \"甲\"\nsource = \"data/samples/one.csv\"\n");
    write(&root, "data/sources/two.toml", "kind = \"penalty\"\nagency = \"甲\"\nsource = \"feeds/in/two.csv\"\n");
    write(&root, "data/samples/one.csv", "x");
    write(&root, "feeds/in/two.csv", "x");
    write(&root, "data/snapshots/one/latest.json", "{}");
    write(&root, "data/preview/index.html", "x");
    write(&root, "data/index-drafts/meta.json", "{}");
    (dir, root)
}

fn scope(root: &Path) -> Scope {
    let feeds = Feed::load_all(root).expect("feeds");
    Scope::new(root, &root.join("data/preview"), &feeds).expect("a scope")
}

#[test]
fn files_matter_to_what_is_made_of_them() {
    let (_dir, root) = portal();
    let scope = scope(&root);
    let feeds = |ids: &[&str]| Concern::Feeds(ids.iter().map(|id| (*id).to_owned()).collect());
    for (path, expected) in [
        ("portal.toml", Concern::Site),
        ("content/articles/a.md", Concern::Site),
        ("content", Concern::Site),
        ("content/images/a.png", Concern::Site),
        ("data/pictures/a-480.png", Concern::None),
        ("themes/default/templates/home.html", Concern::Site),
        ("data/agencies.toml", Concern::Site),
        ("data/rules/local.toml", Concern::Site),
        ("data/sources/one.toml", feeds(&["one"])),
        ("data/sources/new.toml", feeds(&["new"])),
        ("data/samples/one.csv", feeds(&["one"])),
        ("data/samples", feeds(&["one"])),
        ("feeds/in/two.csv", feeds(&["two"])),
        ("feeds", feeds(&["two"])),
        ("data/samples/other.csv", Concern::None),
        ("data/ledger.db", Concern::None),
        ("data/ledger.db-wal", Concern::None),
        ("data/snapshots/one/latest.json", Concern::None),
        ("data/index-drafts/meta.json", Concern::None),
        ("data/preview/index.html", Concern::None),
        ("site/index.html", Concern::None),
        ("content/articles/.a.md.swp", Concern::None),
        ("content/articles/a.md~", Concern::None),
        (".git/index", Concern::None),
    ] {
        assert_eq!(scope.concern(&root.join(path)), expected, "{path}");
    }
    assert_eq!(scope.concern(Path::new("/elsewhere/content/a.md")), Concern::None);
}

#[test]
fn output_and_private_folders_are_not_watched() {
    let (_dir, root) = portal();
    let folders: Vec<PathBuf> = scope(&root).folders().into_keys().collect();
    let expected = ["", "content", "data", "data/samples", "data/sources", "feeds/in"].map(|path| root.join(path));
    let expected: Vec<PathBuf> = expected.iter().map(|path| path.components().collect()).collect();
    assert_eq!(folders, expected);
    for bad in ["content/out", "themes", "data/sources/out", "data", "", ".."] {
        let out: PathBuf = root.join(bad).canonicalize().unwrap_or_else(|_| root.join(bad));
        assert!(Scope::new(&root, &out, &[]).is_err(), "{bad}");
    }
    let elsewhere = Scope::new(&root, &root.join("data/mine/out"), &[]).expect("a scope");
    write(&root, "data/mine/out/index.html", "x");
    assert!(!elsewhere.folders().contains_key(&root.join("data/mine")), "its changes would never end");
}

/// The next burst, which must come.
fn next(watch: &mut Watch, stopper: &Stopper) -> Changes {
    let late = stopper.clone();
    let (done, finished) = mpsc::channel::<()>();
    let guard = std::thread::spawn(move || {
        if finished.recv_timeout(Duration::from_secs(10)) == Err(RecvTimeoutError::Timeout) {
            late.stop();
        }
    });
    let changes = watch.wait().expect("watching").expect("changes within ten seconds");
    drop(done);
    guard.join().expect("ended");
    changes
}

#[test]
fn changes_deletions_and_new_folders_are_seen_and_own_writes_are_not() {
    let (_dir, root) = portal();
    let (mut watch, stopper) = Watch::begin(scope(&root)).expect("watching");
    let seen = |changes: &Changes, file: &str| changes.paths.contains(&root.join(file));

    write(&root, "data/preview/index.html", "own");
    write(&root, "data/ledger.db", "own");
    write(&root, "content/articles/a.md", "changed");
    let changes = next(&mut watch, &stopper);
    assert!(
        changes.feeds.is_empty() && changes.paths.len() == 1 && seen(&changes, "content/articles/a.md"),
        "{changes:?}"
    );

    fs::remove_file(root.join("content/articles/a.md")).expect("removed");
    assert!(seen(&next(&mut watch, &stopper), "content/articles/a.md"));

    write(&root, "feeds/in/two.csv", "more");
    assert_eq!(next(&mut watch, &stopper).feeds, BTreeSet::from(["two".to_owned()]));

    write(&root, "themes/default/templates/home.html", "new");
    assert!(next(&mut watch, &stopper).paths.iter().any(|path| path.starts_with(root.join("themes"))));
    write(&root, "themes/default/templates/home.html", "again");
    assert!(seen(&next(&mut watch, &stopper), "themes/default/templates/home.html"));

    fs::remove_dir_all(root.join("content")).expect("removed");
    next(&mut watch, &stopper);
    write(&root, "content/b.md", "b");
    next(&mut watch, &stopper);
    write(&root, "content/b.md", "changed");
    assert!(seen(&next(&mut watch, &stopper), "content/b.md"), "a folder that came back is not watched");

    stopper.stop();
    assert_eq!(watch.wait().expect("watching"), None);
}
