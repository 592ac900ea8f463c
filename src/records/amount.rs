//! Money as agencies write it: in 元 or 万元, by the header, the standard or the cell itself.

use super::text::fold_width;
use super::{Field, Fields, numeral};
use crate::sources::manifest::AmountUnit;
use rust_decimal::Decimal;

/// Units by their yuan, longer words first.
const UNITS: [(&str, u32); 9] = [
    ("亿元", 100_000_000),
    ("千万元", 10_000_000),
    ("百万元", 1_000_000),
    ("十万元", 100_000),
    ("万元", 10_000),
    ("千元", 1_000),
    ("百元", 100),
    ("人民币元", 1),
    ("元", 1),
];

/// Units that are some in brackets alone: 罚款金额(万).
const SHORT_UNITS: [(&str, u32); 4] = [("万", 10_000), ("10000元", 10_000), ("1万元", 10_000), ("亿", 100_000_000)];

/// The unit that a line above or below a table names for its sums: 单位：万元, 单位：件、万元, 公示表（人民币万元）.
pub fn named_in(line: &str) -> Option<&'static str> {
    let line = line.replace('萬', "万");
    let ends = |sign: char| sign.is_whitespace() || "、/，,；;()（）和及。".contains(sign);
    let unit = |text: &str| UNITS.iter().find(|unit| unit.0 == without_currency(text)).map(|unit| unit.0);
    let labelled = line.match_indices("单位").find_map(|(at, word)| {
        let value = line[at + word.len()..].trim_start_matches(['均', '为', '是', ':', '：', ' ', '\u{3000}']);
        value.split(ends).take(3).find_map(unit)
    });
    labelled.or_else(|| line.split(['(', '（']).skip(1).find_map(|rest| unit(rest.split([')', '）']).next()?)))
}

/// A unit without the words for the money of the country around it: 人民币，万元.
fn without_currency(text: &str) -> &str {
    const AROUND: [char; 6] = [':', '：', ',', '，', '/', ' '];
    let text = text.trim().trim_start_matches("单位").trim_start_matches(AROUND);
    let text = text.trim_start_matches("人民币").trim_start_matches(AROUND);
    text.trim_end_matches("人民币").trim_end_matches(AROUND)
}

/// Whether a text is nothing but a unit of money.
pub fn is_unit(text: &str) -> bool {
    UNITS.iter().any(|unit| unit.0 == text)
}

/// Yuan in the unit that a text is, when it is nothing but one: 万元, 人民币万元, 万.
pub fn unit_in(text: &str) -> Option<u32> {
    let text = text.trim().replace('萬', "万").replace(['圆', '圓'], "元");
    let bare = without_currency(&text);
    UNITS.iter().chain(&SHORT_UNITS).find(|unit| unit.0 == bare).map(|unit| unit.1)
}

/// Whether a column is one of sums, and does not say in which unit.
pub fn is_sum_without_unit(name: &str) -> bool {
    ["金额", "余额", "数额", "款额"].iter().any(|word| name.contains(word)) && !name.contains(['元', '万'])
}

/// Of a column that holds the units of sums, by its key: the name of the column whose sums they are, empty where they are
/// those of the whole row. `true`: its name says that they are units of money.
pub fn of_units(key: &str) -> Option<(&str, bool)> {
    match key {
        "单位" | "计量单位" | "数据单位" | "UNIT" => Some(("", false)),
        "货币单位" | "金额单位" | "金额计量单位" | "数额单位" | "款额单位" | "AMOUNTUNIT" | "AMOUNT_UNIT"
        | "MONEYUNIT" | "MONEY_UNIT" => Some(("", true)),
        _ => {
            let sums = key.strip_suffix("单位")?.trim_end_matches("计量");
            // 罚款单位 may be whoever imposed it.
            Some((sums, sums.ends_with('额')))
        }
    }
}

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
    let plain = key.replace(['{', '<', '《', '「'], "(").replace(['}', '>', '》', '」'], ")");
    let plain = plain.replace('萬', "万");
    if let Some((before, rest)) = plain.split_once('(')
        && let Some((inside, after)) = rest.split_once(')')
        && let Some(yuan) = unit_in(inside)
    {
        return Some((format!("{before}{after}"), yuan));
    }
    let (word, yuan) = UNITS.iter().find(|unit| plain.ends_with(unit.0))?;
    let name = plain.strip_suffix(word)?.trim_end_matches("单位").trim_end_matches([':', '/', '_', '-', ',']);
    (!name.is_empty()).then(|| (name.to_owned(), *yuan))
}

