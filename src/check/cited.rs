//! What articles say of the documents that they cite, held against the records of these.

use super::Faults;
use super::kept::Known;
use super::prose::line_of_value;
use crate::clock::Date;
use crate::pages::content::{Content, validity_word};
use crate::pages::policy::{contradicts, validity_of};
use crate::records::document_no::written_key;
use crate::records::{Field, Kind};
use std::collections::BTreeMap;

/// Names sources of articles whose `validity` is another one than their policy record's: both stand on pages that lead to each other.
pub fn check(content: &Content, known: &Known, date: Date, faults: &mut Faults) {
    let policies = known.public().filter(|(_, judgement)| judgement.shown_as == Kind::Policy);
    let said: BTreeMap<String, &str> = policies
        .filter_map(|(entry, _)| {
            let fields = &entry.record.fields;
            Some((written_key(fields.text(Field::DocumentNo)?), validity_of(fields, date)?))
        })
        .collect();
    for article in &content.articles {
        for source in &article.front.sources {
            let (Some(number), Some(own)) = (source.document_no.as_deref(), source.validity) else { continue };
            let Some(of_record) = said.get(&written_key(number)).filter(|of_record| contradicts(own, of_record)) else {
                continue;
            };
            let words = [own, of_record].map(validity_word);
            let hint = "compare both with the document; without `validity` the record's is told";
            let text =
                format!("`{number}` is `{}` here and `{}` in its policy record\n  hint: {hint}", words[0], words[1]);
            faults.warning(&article.path, line_of_value(&article.path, "document_no", number), &text);
        }
    }
}
