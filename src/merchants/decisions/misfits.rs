//! Decisions that match nothing: their record or merchant is not in the ledger, or no longer.

use super::Decisions;
use crate::issues::Issue;
use crate::ledger::Entry;
use crate::merchants::MerchantKey;
use crate::records::text::name_key;
use crate::records::{Field, Kind};
use std::collections::BTreeSet;

/// Where the decisions stand, for messages.
const PLACE: &str = "data/merges.toml";

const NOTHING_APART: &str = "there is nothing to keep apart";

impl Decisions {
    /// One issue for each decision that decides nothing, in the order of records and merchants.
    pub fn misfits(&self, entries: &[Entry]) -> Vec<Issue> {
        if self.is_empty() {
            return Vec::new();
        }
        let records: BTreeSet<&str> = entries.iter().map(|entry| entry.record.id.as_str()).collect();
        let merchants: BTreeSet<MerchantKey> = entries.iter().filter_map(key).collect();
        let mut idle = Vec::new();
        // A record may be all that is known of the merchant it was given to.
        let given = self.records.iter().map(|(record, merchant)| (record, merchant, true));
        let kept_from = self.not_of.iter().map(|(record, merchant)| (record, merchant, false));
        for (record, merchant, same) in given.chain(kept_from) {
            if !records.contains(record.as_str()) {
                idle.push(no_record(record, merchant));
            } else if !same && !merchants.contains(merchant) {
                idle.push(no_merchant(merchant, NOTHING_APART));
            }
        }
        let pairs = self.same.iter().map(|(other, kept)| (other, kept, "nothing is joined"));
        let apart = self.apart.iter().map(|(one, other)| (one, other, NOTHING_APART));
        for (one, other, so) in pairs.chain(apart) {
            for merchant in [one, other].into_iter().filter(|merchant| !merchants.contains(*merchant)) {
                idle.push(no_merchant(merchant, so));
            }
        }
        idle
    }

    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.not_of.is_empty() && self.same.is_empty() && self.apart.is_empty()
    }
}

/// The merchant that an entry speaks of by its own code or name, before any decision.
fn key(entry: &Entry) -> Option<MerchantKey> {
    let record = &entry.record;
    if matches!(record.kind, Kind::Case | Kind::Policy | Kind::Statistic) {
        return None;
    }
    let by_name = || {
        let district = record.fields.text(Field::District).unwrap_or_default();
        record.subject_name().map(|name| MerchantKey::of_name(&name_key(name), district))
    };
    record.subject_code().map(MerchantKey::of_code).or_else(by_name)
}

fn no_record(record: &str, merchant: &MerchantKey) -> Issue {
    let message = format!("no record is `{record}`: the decision on it and `{}` matches nothing", merchant.as_str());
    Issue::warning(PLACE, message)
        .hint("`mingjing explain NAME` shows ids of records; remove the decision if its record is gone for good")
}

fn no_merchant(merchant: &MerchantKey, so: &str) -> Issue {
    let message = format!("no merchant is `{}`: {so}", merchant.as_str());
    Issue::warning(PLACE, message)
        .hint("write the code, or the last part of the page's address, as it is now; or remove the decision")
}
