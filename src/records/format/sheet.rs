//! XLSX and XLS, by calamine.

use super::Row;
use super::table::Table;
use crate::records::read::ReadError;
use crate::sources::Feed;
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;

/// Rows of the sheet named in `records`, else of the first sheet.
pub fn rows(feed: &Feed, body: &[u8], sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let fail = |error: calamine::Error| ReadError::Format(format!("not a spreadsheet that can be read: {error}"));
    let mut book = open_workbook_auto_from_rs(Cursor::new(body)).map_err(fail)?;
    let names = book.sheet_names();
    let name = match &feed.records {
        Some(name) if names.contains(name) => name.clone(),
        Some(name) => {
            return Err(ReadError::Format(format!("no sheet `{name}`; sheets are: {}", names.join(", "))));
        }
        None => names.first().cloned().ok_or_else(|| ReadError::Format("a workbook without sheets".to_owned()))?,
    };
    let range = book.worksheet_range(&name).map_err(fail)?;
    let first = range.start().map_or(0, |start| start.0 as usize);
    let mut table = Table::new(feed.kind, feed.header_row);
    for (position, row) in range.rows().enumerate() {
        table.push(first + position + 1, row.iter().map(cell).collect(), sink);
    }
    table.finish(sink)
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
