//! What agencies publish as statistics: a table a form of period, a line a figure, with a small curve.

use crate::pages::context::{PublishedCell, PublishedRow, PublishedTable};
use crate::pages::facts::View;
use crate::pages::labelled::grouped;
use crate::records::period::{self, Form};
use crate::records::{Field, Fields, Kind};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// Periods a table goes back: as many as a page has room for.
const PERIODS: usize = 6;
/// Field of a small curve, in its own units.
const SPARK: (usize, i64) = (60, 16);

/// What figures have in common that stand in one line.
type Series<'m> = (&'m str, &'m str, &'m str);

impl<'a> View<'a> {
    pub(super) fn published(self) -> Vec<PublishedTable> {
        let mut forms: BTreeMap<Form, Vec<usize>> = BTreeMap::new();
        for position in self.model.shown(Kind::Statistic) {
            if let Some(form) = self.figure(position).text(Field::Period).and_then(period::form) {
                forms.entry(form).or_default().push(position);
            }
        }
        forms.into_iter().map(|(form, positions)| self.published_table(form, &positions)).collect()
    }

    fn figure(self, position: usize) -> &'a Fields {
        &self.model.entries[position].record.fields
    }

    fn published_table(self, form: Form, positions: &[usize]) -> PublishedTable {
        let period = |position: &usize| self.figure(*position).text(Field::Period).unwrap_or_default();
        let mut periods: Vec<&str> = positions.iter().map(period).collect::<BTreeSet<_>>().into_iter().collect();
        periods.sort_by_key(|period| period::last_day(period));
        let periods = periods.split_off(periods.len().saturating_sub(PERIODS));
        let mut series: BTreeMap<Series<'_>, Vec<Option<usize>>> = BTreeMap::new();
        for position in positions {
            let Some(at) = periods.iter().position(|known| *known == period(position)) else { continue };
            let text = |field| self.figure(*position).text(field).unwrap_or_default();
            let line = (text(Field::Name), text(Field::Unit), text(Field::Region));
            // The newest publication of a period comes first, and stands.
            series.entry(line).or_insert_with(|| vec![None; periods.len()])[at].get_or_insert(*position);
        }
        let mut lines: Vec<(Series<'_>, Vec<Option<usize>>)> = series.into_iter().collect();
        // The agency's own numbering is the order it wants.
        let number = |cells: &[Option<usize>]| {
            let newest = cells.iter().rev().find_map(|cell| *cell);
            newest.and_then(|position| self.figure(position).text(Field::Id))
        };
        lines.sort_by(|one, other| (number(&one.1), one.0).cmp(&(number(&other.1), other.0)));
        let newest = periods.last().map(|period| self.words.period(period)).unwrap_or_default();
        let told = lines.iter().filter(|line| line.1.last().is_some_and(Option::is_some)).count();
        PublishedTable {
            id: format!("published-{form:?}").to_lowercase(),
            title: self.words.fill("stats.published", &[("period", &newest), ("n", &told.to_string())]),
            source: self.source_line(&|kind| kind == Kind::Statistic),
            periods: periods.iter().map(|period| self.words.period(period)).collect(),
            rows: lines.into_iter().map(|(line, cells)| self.published_row(line, &cells)).collect(),
        }
    }

    fn published_row(self, (name, unit, region): Series<'_>, cells: &[Option<usize>]) -> PublishedRow {
        let value = |position: usize| self.figure(position).number(Field::Value);
        let cell = |position: usize| PublishedCell {
            value: value(position).map(|value| grouped(&value.normalize().to_string())).unwrap_or_default(),
            href: self.href(position),
            until: self.model.judgements[position].until.map(|day| day.to_string()),
        };
        let label = if region.is_empty() { name.to_owned() } else { self.words.aside(name, region) };
        PublishedRow {
            label,
            unit: unit.to_owned(),
            spark: spark(&cells.iter().map(|cell| cell.and_then(value)).collect::<Vec<_>>()),
            cells: cells.iter().map(|position| position.map(cell)).collect(),
        }
    }
}

/// Points of a curve from nothing up: a small change looks small.
fn spark(values: &[Option<Decimal>]) -> Option<String> {
    let known: Vec<Decimal> = values.iter().flatten().copied().chain([Decimal::ZERO]).collect();
    let (low, high) = (known.iter().min()?, known.iter().max()?);
    let range = high.checked_sub(*low).filter(|range| !range.is_zero())?;
    let step = SPARK.0 / values.len().saturating_sub(1).max(1);
    let points: Vec<String> = values
        .iter()
        .enumerate()
        .filter_map(|(at, value)| {
            let above = (*value)?.checked_sub(*low)?.checked_mul(SPARK.1.into())?.checked_div(range)?;
            Some(format!("{},{}", at * step, SPARK.1 - above.round().to_i64()?))
        })
        .collect();
    (points.len() > 1).then(|| points.join(" "))
}

#[cfg(test)]
mod tests {
    use super::spark;
    use rust_decimal::Decimal;

    #[test]
    fn a_curve_stands_on_nothing() {
        let values = |values: &[i64]| values.iter().map(|value| Some(Decimal::from(*value))).collect::<Vec<_>>();
        assert_eq!(spark(&values(&[8, 4, 0])).as_deref(), Some("0,0 30,8 60,16"));
        assert_eq!(spark(&values(&[-4, 4])).as_deref(), Some("0,16 60,0"), "below nothing");
        assert_eq!(spark(&[Some(2.into()), None, Some(4.into())]).as_deref(), Some("0,8 60,0"), "a gap is bridged");
        for flat in [values(&[5]), values(&[0, 0]), vec![None, Some(1.into())], Vec::new()] {
            assert_eq!(spark(&flat), None);
        }
        assert_eq!(spark(&[Some(Decimal::MIN), Some(Decimal::MAX)]), None, "no curve rather than a wrong one");
    }
}
