//! `mingjing new source`: what agencies send is told by its look, and what is written can be pulled.

use crate::{copy_below, mingjing, new_portal, report, said};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

#[test]
fn every_sample_feed_is_taken_for_what_it_is() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = new_portal();
    let root = dir.path();
    copy_below(&repository.join("data/samples"), &root.join("data/samples"));
    for entry in std::fs::read_dir(repository.join("data/sources")).expect("feeds") {
        let text = std::fs::read_to_string(entry.expect("readable").path()).expect("text");
        let manifest: toml::Table = text.parse().expect("TOML");
        let (source, kind) = (manifest["source"].as_str().expect("a source"), manifest["kind"].as_str());
        let found = report(root, &["new", "source", source]);
        assert_eq!(found["kind"].as_str(), kind, "{source}: {found:#}");
        assert_eq!(found["what"], "source");
        let format = source.rsplit('.').next().expect("an ending");
        assert_eq!(found["format"], format, "{source}");
        let preview = found["preview"].as_array().map(Vec::len);
        assert!(found["exit"] == 3 || preview == Some(3), "{source}: {found:#}");
        assert!(root.join(found["path"].as_str().expect("a path")).is_file(), "{source}");
    }
}

#[test]
fn what_was_written_is_what_is_pulled() {
    let dir = new_portal();
    let root = dir.path();
    let csv = "发卡企业备案表,,,\n*企业名称,统一社会信用代码,备案号,备案日期,联系电话,经办说明\n示例店,91210302MA99FAK16F,210300BAC0007,2026/1/2,13800001234,电话13800001234\n示例二店,,210300BAC0008,2026/1/3,,\n";
    let bytes = encoding_rs::GB18030.encode(csv).0.into_owned();
    std::fs::write(root.join("data/samples/备案 2026.csv"), bytes).expect("written");
    let source = "data/samples/备案 2026.csv";
    let words = said(root, &["new", "source", source, "--agency", "鞍山市商务局", "--id", "cards"], 0);
    for part in [
        "2 rows of `filing` (csv, gb18030)",
        "subject_name = 示例店",
        "guessed: `*企业名称`",
        "ignored: 经办说明",
        "cards.toml",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains("13800001234"), "{words}");
    let manifest = std::fs::read_to_string(root.join("data/sources/cards.toml")).expect("a manifest");
    for part in [
        "kind = \"filing\"   # guessed",
        "encoding = \"gb18030\"",
        "subject_name = \"*企业名称\"   # guessed",
        "agency = \"鞍山市商务局\"\n",
    ] {
        assert!(manifest.contains(part), "{part}: {manifest}");
    }
    let pulled = report(root, &["pull", "cards"]);
    let feed = &pulled["feeds"][0];
    assert_eq!((&feed["status"], &feed["records"]), (&"fresh".into(), &2.into()), "{pulled:#}");
    assert_eq!(feed["guessed_columns"].as_array().map(Vec::len), Some(0), "what was confirmed is no guess: {feed:#}");
    let words = said(root, &["new", "source", source, "--id", "cards"], 2);
    assert!(words.contains("exists already") && words.contains("--id"), "{words}");
}

#[test]
fn two_lists_of_one_layout_are_left_to_a_person() {
    let dir = new_portal();
    let root = dir.path();
    let header = "企业名称,统一社会信用代码,列入日期,列入原因,作出决定机关(列入),移出日期,移出原因,作出决定机关(移出)";
    let row = "示例健身有限公司,91210302MA99FAK16F,2026-01-05,拒不履行义务,示例市监局,,,";
    for (file, id, kind, may_be) in [
        ("nb-1.csv", "名单id", "blacklist", Some("abnormal")),
        ("nb-2.csv", "经营异常名录id", "abnormal", None),
        ("严重违法失信企业名单.csv", "名单id", "blacklist", None),
    ] {
        std::fs::write(root.join("data/samples").join(file), format!("{id},{header}\n1,{row}\n")).expect("written");
        let found = report(root, &["new", "source", &format!("data/samples/{file}")]);
        assert_eq!((&found["kind"], &found["may_be"]), (&kind.into(), &may_be.into()), "{file}: {found:#}");
        assert_eq!(found["exit"], if may_be.is_some() { 3 } else { 0 }, "{file}");
        let manifest = std::fs::read_to_string(root.join(found["path"].as_str().expect("a path"))).expect("a manifest");
        assert_eq!(manifest.contains("LOOK at what the list is called"), may_be.is_some(), "{manifest}");
    }
}

