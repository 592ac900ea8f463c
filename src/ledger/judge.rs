//! Whether a record may be shown on a day, as what, and until when: `domain.md` section 4 as a function.
//!
//! In: an entry, the rules, the agencies, the withdrawal list and the day. Out: a [`Judgement`] with the steps that led
//! to it. The law itself stands in `data/rules`; here is only how it is applied.

mod closed;
mod step;
#[cfg(test)]
mod tests;

pub use closed::examined;
pub use step::{Finding, Step};

use super::rules::{Provision, ProvisionId, Rules};
use super::transition::Cause;
use super::{Entry, Withdrawals};
use crate::clock::Date;
use crate::config::Agencies;
use crate::records::{Field, Kind};
use serde::{Deserialize, Serialize};

/// State of a record on a day (`domain.md` 2.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 待核: not shown.
    Held,
    /// 公示中.
    Shown,
    /// 异议中: shown, with a remark.
    Objection,
    /// 已更正: shown, with what was corrected and when.
    Corrected,
    /// 已修复: left because its subject's credit was repaired.
    Repaired,
    /// 到期.
    Expired,
    /// 已撤回.
    Withdrawn,
    /// 转为不公示: it was shown, and then its source said something for which a rule holds it back.
    Withheld,
}

impl State {
    pub const ALL: [State; 8] = [
        State::Held,
        State::Shown,
        State::Objection,
        State::Corrected,
        State::Repaired,
        State::Expired,
        State::Withdrawn,
        State::Withheld,
    ];

    pub fn key(self) -> &'static str {
        match self {
            State::Held => "held",
            State::Shown => "shown",
            State::Objection => "objection",
            State::Corrected => "corrected",
            State::Repaired => "repaired",
            State::Expired => "expired",
            State::Withdrawn => "withdrawn",
            State::Withheld => "withheld",
        }
    }

    pub fn is_public(self) -> bool {
        matches!(self, State::Shown | State::Objection | State::Corrected)
    }

    /// A rule holds it back.
    pub fn is_held_back(self) -> bool {
        matches!(self, State::Held | State::Withheld)
    }

    /// It was shown once and is no more: a tombstone stands in its place.
    pub fn has_left(self) -> bool {
        matches!(self, State::Repaired | State::Expired | State::Withdrawn | State::Withheld)
    }
}

/// The answer for one record on one day, with how it was reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    pub state: State,
    /// Kind it is shown as; a blacklist entry without legal basis is a notice.
    pub shown_as: Kind,
    /// Last day on which it may be shown.
    pub until: Option<Date>,
    /// First day on which it was no longer shown, for records that left.
    pub left_on: Option<Date>,
    pub steps: Vec<Step>,
}

impl Judgement {
    /// The feed's own end date where it had to be cut, and the day it was cut to.
    pub fn cut(&self) -> Option<(Date, Date)> {
        self.steps.iter().find_map(|step| match step.finding {
            Finding::FeedEndCut { feed, until } => Some((feed, until)),
            _ => None,
        })
    }
}

/// An end date of a feed that lies beyond the maximum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The record's id.
    pub id: String,
    pub feed_end: Date,
    /// The day it was cut to.
    pub until: Date,
    /// The rule of the maximum, as `penalty/ordinary`.
    pub rule: String,
}

impl Cut {
    /// The cut of an entry, where its judgement made one.
    pub fn of(entry: &Entry, judgement: &Judgement) -> Option<Cut> {
        let (feed_end, until) = judgement.cut()?;
        let maximum = judgement.steps.iter().find(|step| matches!(step.finding, Finding::Maximum { .. }));
        let rule = maximum.and_then(|step| step.ground.as_ref()).map(|ground| ground.rule.clone()).unwrap_or_default();
        Some(Cut { id: entry.record.id.to_string(), feed_end, until, rule })
    }
}

/// What a judgement rests on beside the record.
#[derive(Debug, Clone, Copy)]
pub struct Law<'a> {
    pub rules: &'a Rules,
    pub agencies: &'a Agencies,
    pub withdrawals: &'a Withdrawals,
    pub date: Date,
}

