//! Feeds over HTTP from a server that behaves, and from one that is busy, gone or moved.

use super::stage::{Stage, TOKEN, unpacked};
use crate::sources::{FetchError, Fetched};
use std::time::Duration;
use wiremock::matchers::{body_string_contains, header, header_exists, headers, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn answer(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/feed")).respond_with(answer).mount(&server).await;
    server
}

async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.map_or(0, |requests| requests.len())
}

fn feed_url(server: &MockServer) -> String {
    format!("{}/feed", server.uri())
}

#[tokio::test]
async fn validators_are_sent_and_304_means_unchanged() {
    let stage = Stage::new();
    let server = MockServer::start().await;
    let modified = "Wed, 25 Nov 2026 08:00:00 GMT";
    Mock::given(header("if-none-match", "\"v1\""))
        .and(headers("if-modified-since", modified.split(", ").collect()))
        .respond_with(answer(304).insert_header("etag", "\"v1b\""))
        .with_priority(1)
        .mount(&server)
        .await;
    let first = answer(200).set_body_string("rows").insert_header("etag", "\"v1\"");
    Mock::given(method("GET"))
        .and(header("user-agent", concat!("mingjing/", env!("CARGO_PKG_VERSION"))))
        .respond_with(first.insert_header("last-modified", modified))
        .expect(2)
        .mount(&server)
        .await;
    let feed = stage.feed("a", &feed_url(&server), "");
    let first = stage.pull(&feed).await;
    assert_eq!((first.status, first.etag.as_deref()), (Some(200), Some("\"v1\"")));
    let Ok(Fetched::Unchanged(receipt)) = stage.fetch(&feed).await else { panic!("not unchanged") };
    assert_eq!((receipt.status, receipt.hash.as_str()), (Some(304), first.hash.as_str()));
    assert_eq!((receipt.etag.as_deref(), receipt.last_modified.as_deref()), (Some("\"v1b\""), Some(modified)));
    // Another address is another feed: its first request is unconditional.
    let moved = stage.feed("a", &format!("{}/other", server.uri()), "");
    assert!(matches!(stage.fetch(&moved).await, Ok(Fetched::Unchanged(receipt)) if receipt.status == Some(200)));
}

#[tokio::test]
async fn the_same_bytes_with_status_200_are_unchanged() {
    let stage = Stage::new();
    let server = server(answer(200).set_body_string("rows")).await;
    let feed = stage.feed("a", &feed_url(&server), "");
    stage.pull(&feed).await;
    assert!(matches!(stage.fetch(&feed).await, Ok(Fetched::Unchanged(_))));
}

#[tokio::test]
async fn a_damaged_snapshot_is_fetched_again_in_full() {
    let stage = Stage::new();
    let server = server(answer(200).set_body_string("rows").insert_header("etag", "\"v1\"")).await;
    let feed = stage.feed("a", &feed_url(&server), "");
    let hash = stage.pull(&feed).await.hash;
    stage.write(&format!("data/snapshots/a/{hash}.zst"), "half");
    assert_eq!(stage.bodies(&feed).await, [b"rows"]);
    let asked = server.received_requests().await.expect("recorded");
    assert!(asked.iter().all(|request| !request.headers.contains_key("if-none-match")));
}

#[tokio::test]
async fn a_304_that_was_not_asked_for_is_an_error() {
    let stage = Stage::new();
    let server = server(answer(304)).await;
    let error = stage.failure(&stage.feed("a", &feed_url(&server), "")).await;
    assert!(matches!(error, FetchError::Status { status: 304, .. }), "{error}");
}

