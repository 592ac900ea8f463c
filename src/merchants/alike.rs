//! Merchants that readers may take for one another: the same name, former ones included, or the same address.
//!
//! Only resolved merchants are compared, and those stand on public records alone: what was withdrawn makes no likeness.

use super::Merchant;
use crate::records::text::name_key;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// More than this at one address is a building, not a likeness; of one name, a word.
const MOST: usize = 6;

/// In what two merchants are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Likeness {
    /// 同名.
    pub name: bool,
    /// 同址.
    pub address: bool,
}

/// For each merchant that is like others, by position: which, and in what.
pub fn alike(merchants: &[Merchant]) -> HashMap<usize, BTreeMap<usize, Likeness>> {
    let keys: Vec<(Vec<String>, Option<String>)> = merchants
        .par_iter()
        .map(|merchant| {
            let names = std::iter::once(&merchant.name).chain(&merchant.former_names);
            let mut names: Vec<String> = names.map(|name| name_key(name)).collect();
            names.dedup();
            (names, merchant.address.as_deref().map(name_key).filter(|address| !address.is_empty()))
        })
        .collect();
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_address: HashMap<&str, Vec<usize>> = HashMap::new();
    for (position, (names, address)) in keys.iter().enumerate() {
        for name in names {
            by_name.entry(name).or_default().push(position);
        }
        if let Some(address) = address {
            by_address.entry(address).or_default().push(position);
        }
    }
    let mut found: HashMap<usize, BTreeMap<usize, Likeness>> = HashMap::new();
    for group in by_name.into_values().filter(|group| (2..=MOST).contains(&group.len())) {
        pairs(&group, |one, other| found.entry(one).or_default().entry(other).or_default().name = true);
    }
    for group in by_address.into_values().filter(|group| (2..=MOST).contains(&group.len())) {
        pairs(&group, |one, other| found.entry(one).or_default().entry(other).or_default().address = true);
    }
    found
}

/// Each of a group with each other one.
fn pairs(group: &[usize], mut each: impl FnMut(usize, usize)) {
    for one in group {
        group.iter().filter(|other| *other != one).for_each(|other| each(*one, *other));
    }
}
