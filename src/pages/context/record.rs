//! A record's permanent page, and what remains of it when it has left.
//!
//! In: one record with its history. Out: `record.html`, `tombstone.html`.

use super::article::ArticleCard;
use super::fact::{AgencySources, Citation, Fact, Labelled};
use super::page::{Link, Page};
use serde::Serialize;

/// `record.html`: the permalink the press cites.
#[derive(Debug, Clone, Serialize)]
pub struct RecordPage {
    pub page: Page,
    pub id: String,
    pub fact: Fact,
    /// Where it came from, by agency.
    pub agencies: Vec<AgencySources>,
    pub heading: String,
    pub merchant: Option<Link>,
    /// 文件信息 of a policy: index number, topic, issuer, day, title, number, day of publication, validity.
    pub document: Vec<Labelled>,
    /// Every other published field, labelled, in the order of the field table.
    pub fields: Vec<Labelled>,
    /// Body of a notice, case or policy as sanitised HTML; print with `| safe`.
    pub body_html: Option<String>,
    pub first_seen: String,
    pub changed_on: Option<String>,
    /// What became of it since it came, oldest first.
    pub history: Vec<TurnView>,
    /// Articles that explain this document.
    pub explainers: Vec<ArticleCard>,
    pub citation: Citation,
    /// 公示期限: how the last day comes about, and the rule that sets it.
    pub period: Vec<Labelled>,
    /// Fields in which two feeds differ: label and what each says.
    pub conflicts: Vec<Labelled>,
    /// Fields that were corrected by hand: label, and when and why.
    pub corrections: Vec<Labelled>,
    /// On an award, what was found against its merchant since.
    pub beside: Vec<Fact>,
}

/// A change of a record's state or content.
#[derive(Debug, Clone, Serialize)]
pub struct TurnView {
    /// ISO date.
    pub date: String,
    /// 公示中, 异议中, 已更正 ….
    pub state: String,
    /// Why, in words.
    pub text: String,
}

/// `tombstone.html`: nameless, `noindex`.
#[derive(Debug, Clone, Serialize)]
pub struct TombstonePage {
    pub page: Page,
    /// Day from which the record is no longer shown, ISO.
    pub on: String,
}
