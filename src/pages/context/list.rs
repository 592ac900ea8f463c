//! Lists of records and of merchants.
//!
//! In: rows already worded, in order. Out: `list.html`, and the rows that other pages borrow from it.

use super::fact::Chip;
use super::page::{Choice, Page, Pager};
use serde::Serialize;

/// `list.html`: a list of records of one kind, or of merchants.
#[derive(Debug, Clone, Serialize)]
pub struct ListPage {
    pub page: Page,
    /// Kind key of the list (`merchant` for merchants).
    pub kind: &'static str,
    pub heading: String,
    /// What the list is and what it is not, one or two sentences.
    pub intro: String,
    pub items: Vec<ListItem>,
    pub total: usize,
    pub pager: Pager,
    pub districts: Vec<Choice>,
    pub industries: Vec<Choice>,
    /// Download of this kind, CSV.
    pub download: Option<String>,
}

/// One row of a record list.
#[derive(Debug, Clone, Serialize)]
pub struct ListItem {
    pub title: String,
    pub href: String,
    pub summary: String,
    pub kind_label: String,
    pub tone: &'static str,
    pub date: Option<String>,
    pub agency: Option<String>,
    pub document_no: Option<String>,
    pub district: Option<String>,
    pub industry: Option<String>,
    pub until: Option<String>,
    /// On merchants: the kinds of facts on record, each hidden after the last day of its last fact.
    pub chips: Vec<Chip>,
}
