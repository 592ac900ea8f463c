//! JSON-LD of a record, in the type of <https://schema.org> that says what it is.
//!
//! In: a record as its page shows it. Out: a value for [`super::meta::json_ld`]. Holds nothing that the page does not.

use super::context::{Fact, Page};
use crate::ledger::Entry;
use crate::records::{Field, Kind};
use serde_json::{Value, json};

/// What the page says of the record.
pub struct Described<'a> {
    pub heading: &'a str,
    pub fact: &'a Fact,
    pub page: &'a Page,
}

/// Policies are legislation, honours certifications, figures observations, cases and warnings articles; every act of an
/// agency about somebody is a report of that agency.
pub fn linked_data(kind: Kind, entry: &Entry, shown: &Described<'_>) -> Value {
    let (fields, fact) = (&entry.record.fields, shown.fact);
    let agency = json!({ "@type": "GovernmentOrganization", "name": fact.agency });
    let about = fields
        .text(Field::SubjectName)
        .map(|name| json!({ "@type": "Organization", "name": name, "identifier": fields.text(Field::SubjectCode) }));
    let date = |field| fields.date(field).map(|date| date.to_string());
    match kind {
        Kind::Policy => json!({
            "@type": "Legislation",
            "name": shown.heading,
            "legislationIdentifier": fact.document_no,
            "legislationDate": fact.date,
            "legislationPassedBy": agency,
            "url": shown.page.canonical,
        }),
        Kind::Award => json!({
            "@type": "Certification",
            "name": fields.text(Field::ListName).unwrap_or(shown.heading),
            "certificationIdentification": fact.document_no,
            "issuedBy": agency,
            "datePublished": fact.date,
            "validFrom": date(Field::ValidFrom),
            "expires": fact.until,
            "about": about,
            "url": shown.page.canonical,
        }),
        Kind::Statistic => json!({
            "@type": "Observation",
            "name": shown.heading,
            "measuredProperty": fields.text(Field::Name),
            "observationPeriod": fields.text(Field::Period),
            "value": fields.get(Field::Value).map(ToString::to_string),
            "unitText": fields.text(Field::Unit),
            "observationAbout": { "@type": "Place", "identifier": fields.text(Field::Region) },
            "url": shown.page.canonical,
        }),
        Kind::Case | Kind::Notice => json!({
            "@type": "Article",
            "headline": shown.heading,
            "datePublished": fact.date,
            "expires": fact.until,
            "publisher": agency,
            "about": about,
            "url": shown.page.canonical,
        }),
        _ => json!({
            "@type": "Report",
            "name": shown.heading,
            "reportNumber": fact.document_no,
            "datePublished": fact.date,
            "dateModified": entry.changed_on.map(|date| date.to_string()),
            "expires": fact.until,
            "publisher": agency,
            "about": about,
            "url": shown.page.canonical,
        }),
    }
}
