use super::*;
use crate::publish::disk::fuse::Fuse;
use crate::publish::{Key, unchanged, verify};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

type Site = BTreeMap<String, String>;

fn class(path: &str) -> Class {
    match path {
        _ if path.starts_with("assets/") || path.ends_with(".chunk") => Class::Immutable,
        "search/meta.json" | "sitemap.xml" => Class::Pointer,
        _ => Class::Page,
    }
}

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn put_all(publisher: &Publisher, site: &Site) -> Result<(), PublishError> {
    site.iter().try_for_each(|(path, text)| {
        publisher.put(Artifact { path: path.clone(), class: class(path), bytes: text.clone().into_bytes() })
    })
}

fn open(out: &Path) -> Result<Publisher, PublishError> {
    Publisher::open(out, Gate::default(), Compare::Size)
}

fn publish(out: &Path, site: &Site) -> Result<Published, PublishError> {
    let publisher = open(out)?;
    put_all(&publisher, site)?;
    publisher.finish("inputs".to_owned())
}

/// Everything in the output folder but publishing's own.
fn on_disk(out: &Path) -> Site {
    let entries = walkdir::WalkDir::new(out).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| (site_path::from_native(entry.path().strip_prefix(out).unwrap()), entry.into_path()));
    named
        .filter(|(path, _)| !path.starts_with(".mingjing/") && path != "manifest.json")
        .map(|(path, file)| (path, fs::read_to_string(file).unwrap()))
        .collect()
}

/// Pages hold the paths that they point at, one a line: each must be there.
fn assert_links_hold(site: &Site, reachable_from: &str, when: &str) {
    let mut todo = vec![reachable_from.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(path) = todo.pop() {
        if seen.insert(path.clone()) {
            let text = site.get(&path).unwrap_or_else(|| panic!("{when}: `{path}` is pointed at and missing"));
            todo.extend(text.lines().filter(|line| line.contains('.')).map(str::to_owned));
        }
    }
}

fn first() -> Site {
    site(&[
        ("assets/a.css", "one"),
        ("index.html", "home\nassets/a.css\nm/1/a.html\nm/1/b.html\nsearch/meta.json"),
        ("m/1/a.html", "a\nassets/a.css\nm/1/b.html"),
        ("m/1/b.html", "b\nassets/a.css\nm/1/a.html"),
        ("old/gone.html", "gone"),
        ("chunks/1.chunk", "chunk one\nm/1/a.html"),
        ("search/meta.json", "meta\nchunks/1.chunk"),
    ])
}

/// Another style sheet and chunk, a new page that old ones point at, a page and a folder gone.
fn second() -> Site {
    site(&[
        ("assets/b.css", "two"),
        ("index.html", "home\nassets/b.css\nm/1/a.html\nm/2/c.html\nsearch/meta.json"),
        ("m/1/a.html", "a\nassets/b.css\nm/2/c.html"),
        ("m/2/c.html", "c\nassets/b.css\nm/1/a.html"),
        ("chunks/2.chunk", "chunk two\nm/2/c.html"),
        ("search/meta.json", "meta\nchunks/2.chunk"),
    ])
}

#[test]
fn publishes_changes_and_removes_only_what_it_made() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("deep/site");
    let done = publish(&out, &first()).unwrap();
    assert_eq!((done.files, done.written, done.removed), (7, 7, 0));
    assert_eq!(on_disk(&out), first());
    fs::write(out.join(".nojekyll"), "").unwrap();
    fs::write(out.join("m/1/note.txt"), "mine").unwrap();

    let done = publish(&out, &second()).unwrap();
    assert_eq!((done.files, done.written, done.removed), (6, 6, 3));
    let mut expected = second();
    // Readers with the pages before still need the theme for a while; a chunk may hold what was withdrawn and goes.
    expected.extend(site(&[("assets/a.css", "one")]));
    expected.extend(site(&[(".nojekyll", ""), ("m/1/note.txt", "mine")]));
    assert_eq!(on_disk(&out), expected);
    assert!(!out.join("old").exists(), "an emptied folder goes");
    let extra: Vec<String> = verify(&out).unwrap().into_iter().map(|issue| issue.place).collect();
    assert_eq!(extra, [".nojekyll", "m/1/note.txt"]);

    let mut third = second();
    third.insert("index.html".to_owned(), "home".to_owned());
    let done = publish(&out, &third).unwrap();
    assert_eq!((done.written, done.removed), (1, 1), "what was kept for one generation goes");
    assert!(!out.join("assets/a.css").exists() && out.join("m/1/note.txt").exists());
}

