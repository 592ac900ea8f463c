//! `mingjing accept`.

use super::answer::answer;
use crate::cli::Common;
use crate::config::Settings;
use crate::exit::{Exit, UsageError};
use crate::ledger::Ledger;
use crate::sources::Feed;
use serde_json::json;

pub fn run(common: &Common, feed: &str) -> anyhow::Result<Exit> {
    let settings = Settings::load(&common.root)?;
    if !Feed::load_all(&settings.root)?.iter().any(|declared| declared.id == feed) {
        return Err(UsageError(format!("no feed `{feed}`; `mingjing status` lists them")).into());
    }
    let mut ledger = Ledger::open(&settings.ledger_path())?;
    if !ledger.accept(feed)? {
        return Err(UsageError(format!("nothing of the feed `{feed}` is held")).into());
    }
    let words = format!("the held change of `{feed}` goes through at the next `mingjing pull`\n");
    answer(common, &json!({ "command": "accept", "feed": feed, "exit": 0 }), &words)?;
    Ok(Exit::Done)
}