/// Judges an entry on `law.date`.
pub fn judge(entry: &Entry, law: Law<'_>) -> Judgement {
    let fields = &entry.record.fields;
    let from = start(entry);
    let mut steps = Vec::new();
    let kind = shown_as(entry, from, law, &mut steps);
    let held = |steps, step| held_back(entry, kind, law, steps, step);
    if let Some(step) = closed::closed(entry, from, law) {
        return held(steps, step);
    }
    // A figure is of a whole period: before its end nobody has it.
    let days = entry.date().into_iter().chain(period_end(entry));
    if let Some(day) = days.filter(|day| *day > law.date).max()
        && let Some(rule) = law.rules.provision(ProvisionId::FutureDate, kind, None)
    {
        return held(steps, Step::by(Finding::InFuture(day), &rule.ground));
    }
    // A document that is no longer in force is shown as just that.
    let feed_end = fields.date(Field::ValidUntil).filter(|_| kind != Kind::Policy);
    let until = if law.rules.limits(kind) {
        let Some(from) = from else {
            let rule = law.rules.provision(ProvisionId::NoDate, kind, None);
            return held(steps, Step { finding: Finding::NoDate, ground: rule.map(|rule| rule.ground.clone()) });
        };
        limited_end(entry, kind, Limits { from, feed_end }, law, &mut steps)
    } else {
        steps.push(Step::plain(feed_end.map_or(Finding::NoLimit, Finding::FeedEnd)));
        feed_end
    };
    conclude(entry, kind, until, law, steps)
}

/// What a rule holds back: it has left when it was shown before, on the day on which that ended, whatever ended it.
fn held_back(entry: &Entry, kind: Kind, law: Law<'_>, mut steps: Vec<Step>, step: Step) -> Judgement {
    let since = entry.withheld_since(law.date);
    let left_on = since.map(|since| withdrawal(entry, law, &mut steps).map_or(since, |left| left.1.min(since)));
    steps.push(step);
    let state = if left_on.is_some() { State::Withheld } else { State::Held };
    Judgement { state, shown_as: kind, until: None, left_on, steps }
}

/// The day a period runs from, and by which rules are chosen: published, else decided, else what stands in for it.
pub fn start(entry: &Entry) -> Option<Date> {
    let fields = &entry.record.fields;
    fields
        .date(Field::PublishedOn)
        .or_else(|| fields.date(Field::DecidedOn))
        .or_else(|| period_end(entry))
        .or_else(|| entry.ban_start())
}

fn shown_as(entry: &Entry, on: Option<Date>, law: Law<'_>, steps: &mut Vec<Step>) -> Kind {
    let kind = entry.record.kind;
    let rule = law.rules.provision(ProvisionId::LegalBasis, kind, on);
    // 暂无依据 in the column is none.
    let is_none = |basis: &str| rule.is_some_and(|rule| rule.except.iter().any(|word| basis.contains(word.as_str())));
    if entry.record.fields.text(Field::LegalBasis).is_some_and(|basis| !is_none(basis)) {
        return kind;
    }
    if rule.is_some_and(|rule| is_by_law(rule, entry)) {
        return kind;
    }
    let Some((rule, instead)) = rule.and_then(|rule| Some((rule, rule.shown_as?))) else { return kind };
    steps.push(Step::by(Finding::NoLegalBasis(instead), &rule.ground));
    instead
}

/// Whether a list has its basis in the law itself, by who keeps it and how its entries are numbered: a court's of 失信被执行人.
fn is_by_law(rule: &Provision, entry: &Entry) -> bool {
    let number = entry.record.fields.text(Field::DocumentNo).unwrap_or_default();
    rule.words.iter().any(|word| entry.agency().contains(word.as_str()))
        && rule.numbers.iter().any(|word| number.contains(word.as_str()))
}

/// The last day of a statistical period stands in for a date of publication.
fn period_end(entry: &Entry) -> Option<Date> {
    entry.record.fields.text(Field::Period).and_then(crate::records::period::last_day)
}

struct Limits {
    from: Date,
    feed_end: Option<Date>,
}

