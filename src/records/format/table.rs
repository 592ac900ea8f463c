//! Rows and columns: the header among the first rows, what below it is data, and where another header begins another part.

mod columns;
mod early;
mod gone;
mod header;
mod names;

use super::nested::Names;
use super::notes::is_note;
use super::{Layout, Row};
use crate::records::amount::is_sum_without_unit;
use crate::records::mapping::{is_known_header, is_like_header};
use crate::records::read::ReadError;
use crate::records::{Kind, amount};
use crate::sources::Feed;
use columns::Columns;
use csv::StringRecord;
use early::Early;
use gone::{Gone, Line};
use header::{is_said_of_columns, joined, named_unit, with_units_of};
use names::Known;

/// Rows among which a header row is looked for.
const HEADER_SEARCH: usize = 20;
/// Lines of one cell above a header that are its titles.
const TITLES: usize = 3;

/// Cells row by row, until a header is known.
pub struct Table {
    kind: Kind,
    header_row: Option<usize>,
    waiting: Vec<(usize, StringRecord)>,
    known: Known,
    /// The unit of all sums, where a row above the header names it (`单位：万元`).
    unit: Option<&'static str>,
    /// A unit that a note below the header names.
    unit_below: Option<&'static str>,
    /// A unit that a line names behind the last row: below this table, or above the next one.
    unit_between: Option<&'static str>,
    /// The feed's own file says in which unit its sums are.
    is_unit_given: bool,
    header: Option<Columns>,
    /// The names of the header, without the unit that another line gives to its sums.
    bare: Vec<String>,
    /// The names of all headers so far.
    names: Names,
    /// The names of the header, while the next row may be its second line: as they are printed, without a unit.
    at_header: Option<Vec<String>>,
    /// The lines of the header as they are printed.
    printed: Vec<StringRecord>,
    /// Lines of one cell: rows, unless a header follows.
    held: Vec<(usize, StringRecord)>,
    /// Whether such lines were rows before, so that they are no titles.
    has_short_rows: bool,
    /// Whether rows end with their last value, as in spreadsheets: the empty cells behind it are not written.
    is_ragged: bool,
    /// Whether empty cells at the end of a row may be left off.
    may_end_early: bool,
    early: Early,
    gone: Gone,
}

impl Table {
    /// `header_row` counts from 1; guessed when absent.
    fn new(kind: Kind, header_row: Option<usize>) -> Self {
        Table {
            kind,
            header_row,
            waiting: Vec::new(),
            known: Known::new(kind),
            unit: None,
            unit_below: None,
            unit_between: None,
            is_unit_given: false,
            header: None,
            bare: Vec::new(),
            names: Names::default(),
            at_header: None,
            printed: Vec::new(),
            held: Vec::new(),
            has_short_rows: false,
            is_ragged: false,
            may_end_early: false,
            early: Early::default(),
            gone: Gone::default(),
        }
    }

    /// A table of a feed.
    pub fn of(feed: &Feed) -> Self {
        let known = Known::of(feed);
        Table { known, is_unit_given: feed.amount_unit.is_some(), ..Table::new(feed.kind, feed.header_row) }
    }

    /// A table of a feed whose rows may be shorter than its header, and may have values beside the table.
    pub fn ragged(feed: &Feed) -> Self {
        Table { is_ragged: true, ..Table::of(feed) }
    }

    /// A table of a feed whose rows may end before its last columns.
    pub fn ending_early(feed: &Feed) -> Self {
        Table { may_end_early: true, ..Table::of(feed) }
    }

    /// Takes a line that stands above the table: it may name the unit of all sums.
    pub fn under(&mut self, heading: &str) {
        self.unit = amount::named_in(heading).or(self.unit);
    }

    /// Takes the row of that number (from 1).
    pub fn push(&mut self, number: usize, cells: StringRecord, sink: &mut dyn FnMut(Row)) {
        match (&self.header, self.header_row) {
            (Some(_), _) => self.below(number, cells, sink),
            (None, Some(wanted)) if number == wanted => self.set_header(owned(&cells), cells),
            (None, Some(_)) => self.look_for_unit(&cells),
            (None, None) => {
                self.waiting.push((number, cells));
                if self.waiting.len() >= HEADER_SEARCH {
                    self.settle(sink);
                }
            }
        }
    }

