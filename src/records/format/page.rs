//! A page of a list that is asked for page by page: which rows it has, or that it has no list.
//!
//! In: the body of one page. Out: a [`Sight`], by which the pages are walked. Nothing of the rows is kept but a digest of each.

use super::{Format, HEAD, Layout, Limit, Row, Text, guess, is_markup, json, rows};
use crate::records::mapping::{Mapping, Target};
use crate::sources::paging::Sight;
use crate::sources::{Body, Feed};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What a page of a feed holds; its rows are counted as they will be read.
pub fn page(feed: &Feed, page: &[u8]) -> Sight {
    let (body, limit) = (Body::from(page), Limit::of(feed));
    let head = &page[..page.len().min(usize::try_from(HEAD).unwrap_or(usize::MAX))];
    if feed.format.unwrap_or_else(|| guess(head, &feed.source)) != Format::Json {
        return table(feed, &body, &limit);
    }
    let text = Text::of(&body, feed.encoding.as_deref());
    text.map_or(Sight::Other, |text| json::page(json::Asked::of(feed), &text.within(&limit)))
}

fn table(feed: &Feed, body: &Body, limit: &Limit) -> Sight {
    let (mut digests, mut only) = (Vec::new(), Arc::default());
    let mut note = |row: Row| {
        digests.push(digest(&(&row.columns, row.cells.iter().collect::<Vec<_>>())));
        only = row.columns;
    };
    let Ok(Layout { columns, .. }) = rows(feed, body, limit, &mut note) else { return Sight::Other };
    let mut mapping = Mapping::new(feed);
    let mut tell_nothing = |names: &[String]| !names.iter().any(|name| mapping.column(name).target != Target::Ignored);
    let is_frame = body.head(HEAD).is_ok_and(|head| is_markup(&head)) && digests.len() == 1 && tell_nothing(&only);
    if is_frame {
        // A last page may be a frame with the total alone, which looks like a record of that one value.
        digests.clear();
    } else if digests.is_empty() && !columns.is_empty() && tell_nothing(&columns) {
        // A line that complains looks like the header of a table without rows.
        return Sight::Other;
    }
    Sight::List { rows: digests, total: None }
}

/// By what two rows of the same values are known as such.
pub fn digest(row: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.hash(&mut hasher);
    hasher.finish()
}