#[test]
fn the_same_site_again_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &first()).unwrap();
    publish(dir.path(), &second()).unwrap();
    let manifest = fs::read(dir.path().join("manifest.json")).unwrap();
    let before = on_disk(dir.path());
    let done = publish(dir.path(), &second()).unwrap();
    assert_eq!((done.written, done.removed), (0, 0));
    assert_eq!(on_disk(dir.path()), before, "the generation before is not dropped by a build that changes nothing");
    assert_eq!(fs::read(dir.path().join("manifest.json")).unwrap(), manifest);

    let other = tempfile::tempdir().unwrap();
    publish(other.path(), &second()).unwrap();
    assert_eq!(fs::read(other.path().join("manifest.json")).unwrap(), manifest, "history leaves no trace in it");
}

#[test]
fn unchanged_looks_at_inputs_and_sizes() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(unchanged(dir.path(), "inputs").unwrap(), None);
    publish(dir.path(), &first()).unwrap();
    assert_eq!(unchanged(dir.path(), "inputs").unwrap().unwrap().files.len(), 7);
    assert_eq!(unchanged(dir.path(), "others").unwrap(), None);
    fs::remove_file(dir.path().join("m/1/a.html")).unwrap();
    assert_eq!(unchanged(dir.path(), "inputs").unwrap(), None);
    let done = publish(dir.path(), &first()).unwrap();
    assert_eq!(done.written, 1, "a file lost by hand comes back");
    assert!(unchanged(dir.path(), "inputs").unwrap().is_some());
}

#[test]
fn a_build_mends_what_was_changed_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &first()).unwrap();
    fs::write(dir.path().join("assets/a.css"), "two").unwrap();
    assert_eq!(unchanged(dir.path(), "inputs").unwrap(), None, "of the same size, but written later");
    assert_eq!(publish(dir.path(), &first()).unwrap().written, 1);
    assert_eq!(on_disk(dir.path()), first());
    assert!(unchanged(dir.path(), "inputs").unwrap().is_some());
}

#[test]
fn a_full_build_mends_what_hides_its_time() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &first()).unwrap();
    let path = dir.path().join("assets/a.css");
    fs::write(&path, "two").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    assert!(unchanged(dir.path(), "inputs").unwrap().is_some());
    assert_eq!(publish(dir.path(), &first()).unwrap().written, 0, "same size and old: trusted");
    let publisher = Publisher::open(dir.path(), Gate::default(), Compare::Content).unwrap();
    put_all(&publisher, &first()).unwrap();
    assert_eq!(publisher.finish("inputs".to_owned()).unwrap().written, 1);
    assert_eq!(on_disk(dir.path()), first());
}

#[test]
fn a_site_that_was_copied_is_read_and_known_again() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &first()).unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    for path in first().keys() {
        fs::File::options().write(true).open(dir.path().join(path)).unwrap().set_modified(later).unwrap();
    }
    assert!(unchanged(dir.path(), "inputs").unwrap().is_some(), "every file has its bytes");
    assert_eq!(publish(dir.path(), &first()).unwrap().written, 0);
}

fn put_keyed(publisher: &Publisher, text: &str, key: &str) {
    let artifact = Artifact { path: "m/1/a.html".to_owned(), class: Class::Page, bytes: text.into() };
    publisher.put_made_of(artifact, Some(Key::of(&[key.as_bytes()]))).unwrap();
}

#[test]
fn a_page_made_of_the_same_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let keep = |publisher: &Publisher, key: &str| {
        publisher.keep("m/1/a.html", Key::of(&[key.as_bytes()])).unwrap().map(|kept| kept.0)
    };
    let publisher = open(dir.path()).unwrap();
    assert_eq!(keep(&publisher, "one"), None, "nothing is there");
    put_keyed(&publisher, "page", "one");
    publisher.finish("i".to_owned()).unwrap();
    for _ in 0..2 {
        let publisher = open(dir.path()).unwrap();
        assert_eq!(keep(&publisher, "other"), None);
        assert_eq!(publisher.keep("m/1/b.html", Key::of(&[b"one"])).unwrap(), None);
        assert_eq!(keep(&publisher, "one"), Some(4));
        let done = publisher.finish("i".to_owned()).unwrap();
        assert_eq!((done.files, done.bytes, done.written), (1, 4, 0), "and its key stays known");
    }
    let full = Publisher::open(dir.path(), Gate::default(), Compare::Content).unwrap();
    assert_eq!(keep(&full, "one"), None, "a full build makes all pages");
    drop(full);
    let gate = Gate::new(crate::records::privacy::Official::new(["0412-5550100"]));
    let other = Publisher::open(dir.path(), gate, Compare::Size).unwrap();
    assert_eq!(keep(&other, "one"), None, "another gate has not seen it");
    drop(other);

    fs::write(dir.path().join("m/1/a.html"), "eqap").unwrap();
    let publisher = open(dir.path()).unwrap();
    assert_eq!(keep(&publisher, "one"), None, "altered by hand");
    put_keyed(&publisher, "page", "one");
    assert_eq!(publisher.finish("i".to_owned()).unwrap().written, 1);
    let keys = dir.path().join(".mingjing/keys");
    let kept = fs::read(&keys).unwrap();
    assert_eq!(keep(&open(dir.path()).unwrap(), "one"), Some(4));

    let publisher = open(dir.path()).unwrap();
    put_keyed(&publisher, "next", "two");
    publisher.finish("i".to_owned()).unwrap();
    fs::write(&keys, kept).unwrap();
    assert_eq!(keep(&open(dir.path()).unwrap(), "one"), None, "keys of another manifest, as a crash may leave them");
}

