//! Where a portal's own rules let through what the embedded ones close: allowed, since law changes before programs do, and
//! never silent.
//!
//! In: the rules of a portal, a day. Out: what a person should look at.

use super::{Ground, Period, Provision, ProvisionId, Rules};
use crate::clock::Date;
use crate::issues::Issue;
use crate::records::Kind;

/// Provisions that close by the words they find: fewer of them close less.
const BY_WORDS: [ProvisionId; 4] =
    [ProvisionId::Minor, ProvisionId::SimpleProcedure, ProvisionId::WarningOnly, ProvisionId::NotImposed];
/// The ones that close by words and numbers, but not beside its texts.
const BUT_FOR_TEXTS: [ProvisionId; 1] = [ProvisionId::OtherLicence];
/// Provisions that close nothing.
const CLOSE_NOTHING: [ProvisionId; 2] = [ProvisionId::Repair, ProvisionId::FilingCoverage];

impl Rules {
    /// Own rules that are weaker on the day than the embedded ones.
    pub fn weaker(&self, date: Date) -> Vec<Issue> {
        let embedded = Rules::embedded().expect("the embedded rules parse (tested)");
        let closing = embedded.provisions.iter().filter(|rule| !CLOSE_NOTHING.contains(&rule.id));
        let provisions = closing.filter_map(|rule| self.in_place_of(rule, date));
        let periods = embedded.periods.iter().flat_map(|period| self.longer(period, &embedded.periods));
        let mut found: Vec<Issue> = provisions.chain(periods).collect();
        found.dedup();
        found
    }

    /// What the portal's own version of a provision leaves open.
    fn in_place_of(&self, embedded: &Provision, date: Date) -> Option<Issue> {
        let own = self.provision_of(embedded.id, date)?;
        let left_out = kinds_left_out(embedded, own);
        let (words, opening) = (closing_words_left_out(embedded, own), opening_words_added(embedded, own));
        let said = if own.ground.valid_from > date && embedded.ground.valid_from <= date {
            format!("holds from {} only", own.ground.valid_from)
        } else if !left_out.is_empty() {
            format!("leaves out `{}`", left_out.join("`, `"))
        } else if !words.is_empty() {
            format!("leaves out the words {}", words.join("、"))
        } else if !opening.is_empty() {
            format!("lets through what says {}", opening.join("、"))
        } else {
            return None;
        };
        Some(issue(&own.ground, &format!("{said}, and the embedded rule does not")))
    }

    /// The version of a provision that holds on the day.
    fn provision_of(&self, id: ProvisionId, date: Date) -> Option<&Provision> {
        let versions = self.provisions.iter().filter(|own| own.id == id);
        super::in_force(versions, |own| own.ground.valid_from, Some(date))
    }

    /// Own periods that are longer than an embedded one of the same kind, class and domain.
    fn longer(&self, embedded: &Period, known: &[Period]) -> Vec<Issue> {
        let same = |own: &&Period| {
            (own.kind, own.class) == (embedded.kind, embedded.class)
                && own.domain == embedded.domain
                && own.ground.valid_from >= embedded.ground.valid_from
                && own.max_months > embedded.max_months
                && !known.iter().any(|period| is_same(period, own))
        };
        let said = |own: &Period| {
            let (own_months, months) = (own.max_months, embedded.max_months);
            issue(&own.ground, &format!("shows for {own_months} months what the embedded rule shows for {months}"))
        };
        self.periods.iter().filter(same).map(said).collect()
    }
}

/// Whether two periods are one: a later version of the law that the program knows itself.
fn is_same(one: &Period, other: &Period) -> bool {
    let of = |period: &Period| (period.kind, period.class, period.max_months, period.ground.valid_from);
    of(one) == of(other) && one.domain == other.domain
}

/// Words by which a provision closes and that another version of it lacks.
fn closing_words_left_out(embedded: &Provision, own: &Provision) -> Vec<String> {
    let closing: &[fn(&Provision) -> &Vec<String>] = match own.id {
        id if BY_WORDS.contains(&id) => &[|rule| &rule.words, |rule| &rule.texts, |rule| &rule.numbers],
        id if BUT_FOR_TEXTS.contains(&id) => &[|rule| &rule.words, |rule| &rule.numbers],
        // 暂无依据 is no basis.
        ProvisionId::LegalBasis => &[|rule| &rule.except],
        _ => &[],
    };
    closing.iter().flat_map(|of| not_in(of(embedded), of(own))).collect()
}

/// Words that let something through and that only the portal's version of a provision has.
fn opening_words_added(embedded: &Provision, own: &Provision) -> Vec<String> {
    let opening: &[fn(&Provision) -> &Vec<String>] = match own.id {
        ProvisionId::UseScope => &[|rule| &rule.words],
        ProvisionId::LegalBasis => &[|rule| &rule.words, |rule| &rule.numbers],
        id if BUT_FOR_TEXTS.contains(&id) => &[|rule| &rule.texts],
        _ => &[|rule| &rule.except, |rule| &rule.harder],
    };
    opening.iter().flat_map(|of| not_in(of(own), of(embedded))).collect()
}

fn not_in<'w>(words: &'w [String], others: &'w [String]) -> impl Iterator<Item = String> + 'w {
    words.iter().filter(|word| !others.contains(word)).cloned()
}

/// Kinds that a provision is for and another version of it is not.
fn kinds_left_out(embedded: &Provision, own: &Provision) -> Vec<&'static str> {
    Kind::all().filter(|kind| embedded.is_for(*kind) && !own.is_for(*kind)).map(Kind::key).collect()
}

fn issue(ground: &Ground, said: &str) -> Issue {
    let message = format!("the rule `{}` {said}", ground.rule);
    let place = format!("{}:{}", ground.file, ground.line);
    Issue::warning(place, message).hint("see that the law has changed so; else take the rule out of the file")
}
