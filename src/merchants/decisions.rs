//! `data/merges.toml`: what a person decided on who is who. It goes before every rule of resolution.

mod misfits;

use super::MerchantKey;
use crate::clock::Date;
use crate::config::{ConfigError, read_toml};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    record: Option<String>,
    merchant: Option<String>,
    merchants: Option<Vec<String>>,
    same: bool,
    reason: String,
    on: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    merge: Vec<Raw>,
}

/// All decisions of a portal.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Record to the merchant it speaks of.
    records: BTreeMap<String, MerchantKey>,
    /// Record and a merchant it does not speak of.
    not_of: BTreeSet<(String, MerchantKey)>,
    /// A merchant to the one it is the same as.
    same: BTreeMap<MerchantKey, MerchantKey>,
    /// Two merchants, in order, that are not the same.
    apart: BTreeSet<(MerchantKey, MerchantKey)>,
}

impl Decisions {
    /// Reads the file; an absent one decides nothing.
    ///
    /// # Errors
    /// [`ConfigError`] naming the entry that cannot be used or contradicts another.
    pub fn load(path: &Path) -> Result<Decisions, ConfigError> {
        if !path.exists() {
            return Ok(Decisions::default());
        }
        let file: File = read_toml(path)?;
        let mut decisions = Decisions::default();
        for raw in file.merge {
            decisions.add(raw, path)?;
        }
        decisions.consistent(path)?;
        Ok(decisions)
    }

    fn add(&mut self, raw: Raw, path: &Path) -> Result<(), ConfigError> {
        if raw.on.parse::<Date>().is_err() {
            return Err(ConfigError::value(path, "merge.on", raw.on, "a date like 2026-11-25"));
        }
        if raw.reason.trim().is_empty() {
            return Err(ConfigError::value(path, "merge.reason", raw.reason, "say what was looked at"));
        }
        match (raw.record, raw.merchant, raw.merchants.as_deref()) {
            (Some(record), Some(merchant), None) => {
                let merchant = key(path, "merge.merchant", &merchant)?;
                if !raw.same {
                    self.not_of.insert((record, merchant));
                } else if let Some(other) = self.records.insert(record.clone(), merchant.clone())
                    && other != merchant
                {
                    let reason = format!("it is given to `{other}` too; a record speaks of one merchant");
                    return Err(ConfigError::value(path, "merge.record", record, reason));
                }
            }
            (None, None, Some([kept, other])) => {
                let (kept, other) = (key(path, "merge.merchants", kept)?, key(path, "merge.merchants", other)?);
                if kept == other {
                    return Err(ConfigError::value(path, "merge.merchants", kept.as_str(), "named twice"));
                }
                if !raw.same {
                    self.apart.insert(ordered(kept, other));
                } else if let Some(before) = self.same.insert(other.clone(), kept.clone())
                    && before != kept
                {
                    let reason = format!("it is the same as `{before}` already; say that those two are the same");
                    return Err(ConfigError::value(path, "merge.merchants", other.as_str(), reason));
                }
            }
            (record, _, _) => {
                let reason = "name either `record` with `merchant`, or two `merchants`, the one that stays first";
                return Err(ConfigError::value(path, "merge", record.unwrap_or_default(), reason));
            }
        }
        Ok(())
    }

    /// No circles, and nothing both the same and not.
    fn consistent(&self, path: &Path) -> Result<(), ConfigError> {
        for (other, kept) in &self.same {
            let mut seen = BTreeSet::from([other]);
            let mut current = kept;
            while let Some(next) = self.same.get(current) {
                if !seen.insert(current) {
                    let reason = "these merchants are each said to be another: one has to stay";
                    return Err(ConfigError::value(path, "merge.merchants", other.as_str(), reason));
                }
                current = next;
            }
            if self.apart.contains(&ordered(other.clone(), kept.clone())) {
                let reason = format!("said to be the same as `{kept}` and not the same");
                return Err(ConfigError::value(path, "merge.merchants", other.as_str(), reason));
            }
        }
        for (record, merchant) in &self.records {
            if self.not_of.contains(&(record.clone(), merchant.clone())) {
                let reason = format!("said to speak of `{merchant}` and not to");
                return Err(ConfigError::value(path, "merge.record", record, reason));
            }
        }
        Ok(())
    }

    /// The merchant a record was given to by hand.
    pub(super) fn of_record(&self, record: &str) -> Option<&MerchantKey> {
        self.records.get(record)
    }

