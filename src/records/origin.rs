//! Where a text comes from, as websites say it: 来源：鞍山市公安局, 鞍山市商务局（转载自新华网）, 本站.
//!
//! In: what stands in the place of an agency. Out: the name in it, and whether it is that of a website, a medium or a program, which
//! decide nothing.

use super::Kind;

/// Labels before the name.
const LABELS: [&str; 8] = ["信息来源", "稿件来源", "文章来源", "来源", "发布单位", "发布机构", "供稿单位", "供稿"];
/// What a bracket behind the name begins with that says from where it was taken.
const TAKEN: [&str; 5] = ["转载", "转自", "来源", "摘自", "原载"];
/// Words of websites and programs for themselves.
const OWN: [&str; 17] = [
    "本站",
    "本网",
    "本网站",
    "本站原创",
    "原创",
    "转载",
    "网络",
    "互联网",
    "网站",
    "管理员",
    "系统管理员",
    "网站管理员",
    "编辑部",
    "编辑",
    "佚名",
    "未知",
    "整理",
];
/// Their accounts.
const ACCOUNTS: [&str; 6] = ["admin", "administrator", "root", "system", "editor", "webmaster"];
/// How media, websites and platforms are called.
const MEDIA: [&str; 17] = [
    "报",
    "报社",
    "网",
    "网站",
    "在线",
    "电视台",
    "广播电台",
    "融媒体中心",
    "融媒体",
    "通讯社",
    "新华社",
    "客户端",
    "公众号",
    "杂志",
    "周刊",
    "平台",
    "系统",
];

/// A name without its label and without what says from where the text was taken.
pub fn bare(text: &str) -> &str {
    let label = LABELS.iter().find_map(|label| text.strip_prefix(label)?.strip_prefix(['：', ':']));
    let name = label.map(str::trim_start).filter(|name| !name.is_empty()).unwrap_or(text);
    let Some((before, bracket)) = name.split_once(['（', '(']) else { return name };
    let is_told = !before.trim().is_empty() && TAKEN.iter().any(|word| bracket.starts_with(word));
    if is_told { before.trim_end() } else { name }
}

/// Whether records of a kind name in the place of an agency where their text was found. Of a decision it is whoever took it, for whom
/// nobody else may stand.
pub fn may_name_source(kind: Kind) -> bool {
    matches!(kind, Kind::Notice | Kind::Case | Kind::Policy | Kind::Exposure | Kind::Complaints | Kind::Statistic)
}

/// Whether a name is that of a website, a medium, a platform or an account.
pub fn decides_nothing(name: &str) -> bool {
    let name = TAKEN.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let name = name.trim_start_matches(['自', '：', ':', ' ']);
    OWN.contains(&name)
        || ACCOUNTS.iter().any(|account| name.eq_ignore_ascii_case(account))
        || MEDIA.iter().any(|end| name.ends_with(end))
        || name.strip_prefix("信用").is_some_and(|place| place.chars().count() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_what_stands_around_them() {
        for (text, name) in [
            ("来源：鞍山市公安局", "鞍山市公安局"),
            ("信息来源: 鞍山市商务局", "鞍山市商务局"),
            ("鞍山市商务局（转载自新华网）", "鞍山市商务局"),
            ("鞍山市商务局（市场秩序科）", "鞍山市商务局（市场秩序科）"),
            ("来源：", "来源："),
            ("（转载）", "（转载）"),
        ] {
            assert_eq!(bare(text), name);
        }
    }

    #[test]
    fn media_and_websites_decide_nothing() {
        for name in [
            "本站",
            "admin",
            "Admin",
            "中国消费者报",
            "中国政府网",
            "新华网",
            "转载自新华网",
            "鞍山广播电视台",
            "信用鞍山",
            "鞍山日报",
        ] {
            assert!(decides_nothing(name), "{name}");
        }
        for name in
            ["鞍山市公安局", "鞍山市广播电视局", "鞍山市互联网信息办公室", "中国人民银行鞍山市分行", "鞍山市消费者协会"]
        {
            assert!(!decides_nothing(name), "{name}");
        }
        assert!(may_name_source(Kind::Policy) && !may_name_source(Kind::Award));
    }
}
