//! `mingjing check`: everything that is wrong with the portal's files, at once; writes nothing.

use super::answer::answer;
use crate::check::check;
use crate::cli::Common;
use crate::clock::Date;
use crate::exit::Exit;
use crate::issues::Severity;
use serde_json::json;

pub fn run(common: &Common, date: Option<Date>) -> anyhow::Result<Exit> {
    let checked = check(&common.root, date);
    let (errors, warnings) = (checked.count(Severity::Error), checked.count(Severity::Warning));
    let exit = match (checked.date, errors) {
        (None, _) => Exit::Usage,
        (Some(_), 0) => Exit::Done,
        (Some(_), _) => Exit::Failed,
    };
    let mut words: String = checked.issues.iter().map(|issue| format!("{issue}\n")).collect();
    words.push_str(&match (errors, warnings) {
        (0, 0) => "nothing to mend\n".to_owned(),
        _ => format!("{errors} errors, {warnings} warnings\n"),
    });
    let report = json!({
        "command": "check", "date": checked.date, "exit": exit.code(), "errors": errors, "warnings": warnings,
        "issues": checked.issues, "columns": checked.columns, "external_links": checked.external_links,
    });
    answer(common, &report, &words)?;
    Ok(exit)
}
