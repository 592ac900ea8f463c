//! A merchant's page, and what stands at an address it had before.
//!
//! In: facts in force, already worded and ordered. Out: `merchant.html`, `moved.html`, `badge.svg`.

use super::fact::{AgencySources, Chip, Citation, Fact, Qr, SourceView};
use super::page::{Link, Page};
use serde::Serialize;

/// `merchant.html`.
#[derive(Debug, Clone, Serialize)]
pub struct MerchantPage {
    pub page: Page,
    pub merchant: MerchantView,
    /// 公示信息 in force, severe first: blacklist, premises bans, exposures, penalties, abnormal entries, named notices.
    pub warnings: Vec<Fact>,
    /// Bans on the premises, said of the place: the merchant is not the one they were decided against.
    pub premises: Vec<Fact>,
    /// 备案与资金存管.
    pub registrations: Vec<Fact>,
    /// 承诺与荣誉.
    pub promises: Vec<Fact>,
    /// 投诉公示.
    pub complaints: Vec<Fact>,
    /// True when none of the four lists has an entry: the page then says what was searched.
    pub nothing_on_record: bool,
    /// How many feeds the portal has, for that sentence.
    pub feed_count: usize,
    /// What stands where no filing, or no custody of prepaid money, is on record.
    pub gaps: Vec<Gap>,
    pub timeline: Vec<TimelineItem>,
    /// Other merchants of the same name or at the same address, from published facts.
    pub lookalikes: Vec<LookalikeView>,
    /// By feed, for the page's content as JSON.
    pub sources: Vec<SourceView>,
    /// The same by agency, for the page.
    pub agencies: Vec<AgencySources>,
    /// Path of the page's content as JSON.
    pub document: String,
    /// Path of the card that other sites may show in a frame.
    pub card: String,
    /// QR code of the canonical address.
    pub qr: Qr,
    /// 投放标识: where other sites can show what is on record; absent without a code, or when the portal has no badges.
    pub badge: Option<String>,
    pub citation: Citation,
}

/// A registration that is not on record, and what that does or does not say.
#[derive(Debug, Clone, Serialize)]
pub struct Gap {
    /// Kind key, `filing` or `custody`.
    pub kind: &'static str,
    pub kind_label: String,
    /// True when the rule does not cover this merchant, so that the gap says nothing.
    pub not_applicable: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct MerchantView {
    pub name: String,
    pub code: Option<String>,
    /// A remark when the code's check digit does not match.
    pub code_warning: bool,
    /// 招牌, 品牌.
    pub brands: Vec<String>,
    pub former_names: Vec<String>,
    /// Other names that sources give with the same code.
    pub also_named: Vec<String>,
    pub address: Option<String>,
    /// Those of its stores.
    pub other_addresses: Vec<String>,
    pub mall: Option<String>,
    pub district: Option<Place>,
    pub industry: Option<Place>,
    pub status: Option<String>,
    pub subject_kind: Option<String>,
    /// As registered; shown here and nowhere else.
    pub legal_representative: Option<String>,
    /// Last day on which something on this page changed, ISO.
    pub changed_on: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct TimelineItem {
    /// ISO date.
    pub date: String,
    pub kind_label: String,
    pub tone: &'static str,
    pub text: String,
    pub href: Option<String>,
    pub until: Option<String>,
}

/// A district or an industry a merchant belongs to, with its list page.
pub type Place = Link;

/// `badge.svg`: a merchant's badge on other sites. An image has no script that could take an expired fact down, so
/// what it counts is dated.
#[derive(Debug, Clone, Serialize)]
pub struct Badge {
    /// Cut where it is too long for a line.
    pub name: String,
    pub code: String,
    /// 行政处罚 1 条 · 发卡备案 1 条.
    pub facts: String,
    /// 截至: the day since when this has been so.
    pub since: String,
    /// The portal, cut where it is too long.
    pub portal: String,
}

/// Another merchant that readers may take for this one.
#[derive(Debug, Clone, Serialize)]
pub struct LookalikeView {
    pub label: String,
    pub href: String,
    /// 同名, 同址, or both.
    pub likeness: String,
    /// Kinds of facts in force about it.
    pub chips: Vec<Chip>,
}

/// `moved.html`: stands at an address that a merchant's page had before.
#[derive(Debug, Clone, Serialize)]
pub struct MovedPage {
    pub page: Page,
    /// Where the page is now.
    pub href: String,
}
