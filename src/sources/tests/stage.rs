//! A portal in a temporary folder, whose feeds are written as manifests and fetched with fast retries.

use crate::sources::client::Proxies;
use crate::sources::retry::Backoff;
use crate::sources::{Body, Feed, FetchError, Fetched, Fetcher, Receipt, Snapshot, SnapshotStore};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// What `${AGENCY_TOKEN}` is in tests; must never be seen again.
pub const TOKEN: &str = "s3cr3t-t0ken";

pub struct Stage {
    pub dir: TempDir,
    pub store: SnapshotStore,
    pub fetcher: Fetcher,
}

impl Stage {
    pub fn new() -> Stage {
        let dir = TempDir::new().expect("a temporary folder");
        let store = SnapshotStore::new(dir.path().join("data/snapshots"));
        let backoff = Backoff { first: Duration::from_millis(1), seed: 0, ..Backoff::default() };
        let lookup = Arc::new(|variable: &str| (variable == "AGENCY_TOKEN").then(|| TOKEN.to_owned()));
        let look = Arc::new(|feed: &Feed, page: &[u8]| crate::records::format::page(feed, page));
        let fetcher = Fetcher { backoff, proxies: Proxies::None, lookup, look, ..Fetcher::default() };
        Stage { dir, store, fetcher }
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        crate::fs::write_atomic(&self.root().join(path), bytes.as_ref()).expect("the folder is writable");
    }

    /// A feed with that `source` and further lines of its manifest; it may come from this machine.
    pub fn feed(&self, id: &str, source: &str, more: &str) -> Feed {
        self.public_feed(id, source, &format!("allow_private = true\n{more}"))
    }

    /// As [`Stage::feed`], but it must come from the public network.
    pub fn public_feed(&self, id: &str, source: &str, more: &str) -> Feed {
        let path = format!("data/sources/{id}.toml");
        self.write(&path, format!("kind = \"policy\"\nagency = \"示例局\"\nsource = \"{source}\"\n{more}\n"));
        Feed::load(&self.root().join(path), self.root()).expect("the manifest is right")
    }

    pub async fn fetch(&self, feed: &Feed) -> Result<Fetched, FetchError> {
        let mut results = self.fetcher.fetch_all(std::slice::from_ref(feed), &self.store, &|_, _| ()).await;
        results.pop().expect("one result a feed")
    }

    /// The new bytes of a feed, part by part.
    pub async fn bodies(&self, feed: &Feed) -> Vec<Vec<u8>> {
        unpacked(&self.fresh(feed).await.spool.bodies())
    }

    /// The new snapshot of a feed.
    pub async fn fresh(&self, feed: &Feed) -> Snapshot {
        match self.fetch(feed).await {
            Ok(Fetched::Fresh(snapshot)) => snapshot,
            other => panic!("not fresh: {other:?}"),
        }
    }

    /// Fetches, and keeps what came.
    pub async fn pull(&self, feed: &Feed) -> Receipt {
        let Snapshot { receipt, spool } = self.fresh(feed).await;
        self.store.save(&receipt, spool).expect("the folder is writable")
    }

    pub async fn failure(&self, feed: &Feed) -> FetchError {
        match self.fetch(feed).await {
            Err(error) => error,
            Ok(done) => panic!("did not fail: {done:?}"),
        }
    }
}

/// The bytes of parts.
pub fn unpacked(bodies: &[Body]) -> Vec<Vec<u8>> {
    bodies.iter().map(|body| body.bytes().expect("readable").into_owned()).collect()
}

/// A server that answers each connection by hand, as no HTTP library would.
pub struct RawServer {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl RawServer {
    /// `answer` gets each connection after its request's head has been read, with the connection's number from 0.
    pub fn start(answer: impl Fn(&mut TcpStream, usize) + Send + 'static) -> RawServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port is bound");
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let number = count.fetch_add(1, Ordering::SeqCst);
                if read_head(&mut stream).is_ok() {
                    answer(&mut stream, number);
                }
            }
        });
        RawServer { address, connections }
    }

    pub fn url(&self) -> String {
        format!("http://{}/feed.csv", self.address)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Sends what the client may no longer want to hear: a client that hangs up is part of the tests.
pub fn send(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).is_ok()
}

/// First byte of a TLS connection.
const TLS_HANDSHAKE: u8 = 0x16;

fn read_head(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        if byte == [TLS_HANDSHAKE] {
            // The rest of the client's hello comes in one piece.
            return stream.read(&mut [0; 16384]).map(|_| ());
        }
        head.push(byte[0]);
    }
    Ok(())
}
