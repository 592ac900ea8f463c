//! Fixed pages: the portal about itself.

use super::content::FixedPage;
use super::context::{AboutLink, AboutPage, AgencyFeeds, FeedView, Link, Member, NotFoundPage, SourcesPage, TextPage};
use super::facts::View;
use super::markdown;
use super::mentions::Around;
use super::meta::About;
use super::urls;
use crate::sources::Feed;

impl View<'_> {
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
            body_html: self.fixed_html(fixed),
            updated_on: front.updated_on.map(|date| date.to_string()),
        }
    }

    /// The text of a fixed page: what it mentions as it is on the day.
    pub(super) fn fixed_html(self, fixed: &FixedPage) -> String {
        let around = Around { view: self, path: &fixed.path, page: &urls::about(&fixed.slug) };
        markdown::render_in(&fixed.body, &around).html
    }

    pub fn about_page(self) -> AboutPage {
        let title = self.words.get("page.about").to_owned();
        let link = |name: &str, href: &str| AboutLink {
            label: self.words.get(&format!("page.{name}")).to_owned(),
            href: href.to_owned(),
            summary: self.words.get(&format!("page.{name}_intro")).to_owned(),
        };
        let mut pages = vec![link("sources", "about/sources.html"), link("data", "data/")];
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
        let mut agencies: Vec<AgencyFeeds> = Vec::new();
        for feed in &self.model.feeds {
            let view = self.feed_view(feed);
            match agencies.iter_mut().find(|known| known.agency == feed.agency) {
                Some(known) => known.feeds.push(view),
                None => agencies.push(AgencyFeeds { agency: feed.agency.clone(), feeds: vec![view] }),
            }
        }
        SourcesPage { page, agencies }
    }

    fn feed_view(self, feed: &Feed) -> FeedView {
        let state = self.model.feed_states.get(&feed.id);
        let status = state.map_or("never", |state| state.status.as_shown().key());
        FeedView {
            id: feed.id.clone(),
            kind_label: self.words.label(feed.kind).to_owned(),
            records: state.map_or(0, |state| state.records),
            last_success: state.and_then(|state| state.last_success).map(|date| date.to_string()),
            status,
            status_label: self.words.get(&format!("feed_status.{status}")).to_owned(),
            quarantined: state.map_or(0, |state| state.quarantined.len()),
            url: public_address(&feed.source),
        }
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
