//! Politeness: what servers say of caching, distance between requests, cookies, an end to it all.

use super::stage::Stage;
use crate::sources::{Asking, FetchError, Fetched};
use std::time::{Duration, Instant};
use wiremock::matchers::{any, header, header_exists, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn answer(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.expect("recorded").len()
}

#[tokio::test]
async fn a_server_that_vouches_for_its_answer_is_not_asked_again_unless_one_insists() {
    let mut stage = Stage::new();
    let server = MockServer::start().await;
    let vouched = answer(200).set_body_string("rows").insert_header("cache-control", "public, max-age=3600");
    Mock::given(any()).respond_with(vouched).mount(&server).await;
    let feed = stage.feed("a", &format!("{}/feed", server.uri()), "");
    let receipt = stage.pull(&feed).await;
    assert!(receipt.fresh_until > Some(receipt.fetched_at));
    assert!(matches!(stage.fetch(&feed).await, Ok(Fetched::Unchanged(again)) if again == receipt));
    assert_eq!(asked(&server).await, 1);
    let moved = stage.feed("a", &format!("{}/other", server.uri()), "");
    assert!(stage.fetch(&moved).await.is_ok());
    assert_eq!(asked(&server).await, 2, "another address is another feed");
    stage.fetcher.asking = Asking::Always;
    assert!(stage.fetch(&moved).await.is_ok());
    assert_eq!(asked(&server).await, 3);
}

/// `名称,文号` a thousand times, as Google's encoder packs it.
const BROTLI: &[u8] = &[
    0x1b, 0xaf, 0x36, 0xf8, 0x45, 0x27, 0xe7, 0x27, 0x3e, 0x88, 0x47, 0xad, 0x28, 0xd0, 0x34, 0x0b, 0xe9, 0x15, 0x0f,
    0xc6, 0x03, 0x70, 0xb9, 0x00, 0x28, 0xfd, 0x7b, 0x78, 0x65, 0x8a, 0x05,
];

#[tokio::test]
async fn answers_packed_with_zstd_or_brotli_are_unpacked() {
    let rows = "名称,文号\n".repeat(1000);
    let zstd = zstd::encode_all(rows.as_bytes(), 3).expect("packs");
    for (name, packed) in [("zstd", zstd), ("br", BROTLI.to_vec())] {
        let server = MockServer::start().await;
        let body = answer(200).set_body_bytes(packed).insert_header("content-encoding", name);
        Mock::given(header_exists("accept-encoding")).respond_with(body).mount(&server).await;
        let stage = Stage::new();
        let feed = stage.feed("a", &format!("{}/feed", server.uri()), "");
        assert_eq!(stage.bodies(&feed).await, [rows.as_bytes()], "{name}");
        let sent = server.received_requests().await.expect("recorded");
        let offered = sent[0].headers["accept-encoding"].to_str().expect("text");
        assert!(["gzip", "br", "zstd"].iter().all(|kind| offered.contains(kind)), "{offered}");
    }
}

#[tokio::test]
async fn cookies_hold_for_one_feed_and_one_run() {
    let server = MockServer::start().await;
    let enter =
        answer(302).insert_header("location", "/in").insert_header("set-cookie", "session=abc; Path=/; HttpOnly");
    Mock::given(path("/feed")).respond_with(enter).mount(&server).await;
    Mock::given(header("cookie", "session=abc")).respond_with(answer(200).set_body_string("rows")).mount(&server).await;
    let stage = Stage::new();
    let receipt = stage.pull(&stage.feed("a", &format!("{}/feed", server.uri()), "")).await;
    assert!(!format!("{receipt:?}").contains("abc"));
    let next_run = stage.failure(&stage.feed("b", &format!("{}/in", server.uri()), "")).await;
    assert!(matches!(next_run, FetchError::Status { status: 404, .. }), "{next_run}");
}

#[tokio::test]
async fn requests_to_one_host_keep_their_distance() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(200).set_body_string("rows")).mount(&server).await;
    let stage = Stage::new();
    let feeds: Vec<_> = (0..4)
        .map(|number| stage.feed(&format!("f-{number}"), &format!("{}/f", server.uri()), "delay_ms = 100"))
        .collect();
    let begun = Instant::now();
    let results = stage.fetcher.fetch_all(&feeds, &stage.store, &|_, _| ()).await;
    assert!(results.iter().all(Result::is_ok));
    assert!(begun.elapsed() >= Duration::from_millis(300), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn tries_end_at_the_deadline() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(200).set_delay(Duration::from_secs(20))).mount(&server).await;
    let stage = Stage::new();
    let feed = stage.feed("a", &format!("{}/feed", server.uri()), "deadline_secs = 1");
    let begun = Instant::now();
    let error = stage.failure(&feed).await;
    assert!(matches!(error, FetchError::Deadline { .. }), "{error}");
    assert!(error.to_string().contains("`deadline_secs`"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}
