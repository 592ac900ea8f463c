//! Personal data that is told by what stands around it: e-mail addresses, number plates, telephones at home, home
//! addresses, days of birth, names behind 申请人 and the like.

use super::{Finding, Rule, birth, charged, names, payees, pursued};
use crate::records::signs::{Told, Words};
use std::ops::Range;
use std::sync::LazyLock;

/// Provinces as plates begin with them.
const PROVINCES: [&str; 31] = [
    "京", "津", "沪", "渝", "冀", "豫", "云", "辽", "黑", "湘", "皖", "鲁", "新", "苏", "浙", "赣", "鄂", "桂", "甘",
    "晋", "蒙", "陕", "吉", "闽", "贵", "粤", "青", "藏", "川", "宁", "琼",
];
/// Words behind which somebody's home stands.
const HOMES: [&str; 24] = [
    "家庭住所",
    "收货地址",
    "收件地址",
    "送货地址",
    "家中（",
    "家中(",
    "家中位于",
    "家庭详细住址",
    "家庭详细地址",
    "家庭住址",
    "家庭地址",
    "现居住地址",
    "现居住地",
    "现住址",
    "居住地址",
    "居住地",
    "户籍所在地",
    "户籍地址",
    "户籍地",
    "户口所在地",
    "暂住地址",
    "暂住地",
    "住址",
    "家住",
];
/// Words behind which a home stands where the address has a number.
const DWELLINGS: [&str; 7] = ["现居住于", "居住在", "居住于", "现居于", "现居", "现住", "暂住"];
/// Before 住址 or 居住地: then it is a company's, whose address stays.
const COMPANIES: [&str; 5] = ["公司", "企业", "单位", "注册", "经营"];
/// Words behind which the telephone is a person's own.
const OWN_TELEPHONES: [&str; 15] = [
    "家庭电话",
    "家庭座机",
    "家中电话",
    "家里电话",
    "住宅电话",
    "宅电",
    "本人电话",
    "个人电话",
    "家属电话",
    "投诉人电话",
    "投诉人联系电话",
    "举报人电话",
    "举报人联系电话",
    "消费者联系电话",
    "申请人联系电话",
];
/// Looks at a word that begins at a place of a text, and at nothing before a floor.
type Look = fn(&str, usize, usize) -> Vec<Finding>;

/// What is looked for and the words by which it is told, in the order in which it is looked for where several begin alike.
static LOOKED_FOR: [(Look, &[&str]); 17] = [
    (|text, at, floor| names::before_bracket(text, at, floor).into_iter().collect(), &["（", "("]),
    (names::renamed, &names::RENAMED),
    (|text, at, floor| names::before_address(text, at, floor).into_iter().collect(), &names::ADDRESSES),
    (|text, at, floor| one(Rule::Email, email(text, at, floor)), &["@"]),
    (|text, at, _| one(Rule::HomeAddress, home(text, at)), &HOMES),
    (|text, at, _| one(Rule::HomeAddress, home(text, at)), &DWELLINGS),
    (|text, at, _| one(Rule::HomeAddress, home(text, at)), &["住"]),
    (|text, at, _| one(Rule::Landline, telephone(text, at)), &OWN_TELEPHONES),
    (|text, at, floor| one(Rule::BirthDate, birth::day(text, at, floor)), &birth::MARKS),
    (|text, at, _| one(Rule::Plate, plate(text, at)), &PROVINCES),
    (|text, at, _| names::behind_mark(text, at), names::STRONG),
    (|text, at, _| names::behind_mark(text, at), names::WEAK),
    (|text, at, _| payees::behind_deed(text, at), &payees::DEEDS),
    (|text, at, _| pursued::behind_deed(text, at), &pursued::DEEDS),
    (charged::before_crime, &charged::CRIMES),
    (charged::before_dispute, &[charged::DISPUTE]),
    (charged::before_doing, &charged::DOINGS),
];

fn one(rule: Rule, range: Option<Range<usize>>) -> Vec<Finding> {
    range.map(|range| Finding { rule, range }).into_iter().collect()
}

static BEGINNINGS: LazyLock<Told> = LazyLock::new(|| {
    Told::new(LOOKED_FOR.iter().enumerate().flat_map(|(told, (_, words))| words.iter().map(move |word| (*word, told))))
});

static MARKS_OF_HOMES: LazyLock<Words> = LazyLock::new(|| Words::new(HOMES));
static MARKS_OF_DWELLINGS: LazyLock<Words> = LazyLock::new(|| Words::new(DWELLINGS));
static BARE_DWELLING: LazyLock<Words> = LazyLock::new(|| Words::new(["住"]));
static MARKS_OF_TELEPHONES: LazyLock<Words> = LazyLock::new(|| Words::new(OWN_TELEPHONES));
/// Characters that end a clause, or what stands in brackets.
const ENDS: &str = "，。；！？、,;!?\n\t ）)】」”\"<》";
/// Digits of a number that is somebody's and not that of a house.
const SHORTEST_NUMBER: usize = 7;
/// A home address is not longer, in characters.
const LONGEST_HOME: usize = 50;

/// Adds what is found, in order; ranges do not overlap one another.
pub(super) fn find(text: &str, found: &mut Vec<Finding>) {
    let mut floor = 0;
    for (at, told) in BEGINNINGS.places(text) {
        for told in told {
            if at >= floor {
                let hits = LOOKED_FOR[told].0(text, at, floor);
                floor = hits.last().map_or(floor, |last| last.range.end);
                found.extend(hits);
            }
        }
    }
}

/// The e-mail addresses in a text, but for those of the state (`.gov.cn`).
pub(super) fn emails(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let floor = found.last().map_or(0, |range| range.end);
        found.extend(email(text, at, floor));
    }
    found
}

