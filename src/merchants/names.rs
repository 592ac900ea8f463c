//! What of a registered name is the merchant's own: 鞍山市铁东区星悦健身服务有限公司 → 星悦健身服务.
//!
//! In: the portal's districts; a name as letters and characters alone (`search::text::key`, [`super::spelling`]). Out: the
//! part of it that people type first.

use crate::config::Districts;
use serde::{Deserialize, Serialize};

/// What names begin with whatever the region: the country, and the mark of invented data.
const ANYWHERE: [&str; 2] = ["中国", "示例"];

/// Legal forms (企业名称登记管理规定), the longer before those they end with.
const FORMS: [&str; 14] = [
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "分公司",
    "总公司",
    "公司",
    "集团",
    "普通合伙",
    "有限合伙",
    "合伙企业",
    "个人独资企业",
    "个体工商户",
    "分店",
    "示例",
];

/// Where a portal's merchants are: what their names begin with, and what people type before a trade.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regions {
    /// Above the districts, the longer before those they begin with: 辽宁省, 辽宁, 鞍山市, 鞍山.
    pub above: Vec<String>,
    pub districts: Vec<Named>,
}

/// A district by its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub name: String,
    /// Short and former names.
    pub aliases: Vec<String>,
}

/// How many characters of a name are not the merchant's own: regions in front, the legal form behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Around {
    pub skip: usize,
    pub drop: usize,
}

impl Around {
    /// The merchant's own part of the name this was told of.
    pub fn core(self, key: &str) -> &str {
        let rest = self.without_regions(key);
        let end = self.drop.checked_sub(1).and_then(|back| rest.char_indices().nth_back(back));
        &rest[..end.map_or(rest.len(), |(at, _)| at)]
    }

    /// The name from its first character on that is no region.
    pub fn without_regions(self, key: &str) -> &str {
        let start = key.char_indices().nth(self.skip);
        &key[start.map_or(key.len(), |(at, _)| at)..]
    }
}

impl Regions {
    pub fn of(districts: &Districts) -> Regions {
        let named = |name: &str, aliases: &[String]| Named { name: name.to_owned(), aliases: aliases.to_vec() };
        Regions {
            above: districts.above().chain(districts.city_in_short()).chain(ANYWHERE).map(str::to_owned).collect(),
            districts: districts.iter().map(|district| named(&district.name, &district.aliases)).collect(),
        }
    }

    /// The same in the form in which names are compared; what is nothing then is left out.
    pub fn folded(&self, fold: impl Fn(&str) -> String) -> Regions {
        let all = |names: &[String]| names.iter().map(|name| fold(name)).filter(|name| !name.is_empty()).collect();
        let named = |named: &Named| Named { name: fold(&named.name), aliases: all(&named.aliases) };
        Regions { above: all(&self.above), districts: self.districts.iter().map(named).collect() }
    }

    /// The name without leading regions and trailing legal form; the whole of it where less than two characters would stay.
    pub fn core<'k>(&self, key: &'k str) -> &'k str {
        without_form(self.without_regions(key))
    }

    /// What stands around the core of a name.
    pub fn around(&self, key: &str) -> Around {
        let rest = self.without_regions(key);
        let count = |text: &str| text.chars().count();
        Around { skip: count(&key[..key.len() - rest.len()]), drop: count(&rest[without_form(rest).len()..]) }
    }

    fn without_regions<'k>(&self, key: &'k str) -> &'k str {
        let districts = self.districts.iter().map(|district| district.name.as_str());
        let ends = behind(key, self.above().chain(districts));
        &key[ends.into_iter().filter(|end| is_enough(&key[*end..])).max().unwrap_or(0)..]
    }

    fn above(&self) -> impl Iterator<Item = &str> + Clone {
        self.above.iter().map(String::as_str)
    }

    /// The district that a key begins with, by any of its names or without its last character and behind what stands above it, and
    /// what follows: 铁东区 and 健身房 of 铁东健身房, 铁东区 and 餐饮 of 鞍山市铁东区餐饮.
    pub fn district_in<'s>(&'s self, key: &'s str) -> Option<(&'s str, &'s str)> {
        let starts = behind(key, self.above());
        let names = self.districts.iter().flat_map(|district| {
            let short = district.name.char_indices().next_back().map_or("", |(at, _)| &district.name[..at]);
            let names = [district.name.as_str(), short].into_iter().chain(district.aliases.iter().map(String::as_str));
            names.filter(|name| is_enough(name)).map(|name| (district.name.as_str(), name))
        });
        let names: Vec<(&str, &str)> = names.collect();
        let found = starts.iter().flat_map(|start| {
            let named = names.iter().filter(|(_, name)| key[*start..].starts_with(name));
            named.map(move |(district, name)| (start + name.len(), *start, *district))
        });
        let best = found.filter(|(end, ..)| is_enough(&key[*end..])).max_by_key(|(end, start, _)| (*end, *start));
        best.map(|(end, _, district)| (district, &key[end..]))
    }
}

