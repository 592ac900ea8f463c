//! One entry of RSS or Atom: its title, link, day and texts, and an agency's own elements.

use super::apart::with_plain_types;
use super::{parse, whole_link};
use crate::records::date::is_null_word;
use crate::records::format::{Limit, xml};
use crate::records::read::ReadError;
use crate::records::{dom, markup};
use feed_rs::model::Entry;
use reqwest::Url;

/// Longest title, in characters; what is longer is the text itself.
const MAX_TITLE: usize = 120;

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
    cell("title", entry.title.as_ref().map(|text| whole_title(&line(&text.content), &entry)));
    cell("source_url", link(&entry).or_else(|| leaves.permalink()).map(|link| whole_link(link, site)));
    // As it is written: what cannot be read is seen as any other cell is.
    cell("published_on", leaves.date().map(str::to_owned));
    cell("summary", entry.summary.as_ref().map(|text| markup::text(&text.content)));
    cell("body", entry.content.as_ref().and_then(|content| content.body.as_deref()).map(markup::text));
    cells.extend(leaves.own());
    Ok(cells)
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
