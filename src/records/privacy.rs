//! Personal data in text: found, and masked before anything is stored (`domain.md` 4.3).

use super::code;
use std::borrow::Cow;
use std::ops::Range;

/// What kind of personal data was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// 公民身份号码, 18 or old 15 digits.
    IdNumber,
    /// Mobile number.
    Mobile,
    /// Bank card number.
    BankCard,
}

impl Rule {
    pub fn key(self) -> &'static str {
        match self {
            Rule::IdNumber => "id-number",
            Rule::Mobile => "mobile-number",
            Rule::BankCard => "bank-card",
        }
    }
}

/// One hit, by byte range in the text it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub range: Range<usize>,
}

/// Weights of GB 11643.
const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// All personal data in a text, in order, without overlaps. Text that is already masked (`138****1234`) is none.
///
/// A token is a run of digits bounded by anything but ASCII letters and digits, so that hashes and codes are none;
/// single spaces and hyphens inside it are allowed, as people group long numbers.
pub fn find(text: &str) -> Vec<Finding> {
    let bytes = text.as_bytes();
    let mut findings = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let Some((start, width)) = next_digit(bytes, at) else { break };
        let token = token(bytes, start);
        at = token.end.max(start + width);
        if token.glued {
            continue;
        }
        if let Some(rule) = judge(&token.digits) {
            findings.push(Finding { rule, range: start..token.end });
        } else if let Some(found) = parts(bytes, start, token.end) {
            findings.extend(found);
        }
    }
    findings
}

/// The text with everything [`find`] finds masked.
pub fn mask(text: &str) -> Cow<'_, str> {
    let findings = find(text);
    if findings.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    for finding in findings {
        out.push_str(&text[last..finding.range.start]);
        let digits = token(text.as_bytes(), finding.range.start).digits;
        let digits = &digits[..digits.len().min(count(text.as_bytes(), &finding.range))];
        let (head, tail) = match finding.rule {
            Rule::IdNumber => (6, 0),
            Rule::Mobile => (3, 4),
            Rule::BankCard => (0, 4),
        };
        // A country code goes with what is hidden.
        let digits =
            digits.strip_prefix("86").filter(|rest| finding.rule == Rule::Mobile && rest.len() == 11).unwrap_or(digits);
        out.push_str(&digits[..head]);
        out.push_str(&"*".repeat(digits.len() - head - tail));
        out.push_str(&digits[digits.len() - tail..]);
        last = finding.range.end;
    }
    out.push_str(&text[last..]);
    Cow::Owned(out)
}

struct Token {
    /// Byte after the last digit.
    end: usize,
    digits: String,
    /// An ASCII letter stands right before or after: part of a longer word.
    glued: bool,
}

/// The digit at a place and its width in bytes: ASCII, or full width (U+FF10–FF19).
fn digit_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at)? {
        byte @ b'0'..=b'9' => Some((*byte, 1)),
        0xef if bytes.get(at + 1) == Some(&0xbc) => {
            bytes.get(at + 2).filter(|byte| (0x90..=0x99).contains(*byte)).map(|byte| (byte - 0x90 + b'0', 3))
        }
        _ => None,
    }
}

fn next_digit(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    (from..bytes.len()).find_map(|at| digit_at(bytes, at).map(|(_, width)| (at, width)))
}

fn token(bytes: &[u8], start: usize) -> Token {
    let mut digits = String::new();
    let (mut at, mut end) = (start, start);
    loop {
        if let Some((digit, width)) = digit_at(bytes, at) {
            digits.push(char::from(digit));
            at += width;
            end = at;
        } else if matches!(bytes.get(at), Some(b'X' | b'x')) && digits.len() == 17 {
            digits.push('X');
            end = at + 1;
            break;
        } else if matches!(bytes.get(at), Some(b' ' | b'-')) && at == end && digit_at(bytes, at + 1).is_some() {
            at += 1;
        } else {
            break;
        }
    }
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let glued = letter(bytes.get(end)) || (start > 0 && letter(bytes.get(start - 1)));
    Token { end, digits, glued }
}

fn count(bytes: &[u8], range: &Range<usize>) -> usize {
    let mut at = range.start;
    let mut found = 0;
    while at < range.end {
        let width = digit_at(bytes, at).map(|digit| digit.1);
        found += usize::from(width.is_some() || matches!(bytes[at], b'X' | b'x'));
        at += width.unwrap_or(1);
    }
    found
}

