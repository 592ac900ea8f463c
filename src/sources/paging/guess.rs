//! How the other pages of an interface may be asked for, by the address of one page and what its answer names.
//!
//! In: an address as it was typed, pointers in the answer. Out: a [`Paging`] for a person to look at, or none where nothing tells.

use super::{PageStyle, Paging};
use crate::sources::manifest::PAGE_SIZE;
use reqwest::Url;

/// Parameters that number pages, rows, and say how many rows a page has.
const PAGES: [&str; 12] = [
    "page",
    "pageNo",
    "pageNum",
    "pageIndex",
    "pageNumber",
    "page_no",
    "page_num",
    "currentPage",
    "curPage",
    "current",
    "pn",
    "p",
];
const OFFSETS: [&str; 7] = ["offset", "start", "skip", "startIndex", "startRow", "from", "$skip"];
const SIZES: [&str; 12] = [
    "pageSize",
    "page_size",
    "size",
    "limit",
    "rows",
    "perPage",
    "per_page",
    "pagesize",
    "count",
    "num",
    "length",
    "$top",
];

/// `total`: the pointer to the number of all rows. `next`: the pointer to the next page's address, and that.
pub fn guess(address: &str, total: Option<&str>, next: Option<(&str, &str)>) -> Option<Paging> {
    let url = Url::parse(address).ok()?;
    let parameter = |names: &[&str]| {
        let mut pairs = url.query_pairs();
        pairs.find(|(name, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
    };
    let size = parameter(&SIZES).and_then(|(name, size)| Some((name, size.parse().ok().filter(|size| *size > 0)?)));
    let paging = |style, param: &str| Paging {
        style,
        param: param.to_owned(),
        size_param: size.as_ref().map(|(name, _)| name.to_string()),
        size: size.as_ref().map_or(PAGE_SIZE, |(_, size)| *size),
        total: total.map(str::to_owned),
        next: None,
    };
    let is_address = |next: &str| ["http://", "https://", "/", "?"].iter().any(|start| next.starts_with(start));
    if let Some((pointer, _)) = next.filter(|(_, next)| is_address(next)) {
        let next = Some(pointer.to_owned());
        // An address of its own has its own size.
        return Some(Paging { next, size_param: None, ..paging(PageStyle::Next, "page") });
    }
    let numbered = |names: &[&str]| parameter(names).filter(|(_, value)| value.parse::<u64>().is_ok());
    if let Some((name, _)) = numbered(&PAGES) {
        return Some(paging(PageStyle::Number, &name));
    }
    numbered(&OFFSETS).map(|(name, _)| paging(PageStyle::Offset, &name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_how_its_pages_are_asked_for() {
        let of = |query: &str, next: Option<(&str, &str)>| {
            let paging = guess(&format!("https://example.gov.cn/list{query}"), Some("/total"), next)?;
            let size = paging.size_param.map(|param| format!("{param}={}", paging.size));
            Some((paging.style, paging.param, size.unwrap_or_default(), paging.next.unwrap_or_default()))
        };
        let found = |style, param: &str, size: &str, next: &str| {
            Some((style, param.to_owned(), size.to_owned(), next.to_owned()))
        };
        assert_eq!(of("?pageNo=1&pageSize=10", None), found(PageStyle::Number, "pageNo", "pageSize=10", ""));
        assert_eq!(of("?type=1&PAGE=3", None), found(PageStyle::Number, "PAGE", "", ""));
        assert_eq!(of("?limit=20&offset=0", None), found(PageStyle::Offset, "offset", "limit=20", ""));
        let next = Some(("/next", "/list?offset=10&limit=10"));
        assert_eq!(of("?limit=10", next), found(PageStyle::Next, "page", "", "/next"));
        assert_eq!(of("?page=1", Some(("/nextCursor", "b"))), found(PageStyle::Number, "page", "", ""));
        for query in ["", "?q=1", "?page=all", "?limit=10", "?page"] {
            assert_eq!(of(query, Some(("/nextCursor", "b"))), None, "{query}");
        }
        assert!(guess("data/samples/a.json", None, Some(("/next", "/x"))).is_none());
    }
}
