//! `data/corrections.toml`: reviewed corrections of single values.
//!
//! In: the list, and entries as the feeds' words make them. Out: the same entries with the corrected values, and what no
//! longer fits. Corrections are applied whenever the ledger is read, never stored: no pull undoes them, and one that is
//! taken off the list is gone at once. The feeds' own words stay as they are.

use super::Entry;
use super::transition::{Cause, Transition};
use super::withdrawals::Target;
use crate::clock::Date;
use crate::config::{ConfigError, Local, read_toml};
use crate::issues::Issue;
use crate::records::value::{self, Unreadable};
use crate::records::{Field, Kind, Value, code, place, privacy, standing};
use serde::Deserialize;
use std::path::Path;

/// Where the list stands, for messages.
const PLACE: &str = "data/corrections.toml";

/// One corrected value.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    pub target: Target,
    pub field: Field,
    /// What the source says, masked; empty where it says nothing.
    pub original: String,
    /// The same as entries keep it: places are kept as keys, and people write their names.
    key: Option<String>,
    /// `None` where the value is taken out.
    pub corrected: Option<Value>,
    /// What was derived from the original, with what it was and what it comes to: the district of a code or an address, the
    /// industry of a name.
    derived: Option<(Field, String, Option<String>)>,
    pub reason: String,
    /// The day from which it holds.
    pub on: Date,
}

/// All reviewed corrections.
#[derive(Debug, Clone, Default)]
pub struct Corrections(Vec<Correction>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    correction: Vec<Raw>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    record: Option<String>,
    document_no: Option<String>,
    agency: Option<String>,
    field: String,
    original: String,
    corrected: String,
    reason: String,
    on: String,
}

impl Corrections {
    /// Reads the list; an absent file is an empty list.
    ///
    /// # Errors
    /// [`ConfigError`] naming the entry that cannot be used.
    pub fn load(path: &Path, local: Local<'_>) -> Result<Corrections, ConfigError> {
        if !path.exists() {
            return Ok(Corrections::default());
        }
        let file: File = read_toml(path)?;
        let read = |raw| Correction::read(path, raw, local);
        Ok(Corrections(file.correction.into_iter().map(read).collect::<Result<_, _>>()?))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies what holds on the day, in the order of the list; the corrections that fit nothing any more.
    pub fn apply(&self, entries: &mut [Entry], date: Date) -> Vec<Issue> {
        let mut misfits = Vec::new();
        for correction in self.0.iter().filter(|correction| correction.on <= date) {
            let mut state = Fit::NoRecord;
            for entry in entries.iter_mut().filter(|entry| correction.target.is(entry)) {
                state = state.max(correction.apply(entry));
            }
            misfits.extend(correction.misfit(state));
        }
        misfits
    }
}

/// What a correction found, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    NoRecord,
    /// The source says something else by now.
    OtherValue,
    /// The source says the corrected value itself.
    Settled,
    Applied,
}

impl Correction {
    fn read(path: &Path, raw: Raw, local: Local<'_>) -> Result<Correction, ConfigError> {
        let refuse = |key: &str, value: &str, reason: String| ConfigError::value(path, key, value, reason);
        let target = Target::read(raw.record, raw.document_no, raw.agency, local.agencies)
            .map_err(|(value, reason)| refuse("correction", &value, reason.to_owned()))?;
        let field: Field = raw
            .field
            .parse()
            .map_err(|error: crate::records::field::UnknownField| refuse("field", &raw.field, error.to_string()))?;
        if matches!(field, Field::Id | Field::RecordState | Field::UseScope | Field::Procedure | Field::Remarks) {
            let reason = "it names or judges the record and is never shown; withdraw the record instead";
            return Err(refuse("field", &raw.field, reason.to_owned()));
        }
        if raw.reason.trim().is_empty() {
            return Err(refuse("reason", "", "say who found what, and how it was verified".to_owned()));
        }
        if names_somebody(&raw.reason, local) {
            let reason = format!(
                "in the correction of {target}: it holds personal data, and pages show it; say what was found and by which office, not \
                 by whom"
            );
            let mut error = refuse("reason", &raw.reason, reason);
            if let ConfigError::Value { value, .. } = &mut error {
                *value = privacy::mask(value).into_owned();
            }
            return Err(error);
        }
        let on = raw.on.parse().map_err(|_| refuse("on", &raw.on, "a date like 2026-11-25".to_owned()))?;
        let corrected = understood(field, &raw.corrected, local)
            .map_err(|Unreadable(reason)| refuse("corrected", &raw.corrected, reason))?;
        let original = match value::read(field, &raw.original, 1, local.agencies.official()) {
            Ok(told) => told.value.map(|value| value.to_string()).unwrap_or_default(),
            Err(Unreadable(reason)) => return Err(refuse("original", &raw.original, reason)),
        };
        let understood = understood(field, &raw.original, local);
        if understood.as_ref().is_ok_and(|original| *original == corrected) {
            return Err(refuse("corrected", &raw.corrected, "it is the original value".to_owned()));
        }
        let key = understood.ok().flatten().map(|value| value.to_string());
        let derived = derived(field, &original, corrected.as_ref(), local);
        Ok(Correction { target, field, original, key, corrected, derived, reason: raw.reason, on })
    }

