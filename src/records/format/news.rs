//! RSS 2.0 and Atom, by feed-rs: entries as rows of canonical columns, with an agency's own elements as further columns.

use super::nested::Names;
use super::{Row, Text, xml};
use crate::records::read::ReadError;
use crate::records::{dom, markup};
use feed_rs::model::Entry;
use reqwest::Url;

/// Longest title, in characters; what is longer is the text itself.
const MAX_TITLE: usize = 120;

/// Elements of an item that feed-rs reads, or that say nothing of the matter.
const STANDARD: [&str; 24] = [
    "title",
    "link",
    "description",
    "pubdate",
    "guid",
    "author",
    "category",
    "comments",
    "enclosure",
    "source",
    "id",
    "summary",
    "content",
    "published",
    "updated",
    "modified",
    "created",
    "issued",
    "rights",
    "contributor",
    "creator",
    "encoded",
    "date",
    "origin",
];

/// Entries of a feed. A relative link is one of the site that the feed names as its own (feed-rs has followed `xml:base`);
/// where it names none, the link stays as it is written.
pub fn rows(text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let (limit, text) = (text.limit(), text.whole()?);
    // The text is decoded: what the document says of its encoding holds no longer.
    let body = match text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, body)) => body,
        None => &text,
    };
    let parser = feed_rs::parser::Builder::new().timestamp_parser(zoneless).build();
    let fail = |reason: String| ReadError::Format(format!("not RSS or Atom: {reason}"));
    let feed = parser.parse(limit.watch(body.as_bytes())).map_err(|error| fail(error.to_string()))?;
    // What feed-rs forgives and plain XML does not costs the further columns only.
    let mut own = own_elements(body).unwrap_or_default();
    if own.len() != feed.entries.len() {
        // Which elements belong to which entry would be a guess.
        own.clear();
    }
    let mut names = Names::of(&["title", "source_url", "published_on", "summary", "body"]);
    let own_site = feed.links.iter().filter(|link| link.rel.as_deref() != Some("self"));
    let site = own_site.filter_map(|link| Url::parse(link.href.trim()).ok()).find(|url| url.has_host());
    for (position, entry) in feed.entries.iter().enumerate() {
        limit.check()?;
        let mut cells = cells(entry, site.as_ref());
        cells.extend(own.get_mut(position).map(std::mem::take).unwrap_or_default());
        sink(names.row((position + 1).to_string(), cells, None));
    }
    names.finish()
}

/// What each entry holds beside the standard elements: `<zc:发文字号>`.
fn own_elements(body: &str) -> Result<Vec<Vec<(String, String)>>, ReadError> {
    let mut found = Vec::new();
    for name in ["item", "entry"] {
        xml::elements(Some(name), &|| Ok(Box::new(body.as_bytes())), &mut |mut leaves| {
            leaves.retain(|leaf| {
                let first = leaf.path.first().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
                !STANDARD.contains(&first.as_str())
            });
            found.push(xml::cells(&leaves));
        })?;
    }
    Ok(found)
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

fn cells(entry: &Entry, site: Option<&Url>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    let mut cell = |name: &str, value: Option<String>| cells.extend(value.map(|value| (name.to_owned(), value)));
    cell("title", entry.title.as_ref().map(|text| whole_title(&line(&text.content), entry)));
    cell("source_url", entry.links.first().map(|link| whole_link(&link.href, site)));
    cell("published_on", entry.published.or(entry.updated).map(|moment| moment.to_rfc3339()));
    cell("summary", entry.summary.as_ref().map(|text| markup::text(&text.content)));
    cell("body", entry.content.as_ref().and_then(|content| content.body.as_deref()).map(markup::text));
    cells
}

/// A link as it is written, or within its site where it is relative to that.
pub fn whole_link(link: &str, site: Option<&Url>) -> String {
    let is_relative = Url::parse(link.trim()).is_err();
    let is_host = link.trim_start().starts_with("www.") || link.contains('@');
    let whole = site.filter(|_| is_relative && !is_host).and_then(|site| site.join(link.trim()).ok());
    whole.map_or_else(|| link.to_owned(), |url| url.to_string())
}

/// A title that was cut (`关于示例…`) as it stands whole in the entry's text, where it does.
fn whole_title(title: &str, entry: &Entry) -> String {
    let cut = title.trim().trim_end_matches('.').trim_end_matches('…');
    let was_cut = title.trim().ends_with('…') || title.trim().ends_with("...");
    if !was_cut || cut.chars().count() < 4 {
        return title.to_owned();
    }
    let summary = entry.summary.as_ref().map(|text| text.content.as_str());
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    for html in [summary, body].into_iter().flatten() {
        let Ok(fragment) = dom::fragment(html) else { continue };
        let attributes =
            fragment.root_element().descendants().filter_map(|node| node.value().as_element()?.attr("title"));
        let texts = fragment.root_element().text().flat_map(str::lines);
        let whole = attributes.chain(texts).map(str::trim).find(|text| {
            text.starts_with(cut) && text.len() > cut.len() && text.len() <= 4 * MAX_TITLE && !text.ends_with('…')
        });
        let is_sentence = |text: &str| text.contains('。') || text.chars().count() > MAX_TITLE;
        if let Some(whole) = whole.filter(|text| !is_sentence(text)) {
            return whole.to_owned();
        }
    }
    title.to_owned()
}

/// The text of a piece of HTML, in one line.
fn line(html: &str) -> String {
    markup::text(html).split_whitespace().collect::<Vec<_>>().join(" ")
}
