//! Whether a feed's new data may replace the old before a person has looked.
//!
//! In: the feed, what was read of it now, what is known of it. Out: the reason to hold it, if there is one. An agency's
//! broken export must not empty the published site: a feed that lost most of its rows, of its records, of what is shown, or a whole
//! column, whose rows mostly cannot be read, or whose names moved to other codes is held, and its last good data stays.
//! That a person has accepted it is for the caller to know.

use super::difference::Difference;
use super::store::FeedState;
use crate::records::mapping::Columns;
use crate::records::read::Reading;
use crate::records::{Field, Fields};
use crate::sources::Feed;
use std::collections::BTreeMap;

/// Fewer records than these say nothing about which fields a feed always gives.
const ENOUGH: usize = 10;
/// A field that so many records of a hundred carry is one that the feed gives; an empty cell here and there is no sign against it.
const MOSTLY_PERCENT: usize = 80;
/// A larger share of codes with another name is no wave of companies that took new names.
const RENAMED_PERCENT: usize = 10;

/// Fields that records of a feed carry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    records: usize,
    /// How many carry each.
    with: BTreeMap<Field, usize>,
}

impl Carried {
    /// Counts a record in.
    pub fn add(&mut self, fields: &Fields) {
        fields.iter().for_each(|(field, _)| *self.with.entry(field).or_default() += 1);
        self.records += 1;
    }

    /// What nearly every record of `before` carried and none of these does.
    fn lost_since(&self, before: &Carried) -> Vec<&'static str> {
        if self.records < ENOUGH || before.records < ENOUGH {
            return Vec::new();
        }
        let mostly = before.with.iter().filter(|(_, count)| **count * 100 >= before.records * MOSTLY_PERCENT);
        mostly.filter(|(field, _)| !self.with.contains_key(field)).map(|(field, _)| field.key()).collect()
    }
}

/// A feed as it was just read.
#[derive(Debug)]
pub struct Pulled<'a> {
    pub feed: &'a Feed,
    pub reading: &'a Reading,
    pub carried: &'a Carried,
    pub difference: &'a Difference,
    /// Records that were shown and would not be any more, although the feed has them still.
    pub barred: usize,
    /// How many records no longer have a field that they had.
    pub lost: &'a BTreeMap<Field, usize>,
}

/// Fields that keep a record from the public, or end it, and the fields that a column may fill to give them: without such a
/// column, what they took back would be shown again.
const LIMITS: [(Field, &[Field]); 8] = [
    (Field::ValidUntil, &[Field::ValidUntil]),
    (Field::WithdrawnOn, &[Field::WithdrawnOn]),
    (Field::WithdrawalReason, &[Field::WithdrawalReason]),
    (
        Field::RecordState,
        &[Field::RecordState, Field::Status, Field::Remarks, Field::WithdrawalReason, Field::Performance],
    ),
    (Field::UnderObjection, &[Field::UnderObjection, Field::RecordState, Field::Status]),
    (Field::UseScope, &[Field::UseScope]),
    (Field::Procedure, &[Field::Procedure, Field::Remarks]),
    (Field::CancelledOn, &[Field::CancelledOn]),
];

