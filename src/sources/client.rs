//! The HTTP client, set up once: TLS always on, timeouts, no cookies, no credentials in messages.
//!
//! In: a [`Call`]. Out: the answer to one try of it, or why there is none. Must not try again (see
//! [`super::retry`]) and must not look into the body.

use super::address::{Call, same_site};
use super::manifest::Method;
use super::retry::parse_retry_after;
use super::{FetchError, Receipt};
use crate::clock;
use reqwest::header::{self, HeaderMap};
use reqwest::{Response, StatusCode, Url, redirect};
use std::error::Error;
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

/// One answer with what the next request can be compared with.
#[derive(Debug, Default)]
pub struct Answer {
    /// `None` for 304.
    pub body: Option<Vec<u8>>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// The client of a run.
#[derive(Debug, Clone)]
pub struct HttpClient {
    inner: reqwest::Client,
}

impl HttpClient {
    /// Sets the client up.
    ///
    /// # Errors
    /// [`FetchError::Client`] when the machine has no root certificates, or a proxy variable is not an address.
    pub fn new(proxies: Proxies) -> Result<HttpClient, FetchError> {
        // Refused when there is one already: it is the same, since the program has no other.
        rustls::crypto::ring::default_provider().install_default().unwrap_or(());
        let builder = reqwest::Client::builder()
            .user_agent(concat!("mingjing/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::custom(stay_on_site))
            .referer(false)
            .retry(reqwest::retry::never());
        let builder = match proxies {
            Proxies::System => builder,
            Proxies::None => builder.no_proxy(),
        };
        let inner = builder.build().map_err(|error| FetchError::Client(innermost(&error)))?;
        Ok(HttpClient { inner })
    }

    /// Asks once. `known` makes the request conditional; `limit` is the most the unpacked body may have; the whole
    /// answer must be there within the call's timeout and before `deadline`.
    ///
    /// # Errors
    /// What went wrong, without any filled-in value.
    pub async fn ask(
        &self,
        call: &Call,
        known: Option<&Receipt>,
        limit: u64,
        deadline: Instant,
    ) -> Result<Answer, FetchError> {
        let within = call.timeout.min(deadline.saturating_duration_since(Instant::now()));
        let late = |_| FetchError::Timeout { address: call.shown.clone(), seconds: within.as_secs() };
        tokio::time::timeout(within, self.ask_in_time(call, known, limit)).await.map_err(late)?
    }

    async fn ask_in_time(&self, call: &Call, known: Option<&Receipt>, limit: u64) -> Result<Answer, FetchError> {
        let request = match call.method {
            Method::Get => self.inner.get(call.url.clone()),
            Method::Post => self.inner.post(call.url.clone()).form(&call.form),
        };
        let request = request.headers(call.headers.clone()).headers(conditions(known));
        let response = request.send().await.map_err(|error| classify(&error.without_url(), call))?;
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut answer = Answer { body: None, etag: text(header::ETAG), last_modified: text(header::LAST_MODIFIED) };
        match response.status() {
            StatusCode::NOT_MODIFIED if known.is_some() => {}
            StatusCode::OK => answer.body = Some(read_body(response, call, limit).await?),
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
}

/// Reads the unpacked body, and stops as soon as it is too large: a small packed body can hide a huge one.
async fn read_body(mut response: Response, call: &Call, limit: u64) -> Result<Vec<u8>, FetchError> {
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
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error.without_url(), call))? {
        body.extend_from_slice(&chunk);
        if body.len() as u64 > limit {
            return Err(too_large(earlier + body.len() as u64));
        }
    }
    Ok(body)
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

/// A redirect that is not followed.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("too many redirects")]
    TooMany,
    #[error("another host")]
    OtherHost(String),
}

/// Headers and forms may carry credentials, so a redirect never takes them to somebody else.
fn stay_on_site(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let stays = attempt.previous().last().is_some_and(|from| same_site(from, attempt.url()));
    if attempt.previous().len() > MAX_REDIRECTS {
        attempt.error(Refused::TooMany)
    } else if stays {
        attempt.follow()
    } else {
        let host = host_and_port(attempt.url());
        attempt.error(Refused::OtherHost(host))
    }
}

fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Which of our causes an error of the HTTP library is.
fn classify(error: &reqwest::Error, call: &Call) -> FetchError {
    let address = call.shown.clone();
    let reason = innermost(error);
    if let Some(refused) = cause::<Refused>(error) {
        return match refused {
            Refused::TooMany => FetchError::TooManyRedirects { address },
            Refused::OtherHost(host) => {
                FetchError::OtherHost { address, host: host.clone(), manifest: call.manifest.clone() }
            }
        };
    }
    if cause::<rustls::Error>(error).is_some() {
        FetchError::Tls { address, reason }
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
