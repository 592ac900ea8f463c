//! Columns of a feed to canonical fields: the manifest's own, a preset's, the well-known headers, in that order.

use super::read::ReadError;
use super::text::name_key;
use super::{Field, Kind};
use crate::sources::Feed;
use crate::sources::manifest::AmountUnit;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Field(Field),
    /// Personal data: not even read.
    Dropped,
    /// No field takes it; it stays in the snapshot and is named in the report.
    Ignored,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    amount_unit: Option<AmountUnit>,
    fields: BTreeMap<String, String>,
}

const PRESETS: [(&str, &str); 2] = [
    ("shuanggongshi-penalty", include_str!("presets/shuanggongshi-penalty.toml")),
    ("shuanggongshi-penalty-2015", include_str!("presets/shuanggongshi-penalty-2015.toml")),
];

/// Names of the presets that a feed may have.
pub fn presets() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// Known column names: by kind (`None` for any), key of the name to target.
static HEADERS: LazyLock<HashMap<Option<Kind>, HashMap<String, Target>>> = LazyLock::new(headers);

fn headers() -> HashMap<Option<Kind>, HashMap<String, Target>> {
    let tables: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        toml::from_str(include_str!("headers.toml")).expect("the embedded table of headers parses (tested)");
    let mut known: HashMap<Option<Kind>, HashMap<String, Target>> = HashMap::new();
    for (table, entries) in tables {
        let kind = table.parse::<Kind>().ok();
        for (key, columns) in entries {
            let target = if table == "drop" {
                Target::Dropped
            } else {
                Target::Field(key.parse().expect("the embedded table names canonical fields (tested)"))
            };
            known.entry(kind).or_default().extend(columns.iter().map(|column| (name_key(column), target)));
        }
    }
    let any = known.entry(None).or_default();
    any.extend(Field::all().map(|field| (name_key(field.key()), Target::Field(field))));
    known
}

/// Whether a text is a column name of any kind of feed; tells header rows from titles.
pub fn is_known_header(text: &str) -> bool {
    let key = name_key(text);
    HEADERS.values().any(|table| table.contains_key(&key))
}

/// The mapping of one feed.
pub struct Mapping {
    kind: Kind,
    own: HashMap<String, Field>,
    pub amount_unit: AmountUnit,
    seen: HashMap<String, Target>,
}

impl Mapping {
    /// # Errors
    /// [`ReadError::Format`] for a preset that does not exist.
    pub fn new(feed: &Feed) -> Result<Mapping, ReadError> {
        let mut own = HashMap::new();
        let mut amount_unit = AmountUnit::Yuan;
        if let Some(name) = &feed.preset {
            let known = || PRESETS.map(|preset| preset.0).join(", ");
            let text = PRESETS.iter().find(|preset| preset.0 == name).map(|preset| preset.1);
            let text = text.ok_or_else(|| ReadError::Format(format!("no preset `{name}`; one of: {}", known())))?;
            let preset: Preset = toml::from_str(text).expect("embedded presets parse (tested)");
            amount_unit = preset.amount_unit.unwrap_or(amount_unit);
            for (field, column) in preset.fields {
                own.insert(name_key(&column), field.parse().expect("embedded presets name canonical fields (tested)"));
            }
        }
        own.extend(feed.fields.iter().map(|(field, column)| (name_key(column), *field)));
        Ok(Mapping { kind: feed.kind, own, amount_unit: feed.amount_unit.unwrap_or(amount_unit), seen: HashMap::new() })
    }

    /// What becomes of a column; remembered, since a feed asks for the same few on every row.
    pub fn target(&mut self, column: &str) -> Target {
        if let Some(target) = self.seen.get(column) {
            return *target;
        }
        let key = name_key(column);
        let known = |kind: Option<Kind>| HEADERS.get(&kind).and_then(|table| table.get(&key)).copied();
        let own = self.own.get(&key).map(|field| Target::Field(*field));
        // What is personal stays out even when a manifest maps it by mistake.
        let dropped = known(None).filter(|target| *target == Target::Dropped);
        let target =
            dropped.or(own).or_else(|| known(Some(self.kind))).or_else(|| known(None)).unwrap_or(Target::Ignored);
        self.seen.insert(column.to_owned(), target);
        target
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_tables_name_what_exists() {
        assert!(
            is_known_header("统一社会信用代码") && is_known_header("决定机关（列入）") && is_known_header("cf_xdr_mc")
        );
        assert!(!is_known_header("鞍山市严重违法失信名单"));
        for (name, text) in PRESETS {
            let preset: Preset = toml::from_str(text).expect(name);
            assert!(preset.fields.keys().all(|field| field.parse::<Field>().is_ok()), "{name}");
        }
    }
}
