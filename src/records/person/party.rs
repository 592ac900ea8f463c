//! The column of the name: who stands in it beside a business.
//!
//! In: a name as an agency wrote it. Out: the persons in it: 示例店（王建国）, 王建国、示例有限公司, 示例店/王建国,
//! 示例有限公司法定代表人王建国, 王建国经营的示例店, 个体户王建国. A name that stands whole between signs is told by itself; one that
//! is written together with other words, by a word for who it is or by where the name of the business ends.

use super::names::{TRADES, family_length, is_named_beside, is_plain_family, mask_name};
use super::tells_organisation;
use std::ops::Range;

/// Signs between a business and whoever stands beside it.
const SIGNS: [char; 12] = ['、', '，', ',', '/', '／', ' ', '；', ';', '-', '－', '—', '|'];
/// Words that tell who a person beside a business is, longer ones first.
const ROLES: [&str; 28] = [
    "法定代表人",
    "法人代表",
    "实际控制人",
    "实际经营者",
    "实际经营人",
    "个体工商户",
    "经营者姓名",
    "执行董事",
    "负责人",
    "投资人",
    "经营者",
    "经营人",
    "出资人",
    "联系人",
    "当事人",
    "董事长",
    "总经理",
    "个体户",
    "自然人",
    "合伙人",
    "经理",
    "股东",
    "法人",
    "业主",
    "店主",
    "户主",
    "摊主",
    "老板",
];
/// Between a person and the business that is the person's.
const OWNING: [&str; 6] = ["经营的", "开办的", "开设的", "投资的", "名下的", "的"];
/// Where the name of a business ends, as far as nothing but a name or a branch follows.
const BUSINESSES: [&str; 10] =
    ["公司", "中心", "合作社", "超市", "商行", "学校", "工作室", "俱乐部", "事务所", "培训部"];
const HOUSES: [char; 9] = ['店', '馆', '厅', '院', '铺', '吧', '坊', '厂', '屋'];
/// Last characters of a region.
const REGIONS: [char; 12] = ['省', '市', '区', '县', '旗', '镇', '乡', '村', '屯', '道', '街', '路'];

/// A person in the column of the name.
#[derive(Debug, PartialEq, Eq)]
pub struct Beside {
    /// The name alone.
    pub name: Range<usize>,
    /// With the word that tells who it is.
    pub whole: Range<usize>,
}

impl Beside {
    /// Whom no word tells.
    fn bare(start: usize, end: usize) -> Beside {
        Beside { name: start..end, whole: start..end }
    }
}

/// The persons beside a business, or behind a word that tells who they are. `alone`: also one behind a region, as individual
/// businesses without a name of their own are called (鞍山市铁西区王建国).
pub fn beside(name: &str, alone: bool) -> Vec<Beside> {
    let parts = parts(name);
    let is_one = parts.len() == 1;
    let mut found = Vec::new();
    let mut role = None;
    for part in parts {
        let text = &name[part.clone()];
        // 示例有限公司 法人代表 王建国: the word is told with the name.
        let before: Option<usize> = role.take();
        role = (!is_one && ROLES.contains(&text)).then_some(part.start);
        if !may_name(text) {
            continue;
        }
        let person = told(text).or_else(|| glued(text)).or_else(|| alone.then(|| behind_region(text)).flatten());
        let whole = || (!is_one && is_named_beside(text)).then_some(Beside::bare(0, text.len()));
        if let Some(Beside { name, whole }) = whole().or(person) {
            let moved = |range: Range<usize>| part.start + range.start..part.start + range.end;
            let mut whole = moved(whole);
            whole.start = before.filter(|_| whole.start == part.start).unwrap_or(whole.start);
            found.push(Beside { name: moved(name), whole });
        }
    }
    found
}

/// Whether a family name stands first or near the end: few names of businesses are looked at further.
fn may_name(part: &str) -> bool {
    let near_end = || part.char_indices().rev().take(4).skip(1).any(|(at, _)| family_length(&part[at..]).is_some());
    family_length(part).is_some() || near_end()
}

/// The name of a business without those beside it; none where nothing of it would be left.
pub fn without(name: &str, found: &[Beside]) -> Option<String> {
    let (mut left, mut done) = (String::with_capacity(name.len()), 0);
    for Beside { whole, .. } in found {
        let between = &name[done..whole.start];
        // What parts two of them parts nothing when they are gone.
        if done == 0 || !between.chars().all(|sign| SIGNS.contains(&sign)) {
            left.push_str(between);
        }
        done = whole.end;
    }
    left.push_str(&name[done..]);
    for (empty, none) in [("（）", ""), ("()", "")] {
        left = left.replace(empty, none);
    }
    let is_between = |sign: char| SIGNS.contains(&sign) || matches!(sign, ':' | '：');
    let left = left.trim_matches(is_between);
    let inside = left.strip_prefix(['（', '(']).and_then(|inside| inside.strip_suffix(['）', ')']));
    let left = inside.filter(|inside| !inside.contains(['（', '('])).unwrap_or(left).trim_matches(is_between);
    tells_organisation(left).then(|| left.to_owned())
}

