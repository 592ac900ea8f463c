//! All feeds of a run, fetched: files and addresses, side by side, politely.
//!
//! In: feeds and the snapshots of earlier runs. Out: for each feed its new bytes, or that nothing changed, or why it
//! could not be had. New bytes are handed over, not kept: the caller saves them when they have been taken in.

use super::address::{Call, Lookup, host_key};
use super::client::{HttpClient, Proxies};
use super::file::{feed_file, read_feed_file};
use super::manifest::{Location, Method};
use super::paging::Walk;
use super::retry::{Backoff, persist};
use super::snapshot::hash_of;
use super::{Feed, FetchError, Receipt, Snapshot, SnapshotStore};
use crate::clock;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{OnceCell, Semaphore};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::Instant;

/// Feeds fetched from one host at the same time; local files count as one host.
const PER_HOST: usize = 2;
/// Time for a request with all its tries, in multiples of `timeout_secs`.
const TRIES_DEADLINE: u32 = 3;
/// Time for all pages of a feed, in multiples of `timeout_secs`.
const PAGES_DEADLINE: u32 = 60;

/// What came of asking for a feed.
#[derive(Debug)]
pub enum Fetched {
    /// 304, or the very bytes of the last snapshot. The receipt is the last one with this run's time; it is kept already.
    Unchanged(Receipt),
    /// New bytes; [`SnapshotStore::save`] keeps them.
    Fresh(Snapshot),
}

/// How feeds are fetched; the default is how it is done outside tests.
#[derive(Clone)]
pub struct Fetcher {
    pub backoff: Backoff,
    pub proxies: Proxies,
    /// Looks up `${VARIABLE}`.
    pub lookup: Lookup,
}

impl Default for Fetcher {
    fn default() -> Self {
        let lookup: Lookup = Arc::new(|variable| std::env::var(variable).ok());
        Fetcher { backoff: Backoff::default(), proxies: Proxies::System, lookup }
    }
}

/// Fetches every feed; one feed's failure is its own. Results stand in the order of `feeds`. `done` is called with a
/// feed's id as soon as it has been had or given up.
pub async fn fetch_all(
    feeds: &[Feed],
    store: &SnapshotStore,
    done: &(dyn Fn(&str) + Send + Sync),
) -> Vec<Result<Fetched, FetchError>> {
    Fetcher::default().fetch_all(feeds, store, done).await
}

/// Whether a feed could be asked for: its variables are set, its address is whole, its file is there. Asks nobody.
///
/// # Errors
/// [`FetchError`], as fetching it would give.
pub fn can_be_asked(feed: &Feed) -> Result<(), FetchError> {
    match Errand::of(feed, &Fetcher::default().lookup)? {
        Errand::File(path) => feed_file(feed, &path).map(drop),
        Errand::Http(_) => Ok(()),
    }
}

impl Fetcher {
    /// [`fetch_all`] with this fetcher's settings.
    pub async fn fetch_all(
        &self,
        feeds: &[Feed],
        store: &SnapshotStore,
        done: &(dyn Fn(&str) + Send + Sync),
    ) -> Vec<Result<Fetched, FetchError>> {
        let run = Arc::new(Run { fetcher: self.clone(), store: store.clone(), client: OnceCell::new() });
        let mut tasks = JoinSet::new();
        let mut places = BTreeMap::new();
        let mut lanes = BTreeMap::new();
        for (place, feed) in feeds.iter().enumerate() {
            let errand = Errand::of(feed, &self.lookup);
            let host = errand.as_ref().map_or_else(|_| String::new(), Errand::host);
            let lane = lanes.entry(host).or_insert_with(|| Arc::new(Semaphore::new(PER_HOST)));
            let (run, feed, lane) = (Arc::clone(&run), feed.clone(), Arc::clone(lane));
            let task = tasks.spawn(async move {
                let errand = errand?;
                let _turn = lane.acquire().await.expect("lanes are never closed");
                run.fetch(feed, errand).await
            });
            places.insert(task.id(), place);
        }
        let mut results: Vec<Option<Result<Fetched, FetchError>>> = feeds.iter().map(|_| None).collect();
        while let Some(ended) = tasks.join_next_with_id().await {
            let (task, result) = ended.unwrap_or_else(|panic| (panic.id(), Err(FetchError::Panicked)));
            let place = places[&task];
            done(&feeds[place].id);
            results[place] = Some(result);
        }
        results.into_iter().map(|result| result.expect("every feed has a task, and every task has ended")).collect()
    }
}

/// Where a feed's bytes are to be had, with everything filled in.
enum Errand {
    File(PathBuf),
    Http(Box<Call>),
}

impl Errand {
    fn of(feed: &Feed, lookup: &Lookup) -> Result<Errand, FetchError> {
        match &feed.location {
            Location::File(path) => Ok(Errand::File(path.clone())),
            Location::Http(address) => Ok(Errand::Http(Box::new(Call::prepare(feed, address, lookup)?))),
        }
    }

