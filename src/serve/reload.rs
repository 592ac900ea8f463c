//! How a page in a browser learns that the site behind it has changed: server-sent events and a script of our own origin,
//! since the pages forbid any other (Content-Security-Policy).

use super::{Preview, Shown};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;
use std::convert::Infallible;

/// The stream of events; no page of a site begins with `__`.
pub const EVENTS: &str = "/__reload";
pub const SCRIPT: &str = "/__reload/script.js";

/// The page with the script tag, in which its version stands. Files stay as they are.
pub fn inject(mut page: Vec<u8>, version: u64) -> Vec<u8> {
    let tag = format!("<script type=\"module\" src=\"{SCRIPT}?version={}\"></script>", version_name(version));
    let end = b"</body>";
    let place = page.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(page.len());
    page.splice(place..place, tag.into_bytes());
    page
}

pub fn script() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, include_str!("reload.js")).into_response()
}

/// An event `site` at once, and one after each build.
pub fn events(preview: &Preview) -> Response {
    let mut receiver = preview.shown.subscribe();
    receiver.mark_changed();
    let events = stream::unfold(receiver, |mut receiver| async move {
        receiver.changed().await.ok()?;
        let event = event(&receiver.borrow_and_update());
        Some((Ok::<_, Infallible>(event), receiver))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

fn event(shown: &Shown) -> Event {
    let data = json!({ "version": version_name(shown.version), "failure": shown.failure });
    Event::default().event("site").data(data.to_string())
}

/// Differs from that of a preview that ran before on the same port.
fn version_name(version: u64) -> String {
    format!("{}-{version}", std::process::id())
}
