//! Names of persons against whom something is done: 对王建国、李秀英立案, 追究王建国刑事责任, 责令王建国改正.
//!
//! Firms are punished in the same words. What is done to persons alone tells any name; the rest only names of which the family
//! name is no word (王建国, not 金苹果).

use super::names::is_whole_name;
use super::payees::{are_several, named};
use super::{Finding, Rule};
use crate::records::signs::Words;
use std::sync::LazyLock;

/// What is done to somebody who may be named next.
pub(super) const DEEDS: [&str; 16] = [
    "追究", "抓获", "传唤", "拘留", "逮捕", "判处", "判决", "判令", "责令", "给予", "处罚", "起诉", "约谈", "查获",
    "询问", "对",
];
static ALL_DEEDS: LazyLock<Words> = LazyLock::new(|| Words::new(DEEDS));
/// Words of which the first one stands behind nobody but a person.
const OF_PERSONS: [&str; 22] = [
    "立案",
    "刑事",
    "采取",
    "行政拘留",
    "拘留",
    "刑拘",
    "逮捕",
    "抓获",
    "批评教育",
    "传唤",
    "提起公诉",
    "训诫",
    "取保候审",
    "监视居住",
    "批准逮捕",
    "判处",
    "有期徒刑",
    "拘役",
    "到案",
    "归案",
    "法律责任",
    "连带责任",
];
/// What is done to firms as well.
const OF_ANYONE: [&str; 26] = [
    "罚款",
    "处以",
    "并处",
    "处罚",
    "行政处罚",
    "作出",
    "做出",
    "给予",
    "警告",
    "改正",
    "限期",
    "限制",
    "进行",
    "实施",
    "予以",
    "提起",
    "追缴",
    "没收",
    "停止",
    "停业",
    "立即",
    "询问",
    "约谈",
    "承担",
    "赔偿",
    "退还",
];
/// What stands behind 对 and begins like a name.
const NO_PERSONS: [&str; 4] = ["方", "易", "时", "应"];

/// Those against whom what begins at `at` is done. Only where the sentence goes on about it: a list that does not is none of
/// persons.
pub(super) fn behind_deed(text: &str, at: usize) -> Vec<Finding> {
    let Some(deed) = ALL_DEEDS.beginning(&text[at..]) else { return Vec::new() };
    let (mut start, mut found) = (at + deed.len(), Vec::new());
    if deed == "对" && NO_PERSONS.iter().any(|word| text[start..].starts_with(word)) {
        return found;
    }
    let goes_on = |name: &str, rest: &str| {
        let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
        begins(&OF_PERSONS)
            || (begins(&OF_ANYONE) || are_several(rest)) && name.chars().count() > 2 && is_whole_name(name, false)
    };
    while let Some((length, link)) = named(&text[start..], &goes_on) {
        found.push(Finding { rule: Rule::Name, range: start..start + length });
        match link {
            Some(link) => start += length + link.len(),
            None => return found,
        }
    }
    Vec::new()
}
