//! Addresses behind the cells of a table: where a title or the word `查看` leads, as pages and workbooks keep it.
//!
//! In: rows, each with the addresses behind its cells. Out: the same rows, in whose column of links the addresses stand in place of
//! its words; where a table has none, the address behind a row's title or name stands in a column of its own, behind the last one.

use crate::records::Field;
use crate::records::mapping::{Mapping, Target, is_known_header};
use crate::sources::Feed;
use csv::StringRecord;

/// Rows in which the header is looked for.
const SEARCH: usize = 20;
/// What the column of its own is called.
const COLUMN: &str = "链接";
/// Columns whose links lead to the record, the likeliest first.
const TITLES: [Field; 3] = [Field::Title, Field::SubjectName, Field::DocumentNo];

/// A row of a table.
pub struct Line {
    pub number: usize,
    pub cells: Vec<String>,
    /// Addresses by column, in the order of the columns.
    pub links: Vec<(usize, String)>,
    /// Its cells say themselves that they are names of columns.
    pub is_head: bool,
}

impl Line {
    fn link(&self, column: usize) -> Option<&str> {
        self.links.iter().find(|link| link.0 == column).map(|link| &*link.1)
    }

    /// The page that a cell leads to.
    fn page(&self, column: usize) -> Option<&str> {
        self.link(column).filter(|link| link.starts_with("http://") || link.starts_with("https://"))
    }

    /// How many of its cells are called like columns.
    fn known(&self) -> usize {
        self.cells.iter().filter(|cell| is_known_header(cell)).count()
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }
}

/// Where the addresses of a table go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Not known before the header is.
    Waiting,
    Nowhere,
    /// Into these columns, which are of links.
    Into(Vec<usize>),
    /// Those of one column into another behind the last one.
    Behind {
        title: usize,
        at: usize,
    },
}

/// The rows of a table on their way, the first of them waiting until its header is known.
pub struct Linked {
    mapping: Mapping,
    place: Place,
    waiting: Vec<Line>,
    /// Whether rows end with their last value.
    is_ragged: bool,
}

impl Linked {
    pub fn new(feed: &Feed, is_ragged: bool) -> Linked {
        Linked { mapping: Mapping::new(feed), place: Place::Waiting, waiting: Vec::new(), is_ragged }
    }

    /// Whether the address behind a cell of the column is of any use.
    pub fn wants(&self, column: usize) -> bool {
        match &self.place {
            Place::Waiting => true,
            Place::Nowhere => false,
            Place::Into(columns) => columns.contains(&column),
            Place::Behind { title, .. } => *title == column,
        }
    }

    /// Takes a row, and hands on what needs to wait no longer.
    pub fn take(&mut self, line: Line, push: &mut dyn FnMut(usize, StringRecord)) {
        if self.place == Place::Waiting {
            self.waiting.push(line);
            if self.waiting.len() >= SEARCH {
                self.settle(push);
            }
        } else {
            self.emit(line, push);
        }
    }

    /// Hands on what waits still.
    pub fn finish(&mut self, push: &mut dyn FnMut(usize, StringRecord)) {
        if self.place == Place::Waiting {
            self.settle(push);
        }
    }

    fn settle(&mut self, push: &mut dyn FnMut(usize, StringRecord)) {
        let lines = std::mem::take(&mut self.waiting);
        let known: Vec<usize> = lines.iter().map(Line::known).collect();
        let header = (0..lines.len()).rev().max_by_key(|at| known[*at]).filter(|at| known[*at] > 1);
        self.place = Place::Nowhere;
        // A later header may name the links where the first one does not.
        let links = (0..lines.len()).rev().filter(|at| known[*at] > 1).find_map(|at| self.of_links(&lines[at].cells));
        if let Some(columns) = links {
            self.place = Place::Into(columns);
        } else if let Some(header) = header {
            let rows = &lines[header + 1..];
            let place = self.behind(&lines[header].cells, |column| rows.iter().any(|row| row.page(column).is_some()));
            self.place = place.unwrap_or(Place::Nowhere);
        }
        for (at, mut line) in lines.into_iter().enumerate() {
            // The upper line of a header names the columns that the lower one does.
            line.is_head |= known[at] > 1 || header.is_some_and(|header| at < header) && line.filled() > 1;
            self.emit(line, push);
        }
    }

    fn target(&mut self, name: &str) -> Option<Field> {
        match self.mapping.column(name).target {
            Target::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The columns of links in a header.
    fn of_links(&mut self, header: &[String]) -> Option<Vec<usize>> {
        let columns: Vec<usize> =
            (0..header.len()).filter(|at| self.target(&header[*at]) == Some(Field::SourceUrl)).collect();
        (!columns.is_empty()).then_some(columns)
    }

    /// The place behind a header for the links of its likeliest column that has some. None in lists printed in halves side by side.
    fn behind(&mut self, header: &[String], has_links: impl Fn(usize) -> bool) -> Option<Place> {
        TITLES.into_iter().find_map(|field| {
            let columns: Vec<usize> = (0..header.len()).filter(|at| self.target(&header[*at]) == Some(field)).collect();
            let title = columns.iter().copied().find(|at| has_links(*at))?;
            let is_named_once = columns.iter().all(|at| *at == title || header[*at] != header[title]);
            is_named_once.then_some(Place::Behind { title, at: header.len() })
        })
    }

    fn emit(&mut self, mut line: Line, push: &mut dyn FnMut(usize, StringRecord)) {
        match self.place.clone() {
            Place::Into(columns) if !line.is_head => {
                for column in columns {
                    if let Some(address) = line.link(column).map(str::to_owned)
                        && !is_known_header(&line.cells[column])
                    {
                        line.cells[column] = address;
                    }
                }
            }
            Place::Behind { title, at } => self.add(&mut line, title, at),
            _ => {}
        }
        push(line.number, line.cells.into_iter().collect());
    }

    fn add(&mut self, line: &mut Line, mut title: usize, mut at: usize) {
        let is_name = line.cells.get(title).is_some_and(|cell| is_known_header(cell));
        let is_header = is_name && line.known() > 1;
        if is_header && let Some(place) = self.behind(&line.cells, |_| true) {
            // Another header has its own columns, and what is behind them is elsewhere.
            if let Place::Behind { title: own, at: end } = place {
                (title, at) = (own, end);
            }
            self.place = place;
        }
        let value = match line.page(title) {
            _ if line.is_head || is_header => COLUMN,
            // One value alone is a title of what follows.
            Some(address) if line.filled() > 1 => address,
            _ => "",
        };
        let value = value.to_owned();
        if self.is_ragged && line.cells.len() < at && !value.is_empty() {
            line.cells.resize(at, String::new());
        }
        // A row of another length is damaged, or has values beside the table.
        if line.cells.len() == at {
            line.cells.push(value);
        }
    }
}
