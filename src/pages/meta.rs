//! What every page carries in `<head>`: title, address, breadcrumbs, JSON-LD.

use super::context::{Link, Page};
use super::facts::View;
use super::{share, urls};
use serde_json::{Value, json};

/// What one page says about itself; the rest of [`Page`] follows from its path.
pub struct About<'a> {
    /// Path below the root; a folder ends with `/`.
    pub path: &'a str,
    pub kind: &'static str,
    pub title: String,
    pub description: String,
    pub column: String,
    /// Between the home page and this one.
    pub breadcrumbs: Vec<Link>,
}

impl View<'_> {
    /// The common part of a page's context.
    pub fn page(self, about: About<'_>) -> Page {
        let file = urls::file(about.path);
        let home = Link { label: self.words.get("page.home").to_owned(), href: String::new() };
        let column_type = self.words.get(column_type(about.path)).to_owned();
        let canonical = urls::canonical(&self.model.settings.base_url, &file);
        let json_ld = self.column_json(&about, &canonical);
        let mut breadcrumbs = about.breadcrumbs;
        if file != "index.html" {
            breadcrumbs.insert(0, home);
        }
        Page {
            root: urls::root(&file),
            canonical,
            path: file,
            column_keywords: self.column_keywords(&about.title, &about.column),
            column_description: about.description.clone(),
            title: about.title,
            description: about.description,
            kind: about.kind,
            column: about.column,
            breadcrumbs,
            published: None,
            source: Some(self.model.settings.organizer.clone()),
            column_type,
            keywords: Vec::new(),
            noindex: false,
            card: share::SITE,
            json_ld,
            feed: None,
        }
    }

    /// What a column says of itself in terms of schema.org; what stands in one has more to say.
    fn column_json(self, about: &About<'_>, url: &str) -> Option<String> {
        let class = match about.kind {
            "list" | "articles" | "changes" => "CollectionPage",
            "about" => "AboutPage",
            "data" => "DataCatalog",
            "search" => "SearchResultsPage",
            "stats" | "text" | "sources" | "method" | "map" => "WebPage",
            _ => return None,
        };
        let settings = &self.model.settings;
        json_ld(json!({
            "@type": class,
            "name": about.title,
            "description": about.description,
            "url": url,
            "inLanguage": settings.language,
            "isPartOf": { "@type": "WebSite", "name": settings.title, "url": settings.base_url },
        }))
    }

    /// Words of a column: what it is called, and what the whole portal is about.
    pub(super) fn column_keywords(self, title: &str, column: &str) -> Vec<String> {
        let portal = self.words.get("page.keywords").split(',').map(str::trim);
        let mut keywords: Vec<String> = Vec::new();
        for word in [title, column].into_iter().chain(portal) {
            if !keywords.iter().any(|known| known == word) {
                keywords.push(word.to_owned());
            }
        }
        keywords
    }

    pub fn link(self, word: &str, href: &str) -> Link {
        Link { label: self.words.get(word).to_owned(), href: href.to_owned() }
    }
}

/// 栏目类别 of the column that a page stands in.
fn column_type(path: &str) -> &'static str {
    match path.split('/').next().unwrap_or_default() {
        "policies" => "column_type.policy",
        "articles" => "column_type.explainer",
        "stats" => "column_type.statistics",
        "notices" | "exposures" | "cases" => "column_type.notice",
        "about" => "column_type.about",
        _ => "column_type.disclosure",
    }
}

/// JSON-LD as text that can stand inside `<script>`: `<`, `>` and `&` escaped.
pub fn json_ld(mut value: Value) -> Option<String> {
    if let Value::Object(object) = &mut value {
        object.retain(|_, value| !value.is_null());
        object.insert("@context".to_owned(), json!("https://schema.org"));
    }
    let text = value.to_string();
    Some(text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}
