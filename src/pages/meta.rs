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
        let mut breadcrumbs = about.breadcrumbs;
        if file != "index.html" {
            breadcrumbs.insert(0, home);
        }
        Page {
            root: urls::root(&file),
            canonical: urls::canonical(&self.model.settings.base_url, &file),
            path: file,
            title: about.title,
            description: about.description,
            kind: about.kind,
            column: about.column,
            breadcrumbs,
            published: None,
            source: Some(self.model.settings.organizer.clone()),
            keywords: Vec::new(),
            noindex: false,
            card: share::SITE,
            json_ld: None,
            feed: None,
        }
    }

    pub fn link(self, word: &str, href: &str) -> Link {
        Link { label: self.words.get(word).to_owned(), href: href.to_owned() }
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
