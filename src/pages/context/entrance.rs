//! The pages a visit begins with: home, search, and the pages for an address that leads
//! nowhere or cannot be reached.
//!
//! In: the latest of lists and articles. Out: `home.html`, `search.html`, `404.html`, `offline.html`.

use super::article::ArticleCard;
use super::list::ListItem;
use super::page::{Choice, Page};
use serde::Serialize;

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
    /// The day on which the last of its sources was had, ISO: the number is at least as fresh.
    pub checked_on: Option<String>,
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

/// `offline.html`: stands in for an address that was not kept, when there is no network.
#[derive(Debug, Clone, Serialize)]
pub struct OfflinePage {
    pub page: Page,
}

/// `404.html`.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundPage {
    pub page: Page,
}
