//! XLSX and XLS, by calamine: merged cells filled, hidden sheets passed over, sheets of one layout read together.

use super::table::Table;
use super::{Layout, Row, archive};
use crate::records::mapping::is_known_header;
use crate::records::read::ReadError;
use crate::sources::Feed;
use calamine::{Data, Dimensions, Range, Reader, SheetVisible, Sheets, open_workbook_auto_from_rs};
use std::collections::BTreeSet;
use std::io::Cursor;

/// Rows in which the columns of a sheet are looked for.
const SAMPLE: usize = 20;
/// Merged cells that are filled: a merge of a whole column is decoration.
const MAX_MERGED: u64 = 10_000;

type Book<'a> = Sheets<Cursor<&'a [u8]>>;

fn fail(error: impl std::fmt::Display) -> ReadError {
    ReadError::Format(format!("not a spreadsheet that can be read: {error}"))
}

/// Rows of the sheet named in `records`; else of the sheet with the most known columns and all sheets with the very
/// same ones (one a district, one a month).
pub fn rows(feed: &Feed, body: &[u8], sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    if archive::is_archive(body) {
        archive::check_workbook(body, feed.max_bytes)?;
    }
    let mut book = open_workbook_auto_from_rs(Cursor::new(body)).map_err(fail)?;
    let names = book.sheet_names();
    let chosen = match &feed.records {
        Some(name) if names.contains(name) => vec![name.clone()],
        Some(name) => {
            return Err(ReadError::Format(format!("no sheet `{name}`; sheets are: {}", names.join(", "))));
        }
        None => chosen(&mut book)?,
    };
    let mut layout = Layout::default();
    for name in &chosen {
        let mut place = |mut row: Row| {
            if chosen.len() > 1 {
                row.locator = format!("{name}:{}", row.locator);
            }
            sink(row);
        };
        layout.columns.extend(sheet_rows(feed, &mut book, name, &mut place)?);
    }
    let others: Vec<String> = names.into_iter().filter(|name| !chosen.contains(name)).collect();
    if feed.records.is_none() && !others.is_empty() {
        let (read, left) = (chosen.join("`, `"), others.join("`, `"));
        layout.notes.push(format!("read the sheet `{read}` and not `{left}`; name one as `records` if that is wrong"));
    }
    Ok(layout)
}

/// The sheets to read: never hidden ones.
fn chosen(book: &mut Book<'_>) -> Result<Vec<String>, ReadError> {
    let visible: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let first = visible.first().cloned().ok_or_else(|| ReadError::Format("a workbook without sheets".to_owned()))?;
    if visible.len() == 1 {
        return Ok(visible);
    }
    let mut columns = Vec::new();
    for name in visible {
        let range = book.worksheet_range(&name).map_err(fail)?;
        let known = |row: &[Data]| {
            let texts = row.iter().map(cell).map(|text| text.trim().to_owned());
            texts.filter(|text| is_known_header(text)).collect::<BTreeSet<String>>()
        };
        let best = range.rows().take(SAMPLE).map(known).max_by_key(BTreeSet::len).unwrap_or_default();
        columns.push((name, best));
    }
    // The first of the best: an instruction sheet may stand before it.
    let best = columns.iter().rev().max_by_key(|sheet| sheet.1.len()).map(|sheet| sheet.1.clone());
    let best = best.filter(|best| !best.is_empty());
    let Some(best) = best else { return Ok(vec![first]) };
    Ok(columns.into_iter().filter(|sheet| sheet.1 == best).map(|sheet| sheet.0).collect())
}

fn sheet_rows(
    feed: &Feed,
    book: &mut Book<'_>,
    name: &str,
    sink: &mut dyn FnMut(Row),
) -> Result<Vec<String>, ReadError> {
    let mut range = book.worksheet_range(name).map_err(fail)?;
    let merged = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).map_err(fail)?,
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).map_err(fail)?,
        _ => Vec::new(),
    };
    fill(&mut range, &merged);
    let first = range.start().map_or(0, |start| start.0 as usize);
    let mut table = Table::new(feed.kind, feed.header_row);
    for (position, row) in range.rows().enumerate() {
        table.push(first + position + 1, row.iter().map(cell).collect(), sink);
    }
    table.finish(sink)
}

/// Every cell of a merge gets its value. Merges across a whole row are titles and stay.
fn fill(range: &mut Range<Data>, merged: &[Dimensions]) {
    let (Some(start), Some(end)) = (range.start(), range.end()) else { return };
    let width = end.1 - start.1 + 1;
    let mut left = MAX_MERGED;
    for merge in merged {
        let backwards = merge.end.0 < merge.start.0 || merge.end.1 < merge.start.1;
        if backwards || (width > 2 && merge.end.1 - merge.start.1 + 1 >= width) || merge.start.0 < start.0 {
            continue;
        }
        let (last_row, last_column) = (merge.end.0.min(end.0), merge.end.1.min(end.1));
        let Some(value) = range.get_value(merge.start).filter(|value| **value != Data::Empty).cloned() else {
            continue;
        };
        for row in merge.start.0..=last_row {
            for column in merge.start.1.max(start.1)..=last_column {
                if left == 0 {
                    return;
                }
                left -= 1;
                range.set_value((row, column), value.clone());
            }
        }
    }
}

/// A cell as text; whole numbers without a fraction, so that serial dates and codes stay readable.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(date) => date.as_f64().to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