/// Why a person should look before this replaces what is known.
pub fn suspicion(pulled: &Pulled<'_>, state: Option<&FeedState>, before: &Carried) -> Option<String> {
    let Pulled { feed, reading, carried, difference, lost, .. } = pulled;
    if reading.rows < feed.min_rows {
        return Some(format!("{} rows, fewer than min_rows = {}", reading.rows, feed.min_rows));
    }
    let (rows, records) = state.map_or((0, 0), |state| (state.rows, state.records));
    let percent = feed.max_shrink_percent;
    let shrank = |before: usize, now: usize| before.saturating_sub(now) * 100 > before * percent as usize;
    if shrank(rows, reading.rows) {
        return Some(format!("fell from {rows} to {} rows, more than max_shrink_percent = {percent}", reading.rows));
    }
    if shrank(records, reading.records) {
        return Some(format!(
            "fell from {records} to {} records in {} rows, more than max_shrink_percent = {percent}",
            reading.records, reading.rows
        ));
    }
    let (bad, percent) = (reading.quarantined.len(), feed.max_quarantine_percent);
    if bad * 100 > reading.rows * percent as usize {
        return Some(format!(
            "{bad} of {} rows cannot be read, more than max_quarantine_percent = {percent}",
            reading.rows
        ));
    }
    let renamed = difference.renamed.count;
    if renamed >= ENOUGH && renamed * 100 > records * RENAMED_PERCENT {
        return Some(format!(
            "{renamed} codes of {records} records stand with another name than before\n  hint: a column may have slipped; look at what the agency sent, or run `mingjing accept {}` if this is right",
            feed.id
        ));
    }
    let has = |columns: &Columns, fields: &[Field]| {
        let mut taken = columns.recognised.iter().chain(&columns.guessed);
        taken.any(|taken| fields.iter().any(|field| taken.field == field.key()))
    };
    let had = |fields: &[Field]| state.is_some_and(|state| has(&state.columns, fields));
    let unlimited = LIMITS.iter().filter(|(_, given_by)| had(given_by) && !has(&reading.columns, given_by));
    if let Some((field, count)) = unlimited.filter_map(|(field, _)| Some((field, lost.get(field)?))).next() {
        return Some(format!(
            "no column gives `{}` any more, and {count} records had it: what it took back or ended would be shown again\n  hint: name the column under [fields], or run `mingjing accept {}` if this is right",
            field.key(),
            feed.id
        ));
    }
    let lost = carried.lost_since(before);
    if !lost.is_empty() {
        return Some(format!(
            "nearly every record had `{}` before, none has it now\n  hint: a column may be gone or have a new name; name it under [fields], or run `mingjing accept {}` if this is right",
            lost.join("`, `"),
            feed.id
        ));
    }
    exchanged(pulled, records)
}

/// Why a list that is as long as before is to be looked at all the same: its records are others, or are no longer shown.
fn exchanged(pulled: &Pulled<'_>, records: usize) -> Option<String> {
    let Pulled { feed, reading, difference, barred, .. } = pulled;
    let percent = feed.max_shrink_percent;
    let is_most = |count: usize| count >= ENOUGH && count * 100 > records * percent as usize;
    let gone = difference.removed.count;
    if is_most(gone) {
        return Some(format!(
            "{gone} of {records} records are gone, though there are {} now, more than max_shrink_percent = {percent}\n  hint: a column by which records are told apart may have slipped or be written differently; run `mingjing accept {}` if this is right",
            reading.records, feed.id
        ));
    }
    is_most(*barred).then(|| {
        format!(
            "{barred} of {records} records would no longer be shown for what the feed now says of them, more than max_shrink_percent = {percent}\n  hint: look at the columns of states, scopes and ends; run `mingjing accept {}` if this is right",
            feed.id
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Value;

    fn carried(records: usize, fields: impl Fn(usize) -> Vec<Field>) -> Carried {
        let mut carried = Carried::default();
        for number in 0..records {
            let mut all = Fields::new();
            for field in fields(number) {
                all.set(field, Value::Text("示例".to_owned()));
            }
            carried.add(&all);
        }
        carried
    }

    #[test]
    fn a_field_is_lost_when_all_had_it_and_none_has_it() {
        let before = carried(10, |_| vec![Field::SubjectName, Field::Outcome]);
        assert_eq!(carried(10, |_| vec![Field::SubjectName]).lost_since(&before), ["outcome"]);
        let one_left =
            |number| if number == 7 { vec![Field::Outcome, Field::SubjectName] } else { vec![Field::SubjectName] };
        assert!(carried(10, one_left).lost_since(&before).is_empty());
        assert!(before.lost_since(&carried(10, one_left)).is_empty());
        let sometimes = carried(10, one_left);
        assert!(carried(10, |_| vec![Field::SubjectName]).lost_since(&sometimes).is_empty(), "few had it");
        let nearly =
            |number| if number == 7 { vec![Field::SubjectName] } else { vec![Field::Outcome, Field::SubjectName] };
        assert_eq!(carried(10, |_| vec![Field::SubjectName]).lost_since(&carried(10, nearly)), ["outcome"]);
    }

    #[test]
    fn few_records_say_nothing() {
        let (some, none) = (carried(9, |_| vec![Field::Outcome]), carried(9, |_| Vec::new()));
        assert!(none.lost_since(&some).is_empty());
        assert!(carried(9, |_| Vec::new()).lost_since(&carried(10, |_| vec![Field::Outcome])).is_empty());
    }
}