fn email(text: &str, at: usize, floor: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let start = at - bytes[floor..at].iter().rev().take_while(|byte| local(byte)).count();
    let start = start + bytes[start..at].iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
    let domain = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let length = bytes[at + 1..].iter().take_while(|byte| domain(byte)).count();
    let host = text[at + 1..at + 1 + length].trim_end_matches(['.', '-']);
    let top = host.rsplit_once('.')?.1;
    let is_address = start < at && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let official = host == "gov.cn" || host.ends_with(".gov.cn");
    (is_address && !official).then(|| start..at + 1 + host.len())
}

/// 辽C12345, 辽C·12345, 辽 c 12345, 辽CD12345 (new energy), 辽C1234警.
fn plate(text: &str, at: usize) -> Option<Range<usize>> {
    let mut rest = text[at..].char_indices().skip(1).peekable();
    let letter = |character: char| character.is_ascii_alphabetic() && !matches!(character, 'I' | 'O' | 'i' | 'o');
    rest.next_if(|(_, gap)| *gap == ' ');
    rest.next().filter(|(_, city)| letter(*city))?;
    while rest.next_if(|(_, gap)| matches!(gap, '·' | '•' | '.' | ' ' | '-')).is_some() {}
    let (mut signs, mut digits, mut end) = (0, 0, 0);
    while let Some((offset, sign)) = rest.next_if(|(_, sign)| sign.is_ascii_digit() || letter(*sign)) {
        signs += 1;
        digits += usize::from(sign.is_ascii_digit());
        end = offset + 1;
    }
    if let Some((offset, last)) = rest.next_if(|(_, last)| signs == 4 && "警学挂港澳".contains(*last)) {
        (signs, end) = (5, offset + last.len_utf8());
    }
    let goes_on = rest.peek().is_some_and(|(_, next)| next.is_ascii_alphanumeric() || *next == '*');
    ((5..=6).contains(&signs) && digits >= 3 && !goes_on).then(|| at..at + end)
}

/// Where the rest of the text begins behind a word and what people put behind it; none without the word.
fn behind(text: &str, at: usize, words: &Words, links: &[&str]) -> Option<usize> {
    let mut start = at + words.beginning(&text[at..])?.len();
    while let Some(link) = links.iter().find(|link| text[start..].starts_with(**link)) {
        start += link.len();
    }
    Some(start)
}

const LINKS: [&str; 11] = ["：", ":", "为", "是", "在", "系", "位于", "号码", "（", "(", " "];

/// Behind 住 or 现住 they make another word: 住宿, 住宅, 暂住证.
const NO_HOMES: [char; 9] = ['所', '宿', '宅', '院', '房', '证', '人', '户', '民'];
const NUMERALS: &str = "０１２３４５６７８９一二三四五六七八九十";

/// A home address behind its mark, or behind 住 at the head of a clause, as decisions write it.
fn home(text: &str, at: usize) -> Option<Range<usize>> {
    let before = &text[..at];
    if COMPANIES.iter().any(|company| before.ends_with(company)) {
        return None;
    }
    let clause_begins = before.chars().next_back().is_none_or(|last| ENDS.contains(last) || matches!(last, '：' | ':'));
    let marked = behind(text, at, &MARKS_OF_HOMES, &LINKS);
    let dwelling = || behind(text, at, &MARKS_OF_DWELLINGS, &LINKS);
    let bare = || behind(text, at, &BARE_DWELLING, &LINKS).filter(|_| clause_begins);
    let weak = || dwelling().or_else(bare).filter(|start| !text[*start..].starts_with(NO_HOMES));
    let start = marked.or_else(weak)?;
    let address = address(&text[start..]);
    let is_place = address
        .contains(['省', '市', '区', '县', '镇', '乡', '村', '街', '路', '巷', '楼', '号', '栋', '室', '组', '屯']);
    let is_long = address.chars().count() >= if marked.is_some() { 3 } else { 6 };
    // Without a word that only homes have, a number must tell the house from its surroundings.
    let is_exact = marked.is_some()
        || clause_begins && text[at..].starts_with('住')
        || address.contains(|one: char| one.is_ascii_digit() || NUMERALS.contains(one));
    (is_place && is_long && is_exact && !address.starts_with('*')).then(|| start..start + address.len())
}

/// What a text begins with up to the end of its clause, brackets within it whole.
fn address(text: &str) -> String {
    let (mut open, mut digits) = (false, 0);
    let mut address = String::new();
    for sign in text.chars().take(LONGEST_HOME) {
        match sign {
            '（' | '(' => (open, digits) = (true, 0),
            '）' | ')' if open => {
                address.push(sign);
                // Behind a number of whoever lives there the sentence goes on, behind （二期） the address.
                if digits >= SHORTEST_NUMBER {
                    break;
                }
                open = false;
                continue;
            }
            '，' | ',' | '、' | '；' | ';' if open => {}
            sign if ENDS.contains(sign) => break,
            sign => digits += usize::from(sign.is_numeric()),
        }
        address.push(sign);
    }
    address
}

/// A telephone with or without its area code behind a word that makes it a person's.
fn telephone(text: &str, at: usize) -> Option<Range<usize>> {
    let start = behind(text, at, &MARKS_OF_TELEPHONES, &LINKS)?;
    let bytes = text.as_bytes();
    let sign = |byte: &u8| byte.is_ascii_digit() || b"-) ".contains(byte);
    let length = bytes[start..].iter().take_while(|byte| sign(byte)).count();
    let number = text[start..start + length].trim_end_matches(['-', ')', ' ']);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (7..=17).contains(&digits).then(|| start..start + number.len())
}
