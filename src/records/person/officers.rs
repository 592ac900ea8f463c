//! Those who hold an office in a company: pages show them as a decision names them, files for machines do not.
//!
//! In: the fields of a record. Out: its texts without the names of its legal representative and of those whom a text calls
//! one, a manager or the like. Searching files by the names of people is what they must not serve.

use super::others::Known;
use super::{businesses, is_prose, is_whole_name};
use crate::records::{Field, Fields, Value, privacy};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Whom the texts of a record name.
pub struct Officers {
    names: Vec<String>,
    businesses: Vec<String>,
}

impl Officers {
    /// None where nobody is named.
    pub fn of(fields: &Fields) -> Option<Officers> {
        let texts = fields.iter().filter(|(field, _)| is_prose(*field)).filter_map(|(_, value)| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let registered = fields.text(Field::LegalRepresentative).into_iter();
        let names: BTreeSet<&str> =
            texts.flat_map(privacy::officers).chain(registered).filter(|name| is_whole_name(name)).collect();
        if names.is_empty() {
            return None;
        }
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let businesses = businesses(fields, &names, &BTreeSet::new());
        Some(Officers { names, businesses })
    }

    /// A text without them; none where it names none of them.
    pub fn masked(&self, text: &str) -> Option<String> {
        Known::new(self.names.iter(), &self.businesses).masked(text)
    }
}

/// The fields with nobody named in their texts who holds an office.
pub fn without_officers(fields: &Fields) -> Cow<'_, Fields> {
    let Some(officers) = Officers::of(fields) else { return Cow::Borrowed(fields) };
    let mut without = Cow::Borrowed(fields);
    for (field, value) in fields.iter() {
        let masked = match value {
            Value::Text(text) if is_prose(field) => officers.masked(text).map(Value::Text),
            Value::List(items) if items.iter().any(|item| officers.names.contains(item)) => {
                let items = items.iter().map(|item| officers.masked(item).unwrap_or_else(|| item.clone()));
                Some(Value::List(items.collect()))
            }
            _ => None,
        };
        if let Some(value) = masked {
            without.to_mut().set(field, value);
        }
    }
    without
}

/// What follows a name without the bracket that says who stands for it: （法定代表人王建国）虚假宣传案.
pub fn behind_officer(rest: &str) -> &str {
    let bracket = rest.strip_prefix(['（', '(']).and_then(|inside| inside.split_once(['）', ')']));
    bracket.filter(|(inside, _)| !privacy::officers(inside).is_empty()).map_or(rest, |(_, behind)| behind)
}
