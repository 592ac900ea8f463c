//! Queries with known answers, from the merchants of a portal.
//!
//! A query is made from one merchant, and right is every merchant that answers it as well as that one: the same beginning
//! of a code, the same house, a name spelt the same, a name that differs by one character as well. A name with a slip in
//! it that stands in other names as it was typed asks for these.

use crate::edits::{self, Draw};
use mingjing::search::engine::near;
use mingjing::search::pack::reader::{Folder, Reader};
use mingjing::search::pinyin::{self, Spelling};
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
    /// Names without region and legal form.
    own: Vec<Vec<char>>,
    /// Names, places and labels: what one of several words is looked for in.
    fields: Vec<String>,
}

/// A page of prose as the index shows it.
pub struct Prose {
    pub href: String,
    pub title: String,
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
        let label = |at: u32, labels: &[[String; 2]]| {
            at.checked_sub(1).map_or(String::new(), |at| text::key(&labels[at as usize][1]))
        };
        let (core, place): (Vec<char>, String) = (row.around.core(&key).chars().collect(), row.note);
        let own = keys.iter().skip(1).map(|key| key.chars().collect()).chain([core.clone()]).collect();
        let mut fields = keys.clone();
        fields.extend([text::key(&place), text::key(&district), label(row.industry, &head.industries)]);
        Merchant {
            href: row.href,
            title: row.title,
            core,
            names: row.names,
            code: row.code,
            place,
            district,
            keys,
            own,
            fields,
        }
    };
    Ok(rows.into_iter().map(merchant).collect())
}

pub fn prose(reader: &Reader<Folder>) -> Result<Vec<Prose>, SearchError> {
    let rows = reader.rows(Tab::Articles)?;
    Ok(rows.into_iter().map(|row| Prose { href: row.href, title: row.title }).collect())
}

/// `each` questions of every class.
pub fn questions(all: &[Merchant], articles: &[Prose], each: usize) -> Vec<Question> {
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
            let prefix = &merchant.code[..13];
            ask("code", merchant.code.clone(), own.clone());
            ask("code prefix of 13", prefix.to_owned(), those(all, |each| each.code.starts_with(prefix)));
            ask("last 8 of a code", merchant.code[10..].to_owned(), own.clone());
            let wide = |byte: u8| char::from_u32(u32::from(byte) + 0xfee0).unwrap_or(' ');
            ask("full width", merchant.code.bytes().map(wide).collect(), own.clone());
        }
        if !merchant.place.is_empty() && !merchant.place.ends_with('…') {
            let address = merchant.place.split(' ').next().unwrap_or_default();
            let house = text::key(address);
            ask(
                "address",
                address.to_owned(),
                those(all, |each| each.fields.iter().any(|field| field.contains(&house))),
            );
        }
        // Behind the address, where there is one.
        if let Some((_, mall)) = merchant.place.split_once(' ').filter(|_| !merchant.place.ends_with('…')) {
            let key = text::key(mall);
            let has = |each: &Merchant| each.fields.iter().any(|field| field.contains(&key));
            ask("mall", mall.to_owned(), those(all, has));
        }
        if let Some(article) = articles.get(draw.below(articles.len())) {
            let key = text::key(&article.title);
            let same = articles.iter().filter(|each| text::key(&each.title) == key);
            ask("title of an article", article.title.clone(), same.map(|each| each.href.clone()).collect());
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
        let words = [district.as_str(), &head, &tail];
        ask(
            "several words",
            format!("{} {tail} {head}", merchant.district),
            those(all, |each| has_words(each, &words)),
        );
        let spelt = |initials: bool, spell: fn(usize) -> bool| edits::spelt(core, initials, spell);
        for (class, query) in [
            ("pinyin", spelt(false, |_| true)),
            ("initials", spelt(true, |_| true)),
            ("mixed", spelt(false, |at| at % 2 == 1)),
        ] {
            let right = spelt_so(all, &query);
            ask(class, query, right);
        }
        let slips = [
            ("one wrong", edits::wrong(core, &mut draw)),
            ("one missing", edits::missing(core, &mut draw)),
            ("one extra", edits::extra(core, &mut draw)),
            ("two swapped", edits::swapped(core, &mut draw)),
        ];
        let alike = edits::homophone(core, &sounds, &mut draw).map(|query| ("homophone", query));
        for (class, query) in slips.into_iter().chain(alike) {
            let right = meant(all, &query, class == "homophone");
            ask(class, query, right);
        }
    }
    out
}

fn those(all: &[Merchant], is_right: impl Fn(&Merchant) -> bool) -> Vec<String> {
    all.iter().filter(|merchant| is_right(merchant)).map(|merchant| merchant.href.clone()).collect()
}

fn has_words(merchant: &Merchant, words: &[&str]) -> bool {
    words.iter().all(|word| merchant.fields.iter().any(|field| field.contains(word)))
}

/// Merchants with a name of their own that is spelt so as a whole.
fn spelt_so(all: &[Merchant], query: &str) -> Vec<String> {
    let key = text::key(query);
    let spellings = match pinyin::typed(&key) {
        Some(letters) => pinyin::spellings(&letters),
        None => pinyin::heard(&key),
    };
    let likely = spellings.0.first().map_or(&[][..], Vec::as_slice);
    those(all, |merchant| merchant.own.iter().any(|name| is_spelt(name, likely)))
}

fn is_spelt(name: &[char], spellings: &[Spelling]) -> bool {
    let mut spellings = spellings.iter().filter(|spelling| spelling.0.len() == name.len()).peekable();
    if spellings.peek().is_none() {
        return false;
    }
    let name: String = name.iter().collect();
    spellings.any(|spelling| spelling.place(&name) == Some(0))
}

/// What a name with a slip in it may have meant: names that have it as it was typed; else those that sound the same, where
/// that is the slip; else those that differ by one character.
fn meant(all: &[Merchant], query: &str, by_sound: bool) -> Vec<String> {
    let key = text::key(query);
    let typed: Vec<char> = key.chars().collect();
    let there = those(all, |merchant| merchant.keys.iter().any(|name| name.contains(&key)));
    if !there.is_empty() {
        return there;
    }
    let alike = if by_sound { spelt_so(all, query) } else { Vec::new() };
    if !alike.is_empty() {
        return alike;
    }
    those(all, |merchant| {
        let near = |name: &Vec<char>| name.len().abs_diff(typed.len()) < 2 && near::place(name, &typed) == Some(0);
        merchant.own.iter().any(near)
    })
}

fn holding(all: &[Merchant], keys: &[&str]) -> Vec<String> {
    let holds = |merchant: &&Merchant| keys.iter().all(|key| merchant.keys.iter().any(|name| name.contains(key)));
    all.iter().filter(holds).map(|merchant| merchant.href.clone()).collect()
}
