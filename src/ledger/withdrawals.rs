//! `data/withdrawals.toml`: the local withdrawal list (撤回清单), which works without any feed.

use super::Entry;
use crate::clock::Date;
use crate::config::{Agencies, ConfigError, read_toml};
use crate::fs::{self, FileError};
use crate::issues::Issue;
use crate::records::Field;
use crate::records::document_no::{document_key, written_key};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;

/// Where the list stands, for messages.
const PLACE: &str = "data/withdrawals.toml";

/// One withdrawal: by record id, or by document number and agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    pub target: Target,
    pub reason: String,
    pub on: Date,
    /// Since when it no longer holds, and why.
    pub lifted: Option<Lift>,
}

/// The end of a withdrawal: the record may be shown again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    pub on: Date,
    pub reason: String,
}

/// Which record is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Record(String),
    /// A record, and how it is told when its feed spells its name or number otherwise, which makes another record of it.
    Spelt {
        id: String,
        number: String,
        agency: String,
        code: String,
    },
    Document {
        number: String,
        agency: String,
    },
}

impl Target {
    /// As a list of decisions names it.
    ///
    /// # Errors
    /// The value that cannot be right, and what to write.
    pub(super) fn read(
        record: Option<String>,
        number: Option<String>,
        agency: Option<String>,
        agencies: &Agencies,
    ) -> Result<Target, (String, &'static str)> {
        match (record, number, agency) {
            (Some(id), None, None) => Ok(Target::Record(id)),
            (None, Some(number), Some(agency)) => {
                Ok(Target::Document { number: written_key(&number), agency: agencies.canonical(&agency).into_owned() })
            }
            (record, _, _) => Err((record.unwrap_or_default(), "name either `record`, or `document_no` with `agency`")),
        }
    }

