//! Columns of a feed to canonical fields: the manifest's own, a preset's, the well-known headers, in that order; what
//! only resembles a well-known header is guessed, and said to be.

mod guess;
mod known;
mod party;

pub use known::{
    asked, gives, is_known_header, is_like_header, is_plainly_known, is_subject_header, says_gone, telling,
};
pub use party::is_other_party;

use super::text::name_key;
use super::{Field, Kind, ValueType, amount, preset};
use crate::sources::Feed;
use known::Spelling;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Field(Field),
    /// Personal data: not even read.
    Dropped,
    /// No field takes it; it stays in the snapshot and is named in the report.
    Ignored,
}

/// How a column's field is known, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The manifest's `[fields]`, and personal data whatever the manifest says.
    Manifest,
    Preset,
    /// The column is called like the field.
    Canonical,
    /// A well-known header of feeds of this kind.
    KindHeader,
    /// A well-known header of any feed.
    AnyHeader,
    /// It resembles a well-known header; a person should look.
    Guess,
    Unknown,
}

/// Where a mapping stands among others for the same field: by origin, then by place in its list. The lowest wins.
pub type Rank = (Origin, usize);

/// A column, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub target: Target,
    /// Yuan in one unit of an amount in this column.
    pub yuan: u32,
    pub rank: Rank,
}

/// A column and the field that takes it, for reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub column: String,
    /// Key of the canonical field.
    pub field: String,
}

/// What became of a feed's columns, each list in the order of names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Columns {
    /// Named by the manifest, a preset or the table of well-known headers.
    pub recognised: Vec<Taken>,
    /// Taken because they resemble a well-known header.
    pub guessed: Vec<Taken>,
    /// No field takes them; they stay in the snapshot and are never published.
    pub ignored: Vec<String>,
}

/// The mapping of one feed.
pub struct Mapping {
    kind: Kind,
    own: HashMap<String, (Field, Origin)>,
    /// The unit that the feed's file names: it goes before every other.
    feed_unit: Option<u32>,
    preset_unit: Option<u32>,
    seen: HashMap<String, Column>,
}

impl Mapping {
    pub fn new(feed: &Feed) -> Mapping {
        let mut own = HashMap::new();
        let mut preset_unit = None;
        // That there is one was looked at with the manifest.
        if let Some(preset) = feed.preset.as_deref().and_then(preset::find) {
            preset_unit = preset.amount_unit.map(amount::yuan);
            own.extend(preset.fields.iter().map(|(field, column)| (name_key(column), (*field, Origin::Preset))));
        }
        own.extend(feed.fields.iter().map(|(field, column)| (name_key(column), (*field, Origin::Manifest))));
        let feed_unit = feed.amount_unit.map(amount::yuan);
        Mapping { kind: feed.kind, own, feed_unit, preset_unit, seen: HashMap::new() }
    }

    /// Whether the feed's file names the unit of all sums.
    pub fn has_unit(&self) -> bool {
        self.feed_unit.is_some()
    }

    /// What becomes of a column; remembered, since a feed asks for the same few on every row.
    pub fn column(&mut self, name: &str) -> Column {
        if let Some(column) = self.seen.get(name) {
            return *column;
        }
        let key = name_key(name);
        let bare = known::without_signs(&key);
        let (base, header_unit) = match amount::split(&key).or_else(|| amount::split(bare.as_deref()?)) {
            Some((base, yuan)) => (Some(base), Some(yuan)),
            None => (None, None),
        };
        let (target, rank) = self
            .look_up(&key)
            .or_else(|| self.look_up(base.as_deref()?).filter(|(target, _)| is_money(*target)))
            .or_else(|| self.known(Spelling::Bare, bare.as_deref()?))
            .or_else(|| self.known(Spelling::Bare, base.as_deref()?).filter(|(target, _)| is_money(*target)))
            .or_else(|| guess::is_personal(&key).then_some((Target::Dropped, (Origin::Guess, 0))))
            .or_else(|| self.guess(&key))
            .or_else(|| self.guess(base.as_deref()?).filter(|(target, _)| is_money(*target)))
            .unwrap_or((Target::Ignored, (Origin::Unknown, 0)));
        let unit = self.feed_unit.or(header_unit).or_else(|| amount::of_code(&key)).or(self.preset_unit);
        let column = Column { target, yuan: unit.unwrap_or(1), rank };
        self.seen.insert(name.to_owned(), column);
        column
    }

    fn look_up(&self, key: &str) -> Option<(Target, Rank)> {
        let known = self.known(Spelling::Whole, key);
        // What is personal stays out even when a manifest maps it by mistake.
        if known.is_some_and(|known| known.0 == Target::Dropped) {
            return known;
        }
        let own = self.own.get(key).map(|(field, origin)| (Target::Field(*field), (*origin, 0)));
        let canonical = || {
            let field = key.to_ascii_lowercase().parse().ok()?;
            Some((Target::Field(field), (Origin::Canonical, 0)))
        };
        own.or_else(canonical).or(known)
    }

    /// A well-known header; what is personal goes before what the feed's kind says.
    fn known(&self, spelling: Spelling, key: &str) -> Option<(Target, Rank)> {
        let any = known::find(spelling, None, key);
        if let Some((Target::Dropped, place)) = any {
            return Some((Target::Dropped, (Origin::Manifest, place)));
        }
        let ranked = |origin: Origin| move |(target, place)| (target, (origin, place));
        let own = known::find(spelling, Some(self.kind), key).map(ranked(Origin::KindHeader));
        own.or_else(|| any.map(ranked(Origin::AnyHeader)))
    }

    /// A well-known header with something harmless around it.
    fn guess(&self, key: &str) -> Option<(Target, Rank)> {
        let resembled = guess::candidates(key).find_map(|candidate| self.look_up(&candidate))?;
        Some((resembled.0, (Origin::Guess, resembled.1.1)))
    }
}

fn is_money(target: Target) -> bool {
    matches!(target, Target::Field(field) if field.value_type() == ValueType::Money)
}

#[cfg(test)]
mod tests;
