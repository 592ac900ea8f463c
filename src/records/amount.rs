//! Money as agencies write it: in 元 or 万元, by the header, the standard or the cell itself.

use crate::sources::manifest::AmountUnit;
use rust_decimal::Decimal;

/// Units by their yuan, longer words first.
const UNITS: [(&str, u32); 6] =
    [("亿元", 100_000_000), ("百万元", 1_000_000), ("万元", 10_000), ("千元", 1_000), ("人民币元", 1), ("元", 1)];

/// Yuan in one unit.
pub fn yuan(unit: AmountUnit) -> u32 {
    match unit {
        AmountUnit::Yuan => 1,
        AmountUnit::TenThousandYuan => 10_000,
    }
}

/// Field codes that the 双公示 standard defines in 万元 (`domain.md` 2.1), by key of the column name.
pub fn of_code(key: &str) -> Option<u32> {
    matches!(key, "CF_NR_FK" | "CF_NR_WFFF").then_some(10_000)
}

/// A column name (as [`super::text::name_key`] makes it) without the unit in its brackets or behind its colon, and the
/// yuan in that unit.
pub fn split(key: &str) -> Option<(String, u32)> {
    let unit = |text: &str| {
        let text = text.trim_start_matches("单位").trim_start_matches([':', ',']);
        UNITS.iter().find(|unit| unit.0 == text).map(|unit| unit.1)
    };
    let plain = key.replace(['{', '<', '《', '「'], "(").replace(['}', '>', '》', '」'], ")");
    if let Some((before, rest)) = plain.split_once('(')
        && let Some((inside, after)) = rest.split_once(')')
        && let Some(yuan) = unit(inside)
    {
        return Some((format!("{before}{after}"), yuan));
    }
    let (word, yuan) = UNITS.iter().find(|unit| plain.ends_with(unit.0))?;
    let name = plain.strip_suffix(word)?.trim_end_matches("单位").trim_end_matches([':', '/', '_', '-', ',']);
    (!name.is_empty()).then(|| (name.to_owned(), *yuan))
}

/// An amount in yuan: 30000, 30,000.00, ¥3万, 人民币3万元整. `column` is the yuan in one unit of the column, for a cell
/// that names none. `None` for what is no sum of money, negative ones included.
pub fn read(text: &str, column: u32) -> Option<Decimal> {
    let plain: String = text.chars().filter(|character| !matches!(character, ',' | ' ')).collect();
    let plain = plain.trim_start_matches("人民币").trim_start_matches(['¥', '￥']).trim_end_matches('整');
    let named = UNITS.iter().chain(&[("万", 10_000), ("圆", 1)]).find(|unit| plain.ends_with(unit.0));
    let (digits, yuan) = match named {
        Some((word, yuan)) => (plain.strip_suffix(word)?, *yuan),
        None => (plain, column),
    };
    let amount: Decimal = digits.parse().ok()?;
    amount.checked_mul(Decimal::from(yuan)).filter(|amount| !amount.is_sign_negative() || amount.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_names_its_unit_is_believed() {
        let yuan = |text: &str, column| read(text, column).map(|amount| amount.normalize().to_string());
        for text in ["30000", "30,000.00", "3万元", "3万", "¥30000", "人民币30000元整", "30000圆"] {
            assert_eq!(yuan(text, 1).as_deref(), Some("30000"), "{text}");
        }
        assert_eq!(yuan("3.000000", 10_000).as_deref(), Some("30000"));
        assert_eq!(yuan("30000元", 10_000).as_deref(), Some("30000"));
        assert_eq!(yuan("0", 10_000).as_deref(), Some("0"));
        for text in ["", "万元", "三万", "-3", "3-5万", "99999999999999999999999999999", "9.12E+17亿"] {
            assert_eq!(yuan(text, 10_000), None, "{text}");
        }
    }
}
