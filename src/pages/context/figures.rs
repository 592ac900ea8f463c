//! What moved and what adds up: changes by day, statistics.
//!
//! In: counts and rows already made. Out: `changes.html`, `stats.html`.

use super::list::ListItem;
use super::page::Page;
use serde::Serialize;

/// `changes.html`: what came, changed and left, by day; nothing names what left.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesPage {
    pub page: Page,
    pub days: Vec<ChangeDay>,
    /// The same for machines.
    pub download: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChangeDay {
    pub date: String,
    pub counts: Vec<ChangeCount>,
    /// Links to records that are still public, at most a page full.
    pub items: Vec<ChangeItem>,
}

/// A record that came or changed.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeItem {
    #[serde(flatten)]
    pub item: ListItem,
    /// Which fields were corrected.
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChangeCount {
    pub kind_label: String,
    pub added: usize,
    pub corrected: usize,
    pub updated: usize,
    pub left: usize,
}

/// `stats.html`.
#[derive(Debug, Clone, Serialize)]
pub struct StatsPage {
    pub page: Page,
    pub charts: Vec<Chart>,
    /// 统计 records as published by agencies.
    pub published: Vec<ListItem>,
}

/// A bar chart drawn as inline SVG, with the same figures as a table.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    pub id: String,
    /// Says the finding, not the axis.
    pub title: String,
    pub unit: String,
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    pub label: String,
    pub value: usize,
    /// Of the largest bar, 0–100.
    pub percent: usize,
    pub href: Option<String>,
}
