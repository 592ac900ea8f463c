//! Until when a feed may be read: a broken or hostile one must not keep the others waiting.
//!
//! In: a feed's `reading_secs`. Out: an error once they are over, from whatever reads its bytes. The time is looked at
//! once for so many bytes, never for each row.

use crate::records::read::ReadError;
use crate::sources::Feed;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::time::{Duration, Instant};

/// Bytes between two looks at the time.
const BYTES_A_LOOK: usize = 64 * 1024;

/// The end of a feed's reading, with all its pages and files.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    seconds: u64,
    /// None where there is no limit: beginnings are looked at in no time.
    end: Option<Instant>,
}

impl Limit {
    /// The limit of a reading that begins now.
    pub fn of(feed: &Feed) -> Limit {
        let seconds = feed.reading_secs;
        Limit { seconds, end: Instant::now().checked_add(Duration::from_secs(seconds)) }
    }

    pub fn none() -> Limit {
        Limit { seconds: 0, end: None }
    }

    pub fn is_over(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end)
    }

    /// # Errors
    /// [`ReadError::TooLong`] once the time is over.
    pub fn check(&self) -> Result<(), ReadError> {
        if self.is_over() { Err(ReadError::TooLong { seconds: self.seconds }) } else { Ok(()) }
    }

    /// Bytes that fail once the time is over.
    pub fn watch<R>(self, bytes: R) -> Watched<R> {
        Watched { bytes, limit: self, since: BYTES_A_LOOK }
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
