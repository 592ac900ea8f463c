//! What a number is, by its digits alone: lengths, dates and check digits.

use super::Rule;
use super::label::Label;
use crate::records::code;

/// GB 11643 weights of the first seventeen digits, and the check characters by remainder (10 stands for X).
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];

/// Years of birth that are believed of a number whose check digit is wrong: later ones are mostly case and order numbers.
const BELIEVED: std::ops::RangeInclusive<u32> = 1900..=2015;
/// Digits of an account that its label tells.
const ACCOUNT: std::ops::RangeInclusive<usize> = 12..=19;

/// The rule that digits fall under, and how many of them stand before the number itself (a country code).
///
/// `check_letter`: an X follows, the eighteenth character of an ID number.
pub(super) fn classify(digits: &[u8], check_letter: bool, label: Label) -> Option<(Rule, usize)> {
    let own = match (digits.len(), check_letter) {
        (17, true) => is_id_number(&digits[..17], 10, label).then_some(Rule::IdNumber),
        (18, _) if is_id_number(&digits[..17], digits[17], label) => Some(Rule::IdNumber),
        (15, _) if is_old_id_number(digits, label) => Some(Rule::IdNumber),
        (11, _) if label != Label::Document && is_mobile(digits) => Some(Rule::Mobile),
        (16..=19, _) if !label.is_of_a_thing() && is_bank_card(digits) => Some(Rule::BankCard),
        (length, _) if label == Label::Account && ACCOUNT.contains(&length) => Some(Rule::BankCard),
        _ => None,
    };
    let with_prefix = || {
        if label == Label::Document {
            return None;
        }
        let skip = match digits {
            [8, 6, rest @ ..] if is_mobile(rest) => 2,
            [0, rest @ ..] if is_mobile(rest) => 1,
            [0, 0, 8, 6, rest @ ..] if is_mobile(rest) => 4,
            _ => return None,
        };
        Some((Rule::Mobile, skip))
    };
    own.map(|rule| (rule, 0)).or_else(with_prefix)
}

/// Whether two groups of digits with a hyphen between them are the first and the last of a run of numbers: 000001-009999.
/// Only with a zero in front, which no telephone and no card has in both its halves.
pub(super) fn is_range(first: &[u8], last: &[u8]) -> bool {
    first.len() == last.len() && first.starts_with(&[0]) && last.starts_with(&[0]) && first < last
}

fn is_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits[0] == 1 && digits[1] >= 3
}

/// Eighteen digits with a birth date in them. All-digit 统一社会信用代码 look alike: one whose own check digit holds is a
/// code, unless the ID number's check holds as well; then nobody can tell, and it is masked.
fn is_id_number(first: &[u8], check: u8, label: Label) -> bool {
    let holds = id_check(first) == check;
    let years = match label {
        Label::Id => 1900..=2099,
        Label::Registration | Label::Document => BELIEVED,
        Label::Account | Label::Telephone | Label::Nothing if holds => 1900..=2099,
        Label::Account | Label::Telephone | Label::Nothing => BELIEVED,
    };
    is_division(first)
        && is_day(decimal(&first[6..10]), &first[10..14], years)
        && (holds || label == Label::Id || !is_code(first, check))
}

/// The check character for the first seventeen digits; 10 stands for X.
fn id_check(first: &[u8]) -> u8 {
    let sum: u32 = first.iter().zip(ID_WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    ID_CHECKS[(sum % 11) as usize]
}

/// Whether eighteen digits, or seventeen and an X, end with the check character that the others ask for.
pub(super) fn id_check_holds(digits: &[u8], check_letter: bool) -> bool {
    let check = if check_letter { Some(10) } else { digits.get(17).copied() };
    digits.len() >= 17 && check == Some(id_check(&digits[..17]))
}

fn is_code(first: &[u8], check: u8) -> bool {
    const KINDS: [u32; 17] = [11, 12, 13, 19, 31, 32, 33, 34, 35, 37, 51, 52, 53, 59, 91, 92, 93];
    let text: Vec<u8> = first.iter().map(|digit| b'0' + digit).collect();
    let last = if check == 10 { b'X' } else { b'0' + check };
    KINDS.contains(&decimal(&first[..2])) && code::check_digit(&text) == Some(last)
}

/// Fifteen digits with a birth date in them that are no 15-digit registration number; where both may be, a label tells.
fn is_old_id_number(digits: &[u8], label: Label) -> bool {
    let may_be = is_division(digits) && is_day(1900 + decimal(&digits[6..8]), &digits[8..12], 1900..=1999);
    may_be
        && match label {
            Label::Id => true,
            Label::Registration | Label::Document => false,
            Label::Account | Label::Telephone | Label::Nothing => !is_registration_number(digits),
        }
}

/// GS 15-2006: the last digit checks the others by ISO 7064 MOD 11,10.
pub(in crate::records) fn is_registration_number(digits: &[u8]) -> bool {
    let mut product = 10;
    for digit in &digits[..digits.len() - 1] {
        let sum = (product + u32::from(*digit)) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    (product + u32::from(digits[digits.len() - 1])) % 10 == 1
}

/// First two digits of a division code (GB/T 2260), or those of a foreigner's permanent residence card.
fn is_division(digits: &[u8]) -> bool {
    matches!(decimal(&digits[..2]), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91)
}

fn is_day(year: u32, month_day: &[u8], years: std::ops::RangeInclusive<u32>) -> bool {
    let (month, day) = (decimal(&month_day[..2]), decimal(&month_day[2..]));
    let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    years.contains(&year) && date.is_some_and(|((year, month), day)| jiff::civil::Date::new(year, month, day).is_ok())
}

/// 银联 and the other issuers whose numbers circulate here, by first digits and the lengths they issue; Luhn decides.
fn is_bank_card(digits: &[u8]) -> bool {
    let known = match (digits, digits.len()) {
        // 62 银联; 60, 68, 69, 98, 9558, 103: cards from before its common BIN; 65 Discover, 50 and 56-58 Maestro.
        ([6, 0 | 2 | 5 | 8 | 9, ..] | [5, 0 | 6..=8, ..], 16..=19) => true,
        ([9, 5, 5, ..] | [1, 0, 3, ..], 19) | ([4, ..], 16 | 18 | 19) => true,
        // Mastercard, JCB.
        ([5, 1..=5, ..] | [2, 2..=7, ..] | [3, 5, ..], 16) => true,
        _ => false,
    };
    let is_code = digits.len() == 18 && is_code(&digits[..17], digits[17]);
    known && !is_code && passes_luhn(digits)
}

fn passes_luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(position, digit)| u32::from(if position % 2 == 1 { doubled(*digit) } else { *digit }))
        .sum();
    sum.is_multiple_of(10)
}

fn decimal(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(*digit))
}
