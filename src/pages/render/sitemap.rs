//! The sitemap and `robots.txt`.
//!
//! A page's `lastmod` is the day on which what it says last changed: of its records, or of its text. It is never the
//! day of the build, so that an unchanged site has an unchanged sitemap.

use super::{File, Pages, RenderError};
use crate::clock::Date;
use crate::merchants::{Merchant, MerchantKey};
use crate::pages::lists::{Members, Selection};
use crate::pages::model::has_own_page;
use crate::pages::{syndication, urls};
use std::collections::HashMap;

/// Last changes, worked out once.
struct Changes<'m> {
    /// Of each entry, at its position.
    entries: Vec<Date>,
    /// Days on which a fact last left a merchant's page, by the merchant's key.
    departures: HashMap<MerchantKey, Date>,
    merchants: &'m [Merchant],
}

impl Pages<'_> {
    pub(super) fn sitemap(&self) -> Result<(), RenderError> {
        let (model, base) = (self.view.model, &self.view.model.settings.base_url);
        let changes = self.last_changes();
        let newest = changes.entries.iter().chain(changes.departures.values()).copied().max();
        let articles = model.content.articles.iter();
        let articles: Vec<_> =
            articles.map(|article| (urls::article(&article.slug), Some(article.front.changed_on()))).collect();
        let newest_article = articles.iter().filter_map(|article| article.1).max();
        let mut pages: Vec<(String, Option<Date>)> = vec![(String::new(), newest.max(newest_article))];
        pages.extend([("articles/".to_owned(), newest_article), ("about/".to_owned(), None)]);
        pages.extend(["about/sources.html", "about/method.html", "search/"].map(|path| (path.to_owned(), None)));
        pages.extend(["changes/", "stats/", "data/"].map(|path| (path.to_owned(), newest)));
        let texts = model.content.pages.iter().filter(|page| page.slug != "method");
        pages.extend(texts.map(|page| (urls::about(&page.slug), page.front.updated_on)));
        pages.extend(articles);
        for selection in self.selections {
            let (folder, changed) = (selection.folder(), changes.of_selection(selection));
            pages.extend((1..=selection.pages()).map(|page| (urls::list_page(&folder, page), changed)));
        }
        let merchants = changes.merchants.iter();
        pages.extend(merchants.map(|merchant| (urls::merchant(&merchant.key), changes.of_merchant(merchant))));
        let records = model.entries.iter().zip(&model.judgements).zip(&changes.entries);
        let records =
            records.filter(|((entry, judgement), _)| judgement.state.is_public() && has_own_page(entry.record.kind));
        pages.extend(records.map(|((entry, _), changed)| (urls::record(&entry.record.id), Some(*changed))));
        let pages = pages.into_iter().map(|(path, changed)| (format!("{base}{path}"), changed));
        for (path, bytes) in syndication::sitemap(base, pages)? {
            self.sink.put(File { path, bytes }, None);
        }
        self.sink.put(File { path: "robots.txt".to_owned(), bytes: syndication::robots(base).into_bytes() }, None);
        Ok(())
    }

    fn last_changes(&self) -> Changes<'_> {
        let model = self.view.model;
        let mut departures = HashMap::new();
        for (entry, judgement) in model.left() {
            if let Some((code, day)) = entry.record.subject_code().zip(judgement.left_on) {
                let last = departures.entry(MerchantKey::of_code(code)).or_insert(day);
                *last = day.max(*last);
            }
        }
        let changed = model.entries.iter().map(|entry| entry.changed_on.unwrap_or(entry.first_seen));
        Changes { entries: changed.collect(), departures, merchants: &model.resolution.merchants }
    }
}

impl Changes<'_> {
    fn of_merchant(&self, merchant: &Merchant) -> Option<Date> {
        let of_records = merchant.records.iter().map(|position| self.entries[*position]);
        of_records.chain(self.departures.get(&merchant.key).copied()).max()
    }

    fn of_selection(&self, selection: &Selection) -> Option<Date> {
        match &selection.of {
            Members::Entries(entries) => entries.iter().map(|position| self.entries[*position]).max(),
            Members::Merchants(merchants) => {
                merchants.iter().filter_map(|position| self.of_merchant(&self.merchants[*position])).max()
            }
        }
    }
}
