//! Facts on record: one record worded, where it came from, and the labels that stand for it.
//!
//! In: records already judged and worded. Out: what merchant and record pages show of them.

use serde::Serialize;

/// One fact on record, worded.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// Kind key, e.g. `premises-ban`.
    pub kind: &'static str,
    pub kind_label: String,
    /// `severe`, `warn`, `neutral` or `good`: a class and an icon; the word is `kind_label`.
    pub tone: &'static str,
    /// The whole fact in one sentence (`look.md`, Words).
    pub sentence: String,
    /// Permalink of the record.
    pub href: String,
    /// Date of the fact, ISO.
    pub date: Option<String>,
    pub agency: String,
    pub document_no: Option<String>,
    /// Last day on which it may be shown, ISO; pages carry it as `data-until`.
    pub until: Option<String>,
    /// 异议中: the sentence that says so, when an objection is being examined.
    pub objection: Option<String>,
    /// 已更正: on which day, and which fields.
    pub correction: Option<String>,
    /// A standing remark of the kind (备案不代表政府担保).
    pub remark: Option<String>,
    pub sources: Vec<SourceView>,
}

/// Where a fact came from.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// Feed id.
    pub feed: String,
    /// Publishing agency.
    pub agency: String,
    /// The agency's own page, when the feed gave one; only http(s).
    pub url: Option<String>,
    /// First day it was seen in this feed, ISO.
    pub first_seen: String,
    /// Said of a feed that has not been had as it should: 超期未更新.
    pub trouble: Option<String>,
}

/// How a page is cited.
#[derive(Debug, Clone, Serialize)]
pub struct Citation {
    /// GB/T 7714, up to the day of reading.
    pub standard: String,
    /// The rest of it: the address.
    pub standard_tail: String,
    /// In running text.
    pub plain: String,
}

/// A QR code as SVG.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// `viewBox`: whoever draws the code a second time needs it.
    pub view_box: String,
    /// What stands inside `<svg>`; print with `| safe`.
    pub inner: String,
}

/// A label and its value, on record pages.
#[derive(Debug, Clone, Serialize)]
pub struct Labelled {
    pub key: String,
    pub label: String,
    pub value: String,
    /// Set when the value leads to a page of the site.
    pub href: Option<String>,
}

/// A small label in words.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    pub label: String,
    pub tone: &'static str,
    pub until: Option<String>,
}
