//! HTML: tables, definition lists, detail pages with government meta tags, and lists of links.

mod beside;
mod detail;
mod entry;

use super::alike::{Alike, Likeness, why_left_out};
use super::linked::{Line, Linked};
use super::table::Table;
use super::{Layout, Limit, Row, Text};
use crate::records::dom::{self, BadMarkup};
use crate::records::link;
use crate::records::mapping::{is_known_header, says_gone, telling};
use crate::records::read::ReadError;
use crate::records::{Kind, amount, markup, standing};
use crate::sources::Feed;
use scraper::{ElementRef, Selector};

/// Widest table that is read, in cells.
const MAX_WIDTH: usize = 500;
/// Rows that may span beyond it: titles often span whatever there is.
const MAX_WIDE: usize = 20;
/// Longest text that is repeated in every cell it spans, in bytes.
const MAX_SPANNED: usize = 300;
/// Rows in which the header of a table is looked for.
const HEADER_SEARCH: usize = 20;
/// Longest text that may be the name of a column, in bytes.
const MAX_NAME: usize = 300;
/// Said of a page in which nothing is found.
const NOTHING: &str = "no table, no definition list and no meta tags in the page; of a list of links, name the entries, \
    like `records = \"ul.list li\"`";

/// A selector that is part of this program.
fn fixed(selector: &str) -> Selector {
    Selector::parse(selector).expect("a fixed selector")
}

/// The manifest's `records` is a selector that names the rows themselves (`tr`, `li`), the table they stand in, or
/// definition lists. Without one: the table with the most known columns and all of the same records, else the page as
/// one record.
pub fn rows(feed: &Feed, text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    let limit = text.limit();
    let document = dom::document(&text.whole()?, || limit.check())?;
    let wanted = feed.records.as_deref().unwrap_or("table");
    let chosen = Selector::parse(wanted)
        .map_err(|_| ReadError::Format(format!("`records` = `{wanted}` is not a CSS selector")))?;
    let (rows, others): (Vec<ElementRef<'_>>, Vec<ElementRef<'_>>) =
        document.select(&chosen).partition(|element| element.value().name() == "tr");
    if !rows.is_empty() {
        return table(feed, &rows, &heading(&rows), limit, sink);
    }
    if feed.records.is_some() && others.is_empty() {
        return Err(ReadError::Format(format!("no rows at `{wanted}` in the page")));
    }
    if feed.records.is_some() && others.iter().all(|element| !matches!(element.value().name(), "table" | "tbody")) {
        return detail::each(&others, link::base(feed).as_ref(), sink).map(Layout::of);
    }
    if feed.records.is_some() && others.len() > 1 && others.iter().all(|table| detail::is_record(*table)) {
        return detail::each(&others, link::base(feed).as_ref(), sink).map(Layout::of);
    }
    let mut tables: Vec<Candidate<'_>> = Vec::new();
    for rows in others.into_iter().map(|table| own(table, &["tr"], &["table", "tfoot"])).filter(|rows| !rows.is_empty())
    {
        limit.check()?;
        let found = Candidate::of(rows);
        match tables.last_mut().filter(|above| above.is_header_of(&found)) {
            Some(above) => above.rows.extend(found.rows),
            None => tables.push(found),
        }
    }
    let best = tables.iter().rev().max_by_key(|table| (table.tells(feed.kind), table.known(), table.rows.len()));
    match best {
        Some(best) if feed.records.is_some() || best.known() > 1 => alike(feed, &tables, best, limit, sink),
        best => match detail::page(&document, limit, sink)? {
            Some(columns) => Ok(Layout::of(columns)),
            None => match best {
                Some(best) => table(feed, &best.rows, &heading(&best.rows), limit, sink),
                None => Err(ReadError::Format(NOTHING.to_owned())),
            },
        },
    }
}

/// A table that may be the one of records.
struct Candidate<'a> {
    rows: Vec<ElementRef<'a>>,
    /// The known names in its likeliest header row.
    names: Vec<String>,
}

