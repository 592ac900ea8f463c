//! What every page has, and the links pages share.
//!
//! In: paths and words already resolved. Out: `page` in every template; links of navigation, filters and pagers.

use serde::Serialize;

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
    pub column_description: String,
    pub column_keywords: Vec<String>,
    /// 栏目类别 (`ColumnType`).
    pub column_type: String,
    /// From the home page down to, not including, this page.
    pub breadcrumbs: Vec<Link>,
    /// `PubDate`, `YYYY-MM-DD HH:MM`; absent on generated lists.
    pub published: Option<String>,
    /// `ContentSource`.
    pub source: Option<String>,
    pub keywords: Vec<String>,
    pub noindex: bool,
    /// Picture beside a link to this page in a chat: `share/{{ page.card }}.png`.
    pub card: &'static str,
    /// JSON-LD, already serialised with `<` escaped; print with `| safe`.
    pub json_ld: Option<String>,
    /// Atom feed of this very selection.
    pub feed: Option<String>,
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

/// Numbered pages; `links` is a window around the current one, with gaps as `None`.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Pager {
    pub current: usize,
    pub pages: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub links: Vec<Option<Choice>>,
}