#[test]
fn lists_are_told_whatever_container_they_come_in() {
    let dir = new_portal();
    let root = dir.path();
    let message = "<ExchangeMessage><Header><ID>1</ID></Header><Body><fields><企业名称>示例健身有限公司</企业名称>\
        <统一社会信用代码>91210302MA99FAK16F</统一社会信用代码><列入日期>2026-4-9</列入日期>\
        <列入原因>通过登记的住所无法联系</列入原因><决定机关列入>铁东区局</决定机关列入><移出日期/><决定机关移出/></fields></Body></ExchangeMessage>";
    std::fs::write(root.join("data/samples/message.xml"), message).expect("written");
    let found = report(root, &["new", "source", "data/samples/message.xml"]);
    assert_eq!(
        (&found["kind"], &found["may_be"]),
        (&"abnormal".into(), &Value::Null),
        "a reason of the law: {found:#}"
    );
    let other = message.replace("通过登记的住所无法联系", "拒不履行义务");
    std::fs::write(root.join("data/samples/other.xml"), other).expect("written");
    let found = report(root, &["new", "source", "data/samples/other.xml"]);
    assert_eq!((&found["kind"], &found["may_be"]), (&"blacklist".into(), &"abnormal".into()), "{found:#}");
    std::fs::write(root.join("data/samples/经营异常名录.xml"), message).expect("written");
    let found = report(root, &["new", "source", "data/samples/经营异常名录.xml"]);
    assert_eq!((&found["kind"], &found["may_be"]), (&"abnormal".into(), &Value::Null), "{found:#}");
    let header = "名单类别,企业名称,统一社会信用代码,法定代表人,列入原因,列入部门,列入日期,文号,数据来源,最新更新日期";
    for (code, kind) in [("8", "blacklist"), ("4", "blacklist"), ("2", "award"), ("3", "penalty")] {
        let row = format!(
            "{code},示例健身有限公司,91210302MA99FAK16F,示例甲,示例原因,示例局,2026-01-05,示例〔2026〕1号,信用示例,2026-02-01"
        );
        let source = format!("data/samples/list-{code}.csv");
        std::fs::write(root.join(&source), format!("{header}\n{row}\n")).expect("written");
        let found = report(root, &["new", "source", &source]);
        assert_eq!((&found["kind"], &found["may_be"]), (&kind.into(), &Value::Null), "{code}: {found:#}");
        assert_eq!(found["preview"].as_array().map(Vec::len), Some(1), "{code}: {found:#}");
    }
}

#[test]
fn an_address_is_asked_and_json_rows_are_named() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/api/cards?page=1", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a call");
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).expect("a request");
        assert!(read > 0);
        let body = r#"{"code":200,"data":{"records":[{"企业名称":"示例店","备案号":"210300BAC0007","备案日期":1735833600000}]}}"#;
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
            .expect("said");
    });
    let dir = new_portal();
    let found = report(dir.path(), &["new", "source", &address, "--allow-private"]);
    server.join().expect("served");
    assert_eq!((&found["kind"], &found["path"]), (&"filing".into(), &"data/sources/cards.toml".into()), "{found:#}");
    let manifest = std::fs::read_to_string(dir.path().join("data/sources/cards.toml")).expect("a manifest");
    assert!(manifest.contains("records = \"/data/records\""), "{manifest}");
    let first: Vec<&Value> = found["preview"][0].as_array().expect("a record").iter().collect();
    assert!(first.contains(&&serde_json::json!(["decided_on", "2025-01-03"])), "{found:#}");
}

/// A server that gives one answer after the other, and the address of it.
fn serving(answers: Vec<(&'static str, String)>) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let asked = answers.into_iter().map(|(head, body)| {
            let (mut stream, _) = listener.accept().expect("a call");
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).expect("a request");
            write!(
                stream,
                "HTTP/1.1 200 OK\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            )
            .expect("said");
            let request = String::from_utf8_lossy(&buffer[..read]).into_owned();
            request.split(' ').nth(1).unwrap_or_default().to_owned()
        });
        asked.collect()
    });
    (address, server)
}

