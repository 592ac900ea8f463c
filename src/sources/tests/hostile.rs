//! Servers that misbehave below HTTP: each loses nothing and holds up nobody.

use super::stage::{RawServer, Stage, send};
use crate::sources::FetchError;
use std::time::{Duration, Instant};

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n";

#[tokio::test]
async fn half_a_body_is_asked_for_again() {
    let server = RawServer::start(|stream, number| {
        let body: &[u8] = if number < 2 { b"half of" } else { b"half of the rows" };
        send(stream, &[HEAD, b"content-length: 16\r\n\r\n", body].concat());
    });
    let stage = Stage::new();
    assert_eq!(stage.bodies(&stage.feed("a", &server.url(), "")).await, [b"half of the rows"]);
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_body_that_is_always_cut_fails() {
    let heads: [&[u8]; 2] = [b"content-length: 16\r\n\r\nhalf", b"transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"];
    for rest in heads {
        let server = RawServer::start(move |stream, _| {
            send(stream, &[HEAD, rest].concat());
        });
        let stage = Stage::new();
        let error = stage.failure(&stage.feed("a", &server.url(), "")).await;
        assert!(matches!(error, FetchError::Broken { .. }), "{error}");
        assert_eq!(server.connections(), 4);
    }
}

#[tokio::test]
async fn a_cut_gzip_stream_fails() {
    let server = RawServer::start(|stream, _| {
        let gzip_head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1];
        send(stream, &[HEAD, b"content-encoding: gzip\r\ncontent-length: 11\r\n\r\n", &gzip_head].concat());
    });
    let stage = Stage::new();
    let error = stage.failure(&stage.feed("a", &server.url(), "")).await;
    assert!(matches!(error, FetchError::Broken { .. }), "{error}");
}

#[tokio::test]
async fn silence_ends_after_the_timeout() {
    type Opening = &'static [u8];
    let openings: [Opening; 3] = [b"", HEAD, b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nrow"];
    let begun = Instant::now();
    let trials = openings.map(|opening| async move {
        let server = RawServer::start(move |stream, _| {
            send(stream, opening);
            std::thread::sleep(Duration::from_secs(5));
        });
        let stage = Stage::new();
        let error = stage.failure(&stage.feed("a", &server.url(), "timeout_secs = 1")).await;
        assert!(matches!(error, FetchError::Timeout { seconds: 1, .. }), "{error}");
        assert_eq!(server.connections(), 1);
    });
    let [first, second, third] = trials;
    tokio::join!(first, second, third);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_trickle_does_not_outlast_the_timeout() {
    let server = RawServer::start(|stream, _| {
        send(stream, &[HEAD, b"\r\n"].concat());
        while send(stream, b"x") {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let stage = Stage::new();
    let error = stage.failure(&stage.feed("a", &server.url(), "timeout_secs = 1")).await;
    assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn too_many_bytes_stop_the_reading() {
    let server = RawServer::start(|stream, _| {
        send(stream, &[HEAD, b"\r\n"].concat());
        let block = [b'x'; 65536];
        while send(stream, &block) {}
    });
    let stage = Stage::new();
    let error = stage.failure(&stage.feed("a", &server.url(), "max_bytes = 1000000")).await;
    assert!(matches!(error, FetchError::TooLarge { found: 1_000_000..2_000_000, .. }), "{error}");
    assert!(error.to_string().contains("`max_bytes` allows 1000000"), "{error}");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn an_announced_size_is_believed_when_it_is_too_large() {
    let server = RawServer::start(|stream, _| {
        send(stream, &[HEAD, b"content-length: 5000000000\r\n\r\n"].concat());
        std::thread::sleep(Duration::from_secs(5));
    });
    let stage = Stage::new();
    let error = stage.failure(&stage.feed("a", &server.url(), "")).await;
    assert!(matches!(error, FetchError::TooLarge { found: 5_000_000_000, .. }), "{error}");
}

#[tokio::test]
async fn garbage_and_hanging_up_are_errors() {
    let openings: [&[u8]; 4] = [b"", b"\x00\xff\xfe garbage\r\n\r\n", b"220 mail.example ESMTP\r\n", b"HTTP/1.1 2"];
    for opening in openings {
        let server = RawServer::start(move |stream, _| {
            send(stream, opening);
        });
        let stage = Stage::new();
        let error = stage.failure(&stage.feed("a", &server.url(), "")).await;
        assert!(matches!(error, FetchError::Broken { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_header_without_an_end_is_an_error() {
    let server = RawServer::start(|stream, _| {
        send(stream, b"HTTP/1.1 200 OK\r\nx: ");
        let block = [b'x'; 65536];
        while send(stream, &block) {}
    });
    let stage = Stage::new();
    let error = stage.failure(&stage.feed("a", &server.url(), "timeout_secs = 2")).await;
    assert!(matches!(error, FetchError::Broken { .. } | FetchError::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn nobody_there_is_a_failure_to_connect() {
    let stage = Stage::new();
    let error = stage.failure(&stage.feed("a", "http://127.0.0.1:1/feed", "")).await;
    assert!(matches!(error, FetchError::Connect { .. }), "{error}");
}

#[tokio::test]
async fn a_server_without_tls_is_not_trusted_and_not_asked_again() {
    let server = RawServer::start(|stream, _| {
        send(stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let stage = Stage::new();
    let error = stage.failure(&stage.feed("a", &server.url().replace("http:", "https:"), "")).await;
    assert!(matches!(error, FetchError::Tls { .. }), "{error}");
    assert_eq!(server.connections(), 1);
}
