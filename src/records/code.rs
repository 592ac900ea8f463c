//! 统一社会信用代码 (GB 32100-2015): shape and check digits.

/// Characters of a code, by value; I, O, S, V and Z are left out so that they cannot be misread.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// 3^i mod 31 (GB 32100-2015).
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Eighteen characters of the code alphabet: what a merchant may be identified by.
pub fn is_well_formed(code: &str) -> bool {
    code.len() == 18 && code.bytes().all(|byte| value(byte).is_some())
}

/// Value of each byte as a character of a code; 31 for those that are none.
const VALUES: [u8; 256] = {
    let mut values = [31; 256];
    let mut value = 0;
    while value < ALPHABET.len() {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
};

fn value(byte: u8) -> Option<u32> {
    Some(u32::from(VALUES[byte as usize])).filter(|value| *value < 31)
}

/// What a spreadsheet leaves of a code of digits alone, of which it keeps fifteen: the rest are zeros. The last of them is the
/// check digit, which a true code has right.
pub fn is_rounded(code: &str) -> bool {
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    code.len() == 18 && digits && code.ends_with("000") && !check_digit_matches(code)
}

/// A code of an agency: its registrar is the one of agencies (1), and it is none of their institutions (1).
pub fn is_agencys(code: &str) -> bool {
    code.starts_with("11") && is_well_formed(code)
}

/// A code of a business whose middle its source masked: `9133****531452`. Only those that begin with 9: no ID number
/// does, and a masked ID number is nobody's code.
pub fn is_masked(code: &str) -> bool {
    let visible = code.bytes().filter(|byte| *byte != b'*').count();
    let fits = code.bytes().all(|byte| byte == b'*' || value(byte).is_some());
    code.starts_with('9') && code.contains('*') && fits && (4..18).contains(&visible) && code.len() <= 18
}

/// Whether a whole code may be the one that was masked: what stands before and behind the mask agrees.
pub fn may_be(masked: &str, code: &str) -> bool {
    let (before, after) = (masked.split('*').next(), masked.rsplit('*').next());
    before.is_some_and(|before| code.starts_with(before)) && after.is_some_and(|after| code.ends_with(after))
}

/// Whether the last character is the one that the others ask for. A failing digit warns and never rejects: some early
/// pilot codes were issued without it (`domain.md` section 0, 12).
pub fn check_digit_matches(code: &str) -> bool {
    is_well_formed(code) && check_digit(&code.as_bytes()[..17]) == Some(code.as_bytes()[17])
}

/// The 18th character for the first seventeen.
pub fn check_digit(first: &[u8]) -> Option<u8> {
    if first.len() != 17 {
        return None;
    }
    let mut sum = 0;
    for (byte, weight) in first.iter().zip(WEIGHTS) {
        sum += value(*byte)? * weight;
    }
    Some(ALPHABET[((31 - sum % 31) % 31) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_valid_codes() {
        for code in ["91210302MA99FAK16F", "91210381MA99FAK32J", "92210303MA99FAK24M", "11210300009990012Q"] {
            assert!(check_digit_matches(code), "{code}");
        }
        assert!(is_well_formed("91350100M0001TGQXM") && !check_digit_matches("91350100M0001TGQXM"));
        assert!(is_masked("9133****531452") && may_be("9121****AK16F", "91210302MA99FAK16F"));
        assert!(
            !may_be("9133****531452", "91210302MA99FAK16F") && !is_masked("210302********0015") && !is_masked("9*")
        );
        assert!(is_rounded("912103020000000000") && is_rounded("911103020001230000"));
        assert!(!is_rounded("91210302MA99FAK16F") && !is_rounded("112103020099900478"));
        assert!(is_agencys("11210300009990012Q") && !is_agencys("91210302MA99FAK16F") && !is_agencys("11****"));
        assert!(!is_well_formed("9.12E+17") && !is_well_formed("9133****531452") && !is_well_formed(""));
    }
}
