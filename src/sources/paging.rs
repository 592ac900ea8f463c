//! A paged interface, asked page by page until it ends.
//!
//! In: the manifest's `[page]`, the call of the first page, and who counts the rows of a page that is no JSON. Out: which
//! pages count, each once, in order. Looks into a body only to see whether it has rows, how many there are in all, and
//! which page is next.

mod guess;

use super::address::{Call, same_site};
use super::manifest::{PageStyle, Paging};
use super::{Feed, FetchError};
use encoding_rs::{Encoding, GB18030};
pub use guess::guess;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// A feed with more pages than this is not read: it would be one that never ends.
pub const MAX_PAGES: usize = 10_000;

/// Counts the rows of a page of a feed; none where it cannot be read. What rows are, a later stage knows.
pub type Count = Arc<dyn Fn(&Feed, &[u8]) -> Option<u64> + Send + Sync>;

/// The way through the pages of one feed: gives out calls, looks at bodies.
pub struct Walk<'a> {
    feed: &'a Feed,
    count: &'a Count,
    paging: &'a Paging,
    /// JSON pointer of the rows, where the manifest has one.
    rows_at: Option<&'a str>,
    call: Call,
    page: usize,
    /// Number of the first page, or of the first row: as the address or the form has it, 0 or 1.
    first: u64,
    rows: u64,
    total: Option<u64>,
    seen: BTreeSet<[u8; 32]>,
    /// What the first page says of itself ([`VERDICTS`]).
    verdict: Vec<(String, String)>,
    /// Bytes of the pages that count.
    bytes: u64,
}

/// What is to be done after a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The page is one of the feed's.
    pub counts: bool,
    /// Another one is wanted.
    pub more: bool,
}

/// What a body says about itself.
struct Glance {
    /// `None` when nobody can tell.
    rows: Option<u64>,
    total: Option<u64>,
    next: Option<String>,
    verdict: Vec<(String, String)>,
}

/// Members by which interfaces say whether they could answer, whatever the status.
pub const VERDICTS: [&str; 10] =
    ["code", "status", "success", "ok", "error", "errcode", "errorCode", "resultCode", "retCode", "statusCode"];

