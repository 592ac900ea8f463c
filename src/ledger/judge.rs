//! Whether a record may be shown on a day, as what, and until when: `domain.md` section 4 as a function.

mod closed;

use super::rules::{Class, Rules};
use super::{Entry, Withdrawals};
use crate::clock::Date;
use crate::config::Agencies;
use crate::records::{Field, Kind};
use std::fmt;

/// State of a record on a day (`domain.md` 2.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 待核: not shown, never was.
    Held,
    /// 公示中.
    Shown,
    /// 异议中: shown, with a remark.
    Objection,
    /// 到期.
    Expired,
    /// 已撤回.
    Withdrawn,
}

impl State {
    pub fn key(self) -> &'static str {
        match self {
            State::Held => "held",
            State::Shown => "shown",
            State::Objection => "objection",
            State::Expired => "expired",
            State::Withdrawn => "withdrawn",
        }
    }

    pub fn is_public(self) -> bool {
        matches!(self, State::Shown | State::Objection)
    }
}

/// One step of a derivation, in the order taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A blacklist entry without legal basis is shown as a notice.
    NoLegalBasis,
    /// The agency is not listed for the award.
    AwardNotListed {
        agency: String,
        award: String,
    },
    /// 使用范围 other than 0.
    ScopeNotPublic(String),
    /// The subject is a natural person.
    NaturalPerson,
    /// A penalty made on the spot; the word that says so.
    SimpleProcedure(String),
    /// A penalty of nothing but a warning.
    WarningOnly,
    /// A limited kind without any date.
    NoDate,
    /// Dated after the day of the build.
    InFuture(Date),
    Class(Class),
    /// Maximum of the class, from the record's date.
    Maximum {
        from: Date,
        months: u32,
        until: Date,
        source: String,
        verified: bool,
    },
    /// The feed's own end date.
    FeedEnd(Date),
    /// The feed's own end date lies beyond the maximum.
    FeedEndCut {
        feed: Date,
        until: Date,
    },
    /// The feed says it was removed or revoked.
    WithdrawnBySource {
        on: Date,
        reason: String,
    },
    /// The feed's state column says it was revoked, without a day.
    RevokedBySource {
        state: String,
    },
    /// Gone from every full feed.
    AbsentFromFeeds(Date),
    /// On the local withdrawal list.
    WithdrawnLocally {
        on: Date,
        reason: String,
    },
    Objection,
    NoLimit,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::NoLegalBasis => f.write_str("no legal basis: shown as a notice, not on the blacklist"),
            Step::AwardNotListed { agency, award } => {
                write!(f, "`{agency}` is not listed in data/agencies.toml for the award `{award}`: held back")
            }
            Step::ScopeNotPublic(scope) => {
                write!(f, "scope of use `{scope}`: only scope 0 is published: held back")
            }
            Step::NaturalPerson => f.write_str("the subject is a natural person: not published: held back"),
            Step::SimpleProcedure(word) => {
                write!(f, "`{word}`: penalties of the simple procedure are not published: held back")
            }
            Step::WarningOnly => f.write_str("a warning only: not published by law: held back"),
            Step::NoDate => f.write_str("no date of decision or publication: held back"),
            Step::InFuture(on) => write!(f, "dated {on}, after the day of the build: held back"),
            Step::Class(class) => write!(f, "class {}", class.key()),
            Step::Maximum { from, months, until, source, verified } => {
                let mark = if *verified { "" } else { " (not checked against the official text)" };
                write!(f, "at most {months} months from {from}, until {until}, by {source}{mark}")
            }
            Step::FeedEnd(until) => write!(f, "the feed's own end date {until}"),
            Step::FeedEndCut { feed, until } => {
                write!(f, "the feed's end date {feed} lies beyond the maximum: cut to {until}")
            }
            Step::WithdrawnBySource { on, reason } => write!(f, "removed by its agency on {on}: {reason}"),
            Step::RevokedBySource { state } => write!(f, "its agency gives its state as `{state}`: withdrawn"),
            Step::AbsentFromFeeds(on) => write!(f, "gone from its feed since {on}"),
            Step::WithdrawnLocally { on, reason } => write!(f, "on the local withdrawal list since {on}: {reason}"),
            Step::Objection => f.write_str("an objection is being examined"),
            Step::NoLimit => f.write_str("no publicity period for this kind"),
        }
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
    /// First day on which it was no longer shown, for expired and withdrawn records.
    pub left_on: Option<Date>,
    pub steps: Vec<Step>,
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
    let mut steps = Vec::new();
    let kind = if entry.record.kind == Kind::Blacklist && fields.text(Field::LegalBasis).is_none() {
        steps.push(Step::NoLegalBasis);
        Kind::Notice
    } else {
        entry.record.kind
    };
    let held = |mut steps: Vec<Step>, step| {
        steps.push(step);
        Judgement { state: State::Held, shown_as: kind, until: None, left_on: None, steps }
    };
    if let Some(step) = closed::closed(entry.record.kind, fields) {
        return held(steps, step);
    }
    if let Some(step) = award_not_listed(entry, law.agencies) {
        return held(steps, step);
    }
    let from = fields
        .date(Field::PublishedOn)
        .or_else(|| fields.date(Field::DecidedOn))
        .or_else(|| period_end(entry))
        .or_else(|| ban_start(entry));
    if let Some(from) = entry.date().or_else(|| ban_start(entry)).filter(|from| *from > law.date) {
        return held(steps, Step::InFuture(from));
    }
    let feed_end = fields.date(Field::ValidUntil);
    let until = if law.rules.limits(kind) {
        let Some(from) = from else {
            return held(steps, Step::NoDate);
        };
        limited_end(entry, kind, Limits { from, feed_end }, law, &mut steps)
    } else {
        steps.push(feed_end.map_or(Step::NoLimit, Step::FeedEnd));
        feed_end
    };
    conclude(entry, kind, until, law, steps)
}

