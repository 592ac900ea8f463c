//! The DCAT catalogue of the bulk files, as JSON-LD (DCAT-AP vocabulary).

use super::schema::pretty;
use crate::clock::Date;
use serde_json::{Value, json};

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

/// The files of one kind.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The kind's key, or `all`.
    pub key: &'static str,
    pub title: String,
    pub description: String,
    /// Path of its JSON Schema below the site's root.
    pub schema: String,
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
        let publisher = json!({ "@type": "foaf:Organization", "foaf:name": self.publisher });
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
            "dct:language": self.language,
            "dct:publisher": publisher,
            "dct:spatial": self.region(),
            "dct:license": { "@id": self.licence_url },
            "foaf:homepage": { "@id": self.base_url },
            "dcat:dataset": datasets,
        }))
    }

    fn dataset(&self, dataset: &Dataset, publisher: &Value) -> Value {
        let distributions: Vec<Value> = dataset.files.iter().map(|file| self.distribution(dataset, file)).collect();
        let mut value = json!({
            "@id": format!("{}data/#{}", self.base_url, dataset.key),
            "@type": "dcat:Dataset",
            "dct:identifier": dataset.key,
            "dct:title": self.text(&dataset.title),
            "dct:description": self.text(&dataset.description),
            "dct:publisher": publisher,
            "dct:spatial": self.region(),
            "dct:license": { "@id": self.licence_url },
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

    fn region(&self) -> Value {
        json!({ "@type": "dct:Location", "dct:identifier": self.region })
    }

    fn distribution(&self, dataset: &Dataset, file: &DatasetFile) -> Value {
        let url = format!("{}{}", self.base_url, file.path);
        json!({
            "@id": url,
            "@type": "dcat:Distribution",
            "dcat:accessURL": { "@id": url },
            "dcat:downloadURL": { "@id": url },
            "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{}", file.media_type) },
            "dcat:byteSize": { "@type": "xsd:nonNegativeInteger", "@value": file.bytes.to_string() },
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
                "spdx:checksumValue": { "@type": "xsd:hexBinary", "@value": file.sha256 },
            },
            "dct:conformsTo": { "@id": format!("{}{}", self.base_url, dataset.schema) },
            "dct:license": { "@id": self.licence_url },
        })
    }

    fn text(&self, text: &str) -> Value {
        json!({ "@language": self.language, "@value": text })
    }
}

fn day(date: Date) -> Value {
    json!({ "@type": "xsd:date", "@value": date.to_string() })
}
