//! The steps of a derivation: what was found, and the rule it rests on.

use crate::clock::Date;
use crate::ledger::rules::{Class, Ground};
use crate::records::Kind;
use std::fmt;
use std::sync::Arc;

/// One step of a derivation, in the order taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub finding: Finding,
    /// The rule it rests on; none where it rests on the record or a person's decision alone.
    pub ground: Option<Arc<Ground>>,
}

impl Step {
    pub(super) fn plain(finding: Finding) -> Step {
        Step { finding, ground: None }
    }

    pub(super) fn by(finding: Finding, ground: &Arc<Ground>) -> Step {
        Step { finding, ground: Some(Arc::clone(ground)) }
    }
}

/// What a step found.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// A list without legal basis is shown as something else.
    NoLegalBasis(Kind),
    /// The agency is not listed for the award.
    AwardNotListed {
        agency: String,
        award: String,
    },
    /// 使用范围 other than those that are public.
    ScopeNotPublic(String),
    /// The subject is a natural person.
    NaturalPerson,
    /// The subject is a minor.
    Minor,
    /// A penalty made on the spot; the word that says so.
    SimpleProcedure(String),
    /// A penalty of nothing but a warning.
    WarningOnly,
    /// A decision that imposes nothing; the word that says so.
    NotImposed(String),
    /// A licence of another kind than a filing of cards; the word that says so.
    OtherLicence(String),
    /// A limited kind without any date.
    NoDate,
    /// Dated after the day of the build.
    InFuture(Date),
    /// The class, and what made it so.
    Class(Class, Option<String>),
    /// Maximum of the class, from the record's date.
    Maximum {
        from: Date,
        months: u32,
        until: Date,
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
    /// The words of the withdrawal speak of 信用修复.
    Repaired,
    Expired(Date),
    Objection,
    /// Corrected on that day.
    Corrected(Date),
    NoLimit,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.ground {
            Some(ground) => write!(f, "{}; {ground}", self.finding),
            None => write!(f, "{}", self.finding),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::NoLegalBasis(kind) => write!(f, "no legal basis: shown as `{kind}`, not on the list"),
            Finding::AwardNotListed { agency, award } => {
                write!(f, "`{agency}` is not listed in data/agencies.toml for the award `{award}`: held back")
            }
            Finding::ScopeNotPublic(scope) => write!(f, "scope of use `{scope}` is not a public one: held back"),
            Finding::NaturalPerson => f.write_str("the subject is a natural person: not published: held back"),
            Finding::Minor => f.write_str("the subject is a minor: not published: held back"),
            Finding::SimpleProcedure(word) => {
                write!(f, "`{word}`: penalties of the simple procedure are not published: held back")
            }
            Finding::WarningOnly => f.write_str("a warning only: not published by law: held back"),
            Finding::NotImposed(word) => {
                write!(f, "`{word}`: a decision that imposes nothing is no penalty: held back")
            }
            Finding::OtherLicence(word) => {
                write!(f, "`{word}`: a licence of another kind is no filing of an issuer of cards: held back")
            }
            Finding::NoDate => f.write_str("no date of decision or publication: held back"),
            Finding::InFuture(on) => write!(f, "dated {on}, after the day of the build: held back"),
            Finding::Class(class, Some(by)) => write!(f, "class {} by {by}", class.key()),
            Finding::Class(class, None) => write!(f, "class {}: nothing names another", class.key()),
            Finding::Maximum { from, months, until } => {
                write!(f, "at most {months} months from {from}, until {until}")
            }
            Finding::FeedEnd(until) => write!(f, "the feed's own end date {until}"),
            Finding::FeedEndCut { feed, until } => {
                write!(f, "the feed's end date {feed} lies beyond the maximum: cut to {until}")
            }
            Finding::WithdrawnBySource { on, reason } => write!(f, "removed by its agency on {on}: {reason}"),
            Finding::RevokedBySource { state } => write!(f, "its agency gives its state as `{state}`: withdrawn"),
            Finding::AbsentFromFeeds(on) => write!(f, "gone from its feed since {on}"),
            Finding::WithdrawnLocally { on, reason } => {
                write!(f, "on the local withdrawal list since {on}: {reason}")
            }
            Finding::Repaired => f.write_str("its credit was repaired"),
            Finding::Expired(last) => write!(f, "its last day was {last}"),
            Finding::Objection => f.write_str("an objection is being examined"),
            Finding::Corrected(on) => write!(f, "corrected on {on}"),
            Finding::NoLimit => f.write_str("no publicity period for this kind"),
        }
    }
}
