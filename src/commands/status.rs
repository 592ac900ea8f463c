//! `mingjing status`.

use super::{Exit, answer};
use crate::cli::Common;
use crate::clock::Date;
use crate::ledger::FeedStatus;
use crate::pipeline::{self, Standing};
use jiff::Span;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Days ahead in which an end of publicity is worth saying.
const SOON: i64 = 14;

pub fn run(common: &Common, date: Option<Date>) -> anyhow::Result<Exit> {
    let standing = pipeline::standing(&common.root, date)?;
    let mut words = String::new();
    let mut feeds = Vec::new();
    let mut needs_person = false;
    for feed in &standing.feeds {
        let Some(state) = standing.feed_states.get(&feed.id) else {
            writeln!(words, "{:24} not pulled yet", feed.id)?;
            feeds.push(json!({ "id": feed.id, "kind": feed.kind, "status": "never" }));
            continue;
        };
        needs_person |= matches!(state.status, FeedStatus::Held | FeedStatus::Failed | FeedStatus::Stale);
        needs_person |= !state.quarantined.is_empty();
        let success = state.last_success.map(|date| date.to_string()).unwrap_or_else(|| "never".to_owned());
        let (status, rows, bad) = (state.status.key(), state.rows, state.quarantined.len());
        writeln!(words, "{:24} {status:9} last success {success}, {rows} rows, {bad} quarantined", feed.id)?;
        if !state.reason.is_empty() {
            writeln!(words, "{:24} {}", "", state.reason)?;
        }
        feeds.push(json!({
            "id": feed.id, "kind": feed.kind, "status": status, "reason": state.reason, "last_success": state.last_success,
            "rows": rows, "records": state.records, "quarantined": state.quarantined, "guessed_columns": state.columns.guessed,
            "ignored_columns": state.columns.ignored,
        }));
    }
    let records = by_kind(&standing);
    for (kind, count) in &records {
        writeln!(words, "{kind:14} {count}")?;
    }
    let soon = expiring(&standing);
    let conflicts: Vec<&str> = standing
        .entries
        .iter()
        .filter(|entry| !entry.conflicts.is_empty())
        .map(|entry| entry.record.id.as_str())
        .collect();
    writeln!(words, "{} records end within {SOON} days, {} have sources that differ", soon.len(), conflicts.len())?;
    for merge in &standing.resolution.merges {
        writeln!(words, "merged by name: {} into {}", merge.name, merge.merchant)?;
    }
    for misfit in &standing.misfits {
        writeln!(words, "{misfit}")?;
    }
    needs_person |= !standing.misfits.is_empty();
    let merges = standing
        .resolution
        .merges
        .iter()
        .map(|merge| json!({ "merchant": merge.merchant.as_str(), "record": merge.record, "name": merge.name }));
    let exit = if needs_person { Exit::NeedsPerson } else { Exit::Done };
    let report = json!({
        "command": "status", "date": standing.date, "exit": exit.code(), "feeds": feeds, "records": records,
        "expires_soon": soon, "conflicts": conflicts, "corrections": standing.misfits, "merges": merges.collect::<Vec<Value>>(),
    });
    answer(common, &report, &words)?;
    Ok(exit)
}

/// Public records by the kind they are shown as.
fn by_kind(standing: &Standing) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for judgement in standing.judgements.iter().filter(|judgement| judgement.state.is_public()) {
        *counts.entry(judgement.shown_as.key()).or_default() += 1;
    }
    counts
}

fn expiring(standing: &Standing) -> Vec<Value> {
    let last = standing.date.saturating_add(Span::new().days(SOON));
    let public = standing.entries.iter().zip(&standing.judgements).filter(|(_, judgement)| judgement.state.is_public());
    public
        .filter(|(_, judgement)| judgement.until.is_some_and(|until| until <= last))
        .map(|(entry, judgement)| json!({ "id": entry.record.id, "until": judgement.until }))
        .collect()
}