#[test]
fn collisions_and_bad_paths_leave_the_site_alone() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &first()).unwrap();
    let page = |path: &str| Artifact { path: path.to_owned(), class: Class::Page, bytes: b"new".to_vec() };

    let publisher = open(dir.path()).unwrap();
    publisher.put(page("m/1/a.html")).unwrap();
    publisher.put(page("m/1/a.html")).unwrap();
    let error = publisher.finish(String::new()).unwrap_err();
    assert!(matches!(&error, PublishError::Collision(path) if path == "m/1/a.html"));

    for paths in [["n", "n/x.html"], ["n/x.html", "n"]] {
        let publisher = open(dir.path()).unwrap();
        let error = paths.iter().try_for_each(|path| publisher.put(page(path)));
        let error = error.and_then(|()| publisher.finish(String::new()).map(|_| ())).unwrap_err();
        assert!(matches!(error, PublishError::FileAndFolder(_)), "{paths:?}: {error}");
    }
    let publisher = open(dir.path()).unwrap();
    for path in ["../up.html", "/etc/passwd", "manifest.json", ".mingjing/lock", "a//b"] {
        assert!(matches!(publisher.put(page(path)), Err(PublishError::Path(_))), "{path}");
    }
    drop(publisher);
    assert_eq!(on_disk(dir.path()), first());
    assert_eq!(open(dir.path()).unwrap().recovered(), None, "nothing staged is left");
}

#[test]
fn what_others_put_there_is_neither_overwritten_nor_followed() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("site");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("index.html"), "a page of somebody else").unwrap();
    assert!(matches!(publish(&out, &first()), Err(PublishError::Foreign(_))));
    fs::write(out.join("index.html"), &first()["index.html"]).unwrap();
    publish(&out, &first()).expect("the very same bytes are no loss");

    let elsewhere = dir.path().join("elsewhere");
    fs::create_dir_all(elsewhere.join("1")).unwrap();
    fs::remove_dir_all(out.join("m")).unwrap();
    symlink(&elsewhere, out.join("m")).unwrap();
    let error = publish(&out, &first()).unwrap_err();
    assert!(error.to_string().contains("symbolic link"), "{error}");
    fs::remove_file(out.join("m")).unwrap();
    fs::remove_file(out.join("index.html")).unwrap();
    symlink(elsewhere.join("page"), out.join("index.html")).unwrap();
    assert!(matches!(publish(&out, &first()), Err(PublishError::InTheWay { .. })));
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 1, "nothing was written through a link");
    fs::remove_file(out.join("index.html")).unwrap();
    fs::create_dir(out.join("index.html")).unwrap();
    assert!(matches!(publish(&out, &first()), Err(PublishError::InTheWay { .. })));

    let linked = dir.path().join("linked");
    symlink(&elsewhere, &linked).unwrap();
    publish(&linked, &first()).expect("the output itself may be a link");
}

#[test]
fn one_build_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let held = open(dir.path()).unwrap();
    let error = open(dir.path()).unwrap_err();
    assert!(matches!(error, PublishError::Busy(_)) && error.to_string().contains("another build is running"));
    drop(held);
    open(dir.path()).unwrap();
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let error = open(&file.join("site")).unwrap_err();
    assert!(matches!(error, PublishError::Unwritable { .. }), "{error}");
    let locked = dir.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write anywhere: there is nothing to refuse then.
    if fs::write(locked.join("probe"), "").is_err() {
        assert!(matches!(open(&locked.join("site")), Err(PublishError::Unwritable { .. })));
    }
}

