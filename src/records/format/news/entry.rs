//! One entry of RSS or Atom: its title, link, day and texts, and an agency's own elements.

use super::apart::with_plain_types;
use super::{parse, title, whole_link};
use crate::records::date::is_null_word;
use crate::records::format::{Limit, xml};
use crate::records::markup;
use crate::records::read::ReadError;
use feed_rs::model::Entry;
use reqwest::Url;

/// Elements of an item that say nothing of the matter, or what the canonical columns say.
const STANDARD: [&str; 17] = [
    "title",
    "link",
    "description",
    "guid",
    "author",
    "category",
    "comments",
    "enclosure",
    "source",
    "id",
    "summary",
    "content",
    "rights",
    "contributor",
    "creator",
    "encoded",
    "origin",
];
/// Elements that say when something was published, the surest first.
const DATES: [&str; 7] = ["pubdate", "published", "date", "issued", "created", "updated", "modified"];
/// What a link leads to, where that is the entry itself or what it speaks of: the likeliest first. Others lead to the entry as
/// programs read it, or to what was said about it.
const RELATIONS: [&str; 3] = ["alternate", "via", "enclosure"];

/// Canonical columns of the entry in a document that holds no other, then its own.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn cells(document: &str, site: Option<&Url>) -> Result<Vec<(String, String)>, String> {
    let feed = parse(&with_plain_types(document)?, &Limit::none())?;
    let entry = feed.entries.into_iter().next().ok_or("no entry where one should stand")?;
    let leaves = Leaves::of(document)?;
    let mut cells = Vec::new();
    let mut cell = |name: &str, value: Option<String>| cells.extend(value.map(|value| (name.to_owned(), value)));
    let texts = || {
        let summary = entry.summary.as_ref().map(|text| text.content.as_str());
        summary.into_iter().chain(entry.content.as_ref().and_then(|content| content.body.as_deref()))
    };
    cell("title", entry.title.as_ref().map(|text| title::whole(&line(&text.content), texts())));
    cell("source_url", link(&entry).or_else(|| leaves.permalink()).map(|link| whole_link(link, site)));
    // As it is written: what cannot be read is seen as any other cell is.
    cell("published_on", leaves.date().map(str::to_owned));
    cell("summary", entry.summary.as_ref().map(|text| markup::text(&text.content)));
    cell("body", entry.content.as_ref().and_then(|content| content.body.as_deref()).map(markup::text));
    cells.extend(leaves.own());
    Ok(cells)
}

/// What the entry calls itself (`guid`, `id`) in a document that holds no other: it stays when the title or the day is mended.
pub fn id(document: &str) -> Option<String> {
    let leaves = Leaves::of(document).ok()?;
    let id = leaves.text(&["guid"]).or_else(|| leaves.text(&["id"]));
    id.map(str::to_owned)
}

/// Where the entry stands.
fn link(entry: &Entry) -> Option<&str> {
    // Those of comments have a target.
    let links = entry.links.iter().filter(|link| link.target.is_none() && !link.href.trim().is_empty());
    let relation = |rel: Option<&str>| rel.unwrap_or("alternate").rsplit('/').next().map(str::to_ascii_lowercase);
    let leads = |wanted: &str| links.clone().find(|link| relation(link.rel.as_deref()).as_deref() == Some(wanted));
    RELATIONS.into_iter().find_map(leads).map(|link| link.href.as_str())
}

/// The values of an entry by the names of their elements.
struct Leaves(Vec<xml::Leaf>);

impl Leaves {
    fn of(document: &str) -> Result<Leaves, String> {
        let mut found = Vec::new();
        for name in ["item", "entry"] {
            xml::elements(Some(name), &|| Ok(Box::new(document.as_bytes())), &mut |leaves| found.extend(leaves))
                .map_err(|error| match error {
                    ReadError::Format(reason) => reason,
                    other => other.to_string(),
                })?;
        }
        Ok(Leaves(found))
    }

    /// The text at a path of names in small letters, unless it says nothing.
    fn text(&self, path: &[&str]) -> Option<&str> {
        let is_at = |leaf: &&xml::Leaf| leaf.path.iter().map(|name| name.to_ascii_lowercase()).eq(path.iter().copied());
        let texts = self.0.iter().filter(is_at).map(|leaf| leaf.text.trim());
        texts.into_iter().find(|text| !is_null_word(text))
    }

    fn date(&self) -> Option<&str> {
        DATES.iter().find_map(|name| self.text(&[name]))
    }

    /// The name of an item of RSS, which is its address too, unless it says that it is none.
    fn permalink(&self) -> Option<&str> {
        let is_none = self.text(&["guid", "ispermalink"]).is_some_and(|said| said.eq_ignore_ascii_case("false"));
        let guid = self.text(&["guid"]).filter(|_| !is_none);
        guid.filter(|guid| guid.starts_with("http://") || guid.starts_with("https://"))
    }

    /// What the entry holds beside the standard elements: `<zc:发文字号>`.
    fn own(mut self) -> Vec<(String, String)> {
        self.0.retain(|leaf| {
            let first = leaf.path.first().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
            !STANDARD.contains(&first.as_str()) && !DATES.contains(&first.as_str())
        });
        xml::cells(&self.0)
    }
}

/// The text of a piece of HTML, in one line.
fn line(html: &str) -> String {
    markup::text(html).split_whitespace().collect::<Vec<_>>().join(" ")
}