    fn apply(&self, entry: &mut Entry) -> Fit {
        let fields = &mut entry.record.fields;
        let shown = fields.get(self.field).map(ToString::to_string).unwrap_or_default();
        if shown != self.original && Some(&shown) != self.key.as_ref() {
            return if fields.get(self.field) == self.corrected.as_ref() { Fit::Settled } else { Fit::OtherValue };
        }
        match &self.corrected {
            Some(value) => fields.set(self.field, value.clone()),
            None => drop(fields.remove(self.field)),
        }
        // A district that the code names is not the address's to change, but for a ban on the place itself.
        let of_code = self.field == Field::Address
            && entry.record.kind != Kind::PremisesBan
            && fields
                .text(Field::SubjectCode)
                .filter(|code| code::is_well_formed(code))
                .is_some_and(|code| self.derived.as_ref().is_some_and(|derived| code.get(2..8) == Some(&*derived.1)));
        let derived = self.derived.as_ref().filter(|_| !of_code);
        if let Some((field, _, comes_to)) = derived.filter(|derived| fields.text(derived.0) == Some(&*derived.1)) {
            fields.remove(*field);
            comes_to.iter().for_each(|key| fields.set(*field, Value::Text(key.clone())));
        }
        // A state that takes a record back does so whoever says it.
        if matches!(self.field, Field::Status | Field::WithdrawnOn | Field::WithdrawalReason) {
            standing::settle(entry.record.kind, fields);
        }
        // The wrong value is not told as another source's word.
        for conflict in entry.conflicts.iter_mut().filter(|conflict| conflict.field == self.field) {
            conflict.values.retain(|said| said.1 != shown);
        }
        let corrected = self.corrected.as_ref().map(ToString::to_string).unwrap_or_default();
        entry
            .conflicts
            .retain(|conflict| conflict.field != self.field || conflict.values.iter().any(|said| said.1 != corrected));
        entry.changed_on = entry.changed_on.max(Some(self.on));
        // What was put right before it came is told with its coming.
        let on = self.on.max(entry.first_seen);
        let turn = Transition { fields: vec![self.field], ..Transition::new(on, Cause::Corrected, &*self.reason) };
        let at = entry.transitions.partition_point(|known| known.on <= on);
        entry.transitions.insert(at, turn);
        entry.corrections.push(self.clone());
        Fit::Applied
    }

    fn misfit(&self, fit: Fit) -> Option<Issue> {
        let (field, original) = (self.field.key(), &self.original);
        let (message, hint) = match fit {
            Fit::Applied => return None,
            Fit::NoRecord => (
                format!("no record is {}: its `{field}` is not corrected", self.target),
                "the record left its feed, or its number is written differently",
            ),
            Fit::OtherValue => (
                format!("the `{field}` of {} is no longer `{original}`: it is not corrected", self.target),
                "look at what the source says now, and change or remove the correction",
            ),
            Fit::Settled => (
                format!("the source of {} says the corrected `{field}` itself by now", self.target),
                "remove the correction",
            ),
        };
        Some(Issue::warning(PLACE, message).hint(hint))
    }
}

/// Whether a text holds personal data, but for what is official.
fn names_somebody(text: &str, local: Local<'_>) -> bool {
    let official = local.agencies.official();
    privacy::find_all(text).into_iter().any(|finding| !official.allows(finding.rule, &text[finding.range]))
}

/// What a value comes to in another field.
type Derive = fn(&str, Local<'_>) -> Option<String>;

/// What a value gives another field where its source names none: what the original gave, and what the corrected one gives.
fn derived(
    field: Field,
    original: &str,
    corrected: Option<&Value>,
    local: Local<'_>,
) -> Option<(Field, String, Option<String>)> {
    let (to, of_value): (Field, Derive) = match field {
        Field::SubjectCode => {
            (Field::District, |code, local| Some(local.districts.of_code(code)?.code.as_str().to_owned()))
        }
        Field::SubjectName => (Field::Industry, |name, _| place::industry_of_name(name).map(str::to_owned)),
        Field::Address => {
            (Field::District, |address, local| Some(local.districts.find(address)?.code.as_str().to_owned()))
        }
        _ => return None,
    };
    let now = corrected.and_then(|value| of_value(&value.to_string(), local));
    of_value(original, local).filter(|was| Some(was) != now.as_ref()).map(|was| (to, was, now))
}

/// The value of a field as entries have it; `None` for none.
fn understood(field: Field, text: &str, local: Local<'_>) -> Result<Option<Value>, Unreadable> {
    let value = value::read(field, text, 1, local.agencies.official())?.value;
    let known = match (field, &value) {
        (Field::District, Some(Value::Text(name))) => local.districts.find(name).map(|district| district.code.as_str()),
        (Field::Industry, Some(Value::Text(name))) => place::industry(name),
        (Field::RatioPercent, Some(Value::Text(_))) => {
            return Err(Unreadable("a class and no rate: correct `ratio_class`".to_owned()));
        }
        _ => return Ok(value),
    };
    let key = known.ok_or_else(|| Unreadable(format!("no `{}` is called that", field.key())))?;
    Ok(Some(Value::Text(key.to_owned())))
}

#[cfg(test)]
mod tests;
