//! What is tried again, and after how long. The only place that decides it.

use super::FetchError;
use std::hash::{BuildHasher, DefaultHasher, Hasher, RandomState};
use std::time::Duration;
use tokio::time::Instant;

/// Waits between tries: each one about three times the last, a quarter more or less by chance, so that many portals that
/// an agency's outage hit at once do not all come back at once.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// Tries after the first one.
    pub retries: u32,
    /// Wait before the first retry.
    pub first: Duration,
    /// A server that asks for a longer wait than this is not asked again in this run.
    pub longest: Duration,
    /// What chance starts from; the same seed gives the same waits.
    pub seed: u64,
}

impl Default for Backoff {
    fn default() -> Self {
        Backoff {
            retries: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(60),
            seed: RandomState::new().hash_one(0),
        }
    }
}

impl Backoff {
    /// How long to wait before retry number `retry` (from 0), or `None` when it is enough. A wait that the server asks
    /// for (`Retry-After`, RFC 9110 section 10.2.3) is kept in full or the feed is left alone.
    pub fn wait(&self, retry: u32, asked: Option<Duration>) -> Option<Duration> {
        if retry >= self.retries {
            return None;
        }
        let own = self.jittered(self.first.saturating_mul(3_u32.saturating_pow(retry)), retry);
        let wait = asked.map_or(own, |asked| asked.max(own));
        (wait <= self.longest).then_some(wait)
    }

    /// The wait, by chance between three and five quarters of it.
    fn jittered(&self, wait: Duration, retry: u32) -> Duration {
        // SplitMix64: well spread from seeds that differ in one bit.
        let mut mixed = self.seed.wrapping_add(u64::from(retry).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let thousandths = u32::try_from((mixed ^ (mixed >> 31)) % 501).expect("less than 501");
        wait.saturating_mul(750 + thousandths) / 1000
    }

    /// These waits for one feed: chance differs from feed to feed, and no wait is shorter than `delay`.
    #[must_use]
    pub fn of_feed(&self, feed: &str, delay: Duration) -> Backoff {
        let mut hash = DefaultHasher::new();
        hash.write_u64(self.seed);
        hash.write(feed.as_bytes());
        // A quarter may go off the first wait.
        Backoff { first: self.first.max(delay * 4 / 3), seed: hash.finish(), ..*self }
    }
}

/// Whether the same request may well succeed a moment later: no connection, an answer cut off, a server that is busy
/// or restarting. A wrong address, a refused access or a server that takes its time will not change in seconds.
pub fn is_transient(error: &FetchError) -> bool {
    match error {
        FetchError::Connect { .. } | FetchError::Broken { .. } => true,
        FetchError::Status { status, .. } => matches!(status, 429 | 500 | 502 | 503 | 504),
        _ => false,
    }
}

/// Runs `attempt` until it succeeds, fails for good, or the next try would begin after `deadline`.
///
/// # Errors
/// The last attempt's.
pub async fn persist<T, Attempt, Try>(backoff: &Backoff, deadline: Instant, attempt: Attempt) -> Result<T, FetchError>
where
    Attempt: Fn() -> Try,
    Try: Future<Output = Result<T, FetchError>>,
{
    let mut retry = 0;
    loop {
        let error = match attempt().await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let asked = match &error {
            FetchError::Status { retry_after, .. } => *retry_after,
            _ => None,
        };
        let wait = if is_transient(&error) { backoff.wait(retry, asked) } else { None };
        match wait {
            Some(wait) if Instant::now() + wait < deadline => tokio::time::sleep(wait).await,
            _ => return Err(error),
        }
        retry += 1;
    }
}

/// `Retry-After`: seconds, or an HTTP date as seen from `now`. Anything else counts as not said.
pub fn parse_retry_after(value: &str, now: jiff::Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(value).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> FetchError {
        FetchError::Status { address: String::new(), status, retry_after: None }
    }

    #[test]
    fn waits_grow_and_end() {
        let waits = |seed| {
            let backoff = Backoff { seed, ..Backoff::default() };
            (0..5).map(|retry| backoff.wait(retry, None).map(|wait| wait.as_millis())).collect::<Vec<_>>()
        };
        for seed in 0..1000 {
            let waits = waits(seed);
            for (wait, middle) in waits.iter().zip([500, 1500, 4500]) {
                let wait = wait.expect("three retries");
                assert!(wait >= middle * 3 / 4 && wait <= middle * 5 / 4, "{waits:?}");
            }
            assert_eq!(waits[3..], [None, None]);
        }
        assert_eq!(waits(7), waits(7));
        let first: std::collections::BTreeSet<_> = (0..1000).map(|seed| waits(seed)[0]).collect();
        assert!(first.len() > 100, "chance gives {} different waits", first.len());
    }

    #[test]
    fn feeds_that_fail_together_come_back_apart_and_never_before_the_hosts_delay() {
        let backoff = Backoff { seed: 1, ..Backoff::default() };
        let of = |feed| backoff.of_feed(feed, Duration::ZERO).wait(0, None);
        assert_ne!(of("a"), of("b"));
        assert_eq!(of("a"), of("a"));
        let delay = Duration::from_secs(5);
        assert!((0..100).all(|seed| Backoff { seed, ..backoff }.of_feed("a", delay).wait(0, None) >= Some(delay)));
    }

    #[test]
    fn a_server_is_given_the_time_it_asks_for_or_left_alone() {
        let backoff = Backoff::default();
        assert_eq!(backoff.wait(0, Some(Duration::from_secs(7))), Some(Duration::from_secs(7)));
        assert!(backoff.wait(1, Some(Duration::ZERO)) >= Some(Duration::from_millis(1125)));
        assert_eq!(backoff.wait(0, Some(Duration::from_secs(3600))), None);
        assert_eq!(backoff.wait(0, Some(Duration::MAX)), None);
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for code in [429, 500, 502, 503, 504] {
            assert!(is_transient(&status(code)), "{code}");
        }
        for code in [204, 206, 301, 304, 400, 401, 403, 404, 410, 501] {
            assert!(!is_transient(&status(code)), "{code}");
        }
        assert!(!is_transient(&FetchError::Timeout { address: String::new(), seconds: 1 }));
        assert!(is_transient(&FetchError::Broken { address: String::new(), reason: String::new() }));
    }

    #[test]
    fn reads_both_forms_of_retry_after() {
        let now = "2026-11-25T08:00:00Z".parse().expect("a time");
        let seconds = |value| parse_retry_after(value, now).map(|wait| wait.as_secs());
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("Wed, 25 Nov 2026 08:00:30 GMT"), Some(30));
        assert_eq!(seconds("Mon, 25 Nov 2024 08:00:30 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-5"), None);
        assert_eq!(seconds("99999999999999999999999"), None);
    }

    #[tokio::test]
    async fn never_waits_past_the_deadline() {
        let tries = std::cell::Cell::new(0);
        let attempt = || {
            tries.set(tries.get() + 1);
            async { Err::<(), _>(status(503)) }
        };
        let backoff = Backoff { first: Duration::from_millis(1), ..Backoff::default() };
        let ended = persist(&backoff, Instant::now() + Duration::from_secs(5), attempt).await;
        assert!(ended.is_err() && tries.get() == 4);
        let ended = persist(&Backoff::default(), Instant::now() + Duration::from_millis(100), attempt).await;
        assert!(ended.is_err() && tries.get() == 5);
    }
}