/// Where a key may go on behind the regions it begins with, the beginning among them: 青岛市南健身 behind 青岛市 and behind 青岛.
fn behind<'r>(key: &str, regions: impl Iterator<Item = &'r str> + Clone) -> Vec<usize> {
    let mut ends = vec![0];
    let mut tried = 0;
    while let Some(start) = ends.get(tried).copied() {
        for region in regions.clone().filter(|region| !region.is_empty() && key[start..].starts_with(*region)) {
            if !ends.contains(&(start + region.len())) {
                ends.push(start + region.len());
            }
        }
        tried += 1;
    }
    ends
}

fn without_form(name: &str) -> &str {
    let mut core = name;
    while let Some(rest) = FORMS.iter().find_map(|form| core.strip_suffix(form)).filter(|rest| is_enough(rest)) {
        core = rest;
    }
    core
}

fn is_enough(rest: &str) -> bool {
    rest.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anshan() -> Regions {
        Regions::of(&Districts::default())
    }

    #[test]
    fn regions_and_forms_are_not_a_merchants_own() {
        let regions = anshan();
        for (key, core) in [
            ("鞍山市铁东区星悦健身服务有限公司", "星悦健身服务"),
            ("岫岩满族自治县老味道饭店个体工商户", "老味道饭店"),
            ("鞍山示例星悦健身有限公司铁西分公司", "星悦健身有限公司铁西"),
            ("鞍山公司", "公司"),
            ("鞍山店", "鞍山店"),
            ("千山温泉", "千山温泉"),
            ("青岛海风茶馆", "青岛海风茶馆"),
            ("", ""),
        ] {
            assert_eq!(regions.core(key), core);
            assert_eq!(regions.around(key).core(key), core);
        }
        let name = "鞍山市铁东区星悦健身服务有限公司";
        assert_eq!(regions.around(name), Around { skip: 6, drop: 4 });
        assert_eq!(regions.around(name).without_regions(name), "星悦健身服务有限公司");
        let jilin =
            Regions { above: ["吉林省", "吉林", "吉林市"].map(str::to_owned).to_vec(), districts: Vec::new() };
        assert_eq!(jilin.core("吉林市大海风健身有限公司"), "大海风健身", "the longer of two that begin alike");
    }

    #[test]
    fn a_district_is_told_from_the_trade_behind_it() {
        let regions = anshan();
        let mut other = regions.clone();
        other.above = ["青岛市", "青岛"].map(str::to_owned).to_vec();
        other.districts = vec![Named { name: "市南区".to_owned(), aliases: Vec::new() }];
        for (regions, key, district) in [
            (&regions, "铁东健身房", "铁东区"),
            (&regions, "铁东区健身", "铁东区"),
            (&regions, "鞍山市铁东区餐饮", "铁东区"),
            (&regions, "辽宁鞍山岫岩洗浴", "岫岩满族自治县"),
            (&regions, "旧堡区洗浴", "千山区"),
            (&regions, "铁东区", ""),
            (&regions, "铁东店", ""),
            (&regions, "鞍山健身", ""),
            (&other, "青岛市南健身", "市南区"),
            (&other, "青岛市市南区健身", "市南区"),
        ] {
            let told = regions.district_in(key);
            assert_eq!(told.map_or("", |(district, _)| district), district, "{key}");
            assert!(told.is_none_or(|(_, rest)| ["健身房", "健身", "餐饮", "洗浴"].contains(&rest)), "{told:?}");
        }
    }
}
