//! What a manifest says of a request, turned into one that can be sent: variables filled in, addresses checked.
//!
//! In: the manifest and a way to look up variables. Out: a [`Call`]. Filled-in values stay in it: they must not get
//! into a message, and so a [`Call`] cannot be printed.

use super::manifest::Method;
use super::{Feed, FetchError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How variables are looked up: the environment, or what a test says it is.
pub type Lookup = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A request that can be sent, as often as needed. Holds credentials.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub form: Vec<(String, String)>,
    /// The address for messages and receipts.
    pub shown: String,
    /// For hints in messages.
    pub manifest: PathBuf,
    /// Limit for the unpacked body.
    pub max_bytes: u64,
    /// Limit for one try, from connecting to the last byte.
    pub timeout: Duration,
    /// Limit for the whole feed, with all tries and pages.
    pub total: Duration,
}

impl Call {
    /// The feed's request with its variables filled in.
    ///
    /// # Errors
    /// Configuration errors of [`FetchError`]: an unset variable, an address or header that cannot be sent.
    pub fn prepare(feed: &Feed, address: &str, lookup: &Lookup) -> Result<Call, FetchError> {
        let shown = shown_address(address);
        let url = Url::parse(&expand(feed, "source", address, lookup)?)
            .map_err(|error| FetchError::BadAddress { manifest: feed.path.clone(), reason: error.to_string() })?;
        let mut headers = HeaderMap::new();
        for (name, value) in &feed.request.headers {
            let value = expand(feed, &format!("request.headers.{name}"), value, lookup)?;
            let bad = || FetchError::BadHeader { manifest: feed.path.clone(), header: name.clone() };
            let key = HeaderName::try_from(name.as_str()).map_err(|_| bad())?;
            let mut value = HeaderValue::try_from(value).map_err(|_| bad())?;
            value.set_sensitive(true);
            headers.insert(key, value);
        }
        let mut form = Vec::new();
        for (name, value) in &feed.request.form {
            form.push((name.clone(), expand(feed, &format!("request.form.{name}"), value, lookup)?));
        }
        Ok(Call {
            method: feed.request.method,
            url,
            headers,
            form,
            shown,
            manifest: feed.path.clone(),
            max_bytes: feed.max_bytes,
            timeout: Duration::from_secs(feed.timeout_secs),
            total: Duration::from_secs(feed.access.deadline_secs),
        })
    }

    /// The value of a parameter where this kind of request carries its parameters.
    pub fn parameter(&self, name: &str) -> Option<String> {
        match self.method {
            Method::Post => self.form.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()),
            Method::Get => self.url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()),
        }
    }

    /// Sets a parameter where this kind of request carries its parameters: the form of a POST, else the query.
    pub fn set_parameter(&mut self, name: &str, value: &str) {
        match self.method {
            Method::Post => {
                self.form.retain(|(known, _)| known != name);
                self.form.push((name.to_owned(), value.to_owned()));
            }
            Method::Get => {
                // The other parameters keep their bytes: some agencies' queries are percent-encoded GBK.
                let query = self.url.query().unwrap_or_default();
                let others = query.split('&').filter(|pair| pair.split('=').next() != Some(name));
                let others = others.collect::<Vec<_>>().join("&");
                self.url.set_query((!others.is_empty()).then_some(&others));
                self.url.query_pairs_mut().append_pair(name, value);
            }
        }
    }
}

