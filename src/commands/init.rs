//! `mingjing init`: the portal that is embedded in the program, written into a folder of its own.

use super::answer::{answer, typed};
use crate::cli::Common;
use crate::exit::{Exit, UsageError};
use crate::fs::{self, FileError};
use serde_json::json;
use std::path::Path;

/// Every file of a new portal with its path, sorted; made by `build.rs`.
const STARTER: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/starter_files.rs"));

pub fn run(common: &Common, dir: &Path) -> anyhow::Result<Exit> {
    refuse_unless_free(dir)?;
    for (name, bytes) in STARTER {
        fs::write_atomic(&dir.join(portal_path(name)), bytes)?;
    }
    let files: Vec<&str> = STARTER.iter().map(|(name, _)| portal_path(name)).collect();
    let words = format!(
        "a new portal with invented sample data is in `{}`; begin with its `README.md`\nbuild it: {}\n",
        dir.display(),
        typed(dir, "")
    );
    answer(common, &json!({ "command": "init", "dir": dir.display().to_string(), "files": files, "exit": 0 }), &words)?;
    Ok(Exit::Done)
}

/// Where a file of the starter goes: under its own name, `.gitignore` would already hold in this program's repository.
fn portal_path(name: &str) -> &str {
    if name == "gitignore" { ".gitignore" } else { name }
}

/// Only what is not there yet, or an empty folder, becomes a portal.
fn refuse_unless_free(dir: &Path) -> anyhow::Result<()> {
    let refuse = |what: &str| {
        let hint = "name a folder that does not exist yet";
        Err(UsageError(format!("`{}` {what}\n  hint: {hint}", dir.display())).into())
    };
    match std::fs::read_dir(dir) {
        Ok(mut entries) => match entries.next() {
            Some(_) => refuse("is not empty"),
            None => Ok(()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => refuse("is a file"),
        Err(error) => Err(FileError::on("list", dir)(error).into()),
    }
}
