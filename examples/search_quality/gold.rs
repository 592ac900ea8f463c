//! Queries with known answers, from the merchants of a portal.

use crate::edits::{self, Draw};
use mingjing::merchants::names;
use mingjing::search::pack::reader::{Folder, Reader};
use mingjing::search::{SearchError, Tab, text};
use std::collections::BTreeMap;

/// A merchant as the index shows it.
pub struct Merchant {
    pub href: String,
    pub title: String,
    pub core: Vec<char>,
    pub names: Vec<String>,
    pub code: String,
    pub place: String,
    pub district: String,
    /// Everything that a run is looked for in.
    keys: Vec<String>,
}

/// A query and the pages that answer it.
pub struct Question {
    pub class: &'static str,
    pub query: String,
    pub right: Vec<String>,
}

pub fn merchants(reader: &Reader<Folder>) -> Result<Vec<Merchant>, SearchError> {
    let head = &reader.meta.head;
    let rows = reader.rows(Tab::Merchants)?;
    let merchant = |row: mingjing::search::pack::rows::Row| {
        let key = text::key(&row.title);
        let mut keys: Vec<String> = vec![key.clone()];
        keys.extend(row.names.iter().map(|name| text::key(name)));
        let district = row.district.checked_sub(1).map_or(String::new(), |at| head.districts[at as usize][1].clone());
        let (core, place) = (names::core(&key).chars().collect(), row.note);
        Merchant { href: row.href, title: row.title, core, names: row.names, code: row.code, place, district, keys }
    };
    Ok(rows.into_iter().map(merchant).collect())
}

/// `each` questions of every class.
pub fn questions(all: &[Merchant], each: usize) -> Vec<Question> {
    let mut draw = Draw(7);
    let (sounds, forms) = (edits::sounds(), edits::forms());
    let mut cores: BTreeMap<&[char], Vec<String>> = BTreeMap::new();
    for merchant in all {
        cores.entry(&merchant.core).or_default().push(merchant.href.clone());
    }
    let mut out = Vec::new();
    for _ in 0..each {
        let merchant = &all[draw.below(all.len())];
        let core = merchant.core.as_slice();
        let same = || cores[core].clone();
        let own = vec![merchant.href.clone()];
        let mut ask = |class, query: String, right: Vec<String>| out.push(Question { class, query, right });
        let title: Vec<char> = merchant.title.chars().collect();
        for (class, length) in [("run of 2", 2), ("run of 3", 3), ("run of 4", 4)] {
            let start = draw.below(title.len().saturating_sub(length) + 1);
            let run: String = title[start..title.len().min(start + length)].iter().collect();
            let key = text::key(&run);
            if !text::is_single(&key) && !key.is_empty() {
                ask(class, run, holding(all, &[&key]));
            }
        }
        ask("full name", merchant.title.clone(), vec![merchant.href.clone()]);
        ask("core name", core.iter().collect(), same());
        if let Some(brand) = merchant.names.first() {
            ask("brand", brand.clone(), holding(all, &[&text::key(brand)]));
        }
        if merchant.code.len() == 18 && !merchant.code.contains('*') {
            ask("code", merchant.code.clone(), own.clone());
            ask("code prefix of 13", merchant.code[..13].to_owned(), own.clone());
            ask("last 8 of a code", merchant.code[10..].to_owned(), own.clone());
            let wide = |byte: u8| char::from_u32(u32::from(byte) + 0xfee0).unwrap_or(' ');
            ask("full width", merchant.code.bytes().map(wide).collect(), own.clone());
        }
        if !merchant.place.is_empty() && !merchant.place.ends_with('…') {
            ask("address", merchant.place.split(' ').next().unwrap_or_default().to_owned(), own.clone());
        }
        let traditional = edits::traditional(core, &forms);
        if !traditional.chars().eq(core.iter().copied()) {
            ask("traditional", traditional, same());
        }
        if core.len() < 3 || !core.iter().all(|character| text::is_han(*character)) {
            continue;
        }
        let head: String = core[..2].iter().collect();
        let tail: String = core[core.len() - 2..].iter().collect();
        let district = text::key(&merchant.district);
        ask(
            "several words",
            format!("{} {tail} {head}", merchant.district),
            in_district(all, &district, &[&head, &tail]),
        );
        ask("pinyin", edits::spelt(core, false, |_| true), same());
        ask("initials", edits::spelt(core, true, |_| true), same());
        ask("mixed", edits::spelt(core, false, |at| at % 2 == 1), same());
        ask("one wrong", edits::wrong(core, &mut draw), same());
        ask("one missing", edits::missing(core, &mut draw), same());
        ask("one extra", edits::extra(core, &mut draw), same());
        ask("two swapped", edits::swapped(core, &mut draw), same());
        if let Some(query) = edits::homophone(core, &sounds, &mut draw) {
            ask("homophone", query, same());
        }
    }
    out
}

fn holding(all: &[Merchant], keys: &[&str]) -> Vec<String> {
    let holds = |merchant: &&Merchant| keys.iter().all(|key| merchant.keys.iter().any(|name| name.contains(key)));
    all.iter().filter(holds).map(|merchant| merchant.href.clone()).collect()
}

fn in_district(all: &[Merchant], district: &str, keys: &[&str]) -> Vec<String> {
    let holds = |merchant: &&Merchant| keys.iter().all(|key| merchant.keys.iter().any(|name| name.contains(key)));
    let near = |merchant: &&Merchant| text::key(&merchant.district) == district;
    all.iter().filter(holds).filter(near).map(|merchant| merchant.href.clone()).collect()
}
