//! What became of a record, day by day: 公示中, 异议中, 已更正, 已修复, 到期, 已撤回, each with its reason.
//!
//! In: what the feeds said of a record before and after a pull, and local decisions. Out: [`Transition`]s. Those that
//! come from feeds and people are kept in the ledger; what follows from rules and the day alone (到期, 待核) is computed
//! when a history is asked for, so that no build has to write.

pub(in crate::ledger) mod kept;
#[cfg(test)]
mod tests;

use super::judge::{Judgement, Law, State};
use super::{Entry, listed};
use crate::clock::Date;
use crate::records::{Field, Fields, Kind, standing};
use std::str::FromStr;

/// Why a record came into a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// First seen in a feed.
    Came,
    /// Held back by a rule.
    Held,
    /// Held back by a rule for what its source says now, after it was shown.
    Withheld,
    /// No longer held back.
    Released,
    /// The feed marks an objection.
    Objection,
    /// The feed's mark is gone.
    ObjectionOver,
    /// A value was replaced or removed in what an agency decided.
    Corrected,
    /// Values were added, or what describes a changing thing changed.
    Updated,
    /// The feed gives a date of removal or a state that means it.
    Revoked,
    /// Gone from the last full feed that had it.
    Absent,
    /// A feed has it again, or no longer calls it revoked.
    Returned,
    /// Put on the local withdrawal list.
    WithdrawnLocally,
    /// Taken off that list.
    LiftedLocally,
    /// Its last day is over.
    Expired,
}

const CAUSES: [(Cause, &str); 14] = [
    (Cause::Came, "came"),
    (Cause::Held, "held"),
    (Cause::Withheld, "withheld"),
    (Cause::Released, "released"),
    (Cause::Objection, "objection"),
    (Cause::ObjectionOver, "objection-over"),
    (Cause::Corrected, "corrected"),
    (Cause::Updated, "updated"),
    (Cause::Revoked, "revoked"),
    (Cause::Absent, "absent"),
    (Cause::Returned, "returned"),
    (Cause::WithdrawnLocally, "withdrawn-locally"),
    (Cause::LiftedLocally, "lifted-locally"),
    (Cause::Expired, "expired"),
];

impl Cause {
    /// All causes.
    pub fn all() -> impl Iterator<Item = Cause> {
        CAUSES.iter().map(|row| row.0)
    }

    /// The word in the ledger, in reports and in the theme's strings.
    pub fn key(self) -> &'static str {
        CAUSES[self as usize].1
    }

    /// The state it leads to, but for the words that make a withdrawal a repair.
    fn state(self) -> State {
        match self {
            Cause::Came
            | Cause::ObjectionOver
            | Cause::Updated
            | Cause::Returned
            | Cause::Released
            | Cause::LiftedLocally => State::Shown,
            Cause::Held => State::Held,
            Cause::Withheld => State::Withheld,
            Cause::Objection => State::Objection,
            Cause::Corrected => State::Corrected,
            Cause::Revoked | Cause::Absent | Cause::WithdrawnLocally => State::Withdrawn,
            Cause::Expired => State::Expired,
        }
    }
}

impl FromStr for Cause {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        CAUSES.iter().find(|row| row.1 == word).map(|row| row.0).ok_or(())
    }
}

/// A change of state, or of content, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    pub on: Date,
    pub cause: Cause,
    /// The agency's or the person's own words; may be empty.
    pub detail: String,
    /// Fields that changed, for corrections and updates.
    pub fields: Vec<Field>,
}

impl Transition {
    pub(in crate::ledger) fn new(on: Date, cause: Cause, detail: impl Into<String>) -> Transition {
        Transition { on, cause, detail: detail.into(), fields: Vec::new() }
    }
}

/// What a pull's change of a record's joined view amounts to, in the order in which it is to be told.
pub fn turns(kind: Kind, before: &Fields, after: &Fields, on: Date) -> Vec<Transition> {
    let mut turns = Vec::new();
    let changed = changed_fields(kind, before, after);
    if !changed.is_empty() {
        let replaced = changed.iter().any(|field| before.get(*field).is_some());
        let cause = if replaced && is_decision(kind) { Cause::Corrected } else { Cause::Updated };
        turns.push(Transition { fields: changed, ..Transition::new(on, cause, "") });
    }
    match (before.flag(Field::UnderObjection), after.flag(Field::UnderObjection)) {
        (false, true) => turns.push(Transition::new(on, Cause::Objection, "")),
        (true, false) => turns.push(Transition::new(on, Cause::ObjectionOver, "")),
        _ => {}
    }
    match (revoked(before), revoked(after)) {
        (None, Some((day, words))) => turns.push(Transition::new(day.unwrap_or(on), Cause::Revoked, words)),
        (Some(_), None) => turns.push(Transition::new(on, Cause::Returned, "")),
        _ => {}
    }
    turns
}

