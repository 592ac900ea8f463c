//! All feeds of a run, fetched: files and addresses, side by side, politely.
//!
//! In: feeds and the snapshots of earlier runs. Out: for each feed its new bytes, or that nothing changed, or why it
//! could not be had. New bytes are handed over in a file that goes with them, not kept: the caller saves them when they have been taken in.

use super::address::{Call, Lookup, host_key};
use super::client::{Bounds, HttpClient, Proxies, own_authorities};
use super::file::{FileHad, feed_file, read_feed_file};
use super::manifest::{Location, Method};
use super::network::{Names, system_names};
use super::pace::Lane;
use super::paging::{Look, Sight, Walk};
use super::retry::{Backoff, persist};
use super::{Feed, FetchError, Receipt, Snapshot, SnapshotStore, Spool};
use crate::clock;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinError, JoinSet, spawn_blocking};
use tokio::time::Instant;

/// Time for one page with all its tries, in multiples of `timeout_secs`.
const TRIES_DEADLINE: u32 = 3;

/// What came of asking for a feed.
#[derive(Debug)]
pub enum Fetched {
    /// 304, or the very bytes of the last snapshot. The receipt is the last one with this run's time; it is kept already.
    Unchanged(Receipt),
    /// New bytes; [`SnapshotStore::save`] keeps them.
    Fresh(Snapshot),
}

/// Whether a server is asked although it vouches for its last answer (`Cache-Control: max-age`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asking {
    #[default]
    WhenDue,
    Always,
}

/// How feeds are fetched; the default is how it is done outside tests.
#[derive(Clone)]
pub struct Fetcher {
    pub backoff: Backoff,
    pub proxies: Proxies,
    pub asking: Asking,
    /// Looks up `${VARIABLE}`.
    pub lookup: Lookup,
    /// Looks up hosts.
    pub names: Names,
    /// Tells what a page of a feed holds.
    pub look: Look,
}

impl Default for Fetcher {
    fn default() -> Self {
        Fetcher {
            backoff: Backoff::default(),
            proxies: Proxies::System,
            asking: Asking::WhenDue,
            lookup: environment(),
            names: system_names(),
            look: Arc::new(|_, _| Sight::Other),
        }
    }
}

/// Looks up variables in the environment.
pub fn environment() -> Lookup {
    Arc::new(|variable| std::env::var(variable).ok())
}

/// Whether a feed could be asked for: its variables are set, its address is whole, its files are there. Asks nobody.
///
/// # Errors
/// [`FetchError`], as fetching it would give.
pub fn can_be_asked(feed: &Feed) -> Result<(), FetchError> {
    match Errand::of(feed, &Fetcher::default().lookup)? {
        Errand::File(path) => feed_file(feed, &path).map(drop),
        Errand::Http(_) => own_authorities(feed).map(drop),
    }
}

