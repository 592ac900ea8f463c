//! RSS 2.0 and Atom, by feed-rs: entries as rows of canonical columns, with an agency's own elements as further columns.
//!
//! In: a feed. Out: a row an entry. Each entry is read as a document of its own, so that one which cannot be read costs no
//! other.

mod apart;
mod bare;
mod entry;
mod title;

use super::nested::Names;
use super::{Limit, Row, Text};
use crate::records::read::ReadError;
use apart::Apart;
use feed_rs::model::Feed;
use reqwest::Url;
use std::collections::HashMap;
pub use title::whole as whole_title;

/// Entries of a feed. A relative link is one of the site that the feed names as its own (feed-rs has followed `xml:base`);
/// where it names none, the link stays as it is written.
pub fn rows(text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let (limit, text) = (text.limit(), text.whole()?);
    // The text is decoded: what the document says of its encoding holds no longer.
    let body = match text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, body)) => body,
        None => &text,
    };
    let body = &*bare::mended(body);
    let fail = |reason: String| ReadError::Format(format!("not RSS or Atom: {reason}"));
    let apart = Apart::of(body, limit).map_err(fail)?;
    let site = site(&apart.frame(), limit).map_err(fail)?;
    let mut names = Names::of(&["title", "source_url", "published_on", "summary", "body"]);
    // Some write the same for all: what names several entries tells none of them.
    let mut named: HashMap<String, usize> = HashMap::new();
    for entry in apart.entries() {
        limit.check()?;
        if let Some(id) = entry::id(&apart.document(entry)) {
            *named.entry(id).or_default() += 1;
        }
    }
    for (position, entry) in apart.entries().enumerate() {
        limit.check()?;
        let locator = (position + 1).to_string();
        let document = apart.document(entry);
        sink(match entry::cells(&document, site.as_ref()) {
            Ok(mut cells) => {
                // An empty entry is none, whatever it is called.
                let id = entry::id(&document).filter(|id| named[id] == 1 && !cells.is_empty());
                cells.extend(id.map(|id| ("id".to_owned(), id)));
                names.row(locator, cells, None)
            }
            Err(reason) => Row::broken(locator, entry, reason),
        });
    }
    names.finish()
}

/// The site that a feed names as its own, by what stands around its entries.
fn site(frame: &str, limit: &Limit) -> Result<Option<Url>, String> {
    // An entry may be a document without a feed around it.
    if frame.trim().is_empty() {
        return Ok(None);
    }
    let feed = parse(frame, limit)?;
    let own_site = feed.links.iter().filter(|link| link.rel.as_deref() != Some("self"));
    Ok(own_site.filter_map(|link| Url::parse(link.href.trim()).ok()).find(|url| url.has_host()))
}

fn parse(document: &str, limit: &Limit) -> Result<Feed, String> {
    feed_rs::parser::parse(limit.watch(document.as_bytes())).map_err(|error| error.to_string())
}

/// A link as it is written, or within its site where it is relative to that.
pub fn whole_link(link: &str, site: Option<&Url>) -> String {
    let is_relative = Url::parse(link.trim()).is_err();
    let is_host = link.trim_start().starts_with("www.") || link.contains('@');
    let whole = site.filter(|_| is_relative && !is_host).and_then(|site| site.join(link.trim()).ok());
    whole.map_or_else(|| link.to_owned(), |url| url.to_string())
}
