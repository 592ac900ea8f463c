//! No room, no right to write, another build, a lock left behind: the site stays as it is, and the message says what is
//! missing.

use crate::two_states::{State, build, mingjing, two_states};
use crate::whole::{assert_is, assert_whole, files};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

struct Case {
    dir: tempfile::TempDir,
    states: [State; 2],
    out: PathBuf,
}

impl Case {
    /// A site of the first state.
    fn new() -> Case {
        let dir = tempfile::tempdir().expect("a folder");
        let states = two_states(dir.path(), 30);
        let out = dir.path().join("site");
        build(&states[0].root, &out);
        Case { dir, states, out }
    }

    fn after(&self, output: &Output, said: &[&str]) {
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{words}");
        for part in said {
            assert!(words.contains(part), "`{part}` is not said: {words}");
        }
        assert_eq!(files(&self.out), self.states[0].site, "the site is as it was");
    }

    /// The next build puts the second state in place.
    fn goes_on(&self) {
        build(&self.states[1].root, &self.out);
        assert_is(&self.out, &self.states[1], &self.states, "afterwards");
    }
}

/// A shell command with the program's own command line as `$@`.
fn shell(script: &str, case: &Case, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).arg("sh").arg(env!("CARGO_BIN_EXE_mingjing"));
    command.arg("--root").arg(&case.states[1].root).args(["build", "--out"]).arg(&case.out).args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Whether this user may make a file system of its own in a namespace.
fn may_mount(what: &str) -> bool {
    let tried = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
    let may = tried.is_ok_and(|output| output.status.success());
    if !may {
        eprintln!("skipped: {what} needs `unshare -rm` and `mount`, which this user may not use");
    }
    may
}

#[test]
fn a_file_larger_than_may_be_written() {
    let case = Case::new();
    // In blocks of 512 bytes: enough for the ledger, not for the catalogue of downloads.
    let output = shell("trap '' XFSZ; ulimit -f 80; exec \"$@\"", &case, &[]).output().expect("a shell");
    case.after(&output, &["cannot write", "hint: "]);
    assert!(!case.out.join(".mingjing/staging").exists(), "what was staged takes no room");
    case.goes_on();
}

#[test]
fn a_full_disk() {
    if !may_mount("the test of a full disk") {
        return;
    }
    let case = Case::new();
    let kept = case.dir.path().join("kept");
    // Room for the site and a little more; what stands there afterwards is copied out of the namespace.
    let script = format!(
        "cp -r {out} {kept} && mount -t tmpfs -o size=$(( $(du -sk {out} | cut -f1) + 300 ))k tmpfs {out} && \
         cp -r {kept}/. {out} && rm -r {kept} && \"$@\"; code=$?; cp -r {out} {kept}; exit $code",
        out = case.out.display(),
        kept = kept.display(),
    );
    let inner = shell(&script, &case, &[]);
    let mut command = Command::new("unshare");
    command.args(["-rm"]).arg("sh").args(inner.get_args()).stdout(Stdio::null()).stderr(Stdio::piped());
    let output = command.output().expect("a namespace");
    case.after(&output, &["cannot write", "hint: make room"]);
    assert_eq!(files(&kept), case.states[0].site, "the site on the full disk is as it was");
    assert!(!kept.join(".mingjing/staging").exists(), "what was staged takes no room");
    case.goes_on();
}

#[test]
fn an_output_that_cannot_be_written() {
    if !may_mount("the test of a read-only output") {
        return;
    }
    let case = Case::new();
    let script =
        format!("mount --bind {out} {out} && mount -o remount,bind,ro {out} && exec \"$@\"", out = case.out.display());
    let inner = shell(&script, &case, &[]);
    let mut command = Command::new("unshare");
    command.args(["-rm"]).arg("sh").args(inner.get_args()).stdout(Stdio::null()).stderr(Stdio::piped());
    let output = command.output().expect("a namespace");
    let said = format!("cannot write to the output folder `{}`", case.out.display());
    case.after(&output, &[&said, "hint: "]);
    case.goes_on();
}

#[test]
fn a_lock_left_behind_is_no_lock() {
    let case = Case::new();
    let mut killed = mingjing(&case.states[1].root, &["build", "--out", case.out.to_str().expect("UTF-8")]);
    let mut killed = killed.spawn().expect("starts");
    while !case.out.join(".mingjing/staging").exists() && killed.try_wait().expect("a child").is_none() {
        std::thread::yield_now();
    }
    killed.kill().expect("killed");
    killed.wait().expect("ended");
    assert!(case.out.join(".mingjing/lock").exists(), "the file is still there");
    std::fs::write(case.out.join(".mingjing/lock"), "1").expect("written");
    case.goes_on();
}

#[test]
fn two_builds_of_two_states_leave_one_of_them() {
    let case = Case::new();
    let out = case.out.to_str().expect("UTF-8");
    for _ in 0..5 {
        let children = case.states.each_ref().map(|state| {
            mingjing(&state.root, &["build", "--out", out]).stderr(Stdio::piped()).spawn().expect("starts")
        });
        let mut done = 0;
        for child in children {
            let output = child.wait_with_output().expect("ends");
            let words = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                Some(0) => done += 1,
                Some(1) => assert!(words.contains("another build is running on `"), "{words}"),
                code => panic!("{code:?}: {words}"),
            }
        }
        assert!(done >= 1);
        assert_whole(&case.out, &case.states, "after two builds");
        verified(&case.out, 0, "");
    }
    case.goes_on();
}

#[test]
fn verify_finds_what_is_changed_missing_or_more() {
    let case = Case::new();
    verified(&case.out, 0, "");
    let page = case.out.join("index.html");
    let bytes = std::fs::read(&page).expect("a page");
    let mut other = bytes.clone();
    other[20] ^= 1;
    for (broken, said) in
        [(Some(other), "SHA-256"), (Some(bytes[1..].to_vec()), "bytes, the manifest says"), (None, "missing")]
    {
        match broken {
            Some(broken) => std::fs::write(&page, broken).expect("written"),
            None => std::fs::remove_file(&page).expect("removed"),
        }
        verified(&case.out, 1, said);
        std::fs::write(&page, &bytes).expect("written");
        verified(&case.out, 0, "");
    }
    std::fs::write(case.out.join("m/more.html"), "more").expect("written");
    verified(&case.out, 1, "not in the manifest");
}

#[track_caller]
fn verified(out: &Path, code: i32, said: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingjing"));
    let output = command.arg("verify").arg(out).output().expect("the program starts");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(code) && words.contains(said), "{words}");
}
