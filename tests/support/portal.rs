//! A portal in a folder of its own, and the real program run on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What people and agencies write of a portal; the rest is made from it.
const PARTS: [&str; 6] = ["portal.toml", "content", "data/agencies.toml", "data/rules", "data/sources", "data/samples"];

/// A portal below a temporary folder, which goes with this value.
pub struct Portal {
    dir: tempfile::TempDir,
}

impl Portal {
    /// A copy of the portal in a folder of the repository, without what a pull or a build made.
    pub fn copy_of(folder: &str) -> Portal {
        let portal = Portal { dir: tempfile::tempdir().expect("a folder can be made") };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for part in PARTS.iter().filter(|part| from.join(part).exists()) {
            copy(&from.join(part), &portal.path(part));
        }
        portal
    }

    /// A path below the portal's root.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Replaces `old` in a text file of the portal; it must be there.
    pub fn edit(&self, name: &str, old: &str, new: &str) {
        let text = std::fs::read_to_string(self.path(name)).expect("a text file");
        assert!(text.contains(old), "`{name}` does not hold `{old}`");
        std::fs::write(self.path(name), text.replace(old, new)).expect("writable");
    }

    /// The program with `--root` set, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingjing"));
        // Servers of the tests themselves are not to be reached through a proxy.
        command.env("NO_PROXY", "127.0.0.1").arg("--root").arg(self.dir.path()).args(arguments);
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("the program starts"))
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Ran {
    code: Option<i32>,
    stderr: String,
    pub stdout: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Ran {
    /// Asserts the exit code and that stderr holds each of `said`.
    #[track_caller]
    pub fn ends(self, code: i32, said: &[&str]) -> Ran {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        for part in said {
            assert!(self.stderr.contains(part), "stderr does not say `{part}`:\n{}", self.stderr);
        }
        self
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("the repository can be read");
        let below = entry.path().strip_prefix(from).expect("what is found is below");
        // An empty remainder would put a slash behind a file's name.
        let target = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder can be made");
        } else {
            std::fs::create_dir_all(target.parent().expect("a file has a folder")).expect("a folder can be made");
            std::fs::copy(entry.path(), &target).expect("a file can be copied");
        }
    }
}
