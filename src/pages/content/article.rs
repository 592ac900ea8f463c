//! `content/articles/*.md`: what an article says about itself.
//!
//! In: the keys of its front matter. Out: [`Article`], or every mistake with its line. What concerns several articles (a
//! part of a series that two of them are, a related one that does not exist) is looked at when all have been read.

use super::front_matter::Keys;
use super::{Broken, ContentError, Mistake, Source};
use crate::clock::Date;
use crate::pages::context::ArticleSource;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::str::FromStr;

/// Parts a series may have.
const MOST_PARTS: u32 = 99;
/// The words for how a document stands, 有效性, as staff write them and as keys of interface strings.
const VALIDITIES: [(&str, &str); 5] =
    [("有效", "valid"), ("已修改", "amended"), ("废止", "repealed"), ("失效", "lapsed"), ("征求意见", "draft")];

/// One file of `content/articles/`.
#[derive(Debug, Clone)]
pub struct Article {
    /// File name without `.md`; the address is `articles/SLUG.html`.
    pub slug: String,
    pub path: PathBuf,
    pub front: ArticleFront,
    /// Markdown.
    pub body: String,
    /// Line of the file on which the body begins, from 1.
    pub body_line: usize,
}

/// What an article says about itself.
#[derive(Debug, Clone)]
pub struct ArticleFront {
    pub title: String,
    pub kind: ArticleKind,
    /// Day from which it is shown.
    pub published_on: Date,
    pub updated_on: Option<Date>,
    /// 内容核对于.
    pub checked_on: Option<Date>,
    /// Day by which somebody must have looked at it again.
    pub review_by: Option<Date>,
    /// Last day on which it is shown.
    pub expires_on: Option<Date>,
    pub draft: bool,
    pub summary: String,
    /// Never empty.
    pub authors: Vec<String>,
    /// 审核: who looked at it before it was published.
    pub reviewers: Vec<String>,
    pub keywords: Vec<String>,
    pub series: Option<SeriesPart>,
    /// Slugs of articles that its author leads on to.
    pub related: Placed<Vec<String>>,
    pub sources: Vec<ArticleSource>,
}

/// A value and its line in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    pub value: T,
    pub line: usize,
}

/// A place in a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPart {
    /// What all its parts name as their series.
    pub title: String,
    /// From 1.
    pub part: u32,
    /// Line of the key `part`.
    pub line: usize,
}

impl ArticleFront {
    /// The day a reader should go by: of the last update, else of publication.
    pub fn changed_on(&self) -> Date {
        self.updated_on.map_or(self.published_on, |updated| updated.max(self.published_on))
    }

    /// The same as it is on a day: an update that is yet to come is none.
    pub fn changed_by(&self, date: Date) -> Date {
        self.updated_on.filter(|updated| *updated <= date).map_or(self.published_on, |day| day.max(self.published_on))
    }
}

/// What an article is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArticleKind {
    /// 政策解读.
    Policy,
    /// 案例.
    Case,
    /// 提醒.
    Alert,
    /// 消费指南.
    Guide,
}

impl ArticleKind {
    pub const ALL: [ArticleKind; 4] = [ArticleKind::Policy, ArticleKind::Case, ArticleKind::Alert, ArticleKind::Guide];

    /// The word in front matter and interface strings.
    pub fn key(self) -> &'static str {
        match self {
            ArticleKind::Policy => "policy",
            ArticleKind::Case => "case",
            ArticleKind::Alert => "alert",
            ArticleKind::Guide => "guide",
        }
    }
}

/// The word is not an article kind.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an article kind; one of: policy, case, alert, guide")]
pub struct UnknownArticleKind(pub String);

impl FromStr for ArticleKind {
    type Err = UnknownArticleKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.key() == word).ok_or_else(|| UnknownArticleKind(word.to_owned()))
    }
}

// Every key is read before the first `?`, so that one reading finds every mistake.

