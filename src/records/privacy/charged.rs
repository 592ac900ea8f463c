//! Names that are all that stands before a crime, a dispute, a number of theirs or what persons do: 王建国诈骗案, 王建国、李秀英合同诈骗案,
//! 王建国与示例公司服务合同纠纷案, 王建国 138…, 王建国自称可代办退款, 我李秀英代表本店承诺.

use super::names::{is_han, is_whole_name};
use super::{Finding, Rule};
use crate::records::signs::Words;
use std::ops::Range;
use std::sync::LazyLock;

/// Crimes, words for being charged with one, and what is said of persons alone.
pub(super) const CRIMES: [&str; 32] = [
    "合同诈骗",
    "集资诈骗",
    "信用卡诈骗",
    "贷款诈骗",
    "涉嫌",
    "诈骗",
    "非法吸收",
    "非法集资",
    "非法经营",
    "职务侵占",
    "挪用资金",
    "组织、领导",
    "组织领导",
    "传销",
    "盗窃",
    "洗钱",
    "寻衅滋事",
    "敲诈勒索",
    "侵占",
    "拒不支付",
    "虚假",
    "自称",
    "冒充",
    "假冒",
    "等人",
    "等二人",
    "等两人",
    "等三人",
    "失联",
    "跑路",
    "卷款",
    "携款",
];
/// What firms do and figures count as well, of which only a name of three characters tells a person.
pub(super) const DOINGS: [&str; 7] = ["承诺", "郑重", "自愿", "代表本", "代表我", "投诉量", "投诉数"];
static ALL_CRIMES: LazyLock<Words> = LazyLock::new(|| Words::new(CRIMES));
/// A dispute between parties.
pub(super) const DISPUTE: &str = "纠纷";
/// Words before a number of a person.
const LABELS: [&str; 12] = [
    "联系电话",
    "手机号码",
    "手机号",
    "电话",
    "手机",
    "微信",
    "公民身份号码",
    "居民身份证号",
    "身份证号码",
    "身份证号",
    "身份证",
    "电话号码",
];
/// Characters of a list of names, one fewer at the most.
const LONGEST_LIST: usize = 100;
/// Before a list of names, one or several.
const LEADS: [&str; 11] = ["关于", "对", "系", "以及", "及", "警惕", "谨防", "防范", "防止", "本人", "我"];

/// Those whose crime begins at `at`.
pub(super) fn before_crime(text: &str, at: usize, floor: usize) -> Vec<Finding> {
    if ALL_CRIMES.beginning(&text[at..]).is_none() {
        return Vec::new();
    }
    let start = clause_start(text, at, floor);
    whole_list(text, start..start + without_several(&text[start..at]).len())
}

/// Those of whom what they do begins at `at`.
pub(super) fn before_doing(text: &str, at: usize, floor: usize) -> Vec<Finding> {
    let start = clause_start(text, at, floor);
    let found = whole_list(text, start..at);
    let is_long = |finding: &Finding| text[finding.range.clone()].chars().nth(2).is_some();
    if found.iter().all(is_long) { found } else { Vec::new() }
}

/// The first party of a dispute whose word stands at `at`.
pub(super) fn before_dispute(text: &str, at: usize, floor: usize) -> Vec<Finding> {
    let start = clause_start(text, at, floor);
    let clause = &text[start..at];
    let end = ["与", "诉", "和"].into_iter().filter_map(|between| clause.find(between)).min();
    end.map_or_else(Vec::new, |end| whole_list(text, start..start + end))
}

/// The name that is all that stands before a number at `at`, or before the word for the number.
pub(super) fn before_number(text: &str, at: usize) -> Option<Finding> {
    let is_between = |sign: char| matches!(sign, ' ' | '：' | ':' | '，' | ',' | '（' | '(' | '、' | '\u{3000}');
    let before = text[..at].trim_end_matches(is_between);
    let label = LABELS.iter().find(|label| before.ends_with(**label));
    let before = label.map_or(before, |label| before[..before.len() - label.len()].trim_end_matches(is_between));
    // Something must part them: 示例店王建国138… does not say where the name begins.
    let start = clause_start(text, before.len(), 0);
    let name = &text[start..before.len()];
    is_whole_name(name, name.chars().count() > 2).then_some(Finding { rule: Rule::Name, range: start..before.len() })
}

/// Where the run of characters that ends at `end` begins, signs of lists within it.
fn clause_start(text: &str, end: usize, floor: usize) -> usize {
    let is_within = |one: char| is_han(one) || one == '·' || one == '、' || one.is_ascii_digit();
    let run = text[floor..end].chars().rev().take_while(|one| is_within(*one)).take(LONGEST_LIST);
    let (length, bytes) = run.fold((0, 0), |(length, bytes), one| (length + 1, bytes + one.len_utf8()));
    // What is longer is no list of names: nothing stands before its end.
    if length < LONGEST_LIST { end - bytes } else { end }
}

/// A list of names without what counts them: 王建国等5人.
fn without_several(list: &str) -> &str {
    match list.rsplit_once('等') {
        Some((names, more))
            if more.trim_start_matches(|one: char| one.is_ascii_digit()).trim_matches('人').is_empty() =>
        {
            names
        }
        _ => list,
    }
}

/// Every name of a list that holds nothing else.
fn whole_list(text: &str, range: Range<usize>) -> Vec<Finding> {
    let (mut start, mut found) = (range.start, Vec::new());
    while let Some(lead) = LEADS.iter().find(|lead| text[start..range.end].starts_with(**lead)) {
        start += lead.len();
    }
    let names: Vec<&str> = text[start..range.end].split('、').collect();
    // In a list one that could be a word is a name as the others are.
    let is_told = names.len() > 1 && names.iter().any(|name| is_whole_name(name, false));
    for name in names {
        if !is_whole_name(name, is_told) {
            return Vec::new();
        }
        found.push(Finding { rule: Rule::Name, range: start..start + name.len() });
        start += name.len() + '、'.len_utf8();
    }
    found
}
