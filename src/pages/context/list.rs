//! Lists of records and of merchants.
//!
//! In: rows already worded, in order. Out: `list.html`, and the rows that other pages borrow from it.

use super::fact::Chip;
use super::page::{Choice, Link, Page, Pager};
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
    /// Heading of the first column, which names the entry.
    pub name: ListColumn,
    /// The other columns: those in which an entry of this page has something.
    pub columns: Vec<ListColumn>,
    pub rows: Vec<ListRow>,
    pub total: usize,
    /// Numbers of the first and last entry of this page, from 1.
    pub first: usize,
    pub last: usize,
    pub pager: Pager,
    /// Links to where an initial begins; none in short lists and in lists by date.
    pub letters: Vec<Choice>,
    pub facets: Vec<Facet>,
    /// For a list without entries: what was searched in vain.
    pub searched: String,
    /// CSV of this very selection.
    pub download: Link,
    /// Atom of this very selection; on lists of merchants, of all records about them.
    pub feed: Link,
}

/// One way to narrow a list, with the choices that lead somewhere.
#[derive(Debug, Clone, Serialize)]
pub struct Facet {
    pub label: String,
    /// Out of this narrowing, when the list is narrowed so.
    pub all: Option<Choice>,
    pub choices: Vec<Choice>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ListColumn {
    pub label: String,
    /// How its values compare: `text`, `number` or `date`.
    pub sort: &'static str,
    /// `ascending` or `descending` where the page comes in the order of this column.
    pub order: Option<&'static str>,
}

/// An entry of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListRow {
    /// Set on the first entry of an initial.
    pub anchor: Option<String>,
    pub title: String,
    pub href: String,
    /// What a reader needs beside the name: brands, the reason.
    pub note: String,
    /// Last day on which the entry may be shown, ISO.
    pub until: Option<String>,
    /// On merchants, the kinds of facts on record; on records, what is said against them.
    pub chips: Vec<Chip>,
    /// In the order of the columns.
    pub cells: Vec<ListCell>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ListCell {
    /// Empty where the entry says nothing.
    pub text: String,
    /// A second line.
    pub meta: Option<String>,
    /// What rows are sorted by where the words do not sort: `2026Q3` of 2026年三季度.
    pub key: Option<String>,
}

/// A record in the short lists of other pages.
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
