//! Names of persons that a text marks as such: 申请人张三, 投诉人：李四, 学生王小明在店内.
//!
//! A family name of the table tells a name from a word. Without a colon the name must end before punctuation or a word
//! that goes on behind a name, and must not begin a common word (高度, 马上, 付款).

mod words;

use super::{Finding, Rule, payees};
use crate::records::person::{family_length, is_plain_family};
use crate::records::signs::{Signs, Told, Words};
use std::sync::LazyLock;
use words::{FOLLOWERS, IDENTITIES, LINKS, MORE_FAMILIES, TITLES, WORDS};

pub(super) use words::{OFFICES, STRONG, WEAK};

static ALL_MARKS: LazyLock<Words> = LazyLock::new(|| Words::new(STRONG.iter().chain(WEAK).copied()));
static STRONG_MARKS: LazyLock<Words> = LazyLock::new(|| Words::new(STRONG.iter().copied()));
static ALL_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(WORDS.split(' ')));
/// With the length of each.
static ALL_OFFICES: LazyLock<Told> = LazyLock::new(|| Told::new(OFFICES.iter().map(|office| (*office, office.len()))));
static RARE: Signs = Signs::new(&[&[MORE_FAMILIES]], false);
/// Forms of address behind a name.
pub(super) const ADDRESSES: [&str; 3] = ["先生", "女士", "小姐"];
/// Words of organisations: what holds one is no person's name.
pub(super) const ORGANISATIONS: &str = "店馆厅堂坊吧园城院社行厂铺会所校部站司局处科市区县";

/// The names behind the mark that begins at `at`, several when they are listed.
pub(super) fn behind_mark(text: &str, at: usize) -> Vec<Finding> {
    match ALL_MARKS.beginning(&text[at..]) {
        Some(mark) => listed(text, at + mark.len(), WEAK.contains(&mark)),
        None => Vec::new(),
    }
}

/// The names of those who hold an office.
pub(super) fn of_officers(text: &str) -> Vec<Finding> {
    let ends = ALL_OFFICES.places(text).flat_map(|(at, offices)| offices.map(move |length| at + length));
    let mut found: Vec<Finding> = ends.flat_map(|end| listed(text, end, true)).collect();
    found.sort_by_key(|finding| finding.range.start);
    found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    found
}

/// The names that begin at `start` or behind what announces them.
fn listed(text: &str, mut start: usize, weak: bool) -> Vec<Finding> {
    start += remark_length(&text[start..]);
    let linked = skip_links(text, &mut start) && !weak;
    let mut found = Vec::new();
    while let Some(length) = name_at(&text[start..], linked) {
        found.push(Finding { rule: Rule::Name, range: start..start + length });
        start += length;
        let Some(next) =
            ["、", "和", "与", "及", "以及", "，", ",", " "].iter().find(|link| text[start..].starts_with(**link))
        else {
            break;
        };
        start += next.len();
    }
    found
}

/// The name before a bracket at `at` that says who it is: 张三（投诉人）. It must be all that stands there since `floor`
/// or the last sign.
pub(super) fn before_bracket(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let inside = text[at..].strip_prefix(['（', '('])?;
    if IDENTITIES.iter().any(|word| inside.starts_with(word)) || begins_with_id_number(inside) {
        return identified(text, at, floor);
    }
    let mark = STRONG_MARKS.beginning(inside)?;
    inside[mark.len()..].starts_with(['）', ')', '，', '、', '：', ':']).then_some(())?;
    let run: Vec<char> = text[floor..at].chars().rev().take_while(|one| is_han(*one)).take(5).collect();
    let start = at - run.iter().map(|one| one.len_utf8()).sum::<usize>();
    let length = name_at(&text[start..at], false)?;
    (start + length == at).then_some(Finding { rule: Rule::Name, range: start..at })
}

/// Brackets that tell how somebody was called else.
pub(super) const RENAMED: [&str; 10] =
    ["（曾用名", "(曾用名", "（又名", "(又名", "（别名", "(别名", "（绰号", "(绰号", "（外号", "(外号"];