/// An amount in yuan: 30000, 30,000.00, ¥3万, 人民币叁万元整, 三万五千元, 30000元（叁万元整）. `column` is the yuan in one
/// unit of the column, for a cell that names none. `None` for what is no sum of money, negative ones included.
pub fn read(text: &str, column: u32) -> Option<Decimal> {
    // Nearly all: digits, and not more of them than money has.
    if (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = text.bytes().fold(0, |sum: u64, digit| sum * 10 + u64::from(digit - b'0'));
        return Decimal::from(digits).checked_mul(Decimal::from(column));
    }
    if !groups_thousands(text) {
        return None;
    }
    let plain = text.chars().filter(|character| !matches!(character, ',' | ' ' | '\'' | '、')).map(simplified);
    let plain: String = plain.collect();
    let plain = plain.trim_start_matches("罚款").trim_start_matches("人民币");
    let plain = ["(大写)", "大写:", "大写", "(小写)", "小写:", ":"]
        .iter()
        .fold(plain, |plain, word| plain.trim_start_matches(word));
    let plain = plain.trim_end_matches("人民币");
    // The sum in digits and once more in words: both must say the same.
    if let Some((first, second)) = plain.strip_suffix(')').and_then(|plain| plain.split_once('(')) {
        // 30000（元）.
        if let Some(yuan) = unit_in(second) {
            return single(first, yuan);
        }
        let second = second.trim_start_matches("大写").trim_start_matches("小写").trim_start_matches(':');
        return single(first, column).filter(|amount| single(second, column) == Some(*amount));
    }
    single(plain, column)
}

/// The simplified character for the traditional ones that stand around numerals: 貳萬圓.
fn simplified(character: char) -> char {
    match character {
        '圓' | '圆' => '元',
        '萬' => '万',
        '億' => '亿',
        '幣' => '币',
        '罰' => '罚',
        '寫' => '写',
        other => other,
    }
}

/// Whether what stands between digits parts three of them from one to three before, and nothing behind a point: `30.000,00`
/// and `3,5` are other sums to other readers, and `5000 3000` are two.
pub fn groups_thousands(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let is_sign = |at: &usize| matches!(characters[*at], ',' | ' ' | '\'' | '、') && *at > 0 && is_digit(at - 1);
    (0..characters.len()).filter(is_sign).all(|at| {
        let next = (at..characters.len()).find(|next| !matches!(characters[*next], ',' | ' ' | '\'' | '、'));
        let Some(next) = next.filter(|next| is_digit(*next)) else { return true };
        let before = (0..at).rev().take_while(|at| is_digit(*at)).count();
        let behind_a_point = at > before && characters[at - before - 1] == '.';
        next == at + 1
            && before <= 3
            && !behind_a_point
            && (0..3).all(|more| is_digit(next + more))
            && !is_digit(next + 3)
    })
}

fn single(plain: &str, column: u32) -> Option<Decimal> {
    let plain = plain.trim_start_matches("人民币").trim_start_matches("RMB").trim_start_matches(['¥', '￥', ':']);
    let plain = plain.trim_end_matches(['整', '正']);
    if let Some(amount) = with_cents(plain) {
        return Some(amount);
    }
    let whole = plain.trim_end_matches('元');
    let named = UNITS.iter().find(|unit| plain.ends_with(unit.0));
    // 三万五千元 is one number in 元, not 三万五 of them in 千元.
    let (amount, yuan) = match (
        named.and_then(|(word, yuan)| Some((in_digits(plain.strip_suffix(word)?)?, *yuan))),
        numeral::read(whole),
    ) {
        (Some((amount, yuan)), _) => (amount, yuan),
        (None, Some(number)) => {
            let is_bare = whole.len() == plain.len() && !plain.contains(['万', '亿']);
            (Decimal::from(number), if is_bare { column } else { 1 })
        }
        (None, None) if whole.len() < plain.len() || plain.ends_with(['万', '亿']) => (in_digits(whole)?, 1),
        (None, None) => (in_digits(plain)?, column),
    };
    amount.checked_mul(Decimal::from(yuan)).filter(|amount| !amount.is_sign_negative() || amount.is_zero())
}

