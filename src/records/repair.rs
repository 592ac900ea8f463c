//! What was repaired, beside the value as the agency sent it.
//!
//! In: a cell and the value read from it. Out: a [`Repair`] where the value says something other than the cell: a code in
//! upper case, a serial day as a date, 3 万元 as 30000. The mere form of a value (`2026/3/2`, `30,000.00`) is none, nor is
//! a long text without its double spaces. Must never hold personal data.

use super::{Field, Value, ValueType, date, markup, person, privacy};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Longest original that is kept, in characters.
const LENGTH: usize = 120;

/// One repaired value. As JSON: the three words in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(String, String, String)", from = "(String, String, String)")]
pub struct Repair {
    /// Key of the canonical field.
    pub field: String,
    /// The cell as it stood in the feed, masked.
    pub original: String,
    /// What was done.
    pub repair: String,
}

impl From<Repair> for (String, String, String) {
    fn from(repair: Repair) -> Self {
        (repair.field, repair.original, repair.repair)
    }
}

impl From<(String, String, String)> for Repair {
    fn from((field, original, repair): (String, String, String)) -> Self {
        Repair { field, original, repair }
    }
}

impl Repair {
    pub fn new(field: Field, original: &str, repair: &str) -> Repair {
        let masked = privacy::mask(original.trim());
        let original = person::mask_operators(&masked, &mut Vec::new()).chars().take(LENGTH).collect();
        Repair { field: field.key().to_owned(), original, repair: repair.to_owned() }
    }
}

/// The repair that led from a cell to its value, if it was one. `yuan`: yuan in one unit of the column.
pub fn of(field: Field, raw: &str, value: Option<&Value>, yuan: u32) -> Option<Repair> {
    let is_space = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t' | b'\r' | b'\n'));
    let bytes = raw.as_bytes();
    let has_ends = is_space(bytes.first()) || is_space(bytes.last());
    let raw = if has_ends { raw.trim_matches([' ', '\t', '\r', '\n']) } else { raw };
    let said = match (field.value_type(), value) {
        (ValueType::Date, value) => match date_repair(raw, value.is_some()) {
            Some(FIRST_DAY) if field == Field::ValidUntil => Some("month only: its last day"),
            said => said,
        },
        (ValueType::Money, Some(Value::Number(_))) => money_repair(raw, yuan),
        (ValueType::Code, Some(Value::Text(code))) if code.contains('*') => Some("masked by its source"),
        (ValueType::Code, Some(Value::Text(code))) if code != raw => Some("case, width, spaces or hyphens"),
        (ValueType::DocumentNo, Some(Value::Text(number))) if number != raw => Some("brackets, width or spaces"),
        // Another form of the same period is the mere form.
        (ValueType::Text, _) if field == Field::Period => None,
        (ValueType::Text, Some(Value::Text(text))) if text != raw && *text != privacy::mask(raw) => {
            let was_markup = raw.contains(['<', '&']) && matches!(markup::text_of(raw), Cow::Owned(_));
            Some(if was_markup { "markup" } else { "spaces, width or characters that cannot be seen" })
        }
        _ => None,
    };
    said.map(|said| Repair::new(field, raw, said))
}

/// Said of a day that its feed does not name.
const FIRST_DAY: &str = "month only: its first day";

fn date_repair(raw: &str, is_date: bool) -> Option<&'static str> {
    if is_date && date::plain(raw).is_some() {
        return None;
    }
    let text = super::text::fold_width(raw);
    let text = text.trim().trim_start_matches('\'');
    if !is_date {
        return (!date::is_null_word(text)).then_some("stands for no date");
    }
    let whole = text.split('.').next().unwrap_or(text);
    let is_number = whole.bytes().all(|byte| byte.is_ascii_digit());
    match whole.len() {
        5 if is_number => Some("serial day of a spreadsheet"),
        10 | 13 | 15 if is_number => Some("moment in seconds or milliseconds"),
        6 if is_number => Some(FIRST_DAY),
        _ if is_number => None,
        _ if text.contains('月') && !text.contains(['日', '号']) => Some(FIRST_DAY),
        _ if text.chars().any(|character| "〇零○一二三四五六七八九十".contains(character)) => {
            Some("Chinese numerals")
        }
        _ if text.contains('年') => None,
        _ if has_other_zone(text) => Some("moved to China's time"),
        _ if !text.contains(' ') && text.split(['-', '/', '.']).count() == 2 => Some(FIRST_DAY),
        _ => None,
    }
}

