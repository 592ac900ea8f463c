//! Which records speak of the same merchant: what a person decided, else the code where it is well formed, else
//! normalised name and district. Near names are never guessed between: a branch is not its company.

use super::{Decisions, Merchant, MerchantKey};
use crate::config::Districts;
use crate::ledger::{Entry, Judgement};
use crate::records::text::name_key;
use crate::records::{Field, Kind, code};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

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
    /// Keys under which a merchant was known before it had a code, or before a person decided: position of the merchant.
    pub moved: BTreeMap<MerchantKey, usize>,
}

/// Resolves the entries that are public (`judgements` stand at the same positions).
pub fn resolve(entries: &[Entry], judgements: &[Judgement], decisions: &Decisions, places: &Districts) -> Resolution {
    // Making keys of names is the work here; the rest is counting.
    let names: Vec<Option<String>> =
        entries.par_iter().map(|entry| entry.record.subject_name().filter(|_| speaks(entry)).map(name_key)).collect();
    let public = |position: &usize| judgements[*position].state.is_public() && names[*position].is_some();
    let mut resolver = Resolver::new(entries, &names, decisions, places);
    let mut without_code = Vec::new();
    for position in (0..entries.len()).filter(public) {
        match resolver.key_by_code(position) {
            Some(key) => resolver.add(position, key),
            None => without_code.push(position),
        }
    }
    // Records that name a district first: they make merchants that those without one may speak of.
    let (placed, unplaced): (Vec<usize>, Vec<usize>) =
        without_code.into_iter().partition(|position| entries[*position].record.fields.text(Field::District).is_some());
    for positions in [placed, unplaced] {
        let keys: Vec<(usize, Joined)> =
            positions.iter().map(|position| (*position, resolver.key_by_name(*position))).collect();
        for (position, joined) in keys {
            resolver.join(position, joined);
        }
    }
    let left = |position: &usize| !judgements[*position].state.is_held_back() && names[*position].is_some();
    let moved = (0..entries.len()).filter(left).filter_map(|position| resolver.moved(position)).collect();
    resolver.finish(moved)
}

/// The key of a record without a code, and whether it is another merchant's.
struct Joined {
    key: MerchantKey,
    by_name: bool,
}

struct Resolver<'a> {
    entries: &'a [Entry],
    /// Keys of subjects' names, for entries that speak of a merchant.
    names: &'a [Option<String>],
    decisions: &'a Decisions,
    places: &'a Districts,
    groups: HashMap<MerchantKey, Vec<usize>>,
    by_name: HashMap<String, Vec<MerchantKey>>,
    by_former_name: HashMap<String, Vec<MerchantKey>>,
    districts: HashMap<MerchantKey, String>,
    merges: Vec<Merge>,
}

impl<'a> Resolver<'a> {
    fn new(entries: &'a [Entry], names: &'a [Option<String>], decisions: &'a Decisions, places: &'a Districts) -> Self {
        Resolver {
            entries,
            names,
            decisions,
            places,
            groups: HashMap::new(),
            by_name: HashMap::new(),
            by_former_name: HashMap::new(),
            districts: HashMap::new(),
            merges: Vec::new(),
        }
    }

    /// What a person decided, else the code.
    fn key_by_code(&self, position: usize) -> Option<MerchantKey> {
        let record = &self.entries[position].record;
        if let Some(key) = self.decisions.of_record(record.id.as_str()) {
            return Some(self.decisions.standing_for(key).clone());
        }
        let key = self.decisions.standing_for(&MerchantKey::of_code(record.subject_code()?)).clone();
        self.decisions.may_be_of(record.id.as_str(), &key).then_some(key)
    }

    /// The one merchant of that name whose district does not contradict; without one, the one that had the name before.
    fn key_by_name(&self, position: usize) -> Joined {
        let entry = &self.entries[position];
        let own = self.own_key(position);
        let standing = self.decisions.standing_for(&own);
        if *standing != own {
            return Joined { key: standing.clone(), by_name: false };
        }
        let name = self.names[position].as_deref().unwrap_or_default();
        let district = entry.record.fields.text(Field::District);
        let masked = entry.record.fields.text(Field::SubjectCode);
        let fits = |key: &&MerchantKey| {
            let here = |district| self.districts.get(*key).is_none_or(|found| found == district);
            district.is_none_or(here)
                && masked.is_none_or(|masked| code::may_be(masked, key.as_str()))
                && self.decisions.may_be_of(entry.record.id.as_str(), key)
                && !self.decisions.are_apart(&own, key)
        };
        let only = |keys: Option<&Vec<MerchantKey>>| {
            let candidates: Vec<&MerchantKey> = keys.into_iter().flatten().filter(fits).collect();
            (candidates.first().copied().filter(|_| candidates.len() == 1).cloned(), candidates.is_empty())
        };
        // Nobody of that name, or several: never a guess.
        let joined = match only(self.by_name.get(name)) {
            (None, true) => only(self.by_former_name.get(name)).0,
            (found, _) => found,
        };
        joined.map_or(Joined { key: own, by_name: false }, |key| Joined { key, by_name: true })
    }