#[test]
fn damaged_state_is_named_not_guessed() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &first()).unwrap();
    for state in [".mingjing/commit.json", ".mingjing/retired.json", "manifest.json"] {
        let path = dir.path().join(state);
        let whole = fs::read(&path).ok();
        fs::write(&path, "{").unwrap();
        let error = open(dir.path()).unwrap_err();
        assert!(matches!(&error, PublishError::Damaged { path, .. } if path.ends_with(state)), "{error}");
        match whole {
            Some(whole) => fs::write(&path, whole).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
    }
    let list = r#"{"version":1,"moves":[],"removes":["../precious"],"retired":[]}"#;
    fs::write(dir.path().join(".mingjing/commit.json"), list).unwrap();
    assert!(matches!(open(dir.path()), Err(PublishError::Damaged { .. })), "a list may not reach out of the output");
}

#[test]
fn puts_from_many_threads() {
    let dir = tempfile::tempdir().unwrap();
    let publisher = open(dir.path()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let publisher = &publisher;
            scope.spawn(move || {
                for page in 0..50 {
                    let path = format!("m/{}/{thread}-{page}.html", page % 7);
                    publisher.put(Artifact { path, class: Class::Page, bytes: vec![b'x'; page] }).unwrap();
                }
            });
        }
    });
    assert_eq!(publisher.finish(String::new()).unwrap().files, 200);
    assert_eq!(verify(dir.path()).unwrap(), []);
}

/// Publishes `site` and is killed after `changes` changes to the output; none when it got to its end before.
fn publish_until(out: &Path, site: &Site, changes: usize) -> Option<PublishError> {
    let disk = Disk::with_fuse(out.canonicalize().unwrap(), Fuse::after(changes));
    let run = || {
        let publisher = Publisher::open_on(disk, Gate::default(), Compare::Size)?;
        put_all(&publisher, site)?;
        publisher.finish("inputs".to_owned())
    };
    run().err()
}

/// Kills a publishing of `next` over `before` at every change in turn, and a recovery of it at every change in turn.
fn survives_every_crash(before: Option<&Site>, next: &Site) {
    let (mut discarded, mut completed) = (0, 0);
    for changes in 0.. {
        let dir = tempfile::tempdir().unwrap();
        let out: PathBuf = dir.path().to_owned();
        if let Some(before) = before {
            publish(&out, before).unwrap();
        }
        let old = on_disk(&out);
        if publish_until(&out, next, changes).is_none() {
            assert!(discarded > 5 && completed > 5, "{discarded} discarded, {completed} completed");
            return;
        }
        assert_whole(&out, &old, next, &format!("killed after {changes} changes"));
        // The next run is killed as well, a little later each time.
        for more in 0..2 {
            let disk = Disk::with_fuse(out.canonicalize().unwrap(), Fuse::after(more));
            if Publisher::open_on(disk, Gate::default(), Compare::Size).is_err() {
                assert_whole(&out, &old, next, &format!("killed after {changes} changes, then {more}"));
            }
        }
        let recovered = open(&out).unwrap();
        let is_next = recovered.previous().is_some_and(|manifest| manifest.find("chunks/2.chunk").is_some());
        match recovered.recovered() {
            Some(Recovery::Completed) => completed += 1,
            Some(Recovery::Discarded) => discarded += 1,
            None => {}
        }
        drop(recovered);
        if is_next {
            let now = on_disk(&out);
            assert!(next.iter().all(|(path, text)| now.get(path) == Some(text)), "completed after {changes} changes");
        } else {
            assert_eq!(on_disk(&out), old, "discarded after {changes} changes");
        }
        assert!(!out.join(".mingjing/staging").exists() && !out.join(".mingjing/commit.json").exists());
        publish(&out, next).unwrap();
        assert_eq!(verify(&out).unwrap(), [], "built again after {changes} changes");
    }
}

/// Every published file is whole, an old or a new one, and what a reader can reach from the home page is there.
fn assert_whole(out: &Path, old: &Site, next: &Site, when: &str) {
    let now = on_disk(out);
    for (path, text) in &now {
        assert!(old.get(path) == Some(text) || next.get(path) == Some(text), "{when}: `{path}` is not whole: {text:?}");
    }
    if now.contains_key("index.html") {
        assert_links_hold(&now, "index.html", when);
    }
    if let Some(manifest) = Manifest::load(out).unwrap() {
        let lost = manifest.files.iter().find(|entry| !now.contains_key(&entry.path) && next.contains_key(&entry.path));
        assert_eq!(lost, None, "{when}");
    }
}

#[test]
fn survives_a_crash_at_every_step_of_a_first_publishing() {
    survives_every_crash(None, &second());
}

#[test]
fn survives_a_crash_at_every_step_of_a_second_publishing() {
    survives_every_crash(Some(&first()), &second());
}
