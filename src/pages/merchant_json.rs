//! A merchant's page for machines: `m/6F/91….json`, beside `m/6F/91….html`.
//!
//! In: the context of the page. Out: one line of JSON with what the page says, and its schema. Nothing stands here that
//! the page does not show; the legal representative, whom only pages show, does not stand here either. Every dated fact
//! carries its last day, after which whoever holds a copy must not show it.

use super::context::{Chip, Fact, LookalikeView, MerchantPage, SourceView};
use super::downloads::pretty;
use super::facts::View;
use super::urls;
use crate::records::Kind;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Address of the schema below the site's root.
pub const SCHEMA: &str = "data/schema/merchant-page.json";

/// What is the same in all documents of a site; strings are ready to print.
#[derive(Debug, Clone)]
pub struct DocumentFrame {
    base_url: String,
    schema: String,
    licence: String,
    language: String,
    portal: String,
    publisher: String,
    sample: bool,
    caution: String,
}

/// The whole document; the order of fields is that of the file.
#[derive(Serialize)]
struct MerchantDocument<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    url: &'a str,
    card: String,
    language: &'a str,
    portal: &'a str,
    publisher: &'a str,
    licence: &'a str,
    sample: bool,
    caution: &'a str,
    name: &'a str,
    code: Option<&'a str>,
    code_plausible: bool,
    brands: &'a [String],
    former_names: &'a [String],
    also_named: &'a [String],
    address: Option<&'a str>,
    other_addresses: &'a [String],
    mall: Option<&'a str>,
    district: Option<&'a str>,
    industry: Option<&'a str>,
    status: Option<&'a str>,
    subject_kind: Option<&'a str>,
    registered_on: Option<&'a str>,
    changed_on: Option<&'a str>,
    nothing_on_record: bool,
    filing_applicable: bool,
    facts: Vec<FactDocument<'a>>,
    lookalikes: Vec<LookalikeDocument<'a>>,
    sources: Vec<SourceDocument<'a>>,
    citation: &'a str,
}

#[derive(Serialize)]
struct FactDocument<'a> {
    /// `warnings`, `premises`, `registrations`, `promises` or `complaints`: where it stands on the page.
    block: &'static str,
    kind: &'a str,
    kind_label: &'a str,
    sentence: &'a str,
    url: String,
    date: Option<&'a str>,
    until: Option<&'a str>,
    agency: &'a str,
    document_no: Option<&'a str>,
    objection: Option<&'a str>,
    correction: Option<&'a str>,
    remark: Option<&'a str>,
    sources: Vec<SourceDocument<'a>>,
}

#[derive(Serialize)]
struct SourceDocument<'a> {
    feed: &'a str,
    agency: &'a str,
    url: Option<&'a str>,
    first_seen: &'a str,
}

#[derive(Serialize)]
struct LookalikeDocument<'a> {
    name: &'a str,
    url: String,
    likeness: &'a str,
    warnings: Vec<WarningDocument<'a>>,
}

#[derive(Serialize)]
struct WarningDocument<'a> {
    label: &'a str,
    until: Option<&'a str>,
}

impl View<'_> {
    /// What all documents of the site have in common.
    pub fn document_frame(self) -> DocumentFrame {
        let settings = &self.model.settings;
        let below = |path: &str| format!("{}{path}", settings.base_url);
        DocumentFrame {
            base_url: settings.base_url.clone(),
            schema: below(SCHEMA),
            licence: below(&urls::about("citation")),
            language: settings.language.clone(),
            portal: settings.title.clone(),
            publisher: settings.organizer.clone(),
            sample: settings.sample,
            caution: self.words.get("document.caution").to_owned(),
        }
    }

    /// JSON Schema (draft 2020-12) of a merchant's document; `id` is its absolute address.
    pub fn document_schema(self) -> Vec<u8> {
        let described = |mut properties: Value, within: &str| {
            for (key, property) in properties.as_object_mut().into_iter().flatten() {
                // The caution itself stands under its own name.
                let key = if key == "caution" { "caution_key" } else { key.trim_start_matches('$') };
                property["description"] = self.words.get(&format!("document.{within}{key}")).into();
            }
            properties
        };
        let source = closed(described(source_properties(), "source_"));
        let lookalike = closed(described(lookalike_properties(), "lookalike_"));
        let fact = closed(described(fact_properties(), "fact_"));
        let mut schema = closed(described(properties(), ""));
        let head = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": format!("{}{SCHEMA}", self.model.settings.base_url),
            "title": self.words.get("document.title"),
            "$defs": { "source": source, "lookalike": lookalike, "fact": fact },
        });
        if let (Some(schema), Value::Object(head)) = (schema.as_object_mut(), head) {
            *schema = head.into_iter().chain(std::mem::take(schema)).collect::<Map<String, Value>>();
        }
        pretty(&schema)
    }
}

