//! Numbers of documents: 鞍东市监处罚〔2026〕17号 in one spelling, and what of it tells one document from another.

use super::numeral;
use super::signs::Signs;
use super::text::{fold_letter, tidy};
use std::borrow::Cow;

/// Brackets that people put around the year of a document number.
static OPENING: Signs = Signs::new(&[&["[({<（【﹝［｛＜〈「『"]], false);
static CLOSING: Signs = Signs::new(&[&["])}>）】﹞］｝＞〉」』"]], false);

/// A document number in the one form in which two spellings are equal: 鞍东市监处罚〔2026〕17号. Brackets of every kind
/// become 〔〕 (`domain.md` section 3), those of a court's number round ones, as courts write them: （2026）辽0302执100号,
/// 辽0302执（2026）100号.
/// Full-width letters and digits become ASCII, spaces go.
pub fn document_no(raw: &str) -> String {
    let tidy = tidy(raw);
    let spelt = unwrapped(&tidy).map(str::to_owned).or_else(|| with_brackets(&tidy));
    let tidy = spelt.map_or(tidy, Cow::Owned);
    let changes = |character: char| {
        OPENING.contains(character)
            || CLOSING.contains(character)
            || character.is_whitespace()
            || fold_letter(character) != character
    };
    if (is_spelt_so(&tidy) || !tidy.chars().any(changes)) && !is_of_court(&tidy) {
        return match of_police(&tidy) {
            Some(number) => number,
            None => tidy.into_owned(),
        };
    }
    let number: String = tidy
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match character {
            opening if OPENING.contains(opening) => '〔',
            closing if CLOSING.contains(closing) => '〕',
            other => fold_letter(other),
        })
        .collect();
    if is_of_court(&number) {
        number.replace('〔', "（").replace('〕', "）")
    } else {
        of_police(&number).unwrap_or(number)
    }
}

/// Whether a number has none but the brackets that it should have, as most have, by its bytes: no space, no other sign of ASCII, nothing
/// of full width.
fn is_spelt_so(number: &str) -> bool {
    let brackets = || memchr::memchr_iter(0xe3, number.as_bytes());
    number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80 && !matches!(byte, 0xc2 | 0xe2 | 0xef))
        && brackets().all(|at| number[at..].starts_with(['〔', '〕']))
}

/// What stands in brackets behind the name of the document: 《行政处罚决定书》（鞍市监处罚〔2026〕17号）.
fn unwrapped(text: &str) -> Option<&str> {
    let rest = DOCUMENTS.iter().find_map(|name| text.strip_prefix(name))?.trim();
    rest.strip_prefix(['(', '（'])?.strip_suffix([')', '）'])
}

/// A number whose year stands before a space in place of within brackets: 鞍市监处罚2026 17号.
fn with_brackets(text: &str) -> Option<String> {
    let (before, serial) = text.rsplit_once(' ')?;
    let year = before.len().checked_sub(4).and_then(|at| before.split_at_checked(at))?;
    let is_year = year.1.starts_with("20") && year.1.bytes().all(|byte| byte.is_ascii_digit());
    let is_serial = serial.strip_suffix('号').is_some_and(|digits| {
        !digits.is_empty() && digits.trim_start_matches('第').bytes().all(|byte| byte.is_ascii_digit())
    });
    let ends_word = year.0.chars().next_back().is_some_and(is_han);
    (is_year && is_serial && ends_word).then(|| format!("{}〔{}〕{serial}", year.0, year.1))
}

/// The number of a police department, whose own brackets are round: 鞍公（治）行罚决字〔2026〕17号.
fn of_police(number: &str) -> Option<String> {
    let (before, rest) = number.split_once("公〔")?;
    let (department, rest) = rest.split_once('〕')?;
    let is_year = department.contains(|one: char| one.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(one));
    (!is_year).then(|| format!("{before}公（{department}）{rest}"))
}

fn is_han(one: char) -> bool {
    matches!(one as u32, 0x4e00..=0x9fff)
}

/// First characters of the kinds of cases by which courts number: 民初, 刑终, 行审, 执恢, 破申, 财保, 赔终, 强清, 司惩.
const CASES: &str = "民刑行执破财赔强司清商";
/// What stands in numbers of agencies and in none of a court.
const AGENCIES: [&str; 13] =
    ["罚", "执法", "市监", "监管", "城管", "综执", "应急", "审许", "许可", "税", "文旅", "卫健", "商务"];

