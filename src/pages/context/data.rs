//! Downloads and the data dictionary.
//!
//! In: files already written, their sizes. Out: `data.html`.

use super::page::Page;
use serde::Serialize;

/// `data.html`: downloads and the data dictionary.
#[derive(Debug, Clone, Serialize)]
pub struct DataPage {
    pub page: Page,
    pub downloads: Vec<Download>,
    /// The tables of the statistics page.
    pub tables: Vec<DownloadFile>,
    pub dictionary: Vec<DictionaryEntry>,
    /// Absolute address of an example of a card.
    pub card: Option<String>,
}

/// `card.html`: the frame that a script fills with one merchant's facts.
#[derive(Debug, Clone, Serialize)]
pub struct CardPage {
    pub page: Page,
}

#[derive(Debug, Clone, Serialize)]
pub struct Download {
    /// The kind's key, or `all`.
    pub kind: &'static str,
    /// What its files are called.
    pub list: &'static str,
    pub label: String,
    pub records: usize,
    pub files: Vec<DownloadFile>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DownloadFile {
    pub label: String,
    pub href: String,
    pub bytes: usize,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct DictionaryEntry {
    pub key: String,
    pub label: String,
    pub value_type: String,
    /// 元, %, 件; none for what is not counted.
    pub unit: Option<String>,
    /// Labels of the kinds that a record cannot be published without it.
    pub required_by: Vec<String>,
    /// The standard that fixes its meaning; none where the deciding agency's own words hold.
    pub meaning: Option<String>,
}
