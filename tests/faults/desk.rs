//! A small portal whose feeds the tests write, and the real program run on it.

use mingjing::ledger::Ledger;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Desk {
    dir: tempfile::TempDir,
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub report: Value,
    pub stderr: String,
}

impl Ran {
    /// Asserts the exit code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{:#}\n{}", self.report, self.stderr);
        self
    }

    /// The only feed's report.
    pub fn feed(&self) -> &Value {
        &self.report["feeds"][0]
    }

    /// The only feed's reason.
    pub fn reason(&self) -> &str {
        self.feed()["reason"].as_str().unwrap_or_default()
    }
}

impl Desk {
    pub fn new() -> Desk {
        let desk = Desk { dir: tempfile::tempdir().expect("a folder") };
        let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sites/small/portal.toml");
        desk.write("portal.toml", std::fs::read(settings).expect("a fixture"));
        desk
    }

    /// A path below the root.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("below the root")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("writable");
    }

    /// Declares a feed of merchants.
    pub fn declare(&self, id: &str, source: &str, more: &str) {
        let text = format!("kind = \"merchant\"\nagency = \"示例局\"\nsource = \"{source}\"\n{more}\n");
        self.write(&format!("data/sources/{id}.toml"), text);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mingjing"));
        command.env("NO_PROXY", "127.0.0.1").env("AGENCY_TOKEN", TOKEN);
        command.arg("--root").arg(self.dir.path()).args(arguments);
        command
    }

    /// Runs the program to its end, with its report.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(&[arguments, &["--json"]].concat()).output().expect("the program starts");
        Ran {
            code: output.status.code(),
            report: serde_json::from_slice(&output.stdout).unwrap_or_default(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// All that the ledger says of records, in order.
    pub fn facts(&self) -> Vec<String> {
        let ledger = Ledger::open(&self.path("data/ledger.db")).expect("a ledger");
        let entries = ledger.entries(&|_| true).expect("whole");
        entries.iter().map(|entry| format!("{entry:?}")).collect()
    }

    /// What the ledger stands on, by feed.
    pub fn standing(&self) -> Vec<String> {
        let ledger = Ledger::open(&self.path("data/ledger.db")).expect("a ledger");
        let states = ledger.feeds().expect("whole").into_values();
        states.map(|state| format!("{} {:?} {} {}", state.id, state.hash, state.rows, state.records)).collect()
    }
}

/// What `${AGENCY_TOKEN}` is; must never be seen again.
pub const TOKEN: &str = "s3cr3t-t0ken";

/// A table of merchants: code, name and status of each, by number.
pub fn table(merchants: impl IntoIterator<Item = (u32, String)>) -> String {
    let mut text = "统一社会信用代码,企业名称,所属区县\n".to_owned();
    for (number, name) in merchants {
        text.push_str(&format!("{},{name},铁东区\n", code(number)));
    }
    text
}

/// A well-formed code whose check digit may be wrong: that only warns.
pub fn code(number: u32) -> String {
    format!("91210302MA{number:07}X")
}

pub fn name(number: u32) -> String {
    format!("示例{number}健身有限公司")
}
