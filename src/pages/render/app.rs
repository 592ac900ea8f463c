//! What makes the site an application: its manifest, its pictures, and the worker that keeps pages for reading offline.

use super::{File, Ingredients, Pages, RenderError};
use crate::pages::context::OfflinePage;
use crate::pages::meta::About;
use crate::pages::prose::base_path;
use crate::pages::share;
use rayon::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// The page for an address that is not kept, when there is no network.
const OFFLINE: &str = "offline.html";

/// A kept page older than this many days says so in stronger words.
const OLD_DAYS: u8 = 7;

impl Pages<'_> {
    /// Pictures take longer than a hundred pages: only those of another theme or program are drawn again.
    pub(super) fn pictures(&self) -> Result<(), RenderError> {
        share::PICTURES.par_iter().try_for_each(|name| {
            let template = format!("{}{name}.svg", share::FOLDER);
            let path = format!("{}{name}.png", share::FOLDER);
            let made_of = Ingredients { maker: "picture", values: template.clone().into_bytes() };
            if self.sink.keep(&path, &made_of).is_none() {
                let svg = self.templates.render(&template, &json!({}))?;
                self.sink.put(File { path, bytes: share::draw(&template, &svg)? }, Some(&made_of));
            }
            Ok(())
        })
    }

    /// The manifest by which a phone puts the site on its home screen, and the worker.
    pub(super) fn app(&self) -> Result<(), RenderError> {
        let settings = &self.view.model.settings;
        let icon = |purpose: &str| json!({ "src": "share/icon.png", "sizes": "512x512", "type": "image/png", "purpose": purpose });
        let manifest = json!({
            "name": settings.title,
            "short_name": settings.title,
            "description": self.view.model.content.home.slogan,
            "lang": settings.language,
            "dir": "ltr",
            "id": "./",
            "start_url": "./",
            "scope": "./",
            "display": "minimal-ui",
            "background_color": "#ffffff",
            "theme_color": "#0b3a6b",
            "icons": [icon("any"), icon("maskable")],
        });
        self.sink.put(File { path: "app.webmanifest".to_owned(), bytes: manifest.to_string().into_bytes() }, None);
        if settings.offline {
            self.page("offline.html", OFFLINE, &self.offline_page())?;
        }
        self.page("sw.js", "sw.js", &json!({ "portal": self.worker().to_string() }))
    }

    fn offline_page(&self) -> OfflinePage {
        let title = self.view.words.get("page.offline").to_owned();
        let mut page = self.view.page(About {
            path: OFFLINE,
            kind: "offline",
            description: title.clone(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        page.noindex = true;
        // It stands in for pages of any depth.
        page.root = base_path(&self.view.model.settings.base_url);
        OfflinePage { page }
    }

    /// What the worker knows of this build. Nothing of it changes from day to day: a browser that finds the same worker
    /// keeps what it has.
    fn worker(&self) -> serde_json::Value {
        let (settings, words) = (&self.view.model.settings, self.view.words);
        let assets = &self.templates.site().assets;
        let core: Vec<&String> = assets.iter().filter(|(name, _)| is_core(name)).map(|(_, path)| path).collect();
        // `assets/site-…` and `assets/js-…`: both are named by what is in them.
        let version: BTreeSet<&str> = core.iter().filter_map(|path| path.split(['/', '.']).nth(1)).collect();
        json!({
            "version": version.into_iter().collect::<Vec<_>>().join(" "),
            "core": core,
            "home": "./",
            "offline": OFFLINE,
            "language": settings.language,
            "today": settings.as_of.map(|date| date.to_string()),
            "zone": settings.time_zone.iana_name(),
            "kept": words.get("offline.kept"),
            "old": words.fill("offline.old", &[("days", &OLD_DAYS.to_string())]),
            "days": OLD_DAYS,
        })
    }
}

/// Style sheet and modules that pages load by themselves; those of the search only come with a query, and need the network.
fn is_core(name: &str) -> bool {
    (name.ends_with(".css") || name.ends_with(".js")) && !name.contains('/')
}