    fn host(&self) -> String {
        match self {
            Errand::File(_) => String::new(),
            Errand::Http(call) => host_key(&call.url),
        }
    }
}

/// What the feeds of one run share.
struct Run {
    fetcher: Fetcher,
    store: SnapshotStore,
    /// Set up when the first feed needs it: reading the machine's certificates takes time.
    client: OnceCell<HttpClient>,
}

/// What was had of a feed, not yet compared with the last snapshot.
#[derive(Default)]
struct Had {
    feed: String,
    address: String,
    /// `None` when the server said that nothing changed.
    bodies: Option<Vec<Vec<u8>>>,
    status: Option<u16>,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Run {
    async fn fetch(self: Arc<Run>, feed: Feed, errand: Errand) -> Result<Fetched, FetchError> {
        let latest = {
            let (run, id) = (Arc::clone(&self), feed.id.clone());
            aside(move || Ok(run.store.latest(&id)?)).await?
        };
        let had = match errand {
            Errand::File(path) => aside(move || had_file(&feed, &path)).await?,
            Errand::Http(call) => self.ask(&feed, *call, latest.as_ref()).await?,
        };
        aside(move || settle(&self.store, latest, had)).await
    }

    async fn ask(&self, feed: &Feed, call: Call, latest: Option<&Receipt>) -> Result<Had, FetchError> {
        let proxies = self.fetcher.proxies;
        let client = self.client.get_or_try_init(|| aside(move || HttpClient::new(proxies))).await?;
        let had = Had { feed: feed.id.clone(), address: call.shown.clone(), status: Some(200), ..Had::default() };
        if let Some(paging) = &feed.page {
            let bodies = self.ask_pages(client, Walk::new(feed, paging, call)).await?;
            return Ok(Had { bodies: Some(bodies), ..had });
        }
        // A receipt of another address says nothing about this one.
        let known = latest.filter(|known| known.address == had.address && call.method == Method::Get);
        let deadline = Instant::now() + call.timeout * TRIES_DEADLINE;
        let attempt = || client.ask(&call, known, call.max_bytes, deadline);
        let answer = persist(&self.fetcher.backoff, deadline, attempt).await?;
        Ok(Had {
            status: Some(if answer.body.is_some() { 200 } else { 304 }),
            bodies: answer.body.map(|body| vec![body]),
            etag: answer.etag,
            last_modified: answer.last_modified,
            ..had
        })
    }

    async fn ask_pages(&self, client: &HttpClient, mut walk: Walk<'_>) -> Result<Vec<Vec<u8>>, FetchError> {
        let end = Instant::now() + walk.call().timeout * PAGES_DEADLINE;
        loop {
            let (call, limit) = (walk.call(), walk.bytes_left());
            let deadline = end.min(Instant::now() + call.timeout * TRIES_DEADLINE);
            let attempt = || client.ask(call, None, limit, deadline);
            let answer = persist(&self.fetcher.backoff, deadline, attempt).await?;
            if !walk.take(answer.body.unwrap_or_default())? {
                return walk.finish();
            }
        }
    }
}

/// Runs what waits for the disk or works through many bytes where it holds up nobody.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FetchError> + Send + 'static,
) -> Result<T, FetchError> {
    spawn_blocking(work).await.unwrap_or(Err(FetchError::Panicked))
}

fn had_file(feed: &Feed, path: &Path) -> Result<Had, FetchError> {
    let bodies = Some(vec![read_feed_file(feed, path)?]);
    Ok(Had { feed: feed.id.clone(), address: feed.source.clone(), bodies, ..Had::default() })
}

/// Compares what was had with the last snapshot. An unchanged one gets this run's time at once; new bytes are not kept
/// here, so that a run that stops before they are taken in finds them new again.
fn settle(store: &SnapshotStore, latest: Option<Receipt>, had: Had) -> Result<Fetched, FetchError> {
    let fetched_at = clock::now();
    let unchanged = |receipt: Receipt| {
        store.renew(&receipt)?;
        Ok(Fetched::Unchanged(receipt))
    };
    let Some(bodies) = had.bodies else {
        let latest = latest.expect("304 is accepted only when there was something to compare with");
        return unchanged(Receipt {
            fetched_at,
            status: had.status,
            etag: had.etag.or(latest.etag),
            last_modified: had.last_modified.or(latest.last_modified),
            ..latest
        });
    };
    let receipt = Receipt {
        feed: had.feed,
        address: had.address,
        fetched_at,
        status: had.status,
        etag: had.etag,
        last_modified: had.last_modified,
        bytes: bodies.iter().map(|body| body.len() as u64).sum(),
        parts: bodies.len(),
        hash: hash_of(&bodies),
    };
    if latest.is_some_and(|latest| latest.hash == receipt.hash) {
        unchanged(receipt)
    } else {
        Ok(Fetched::Fresh(Snapshot { receipt, bodies }))
    }
}
