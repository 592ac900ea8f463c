//! A static file server that counts what it sends: plain files, no compression, no ranges.

use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// What went over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    pub requests: u64,
    /// Heads and bodies of all responses.
    pub bytes: u64,
    /// The part of it below `/search/`.
    pub search_bytes: u64,
}

/// Counts responses of all connections.
#[derive(Debug, Default)]
pub struct Counter {
    requests: AtomicU64,
    bytes: AtomicU64,
    search_bytes: AtomicU64,
}

impl Counter {
    pub fn reset(&self) {
        for number in [&self.requests, &self.bytes, &self.search_bytes] {
            number.store(0, Ordering::SeqCst);
        }
    }

    pub fn traffic(&self) -> Traffic {
        Traffic {
            requests: self.requests.load(Ordering::SeqCst),
            bytes: self.bytes.load(Ordering::SeqCst),
            search_bytes: self.search_bytes.load(Ordering::SeqCst),
        }
    }

    fn count(&self, path: &str, bytes: u64) {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.bytes.fetch_add(bytes, Ordering::SeqCst);
        if path.starts_with("/search/") {
            self.search_bytes.fetch_add(bytes, Ordering::SeqCst);
        }
    }
}

/// A server on a port of its own; it lives as long as the program.
pub struct Server {
    address: SocketAddr,
    counter: Arc<Counter>,
}

impl Server {
    pub fn start(site: &Path) -> Result<Server> {
        let listener = TcpListener::bind("127.0.0.1:0").context("cannot listen on 127.0.0.1")?;
        let server = Server { address: listener.local_addr()?, counter: Arc::default() };
        let (site, counter) = (Arc::new(site.to_owned()), Arc::clone(&server.counter));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, counter) = (Arc::clone(&site), Arc::clone(&counter));
                // A browser that goes away in the middle of a response ends its connection and nothing else.
                thread::spawn(move || serve(&stream, &site, &counter).ok());
            }
        });
        Ok(server)
    }

    /// Address of the site's root, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn counter(&self) -> &Counter {
        &self.counter
    }
}

/// Answers the requests of one connection until it closes.
fn serve(stream: &TcpStream, site: &Path, counter: &Counter) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(request) = lines.next().transpose()? {
        // A GET has no body: its head ends with an empty line.
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let target = request.split(' ').nth(1).unwrap_or("/");
        let path = target.split(['?', '#']).next().unwrap_or("/");
        let response = respond(site, path);
        counter.count(path, response.len() as u64);
        let mut stream = stream;
        stream.write_all(&response)?;
    }
    Ok(())
}

fn respond(site: &Path, path: &str) -> Vec<u8> {
    let (status, kind, body) = match file_of(site, path).map(|file| (fs::read(&file), file)) {
        Some((Ok(body), file)) => ("200 OK", content_type(&file), body),
        _ => ("404 Not Found", "text/plain", b"not found".to_vec()),
    };
    let mut response = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: max-age=3600\r\n\r\n",
        body.len()
    )
    .into_bytes();
    response.extend(body);
    response
}

/// The file below the site; nothing for a path that would leave it.
fn file_of(site: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let relative = Path::new(decoded.trim_start_matches('/'));
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let file = site.join(relative);
    Some(if decoded.ends_with('/') { file.join("index.html") } else { file })
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js" | "mjs") => "text/javascript",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("xml") => "application/xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