impl<'a> Walk<'a> {
    /// Starts at the first page.
    pub fn new(feed: &'a Feed, paging: &'a Paging, call: Call, count: &'a Count) -> Walk<'a> {
        let named = call.parameter(&paging.param);
        let first = match paging.style {
            PageStyle::Number => u64::from(named.as_deref() != Some("0")),
            PageStyle::Offset => u64::from(named.as_deref() == Some("1")),
            PageStyle::Next => 0,
        };
        let mut walk = Walk {
            first,
            feed,
            count,
            paging,
            rows_at: feed.records.as_deref().filter(|pointer| pointer.starts_with('/')),
            call,
            page: 0,
            rows: 0,
            total: None,
            seen: BTreeSet::new(),
            verdict: Vec::new(),
            bytes: 0,
        };
        if let Some(param) = &paging.size_param {
            walk.call.set_parameter(param, &paging.size.to_string());
        }
        walk.aim();
        walk
    }

    /// The call of the page that is wanted now.
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// How many bytes the pages still to come may have.
    pub fn bytes_left(&self) -> u64 {
        self.call.max_bytes.saturating_sub(self.bytes)
    }

    /// Looks at the body of the page that was wanted.
    ///
    /// # Errors
    /// A next page on another host, pages without an end, or a list that became shorter from one page to the next.
    pub fn take(&mut self, body: &[u8]) -> Result<Turn, FetchError> {
        let glance = self.glance(body);
        let empty = glance.rows.map_or_else(|| body.trim_ascii().is_empty(), |rows| rows == 0);
        let repeated = !self.seen.insert(Sha256::digest(body).into());
        if let (Some(before), Some(now)) = (self.total, glance.total)
            && now < before
        {
            let (address, page) = (self.call.shown.clone(), self.page + 1);
            return Err(FetchError::Shrunk { address, page, before, now });
        }
        self.total = glance.total.or(self.total);
        if self.page == 0 {
            self.verdict = glance.verdict;
        } else if empty && !glance.verdict.is_empty() {
            self.check_verdict(&glance.verdict)?;
        }
        let counts = self.page == 0 || !(empty || repeated);
        if counts {
            self.bytes += body.len() as u64;
            self.rows += glance.rows.unwrap_or_default();
        }
        let complete = self.total.is_some_and(|total| self.rows >= total);
        let more = !(empty || repeated || complete) && self.turn(glance.next)?;
        Ok(Turn { counts, more })
    }

    /// A page without rows is the end of the list only where its interface says no other thing of it than of the first:
    /// one that is busy has no rows either.
    fn check_verdict(&self, verdict: &[(String, String)]) -> Result<(), FetchError> {
        let differs = |(member, value): &&(String, String)| {
            self.verdict.iter().any(|(known, before)| known == member && before != value)
        };
        match verdict.iter().find(differs) {
            Some((member, _)) => Err(FetchError::RefusedPage {
                address: self.call.shown.clone(),
                page: self.page + 1,
                member: member.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Points the call at the next page, if there may be one.
    fn turn(&mut self, next: Option<String>) -> Result<bool, FetchError> {
        self.page += 1;
        if self.page >= MAX_PAGES {
            return Err(FetchError::TooManyPages { address: self.call.shown.clone() });
        }
        match (self.paging.style, next) {
            (PageStyle::Next, None) => Ok(false),
            (PageStyle::Next, Some(next)) => self.follow(&next).map(|()| true),
            (PageStyle::Number | PageStyle::Offset, _) => {
                self.aim();
                Ok(true)
            }
        }
    }

    /// Ends the walk.
    ///
    /// # Errors
    /// [`FetchError::Incomplete`] when the pages hold fewer rows than the interface announces: taking them for the whole
    /// list would withdraw the rest.
    pub fn finish(self) -> Result<(), FetchError> {
        match self.total {
            Some(total) if self.rows < total => {
                Err(FetchError::Incomplete { address: self.call.shown, total, rows: self.rows })
            }
            _ => Ok(()),
        }
    }

    /// Points the call at the current page.
    fn aim(&mut self) {
        let position = match self.paging.style {
            PageStyle::Number => self.page as u64 + self.first,
            // Rows had, not pages times size: a server may give out fewer rows a page than it is asked for.
            PageStyle::Offset if self.rows > 0 => self.rows + self.first,
            PageStyle::Offset => (self.page * self.paging.size) as u64 + self.first,
            PageStyle::Next => return,
        };
        self.call.set_parameter(&self.paging.param, &position.to_string());
    }

    /// Points the call at what a page names as the next one: an address (absolute, or beginning with `/` or `?`), else
    /// a token for the page parameter.
    fn follow(&mut self, next: &str) -> Result<(), FetchError> {
        let is_address = ["http://", "https://", "/", "?"].iter().any(|start| next.starts_with(start));
        if !is_address {
            self.call.set_parameter(&self.paging.param, next);
            return Ok(());
        }
        let refuse = || FetchError::BadNextPage {
            address: self.call.shown.clone(),
            pointer: self.paging.next.clone().unwrap_or_default(),
        };
        let mut url = self.call.url.join(next).map_err(|_| refuse())?;
        if self.call.url.scheme() == "https" && url.scheme() == "http" && url.port().is_none() {
            // Interfaces behind a gateway often don't know that they are reached through TLS.
            url.set_scheme("https").map_err(|()| refuse())?;
        }
        if !same_site(&self.call.url, &url) {
            return Err(refuse());
        }
        self.call.url = url;
        Ok(())
    }

    fn glance(&self, body: &[u8]) -> Glance {
        let Ok(json) = serde_json::from_str::<Value>(&text(body)) else {
            return Glance { rows: (self.count)(self.feed, body), total: None, next: None, verdict: Vec::new() };
        };
        let at = |pointer: &Option<String>| pointer.as_deref().and_then(|pointer| json.pointer(pointer));
        let rows = match self.rows_at {
            Some(pointer) => json.pointer(pointer).and_then(Value::as_array),
            None => first_rows(&json),
        };
        Glance {
            rows: Some(rows.map_or(0, |rows| rows.len() as u64)),
            total: at(&self.paging.total).and_then(whole_number),
            next: at(&self.paging.next).and_then(page_name),
            verdict: verdict(&json),
        }
    }
}

/// A body as text: by its mark, else UTF-8, else as Chinese systems write.
fn text(body: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        return encoding.decode_without_bom_handling(&body[mark..]).0;
    }
    match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => GB18030.decode_without_bom_handling(body).0,
    }
}

/// What an answer says of itself.
fn verdict(json: &Value) -> Vec<(String, String)> {
    let said = VERDICTS.iter().filter_map(|member| Some((*member, json.get(member)?)));
    let plain = said.filter(|(_, value)| !value.is_array() && !value.is_object());
    plain.map(|(member, value)| (member.to_owned(), value.to_string())).collect()
}

/// The array of objects that lies nearest to the top.
fn first_rows(json: &Value) -> Option<&Vec<Value>> {
    let mut waiting = VecDeque::from([json]);
    while let Some(value) = waiting.pop_front() {
        match value {
            Value::Array(rows) if rows.first().is_some_and(Value::is_object) => return Some(rows),
            Value::Object(members) => waiting.extend(members.values()),
            _ => {}
        }
    }
    None
}

/// A count, also when it is written as text.
fn whole_number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The next page's address or token; the many ways to say that there is none count as none.
fn page_name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
