//! What templates see: one struct a page kind, the whole contract with themes.
//!
//! In: nothing but values made by [`crate::pages::render`]. Out: serialised into Tera. A template receives one of the
//! `…Page` structs at the top level (so `{{ page.title }}`, `{{ merchant.name }}`), beside the site-wide globals of
//! [`SiteContext`] (`site`, `t`, `assets`). Nothing here computes: dates are already worded, links already resolved.
//!
//! Every `href` is a path below the site's root without a leading slash (`m/6F/91….html`); templates write
//! `{{ page.root }}{{ x.href }}`, which keeps the site movable. Absolute addresses are called `url`.

use serde::Serialize;
use std::collections::BTreeMap;

/// Site-wide values, put once into Tera's global context under the names of the fields.
#[derive(Debug, Clone, Serialize)]
pub struct SiteContext {
    /// Facts about the portal.
    pub site: Site,
    /// Interface strings of the portal's language, nested as in `i18n/*.toml`.
    pub t: serde_json::Value,
    /// Logical asset name (`site.css`, `search.js`) to its published path with the content hash.
    pub assets: BTreeMap<String, String>,
}

/// The portal as pages present it.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    pub title: String,
    /// Absolute, with a trailing slash.
    pub base_url: String,
    /// Host name of `base_url`, for the `SiteDomain` meta tag.
    pub domain: String,
    /// `zh-CN` or `en`.
    pub language: String,
    /// 主办单位.
    pub organizer: String,
    /// True when the portal shows invented data and every page must say so.
    pub sample: bool,
    /// The fixed date of the portal (`as_of`), ISO; absent on a portal that follows the calendar.
    pub as_of: Option<String>,
    pub government: Option<Government>,
    pub channels: Vec<Channel>,
    /// Main navigation, six entries at most.
    pub nav: Vec<Link>,
}

/// Footer and meta values of a government site (`domain.md` section 5).
#[derive(Debug, Clone, Serialize)]
pub struct Government {
    pub site_id_code: Option<String>,
    pub icp: Option<String>,
    pub police: Option<String>,
    pub error_report_url: Option<String>,
}

/// 维权渠道: where a consumer can turn.
#[derive(Debug, Clone, Serialize)]
pub struct Channel {
    pub name: String,
    pub url: Option<String>,
    pub phone: Option<String>,
    pub note: Option<String>,
    /// ISO date on which the entry was last checked.
    pub checked_on: String,
}

/// A labelled link inside the site.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Link {
    pub label: String,
    pub href: String,
}

/// A link of a filter or a pager: with how many entries it leads to, and whether it is where the reader stands.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub label: String,
    pub href: String,
    pub count: usize,
    pub current: bool,
}

/// What every page has, for `<head>`, breadcrumbs and footer.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    pub title: String,
    pub description: String,
    /// Path below the root, e.g. `merchants/index.html`.
    pub path: String,
    /// `../` as often as the page is deep; empty for the home page. The 404 page has an absolute path here.
    pub root: String,
    /// Absolute address, without `index.html`.
    pub canonical: String,
    /// Template family: `home`, `merchant`, `record`, `list` …; also a class on `<body>`.
    pub kind: &'static str,
    /// Label of the column the page stands in (`ColumnName`).
    pub column: String,
    /// From the home page down to, not including, this page.
    pub breadcrumbs: Vec<Link>,
    /// `PubDate`, `YYYY-MM-DD HH:MM`; absent on generated lists.
    pub published: Option<String>,
    /// `ContentSource`.
    pub source: Option<String>,
    pub keywords: Vec<String>,
    pub noindex: bool,
    /// JSON-LD, already serialised with `<` escaped; print with `| safe`.
    pub json_ld: Option<String>,
    /// Atom feed of this very selection.
    pub feed: Option<String>,
}

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

/// `merchant.html`.
#[derive(Debug, Clone, Serialize)]
pub struct MerchantPage {
    pub page: Page,
    pub merchant: MerchantView,
    /// 公示信息 in force, severe first: blacklist, premises bans, exposures, penalties, abnormal entries, named notices.
    pub warnings: Vec<Fact>,
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
    /// True when the filing rule does not cover this merchant and "not filed" says nothing.
    pub filing_not_applicable: bool,
    pub timeline: Vec<TimelineItem>,
    /// Other merchants of the same name or at the same address, from published facts.
    pub lookalikes: Vec<LookalikeView>,
    pub sources: Vec<SourceView>,
    /// Inline SVG of the QR code of the canonical address; print with `| safe`.
    pub qr_svg: String,
    pub citation: String,
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

/// `record.html`: the permalink the press cites.
#[derive(Debug, Clone, Serialize)]
pub struct RecordPage {
    pub page: Page,
    pub id: String,
    pub fact: Fact,
    pub heading: String,
    pub merchant: Option<Link>,
    /// Every published field, labelled, in the order of the field table.
    pub fields: Vec<Labelled>,
    /// Body of a notice, case or policy as sanitised HTML; print with `| safe`.
    pub body_html: Option<String>,
    pub first_seen: String,
    pub changed_on: Option<String>,
    /// What became of it since it came, oldest first.
    pub history: Vec<TurnView>,
    pub citation: String,
    /// Fields in which two feeds differ: label and what each says.
    pub conflicts: Vec<Labelled>,
    /// Fields that were corrected by hand: label, and when and why.
    pub corrections: Vec<Labelled>,
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

/// A small label in words.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    pub label: String,
    pub tone: &'static str,
    pub until: Option<String>,
}

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

/// Numbered pages; `links` is a window around the current one, with gaps as `None`.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Pager {
    pub current: usize,
    pub pages: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub links: Vec<Option<Choice>>,
}

