//! What an answer says beside its rows of how many there are: a total, a next page, a word that there is more.
//!
//! In: the members beside the way to the rows, as they go by. Out: [`More`], where rows are missing. Must not keep what it does not
//! know: anything may stand beside rows.

use super::members::Members;
use super::survey::escaped;
use crate::records::amount;
use crate::records::format::More;
use serde::de::MapAccess;

/// How many rows there are in all.
pub const TOTALS: [&str; 11] = [
    "total",
    "totalCount",
    "total_count",
    "totalRows",
    "totalElements",
    "totalNum",
    "totalSize",
    "totalRecords",
    "recordsTotal",
    "totalRow",
    "count",
];
/// The unit of all sums.
pub const UNITS: [&str; 8] =
    ["unit", "amountUnit", "amount_unit", "moneyUnit", "money_unit", "单位", "金额单位", "货币单位"];
/// How many pages.
const PAGES: [&str; 5] = ["pages", "totalPages", "total_pages", "totalPage", "pageCount"];
/// Whether there are more, or whether these are the last.
const MORE: [&str; 6] = ["hasMore", "has_more", "hasNext", "has_next", "hasNextPage", "has_next_page"];
const LAST: [&str; 2] = ["last", "isLastPage"];
/// The next page: its address, its number, or a word by which it is asked for.
const NEXT: [&str; 17] = [
    "next",
    "nextPage",
    "next_page",
    "nextPageUrl",
    "next_page_url",
    "nextUrl",
    "next_url",
    "nextLink",
    "next_link",
    "@odata.nextLink",
    "odata.nextLink",
    "nextCursor",
    "next_cursor",
    "nextToken",
    "next_token",
    "nextPageToken",
    "next_page_token",
];
/// Objects in which these stand.
const HOLDERS: [&str; 10] =
    ["links", "_links", "pagination", "paging", "page", "pager", "pageInfo", "page_info", "meta", "next"];
/// Ways to say that there is no next page.
const NOTHING: [&str; 7] = ["", "0", "-1", "null", "none", "false", "#"];
/// Deepest of such objects.
const DEPTH: usize = 3;

/// What was said, each with the pointer that leads to it.
#[derive(Debug, Default)]
pub struct Said {
    /// Lists beside those of the rows that were passed over, since their names say that what is in them was taken back.
    pub gone: Vec<String>,
    /// A unit of money, by its word.
    pub unit: Option<String>,
    total: Option<(String, u64)>,
    next: Option<(String, String)>,
    pages: Option<(String, u64)>,
    has_more: Option<(String, bool)>,
}

impl Said {
    /// What is missing beside so many rows.
    pub fn more(self, rows: u64) -> Option<More> {
        let said_more = self.has_more.as_ref().map(|said| said.1);
        let more = match (&self.total, said_more) {
            (Some((_, total)), _) if *total > rows => true,
            // All of them, whatever a cursor says.
            (Some(_), _) | (None, Some(false)) => false,
            (None, Some(true)) => true,
            (None, None) => self.next.is_some() || self.pages.as_ref().is_some_and(|pages| pages.1 > 1),
        };
        let word = self.next.as_ref().map(|next| &next.0);
        let word = word.or(self.has_more.as_ref().map(|said| &said.0)).or(self.pages.as_ref().map(|pages| &pages.0));
        let word = word.cloned().unwrap_or_default();
        more.then_some(More { rows, total: self.total, next: self.next, word })
    }

    /// How many rows there are in all, where that is said.
    pub fn total(&self) -> Option<u64> {
        self.total.as_ref().map(|total| total.1)
    }