    /// Whether an entry is meant.
    pub fn is(&self, entry: &Entry) -> bool {
        match self {
            Target::Record(id) => id == entry.record.id.as_str(),
            Target::Spelt { id, number, agency, code } => {
                let fields = &entry.record.fields;
                let is_same = || {
                    fields.text(Field::SubjectCode) == Some(code.as_str())
                        && fields.text(Field::DocumentNo).is_some_and(|own| document_key(own) == *number)
                        && entry.agency() == agency
                };
                id == entry.record.id.as_str() || is_same()
            }
            Target::Document { number, agency } => {
                let own = entry.record.fields.text(Field::DocumentNo).map(document_key);
                own.is_some_and(|own| own == *number) && entry.agency() == agency
            }
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Record(id) | Target::Spelt { id, .. } => write!(f, "`{id}`"),
            Target::Document { number, agency } => write!(f, "`{number}` of `{agency}`"),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    record: Option<String>,
    document_no: Option<String>,
    agency: Option<String>,
    subject_code: Option<String>,
    reason: String,
    on: String,
    lifted_on: Option<String>,
    lifted_reason: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    withdrawal: Vec<Raw>,
}

/// All local withdrawals.
#[derive(Debug, Clone, Default)]
pub struct Withdrawals(Vec<Withdrawal>);

impl Withdrawals {
    /// Reads the list; an absent file is an empty list.
    ///
    /// # Errors
    /// [`ConfigError`] naming the entry that cannot be used.
    pub fn load(path: &Path, agencies: &Agencies) -> Result<Withdrawals, ConfigError> {
        if !path.exists() {
            return Ok(Withdrawals::default());
        }
        let file: File = read_toml(path)?;
        let mut list = Vec::new();
        for raw in file.withdrawal {
            let day = |key: &str, text: &str| {
                text.parse().map_err(|_| ConfigError::value(path, key, text, "a date like 2026-11-25"))
            };
            let on: Date = day("withdrawal.on", &raw.on)?;
            if raw.reason.trim().is_empty() {
                return Err(ConfigError::value(path, "withdrawal.reason", raw.reason, "say why the record leaves"));
            }
            let lifted = match (raw.lifted_on, raw.lifted_reason) {
                (None, None) => None,
                (Some(lifted_on), Some(reason)) if !reason.trim().is_empty() => {
                    let lifted_on = day("withdrawal.lifted_on", &lifted_on)?;
                    if lifted_on < on {
                        let reason = format!("it was put on the list on {on}, and cannot leave it before");
                        return Err(ConfigError::value(path, "withdrawal.lifted_on", lifted_on.to_string(), reason));
                    }
                    Some(Lift { on: lifted_on, reason })
                }
                (lifted_on, _) => {
                    let reason = "a withdrawal is lifted with both, `lifted_on` and `lifted_reason`";
                    return Err(ConfigError::value(path, "withdrawal", lifted_on.unwrap_or_default(), reason));
                }
            };
            let target = match (raw.record, raw.document_no, raw.agency, raw.subject_code) {
                (Some(id), Some(number), Some(agency), Some(code)) => Target::Spelt {
                    id,
                    number: written_key(&number),
                    agency: agencies.canonical(&agency).into_owned(),
                    code,
                },
                (_, _, _, Some(code)) => {
                    let reason = "it stands beside `record`, `document_no` and `agency`, or not at all";
                    return Err(ConfigError::value(path, "withdrawal.subject_code", code, reason));
                }
                (record, number, agency, None) => Target::read(record, number, agency, agencies)
                    .map_err(|(value, reason)| ConfigError::value(path, "withdrawal", value, reason))?,
            };
            list.push(Withdrawal { target, reason: raw.reason, on, lifted });
        }
        Ok(Withdrawals(list))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The withdrawal that concerns an entry on a day, if any; its own day may still come.
    pub fn find(&self, entry: &Entry, date: Date) -> Option<&Withdrawal> {
        let holds = |withdrawal: &&Withdrawal| withdrawal.lifted.as_ref().is_none_or(|lift| lift.on > date);
        self.0.iter().filter(holds).find(|withdrawal| withdrawal.target.is(entry))
    }

    /// Why an entry is no longer withdrawn on a day, where the list says so: the last word.
    pub(super) fn lift(&self, entry: &Entry, date: Date) -> Option<&Lift> {
        let lifted = self.0.iter().filter(|withdrawal| withdrawal.target.is(entry));
        lifted
            .filter_map(|withdrawal| withdrawal.lifted.as_ref())
            .filter(|lift| lift.on <= date)
            .max_by_key(|lift| lift.on)
    }

    /// Equal for lists that say the same on their days.
    pub(super) fn fingerprint(&self, date: Date) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut hash = Sha256::new();
        for withdrawal in &self.0 {
            let over = withdrawal.lifted.as_ref().is_some_and(|lift| lift.on <= date);
            hash.update(format!("{withdrawal:?} {over}\n"));
        }
        format!("{:x}", hash.finalize())
    }

    /// Withdrawals that name no record: nothing leaves by them.
    pub fn misfits(&self, entries: &[Entry]) -> Vec<Issue> {
        let fits = |withdrawal: &&Withdrawal| entries.iter().any(|entry| withdrawal.target.is(entry));
        let idle = self.0.iter().filter(|withdrawal| !fits(withdrawal));
        idle.map(|Withdrawal { target, .. }| {
            let hint =
                "`mingjing explain NAME` shows ids and document numbers; remove the line if the record never was here";
            Issue::warning(PLACE, format!("no record is {target}: nothing is withdrawn by it")).hint(hint)
        })
        .collect()
    }
}

/// Appends a withdrawal to the file, leaving what stands there as it is.
pub fn append(path: &Path, entry: &Entry, reason: &str, on: Date) -> Result<(), FileError> {
    let mut text = fs::read_optional(path)?.unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let quoted = |value: &str| toml::Value::String(value.to_owned()).to_string();
    text.push_str(&format!("[[withdrawal]]\nrecord = {}\n", quoted(entry.record.id.as_str())));
    let told = [("document_no", Field::DocumentNo), ("agency", Field::Agency), ("subject_code", Field::SubjectCode)];
    let told = told.map(|(key, field)| entry.record.fields.text(field).map(|value| (key, value)));
    // With all three it is told however its feed will spell its name.
    if told.iter().all(Option::is_some) {
        told.into_iter().flatten().for_each(|(key, value)| text.push_str(&format!("{key} = {}\n", quoted(value))));
    }
    text.push_str(&format!("reason = {}\non = \"{on}\"\n", quoted(reason)));
    fs::write_atomic(path, text.as_bytes())
}
