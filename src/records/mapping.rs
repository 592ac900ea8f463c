//! Columns of a feed to canonical fields: the manifest's own, a preset's, the well-known headers, in that order.

use super::read::ReadError;
use super::text::name_key;
use super::{Field, Kind, ValueType, amount};
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

/// Where a mapping stands among others for the same field: the manifest's own first, then the preset's, a canonical
/// key, the kind's headers, any headers, each list in its order. The lowest wins.
pub type Rank = (u8, usize);

/// A column, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub target: Target,
    /// Yuan in one unit of an amount in this column.
    pub yuan: u32,
    pub rank: Rank,
}

type Headers = HashMap<Option<Kind>, HashMap<String, (Target, usize)>>;

/// Known column names: by kind (`None` for any), key of the name to target and place in its list.
static HEADERS: LazyLock<Headers> = LazyLock::new(headers);

fn headers() -> Headers {
    let tables: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        toml::from_str(include_str!("headers.toml")).expect("the embedded table of headers parses (tested)");
    let mut known = Headers::new();
    for (table, entries) in tables {
        let kind = table.parse::<Kind>().ok();
        for (key, columns) in entries {
            let target = if table == "drop" {
                Target::Dropped
            } else {
                Target::Field(key.parse().expect("the embedded table names canonical fields (tested)"))
            };
            let columns = columns.iter().enumerate().map(|(place, column)| (name_key(column), (target, place)));
            known.entry(kind).or_default().extend(columns);
        }
    }
    let any = known.entry(None).or_default();
    any.extend(Field::all().map(|field| (name_key(field.key()), (Target::Field(field), 0))));
    known
}

/// Whether a text is a column name of any kind of feed; tells header rows from titles.
pub fn is_known_header(text: &str) -> bool {
    let key = name_key(text);
    let known = |key: &str| HEADERS.values().any(|table| table.contains_key(key));
    known(&key) || amount::split(&key).is_some_and(|(name, _)| known(&name))
}

/// The mapping of one feed.
pub struct Mapping {
    kind: Kind,
    own: HashMap<String, (Field, u8)>,
    /// The unit that the feed's file names: it goes before every other.
    feed_unit: Option<u32>,
    preset_unit: Option<u32>,
    seen: HashMap<String, Column>,
}

impl Mapping {
    /// # Errors
    /// [`ReadError::Format`] for a preset that does not exist.
    pub fn new(feed: &Feed) -> Result<Mapping, ReadError> {
        let mut own = HashMap::new();
        let mut preset_unit = None;
        if let Some(name) = &feed.preset {
            let known = || PRESETS.map(|preset| preset.0).join(", ");
            let text = PRESETS.iter().find(|preset| preset.0 == name).map(|preset| preset.1);
            let text = text.ok_or_else(|| ReadError::Format(format!("no preset `{name}`; one of: {}", known())))?;
            let preset: Preset = toml::from_str(text).expect("embedded presets parse (tested)");
            preset_unit = preset.amount_unit.map(amount::yuan);
            for (field, column) in preset.fields {
                let field = field.parse().expect("embedded presets name canonical fields (tested)");
                own.insert(name_key(&column), (field, 1));
            }
        }
        own.extend(feed.fields.iter().map(|(field, column)| (name_key(column), (*field, 0))));
        let feed_unit = feed.amount_unit.map(amount::yuan);
        Ok(Mapping { kind: feed.kind, own, feed_unit, preset_unit, seen: HashMap::new() })
    }

    /// What becomes of a column; remembered, since a feed asks for the same few on every row.
    pub fn column(&mut self, name: &str) -> Column {
        if let Some(column) = self.seen.get(name) {
            return *column;
        }
        let key = name_key(name);
        let (base, header_unit) = match amount::split(&key) {
            Some((base, yuan)) => (Some(base), Some(yuan)),
            None => (None, None),
        };
        let (target, rank) = self
            .look_up(&key)
            .or_else(|| self.look_up(&base?).filter(|(target, _)| is_money(*target)))
            .unwrap_or((Target::Ignored, (u8::MAX, 0)));
        let unit = self.feed_unit.or(header_unit).or_else(|| amount::of_code(&key)).or(self.preset_unit);
        let column = Column { target, yuan: unit.unwrap_or(1), rank };
        self.seen.insert(name.to_owned(), column);
        column
    }

    fn look_up(&self, key: &str) -> Option<(Target, Rank)> {
        let known = |kind: Option<Kind>| HEADERS.get(&kind).and_then(|table| table.get(key)).copied();
        let any = known(None);
        // What is personal stays out even when a manifest maps it by mistake.
        if let Some((Target::Dropped, place)) = any {
            return Some((Target::Dropped, (0, place)));
        }
        let own = self.own.get(key).map(|(field, origin)| (Target::Field(*field), (*origin, 0)));
        let canonical = || {
            let field = key.to_ascii_lowercase().parse().ok()?;
            Some((Target::Field(field), (2, 0)))
        };
        let ranked = |origin: u8| move |(target, place)| (target, (origin, place));
        own.or_else(canonical).or_else(|| known(Some(self.kind)).map(ranked(3))).or_else(|| any.map(ranked(4)))
    }
}

fn is_money(target: Target) -> bool {
    matches!(target, Target::Field(field) if field.value_type() == ValueType::Money)
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
    #[test]
    fn the_unit_of_an_amount_is_the_feeds_then_the_headers_then_the_standards() {
        let mapping = |preset: Option<u32>, feed: Option<u32>| Mapping {
            kind: Kind::Penalty,
            own: HashMap::new(),
            feed_unit: feed,
            preset_unit: preset,
            seen: HashMap::new(),
        };
        for (name, yuan) in [
            ("罚款金额", 1),
            ("罚款金额（元）", 1),
            ("罚款金额（万元）", 10_000),
            ("罚款金额 [万元]", 10_000),
            ("罚款金额【单位：万元】", 10_000),
            ("罚款金额\n(万元)", 10_000),
            ("罚款金额:万元", 10_000),
            ("罚款（千元）", 1_000),
            ("没收违法所得、没收非法财物的金额（万元）", 10_000),
            ("没收金额（万元）", 10_000),
            ("CF_NR_FK", 10_000),
            ("cf_nr_wfff", 10_000),
            ("CF_NR_FK（元）", 1),
        ] {
            let column = mapping(None, None).column(name);
            assert!(is_money(column.target), "{name}");
            assert_eq!(column.yuan, yuan, "{name}");
            assert_eq!(mapping(None, Some(1)).column(name).yuan, 1, "{name}: the feed's file goes first");
        }
        assert_eq!(mapping(Some(10_000), None).column("罚款金额（元）").yuan, 1, "the header beats the preset");
        assert_eq!(mapping(Some(10_000), None).column("罚款金额").yuan, 10_000);
        assert_eq!(mapping(None, None).column("指标值（万元）").target, Target::Ignored, "only amounts have units");
    }
}