/// 3, 3.5万; whole numbers with several units (3万5千) are numerals.
fn in_digits(text: &str) -> Option<Decimal> {
    let (digits, yuan) = [('万', 10_000), ('亿', 100_000_000)]
        .into_iter()
        .find_map(|(unit, yuan)| Some((text.strip_suffix(unit)?, yuan)))
        .unwrap_or((text, 1));
    // Never 9.12E+17: a spreadsheet rounded that.
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    without_noise(digits.parse().ok().filter(|_| is_plain)?).checked_mul(Decimal::from(yuan))
}

/// Digits of a number of a spreadsheet or a program; those behind them are noise of its binary form: 3.3000000000000003.
const DIGITS: u32 = 15;

/// A fraction with the digits that were meant.
pub fn without_noise(number: Decimal) -> Decimal {
    let is_long = number.scale() > 0 && number.mantissa().unsigned_abs() >= 10_u128.pow(DIGITS);
    if is_long { number.round_sf(DIGITS).unwrap_or(number).normalize() } else { number }
}

/// 壹拾贰元叁角肆分.
fn with_cents(plain: &str) -> Option<Decimal> {
    let (whole, cents) = plain.split_once('元')?;
    let (tenths, hundredths) = match cents.split_once('角') {
        Some((tenths, rest)) => (numeral::read(tenths)?, rest.strip_suffix('分').unwrap_or(rest)),
        None => (0, cents.strip_suffix('分')?),
    };
    let hundredths = if hundredths.is_empty() { 0 } else { numeral::read(hundredths.trim_start_matches('零'))? };
    if tenths > 9 || hundredths > 9 {
        return None;
    }
    let cents = Decimal::new(i64::try_from(tenths * 10 + hundredths).ok()?, 2);
    Decimal::from(numeral::read(whole)?).checked_add(cents)
}

/// The fine that a text names: 罚款5000元, 罚金：人民币伍仟元整.
pub fn fine_in(text: &str) -> Option<Decimal> {
    let words = ["罚款", "罚金"].into_iter().flat_map(|word| text.match_indices(word));
    words.into_iter().find_map(|(at, word)| {
        let rest = text[at + word.len()..].trim_start_matches(['：', ':', ' ']);
        let rest = rest.strip_prefix("人民币").unwrap_or(rest).trim_start();
        let end = rest.find(['元', '圆']).filter(|end| *end <= LONGEST_SAID)?;
        read(&fold_width(&rest[..end + '元'.len_utf8()]), 1)
    })
}

/// Longest sum in words, in bytes.
const LONGEST_SAID: usize = 60;

