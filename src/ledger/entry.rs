//! A record as the ledger knows it: its sources, its history, and where its sources differ.

use super::Correction;
use super::transition::{Cause, Transition};
use crate::clock::Date;
use crate::records::{Field, Fields, Kind, Record, RecordId, Value, period};

/// One feed's word on a record.
#[derive(Debug, Clone)]
pub struct Mention {
    pub feed: String,
    /// Where in the feed: a row number or a JSON pointer.
    pub row: String,
    pub fields: Fields,
    pub first_seen: Date,
    /// Day from which a feed in full mode no longer had it.
    pub gone_on: Option<Date>,
}

/// Two feeds that differ in one field; the first feed by id is the one shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub field: Field,
    /// Feed and what it says, in feed order.
    pub values: Vec<(String, String)>,
}

/// A record with its history.
#[derive(Debug, Clone)]
pub struct Entry {
    pub record: Record,
    pub mentions: Vec<Mention>,
    pub first_seen: Date,
    pub changed_on: Option<Date>,
    /// Day on which the last feed in full mode dropped it.
    pub withdrawn_on: Option<Date>,
    pub conflicts: Vec<Conflict>,
    /// What feeds and people made of it since it came, oldest first.
    pub transitions: Vec<Transition>,
    /// Reviewed corrections that its fields hold already.
    pub corrections: Vec<Correction>,
}

