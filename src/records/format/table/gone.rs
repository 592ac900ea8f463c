//! Parts of a table whose rows were taken back, as a line above them says: 已撤销的行政处罚.
//!
//! In: the lines of one cell of a table. Out: whether the rows below are left out, and how many were. Columns that say themselves when a
//! row was taken back (移出日期) say more than such a line.

use super::columns::Columns;
use crate::records::{privacy, standing};
use std::collections::BTreeMap;

/// The part that goes by, and what was left out so far.
#[derive(Default)]
pub struct Gone {
    heading: Option<String>,
    left_out: BTreeMap<String, usize>,
}

/// What a line of one cell is to the rows below it.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// They were taken back, or are no longer those that were.
    Turns {
        is_heading: bool,
    },
    Other,
}

impl Gone {
    /// Looks at a line of one cell.
    pub fn look(&mut self, line: &str) -> Line {
        let is_heading = standing::is_heading_of_gone(line);
        if !is_heading && (self.heading.is_none() || line.is_empty()) {
            return Line::Other;
        }
        self.heading = is_heading.then(|| privacy::mask(line).into_owned());
        Line::Turns { is_heading }
    }

    /// Whether a row under this header is left out; it is then counted.
    pub fn leaves_out(&mut self, header: &Columns) -> bool {
        let Some(heading) = self.heading.as_ref().filter(|_| !header.says_gone) else { return false };
        *self.left_out.entry(heading.clone()).or_default() += 1;
        true
    }

    pub fn notes(&self) -> impl Iterator<Item = String> {
        let said =
            |(heading, rows)| format!("left {rows} rows below `{heading}` out: by that line, they were taken back");
        self.left_out.iter().map(said)
    }
}
