//! The values of one record: a small sorted map from [`Field`] to [`Value`].

use super::{Field, ValueType};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A repaired value of a field, in the type its [`ValueType`] asks for.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Value {
    Text(String),
    Date(Date),
    Number(Decimal),
    Flag(bool),
    List(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Date(date) => write!(f, "{date}"),
            Value::Number(number) => write!(f, "{}", number.normalize()),
            Value::Flag(flag) => f.write_str(if *flag { "true" } else { "false" }),
            Value::List(items) => f.write_str(&items.join("；")),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Date(date) => serializer.collect_str(date),
            Value::Number(number) => serializer.collect_str(&number.normalize()),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::List(items) => items.serialize(serializer),
        }
    }
}

/// Values by field, in field order, at most one each. As JSON: an object of canonical keys; numbers are strings, so
/// that no digit is lost.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Fields(Vec<(Field, Value)>);

impl Fields {
    pub fn new() -> Self {
        Self::default()
    }

    /// For a record of about so many fields.
    pub fn with_capacity(fields: usize) -> Self {
        Fields(Vec::with_capacity(fields))
    }

    /// Sets a value, replacing an earlier one.
    pub fn set(&mut self, field: Field, value: Value) {
        match self.0.binary_search_by_key(&field, |entry| entry.0) {
            Ok(position) => self.0[position].1 = value,
            Err(position) => self.0.insert(position, (field, value)),
        }
    }

    pub fn remove(&mut self, field: Field) -> Option<Value> {
        let position = self.0.binary_search_by_key(&field, |entry| entry.0).ok()?;
        Some(self.0.remove(position).1)
    }

    pub fn get(&self, field: Field) -> Option<&Value> {
        self.0.binary_search_by_key(&field, |entry| entry.0).ok().map(|position| &self.0[position].1)
    }

    /// The text of a text field.
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn date(&self, field: Field) -> Option<Date> {
        match self.get(field) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    pub fn number(&self, field: Field) -> Option<Decimal> {
        match self.get(field) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// True only when the field says yes.
    pub fn flag(&self, field: Field) -> bool {
        matches!(self.get(field), Some(Value::Flag(true)))
    }

    /// The items of a list field; empty when there is none.
    pub fn list(&self, field: Field) -> &[String] {
        match self.get(field) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Field, &Value)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Field, &mut Value)> {
        self.0.iter_mut().map(|(field, value)| (*field, value))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Field, Value)> for Fields {
    fn from_iter<I: IntoIterator<Item = (Field, Value)>>(entries: I) -> Self {
        let mut fields = Fields::new();
        for (field, value) in entries {
            fields.set(field, value);
        }
        fields
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, value) in &self.0 {
            map.serialize_entry(field.key(), value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of canonical fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::new();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let field: Field = key.parse().map_err(de::Error::custom)?;
            let value = match field.value_type() {
                ValueType::Date => {
                    let text: String = map.next_value()?;
                    Value::Date(text.parse().map_err(de::Error::custom)?)
                }
                ValueType::Money | ValueType::Number => {
                    let text: String = map.next_value()?;
                    Value::Number(text.parse().map_err(de::Error::custom)?)
                }
                ValueType::Flag => Value::Flag(map.next_value()?),
                ValueType::List => Value::List(map.next_value()?),
                ValueType::Text | ValueType::LongText | ValueType::Code | ValueType::DocumentNo | ValueType::Url => {
                    Value::Text(map.next_value()?)
                }
            };
            fields.set(field, value);
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survive_a_round_trip_through_json() {
        let fields: Fields = [
            (Field::SubjectName, Value::Text("示例".into())),
            (Field::AmountYuan, Value::Number(Decimal::new(3000050, 2))),
            (Field::DecidedOn, Value::Date(jiff::civil::date(2026, 3, 2))),
            (Field::UnderObjection, Value::Flag(true)),
            (Field::Brands, Value::List(vec!["甲".into(), "乙".into()])),
        ]
        .into_iter()
        .collect();
        let json = serde_json::to_string(&fields).expect("serialises");
        assert!(json.contains("\"amount_yuan\":\"30000.5\""), "{json}");
        let back: Fields = serde_json::from_str(&json).expect("reads back");
        assert_eq!(back, fields);
    }
}
