//! A static file server below a path: plain GETs, no ranges, text compressed, and a list of what was asked for. Pages
//! come with a strict Content-Security-Policy.

use libdeflater::{CompressionLvl, Compressor};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What a strict host lets pages do.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:";

/// The path that the site stands under, as `base_url` of the sample portal has it.
const BASE: &str = "/yfk/";

/// A server on a port of its own; it lives as long as the test run.
pub struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
    down: Arc<AtomicBool>,
}

impl Server {
    pub fn start(site: &Path) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let server =
            Server { address: listener.local_addr().expect("an address"), log: Arc::default(), down: Arc::default() };
        let (site, log, down) = (Arc::new(site.to_owned()), Arc::clone(&server.log), Arc::clone(&server.down));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, log, down) = (Arc::clone(&site), Arc::clone(&log), Arc::clone(&down));
                // A browser that goes away in the middle of a response ends its connection and nothing else.
                thread::spawn(move || serve(&stream, &site, &log, &down).ok());
            }
        });
        server
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of a page of the site.
    pub fn url(&self, page: &str) -> String {
        format!("{}{BASE}{page}", self.origin())
    }

    /// While it is down it closes every connection without a word, as if there were no network.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::Relaxed);
    }

    /// Every request so far as `status method target`; other tests' requests are among them.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Answers the requests of one connection until it closes.
fn serve(stream: &TcpStream, site: &Path, log: &Mutex<Vec<String>>, down: &AtomicBool) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(request) = lines.next().transpose()? {
        // A GET has no body: its head ends with an empty line.
        let mut gzip = false;
        while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
            let line = line.to_ascii_lowercase();
            gzip |= line.starts_with("accept-encoding:") && line.contains("gzip");
        }
        if down.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let file = file_of(site, target.split(['?', '#']).next().unwrap_or_default());
        let body = file.as_ref().filter(|_| method == "GET").and_then(|file| fs::read(file).ok());
        let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
        log.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{} {method} {target}", &status[..3]));
        let kind = file.as_deref().map_or("text/plain", content_type);
        let body = body.unwrap_or_else(|| b"not found".to_vec());
        let (body, encoding) = match gzip && kind.starts_with("text/") {
            true => (compressed(&body), "Content-Encoding: gzip\r\n"),
            false => (body, ""),
        };
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{encoding}Content-Length: {length}\r\n\
             Content-Security-Policy: {POLICY}\r\n\r\n"
        );
        let mut stream = stream;
        stream.write_all(&[head.into_bytes(), body].concat())?;
    }
    Ok(())
}

/// As a host sends text.
fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::default());
    let mut room = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut room).expect("as much room as it may need");
    room.truncate(length);
    room
}

/// The file below the site; nothing for a path that would leave it or that is not below [`BASE`].
fn file_of(site: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_encoding::percent_decode_str(path.strip_prefix(BASE)?).decode_utf8().ok()?;
    let relative = Path::new(decoded.as_ref());
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let file = site.join(relative);
    Some(if decoded.is_empty() || decoded.ends_with('/') { file.join("index.html") } else { file })
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js" | "mjs") => "text/javascript",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("csv") => "text/csv",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
