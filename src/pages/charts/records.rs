//! Public records by month, district, kind and industry.

use super::draw::{Bar, Column, bars, columns};
use super::months::Months;
use super::scale::Tenths;
use super::tiles::{Tile, short, tiles};
use super::{Draft, row};
use crate::config::District;
use crate::pages::context::{ChartRow, ChartTable, Picture};
use crate::pages::facts::View;
use crate::pages::lists::{Census, Scope};
use crate::records::{Kind, place};
use std::collections::BTreeMap;

impl View<'_> {
    /// Records by the month of their decision, over a year.
    pub(super) fn by_month(self) -> Option<Draft> {
        let months = Months::up_to(self.model.date);
        let mut counts = vec![0_u64; months.firsts.len()];
        for position in self.public_records() {
            if let Some(at) = self.model.entries[position].date().and_then(|day| months.find(day)) {
                counts[at] += 1;
            }
        }
        let labels: Vec<String> = (0..counts.len()).map(|at| months.label(at, self.words)).collect();
        let (top, most) = self.top(labels.iter().map(String::as_str).zip(counts.iter().copied()))?;
        let total: u64 = counts.iter().sum();
        let column = |(at, up): (usize, &u64)| Column { tick: months.tick(at, self.words), up: *up, down: 0 };
        let rows: Vec<ChartRow> =
            labels.iter().zip(&counts).map(|(label, count)| row(label, None, [count.to_string()])).collect();
        let values = [("total", &*total.to_string()), ("top", &top), ("n", &most.to_string())];
        Some(Draft {
            id: "by-month",
            title: self.words.fill("stats.by_month", &values),
            picture: columns(counts.iter().enumerate().map(column).collect()),
            keys: &[],
            note: self.words.fill("stats.by_month_note", &[("date", &self.words.date(self.model.date))]),
            table: ChartTable { head: self.heads(&["stats.month", "stats.records"]), rows },
            kinds: Kind::all().filter(|kind| is_counted(*kind)).collect(),
        })
    }

    /// Merchants by district, as a map, and the records about them beside.
    pub(super) fn by_district(self, census: &Census) -> Option<Draft> {
        let of = |kind: Kind, scope: Scope| census.get(&(kind, scope)).map_or(0, |count| *count as u64);
        let records = |scope: Scope| Kind::all().filter(|kind| is_counted(*kind)).map(|kind| of(kind, scope)).sum();
        let districts = &self.model.districts;
        let counts: Vec<u64> = districts.iter().map(|it| of(Kind::Merchant, Scope::of_district(it.code))).collect();
        let names = districts.iter().map(|district| district.name.as_str());
        let (top, most) = self.top(names.zip(counts.iter().copied()))?;
        let all = of(Kind::Merchant, Scope::ALL);
        let line = |label: &str, href: Option<String>, merchants: u64, records: u64| {
            row(label, href, [merchants.to_string(), percent(merchants, all), records.to_string()])
        };
        let mut rows: Vec<ChartRow> = Vec::new();
        let mut known = (0, 0);
        for (district, count) in districts.iter().zip(&counts) {
            let scope = Scope::of_district(district.code);
            let about: u64 = records(scope);
            known = (known.0 + count, known.1 + about);
            rows.push(line(&district.name, Some(scope.folder(Kind::Merchant)), *count, about));
        }
        let (merchants, about) = (all.saturating_sub(known.0), records(Scope::ALL).saturating_sub(known.1));
        if merchants + about > 0 {
            rows.push(line(self.words.get("stats.elsewhere"), None, merchants, about));
        }
        let tile = |(district, count): (&District, &u64)| Tile {
            name: short(district).to_owned(),
            place: district.tile,
            count: *count,
            value: self.words.fill("stats.merchants_n", &[("n", &count.to_string())]),
            href: Scope::of_district(district.code).folder(Kind::Merchant),
        };
        let (share, total) = (percent(most, all), all.to_string());
        let is_drawn = districts.iter().all(|district| district.tile.is_some());
        let drawn = if is_drawn { self.words.get("stats.by_district_drawn") } else { "" };
        Some(Draft {
            id: "by-district",
            title: self.words.fill("stats.by_district", &[("total", &total), ("top", &top), ("share", &share)]),
            picture: tiles(districts.iter().zip(&counts).map(tile).collect(), all),
            keys: &[],
            note: format!("{drawn}{}", self.words.get("stats.by_district_note")),
            table: ChartTable {
                head: self.heads(&["stats.district", "stats.merchants", "stats.share", "stats.records"]),
                rows,
            },
            kinds: vec![Kind::Merchant],
        })
    }

    pub(super) fn by_kind(self) -> Option<Draft> {
        let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
        for position in self.public_records() {
            *counts.entry(self.model.judgements[position].shown_as).or_default() += 1;
        }
        let total: u64 = counts.values().sum();
        let counts = counts.into_iter();
        let counted =
            counts.map(|(kind, count)| (self.words.label(kind).to_owned(), count, Some(format!("{}/", kind.list()))));
        let counted = by_size(counted.collect());
        let (top, most) = self.top(counted.iter().map(|entry| (entry.0.as_str(), entry.1)))?;
        let values = [("total", &*total.to_string()), ("top", &top), ("n", &most.to_string())];
        let (picture, table) = self.counted_bars(&counted, total, "stats.kind");
        Some(Draft {
            id: "by-kind",
            title: self.words.fill("stats.by_kind", &values),
            note: self.words.get("stats.by_kind_note").to_owned(),
            kinds: Kind::all().filter(|kind| is_counted(*kind)).collect(),
            picture,
            keys: &[],
            table,
        })
    }

    /// Records by the industry of the merchant they are about.
    pub(super) fn by_industry(self, census: &Census) -> Option<Draft> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for position in self.public_records() {
            if let Some(industry) = self.model.merchant_of(position).and_then(|merchant| merchant.industry.as_deref()) {
                *counts.entry(industry).or_default() += 1;
            }
        }
        let total: u64 = counts.values().sum();
        let counted = place::INDUSTRIES.iter().filter_map(|industry| {
            let scope = Scope::of_industry(industry.key);
            let href = census.contains_key(&(Kind::Merchant, scope)).then(|| scope.folder(Kind::Merchant));
            let count = counts.get(industry.key).copied().unwrap_or_default();
            Some((self.words.industry(industry.key)?.to_owned(), count, href))
        });
        let counted = by_size(counted.collect());
        let (top, most) = self.top(counted.iter().map(|entry| (entry.0.as_str(), entry.1)))?;
        let values = [("total", &*total.to_string()), ("top", &top), ("n", &most.to_string())];
        let (picture, table) = self.counted_bars(&counted, total, "stats.industry");
        Some(Draft {
            id: "by-industry",
            title: self.words.fill("stats.by_industry", &values),
            note: self.words.get("stats.by_industry_note").to_owned(),
            kinds: Kind::all().filter(|kind| is_counted(*kind)).collect(),
            picture,
            keys: &[],
            table,
        })
    }

    /// One bar a label, with its share of `total` in the table.
    fn counted_bars(self, counted: &[Counted], total: u64, label: &str) -> (Picture, ChartTable) {
        let whole = counted.iter().map(|entry| entry.1).max().unwrap_or_default();
        let bar = |(label, count, _): &Counted| Bar {
            label: label.clone(),
            value: self.words.fill("stats.records_n", &[("n", &count.to_string())]),
            parts: vec![*count],
            whole,
        };
        let line =
            |(label, count, href): &Counted| row(label, href.clone(), [count.to_string(), percent(*count, total)]);
        let head = self.heads(&[label, "stats.records", "stats.share"]);
        (bars(counted.iter().map(bar).collect()), ChartTable { head, rows: counted.iter().map(line).collect() })
    }

    fn top<'l>(self, counts: impl IntoIterator<Item = (&'l str, u64)>) -> Option<(String, u64)> {
        top(counts, self.words.get("value.separator"))
    }

    /// Headings of a table.
    pub(super) fn heads(self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.words.get(key).to_owned()).collect()
    }
}