/// Whether a number is a court's or a notary's: the short name of a province, the number of the court and the kind of case stand
/// before the year, or the year comes first and nothing says that it is an agency's, as in 〔2026〕鞍市监罚字第117号.
fn is_of_court(number: &str) -> bool {
    let Some((before, rest)) = number.split_once('〔') else { return false };
    let Some((year, rest)) = rest.split_once('〕') else { return false };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let named = if before.is_empty() { rest } else { before };
    let names_court = named.chars().next().is_some_and(|first| first != '第' && is_han(first));
    let is_agency = || AGENCIES.iter().any(|word| named.contains(word));
    is_year && names_court && (before.is_empty() || is_code_of_court(named)) && !is_agency()
}

/// Whether a text begins with the code of a court and a kind of case: 辽0302执, 京74民初, 最高法民终.
fn is_code_of_court(text: &str) -> bool {
    let number = text.trim_start_matches(is_han);
    let kind = number.trim_start_matches(|one: char| one.is_ascii_digit());
    let (name, digits) = (text[..text.len() - number.len()].chars().count(), number.len() - kind.len());
    let is_kind = kind.starts_with(|first| CASES.contains(first));
    let is_numbered = name == 1 && !text.starts_with('第') && (2..=4).contains(&digits);
    is_numbered && is_kind || text.starts_with("最高法")
}

/// The [`document_key`] of a number as somebody wrote it, in any spelling.
pub fn written_key(number: &str) -> String {
    document_key(&document_no(number)).into_owned()
}

/// What of a document number tells it from others: a record keeps its identity whatever brackets are shown, and with 第, the zeros
/// before its number, 号 behind it, the numerals of its year and the name of the document or without them:
/// 行政处罚决定书鞍市监处罚〔二〇二六〕第017 is 鞍市监处罚〔2026〕17号.
pub fn document_key(number: &str) -> Cow<'_, str> {
    let number: Cow<'_, str> =
        if number.contains('（') { number.replace('（', "〔").replace('）', "〕").into() } else { number.into() };
    match spelt_alike(&number) {
        Some(spelt) => spelt.into(),
        None => number,
    }
}

/// Names of documents that stand before their numbers.
const DOCUMENTS: [&str; 6] =
    ["《行政处罚决定书》", "行政处罚决定书", "《处罚决定书》", "处罚决定书", "行政处罚决定", "决定书"];

/// A number with a year in brackets as most agencies spell it; none where it is spelt so.
fn spelt_alike(number: &str) -> Option<String> {
    // Nearly all numbers are spelt so: 鞍市监处罚〔2026〕17号.
    let (before, rest) = number.split_once('〔')?;
    let serial = rest.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).and(rest.get(4..));
    let serial = serial.and_then(|rest| rest.strip_prefix('〕')?.strip_suffix('号'));
    let is_plain = |serial: &str| !serial.starts_with('0') && serial.bytes().all(|byte| byte.is_ascii_digit());
    if serial.is_some_and(is_plain) && !DOCUMENTS.iter().any(|name| before.starts_with(name)) {
        return None;
    }
    let named = DOCUMENTS.iter().find_map(|name| number.strip_prefix(name)).filter(|rest| !rest.is_empty());
    let bare = named.unwrap_or(number);
    let (before, rest) = bare.split_once('〔')?;
    let (year, rest) = rest.split_once('〕')?;
    let digits: Option<String> = year.chars().map(|sign| numeral::digit(sign).map(|digit| digit.to_string())).collect();
    let digits = digits.filter(|digits| digits.len() == 4)?;
    let rest = rest.replace('號', "号");
    let rest = rest.strip_suffix('号').unwrap_or(&rest);
    let digits_from = rest.trim_end_matches(|sign: char| sign.is_ascii_digit()).len();
    let (words, serial) = rest.split_at(digits_from);
    if serial.is_empty() {
        return None;
    }
    let words = words.strip_suffix('第').unwrap_or(words);
    let serial = serial.trim_start_matches('0');
    let spelt = format!("{before}〔{digits}〕{words}{serial}号");
    (spelt != number).then_some(spelt)
}

