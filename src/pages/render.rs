//! The whole site, page by page, in parallel; what comes out does not depend on the order of work.

mod app;
mod machines;
mod sitemap;

use super::articles::Shelf;
use super::context::{Channel, Government, Link, MerchantPage, Site, SiteContext};
use super::downloads::DownloadError;
use super::facts::View;
use super::lists::{self, Census, Selection};
use super::merchant_page::{Around, Shared};
use super::model::{Model, has_own_page};
use super::qr::Codes;
use super::share::ShareError;
use super::syndication::SyndicationError;
use super::theme::{Templates, ThemeError};
use super::{urls, words::Words};
use crate::config::Settings;
use crate::config::raw::{DEFAULT_TIME_ZONE, RawGovernment};
use crate::merchants::{Merchant, alike, banned};
use crate::records::Kind;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;

/// Where public security filings are looked up, by the digits of their number.
const POLICE_FILINGS: &str = "https://beian.mps.gov.cn/#/query/webSearch?code=";

/// Room for a page's values as JSON, so that their buffer seldom grows.
const CONTEXT_BYTES: usize = 8 * 1024;

/// A finished file, by path below the site's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error(transparent)]
    Theme(#[from] ThemeError),
    #[error(transparent)]
    Feed(#[from] SyndicationError),
    #[error(transparent)]
    Download(#[from] DownloadError),
    #[error(transparent)]
    Share(#[from] ShareError),
}

/// A file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub bytes: usize,
    pub sha256: [u8; 32],
}

/// Writes a file, line by line, into whatever it is given.
pub type Writing<'w> = dyn FnMut(&mut dyn io::Write) -> io::Result<()> + 'w;

/// What receives the files; called from several threads.
pub trait Sink: Sync {
    /// Takes a file. `made_of`: all that it was made of, where it is known.
    fn put(&self, file: File, made_of: Option<&Ingredients>);

    /// Takes a file of lines that is too large to be held whole, and says its size and hash; none when it could not be
    /// taken, which the sink itself remembers.
    fn put_lines(&self, path: &str, made_of: &Ingredients, write: &mut Writing<'_>) -> Option<Kept> {
        let mut bytes = Vec::new();
        write(&mut bytes).ok()?;
        let kept = Kept { bytes: bytes.len(), sha256: Sha256::digest(&bytes).into() };
        self.put(File { path: path.to_owned(), bytes }, Some(made_of));
        Some(kept)
    }

    /// Size and hash of the file at a path, if it is there already and was made of the same things: it need not be made.
    fn keep(&self, _path: &str, _made_of: &Ingredients) -> Option<Kept> {
        None
    }
}

impl<F: Fn(File) + Sync> Sink for F {
    fn put(&self, file: File, _made_of: Option<&Ingredients>) {
        self(file);
    }
}

/// What a file is made of beside the theme, the site-wide values and this program: who makes it, and of which values.
#[derive(Debug)]
pub struct Ingredients {
    /// Name of the template, or of the format.
    pub maker: &'static str,
    pub values: Vec<u8>,
}

/// Site-wide values of a portal; `assets` are published paths by logical name.
pub fn site_context(
    model: &Model,
    words: &Words,
    t: serde_json::Value,
    assets: BTreeMap<String, String>,
) -> SiteContext {
    let settings = &model.settings;
    let entry = |label: &str, href: &str| Link { label: label.to_owned(), href: href.to_owned() };
    SiteContext {
        site: Site {
            title: settings.title.clone(),
            base_url: settings.base_url.clone(),
            domain: domain(&settings.base_url),
            language: settings.language.clone(),
            record_language: (settings.language != "zh-CN").then_some("zh-CN"),
            organizer: settings.organizer.clone(),
            sample: settings.sample,
            offline: settings.offline,
            as_of: settings.as_of.map(|date| date.to_string()),
            zone: settings.time_zone.iana_name().filter(|zone| *zone != DEFAULT_TIME_ZONE).map(str::to_owned),
            government: government_of(settings),
            channels: settings
                .channels
                .iter()
                .map(|channel| Channel {
                    name: channel.name.clone(),
                    url: channel.url.clone(),
                    phone: channel.phone.clone(),
                    note: channel.note.clone(),
                    checked_on: channel.checked_on.clone(),
                })
                .collect(),
            nav: vec![
                entry(words.list(Kind::Merchant), "merchants/"),
                entry(words.list(Kind::Exposure), "exposures/"),
                entry(words.get("nav.articles"), "articles/"),
                entry(words.get("page.stats"), "stats/"),
                entry(words.get("nav.changes"), "changes/"),
                entry(words.get("nav.about"), "about/"),
            ],
        },
        t,
        assets,
    }
}

/// What a government site says in its footer and meta tags; none for a portal that says nothing of it.
fn government_of(settings: &Settings) -> Option<Government> {
    let RawGovernment { site_id_code, icp, police, error_report_url, undertaker, contact, mark_url } =
        settings.government.clone();
    let set = [&site_id_code, &icp, &police, &error_report_url, &undertaker, &contact, &mark_url];
    if set.iter().all(|value| value.is_none()) {
        return None;
    }
    let digits = |number: &String| number.chars().filter(char::is_ascii_digit).collect::<String>();
    let police_url = police.as_ref().map(|number| format!("{POLICE_FILINGS}{}", digits(number)));
    Some(Government { site_id_code, icp, police, police_url, error_report_url, undertaker, contact, mark_url })
}

/// A name for a small place, 16 characters at most (OpenSearch 1.1): without what stands in brackets at its end.
fn short_name(title: &str) -> &str {
    let name = title.split(['（', '(']).next().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(title);
    name.char_indices().nth(16).map_or(name, |(end, _)| name[..end].trim_end())
}

/// Host of an absolute address.
fn domain(base_url: &str) -> String {
    let after_scheme = base_url.split_once("://").map_or(base_url, |split| split.1);
    after_scheme.split('/').next().unwrap_or_default().to_owned()
}

/// Renders every page, feed and machine-readable file that is made from the model, and hands them to `sink`.
///
/// # Errors
/// The first template or feed that fails.
pub fn render_site(view: View<'_>, templates: &Templates, sink: &dyn Sink) -> Result<(), RenderError> {
    let (selections, shelf) = (view.selections(), Shelf::of(view.model));
    let census = lists::census(&selections);
    let pages = Pages { view, templates, sink, selections: &selections, census: &census, shelf: &shelf };
    // The long jobs that few threads can share stand first: the pages that come by the thousand fill in beside them.
    let jobs: [&(dyn Fn() -> Result<(), RenderError> + Sync); 12] = [
        &|| pages.data(),
        &|| pages.pictures(),
        &|| pages.sitemap(),
        &|| pages.feeds(),
        &|| pages.changes(),
        &|| pages.app(),
        &|| pages.single_pages(),
        &|| pages.articles(),
        &|| pages.lists(),
        &|| pages.records(),
        &|| pages.tombstones(),
        &|| pages.merchants(),
    ];
    jobs.par_iter().try_for_each(|job| job())?;
    pages.status();
    Ok(())
}

struct Pages<'a> {
    view: View<'a>,
    templates: &'a Templates,
    sink: &'a dyn Sink,
    selections: &'a [Selection],
    census: &'a Census,
    shelf: &'a Shelf<'a>,
}

impl Pages<'_> {
    /// A template sees nothing but its context and what is the same on all pages: a page whose context is that of last
    /// time is the page of last time.
    fn page(&self, template: &'static str, path: &str, context: &impl Serialize) -> Result<(), RenderError> {
        let path = urls::file(path);
        let mut values = Vec::with_capacity(CONTEXT_BYTES);
        serde_json::to_writer(&mut values, context).expect("contexts are plain values, with text for keys");
        let made_of = Ingredients { maker: template, values };
        if self.sink.keep(&path, &made_of).is_none() {
            let bytes = self.templates.render_bytes(template, context)?;
            self.sink.put(File { path, bytes }, Some(&made_of));
        }
        Ok(())
    }

    fn merchants(&self) -> Result<(), RenderError> {
        let model = self.view.model;
        let merchants = &model.resolution.merchants;
        let (alike, bans) =
            (alike(merchants), banned(&model.entries, &model.judgements, &model.resolution, &model.districts));
        let (shared, frame) = (Shared::new(model, self.codes()), self.view.document_frame());
        merchants.par_iter().enumerate().try_for_each(|(position, merchant)| {
            let around = Around { alike: alike.get(&position), bans: bans.get(&position).map_or(&[], Vec::as_slice) };
            let page = self.view.merchant_page(merchant, around, &shared);
            if let (Some(path), Some(code)) = (&page.badge, &merchant.code) {
                self.page("badge.svg", path, &self.view.badge(merchant, code, &shared))?;
            }
            self.document(&page, frame.document(&page));
            self.page("merchant.html", &urls::merchant(&merchant.key), &page)
        })?;
        model.resolution.moved.par_iter().try_for_each(|(old, merchant)| {
            self.page("moved.html", &urls::merchant(old), &self.view.moved_page(old, &merchants[*merchant]))
        })
    }

    /// A merchant's page for machines, unless it is there already.
    fn document(&self, page: &MerchantPage, bytes: Vec<u8>) {
        let made_of = Ingredients { maker: "merchant.json", values: bytes };
        if self.sink.keep(&page.document, &made_of).is_none() {
            let (path, bytes) = (page.document.clone(), made_of.values.clone());
            self.sink.put(File { path, bytes }, Some(&made_of));
        }
    }

    /// Ready for the addresses of merchants with a code and of those without: they differ in folder and key.
    fn codes(&self) -> Codes {
        let base = &self.view.model.settings.base_url;
        let merchants = &self.view.model.resolution.merchants;
        let with_code = merchants.iter().find(|merchant| merchant.code.is_some());
        let without = merchants.iter().find(|merchant| merchant.code.is_none());
        let example = |merchant: &Merchant| format!("{base}{}", urls::merchant(&merchant.key));
        let examples: Vec<String> = with_code.into_iter().chain(without).map(example).collect();
        Codes::of_kind(&examples, base.len() + urls::MERCHANTS.len(), urls::PAGE)
    }

    fn records(&self) -> Result<(), RenderError> {
        let model = self.view.model;
        (0..model.entries.len()).into_par_iter().try_for_each(|position| {
            let entry = &model.entries[position];
            if !model.judgements[position].state.is_public() || !has_own_page(entry.record.kind) {
                return Ok(());
            }
            let mut page = self.view.record_page(position);
            page.explainers = self.view.explainers(position, self.shelf);
            self.page("record.html", &urls::record(&entry.record.id), &page)
        })
    }

    fn tombstones(&self) -> Result<(), RenderError> {
        self.view.model.left().par_bridge().try_for_each(|(entry, judgement)| {
            self.page("tombstone.html", &urls::record(&entry.record.id), &self.view.tombstone_page(entry, judgement))
        })
    }

    fn lists(&self) -> Result<(), RenderError> {
        self.selections.par_iter().try_for_each(|selection| {
            (1..=selection.pages()).into_par_iter().try_for_each(|number| {
                let path = urls::list_page(&selection.folder(), number);
                self.page("list.html", &path, &self.view.list_page(selection, self.census, number))
            })
        })
    }

    fn articles(&self) -> Result<(), RenderError> {
        self.page("articles.html", "articles/", &self.view.articles_page(self.shelf))?;
        (0..self.shelf.order.len()).into_par_iter().try_for_each(|at| {
            let path = urls::article(&self.shelf.order[at].slug);
            self.page("article.html", &path, &self.view.article_page(at, self.shelf))
        })
    }

    fn single_pages(&self) -> Result<(), RenderError> {
        let view = self.view;
        self.page("home.html", "", &view.home_page(self.census))?;
        self.page("about.html", "about/", &view.about_page())?;
        self.page("sources.html", "about/sources.html", &view.sources_page())?;
        self.page("method.html", "about/method.html", &view.method_page())?;
        self.page("map.html", "about/map.html", &view.map_page(self.census, self.shelf))?;
        self.page("design.html", "about/design.html", &view.design_page(self.templates.tokens()))?;
        for page in view.model.content.pages.iter().filter(|page| page.slug != "method") {
            self.page("text.html", &urls::about(&page.slug), &view.text_page(page))?;
        }
        self.page("search.html", "search/", &view.search_page(self.census))?;
        self.page("404.html", "404.html", &view.not_found_page())?;
        self.page("card.html", urls::CARD, &view.card_page())?;
        self.page("llms.txt", "llms.txt", &serde_json::json!({ "kinds": view.listed_kinds() }))?;
        self.page(
            "opensearch.xml",
            "opensearch.xml",
            &serde_json::json!({ "short": short_name(&view.model.settings.title) }),
        )
    }

    /// Downloads, and the figures that are among them.
    fn data(&self) -> Result<(), RenderError> {
        self.view.list_tables(self.selections, self.sink)?;
        let stats = self.view.stats_page(self.census);
        self.page("data.html", "data/", &self.view.data(&stats.charts, self.sink)?)?;
        self.page("stats.html", "stats/", &stats)
    }
}
