//! `mingjing status`.

use super::{Exit, answer};
use crate::cli::Common;
use crate::clock::Date;
use crate::ledger::{Cut, FeedState, FeedStatus};
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
    let mut needs_person: Vec<Value> = Vec::new();
    for feed in &standing.feeds {
        let Some(state) = standing.feed_states.get(&feed.id) else {
            writeln!(words, "{:24} not pulled yet", feed.id)?;
            feeds.push(json!({ "id": feed.id, "kind": feed.kind, "status": "never" }));
            // Nothing is wrong with a new feed: it does not change the exit code.
            continue;
        };
        needs_person.extend(needed(state));
        let success = state.last_success.map(|date| date.to_string()).unwrap_or_else(|| "never".to_owned());
        let (status, rows, bad) = (state.status.key(), state.rows, state.quarantined.len());
        writeln!(words, "{:24} {status:9} last success {success}, {rows} rows, {bad} quarantined", feed.id)?;
        if !state.reason.is_empty() {
            writeln!(words, "{:24} {}", "", state.reason)?;
        }
        if let Some(difference) = &state.difference {
            writeln!(words, "{:24} {difference}", "")?;
        }
        feeds.push(json!({
            "id": feed.id, "kind": feed.kind, "status": status, "reason": state.reason, "last_success": state.last_success,
            "rows": rows, "records": state.records, "quarantined": state.quarantined, "guessed_columns": state.columns.guessed,
            "ignored_columns": state.columns.ignored, "difference": state.difference,
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
    let cut = cut(&standing);
    if !cut.is_empty() {
        writeln!(words, "{} end dates of feeds lie beyond the maximum and were cut", cut.len())?;
    }
    for merge in &standing.resolution.merges {
        writeln!(words, "merged by name: {} into {}", merge.name, merge.merchant)?;
    }
    for misfit in standing.misfits.all() {
        writeln!(words, "{misfit}")?;
    }
    let merges = standing
        .resolution
        .merges
        .iter()
        .map(|merge| json!({ "merchant": merge.merchant.as_str(), "record": merge.record, "name": merge.name }));
    for need in &needs_person {
        let part = |key: &str| need[key].as_str().unwrap_or_default().to_owned();
        writeln!(words, "needs a person: {} is {}: {}; {}", part("feed"), part("status"), part("why"), part("mend"))?;
    }
    let nobody = needs_person.is_empty() && standing.misfits.is_empty();
    let exit = if nobody { Exit::Done } else { Exit::NeedsPerson };
    let report = json!({
        "command": "status", "date": standing.date, "exit": exit.code(), "needs_person": needs_person, "feeds": feeds, "records": records,
        "expires_soon": soon, "cut": cut, "conflicts": conflicts, "corrections": standing.misfits.corrections, "withdrawals": standing.misfits.withdrawals,
        "decisions": standing.misfits.merges, "merges": merges.collect::<Vec<Value>>(),
    });
    answer(common, &report, &words)?;
    Ok(exit)
}

/// Why a feed needs a person, in lines short enough for a mail: at most one for its state, and one for its rows.
fn needed(state: &FeedState) -> Vec<Value> {
    let id = &state.id;
    let line =
        |status: &str, why: String, mend: String| json!({ "feed": id, "status": status, "why": why, "mend": mend });
    let why = state.reason.lines().next().unwrap_or_default().to_owned();
    let hint = state.reason.lines().find_map(|line| line.trim().strip_prefix("hint: ")).map(str::to_owned);
    let status = state.status.key();
    let mut needed = match state.status {
        FeedStatus::Held => {
            let mend = match &state.difference {
                Some(_) => format!("`mingjing accept {id}` if what it would change is right"),
                None => hint.unwrap_or_else(|| format!("look at `data/sources/{id}.toml`")),
            };
            vec![line(status, why, mend)]
        }
        FeedStatus::Failed => vec![line(status, why, hint.unwrap_or_else(|| "ask the agency if it lasts".to_owned()))],
        FeedStatus::Stale => vec![line(status, why, format!("`mingjing pull {id}`; ask the agency if it lasts"))],
        FeedStatus::Fresh | FeedStatus::Unchanged => Vec::new(),
    };
    if !state.quarantined.is_empty() {
        let why = format!("{} of {} rows gave no record", state.quarantined.len(), state.rows);
        needed.push(line("quarantined", why, "tell the agency, or name the columns under [fields]".to_owned()));
    }
    needed
}

/// Public records by the kind they are shown as.
fn by_kind(standing: &Standing) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for judgement in standing.judgements.iter().filter(|judgement| judgement.state.is_public()) {
        *counts.entry(judgement.shown_as.key()).or_default() += 1;
    }
    counts
}

/// Records whose feed asks for a longer time than the law allows.
fn cut(standing: &Standing) -> Vec<Cut> {
    let judged = standing.entries.iter().zip(&standing.judgements);
    judged.filter_map(|(entry, judgement)| Cut::of(entry, judgement)).collect()
}

fn expiring(standing: &Standing) -> Vec<Value> {
    let last = standing.date.saturating_add(Span::new().days(SOON));
    let public = standing.entries.iter().zip(&standing.judgements).filter(|(_, judgement)| judgement.state.is_public());
    public
        .filter(|(_, judgement)| judgement.until.is_some_and(|until| until <= last))
        .map(|(entry, judgement)| json!({ "id": entry.record.id, "until": judgement.until }))
        .collect()
}