/// What is wrong with a fine whose row says another one in words, ten thousand times as much or as little: its unit.
pub fn contradiction(fields: &Fields) -> Option<String> {
    let sum = fields.number(Field::AmountYuan).filter(|sum| *sum > Decimal::ZERO)?;
    let outcome = fields.text(Field::Outcome)?;
    // Nearly all rows say the sum of their column.
    let digits_before = |at: usize| {
        let before = &outcome[..at];
        &before[before.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '.').len()..]
    };
    if outcome.match_indices('元').any(|(at, _)| digits_before(at).parse() == Ok(sum)) {
        return None;
    }
    let said = fine_in(outcome)?;
    let factor = Decimal::from(10_000);
    let is_unit = said > Decimal::ZERO && (said * factor == sum || sum * factor == said);
    is_unit.then(|| {
        format!("the row's own words say a fine of {said} yuan: name the unit of the column with `amount_unit`")
    })
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
        for text in [
            "叁万元",
            "三万元",
            "人民币叁万元整",
            "叁万圆整",
            "三万",
            "3 万元",
            "３万元",
            "30000元（叁万元整）",
            "30'000",
            "罚款30000元",
            "大写：叁万元",
            "人民币(大写)叁万元整",
            "30000 元人民币",
            "叁萬圓整",
            "參萬元",
            "叄萬圆正",
            "人民幣叁萬圓整",
            "3萬元",
            "30000圓",
        ] {
            let text = crate::records::text::fold_width(text);
            assert_eq!(yuan(&text, 1).as_deref(), Some("30000"), "{text}");
        }
        for (text, column, expected) in [
            ("三万五千元", 1, "35000"),
            ("三万五千元", 10_000, "35000"),
            ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", 1, "123456.78"),
            ("伍拾元零伍分", 1, "50.05"),
            ("三点五", 1, ""),
            ("叁", 10_000, "30000"),
            ("3.5万", 1, "35000"),
            ("3万5千元", 1, "35000"),
            ("三百五十", 1, "350"),
            ("貳仟", 1, "2000"),
            ("貮仟圓整", 1, "2000"),
            ("壹佰貳拾萬元", 1, "1200000"),
            ("壹佰貳拾萬元", 10_000, "1200000"),
            ("壹億貳仟萬圓", 1, "120000000"),
            ("3万5000元", 1, "35000"),
            ("3万5000", 10_000, "35000"),
            ("30000(元)", 10_000, "30000"),
            ("0.5(万元)", 1, "5000"),
            ("3百元", 10_000, "300"),
            ("三百元", 10_000, "300"),
            ("2千万元", 1, "20000000"),
            ("陸佰捌拾圓伍角整", 1, "680.5"),
        ] {
            assert_eq!(yuan(text, column).unwrap_or_default(), expected, "{text}");
        }
        assert_eq!(yuan("3.000000", 10_000).as_deref(), Some("30000"));
        assert_eq!(yuan("30000元", 10_000).as_deref(), Some("30000"));
        assert_eq!(yuan("0", 10_000).as_deref(), Some("0"));
        assert_eq!(yuan("1 234 567", 1).as_deref(), Some("1234567"));
        for text in [
            "",
            "万元",
            "三万余元",
            "罚款",
            "人民币",
            "约3万元",
            "三万五",
            "3万50元",
            "30000元(叁仟元整)",
            "-3",
            "3-5万",
            "99999999999999999999999999999",
            "9.12E+17亿",
            "5000 3000",
            "5000 3000元",
            "3 5",
            "30000 20000",
            "2026 5000",
            "1, 234",
            "1234,567",
        ] {
            assert_eq!(yuan(text, 10_000), None, "{text}");
        }
    }

    #[test]
    fn what_is_behind_fifteen_digits_is_noise() {
        for (text, yuan, sum) in [
            ("3.3000000000000003", 10_000, "33000"),
            ("0.30000000000000004", 10_000, "3000"),
            ("33000.000000000004元", 1, "33000"),
            ("1234567890123.45", 1, "1234567890123.45"),
            ("5万元(50000元)", 1, "50000"),
            ("5(50000元)", 10_000, "50000"),
        ] {
            assert_eq!(read(text, yuan).map(|sum| sum.normalize().to_string()).as_deref(), Some(sum), "{text}");
        }
        assert_eq!(
            (read("5(50000元)", 1), read("50万元(50000元)", 1)),
            (None, None),
            "a format that says something else"
        );
    }

    #[test]
    fn lines_around_a_table_name_the_unit_of_its_sums() {
        for (line, unit) in [
            ("单位：万元", Some("万元")),
            ("（单位：人民币万元）", Some("万元")),
            ("单位：件、万元", Some("万元")),
            ("单位：件/万元", Some("万元")),
            ("2026年行政处罚公示表(万元)", Some("万元")),
            ("填报单位：鞍山市商务局 单位 万元", Some("万元")),
            ("计量单位：元", Some("元")),
            ("注：罚款金额单位为万元", Some("万元")),
            ("金额单位均为亿元。", Some("亿元")),
            ("填报单位：万元店", None),
            ("罚款共3万元（2家）", None),
        ] {
            assert_eq!(named_in(line), unit, "{line}");
        }
        for header in ["罚款金额(万)", "罚款金额(10000元)", "罚款金额(人民币万元)", "罚款金额(1万元)"]
        {
            assert_eq!(split(header), Some(("罚款金额".to_owned(), 10_000)), "{header}");
        }
        for (header, yuan) in
            [("罚款金额(百元)", 100), ("罚款金额(人民币,万元)", 10_000), ("罚款金额(万元,人民币)", 10_000)]
        {
            assert_eq!(split(header), Some(("罚款金额".to_owned(), yuan)), "{header}");
        }
    }
}
