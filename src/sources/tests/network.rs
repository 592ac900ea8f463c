//! Whom a feed may be fetched from: private addresses, redirects to listed hosts, certificates.

use super::stage::{Stage, TOKEN};
use super::tls::{Authority, TlsServer};
use crate::sources::FetchError;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A stage on which these names resolve so, and no others.
fn with_names(names: &'static [(&'static str, &'static [&'static str])]) -> Stage {
    let mut stage = Stage::new();
    stage.fetcher.names = Arc::new(|name| {
        let found = names.iter().find(|known| known.0 == name).ok_or(io::ErrorKind::NotFound)?;
        Ok(found.1.iter().map(|address| address.parse::<IpAddr>().expect("an address")).collect())
    });
    stage
}

async fn rows() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("rows")).mount(&server).await;
    server
}

async fn asked(server: &MockServer) -> Vec<wiremock::Request> {
    server.received_requests().await.expect("recorded")
}

#[tokio::test]
async fn a_feed_of_this_machine_needs_leave() {
    let server = rows().await;
    let stage = with_names(&[
        ("inside.example", &["127.0.0.1"]),
        ("mapped.example", &["::ffff:127.0.0.1"]),
        ("both.example", &["203.0.113.9", "10.0.0.7"]),
        ("meta.example", &["169.254.169.254"]),
        ("unique.example", &["fd00::1"]),
    ]);
    let port = server.address().port();
    let hosts = ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0", "10.0.0.1"];
    let names = ["inside.example", "mapped.example", "both.example", "meta.example", "unique.example"];
    for host in hosts.into_iter().chain(names) {
        let feed = stage.public_feed("a", &format!("http://{host}:{port}/feed"), "");
        let error = stage.failure(&feed).await;
        assert!(matches!(error, FetchError::Private { .. }), "{host}: {error}");
        let text = error.to_string();
        assert!(
            text.contains("hint: ") && text.contains("`allow_private = true`") && text.contains("a.toml"),
            "{text}"
        );
    }
    assert!(asked(&server).await.is_empty(), "nobody was asked");
    for host in ["127.0.0.1", "inside.example", "mapped.example"] {
        let feed = stage.feed("b", &format!("http://{host}:{port}/{host}"), "");
        assert!(stage.fetch(&feed).await.is_ok(), "{host}");
    }
    assert_eq!(asked(&server).await.len(), 3);
}

#[tokio::test]
async fn a_listed_host_may_be_redirected_to_and_gets_no_credentials() {
    let other = rows().await;
    let home = MockServer::start().await;
    let place = format!("http://{}/data", other.address());
    for status in [301, 302, 303, 307, 308] {
        let answer = ResponseTemplate::new(status).insert_header("location", place.as_str());
        Mock::given(path(format!("/{status}"))).respond_with(answer).mount(&home).await;
    }
    let stage = Stage::new();
    let request = "[request]\nheaders = { Authorization = \"Bearer ${AGENCY_TOKEN}\", X-Key = \"${AGENCY_TOKEN}\" }";
    let listed = format!("redirect_hosts = [\"{}\"]\n{request}", other.address());
    for status in [301, 302, 303, 307, 308] {
        let feed = stage.feed("a", &format!("{}/{status}", home.uri()), &listed);
        assert!(stage.fetch(&feed).await.is_ok(), "{status}");
    }
    assert!(asked(&home).await.iter().all(|request| request.headers.contains_key("x-key")));
    let there = asked(&other).await;
    assert_eq!(there.len(), 5);
    assert!(there.iter().all(|request| !format!("{request:?}").contains(TOKEN)), "{there:?}");
    let unlisted = stage.failure(&stage.feed("b", &format!("{}/302", home.uri()), request)).await;
    assert!(matches!(unlisted, FetchError::OtherHost { .. }), "{unlisted}");
    assert!(unlisted.to_string().contains("`redirect_hosts`"), "{unlisted}");
}

#[tokio::test]
async fn a_form_never_goes_to_another_host() {
    let other = rows().await;
    let home = MockServer::start().await;
    for (status, place) in [(307, "/keep"), (303, "/see")] {
        let answer =
            ResponseTemplate::new(status).insert_header("location", format!("http://{}/", other.address()).as_str());
        Mock::given(method("POST")).and(path(place)).respond_with(answer).mount(&home).await;
    }
    let stage = Stage::new();
    let post = "[request]\nmethod = \"POST\"\nform = { key = \"${AGENCY_TOKEN}\" }";
    let listed = format!("redirect_hosts = [\"{}\"]\n{post}", other.address());
    let kept = stage.failure(&stage.feed("a", &format!("{}/keep", home.uri()), &listed)).await;
    assert!(matches!(kept, FetchError::OtherHost { .. }), "{kept}");
    stage.fresh(&stage.feed("a", &format!("{}/see", home.uri()), &listed)).await;
    let there = asked(&other).await;
    assert!(there.len() == 1 && there[0].method.as_str() == "GET" && there[0].body.is_empty(), "{there:?}");
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused_and_one_of_the_feeds_own_is_taken() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, "agency.example");
    let stage = with_names(&[("agency.example", &["127.0.0.1"]), ("else.example", &["127.0.0.1"])]);
    stage.write("data/agency-ca.pem", authority.pem());
    stage.write("data/other-ca.pem", Authority::new().pem());
    let feed = |host: &str, more: &str| stage.feed("a", &format!("https://{host}:{}/feed", server.port()), more);
    for more in ["", "ca_file = \"data/other-ca.pem\""] {
        let error = stage.failure(&feed("agency.example", more)).await;
        assert!(matches!(error, FetchError::Tls { .. }), "{error}");
        let text = error.to_string();
        assert!(text.contains("cannot be trusted") && text.contains("`ca_file`") && text.contains("a.toml"), "{text}");
    }
    let own = "ca_file = \"data/agency-ca.pem\"";
    assert_eq!(stage.bodies(&feed("agency.example", own)).await, [b"rows"]);
    let other_name = stage.failure(&feed("else.example", own)).await;
    assert!(matches!(other_name, FetchError::Tls { .. }), "{other_name}");
}

#[tokio::test]
async fn a_self_signed_certificate_is_refused_with_the_mend() {
    let server = TlsServer::self_signed("agency.example");
    let stage = with_names(&[("agency.example", &["127.0.0.1"])]);
    let feed = stage.feed("a", &format!("https://agency.example:{}/feed", server.port()), "");
    let error = stage.failure(&feed).await;
    assert!(matches!(error, FetchError::Tls { .. }), "{error}");
    assert!(error.to_string().contains("hint: "), "{error}");
}

#[tokio::test]
async fn a_file_of_authorities_that_cannot_be_used_is_a_configuration_error() {
    let stage = Stage::new();
    stage.write("data/empty.pem", "");
    stage.write("data/broken.pem", "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n");
    for file in ["data/empty.pem", "data/broken.pem", "data/missing.pem"] {
        let feed = stage.feed("a", "https://127.0.0.1:1/", &format!("ca_file = \"{file}\""));
        let error = stage.failure(&feed).await;
        assert!(error.is_configuration() && error.to_string().contains("`ca_file`"), "{error}");
    }
}
