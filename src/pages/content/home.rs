//! `content/home.md`: the words of the home page. All of it stands in the front matter; a body is not shown anywhere.

use super::front_matter::{self, Keys};
use super::reading::Reading;
use super::{ContentError, Mistake};
use crate::pages::context::Step;

/// The words of the home page; empty when the portal has no `home.md`.
#[derive(Debug, Clone, Default)]
pub struct Home {
    pub title: String,
    pub slogan: String,
    /// Example queries under the search box.
    pub examples: Vec<String>,
    pub steps: Vec<Step>,
}

/// Reads `home.md`, which may be absent.
pub(super) fn load(reading: &mut Reading<'_>) -> Home {
    let path = &reading.dir.join("home.md");
    if !path.exists() {
        return Home::default();
    }
    let Some(bytes) = reading.bytes(path) else { return Home::default() };
    let document = match front_matter::document(&bytes) {
        Ok(document) => document,
        Err(finding) => {
            reading.errors.push(ContentError::at(path, finding.line, finding.mistake));
            return Home::default();
        }
    };
    let home = reading.keys(path, &document, |keys, document| {
        if !document.body.trim().is_empty() {
            keys.refuse_at(document.body_line, Mistake::BodyOfHome);
        }
        let title = keys.required_text("title");
        let slogan = keys.required_text("slogan");
        let examples = keys.texts("examples");
        let steps = keys.tables("steps", read_step);
        Some(Home { title: title?, slogan: slogan?, examples, steps })
    });
    home.unwrap_or_default()
}

fn read_step(keys: &mut Keys<'_>) -> Option<Step> {
    let title = keys.required_text("title");
    let text = keys.required_text("text");
    Some(Step { title: title?, text: text? })
}
