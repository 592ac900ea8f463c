//! The DCAT catalogue of the bulk files, as JSON-LD (DCAT-AP vocabulary).

use super::schema::pretty;
use crate::clock::Date;
use serde_json::{Value, json};

/// Media types, by name.
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";
/// Chinese and English.
const LANGUAGES: [&str; 2] = [
    "http://publications.europa.eu/resource/authority/language/ZHO",
    "http://publications.europa.eu/resource/authority/language/ENG",
];

/// The catalogue of a site.
#[derive(Debug, Clone)]
pub struct Catalogue<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Absolute, with a trailing slash.
    pub base_url: &'a str,
    /// `zh-CN` or `en`.
    pub language: &'a str,
    pub publisher: &'a str,
    /// Division code of the region (GB/T 2260).
    pub region: &'a str,
    /// Absolute address of the page with the terms of use.
    pub licence_url: &'a str,
    pub datasets: Vec<Dataset>,
}

/// What is published together: the files of one kind, a table of figures.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The kind's key, `all`, or what a table of figures is called.
    pub key: &'static str,
    /// The page that shows or lists it, below the site's root.
    pub page: &'static str,
    pub title: String,
    pub description: String,
    /// Path of its JSON Schema below the site's root; none for a table of figures.
    pub schema: Option<String>,
    pub dates: Dates,
    pub files: Vec<DatasetFile>,
}

/// Days of a dataset; none for an empty one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dates {
    /// Day on which its first record came.
    pub issued: Option<Date>,
    /// Day of the newest change.
    pub modified: Option<Date>,
    /// First and last day of what its records speak of.
    pub span: Option<(Date, Date)>,
}

#[derive(Debug, Clone)]
pub struct DatasetFile {
    /// Path below the site's root.
    pub path: String,
    pub media_type: &'static str,
    pub bytes: usize,
    /// In hexadecimal.
    pub sha256: String,
}

impl Catalogue<'_> {
    /// The catalogue as JSON-LD.
    pub fn json_ld(&self) -> Vec<u8> {
        let publisher = json!({ "@type": ["foaf:Agent", "foaf:Organization"], "foaf:name": self.publisher });
        let datasets: Vec<Value> = self.datasets.iter().map(|dataset| self.dataset(dataset, &publisher)).collect();
        pretty(&json!({
            "@context": {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dct": "http://purl.org/dc/terms/",
                "spdx": "http://spdx.org/rdf/terms#",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
            },
            "@id": format!("{}data/catalog.jsonld", self.base_url),
            "@type": "dcat:Catalog",
            "dct:title": self.text(self.title),
            "dct:description": self.text(self.description),
            "dct:language": typed(language(self.language), "dct:LinguisticSystem"),
            "dct:publisher": publisher,
            "dct:spatial": self.region(),
            "dct:license": self.licence(),
            "foaf:homepage": typed(self.base_url, "foaf:Document"),
            "dcat:dataset": datasets,
        }))
    }

    fn dataset(&self, dataset: &Dataset, publisher: &Value) -> Value {
        let distributions: Vec<Value> = dataset.files.iter().map(|file| self.distribution(dataset, file)).collect();
        let mut value = json!({
            "@id": format!("{}{}#{}", self.base_url, dataset.page, dataset.key),
            "@type": "dcat:Dataset",
            "dct:identifier": dataset.key,
            "dct:title": self.text(&dataset.title),
            "dct:description": self.text(&dataset.description),
            "dct:publisher": publisher,
            "dct:spatial": self.region(),
            "dct:license": self.licence(),
            "dcat:landingPage": typed(&format!("{}{}", self.base_url, dataset.page), "foaf:Document"),
            "dcat:distribution": distributions,
        });
        let Dates { issued, modified, span } = dataset.dates;
        for (term, date) in [("dct:issued", issued), ("dct:modified", modified)] {
            if let Some(date) = date {
                value[term] = day(date);
            }
        }
        if let Some((first, last)) = span {
            value["dct:temporal"] =
                json!({ "@type": "dct:PeriodOfTime", "dcat:startDate": day(first), "dcat:endDate": day(last) });
        }
        value
    }

    fn licence(&self) -> Value {
        typed(self.licence_url, "dct:LicenseDocument")
    }

    fn region(&self) -> Value {
        json!({ "@type": "dct:Location", "dct:identifier": self.region })
    }

    fn distribution(&self, dataset: &Dataset, file: &DatasetFile) -> Value {
        let url = format!("{}{}", self.base_url, file.path);
        let mut value = json!({
            "@id": url,
            "@type": "dcat:Distribution",
            "dcat:accessURL": { "@id": url },
            "dcat:downloadURL": { "@id": url },
            "dcat:mediaType": typed(&format!("{MEDIA_TYPES}{}", file.media_type), "dct:MediaType"),
            "dcat:byteSize": { "@type": "xsd:nonNegativeInteger", "@value": file.bytes.to_string() },
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": typed("spdx:checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
                "spdx:checksumValue": { "@type": "xsd:hexBinary", "@value": file.sha256 },
            },
            "dct:license": self.licence(),
        });
        if let Some(schema) = &dataset.schema {
            value["dct:conformsTo"] = typed(&format!("{}{schema}", self.base_url), "dct:Standard");
        }
        value
    }

    fn text(&self, text: &str) -> Value {
        json!({ "@language": self.language, "@value": text })
    }
}

/// Something elsewhere, with what it is: readers of the catalogue do not fetch it to find out.
fn typed(id: &str, class: &str) -> Value {
    json!({ "@id": id, "@type": class })
}

/// A language in the vocabulary that DCAT-AP asks for.
fn language(tag: &str) -> &'static str {
    if tag == "en" { LANGUAGES[1] } else { LANGUAGES[0] }
}

fn day(date: Date) -> Value {
    json!({ "@type": "xsd:date", "@value": date.to_string() })
}
