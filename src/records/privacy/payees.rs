//! Names of persons to whom something is done: 退还王小二预付款8000元, 向张三、李四返还.
//!
//! What is paid or done stands before them as often as a person does, so the sentence must go on about what is owed.

use super::names::{ORGANISATIONS, family_at, is_han, is_word};
use super::{Finding, Rule};
use crate::records::signs::Words;
use std::sync::LazyLock;

/// What is done to somebody who may be named next, longer words first.
pub(super) const DEEDS: [&str; 26] = [
    "支付给",
    "退还给",
    "返还给",
    "归还给",
    "赔偿给",
    "交付给",
    "退款给",
    "转账给",
    "转给",
    "租给",
    "让给",
    "退给",
    "返给",
    "还给",
    "赔给",
    "退回",
    "赔偿",
    "补偿",
    "退还",
    "返还",
    "归还",
    "偿还",
    "赔付",
    "给付",
    "支付",
    "向",
];
static ALL_DEEDS: LazyLock<Words> = LazyLock::new(|| Words::new(DEEDS));
/// Behind whom something is done to: what is owed, and what else is done. A sum in digits is as good.
const OWED: [&str; 50] = [
    "预付",
    "预存",
    "预交",
    "购",
    "办",
    "充",
    "本金",
    "货款",
    "余额",
    "剩余",
    "会员",
    "押金",
    "定金",
    "人民币",
    "现金",
    "学费",
    "培训费",
    "课程",
    "服务费",
    "返还",
    "退还",
    "退款",
    "支付",
    "履行",
    "赔",
    "道歉",
    "借",
    "欠",
    "给付",
    "偿还",
    "清偿",
    "收取",
    "销售",
    "推销",
    "出具",
    "承诺",
    "索要",
    "催",
    "共计",
    "合计",
    "女士",
    "先生",
    "小姐",
    "夫妇",
    "夫妻",
    "损失",
    "会费",
    "（化名",
    "(化名",
    "”",
];
/// What is paid, or who is no person, and begins like a name.
pub(super) const NO_PAYEES: [&str; 41] = [
    "温泉", "黄金", "白金", "施工", "童装", "童车", "牛肉", "牛奶", "苗木", "石材", "陶瓷", "龙虾", "白酒", "金条",
    "金银", "金饰", "江苏", "江西", "高新", "万科", "万达", "谷物", "柴油", "麦片", "汤泉", "方案", "章程", "安全",
    "常年", "关联", "全部", "马路", "孔雀", "路费", "全体", "顾客", "何人", "高管", "钱包", "方法", "安装",
];

/// Who is paid, or is turned to: 退还王小二预付款8000元, 向张三、李四返还. Only where the sentence goes on about that: most of
/// what stands behind these words is no person.
pub(super) fn behind_deed(text: &str, at: usize) -> Vec<Finding> {
    let Some(deed) = ALL_DEEDS.beginning(&text[at..]) else { return Vec::new() };
    let (mut start, mut found) = (at + deed.len(), Vec::new());
    let signs = ["：", ":", "“", "「", "\"", " "];
    while let Some(sign) = signs.into_iter().find(|sign| text[start..].starts_with(sign)) {
        start += sign.len();
    }
    // Behind 给 somebody stands, also at the end of a sentence.
    let may_end = deed.ends_with('给');
    while let Some((length, link)) = named(&text[start..], &|_, rest| goes_on(rest, may_end)) {
        found.push(Finding { rule: Rule::Name, range: start..start + length });
        match link {
            Some(link) => start += length + link.len(),
            None => return found,
        }
    }
    // 向张三、其他: a list that does not end in a person is none of persons.
    Vec::new()
}

/// Whether what stands behind a name is owed to it.
fn goes_on(rest: &str, may_end: bool) -> bool {
    let ends = || rest.is_empty() || rest.starts_with(['。', '，', '；', ',', ';']);
    rest.starts_with(|next: char| next.is_ascii_digit())
        || OWED.iter().any(|word| rest.starts_with(word))
        || are_several(rest)
        || may_end && ends()
}

/// 等12人, 等人.
pub(super) fn are_several(rest: &str) -> bool {
    rest.strip_prefix('等').is_some_and(|more| more.starts_with(|one: char| one == '人' || one.is_ascii_digit()))
}

/// Length of the name that a text begins with, where `goes_on` takes name and rest for what is said of a person, and the sign
/// that another one follows behind.
pub(super) fn named(text: &str, goes_on: &dyn Fn(&str, &str) -> bool) -> Option<(usize, Option<&'static str>)> {
    let family = family_at(text)?;
    if is_word(text) || NO_PAYEES.iter().any(|word| text.starts_with(word)) {
        return None;
    }
    let run: Vec<char> = text.chars().take_while(|character| is_han(*character)).take(family + 2).collect();
    [family + 2, family + 1].into_iter().filter(|length| *length <= run.len()).find_map(|length| {
        let bytes: usize = run[..length].iter().map(|one| one.len_utf8()).sum();
        let (name, rest) = text.split_at(bytes);
        let link = ["、", "和", "及", "与"].into_iter().find(|link| rest.starts_with(link));
        let is_name = !run[..length].iter().any(|one| ORGANISATIONS.contains(*one));
        (is_name && (link.is_some() || goes_on(name, rest))).then_some((bytes, link))
    })
}
