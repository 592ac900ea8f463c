//! `mingjing explain`: the whole derivation of what is shown.

use super::answer::answer;
use crate::cli::Common;
use crate::clock::Date;
use crate::exit::{Exit, UsageError};
use crate::ledger::judge::{Law, examined, start};
use crate::ledger::{Correction, Entry, Judgement, Ledger, Turn, history};
use crate::pipeline::{self, Standing};
use crate::records::Repair;
use crate::records::text::name_key;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What was repaired, by feed.
type Repairs = BTreeMap<String, Vec<Repair>>;

pub fn run(common: &Common, what: &str, date: Option<Date>) -> anyhow::Result<Exit> {
    let standing = pipeline::standing(&common.root, date)?;
    let found: Vec<usize> =
        (0..standing.entries.len()).filter(|position| is_meant(&standing, *position, what)).collect();
    if found.is_empty() {
        return Err(UsageError(format!("nothing in the ledger is called `{what}`")).into());
    }
    let ledger = Ledger::open(&standing.settings.ledger_path())?;
    let mut explained: Vec<Explained<'_>> = Vec::new();
    for position in found {
        explained.push(Explained::of(&standing, position, &ledger)?);
    }
    let mut words = String::new();
    for record in &explained {
        record.describe(&mut words)?;
    }
    let list: Vec<Value> = explained.iter().map(Explained::as_json).collect();
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

/// A record with everything behind what is shown of it.
struct Explained<'s> {
    entry: &'s Entry,
    judgement: &'s Judgement,
    law: Law<'s>,
    history: Vec<Turn>,
    repairs: Repairs,
}

impl<'s> Explained<'s> {
    fn of(standing: &'s Standing, position: usize, ledger: &Ledger) -> anyhow::Result<Self> {
        let (entry, judgement) = (&standing.entries[position], &standing.judgements[position]);
        let law = standing.law();
        let history = history(entry, judgement, law);
        let repairs = ledger.repairs(&entry.record.id)?;
        Ok(Explained { entry, judgement, law, history, repairs })
    }

    fn describe(&self, out: &mut String) -> std::fmt::Result {
        let Explained { entry, judgement, .. } = self;
        let record = &entry.record;
        writeln!(out, "{} {} {}", record.id, record.kind, record.subject_name().unwrap_or_default())?;
        write!(out, "  state: {}", judgement.state.key())?;
        match judgement.until {
            Some(until) => writeln!(out, ", until {until}")?,
            None => writeln!(out)?,
        }
        for (provision, closes) in examined(entry, start(entry), self.law) {
            let verdict = if closes { "closes it" } else { "does not apply" };
            writeln!(out, "  rule {}: {verdict}; {}", provision.ground.rule, provision.ground.title)?;
        }
        for step in &judgement.steps {
            writeln!(out, "  - {step}")?;
        }
        for Turn { state, transition } in &self.history {
            let detail = if transition.detail.is_empty() { "" } else { ": " };
            let (on, cause) = (transition.on, transition.cause.key());
            writeln!(out, "  history: {on} {} ({cause}{detail}{})", state.key(), transition.detail)?;
        }
        for mention in &entry.mentions {
            let gone = mention.gone_on.map(|on| format!(", gone since {on}")).unwrap_or_default();
            writeln!(out, "  source: {} row {}, first seen {}{gone}", mention.feed, mention.row, mention.first_seen)?;
            for Repair { field, original, repair } in self.repairs.get(&mention.feed).into_iter().flatten() {
                writeln!(out, "    repaired: `{field}` was `{original}` ({repair})")?;
            }
        }
        for Correction { field, original, corrected, reason, on, .. } in &entry.corrections {
            let corrected = corrected.as_ref().map(ToString::to_string).unwrap_or_default();
            writeln!(out, "  corrected on {on}: `{}` from `{original}` to `{corrected}`: {reason}", field.key())?;
        }
        for conflict in &entry.conflicts {
            let saying = |(feed, value): &(String, String)| format!("{feed}: `{value}`");
            let values: Vec<String> = conflict.values.iter().map(saying).collect();
            writeln!(out, "  conflict in `{}`: {}", conflict.field.key(), values.join(", "))?;
        }
        Ok(())
    }

    fn as_json(&self) -> Value {
        let Explained { entry, judgement, .. } = self;
        let sources = entry.mentions.iter().map(|mention| {
            let (feed, row) = (&mention.feed, &mention.row);
            let repairs = self.repairs.get(feed).into_iter().flatten().map(
                |Repair { field, original, repair }| json!({ "field": field, "original": original, "repair": repair }),
            );
            json!({
                "feed": feed, "row": row, "first_seen": mention.first_seen, "gone_on": mention.gone_on,
                "repairs": repairs.collect::<Vec<_>>(),
            })
        });
        let corrections = entry.corrections.iter().map(|Correction { field, original, corrected, reason, on, .. }| {
            json!({ "field": field.key(), "original": original, "corrected": corrected, "reason": reason, "on": on })
        });
        let conflicts =
            entry.conflicts.iter().map(|conflict| json!({ "field": conflict.field.key(), "values": conflict.values }));
        let grounds = judgement.steps.iter().filter_map(|step| step.ground.as_ref()).map(|ground| {
            json!({
                "rule": ground.rule, "file": ground.file, "source": ground.source,
                "valid_from": ground.valid_from, "checked_on": ground.checked_on, "verified": ground.verified,
            })
        });
        let examined = examined(entry, start(entry), self.law);
        let examined = examined.iter().map(|(provision, closes)| {
            json!({ "rule": provision.ground.rule, "file": provision.ground.file, "closes": closes })
        });
        let history = self.history.iter().map(|Turn { state, transition }| {
            json!({
                "on": transition.on, "state": state.key(), "cause": transition.cause.key(), "detail": transition.detail,
                "fields": transition.fields.iter().map(|field| field.key()).collect::<Vec<_>>(),
            })
        });
        json!({
            "id": entry.record.id,
            "kind": entry.record.kind,
            "shown_as": judgement.shown_as,
            "state": judgement.state.key(),
            "until": judgement.until,
            "left_on": judgement.left_on,
            "examined": examined.collect::<Vec<_>>(),
            "steps": judgement.steps.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "rules": grounds.collect::<Vec<_>>(),
            "history": history.collect::<Vec<_>>(),
            "first_seen": entry.first_seen,
            "changed_on": entry.changed_on,
            "sources": sources.collect::<Vec<_>>(),
            "corrections": corrections.collect::<Vec<_>>(),
            "conflicts": conflicts.collect::<Vec<_>>(),
        })
    }
}
