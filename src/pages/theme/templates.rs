//! Tera, set up once with the theme's templates and the site's values.

use super::{Theme, ThemeError, filters, trim};
use crate::pages::context::SiteContext;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Tera, TeraResult};

/// The templates of a site, ready to render from several threads.
pub struct Templates {
    tera: Tera,
    /// As their authors wrote them, for messages with the right line and column.
    sources: BTreeMap<String, String>,
    /// Where each template stands, for messages.
    places: BTreeMap<String, String>,
    site: SiteContext,
}

impl Templates {
    /// Parses every template of the theme; `site` is in each page's context.
    ///
    /// # Errors
    /// [`ThemeError::Template`] with file, line, column and reason.
    pub fn new(theme: &Theme, site: SiteContext) -> Result<Templates, ThemeError> {
        let sources = theme.templates()?;
        let places = sources.keys().map(|name| (name.clone(), theme.place(&format!("templates/{name}")))).collect();
        let trimmed = sources.iter().map(|(name, source)| (name.clone(), trim::trim(source)));
        match engine(trimmed, &site) {
            Ok(tera) => Ok(Templates { tera, sources, places, site }),
            Err(error) => {
                let original = engine(sources.iter().map(|(name, source)| (name.clone(), source.clone())), &site);
                let report = original.err().unwrap_or(error).to_string();
                Err(ThemeError::Template { report: with_places(&report, &places) })
            }
        }
    }

    /// A page: `context` is one of the structs of [`crate::pages::context`], or anything else that is an object.
    ///
    /// # Errors
    /// [`ThemeError::Render`] when there is no such template, or it asks for a value that is not there.
    pub fn render(&self, name: &str, context: &impl Serialize) -> Result<String, ThemeError> {
        let rendered = Context::from_serialize(context).and_then(|context| self.tera.render(name, &context));
        rendered.map_err(|error| {
            let report = self.explain(name, context).unwrap_or(error).to_string();
            ThemeError::Render { template: name.to_owned(), report: with_places(&report, &self.places) }
        })
    }

    pub fn contains(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The same failure with the templates as written: trimming moves lines and columns.
    fn explain(&self, name: &str, context: &impl Serialize) -> Option<tera::Error> {
        let original = engine(self.sources.iter().map(|(name, source)| (name.clone(), source.clone())), &self.site);
        original.and_then(|tera| tera.render(name, &Context::from_serialize(context)?)).err()
    }
}

fn engine(templates: impl Iterator<Item = (String, String)>, site: &SiteContext) -> TeraResult<Tera> {
    let mut tera = Tera::new();
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
