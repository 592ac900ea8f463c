//! The tables of a rule file as they are written, and their reading into rules.

use super::{Class, ClassRule, Ground, Period, Provision, ProvisionId, Rules};
use crate::clock::Date;
use crate::config::ConfigError;
use crate::config::place;
use crate::records::Kind;
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    kind: String,
    class: Class,
    #[serde(default)]
    domain: String,
    #[serde(default)]
    title: String,
    valid_from: String,
    max_months: u32,
    source: String,
    checked_on: String,
    #[serde(default)]
    verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    class: Class,
    #[serde(default)]
    title: String,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    penalties: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    from_yuan: Option<u64>,
    below_yuan: Option<u64>,
    #[serde(default)]
    source: String,
    valid_from: Option<String>,
    checked_on: Option<String>,
    #[serde(default)]
    verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    title: String,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    harder: Vec<String>,
    #[serde(default)]
    industries: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    shown_as: Option<String>,
    source: String,
    valid_from: String,
    checked_on: String,
    #[serde(default)]
    verified: bool,
}

/// A rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRules {
    #[serde(default)]
    class: Vec<Spanned<RawClass>>,
    #[serde(default)]
    period: Vec<Spanned<RawPeriod>>,
    #[serde(default)]
    rule: Vec<Spanned<RawRule>>,
}

/// The file that is read: its path for messages, its name for citations, its text for lines.
pub(super) struct Origin<'a> {
    pub path: &'a Path,
    pub name: String,
    pub text: &'a str,
}

impl Origin<'_> {
    /// Where a table begins.
    fn line<T>(&self, table: &Spanned<T>) -> usize {
        place::line(self.text, table.span().start)
    }

    fn date(&self, key: &str, text: &str) -> Result<Date, ConfigError> {
        text.parse().map_err(|_| ConfigError::value(self.path, key, text, "a date like 2026-11-25"))
    }

    fn kind(&self, key: &str, text: &str) -> Result<Kind, ConfigError> {
        text.parse().map_err(|error: crate::records::kind::UnknownKind| {
            ConfigError::value(self.path, key, text, error.to_string())
        })
    }

    fn kinds(&self, key: &str, texts: &[String]) -> Result<Vec<Kind>, ConfigError> {
        texts.iter().map(|text| self.kind(key, text)).collect()
    }

    /// A rule without a source is nobody's law.
    fn source(&self, key: &str, text: &str) -> Result<String, ConfigError> {
        if text.trim().is_empty() {
            let hint = "name the document and the article it rests on";
            return Err(ConfigError::value(self.path, key, text, format!("a rule needs its source\n  hint: {hint}")));
        }
        Ok(text.to_owned())
    }
}

impl RawRules {
    /// Adds the file's rules to those of other files.
    pub fn add_to(self, rules: &mut Rules, origin: &Origin<'_>) -> Result<(), ConfigError> {
        for raw in self.period {
            let line = origin.line(&raw);
            rules.periods.push(raw.into_inner().read(origin, line)?);
        }
        for raw in self.class {
            let line = origin.line(&raw);
            rules.classes.push(raw.into_inner().read(origin, line)?);
        }
        for raw in self.rule {
            let line = origin.line(&raw);
            rules.provisions.push(raw.into_inner().read(origin, line)?);
        }
        Ok(())
    }
}

impl RawPeriod {
    fn read(self, origin: &Origin<'_>, line: usize) -> Result<Period, ConfigError> {
        let kind = origin.kind("period.kind", &self.kind)?;
        let ground = Ground {
            rule: format!("{kind}/{}", self.class.key()),
            title: self.title,
            file: origin.name.clone(),
            line,
            source: origin.source("period.source", &self.source)?,
            valid_from: origin.date("period.valid_from", &self.valid_from)?,
            checked_on: origin.date("period.checked_on", &self.checked_on)?,
            verified: self.verified,
        };
        let Self { class, domain, max_months, .. } = self;
        Ok(Period { kind, class, domain, max_months, ground: Arc::new(ground) })
    }
}

impl RawClass {
    /// Files from before classes had sources give none: they are then flagged as not checked.
    fn read(self, origin: &Origin<'_>, line: usize) -> Result<ClassRule, ConfigError> {
        let date = |key: &str, text: &Option<String>| match text {
            Some(text) => origin.date(key, text),
            None => Ok(Date::constant(2000, 1, 1)),
        };
        let ground = Ground {
            rule: format!("class/{}", self.class.key()),
            title: self.title,
            file: origin.name.clone(),
            line,
            valid_from: date("class.valid_from", &self.valid_from)?,
            checked_on: date("class.checked_on", &self.checked_on)?,
            verified: self.verified && !self.source.is_empty(),
            source: self.source,
        };
        Ok(ClassRule {
            class: self.class,
            kinds: origin.kinds("class.kinds", &self.kinds)?,
            words: self.words,
            penalties: self.penalties,
            except: self.except,
            from_yuan: self.from_yuan,
            below_yuan: self.below_yuan,
            ground: Arc::new(ground),
        })
    }
}

impl RawRule {
    fn read(self, origin: &Origin<'_>, line: usize) -> Result<Provision, ConfigError> {
        let id = self.id.parse::<ProvisionId>().map_err(|()| {
            let known: Vec<&str> = ProvisionId::ALL.iter().map(|id| id.key()).collect();
            ConfigError::value(origin.path, "rule.id", &self.id, format!("no such rule; one of: {}", known.join(", ")))
        })?;
        let shown_as = self.shown_as.as_deref().map(|kind| origin.kind("rule.shown_as", kind)).transpose()?;
        if id == ProvisionId::LegalBasis && (shown_as.is_none() || self.kinds.is_empty()) {
            let hint = "say which lists need a basis and what they are without: `kinds`, `shown_as = \"notice\"`";
            let reason = format!("no `kinds` or no `shown_as`\n  hint: {hint}");
            return Err(ConfigError::value(origin.path, "rule.id", &self.id, reason));
        }
        let ground = Ground {
            rule: id.key().to_owned(),
            title: self.title,
            file: origin.name.clone(),
            line,
            source: origin.source("rule.source", &self.source)?,
            valid_from: origin.date("rule.valid_from", &self.valid_from)?,
            checked_on: origin.date("rule.checked_on", &self.checked_on)?,
            verified: self.verified,
        };
        Ok(Provision {
            id,
            kinds: origin.kinds("rule.kinds", &self.kinds)?,
            words: self.words,
            texts: self.texts,
            numbers: self.numbers,
            except: self.except,
            harder: self.harder,
            industries: self.industries,
            codes: self.codes,
            shown_as,
            ground: Arc::new(ground),
        })
    }
}
