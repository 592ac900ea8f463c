//! `mingjing withdraw`.

use super::answer::answer;
use crate::cli::Common;
use crate::clock::Date;
use crate::config::Settings;
use crate::exit::{Exit, UsageError};
use crate::ledger::{Ledger, withdrawals};
use crate::records::privacy;
use serde_json::json;

pub fn run(common: &Common, record: &str, reason: &str, date: Option<Date>) -> anyhow::Result<Exit> {
    if !privacy::find_all(reason).is_empty() {
        let hint = "say why the record leaves, not who asked for it: the reason is kept";
        return Err(UsageError(format!("the reason holds personal data\n  hint: {hint}")).into());
    }
    if reason.trim().is_empty() {
        let hint = "every removal has a reason, which is kept: `--reason 处罚决定被撤销`";
        return Err(UsageError(format!("the reason is empty\n  hint: {hint}")).into());
    }
    let settings = Settings::load(&common.root)?;
    let mut ledger = Ledger::open(&settings.ledger_path())?;
    let entries = ledger.entries(&|_| true)?;
    let Some(entry) = entries.iter().find(|entry| entry.record.id.as_str() == record) else {
        let hint = "`mingjing explain NAME` shows the ids of a merchant's records";
        return Err(UsageError(format!("no record `{record}` in the ledger\n  hint: {hint}")).into());
    };
    let on = settings.date(date);
    withdrawals::append(&settings.data().join("withdrawals.toml"), entry, reason, on)?;
    ledger.note_withdrawal(record, on, reason)?;
    let words = format!("`{record}` is on the withdrawal list from {on}; it leaves the site at the next build\n");
    answer(common, &json!({ "command": "withdraw", "record": record, "on": on, "exit": 0 }), &words)?;
    Ok(Exit::Done)
}
