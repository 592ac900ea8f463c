//! The agencies that decide and publish: one table for `data/agencies.toml`, feeds and document numbers.

use super::code;
use super::words::{DISTRICTS, District};
use std::fmt::Write as _;

pub const COMMERCE: &str = "鞍山市商务局";
pub const REGULATOR: &str = "鞍山市市场监督管理局";
pub const REFORM: &str = "鞍山市发展和改革委员会";
pub const CULTURE: &str = "鞍山市文化旅游和广播电视局";
pub const POLICE: &str = "鞍山市公安局";
/// The one award of the corpus; only [`COMMERCE`] may give it.
pub const AWARD: &str = "诚信示范企业";

struct CityAgency {
    name: &'static str,
    alias: &'static str,
    domain: &'static str,
    duties: &'static str,
}

const CITY: [CityAgency; 5] = [
    CityAgency { name: COMMERCE, alias: "市商务局", domain: "商务", duties: "牵头单用途预付卡监管" },
    CityAgency {
        name: REGULATOR, alias: "市市场监管局", domain: "市场监管", duties: "登记注册、消费投诉和行政处罚"
    },
    CityAgency {
        name: REFORM, alias: "市发改委", domain: "发展改革", duties: "信用信息归集和信用承诺"
    },
    CityAgency { name: CULTURE, alias: "市文旅局", domain: "文旅", duties: "文体旅企业监管" },
    CityAgency { name: POLICE, alias: "市公安局", domain: "公安", duties: "涉嫌犯罪案件侦办" },
];

/// The market regulator of a district.
pub fn of_district(district: &District) -> String {
    match district.name.strip_suffix('区') {
        Some(_) => format!("鞍山市{}市场监督管理局", district.name),
        None => format!("{}市场监督管理局", district.name),
    }
}

/// The letters of that regulator in document numbers: 鞍东市监, 海市监 ….
pub fn letters(district: &District) -> &'static str {
    match district.code {
        "210302" => "鞍东市监",
        "210303" => "鞍西市监",
        "210304" => "鞍立市监",
        "210311" => "鞍千市监",
        "210321" => "台市监",
        "210323" => "岫市监",
        _ => "海市监",
    }
}

/// `data/agencies.toml`.
pub fn file() -> String {
    let mut text = String::from("# 随机生成的示例，机构代码均为编造。\n");
    for (serial, agency) in (1_u64..).zip(&CITY) {
        let awards = if agency.name == COMMERCE { format!("awards = [\"{AWARD}\"]\n") } else { String::new() };
        let code = code::of_agency(serial, "210300");
        let CityAgency { name, alias, domain, duties } = agency;
        write!(
            text,
            "\n[[agency]]\nname = \"{name}\"\naliases = [\"{alias}\"]\ncode = \"{code}\"\ndomain = \"{domain}\"\n\
             {awards}joint_meeting = true\nduties = \"{duties}\"\n"
        )
        .expect("a string takes every write");
    }
    for (serial, district) in (101_u64..).zip(&DISTRICTS) {
        let name = of_district(district);
        let alias = format!("{}市场监管局", district.name);
        let code = code::of_agency(serial, district.code);
        write!(
            text,
            "\n[[agency]]\nname = \"{name}\"\naliases = [\"{alias}\"]\ncode = \"{code}\"\ndomain = \"市场监管\"\n"
        )
        .expect("a string takes every write");
    }
    text
}
