//! Presets: the column names of one well-known layout, as data in `presets/NAME.toml`.
//!
//! A preset says for certain what the table of well-known headers would have to tell from the name alone; it goes before
//! that table and after a manifest's own `[fields]`.

use super::{Field, Kind};
use crate::sources::manifest::AmountUnit;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A layout that agencies share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// What it is called in Chinese, with its source.
    pub title: String,
    /// Kinds of record that come in this layout, the usual one first.
    pub kinds: Vec<Kind>,
    /// Unit of its sums; 元 when absent.
    pub amount_unit: Option<AmountUnit>,
    /// Canonical field to column.
    #[serde(deserialize_with = "by_field")]
    pub fields: BTreeMap<Field, String>,
}

fn by_field<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Field, String>, D::Error> {
    let named = BTreeMap::<String, String>::deserialize(deserializer)?;
    named.into_iter().map(|(field, column)| Ok((field.parse().map_err(serde::de::Error::custom)?, column))).collect()
}

const FILES: [(&str, &str); 12] = [
    ("abnormal-list", include_str!("presets/abnormal-list.toml")),
    ("card-filing", include_str!("presets/card-filing.toml")),
    ("commitment", include_str!("presets/commitment.toml")),
    ("complaints-publicity", include_str!("presets/complaints-publicity.toml")),
    ("court-defaulters", include_str!("presets/court-defaulters.toml")),
    ("red-list", include_str!("presets/red-list.toml")),
    ("red-list-codes", include_str!("presets/red-list-codes.toml")),
    ("serious-list", include_str!("presets/serious-list.toml")),
    ("shuanggongshi-licence", include_str!("presets/shuanggongshi-licence.toml")),
    ("shuanggongshi-penalty", include_str!("presets/shuanggongshi-penalty.toml")),
    ("shuanggongshi-penalty-2015", include_str!("presets/shuanggongshi-penalty-2015.toml")),
    ("xinyong-list", include_str!("presets/xinyong-list.toml")),
];

static PRESETS: LazyLock<BTreeMap<&str, Preset>> = LazyLock::new(|| {
    let read = |text| toml::from_str(text).expect("embedded presets parse (tested)");
    FILES.into_iter().map(|(name, text)| (name, read(text))).collect()
});

/// A preset by its name.
pub fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.get(name)
}

/// All presets, by name.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Preset)> {
    PRESETS.iter().map(|(name, preset)| (*name, preset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_parses_and_gives_what_its_kinds_require() {
        for (name, text) in FILES {
            let preset: Preset = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!preset.kinds.is_empty() && !preset.title.is_empty(), "{name}");
            for required in preset.kinds.iter().flat_map(|kind| kind.required()) {
                assert!(preset.fields.contains_key(required), "{name}: `{}` has no column", required.key());
            }
        }
    }
}
