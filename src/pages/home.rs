//! The home page and the search page.

use super::context::{Figure, HomePage, ListItem, SearchPage};
use super::facts::View;
use super::labelled::grouped;
use super::lists::Census;
use super::meta::{About, json_ld};
use crate::clock::Date;
use crate::records::Kind;
use crate::records::kind::{Block, Tone};
use serde_json::json;

impl View<'_> {
    pub fn home_page(self, census: &Census) -> HomePage {
        let settings = &self.model.settings;
        let home = &self.model.content.home;
        let mut page = self.page(About {
            path: "",
            kind: "home",
            title: settings.title.clone(),
            description: home.slogan.clone(),
            column: self.words.get("page.home").to_owned(),
            breadcrumbs: Vec::new(),
        });
        page.feed = Some("feeds/all.xml".to_owned());
        page.json_ld = json_ld(json!({
            "@type": "WebSite",
            "name": settings.title,
            "url": settings.base_url,
            "publisher": { "@type": "GovernmentOrganization", "name": settings.organizer },
            "potentialAction": {
                "@type": "SearchAction",
                "target": format!("{}search/?q={{q}}", settings.base_url),
                "query-input": "required name=q",
            },
        }));
        HomePage {
            page,
            slogan: if home.slogan.is_empty() { settings.title.clone() } else { home.slogan.clone() },
            examples: home.examples.clone(),
            steps: home.steps.clone(),
            latest: self.latest(|kind| kind.tone() == Tone::Severe, 6),
            notices: self.latest(|kind| kind == Kind::Notice, 4),
            awards: self.latest(|kind| kind == Kind::Award, 4),
            articles: self.article_cards(6),
            figures: self.figures(),
            districts: self.merchant_districts(census),
            industries: self.merchant_industries(census),
        }
    }

    /// The newest public records of the kinds chosen.
    fn latest(self, of: impl Fn(Kind) -> bool, most: usize) -> Vec<ListItem> {
        let mut positions: Vec<usize> =
            Kind::all().filter(|kind| of(*kind)).flat_map(|kind| self.model.shown(kind)).collect();
        positions.sort_by_key(|position| {
            let entry = &self.model.entries[*position];
            (std::cmp::Reverse(entry.date()), &entry.record.id)
        });
        positions.into_iter().take(most).map(|position| self.list_item(position)).collect()
    }

    fn figures(self) -> Vec<Figure> {
        let shown = |of: &dyn Fn(Kind) -> bool| {
            let public = self.model.judgements.iter().filter(|judgement| judgement.state.is_public());
            public.filter(|judgement| of(judgement.shown_as)).count()
        };
        let figure = |word: &str, value: usize, href: &str, of: &dyn Fn(Kind) -> bool| Figure {
            label: self.words.get(word).to_owned(),
            value: grouped(&value.to_string()),
            href: href.to_owned(),
            checked_on: self.checked_on(of).map(|day| day.to_string()),
        };
        let (warning, filing) = (|kind: Kind| kind.block() == Block::Warnings, |kind| kind == Kind::Filing);
        vec![
            figure("figure.merchants", self.model.resolution.merchants.len(), "merchants/", &|_| true),
            figure("figure.warnings", shown(&warning), "changes/", &warning),
            figure("figure.filings", shown(&filing), "filings/", &filing),
            figure("figure.sources", self.model.feeds.len(), "about/sources.html", &|_| true),
        ]
    }

    /// The earliest day of the last successes of all feeds of some kinds.
    pub(super) fn checked_on(self, of: &dyn Fn(Kind) -> bool) -> Option<Date> {
        let feeds = self.model.feeds.iter().filter(|feed| of(feed.kind));
        let had = feeds.filter_map(|feed| self.model.feed_states.get(&feed.id)?.last_success);
        had.min()
    }

    pub fn search_page(self, census: &Census) -> SearchPage {
        let title = self.words.get("page.search").to_owned();
        let page = self.page(About {
            path: "search/",
            kind: "search",
            description: self.model.content.home.slogan.clone(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        SearchPage {
            page,
            examples: self.model.content.home.examples.clone(),
            feed_count: self.model.feeds.len(),
            districts: self.merchant_districts(census),
        }
    }
}
