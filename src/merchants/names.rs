//! What of a registered name is the merchant's own: 鞍山市铁东区星悦健身服务有限公司 → 星悦健身服务.
//!
//! In: a name as letters and characters alone (`search::text::key`, [`super::spelling`]). Out: the part of it that people type first.

use crate::config::Districts;
use std::sync::LazyLock;

/// Regions above the districts, which registered names begin with, and the mark of invented data.
const PREFIXES: [&str; 6] = ["辽宁省", "辽宁", "鞍山市", "鞍山", "中国", "示例"];

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

/// The name without leading regions and trailing legal form; the whole of it where less than two characters would stay.
pub fn core(key: &str) -> &str {
    let mut core = without_regions(key);
    while let Some(rest) = FORMS.iter().find_map(|form| core.strip_suffix(form)).filter(|rest| is_enough(rest)) {
        core = rest;
    }
    core
}

/// The name without leading regions; the whole of it where less than two characters would stay.
pub fn without_regions(key: &str) -> &str {
    let mut rest = key;
    while let Some(shorter) = without_region(rest).filter(|shorter| is_enough(shorter)) {
        rest = shorter;
    }
    rest
}

/// Where the name of a district ends that a key begins with, in full or without its last character, and more follows: 铁东健身房.
pub fn after_district(key: &str) -> Option<usize> {
    let ends = DISTRICTS.iter().filter_map(|district| {
        let short = district.name.char_indices().next_back().map_or(0, |(at, _)| at);
        [district.name.len(), short].into_iter().find(|end| key.starts_with(&district.name[..*end]))
    });
    ends.filter(|end| is_enough(&key[*end..])).max()
}

/// Those of the embedded list, which the browser's mirror of this file has too.
static DISTRICTS: LazyLock<Districts> = LazyLock::new(Districts::default);

fn without_region(key: &str) -> Option<&str> {
    let districts = DISTRICTS.iter().map(|district| district.name.as_str());
    PREFIXES.into_iter().chain(districts).find_map(|region| key.strip_prefix(region))
}

fn is_enough(rest: &str) -> bool {
    rest.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::core;

    #[test]
    fn regions_and_forms_are_not_a_merchants_own() {
        assert_eq!(core("鞍山市铁东区星悦健身服务有限公司"), "星悦健身服务");
        assert_eq!(core("岫岩满族自治县老味道饭店个体工商户"), "老味道饭店");
        assert_eq!(core("鞍山示例星悦健身有限公司铁西分公司"), "星悦健身有限公司铁西");
        assert_eq!(core("鞍山公司"), "公司");
        assert_eq!(core("鞍山店"), "鞍山店");
        assert_eq!(core("千山温泉"), "千山温泉");
        assert_eq!(core(""), "");
    }
}
