//! Fields of a record as a label and a value, for its page.
//!
//! In: a judged record. Out: what a reader sees of its fields, in the language of the portal. Downloads do not pass here.

use super::content::validity_key;
use super::context::Labelled;
use super::facts::View;
use crate::records::{Field, Fields, Value, status};

impl View<'_> {
    /// Every field a record page shows, labelled, in field order.
    pub fn labelled(self, position: usize) -> Vec<Labelled> {
        let (entry, judgement) = self.judged(position);
        let fields = &entry.record.fields;
        let shown = fields.iter().filter(|(field, value)| is_shown(*field) && !is_told(fields, *field, value));
        let shown = shown.filter(|(field, value)| tells(*field, value));
        shown
            .map(|(field, value)| Labelled {
                key: field.key().to_owned(),
                label: self.words.field_of(judgement.shown_as, field).to_owned(),
                value: self.display(field, value),
                href: None,
            })
            .collect()
    }

    /// A value in words: districts and industries by name, flags as yes and no, numbers in groups of three digits.
    pub fn display(self, field: Field, value: &Value) -> String {
        match (field, value) {
            (Field::District, Value::Text(code)) => self.model.districts.name(code).unwrap_or(code).to_owned(),
            (Field::Industry, Value::Text(key)) => self.words.industry(key).unwrap_or(key).to_owned(),
            (Field::Period, Value::Text(period)) => self.words.period(period),
            (Field::Status, Value::Text(status)) => self.status(status),
            (_, Value::Flag(flag)) => self.words.get(if *flag { "value.yes" } else { "value.no" }).to_owned(),
            (_, Value::Number(_)) => grouped(&value.to_string()),
            (_, Value::List(items)) => items.join(self.words.get("value.list")),
            (_, value) => value.to_string(),
        }
    }

    /// How a business, a filing or a document stands: the agency's own words, or what they mean where the portal speaks
    /// another language and knows them.
    pub fn status(self, status: &str) -> String {
        if self.words.language.starts_with("zh") {
            return status.to_owned();
        }
        if let Some(key) = validity_key(status) {
            return self.validity_label(key);
        }
        status::key(status).map_or_else(|| status.to_owned(), |key| self.words.get(&format!("status.{key}")).to_owned())
    }
}

/// Fields that record pages leave out: shown elsewhere on the page, or not for the public.
fn is_shown(field: Field) -> bool {
    !matches!(
        field,
        Field::UseScope
            | Field::Procedure
            | Field::Remarks
            | Field::RecordState
            | Field::LegalRepresentative
            | Field::Body
            | Field::SourceUrl
            | Field::Id
            | Field::UnderObjection
    )
}

/// Whether a value tells a reader something: one of a code set is a bare code without its table (`01`, 失信严重程度 2).
pub fn tells(field: Field, value: &Value) -> bool {
    let is_coded = matches!(
        field,
        Field::Category
            | Field::Level
            | Field::SubjectKind
            | Field::FilingClass
            | Field::CommitmentType
            | Field::Performance
            | Field::CustodyMethod
            | Field::Status
            | Field::Title
            | Field::Facts
            | Field::Outcome
    );
    let is_bare =
        || matches!(value, Value::Text(text) if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    !(is_coded && is_bare())
}

/// Whether a sum of money stands in the agency's own words of the outcome already.
fn is_told(fields: &Fields, field: Field, value: &Value) -> bool {
    let is_sum = matches!(field, Field::AmountYuan | Field::ConfiscatedYuan);
    is_sum && fields.text(Field::Outcome).is_some_and(|outcome| names_sum(outcome, &value.to_string()))
}

/// Whether a text names a sum in yuan by these digits and no others beside them: `40000` in 罚款40,000元, not in 140000元.
fn names_sum(text: &str, sum: &str) -> bool {
    let plain: String = text.chars().filter(|character| !matches!(character, ',' | '，' | ' ')).collect();
    plain.match_indices(sum).any(|(start, _)| {
        let before = plain[..start].chars().next_back();
        let number = |character: char| character.is_ascii_digit() || character == '.';
        !before.is_some_and(number) && plain[start + sum.len()..].starts_with('元')
    })
}

/// A plain decimal with its thousands apart, as both languages of the interface write it: 1,234.5.
pub fn grouped(number: &str) -> String {
    let digits = number.find('.').unwrap_or(number.len());
    let (whole, rest) = number.split_at(digits);
    let mut out = String::with_capacity(number.len() + 4);
    for (at, digit) in whole.char_indices() {
        let follow = whole.len() - at;
        if at > 0 && follow.is_multiple_of(3) && out.ends_with(|last: char| last.is_ascii_digit()) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_apart() {
        for (number, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1234567.25", "1,234,567.25"),
            ("-1000", "-1,000"),
            ("-100", "-100"),
            ("", ""),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn a_code_without_its_table_is_not_told() {
        let tells = |field, text: &str| tells(field, &Value::Text(text.to_owned()));
        assert!(!tells(Field::Level, "2") && !tells(Field::Category, "01") && !tells(Field::SubjectKind, "1.0"));
        assert!(tells(Field::Level, "严重") && tells(Field::Category, "1类") && tells(Field::FilingNo, "2026"));
    }

    #[test]
    fn a_sum_is_told_once() {
        for (outcome, told) in [
            ("罚款40000元", true),
            ("罚款 40,000 元;没收违法所得5300元", true),
            ("罚款140000元", false),
            ("罚款3.40000元", false),
            ("罚款4万元", false),
            ("处罚40000次", false),
            ("警告", false),
            ("", false),
        ] {
            assert_eq!(names_sum(outcome, "40000"), told, "{outcome}");
        }
    }
}