/// The names before and in such brackets: 王建国（曾用名王二）. Businesses have former names as well: what stands before must be a name
/// and nothing else.
pub(super) fn renamed(text: &str, at: usize, floor: usize) -> Vec<Finding> {
    let Some(mark) = RENAMED.iter().find(|mark| text[at..].starts_with(**mark)) else { return Vec::new() };
    let run = text[floor..at].chars().rev().take_while(|one| is_han(*one)).take(5);
    let start = at - run.map(char::len_utf8).sum::<usize>();
    if !is_whole_name(&text[start..at], false) {
        return Vec::new();
    }
    let mut found = vec![Finding { rule: Rule::Name, range: start..at }];
    found.extend(listed(text, at + mark.len(), false));
    found
}

/// The whole name before a form of address at `at`: 王建国女士投诉. A family name alone (王女士) names nobody.
pub(super) fn before_address(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let address = ADDRESSES.iter().find(|address| text[at..].starts_with(**address))?;
    let rest = &text[at + address.len()..];
    if rest.starts_with(is_han) && !FOLLOWERS.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let run: Vec<char> = text[floor..at].chars().rev().take_while(|one| is_han(*one)).take(4).collect();
    [3, 2].into_iter().filter(|length| *length <= run.len()).find_map(|length| {
        let start = at - run[..length].iter().map(|one| one.len_utf8()).sum::<usize>();
        let name = &text[start..at];
        let is_word = is_word(name) || name.contains(|one| ORGANISATIONS.contains(one));
        let given = length - family_at(name).filter(|_| !is_word)?;
        (1..=2).contains(&given).then_some(Finding { rule: Rule::Name, range: start..at })
    })
}

/// The name that ends where a bracket with an identity number begins, whatever stands before it: 经理王小明（身份证…）.
fn identified(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let run: Vec<char> = text[floor..at].chars().rev().take_while(|one| is_han(*one)).take(4).collect();
    // 申请人（身份证…）: a word for whoever it is.
    if matches!(run.first(), None | Some('人' | '者')) {
        return None;
    }
    (2..=run.len()).rev().find_map(|length| {
        let start = at - run[..length].iter().map(|one| one.len_utf8()).sum::<usize>();
        let whole = name_at(&text[start..at], false)? == at - start;
        whole.then_some(Finding { rule: Rule::Name, range: start..at })
    })
}

/// Whether an identity number stands first of all in the brackets.
fn begins_with_id_number(inside: &str) -> bool {
    let inside = inside.split(['）', ')']).next().unwrap_or_default();
    super::find(inside).first().is_some_and(|first| first.rule == Rule::IdNumber && first.range.start == 0)
}

/// Length of what tells several of one mark apart, or how one is meant, where a colon follows: 消费者1：, 承诺人（签字）：.
fn remark_length(text: &str) -> usize {
    const LONGEST: usize = 8;
    let is_number = |one: &char| one.is_ascii_alphanumeric() || "一二三四五六七八九十甲乙丙丁".contains(*one);
    let length = match text.strip_prefix(['（', '(']) {
        Some(inside) => {
            let remark = inside.chars().take_while(|one| !matches!(one, '）' | ')')).take(LONGEST);
            let inside = remark.map(char::len_utf8).sum::<usize>();
            let behind = text.chars().next().map_or(0, char::len_utf8) + inside;
            behind + text[behind..].chars().next().map_or(0, char::len_utf8)
        }
        None => text.chars().take_while(is_number).take(3).map(char::len_utf8).sum(),
    };
    if text[length..].starts_with(['：', ':']) { length } else { 0 }
}

/// Whether a text is a personal name and nothing else; one of two characters or of a family name that is a word as well
/// needs more than its looks, which `is_told` says there is.
pub(super) fn is_whole_name(text: &str, is_told: bool) -> bool {
    if text.contains('·') {
        return dotted_name(text) == Some(text.len());
    }
    let Some(family) = family_at(text) else { return false };
    let length = text.chars().count();
    let is_any_word = || is_word(text) || payees::NO_PAYEES.iter().any(|word| text.starts_with(word));
    (family + 1..=family + 2).contains(&length)
        && text.chars().all(is_han)
        && !text.contains(|one| ORGANISATIONS.contains(one))
        && !is_masked(&text[bytes(text, family)..])
        && !is_any_word()
        && (is_told || is_plain_family(text))
}

/// Whether something that announces a name stands behind the mark; `start` then stands behind it.
fn skip_links(text: &str, start: &mut usize) -> bool {
    let before = *start;
    while let Some(link) = LINKS.iter().find(|link| text[*start..].starts_with(**link)) {
        *start += link.len();
    }
    *start > before
}

