//! Premises that are closed to registration, and the merchants that stand there.
//!
//! In: resolved merchants, and public bans. Out: for each merchant the bans on its address. A ban says something of the
//! premises: it joins no merchants and makes no merchant the one that was banned. Where an address leaves open in which
//! district it lies, nobody is told of it.

use super::Resolution;
use crate::config::{Districts, Division};
use crate::ledger::{Entry, Judgement};
use crate::records::text::name_key;
use crate::records::{Field, Kind, numeral};
use std::collections::{BTreeSet, HashMap};

/// Bans that one page tells of: the newest.
const MOST: usize = 6;

/// For each merchant, by position: the public bans (positions in `entries`) on its address, newest first, but for those
/// that speak of the merchant itself.
pub fn banned(
    entries: &[Entry],
    judgements: &[Judgement],
    resolution: &Resolution,
    districts: &Districts,
) -> HashMap<usize, Vec<usize>> {
    let is_ban = |position: &usize| {
        judgements[*position].state.is_public() && judgements[*position].shown_as == Kind::PremisesBan
    };
    let mut bans: HashMap<Premises, Vec<usize>> = HashMap::new();
    for position in (0..entries.len()).filter(is_ban) {
        if let Some(premises) = premises(&entries[position], None, districts) {
            bans.entry(premises).or_default().push(position);
        }
    }
    if bans.is_empty() {
        return HashMap::new();
    }
    let here = |(at, merchant): (usize, &super::Merchant)| {
        let register = merchant.records.iter().map(|position| &entries[*position]);
        let register = register.filter(|entry| entry.record.kind == Kind::Merchant);
        let premises: BTreeSet<Premises> =
            register.filter_map(|entry| premises(entry, merchant.district.as_deref(), districts)).collect();
        let found = premises.iter().filter_map(|premises| bans.get(premises)).flatten().copied();
        let mut found: Vec<usize> = found.filter(|ban| resolution.merchant_of[*ban] != Some(at)).collect();
        found.sort_by_key(|ban| (std::cmp::Reverse(entries[*ban].date()), &entries[*ban].record.id));
        found.truncate(MOST);
        (!found.is_empty()).then_some((at, found))
    };
    resolution.merchants.iter().enumerate().filter_map(here).collect()
}

/// An address as two spellings of it are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Premises {
    district: Division,
    /// What stands behind province, city and district.
    place: String,
}

/// Where an entry's address is; `district` stands in where the entry says none.
fn premises(entry: &Entry, district: Option<&str>, districts: &Districts) -> Option<Premises> {
    let fields = &entry.record.fields;
    let (named, place) = below_district(fields.text(Field::Address)?, districts);
    let told = fields.text(Field::District).or(district);
    let district = named.or_else(|| Some(districts.find(told?)?.code))?;
    // A road or a village without a number is no address of anybody.
    place.contains(|character: char| character.is_ascii_digit()).then_some(Premises { district, place })
}

/// The district that an address names, and the rest of it in one spelling: without province and city, spaces,
/// punctuation and remarks of the register, storeys and numbers in ASCII digits.
fn below_district(address: &str, districts: &Districts) -> (Option<Division>, String) {
    let key = name_key(address);
    let mut rest = key.as_str();
    for prefix in std::iter::once("中国").chain(districts.above()) {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    let named = districts.iter().find_map(|district| {
        let names = std::iter::once(&district.name).chain(&district.aliases);
        let mut written = names.filter(|name| name.ends_with(['区', '县', '市']));
        written.find_map(|name| rest.strip_prefix(name.as_str())).map(|rest| (district.code, rest))
    });
    let (district, rest) = named.map_or((None, rest), |(code, rest)| (Some(code), rest));
    let rest = REMARKS.iter().fold(rest.to_owned(), |rest, remark| rest.replace(remark, ""));
    (district, one_spelling(&rest))
}

/// What registers write behind an address and what says nothing of the place.
const REMARKS: [&str; 4] = ["(自主申报)", "(一照多址)", "(一址多照)", "(承诺申报)"];

/// Characters that follow the number of a house, a building, a storey or a room.
const COUNTED: [char; 11] = ['号', '楼', '层', '室', '栋', '座', '单', '门', '铺', '间', '幢'];

fn one_spelling(place: &str) -> String {
    let characters: Vec<char> = place
        .chars()
        .map(|character| match character {
            '#' => '号',
            '—' | '–' | '‐' | '－' | '~' | '至' => '-',
            other => other,
        })
        .filter(|character| !matches!(character, ',' | '，' | '、' | '。' | '.' | ';' | ':' | '(' | ')'))
        .collect();
    let mut out = String::with_capacity(place.len());
    let mut at = 0;
    while at < characters.len() {
        let run =
            characters[at..].iter().take_while(|character| "〇零一二三四五六七八九十百".contains(**character)).count();
        let counted = characters.get(at + run).is_some_and(|behind| COUNTED.contains(behind));
        let number: String = characters[at..at + run].iter().collect();
        match numeral::read(&number).filter(|_| run > 0 && counted) {
            Some(number) => out.push_str(&number.to_string()),
            None => out.extend(&characters[at..at + run.max(1)]),
        }
        at += run.max(1);
    }
    out.replace('层', "楼")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(address: &str) -> (Option<Division>, String) {
        below_district(address, &Districts::default())
    }

    fn same(one: &str, other: &str) -> bool {
        below(one) == below(other)
    }

    #[test]
    fn spellings_of_one_address_are_the_same() {
        for (one, other) in [
            ("辽宁省鞍山市铁东区示例路31号", "鞍山市铁东区示例路３１号"),
            ("铁东区示例路 31号 2层（自主申报）", "辽宁铁东区示例路31号二楼"),
            ("铁东区示例路31#", "铁东区示例路三十一号。"),
            ("岫岩县示例街5-1号", "岫岩满族自治县示例街5—1号"),
            ("海城市示例街12号楼", "辽宁省鞍山市海城市示例街十二号楼"),
        ] {
            assert!(same(one, other), "{:?} {:?}", below(one), below(other));
        }
    }

    #[test]
    fn neighbours_and_other_districts_are_not() {
        for (one, other) in [
            ("铁东区示例路31号", "铁西区示例路31号"),
            ("铁东区示例路31号", "铁东区示例路31号2楼"),
            ("铁东区示例路31号", "铁东区示例路131号"),
            ("铁东区示例路5-1号", "铁东区示例路51号"),
            ("铁东区示例一路5号", "铁东区示例二路5号"),
            ("铁东区示例路5号", "示例路5号"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
        assert_eq!(below("铁东路5号"), (None, "铁东路5号".to_owned()), "a road is no district");
    }
}