impl<'a> Candidate<'a> {
    fn of(rows: Vec<ElementRef<'a>>) -> Candidate<'a> {
        let names = names_in(&rows);
        Candidate { rows, names }
    }

    fn known(&self) -> usize {
        self.names.len()
    }

    fn tells(&self, kind: Kind) -> usize {
        telling(kind, self.names.iter().map(String::as_str))
    }

    /// Whether this is a header alone, and the table behind it has no other: so a page keeps the names in sight while the rows
    /// below them are scrolled.
    fn is_header_of(&self, behind: &Candidate<'_>) -> bool {
        let width = |table: &Candidate<'_>| cells(table.rows[0]).len();
        self.rows.len() == 1 && self.known() > 1 && behind.known() < 2 && width(self) == width(behind)
    }
}

/// Reads the best table and all of the same records: one a district, one a month.
fn alike(
    feed: &Feed,
    tables: &[Candidate<'_>],
    best: &Candidate<'_>,
    limit: &Limit,
    sink: &mut dyn FnMut(Row),
) -> Result<Layout, ReadError> {
    let mut layout = Layout::default();
    let mut alike = Alike::new(feed, best.names.iter().map(String::as_str));
    let mut likeness = |found: &Candidate<'_>| match found.names == best.names {
        true => Likeness::Same,
        false => alike.of(found.names.iter().map(String::as_str)),
    };
    let tables: Vec<(&Candidate<'_>, Likeness)> = tables.iter().map(|found| (found, likeness(found))).collect();
    let is_one = tables.iter().filter(|table| table.1 == Likeness::Same).count() == 1;
    // What was taken back stays out, unless its own columns say when, or there is nothing else.
    let is_gone = |found: &Candidate<'_>| {
        !found.names.iter().any(|name| says_gone(name))
            && heading(&found.rows).lines().any(standing::is_heading_of_gone)
    };
    let has_current = is_one || tables.iter().any(|(found, likeness)| *likeness == Likeness::Same && !is_gone(found));
    // The unit that stands once above all of them, or above this one.
    let mut named = String::new();
    for (position, (found, likeness)) in (1..).zip(tables) {
        let names = || found.names.join(", ");
        match likeness {
            Likeness::Same if !is_one && has_current && is_gone(found) => {
                layout.notes.push(format!(
                    "left table {position} of the page out: by its heading, what is in it was taken back"
                ));
            }
            Likeness::Same => {
                let heading = heading(&found.rows);
                if is_one || amount::named_in(&heading).is_some() {
                    named = heading;
                }
                layout.take(table(feed, &found.rows, &named, limit, &mut |mut row| {
                    if !is_one {
                        row.locator = format!("table {position}:{}", row.locator);
                    }
                    sink(row);
                })?);
            }
            Likeness::Near if feed.records.is_none() => {
                let (locator, why) = (format!("table {position}"), why_left_out(&names()));
                sink(Row::broken(locator.clone(), &locator, format!("the table is {why}")));
            }
            _ if feed.records.is_none() && found.known() > 1 => {
                let names = names();
                layout.notes.push(format!("left table {position} of the page out, with other columns: {names}"));
            }
            _ => {}
        }
    }
    Ok(layout)
}

/// What stands above the table that rows are of.
fn heading(rows: &[ElementRef<'_>]) -> String {
    rows.first().map(|row| beside::above(*row)).unwrap_or_default()
}

/// What is in an element by these names, but for what is in an element within it that `apart` names: the rows of a table
/// are not those of the tables in its cells.
fn own<'a>(element: ElementRef<'a>, names: &[&str], apart: &[&str]) -> Vec<ElementRef<'a>> {
    let mut found = Vec::new();
    let mut next: Vec<ElementRef<'_>> = element.child_elements().collect();
    next.reverse();
    while let Some(inner) = next.pop() {
        let name = inner.value().name();
        if names.contains(&name) {
            found.push(inner);
        } else if !apart.contains(&name) {
            let begin = next.len();
            next.extend(inner.child_elements());
            next[begin..].reverse();
        }
    }
    found
}

/// The cells of a row.
fn cells<'a>(row: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    own(row, &["th", "td"], &["table"])
}