/// Whether a time names a zone, and not China's.
fn has_other_zone(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or(text);
    let is_numbers = word.starts_with(|first: char| first.is_ascii_digit());
    let time = word.split_once('T').filter(|_| is_numbers).map_or(word, |(_, time)| time);
    let is_offset = time.contains('+') || time.starts_with('-') || (time.contains('-') && time.contains(':'));
    let is_chinas = time.ends_with("+0800") || time.ends_with("+08:00") || time.ends_with("+08");
    text.ends_with(['Z', 'z']) || matches!(time, "GMT" | "UTC" | "UT") || (is_offset && !is_chinas)
}

fn money_repair(raw: &str, yuan: u32) -> Option<&'static str> {
    let numerals = "零一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟百千貳貮參叄陸";
    if !raw.is_ascii() && raw.chars().any(|character| numerals.contains(character)) {
        Some("Chinese numerals")
    } else if raw.contains(['万', '亿', '萬', '億']) || (yuan != 1 && !raw.contains(['元', '圓', '圆'])) {
        Some("unit")
    } else {
        None
    }
}

/// Takes out the repairs of fields in which a person's name was masked afterwards: their originals hold it.
pub fn without(repairs: &mut Vec<Repair>, fields: &[Field]) {
    repairs.retain(|repair| !fields.iter().any(|field| field.key() == repair.field));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::value;

    #[test]
    fn what_was_interpreted_is_a_repair_and_mere_form_is_none() {
        let repair = |field: Field, raw: &str, yuan: u32| {
            let value = value::read(field, raw, yuan, &privacy::Official::default()).expect(raw).value;
            of(field, raw, value.as_ref(), yuan).map(|repair| (repair.original, repair.repair))
        };
        for (field, raw, yuan, said) in [
            (Field::DecidedOn, "46113", 1, "serial day"),
            (Field::DecidedOn, "1735833600000", 1, "moment"),
            (Field::DecidedOn, "202011", 1, "month only"),
            (Field::DecidedOn, "2020年11月", 1, "month only"),
            (Field::DecidedOn, "二〇二五年一月三日", 1, "numerals"),
            (Field::DecidedOn, "2025-01-02T16:00:00Z", 1, "China"),
            (Field::DecidedOn, "Thu, 02 Jan 2025 16:00:00 GMT", 1, "China"),
            (Field::DecidedOn, "Thu, 02 Jan 2025 11:00:00 -0500", 1, "China"),
            (Field::ValidUntil, "2099/12/31", 1, "no date"),
            (Field::SubjectCode, "9121 0302ma99fak16f", 1, "case"),
            (Field::SubjectCode, "9133****531452", 1, "masked"),
            (Field::SubjectName, "鞍山\u{a0}示例　店", 1, "spaces"),
            (Field::DocumentNo, "鞍市监处罚[2026]1号", 1, "brackets"),
            (Field::AmountYuan, "3.000000", 10_000, "unit"),
            (Field::AmountYuan, "3万元", 1, "unit"),
            (Field::AmountYuan, "叁万元整", 1, "numerals"),
            (Field::AmountYuan, "貳萬圓整", 1, "numerals"),
            (Field::AmountYuan, "3萬元", 1, "unit"),
            (Field::Status, "'存续", 1, "spaces"),
        ] {
            let (original, repair) = repair(field, raw, yuan).unwrap_or_else(|| panic!("{raw}"));
            assert!(repair.contains(said), "{raw}: {repair}");
            assert_eq!(original, raw.trim_matches(' '));
        }
        for (field, raw, yuan) in [
            (Field::DecidedOn, "2026/3/2", 1),
            (Field::DecidedOn, "20260302", 1),
            (Field::DecidedOn, "2026年3月2日", 1),
            (Field::DecidedOn, "Fri, 03 Jan 2025 09:00:00 +0800", 1),
            (Field::DecidedOn, "2025-01-03T08:00:00+08:00", 1),
            (Field::DecidedOn, "无", 1),
            (Field::AmountYuan, "30,000.00", 1),
            (Field::AmountYuan, "30000元", 10_000),
            (Field::SubjectCode, "91210302MA99FAK16F", 1),
            (Field::SubjectName, " 示例店 ", 1),
            (Field::Facts, "甲  乙", 1),
        ] {
            assert_eq!(repair(field, raw, yuan), None, "{raw}");
        }
    }

    #[test]
    fn originals_hold_no_personal_data() {
        let repair = Repair::new(Field::Title, "'电话13800001234，身份证210302190001010015，经营者：张三丰", "spaces");
        for secret in ["13800001234", "210302190001010015", "张三"] {
            assert!(!repair.original.contains(secret), "{}", repair.original);
        }
        let json = serde_json::to_string(&repair).expect("JSON");
        assert!(json.starts_with("[\"title\","), "{json}");
        assert_eq!(serde_json::from_str::<Repair>(&json).expect("reads back"), repair);
    }
}
