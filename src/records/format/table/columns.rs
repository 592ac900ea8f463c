//! The columns of a table's rows: once in a line, or several times beside each other, as long lists are printed.

use super::super::Row;
use super::super::notes::is_note;
use super::names::Known;
use crate::records::Kind;
use crate::records::mapping::says_gone;
use csv::StringRecord;
use std::ops::Range;
use std::sync::Arc;

/// The columns, and where in a line they stand.
#[derive(Debug)]
pub struct Columns {
    /// Of one row.
    pub names: Arc<[String]>,
    /// Cells of a line.
    pub width: usize,
    /// Whether one of them says when or why a row was taken back.
    pub says_gone: bool,
    /// Where the rows of a line have the cells that differ; none where the line is the row.
    parts: Vec<Range<usize>>,
}

impl Columns {
    /// The columns of a header: where the same names stand in it several times, each time with whom a record is about, each
    /// time begins a row of its own. What stands before all of them (a district) is each one's.
    pub fn of(header: Vec<String>, known: &Known) -> Columns {
        let width = header.len();
        let says_gone = header.iter().any(|name| says_gone(name));
        let Some(parts) = parts(&header, known) else {
            return Columns { names: header.into(), width, says_gone, parts: Vec::new() };
        };
        let shared = ..parts[0].start;
        let names = header[shared].iter().chain(&header[parts[0].clone()]).cloned().collect();
        Columns { names, width, says_gone, parts }
    }

    /// Hands the rows of a line on.
    pub fn emit(&self, number: usize, cells: StringRecord, kind: Kind, sink: &mut dyn FnMut(Row)) {
        let fault = self.fault(&cells);
        if self.parts.is_empty() || fault.is_some() {
            return sink(Row { locator: number.to_string(), columns: Arc::clone(&self.names), cells, fault });
        }
        let mut before = None;
        for (part, range) in (1..).zip(&self.parts) {
            let own: StringRecord = range.clone().filter_map(|at| cells.get(at)).collect();
            // One cell may be merged over two columns.
            let is_merged = own.len() == 1 && before.as_ref() == Some(&own);
            // The last line is seldom full, and a total may stand in it.
            if !is_merged && !is_note(&own, kind) {
                let shared = cells.iter().take(self.parts[0].start);
                let cells = shared.chain(&own).collect();
                sink(Row { locator: format!("{number}.{part}"), columns: Arc::clone(&self.names), cells, fault: None });
            }
            before = Some(own);
        }
    }

    /// Whether a row that is too short may be one whose empty cells at the end are left off: most of it is there.
    pub fn may_lack_its_end(&self, cells: &StringRecord) -> bool {
        self.parts.is_empty() && cells.len() > 1 && 2 * cells.len() >= self.width
    }

    fn fault(&self, cells: &StringRecord) -> Option<String> {
        let says =
            |what: &str| Some(format!("{} cells, the header has {}: the row is too {what}", cells.len(), self.width));
        if cells.len() < self.width {
            says("short")
        } else if (self.width..cells.len()).any(|at| !cells[at].trim().is_empty()) {
            says("long")
        } else {
            None
        }
    }
}

/// Where the same names stand several times, if they do.
fn parts(header: &[String], known: &Known) -> Option<Vec<Range<usize>>> {
    let first = header.iter().position(|name| !name.trim().is_empty())?;
    let repeated = repeated_from(header, first);
    let repeated = repeated.or_else(|| {
        let from = header.iter().position(|name| known.tells(name)).filter(|from| *from > first)?;
        // One name that stands twice is that of a merged cell.
        repeated_from(header, from).filter(|parts| parts[0].len() > 1)
    })?;
    header[repeated[0].clone()].iter().any(|name| known.tells(name)).then_some(repeated)
}

fn repeated_from(header: &[String], from: usize) -> Option<Vec<Range<usize>>> {
    let name = |at: usize| header[at].trim();
    let begins: Vec<usize> = (from..header.len()).filter(|at| name(*at) == name(from)).collect();
    let ends = begins.iter().skip(1).copied().chain([header.len()]);
    let filled = |(begin, end): (&usize, usize)| {
        let last = (*begin..end).rev().find(|at| !name(*at).is_empty())?;
        Some(*begin..last + 1)
    };
    let parts: Vec<Range<usize>> = begins.iter().zip(ends).map(filled).collect::<Option<_>>()?;
    let same = |part: &Range<usize>| part.clone().map(name).eq(parts[0].clone().map(name));
    (parts.len() > 1 && parts.iter().all(same)).then_some(parts)
}