    /// The key of a merchant of which nothing but the name is known.
    fn own_key(&self, position: usize) -> MerchantKey {
        let district = self.entries[position].record.fields.text(Field::District).unwrap_or_default();
        MerchantKey::of_name(self.names[position].as_deref().unwrap_or_default(), district)
    }

    fn join(&mut self, position: usize, joined: Joined) {
        let record = &self.entries[position].record;
        if joined.by_name {
            let (record, name) = (record.id.to_string(), record.subject_name().unwrap_or_default().to_owned());
            self.merges.push(Merge { merchant: joined.key.clone(), record, name });
            self.groups.entry(joined.key).or_default().push(position);
        } else {
            self.add(position, joined.key);
        }
    }

    /// Gives a record to a merchant, and lets the merchant be found by what the record says.
    fn add(&mut self, position: usize, key: MerchantKey) {
        let record = &self.entries[position].record;
        let fields = &record.fields;
        let by_code = || Some(self.places.of_code(record.subject_code()?)?.code.as_str());
        let district = fields.text(Field::District).or_else(by_code);
        if let Some(district) = district.filter(|_| !self.districts.contains_key(&key)) {
            self.districts.insert(key.clone(), district.to_owned());
        }
        let name = self.names[position].clone().unwrap_or_default();
        known_by(&mut self.by_name, name, &key);
        for name in fields.list(Field::FormerNames) {
            known_by(&mut self.by_former_name, name_key(name), &key);
        }
        self.groups.entry(key).or_default().push(position);
    }

    /// The key under which a record without a code stood alone, where nobody stands there now, and whose it is today.
    /// A record that has left still tells where its merchant's page was.
    fn moved(&self, position: usize) -> Option<(MerchantKey, MerchantKey)> {
        if self.entries[position].record.subject_code().is_some() {
            return None;
        }
        let old = self.own_key(position);
        let gone = !self.groups.contains_key(&old);
        let now = gone.then(|| self.key_by_code(position).unwrap_or_else(|| self.key_by_name(position).key))?;
        self.groups.contains_key(&now).then_some((old, now))
    }

    fn finish(mut self, moved: BTreeMap<MerchantKey, MerchantKey>) -> Resolution {
        self.merges.sort();
        let mut merchant_of = vec![None; self.entries.len()];
        let mut groups: Vec<(MerchantKey, Vec<usize>)> = self.groups.into_iter().collect();
        groups.par_sort_unstable_by(|one, other| one.0.cmp(&other.0));
        for (merchant, (_, records)) in groups.iter().enumerate() {
            records.iter().for_each(|position| merchant_of[*position] = Some(merchant));
        }
        let at = |key: &MerchantKey| groups.binary_search_by(|group| group.0.cmp(key)).ok();
        let decided = self.decisions.merged().map(|old| (old, self.decisions.standing_for(old)));
        let moved = moved.iter().chain(decided).filter(|(old, _)| at(old).is_none());
        let moved = moved.filter_map(|(old, now)| Some((old.clone(), at(now)?))).collect();
        let merge = |(key, records)| Merchant::merge(key, self.entries, records, self.places);
        let merchants = groups.into_par_iter().map(merge).collect();
        Resolution { merchants, merchant_of, merges: self.merges, moved }
    }
}

fn known_by(names: &mut HashMap<String, Vec<MerchantKey>>, name: String, key: &MerchantKey) {
    let keys = names.entry(name).or_default();
    if !keys.contains(key) {
        keys.push(key.clone());
    }
}

/// Whether a record is about one merchant.
fn speaks(entry: &Entry) -> bool {
    let about_subjects = !matches!(entry.record.kind, Kind::Case | Kind::Policy | Kind::Statistic);
    about_subjects && entry.record.subject_name().is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests;