/// The name with those in it masked.
pub fn masked(name: &str, found: &[Beside]) -> String {
    let (mut shown, mut done) = (String::with_capacity(name.len()), 0);
    for Beside { name: person, .. } in found {
        shown.push_str(&name[done..person.start]);
        shown.push_str(&mask_name(&name[person.clone()]));
        done = person.end;
    }
    shown.push_str(&name[done..]);
    shown
}

/// What stands between signs. Brackets within a word are none of them: 示例科技（江苏）有限公司 is one part.
fn parts(name: &str) -> Vec<Range<usize>> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, sign) in name.char_indices() {
        let end = at + sign.len_utf8();
        let divides = match sign {
            '（' | '(' => at == 0 || ends_in_bracket(&name[end..]),
            '）' | ')' => depth > 0,
            sign => SIGNS.contains(&sign),
        };
        if divides {
            match sign {
                '（' | '(' => depth = 1,
                '）' | ')' => depth = 0,
                _ => {}
            }
            parts.push(start..at);
            start = end;
        }
    }
    parts.push(start..name.len());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether the bracket that begins before a text ends at its end, or before a sign.
fn ends_in_bracket(inside: &str) -> bool {
    let Some(end) = inside.find(['）', ')']) else { return true };
    let behind = inside[end..].chars().nth(1);
    behind.is_none_or(|next| SIGNS.contains(&next) || matches!(next, '（' | '('))
}

/// A person behind or before a word for one: 店主王建国, 示例有限公司法定代表人：王建国, 王建国个体户, 王建国经营的示例店.
fn told(part: &str) -> Option<Beside> {
    for role in ROLES {
        if let Some(at) = part.rfind(role) {
            let behind = part[at + role.len()..].trim_start_matches([':', '：', ' ']);
            if is_named_beside(behind) {
                return Some(Beside { name: part.len() - behind.len()..part.len(), whole: at..part.len() });
            }
            if at + role.len() == part.len() && is_named_beside(&part[..at]) {
                return Some(Beside { name: 0..at, whole: 0..part.len() });
            }
        }
    }
    OWNING.iter().find_map(|owning| {
        let at = part.find(owning)?;
        let is_owner = is_named_beside(&part[..at]) && tells_organisation(&part[at + owning.len()..]);
        is_owner.then(|| Beside { name: 0..at, whole: 0..at + owning.len() })
    })
}

/// A person right behind the end of a business's name: 示例有限公司王建国, 示例美发店王建国.
fn glued(part: &str) -> Option<Beside> {
    let starts: Vec<usize> = part.char_indices().rev().map(|(at, _)| at).take(4).collect();
    starts.into_iter().skip(1).find_map(|start| {
        let (before, person) = part.split_at(start);
        // 示例美发店（个人独资）王建国.
        let bracket = before.strip_suffix(['）', ')']).and_then(|inside| inside.rsplit_once(['（', '(']));
        let before = bracket.map_or(before, |(before, _)| before);
        let is_company = before.ends_with("公司");
        let is_business = || BUSINESSES.iter().any(|business| before.ends_with(business)) || before.ends_with(HOUSES);
        let is_full = || person.chars().count() > 2 && is_plain_family(person);
        let is_beside = is_named_beside(person) && (is_company || is_full() && is_business());
        is_beside.then_some(Beside::bare(start, part.len()))
    })
}

/// A person behind a region, and nothing else: 鞍山市铁西区王建国.
fn behind_region(part: &str) -> Option<Beside> {
    let start = part.char_indices().rfind(|(_, sign)| REGIONS.contains(sign)).map(|(at, sign)| at + sign.len_utf8())?;
    let person = &part[start..];
    let is_alone = !part[..start].contains(|one: char| TRADES.contains(one) && one != '城' && one != '园');
    (is_alone && is_named_beside(person)).then_some(Beside::bare(start, part.len()))
}

/// A name with the space before a person in it kept: what is tidied otherwise would be glued together.
pub fn space_before_person(name: &str) -> Option<(&str, &str)> {
    let (business, person) = name.trim().rsplit_once(' ')?;
    (is_named_beside(person) && tells_organisation(business)).then_some((business, person))
}
