//! Rates as agencies write them: 63.6%, 63.6, and 0.636 where a spreadsheet shows a fraction as 63.6%.
//!
//! In: a cell, the number read from it, and whether its column says that it holds percent. Out: the percentage, or that
//! nobody can tell: a merchant with a rate of 1 has either all or next to nothing. A rate may be a class as well: 不低于20%.

use super::numeral;
use super::text::fold_width;
use rust_decimal::Decimal;

/// What a number in a column of rates is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// A percentage as it stands.
    Percent(Decimal),
    /// A fraction, as a percentage.
    Fraction(Decimal),
    /// It may be either.
    Doubtful,
}

/// Reads the number of a cell.
pub fn read(raw: &str, number: Decimal, column_says_percent: bool) -> Rate {
    let is_small = number > Decimal::ZERO && number <= Decimal::ONE;
    if !is_small || raw.contains(['%', '％', '‰']) || raw.contains(IN_WORDS) {
        Rate::Percent(number)
    } else if number < Decimal::ONE && !column_says_percent {
        Rate::Fraction((number * Decimal::ONE_HUNDRED).normalize())
    } else {
        Rate::Doubtful
    }
}

/// How a percentage begins in words.
const IN_WORDS: &str = "百分之";

/// A percentage in words: 百分之二十, 百分之20.
pub fn in_words(text: &str) -> Option<Decimal> {
    let number = text.trim().strip_prefix(IN_WORDS)?;
    number.parse().ok().or_else(|| numeral::read(number).map(Decimal::from))
}

/// Words around a rate that is the end of a class, and the sign that says the same; a number is within its own 以上 and 以下 (民法典
/// art. 1259).
const BOUNDS: [(&str, char); 19] = [
    ("不低于", '≥'),
    ("不少于", '≥'),
    ("不小于", '≥'),
    ("至少", '≥'),
    (">=", '≥'),
    ("≧", '≥'),
    ("≥", '≥'),
    ("不高于", '≤'),
    ("不超过", '≤'),
    ("不大于", '≤'),
    ("<=", '≤'),
    ("≦", '≤'),
    ("≤", '≤'),
    ("高于", '>'),
    ("超过", '>'),
    (">", '>'),
    ("低于", '<'),
    ("不足", '<'),
    ("<", '<'),
];
/// The same behind it.
const ENDS: [(&str, char); 6] =
    [("及以上", '≥'), ("(含)以上", '≥'), ("以上", '≥'), ("及以下", '≤'), ("以下", '≤'), ("以内", '≤')];
/// What stands between the two ends of a class.
const BETWEEN: [&str; 7] = ["-", "~", "—", "–", "－", "至", "到"];

/// The class that a rate is in, with signs in place of its words: 不低于20% is `≥20%`, 20%-30% is `20%–30%`.
pub fn class(text: &str) -> Option<String> {
    let text: String = fold_width(text).chars().filter(|sign| !sign.is_whitespace()).collect();
    let bound = BOUNDS.iter().find_map(|(word, sign)| Some((*sign, text.strip_prefix(word)?)));
    let bound = bound.or_else(|| ENDS.iter().find_map(|(word, sign)| Some((*sign, text.strip_suffix(word)?))));
    if let Some((sign, rate)) = bound {
        return Some(format!("{sign}{}%", whole(rate)?));
    }
    let (from, to) = BETWEEN.iter().find_map(|sign| text.split_once(sign))?;
    let (from, to) = (whole(from)?, whole(to)?);
    (from < to).then(|| format!("{from}%–{to}%"))
}

/// A percentage for certain: with its sign, or too large for a fraction.
fn whole(text: &str) -> Option<Decimal> {
    let said = in_words(text).or_else(|| text.strip_suffix('%')?.parse().ok());
    let bare = || text.parse().ok().filter(|rate| *rate > Decimal::ONE);
    said.or_else(bare).filter(|rate| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_told_by_signs() {
        for (raw, expected) in [
            ("不低于20%", Some("≥20%")),
            ("≥ 20％", Some("≥20%")),
            ("20%以上", Some("≥20%")),
            ("不低于百分之二十", Some("≥20%")),
            ("不超过30%", Some("≤30%")),
            ("低于30", Some("<30%")),
            ("20%-30%", Some("20%–30%")),
            ("20～30", Some("20%–30%")),
            ("20%至30%", Some("20%–30%")),
            ("30%-20%", None),
            ("≥0.2", None),
            ("≥120%", None),
            ("按约定", None),
            ("不低于", None),
        ] {
            assert_eq!(class(raw).as_deref(), expected, "{raw}");
        }
        assert_eq!(in_words("百分之二十"), Some(20.into()));
        assert_eq!(in_words("百分之12.5"), "12.5".parse().ok());
    }

    #[test]
    fn fractions_are_told_from_percentages_where_they_can_be() {
        let rate = |raw: &str, says: bool| {
            let number = raw.trim_end_matches('%').parse().expect("a number");
            match read(raw, number, says) {
                Rate::Percent(number) => format!("{number}%"),
                Rate::Fraction(number) => format!("={number}%"),
                Rate::Doubtful => "?".to_owned(),
            }
        };
        for (raw, says, expected) in [
            ("63.6%", false, "63.6%"),
            ("63.6", false, "63.6%"),
            ("63.6", true, "63.6%"),
            ("0.636", false, "=63.6%"),
            ("0.2", true, "?"),
            ("1", false, "?"),
            ("1", true, "?"),
            ("1%", false, "1%"),
            ("0.5%", true, "0.5%"),
            ("0", false, "0%"),
            ("100", false, "100%"),
        ] {
            assert_eq!(rate(raw, says), expected, "{raw} {says}");
        }
    }
}
