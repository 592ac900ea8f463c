//! The HTTP client of one feed: TLS always on, timeouts, cookies for one run, no credentials in messages.
//!
//! In: a [`Call`]. Out: the answer to one try of it, or why there is none. Must not try again (see
//! [`super::retry`]) and must not look into the body.

use super::address::{Call, host_and_port, same_site};
use super::freshness::fresh_for;
use super::manifest::{Access, Method};
use super::network::{Names, PrivateAddress, Resolver, check_literal};
use super::retry::parse_retry_after;
use super::{Feed, FetchError, Receipt, SnapshotError};
use crate::clock;
use reqwest::header::{self, HeaderMap};
use reqwest::{Certificate, Response, StatusCode, Url, redirect};
use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;
use std::time::Duration;
use tokio::time::Instant;

/// Redirects followed before the feed is given up.
pub const MAX_REDIRECTS: usize = 5;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Whether proxies of the environment (`HTTPS_PROXY` …) are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Proxies {
    #[default]
    System,
    None,
}

impl Proxies {
    /// Names of the proxies' hosts.
    fn hosts(self) -> BTreeSet<String> {
        const VARIABLES: [&str; 6] =
            ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
        let variables = if self == Proxies::System { &VARIABLES[..] } else { &[] };
        let addresses = variables.iter().filter_map(|variable| std::env::var(variable).ok());
        let hosts = addresses.filter_map(|address| {
            let whole = if address.contains("://") { address } else { format!("http://{address}") };
            Url::parse(&whole).ok()?.host_str().map(str::to_owned)
        });
        hosts.collect()
    }
}

/// One answer with what the next request can be compared with.
#[derive(Debug)]
pub struct Answer<B> {
    /// `None` for 304.
    pub body: Option<B>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// How long the server vouches for it.
    pub fresh_for: Option<Duration>,
    /// Whether it names a next page in its header `Link`.
    pub names_next: bool,
}

/// How much a body may have, unpacked, and when all of it must be there.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub bytes: u64,
    pub deadline: Instant,
}

/// The client of one feed in one run.
#[derive(Debug, Clone)]
pub struct HttpClient {
    inner: reqwest::Client,
    access: Access,
}

