//! A record's page, and the tombstone that stands in its place afterwards.

use super::cite::Cited;
use super::context::{AgencySources, Labelled, Link, RecordPage, TombstonePage};
use super::facts::{View, shorten};
use super::labelled::grouped;
use super::linked_data::{Described, linked_data};
use super::markdown;
use super::meta::{About, json_ld};
use super::policy::IN_HEADER;
use super::{share, urls};
use crate::ledger::{Conflict, Correction, Entry, Judgement};
use crate::records::{Field, Kind, Value, ValueType};

impl View<'_> {
    pub fn record_page(self, position: usize) -> RecordPage {
        let entry = &self.model.entries[position];
        let kind = self.model.judgements[position].shown_as;
        let fields = &entry.record.fields;
        let fact = self.fact(position);
        let heading = self.heading(position);
        let merchant = self.model.merchant_of(position);
        let merchant =
            merchant.map(|merchant| Link { label: merchant.name.clone(), href: urls::merchant(&merchant.key) });
        let column = self.words.list(kind).to_owned();
        let path = urls::record(&entry.record.id);
        let beside = self.facts_beside(position);
        let mut page = self.page(About {
            path: &path,
            kind: "record",
            title: heading.clone(),
            description: shorten(&self.sentence_alone(position), 150),
            column: column.clone(),
            breadcrumbs: vec![Link { label: column, href: urls::list(kind) }],
        });
        page.published = fact.date.as_ref().map(|date| format!("{date} 00:00"));
        page.source = Some(fact.agency.clone());
        let label = self.words.label(kind);
        page.column_description = self.words.intro(kind).to_owned();
        page.column_keywords = self.column_keywords(&page.column, &page.column);
        page.keywords = vec![label.to_owned()];
        page.card = share::of_kind(kind);
        page.json_ld = json_ld(linked_data(kind, entry, &Described { heading: &heading, fact: &fact, page: &page }));
        let citation = Cited {
            author: &fact.agency,
            title: &heading,
            date: fact.date.as_deref().unwrap_or_default(),
            url: &page.canonical,
        };
        RecordPage {
            citation: self.cite(&citation),
            agencies: AgencySources::group(&fact.sources),
            id: entry.record.id.to_string(),
            document: if kind == Kind::Policy { self.header_lines(self.header_of(position)) } else { Vec::new() },
            fields: self.record_fields(position, merchant.as_ref()),
            period: self.limit(position),
            body_html: fields.text(Field::Body).map(markdown::paragraphs),
            first_seen: entry.first_seen.to_string(),
            // A second feed read on the day of the first corrects nothing.
            changed_on: entry.changed_on.filter(|day| *day > entry.first_seen).map(|date| date.to_string()),
            history: self.history(position),
            explainers: Vec::new(),
            conflicts: self.conflicts(entry, kind),
            corrections: self.corrections(entry, kind),
            beside,
            merchant,
            heading,
            fact,
            page,
        }
    }

    /// What the record says, its subject leading to the merchant's page; then its state and its own number.
    fn record_fields(self, position: usize, merchant: Option<&Link>) -> Vec<Labelled> {
        let mut fields = self.labelled(position);
        if self.model.judgements[position].shown_as == Kind::Policy {
            fields.retain(|field| !IN_HEADER.iter().any(|shown| shown.key() == field.key));
        }
        let subject = fields.iter_mut().find(|field| field.key == Field::SubjectName.key());
        if let (Some(subject), Some(merchant)) = (subject, merchant) {
            subject.href = Some(merchant.href.clone());
        }
        let (entry, judgement) = (&self.model.entries[position], &self.model.judgements[position]);
        let state = self.words.get(&format!("record_state.{}", judgement.state.key())).to_owned();
        for (key, value) in [("state", state), ("record_id", entry.record.id.to_string())] {
            let label = self.words.get(&format!("column.{key}")).to_owned();
            fields.push(Labelled { key: key.to_owned(), label, value, href: None });
        }
        fields
    }

    fn conflicts(self, entry: &Entry, kind: Kind) -> Vec<Labelled> {
        let agency = |feed: &String| self.model.feed(feed).map_or(feed.clone(), |feed| feed.agency.clone());
        let shown = |field: Field, value: &str| match field.value_type() {
            ValueType::Number | ValueType::Money => grouped(value),
            _ => self.display(field, &Value::Text(value.to_owned())),
        };
        let conflict = |conflict: &Conflict| {
            let said = conflict.values.iter().map(|(feed, value)| (agency(feed), shown(conflict.field, value)));
            let said: Vec<String> = said.map(|(agency, value)| self.words.pair(&agency, &value)).collect();
            Labelled {
                key: conflict.field.key().to_owned(),
                label: self.words.field_of(kind, conflict.field).to_owned(),
                value: said.join(self.words.get("value.list")),
                href: None,
            }
        };
        entry.conflicts.iter().map(conflict).collect()
    }

    /// What was corrected, when and why. The wrong value is not repeated: it may speak of somebody else.
    fn corrections(self, entry: &Entry, kind: Kind) -> Vec<Labelled> {
        let worded = |correction: &Correction| {
            let date = self.words.date(correction.on);
            self.words.fill("state.correction", &[("date", &date), ("reason", &correction.reason)])
        };
        let labelled = |correction: &Correction| Labelled {
            key: correction.field.key().to_owned(),
            label: self.words.field_of(kind, correction.field).to_owned(),
            value: worded(correction),
            href: None,
        };
        entry.corrections.iter().map(labelled).collect()
    }

    /// Nameless: nothing of the record but its address and the day it left.
    pub fn tombstone_page(self, entry: &Entry, judgement: &Judgement) -> TombstonePage {
        let path = urls::record(&entry.record.id);
        let title = self.words.get("page.tombstone").to_owned();
        let mut page = self.page(About {
            path: &path,
            kind: "tombstone",
            description: title.clone(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        page.noindex = true;
        TombstonePage { page, on: judgement.left_on.map(|date| date.to_string()).unwrap_or_default() }
    }
}
