//! What machines read: Atom feeds, the day of the data.

use super::{File, Pages, RenderError};
use crate::ledger::FeedState;
use crate::pages::lists::{Members, Scope, feed_path};
use crate::pages::syndication::{self, FeedEntry, FeedHead};
use crate::pages::{articles, changes, urls};
use crate::records::person::Officers;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Entries of an Atom feed at the most.
const FEED_ENTRIES: usize = 50;

impl Pages<'_> {
    /// Atom: everything, a feed a list, and one of articles.
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
            self.feed(&feed_path(kind, scope), &view.feed_title(kind, scope), &html, &self.newest(entries))
        })?;
        self.feed(articles::FEED, view.words.get("page.articles"), "articles/", &view.article_entries(self.shelf))
    }

    /// What changed: the page, its feed, and lines for machines.
    pub(super) fn changes(&self) -> Result<(), RenderError> {
        let changes = self.view.changes();
        self.feed(changes::FEED, self.view.words.get("page.changes"), "changes/", &changes.feed)?;
        let schema = self.view.changes_schema();
        for (path, bytes) in [(changes::NDJSON, changes.ndjson), (changes::SCHEMA, schema)] {
            self.sink.put(File { path: path.to_owned(), bytes }, None);
        }
        self.page("changes.html", "changes/", &changes.page)
    }

    /// A feed at a path, of the selection that the page at `html` shows.
    fn feed(&self, path: &str, title: &str, html: &str, entries: &[FeedEntry]) -> Result<(), RenderError> {
        let settings = &self.view.model.settings;
        let url = |path: &str| format!("{}{path}", settings.base_url);
        let head = FeedHead {
            title,
            subtitle: &settings.title,
            self_url: &url(path),
            html_url: &url(html),
            author: &settings.organizer,
            licence_url: &url(&urls::about("citation")),
            language: &settings.language,
        };
        self.sink.put(File { path: path.to_owned(), bytes: syndication::feed(head, entries)? }, None);
        Ok(())
    }

    /// Entries of the records that came or changed last.
    fn newest(&self, positions: &[usize]) -> Vec<FeedEntry> {
        let (view, model) = (self.view, self.view.model);
        let updated = |position: &usize| {
            let entry = &model.entries[*position];
            entry.changed_on.unwrap_or(entry.first_seen)
        };
        let mut newest = positions.to_vec();
        newest.sort_by_key(|position| {
            let entry = &model.entries[*position];
            (std::cmp::Reverse((updated(position), entry.date())), &entry.record.id)
        });
        let entry = |position: &usize| {
            let (url, kind) =
                (format!("{}{}", model.settings.base_url, view.href(*position)), model.judgements[*position].shown_as);
            let officers = Officers::of(&model.entries[*position].record.fields);
            let nameless = |text: String| officers.as_ref().and_then(|officers| officers.masked(&text)).unwrap_or(text);
            FeedEntry {
                title: nameless(view.heading(*position)),
                id: url.clone(),
                url,
                published: model.entries[*position].first_seen,
                updated: updated(position),
                summary: nameless(view.sentence_alone(*position)),
                author: model.entries[*position].agency().to_owned(),
                category: Some((kind.key().to_owned(), view.words.label(kind).to_owned())),
            }
        };
        newest.iter().take(FEED_ENTRIES).map(entry).collect()
    }

    /// The day up to which sources were checked, which pages ask for by script so that a day without news changes none.
    pub(super) fn status(&self) {
        let model = self.view.model;
        let checked = |(id, state): (&String, &FeedState)| Some((id.clone(), state.last_success?.to_string()));
        let checked: BTreeMap<String, String> = model.feed_states.iter().filter_map(checked).collect();
        let said = self.view.words.date(model.date);
        let status = serde_json::json!({ "data_date": model.date, "said": said, "feeds": model.feeds.len(), "checked": checked });
        self.sink.put(File { path: "status.json".to_owned(), bytes: status.to_string().into_bytes() }, None);
    }
}