/// What a pull's change means for whether a record may be shown, by the rules in force on its day.
pub fn barring(before: &Judgement, after: &Judgement, on: Date) -> Option<Transition> {
    match (before.state, after.state) {
        (State::Held, after) => after.is_public().then(|| Transition::new(on, Cause::Released, "")),
        (was, State::Held) => {
            let why = after.steps.last().map(|step| step.finding.to_string()).unwrap_or_default();
            // What had run its term left on that day.
            let on = before.left_on.filter(|_| was == State::Expired).unwrap_or(on);
            Some(Transition::new(on, Cause::Withheld, why))
        }
        _ => None,
    }
}

/// The day, if given, and the words of an agency's own withdrawal.
fn revoked(fields: &Fields) -> Option<(Option<Date>, &str)> {
    let day = fields.date(Field::WithdrawnOn);
    let words = fields.text(Field::WithdrawalReason).or_else(|| fields.text(Field::RecordState));
    (day.is_some() || fields.text(Field::RecordState).is_some()).then(|| (day, words.unwrap_or_default()))
}

/// Fields of the content itself that differ.
fn changed_fields(kind: Kind, before: &Fields, after: &Fields) -> Vec<Field> {
    let tells = |field: &Field| {
        !matches!(
            field,
            Field::UnderObjection
                | Field::RecordState
                | Field::WithdrawnOn
                | Field::WithdrawalReason
                | Field::UseScope
                | Field::Procedure
                | Field::SourceUrl
                | Field::LegalRepresentative
        )
    };
    // The state of a record is told by what becomes of it.
    let is_state = |field: &Field| *field == Field::Status && !standing::describes_its_subject(kind);
    Field::all()
        .filter(tells)
        .filter(|field| !is_state(field))
        .filter(|field| before.get(*field) != after.get(*field))
        .collect()
}

/// Kinds of records that state what was decided: a new value corrects the old one. The others describe what changes.
fn is_decision(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Blacklist
            | Kind::PremisesBan
            | Kind::Exposure
            | Kind::Penalty
            | Kind::Abnormal
            | Kind::Notice
            | Kind::Award
            | Kind::Case
    )
}

/// A transition with the state it led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub state: State,
    pub transition: Transition,
}

/// The whole history of a record up to a day, oldest first: kept transitions, and what the rules made of it.
pub fn history(entry: &Entry, judgement: &Judgement, law: Law<'_>) -> Vec<Turn> {
    let mut told = vec![Transition::new(entry.first_seen, Cause::Came, "")];
    told.extend(entry.transitions.iter().cloned());
    // What was edited since the last build or pull is not kept yet.
    told.extend(listed::turn(entry, law.withdrawals, law.date));
    match judgement.state {
        State::Held => {
            let why = judgement.steps.last().map(|step| step.finding.to_string()).unwrap_or_default();
            told.push(Transition::new(entry.first_seen, Cause::Held, why));
        }
        State::Expired => told.extend(judgement.left_on.map(|on| Transition::new(on, Cause::Expired, ""))),
        State::Withdrawn | State::Repaired if !told.iter().any(|turn| turn.cause.state() == State::Withdrawn) => {
            // Revoked from the first day on: no pull saw a change.
            let words = revoked(&entry.record.fields).map(|revoked| revoked.1).unwrap_or_default();
            told.extend(judgement.left_on.map(|on| Transition::new(on, Cause::Revoked, words)));
        }
        _ => {}
    }
    told.retain(|turn| turn.on <= law.date);
    told.sort_by_key(|turn| turn.on);
    let repaired = |turn: &Transition| law.rules.repair(entry.record.kind, &turn.detail, Some(turn.on)).is_some();
    let state = |turn: &Transition| match turn.cause.state() {
        State::Withdrawn if repaired(turn) => State::Repaired,
        state => state,
    };
    told.into_iter().map(|transition| Turn { state: state(&transition), transition }).collect()
}
