//! A paged interface, asked page by page until it ends.
//!
//! In: the manifest's `[page]`, the call of the first page, and who tells what a page holds. Out: which pages count, each
//! once, in order. Looks into a body only to see how many rows there are in all, and which page is next; of the rows it keeps a digest each.

mod answer;
mod guess;
mod sight;

use super::address::{Call, same_site};
use super::manifest::{PageStyle, Paging};
use super::{Feed, FetchError};
pub use answer::VERDICTS;
use answer::{Answer, Opening};
pub use guess::guess;
pub use sight::{Look, Sight};
use std::collections::HashSet;

/// A feed with more pages than this is not read: it would be one that never ends.
pub const MAX_PAGES: usize = 10_000;

/// The way through the pages of one feed: gives out calls, looks at bodies.
pub struct Walk<'a> {
    feed: &'a Feed,
    look: &'a Look,
    paging: &'a Paging,
    call: Call,
    page: usize,
    /// Number of the first page, or of the first row: as the address or the form has it, 0 or 1.
    first: u64,
    /// How the first page begins, and what it says of itself ([`VERDICTS`]).
    opening: Option<Opening>,
    verdict: Vec<(String, String)>,
    /// Rows that came, and how many of them had not come with a page before.
    rows: u64,
    different: u64,
    /// Digests of the rows that came.
    seen: HashSet<u64>,
    /// Rows of the first page.
    step: u64,
    /// How many rows there are in all: at `page.total`, and where none is named, by the answer's own words.
    total: Option<u64>,
    own_total: Option<u64>,
    /// A page that had nothing in the place of its list: the end, if the next one has no rows either.
    doubtful: Option<usize>,
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

impl<'a> Walk<'a> {
    /// Starts at the first page.
    pub fn new(feed: &'a Feed, paging: &'a Paging, call: Call, look: &'a Look) -> Walk<'a> {
        let named = call.parameter(&paging.param);
        let first = match paging.style {
            PageStyle::Number => u64::from(named.as_deref() != Some("0")),
            PageStyle::Offset => u64::from(named.as_deref() == Some("1")),
            PageStyle::Next => 0,
        };
        let mut walk = Walk {
            feed,
            look,
            paging,
            call,
            page: 0,
            first,
            opening: None,
            verdict: Vec::new(),
            rows: 0,
            different: 0,
            seen: HashSet::new(),
            step: 0,
            total: None,
            own_total: None,
            doubtful: None,
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
    /// A next page on another host, pages without an end, a list that became shorter from one page to the next, or a page that is none
    /// of the list and no end of it.
    pub fn take(&mut self, body: &[u8]) -> Result<Turn, FetchError> {
        let answer = Answer::of(body, self.paging);
        self.check_total(&answer)?;
        let sight = (self.look)(self.feed, body);
        let is_first = self.page == 0;
        let no_rows = Vec::new();
        let rows = match &sight {
            Sight::List { rows, total } => {
                self.own_total = total.or(self.own_total);
                rows
            }
            Sight::Nothing | Sight::Other => &no_rows,
        };
        // Twice on one page it stands twice in the list; on two pages it came again.
        let new = rows.iter().filter(|row| !self.seen.contains(row)).count() as u64;
        self.seen.extend(rows);
        let counts = is_first || new > 0;
        if is_first {
            (self.opening, self.step) = (Opening::of(body), rows.len() as u64);
            self.verdict.clone_from(&answer.verdict);
        }
        if counts {
            self.bytes += body.len() as u64;
            self.rows += rows.len() as u64;
            self.different += new;
        }
        let more = if new > 0 {
            self.goes_on(answer.next.as_deref())?
        } else {
            let is_page = is_first || !rows.is_empty();
            !is_page && self.is_open(&sight, body, &answer)?
        };
        Ok(Turn { counts, more })
    }

    /// The number of all rows, which only grows while a list is read.
    fn check_total(&mut self, answer: &Answer) -> Result<(), FetchError> {
        if let (Some(before), Some(now)) = (self.total, answer.total)
            && now < before
        {
            let (address, page) = (self.call.shown.clone(), self.page + 1);
            return Err(FetchError::Shrunk { address, page, before, now });
        }
        self.total = answer.total.or(self.total);
        Ok(())
    }

    /// Whether another page is wanted after one with new rows.
    fn goes_on(&mut self, next: Option<&str>) -> Result<bool, FetchError> {
        if let Some(page) = self.doubtful {
            return Err(FetchError::Gap { address: self.call.shown.clone(), page });
        }
        match self.total {
            Some(total) if self.different > total => Err(FetchError::NoTotal {
                address: self.call.shown.clone(),
                pointer: self.paging.total.clone().unwrap_or_default(),
                total,
                rows: self.different,
            }),
            Some(total) if self.different == total => Ok(false),
            _ => self.turn(next),
        }
    }

    /// Whether the list may go on behind a page without rows.
    fn is_open(&mut self, sight: &Sight, body: &[u8], answer: &Answer) -> Result<bool, FetchError> {
        self.check_verdict(&answer.verdict)?;
        let no_page = || FetchError::NoPage { address: self.call.shown.clone(), page: self.page + 1 };
        if *sight == Sight::Other || Opening::of(body) != self.opening {
            return Err(no_page());
        }
        match self.paging.style {
            _ if matches!(sight, Sight::List { .. }) || self.doubtful.is_some() || self.total.is_some() => Ok(false),
            // The last page says that none comes behind it.
            PageStyle::Next if answer.has_next => Ok(false),
            PageStyle::Next => Err(no_page()),
            PageStyle::Number | PageStyle::Offset => {
                self.doubtful = Some(self.page + 1);
                self.turn(None)
            }
        }
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
    fn turn(&mut self, next: Option<&str>) -> Result<bool, FetchError> {
        self.page += 1;
        if self.page >= MAX_PAGES {
            return Err(FetchError::TooManyPages { address: self.call.shown.clone() });
        }
        match (self.paging.style, next) {
            (PageStyle::Next, None) => Ok(false),
            (PageStyle::Next, Some(next)) => self.follow(next).map(|()| true),
            (PageStyle::Number | PageStyle::Offset, _) => {
                self.aim();
                Ok(true)
            }
        }
    }

    /// Ends the walk.
    ///
    /// # Errors
    /// [`FetchError::Incomplete`] when the pages hold fewer different rows than the interface announces, or
    /// [`FetchError::EarlyEnd`] fewer than it says beside them: taking them for the whole list would withdraw the rest.
    pub fn finish(self) -> Result<(), FetchError> {
        let (address, rows) = (self.call.shown, self.rows);
        let own_total = self.own_total.filter(|_| self.paging.total.is_none());
        match (self.total, own_total) {
            (Some(total), _) if self.different < total => {
                let again = rows - self.different;
                Err(FetchError::Incomplete { address, total, rows: self.different, again })
            }
            (None, Some(total)) if rows < total => Err(FetchError::EarlyEnd { address, total, rows }),
            _ => Ok(()),
        }
    }

    /// Points the call at the current page.
    fn aim(&mut self) {
        let position = match self.paging.style {
            PageStyle::Number => self.page as u64 + self.first,
            // Rows had, not pages times size: a server may give out fewer rows a page than it is asked for.
            PageStyle::Offset => self.rows + self.first + self.doubtful.map_or(0, |_| self.step),
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
}
