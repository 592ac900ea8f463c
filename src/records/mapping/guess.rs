//! Headers with something harmless around a well-known name: `1.企业名称（必填）`, `被处罚单位名称`.
//!
//! In: the key of a column name. Out: the well-known names it may stand for, the likeliest first. Must not strip what
//! changes the meaning: `决定机关（移出）` and `数据来源单位统一社会信用代码` are other things than the names they hold.

/// What brackets may hold without changing the name before them.
const ASIDES: [&str; 23] = [
    "必填",
    "选填",
    "全称",
    "格式",
    "年月日",
    "YYYY",
    "单位",
    "下拉",
    "示例",
    "如:",
    "例:",
    "文本",
    "件",
    "家",
    "个",
    "次",
    "起",
    "盖章",
    "公章",
    "签章",
    "签字",
    "人次",
    "条",
];
/// What may stand before a name: words for the one that a list is about.
const SUBJECTS: [&str; 24] = [
    "当事人",
    "商家",
    "被处罚",
    "受处罚",
    "处罚",
    "违法",
    "涉案",
    "失信",
    "守信",
    "被列入",
    "列入",
    "被曝光",
    "获评",
    "获奖",
    "认定",
    "承诺",
    "发卡",
    "备案",
    "经营",
    "市场",
    "主体",
    "商户",
    "企业",
    "单位",
];

/// Words of columns that hold personal data, whatever else their names say.
const PERSONAL: [&str; 9] = ["身份证", "手机", "电话", "证件号", "银行卡", "银行账号", "邮箱", "投诉人", "家庭住址"];

/// Whether a column that no table knows is personal by its name.
pub fn is_personal(key: &str) -> bool {
    PERSONAL.iter().any(|word| key.contains(word))
}

/// Names that a key may stand for; never the key itself.
pub fn candidates(key: &str) -> impl Iterator<Item = String> {
    let plain = undecorated(key);
    let mut found = Vec::new();
    if plain != key {
        found.push(plain.clone());
    }
    let mut rest = plain.as_str();
    while let Some(shorter) = SUBJECTS.iter().find_map(|word| rest.strip_prefix(word)) {
        // A name of two characters (名称, 日期) says too little without what stood before it.
        if shorter.chars().count() < 4 {
            break;
        }
        found.push(shorter.to_owned());
        rest = shorter;
    }
    found.into_iter()
}

/// Without numbering in front, marks of required columns, asides in brackets and a colon at the end.
fn undecorated(key: &str) -> String {
    let mut plain = key.trim_matches(|character| matches!(character, '*' | '＊' | '★' | ':'));
    let after_number = plain.trim_start_matches(|character: char| character.is_ascii_digit());
    if after_number.len() < plain.len()
        && let Some(name) = after_number.strip_prefix(['.', '、', ')'])
    {
        plain = name;
    }
    let mut out = plain.to_owned();
    while let Some(open) = out.rfind('(')
        && let Some(inside) = out[open + 1..].strip_suffix(')')
        && ASIDES.iter().any(|aside| inside.contains(aside))
    {
        out.truncate(open);
    }
    out.trim_matches(|character| matches!(character, '*' | '＊' | '★' | ':')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::text::name_key;

    #[test]
    fn only_what_is_harmless_is_stripped() {
        let of = |name: &str| candidates(&name_key(name)).collect::<Vec<_>>();
        for (name, first) in [
            ("*企业名称", "企业名称"),
            ("1.企业名称（必填）", "企业名称"),
            ("3、处罚决定日期（格式：年月日）", "处罚决定日期"),
            ("备案日期：", "备案日期"),
            ("被处罚单位名称", "单位名称"),
            ("企业统一社会信用代码", "统一社会信用代码"),
        ] {
            assert_eq!(of(name).first().map(String::as_str), Some(first), "{name}");
        }
        for name in ["决定机关（移出）", "数据来源单位统一社会信用代码", "企业名称", "处罚日期", "2026", "(", "*", ""]
        {
            assert!(of(name).iter().all(|found| found.is_empty()), "{name}: {:?}", of(name));
        }
    }
}
