//! HTML tables: the one a selector names, else the one with the most rows.

use super::Row;
use super::table::Table;
use crate::records::read::ReadError;
use scraper::{ElementRef, Html, Selector};

pub fn rows(selector: Option<&str>, text: &str, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let document = Html::parse_document(text);
    let wanted = selector.unwrap_or("table");
    let tables = Selector::parse(wanted)
        .map_err(|_| ReadError::Format(format!("`records` = `{wanted}` is not a CSS selector")))?;
    let row = Selector::parse("tr").expect("a fixed selector");
    let cell = Selector::parse("th, td").expect("a fixed selector");
    let table = document.select(&tables).max_by_key(|table| table.select(&row).count());
    let table = table.ok_or_else(|| ReadError::Format(format!("no `{wanted}` in the page")))?;
    let mut rows = Table::new(None);
    for (position, row) in table.select(&row).enumerate() {
        rows.push(position + 1, row.select(&cell).map(content).collect(), sink);
    }
    rows.finish(sink)
}

fn content(cell: ElementRef<'_>) -> String {
    cell.text().map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}
