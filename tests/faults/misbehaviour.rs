//! A table of all the ways in which a server misbehaves, each with what must come of it: the ledger stays or moves on as
//! a whole, and the reason says what happened.

use crate::desk::{Desk, TOKEN};
use crate::server::{Server, Way, raw, reply, send, then_forever, then_silence};
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What the server gave when it was well: three merchants.
const ROWS: &str = r#"{"total":3,"rows":[
    {"企业名称":"示例甲健身有限公司","统一社会信用代码":"91210302MA99FY1107","所属区县":"铁东区"},
    {"企业名称":"示例乙影城有限公司","统一社会信用代码":"91210304MA99FY137U","所属区县":"立山区"},
    {"企业名称":"示例丙美容有限公司","统一社会信用代码":"91210303MA99FY129J","所属区县":"铁西区"}]}"#;

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nConnection: close\r\n";

/// What must come of it.
enum Outcome {
    /// The feed fails, or is held, with these words; its records stay.
    Status(&'static str, &'static str),
    /// The same rows are understood.
    Unharmed,
    /// One row is quarantined, with its field; the others are understood.
    Damaged,
}
use Outcome::{Damaged, Status, Unharmed};

fn failed(words: &'static str) -> Outcome {
    Status("failed", words)
}

/// A way, in words; how the server answers; what must come of it.
type Case = (&'static str, Way, Outcome);

/// Below HTTP, or its wire format.
fn wire() -> Vec<Case> {
    let half = &ROWS.as_bytes()[..ROWS.len() / 2];
    let cut = [HEAD, format!("Content-Length: {}\r\n\r\n", ROWS.len()).as_bytes(), half].concat();
    let chunked = [HEAD, b"Transfer-Encoding: chunked\r\n\r\n10\r\n", &half[..16], b"\r\n"].concat();
    let short = [HEAD, format!("Content-Length: {}\r\n\r\n", ROWS.len() / 2).as_bytes(), ROWS.as_bytes()].concat();
    let bad_chunk = [HEAD, b"Transfer-Encoding: chunked\r\n\r\nzz\r\nrows\r\n0\r\n\r\n"].concat();
    let two_lengths = [HEAD, b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n12345"].concat();
    vec![
        ("takes the request and says nothing", then_silence(b""), failed("did not answer in full within 1 s")),
        ("slow headers", then_forever(HEAD, b"X: y\r\n", Duration::from_millis(300)), failed("did not answer in full")),
        (
            "slow body",
            then_forever(b"HTTP/1.1 200 OK\r\n\r\n", b" ", Duration::from_millis(50)),
            failed("did not answer in full"),
        ),
        (
            "stops in the middle of the body",
            then_silence(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
            failed("did not answer in full"),
        ),
        ("hangs up at once", raw(""), failed("broke off")),
        ("hangs up in the middle of the body", raw(cut), failed("broke off")),
        ("hangs up in the middle of a chunk", raw(chunked), failed("broke off")),
        ("a length that is too small", raw(short), failed("not JSON")),
        ("a chunk without a length", raw(bad_chunk), failed("broke off")),
        ("two lengths", raw(two_lengths), failed("broke off")),
        ("is no HTTP server", raw("220 mail.example ESMTP\r\n"), failed("broke off")),
        (
            "a body without an end",
            then_forever(b"HTTP/1.1 200 OK\r\n\r\n", &[b' '; 65536], Duration::ZERO),
            failed("`max_bytes` allows 100000"),
        ),
        (
            "announces more than is allowed",
            then_silence(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"),
            failed("`max_bytes` allows 100000"),
        ),
        ("a header without an end", then_forever(HEAD, &[b'x'; 65536], Duration::ZERO), failed("")),
    ]
}

/// Answers that are HTTP, and wrong.
fn answers() -> Vec<Case> {
    let bomb = gzip(&vec![b' '; 5_000_000]);
    let cut = gzip(ROWS.as_bytes());
    let half = cut[..cut.len() / 2].to_vec();
    let recovers: Way = Arc::new(|request, stream| {
        let status = if request.number == 0 { 503 } else { 200 };
        send(stream, status, "Retry-After: 0\r\n", ROWS.as_bytes())
    });
    vec![
        ("500", reply(500, "", "error"), failed("answered with status 500")),
        ("404", reply(404, "", "gone"), failed("hint: the agency may have moved the feed")),
        ("401", reply(401, "", "who?"), failed("hint: the agency refuses access")),
        ("204 without rows", raw("HTTP/1.1 204 No Content\r\n\r\n"), failed("answered with status 204")),
        ("206, a part", reply(206, "", ROWS), failed("answered with status 206")),
        (
            "429 with a date far ahead",
            reply(429, "Retry-After: Fri, 25 Nov 2126 08:00:00 GMT\r\n", ""),
            failed("answered with status 429"),
        ),
        ("429 with many seconds", reply(429, "Retry-After: 86400\r\n", ""), failed("answered with status 429")),
        ("429 with nonsense", reply(429, "Retry-After: tomorrow\r\n", ""), failed("answered with status 429")),
        ("503 once", recovers, Unharmed),
        ("304", reply(304, "", ""), Unharmed),
        ("a redirect to itself", reply(302, "Location: /feed\r\n", ""), failed("redirects more than")),
        (
            "a redirect to another host",
            reply(302, "Location: http://192.0.2.1/feed\r\n", ""),
            failed("redirects to another host, `192.0.2.1`"),
        ),
        (
            "a redirect to the machine's metadata",
            reply(302, "Location: http://169.254.169.254/latest\r\n", ""),
            failed("redirects to another host"),
        ),
        (
            "a redirect to a file",
            reply(302, "Location: file:///etc/passwd\r\n", ""),
            failed("redirects to another host"),
        ),
        ("a redirect without a place", reply(302, "", ""), failed("answered with status 302")),
        ("a gzip bomb", reply(200, "Content-Encoding: gzip\r\n", bomb), failed("`max_bytes` allows 100000")),
        ("half a gzip stream", reply(200, "Content-Encoding: gzip\r\n", half), failed("broke off")),
        ("says gzip and is not", reply(200, "Content-Encoding: gzip\r\n", ROWS), failed("broke off")),
        ("an encoding nobody knows", reply(200, "Content-Encoding: rot13\r\n", ROWS), Unharmed),
    ]
}

/// Whole answers whose bodies are not what they should be.
fn bodies() -> Vec<Case> {
    let page = "<!DOCTYPE html><html><body><h1>系统维护中</h1></body></html>";
    let cut_letter = ROWS.as_bytes()[..ROWS.find('甲').expect("there") + 1].to_vec();
    let bad_bytes =
        ROWS.replace('甲', "\u{1}").into_bytes().into_iter().map(|byte| if byte == 1 { 0xff } else { byte });
    let latin: Vec<u8> = bad_bytes.collect();
    let one_left = ROWS.lines().filter(|line| !line.contains('乙') && !line.contains('丙')).collect::<String>();
    let shrunk = one_left.trim_end().trim_end_matches(',').to_owned() + "]}";
    let bom = [b"\xef\xbb\xbf", ROWS.as_bytes()].concat();
    let sixteen: Vec<u8> = ROWS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sixteen = [b"\xff\xfe".to_vec(), sixteen].concat();
    vec![
        ("nothing", reply(200, "", ""), failed("the feed is empty")),
        ("blank", reply(200, "", " \r\n \n"), failed("the feed is empty")),
        (
            "an error page with status 200",
            reply(200, "Content-Type: application/json\r\n", page),
            failed("an HTML page came where json was expected"),
        ),
        (
            "an error in JSON with status 200",
            reply(200, "", r#"{"code":500,"msg":"系统繁忙"}"#),
            failed("the answer says `系统繁忙`"),
        ),
        ("half of a document", reply(200, "", &ROWS[..ROWS.rfind("示例丙").expect("there")]), failed("not JSON")),
        ("cut in the middle of a letter", reply(200, "", cut_letter), failed("not JSON")),
        ("a BOM before JSON", reply(200, "", bom), Unharmed),
        ("UTF-16 with a BOM", reply(200, "", sixteen), Unharmed),
        (
            "a list of other things",
            reply(200, "", r#"{"rows":[{"x":1,"y":2},{"x":3,"y":4}]}"#),
            Status("held", "no column for the required field"),
        ),
        ("most of the list is gone", reply(200, "", shrunk), Status("held", "fell from 3 to 1 rows")),
        ("an empty list", reply(200, "", r#"{"total":0,"rows":[]}"#), Status("held", "fewer than min_rows")),
        ("bytes of no encoding in a name", reply(200, "", latin), Damaged),
        ("deeply nested", reply(200, "", "[".repeat(50_000)), failed("not JSON")),
        (
            "tells the token back",
            reply(200, "", format!("{{\"msg\":\"token {TOKEN} expired\"}}")),
            failed("no list of rows"),
        ),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut packed = vec![0; packer.gzip_compress_bound(bytes.len())];
    let length = packer.gzip_compress(bytes, &mut packed).expect("the bound holds");
    packed.truncate(length);
    packed
}

/// A portal that has taken in the rows, and its server.
fn well(more: &str) -> (Desk, Server) {
    let server = Server::start(reply(200, "ETag: \"1\"\r\n", ROWS));
    let desk = Desk::new();
    let more = format!(
        "format = \"json\"\nallow_private = true\nmax_bytes = 100000\ntimeout_secs = 1\nmax_shrink_percent = 50\n{more}\n[request]\nheaders = {{ X-Token = \"${{AGENCY_TOKEN}}\" }}"
    );
    desk.declare("merchants", &server.url(), &more);
    desk.run(&["pull"]).ends(0);
    (desk, server)
}

fn misbehaves((case, way, outcome): Case) {
    let (desk, server) = well("");
    let before = desk.facts();
    assert_eq!(before.len(), 3);
    server.now(way);
    let begun = Instant::now();
    let ran = desk.run(&["pull"]);
    assert!(begun.elapsed() < Duration::from_secs(15), "{case}: took {:?}", begun.elapsed());
    let (status, reason) = (ran.feed()["status"].as_str().unwrap_or_default(), ran.reason());
    match outcome {
        Status(expected, words) => {
            assert_eq!((ran.code, status), (Some(3), expected), "{case}: {:#}", ran.report);
            assert!(reason.contains(words), "{case}: {reason}");
            assert_eq!(desk.facts(), before, "{case}: something was lost");
        }
        Damaged => {
            assert_eq!((ran.code, status), (Some(3), "fresh"), "{case}: {:#}", ran.report);
            assert_eq!(ran.feed()["quarantined"][0]["field"], "subject_name", "{case}");
        }
        Unharmed => {
            assert_eq!(ran.code, Some(0), "{case}: {:#}", ran.report);
            assert!(matches!(status, "unchanged" | "fresh"), "{case}: {status}");
            assert_eq!(desk.facts(), before, "{case}");
        }
    }
    let asked = server.asked();
    assert!((1..=7).contains(&asked), "{case}: asked {asked} times");
    let receipts = std::fs::read_to_string(desk.path("data/snapshots/merchants/receipts.ndjson")).expect("written");
    let metrics = std::fs::read_to_string(desk.path("data/metrics.prom")).expect("written");
    for text in [&ran.report.to_string(), &ran.stderr, &receipts, &metrics] {
        assert!(!text.contains(TOKEN), "{case}: the token is shown: {text}");
    }
    // Once the server is well again, so is the feed.
    server.now(reply(200, "", ROWS));
    desk.run(&["pull"]).ends(0);
    assert_eq!(desk.facts().len(), before.len(), "{case}");
}

/// Each case has a portal and a server of its own; they wait more than they work.
fn all(cases: Vec<Case>) {
    std::thread::scope(|scope| {
        let running: Vec<_> = cases.into_iter().map(|case| scope.spawn(move || misbehaves(case))).collect();
        let failures = running.into_iter().filter_map(|run| run.join().err()).count();
        assert_eq!(failures, 0, "cases failed; their words stand above");
    });
}

#[test]
fn on_the_wire() {
    all(wire());
}

#[test]
fn in_its_answers() {
    all(answers());
}

#[test]
fn in_its_bodies() {
    all(bodies());
}

#[test]
fn there_are_at_least_twenty_five_ways() {
    assert!(wire().len() + answers().len() + bodies().len() >= 25);
}

#[test]
fn in_saying_that_nothing_changed_to_one_who_has_nothing() {
    let server = Server::start(reply(304, "", ""));
    let desk = Desk::new();
    desk.declare("merchants", &server.url(), "format = \"json\"\nallow_private = true");
    let ran = desk.run(&["pull"]).ends(3);
    assert!(ran.reason().contains("answered with status 304"), "{}", ran.reason());
}

/// A paged interface that never ends, or ends before its list does.
#[test]
fn in_its_pages() {
    let row = |number: usize| {
        format!(
            r#"{{"企业名称":"示例{number}健身有限公司","统一社会信用代码":"91210302MA{number:07}X","所属区县":"铁东区"}}"#
        )
    };
    let repeats: Way =
        Arc::new(move |_, stream| send(stream, 200, "", format!("{{\"rows\":[{}]}}", row(1)).as_bytes()));
    let repeats_with_its_time: Way = Arc::new(move |request, stream| {
        let body = format!("{{\"rows\":[{}],\"timestamp\":{}}}", row(1), request.number);
        send(stream, 200, "", body.as_bytes())
    });
    let is_busy: Way = Arc::new(move |request, stream| {
        let body = format!("{{\"code\":200,\"msg\":\"ok\",\"rows\":[{}]}}", row(1));
        let busy = "{\"code\":200,\"msg\":\"请求过于频繁\",\"rows\":[]}";
        send(stream, 200, "", if request.number == 0 { body.as_bytes() } else { busy.as_bytes() })
    });
    let leads_back: Way = Arc::new(move |_, stream| {
        send(stream, 200, "", format!("{{\"next\":\"/feed?page=1\",\"rows\":[{}]}}", row(1)).as_bytes())
    });
    let new_each_time: Way = Arc::new(move |request, stream| {
        send(stream, 200, "", format!("{{\"rows\":[{}]}}", row(request.number)).as_bytes())
    });
    let lies: Way =
        Arc::new(move |_, stream| send(stream, 200, "", format!("{{\"total\":99,\"rows\":[{}]}}", row(1)).as_bytes()));
    let number = "[page]\nstyle = \"number\"\ntotal = \"/total\"";
    for (case, way, page, words) in [
        ("the same page for every number", repeats, number, None),
        ("the same rows for every number, and its own time", repeats_with_its_time, number, None),
        ("a second page that says it is busy", is_busy, "[page]\nstyle = \"number\"", Some("is no page of the list")),
        ("the next page is the first", leads_back, "[page]\nstyle = \"next\"\nnext = \"/next\"", None),
        ("new rows for every number", new_each_time, number, Some("`deadline_secs`")),
        ("fewer rows than it announces", lies, number, Some("announces 99 rows")),
    ] {
        let server = Server::start(way);
        let desk = Desk::new();
        let more = "format = \"json\"\nallow_private = true\ntimeout_secs = 1\ndeadline_secs = 2\ndelay_ms = 20\nrecords = \"/rows\"";
        desk.declare("merchants", &server.url(), &format!("{more}\n{page}"));
        let ran = desk.run(&["pull"]);
        match words {
            None => assert_eq!((ran.code, &ran.feed()["records"]), (Some(0), &1.into()), "{case}: {:#}", ran.report),
            Some(words) => assert!(ran.code == Some(3) && ran.reason().contains(words), "{case}: {:#}", ran.report),
        }
    }
}

/// Without leave a feed does not reach this machine, and says what to write.
#[test]
fn in_its_address() {
    let server = Server::start(reply(200, "", ROWS));
    let port = server.address().port();
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433"] {
        let desk = Desk::new();
        desk.declare("merchants", &format!("http://{host}:{port}/feed"), "format = \"json\"");
        let ran = desk.run(&["pull"]).ends(3);
        assert!(ran.reason().contains("`allow_private = true`"), "{host}: {}", ran.reason());
    }
    assert_eq!(server.asked(), 0);
}

/// The client hears an early answer although it is still talking.
#[test]
fn in_not_waiting_for_the_question() {
    let early: Way = Arc::new(|_, stream| {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")?;
        send(stream, 200, "", ROWS.as_bytes())
    });
    misbehaves(("answers before the answer", early, Unharmed));
}
