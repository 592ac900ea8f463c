//! 栏目: which columns of the site were not brought up to date within their term, and which are empty.
//!
//! In: articles, and the records and feeds that an earlier pull knows of. Out: [`Column`]s, in order of path. The terms
//! are those of the indicators for government sites (政府网站与政务新媒体检查指标, 2019), which `[portal.upkeep]` may
//! replace; a list of records has the schedule of its feeds.

use super::Faults;
use super::kept::Known;
use crate::clock::Date;
use crate::config::Settings;
use crate::config::place::line_of_key;
use crate::ledger::FeedStatus;
use crate::pages::content::{Article, ArticleKind, Content};
use crate::pages::urls;
use crate::records::Kind;
use crate::sources::Feed;
use jiff::ToSpan;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A column and how it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Path below the site's root; empty for the home page.
    pub path: String,
    /// The last day on which anything in it came or changed.
    pub last: Option<Date>,
    /// The day by which something has to.
    pub due: Option<Date>,
    pub state: ColumnState,
    /// The file or folder that somebody has to look into.
    #[serde(skip)]
    pub place: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnState {
    Current,
    Late,
    Empty,
}

impl Column {
    /// A column that has to change within `days` of the last time.
    fn within(path: &str, place: &Path, last: Option<Date>, days: u32, date: Date) -> Column {
        let due = last.map(|last| last.saturating_add(i64::from(days).days()));
        let state = match due {
            None => ColumnState::Empty,
            Some(due) if due < date => ColumnState::Late,
            Some(_) => ColumnState::Current,
        };
        Column { path: path.to_owned(), last, due, state, place: place.to_owned() }
    }
}

/// What columns are made of.
#[derive(Clone, Copy)]
pub struct Columns<'a> {
    pub settings: &'a Settings,
    pub content: &'a Content,
    pub feeds: &'a [Feed],
    /// Without an earlier pull nothing can be said of lists.
    pub known: Option<&'a Known>,
    pub date: Date,
}

impl Columns<'_> {
    /// Every column, in order of path.
    pub fn look(self) -> Vec<Column> {
        let (upkeep, date) = (&self.settings.upkeep, self.date);
        let mut columns = self.lists();
        let lists = columns.iter().filter_map(|column| column.last).max();
        let articles = self.last_article(|_| true);
        let (folder, portal) = (self.settings.content().join("articles"), self.settings.root.join("portal.toml"));
        columns.push(Column::within("articles/", &folder, articles, upkeep.news_days, date));
        let policies = self.last_article(|kind| kind == ArticleKind::Policy);
        columns.push(Column::within("articles/#g-policy", &folder, policies, upkeep.notice_days, date));
        columns.push(Column::within("", &portal, articles.max(lists), upkeep.home_days, date));
        columns.sort_by(|one, other| one.path.cmp(&other.path));
        columns
    }

    /// The last day on which an article of some kinds came or changed.
    fn last_article(self, is_meant: impl Fn(ArticleKind) -> bool) -> Option<Date> {
        let shown = |article: &&Article| {
            let front = &article.front;
            let begun = !front.draft && front.published_on <= self.date;
            is_meant(front.kind) && begun && front.expires_on.is_none_or(|last| self.date <= last)
        };
        // What will be updated on a coming day is not yet.
        let changed = |article: &Article| article.front.changed_on().min(self.date);
        self.content.articles.iter().filter(shown).map(changed).max()
    }

    /// A list for every kind that a feed brings.
    fn lists(self) -> Vec<Column> {
        let Some(known) = self.known else { return Vec::new() };
        let mut last: BTreeMap<Kind, Date> = BTreeMap::new();
        for (entry, judgement) in known.public() {
            let changed = entry.changed_on.unwrap_or(entry.first_seen);
            last.entry(judgement.shown_as).and_modify(|day| *day = changed.max(*day)).or_insert(changed);
        }
        let brought = |kind: &Kind| self.feeds.iter().any(|feed| feed.kind == *kind);
        let list = |kind: Kind| {
            let (path, last) = (urls::list(kind), last.get(&kind).copied());
            match kind {
                Kind::Notice | Kind::Policy => {
                    let place =
                        self.feeds.iter().find(|feed| feed.kind == kind).map_or(Path::new(""), |feed| &feed.path);
                    Column::within(&path, place, last, self.settings.upkeep.notice_days, self.date)
                }
                _ => self.by_schedule(path, last, kind, known),
            }
        };
        Kind::all().filter(brought).map(list).collect()
    }

    /// A list that is late when a feed of it is: facts change when they happen, but have to be asked for on time.
    fn by_schedule(self, path: String, last: Option<Date>, kind: Kind, known: &Known) -> Column {
        let feeds = self.feeds.iter().filter(|feed| feed.kind == kind);
        let due = |feed: &Feed| {
            let success = known.feeds.get(&feed.id)?.last_success?;
            Some(success.saturating_add(i64::from(feed.schedule_hours?).hours()))
        };
        let is_stale = |feed: &Feed| {
            let state = known.feeds.get(&feed.id).cloned().map(|state| state.on(self.date, feed.schedule_hours));
            state.is_none_or(|state| state.status.as_shown() != FeedStatus::Fresh)
        };
        let state = match last {
            None => ColumnState::Empty,
            Some(_) if feeds.clone().any(is_stale) => ColumnState::Late,
            Some(_) => ColumnState::Current,
        };
        let late = feeds.clone().find(|feed| is_stale(feed)).or_else(|| feeds.clone().next());
        let place = late.map(|feed| feed.path.clone()).unwrap_or_default();
        Column { path, last, due: feeds.filter_map(due).min(), state, place }
    }
}

/// Tells of what is late or empty. An invented portal is as old as it was made.
pub fn tell(columns: &[Column], settings: &Settings, faults: &mut Faults) {
    if settings.sample {
        return;
    }
    for Column { path, last, due, state, place } in columns {
        let name = if path.is_empty() { "the home page".to_owned() } else { format!("the column `{path}`") };
        let text = match (state, last, due) {
            (ColumnState::Current, ..) => continue,
            (ColumnState::Empty, ..) => {
                let hint = "fill it, or take what leads to it out of the theme's navigation";
                format!("{name} is empty\n  hint: {hint}")
            }
            (ColumnState::Late, Some(last), Some(due)) => {
                let hint = "bring something new, or set its term in `[portal.upkeep]` or `schedule_hours`";
                format!("{name} was brought up to date on {last}, and had to be by {due}\n  hint: {hint}")
            }
            (ColumnState::Late, ..) => {
                format!("{name} has a feed that is not had as it should\n  hint: `mingjing status`")
            }
        };
        let line = if place.extension().is_some() { line_of_key(place, "schedule_hours", "") } else { 0 };
        faults.warning(place, line, &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn a_column_is_late_on_the_day_after_its_term() {
        let place = Path::new("a");
        let state = |last: Option<&str>, date: &str| Column::within("a/", place, last.map(day), 14, day(date)).state;
        assert_eq!(state(Some("2026-11-01"), "2026-11-15"), ColumnState::Current);
        assert_eq!(state(Some("2026-11-01"), "2026-11-16"), ColumnState::Late);
        assert_eq!(state(None, "2026-11-16"), ColumnState::Empty);
    }
}
