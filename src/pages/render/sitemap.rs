//! The sitemap and `robots.txt`.
//!
//! A page's `lastmod` is the day on which what it says last changed: of its records, or of its text. What left changes a
//! page too: search engines come back for it. It is never the day of the build, so that an unchanged site has an unchanged
//! sitemap.

use super::{File, Pages, RenderError};
use crate::clock::Date;
use crate::ledger::Entry;
use crate::merchants::{Merchant, MerchantKey};
use crate::pages::content::Article;
use crate::pages::lists::{Members, Scope, Selection};
use crate::pages::markdown::Mention;
use crate::pages::mentions;
use crate::pages::model::{Model, has_own_page};
use crate::pages::{syndication, urls};
use crate::records::Kind;
use std::collections::{BTreeMap, HashMap};

/// Last changes, worked out once.
struct Changes<'m> {
    /// Of each entry, at its position.
    entries: Vec<Date>,
    /// Days on which a fact last left a merchant's page, by the merchant's key.
    departures: HashMap<MerchantKey, Date>,
    /// Days on which an entry last left a list.
    gone: BTreeMap<(Kind, Scope), Date>,
    model: &'m Model,
}

impl Pages<'_> {
    pub(super) fn sitemap(&self) -> Result<(), RenderError> {
        let (model, base) = (self.view.model, &self.view.model.settings.base_url);
        let changes = self.last_changes();
        let newest = changes.entries.iter().chain(changes.gone.values()).copied().max();
        let articles = model.content.articles.iter();
        let articles: Vec<_> =
            articles.map(|article| (urls::article(&article.slug), Some(changes.of_article(article)))).collect();
        let newest_article = articles.iter().filter_map(|article| article.1).max().max(model.content.last_expiry);
        let mut pages: Vec<(String, Option<Date>)> = vec![(String::new(), newest.max(newest_article))];
        pages.extend([("articles/".to_owned(), newest_article), ("about/".to_owned(), None)]);
        pages.extend(
            ["about/sources.html", "about/method.html", "about/map.html", "search/"]
                .map(|path| (path.to_owned(), None)),
        );
        pages.extend(["changes/", "stats/", "data/"].map(|path| (path.to_owned(), newest)));
        let texts = model.content.pages.iter().filter(|page| page.slug != "method");
        pages.extend(texts.map(|page| (urls::about(&page.slug), page.front.updated_on)));
        pages.extend(articles);
        for selection in self.selections {
            let (folder, changed) = (selection.folder(), changes.of_selection(selection));
            pages.extend((1..=selection.pages()).map(|page| (urls::list_page(&folder, page), changed)));
        }
        let merchants = model.resolution.merchants.iter();
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
        let (mut departures, mut gone) = (HashMap::new(), BTreeMap::new());
        for (position, (entry, judgement)) in model.entries.iter().zip(&model.judgements).enumerate() {
            let Some(day) = judgement.left_on.filter(|_| judgement.state.has_left()) else { continue };
            let key = entry.record.subject_code().map(MerchantKey::of_code);
            for scope in last_scope(model, position, key.as_ref()).lists() {
                later(gone.entry((judgement.shown_as, scope)).or_insert(day), day);
            }
            if let Some(key) = key {
                later(departures.entry(key).or_insert(day), day);
            }
        }
        Changes { entries: model.entries.iter().map(changed_on).collect(), departures, gone, model }
    }
}

fn later(last: &mut Date, day: Date) {
    *last = day.max(*last);
}

fn changed_on(entry: &Entry) -> Date {
    entry.changed_on.unwrap_or(entry.first_seen)
}

/// Where an entry stood that has left: with the merchant of its code, which still knows its place.
fn last_scope(model: &Model, position: usize, key: Option<&MerchantKey>) -> Scope {
    let own = Scope::of_entry(model, position);
    let merchant = key
        .and_then(|key| mentions::merchant_of(model, key.as_str()))
        .map(|merchant| Scope::of_merchant(merchant, &model.districts));
    let merchant = merchant.unwrap_or_default();
    Scope { district: merchant.district.or(own.district), industry: merchant.industry.or(own.industry), ..own }
}

impl Changes<'_> {
    fn of_merchant(&self, merchant: &Merchant) -> Option<Date> {
        let of_records = merchant.records.iter().map(|position| self.entries[*position]);
        of_records.chain(self.departures.get(&merchant.key).copied()).max()
    }

    fn of_selection(&self, selection: &Selection) -> Option<Date> {
        let newest = match &selection.of {
            Members::Entries(entries) => entries.iter().map(|position| self.entries[*position]).max(),
            Members::Merchants(merchants) => {
                let merchants = merchants.iter().map(|position| &self.model.resolution.merchants[*position]);
                merchants.filter_map(|merchant| self.of_merchant(merchant)).max()
            }
        };
        newest.max(self.gone.get(&(selection.kind, selection.scope)).copied())
    }

    /// Of its text, and of what it shows of records.
    fn of_article(&self, article: &Article) -> Date {
        let shown = mentions::in_body(&article.body).into_iter().filter_map(|mention| self.of_mention(&mention));
        shown.chain([article.front.changed_by(self.model.date)]).max().unwrap_or(article.front.published_on)
    }

    fn of_mention(&self, mention: &Mention) -> Option<Date> {
        match mention {
            Mention::Record(id) => {
                let position = mentions::position_of(self.model, id)?;
                Some(self.entries[position]).max(self.model.judgements[position].left_on)
            }
            Mention::Merchant(code) => {
                let merchant = mentions::merchant_of(self.model, code);
                let of_records = merchant.and_then(|merchant| self.of_merchant(merchant));
                of_records.max(self.departures.get(&MerchantKey::of_code(code)).copied())
            }
        }
    }
}
