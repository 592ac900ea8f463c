//! What the portal says of itself: fixed pages, sources with their freshness, method and rules.
//!
//! In: fixed pages, states of feeds, rules in force. Out: `about.html`, `text.html`, `map.html`, `sources.html`,
//! `method.html`.

use super::fact::Labelled;
use super::page::{Link, Page};
use serde::Serialize;

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

/// `text.html`: a fixed page of `content/pages/`, under `/about/`.
#[derive(Debug, Clone, Serialize)]
pub struct TextPage {
    pub page: Page,
    pub body_html: String,
    pub updated_on: Option<String>,
}

/// `map.html`: every column of the site, in groups.
#[derive(Debug, Clone, Serialize)]
pub struct MapPage {
    pub page: Page,
    pub groups: Vec<MapGroup>,
}

#[derive(Debug, Clone, Serialize)]
pub struct MapGroup {
    pub label: String,
    pub links: Vec<Link>,
}

/// `sources.html`: every feed with its freshness.
#[derive(Debug, Clone, Serialize)]
pub struct SourcesPage {
    pub page: Page,
    /// Feeds by agency, each agency once, in the order in which its first feed is declared.
    pub agencies: Vec<AgencyFeeds>,
}

/// An agency and its feeds.
#[derive(Debug, Clone, Serialize)]
pub struct AgencyFeeds {
    pub agency: String,
    pub feeds: Vec<FeedView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeedView {
    pub id: String,
    pub kind_label: String,
    pub records: usize,
    /// Day of the last success, ISO.
    pub last_success: Option<String>,
    /// `fresh`, `stale`, `held`, `failed` or `never`.
    pub status: &'static str,
    pub status_label: String,
    pub quarantined: usize,
    pub url: Option<String>,
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
