//! The site without its records, rendered in memory: what prose can link to, and what every page carries.
//!
//! A theme that cannot be used is found here too, since all templates are parsed and those of prose are run.

use super::Faults;
use super::configuration::Configuration;
use super::links::leads_to_data;
use crate::clock::Date;
use crate::config::Settings;
use crate::issues::tell;
use crate::ledger::{Rules, Withdrawals};
use crate::merchants::Resolution;
use crate::pages::address::resolve;
use crate::pages::content::{Content, Drafts};
use crate::pages::facts::View;
use crate::pages::model::Model;
use crate::pages::render::{File, render_site, site_context};
use crate::pages::theme::{Templates, Theme};
use crate::pages::words::Words;
use crate::publish::assets::assets;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Meta tags of every page that search engines may show (国办发〔2017〕47号, 附件).
const META: [&str; 4] = ["SiteName", "SiteDomain", "ColumnName", "Description"];
/// Meta tags of an article.
const ARTICLE_META: [&str; 3] = ["ArticleTitle", "PubDate", "ContentSource"];

/// Pages by path below the site's root.
type Pages = BTreeMap<String, String>;

pub struct Site {
    /// As it would be published on the day.
    pub published: Pages,
    /// With drafts and articles of a coming day, as `serve` shows it.
    pub drafted: Pages,
    has_site_id: bool,
    /// Where the portal has its theme, for messages about pages.
    theme: PathBuf,
    content: PathBuf,
}

impl Site {
    /// `None` when the theme cannot be used, which is then reported.
    pub fn render(
        settings: Settings,
        date: Date,
        configuration: Configuration,
        content: &Content,
        faults: &mut Faults,
    ) -> Option<Site> {
        let (theme, folder) = (settings.theme_dir(), settings.content());
        let has_site_id = settings.government.site_id_code.is_some();
        let rules = configuration.rules.or_else(|| Rules::embedded().ok())?;
        let mut model = Model {
            content: Content::default(),
            settings,
            date,
            agencies: configuration.agencies,
            districts: configuration.districts,
            rules,
            withdrawals: Withdrawals::default(),
            feeds: configuration.feeds,
            feed_states: BTreeMap::new(),
            entries: Vec::new(),
            judgements: Vec::new(),
            resolution: Resolution::default(),
        };
        let mut rendered = [Drafts::LeftOut, Drafts::Shown].map(|drafts| {
            model.content = content.clone().visible(date, drafts);
            render(&model).map_err(|error| faults.error(&theme, 0, &tell(error.as_ref()))).ok()
        });
        let (published, drafted) = (rendered[0].take()?, rendered[1].take()?);
        Some(Site { published, drafted, has_site_id, theme, content: folder })
    }

    /// What every page must carry, and whether what the theme links to is there. `in_prose`: files that prose links to,
    /// whose lines are told of elsewhere.
    pub fn check(&self, in_prose: &BTreeSet<String>, faults: &mut Faults) {
        self.check_meta(faults);
        self.check_home(faults);
        self.check_texts(in_prose, faults);
    }

    /// The fixed pages that templates lead to, each with a page that does so.
    fn check_texts(&self, in_prose: &BTreeSet<String>, faults: &mut Faults) {
        let selector = Selector::parse("a[href]").expect("a selector that is known to parse");
        let mut missing: BTreeMap<String, &str> = BTreeMap::new();
        for (path, html) in self.published.iter().filter(|(path, _)| path.ends_with(".html") && *path != "index.html") {
            let page = Html::parse_document(html);
            let targets = page.select(&selector).filter_map(|link| resolve(path, link.attr("href")?));
            let texts = targets.map(|target| target.file).filter(|file| self.is_missing_text(file));
            for file in texts.filter(|file| !in_prose.contains(file)) {
                missing.entry(file).or_insert(path);
            }
        }
        // What the home page lacks was told with it.
        let home = self.published.get("index.html").map(|html| Html::parse_document(html));
        let told: BTreeSet<String> = home
            .iter()
            .flat_map(|page| page.select(&selector))
            .filter_map(|link| resolve("index.html", link.attr("href")?))
            .map(|target| target.file)
            .collect();
        for (file, page) in missing.into_iter().filter(|(file, _)| !told.contains(file)) {
            let text =
                format!("`{page}` links to it, and it does not exist\n  hint: write it; `mingjing init` shows one");
            faults.error(&self.text_path(&file), 0, &text);
        }
    }

    fn is_missing_text(&self, file: &str) -> bool {
        file.starts_with("about/") && file.ends_with(".html") && !self.published.contains_key(file)
    }

    /// The file behind a fixed page.
    fn text_path(&self, file: &str) -> PathBuf {
        let name = file.trim_start_matches("about/").trim_end_matches(".html");
        self.content.join("pages").join(format!("{name}.md"))
    }

    fn check_meta(&self, faults: &mut Faults) {
        let mut missing: BTreeMap<&str, &str> = BTreeMap::new();
        let is_page = |path: &str| path.ends_with(".html") && path != "404.html";
        for (path, html) in self.published.iter().filter(|(path, _)| is_page(path)) {
            let is_article = path.starts_with("articles/") && path != "articles/index.html";
            let site_id = self.has_site_id.then_some("SiteIDCode");
            let article = ARTICLE_META.iter().copied().filter(|_| is_article);
            for name in META.into_iter().chain(site_id).chain(article) {
                if !html.contains(&format!("name=\"{name}\"")) && !html.contains(&format!("name={name} ")) {
                    missing.entry(name).or_insert(path);
                }
            }
        }
        for (name, page) in missing {
            let hint = "the theme's `templates/base.html` must write it";
            faults.error(&self.theme, 0, &format!("`{page}` has no meta tag `{name}`\n  hint: {hint}"));
        }
    }

    /// The home page has the header, navigation and footer of all pages.
    fn check_home(&self, faults: &mut Faults) {
        let Some(home) = self.published.get("index.html") else { return };
        let selector = Selector::parse("a[href]").expect("a selector that is known to parse");
        let page = Html::parse_document(home);
        let targets: BTreeSet<String> = page
            .select(&selector)
            .filter_map(|link| resolve("index.html", link.attr("href")?))
            .map(|target| target.file)
            .filter(|file| !self.published.contains_key(file) && !leads_to_data(file))
            .collect();
        for file in targets {
            if self.is_missing_text(&file) {
                let text = "every page links to it, and it does not exist\n  hint: write it; `mingjing init` shows one";
                faults.error(&self.text_path(&file), 0, text);
            } else {
                let hint = "mend the link, or write the page";
                let text = format!("the home page links to `{file}`, which does not exist\n  hint: {hint}");
                faults.error(&self.theme, 0, &text);
            }
        }
    }
}

fn render(model: &Model) -> anyhow::Result<Pages> {
    let theme = Theme::load(&model.settings.theme_dir())?;
    let strings = theme.strings(&model.settings.language)?;
    let words = Words::new(&strings, &model.settings.language)?;
    let assets = assets(&theme.static_files());
    let templates = Templates::new(&theme, site_context(model, &words, strings.to_value(), assets.paths))?;
    let pages = Mutex::new(Pages::new());
    let sink = |file: File| {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        pages.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path, text);
    };
    render_site(View { model, words: &words }, &templates, &sink)?;
    words.were_complete()?;
    Ok(pages.into_inner().unwrap_or_else(PoisonError::into_inner))
}
