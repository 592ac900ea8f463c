//! The badge that a merchant can put on its own site: what is on record, and since when that has been so.
//!
//! In: a merchant. Out: the values of `badge.svg`. An image cannot take an expired fact down by itself, so it names kinds
//! and numbers with the day they are true of, never a fact; and it never says that nothing is on record without saying
//! what that means.

use super::context::Badge;
use super::facts::{View, shorten};
use super::merchant_page::Shared;
use crate::merchants::Merchant;
use crate::records::Kind;

/// Characters that fit a line in its type.
const NAME: usize = 22;
const PORTAL: usize = 18;
/// Kinds named one by one; the others are counted together.
const KINDS: usize = 2;

impl View<'_> {
    /// The badge of a merchant with that code.
    pub fn badge(self, merchant: &Merchant, code: &str, shared: &Shared) -> Badge {
        Badge {
            name: shorten(&merchant.name, NAME),
            code: code.to_owned(),
            facts: self.badge_facts(merchant),
            since: self.settled_on(merchant, shared).map(|date| date.to_string()).unwrap_or_default(),
            portal: shorten(&self.model.settings.title, PORTAL),
        }
    }

    /// How many records of which kinds, severe first.
    fn badge_facts(self, merchant: &Merchant) -> String {
        let mut counts: Vec<(Kind, usize)> = Vec::new();
        let kinds = merchant.records.iter().map(|position| self.model.judgements[*position].shown_as);
        for kind in kinds.filter(|kind| *kind != Kind::Merchant) {
            match counts.iter_mut().find(|count| count.0 == kind) {
                Some(count) => count.1 += 1,
                None => counts.push((kind, 1)),
            }
        }
        if counts.is_empty() {
            return self.words.get("badge.nothing").to_owned();
        }
        counts.sort();
        let worded = |(kind, count): &(Kind, usize)| {
            self.words.fill("badge.count", &[("kind", self.words.label(*kind)), ("n", &count.to_string())])
        };
        let mut parts: Vec<String> = counts.iter().take(KINDS).map(worded).collect();
        let others: usize = counts.iter().skip(KINDS).map(|count| count.1).sum();
        if others > 0 {
            parts.push(self.words.fill("badge.others", &[("n", &others.to_string())]));
        }
        parts.join(self.words.get("badge.separator"))
    }
}
