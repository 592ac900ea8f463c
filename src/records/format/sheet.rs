//! XLSX and XLS, by calamine: cells as a stream, merged cells filled, hidden sheets passed over, sheets of one layout
//! read together.

mod biff;
mod cell;
mod days;
mod extent;
mod links;
mod merged;
mod number_format;
mod old_formats;
mod old_formulas;
pub mod xml_book;

use super::alike::{Alike, Likeness, why_left_out};
use super::archive::{self, Holds};
use super::limit::{Limit, Watched};
use super::linked::{Line, Linked};
use super::table::Table;
use super::{Layout, Row};
use crate::records::mapping::{is_known_header, telling};
use crate::records::read::ReadError;
use crate::records::{privacy, standing, value};
use crate::sources::Feed;
use calamine::{Data, DataRef, Reader, SheetVisible, Sheets, Style, Xlsx, open_workbook_auto_from_rs};
use csv::StringRecord;
use days::Days;
use links::Links;
use merged::Merged;
use number_format::NumberFormat;
use old_formats::OldFormats;
use old_formulas::OldFormulas;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Cursor;

/// Rows in which the columns of a sheet are looked for.
const SAMPLE: usize = 20;
/// No table is wider: a value further right is a slip, and rows that reach so far would fill the memory.
const MAX_WIDTH: u32 = 2_000;

type Source<'a> = Watched<Cursor<&'a [u8]>>;

fn fail(error: impl std::fmt::Display) -> ReadError {
    ReadError::Format(format!("not a spreadsheet that can be read: {error}"))
}

/// A workbook, and what may be in it.
struct Book<'a> {
    sheets: Sheets<Source<'a>>,
    holds: Holds,
    /// Those of XLS: calamine has those of XLSX.
    formats: OldFormats,
    formulas: OldFormulas,
}

impl<'a> Book<'a> {
    fn open(feed: &Feed, body: &'a [u8], limit: &Limit) -> Result<Book<'a>, ReadError> {
        let (mut holds, mut formats, mut formulas) = (Holds::default(), OldFormats::default(), OldFormulas::default());
        if archive::is_archive(body) {
            holds = archive::check_workbook(body, feed.max_bytes)?;
        } else {
            let records = biff::stream(body)?;
            extent::check(&records)?;
            formats = OldFormats::new(&records);
            formulas = OldFormulas::new(&records);
        }
        // calamine looks into records of XLS without asking for their length.
        let opened = std::panic::catch_unwind(|| open_workbook_auto_from_rs(limit.watch(Cursor::new(body))));
        let sheets = opened.map_err(|_| fail("its records are broken"))?.map_err(fail)?;
        if matches!(sheets, Sheets::Ods(_) | Sheets::Xlsb(_)) {
            return Err(ReadError::Format("a workbook in ODS or XLSB: ask for XLSX, or save it as that".to_owned()));
        }
        Ok(Book { sheets, holds, formats, formulas })
    }

    /// Hands each row that holds anything on with its number, from 0, until `take` has had enough.
    fn rows(&mut self, name: &str, take: &mut dyn FnMut(u32, StringRecord) -> bool) -> Result<(), ReadError> {
        match &mut self.sheets {
            Sheets::Xlsx(book) => {
                let unstored = if self.holds.formulas { unstored(book, name)? } else { HashSet::new() };
                streamed(book, name, &unstored, take)
            }
            sheets => {
                let number = sheets.sheet_names().iter().position(|known| known == name).unwrap_or_default();
                let range = sheets.worksheet_range(name).map_err(fail)?;
                let (first, left) = range.start().unwrap_or_default();
                for (row, cells) in (first..).zip(range.rows()) {
                    let before = std::iter::repeat_n(String::new(), left as usize);
                    let cells = (left..).zip(cells);
                    let texts = cells.map(|(at, cell)| cell::text(cell, self.formats.of(number, row, at)));
                    let mut texts: Vec<String> = before.chain(texts).collect();
                    for column in self.formulas.of(number, row).filter(|column| *column < MAX_WIDTH as usize) {
                        texts.resize(texts.len().max(column + 1), String::new());
                        texts[column] = value::UNSTORED.to_owned();
                    }
                    if !take(row, texts.into_iter().collect()) {
                        break;
                    }
                }
                Ok(())
            }
        }
    }

    /// Whether its days are counted from 1904.
    fn counts_from_1904(&self) -> bool {
        match &self.sheets {
            Sheets::Xlsx(book) => book.has_1904_epoch(),
            Sheets::Xls(book) => book.has_1904_epoch(),
            _ => false,
        }
    }

    /// The addresses behind the cells of a sheet.
    fn links(&mut self, name: &str) -> Result<Links, ReadError> {
        Ok(Links::new(match &mut self.sheets {
            Sheets::Xlsx(book) if self.holds.links => book.hyperlinks_by_sheet_name(name).map_err(fail)?,
            _ => Vec::new(),
        }))
    }

    /// The merged cells of a sheet.
    fn merged(&mut self, name: &str) -> Result<Merged, ReadError> {
        Ok(Merged::new(match &mut self.sheets {
            Sheets::Xlsx(book) if self.holds.merges => book.merge_cells_by_sheet_name(name).map_err(fail)?,
            Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).map_err(fail)?,
            _ => Vec::new(),
        }))
    }
}

