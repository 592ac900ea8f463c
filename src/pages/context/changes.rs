//! What moved: changes by day.
//!
//! In: counts and rows already made. Out: `changes.html`.

use super::list::ListItem;
use super::page::Page;
use serde::Serialize;

/// `changes.html`: what came, changed and left, by day; nothing names what left.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesPage {
    pub page: Page,
    pub days: Vec<ChangeDay>,
    /// The same for machines.
    pub download: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChangeDay {
    pub date: String,
    pub counts: Vec<ChangeCount>,
    /// Links to records that are still public, at most a page full.
    pub items: Vec<ChangeItem>,
}

/// A record that came or changed.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeItem {
    #[serde(flatten)]
    pub item: ListItem,
    /// Which fields were corrected.
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChangeCount {
    pub kind_label: String,
    pub added: usize,
    pub corrected: usize,
    pub updated: usize,
    pub left: usize,
}
