//! Numbers of people with letters glued to them: 加V138…, 微信138…abc, an identity number with a sign too many.
//!
//! In: a text that somebody wrote. Out: where such numbers stand. Never asked of a finished page: the names of its files and
//! of its records are words of letters and digits as well.

use super::label;
use super::{Finding, Rule, number};
use crate::records::code;

/// A longer word of letters and digits is a digest or the like.
const LONGEST: usize = 32;

/// The numbers in words that hold letters too.
pub(super) fn find(text: &str) -> Vec<Finding> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    // Any run of eleven digits touches one of these steps.
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 8;
            continue;
        }
        let start = bytes[..at].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
        let end = bytes[at..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |length| at + length);
        at = end + 1;
        found.extend(rule_of(text, start, end).map(|rule| Finding { rule, range: start..end }));
    }
    found
}

/// What the digits of a range are, if letters stand at them.
fn rule_of(text: &str, start: usize, end: usize) -> Option<Rule> {
    let bytes = text.as_bytes();
    if !matches!(end - start, 11 | 18) {
        return None;
    }
    let word_start =
        bytes[..start].iter().rposition(|byte| !byte.is_ascii_alphanumeric()).map_or(0, |before| before + 1);
    let length = bytes[end..].iter().position(|byte| !byte.is_ascii_alphanumeric());
    let word = &text[word_start..length.map_or(bytes.len(), |length| end + length)];
    let is_own = word.len() > end - start && word.len() <= LONGEST && !code::is_well_formed(&word.to_ascii_uppercase());
    let label = label::before(bytes, word_start);
    let digits: Vec<u8> = bytes[start..end].iter().map(|byte| byte - b'0').collect();
    match number::classify(&digits, false, label).filter(|_| is_own)?.0 {
        Rule::Mobile if !label.is_of_a_thing() => Some(Rule::Mobile),
        Rule::IdNumber if number::id_check_holds(&digits, false) => Some(Rule::IdNumber),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::records::privacy::mask;

    #[test]
    fn numbers_with_letters_at_them_are_masked_and_identifiers_are_not() {
        for (text, masked) in [
            ("加V13998765432", "加V139****5432"),
            ("V13998765432，", "V139****5432，"),
            ("微信13998765432abc", "微信139****5432abc"),
            ("a13998765432b", "a139****5432b"),
            ("ID210302199003071242A", "ID210302************A"),
            ("电话139,9876,5432", "电话139****5432"),
            ("139、9876、5432", "139****5432"),
        ] {
            assert_eq!(mask(text), masked);
        }
        for text in [
            "合同编号HT13998765432",
            "订单号SF13998765432",
            "91210302MA99FAK16F",
            "9121030213998765AB",
            "摘要a13998765432bcdef0123456789abcdef0123456789",
            "1,2,3,4,5,6,7,8,9,10,11",
            "3,000,000元、12,345元",
            "2026、2027、2028",
        ] {
            assert_eq!(mask(text), text);
        }
    }
}
