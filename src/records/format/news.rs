//! RSS 2.0 and Atom, by feed-rs: entries as rows of canonical columns.

use super::Row;
use crate::records::read::ReadError;
use feed_rs::model::Entry;

/// Entries of a feed; relative links are resolved against `source` where that is an address.
pub fn rows(source: &str, text: &str, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let parser = feed_rs::parser::Builder::new()
        .base_uri(source.contains("://").then_some(source))
        .timestamp_parser(zoneless)
        .build();
    // The text is decoded: what the document says of its encoding holds no longer.
    let body = match text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, body)) => body,
        None => text,
    };
    let feed = parser.parse(body.as_bytes()).map_err(|error| ReadError::Format(format!("not RSS or Atom: {error}")))?;
    for (position, entry) in feed.entries.iter().enumerate() {
        sink(Row { locator: (position + 1).to_string(), cells: cells(entry), fault: None });
    }
    Ok(["title", "source_url", "published_on", "summary", "body"].map(str::to_owned).to_vec())
}

/// Dates without a zone are Chinese local time.
fn zoneless(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    if let Ok(moment) =
        chrono::DateTime::parse_from_rfc2822(text).or_else(|_| chrono::DateTime::parse_from_rfc3339(text))
    {
        return Some(moment.to_utc());
    }
    let day = crate::records::date::parse(text).ok().flatten()?;
    chrono::DateTime::parse_from_rfc3339(&format!("{day}T00:00:00+08:00")).ok().map(|moment| moment.to_utc())
}

fn cells(entry: &Entry) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    let mut cell = |name: &str, value: Option<String>| cells.extend(value.map(|value| (name.to_owned(), value)));
    cell("title", entry.title.as_ref().map(|text| plain(&text.content)));
    cell("source_url", entry.links.first().map(|link| link.href.clone()));
    cell("published_on", entry.published.or(entry.updated).map(|moment| moment.to_rfc3339()));
    cell("summary", entry.summary.as_ref().map(|text| plain(&text.content)));
    cell("body", entry.content.as_ref().and_then(|content| content.body.as_deref()).map(plain));
    cells
}

/// The text of a piece of HTML.
fn plain(html: &str) -> String {
    scraper::Html::parse_fragment(html).root_element().text().collect::<Vec<_>>().join(" ")
}
