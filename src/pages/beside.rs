//! What stands beside an honour: the facts against its merchant since it was given, so that it is cited with them.
//!
//! In: a judged award. Out: positions of other records, and the labels that lists have for them.

use super::context::{Chip, Fact};
use super::facts::View;
use crate::records::Kind;
use crate::records::kind::Block;

impl View<'_> {
    /// The public facts against the merchant of an award since that was given; none for records of other kinds.
    fn since_award(self, position: usize) -> Vec<usize> {
        let model = self.model;
        let award = (model.judgements[position].shown_as == Kind::Award).then(|| &model.entries[position]);
        let Some((award, merchant)) = award.zip(model.merchant_of(position)) else { return Vec::new() };
        let is_later = |other: &usize| {
            let (entry, judgement) = self.judged(*other);
            let is_against = judgement.shown_as.block() == Block::Warnings && judgement.state.is_public();
            // Where either has no day, nobody can say that it came before.
            is_against && award.date().zip(entry.date()).is_none_or(|(given, found)| found >= given)
        };
        merchant.records.iter().copied().filter(is_later).collect()
    }

    /// The same in words, for the award's page.
    pub(super) fn facts_beside(self, position: usize) -> Vec<Fact> {
        self.since_award(position).into_iter().map(|other| self.fact(other)).collect()
    }

    /// The sentence on a record for places that have no more of it: of an honour, that there is more.
    pub(super) fn sentence_alone(self, position: usize) -> String {
        let mut sentence = self.sentence(position);
        if !self.since_award(position).is_empty() {
            sentence.push_str(self.words.get("value.beside"));
        }
        sentence
    }

    /// Their kinds, for a list of awards.
    pub(super) fn chips_beside(self, position: usize) -> Vec<Chip> {
        self.chips_of(&self.since_award(position))
    }
}
