//! Until when a feed may be read: a broken or hostile one must not keep the others waiting.
//!
//! In: a feed's `reading_secs`. Out: an error once they are over, from whatever reads its bytes. The time is looked at
//! once for so many bytes, never for each row. What takes the records has its own time: a ledger that is slow is no feed that
//! takes long.

use crate::records::read::ReadError;
use crate::sources::Feed;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Bytes between two looks at the time.
const BYTES_A_LOOK: usize = 64 * 1024;

/// The end of a feed's reading, with all its pages and files.
#[derive(Debug, Clone)]
pub struct Limit {
    seconds: u64,
    /// None where there is no limit: beginnings are looked at in no time.
    begun: Option<Instant>,
    /// Microseconds that are not the reading's.
    spared: Arc<AtomicU64>,
}

impl Limit {
    /// The limit of a reading that begins now.
    pub fn of(feed: &Feed) -> Limit {
        Limit { seconds: feed.reading_secs, begun: Some(Instant::now()), spared: Arc::default() }
    }

    pub fn none() -> Limit {
        Limit { seconds: 0, begun: None, spared: Arc::default() }
    }

    /// Does what is no part of the reading.
    pub fn spare<T>(&self, work: impl FnOnce() -> T) -> T {
        let since = Instant::now();
        let done = work();
        let micros = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.spared.fetch_add(micros, Ordering::Relaxed);
        done
    }

    pub fn is_over(&self) -> bool {
        let spared = Duration::from_micros(self.spared.load(Ordering::Relaxed));
        self.begun.is_some_and(|begun| begun.elapsed().saturating_sub(spared) >= Duration::from_secs(self.seconds))
    }

    /// # Errors
    /// [`ReadError::TooLong`] once the time is over.
    pub fn check(&self) -> Result<(), ReadError> {
        if self.is_over() { Err(ReadError::TooLong { seconds: self.seconds }) } else { Ok(()) }
    }

    /// Bytes that fail once the time is over.
    pub fn watch<R>(&self, bytes: R) -> Watched<R> {
        Watched { bytes, limit: self.clone(), since: BYTES_A_LOOK }
    }
}

/// Bytes that are read within a [`Limit`].
#[derive(Clone)]
pub struct Watched<R> {
    bytes: R,
    limit: Limit,
    /// Bytes since the last look at the time.
    since: usize,
}

impl<R> Watched<R> {
    fn look(&mut self) -> io::Result<()> {
        if self.since < BYTES_A_LOOK {
            return Ok(());
        }
        self.since = 0;
        // Whoever reads says it in words of its own; `format::rows` puts the reason in their place.
        self.limit.check().map_err(|error| io::Error::other(error.to_string()))
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.look()?;
        let length = self.bytes.read(into)?;
        self.since += length;
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.look()?;
        self.bytes.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.since += amount;
        self.bytes.consume(amount);
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_time_of_the_reading_counts() {
        let ago = |seconds| Instant::now().checked_sub(Duration::from_secs(seconds));
        let limit = Limit { seconds: 600, begun: ago(601), spared: Arc::default() };
        assert!(limit.is_over() && !Limit::none().is_over());
        let other = limit.clone();
        other.spare(|| std::thread::sleep(Duration::from_millis(1)));
        assert!(limit.is_over(), "a millisecond");
        other.spared.fetch_add(2_000_000, Ordering::Relaxed);
        assert!(!limit.is_over() && limit.check().is_ok(), "599 seconds were the feed's own");
    }
}
