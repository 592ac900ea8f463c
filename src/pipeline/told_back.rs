//! What a server tells back of the credentials that it is sent: interfaces hand their token on to the links in their rows. It
//! is taken out before anything is stored.

use crate::issues::Issue;
use crate::records::read::{Provenance, Reading};
use crate::records::{Record, Value, ValueType};
use crate::sources::{Feed, Secrets};

/// Takes the credentials of a feed out of what it says.
pub struct ToldBack<'a> {
    secrets: &'a Secrets,
    /// Values in which one stood.
    found: usize,
}

impl<'a> ToldBack<'a> {
    pub fn new(secrets: &'a Secrets) -> ToldBack<'a> {
        ToldBack { secrets, found: 0 }
    }

    /// Out of a record: a text keeps what stands around them, a link that needs them is left out.
    pub fn take_out(&mut self, record: &mut Record, from: &mut Provenance) {
        if self.secrets.is_empty() {
            return;
        }
        let mut links = Vec::new();
        for (field, value) in record.fields.iter_mut() {
            match value {
                Value::Text(text) if self.secrets.are_in(text) => {
                    self.found += 1;
                    *text = self.secrets.mask(text);
                    links.extend(Some(field).filter(|field| field.value_type() == ValueType::Url));
                }
                Value::List(items) if items.iter().any(|item| self.secrets.are_in(item)) => {
                    self.found += 1;
                    items.iter_mut().for_each(|item| *item = self.secrets.mask(item));
                }
                Value::Text(_) | Value::List(_) | Value::Date(_) | Value::Number(_) | Value::Flag(_) => {}
            }
        }
        links.into_iter().for_each(|link| drop(record.fields.remove(link)));
        from.row = self.secrets.mask(&from.row);
        from.repairs.iter_mut().for_each(|repair| repair.original = self.secrets.mask(&repair.original));
    }

    /// Out of what else there is to say of a feed, with a word on the records that had some.
    pub fn without(self, feed: &Feed, mut reading: Reading) -> Reading {
        let secrets = self.secrets;
        if !secrets.is_empty() {
            reading.quarantined.iter_mut().for_each(|row| row.value = secrets.mask(&row.value));
            reading.columns.ignored.iter_mut().for_each(|column| *column = secrets.mask(column));
            reading.warnings.iter_mut().for_each(|warning| warning.message = secrets.mask(&warning.message));
        }
        if self.found > 0 {
            let said = format!(
                "{} values held the credentials that the feed is asked with; they are taken out, and links with them left out: tell the agency",
                self.found
            );
            reading.warnings.push(Issue::warning(&feed.id, said));
        }
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Field, Fields, Kind, Repair};
    use std::path::Path;

    #[test]
    fn credentials_in_rows_are_taken_out_before_they_are_stored() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.toml");
        let text = "kind = \"penalty\"\nagency = \"示例局\"\nsource = \"https://example.gov.cn/l?token=${T}\"\n";
        std::fs::write(&path, text).expect("written");
        let feed = Feed::load(&path, Path::new("/portal")).expect("a manifest");
        let secrets = Secrets::of(&feed, &(std::sync::Arc::new(|_: &str| Some("SECRET-77".to_owned())) as _));
        let mut told_back = ToldBack::new(&secrets);
        let mut fields = Fields::new();
        fields.set(Field::Facts, Value::Text("Bearer SECRET-77 x".to_owned()));
        fields.set(Field::Brands, Value::List(vec!["SECRET%2D77".to_owned(), "示例".to_owned()]));
        fields.set(Field::SourceUrl, Value::Text("https://example.gov.cn/d?token=SECRET-77".to_owned()));
        let mut record = Record::new(Kind::Penalty, "示例局", fields);
        let repairs = vec![Repair::new(Field::Facts, "SECRET-77", "width")];
        let mut from = Provenance { row: "/rows/SECRET-77".to_owned(), repairs };
        told_back.take_out(&mut record, &mut from);
        assert_eq!(record.fields.text(Field::Facts), Some("Bearer *** x"));
        assert_eq!(record.fields.list(Field::Brands), ["***", "示例"]);
        assert_eq!(record.fields.text(Field::SourceUrl), None);
        assert_eq!((from.row.as_str(), from.repairs[0].original.as_str()), ("/rows/***", "***"));
        let reading = told_back.without(&feed, Reading::default());
        assert!(reading.warnings[0].message.contains("3 values"), "{:?}", reading.warnings);
    }
}