impl DocumentFrame {
    /// The document of one page, as one line.
    pub fn document(&self, page: &MerchantPage) -> Vec<u8> {
        let merchant = &page.merchant;
        let blocks = [
            ("warnings", &page.warnings),
            ("premises", &page.premises),
            ("registrations", &page.registrations),
            ("promises", &page.promises),
            ("complaints", &page.complaints),
        ];
        let facts = blocks.into_iter().flat_map(|(block, facts)| facts.iter().map(move |fact| (block, fact)));
        let document = MerchantDocument {
            schema: &self.schema,
            url: &page.page.canonical,
            card: format!("{}{}", self.base_url, page.card),
            language: &self.language,
            portal: &self.portal,
            publisher: &self.publisher,
            licence: &self.licence,
            sample: self.sample,
            caution: &self.caution,
            name: &merchant.name,
            code: merchant.code.as_deref(),
            code_plausible: !merchant.code_warning,
            brands: &merchant.brands,
            former_names: &merchant.former_names,
            also_named: &merchant.also_named,
            address: merchant.address.as_deref(),
            other_addresses: &merchant.other_addresses,
            mall: merchant.mall.as_deref(),
            district: merchant.district.as_ref().map(|link| link.label.as_str()),
            industry: merchant.industry.as_ref().map(|link| link.label.as_str()),
            status: merchant.status.as_deref(),
            subject_kind: merchant.subject_kind.as_deref(),
            // The register's own entry is the one that leads nowhere: the page it stands on is its page.
            registered_on: page.timeline.iter().find(|item| item.href.is_none()).map(|item| item.date.as_str()),
            changed_on: merchant.changed_on.as_deref(),
            nothing_on_record: page.nothing_on_record,
            filing_applicable: !page.gaps.iter().any(|gap| gap.kind == Kind::Filing.key() && gap.not_applicable),
            facts: facts.map(|(block, fact)| self.fact(block, fact)).collect(),
            lookalikes: page.lookalikes.iter().map(|lookalike| self.lookalike(lookalike)).collect(),
            sources: page.sources.iter().map(source).collect(),
            citation: &page.citation.plain,
        };
        let mut bytes = Vec::with_capacity(2048);
        serde_json::to_writer(&mut bytes, &document).expect("a document is plain values, with text for keys");
        bytes.push(b'\n');
        bytes
    }

    fn fact<'a>(&self, block: &'static str, fact: &'a Fact) -> FactDocument<'a> {
        FactDocument {
            block,
            kind: fact.kind,
            kind_label: &fact.kind_label,
            sentence: fact.nameless.as_ref().unwrap_or(&fact.sentence),
            url: format!("{}{}", self.base_url, fact.href),
            date: fact.date.as_deref(),
            until: fact.until.as_deref(),
            agency: &fact.agency,
            document_no: fact.document_no.as_deref(),
            objection: fact.objection.as_deref(),
            correction: fact.correction.as_deref(),
            remark: fact.remark.as_deref(),
            sources: fact.sources.iter().map(source).collect(),
        }
    }

    fn lookalike<'a>(&self, other: &'a LookalikeView) -> LookalikeDocument<'a> {
        let warning = |chip: &'a Chip| WarningDocument { label: &chip.label, until: chip.until.as_deref() };
        LookalikeDocument {
            name: &other.label,
            url: format!("{}{}", self.base_url, other.href),
            likeness: &other.likeness,
            warnings: other.chips.iter().map(warning).collect(),
        }
    }
}

fn source(source: &SourceView) -> SourceDocument<'_> {
    SourceDocument {
        feed: &source.feed,
        agency: &source.agency,
        // What pages do not link, machines are not given.
        url: source.url.as_deref().and_then(super::address::safe),
        first_seen: &source.first_seen,
    }
}

/// An object with these properties, all of them there and no others.
fn closed(properties: Value) -> Value {
    let required: Vec<String> =
        properties.as_object().into_iter().flat_map(|properties| properties.keys().cloned()).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn optional() -> Value {
    json!({ "type": ["string", "null"] })
}

fn day() -> Value {
    json!({ "type": ["string", "null"], "format": "date" })
}

fn address() -> Value {
    json!({ "type": "string", "format": "uri" })
}

fn list(of: &Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn properties() -> Value {
    let flag = json!({ "type": "boolean" });
    let of = |name: &str| list(&json!({ "$ref": format!("#/$defs/{name}") }));
    json!({
        "$schema": address(), "url": address(), "card": address(),
        "language": { "enum": ["zh-CN", "en"] },
        "portal": text(), "publisher": text(), "licence": address(), "sample": flag, "caution": text(),
        "name": text(), "code": { "type": ["string", "null"], "pattern": "^[0-9A-Z]{18}$" }, "code_plausible": flag,
        "brands": list(&text()), "former_names": list(&text()), "also_named": list(&text()),
        "address": optional(), "other_addresses": list(&text()), "mall": optional(), "district": optional(), "industry": optional(),
        "status": optional(), "subject_kind": optional(), "registered_on": day(), "changed_on": day(),
        "nothing_on_record": flag, "filing_applicable": flag,
        "facts": of("fact"), "lookalikes": of("lookalike"), "sources": of("source"), "citation": text(),
    })
}

fn fact_properties() -> Value {
    json!({
        "block": { "enum": ["warnings", "premises", "registrations", "promises", "complaints"] },
        "kind": text(), "kind_label": text(), "sentence": text(), "url": address(),
        "date": day(), "until": day(), "agency": text(), "document_no": optional(),
        "objection": optional(), "correction": optional(), "remark": optional(),
        "sources": list(&json!({ "$ref": "#/$defs/source" })),
    })
}

fn source_properties() -> Value {
    json!({
        "feed": text(), "agency": text(), "url": { "type": ["string", "null"], "format": "uri" },
        "first_seen": { "type": "string", "format": "date" },
    })
}

fn lookalike_properties() -> Value {
    let warning = closed(json!({ "label": text(), "until": day() }));
    json!({ "name": text(), "url": address(), "likeness": text(), "warnings": list(&warning) })
}
