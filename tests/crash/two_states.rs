//! Two portals of the same city on two days of its life, and the site that each makes: what a large change is.

use crate::portal::{self, Plan};
use crate::whole::{Files, files};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One of the two.
pub struct State {
    pub root: PathBuf,
    /// Its clean build.
    pub site: Files,
}

/// A program with the root of a portal, quiet.
pub fn mingjing(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingjing"));
    command.arg("--root").arg(root).arg("--quiet").args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Runs a build of `root` into `out` to its end.
#[track_caller]
pub fn build(root: &Path, out: &Path) {
    let mut command = mingjing(root, &["build", "--out", out.to_str().expect("UTF-8")]);
    let output = command.stderr(Stdio::piped()).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Nearly every merchant and article of the one is not in the other.
pub fn two_states(below: &Path, merchants: u64) -> [State; 2] {
    [1, 2].map(|seed| {
        let root = below.join(format!("state-{seed}"));
        let plan = Plan::new(merchants + seed * 3, seed, 0).expect("a plan");
        portal::write(&plan, &root).expect("written");
        let status = mingjing(&root, &["pull"]).status().expect("the program starts");
        // 3: so small a city has a feed without rows.
        assert!(matches!(status.code(), Some(0 | 3)), "{status}");
        let clean = below.join(format!("clean-{seed}"));
        build(&root, &clean);
        State { root, site: files(&clean) }
    })
}

/// A temporary folder, in memory where the system has such a place: what a killed process leaves is the same there, and
/// hundreds of builds need not wait for a disk.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder can be made")
}