fn award_not_listed(entry: &Entry, agencies: &Agencies) -> Option<Step> {
    if entry.record.kind != Kind::Award || agencies.is_empty() {
        return None;
    }
    let award = entry.record.fields.text(Field::ListName).unwrap_or_default();
    let listed = agencies.find(entry.agency()).is_some_and(|agency| agency.awards.iter().any(|name| name == award));
    (!listed).then(|| Step::AwardNotListed { agency: entry.agency().to_owned(), award: award.to_owned() })
}

/// The last day of a statistical period stands in for a date of publication.
fn period_end(entry: &Entry) -> Option<Date> {
    entry.record.fields.text(Field::Period).and_then(crate::records::period::last_day)
}

/// Premises bans are announced with the day from which they hold, often with no other.
fn ban_start(entry: &Entry) -> Option<Date> {
    entry.record.fields.date(Field::ValidFrom).filter(|_| entry.record.kind == Kind::PremisesBan)
}

struct Limits {
    from: Date,
    feed_end: Option<Date>,
}

/// `show_until = min(feed end, date + maximum of the class)`.
fn limited_end(entry: &Entry, kind: Kind, limits: Limits, law: Law<'_>, steps: &mut Vec<Step>) -> Option<Date> {
    let class = law.rules.class(kind, entry.record.fields.text(Field::Level));
    steps.push(Step::Class(class));
    let domain = law.agencies.find(entry.agency()).map_or("", |agency| agency.domain.as_str());
    let maximum = law.rules.period(kind, class, domain, limits.from).map(|period| {
        let until = period.end(limits.from);
        steps.push(Step::Maximum {
            from: limits.from,
            months: period.max_months,
            until,
            source: period.source.clone(),
            verified: period.verified,
        });
        until
    });
    match (limits.feed_end, maximum) {
        (Some(feed), Some(until)) if feed > until => {
            steps.push(Step::FeedEndCut { feed, until });
            Some(until)
        }
        (Some(feed), _) => {
            steps.push(Step::FeedEnd(feed));
            Some(feed)
        }
        (None, maximum) => maximum,
    }
}

/// Withdrawal goes before expiry: what was taken back is never said to have run its term.
fn conclude(entry: &Entry, kind: Kind, until: Option<Date>, law: Law<'_>, mut steps: Vec<Step>) -> Judgement {
    let fields = &entry.record.fields;
    let reason = || fields.text(Field::WithdrawalReason).unwrap_or_default().to_owned();
    let mut left: Option<(State, Date)> = None;
    if let Some(withdrawal) = law.withdrawals.find(entry).filter(|withdrawal| withdrawal.on <= law.date) {
        steps.push(Step::WithdrawnLocally { on: withdrawal.on, reason: withdrawal.reason.clone() });
        left = Some((State::Withdrawn, withdrawal.on));
    }
    if let Some(on) = fields.date(Field::WithdrawnOn).filter(|on| *on <= law.date) {
        steps.push(Step::WithdrawnBySource { on, reason: reason() });
        left = left.or(Some((State::Withdrawn, on)));
    }
    if let Some(state) = fields.text(Field::RecordState) {
        // The agency names no day: the day on which its word was first seen stands in.
        let seen = entry.changed_on.unwrap_or(entry.first_seen).min(law.date);
        steps.push(Step::RevokedBySource { state: state.to_owned() });
        left = left.or(Some((State::Withdrawn, seen)));
    }
    if let Some(on) = entry.withdrawn_on.filter(|on| *on <= law.date) {
        steps.push(Step::AbsentFromFeeds(on));
        left = left.or(Some((State::Withdrawn, on)));
    }
    if let Some(last) = until.filter(|last| *last < law.date) {
        left = left.or(Some((State::Expired, last.tomorrow().unwrap_or(last))));
    }
    let state = match left {
        Some((state, _)) => state,
        None if fields.flag(Field::UnderObjection) => {
            steps.push(Step::Objection);
            State::Objection
        }
        None => State::Shown,
    };
    Judgement { state, shown_as: kind, until, left_on: left.map(|left| left.1), steps }
}

#[cfg(test)]
mod tests;
