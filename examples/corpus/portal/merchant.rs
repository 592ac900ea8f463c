//! One invented merchant, made from the plan and its number alone.

use super::Plan;
use super::code::{self, Registered};
use super::names;
use super::random::{Random, Stream};
use super::words::{DISTRICTS, District, STEMS, TRADES, Trade};

/// A merchant as the market regulator has it.
#[derive(Debug, Clone)]
pub struct Merchant {
    pub index: u64,
    pub code: String,
    pub registered: Registered,
    pub name: String,
    /// The part of the name that is its own.
    pub core: String,
    pub person: String,
    pub signs: Vec<String>,
    pub former_name: Option<String>,
    pub district: &'static District,
    pub trade: &'static Trade,
    pub road: String,
    pub address: String,
    pub mall: Option<String>,
    pub status: &'static str,
}

impl Merchant {
    /// Merchant `index` of the plan, with what the plan changes about it.
    pub fn generate(plan: &Plan, index: u64) -> Merchant {
        let mut random = Random::of(plan.seed, Stream::Merchant, index);
        let registered = if random.chance(60) { Registered::Company } else { Registered::SoleTrader };
        let district = random.weighted(&DISTRICTS, |district| district.weight);
        let trade = random.weighted(&TRADES, |trade| trade.weight);
        let core = names::core(&mut random);
        let name = names::registered(&mut random, &core, registered, trade, district);
        let signs = signs(&mut random, &core, trade);
        let former_name = random.chance(5).then(|| {
            let core = names::core(&mut random);
            names::registered(&mut random, &core, registered, trade, district)
        });
        let premises = Premises::choose(&mut random, plan, district);
        let person = format!("示例{}{}", random.pick(&STEMS), random.pick(&STEMS));
        let status = random.weighted(&[("存续", 92), ("歇业", 4), ("注销", 3), ("吊销", 1)], |status| status.1).0;
        let mut merchant = Merchant {
            index,
            code: code::of_merchant(plan.seed, index, registered, district.code),
            registered,
            name,
            core,
            person,
            signs,
            former_name,
            district,
            trade,
            address: premises.address(district),
            road: premises.road,
            mall: premises.mall,
            status,
        };
        if let Some(change) = plan.change_of(index) {
            merchant.change(change, &mut Random::of(plan.seed, Stream::Change, index));
        }
        merchant
    }

    fn change(&mut self, change: Change, random: &mut Random) {
        match change {
            Change::Moved => self.address.push_str(&format!("（迁至{}号楼）", random.between(2, 9))),
            Change::NewSign => self.signs.push(names::sign(random, &self.core, self.trade)),
            Change::Closed => self.status = if self.status == "注销" { "吊销" } else { "注销" },
            // The record is the penalty feed's to add.
            Change::Penalised => {}
        }
    }
}

/// What happens to a merchant between two pulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Moved,
    NewSign,
    Closed,
    /// One more penalty.
    Penalised,
}

impl Change {
    /// Changes go round, so that a handful has one of each.
    pub const ALL: [Change; 4] = [Change::Penalised, Change::Moved, Change::NewSign, Change::Closed];
}

fn signs(random: &mut Random, core: &str, trade: &Trade) -> Vec<String> {
    let count = match random.below(100) {
        0..4 => 2,
        4..40 => 1,
        _ => 0,
    };
    (0..count).map(|_| names::sign(random, core, trade)).collect()
}

struct Premises {
    road: String,
    number: u64,
    room: String,
    mall: Option<String>,
}

impl Premises {
    fn choose(random: &mut Random, plan: &Plan, district: &District) -> Premises {
        // Two draws, the smaller taken: some roads and malls are busier than others.
        let mut busy = |end| random.below(end).min(random.below(end));
        let road = names::road(plan.seed, district, busy(plan.roads()));
        let mall = names::mall(plan.seed, district, busy(plan.malls()));
        let mall = random.chance(15).then_some(mall);
        let room = match (&mall, random.below(10)) {
            (Some(_), _) => format!("{}层{}", random.between(1, 6), random.between(101, 190)),
            (None, 0..3) => format!("{}-{}号商铺", random.between(1, 9), random.between(1, 30)),
            (None, 3) => format!("{}单元{}层", random.between(1, 4), random.between(1, 3)),
            _ => String::new(),
        };
        Premises { road, number: random.between(1, 399), room, mall }
    }

    fn address(&self, district: &District) -> String {
        let mall = self.mall.as_deref().unwrap_or_default();
        format!("鞍山市{}{}{}号{mall}{}", district.name, self.road, self.number, self.room)
    }
}