    /// Takes a row below the header: data, a note, the header's second line, the header once more (printed pages), or another one.
    fn below(&mut self, number: usize, mut cells: StringRecord, sink: &mut dyn FnMut(Row)) {
        let Some(width) = self.header.as_ref().map(|header| header.width) else { return };
        if self.is_ragged {
            widen(&mut cells, width);
        }
        let is_alone = width > 1 && is_alone(&cells);
        if is_alone {
            let heading = cells.iter().map(str::trim).find(|cell| !cell.is_empty()).unwrap_or_default();
            if let Line::Turns { is_heading } = self.gone.look(heading) {
                self.emit_held(sink);
                self.emit_early(sink);
                if is_heading {
                    return;
                }
            }
        }
        let upper = self.at_header.take();
        if let Some(both) = upper.as_ref().and_then(|upper| joined(upper, &owned(&cells))) {
            self.name(both);
            self.printed.push(cells);
        } else if let Some(upper) =
            upper.filter(|_| is_said_of_columns(&cells) && !self.known.repeats(&self.printed, &cells))
        {
            let named = with_units_of(upper, &cells);
            self.at_header = Some(named.clone());
            self.name(named);
            self.printed.push(cells);
        } else if is_note(&cells, self.kind) {
            self.take_note(&cells);
        } else if self.is_printed_again(&cells) {
            // 铁东区, and the header once more.
            self.take_titles();
            self.change_unit();
        } else if self.known.is_header_below(&self.printed, &cells) {
            self.begin(cells, sink);
        } else if width > 2 && !self.has_short_rows && is_alone {
            self.held.push((number, cells));
            if self.held.len() > TITLES {
                self.emit_held(sink);
            }
        } else {
            self.emit_held(sink);
            self.emit(number, cells, sink);
        }
    }

    /// Takes another header: what was held above it is its title, and the unit named there is its own.
    fn begin(&mut self, cells: StringRecord, sink: &mut dyn FnMut(Row)) {
        self.emit_early(sink);
        self.early.begin();
        self.take_titles();
        self.unit = self.unit_between.take().or(self.unit);
        self.printed.clear();
        self.has_short_rows = false;
        self.add_names();
        self.set_header(owned(&cells), cells);
    }

    /// Takes what was held above a header as its titles.
    fn take_titles(&mut self) {
        for (_, title) in std::mem::take(&mut self.held) {
            self.unit_between = named_unit(&title).or(self.unit_between);
        }
    }

    /// Reads the rows to come in the unit that the line before them names.
    fn change_unit(&mut self) {
        if let Some(unit) = self.unit_between.take().filter(|unit| self.unit != Some(*unit)) {
            self.unit = Some(unit);
            self.add_names();
            self.name(self.bare.clone());
        }
    }

    /// Takes a note: the unit it names is that of the table above it, or of the one below.
    fn take_note(&mut self, cells: &StringRecord) {
        let Some(unit) = named_unit(cells) else { return };
        let is_below = cells.iter().any(|cell| ["注", "备注", "说明"].iter().any(|word| cell.trim().starts_with(word)));
        if !is_below {
            self.unit_between = Some(unit);
        } else if unit != self.unit_read() {
            self.unit_below = Some(unit);
        }
    }

