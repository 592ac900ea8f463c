//! Complaints by period: received, settled, and how many mediations succeeded.
//!
//! The sums of what is published of each merchant. A rate of several merchants is that of their settled complaints: each
//! merchant's rate counts as often as it settled.

use super::draw::{Bar, Tick, bars, line};
use super::records::percent;
use super::scale::Tenths;
use super::{Draft, row};
use crate::pages::context::{ChartRow, ChartTable};
use crate::pages::facts::View;
use crate::records::period::{self, Form};
use crate::records::{Field, Fields, Kind};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, HashSet};

/// Periods that a picture goes back.
const PERIODS: usize = 12;

/// What is published of a period.
#[derive(Default)]
struct Sum {
    merchants: u64,
    received: u64,
    settled: u64,
    /// Received by those of whom it is said how many were settled.
    said: u64,
    /// Rates times settled complaints, and the settled complaints of those with a rate.
    rated: (Decimal, u64),
}

impl Sum {
    fn rate(&self) -> Option<Tenths> {
        let (rates, settled) = self.rated;
        let rate = rates.checked_mul(10.into())?.checked_div(settled.into())?;
        Some(Tenths(rate.round().to_u64()?).min(Tenths::WHOLE))
    }

    /// Which share was settled of what is said to be settled or not; empty where that is none.
    fn settled_share(&self) -> String {
        if self.said == 0 { String::new() } else { percent(self.settled, self.said) }
    }
}

/// Whether a number is of one type or channel of complaints.
fn is_part(fields: &Fields) -> bool {
    fields.get(Field::Category).is_some()
}

