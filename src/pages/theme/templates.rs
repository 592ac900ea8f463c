//! Tera, set up once with the theme's templates and the site's values.

use super::{Theme, ThemeError, Tokens, filters, fold::Constants, foreign, trim};
use crate::pages::context::SiteContext;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Tera, TeraResult};

/// Room for a page, so that its buffer seldom grows; merchant pages have about 9 KB.
const PAGE_BYTES: usize = 12 * 1024;

/// Endings of templates in which every value is escaped.
const ESCAPED: [&str; 3] = [".html", ".xml", ".svg"];

/// The templates of a site, ready to render from several threads.
pub struct Templates {
    tera: Tera,
    /// As their authors wrote them, for messages with the right line and column.
    sources: BTreeMap<String, String>,
    /// Where each template stands, for messages.
    places: BTreeMap<String, String>,
    site: SiteContext,
    tokens: Tokens,
}

impl Templates {
    /// Parses every template of the theme; `site` is in each page's context.
    ///
    /// # Errors
    /// [`ThemeError::Template`] with file, line, column and reason.
    pub fn new(theme: &Theme, site: SiteContext) -> Result<Templates, ThemeError> {
        let sources = theme.templates()?;
        let places = sources.keys().map(|name| (name.clone(), theme.place(&format!("templates/{name}")))).collect();
        let values = serde_json::to_value(&site).expect("a site context is JSON");
        let constants = Constants::new(&values, sources.values().map(String::as_str));
        let prepared = sources.iter().map(|(name, source)| {
            let trimmed = trim::trim(source);
            let escaped = ESCAPED.iter().any(|suffix| name.ends_with(*suffix));
            (name.as_str(), if escaped { constants.fold(&trimmed) } else { trimmed })
        });
        match engine(prepared, &site) {
            Ok(tera) => Ok(Templates { tera, sources, places, site, tokens: theme.tokens() }),
            Err(error) => {
                let report = engine(as_written(&sources), &site).err().unwrap_or(error).to_string();
                Err(ThemeError::Template { report: with_places(&report, &places) })
            }
        }
    }

    /// A page: `context` is one of the structs of [`crate::pages::context`], or anything else that is an object.
    ///
    /// # Errors
    /// [`ThemeError::Render`] when there is no such template, or it asks for a value that is not there.
    pub fn render(&self, name: &str, context: &impl Serialize) -> Result<String, ThemeError> {
        let bytes = self.render_bytes(name, context)?;
        Ok(String::from_utf8(bytes).expect("templates and values are text, and so is what comes of them"))
    }

    /// The same as bytes, for pages that are written as they are: a tenth faster, since nobody looks at them again.
    ///
    /// # Errors
    /// As [`Templates::render`].
    pub fn render_bytes(&self, name: &str, context: &impl Serialize) -> Result<Vec<u8>, ThemeError> {
        let mut bytes = Vec::with_capacity(PAGE_BYTES);
        let rendered =
            Context::from_serialize(context).and_then(|context| self.tera.render_to(name, &context, &mut bytes));
        match rendered {
            Ok(()) if name.ends_with(".html") && self.site.site.record_language.is_some() => {
                Ok(foreign::marked(&String::from_utf8_lossy(&bytes)).into_bytes())
            }
            Ok(()) => Ok(bytes),
            Err(error) => {
                let report = self.explain(name, context).unwrap_or(error).to_string();
                Err(ThemeError::Render { template: name.to_owned(), report: with_places(&report, &self.places) })
            }
        }
    }

    /// Of the theme's style sheet, for the page that shows them.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The site-wide values.
    pub fn site(&self) -> &SiteContext {
        &self.site
    }

    pub fn contains(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The same failure with the templates as written: preparing them moves lines and columns.
    fn explain(&self, name: &str, context: &impl Serialize) -> Option<tera::Error> {
        engine(as_written(&self.sources), &self.site)
            .and_then(|tera| tera.render(name, &Context::from_serialize(context)?))
            .err()
    }
}

fn as_written(sources: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    sources.iter().map(|(name, source)| (name.as_str(), source.as_str()))
}

fn engine<'t>(templates: impl Iterator<Item = (&'t str, impl AsRef<str>)>, site: &SiteContext) -> TeraResult<Tera> {
    let mut tera = Tera::new();
    tera.autoescape_on(ESCAPED);
    filters::register(&mut tera, &site.site.language);
    tera.add_raw_templates(templates)?;
    *tera.global_context() = Context::from_serialize(site)?;
    Ok(tera)
}

/// Tera knows templates by name only; people look for files.
fn with_places(report: &str, places: &BTreeMap<String, String>) -> String {
    let lines =
        report.lines().map(|line| match line.trim_start().strip_prefix("--> ").and_then(|rest| rest.split_once(':')) {
            Some((name, position)) if places.contains_key(name) => format!(" --> {}:{position}", places[name]),
            _ => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}