/// The number formats of a sheet, each understood when a cell has it.
#[derive(Default)]
struct Formats(BTreeMap<usize, NumberFormat>);

impl Formats {
    /// The format of a style.
    fn of(&mut self, styles: &[Style], style: usize) -> &NumberFormat {
        self.0.entry(style).or_insert_with(|| {
            let format = styles.get(style).and_then(|style| style.number_format.as_ref());
            format.map(|format| NumberFormat::new(&format.format_code, format.format_id)).unwrap_or_default()
        })
    }
}

/// Where a sheet of XLSX has formulas without what they come to: programs that only write workbooks leave that to the one that opens them.
fn unstored(book: &mut Xlsx<Source<'_>>, name: &str) -> Result<HashSet<(u32, u32)>, ReadError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(fail)?;
    let mut found = HashSet::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(fail)? {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            found.insert(cell.pos);
        }
    }
    Ok(found)
}

/// The rows of a sheet of XLSX as they stand in its markup: what is not written takes no memory.
fn streamed(
    book: &mut Xlsx<Source<'_>>,
    name: &str,
    unstored: &HashSet<(u32, u32)>,
    take: &mut dyn FnMut(u32, StringRecord) -> bool,
) -> Result<(), ReadError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(fail)?;
    let (mut row, mut record) = (0, StringRecord::new());
    let mut formats = Formats::default();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(fail)? {
        let (at, column) = cell.get_position();
        let value: Cow<'_, str> = match cell.get_value() {
            DataRef::String(text) => text.as_str().into(),
            DataRef::SharedString(text) => (*text).into(),
            DataRef::Empty if unstored.contains(&(at, column)) => value::UNSTORED.into(),
            other => cell::text(&Data::from(other.clone()), formats.of(cells.styles(), style)).into(),
        };
        if value.is_empty() {
            continue;
        }
        if column >= MAX_WIDTH {
            return Err(ReadError::Format(format!(
                "a value in row {}, column {}: wider than any table; delete what stands beside it",
                at + 1,
                column + 1
            )));
        }
        if at != row {
            let whole = std::mem::replace(&mut record, StringRecord::with_capacity(512, 16));
            if !whole.is_empty() && !take(row, whole) {
                return Ok(());
            }
            row = at;
        }
        let column = column as usize;
        if column < record.len() {
            // Out of order, or twice.
            record = record.iter().enumerate().map(|(at, old)| if at == column { &value } else { old }).collect();
            continue;
        }
        (record.len()..column).for_each(|_| record.push_field(""));
        record.push_field(&value);
    }
    if !record.is_empty() {
        take(row, record);
    }
    Ok(())
}

/// Rows of the sheet named in `records`; else of the sheet with the most known columns and all sheets of the same records
/// (one a district, one a month).
pub fn rows(feed: &Feed, body: &[u8], limit: &Limit, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    let mut book = Book::open(feed, body, limit)?;
    let names = book.sheets.sheet_names();
    let Chosen { read: chosen, near } = match &feed.records {
        Some(name) if names.contains(name) => Chosen::one(name.clone()),
        Some(name) => {
            return Err(ReadError::Format(format!("no sheet `{name}`; sheets are: {}", names.join(", "))));
        }
        None => chosen(feed, &mut book)?,
    };
    let mut layout = Layout::default();
    let mut days = book.counts_from_1904().then(|| Days::new(feed));
    for name in &chosen {
        let mut place = |mut row: Row| {
            if let Some(days) = &mut days {
                days.count_from_1900(&mut row);
            }
            if chosen.len() > 1 {
                row.locator = format!("{}:{}", privacy::mask(name), row.locator);
            }
            sink(row);
        };
        let mut table = Table::ragged(feed);
        let mut merged = book.merged(name)?;
        let mut links = book.links(name)?;
        let mut linked = (!links.is_empty()).then(|| Linked::new(feed, true));
        book.rows(name, &mut |row, cells| {
            let (number, cells) = (row as usize + 1, merged.fill(row, cells));
            let mut push = |number, cells| table.push(number, cells, &mut place);
            match &mut linked {
                Some(linked) => {
                    let cells = cells.iter().map(str::to_owned).collect();
                    let line = Line { number, cells, links: links.of(row), is_head: false };
                    linked.take(line, &mut push);
                }
                None => push(number, cells),
            }
            !limit.is_over()
        })?;
        limit.check()?;
        linked.into_iter().for_each(|mut linked| {
            linked.finish(&mut |number, cells| table.push(number, cells, &mut place));
        });
        layout.take(table.finish(&mut place)?);
    }
    near.iter().for_each(|(name, columns)| sink(left_out(name, columns)));
    let is_other = |name: &String| !chosen.contains(name) && !near.iter().any(|near| near.0 == *name);
    let others: Vec<String> = names.into_iter().filter(is_other).collect();
    layout.notes.extend(note_of_others(feed, &chosen.iter().map(String::as_str).collect::<Vec<_>>(), others));
    Ok(layout)
}