impl HttpClient {
    /// Sets the client up.
    ///
    /// # Errors
    /// [`FetchError::Client`] when the machine has no root certificates, or a proxy variable is not an address;
    /// [`FetchError::CaFile`] when the feed's own certificates cannot be used.
    pub fn new(feed: &Feed, proxies: Proxies, names: Names) -> Result<HttpClient, FetchError> {
        // Refused when there is one already: it is the same, since the program has no other.
        rustls::crypto::ring::default_provider().install_default().unwrap_or(());
        let access = feed.access.clone();
        let builder = reqwest::Client::builder()
            .user_agent(concat!("mingjing/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            // Followed by hand: what a request carries must not go to another host.
            .redirect(redirect::Policy::none())
            .referer(false)
            .cookie_store(true)
            .dns_resolver(Resolver { names, allow_private: access.allow_private, proxies: proxies.hosts() })
            .tls_certs_merge(own_authorities(feed)?)
            .retry(reqwest::retry::never());
        let builder = match proxies {
            Proxies::System => builder,
            Proxies::None => builder.no_proxy(),
        };
        let inner = builder.build().map_err(|error| FetchError::Client(innermost(&error)))?;
        Ok(HttpClient { inner, access })
    }

    /// Asks once; the body goes where `begin` says as it comes. `known` makes the request conditional; The whole answer must be there within the
    /// call's timeout, too.
    ///
    /// # Errors
    /// What went wrong, without any filled-in value.
    pub async fn ask<B: Write>(
        &self,
        call: &Call,
        known: Option<&Receipt>,
        bounds: Bounds,
        begin: impl Fn() -> Result<B, SnapshotError>,
    ) -> Result<Answer<B>, FetchError> {
        let Bounds { bytes, deadline } = bounds;
        let left = deadline.saturating_duration_since(Instant::now());
        let late = |_| {
            let (address, manifest) = (call.shown.clone(), call.manifest.clone());
            if left < call.timeout {
                FetchError::Deadline { address, manifest }
            } else {
                FetchError::Timeout { address, seconds: call.timeout.as_secs() }
            }
        };
        tokio::time::timeout(call.timeout.min(left), self.ask_in_time(call, known, bytes, begin)).await.map_err(late)?
    }

    async fn ask_in_time<B: Write>(
        &self,
        call: &Call,
        known: Option<&Receipt>,
        limit: u64,
        begin: impl Fn() -> Result<B, SnapshotError>,
    ) -> Result<Answer<B>, FetchError> {
        let response = self.follow(call, known).await?;
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut answer = Answer {
            body: None,
            etag: text(header::ETAG),
            last_modified: text(header::LAST_MODIFIED),
            fresh_for: fresh_for(response.headers()),
            names_next: names_next(response.headers()),
        };
        match response.status() {
            StatusCode::NOT_MODIFIED if known.is_some() => {}
            StatusCode::OK => answer.body = Some(read_body(response, call, limit, begin()?).await?),
            status => {
                let retry_after = text(header::RETRY_AFTER);
                return Err(FetchError::Status {
                    address: call.shown.clone(),
                    status: status.as_u16(),
                    retry_after: retry_after.and_then(|value| parse_retry_after(&value, clock::now())),
                });
            }
        }
        Ok(answer)
    }

    /// Sends the call and follows where its server points to, on the same host or a listed one.
    async fn follow(&self, call: &Call, known: Option<&Receipt>) -> Result<Response, FetchError> {
        let mut hop = Hop { url: call.url.clone(), method: call.method, at_home: true };
        for _ in 0..=MAX_REDIRECTS {
            if !self.access.allow_private {
                check_literal(&hop.url).map_err(|found| private(found, call))?;
            }
            let request = match hop.method {
                Method::Get => self.inner.get(hop.url.clone()),
                Method::Post => self.inner.post(hop.url.clone()).form(&call.form),
            };
            let request = if hop.at_home { request.headers(call.headers.clone()) } else { request };
            let request = request.headers(conditions(known));
            let response = request.send().await.map_err(|error| classify(&error.without_url(), call))?;
            match self.next_hop(&hop, &response, call)? {
                Some(next) => hop = next,
                None => return Ok(response),
            }
        }
        Err(FetchError::TooManyRedirects { address: call.shown.clone() })
    }

    /// Where a redirect leads; `None` when the answer is none.
    fn next_hop(&self, hop: &Hop, response: &Response, call: &Call) -> Result<Option<Hop>, FetchError> {
        let method = match response.status() {
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => Method::Get,
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => hop.method,
            _ => return Ok(None),
        };
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let Some(url) = location.and_then(|location| hop.url.join(location).ok()) else { return Ok(None) };
        let stays = same_site(&hop.url, &url);
        let listed = matches!(url.scheme(), "http" | "https") && self.is_listed(&url) && method == Method::Get;
        // From an encrypted address only to another one.
        let weaker = hop.url.scheme() == "https" && url.scheme() != "https";
        if weaker || !(stays || listed) {
            let (address, manifest) = (call.shown.clone(), call.manifest.clone());
            // `file:` has no host.
            let host = if url.has_host() { host_and_port(&url) } else { format!("{}:", url.scheme()) };
            return Err(FetchError::OtherHost { address, host, manifest });
        }
        Ok(Some(Hop { at_home: hop.at_home && stays, url, method }))
    }

    fn is_listed(&self, url: &Url) -> bool {
        let host = host_and_port(url);
        self.access.redirect_hosts.contains(&host)
    }
}

/// One request on the way through redirects.
struct Hop {
    url: Url,
    method: Method,
    /// Still on the feed's own host: headers may be sent. They may hold credentials, so they never come along to a
    /// listed host.
    at_home: bool,
}

/// The certificate authorities that the feed's file names beside those of the machine.
///
/// # Errors
/// [`FetchError::CaFile`] when the file cannot be read or holds no certificate.
pub fn own_authorities(feed: &Feed) -> Result<Vec<Certificate>, FetchError> {
    let Some(file) = &feed.access.ca_file else { return Ok(Vec::new()) };
    let refuse = |reason: String| FetchError::CaFile { manifest: feed.path.clone(), file: file.clone(), reason };
    let bytes = std::fs::read(file).map_err(|error| refuse(error.to_string()))?;
    let found = Certificate::from_pem_bundle(&bytes).map_err(|error| refuse(innermost(&error)))?;
    if found.is_empty() { Err(refuse("it holds no certificate".to_owned())) } else { Ok(found) }
}

/// Reads the unpacked body, and stops as soon as it is too large: a small packed body can hide a huge one.
async fn read_body<B: Write>(mut response: Response, call: &Call, limit: u64, mut body: B) -> Result<B, FetchError> {
    let too_large = |found| FetchError::TooLarge {
        address: call.shown.clone(),
        found,
        max_bytes: call.max_bytes,
        manifest: call.manifest.clone(),
    };
    // What earlier pages used up counts as found.
    let earlier = call.max_bytes.saturating_sub(limit);
    if let Some(announced) = response.content_length()
        && announced > limit
    {
        return Err(too_large(earlier.saturating_add(announced)));
    }
    let mut length = 0;
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error.without_url(), call))? {
        length += chunk.len() as u64;
        if length > limit {
            return Err(too_large(earlier + length));
        }
        // Packing a piece takes far less time than its way here.
        body.write_all(&chunk).map_err(|source| FetchError::Unwritable { address: call.shown.clone(), source })?;
    }
    Ok(body)
}