    /// The unit in which sums are read that name none, as far as lines of the table say.
    fn unit_read(&self) -> &'static str {
        self.unit.unwrap_or("元")
    }

    /// Lines of one cell above no header are rows.
    fn emit_held(&mut self, sink: &mut dyn FnMut(Row)) {
        self.has_short_rows |= !self.held.is_empty();
        for (number, cells) in std::mem::take(&mut self.held) {
            self.emit(number, cells, sink);
        }
    }

    fn emit(&mut self, number: usize, mut cells: StringRecord, sink: &mut dyn FnMut(Row)) {
        // Where the first part had its unit above it, each has; else nobody can say which rows a line between them means.
        if self.unit.is_some() {
            self.change_unit();
        } else {
            self.unit_below = self.unit_between.take().filter(|unit| *unit != "元").or(self.unit_below);
        }
        let Some(header) = &self.header else { return };
        if self.gone.leaves_out(header) {
            return;
        }
        if self.is_ragged {
            cells.truncate(header.width);
        }
        let row = (number, cells);
        let row = if self.may_end_early { self.early.take(row, header) } else { Some(row) };
        match row {
            Some((number, cells)) => header.emit(number, cells, self.kind, sink),
            None if self.early.is_full() => self.emit_early(sink),
            None => {}
        }
    }

    /// Rows that waited for others to tell what they are.
    fn emit_early(&mut self, sink: &mut dyn FnMut(Row)) {
        let Some(header) = &self.header else { return };
        for (number, cells) in self.early.settle(header) {
            header.emit(number, cells, self.kind, sink);
        }
    }

    /// Whether a row says nothing but what a line of the header says, in each of its cells: printed pages begin so.
    fn is_printed_again(&self, cells: &StringRecord) -> bool {
        self.printed.iter().any(|line| {
            let filled = cells.iter().enumerate().filter(|cell| !cell.1.trim().is_empty());
            let mut same =
                filled.map(|(at, cell)| line.get(at).is_some_and(|name| name.trim() == cell.trim())).peekable();
            same.peek().is_some() && same.all(|same| same)
        })
    }

    fn look_for_unit(&mut self, cells: &StringRecord) {
        self.unit = named_unit(cells).or(self.unit);
    }

    fn set_header(&mut self, cells: Vec<String>, printed: StringRecord) {
        self.printed.push(printed);
        self.name(cells.clone());
        self.at_header = Some(cells);
    }

    /// Notes the names that rows had.
    fn add_names(&mut self) {
        for name in self.header.iter().flat_map(|header| header.names.iter()) {
            self.names.add(name);
        }
    }

    /// Gives the rows to come these names.
    fn name(&mut self, names: Vec<String>) {
        self.header = Some(Columns::of(self.with_unit(names.clone()), &self.known));
        self.bare = names;
    }

    /// Sums take the unit of the title into their header, unless they name their own.
    fn with_unit(&self, mut cells: Vec<String>) -> Vec<String> {
        if let Some(unit) = self.unit {
            for cell in cells.iter_mut().filter(|cell| is_sum_without_unit(cell)) {
                *cell = format!("{}（{unit}）", cell.trim());
            }
        }
        cells
    }

    /// The columns, once all rows are in.
    ///
    /// # Errors
    /// [`ReadError::Format`] without a header row, and when a note below the rows names the unit of sums that were read without.
    pub fn finish(mut self, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
        if self.header.is_none() {
            self.settle(sink);
        }
        self.emit_held(sink);
        self.emit_early(sink);
        self.add_names();
        let header = self.header.ok_or_else(|| ReadError::Format("no header row".to_owned()))?;
        let names = self.names.finish()?;
        // One header says what its columns are in order, whatever is called alike.
        let names = if header.names.len() >= names.len() { header.names.to_vec() } else { names };
        let last = self.unit_between.filter(|unit| *unit != self.unit.unwrap_or("元"));
        match last.or(self.unit_below).filter(|_| !self.is_unit_given) {
            Some(unit) if names.iter().chain(&self.bare).any(|cell| is_sum_without_unit(cell)) => {
                Err(ReadError::Format(format!(
                    "a note below the table says that sums are in {unit}, what stands above does not; set `amount_unit`"
                )))
            }
            _ => {
                let mut layout = Layout::of(names);
                layout.notes.extend(self.early.note().into_iter().chain(self.gone.notes()));
                Ok(layout)
            }
        }
    }

    /// The header is the row with the most cells that are known column names or like one, and if there is another header above it,
    /// that one; else the first of the fullest rows.
    fn settle(&mut self, sink: &mut dyn FnMut(Row)) {
        if self.is_ragged {
            let width = self.waiting.iter().map(|row| row.1.len()).max().unwrap_or(0);
            self.waiting.iter_mut().for_each(|row| widen(&mut row.1, width));
        }
        let score = |cells: &StringRecord| {
            let count = |is: fn(&str) -> bool| cells.iter().filter(|cell| is(cell)).count();
            let known = count(is_known_header);
            // A value may be called like a column, such as 罚款; hardly several of one row.
            match count(|cell| is_known_header(cell) || is_like_header(cell)) {
                0 => (0, 0, count(|cell| !cell.trim().is_empty())),
                all => (all, known, 0),
            }
        };
        let best = self.waiting.iter().rev().max_by_key(|(_, cells)| score(cells));
        let first = best.and_then(|(_, best)| {
            let best = std::slice::from_ref(best);
            let is_header = |cells: &StringRecord| self.known.is_header_beside(best, cells);
            self.waiting.iter().find(|row| is_header(&row.1)).filter(|_| best.iter().all(is_header))
        });
        let best = first.or(best).map(|row| row.0);
        let mut above: Option<StringRecord> = None;
        for (number, cells) in std::mem::take(&mut self.waiting) {
            match &self.header {
                Some(_) => self.below(number, cells, sink),
                None if Some(number) == best => {
                    let above = above.take();
                    let both = above.as_ref().and_then(|above| joined(&owned(above), &owned(&cells)));
                    self.printed.extend(above.filter(|_| both.is_some()));
                    self.set_header(both.unwrap_or_else(|| owned(&cells)), cells);
                }
                None => {
                    self.look_for_unit(&cells);
                    above = Some(cells);
                }
            }
        }
    }
}

fn owned(cells: &StringRecord) -> Vec<String> {
    cells.iter().map(str::to_owned).collect()
}

/// Makes a row at least as wide as the table.
fn widen(cells: &mut StringRecord, width: usize) {
    for _ in cells.len()..width {
        cells.push_field("");
    }
}

/// Whether a row has one value and no more.
fn is_alone(cells: &StringRecord) -> bool {
    cells.iter().filter(|cell| !cell.trim().is_empty()).nth(1).is_none()
}

#[cfg(test)]
mod tests;
