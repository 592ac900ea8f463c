//! Articles and their list.
//!
//! In: Markdown already made safe. Out: `article.html`, `articles.html`.

use super::fact::Labelled;
use super::page::{Link, Page};
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
    /// Last day of showing, ISO; the page carries it as `data-until`.
    pub expires_on: Option<String>,
    pub authors: Vec<String>,
    /// 审核.
    pub reviewers: Vec<String>,
    /// How long reading takes.
    pub minutes: usize,
    pub summary: String,
    /// True for a case, whose page says that nobody in it can be told.
    pub anonymised: bool,
    pub series: Option<SeriesView>,
    /// True when the document that a policy's article explains is only a draft.
    pub draft: bool,
    /// 文件信息 of the document that a policy's article explains, as 国办发〔2017〕47号 orders it: index number, topic,
    /// issuer, day, title, number, day of publication, validity; empty for other articles.
    pub document: Vec<Labelled>,
    pub sources: Vec<CitedDocument>,
    pub related: Vec<ArticleCard>,
}

/// The series an article is part of.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesView {
    pub title: String,
    /// Every part that is shown, in order, this one among them.
    pub parts: Vec<SeriesEntry>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

#[derive(Debug, Clone, Serialize)]
pub struct SeriesEntry {
    pub label: String,
    pub href: String,
    pub current: bool,
    pub until: Option<String>,
}

/// A document that an article rests on, with its page on this site when the portal has one.
#[derive(Debug, Clone, Serialize)]
pub struct CitedDocument {
    #[serde(flatten)]
    pub source: ArticleSource,
    /// 发布日期, from the policy's record.
    pub published_on: Option<String>,
    /// 有效性 in words.
    pub validity_label: Option<String>,
    /// Page of the policy's record.
    pub record: Option<String>,
    /// True for a draft, which is not in force.
    pub draft: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct Heading {
    pub id: String,
    pub text: String,
}

/// What an article rests on.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleSource {
    pub title: String,
    /// 索引号, in the catalogue of whoever issued it.
    pub index_no: Option<String>,
    /// 主题分类.
    pub topic: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 文号.
    pub document_no: Option<String>,
    pub url: Option<String>,
    /// Which article of it.
    pub article: Option<String>,
    /// 成文日期, ISO.
    pub written_on: Option<String>,
    /// 有效性: `valid`, `amended`, `repealed`, `lapsed` or `draft`.
    pub validity: Option<&'static str>,
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
    /// Last day of showing, ISO.
    pub until: Option<String>,
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