impl Fetcher {
    /// Fetches every feed; one feed's failure is its own. Results stand in the order of `feeds`. `done` is called with
    /// a feed's id, and how long it took with its waits, as soon as it has been had or given up.
    pub async fn fetch_all(
        &self,
        feeds: &[Feed],
        store: &SnapshotStore,
        done: &(dyn Fn(&str, Duration) + Send + Sync),
    ) -> Vec<Result<Fetched, FetchError>> {
        let run = Arc::new(Run { fetcher: self.clone(), store: store.clone() });
        let mut tasks = JoinSet::new();
        let mut places = BTreeMap::new();
        let mut lanes = BTreeMap::new();
        for (place, feed) in feeds.iter().enumerate() {
            let errand = Errand::of(feed, &self.lookup);
            let host = errand.as_ref().map_or_else(|_| String::new(), Errand::host);
            let lane = lanes.entry(host).or_insert_with(|| Arc::new(Lane::default()));
            let (run, feed, lane) = (Arc::clone(&run), feed.clone(), Arc::clone(lane));
            let task = tasks.spawn(async move {
                let begun = Instant::now();
                let fetched = match errand {
                    Ok(errand) => {
                        let _turn = lane.turn().await;
                        run.fetch(feed, errand, &lane).await
                    }
                    Err(error) => Err(error),
                };
                (fetched, begun.elapsed())
            });
            places.insert(task.id(), place);
        }
        let mut results: Vec<Option<Result<Fetched, FetchError>>> = feeds.iter().map(|_| None).collect();
        while let Some(ended) = tasks.join_next_with_id().await {
            let panicked = |panic: JoinError| (panic.id(), (Err(FetchError::Panicked), Duration::ZERO));
            let (task, (result, took)) = ended.unwrap_or_else(panicked);
            let place = places[&task];
            done(&feeds[place].id, took);
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
}

/// One feed's way to its server.
struct Line<'a> {
    /// Each feed has a client of its own: cookies, certificates and permissions are the feed's.
    client: HttpClient,
    backoff: Backoff,
    lane: &'a Lane,
    delay: Duration,
}

/// What came of asking, before it is compared with the last snapshot.
#[derive(Default)]
enum Came {
    /// The server said that nothing changed.
    #[default]
    NotModified,
    /// The very bytes of the last snapshot.
    Same,
    Bytes(Spool),
}

/// What was had of a feed.
#[derive(Default)]
struct Had {
    feed: String,
    address: String,
    came: Came,
    status: Option<u16>,
    etag: Option<String>,
    last_modified: Option<String>,
    fresh_for: Option<Duration>,
    names_next: bool,
}

impl Run {
    async fn fetch(self: Arc<Run>, feed: Feed, errand: Errand, lane: &Lane) -> Result<Fetched, FetchError> {
        let latest = {
            let (run, id) = (Arc::clone(&self), feed.id.clone());
            aside(move || Ok(run.store.latest(&id)?)).await?
        };
        let had = match errand {
            Errand::File(path) => {
                let (run, known) = (Arc::clone(&self), latest.as_ref().map(|latest| latest.hash.clone()));
                aside(move || had_file(&feed, &path, &run.store, known.as_deref())).await?
            }
            Errand::Http(call) => match self.still_fresh(&call, latest.as_ref()) {
                Some(receipt) => return Ok(Fetched::Unchanged(receipt)),
                None => self.ask(feed, *call, latest.as_ref(), lane).await?,
            },
        };
        aside(move || settle(&self.store, latest, had)).await
    }

    /// The last receipt, when its server said that it need not be asked before a time that is yet to come.
    fn still_fresh(&self, call: &Call, latest: Option<&Receipt>) -> Option<Receipt> {
        let latest = latest.filter(|latest| latest.address == call.shown && call.method == Method::Get)?;
        let now = clock::now();
        let due = latest.fresh_until.is_none_or(|until| until <= now || latest.fetched_at > now);
        (self.fetcher.asking == Asking::WhenDue && !due).then(|| latest.clone())
    }