impl View<'_> {
    pub(super) fn complaints(self) -> Option<Draft> {
        let sums = self.complaint_sums();
        let (newest, last) = sums.last().filter(|sum| sum.1.received > 0)?;
        let whole = sums.iter().map(|sum| sum.1.received).max().unwrap_or_default();
        let fill = |word: &str, sum: &Sum, period: &str| {
            let [received, settled, said] = [sum.received, sum.settled, sum.said].map(|count| count.to_string());
            let share = sum.settled_share();
            let part = if sum.said < sum.received { said } else { String::new() };
            let values = [("n", &*received), ("m", &settled), ("share", &share), ("period", period), ("said", &part)];
            self.words.fill(word, &values)
        };
        let bar = |(period, sum): &(String, Sum)| Bar {
            label: self.words.period(period),
            value: fill("stats.complaints_n", sum, ""),
            parts: vec![sum.settled.min(sum.received), sum.received.saturating_sub(sum.settled)],
            whole,
        };
        let line = |(period, sum): &(String, Sum)| -> ChartRow {
            let cells = [sum.received, sum.settled, sum.merchants].map(|count| count.to_string());
            let [received, settled, merchants] = cells;
            row(&self.words.period(period), None, [received, settled, sum.settled_share(), merchants])
        };
        let head = ["stats.period", "stats.received", "stats.settled", "stats.settled_share", "stats.merchants"];
        Some(Draft {
            id: "complaints",
            title: fill("stats.complaints", last, &self.words.period(newest)),
            picture: bars(sums.iter().map(bar).collect()),
            keys: &["stats.settled", "stats.unsettled"],
            note: self.words.get("stats.complaints_note").to_owned(),
            table: ChartTable { head: self.heads(&head), rows: sums.iter().map(line).collect() },
            kinds: vec![Kind::Complaints],
        })
    }

    pub(super) fn mediation(self) -> Option<Draft> {
        let rated: Vec<(String, Tenths, u64)> = self
            .complaint_sums()
            .into_iter()
            .filter_map(|(period, sum)| Some((period, sum.rate()?, sum.rated.1)))
            .collect();
        let (newest, rate, _) = rated.last()?;
        let values = [("period", &*self.words.period(newest)), ("share", &format!("{rate}%"))];
        let point = |(period, rate, _): &(String, Tenths, u64)| (self.tick(period), *rate, format!("{rate}%"));
        let line_of = |(period, rate, settled): &(String, Tenths, u64)| -> ChartRow {
            row(&self.words.period(period), None, [format!("{rate}%"), settled.to_string()])
        };
        Some(Draft {
            id: "mediation",
            title: self.words.fill("stats.mediation", &values),
            picture: line(rated.iter().map(point).collect()),
            keys: &[],
            note: self.words.get("stats.mediation_note").to_owned(),
            table: ChartTable {
                head: self.heads(&["stats.period", "stats.rate", "stats.rated"]),
                rows: rated.iter().map(line_of).collect(),
            },
            kinds: vec![Kind::Complaints],
        })
    }

    /// Sums of the newest periods of the form in which most is published, oldest first: a quarter and a year do not stand
    /// side by side.
    fn complaint_sums(self) -> Vec<(String, Sum)> {
        let mut forms: BTreeMap<Form, BTreeMap<&str, Sum>> = BTreeMap::new();
        let complaints = self.public_records().filter(|at| self.model.judgements[*at].shown_as == Kind::Complaints);
        let told: Vec<(usize, &Fields, &str)> = complaints
            .filter_map(|at| {
                let fields = &self.model.entries[at].record.fields;
                Some((at, fields, fields.text(Field::Period)?))
            })
            .collect();
        // Where a merchant's number for a period is told as a whole and by types, the whole counts.
        let whole: HashSet<_> =
            told.iter().filter(|told| !is_part(told.1)).map(|(at, _, period)| (self.whose(*at), *period)).collect();
        let mut merchants = HashSet::new();
        for (position, fields, period) in told {
            let of = (self.whose(position), period);
            if is_part(fields) && whole.contains(&of) {
                continue;
            }
            let Some(form) = period::form(period) else { continue };
            let count = |field: Field| fields.number(field).and_then(|number| number.to_u64());
            let sum = forms.entry(form).or_default().entry(period).or_default();
            sum.merchants += u64::from(merchants.insert(of));
            let received = count(Field::Received).unwrap_or_default();
            sum.received = sum.received.saturating_add(received);
            let settled = count(Field::Settled);
            sum.said = sum.said.saturating_add(settled.map_or(0, |_| received));
            let settled = settled.unwrap_or_default();
            sum.settled = sum.settled.saturating_add(settled);
            let product = fields.number(Field::MediationRate).and_then(|rate| rate.checked_mul(settled.into()));
            if let Some(rates) = product.and_then(|product| sum.rated.0.checked_add(product)) {
                sum.rated = (rates, sum.rated.1.saturating_add(settled));
            }
        }
        let merchants = |sums: &BTreeMap<&str, Sum>| sums.values().map(|sum| sum.merchants).sum::<u64>();
        let most = forms.into_values().max_by_key(|sums| merchants(sums)).unwrap_or_default();
        let mut sums: Vec<(String, Sum)> = most.into_iter().map(|(period, sum)| (period.to_owned(), sum)).collect();
        sums.sort_by_key(|sum| period::last_day(&sum.0));
        sums.split_off(sums.len().saturating_sub(PERIODS))
    }

    /// The merchant of a record, or the record itself where it has none.
    fn whose(self, position: usize) -> (Option<usize>, usize) {
        let merchant = self.model.resolution.merchant_of[position];
        (merchant, merchant.map_or(position, |_| 0))
    }

    /// A period below a point: `Q3`, `9`, `2026`.
    fn tick(self, period: &str) -> Tick {
        let (year, part) = period.split_at_checked(4).unwrap_or((period, ""));
        // Of several months, the last.
        let part = part.split_once('/').map_or(part, |(_, last)| last.split_at_checked(4).unwrap_or_default().1);
        match part.trim_start_matches(['-', '0']) {
            "" => Tick { label: year.to_owned(), year: String::new() },
            part => Tick { label: part.to_owned(), year: self.words.period(year) },
        }
    }
}
