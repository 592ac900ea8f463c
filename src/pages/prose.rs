//! Articles and fixed pages.

use super::content::{Article, FixedPage};
use super::context::{
    AboutLink, AboutPage, ArticleCard, ArticleGroup, ArticlePage, ArticlesPage, FeedView, Link, Member, NotFoundPage,
    SourcesPage, TextPage,
};
use super::facts::View;
use super::markdown;
use super::meta::{About, json_ld};
use super::urls;
use serde_json::json;

/// Order in which articles of the four kinds stand.
const ARTICLE_KINDS: [&str; 4] = ["guide", "policy", "case", "alert"];
/// Articles that an article leads on to.
const RELATED: usize = 3;

impl<'a> View<'a> {
    fn article_kind(self, kind: &str) -> String {
        self.words.get(&format!("article.{kind}")).to_owned()
    }

    fn article_card(self, article: &Article) -> ArticleCard {
        ArticleCard {
            title: article.front.title.clone(),
            href: urls::article(&article.slug),
            summary: article.front.summary.clone(),
            kind: article.front.kind.key().to_owned(),
            kind_label: self.article_kind(article.front.kind.key()),
            date: article.front.published_on.to_string(),
        }
    }

    /// All articles, newest first.
    pub fn articles_in_order(self) -> Vec<&'a Article> {
        let mut articles: Vec<&Article> = self.model.content.articles.iter().collect();
        articles.sort_by_key(|article| (std::cmp::Reverse(article.front.published_on), &article.slug));
        articles
    }

    /// The newest articles, as many as wanted.
    pub fn article_cards(self, most: usize) -> Vec<ArticleCard> {
        self.articles_in_order().into_iter().take(most).map(|article| self.article_card(article)).collect()
    }

    /// `order` are all articles, newest first.
    pub fn articles_page(self, order: &[&Article]) -> ArticlesPage {
        let title = self.words.get("page.articles").to_owned();
        let groups = ARTICLE_KINDS.iter().map(|kind| ArticleGroup {
            kind: (*kind).to_owned(),
            label: self.article_kind(kind),
            articles: order
                .iter()
                .filter(|article| article.front.kind.key() == *kind)
                .map(|article| self.article_card(article))
                .collect(),
        });
        ArticlesPage {
            groups: groups.filter(|group| !group.articles.is_empty()).collect(),
            page: self.page(About {
                path: "articles/",
                kind: "articles",
                description: self.words.get("page.articles_intro").to_owned(),
                column: title.clone(),
                title,
                breadcrumbs: Vec::new(),
            }),
        }
    }

    /// `order` are all articles, newest first: the first ones of its kind are what to read next.
    pub fn article_page(self, article: &Article, order: &[&Article]) -> ArticlePage {
        let front = &article.front;
        let column = self.words.get("page.articles").to_owned();
        let path = urls::article(&article.slug);
        let mut page = self.page(About {
            path: &path,
            kind: "article",
            title: front.title.clone(),
            description: front.summary.clone(),
            column: column.clone(),
            breadcrumbs: vec![Link { label: column, href: "articles/".to_owned() }],
        });
        page.published = Some(format!("{} 00:00", front.published_on));
        page.source = Some(front.author.clone());
        page.keywords = front.keywords.clone();
        page.json_ld = json_ld(json!({
            "@type": "Article",
            "headline": front.title,
            "description": front.summary,
            "datePublished": front.published_on.to_string(),
            "dateModified": front.updated_on.map(|date| date.to_string()),
            "author": { "@type": "Organization", "name": front.author },
            "url": page.canonical,
        }));
        let rendered = markdown::render(&article.body);
        let related = order.iter().filter(|other| other.front.kind == front.kind && other.slug != article.slug);
        let related = related.take(RELATED).map(|other| self.article_card(other)).collect();
        ArticlePage {
            page,
            kind: front.kind.key().to_owned(),
            kind_label: self.article_kind(front.kind.key()),
            body_html: rendered.html,
            contents: rendered.headings,
            published_on: front.published_on.to_string(),
            updated_on: front.updated_on.map(|date| date.to_string()),
            checked_on: front.checked_on.map(|date| date.to_string()),
            author: front.author.clone(),
            summary: front.summary.clone(),
            sources: front.sources.clone(),
            related,
        }
    }

    pub(super) fn about_page_meta(self, slug: &str, title: String, description: String) -> super::context::Page {
        let column = self.words.get("page.about").to_owned();
        self.page(About {
            path: &urls::about(slug),
            kind: "text",
            title,
            description,
            column: column.clone(),
            breadcrumbs: vec![Link { label: column, href: "about/".to_owned() }],
        })
    }

    /// A fixed page below `/about/`.
    pub fn text_page(self, fixed: &FixedPage) -> TextPage {
        let front = &fixed.front;
        TextPage {
            page: self.about_page_meta(&fixed.slug, front.title.clone(), front.summary.clone()),
            body_html: markdown::render(&fixed.body).html,
            updated_on: front.updated_on.map(|date| date.to_string()),
        }
    }

    pub fn about_page(self) -> AboutPage {
        let title = self.words.get("page.about").to_owned();
        let mut pages = vec![AboutLink {
            label: self.words.get("page.sources").to_owned(),
            href: "about/sources.html".to_owned(),
            summary: String::new(),
        }];
        if !self.model.content.pages.iter().any(|page| page.slug == "method") {
            pages.push(AboutLink {
                label: self.words.get("page.method").to_owned(),
                href: urls::about("method"),
                summary: String::new(),
            });
        }
        pages.extend(self.model.content.pages.iter().map(|page| AboutLink {
            label: page.front.title.clone(),
            href: urls::about(&page.slug),
            summary: page.front.summary.clone(),
        }));
        let members = self.model.agencies.iter().filter(|agency| agency.joint_meeting).map(|agency| Member {
            name: agency.name.clone(),
            duties: agency.duties.clone(),
            site: agency.site.clone(),
        });
        AboutPage {
            pages,
            members: members.collect(),
            page: self.page(About {
                path: "about/",
                kind: "about",
                description: self.words.get("page.about_intro").to_owned(),
                column: title.clone(),
                title,
                breadcrumbs: Vec::new(),
            }),
        }
    }

    pub fn sources_page(self) -> SourcesPage {
        let title = self.words.get("page.sources").to_owned();
        let mut page = self.about_page_meta("sources", title, self.words.get("page.sources_intro").to_owned());
        page.kind = "sources";
        let feeds = self.model.feeds.iter().map(|feed| {
            let state = self.model.feed_states.get(&feed.id);
            let status = state.map_or("never", |state| state.status.as_shown().key());
            FeedView {
                id: feed.id.clone(),
                agency: feed.agency.clone(),
                kind_label: self.words.label(feed.kind).to_owned(),
                format: feed.format.map(|format| format.key().to_owned()).unwrap_or_default(),
                records: state.map_or(0, |state| state.records),
                last_success: state.and_then(|state| state.last_success).map(|date| date.to_string()),
                status,
                status_label: self.words.get(&format!("feed_status.{status}")).to_owned(),
                quarantined: state.map_or(0, |state| state.quarantined.len()),
                url: public_address(&feed.source),
            }
        });
        SourcesPage { page, feeds: feeds.collect() }
    }

    pub fn not_found_page(self) -> NotFoundPage {
        let title = self.words.get("page.not_found").to_owned();
        let mut page = self.page(About {
            path: "404.html",
            kind: "not-found",
            description: title.clone(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        page.noindex = true;
        // A missing page may be at any depth, so this one page links from the host's root.
        page.root = base_path(&self.model.settings.base_url);
        NotFoundPage { page }
    }
}

/// Path of an absolute address, with both slashes: `https://x.cn/y/` → `/y/`.
pub fn base_path(base_url: &str) -> String {
    let after_scheme = base_url.split_once("://").map_or(base_url, |split| split.1);
    after_scheme.find('/').map_or_else(|| "/".to_owned(), |slash| after_scheme[slash..].to_owned())
}

/// A feed's address without anything that could be a credential; none for files.
fn public_address(source: &str) -> Option<String> {
    let (scheme, rest) = source.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next().unwrap_or(host);
    (!rest.contains("${")).then(|| format!("{scheme}://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_what_could_be_secret() {
        assert_eq!(public_address("https://u:p@x.cn/a?key=1").as_deref(), Some("https://x.cn/a"));
        assert_eq!(public_address("https://x.cn/${TOKEN}/a"), None);
        assert_eq!(public_address("data/samples/a.csv"), None);
        assert_eq!(base_path("https://x.cn/y/"), "/y/");
        assert_eq!(base_path("https://x.cn/"), "/");
    }
}
