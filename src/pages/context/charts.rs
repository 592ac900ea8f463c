//! Statistics: pictures drawn as inline SVG, each with its table.
//!
//! In: geometry and sentences already made by [`crate::pages::charts`]. Out: `stats.html`.

use super::page::Page;
use serde::Serialize;

/// `stats.html`.
#[derive(Debug, Clone, Serialize)]
pub struct StatsPage {
    pub page: Page,
    pub charts: Vec<Chart>,
    /// 统计 records as published by agencies, a table a sort of period.
    pub published: Vec<PublishedTable>,
    /// CSV of all of them.
    pub published_download: String,
}

/// A picture with the same figures as a table.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    pub id: &'static str,
    /// The finding, in one sentence.
    pub title: String,
    /// What the picture shows; its `<title>`.
    pub name: String,
    /// Every figure in words; its `<desc>`.
    pub desc: String,
    pub picture: Picture,
    /// What the first and second filling stand for, where there are two.
    pub keys: Vec<String>,
    /// What is counted and what is not.
    pub note: String,
    /// Agencies, and the day of their data.
    pub source: String,
    pub table: ChartTable,
    /// The table as CSV, below the site's root.
    pub download: String,
}

/// Lengths across are parts of a hundred, lengths down are in em where a picture says so, else parts of a hundred.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
pub enum Picture {
    /// `height` and `y` in em.
    Bars { height: String, rows: Vec<BarRow> },
    /// `zero`: where the line lies that columns stand on. `falls`: some hang from it. `dense`: its values are long.
    Columns { width: String, zero: String, falls: bool, dense: bool, columns: Vec<ColumnView> },
    /// `path`: points of a polyline in a square of a hundred.
    Line { path: String, dots: Vec<Dot> },
    /// `height`, `tile`, `y` and `lines` in em.
    Tiles { height: String, tile: String, tiles: Vec<TileView> },
}

#[derive(Debug, Clone, Serialize)]
pub struct BarRow {
    pub y: String,
    pub label: String,
    pub value: String,
    pub parts: Vec<BarPart>,
}

#[derive(Debug, Clone, Serialize)]
pub struct BarPart {
    pub x: String,
    pub width: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ColumnView {
    pub x: String,
    pub label: String,
    /// Where a year begins.
    pub year: Option<String>,
    /// Its label goes where there is no room for all.
    pub minor: bool,
    pub up: Option<Stack>,
    pub down: Option<Stack>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Stack {
    pub y: String,
    pub height: String,
    /// The end away from the line, where the value stands.
    pub end: String,
    pub value: String,
    /// The largest: its value stays where there is no room for all.
    pub top: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct Dot {
    pub x: String,
    pub y: String,
    pub label: String,
    pub year: Option<String>,
    pub minor: bool,
    pub value: String,
}

/// A district of the map; a link to its list.
#[derive(Debug, Clone, Serialize)]
pub struct TileView {
    pub x: String,
    pub y: String,
    pub width: String,
    pub middle: String,
    /// Where the lines of text stand.
    pub lines: Vec<String>,
    pub name: String,
    pub value: String,
    /// Of the whole, in per cent.
    pub share: String,
    /// 0 (nothing) to 4.
    pub shade: u64,
    pub href: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChartTable {
    /// Heading of the first column, then of the columns of numbers.
    pub head: Vec<String>,
    pub rows: Vec<ChartRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChartRow {
    pub label: String,
    pub href: Option<String>,
    pub cells: Vec<String>,
}

/// Figures of agencies, a column a period.
#[derive(Debug, Clone, Serialize)]
pub struct PublishedTable {
    pub id: String,
    pub title: String,
    pub source: String,
    pub periods: Vec<String>,
    pub rows: Vec<PublishedRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PublishedRow {
    pub label: String,
    pub unit: String,
    /// At the positions of the periods; none where nothing was published.
    pub cells: Vec<Option<PublishedCell>>,
    /// Points of a polyline in a field of 60 × 16; none with fewer than two values.
    pub spark: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PublishedCell {
    pub value: String,
    /// The record's permalink.
    pub href: String,
    pub until: Option<String>,
}