/// Host and port: what limits on politeness are counted by.
pub fn host_key(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

/// Host, and port where it is not the usual one: how a host is named in messages and in `redirect_hosts`.
pub fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether a request may go on from one address to the other with what it carries: the same host and port, or the
/// encrypted side of the same host.
pub fn same_site(from: &Url, to: &Url) -> bool {
    let same_port = from.scheme() == to.scheme() && from.port_or_known_default() == to.port_or_known_default();
    let upgrade = from.scheme() == "http" && to.scheme() == "https";
    from.host_str() == to.host_str() && (same_port || upgrade)
}

/// A manifest's address as it may be shown and stored: without user and password, and without the value of query
/// parameters that are called like a credential.
pub fn shown_address(source: &str) -> String {
    let Some((scheme, rest)) = source.split_once("://") else { return source.to_owned() };
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(authority_end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let Some((path, query)) = tail.split_once('?') else { return format!("{scheme}://{host}{tail}") };
    let query: Vec<String> = query.split('&').map(mask_credential).collect();
    format!("{scheme}://{host}{path}?{}", query.join("&"))
}

fn mask_credential(pair: &str) -> String {
    match pair.split_once('=') {
        // A variable's name is no secret, and says which one to look at.
        Some((name, value)) if !value.starts_with("${") && names_a_credential(name) => format!("{name}=***"),
        _ => pair.to_owned(),
    }
}

/// Whether a parameter, a header or a field of a form is called like a credential.
fn names_a_credential(name: &str) -> bool {
    const WORDS: [&str; 10] =
        ["token", "key", "secret", "passw", "pwd", "sign", "auth", "credential", "session", "cookie"];
    let lower = name.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// The keys of a manifest under which a credential stands as it is and not as `${VARIABLE}`: manifests are handed on.
pub fn literal_credentials(feed: &Feed) -> Vec<String> {
    let is_literal = |text: &str| !text.is_empty() && !text.contains("${");
    let user = feed.source.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next()?.rsplit_once('@'));
    let password = user.and_then(|(user, _)| user.split_once(':')).is_some_and(|(_, password)| is_literal(password));
    let mut query = feed.source.split_once('?').map_or("", |split| split.1).split('&');
    let mut found = Vec::new();
    if password
        || query
            .any(|pair| mask_credential(pair) != pair && pair.split_once('=').is_some_and(|pair| is_literal(pair.1)))
    {
        found.push("source".to_owned());
    }
    for (table, values) in [("headers", &feed.request.headers), ("form", &feed.request.form)] {
        let literal = values.iter().filter(|(name, value)| names_a_credential(name) && is_literal(value));
        found.extend(literal.map(|(name, _)| format!("request.{table}.{name}")));
    }
    found
}

/// What a feed's variables are filled in with: must not be shown, also when a server tells it back.
#[derive(Default)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Values shorter than this are no credentials, and stand in many texts by chance.
    const SHORTEST: usize = 4;

    /// The values of all variables that the feed's request names.
    pub fn of(feed: &Feed, lookup: &Lookup) -> Secrets {
        let texts = feed.request.headers.values().chain(feed.request.form.values()).chain([&feed.source]);
        let names = texts.flat_map(|text| text.split("${").skip(1)).filter_map(|rest| Some(rest.split_once('}')?.0));
        let values = names.filter_map(|name| lookup(name)).filter(|value| value.len() >= Secrets::SHORTEST);
        let as_in_links = |value: &String| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
        let mut all: Vec<String> = values.flat_map(|value| [as_in_links(&value), value]).collect();
        all.sort_by_key(|value| std::cmp::Reverse(value.len()));
        all.dedup();
        Secrets(all)
    }

    /// The text with every such value taken out.
    pub fn mask(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "***"))
    }

    /// Whether a text holds such a value.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.as_str()))
    }

    /// Whether there is anything to take out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Fills in `${VARIABLE}`.
fn expand(feed: &Feed, key: &str, text: &str, lookup: &Lookup) -> Result<String, FetchError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((variable, tail)) = after.split_once('}') else {
            return Err(FetchError::BrokenVariable { manifest: feed.path.clone(), key: key.to_owned() });
        };
        let Some(value) = lookup(variable) else {
            return Err(FetchError::UnsetVariable { place: place_of(feed, variable), variable: variable.to_owned() });
        };
        out.push_str(&value);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// `FILE:LINE` of the variable's first use; only the file when it has changed since it was read.
fn place_of(feed: &Feed, variable: &str) -> String {
    let file = feed.path.display();
    let text = crate::fs::read_to_string(&feed.path).unwrap_or_default();
    match text.lines().position(|line| line.contains(&format!("${{{variable}}}"))) {
        Some(line) => format!("{file}:{}", line + 1),
        None => file.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_credentials() {
        let cases = [
            ("https://a.example/x?page=1", "https://a.example/x?page=1"),
            ("https://user:p@ss@a.example:8443/x@y", "https://a.example:8443/x@y"),
            ("https://${USER}:${PASS}@a.example", "https://a.example"),
            ("https://a.example?appKey=abc&area=210300", "https://a.example?appKey=***&area=210300"),
            ("https://a.example/?token=${TOKEN}&x", "https://a.example/?token=${TOKEN}&x"),
            ("data/samples/a.csv", "data/samples/a.csv"),
        ];
        for (written, shown) in cases {
            assert_eq!(shown_address(written), shown);
        }
    }

    #[test]
    fn only_the_same_host_is_the_same_site() {
        let url = |text| Url::parse(text).expect("an address");
        let from = url("http://a.example/feed");
        assert!(same_site(&from, &url("http://a.example:80/other")));
        assert!(same_site(&from, &url("https://a.example/feed")));
        assert!(!same_site(&from, &url("http://a.example:8080/feed")));
        assert!(!same_site(&from, &url("http://b.example/feed")));
        assert!(!same_site(&from, &url("http://sub.a.example/feed")));
        assert!(!same_site(&url("https://a.example/"), &url("http://a.example/")));
    }
}
