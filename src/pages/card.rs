//! Pages that do not depend on one record: the card that other sites show in a frame, and `llms.txt`.
//!
//! A static host runs nothing, so one card serves all merchants: its script reads which one is asked for, fetches the
//! merchant's document, and leaves out what its last day has passed.

use super::context::CardPage;
use super::facts::View;
use super::meta::About;
use super::urls;
use crate::records::Kind;
use serde::Serialize;

/// A kind in `llms.txt`.
#[derive(Debug, Clone, Serialize)]
pub struct ListedKind {
    pub label: String,
    pub intro: String,
    /// Folder of its list, and name of its bulk files.
    pub list: &'static str,
}

impl View<'_> {
    /// The frame of the card; what it shows comes by script.
    pub fn card_page(self) -> CardPage {
        let title = self.words.get("page.card").to_owned();
        let mut page = self.page(About {
            path: urls::CARD,
            kind: "card",
            description: title.clone(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        page.noindex = true;
        CardPage { page }
    }

    /// The kinds, each with what it is.
    pub fn listed_kinds(self) -> Vec<ListedKind> {
        let listed = |kind: Kind| ListedKind {
            label: self.words.label(kind).to_owned(),
            intro: self.words.intro(kind).to_owned(),
            list: kind.list(),
        };
        Kind::all().map(listed).collect()
    }
}