/// Characters of the family name that a text begins with, where something says that a person may follow.
pub(super) fn family_at(text: &str) -> Option<usize> {
    let rare = || text.chars().next().filter(|first| RARE.contains(*first)).map(|_| 1);
    family_length(text).or_else(rare)
}

/// Length in bytes of the personal name that a text begins with.
fn name_at(text: &str, linked: bool) -> Option<usize> {
    if let Some(length) = dotted_name(text) {
        return Some(length);
    }
    let family = family_at(text)?;
    if let Some(length) = spaced_name(text, family) {
        return Some(length);
    }
    let run: Vec<char> = text.chars().take_while(|character| is_han(*character)).take(8).collect();
    let behind = |length: usize| -> &str { &text[run[..length].iter().map(|one| one.len_utf8()).sum::<usize>()..] };
    if run.len() <= family || is_masked(behind(family)) || is_word(text) {
        return None;
    }
    let ends = |length: usize| {
        let rest = behind(length);
        run.len() == length || FOLLOWERS.iter().any(|word| rest.starts_with(word))
    };
    let lengths = [family + 2, family + 1];
    let whole = lengths.into_iter().filter(|length| *length <= run.len()).find(|length| ends(*length));
    // 李丽投诉称: a word of two characters goes before what would be left of it.
    let goes_on_with_a_word = |length: usize| {
        let rest = behind(length);
        FOLLOWERS.iter().any(|word| word.chars().nth(1).is_some() && rest.starts_with(word))
    };
    let whole = whole.map(|length| if goes_on_with_a_word(family + 1) { family + 1 } else { length });
    let length = whole.or_else(|| {
        // Announced, and a sentence goes on behind it: one character too many is masked rather than one too few.
        let sentence = linked && run.len() > family + 2 && !run.iter().any(|one| ORGANISATIONS.contains(*one));
        sentence.then_some(family + 2)
    })?;
    let name = &run[..length];
    let is_organisation = name.last().is_some_and(|last| ORGANISATIONS.contains(*last)) && run.len() == length;
    // 张* is what a mask leaves.
    let is_left = behind(length).starts_with(['*', '＊', '×']);
    (!is_organisation && !is_left).then(|| name.iter().map(|one| one.len_utf8()).sum())
}

/// 阿依古丽·买买提: two runs of characters with a dot between them.
fn dotted_name(text: &str) -> Option<usize> {
    let own: usize = text.chars().take_while(|one| is_han(*one)).take(8).map(char::len_utf8).sum();
    let (own, rest) = (&text[..own], text[own..].strip_prefix('·')?);
    let is_own = (2..=7).contains(&own.chars().count());
    let rest: Vec<char> = rest.chars().take_while(|one| is_han(*one)).take(8).collect();
    let goes_on = |length: usize| rest[length..].iter().collect::<String>();
    let ends =
        |length: &usize| rest.len() == *length || FOLLOWERS.iter().any(|word| goes_on(*length).starts_with(word));
    let length = (2..=rest.len().min(7)).find(ends).filter(|_| is_own)?;
    let is_organisation = rest[..length].iter().any(|one| ORGANISATIONS.contains(*one));
    (!is_organisation).then(|| own.len() + "·".len() + rest[..length].iter().map(|one| one.len_utf8()).sum::<usize>())
}

/// 张 三: a given name of one character, set apart as forms do.
fn spaced_name(text: &str, family: usize) -> Option<usize> {
    let mut characters = text.char_indices().skip(family);
    characters.next().filter(|(_, gap)| matches!(gap, ' ' | '\u{3000}'))?;
    let (at, given) = characters.next().filter(|(_, given)| is_han(*given))?;
    let end = at + given.len_utf8();
    let rest = &text[end..];
    let ends = !rest.starts_with(is_han) || FOLLOWERS.iter().any(|word| rest.starts_with(word));
    ends.then_some(end)
}

/// Whether a text begins with a word that begins like a name.
pub(super) fn is_word(text: &str) -> bool {
    ALL_WORDS.beginning(text).is_some()
}

/// Bytes of the first characters of a text.
fn bytes(text: &str, characters: usize) -> usize {
    text.chars().take(characters).map(char::len_utf8).sum()
}

fn is_masked(given: &str) -> bool {
    given.starts_with(['*', '＊', '×']) || TITLES.iter().any(|title| given.starts_with(title))
}

pub(super) fn is_han(character: char) -> bool {
    matches!(character as u32, 0x3400..=0x9fff | 0x20000..=0x3ffff)
}
