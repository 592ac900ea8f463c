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

/// What a server may do instead of its work.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Answers with that status and no file.
    Status(u16),
    /// Answers with these bytes instead of the file's.
    Body(Vec<u8>),
    /// Takes the request and never answers.
    Silence,
}

/// A server on a port of its own; it lives as long as the test run.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    log: Mutex<Vec<String>>,
    down: AtomicBool,
    /// What befalls requests whose target holds a text.
    faults: Mutex<Vec<(String, Fault)>>,
}

impl State {
    fn fault(&self, target: &str) -> Option<Fault> {
        let faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.iter().find(|(part, _)| target.contains(part.as_str())).map(|(_, fault)| fault.clone())
    }
}

impl Server {
    pub fn start(site: &Path) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let server = Server { address: listener.local_addr().expect("an address"), state: Arc::default() };
        let (site, state) = (Arc::new(site.to_owned()), Arc::clone(&server.state));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, state) = (Arc::clone(&site), Arc::clone(&state));
                // A browser that goes away in the middle of a response ends its connection and nothing else.
                thread::spawn(move || serve(&stream, &site, &state).ok());
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

    /// The address of a page under a name that a browser does not trust as it does this machine: as a portal on plain http.
    pub fn untrusted_url(&self, page: &str) -> String {
        format!("http://portal.test:{}{BASE}{page}", self.address.port())
    }

    /// From now on these befall requests whose target holds a text, and nothing else does.
    pub fn set_faults(&self, faults: &[(&str, Fault)]) {
        let faults = faults.iter().map(|(part, fault)| ((*part).to_owned(), fault.clone())).collect();
        *self.state.faults.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// While it is down it closes every connection without a word, as if there were no network.
    pub fn set_down(&self, down: bool) {
        self.state.down.store(down, Ordering::Relaxed);
    }

    /// Every request so far as `status method target`; other tests' requests are among them.
    pub fn log(&self) -> Vec<String> {
        self.state.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Answers the requests of one connection until it closes.
fn serve(stream: &TcpStream, site: &Path, state: &State) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(request) = lines.next().transpose()? {
        // A GET has no body: its head ends with an empty line.
        let mut gzip = false;
        while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
            let line = line.to_ascii_lowercase();
            gzip |= line.starts_with("accept-encoding:") && line.contains("gzip");
        }
        if state.down.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let fault = state.fault(target);
        if matches!(fault, Some(Fault::Silence)) {
            continue;
        }
        let file = file_of(site, target.split(['?', '#']).next().unwrap_or_default());
        let body = file.as_ref().filter(|_| method == "GET").and_then(|file| fs::read(file).ok());
        let (body, status) = match fault {
            Some(Fault::Status(status)) => (None, format!("{status} No")),
            Some(Fault::Body(bytes)) => (Some(bytes), "200 OK".to_owned()),
            _ => (body.clone(), if body.is_some() { "200 OK" } else { "404 Not Found" }.to_owned()),
        };
        state.log.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{} {method} {target}", &status[..3]));
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
