//! Several merchants in one cell of the name: `甲有限公司；乙有限公司`, `甲有限公司等3家企业`.
//!
//! In: the cell of a name. Out: whether it names more than one merchant for certain. Which of its codes, sums and days were whose,
//! nobody can say, and a name made of two is nobody's. Must not doubt one merchant: branches (`甲有限公司乙分公司`), shops named
//! behind their company, trades in a name (`烟酒、百货商店`) and what stands in brackets.

use super::signs::Signs;
use super::text::outside_brackets;
use memchr::memmem;

/// How a company is called one.
const FORM: &str = "公司";
/// What parts a list of names, and nothing else.
const LISTS: [char; 8] = ['、', '；', ';', '\n', '\r', '|', '｜', '\u{2028}'];
/// What parts two names, or stands in one.
const DOUBTFUL: [char; 6] = ['，', ',', '/', '／', '+', '＋'];
/// Both, and what stands before a count.
static SIGNS: Signs = Signs::new(&[&["、；;\n\r|｜\u{2028}，,/／+＋等"]], false);
/// Words between two companies.
const AND: [&str; 4] = ["以及", "和", "与", "及"];
/// How the names of businesses end.
const ENDS: [&str; 40] = [
    "公司",
    "集团",
    "企业",
    "中心",
    "超市",
    "工作室",
    "俱乐部",
    "学校",
    "事务所",
    "合作社",
    "商行",
    "酒店",
    "宾馆",
    "商店",
    "商场",
    "广场",
    "会所",
    "门市",
    "分店",
    "店",
    "馆",
    "厅",
    "堂",
    "坊",
    "吧",
    "院",
    "社",
    "行",
    "厂",
    "场",
    "城",
    "站",
    "铺",
    "庄",
    "楼",
    "部",
    "园",
    "房",
    "所",
    "屋",
];
/// Shortest name of a merchant in a list, in characters.
const SHORTEST: usize = 5;
/// Characters that a company's own name has before its form; fewer are a place in the name of one.
const SHORTEST_OWN: usize = 4;
/// What follows a count of merchants.
const COUNTED: [char; 6] = ['家', '户', '个', '所', '间', '名'];
const NUMBERS: &str = "0123456789０１２３４５６７８９〇一二三四五六七八九十百两多数几余";
/// What follows names that stand for more.
const OTHERS: [&str; 8] = ["", "企业", "单位", "商户", "公司", "店铺", "门店", "经营者"];

/// Whether a cell names several merchants.
pub fn are_several(cell: &str) -> bool {
    // Most names have no sign of it, and one company's ends where it is first called one.
    if !cell.trim().contains(|one: char| SIGNS.contains(one) || one.is_whitespace()) {
        let form = memmem::find(cell.as_bytes(), FORM.as_bytes());
        return form.is_some_and(|at| at + FORM.len() < cell.len()) && (is_joined(cell) || run_on(cell));
    }
    let name = outside_brackets(cell);
    let name = name.trim();
    are_counted(name) || are_listed(name) || is_joined(name) || run_on(name)
}

/// 甲有限公司等3家企业, 甲有限公司等.
fn are_counted(name: &str) -> bool {
    name.match_indices('等').any(|(at, word)| {
        let (before, rest) = (&name[..at], name[at + word.len()..].trim_start());
        let unit = rest.trim_start_matches(|one| NUMBERS.contains(one)).trim_start();
        let has_count = unit.len() < rest.len() && unit.starts_with(COUNTED);
        !before.is_empty() && has_count || is_business(before) && OTHERS.contains(&rest)
    })
}

/// 甲有限公司；乙美容店, 甲有限公司 乙有限公司.
fn are_listed(name: &str) -> bool {
    let all = |parted: &dyn Fn(char) -> bool, is: &dyn Fn(&str) -> bool| {
        let parts = || name.split(parted).map(str::trim).filter(|part| !part.is_empty());
        parts().nth(1).is_some() && parts().all(is)
    };
    all(&|one| LISTS.contains(&one), &is_business) || all(&is_between, &is_company)
}

fn is_between(one: char) -> bool {
    LISTS.contains(&one) || DOUBTFUL.contains(&one) || one.is_whitespace()
}

/// 甲有限公司和乙有限公司.
fn is_joined(name: &str) -> bool {
    name.match_indices(FORM).any(|(at, form)| {
        let rest = &name[at + form.len()..];
        AND.iter().filter_map(|word| rest.strip_prefix(word)).any(is_company)
    })
}

/// Two companies whose names run into one another: 甲有限公司乙有限公司.
fn run_on(name: &str) -> bool {
    let Some((_, rest)) = name.split_once("有限公司").or_else(|| name.split_once("有限责任公司")) else {
        return false;
    };
    let own = rest.split_once("有限公司").or_else(|| rest.split_once("有限责任公司"));
    own.is_some_and(|(own, behind)| own.chars().count() >= SHORTEST_OWN && behind.is_empty())
}

/// A name as businesses have.
fn is_business(name: &str) -> bool {
    name.chars().nth(SHORTEST - 1).is_some() && ENDS.iter().any(|end| name.ends_with(end))
}

/// A whole company, and none that is a part of one.
fn is_company(name: &str) -> bool {
    is_business(name) && name.ends_with(FORM) && !name.ends_with("分公司") && !name.ends_with("子公司")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_merchants_are_told() {
        for name in [
            "海城示例商贸有限公司；立山示例美容有限公司",
            "海城示例商贸有限公司、立山示例美容店",
            "海城示例商贸有限公司 立山示例美容有限公司",
            "海城示例商贸有限公司\n立山示例美容店\n铁西区示例理发店",
            "海城示例商贸有限公司,立山示例美容有限公司",
            "海城示例商贸有限公司/立山示例美容有限公司",
            "海城示例商贸有限公司和立山示例美容有限责任公司",
            "海城示例商贸有限公司立山示例美容有限公司",
            "海城示例商贸有限公司（海城）；立山示例美容有限公司（立山）",
            "海城示例商贸有限公司等3家企业",
            "海城示例商贸有限公司等三家",
            "海城示例商贸有限公司 等 多家单位",
            "铁西区示例理发店等",
        ] {
            assert!(are_several(name), "{name}");
        }
    }

    #[test]
    fn one_merchant_is_never_doubted() {
        for name in [
            "",
            "；",
            "（",
            "））示例店（（",
            "海城示例商贸有限公司",
            "海城示例商贸有限公司鞍山分公司",
            "海城示例商贸有限公司 鞍山分公司",
            "海城示例商贸有限公司、鞍山店",
            "海城示例商贸有限公司 立山店",
            "海城示例商贸有限公司；",
            "大连示例股份有限公司沈阳有限公司",
            "示例集团公司矿渣开发公司",
            "国网辽宁省电力有限公司鞍山供电公司",
            "示例有限公司（原海城示例商贸有限公司、立山示例有限公司）",
            "鞍山市铁东区烟酒、百货商店",
            "铁西区示例理发店、美容店",
            "王建国、李秀英",
            "海 城 示 例 商 贸 有 限 公 司",
            "示例（上海）商贸有限公司",
            "和平区示例商贸有限公司",
            "北京和合商贸有限公司",
            "铁东区上等示例餐饮店",
            "平等家园服务中心",
            "一等品示例专营店",
            "Example Co., Ltd.",
            "示例有限公司及其分公司",
        ] {
            assert!(!are_several(name), "{name}");
        }
    }
}
