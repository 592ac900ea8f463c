//! Which records speak of the same merchant: the code where it is well formed, else normalised name and district.

use super::{Merchant, MerchantKey};
use crate::ledger::{Entry, Judgement};
use crate::records::text::name_key;
use crate::records::{Field, Kind, code, place};
use rayon::prelude::*;
use std::collections::HashMap;

/// A record without a code that was given to a merchant by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    pub merchant: MerchantKey,
    pub record: String,
    pub name: String,
}

/// All merchants, and whom each entry speaks of.
#[derive(Debug, Default)]
pub struct Resolution {
    /// In order of key.
    pub merchants: Vec<Merchant>,
    /// By position of the entry: position of its merchant.
    pub merchant_of: Vec<Option<usize>>,
    /// Merges by name; `status` lists them.
    pub merges: Vec<Merge>,
}

/// Resolves the entries that are public (`judgements` stand at the same positions).
pub fn resolve(entries: &[Entry], judgements: &[Judgement]) -> Resolution {
    let mut groups: HashMap<MerchantKey, Vec<usize>> = HashMap::new();
    let mut by_name: HashMap<String, Vec<MerchantKey>> = HashMap::new();
    let mut districts: HashMap<MerchantKey, String> = HashMap::new();
    let mut without_code = Vec::new();
    let speaks = |(entry, judgement): (&Entry, &Judgement)| {
        let name = entry.record.subject_name().filter(|_| judgement.state.is_public() && speaks_of_a_merchant(entry));
        name.map(name_key)
    };
    // Making keys of names is the work here; the rest is counting.
    let names: Vec<Option<String>> = entries.par_iter().zip(judgements).map(speaks).collect();
    for (position, (entry, name)) in entries.iter().zip(names).enumerate() {
        let Some(name) = name else { continue };
        let Some(code) = entry.record.subject_code() else {
            without_code.push((position, name));
            continue;
        };
        let key = MerchantKey::of_code(code);
        let names = by_name.entry(name).or_default();
        if !names.contains(&key) {
            names.push(key.clone());
        }
        let district = entry.record.fields.text(Field::District).or_else(|| place::district_of_code(code));
        if let Some(district) = district {
            districts.entry(key.clone()).or_insert_with(|| district.to_owned());
        }
        groups.entry(key).or_default().push(position);
    }
    let mut merges = Vec::new();
    for (position, name) in without_code {
        let record = &entries[position].record;
        let district = record.fields.text(Field::District);
        let fits = |key: &&MerchantKey| {
            district.is_none_or(|district| districts.get(*key).is_none_or(|found| found == district))
        };
        let masked = record.fields.text(Field::SubjectCode);
        let agrees = |key: &&MerchantKey| masked.is_none_or(|masked| code::may_be(masked, key.as_str()));
        let candidates: Vec<&MerchantKey> =
            by_name.get(&name).into_iter().flatten().filter(fits).filter(agrees).collect();
        let key = match candidates.as_slice() {
            [only] => {
                let name = record.subject_name().unwrap_or_default().to_owned();
                merges.push(Merge { merchant: (*only).clone(), record: record.id.to_string(), name });
                (*only).clone()
            }
            // Nobody of that name, or several: never a guess.
            _ => MerchantKey::of_name(&name, district.unwrap_or_default()),
        };
        groups.entry(key).or_default().push(position);
    }
    merges.sort();
    let mut merchant_of = vec![None; entries.len()];
    let mut groups: Vec<(MerchantKey, Vec<usize>)> = groups.into_iter().collect();
    groups.par_sort_unstable_by(|one, other| one.0.cmp(&other.0));
    for (merchant, (_, records)) in groups.iter().enumerate() {
        records.iter().for_each(|position| merchant_of[*position] = Some(merchant));
    }
    let merchants = groups.into_par_iter().map(|(key, records)| Merchant::merge(key, entries, records)).collect();
    Resolution { merchants, merchant_of, merges }
}

fn speaks_of_a_merchant(entry: &Entry) -> bool {
    let about_subjects = !matches!(entry.record.kind, Kind::Case | Kind::Policy | Kind::Statistic);
    about_subjects && entry.record.subject_name().is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::State;
    use crate::ledger::entry::History;
    use crate::records::{Fields, Record, Value};
    use jiff::civil::date;

    fn entry(kind: Kind, name: &str, code: Option<&str>, district: Option<&str>) -> Entry {
        let mut fields = Fields::new();
        fields.set(Field::SubjectName, Value::Text(name.into()));
        for (field, value) in [(Field::SubjectCode, code), (Field::District, district)] {
            if let Some(value) = value {
                fields.set(field, Value::Text(value.into()));
            }
        }
        let record = Record::new(kind, "示例机关", fields);
        let history = History { first_seen: date(2026, 1, 1), changed_on: None, withdrawn_on: None };
        let mention = crate::ledger::Mention {
            feed: "f".into(),
            row: "1".into(),
            fields: record.fields.clone(),
            first_seen: date(2026, 1, 1),
            gone_on: None,
        };
        Entry::join(record.id, kind, vec![mention], history)
    }

    fn resolved(entries: &[Entry]) -> Resolution {
        let shown =
            Judgement { state: State::Shown, shown_as: Kind::Penalty, until: None, left_on: None, steps: vec![] };
        resolve(entries, &vec![shown; entries.len()])
    }

    #[test]
    fn a_name_joins_the_only_merchant_that_fits() {
        let code = Some("91210302MA99FAK16F");
        let entries = [
            entry(Kind::Merchant, "鞍山示例健身（中心）", code, Some("210302")),
            entry(Kind::Penalty, "鞍山示例健身(中心)", None, None),
            entry(Kind::Abnormal, "鞍山示例健身（中心）", None, Some("210303")),
        ];
        let resolution = resolved(&entries);
        assert_eq!(resolution.merchants.len(), 2, "another district is another merchant");
        assert_eq!(resolution.merchant_of[0], resolution.merchant_of[1]);
        assert_eq!(resolution.merges.len(), 1);
    }

    #[test]
    fn two_of_the_same_name_are_never_guessed_between() {
        let entries = [
            entry(Kind::Merchant, "示例店", Some("91210302MA99FAK16F"), None),
            entry(Kind::Merchant, "示例店", Some("91210381MA99FAK32J"), None),
            entry(Kind::Penalty, "示例店", None, None),
        ];
        let resolution = resolved(&entries);
        assert_eq!(resolution.merchants.len(), 3);
        assert!(resolution.merges.is_empty());
    }
}