/// Known column names in the likeliest header row; none of a table that alternates labels and values.
fn names_in(rows: &[ElementRef<'_>]) -> Vec<String> {
    let name = |cell: ElementRef<'_>| beginning(cell).filter(|text| is_known_header(text));
    let of = |row: &ElementRef<'_>| cells(*row).into_iter().map(name).collect();
    let known: Vec<Vec<Option<String>>> = rows.iter().take(HEADER_SEARCH).map(of).collect();
    if is_pairs(&known) {
        return Vec::new();
    }
    let is_pair = |row: &[Option<String>]| row.len() > 1 && row.iter().skip(1).step_by(2).all(Option::is_none);
    let rows = known.into_iter().filter(|row| !is_pair(row)).map(|row| row.into_iter().flatten().collect::<Vec<_>>());
    // The first of the longest.
    rows.rev().max_by_key(Vec::len).unwrap_or_default()
}

/// Whether rows alternate labels and values. A value may be called like a column, as 罚款 is; most are not.
fn is_pairs(known: &[Vec<Option<String>>]) -> bool {
    let count = |from: usize| known.iter().map(|row| row.iter().skip(from).step_by(2).flatten().count()).sum::<usize>();
    let labelled = known.iter().filter(|row| row.first().is_some_and(Option::is_some)).count();
    labelled > 1 && count(0) > 2 * count(1)
}

/// A table below a heading, each cell standing in every row and column that it spans.
fn table(
    feed: &Feed,
    rows: &[ElementRef<'_>],
    heading: &str,
    limit: &Limit,
    sink: &mut dyn FnMut(Row),
) -> Result<Layout, ReadError> {
    let mut table = Table::of(feed);
    table.under(heading);
    // By column: the text that still spans rows below, and how many.
    let mut spanning: Vec<(String, usize)> = Vec::new();
    let mut wide = 0;
    let page = link::base(feed);
    let base = rows.first().and_then(|row| entry::base(*row, page.as_ref())).or(page);
    let mut linked = Linked::new(feed, false);
    for (position, row) in rows.iter().enumerate() {
        limit.check()?;
        let mut cells: Vec<String> = Vec::new();
        let mut take_spanning = |cells: &mut Vec<String>| {
            while let Some((text, left)) = spanning.get_mut(cells.len()).filter(|(_, left)| *left > 0) {
                *left -= 1;
                cells.push(text.clone());
            }
        };
        let (mut below, mut links, mut is_head) = (Vec::new(), Vec::new(), true);
        for found in self::cells(*row) {
            is_head &= found.value().name() == "th";
            take_spanning(&mut cells);
            let span =
                |name: &str| found.value().attr(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1usize);
            if linked.wants(cells.len()) {
                links.extend(beside::link(found, base.as_ref()).map(|address| (cells.len(), address)));
            }
            let text = beside::whole(found);
            // Long texts stand in their own cell only: a page must not grow by repeating them.
            let spanned = if text.len() > MAX_SPANNED { String::new() } else { text.clone() };
            let begin = cells.len();
            for _ in 0..span("colspan").clamp(1, MAX_WIDTH.saturating_sub(cells.len()).max(1)) {
                if span("rowspan") > 1 {
                    below.push((cells.len(), spanned.clone(), span("rowspan") - 1));
                }
                cells.push(if cells.len() == begin { text.clone() } else { spanned.clone() });
            }
            if cells.len() >= MAX_WIDTH {
                break;
            }
        }
        if cells.len() >= MAX_WIDTH {
            wide += 1;
        }
        if wide > MAX_WIDE {
            return Err(ReadError::Format(format!(
                "cells of more than {MAX_WIDE} rows span {MAX_WIDTH} columns or more: no table of records; name another \
                 one in `records`, or ask for the list as CSV or XLSX"
            )));
        }
        take_spanning(&mut cells);
        for (column, text, left) in below {
            if spanning.len() <= column {
                spanning.resize(column + 1, (String::new(), 0));
            }
            spanning[column] = (text, left);
        }
        // A title over the whole width is one cell, not one in each column.
        let is_title = cells.len() > 2 && cells.iter().all(|text| *text == cells[0]);
        if is_title {
            cells[1..].iter_mut().for_each(String::clear);
        }
        let line = Line { number: position + 1, cells, links, is_head };
        linked.take(line, &mut |number, cells| table.push(number, cells, sink));
    }
    linked.finish(&mut |number, cells| table.push(number, cells, sink));
    table.finish(sink)
}

impl From<BadMarkup> for ReadError {
    fn from(reason: BadMarkup) -> ReadError {
        ReadError::Format(format!("not HTML that can be read: {reason}"))
    }
}

/// The text of an element, unless it is longer than any name.
fn beginning(element: ElementRef<'_>) -> Option<String> {
    let mut length = 0;
    let within = |text: &str| {
        length += text.trim().len();
        length <= MAX_NAME
    };
    let whole = element.text().all(within);
    whole.then(|| content(element))
}

/// The text of an element in one line, as a browser shows it.
fn content(element: ElementRef<'_>) -> String {
    markup::text_in(element).split_whitespace().collect::<Vec<_>>().join(" ")
}
