//! `mingjing explain`: the whole derivation of what is shown.

use super::{Exit, UsageError, answer};
use crate::cli::Common;
use crate::clock::Date;
use crate::ledger::{Entry, Judgement};
use crate::pipeline::{self, Standing};
use crate::records::text::name_key;
use serde_json::{Value, json};
use std::fmt::Write;

pub fn run(common: &Common, what: &str, date: Option<Date>) -> anyhow::Result<Exit> {
    let standing = pipeline::standing(&common.root, date)?;
    let found: Vec<usize> =
        (0..standing.entries.len()).filter(|position| is_meant(&standing, *position, what)).collect();
    if found.is_empty() {
        return Err(UsageError(format!("nothing in the ledger is called `{what}`")).into());
    }
    let records = || found.iter().map(|position| (&standing.entries[*position], &standing.judgements[*position]));
    let mut words = String::new();
    for (entry, judgement) in records() {
        describe(entry, judgement, &mut words)?;
    }
    let list: Vec<Value> = records().map(|(entry, judgement)| as_json(entry, judgement)).collect();
    let report = json!({ "command": "explain", "date": standing.date, "exit": 0, "records": list });
    answer(common, &report, &words)?;
    Ok(Exit::Done)
}

/// By record id, by the code of the record or its merchant, or by name.
fn is_meant(standing: &Standing, position: usize, what: &str) -> bool {
    let record = &standing.entries[position].record;
    let merchant = standing.resolution.merchant_of[position].map(|merchant| &standing.resolution.merchants[merchant]);
    record.id.as_str() == what
        || record.subject_code().is_some_and(|code| code.eq_ignore_ascii_case(what))
        || record.subject_name().is_some_and(|name| name_key(name) == name_key(what))
        || merchant.is_some_and(|merchant| merchant.key.as_str().eq_ignore_ascii_case(what))
}

fn describe(entry: &Entry, judgement: &Judgement, out: &mut String) -> std::fmt::Result {
    let record = &entry.record;
    writeln!(out, "{} {} {}", record.id, record.kind, record.subject_name().unwrap_or_default())?;
    write!(out, "  state: {}", judgement.state.key())?;
    match judgement.until {
        Some(until) => writeln!(out, ", until {until}")?,
        None => writeln!(out)?,
    }
    for step in &judgement.steps {
        writeln!(out, "  - {step}")?;
    }
    for mention in &entry.mentions {
        let gone = mention.gone_on.map(|on| format!(", gone since {on}")).unwrap_or_default();
        writeln!(out, "  source: {} row {}, first seen {}{gone}", mention.feed, mention.row, mention.first_seen)?;
    }
    for conflict in &entry.conflicts {
        let values: Vec<String> = conflict.values.iter().map(|(feed, value)| format!("{feed}: `{value}`")).collect();
        writeln!(out, "  conflict in `{}`: {}", conflict.field.key(), values.join(", "))?;
    }
    Ok(())
}

fn as_json(entry: &Entry, judgement: &Judgement) -> Value {
    let sources = entry.mentions.iter().map(|mention| {
        json!({ "feed": mention.feed, "row": mention.row, "first_seen": mention.first_seen, "gone_on": mention.gone_on })
    });
    let conflicts =
        entry.conflicts.iter().map(|conflict| json!({ "field": conflict.field.key(), "values": conflict.values }));
    json!({
        "id": entry.record.id,
        "kind": entry.record.kind,
        "shown_as": judgement.shown_as,
        "state": judgement.state.key(),
        "until": judgement.until,
        "steps": judgement.steps.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "first_seen": entry.first_seen,
        "changed_on": entry.changed_on,
        "sources": sources.collect::<Vec<_>>(),
        "conflicts": conflicts.collect::<Vec<_>>(),
    })
}