    async fn ask(&self, feed: Feed, call: Call, latest: Option<&Receipt>, lane: &Lane) -> Result<Had, FetchError> {
        let had = Had { feed: feed.id.clone(), address: call.shown.clone(), status: Some(200), ..Had::default() };
        let delay = Duration::from_millis(feed.access.delay_ms);
        let backoff = self.fetcher.backoff.of_feed(&feed.id, delay);
        let (proxies, names, own) = (self.fetcher.proxies, Arc::clone(&self.fetcher.names), feed.clone());
        let client = aside(move || HttpClient::new(&own, proxies, names)).await?;
        let line = Line { client, backoff, lane, delay };
        if let Some(paging) = &feed.page {
            let pages = line.ask_pages(Walk::new(&feed, paging, call, &self.fetcher.look), self.store.spool()?).await?;
            return Ok(Had { came: Came::Bytes(pages), ..had });
        }
        // A receipt of another address says nothing about this one.
        let known = latest.filter(|known| known.address == had.address && call.method == Method::Get);
        line.lane.pace(line.delay).await;
        let bounds = Bounds { bytes: call.max_bytes, deadline: Instant::now() + call.total };
        let begin = || self.store.spool()?.part().map_err(|source| self.store.unwritable(source));
        let attempt = || line.client.ask(&call, known, bounds, begin);
        let answer = persist(&line.backoff, bounds.deadline, attempt).await?;
        let part = answer.body.map(|part| part.finish().map_err(|source| self.store.unwritable(source)));
        let came = part.transpose()?.map_or(Came::NotModified, Came::Bytes);
        Ok(Had {
            status: Some(if matches!(came, Came::NotModified) { 304 } else { 200 }),
            came,
            etag: answer.etag,
            last_modified: answer.last_modified,
            fresh_for: answer.fresh_for,
            names_next: answer.names_next,
            ..had
        })
    }
}

impl Line<'_> {
    /// All pages, each a part; one of them is in memory at a time.
    async fn ask_pages(&self, mut walk: Walk<'_>, mut pages: Spool) -> Result<Spool, FetchError> {
        let end = Instant::now() + walk.call().total;
        loop {
            self.lane.pace(self.delay).await;
            let call = walk.call();
            let deadline = end.min(Instant::now() + call.timeout * TRIES_DEADLINE);
            let bounds = Bounds { bytes: walk.bytes_left(), deadline };
            let attempt = || self.client.ask(call, None, bounds, || Ok(Vec::new()));
            let page = persist(&self.backoff, deadline, attempt).await?.body.unwrap_or_default();
            let turn = walk.take(&page)?;
            if turn.counts {
                let unwritable = |source| FetchError::Unwritable { address: walk.call().shown.clone(), source };
                pages = pages.with(&page).map_err(unwritable)?;
            }
            if !turn.more {
                walk.finish()?;
                return Ok(pages);
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

fn had_file(feed: &Feed, path: &Path, store: &SnapshotStore, known: Option<&str>) -> Result<Had, FetchError> {
    let came = match read_feed_file(feed, path, store, known)? {
        FileHad::Same => Came::Same,
        FileHad::New(copy) => Came::Bytes(copy),
    };
    Ok(Had { feed: feed.id.clone(), address: feed.source.clone(), came, ..Had::default() })
}

/// Compares what was had with the last snapshot. An unchanged one gets this run's time at once; new bytes are not kept
/// here, so that a run that stops before they are taken in finds them new again.
fn settle(store: &SnapshotStore, latest: Option<Receipt>, had: Had) -> Result<Fetched, FetchError> {
    let fetched_at = clock::now();
    let fresh_until = had.fresh_for.and_then(|span| fetched_at.checked_add(span).ok());
    let unchanged = |receipt: Receipt| {
        store.renew(&receipt)?;
        Ok(Fetched::Unchanged(receipt))
    };
    let last = |latest: Option<Receipt>| latest.expect("there was something to compare with");
    let spool = match had.came {
        Came::Bytes(spool) => spool,
        Came::Same => {
            let latest = last(latest);
            let Had { address, status, etag, last_modified, .. } = had;
            return unchanged(Receipt { address, fetched_at, status, etag, last_modified, fresh_until, ..latest });
        }
        Came::NotModified => {
            let latest = last(latest);
            return unchanged(Receipt {
                fetched_at,
                status: had.status,
                etag: had.etag.or(latest.etag),
                last_modified: had.last_modified.or(latest.last_modified),
                fresh_until,
                ..latest
            });
        }
    };
    let receipt = Receipt {
        feed: had.feed,
        address: had.address,
        fetched_at,
        status: had.status,
        etag: had.etag,
        last_modified: had.last_modified,
        bytes: spool.bytes(),
        parts: spool.parts(),
        hash: spool.hash(),
        fresh_until,
        names_next: had.names_next,
        taken: None,
    };
    if let Some(latest) = latest.filter(|latest| latest.hash == receipt.hash) {
        unchanged(Receipt { taken: latest.taken, ..receipt })
    } else {
        Ok(Fetched::Fresh(Snapshot { receipt, spool }))
    }
}
