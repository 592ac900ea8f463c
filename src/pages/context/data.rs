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
    pub dictionary: Vec<DictionaryEntry>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Download {
    pub kind: &'static str,
    pub label: String,
    pub records: usize,
    pub files: Vec<DownloadFile>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DownloadFile {
    pub label: String,
    pub href: String,
    pub bytes: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct DictionaryEntry {
    pub key: String,
    pub label: String,
    pub value_type: String,
}