/// `home.html`.
#[derive(Debug, Clone, Serialize)]
pub struct HomePage {
    pub page: Page,
    pub slogan: String,
    /// Three example queries under the search box.
    pub examples: Vec<String>,
    pub steps: Vec<Step>,
    /// Latest exposures, list entries and bans.
    pub latest: Vec<ListItem>,
    pub notices: Vec<ListItem>,
    pub awards: Vec<ListItem>,
    pub articles: Vec<ArticleCard>,
    pub figures: Vec<Figure>,
    pub districts: Vec<Choice>,
    pub industries: Vec<Choice>,
}

#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub struct Step {
    pub title: String,
    pub text: String,
}

/// A number worth a glance, with where it leads.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    pub label: String,
    pub value: String,
    pub href: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ArticleCard {
    pub title: String,
    pub href: String,
    pub summary: String,
    /// `policy`, `case`, `alert` or `guide`.
    pub kind: String,
    pub kind_label: String,
    pub date: String,
}

/// `search.html`: the frame that the browser module fills.
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage {
    pub page: Page,
    pub examples: Vec<String>,
    /// What the search covers, for the empty answer: feeds and the day up to which.
    pub feed_count: usize,
    pub districts: Vec<Choice>,
}

/// `article.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ArticlePage {
    pub page: Page,
    pub kind: String,
    pub kind_label: String,
    /// Sanitised HTML of the Markdown body; print with `| safe`.
    pub body_html: String,
    pub contents: Vec<Heading>,
    pub published_on: String,
    pub updated_on: Option<String>,
    /// 内容核对于.
    pub checked_on: Option<String>,
    pub author: String,
    pub summary: String,
    pub sources: Vec<ArticleSource>,
    pub related: Vec<ArticleCard>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Heading {
    pub id: String,
    pub text: String,
}

/// What an article rests on.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleSource {
    pub title: String,
    pub document_no: Option<String>,
    pub url: Option<String>,
    pub article: Option<String>,
}

/// `articles.html`: all articles, grouped by kind.
#[derive(Debug, Clone, Serialize)]
pub struct ArticlesPage {
    pub page: Page,
    pub groups: Vec<ArticleGroup>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ArticleGroup {
    pub kind: String,
    pub label: String,
    pub articles: Vec<ArticleCard>,
}

/// `text.html`: a fixed page of `content/pages/`, under `/about/`.
#[derive(Debug, Clone, Serialize)]
pub struct TextPage {
    pub page: Page,
    pub body_html: String,
    pub updated_on: Option<String>,
}

/// `about.html`: the entrance to the fixed pages, with channels and joint-meeting members.
#[derive(Debug, Clone, Serialize)]
pub struct AboutPage {
    pub page: Page,
    pub pages: Vec<AboutLink>,
    /// 联席会议 members and their duties.
    pub members: Vec<Member>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AboutLink {
    pub label: String,
    pub href: String,
    pub summary: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Member {
    pub name: String,
    pub duties: Option<String>,
    pub site: Option<String>,
}

/// `sources.html`: every feed with its freshness.
#[derive(Debug, Clone, Serialize)]
pub struct SourcesPage {
    pub page: Page,
    pub feeds: Vec<FeedView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeedView {
    pub id: String,
    pub agency: String,
    pub kind_label: String,
    /// Container, e.g. `csv`.
    pub format: String,
    pub records: usize,
    /// Day of the last success, ISO.
    pub last_success: Option<String>,
    /// `fresh`, `stale`, `held`, `failed` or `never`.
    pub status: &'static str,
    pub status_label: String,
    pub quarantined: usize,
    pub url: Option<String>,
}

/// `method_rules.html` is part of the method page: the periods in force, with source and date of checking.
#[derive(Debug, Clone, Serialize)]
pub struct RuleView {
    pub kind_label: String,
    pub class_label: String,
    pub domain: String,
    pub maximum: String,
    pub valid_from: String,
    pub source: String,
    pub checked_on: String,
    pub verified: bool,
}

/// A rule beside the periods: what is not published, what makes a class.
#[derive(Debug, Clone, Serialize)]
pub struct ProvisionView {
    /// The rule in words.
    pub title: String,
    pub valid_from: String,
    pub source: String,
    pub checked_on: String,
    pub verified: bool,
}

/// `method.html`: the fixed page `method`, then the rules.
#[derive(Debug, Clone, Serialize)]
pub struct MethodPage {
    pub page: Page,
    pub body_html: String,
    pub updated_on: Option<String>,
    pub rules: Vec<RuleView>,
    /// What is not published, and what makes a class, in the order in which it is looked at.
    pub provisions: Vec<ProvisionView>,
    /// Sources of rules that could not be checked against the official text, each once, with the rules that rest on it.
    pub unverified: Vec<Labelled>,
}

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

/// `stats.html`.
#[derive(Debug, Clone, Serialize)]
pub struct StatsPage {
    pub page: Page,
    pub charts: Vec<Chart>,
    /// 统计 records as published by agencies.
    pub published: Vec<ListItem>,
}

/// A bar chart drawn as inline SVG, with the same figures as a table.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    pub id: String,
    /// Says the finding, not the axis.
    pub title: String,
    pub unit: String,
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    pub label: String,
    pub value: usize,
    /// Of the largest bar, 0–100.
    pub percent: usize,
    pub href: Option<String>,
}

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

/// `404.html`.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundPage {
    pub page: Page,
}
