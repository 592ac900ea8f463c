//! Plain industries: words and codes to one key each. Districts stand in `config::districts`.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::LazyLock;

/// A plain industry of the citizen's menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Industry {
    /// Folder of the industry's lists.
    pub key: &'static str,
    /// GB/T 4754-2017 classes it covers.
    pub classes: &'static [&'static str],
    /// Wordings found in feeds.
    pub words: &'static [&'static str],
}

/// The twelve plain industries of the citizen's menu (`domain.md` section 3), and the GB/T 4754 classes behind them.
/// The order decides where a wording fits two: the narrower first.
pub const INDUSTRIES: [Industry; 12] = [
    Industry {
        key: "fitness", classes: &["8930", "8921"], words: &["健身", "瑜伽", "游泳", "体育场馆", "体育健身"]
    },
    Industry { key: "pet", classes: &["8222", "8223", "8224"], words: &["宠物"] },
    Industry {
        key: "car-wash", classes: &["8111"], words: &["洗车", "汽车美容", "汽车服务", "汽车养护", "汽车修理"]
    },
    Industry {
        key: "childcare", classes: &["8020"], words: &["托育", "托儿", "托管", "早教", "母婴", "婴幼儿"]
    },
    Industry {
        key: "beauty",
        classes: &["8040", "8053"],
        words: &["美容", "美发", "理发", "美甲", "养生", "造型", "美业"],
    },
    Industry {
        key: "training",
        classes: &["8391", "8392", "8393", "8399"],
        words: &["培训", "教育", "艺术", "学校", "辅导", "舞蹈"],
    },
    Industry {
        key: "laundry",
        classes: &["8030", "8010", "8219"],
        words: &["洗衣", "洗染", "干洗", "洗护", "家政", "家庭服务", "保洁", "清洁服务"],
    },
    Industry {
        key: "photo",
        classes: &["8060", "8070"],
        words: &["摄影", "照相", "影楼", "婚纱", "写真", "婚庆", "婚姻"],
    },
    Industry {
        key: "bath", classes: &["8051", "8052"], words: &["洗浴", "浴", "汗蒸", "足浴", "足疗", "温泉"]
    },
    Industry {
        key: "cinema",
        classes: &["8760", "9011", "9013", "9020"],
        words: &["影院", "电影", "影城", "歌舞", "游乐", "娱乐", "KTV", "网吧"],
    },
    Industry {
        key: "catering",
        classes: &["6110", "6121", "6130", "6210", "6220", "6231", "6232", "6233", "6291"],
        words: &[
            "餐饮", "餐", "饭店", "火锅", "咖啡", "茶", "小吃", "烘焙", "蛋糕", "酒吧", "酒店", "宾馆", "旅馆", "民宿",
            "住宿",
        ],
    },
    Industry {
        key: "retail",
        classes: &["5211", "5212", "5213"],
        words: &["零售", "超市", "商贸", "百货", "便利", "商场", "购物", "水果", "生鲜"],
    },
];

/// Key of the plain industry for a GB/T 4754 code (with or without letter), a key or a wording.
pub fn industry(raw: &str) -> Option<&'static str> {
    industry_of_code(raw.trim()).or_else(|| told(raw).0)
}

/// Key of the plain industry for a key or a code, which begin with a letter or digit, as names and wordings hardly do.
fn industry_of_code(raw: &str) -> Option<&'static str> {
    raw.starts_with(|first: char| first.is_ascii_alphanumeric()).then_some(())?;
    let named = INDUSTRIES.iter().find(|industry| industry.key == raw).map(|industry| industry.key);
    named.or_else(|| industry_of_class(raw))
}

/// The industry of the words in a text, and whether one of [`GOODS`] or [`SCHOOLS`] stands beside them.
fn told(text: &str) -> (Option<&'static str>, bool) {
    let (mut first, mut is_otherwise) = (INDUSTRIES.len(), false);
    for found in WORDS.find_overlapping_iter(text) {
        match INDUSTRY_OF.get(found.pattern().as_usize()) {
            Some(industry) => first = first.min(*industry),
            None => is_otherwise = true,
        }
    }
    (INDUSTRIES.get(first).map(|industry| industry.key), is_otherwise)
}

/// What a business makes or sells when its name has one of these: 健身器材 is bought, not trained with.
const GOODS: [&str; 14] =
    ["器材", "用品", "设备", "器械", "机械", "制造", "耗材", "原料", "家具", "发行", "配件", "制作", "制品", "批发"];
