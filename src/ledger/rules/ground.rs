//! Where a rule stands: what explanations, the method page and the documentation cite.

use crate::clock::Date;
use std::fmt;

/// A rule's title, file and legal source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// What the rule is called in files and reports: `natural-person`, `penalty/ordinary`.
    pub rule: String,
    /// The rule in words for readers, in Chinese, as the law is.
    pub title: String,
    /// File it was read from, below the portal's root, or `embedded NAME`.
    pub file: String,
    /// Where it begins in its file, from 1.
    pub line: usize,
    /// Document and article.
    pub source: String,
    /// First day on which records are judged by it.
    pub valid_from: Date,
    /// 核对日期.
    pub checked_on: Date,
    /// Checked against the official text.
    pub verified: bool,
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ground { rule, file, source, checked_on, .. } = self;
        let mark = if self.verified { "" } else { ", not checked against the official text" };
        write!(f, "rule `{rule}` in {file}: {source} (looked at on {checked_on}{mark})")
    }
}

/// What of several versions of a rule holds on a day: the latest that has begun, else the earliest to come. Without a
/// day, the latest.
pub(super) fn in_force<'r, T>(
    versions: impl Iterator<Item = &'r T>,
    valid_from: impl Fn(&T) -> Date,
    on: Option<Date>,
) -> Option<&'r T> {
    versions.max_by_key(|version| {
        let begin = valid_from(version);
        match on {
            Some(on) if begin > on => (false, (on - begin).get_days()),
            Some(on) => (true, (begin - on).get_days()),
            None => (true, (begin - Date::ZERO).get_days()),
        }
    })
}