/// Sheets to read, and those beside them that may hold such records, with their known columns.
struct Chosen<Sheet> {
    read: Vec<Sheet>,
    near: Vec<(Sheet, String)>,
}

impl<Sheet> Chosen<Sheet> {
    fn one(sheet: Sheet) -> Chosen<Sheet> {
        Chosen { read: vec![sheet], near: Vec::new() }
    }
}

/// A sheet that was not read and may hold records of the feed.
fn left_out(name: &str, columns: &str) -> Row {
    let name = privacy::mask(name);
    Row::broken(name.to_string(), &name, format!("the sheet is {}", why_left_out(columns)))
}

/// That sheets were left out, where the feed's file does not say so.
fn note_of_others(feed: &Feed, chosen: &[&str], others: Vec<String>) -> Option<String> {
    let (read, left) = (chosen.join("`, `"), others.join("`, `"));
    let said = || format!("read the sheet `{read}` and not `{left}`; name one as `records` if that is wrong");
    (feed.records.is_none() && !others.is_empty()).then(|| privacy::mask(&said()).into_owned())
}

/// The sheets to read: never hidden ones.
fn chosen(feed: &Feed, book: &mut Book<'_>) -> Result<Chosen<String>, ReadError> {
    let visible: Vec<String> = book
        .sheets
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let (gone, current): (Vec<String>, Vec<String>) = visible.into_iter().partition(|name| standing::is_of_gone(name));
    // What was taken back stays out, but for a feed that has nothing else.
    let visible = if current.is_empty() { gone } else { current };
    if let [only] = visible.as_slice() {
        return Ok(Chosen::one(only.clone()));
    }
    let mut columns = Vec::new();
    for name in visible {
        let (mut best, mut seen) = (BTreeSet::new(), 0);
        book.rows(&name, &mut |_, cells| {
            let texts = cells.iter().map(|text| text.trim().to_owned());
            let known: BTreeSet<String> = texts.filter(|text| is_known_header(text)).collect();
            if known.len() >= best.len() {
                best = known;
            }
            seen += 1;
            seen < SAMPLE
        })?;
        columns.push((name, best));
    }
    likeliest(feed, columns).ok_or_else(|| ReadError::Format("a workbook without sheets".to_owned()))
}

/// Of sheets with their known columns, the first of those that tell most of records of the kind (an instruction sheet may stand
/// before it) and all of the same records; the first where none has any.
fn likeliest<Sheet>(feed: &Feed, columns: Vec<(Sheet, BTreeSet<String>)>) -> Option<Chosen<Sheet>> {
    let tells = |names: &BTreeSet<String>| telling(feed.kind, names.iter().map(String::as_str));
    let best = columns.iter().rev().max_by_key(|sheet| (tells(&sheet.1), sheet.1.len()))?.1.clone();
    if best.is_empty() {
        return columns.into_iter().next().map(|sheet| Chosen::one(sheet.0));
    }
    let mut alike = Alike::new(feed, best.iter().map(String::as_str));
    let mut chosen = Chosen { read: Vec::new(), near: Vec::new() };
    for (sheet, names) in columns {
        match alike.of(names.iter().map(String::as_str)) {
            likeness if names == best || likeness == Likeness::Same => chosen.read.push(sheet),
            Likeness::Near => chosen.near.push((sheet, names.into_iter().collect::<Vec<_>>().join(", "))),
            _ => {}
        }
    }
    Some(chosen)
}

#[cfg(test)]
mod tests;