/// What teaches a trade, whichever it is.
const SCHOOLS: [&str; 3] = ["培训", "学校", "学院"];

/// Key of the plain industry that a business's name tells.
pub fn industry_of_name(name: &str) -> Option<&'static str> {
    let (told, is_otherwise) = told(name);
    let found = industry_of_code(name.trim()).or(told)?;
    if !is_otherwise {
        return Some(found);
    }
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&SCHOOLS) {
        return Some("training");
    }
    let retail = INDUSTRIES.iter().find(|industry| industry.key == "retail")?;
    has(retail.words).then_some(retail.key)
}

/// All words of all industries, and behind them those that tell otherwise, looked for at once.
static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = INDUSTRIES.iter().flat_map(|industry| industry.words).chain(&GOODS).chain(&SCHOOLS);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).expect("a few short words")
});
/// The industry of each of the words that have one.
static INDUSTRY_OF: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let words = INDUSTRIES.iter().enumerate();
    words.flat_map(|(position, industry)| std::iter::repeat_n(position, industry.words.len())).collect()
});

/// Key of the plain industry for a GB/T 4754 code, alone or before its wording: `8930`, `O8111`, `R893`, `8040 理发及美容`.
/// A group of three digits, or a division of two behind its letter (`F52`), counts where all its classes are of one industry.
pub fn industry_of_class(raw: &str) -> Option<&'static str> {
    // 8930.0: a number, as programs write it.
    let raw = raw.trim().trim_end_matches(".0");
    let code = raw.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let least = if code.len() + 1 == raw.len() { 2 } else { 3 };
    let digits = code.bytes().take_while(u8::is_ascii_digit).count();
    let (code, rest) = code.split_at(digits);
    if !(least..=4).contains(&digits) || rest.starts_with(['-', '.', '/']) {
        return None;
    }
    let mut of = INDUSTRIES.iter().filter(|industry| industry.classes.iter().any(|class| class.starts_with(code)));
    let first = of.next()?;
    of.next().is_none().then_some(first.key)
}

/// Sections of GB/T 4754 that span several plain industries: a name says more.
pub fn is_section(wording: &str) -> bool {
    let wording =
        wording.trim().trim_start_matches(|character: char| character.is_ascii_uppercase() || character == ' ');
    ["居民服务", "文化、体育和娱乐业", "文化体育和娱乐业", "批发和零售业", "住宿和餐饮业", "租赁和商务服务业"]
        .iter()
        .any(|section| wording.starts_with(section))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_is_sold_from_what_is_done() {
        for (name, expected) in [
            ("鞍山示例健身有限公司", Some("fitness")),
            ("鞍山示例健身器材商贸有限公司", Some("retail")),
            ("鞍山示例美容设备制造有限公司", None),
            ("海城示例洗车机械厂", None),
            ("鞍山示例美容美发培训学校", Some("training")),
            ("鞍山示例酒店用品有限公司", None),
            ("鞍山示例宠物用品超市", Some("retail")),
        ] {
            assert_eq!(industry_of_name(name), expected, "{name}");
        }
    }

    #[test]
    fn industries_by_code_and_wording() {
        assert_eq!(industry("8930"), Some("fitness"));
        assert_eq!(industry("O8111"), Some("car-wash"));
        assert_eq!(industry("体育健身服务"), Some("fitness"));
        assert_eq!(industry("宠物美容"), Some("pet"));
        assert_eq!(industry("汽车美容"), Some("car-wash"), "the narrower word must come first in the table");
        assert_eq!(industry("银行"), None);
        assert_eq!(industry("住宿"), Some("catering"));
        for (code, key) in [
            ("8930", "fitness"),
            ("R8930", "fitness"),
            ("804", "beauty"),
            ("O8040 理发及美容服务", "beauty"),
            ("8930.0", "fitness"),
            ("F52", "retail"),
        ] {
            assert_eq!(industry_of_class(code), Some(key), "{code}");
        }
        for none in ["805", "89", "52", "O80", "80400", "2026-01-05", "健身", ""] {
            assert_eq!(industry_of_class(none), None, "{none}: 805 is baths and beauty");
        }
        assert!(
            is_section("O 居民服务、修理和其他服务业") && is_section("文化、体育和娱乐业") && !is_section("体育健身")
        );
    }
}