/// Whether a title is the name or the number of a decision, or a code without its table, and says nothing of what was done.
pub fn is_of_document(title: &str) -> bool {
    let title = title.trim().trim_end_matches(['》', '。']);
    let is_code = title.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_name = ["决定书", "行政处罚", "处罚决定", "其他", "其它"].iter().any(|name| title.ends_with(name));
    let is_number = title.ends_with('号') && title.contains(['〔', '（', '[', '(']);
    is_code || is_name || is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_every_kind_make_one_document_number() {
        for number in [
            "鞍市监〔2026〕1号",
            "鞍市监[2026]1号",
            "鞍市监{2026}１号",
            "鞍市监<2026>1号",
            "鞍市监「2026」1号",
            "鞍市监 〈2026〉1号",
        ] {
            assert_eq!(document_no(number), "鞍市监〔2026〕1号", "{number}");
        }
    }

    #[test]
    fn numbers_of_courts_keep_their_round_brackets() {
        for number in
            ["（2026）辽0302执100号", "(2026)辽0302执100号", "〔2026〕辽0302执100号", "［2026］ 辽０３０２执100号"]
        {
            assert_eq!(document_no(number), "（2026）辽0302执100号", "{number}");
            assert_eq!(document_key(&document_no(number)), "〔2026〕辽0302执100号", "{number}");
        }
        for number in ["辽0302执（2026）111号", "辽0302执〔2026〕111号", "辽0302执 [2026] 111号"] {
            assert_eq!(document_no(number), "辽0302执（2026）111号", "{number}");
            assert_eq!(document_key(&document_no(number)), "辽0302执〔2026〕111号", "{number}");
        }
        for number in [
            "（2015）鞍东民一初字第123号",
            "（2026）最高法民终5号",
            "（2026）辽鞍证民字第1号",
            "（2026）辽执复5号",
            "（2026）京刑申5号",
            "（2014）铁东刑二初字第31号",
            "鞍公（治）行罚决字〔2026〕17号",
            "〔二〇二六〕1号",
        ] {
            assert_eq!(document_no(number), number);
        }
        for number in ["(2026)鞍市监罚字第117号", "（2026）鞍市监罚字第117号", "[2026]鞍市监罚字第117号"]
        {
            assert_eq!(document_no(number), "〔2026〕鞍市监罚字第117号", "{number}");
        }
        for number in [
            "(2026)17号",
            "（2026）第17号",
            "（鞍）市监[2026]1号",
            "（2026）鞍综执罚字第5号",
            "辽0302罚（2026）1号",
            "（2026）鞍行审许字第8号",
            "沪0115应急〔2026〕3号",
            "粤0304城管处〔2026〕5号",
            "辽0302执法（2026）5号",
        ] {
            assert!(!document_no(number).contains('（'), "{number}");
        }
    }

    #[test]
    fn a_title_says_what_was_done_or_names_the_document() {
        for told in ["虚假宣传", "未按规定备案案", "拒不退款行为", "未取得许可（示例）经营"]
        {
            assert!(!is_of_document(told), "{told}");
        }
        for named in
            ["01", "1.0", "行政处罚决定书", "对示例店作出的行政处罚决定书", "（2026）鞍市监处罚17号", "其他", ""]
        {
            assert!(is_of_document(named), "{named}");
        }
    }

    #[test]
    fn spellings_of_one_number_have_one_key() {
        for number in [
            "鞍市监处罚〔2026〕17号",
            "鞍市监处罚（2026）第17号",
            "鞍市监处罚〔2026〕017号",
            "鞍市监处罚〔2026〕17",
            "鞍市监处罚〔2026〕17號",
            "鞍市监处罚〔二〇二六〕17号",
            "行政处罚决定书鞍市监处罚〔2026〕17号",
            "《行政处罚决定书》（鞍市监处罚〔2026〕17号）",
            "鞍市监处罚2026 17号",
        ] {
            assert_eq!(document_key(&document_no(number)), "鞍市监处罚〔2026〕17号", "{number}");
        }
        assert_eq!(document_key("〔2026〕鞍市监罚字第0117号"), "〔2026〕鞍市监罚字117号");
        for other in ["鞍市监处罚〔2026〕17-1号", "鞍市监处罚〔2026〕号", "鞍市监处罚17号", "处罚决定书", ""]
        {
            assert_eq!(document_key(other), other);
        }
        assert_ne!(document_key("鞍市监处罚〔2026〕17号"), document_key("鞍市监处罚〔2025〕17号"));
        assert_eq!(document_no("鞍市监处罚 17号"), "鞍市监处罚17号");
    }
}
