//! `mingjing verify`.

use super::answer::answer;
use crate::cli::Common;
use crate::exit::Exit;
use crate::publish;
use serde_json::json;
use std::path::Path;

pub fn run(common: &Common, dir: &Path) -> anyhow::Result<Exit> {
    let issues = publish::verify(dir)?;
    let words: String = match issues.as_slice() {
        [] => "every file is as the manifest says\n".to_owned(),
        issues => issues.iter().map(|issue| format!("{issue}\n")).collect(),
    };
    let exit = if issues.is_empty() { Exit::Done } else { Exit::Failed };
    answer(common, &json!({ "command": "verify", "exit": exit.code(), "issues": issues }), &words)?;
    Ok(exit)
}
