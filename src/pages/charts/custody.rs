//! How many of those who have to file have published that prepaid money is kept safe: custody, insurance or a guarantee.
//!
//! Counted are merchants with a filing in force whom the rules on filing concern; others are left out, since custody is
//! not asked of them.

use super::draw::{Bar, bars};
use super::records::percent;
use super::{Draft, row};
use crate::merchants::Merchant;
use crate::pages::context::{ChartRow, ChartTable};
use crate::pages::facts::View;
use crate::records::{Field, Kind};
use std::collections::BTreeMap;

/// Merchants with a filing, and those of them with custody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Coverage {
    filed: u64,
    kept: u64,
}

impl<'a> View<'a> {
    pub(super) fn custody(self) -> Option<Draft> {
        let mut classes: BTreeMap<&str, Coverage> = BTreeMap::new();
        let (mut all, mut outside) = (Coverage::default(), 0_u64);
        for merchant in &self.model.resolution.merchants {
            let Some(class) = self.filing_class(merchant) else { continue };
            let (code, industry) = (merchant.code.as_deref(), merchant.industry.as_deref());
            if !self.model.rules.filing_concerns(code, industry, self.model.date) {
                outside += 1;
                continue;
            }
            let kept = u64::from(self.standing(merchant, Kind::Custody).next().is_some());
            for coverage in [&mut all, classes.entry(class).or_default()] {
                coverage.filed += 1;
                coverage.kept += kept;
            }
        }
        if all.filed == 0 {
            return None;
        }
        let unnamed = self.words.get("stats.unnamed");
        let mut rows: Vec<(&str, Coverage)> = classes.into_iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.1.filed));
        rows.insert(0, (self.words.get("stats.all"), all));
        let rows: Vec<(&str, Coverage)> =
            rows.into_iter().map(|(label, of)| (if label.is_empty() { unnamed } else { label }, of)).collect();
        let share = |of: &Coverage| percent(of.kept, of.filed);
        let fill = |word: &str, of: &Coverage| {
            self.words.fill(word, &[("n", &of.kept.to_string()), ("m", &of.filed.to_string()), ("share", &share(of))])
        };
        let bar = |(label, of): &(&str, Coverage)| Bar {
            label: (*label).to_owned(),
            value: fill("stats.custody_n", of),
            parts: vec![of.kept, of.filed - of.kept],
            whole: of.filed,
        };
        let line = |(label, of): &(&str, Coverage)| -> ChartRow {
            row(label, None, [of.filed.to_string(), of.kept.to_string(), share(of)])
        };
        Some(Draft {
            id: "custody",
            title: fill("stats.custody", &all),
            picture: bars(rows.iter().map(bar).collect()),
            keys: &["stats.custody_kept", "stats.custody_open"],
            note: self.words.fill("stats.custody_note", &[("n", &outside.to_string())]),
            table: ChartTable {
                head: self.heads(&["stats.filing_class", "stats.filed", "stats.custody_kept", "stats.share"]),
                rows: rows.iter().map(line).collect(),
            },
            kinds: vec![Kind::Filing, Kind::Custody],
        })
    }

    /// The class of a merchant's newest filing in force, empty where the filing names none; none without a filing.
    fn filing_class(self, merchant: &Merchant) -> Option<&'a str> {
        let newest = self.standing(merchant, Kind::Filing).next()?;
        Some(self.model.entries[newest].record.fields.text(Field::FilingClass).unwrap_or_default())
    }

    /// A merchant's public records that are shown as `kind` and do not deny what that tells, newest first.
    fn standing(self, merchant: &Merchant, kind: Kind) -> impl Iterator<Item = usize> {
        merchant.records.iter().copied().filter(move |position| {
            let judgement = &self.model.judgements[*position];
            judgement.state.is_public() && judgement.shown_as == kind && !self.denies(*position)
        })
    }
}
