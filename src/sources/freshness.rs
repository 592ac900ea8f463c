//! How long an answer may be used without asking again (`Cache-Control`, RFC 9111 sections 4.2 and 5.2).
//!
//! In: the headers of an answer. Out: a span. What is kept on disk is not decided here: snapshots are evidence, not a
//! cache, and are kept whatever a server says of caching.

use reqwest::header::{self, HeaderMap};
use std::time::Duration;

/// Longer than this no answer is taken at its word: a portal should notice within a day that a list has changed.
pub const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// For how long after it was given an answer is as good as a new one; `None` when the server does not say, or wants to
/// be asked each time.
pub fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    let mut max_age = None;
    for value in headers.get_all(header::CACHE_CONTROL) {
        for directive in value.to_str().ok()?.split(',') {
            let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-cache" | "no-store" => return None,
                "max-age" => max_age = argument.trim().trim_matches('"').parse::<u64>().ok(),
                _ => {}
            }
        }
    }
    let age = headers.get(header::AGE).and_then(|age| age.to_str().ok()?.trim().parse().ok()).unwrap_or(0);
    let left = Duration::from_secs(max_age?.saturating_sub(age));
    (!left.is_zero()).then(|| left.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_fresh_as_long_as_its_server_says() {
        let fresh = |control: &'static str, age: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CACHE_CONTROL, control.parse().expect("a header"));
            headers.insert(header::AGE, age.parse().expect("a header"));
            fresh_for(&headers).map(|span| span.as_secs())
        };
        assert_eq!(fresh("max-age=600", "0"), Some(600));
        assert_eq!(fresh("public, Max-Age=\"600\"", "200"), Some(400));
        assert_eq!(fresh("max-age=99999999", "0"), Some(LONGEST.as_secs()));
        for (control, age) in [
            ("max-age=600", "600"),
            ("max-age=600, no-cache", "0"),
            ("no-store, max-age=600", "0"),
            ("max-age=soon", "0"),
            ("max-age=-1", "0"),
            ("max-age=99999999999999999999999", "0"),
            ("private", "0"),
        ] {
            assert_eq!(fresh(control, age), None, "{control}");
        }
        assert_eq!(fresh_for(&HeaderMap::new()), None);
    }
}
