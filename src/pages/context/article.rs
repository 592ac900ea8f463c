//! Articles and their list.
//!
//! In: Markdown already made safe. Out: `article.html`, `articles.html`.

use super::page::Page;
use serde::Serialize;

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
