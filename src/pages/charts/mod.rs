//! `/stats/`: pictures of what is on record, each with the finding in a sentence and all its figures in a table.
//!
//! In: the model, and the sizes of the lists. Out: the context of the page ([`StatsPage`]), and its tables as CSV. Counts
//! are of what is public on the day; of what has left, only how much left in a month. No merchant is named, rated or
//! ranked.
//!
//! One file a subject; `scale`, `draw` and `tiles` know geometry and nothing of records.

mod complaints;
mod custody;
mod draw;
mod lists;
mod months;
mod published;
mod records;
mod scale;
mod table;
mod tiles;

pub use table::csv;

use super::context::{Chart, ChartRow, ChartTable, Picture, StatsPage};
use super::facts::View;
use super::lists::Census;
use super::meta::About;
use crate::records::Kind;
use std::collections::BTreeSet;

/// Agencies that a line of sources names at the most.
const NAMED: usize = 3;
/// CSV of the published statistics.
const PUBLISHED: &str = "data/stats.csv";

/// What a chart is made of, before its words are put together.
struct Draft {
    /// Part of its address, of its anchor and, with underscores, of its words.
    id: &'static str,
    /// The finding.
    title: String,
    picture: Picture,
    /// Words of the two fillings.
    keys: &'static [&'static str],
    note: String,
    table: ChartTable,
    /// The kinds whose records are counted.
    kinds: Vec<Kind>,
}

impl View<'_> {
    /// The page of statistics.
    pub fn stats_page(self, census: &Census) -> StatsPage {
        let title = self.words.get("page.stats").to_owned();
        let page = self.page(About {
            path: "stats/",
            kind: "stats",
            description: self.words.get("page.stats_intro").to_owned(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        let drafts = [
            self.by_month(),
            self.by_district(census),
            self.by_kind(),
            self.by_industry(census),
            self.listed(),
            self.complaints(),
            self.mediation(),
            self.custody(),
        ];
        let charts: Vec<Chart> = drafts.into_iter().flatten().map(|draft| self.chart(draft)).collect();
        StatsPage { page, charts, published: self.published(), published_download: PUBLISHED.to_owned() }
    }

    fn chart(self, draft: Draft) -> Chart {
        let name = self.words.get(&format!("stats.{}_name", draft.id.replace('-', "_"))).to_owned();
        Chart {
            id: draft.id,
            desc: self.said(&draft.table),
            title: draft.title,
            name,
            picture: draft.picture,
            keys: draft.keys.iter().map(|key| self.words.get(key).to_owned()).collect(),
            note: draft.note,
            source: self.source_line(&|kind| draft.kinds.contains(&kind)),
            table: draft.table,
            download: format!("data/charts/{}.csv", draft.id),
        }
    }

    /// Every figure of a table in words, for those who hear the picture.
    fn said(self, table: &ChartTable) -> String {
        let row = |row: &ChartRow| {
            let cells = row.cells.iter().zip(&table.head[1..]).filter(|cell| !cell.0.is_empty());
            let cells: Vec<String> = cells.map(|(cell, head)| format!("{head} {cell}")).collect();
            format!("{} {}", row.label, cells.join(self.words.get("stats.between_cells")))
        };
        let rows: Vec<String> = table.rows.iter().map(row).collect();
        rows.join(self.words.get("stats.between_rows"))
    }

    /// Whose data of some kinds it is, and the day up to which all of it was checked.
    fn source_line(self, of: &dyn Fn(Kind) -> bool) -> String {
        let feeds = self.model.feeds.iter().filter(|feed| of(feed.kind));
        let agencies: BTreeSet<&str> = feeds.map(|feed| feed.agency.as_str()).collect();
        let named: Vec<&str> = agencies.iter().copied().take(NAMED).collect();
        let named = named.join(self.words.get("value.separator"));
        let date = self.words.date(self.checked_on(of).unwrap_or(self.model.date));
        let word = if agencies.len() > NAMED { "stats.sources" } else { "stats.source" };
        self.words.fill(word, &[("agencies", &named), ("n", &agencies.len().to_string()), ("date", &date)])
    }

    /// Public records about merchants, by position, without the register.
    fn public_records(self) -> impl Iterator<Item = usize> {
        (0..self.model.entries.len()).filter(move |position| {
            let judgement = &self.model.judgements[*position];
            judgement.state.is_public() && !matches!(judgement.shown_as, Kind::Merchant | Kind::Statistic)
        })
    }
}

/// A row of a table.
fn row(label: &str, href: Option<String>, cells: impl IntoIterator<Item = String>) -> ChartRow {
    ChartRow { label: label.to_owned(), href, cells: cells.into_iter().collect() }
}