/// Whether one of the links in a header `Link` leads to a next page: `<https://…?page=2>; rel="next"`.
fn names_next(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
    // An address may hold commas, and no angle brackets.
    let mut links = values.flat_map(|value| value.split('<').skip(1).filter_map(|link| link.split_once('>')));
    links.any(|(_, parameters)| {
        parameters.split([';', ',']).filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
            let mut kinds = value.trim().trim_matches('"').split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel") && kinds.any(|kind| kind.eq_ignore_ascii_case("next"))
        })
    })
}

/// `If-None-Match` and `If-Modified-Since` from the last receipt.
fn conditions(known: Option<&Receipt>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let Some(known) = known else { return headers };
    let pairs = [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)];
    for (name, value) in pairs {
        if let Some(value) = value.as_deref().and_then(|value| value.parse().ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

fn private(found: PrivateAddress, call: &Call) -> FetchError {
    FetchError::Private { address: call.shown.clone(), found: found.0, manifest: call.manifest.clone() }
}

/// Which of our causes an error of the HTTP library is.
fn classify(error: &reqwest::Error, call: &Call) -> FetchError {
    let address = call.shown.clone();
    let reason = innermost(error);
    if let Some(found) = cause::<PrivateAddress>(error) {
        private(*found, call)
    } else if cause::<rustls::Error>(error).is_some() {
        FetchError::Tls { address, reason, manifest: call.manifest.clone() }
    } else if error.is_connect() {
        FetchError::Connect { address, reason }
    } else {
        FetchError::Broken { address, reason }
    }
}

/// The error itself and what caused it, outermost first; errors wrapped by `io::Error` included.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| match error.downcast_ref::<std::io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    })
}

fn cause<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// The words of the first cause: the outer ones only say that something failed.
fn innermost(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};

    #[test]
    fn a_next_page_may_be_named_in_the_head() {
        for (value, names) in [
            ("<https://example.gov.cn/list?a=1,2&page=2>; rel=\"next\", <x>; rel=last", true),
            ("<x>; title=\"a\"; REL=next", true),
            ("<x>; rel=\"alternate next\"", true),
            ("<x>; rel=prev, <next>; rel=\"nextcloud\"", false),
            ("rel=next", false),
            ("<", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::LINK, value.parse().expect("a value"))]);
            assert_eq!(names_next(&headers), names, "{value}");
        }
    }

    /// A server's first answer is had; what it redirects to is judged like a feed's own address.
    #[tokio::test]
    async fn a_redirect_to_this_machine_is_not_followed() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.toml");
        for (number, place) in ["127.0.0.1", "[::ffff:7f00:1]", "169.254.169.254", "2130706433"].iter().enumerate() {
            let home = MockServer::start().await;
            let port = home.address().port();
            let target = format!("http://{place}:{port}/inside");
            let answer = ResponseTemplate::new(302).insert_header("location", target.as_str());
            Mock::given(any()).respond_with(answer).mount(&home).await;
            let host = host_and_port(&Url::parse(&target).expect("an address"));
            let text = format!(
                "kind = \"policy\"\nagency = \"x\"\nsource = \"http://home.example:{port}/\"\nallow_private = true\nredirect_hosts = [\"{host}\"]"
            );
            std::fs::write(&path, text).expect("writable");
            let feed = Feed::load(&path, dir.path()).expect("a manifest");
            let names: Names = Arc::new(|_| Ok(vec![std::net::IpAddr::from([127, 0, 0, 1])]));
            let mut client = HttpClient::new(&feed, Proxies::None, names).expect("set up");
            // From here on as a feed of the public network, whose server this name has led to.
            client.access.allow_private = false;
            let lookup: super::super::address::Lookup = Arc::new(|_| None);
            let call = Call::prepare(&feed, &feed.source, &lookup).expect("an address");
            let bounds = Bounds { bytes: 1000, deadline: Instant::now() + call.total };
            let error = client.ask(&call, None, bounds, || Ok(Vec::new())).await.expect_err("refused");
            assert!(matches!(error, FetchError::Private { .. }), "{number}: {error}");
            assert_eq!(home.received_requests().await.expect("recorded").len(), 1, "{place}");
        }
    }
}
