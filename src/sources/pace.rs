//! Politeness to one host: how many feeds are had from it at a time, and how far apart requests are.

use std::time::Duration;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// Feeds fetched from one host at the same time; local files count as one host.
const PER_HOST: usize = 2;

/// The way to one host, shared by all feeds that are had from it.
#[derive(Debug)]
pub struct Lane {
    turns: Semaphore,
    /// When the last request began that somebody wanted a distance from.
    last: Mutex<Option<Instant>>,
}

impl Default for Lane {
    fn default() -> Self {
        Lane { turns: Semaphore::new(PER_HOST), last: Mutex::new(None) }
    }
}

impl Lane {
    /// Waits for a turn, which lasts as long as the permit lives.
    pub async fn turn(&self) -> SemaphorePermit<'_> {
        self.turns.acquire().await.expect("lanes are never closed")
    }

    /// Waits until `delay` has passed since the host was last asked; then it counts as asked.
    pub async fn pace(&self, delay: Duration) {
        let mut last = self.last.lock().await;
        if let Some(last) = *last {
            tokio::time::sleep_until(last + delay).await;
        }
        *last = Some(Instant::now());
    }
}
