//! `mingjing ledger`: backup, restore and check.

use super::answer::answer;
use crate::cli::{Common, LedgerTask};
use crate::config::Settings;
use crate::exit::Exit;
use crate::issues::Issue;
use crate::ledger::keeping::{self, Holding, Looked};
use crate::sources::SnapshotStore;
use serde_json::json;

pub fn run(common: &Common, task: &LedgerTask) -> anyhow::Result<Exit> {
    let settings = Settings::load(&common.root)?;
    let path = settings.ledger_path();
    match task {
        LedgerTask::Backup { file } => {
            let holding = keeping::backup(&path, file)?;
            let words = format!("backup `{}`: {}", file.display(), counted(&holding));
            tell(common, "backup", &Looked { holding, issues: Vec::new() }, &words)
        }
        LedgerTask::Restore { file } => {
            // A pull that went on would write what it knows of the ledger before.
            let _alone = SnapshotStore::new(settings.snapshots()).lock()?;
            let holding = keeping::restore(&path, file)?;
            let words = format!("restored from `{}`: {}", file.display(), counted(&holding));
            tell(common, "restore", &Looked { holding, issues: Vec::new() }, &words)
        }
        LedgerTask::Check => {
            let looked = keeping::check(&path)?;
            let words = match looked.issues.as_slice() {
                [] => format!("the ledger is whole: {}", counted(&looked.holding)),
                issues => issues.iter().map(Issue::to_string).collect::<Vec<_>>().join("\n"),
            };
            tell(common, "check", &looked, &words)
        }
    }
}

fn counted(holding: &Holding) -> String {
    let Holding { version, feeds, records, mentions } = holding;
    format!("version {version}, {feeds} feeds, {records} records, {mentions} mentions")
}

fn tell(common: &Common, task: &str, looked: &Looked, words: &str) -> anyhow::Result<Exit> {
    let exit = if looked.issues.is_empty() { Exit::Done } else { Exit::Failed };
    let report = json!({
        "command": "ledger", "task": task, "exit": exit.code(), "holds": looked.holding, "issues": looked.issues,
    });
    answer(common, &report, &format!("{words}\n"))?;
    Ok(exit)
}
