//! An output folder that cannot be written, or that another build is writing.

use crate::published::Published;

#[test]
fn a_file_where_the_folder_should_be() {
    let site = Published::small();
    site.write("taken", "not a folder");
    let out = site.portal.path("taken");
    let said = format!("cannot write to the output folder `{}`", out.display());
    let ran = site.portal.run(&["build", "--out", out.to_str().expect("UTF-8")]);
    ran.ends(1, &[&said, "hint: check that the folder may be written, or name another with `--out`\n"]);
    assert_eq!(std::fs::read(&out).expect("a file"), b"not a folder");
    site.site_is_as_before();
}

#[test]
fn a_folder_below_a_file() {
    let site = Published::small();
    site.write("taken", "not a folder");
    let out = site.portal.path("taken/site");
    site.portal
        .run(&["build", "--out", out.to_str().expect("UTF-8")])
        .ends(1, &["cannot write to the output folder", "hint: "]);
    site.site_is_as_before();
}

#[test]
fn a_folder_among_the_portals_own_files() {
    let site = Published::small();
    let before = site.portal.path("data/sources").read_dir().expect("a folder").count();
    for own in
        ["", "data", "content", "content/site", "themes/x", "data/sources", "data/snapshots/site", "site/../data"]
    {
        let out = site.portal.path(own);
        for command in ["build", "update"] {
            let said = ["is among the portal's own files", "hint: "];
            site.portal.run(&[command, "--out", out.to_str().expect("UTF-8")]).ends(2, &said);
        }
        assert!(!out.join("index.html").exists(), "{own}");
    }
    assert_eq!(site.portal.path("data/sources").read_dir().expect("a folder").count(), before);
    site.site_is_as_before();
}

#[test]
fn a_ledger_that_is_lost_empties_no_site() {
    let site = Published::small();
    for ending in ["", "-wal", "-shm"] {
        // The last two are there only while somebody writes.
        std::fs::remove_file(site.portal.path(&format!("data/ledger.db{ending}"))).ok();
    }
    site.portal.run(&["build"]).ends(2, &["there is no ledger", "it stays as it is", "hint: "]);
    site.site_is_as_before();
    site.portal.run(&["update"]).ends(0, &[]);
}

#[test]
fn a_folder_in_the_way_of_a_page() {
    let site = Published::small();
    let out = site.portal.path("other");
    std::fs::create_dir_all(out.join("index.html")).expect("a folder can be made");
    site.portal.run(&["build", "--out", out.to_str().expect("UTF-8")]).ends(1, &["index.html", "in the way", "hint: "]);
    site.site_is_as_before();
}

#[test]
fn somebody_elses_files() {
    let site = Published::small();
    let out = site.portal.path("other");
    site.write("other/index.html", "made by hand");
    site.portal
        .run(&["build", "--out", out.to_str().expect("UTF-8")])
        .ends(1, &["index.html", "not made by a build", "hint: "]);
    assert_eq!(std::fs::read(out.join("index.html")).expect("a file"), b"made by hand");
}

#[test]
fn two_builds_at_once() {
    let site = Published::small();
    // As the other build holds it.
    let lock = std::fs::File::options().write(true).open(site.portal.path("site/.mingjing/lock")).expect("a lock file");
    lock.try_lock().expect("nobody builds");
    let said = format!("another build is running on `{}`", site.portal.path("site").display());
    site.portal.run(&["build"]).ends(1, &[&said, "hint: wait until it is done"]);
    site.site_is_as_before();
    drop(lock);
    site.portal.run(&["build"]).ends(0, &["nothing changed"]);
}

#[test]
fn many_updates_at_once_leave_one_whole_site() {
    let site = Published::small();
    std::fs::remove_dir_all(site.portal.path("site")).expect("removed");
    let start = |_| {
        let mut command = site.portal.command(&["update", "--quiet"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().expect("starts")
    };
    let children: Vec<_> = (0..4).map(start).collect();
    let mut done = 0;
    for child in children {
        let output = child.wait_with_output().expect("ends");
        let message = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => done += 1,
            Some(1) => assert!(message.contains("another ") && message.contains(" is running on `"), "{message}"),
            code => panic!("{code:?}: {message}"),
        }
    }
    assert!(done >= 1);
    site.facts_are_as_before();
    let folder = site.portal.path("site");
    site.portal.run(&["verify", folder.to_str().expect("UTF-8")]).ends(0, &[]);
}