/// So many of equal size are named; more would be a list.
const MOST_NAMED: usize = 2;

/// A label, how many, and where they are listed.
type Counted = (String, u64, Option<String>);

/// Kinds whose records are told by month, kind and industry.
fn is_counted(kind: Kind) -> bool {
    !matches!(kind, Kind::Merchant | Kind::Statistic)
}

/// Most first; of equals the order stays.
fn by_size(mut counted: Vec<Counted>) -> Vec<Counted> {
    counted.sort_by_key(|entry| std::cmp::Reverse(entry.1));
    counted
}

/// The largest count and whose it is, of equals all; where many are, the last. None where all are nothing.
fn top<'l>(counts: impl IntoIterator<Item = (&'l str, u64)>, between: &str) -> Option<(String, u64)> {
    let counts: Vec<(&str, u64)> = counts.into_iter().collect();
    let most = counts.iter().map(|entry| entry.1).max().filter(|most| *most > 0)?;
    let tops: Vec<&str> = counts.iter().filter(|entry| entry.1 == most).map(|entry| entry.0).collect();
    let named = if tops.len() > MOST_NAMED { &tops[tops.len() - 1..] } else { &tops };
    Some((named.join(between), most))
}

/// A share in words: `33.3%`.
pub(super) fn percent(part: u64, whole: u64) -> String {
    format!("{}%", Tenths::of(part, whole))
}

#[cfg(test)]
mod tests {
    use super::top;

    #[test]
    fn equals_are_named_together() {
        let named = |counts: &[u64]| top(["甲", "乙", "丙"].into_iter().zip(counts.iter().copied()), "、");
        assert_eq!(named(&[1, 3, 2]), Some(("乙".to_owned(), 3)));
        assert_eq!(named(&[3, 1, 3]), Some(("甲、丙".to_owned(), 3)));
        assert_eq!(named(&[2, 2, 2]), Some(("丙".to_owned(), 2)), "where all are equal, the last");
        assert_eq!((named(&[0, 0, 0]), named(&[])), (None, None));
    }
}
