//! HTML tables: the one a selector names, else the one with the most rows.

use super::Row;
use super::table::Table;
use crate::records::read::ReadError;
use crate::sources::Feed;
use scraper::{ElementRef, Html, Selector};

/// The manifest's `records` is a selector that names the rows themselves, or the table they stand in.
pub fn rows(feed: &Feed, text: &str, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let document = Html::parse_document(text);
    let wanted = feed.records.as_deref().unwrap_or("table");
    let chosen = Selector::parse(wanted)
        .map_err(|_| ReadError::Format(format!("`records` = `{wanted}` is not a CSS selector")))?;
    let row = Selector::parse("tr").expect("a fixed selector");
    let cell = Selector::parse("th, td").expect("a fixed selector");
    let (rows, tables): (Vec<ElementRef<'_>>, Vec<ElementRef<'_>>) =
        document.select(&chosen).partition(|element| element.value().name() == "tr");
    let largest = tables.into_iter().map(|table| table.select(&row).collect::<Vec<_>>()).max_by_key(Vec::len);
    let rows = if rows.is_empty() { largest.unwrap_or_default() } else { rows };
    if rows.is_empty() {
        return Err(ReadError::Format(format!("no rows at `{wanted}` in the page")));
    }
    let mut table = Table::new(feed.kind, feed.header_row);
    for (position, row) in rows.into_iter().enumerate() {
        table.push(position + 1, row.select(&cell).map(content).collect(), sink);
    }
    table.finish(sink)
}

fn content(cell: ElementRef<'_>) -> String {
    cell.text().map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}