    fn take(&mut self, at: &str, key: &str, value: String) {
        let at = at.to_owned();
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(key));
        if is(&UNITS) {
            self.unit = Some(value).filter(|unit| amount::unit_in(unit).is_some()).or(self.unit.take());
        } else if is(&TOTALS) {
            self.total = value.parse().ok().map(|total| (at, total)).or(self.total.take());
        } else if is(&PAGES) {
            self.pages = value.parse().ok().map(|pages| (at, pages)).or(self.pages.take());
        } else if is(&MORE) || is(&LAST) {
            let said = value.to_ascii_lowercase().parse().ok();
            self.has_more = said.map(|said: bool| (at, said != is(&LAST))).or(self.has_more.take());
        } else if is_next(&at, key) && !NOTHING.iter().any(|nothing| nothing.eq_ignore_ascii_case(&value)) {
            self.next.get_or_insert((at, value));
        }
    }
}

/// Whether a member beside the way to the rows says something of them.
pub fn is_said(key: &str) -> bool {
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(key));
    is(&UNITS) || is(&TOTALS) || is(&PAGES) || is(&MORE) || is(&LAST) || is(&NEXT) || is(&HOLDERS)
}

/// Whether a member names the next page, by itself or as the object of its address.
fn is_next(at: &str, key: &str) -> bool {
    let name = if key == "href" { at.rsplit('/').nth(1).unwrap_or_default() } else { key };
    NEXT.iter().any(|next| next.eq_ignore_ascii_case(name))
}

fn is_wanted(key: &str) -> bool {
    is_said(key) || key == "href"
}

/// Looks at a member that says something, or at an object of such members.
pub fn look<'de, A: MapAccess<'de>>(map: &mut A, at: &str, key: &str, said: &mut Said) -> Result<(), A::Error> {
    let holds = HOLDERS.iter().any(|holder| holder.eq_ignore_ascii_case(key));
    map.next_value_seed(Members {
        at: format!("{at}/{}", escaped(key)),
        key,
        depth: if holds { DEPTH } else { 0 },
        is_wanted,
        take: &mut |at, key, value| said.take(at, key, value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn more(document: &str, rows: u64) -> Option<String> {
        let mut said = Said::default();
        let mut parser = serde_json::Deserializer::from_str(document);
        let take: &mut dyn FnMut(&str, &str, String) = &mut |at, key, value| said.take(at, key, value);
        let seed = Members { at: String::new(), key: "", depth: DEPTH + 1, is_wanted, take };
        serde::de::DeserializeSeed::deserialize(seed, &mut parser).expect(document);
        said.more(rows).map(|more| more.to_string())
    }

    #[test]
    fn an_answer_says_in_many_ways_that_there_is_more() {
        for document in [
            r#"{"total":25}"#,
            r#"{"count":"25","next":"/off?offset=10&limit=10","previous":null}"#,
            r#"{"nextCursor":"b","hasMore":true}"#,
            r#"{"has_more":true}"#,
            r#"{"links":{"self":"/a","next":{"href":"/a?page=2"}}}"#,
            r#"{"pagination":{"total_pages":3}}"#,
            r#"{"pageInfo":{"hasNextPage":true}}"#,
            r#"{"last":false}"#,
            r#"{"next":2}"#,
        ] {
            assert!(more(document, 10).is_some(), "{document}");
        }
        assert!(more(r#"{"total":25}"#, 10).expect("more").contains("25 in all"));
        assert!(more(r#"{"next":"/x"}"#, 10).expect("more").contains("`/next`"));
    }

    #[test]
    fn an_answer_that_is_whole_has_no_more() {
        for document in [
            "{}",
            r#"{"total":10,"next":"x"}"#,
            r#"{"total":"many","count":null}"#,
            r#"{"nextCursor":"c","hasMore":false}"#,
            r#"{"next":null,"nextPage":0,"next_page_url":"","nextCursor":"null"}"#,
            r#"{"next":[1,2],"total":{"x":99},"links":{"next":null,"prev":"/x"}}"#,
            r#"{"pages":1,"isLastPage":true}"#,
            r#"{"links":{"self":{"href":"/a"},"href":"/b"}}"#,
            r#"{"page":{"page":{"page":{"page":{"page":{"total":99}}}}}}"#,
        ] {
            assert_eq!(more(document, 10), None, "{document}");
        }
    }
}
