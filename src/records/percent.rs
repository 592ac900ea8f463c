//! Rates as agencies write them: 63.6%, 63.6, and 0.636 where a spreadsheet shows a fraction as 63.6%.
//!
//! In: a cell, the number read from it, and whether its column says that it holds percent. Out: the percentage, or that
//! nobody can tell: a merchant with a rate of 1 has either all or next to nothing.

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
    if !is_small || raw.contains(['%', '％', '‰']) {
        Rate::Percent(number)
    } else if number < Decimal::ONE && !column_says_percent {
        Rate::Fraction((number * Decimal::ONE_HUNDRED).normalize())
    } else {
        Rate::Doubtful
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
