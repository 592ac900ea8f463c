//! Entries of lists and what left them, by month.
//!
//! Entries are those still public, by the month in which they were listed. Of what left only the number is told, as on the
//! page of changes: no name, no reason.

use super::draw::{Column, columns};
use super::months::Months;
use super::{Draft, row};
use crate::pages::context::{ChartRow, ChartTable};
use crate::pages::facts::View;
use crate::records::Kind;

/// Kinds that are lists, on which merchants and premises are put and off which they are taken.
const LISTS: [Kind; 3] = [Kind::Blacklist, Kind::PremisesBan, Kind::Abnormal];

impl View<'_> {
    pub(super) fn listed(self) -> Option<Draft> {
        let months = Months::up_to(self.model.date);
        let mut came = vec![[0_u64; LISTS.len()]; months.firsts.len()];
        let mut left = vec![0_u64; months.firsts.len()];
        for (entry, judgement) in self.model.entries.iter().zip(&self.model.judgements) {
            let Some(list) = LISTS.iter().position(|kind| *kind == judgement.shown_as) else { continue };
            if judgement.state.is_public() {
                if let Some(at) = entry.date().and_then(|day| months.find(day)) {
                    came[at][list] += 1;
                }
            } else if judgement.state.has_left()
                && let Some(at) = judgement.left_on.and_then(|day| months.find(day))
            {
                left[at] += 1;
            }
        }
        let all: Vec<u64> = came.iter().map(|lists| lists.iter().sum()).collect();
        let (total, gone) = (all.iter().sum::<u64>(), left.iter().sum::<u64>());
        if total + gone == 0 {
            return None;
        }
        let column = |at: usize| Column { tick: months.tick(at, self.words), up: all[at], down: left[at] };
        let line = |at: usize| -> ChartRow {
            let counts = came[at].iter().chain([&all[at], &left[at]]).map(ToString::to_string);
            row(&months.label(at, self.words), None, counts)
        };
        let lists = LISTS.map(|kind| self.words.label(kind).to_owned());
        let head = self.heads(&["stats.month"]).into_iter().chain(lists);
        let head = head.chain(self.heads(&["stats.listed_all", "stats.listed_left"])).collect();
        let values = [("total", &*total.to_string()), ("n", &gone.to_string())];
        Some(Draft {
            id: "listed",
            title: self.words.fill("stats.listed", &values),
            picture: columns((0..all.len()).map(column).collect()),
            keys: &["stats.listed_all", "stats.listed_left"],
            note: self.words.get("stats.listed_note").to_owned(),
            table: ChartTable { head, rows: (0..all.len()).map(line).collect() },
            kinds: LISTS.to_vec(),
        })
    }
}
