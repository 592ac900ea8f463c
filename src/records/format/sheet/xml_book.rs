//! XML Spreadsheet 2003: a workbook that is one XML document, as programs write it under names that end with `.xls`.
//!
//! In: the text of such a document. Out: the rows of its sheets, chosen and read as those of other workbooks are. The document is gone
//! through twice, and none of it is kept.

mod grid;

use super::merged::Merged;
use super::{Chosen, SAMPLE, left_out, likeliest, note_of_others};
use crate::records::format::table::Table;
use crate::records::format::{Layout, Row, Text};
use crate::records::mapping::is_known_header;
use crate::records::privacy;
use crate::records::read::ReadError;
use crate::sources::Feed;
use grid::{Part, walk};
use std::collections::BTreeSet;

/// The name of its elements.
const NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";

/// Whether a text begins as such a workbook does. Pages of HTML that a spreadsheet wrote have another name for theirs.
pub fn is_workbook(head: &str) -> bool {
    let is_root = |at: usize| head[..at].ends_with(['<', ':']);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<')
        && head.contains(NAMESPACE)
        && head.match_indices("Workbook").any(|(at, _)| is_root(at))
}

/// A sheet as it looks from outside.
#[derive(Default)]
struct Sheet {
    name: String,
    is_hidden: bool,
    seen: usize,
    /// The known names in its likeliest header row.
    known: BTreeSet<String>,
}

/// The rows of the sheet named in `records`, else of the likeliest and all of the same records.
///
/// # Errors
/// [`ReadError::Format`] for what is no such workbook, or has no sheet of that name.
pub fn rows(feed: &Feed, text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    let sheets = survey(text)?;
    let Chosen { read: chosen, near } = chosen(feed, &sheets)?;
    let name = |at: usize| sheets.get(at).map_or("", |sheet| sheet.name.as_str());
    let mut layout = Layout::default();
    let mut open: Option<(usize, Table, Merged)> = None;
    let (mut position, mut failure) = (None, None);
    let mut place = |sheet: usize, mut row: Row| {
        if chosen.len() > 1 {
            row.locator = format!("{}:{}", privacy::mask(name(sheet)), row.locator);
        }
        sink(row);
    };
    let mut close =
        |open: Option<(usize, Table, Merged)>, place: &mut dyn FnMut(usize, Row)| -> Result<(), ReadError> {
            let Some((sheet, table, _)) = open else { return Ok(()) };
            layout.take(table.finish(&mut |row| place(sheet, row))?);
            Ok(())
        };
    walk(text.open()?, &mut |part| match part {
        Part::Sheet(_) => {
            let at = position.map_or(0, |at| at + 1);
            position = Some(at);
            failure = close(open.take(), &mut place).err().or(failure.take());
            open = chosen.contains(&at).then(|| (at, Table::ragged(feed), Merged::new(Vec::new())));
        }
        Part::Hidden => {}
        Part::Row { number, cells, merges } => {
            if let Some((sheet, table, merged)) = &mut open {
                merges.into_iter().for_each(|merge| merged.add(merge));
                table.push(number as usize + 1, merged.fill(number, cells), &mut |row| place(*sheet, row));
            }
        }
    })?;
    failure = close(open.take(), &mut place).err().or(failure);
    if let Some(failure) = failure {
        return Err(failure);
    }
    near.iter().for_each(|(at, columns)| sink(left_out(name(*at), columns)));
    let is_other = |at: &usize| !chosen.contains(at) && !near.iter().any(|near| near.0 == *at);
    let others = (0..sheets.len()).filter(is_other).map(|at| name(at).to_owned()).collect();
    layout.notes.extend(note_of_others(feed, &chosen.iter().map(|at| name(*at)).collect::<Vec<_>>(), others));
    Ok(layout)
}

/// Looks at the first rows of each sheet.
fn survey(text: &Text<'_>) -> Result<Vec<Sheet>, ReadError> {
    let mut sheets: Vec<Sheet> = Vec::new();
    walk(text.open()?, &mut |part| match (part, sheets.last_mut()) {
        (Part::Sheet(name), _) => sheets.push(Sheet { name: name.to_owned(), ..Sheet::default() }),
        (Part::Hidden, Some(sheet)) => sheet.is_hidden = true,
        (Part::Row { cells, .. }, Some(sheet)) if sheet.seen < SAMPLE => {
            sheet.seen += 1;
            let texts = cells.iter().map(|text| text.trim().to_owned());
            let known: BTreeSet<String> = texts.filter(|text| is_known_header(text)).collect();
            if known.len() > sheet.known.len() {
                sheet.known = known;
            }
        }
        _ => {}
    })?;
    Ok(sheets)
}

/// Places of the sheets to read.
fn chosen(feed: &Feed, sheets: &[Sheet]) -> Result<Chosen<usize>, ReadError> {
    if let Some(wanted) = &feed.records {
        let at = sheets.iter().position(|sheet| sheet.name == *wanted);
        let names = || sheets.iter().map(|sheet| &*sheet.name).collect::<Vec<_>>().join(", ");
        let missing = || ReadError::Format(format!("no sheet `{wanted}`; sheets are: {}", names()));
        return at.map(Chosen::one).ok_or_else(missing);
    }
    let visible = (0..sheets.len()).filter(|at| !sheets[*at].is_hidden);
    let columns: Vec<(usize, BTreeSet<String>)> = visible.map(|at| (at, sheets[at].known.clone())).collect();
    likeliest(feed, columns).ok_or_else(|| ReadError::Format("a workbook without sheets".to_owned()))
}

#[cfg(test)]
mod tests;
