//! A preview of the built site on 127.0.0.1, which tells browsers when to reload.
//!
//! In: an output folder that builds write into. Out: its files over HTTP, as a static host would serve them below the
//! portal's `base_url`, plus one script tag in pages, added to the answer only. Must not write, and must not serve
//! anything outside the output.

mod files;
mod reload;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use files::Found;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The preview cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(
        "port `{port}` is taken by another program\n  hint: stop that one, or name another with `--port`; `--port 0` takes any free one"
    )]
    Busy { port: u16 },
    #[error(
        "cannot listen on port `{port}`: {source}\n  hint: name another with `--port`; ports below 1024 are the system's"
    )]
    Listen { port: u16, source: std::io::Error },
}

/// What browsers are told.
#[derive(Debug, Clone, Default)]
struct Shown {
    /// Counts builds that changed a file.
    version: u64,
    /// Path below which the site stands on its host, with both slashes.
    base: String,
    /// Why the last build failed; the site is then that of the build before.
    failure: Option<String>,
}

/// The site as it stands, shared between builds and answers.
#[derive(Debug, Clone)]
pub struct Preview {
    out: Arc<Path>,
    shown: Arc<watch::Sender<Shown>>,
}

impl Preview {
    /// A preview of the output folder `out`; `base` is the path of the portal's `base_url`.
    pub fn new(out: PathBuf, base: String) -> Preview {
        let (shown, _) = watch::channel(Shown { version: 0, base, failure: None });
        Preview { out: out.into(), shown: Arc::new(shown) }
    }

    /// A build is done. Browsers reload when it changed anything.
    pub fn built(&self, base: String, is_changed: bool) {
        self.shown.send_modify(|shown| {
            shown.version += u64::from(is_changed || shown.base != base);
            shown.base = base;
            shown.failure = None;
        });
    }

    /// A build failed: the site before it goes on being served, and says so.
    pub fn failed(&self, message: String) {
        self.shown.send_modify(|shown| shown.failure = Some(message));
    }

    /// Address of the home page.
    pub fn address(&self, host: SocketAddr) -> String {
        format!("http://{host}{}", self.shown.borrow().base)
    }
}

/// Takes a port of this machine; 0 for any free one.
///
/// # Errors
/// [`ServeError`].
pub async fn listen(port: u16) -> Result<TcpListener, ServeError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|source| match source.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::Busy { port },
        _ => ServeError::Listen { port, source },
    })
}

/// Serves until the task is dropped.
///
/// # Errors
/// When the system closes the port.
pub async fn serve(listener: TcpListener, preview: Preview) -> std::io::Result<()> {
    axum::serve(listener, Router::new().fallback(answer).with_state(preview)).await
}

async fn answer(State(preview): State<Preview>, request: Request) -> Response {
    if !is_local(request.headers()) {
        return (StatusCode::FORBIDDEN, "this preview answers to 127.0.0.1 and localhost only\n").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    match request.uri().path() {
        reload::EVENTS => reload::events(&preview),
        reload::SCRIPT => reload::script(),
        path => file(&preview, path, request.uri().query()).await,
    }
}

/// A page of another site must not read drafts by way of a name that it lets point to this machine.
fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost")
}

async fn file(preview: &Preview, path: &str, query: Option<&str>) -> Response {
    // Taken before the file is read: a build in between makes the page reload once too often rather than too seldom.
    let Shown { version, base, .. } = preview.shown.borrow().clone();
    let (out, wanted) = (Arc::clone(&preview.out), path.to_owned());
    let found = tokio::task::spawn_blocking(move || files::find(&out, &base, &wanted)).await;
    match found {
        Ok(Ok(Found::File { status, name, bytes })) => page(status, &name, bytes, version),
        Ok(Ok(Found::Elsewhere(mut location))) => {
            if let Some(query) = query {
                location.push('?');
                location.push_str(query);
            }
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response()
        }
        Ok(Ok(Found::Nothing)) => (StatusCode::NOT_FOUND, "no such page\n").into_response(),
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

fn page(status: StatusCode, name: &str, bytes: Vec<u8>, version: u64) -> Response {
    let mime = files::mime(name);
    let bytes = if mime.starts_with("text/html") { reload::inject(bytes, version) } else { bytes };
    (status, [(header::CONTENT_TYPE, mime.as_str()), (header::CACHE_CONTROL, "no-store")], bytes).into_response()
}