/// `show_until = min(feed end, date + maximum of the class)`.
fn limited_end(entry: &Entry, kind: Kind, limits: Limits, law: Law<'_>, steps: &mut Vec<Step>) -> Option<Date> {
    let classed = law.rules.class(kind, &entry.record.fields);
    steps.push(Step { finding: Finding::Class(classed.class, classed.by), ground: classed.ground });
    let domain = law.agencies.find(entry.agency()).map_or("", |agency| agency.domain.as_str());
    let period = law.rules.period(kind, classed.class, domain, limits.from);
    let maximum = period.map(|period| {
        let (from, months, until) = (limits.from, period.max_months, period.end(limits.from));
        steps.push(Step::by(Finding::Maximum { from, months, until }, &period.ground));
        until
    });
    match (limits.feed_end, maximum) {
        (Some(feed), Some(until)) if feed > until => {
            steps.push(Step::plain(Finding::FeedEndCut { feed, until }));
            Some(until)
        }
        (Some(feed), _) => {
            steps.push(Step::plain(Finding::FeedEnd(feed)));
            Some(feed)
        }
        (None, maximum) => maximum,
    }
}

/// Withdrawal goes before expiry: what was taken back is never said to have run its term.
fn conclude(entry: &Entry, kind: Kind, until: Option<Date>, law: Law<'_>, mut steps: Vec<Step>) -> Judgement {
    let mut left = withdrawal(entry, law, &mut steps);
    if let Some(last) = until.filter(|last| *last < law.date) {
        steps.push(Step::plain(Finding::Expired(last)));
        left = left.or(Some((State::Expired, last.tomorrow().unwrap_or(last))));
    }
    let state = match left {
        Some((state, _)) => state,
        None => standing_state(entry, law.date, &mut steps),
    };
    Judgement { state, shown_as: kind, until, left_on: left.map(|left| left.1), steps }
}

/// By the local list, by the agency's date, by its state column, by absence: the first that holds decides the day, and
/// any whose words speak of it makes the record a repaired one.
fn withdrawal(entry: &Entry, law: Law<'_>, steps: &mut Vec<Step>) -> Option<(State, Date)> {
    let fields = &entry.record.fields;
    let mut left: Option<Date> = None;
    let mut words: Vec<&str> = Vec::new();
    if let Some(withdrawal) = law.withdrawals.find(entry, law.date).filter(|withdrawal| withdrawal.on <= law.date) {
        let (on, reason) = (withdrawal.on, withdrawal.reason.clone());
        steps.push(Step::plain(Finding::WithdrawnLocally { on, reason }));
        words.push(&withdrawal.reason);
        left = Some(on);
    }
    if let Some(on) = fields.date(Field::WithdrawnOn).filter(|on| *on <= law.date) {
        let reason = fields.text(Field::WithdrawalReason).unwrap_or_default();
        steps.push(Step::plain(Finding::WithdrawnBySource { on, reason: reason.to_owned() }));
        words.push(reason);
        left = left.or(Some(on));
    }
    if let Some(state) = fields.text(Field::RecordState) {
        // The agency names no day: the day on which its word was first seen stands in.
        let seen = entry.turned(Cause::Revoked).map(|turn| turn.on).or(entry.changed_on).unwrap_or(entry.first_seen);
        steps.push(Step::plain(Finding::RevokedBySource { state: state.to_owned() }));
        words.push(state);
        left = left.or(Some(seen.min(law.date)));
    }
    if let Some(on) = entry.withdrawn_on.filter(|on| *on <= law.date) {
        steps.push(Step::plain(Finding::AbsentFromFeeds(on)));
        left = left.or(Some(on));
    }
    let left = left?;
    let repair = words.into_iter().find_map(|words| law.rules.repair(entry.record.kind, words, Some(left)));
    if let Some(rule) = repair {
        steps.push(Step::by(Finding::Repaired, &rule.ground));
    }
    Some((if repair.is_some() { State::Repaired } else { State::Withdrawn }, left))
}

/// State of a record that stands. An objection goes before an older correction.
fn standing_state(entry: &Entry, date: Date, steps: &mut Vec<Step>) -> State {
    if entry.record.fields.flag(Field::UnderObjection) {
        steps.push(Step::plain(Finding::Objection));
        return State::Objection;
    }
    match entry.turned(Cause::Corrected).filter(|turn| turn.on <= date) {
        Some(turn) => {
            steps.push(Step::plain(Finding::Corrected(turn.on)));
            State::Corrected
        }
        None => State::Shown,
    }
}
