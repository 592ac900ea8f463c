//! `data/rules/*.toml`: the law of publication as dated data.

use crate::clock::Date;
use crate::config::{ConfigError, read_toml};
use crate::fs;
use crate::records::Kind;
use jiff::Span;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Rules that hold where a portal has none of its own.
const EMBEDDED: &str = include_str!("../../data/rules/publicity.toml");

/// 失信严重程度 (国家发展改革委令第36号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    Light,
    Ordinary,
    Serious,
}

impl Class {
    pub fn key(self) -> &'static str {
        match self {
            Class::Light => "light",
            Class::Ordinary => "ordinary",
            Class::Serious => "serious",
        }
    }
}

/// The longest time a record of a kind and class may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub kind: Kind,
    pub class: Class,
    /// Business domain of the deciding agency; empty for all.
    pub domain: String,
    /// First day on which records are judged by this rule.
    pub valid_from: Date,
    pub max_months: u32,
    pub source: String,
    /// 核对日期.
    pub checked_on: Date,
    /// Checked against the official text.
    pub verified: bool,
}

impl Period {
    /// Last day on which a record of that date may be shown.
    pub fn end(&self, from: Date) -> Date {
        from.saturating_add(Span::new().months(i64::from(self.max_months)))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    kind: String,
    class: Class,
    #[serde(default)]
    domain: String,
    valid_from: String,
    max_months: u32,
    source: String,
    checked_on: String,
    #[serde(default)]
    verified: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassWords {
    class: Class,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    #[serde(default)]
    class: Vec<ClassWords>,
    #[serde(default)]
    period: Vec<RawPeriod>,
}

/// All rules of a portal.
#[derive(Debug, Clone)]
pub struct Rules {
    classes: Vec<ClassWords>,
    periods: Vec<Period>,
}

impl Rules {
    /// Reads all files of `data/rules/`; without any, the embedded rules hold.
    ///
    /// # Errors
    /// [`ConfigError`] naming file and value.
    pub fn load(dir: &Path) -> Result<Rules, ConfigError> {
        let mut rules = Rules { classes: Vec::new(), periods: Vec::new() };
        for path in fs::files_below(dir, "toml")? {
            let raw: RawRules = read_toml(&path)?;
            rules.add(raw, &path)?;
        }
        if rules.periods.is_empty() { Rules::embedded() } else { Ok(rules) }
    }

    /// What is wrong with the files of `data/rules/`: the first mistake of each.
    pub fn mistakes(dir: &Path) -> Vec<ConfigError> {
        let paths = match fs::files_below(dir, "toml") {
            Ok(paths) => paths,
            Err(error) => return vec![error.into()],
        };
        let read = |path: &Path| {
            let mut alone = Rules { classes: Vec::new(), periods: Vec::new() };
            read_toml(path).and_then(|raw: RawRules| alone.add(raw, path))
        };
        paths.iter().filter_map(|path| read(path).err()).collect()
    }

    /// The rules that come with the program.
    pub fn embedded() -> Result<Rules, ConfigError> {
        let path = Path::new("embedded rules");
        let raw = toml::from_str(EMBEDDED).map_err(|source| ConfigError::Toml { path: path.to_owned(), source })?;
        let mut rules = Rules { classes: Vec::new(), periods: Vec::new() };
        rules.add(raw, path)?;
        Ok(rules)
    }

    fn add(&mut self, raw: RawRules, path: &Path) -> Result<(), ConfigError> {
        let date = |key: &str, text: &str| {
            text.parse::<Date>().map_err(|_| ConfigError::value(path, key, text, "a date like 2026-11-25"))
        };
        for period in raw.period {
            let kind = period.kind.parse().map_err(|error: crate::records::kind::UnknownKind| {
                ConfigError::value(path, "period.kind", &period.kind, error.to_string())
            })?;
            self.periods.push(Period {
                kind,
                class: period.class,
                domain: period.domain,
                valid_from: date("period.valid_from", &period.valid_from)?,
                max_months: period.max_months,
                source: period.source,
                checked_on: date("period.checked_on", &period.checked_on)?,
                verified: period.verified,
            });
        }
        self.classes.extend(raw.class);
        Ok(())
    }

    /// All periods, for the method page.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Whether records of the kind may be shown only for a time.
    pub fn limits(&self, kind: Kind) -> bool {
        self.periods.iter().any(|period| period.kind == kind)
    }

    /// The class a `level` wording names. A record that names none is ordinary, or the only class its kind has.
    pub fn class(&self, kind: Kind, level: Option<&str>) -> Class {
        let named = level.and_then(|level| {
            self.classes.iter().find(|class| class.words.iter().any(|word| word == level)).map(|class| class.class)
        });
        let has = |class| self.periods.iter().any(|period| period.kind == kind && period.class == class);
        match named {
            Some(class) if has(class) => class,
            _ if has(Class::Ordinary) => Class::Ordinary,
            _ if has(Class::Serious) => Class::Serious,
            _ => Class::Light,
        }
    }

    /// The period in force on the record's own date; before the first one, the first one.
    pub fn period(&self, kind: Kind, class: Class, domain: &str, on: Date) -> Option<&Period> {
        let fits = |period: &&Period| {
            period.kind == kind && period.class == class && (period.domain.is_empty() || period.domain == domain)
        };
        let rank = |period: &&Period| {
            let begun = period.valid_from <= on;
            // In force beats not yet in force; then the domain's own; then the latest in force, or the earliest to come.
            let nearness = if begun { period.valid_from - on } else { on - period.valid_from };
            (begun, !period.domain.is_empty(), nearness.get_days())
        };
        self.periods.iter().filter(fits).max_by_key(rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_record_is_judged_by_the_rule_of_its_day() {
        let mut rules = Rules::embedded().expect("embedded rules parse");
        let mut newer = rules.period(Kind::Penalty, Class::Ordinary, "", date(2026, 1, 1)).expect("a rule").clone();
        newer.valid_from = date(2026, 4, 1);
        newer.max_months = 6;
        rules.periods.push(newer.clone());
        let of =
            |domain: &str, on| rules.period(Kind::Penalty, Class::Ordinary, domain, on).map(|found| found.max_months);
        assert_eq!(of("", date(2026, 3, 31)), Some(12));
        assert_eq!(of("", date(2026, 4, 1)), Some(6));
        assert_eq!(of("", date(1999, 1, 1)), Some(12), "older than every rule: the earliest");
        newer.domain = "市场监管".to_owned();
        newer.max_months = 9;
        rules.periods.push(newer);
        let of =
            |domain: &str, on| rules.period(Kind::Penalty, Class::Ordinary, domain, on).map(|found| found.max_months);
        assert_eq!(of("市场监管", date(2026, 5, 1)), Some(9));
        assert_eq!(of("文旅", date(2026, 5, 1)), Some(6));
    }

    #[test]
    fn unknown_levels_are_ordinary() {
        let rules = Rules::embedded().expect("embedded rules parse");
        assert_eq!(rules.class(Kind::Penalty, Some("没见过")), Class::Ordinary);
        assert_eq!(rules.class(Kind::Penalty, Some("严重")), Class::Serious);
        assert_eq!(rules.class(Kind::Blacklist, None), Class::Serious);
    }
}