#[tokio::test]
async fn only_200_is_data_and_a_refusal_is_final() {
    for status in [201, 204, 206, 300, 400, 401, 403, 404, 410] {
        let stage = Stage::new();
        let server = server(answer(status).set_body_string("not rows")).await;
        let error = stage.failure(&stage.feed("a", &feed_url(&server), "")).await;
        assert!(error.to_string().contains(&format!("status {status}")), "{error}");
        assert_eq!(requests(&server).await, 1, "{status}");
    }
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    for busy in [429, 500, 502, 503, 504] {
        let stage = Stage::new();
        let server = MockServer::start().await;
        let come_back = answer(busy).insert_header("retry-after", "0");
        Mock::given(method("GET")).respond_with(come_back).up_to_n_times(3).with_priority(1).mount(&server).await;
        Mock::given(method("GET")).respond_with(answer(200).set_body_string("rows")).mount(&server).await;
        let feed = stage.feed("a", &feed_url(&server), "");
        assert_eq!(stage.bodies(&feed).await, [b"rows"]);
        assert_eq!(requests(&server).await, 4);
    }
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let stage = Stage::new();
    let server = MockServer::start().await;
    let come_back = answer(429).insert_header("retry-after", "1");
    Mock::given(method("GET")).respond_with(come_back).up_to_n_times(1).with_priority(1).mount(&server).await;
    Mock::given(method("GET")).respond_with(answer(200)).mount(&server).await;
    let begun = std::time::Instant::now();
    stage.fresh(&stage.feed("a", &feed_url(&server), "")).await;
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_server_that_wants_to_be_left_alone_is() {
    let stage = Stage::new();
    let server = server(answer(429).insert_header("retry-after", "Fri, 25 Nov 2126 08:00:00 GMT")).await;
    let error = stage.failure(&stage.feed("a", &feed_url(&server), "")).await;
    assert!(matches!(error, FetchError::Status { status: 429, .. }), "{error}");
    assert!(error.to_string().contains("status 429 and asks to be left alone for "), "{error}");
    assert_eq!(requests(&server).await, 1);
}

#[tokio::test]
async fn a_broken_server_is_given_up_after_four_tries() {
    let stage = Stage::new();
    let server = server(answer(500)).await;
    let error = stage.failure(&stage.feed("a", &feed_url(&server), "")).await;
    assert!(matches!(error, FetchError::Status { status: 500, .. }), "{error}");
    assert_eq!(requests(&server).await, 4);
}

#[tokio::test]
async fn redirects_stay_on_the_host() {
    let stage = Stage::new();
    let other = server(answer(200).set_body_string("stolen")).await;
    let home = MockServer::start().await;
    let to = |target: String| answer(302).insert_header("location", target);
    let routes = [
        ("/near", to("/feed".to_owned())),
        ("/far", to(feed_url(&other))),
        ("/loop", to("/loop".to_owned())),
        ("/file", to("file:///etc/passwd".to_owned())),
        ("/feed", answer(200).set_body_string("rows")),
    ];
    for (place, template) in routes {
        Mock::given(path(place)).respond_with(template).mount(&home).await;
    }
    let headers = "[request]\nheaders = { Authorization = \"Bearer ${AGENCY_TOKEN}\" }";
    let feed = |place| stage.feed("a", &format!("{}/{place}", home.uri()), headers);
    assert_eq!(stage.bodies(&feed("near")).await, [b"rows"]);
    let far = stage.failure(&feed("far")).await;
    assert!(matches!(&far, FetchError::OtherHost { .. }), "{far}");
    assert!(far.to_string().contains(&other.address().to_string()), "{far}");
    assert_eq!(requests(&other).await, 0);
    let looped = stage.failure(&feed("loop")).await;
    assert!(matches!(looped, FetchError::TooManyRedirects { .. }), "{looped}");
    let file = stage.failure(&feed("file")).await.to_string();
    assert!(file.contains("another host, `file:`"), "{file}");
}

#[tokio::test]
async fn packed_answers_are_unpacked_within_the_limit() {
    let rows = "名称,文号\n".repeat(1000);
    let mut packer = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut packed = vec![0; packer.gzip_compress_bound(rows.len())];
    let length = packer.gzip_compress(rows.as_bytes(), &mut packed).expect("the bound holds");
    packed.truncate(length);
    let template = answer(200).insert_header("content-encoding", "gzip");
    let server = server(template.set_body_bytes(packed.clone())).await;
    let stage = Stage::new();
    let snapshot = stage.fresh(&stage.feed("a", &feed_url(&server), "")).await;
    assert_eq!(unpacked(&snapshot.spool.bodies()), [rows.as_bytes()]);
    let limit = format!("max_bytes = {}", packed.len() + 100);
    let error = stage.failure(&stage.feed("a", &feed_url(&server), &limit)).await;
    assert!(matches!(error, FetchError::TooLarge { .. }), "{error}");
    assert_eq!(requests(&server).await, 2);
}

#[tokio::test]
async fn a_form_is_posted_with_its_variables_and_never_conditionally() {
    let stage = Stage::new();
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(header("content-type", "application/x-www-form-urlencoded"))
        .and(body_string_contains(format!("area=210300&key={TOKEN}")))
        .respond_with(answer(200).set_body_string("rows").insert_header("etag", "\"v1\""))
        .mount(&server)
        .await;
    Mock::given(header_exists("if-none-match")).respond_with(answer(304)).with_priority(1).mount(&server).await;
    let more = "[request]\nmethod = \"POST\"\nform = { key = \"${AGENCY_TOKEN}\", area = \"210300\" }";
    let feed = stage.feed("a", &feed_url(&server), more);
    stage.pull(&feed).await;
    assert!(matches!(stage.fetch(&feed).await, Ok(Fetched::Unchanged(receipt)) if receipt.status == Some(200)));
}

#[tokio::test]
async fn credentials_are_sent_and_never_shown() {
    let stage = Stage::new();
    let server = MockServer::start().await;
    Mock::given(path("/feed"))
        .and(query_param("token", TOKEN))
        .and(header("x-token", TOKEN))
        .and(header("authorization", "Basic dXNlcjpzM2NyM3QtdDBrZW4="))
        .respond_with(answer(200).set_body_string("rows"))
        .mount(&server)
        .await;
    let address =
        |place: &str| format!("http://user:${{AGENCY_TOKEN}}@{}/{place}?token=${{AGENCY_TOKEN}}", server.address());
    let headers = "[request]\nheaders = { X-Token = \"${AGENCY_TOKEN}\" }";
    let receipt = stage.pull(&stage.feed("a", &address("feed"), headers)).await;
    assert_eq!(receipt.address, format!("http://{}/feed?token=${{AGENCY_TOKEN}}", server.address()));
    let mut written = format!("{receipt:?}");
    for file in ["latest.json", "receipts.ndjson"] {
        written += &std::fs::read_to_string(stage.root().join("data/snapshots/a").join(file)).expect("written");
    }
    let failures = [
        stage.feed("a", &address("nowhere"), headers),
        stage.feed("a", "http://user:${AGENCY_TOKEN}@127.0.0.1:1/${AGENCY_TOKEN}", headers),
        stage.feed("a", "http://127.0.0.1:${AGENCY_TOKEN}/", headers),
        stage.feed("a", "https://user:s3cr3t-t0ken@127.0.0.1:1/?token=s3cr3t-t0ken", ""),
        stage.feed("a", &address("feed"), "[request]\nheaders = { \"X Token\" = \"${AGENCY_TOKEN}\" }"),
    ];
    for feed in failures {
        let error = stage.failure(&feed).await;
        written += &format!("{error} {error:?}\n");
    }
    assert!(!written.contains(TOKEN) && !written.contains("user:"), "{written}");
}

#[tokio::test]
async fn configuration_errors_name_the_file_and_the_variable() {
    let stage = Stage::new();
    let unset = stage.failure(&stage.feed("a", "http://127.0.0.1:1/?key=${NO_SUCH_KEY}", "")).await;
    assert!(unset.is_configuration());
    let text = unset.to_string();
    assert!(text.contains("a.toml:3`") && text.contains("`NO_SUCH_KEY` is not set"), "{text}");
    assert!(text.contains("hint: ") && text.contains("${NO_SUCH_KEY}"), "{text}");
    let open = stage.failure(&stage.feed("a", "http://127.0.0.1:1/?key=${KEY", "")).await;
    assert!(open.is_configuration() && open.to_string().contains("`source`"), "{open}");
    let header = stage.feed("a", "http://127.0.0.1:1/", "[request]\nheaders = { \"X Token\" = \"x\" }");
    let header = stage.failure(&header).await;
    assert!(header.is_configuration() && header.to_string().contains("`request.headers.X Token`"), "{header}");
    let refused = stage.failure(&stage.feed("a", "http://127.0.0.1:1/", "")).await;
    assert!(!refused.is_configuration());
}

#[tokio::test]
async fn a_host_gets_two_requests_at_a_time_and_hosts_do_not_wait_for_each_other() {
    let stage = Stage::new();
    let slow = server(answer(200).set_body_string("rows").set_delay(Duration::from_millis(200))).await;
    let other = server(answer(200).set_body_string("rows").set_delay(Duration::from_millis(200))).await;
    let mut feeds = Vec::new();
    for number in 0..4 {
        feeds.push(stage.feed(&format!("slow-{number}"), &feed_url(&slow), ""));
        feeds.push(stage.feed(&format!("other-{number}"), &feed_url(&other), ""));
    }
    let begun = std::time::Instant::now();
    let results = stage.fetcher.fetch_all(&feeds, &stage.store, &|_, _| ()).await;
    let took = begun.elapsed();
    assert!(results.iter().all(Result::is_ok));
    // Two turns of 200 ms; all at once it would be one turn, one after the other eight.
    assert!(took >= Duration::from_millis(400) && took < Duration::from_millis(1500), "{took:?}");
}
