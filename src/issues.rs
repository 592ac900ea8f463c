//! Problems as data: what went wrong, where, and the mend. Collected by every stage, printed by `report`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A row that could not become a record. `value` is already masked: it may be printed and stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Where the row stands in the feed: a row number (`12`), or a JSON pointer (`/data/records/3`).
    pub row: String,
    /// Canonical field or source column that could not be read; empty when the whole row is meant.
    pub field: String,
    pub value: String,
    pub reason: String,
}

impl fmt::Display for Quarantined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)?;
        if !self.field.is_empty() {
            write!(f, ", `{}`", self.field)?;
        }
        if !self.value.is_empty() {
            write!(f, " = `{}`", self.value)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// How much an issue matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The command fails.
    Error,
    /// The work is done, but a person should look.
    Warning,
}

/// A problem with a place and, where one is known, its mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issue {
    pub severity: Severity,
    /// File, feed or page.
    pub place: String,
    pub message: String,
    pub hint: Option<String>,
}

impl Issue {
    pub fn error(place: impl Into<String>, message: impl Into<String>) -> Self {
        Issue { severity: Severity::Error, place: place.into(), message: message.into(), hint: None }
    }

    pub fn warning(place: impl Into<String>, message: impl Into<String>) -> Self {
        Issue { severity: Severity::Warning, ..Issue::error(place, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{word}: {}: {}", self.place, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

/// An error with its causes, but for those that its message has told already.
pub fn tell(error: &(dyn std::error::Error + 'static)) -> String {
    let mut told = error.to_string().trim_end().to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !told.contains(words.trim()) {
            told.push_str(": ");
            told.push_str(words.trim());
        }
        cause = error.source();
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{words}")]
    struct Told {
        words: &'static str,
        source: std::io::Error,
    }

    #[test]
    fn no_cause_is_told_twice() {
        let of = |words| tell(&Told { words, source: std::io::Error::other("disk full\n") });
        assert_eq!(of("cannot write"), "cannot write: disk full");
        assert_eq!(of("cannot write: disk full\n  hint: make room"), "cannot write: disk full\n  hint: make room");
    }
}
