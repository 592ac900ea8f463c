//! `/changes/`: what came, was corrected and left, by day and kind, as a page, as Atom and as NDJSON.
//!
//! What left is counted and never named; what was corrected names the fields and never the old value.

use super::context::{ChangeCount, ChangeDay, ChangeItem, ChangesPage};
use super::downloads;
use super::facts::View;
use super::meta::About;
use super::model::has_own_page;
use super::syndication::FeedEntry;
use crate::clock::Date;
use crate::ledger::{Cause, Entry, Judgement, State, Transition};
use crate::records::{Field, Kind};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Days with changes that the page goes back.
const DAYS: usize = 60;
/// Records a day links to at the most.
const ITEMS: usize = 50;

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Added,
    Corrected,
    Updated,
    Left,
}

impl What {
    const ALL: [What; 4] = [What::Added, What::Corrected, What::Updated, What::Left];

    fn key(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Corrected => "corrected",
            What::Updated => "updated",
            What::Left => "left",
        }
    }
}

/// One change of one record.
struct Change<'m> {
    what: What,
    position: usize,
    fields: &'m [Field],
}

/// A day's changes, by kind.
type Day<'m> = BTreeMap<Kind, Vec<Change<'m>>>;

/// The page, the entries of its feed, and the lines for machines.
pub struct Changes {
    pub page: ChangesPage,
    pub feed: Vec<FeedEntry>,
    pub ndjson: Vec<u8>,
}

/// Where the feed of changes stands.
pub const FEED: &str = "feeds/changes.xml";
/// Where the lines for machines stand, and what describes them.
pub const NDJSON: &str = "data/changes.ndjson";
pub const SCHEMA: &str = "data/schema/changes.json";

