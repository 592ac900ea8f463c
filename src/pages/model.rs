//! Everything the site is made of, gathered once and then only read.

use super::content::Content;
use crate::clock::Date;
use crate::config::{Agencies, Districts, Settings};
use crate::ledger::judge::Law;
use crate::ledger::{Entry, FeedState, Judgement, Rules, Withdrawals};
use crate::merchants::{Merchant, Resolution};
use crate::records::Kind;
use crate::sources::Feed;
use std::collections::BTreeMap;

/// `site = build(ledger, content, theme, configuration, date)`: all inputs but the theme.
pub struct Model {
    pub settings: Settings,
    pub date: Date,
    pub agencies: Agencies,
    pub districts: Districts,
    pub rules: Rules,
    pub withdrawals: Withdrawals,
    pub feeds: Vec<Feed>,
    pub feed_states: BTreeMap<String, FeedState>,
    pub entries: Vec<Entry>,
    /// At the positions of `entries`.
    pub judgements: Vec<Judgement>,
    pub resolution: Resolution,
    pub content: Content,
}

impl Model {
    /// What its judgements rest on.
    pub fn law(&self) -> Law<'_> {
        Law { rules: &self.rules, agencies: &self.agencies, withdrawals: &self.withdrawals, date: self.date }
    }

    /// Public entries shown as `kind`, newest first.
    pub fn shown(&self, kind: Kind) -> Vec<usize> {
        let mut positions: Vec<usize> = (0..self.entries.len())
            .filter(|position| {
                let judgement = &self.judgements[*position];
                judgement.state.is_public() && judgement.shown_as == kind
            })
            .collect();
        positions.sort_by_key(|position| {
            let entry = &self.entries[*position];
            (std::cmp::Reverse(entry.day()), &entry.record.id)
        });
        positions
    }

    /// The merchant an entry speaks of.
    pub fn merchant_of(&self, position: usize) -> Option<&Merchant> {
        self.resolution.merchant_of[position].map(|merchant| &self.resolution.merchants[merchant])
    }

    /// Entries that had a page and are no longer public: their pages are tombstones.
    pub fn left(&self) -> impl Iterator<Item = (&Entry, &Judgement)> {
        self.entries
            .iter()
            .zip(&self.judgements)
            .filter(|(entry, judgement)| judgement.state.has_left() && has_own_page(entry.record.kind))
    }

    pub fn feed(&self, id: &str) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.id == id)
    }
}

/// Records of every kind have a page of their own, but for the merchant register: there the merchant's page is it.
pub fn has_own_page(kind: Kind) -> bool {
    kind != Kind::Merchant
}