    /// Whether rules may give a record to a merchant.
    pub(super) fn may_be_of(&self, record: &str, merchant: &MerchantKey) -> bool {
        self.not_of.is_empty() || !self.not_of.contains(&(record.to_owned(), merchant.clone()))
    }

    /// Whether two merchants were found to be different.
    pub(super) fn are_apart(&self, one: &MerchantKey, other: &MerchantKey) -> bool {
        !self.apart.is_empty() && self.apart.contains(&ordered(one.clone(), other.clone()))
    }

    /// The merchant that stands for one that is the same.
    pub(super) fn standing_for<'k>(&'k self, key: &'k MerchantKey) -> &'k MerchantKey {
        let mut current = key;
        while let Some(next) = self.same.get(current) {
            current = next;
        }
        current
    }

    /// Merchants that stand for another one now.
    pub(super) fn merged(&self) -> impl Iterator<Item = &MerchantKey> {
        self.same.keys()
    }
}

fn ordered(one: MerchantKey, other: MerchantKey) -> (MerchantKey, MerchantKey) {
    if one <= other { (one, other) } else { (other, one) }
}

/// A code, or the key in the address of a merchant without one.
fn key(path: &Path, field: &str, text: &str) -> Result<MerchantKey, ConfigError> {
    MerchantKey::parse(text).ok_or_else(|| {
        ConfigError::value(path, field, text, "a code of 18 characters, or the last part of a merchant's address")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "91210302MA99FAK16F";
    const B: &str = "91210381MA99FAK32J";

    fn load(text: &str) -> Result<Decisions, String> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        Decisions::load(file.path()).map_err(|error| error.to_string())
    }

    fn merge(rest: &str) -> String {
        format!("[[merge]]\n{rest}\nreason = \"执照核对\"\non = \"2026-11-20\"\n")
    }

    #[test]
    fn decisions_are_read() {
        let text = [
            merge(&format!("record = \"r1\"\nmerchant = \"{A}\"\nsame = true")),
            merge(&format!("record = \"r2\"\nmerchant = \"{A}\"\nsame = false")),
            merge(&format!("merchants = [\"{A}\", \"n0123456789abcde\"]\nsame = true")),
            merge(&format!("merchants = [\"{A}\", \"{B}\"]\nsame = false")),
        ];
        let decisions = load(&text.concat()).expect("decisions");
        let (a, b) = (MerchantKey::of_code(A), MerchantKey::of_code(B));
        assert_eq!(decisions.of_record("r1"), Some(&a));
        assert!(!decisions.may_be_of("r2", &a) && decisions.may_be_of("r2", &b));
        let old = MerchantKey::parse("n0123456789abcde").expect("a key");
        assert_eq!(decisions.standing_for(&old), &a);
        assert!(decisions.are_apart(&b, &a) && !decisions.are_apart(&a, &old));
        assert!(Decisions::load(Path::new("/nonexistent")).is_ok(), "no file decides nothing");
    }

    #[test]
    fn what_cannot_be_used_or_contradicts_itself_is_refused() {
        let both = format!("record = \"r1\"\nmerchant = \"{A}\"\nsame = ");
        let pair = format!("merchants = [\"{A}\", \"{B}\"]\nsame = ");
        for (text, said) in [
            (merge("record = \"r1\"\nsame = true"), "either `record`"),
            (merge("record = \"r1\"\nmerchant = \"123\"\nsame = true"), "18 characters"),
            (merge(&format!("merchants = [\"{A}\", \"{A}\"]\nsame = true")), "named twice"),
            (merge(&format!("merchants = [\"{A}\"]\nsame = true")), "either `record`"),
            (merge(&format!("{both}true")).replace("执照核对", " "), "what was looked at"),
            (merge(&format!("{both}true")).replace("2026-11-20", "soon"), "2026-11-25"),
            (merge(&format!("{both}true")) + &merge(&format!("{both}false")), "and not to"),
            (merge(&format!("{both}true")) + &merge(&format!("{both}true").replace(A, B)), "one merchant"),
            (merge(&format!("{pair}true")) + &merge(&format!("{pair}false")), "not the same"),
            (
                merge(&format!("{pair}true")) + &merge(&format!("merchants = [\"{B}\", \"{A}\"]\nsame = true")),
                "one has to stay",
            ),
            (merge("same = true\ncolour = 1"), "colour"),
        ] {
            let error = load(&text).expect_err("refused");
            assert!(error.contains(said), "{error}");
        }
    }
}
