//! Names that could stand over a shop: of merchants, signs, malls and roads.

use super::code::Registered;
use super::random::{Random, Stream};
use super::words::{
    BRANCHES, CHARACTERS, COMPANY_FORMS, DISTRICTS, District, LATIN, MALLS, NUMBERS, ROADS, SHOP_FORMS, Trade,
};
use std::sync::LazyLock;

static ALPHABET: LazyLock<Vec<char>> = LazyLock::new(|| CHARACTERS.chars().collect());
/// The first characters of the alphabet come up more often, as in real names.
const COMMON: u64 = 300;

/// The part of a name that is the merchant's own: two to four characters, now and then a Latin word or a number.
pub fn core(random: &mut Random) -> String {
    let length = *random.weighted(&[(2, 55), (3, 30), (4, 15)], |choice| choice.1);
    let mut core = characters(random, length.0);
    match random.below(100) {
        0..6 => core.insert_str(0, random.pick(&LATIN)),
        6..9 => core.push_str(random.pick(&NUMBERS)),
        _ => {}
    }
    core
}

fn characters(random: &mut Random, length: u64) -> String {
    (0..length)
        .map(|_| {
            let end = if random.chance(50) { COMMON } else { ALPHABET.len() as u64 };
            ALPHABET[random.below(end) as usize]
        })
        .collect()
}

/// The registered name around a core.
pub fn registered(random: &mut Random, core: &str, kind: Registered, trade: &Trade, district: &District) -> String {
    let region = region(random, kind, district);
    match kind {
        Registered::Company => {
            let form = random.weighted(&COMPANY_FORMS, |form| form.1).0;
            let branch = if random.chance(4) { format!("{}分公司", district.short) } else { String::new() };
            format!("{region}{core}{}{form}{branch}", random.pick(trade.company))
        }
        Registered::SoleTrader => {
            let shop = if random.chance(50) {
                random.pick(trade.shop).to_owned()
            } else {
                format!("{}{}", random.pick(trade.sign), random.weighted(&SHOP_FORMS, |form| form.1).0)
            };
            let branch = if random.chance(8) { format!("（{}店）", branch(random)) } else { String::new() };
            format!("{region}{core}{shop}{branch}")
        }
    }
}

fn region(random: &mut Random, kind: Registered, district: &District) -> String {
    let in_city = district.name.ends_with('区');
    let town = if in_city { "鞍山" } else { district.short };
    match (kind, random.below(100)) {
        (_, 0..12) => String::new(),
        (Registered::Company, 12..17) => "辽宁".to_owned(),
        (Registered::Company, 17..60) => town.to_owned(),
        (Registered::Company, 60..80) if in_city => "鞍山市".to_owned(),
        (Registered::SoleTrader, 12..30) if in_city => format!("鞍山市{}", district.name),
        _ => district.name.to_owned(),
    }
}

fn branch(random: &mut Random) -> &'static str {
    if random.chance(50) {
        random.weighted(&DISTRICTS, |district| district.weight).short
    } else {
        random.pick(&BRANCHES)
    }
}

/// What stands over the door: mostly the name's own core, sometimes another.
pub fn sign(random: &mut Random, own: &str, trade: &Trade) -> String {
    let core = if random.chance(70) { own.to_owned() } else { core(random) };
    format!("{core}{}", random.pick(trade.sign))
}

/// Mall `number`; the same number is the same mall, in the same district, for all merchants.
pub fn mall(seed: u64, district: &District, number: u64) -> String {
    let mut random = place(seed, Stream::Mall, district, number);
    format!("{}{}", characters(&mut random, 2), random.pick(&MALLS))
}

/// Road `number` of a district.
pub fn road(seed: u64, district: &District, number: u64) -> String {
    let mut random = place(seed, Stream::Road, district, number);
    format!("{}{}", characters(&mut random, 2), random.weighted(&ROADS, |road| road.1).0)
}

fn place(seed: u64, stream: Stream, district: &District, number: u64) -> Random {
    let division: u64 = district.code.parse().expect("division codes are numbers");
    Random::of(seed, stream, division * 100_000 + number)
}
