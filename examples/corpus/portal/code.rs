//! 统一社会信用代码 that pass both check digits and belong to nobody.

use super::random::{Random, Stream};
use mingjing::records::code::check_digit;

/// Characters of a code, by value (GB 32100-2015).
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 11714-1997.
const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// 主体标识码 are handed out in order; MAW to MAY will not be reached for decades, so that no real merchant has one.
const UNUSED: &[u8; 3] = b"WXY";
/// How many 主体标识码 there are: one of the unused letters and five characters of the alphabet.
pub const CAPACITY: u64 = 3 * 31_u64.pow(5);
/// Shares no factor with [`CAPACITY`], so that counting in steps of it meets every number once.
const STRIDE: u64 = 35_575_037;
const _: () = assert!(!STRIDE.is_multiple_of(3) && !STRIDE.is_multiple_of(31));

/// First two characters: registered by the market regulator, as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    Company,
    SoleTrader,
}

impl Registered {
    fn prefix(self) -> &'static str {
        match self {
            Registered::Company => "91",
            Registered::SoleTrader => "92",
        }
    }
}

/// The code of merchant `index`; no two merchants of a seed share one.
pub fn of_merchant(seed: u64, index: u64, registered: Registered, division: &str) -> String {
    let offset = Random::of(seed, Stream::Codes, 0).below(CAPACITY);
    let mut number = (index * STRIDE + offset) % CAPACITY;
    let mut body = *b"MAW00000";
    for place in (3..8).rev() {
        body[place] = ALPHABET[(number % 31) as usize];
        number /= 31;
    }
    body[2] = UNUSED[number as usize];
    complete(registered.prefix(), division, &body)
}

/// An agency's code (机关法人) with a serial of the same unused range.
pub fn of_agency(serial: u64, division: &str) -> String {
    let body = format!("MBY{serial:05}");
    complete("11", division, body.as_bytes().try_into().expect("three letters and five digits"))
}

fn complete(prefix: &str, division: &str, body: &[u8; 8]) -> String {
    let mut code = format!("{prefix}{division}");
    code.extend(body.iter().map(|byte| char::from(*byte)));
    code.push(char::from(organisation_check(body)));
    let last = check_digit(code.as_bytes()).expect("seventeen characters of the alphabet");
    code.push(char::from(last));
    code
}

/// The ninth character of a 主体标识码 (GB 11714): 11 less the weighted sum modulo 11, where 10 is X and 11 is 0.
pub fn organisation_check(body: &[u8; 8]) -> u8 {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        _ => u32::from(byte - b'A') + 10,
    };
    let sum: u32 = body.iter().zip(WEIGHTS).map(|(byte, weight)| value(*byte) * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingjing::records::code::check_digit_matches;
    use std::collections::BTreeSet;

    #[test]
    fn knows_the_ninth_character() {
        for code in ["91210302MA99FAK16F", "91210381MA99FAK32J", "92210303MA99FAK24M", "11210300009990012Q"] {
            let body: &[u8; 8] = code.as_bytes()[8..16].try_into().expect("eight characters");
            assert_eq!(organisation_check(body), code.as_bytes()[16], "{code}");
        }
    }

    #[test]
    fn codes_pass_both_checks_and_are_unique() {
        let mut seen = BTreeSet::new();
        for index in (0..20_000).chain(CAPACITY - 100..CAPACITY) {
            let code = of_merchant(7, index, Registered::Company, "210302");
            let body: &[u8; 8] = code.as_bytes()[8..16].try_into().expect("eight characters");
            assert!(check_digit_matches(&code), "{code}");
            assert_eq!(organisation_check(body), code.as_bytes()[16], "{code}");
            assert!(seen.insert(code), "twice");
        }
        assert!(check_digit_matches(&of_agency(12, "210300")));
    }
}
