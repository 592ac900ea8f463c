//! Addresses in feeds: absolute ones as they are, relative ones by the feed's own address.

use super::privacy;
use crate::sources::Feed;
use crate::sources::manifest::Location;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::Url;

/// What an address cannot hold (RFC 3986), though browsers take it.
const NOT_IN_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'^')
    .add(b'\\')
    .add(b'[')
    .add(b']');

/// Why a link is left out; in words for the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum BadLink {
    #[error("it is relative, and the feed has no address that it could be relative to")]
    NoBase,
    #[error("it is no http(s) address")]
    NotHttp,
    #[error("it is a word and no address; ask the agency for the address itself")]
    Word,
    #[error("it holds personal data")]
    Personal,
}

/// The address of a feed without its query, its credentials and what variables fill in; `None` for files.
pub fn base(feed: &Feed) -> Option<Url> {
    let Location::Http(address) = &feed.location else { return None };
    let address = address.split(['?', '#']).next().filter(|address| !address.contains("${"))?;
    without_credentials(Url::parse(address).ok()?)
}

/// An address without the name and password that somebody wrote into it.
fn without_credentials(mut url: Url) -> Option<Url> {
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    Some(url)
}

/// An http(s) address, as every program takes it: what agencies write into one in Chinese is encoded.
///
/// # Errors
/// [`BadLink`] for other schemes, for relative links without a base, and for what asks its site for a person.
pub fn resolve(base: Option<&Url>, raw: &str) -> Result<String, BadLink> {
    let address = absolute(base, raw)?;
    // Nothing of an address can be masked and still lead anywhere.
    if privacy::find_all(&address).is_empty() { Ok(uri(&address)) } else { Err(BadLink::Personal) }
}

/// The same address without what must be encoded. A host in Chinese has a form of its own.
fn uri(address: &str) -> String {
    let parsed = if address.is_ascii() { None } else { Url::parse(address).ok() };
    let address = parsed.as_ref().map_or(address, Url::as_str);
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    let path = address[host..].find(['/', '?', '#']).map_or(address.len(), |end| host + end);
    let (host, path) = address.split_at(path);
    let mut pieces = path.split('%');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_code = piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        whole.push_str(if is_code { "%" } else { "%25" });
        whole.push_str(piece);
    }
    format!("{host}{}", utf8_percent_encode(&whole, NOT_IN_URI))
}

fn absolute(base: Option<&Url>, raw: &str) -> Result<String, BadLink> {
    let text: String = raw.chars().filter(|character| !character.is_control()).collect();
    let text = text.trim();
    if text.starts_with("http://") || text.starts_with("https://") {
        return match Url::parse(text) {
            Ok(url) if url.username().is_empty() && url.password().is_none() => Ok(text.to_owned()),
            Ok(url) => without_credentials(url).map(String::from).ok_or(BadLink::NotHttp),
            Err(_) => Err(BadLink::NotHttp),
        };
    }
    let has_scheme = Url::parse(text).is_ok_and(|url| !url.scheme().is_empty());
    // `www.example.gov.cn/a` and mail addresses are no paths.
    if has_scheme || text.starts_with("www.") || text.contains('@') {
        return Err(BadLink::NotHttp);
    }
    if !is_path(text) {
        return Err(BadLink::Word);
    }
    let url = base.ok_or(BadLink::NoBase)?.join(text).map_err(|_| BadLink::NotHttp)?;
    if matches!(url.scheme(), "http" | "https") {
        without_credentials(url).map(String::from).ok_or(BadLink::NotHttp)
    } else {
        Err(BadLink::NotHttp)
    }
}

/// Whether a text can be a path: 查看, 见附件 and 1234 are what pages write on a link, or the number of something.
fn is_path(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let has_ending = (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_number = path.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.starts_with(['/', '?'])
        || ["./", "../", "#/"].iter().any(|start| text.starts_with(start))
        || has_ending && !is_number
        || text.is_ascii() && text.contains(['/', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_nothing_that_others_cannot_read() {
        for (written, expected) in [
            ("https://x.cn/通知 1.html?a={1}|2", "https://x.cn/%E9%80%9A%E7%9F%A5%201.html?a=%7B1%7D%7C2"),
            ("https://[2001:db8::1]/a[1]", "https://[2001:db8::1]/a%5B1%5D"),
            ("https://x.cn/%E9%80%9A?a=100%&b=%zz", "https://x.cn/%E9%80%9A?a=100%25&b=%25zz"),
            ("https://政务.cn/a", "https://xn--/a"),
            ("https://x.cn", "https://x.cn"),
            ("https://x.cn/a?b=1&c=2#d", "https://x.cn/a?b=1&c=2#d"),
            ("https://user:pw@x.cn/a?b=1", "https://x.cn/a?b=1"),
            ("https://user@x.cn/a", "https://x.cn/a"),
        ] {
            let found = resolve(None, written).expect("an address");
            let host = |address: &str| address.split('/').nth(2).map(str::to_owned);
            match host(expected) {
                Some(name) if name.starts_with("xn--") => assert!(found.starts_with("https://xn--"), "{found}"),
                _ => assert_eq!(found, expected),
            }
        }
    }

    #[test]
    fn relative_links_need_a_feed_with_an_address() {
        let base = Url::parse("https://example.gov.cn/a/rss.xml").expect("an address");
        for (link, resolved) in [
            ("/b/1.html", "https://example.gov.cn/b/1.html"),
            ("2.html", "https://example.gov.cn/a/2.html"),
            ("//other.gov.cn/3.html", "https://other.gov.cn/3.html"),
            ("http://other.gov.cn/4.html", "http://other.gov.cn/4.html"),
        ] {
            assert_eq!(resolve(Some(&base), link).as_deref(), Ok(resolved), "{link}");
        }
        assert_eq!(resolve(None, "/b/1.html"), Err(BadLink::NoBase));
        for word in ["查看", "详情", "点击查看", "见附件", "下载附件", "1234", "1.2", "#", "View", "查看/下载"]
        {
            assert_eq!(resolve(Some(&base), word), Err(BadLink::Word), "{word}");
            assert_eq!(resolve(None, word), Err(BadLink::Word), "{word}");
        }
        for path in ["通知1.pdf", "a/1", "?id=3", "detail?id=3", "./1", "#/detail/3"] {
            assert!(resolve(Some(&base), path).is_ok(), "{path}");
        }
        for link in ["https://x.cn/a?id=210302199001010016", "/a?tel=13800001234", "https://x.cn/a?m=zhang@example.com"]
        {
            assert_eq!(resolve(Some(&base), link), Err(BadLink::Personal), "{link}");
        }
        assert!(resolve(None, "https://x.cn/art/2026/3/2/art_1229000123_45678.html").is_ok());
        for link in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "ftp://x.cn/a",
            "www.x.cn",
            "a@x.cn",
            "http://",
        ] {
            assert_eq!(resolve(Some(&base), link), Err(BadLink::NotHttp), "{link}");
        }
    }
}