/// Groups that were joined by a space or hyphen but are numbers of their own.
fn parts(bytes: &[u8], start: usize, end: usize) -> Option<Vec<Finding>> {
    let separators: Vec<usize> = (start..end).filter(|at| matches!(bytes[*at], b' ' | b'-')).collect();
    let mut found = Vec::new();
    let mut from = start;
    for until in separators.iter().copied().chain([end]) {
        let digits: String = token(&bytes[..until], from).digits;
        if let Some(rule) = judge(&digits) {
            found.push(Finding { rule, range: from..until });
        }
        from = until + 1;
    }
    (!separators.is_empty()).then_some(found)
}

fn judge(digits: &str) -> Option<Rule> {
    let number = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(digits);
    match number.len() {
        11 if number.starts_with('1') && number.as_bytes()[1] >= b'3' => Some(Rule::Mobile),
        15 if is_old_id(number) => Some(Rule::IdNumber),
        18 if is_id(number) => Some(Rule::IdNumber),
        16..=19 if is_bank_card(number) => Some(Rule::BankCard),
        _ => None,
    }
}

/// A birth date that can be, and the check digit of GB 11643. All-digit credit codes that begin like a division code
/// pass for an ID number only when the ID's own check digit holds too; then the text is masked, being ambiguous.
fn is_id(number: &str) -> bool {
    if !birth_date(&number[6..14]) {
        return false;
    }
    let sum: u32 = number.bytes().zip(ID_WEIGHTS).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    let check = b"10X98765432"[(sum % 11) as usize];
    // A mistyped ID is still somebody's: without a valid check digit it is let through only as a valid credit code.
    check == number.as_bytes()[17] || !code::check_digit_matches(number)
}

/// Fifteen digits that are no registration number (ISO 7064 MOD 11,10) and hold a birth date of the last century.
fn is_old_id(number: &str) -> bool {
    let mut product = 10;
    for byte in number.bytes().take(14) {
        let sum = (u32::from(byte - b'0') + product) % 10;
        product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
    }
    let registration = (11 - product) % 10 == u32::from(number.as_bytes()[14] - b'0');
    !registration && birth_date(&format!("19{}", &number[6..12]))
}

fn birth_date(digits: &str) -> bool {
    let part = |range: Range<usize>| digits[range].parse::<i16>().ok();
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else { return false };
    let fits = |number: i16| i8::try_from(number).ok();
    (1850..=2100).contains(&year)
        && fits(month).zip(fits(day)).is_some_and(|(month, day)| jiff::civil::Date::new(year, month, day).is_ok())
}

/// Issuer prefixes of cards used in China, and the Luhn check.
fn is_bank_card(number: &str) -> bool {
    let prefix = ["62", "4", "51", "52", "53", "54", "55", "35", "60", "68", "94", "95", "90"];
    if !prefix.iter().any(|prefix| number.starts_with(prefix)) || number.contains('X') {
        return false;
    }
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| {
            let digit = u32::from(byte - b'0') * if position % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn masks_what_belongs_to_people() {
        let masked = [
            ("身份证210302190001010015，", "身份证210302************，"),
            ("电话13800001234。", "电话138****1234。"),
            ("+86 138-0000-1234", "+138****1234"),
            ("１３８００００１２３４", "138****1234"),
            ("卡号6222020000000000000", "卡号***************0000"),
        ];
        for (text, expected) in masked {
            assert_eq!(mask(text), expected, "{text}");
        }
    }

    #[test]
    fn leaves_codes_numbers_and_masked_text_alone() {
        let clean = [
            "91210302MA99FAK16F",
            "112103020099900478",
            "210302000999912",
            "138****1234",
            "210302************",
            "鞍东市监处罚〔2026〕17号",
            "1735833600000",
            "content_7029483",
            "a13800001234b",
            "2026-11-25 2026-11-26",
            "r1380000123412345",
            "12315",
            "0412-5550000",
        ];
        for text in clean {
            assert!(find(text).is_empty(), "{text}: {:?}", find(text));
        }
    }

    proptest! {
        #[test]
        fn masking_twice_changes_nothing(text in "[0-9Xx０-９ 铁东-]{0,60}") {
            let once = mask(&text).into_owned();
            prop_assert!(find(&once).is_empty(), "{} -> {}", text, once);
        }
    }
}
