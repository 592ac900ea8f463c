//! The charts.

use super::context::{Bar, Chart, StatsPage};
use super::facts::View;
use super::lists::{Census, Scope};
use super::meta::About;
use crate::clock::Date;
use crate::records::{Kind, place};
use jiff::Span;
use std::collections::BTreeMap;

impl View<'_> {
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
        let charts =
            [self.chart_by_kind(), self.chart_by_month(), self.chart_by_district(census), self.chart_by_industry()];
        StatsPage {
            page,
            charts: charts.into_iter().filter(|chart| chart.bars.iter().any(|bar| bar.value > 0)).collect(),
            published: self.model.shown(Kind::Statistic).into_iter().map(|position| self.list_item(position)).collect(),
        }
    }

    /// Public records about merchants, by position, without the register.
    fn public_records(self) -> impl Iterator<Item = usize> {
        (0..self.model.entries.len()).filter(move |position| {
            let judgement = &self.model.judgements[*position];
            judgement.state.is_public() && !matches!(judgement.shown_as, Kind::Merchant | Kind::Statistic)
        })
    }

    fn chart_by_kind(self) -> Chart {
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        for position in self.public_records() {
            *counts.entry(self.model.judgements[position].shown_as).or_default() += 1;
        }
        let bars = counts
            .into_iter()
            .map(|(kind, count)| (self.words.label(kind).to_owned(), count, Some(format!("{}/", kind.list()))));
        self.chart("by_kind", "stats.unit", bars.collect())
    }

    fn chart_by_month(self) -> Chart {
        let first = self.model.date.first_of_month().saturating_sub(Span::new().months(11));
        let months: Vec<Date> = (0..12).map(|month| first.saturating_add(Span::new().months(month))).collect();
        let mut counts = vec![0; months.len()];
        for position in self.public_records() {
            let date = self.model.entries[position].date();
            let month = date.and_then(|date| months.iter().rposition(|month| *month <= date));
            if let Some(month) = month {
                counts[month] += 1;
            }
        }
        let bars = months
            .iter()
            .zip(counts)
            .map(|(month, count)| (self.words.period(&month.strftime("%Y-%m").to_string()), count, None));
        self.chart("by_month", "stats.unit", bars.collect())
    }

    fn chart_by_district(self, census: &Census) -> Chart {
        let bars = place::DISTRICTS.iter().map(|district| {
            let count = census.get(&(Kind::Merchant, Scope::of_district(district.code))).copied().unwrap_or(0);
            (district.name.to_owned(), count, Some(format!("merchants/{}/", district.code)))
        });
        self.chart("by_district", "stats.merchants", bars.collect())
    }

    fn chart_by_industry(self) -> Chart {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for position in self.public_records() {
            if let Some(industry) = self.model.merchant_of(position).and_then(|merchant| merchant.industry.as_deref()) {
                *counts.entry(industry).or_default() += 1;
            }
        }
        let bars = place::INDUSTRIES.iter().filter_map(|industry| {
            let label = self.words.industry(industry.key)?.to_owned();
            Some((label, counts.get(industry.key).copied().unwrap_or(0), None))
        });
        self.chart("by_industry", "stats.unit", bars.collect())
    }

    /// A chart whose title names its tallest bar.
    fn chart(self, id: &str, unit: &str, bars: Vec<(String, usize, Option<String>)>) -> Chart {
        let tallest = bars.iter().rev().max_by_key(|bar| bar.1);
        let most = tallest.map_or(0, |bar| bar.1).max(1);
        let total: usize = bars.iter().map(|bar| bar.1).sum();
        let top = tallest.map(|bar| bar.0.clone()).unwrap_or_default();
        Chart {
            id: id.replace('_', "-"),
            title: self.words.fill(&format!("stats.{id}"), &[("total", &total.to_string()), ("top", &top)]),
            unit: self.words.get(unit).to_owned(),
            bars: bars
                .into_iter()
                .map(|(label, value, href)| Bar { label, value, percent: value * 100 / most, href })
                .collect(),
        }
    }
}
