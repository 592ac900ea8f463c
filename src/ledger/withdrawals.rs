//! `data/withdrawals.toml`: the local withdrawal list (撤回清单), which works without any feed.

use super::Entry;
use crate::clock::Date;
use crate::config::{Agencies, ConfigError, read_toml};
use crate::fs::{self, FileError};
use crate::records::Field;
use crate::records::text::document_no;
use serde::Deserialize;
use std::fmt;
use std::path::Path;

/// One withdrawal: by record id, or by document number and agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    pub target: Target,
    pub reason: String,
    pub on: Date,
}

/// Which record is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Record(String),
    Document { number: String, agency: String },
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
                Ok(Target::Document { number: document_no(&number), agency: agencies.canonical(&agency) })
            }
            (record, _, _) => Err((record.unwrap_or_default(), "name either `record`, or `document_no` with `agency`")),
        }
    }

    /// Whether an entry is meant.
    pub fn is(&self, entry: &Entry) -> bool {
        match self {
            Target::Record(id) => id == entry.record.id.as_str(),
            Target::Document { number, agency } => {
                entry.record.fields.text(Field::DocumentNo) == Some(number.as_str()) && entry.agency() == agency
            }
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Record(id) => write!(f, "`{id}`"),
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
    reason: String,
    on: String,
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
            let on = raw
                .on
                .parse()
                .map_err(|_| ConfigError::value(path, "withdrawal.on", &raw.on, "a date like 2026-11-25"))?;
            let target = Target::read(raw.record, raw.document_no, raw.agency, agencies)
                .map_err(|(value, reason)| ConfigError::value(path, "withdrawal", value, reason))?;
            list.push(Withdrawal { target, reason: raw.reason, on });
        }
        Ok(Withdrawals(list))
    }

    /// The withdrawal that concerns an entry, if any.
    pub fn find(&self, entry: &Entry) -> Option<&Withdrawal> {
        self.0.iter().find(|withdrawal| withdrawal.target.is(entry))
    }
}

/// Appends a withdrawal to the file, leaving what stands there as it is.
pub fn append(path: &Path, record: &str, reason: &str, on: Date) -> Result<(), FileError> {
    let mut text = fs::read_optional(path)?.unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let quoted = |value: &str| toml::Value::String(value.to_owned()).to_string();
    text.push_str(&format!(
        "[[withdrawal]]\nrecord = {}\nreason = {}\non = \"{on}\"\n",
        quoted(record),
        quoted(reason)
    ));
    fs::write_atomic(path, text.as_bytes())
}
