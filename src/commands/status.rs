//! `mingjing status`.

use super::answer::answer;
use crate::cli::Common;
use crate::clock::Date;
use crate::exit::Exit;
use crate::issues::Issue;
use crate::ledger::{Cut, FeedState, FeedStatus, Forgotten};
use crate::merchants::Merge;
use crate::pipeline::{self, Standing};
use crate::report;
use crate::sources::Feed;
use jiff::Span;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Days ahead in which an end of publicity is worth saying.
const SOON: i64 = 14;
/// Merges that are told to people one by one.
const MERGES_TOLD: usize = 20;

pub fn run(common: &Common, date: Option<Date>) -> anyhow::Result<Exit> {
    let standing = pipeline::standing(&common.root, date)?;
    let mut words = String::new();
    let feeds = standing.feeds.iter().map(|feed| tell(&standing, feed, &mut words)).collect::<Result<Vec<_>, _>>()?;
    // Nothing is wrong with a feed that is new: it does not change the exit code.
    let pulled = standing.feeds.iter().filter_map(|feed| standing.feed_states.get(&feed.id));
    let misfits = standing.misfits.all().map(|misfit| {
        let mend = misfit.hint.as_deref().unwrap_or("change or remove the line");
        json!({ "feed": misfit.place, "status": "misfit", "why": misfit.message, "mend": mend })
    });
    let needs_person: Vec<Value> = pulled.flat_map(needed).chain(misfits).collect();
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
    tell_merges(&standing.resolution.merges, &mut words)?;
    for misfit in standing.misfits.all() {
        writeln!(words, "{misfit}")?;
    }
    let forgotten: Vec<Issue> = standing.forgotten.iter().map(Forgotten::issue).collect();
    for feed in &forgotten {
        writeln!(words, "{feed}")?;
    }
    let rules = standing.rules.weaker(standing.date);
    for weaker in &rules {
        writeln!(words, "{weaker}")?;
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
    let exit = if needs_person.is_empty() { Exit::Done } else { Exit::NeedsPerson };
    let report = json!({
        "command": "status", "date": standing.date, "exit": exit.code(), "needs_person": needs_person, "feeds": feeds, "records": records,
        "expires_soon": soon, "cut": cut, "conflicts": conflicts, "corrections": standing.misfits.corrections, "withdrawals": standing.misfits.withdrawals,
        "decisions": standing.misfits.merges, "rules": rules, "forgotten": forgotten, "merges": merges.collect::<Vec<Value>>(),
    });
    answer(common, &report, &words)?;
    Ok(exit)
}

/// How a feed fares: a line or more into `words`, and what the report says of it.
fn tell(standing: &Standing, feed: &Feed, words: &mut String) -> Result<Value, std::fmt::Error> {
    let id = &feed.id;
    let Some(state) = standing.feed_states.get(id) else {
        writeln!(words, "{id:24} not pulled yet")?;
        return Ok(json!({ "id": id, "kind": feed.kind, "status": "never" }));
    };
    let success = state.last_success.map(|date| date.to_string()).unwrap_or_else(|| "never".to_owned());
    let (status, rows, bad) = (state.status.key(), state.rows, state.quarantined.len());
    writeln!(words, "{id:24} {status:9} last success {success}, {rows} rows, {bad} quarantined")?;
    if !state.reason.is_empty() {
        writeln!(words, "{:24} {}", "", state.reason)?;
    }
    if !state.kept.is_empty() {
        writeln!(words, "{:24} {}", "", report::kept(&state.kept))?;
    }
    if let Some(difference) = &state.difference {
        writeln!(words, "{:24} {difference}", "")?;
    }
    Ok(json!({
        "id": id, "kind": feed.kind, "status": status, "reason": state.reason, "last_success": state.last_success,
        "rows": rows, "records": state.records, "quarantined": state.quarantined, "guessed_columns": state.columns.guessed,
        "ignored_columns": state.columns.ignored, "difference": state.difference, "kept": state.kept,
    }))
}

/// The first merges one by one, the rest as a number: a city has thousands, and the report for machines has them all.
fn tell_merges(merges: &[Merge], words: &mut String) -> std::fmt::Result {
    for merge in merges.iter().take(MERGES_TOLD) {
        writeln!(words, "merged by name: {} into {}", merge.name, merge.merchant)?;
    }
    match merges.len().checked_sub(MERGES_TOLD) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(words, "merged by name: {more} more, all of them in `mingjing status --json`"),
    }
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
        let kept = match state.kept.len() {
            0 => String::new(),
            kept => format!("; because of them {kept} records stay that were not read"),
        };
        let why = format!("{} of {} rows gave no record{kept}", state.quarantined.len(), state.rows);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merchants::MerchantKey;

    fn told(count: usize) -> String {
        let merge = |number| Merge {
            merchant: MerchantKey::of_code("91210302MA99FCDA00"),
            record: format!("r{number}"),
            name: format!("示例洗车{number}店"),
        };
        let merges: Vec<Merge> = (0..count).map(merge).collect();
        let mut words = String::new();
        tell_merges(&merges, &mut words).expect("a text takes what is written");
        words
    }

    #[test]
    fn merges_are_told_one_by_one_as_far_as_a_person_reads() {
        assert_eq!(told(0), "");
        assert_eq!(told(MERGES_TOLD).lines().count(), MERGES_TOLD);
        let many = told(MERGES_TOLD + 3);
        assert_eq!(many.lines().count(), MERGES_TOLD + 1);
        assert!(many.ends_with("merged by name: 3 more, all of them in `mingjing status --json`\n"), "{many}");
    }
}
