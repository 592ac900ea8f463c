//! Articles to pages.

mod shelf;
#[cfg(test)]
mod tests;

pub use shelf::Shelf;

use super::content::{Article, ArticleFront, ArticleKind};
use super::context::{
    ArticleCard, ArticleGroup, ArticlePage, ArticleSource, ArticlesPage, CitedDocument, Labelled, Link, Page,
    SeriesEntry, SeriesView,
};
use super::facts::View;
use super::markdown;
use super::mentions::Around;
use super::meta::{About, json_ld};
use super::policy::{PolicyHeader, is_draft_source};
use super::syndication::FeedEntry;
use super::urls;
use crate::records::Field;
use serde_json::json;

/// Where the feed of articles stands.
pub const FEED: &str = "feeds/articles.xml";
/// Order in which articles of the four kinds stand.
const KINDS: [ArticleKind; 4] = [ArticleKind::Guide, ArticleKind::Policy, ArticleKind::Case, ArticleKind::Alert];
/// Articles in their feed at the most.
const FEED_ENTRIES: usize = 50;
/// Characters of Chinese, and words of other scripts, that people read in a minute.
const CHARACTERS_A_MINUTE: usize = 400;
const WORDS_A_MINUTE: usize = 200;

impl View<'_> {
    fn article_kind(self, kind: ArticleKind) -> String {
        self.words.get(&format!("article.{}", kind.key())).to_owned()
    }

    fn article_card(self, article: &Article) -> ArticleCard {
        let front = &article.front;
        ArticleCard {
            title: front.title.clone(),
            href: urls::article(&article.slug),
            summary: front.summary.clone(),
            kind: front.kind.key().to_owned(),
            kind_label: self.article_kind(front.kind),
            date: front.published_on.to_string(),
            until: front.expires_on.map(|date| date.to_string()),
        }
    }

    /// The newest articles, as many as wanted.
    pub fn article_cards(self, most: usize) -> Vec<ArticleCard> {
        let mut newest: Vec<&Article> = self.model.content.articles.iter().collect();
        newest.sort_by_key(|article| (std::cmp::Reverse(article.front.published_on), &article.slug));
        newest.into_iter().take(most).map(|article| self.article_card(article)).collect()
    }

    pub fn articles_page(self, shelf: &Shelf<'_>) -> ArticlesPage {
        let title = self.words.get("page.articles").to_owned();
        let of_kind = |kind: ArticleKind| shelf.order.iter().filter(move |article| article.front.kind == kind);
        let groups = KINDS.into_iter().map(|kind| ArticleGroup {
            kind: kind.key().to_owned(),
            label: self.article_kind(kind),
            articles: of_kind(kind).map(|article| self.article_card(article)).collect(),
        });
        let mut page = self.page(About {
            path: "articles/",
            kind: "articles",
            description: self.words.get("page.articles_intro").to_owned(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        page.feed = Some(FEED.to_owned());
        ArticlesPage { groups: groups.filter(|group| !group.articles.is_empty()).collect(), page }
    }

    /// The articles that changed last, for their feed. What they mention is not in it: a reader keeps what it has had.
    pub fn article_entries(self, shelf: &Shelf<'_>) -> Vec<FeedEntry> {
        let mut newest = shelf.order.clone();
        newest.sort_by_key(|article| (std::cmp::Reverse(article.front.changed_by(self.model.date)), &article.slug));
        let entry = |article: &&Article| {
            let front = &article.front;
            let url = format!("{}{}", self.model.settings.base_url, urls::article(&article.slug));
            FeedEntry {
                title: front.title.clone(),
                id: url.clone(),
                url,
                published: front.published_on,
                updated: front.changed_by(self.model.date),
                summary: front.summary.clone(),
                author: self.names(&front.authors),
                category: Some((front.kind.key().to_owned(), self.article_kind(front.kind))),
            }
        };
        newest.iter().take(FEED_ENTRIES).map(entry).collect()
    }

    /// The page of the article at a position on the shelf.
    pub fn article_page(self, at: usize, shelf: &Shelf<'_>) -> ArticlePage {
        let article = shelf.order[at];
        let front = &article.front;
        let page = urls::article(&article.slug);
        let rendered = markdown::render_in(&article.body, &Around { view: self, path: &article.path, page: &page });
        let cited: Vec<CitedDocument> = front.sources.iter().map(|source| self.cited(source, shelf)).collect();
        let iso = |date: Option<crate::clock::Date>| date.map(|date| date.to_string());
        ArticlePage {
            page: self.article_meta(article),
            kind: front.kind.key().to_owned(),
            kind_label: self.article_kind(front.kind),
            minutes: minutes(&rendered.text),
            body_html: rendered.html,
            contents: rendered.headings,
            published_on: front.published_on.to_string(),
            updated_on: iso(front.updated_on),
            checked_on: iso(front.checked_on),
            expires_on: iso(front.expires_on),
            authors: front.authors.clone(),
            reviewers: front.reviewers.clone(),
            summary: front.summary.clone(),
            anonymised: front.kind == ArticleKind::Case,
            series: self.series(at, shelf),
            draft: front.kind == ArticleKind::Policy && cited.first().is_some_and(|cited| cited.draft),
            document: self.document_header(front.kind, &cited),
            sources: cited,
            related: shelf.related(at).into_iter().map(|other| self.article_card(shelf.order[other])).collect(),
        }
    }

    fn article_meta(self, article: &Article) -> Page {
        let front = &article.front;
        let column = self.words.get("page.articles").to_owned();
        let mut page = self.page(About {
            path: &urls::article(&article.slug),
            kind: "article",
            title: front.title.clone(),
            description: front.summary.clone(),
            column: column.clone(),
            breadcrumbs: vec![Link { label: column, href: "articles/".to_owned() }],
        });
        page.published = Some(format!("{} 00:00", front.published_on));
        page.source = Some(self.names(&front.authors));
        let column = self.words.get("page.articles");
        page.column_description = self.words.get("page.articles_intro").to_owned();
        page.column_keywords = self.column_keywords(column, column);
        page.keywords = front.keywords.clone();
        page.card = front.kind.key();
        page.json_ld = article_json(front, &page.canonical);
        page
    }

    fn names(self, names: &[String]) -> String {
        names.join(self.words.get("value.separator"))
    }

    fn series(self, at: usize, shelf: &Shelf<'_>) -> Option<SeriesView> {
        let article = shelf.order[at];
        let parts = shelf.series(article);
        let own = parts.iter().position(|part| *part == at)?;
        let link = |part: &usize| {
            let other = shelf.order[*part];
            Link { label: other.front.title.clone(), href: urls::article(&other.slug) }
        };
        let entry = |part: &usize| {
            let Link { label, href } = link(part);
            let until = shelf.order[*part].front.expires_on.map(|date| date.to_string());
            SeriesEntry { label, href, current: *part == at, until }
        };
        Some(SeriesView {
            title: article.front.series.as_ref()?.title.clone(),
            parts: parts.iter().map(entry).collect(),
            previous: own.checked_sub(1).map(|before| link(&parts[before])),
            next: parts.get(own + 1).map(link),
        })
    }

    /// A document an article rests on. What the article does not say of it is taken from the policy's record.
    fn cited(self, source: &ArticleSource, shelf: &Shelf<'_>) -> CitedDocument {
        let mut source = source.clone();
        let position = source.document_no.as_deref().and_then(|number| shelf.policy(number));
        let known = position.map(|position| self.header_of(position)).unwrap_or_default();
        source.index_no = source.index_no.or(known.index_no);
        source.topic = source.topic.or(known.topic);
        source.issuer = source.issuer.or(known.issuer);
        source.written_on = source.written_on.or(known.written_on);
        CitedDocument {
            validity_label: source.validity.map(|key| self.validity_label(key)).or(known.validity),
            published_on: known.published_on,
            record: position.map(|position| self.href(position)),
            draft: is_draft_source(&source),
            source,
        }
    }

    /// The header of the document that an article explains: the first it names.
    fn document_header(self, kind: ArticleKind, cited: &[CitedDocument]) -> Vec<Labelled> {
        let Some(CitedDocument { source, validity_label, published_on, .. }) = cited.first() else { return Vec::new() };
        if kind != ArticleKind::Policy {
            return Vec::new();
        }
        let ArticleSource { index_no, topic, issuer, written_on, title, document_no, .. } = source.clone();
        let (published_on, validity) = (published_on.clone(), validity_label.clone());
        self.header_lines(PolicyHeader {
            index_no,
            topic,
            issuer,
            written_on,
            title,
            document_no,
            published_on,
            validity,
        })
    }

    /// Articles that explain a policy's record; none for records of other kinds.
    pub fn explainers(self, position: usize, shelf: &Shelf<'_>) -> Vec<ArticleCard> {
        let (entry, judgement) = (&self.model.entries[position], &self.model.judgements[position]);
        let number = entry.record.fields.text(Field::DocumentNo);
        let Some(number) = number.filter(|_| judgement.shown_as == crate::records::Kind::Policy) else {
            return Vec::new();
        };
        shelf.explaining(number).map(|at| self.article_card(shelf.order[at])).collect()
    }
}

fn article_json(front: &ArticleFront, url: &str) -> Option<String> {
    let authors: Vec<_> = front.authors.iter().map(|name| json!({ "@type": "Organization", "name": name })).collect();
    let series = front.series.as_ref().map(|series| json!({ "@type": "CreativeWorkSeries", "name": series.title }));
    json_ld(json!({
        "@type": "Article",
        "headline": front.title,
        "description": front.summary,
        "datePublished": front.published_on.to_string(),
        "dateModified": front.updated_on.map(|date| date.to_string()),
        "expires": front.expires_on.map(|date| date.to_string()),
        "author": authors,
        "isPartOf": series,
        "position": front.series.as_ref().map(|series| series.part),
        "url": url,
    }))
}

/// Minutes that reading a text takes, at least one.
fn minutes(text: &str) -> usize {
    let characters = text.chars().filter(|character| markdown::is_wide(*character)).count();
    let words = text.split(|character: char| markdown::is_wide(character) || !character.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).count();
    (characters.div_ceil(CHARACTERS_A_MINUTE) + words / WORDS_A_MINUTE).max(1)
}
