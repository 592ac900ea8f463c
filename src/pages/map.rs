//! 网站地图: where everything stands, for people. Machines have `sitemap.xml`.

use super::articles::{self, Shelf};
use super::changes;
use super::content::ArticleKind;
use super::context::{Choice, Link, MapGroup, MapPage};
use super::facts::View;
use super::lists::Census;
use super::urls;
use crate::records::Kind;

impl View<'_> {
    pub fn map_page(self, census: &Census, shelf: &Shelf<'_>) -> MapPage {
        let title = self.words.get("page.map").to_owned();
        let mut page = self.about_page_meta("map", title, self.words.get("page.map_intro").to_owned());
        page.kind = "map";
        let without_count = |choice: Choice| Link { label: choice.label, href: choice.href };
        let groups = [
            ("map.columns", self.columns()),
            ("map.lists", Kind::all().map(|kind| self.list_link(kind)).collect()),
            ("map.districts", self.merchant_districts(census).into_iter().map(without_count).collect()),
            ("map.industries", self.merchant_industries(census).into_iter().map(without_count).collect()),
            ("map.articles", self.shelves(shelf)),
            ("map.about", self.about_links()),
            ("map.subscriptions", self.subscriptions()),
        ];
        let group = |(word, links): (&str, Vec<Link>)| MapGroup { label: self.words.get(word).to_owned(), links };
        MapPage { page, groups: groups.into_iter().map(group).filter(|group| !group.links.is_empty()).collect() }
    }

    fn list_link(self, kind: Kind) -> Link {
        Link { label: self.words.list(kind).to_owned(), href: urls::list(kind) }
    }

    fn columns(self) -> Vec<Link> {
        let columns = [
            ("page.home", "./"),
            ("page.search", "search/"),
            ("page.articles", "articles/"),
            ("page.stats", "stats/"),
            ("page.changes", "changes/"),
            ("page.data", "data/"),
            ("page.about", "about/"),
        ];
        columns.map(|(word, href)| self.link(word, href)).into()
    }

    /// The parts of the page of articles.
    fn shelves(self, shelf: &Shelf<'_>) -> Vec<Link> {
        let filled = ArticleKind::ALL.into_iter().filter(|kind| shelf.holds(*kind));
        let part = |kind: ArticleKind| Link {
            label: self.words.get(&format!("article.{}", kind.key())).to_owned(),
            href: format!("articles/#g-{}", kind.key()),
        };
        filled.map(part).collect()
    }

    /// The fixed pages, those that the program writes first.
    fn about_links(self) -> Vec<Link> {
        let link = |label: &str, slug: &str| Link { label: label.to_owned(), href: urls::about(slug) };
        let pages = self.model.content.pages.iter().filter(|page| page.slug != "method");
        let own = ["sources", "method"].map(|slug| link(self.words.get(&format!("page.{slug}")), slug));
        own.into_iter().chain(pages.map(|page| link(&page.front.title, &page.slug))).collect()
    }

    fn subscriptions(self) -> Vec<Link> {
        let feeds = [
            ("feed.all", "feeds/all.xml"),
            ("page.articles", articles::FEED),
            ("page.changes", changes::FEED),
            ("map.machines", "sitemap.xml"),
        ];
        feeds.map(|(word, href)| self.link(word, href)).into()
    }
}
