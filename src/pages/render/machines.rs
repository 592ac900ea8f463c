//! What machines read: Atom feeds, the day of the data.

use super::{File, Pages, RenderError};
use crate::ledger::FeedState;
use crate::pages::changes;
use crate::pages::lists::{Members, Scope, feed_path};
use crate::pages::syndication::{self, FeedEntry};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Entries of an Atom feed at the most.
const FEED_ENTRIES: usize = 50;

impl Pages<'_> {
    /// Atom: everything, and a feed a list.
    pub(super) fn feeds(&self) -> Result<(), RenderError> {
        let view = self.view;
        let whole = self.selections.iter().filter(|selection| selection.scope == Scope::ALL);
        let entries = whole.filter_map(|selection| match &selection.of {
            Members::Entries(entries) => Some(entries),
            Members::Merchants(_) => None,
        });
        let all: Vec<usize> = entries.flatten().copied().collect();
        let about = view.about_merchants(&all);
        self.selections.par_iter().try_for_each(|selection| {
            let (kind, scope) = (selection.kind, selection.scope);
            let (html, entries) = match &selection.of {
                Members::Entries(entries) => (selection.folder(), entries.as_slice()),
                Members::Merchants(_) if scope == Scope::ALL => ("changes/".to_owned(), all.as_slice()),
                Members::Merchants(_) => (selection.folder(), about.get(&scope).map_or(&[][..], Vec::as_slice)),
            };
            self.feed(&feed_path(kind, scope), &view.feed_title(kind, scope), &html, entries)
        })
    }

    /// What changed: the page, its feed, and lines for machines.
    pub(super) fn changes(&self) -> Result<(), RenderError> {
        let changes = self.view.changes();
        let base = &self.view.model.settings.base_url;
        let title = self.view.words.get("page.changes");
        let (own, html) = (format!("{base}{}", changes::FEED), &changes.page.page.canonical);
        let feed = syndication::feed(title, &own, html, &changes.feed)?;
        self.sink.put(File { path: changes::FEED.to_owned(), bytes: feed }, None);
        self.sink.put(File { path: changes::NDJSON.to_owned(), bytes: changes.ndjson }, None);
        self.page("changes.html", "changes/", &changes.page)
    }

    fn feed(&self, path: &str, title: &str, html: &str, positions: &[usize]) -> Result<(), RenderError> {
        let (model, base) = (self.view.model, &self.view.model.settings.base_url);
        let updated = |position: &usize| {
            let entry = &model.entries[*position];
            entry.changed_on.unwrap_or(entry.first_seen)
        };
        let mut newest = positions.to_vec();
        newest.sort_by_key(|position| {
            let entry = &model.entries[*position];
            (std::cmp::Reverse((updated(position), entry.date())), &entry.record.id)
        });
        let entries: Vec<FeedEntry> = newest
            .iter()
            .take(FEED_ENTRIES)
            .map(|position| {
                let url = format!("{base}{}", self.view.href(*position));
                FeedEntry {
                    title: self.view.heading(*position),
                    id: url.clone(),
                    url,
                    updated: updated(position),
                    summary: self.view.sentence(*position),
                    author: model.entries[*position].agency().to_owned(),
                }
            })
            .collect();
        let bytes = syndication::feed(title, &format!("{base}{path}"), &format!("{base}{html}"), &entries)?;
        self.sink.put(File { path: path.to_owned(), bytes }, None);
        Ok(())
    }

    /// The day up to which sources were checked, which pages ask for by script so that a day without news changes none.
    pub(super) fn status(&self) {
        let model = self.view.model;
        let checked = |(id, state): (&String, &FeedState)| Some((id.clone(), state.last_success?.to_string()));
        let checked: BTreeMap<String, String> = model.feed_states.iter().filter_map(checked).collect();
        let status = serde_json::json!({ "data_date": model.date, "feeds": model.feeds.len(), "checked": checked });
        self.sink.put(File { path: "status.json".to_owned(), bytes: status.to_string().into_bytes() }, None);
    }
}