fn cards(numbers: std::ops::Range<u32>) -> String {
    let rows = numbers.map(|number| {
        format!(r#"{{"企业名称":"示例{number}健身有限公司","备案号":"210300BAC{number:04}","备案日期":"2026-01-02"}}"#)
    });
    rows.collect::<Vec<_>>().join(",")
}

#[test]
fn an_answer_with_more_rows_is_told_and_its_pages_are_named() {
    let page = |rows: &str| format!(r#"{{"code":200,"data":{{"total":5,"records":[{rows}]}}}}"#);
    let (first, second, third) = (page(&cards(0..2)), page(&cards(2..4)), page(&cards(4..5)));
    let (host, server) = serving(vec![("", first.clone()), ("", first), ("", second), ("", third)]);
    let dir = new_portal();
    let found = report(dir.path(), &["new", "source", &format!("{host}/cards?pageNo=1&pageSize=2"), "--allow-private"]);
    assert_eq!(found["exit"], 0, "{found:#}");
    assert!(found["incomplete"].as_str().is_some_and(|said| said.contains("5 in all")), "{found:#}");
    assert_eq!(found["warnings"].as_array().map(Vec::len), Some(1), "{found:#}");
    let pulled = report(dir.path(), &["pull", "cards"]);
    assert_eq!(
        (&pulled["feeds"][0]["records"], &pulled["feeds"][0]["status"]),
        (&5.into(), &"fresh".into()),
        "{pulled:#}"
    );
    let asked = server.join().expect("served");
    assert_eq!(asked[1..], ["/cards?pageSize=2&pageNo=1", "/cards?pageSize=2&pageNo=2", "/cards?pageSize=2&pageNo=3"]);
}

#[test]
fn where_nothing_tells_how_more_rows_are_asked_for_a_person_must_look() {
    let dir = new_portal();
    for (id, head, beside) in [
        ("a", "", r#""nextCursor":"b","hasMore":true,"#),
        ("b", "Link: <https://example.gov.cn/cards?page=2>; rel=\"next\"\r\n", ""),
    ] {
        let (host, server) = serving(vec![(head, format!(r#"{{{beside}"rows":[{}]}}"#, cards(0..2)))]);
        let words = said(dir.path(), &["new", "source", &format!("{host}/cards"), "--allow-private", "--id", id], 3);
        server.join().expect("served");
        assert!(words.contains("incomplete: "), "{words}");
        let file = dir.path().join(format!("data/sources/{id}.toml"));
        let manifest = std::fs::read_to_string(file).expect("a manifest");
        assert!(
            manifest.contains("# LOOK: nothing in the address tells how") && manifest.contains("# [page]"),
            "{manifest}"
        );
        let (host, server) = serving(vec![(head, format!(r#"{{{beside}"rows":[{}]}}"#, cards(0..2)))]);
        let manifest = manifest.lines().filter(|line| !line.starts_with("source = ")).collect::<Vec<_>>().join("\n");
        let manifest = manifest.replacen("agency = ", &format!("source = \"{host}/cards\"\nagency = "), 1);
        std::fs::write(dir.path().join(format!("data/sources/{id}.toml")), manifest).expect("written");
        let pulled = report(dir.path(), &["pull", id]);
        server.join().expect("served");
        assert!(pulled.to_string().contains("`[page]` asks for"), "{pulled:#}");
    }
}

#[test]
fn of_an_address_that_leads_to_another_host_the_file_to_come_is_not_named() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/api/cards", listener.local_addr().expect("an address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a call");
        assert!(stream.read(&mut [0; 4096]).expect("a request") > 0);
        let head = "HTTP/1.1 302 Found\r\nLocation: http://data.example.gov.cn/cards\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(head.as_bytes()).expect("said");
    });
    let dir = new_portal();
    let words = said(dir.path(), &["new", "source", &address, "--allow-private"], 2);
    server.join().expect("served");
    assert!(words.contains("`data.example.gov.cn`") && words.contains("hint: "), "{words}");
    assert!(!words.contains("cards.toml"), "nothing is written yet: {words}");
}

#[test]
fn news_are_told_by_their_titles() {
    let dir = new_portal();
    let root = dir.path();
    for (number, (titles, kind)) in [
        (["关于印发预付卡办法的通知", "办法解读"], "policy"),
        (["消费警示：谨慎充值", "风险提示"], "notice"),
        (["典型案例（一）", "警情通报"], "case"),
        (["本月曝光名单", "曝光：示例店"], "notice"),
    ]
    .into_iter()
    .enumerate()
    {
        let items = titles.map(|title| {
            serde_json::json!({ "id": title, "url": "https://example.gov.cn/1.html", "title": title, "date_published": "2026-05-01" })
        });
        let feed =
            serde_json::json!({ "version": "https://jsonfeed.org/version/1.1", "title": "示例", "items": items });
        let source = format!("data/samples/{number}.json");
        std::fs::write(root.join(&source), feed.to_string()).expect("written");
        let found = report(root, &["new", "source", &source]);
        assert_eq!((&found["kind"], &found["preview"][1].is_array()), (&kind.into(), &true), "{found:#}");
    }
}

#[test]
fn what_cannot_be_told_is_asked_for() {
    let dir = new_portal();
    let root = dir.path();
    let outside = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(root.join("data/samples/odd.csv"), "甲,乙\n1,2\n").expect("written");
    std::fs::write(root.join("data/samples/empty.csv"), "").expect("written");
    for (source, part) in [
        ("data/samples/odd.csv", "--kind"),
        ("data/samples/empty.csv", "empty"),
        ("data/samples/none.csv", "is no file"),
        (outside.path().to_str().expect("utf-8"), "outside the portal"),
    ] {
        let words = said(root, &["new", "source", source], 2);
        assert!(words.contains(part) && words.contains("hint:"), "{source}: {words}");
    }
    let words = said(root, &["new", "source", "data/samples/odd.csv", "--kind", "filing"], 3);
    assert!(words.contains("subject_name"), "{words}");
    let manifest = std::fs::read_to_string(root.join("data/sources/odd.toml")).expect("a manifest");
    assert!(manifest.contains("# subject_name = \"the column\"   # required"), "{manifest}");
    for id in ["../x", "Upper", "a b"] {
        assert_eq!(
            mingjing(root, &["new", "source", "data/samples/filings.csv", "--id", id]).status.code(),
            Some(2),
            "{id}"
        );
    }
    assert!(!root.join("data/x.toml").exists());
}
