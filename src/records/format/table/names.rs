//! Which lines of a table are a header: the first one, and those that begin another part of the table further down.
//!
//! In: the cells of a line, the header that is known. Out: whether the line is a header of its own. Must not take a line of data
//! for one: what stands below it would be read under other columns. Looks at most lines without remembering anything of them.

use crate::records::mapping::{gives, is_known_header, is_like_header, is_plainly_known};
use crate::records::text::name_key;
use crate::records::{Field, Kind};
use crate::sources::Feed;
use csv::StringRecord;
use std::collections::BTreeMap;

/// Names that a header shares with the one before it.
const SHARED: usize = 2;
/// Fewest names of a header that shares none.
const ALONE: usize = 3;
/// Cells of which one is a name: a number and a district may stand before it.
const BEGINNING: usize = 3;
/// What lists have beside their fields, which is nobody's.
const ASIDE: [&str; 8] = ["序号", "序", "编号", "号", "备注", "附件", "操作", "no."];

/// The names by which a feed's columns are known.
#[derive(Debug)]
pub struct Known {
    kind: Kind,
    /// Those that the feed's own file gives.
    own: BTreeMap<String, Field>,
}

impl Known {
    pub fn new(kind: Kind) -> Known {
        Known { kind, own: BTreeMap::new() }
    }

    pub fn of(feed: &Feed) -> Known {
        let own = feed.fields.iter().map(|(field, column)| (name_key(column), *field));
        Known { kind: feed.kind, own: own.collect() }
    }

    /// Whether a cell is called like a column, or nearly so.
    pub fn is(&self, cell: &str) -> bool {
        is_known_header(cell) || is_like_header(cell) || self.own.contains_key(&name_key(cell))
    }

    /// Whether a column says what its records are about.
    pub fn tells(&self, name: &str) -> bool {
        let required = |field: Field| field == Field::SubjectName || self.kind.required().contains(&field);
        gives(name, required) || self.own.get(&name_key(name)).is_some_and(|field| required(*field))
    }

    /// Whether a line below a header is another one: with names of that, or of nothing but names.
    pub fn is_header_below(&self, header: &[StringRecord], cells: &StringRecord) -> bool {
        self.may_be(cells) && self.is_header_beside(header, cells)
    }

    /// Whether a line is a header as the other one is.
    pub fn is_header_beside(&self, header: &[StringRecord], cells: &StringRecord) -> bool {
        let filled = || cells.iter().map(str::trim).filter(|cell| !cell.is_empty());
        let are_names = || filled().all(|cell| self.is(cell) || is_aside(cell));
        let is_alone = || filled().filter(|cell| self.is(cell)).nth(ALONE - 1).is_some() && are_names();
        self.repeats(header, cells) || is_alone() && filled().any(|cell| self.tells(cell))
    }

    /// Whether a line has names of the other header and others beside them.
    pub fn repeats(&self, header: &[StringRecord], cells: &StringRecord) -> bool {
        let filled = || cells.iter().map(str::trim).filter(|cell| !cell.is_empty());
        let shared = filled().filter(|cell| !is_aside(cell) && is_among(header, cell));
        shared.take(SHARED).count() == SHARED
            && 2 * filled().filter(|cell| self.is(cell)).count() >= filled().count()
            && filled().any(|cell| self.tells(cell))
    }

    /// Whether a line may be a header, without asking each name what it means: data has numbers.
    fn may_be(&self, cells: &StringRecord) -> bool {
        let digits = cells.as_slice().bytes().filter(u8::is_ascii_digit).count();
        digits <= 2 * cells.len()
            && cells.iter().filter(|cell| !cell.is_empty()).take(BEGINNING).any(|cell| self.is_plain(cell))
            && cells.iter().filter(|cell| self.is_plain(cell)).nth(1).is_some()
    }

    fn is_plain(&self, cell: &str) -> bool {
        is_plainly_known(cell) || self.own.contains_key(cell.trim())
    }
}

fn is_aside(cell: &str) -> bool {
    ASIDE.iter().any(|aside| cell.eq_ignore_ascii_case(aside))
}

fn is_among(header: &[StringRecord], cell: &str) -> bool {
    header.iter().flatten().any(|name| name.trim() == cell)
}