impl Entry {
    /// Joins what feeds say of one record. A feed that still has the record speaks before one that dropped it, then
    /// feeds speak in order of id: the first one to give a field decides it, and a differing later value is a conflict.
    /// Of two days from or to which a period runs the earlier one counts, and what one source took back stays taken back
    /// when it drops the row, though another source has it still.
    pub fn join(id: RecordId, kind: Kind, mut mentions: Vec<Mention>, history: History) -> Entry {
        mentions.sort_by(|a, b| (a.gone_on.is_some(), &a.feed).cmp(&(b.gone_on.is_some(), &b.feed)));
        let current = mentions.iter().filter(|mention| mention.gone_on.is_none() || history.withdrawn_on.is_some());
        let mut fields = Fields::new();
        let mut conflicts: Vec<Conflict> = Vec::new();
        let mut first_feed: Vec<(Field, String)> = Vec::new();
        for mention in current {
            for (field, value) in mention.fields.iter() {
                match fields.get(field) {
                    None => {
                        fields.set(field, value.clone());
                        if mentions.len() > 1 {
                            first_feed.push((field, mention.feed.clone()));
                        }
                    }
                    Some(Value::Date(shown)) if is_limit(field) && matches!(value, Value::Date(day) if day < shown) => {
                        fields.set(field, value.clone());
                    }
                    Some(shown) if shown != value && !is_per_source(field) => {
                        let shown = shown.to_string();
                        let saying = (mention.feed.clone(), value.to_string());
                        match conflicts.iter_mut().find(|conflict| conflict.field == field) {
                            Some(conflict) => conflict.values.push(saying),
                            None => {
                                let owner = first_feed.iter().find(|entry| entry.0 == field);
                                let owner = owner.map(|entry| entry.1.clone()).unwrap_or_default();
                                conflicts.push(Conflict { field, values: vec![(owner, shown), saying] });
                            }
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        for mention in mentions.iter().filter(|mention| mention.gone_on.is_some()) {
            for field in [Field::RecordState, Field::WithdrawnOn, Field::WithdrawalReason] {
                if let (Some(value), None) = (mention.fields.get(field), fields.get(field)) {
                    fields.set(field, value.clone());
                }
            }
        }
        Entry {
            record: Record { id, kind, fields },
            mentions,
            first_seen: history.first_seen,
            changed_on: history.changed_on,
            withdrawn_on: history.withdrawn_on,
            conflicts,
            transitions: Vec::new(),
            corrections: Vec::new(),
        }
    }

    /// Takes off the name of a list that may not be called a blacklist: as a notice it would be one again by its name.
    pub fn leave_list(&mut self, shown_as: Kind) {
        if self.record.kind != Kind::Blacklist || shown_as == Kind::Blacklist {
            return;
        }
        let fields = &mut self.record.fields;
        let list = fields.remove(Field::ListName).map(|list| list.to_string());
        let names_it = |title: &str| title.contains("黑名单") || list.is_some_and(|list| title.contains(&list));
        if fields.text(Field::Title).is_some_and(names_it) {
            fields.remove(Field::Title);
        }
    }

    /// The last transition of a cause.
    pub fn turned(&self, cause: Cause) -> Option<&Transition> {
        self.transitions.iter().rev().find(|turn| turn.cause == cause)
    }

    /// The day from which a rule holds it back although it was shown before.
    pub fn withheld_since(&self, date: Date) -> Option<Date> {
        let is_about = |turn: &&Transition| turn.on <= date && matches!(turn.cause, Cause::Withheld | Cause::Released);
        let last = self.transitions.iter().rev().find(is_about)?;
        (last.cause == Cause::Withheld).then_some(last.on)
    }

    /// Canonical name of the deciding agency.
    pub fn agency(&self) -> &str {
        self.record.fields.text(Field::Agency).unwrap_or_default()
    }

    /// The date a reader thinks of: decided, else published, else as of; for a premises ban the day from which it holds.
    pub fn date(&self) -> Option<Date> {
        let fields = &self.record.fields;
        let day = fields.date(Field::DecidedOn).or_else(|| fields.date(Field::PublishedOn));
        day.or_else(|| fields.date(Field::AsOf)).or_else(|| self.ban_start())
    }

    /// By which it stands among others: its date, else the last day of its period.
    pub fn day(&self) -> Option<Date> {
        self.date().or_else(|| self.record.fields.text(Field::Period).and_then(period::last_day))
    }

    /// Premises bans are announced with the day from which they hold, often with no other.
    pub fn ban_start(&self) -> Option<Date> {
        self.record.fields.date(Field::ValidFrom).filter(|_| self.record.kind == Kind::PremisesBan)
    }
}

/// Dates the ledger keeps of a record.
#[derive(Debug, Clone, Copy)]
pub struct History {
    pub first_seen: Date,
    pub changed_on: Option<Date>,
    pub withdrawn_on: Option<Date>,
}

/// Fields in which feeds may differ without contradicting each other: each has its own page and day of publication,
/// and descriptions are worded freely.
fn is_per_source(field: Field) -> bool {
    matches!(field, Field::SourceUrl | Field::PublishedOn | Field::Id | Field::Body | Field::Summary | Field::Industry)
}

/// Days that limit how long a record is shown.
fn is_limit(field: Field) -> bool {
    matches!(field, Field::PublishedOn | Field::ValidUntil)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn mention(feed: &str, amount: &str) -> Mention {
        let fields = [
            (Field::SubjectName, Value::Text("示例".into())),
            (Field::AmountYuan, Value::Number(amount.parse().expect("a number"))),
        ];
        Mention {
            feed: feed.into(),
            row: "2".into(),
            fields: fields.into_iter().collect(),
            first_seen: date(2026, 1, 1),
            gone_on: None,
        }
    }

    #[test]
    fn what_one_source_took_back_stays_so_and_the_shorter_period_counts() {
        let history = || History { first_seen: date(2026, 1, 1), changed_on: None, withdrawn_on: None };
        let with = |feed: &str, field, value| {
            let mut mention = mention(feed, "1");
            mention.fields.set(field, value);
            mention
        };
        let join = |mentions| Entry::join("r1".to_owned().into(), Kind::Penalty, mentions, history()).record.fields;
        let mut dropped = with("a", Field::RecordState, Value::Text("撤销".into()));
        dropped.gone_on = Some(date(2026, 2, 1));
        assert_eq!(join(vec![dropped, mention("b", "1")]).text(Field::RecordState), Some("撤销"));
        for field in [Field::ValidUntil, Field::PublishedOn] {
            let days = [date(2026, 9, 1), date(2026, 7, 1)].map(Value::Date);
            let [late, early] = days.clone();
            for mentions in [
                vec![with("a", field, late.clone()), with("b", field, early.clone())],
                vec![with("a", field, early), with("b", field, late)],
            ] {
                assert_eq!(join(mentions).get(field), Some(&days[1]), "{field:?}");
            }
        }
    }

    #[test]
    fn differing_sources_are_reported_and_the_first_feed_is_shown() {
        let history = History { first_seen: date(2026, 1, 1), changed_on: None, withdrawn_on: None };
        let mentions = vec![mention("b", "2"), mention("a", "1"), mention("c", "1.0")];
        let entry = Entry::join("r1".to_owned().into(), Kind::Penalty, mentions, history);
        assert_eq!(entry.record.fields.number(Field::AmountYuan), Some(1.into()));
        assert_eq!(entry.conflicts.len(), 1);
        assert_eq!(entry.conflicts[0].values, [("a".into(), "1".into()), ("b".into(), "2".into())]);
    }
}