pub(super) fn read(keys: &mut Keys<'_>, source: Source) -> Option<Article> {
    let title = keys.required_text("title");
    let kind = keys.required_word("kind", ArticleKind::from_str, "one of `policy`, `case`, `alert`, `guide`");
    let published_on = keys.required_date("published_on");
    let updated_on = keys.date("updated_on");
    let checked_on = keys.date("checked_on");
    let review_by = keys.date("review_by");
    let expires_on = keys.date("expires_on");
    let draft = keys.flag("draft");
    let summary = keys.required_text("summary");
    let authors = keys.required_names("author");
    let reviewers = keys.names("reviewers").unwrap_or_default();
    let keywords = keys.texts("keywords");
    let series = read_series(keys);
    let related = Placed { value: keys.texts("related"), line: keys.line_of("related") };
    let anonymised = keys.flag("anonymised");
    let sources = keys.tables("sources", read_source);
    for (key, date) in [("updated_on", updated_on), ("expires_on", expires_on), ("review_by", review_by)] {
        if date.zip(published_on).is_some_and(|(date, published)| date < published) {
            keys.refuse(key, Mistake::BeforePublication { key });
        }
    }
    if kind == Some(ArticleKind::Case) && !draft && !anonymised {
        keys.refuse("anonymised", Mistake::NotAnonymised);
    }
    let front = ArticleFront {
        title: title?,
        kind: kind?,
        published_on: published_on?,
        updated_on,
        checked_on,
        review_by,
        expires_on,
        draft,
        summary: summary?,
        authors: authors?,
        reviewers,
        keywords,
        series,
        related,
        sources,
    };
    Some(Article { slug: source.slug, path: source.path, front, body: source.body, body_line: source.body_line })
}

fn read_series(keys: &mut Keys<'_>) -> Option<SeriesPart> {
    let title = keys.text("series");
    let part = keys.number("part", 1..=MOST_PARTS, "a number from 1 to 99");
    match (title, part) {
        (Some(title), Some(part)) => Some(SeriesPart { title, part, line: keys.line_of("part") }),
        (Some(_), None) if !keys.was_given("part") => {
            keys.refuse("series", Mistake::Missing { key: "part" });
            None
        }
        (None, Some(_)) if !keys.was_given("series") => {
            keys.refuse("part", Mistake::Missing { key: "series" });
            None
        }
        _ => None,
    }
}

fn read_source(keys: &mut Keys<'_>) -> Option<ArticleSource> {
    let title = keys.required_text("title");
    let document_no = keys.text("document_no");
    let url = keys.address("url");
    let article = keys.text("article");
    let written_on = keys.date("written_on").map(|date| date.to_string());
    let index_no = keys.text("index_no");
    let topic = keys.text("topic");
    let issuer = keys.text("issuer");
    let validity = keys.word(
        "validity",
        |word| validity_key(word).ok_or(()),
        "one of `有效`, `已修改`, `废止`, `失效`, `征求意见`",
    );
    Some(ArticleSource { title: title?, document_no, url, article, written_on, validity, index_no, topic, issuer })
}

/// The key of a word for how a document stands.
pub fn validity_key(word: &str) -> Option<&'static str> {
    VALIDITIES.into_iter().find(|(written, key)| *written == word || *key == word).map(|found| found.1)
}

/// The word for a key of how a document stands; any other text as it is.
pub fn validity_word(key: &str) -> &str {
    VALIDITIES.into_iter().find(|(_, known)| *known == key).map_or(key, |found| found.0)
}

/// What one article alone cannot show: two that are the same part of a series, related ones that are not there.
pub(super) fn check_together(articles: &[Article], broken: &[Broken], errors: &mut Vec<ContentError>) {
    let stem = |broken: &Broken| broken.path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut slugs: BTreeSet<String> = articles.iter().map(|article| article.slug.clone()).collect();
    slugs.extend(broken.iter().filter_map(stem));
    let mut parts: BTreeMap<(&str, u32), &Article> = BTreeMap::new();
    for article in articles {
        if let Some(series) = &article.front.series
            && let Some(first) = parts.insert((&series.title, series.part), article)
        {
            let mistake = Mistake::DuplicatePart { part: series.part, first: first.path.clone() };
            errors.push(ContentError::at(&article.path, series.line, mistake));
        }
        let Placed { value: related, line } = &article.front.related;
        for slug in related.iter().filter(|slug| !slugs.contains(*slug) || **slug == article.slug) {
            errors.push(ContentError::at(&article.path, *line, Mistake::NoSuchArticle { slug: slug.clone() }));
        }
    }
}
