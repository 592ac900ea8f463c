//! The commands as people type them: the real program in folders of its own.

mod another_city;
mod articles_page;
mod check;
mod corrections;
mod forgotten;
mod new_portal;
mod new_source;
mod new_source_formats;
mod reports;
mod serve;
mod sources_page;
mod usage;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program, as if no cargo had started it.
fn mingjing(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingjing"));
    command.env_remove("CARGO").arg("--root").arg(root).args(arguments).output().expect("runs")
}

/// Runs the program and asserts how it ended; its words.
fn said(root: &Path, arguments: &[&str], code: i32) -> String {
    let output = mingjing(root, arguments);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {words}");
    words
}

/// The report of a command with `--json`, whatever its exit code.
fn report(root: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = mingjing(root, &[arguments, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr));
    })
}

/// Copies a folder.
fn copy_below(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("readable");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("created");
        } else {
            std::fs::copy(entry.path(), &target).expect("copied");
        }
    }
}

/// A portal fresh from `init`.
fn new_portal() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    said(dir.path(), &["init", dir.path().to_str().expect("utf-8")], 0);
    dir
}

/// Replaces `from`, which must be there, in a file of a portal, as editors do: a new file takes the old one's place.
fn edit(root: &Path, file: &str, from: &str, to: &str) {
    let path = root.join(file);
    let text = std::fs::read_to_string(&path).expect("text");
    assert!(text.contains(from), "{file} has no `{from}`");
    let beside = path.with_extension("tmp");
    std::fs::write(&beside, text.replacen(from, to, 1)).expect("written");
    std::fs::rename(beside, path).expect("renamed");
}