impl<'a> View<'a> {
    pub fn changes(self) -> Changes {
        let days: Vec<(Date, Day<'a>)> = self.days().into_iter().rev().take(DAYS).collect();
        let title = self.words.get("page.changes").to_owned();
        let mut page = self.page(About {
            path: "changes/",
            kind: "changes",
            description: self.words.get("page.changes_intro").to_owned(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        page.feed = Some(FEED.to_owned());
        let page_days = days.iter().map(|(date, day)| self.change_day(*date, day)).collect();
        Changes {
            feed: days.iter().map(|(date, day)| self.change_entry(*date, day, &page.canonical)).collect(),
            ndjson: self.change_lines(&days),
            page: ChangesPage { page, days: page_days, download: NDJSON.to_owned() },
        }
    }

    /// Every day on which something came, changed or left.
    fn days(self) -> BTreeMap<Date, Day<'a>> {
        let mut days: BTreeMap<Date, Day<'a>> = BTreeMap::new();
        let model = self.model;
        for (position, (entry, judgement)) in model.entries.iter().zip(&model.judgements).enumerate() {
            // What is held back was never shown; nor was what had left before it first came.
            if judgement.state == State::Held {
                continue;
            }
            for (date, what, fields) in events(entry, judgement, model.date) {
                let changes = days.entry(date).or_default().entry(judgement.shown_as).or_default();
                changes.push(Change { what, position, fields });
            }
        }
        days
    }

    fn change_day(self, date: Date, day: &Day<'_>) -> ChangeDay {
        let counts = day.iter().map(|(kind, changes)| {
            let count = |what| changes.iter().filter(|change| change.what == what).count();
            ChangeCount {
                kind_label: self.words.label(*kind).to_owned(),
                added: count(What::Added),
                corrected: count(What::Corrected),
                updated: count(What::Updated),
                left: count(What::Left),
            }
        });
        ChangeDay { date: date.to_string(), counts: counts.collect(), items: self.change_items(day) }
    }

    /// Links to what is still public, each record once with its most telling change. The register is not what people
    /// follow: its kind is counted only.
    fn change_items(self, day: &Day<'_>) -> Vec<ChangeItem> {
        let mut items = Vec::new();
        for changes in day.values() {
            let mut told: BTreeMap<usize, &Change<'_>> = BTreeMap::new();
            for change in changes.iter().filter(|change| self.may_be_named(change.position)) {
                let known = told.entry(change.position).or_insert(change);
                if change.what == What::Corrected {
                    *known = change;
                }
            }
            let mut told: Vec<&Change<'_>> = told.into_values().collect();
            told.sort_by_key(|change| {
                let entry = &self.model.entries[change.position];
                (std::cmp::Reverse(entry.date()), &entry.record.id)
            });
            items.extend(
                told.into_iter()
                    .take(ITEMS - items.len())
                    .map(|change| ChangeItem { note: self.change_note(change), item: self.list_item(change.position) }),
            );
        }
        items
    }

    fn may_be_named(self, position: usize) -> bool {
        self.model.judgements[position].state.is_public() && has_own_page(self.model.entries[position].record.kind)
    }

    /// What was corrected.
    fn change_note(self, change: &Change<'_>) -> Option<String> {
        (change.what == What::Corrected).then(|| {
            let fields = self.field_names(change.fields);
            self.words.fill("changes.note", &[("fields", &fields)])
        })
    }

    /// Labels of fields, those that pages do not show left out.
    pub(super) fn field_names(self, fields: &[Field]) -> String {
        let names: Vec<&str> = fields.iter().map(|field| self.words.field(*field)).collect();
        names.join(self.words.get("value.separator"))
    }

    /// A day in a feed reader: figures only.
    fn change_entry(self, date: Date, day: &Day<'_>, page: &str) -> FeedEntry {
        let mut summary = String::new();
        for (kind, changes) in day {
            let counted = What::ALL.into_iter().filter_map(|what| {
                let count = changes.iter().filter(|change| change.what == what).count();
                let word = || self.words.fill(&format!("changes.{}", what.key()), &[("n", &count.to_string())]);
                (count > 0).then(word)
            });
            let counted = counted.collect::<Vec<_>>().join(self.words.get("value.separator"));
            let line = self.words.fill("changes.line", &[("kind", self.words.label(*kind)), ("counts", &counted)]);
            summary.push_str(&line);
        }
        let url = format!("{page}#d{date}");
        let title = self.words.fill("changes.day", &[("date", &self.words.date(date))]);
        FeedEntry {
            title,
            id: url.clone(),
            url,
            published: date,
            updated: date,
            summary,
            author: self.model.settings.organizer.clone(),
            category: None,
        }
    }

    /// Day, kind, what happened, the record's id, and for corrections the fields: newest day first.
    fn change_lines(self, days: &[(Date, Day<'_>)]) -> Vec<u8> {
        let mut lines = String::new();
        for (date, day) in days {
            for (kind, changes) in day {
                for change in changes {
                    let entry = &self.model.entries[change.position];
                    let id = entry.record.id.as_str();
                    write!(lines, r#"{{"date":"{date}","kind":"{kind}","change":"{}","id":"{id}""#, change.what.key())
                        .expect("writing to a string");
                    if !change.fields.is_empty() && self.model.judgements[change.position].state.is_public() {
                        let keys: Vec<&str> = change.fields.iter().map(|field| field.key()).collect();
                        write!(lines, r#","fields":["{}"]"#, keys.join("\",\"")).expect("writing to a string");
                    }
                    lines.push_str("}\n");
                }
            }
        }
        lines.into_bytes()
    }

    /// JSON Schema of a line.
    pub fn changes_schema(self) -> Vec<u8> {
        let fields = Field::all().map(Field::key).collect::<Vec<_>>();
        downloads::pretty(&json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": format!("{}{SCHEMA}", self.model.settings.base_url),
            "title": self.words.get("page.changes"),
            "type": "object",
            "properties": {
                "date": { "type": "string", "format": "date" },
                "kind": { "enum": Kind::all().map(Kind::key).collect::<Vec<_>>() },
                "change": { "enum": What::ALL.map(What::key) },
                "id": { "type": "string", "pattern": "^[A-Za-z0-9]+$" },
                "fields": { "type": "array", "items": { "enum": fields }, "minItems": 1 },
            },
            "required": ["date", "kind", "change", "id"],
            "additionalProperties": false,
        }))
    }
}

/// A record's changes up to a day.
fn events<'m>(entry: &'m Entry, judgement: &Judgement, date: Date) -> Vec<(Date, What, &'m [Field])> {
    let mut events: Vec<(Date, What, &[Field])> = Vec::new();
    // Revoked before it was first seen: it was never shown here.
    if judgement.left_on.is_none_or(|left| left > entry.first_seen) {
        let barred = entry.transitions.iter().find(|turn| matches!(turn.cause, Cause::Withheld | Cause::Released));
        // What a rule held back at first came when it was let go.
        if barred.is_none_or(|turn| turn.cause == Cause::Withheld) {
            events.push((entry.first_seen, What::Added, &[]));
        }
        let left = judgement.left_on;
        let before_it_left = |turn: &&Transition| turn.on <= date && left.is_none_or(|left| turn.on < left);
        for turn in entry.transitions.iter().filter(before_it_left) {
            let what = match turn.cause {
                Cause::Corrected => What::Corrected,
                Cause::Updated | Cause::Objection | Cause::ObjectionOver => What::Updated,
                Cause::Returned | Cause::Released | Cause::LiftedLocally => What::Added,
                Cause::Revoked | Cause::Absent | Cause::WithdrawnLocally | Cause::Withheld => What::Left,
                Cause::Came | Cause::Held | Cause::Expired => continue,
            };
            events.push((turn.on, what, &turn.fields));
        }
        events.extend(left.map(|left| (left, What::Left, &[][..])));
    }
    events
}
