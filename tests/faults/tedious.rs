//! Feeds whose reading would take for ever: they fail with the reason, their last good data stays, the others go on.

use crate::desk::{Desk, name, table};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Far more than what sound feeds of this size take, on a busy machine as well.
const SOON: Duration = Duration::from_secs(30);

fn nested_tables(depth: usize) -> String {
    format!("<html><body>{}", "<table><tr><td>企业名称</td><td>".repeat(depth))
}

fn wide_element(attributes: usize) -> String {
    let mut element = "<rows><row 企业名称=\"示例健身有限公司\"".to_owned();
    (0..attributes).for_each(|number| write!(element, " a{number}=\"1\"").expect("a text grows"));
    element + "/></rows>"
}

/// A row of many elements, each of its own name.
fn wide_row(elements: usize) -> String {
    let elements: String = (0..elements).map(|number| format!("<a{number}>1</a{number}>")).collect();
    format!("<rows><row><企业名称>示例</企业名称>{elements}</row></rows>")
}

/// An object of many objects' values.
fn wide_object(keys: usize) -> String {
    let keys: Vec<String> = (0..keys).map(|number| format!("\"k{number}\":1")).collect();
    format!("[{{\"企业名称\":\"示例\",\"更多\":{{{}}}}}]", keys.join(","))
}

/// Formats that each paragraph opens again.
fn multiplying() -> String {
    let formats: String = (0..900).map(|number| format!("<font color=c{number}>")).collect();
    format!("<html><body><p>{formats}{}", "<p>示例".repeat(100_000))
}

#[test]
fn what_only_costs_time_is_refused_and_the_others_go_on() {
    let desk = Desk::new();
    let good = table((0..30).map(|number| (number, name(number))));
    let bad = [
        ("tables", "html", nested_tables(4_000), "nested more than 1000 deep"),
        ("formats", "html", multiplying(), "more elements than bytes"),
        ("attributes", "xml", wide_element(100_000), "more than 1000 attributes"),
        ("elements", "xml", wide_row(100_000), "hardly two elements stand in the same place"),
        ("keys", "json", wide_object(100_000), "more than 5000 different columns"),
    ];
    for (id, format, ..) in &bad {
        desk.declare(id, &format!("data/samples/{id}.{format}"), "format = \"csv\"");
        desk.write(&format!("data/samples/{id}.{format}"), &good);
    }
    desk.declare("z-others", "data/samples/others.csv", "");
    desk.write("data/samples/others.csv", &good);
    desk.run(&["pull"]).ends(0);
    let before = desk.facts();
    for (id, format, text, _) in &bad {
        desk.declare(id, &format!("data/samples/{id}.{format}"), "");
        desk.write(&format!("data/samples/{id}.{format}"), text);
    }
    desk.write("data/samples/others.csv", good.replace("铁东区", "铁西区"));
    let begun = Instant::now();
    let ran = desk.run(&["pull"]).ends(3);
    let feeds = ran.report["feeds"].as_array().expect("feeds");
    let times = || feeds.iter().map(|feed| format!("{} {}", feed["id"], feed["seconds"])).collect::<Vec<_>>();
    assert!(begun.elapsed() < SOON, "{:?}", times());
    for (id, _, _, reason) in bad {
        let feed = feeds.iter().find(|feed| feed["id"] == id).expect("the feed");
        let said = feed["reason"].as_str().unwrap_or_default();
        assert!(feed["status"] == "failed" && said.contains(reason), "{id}: {} {said:.300}", feed["status"]);
    }
    assert_eq!(ran.report["totals"]["fresh"], 1, "the last one in the order of names");
    assert_eq!(ran.report["records"]["merchant"], 30, "the last good data stays");
    assert_ne!(desk.facts(), before);
}

#[test]
fn tables_within_tables_are_read_where_people_make_them() {
    let desk = Desk::new();
    desk.declare("merchants", "data/samples/page.html", "");
    let inner = "<table><tr><th>企业名称</th><th>统一社会信用代码</th></tr>\
        <tr><td>示例健身有限公司<table><tr><td>铁东店</td></tr></table></td><td>91210302MA0000001X</td></tr></table>";
    let page = (0..200).fold(inner.to_owned(), |page, _| format!("<table><tr><td>{page}</td></tr></table>"));
    desk.write("data/samples/page.html", page);
    let begun = Instant::now();
    let ran = desk.run(&["pull"]);
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert_eq!((&ran.feed()["status"], &ran.feed()["rows"]), (&"fresh".into(), &1.into()), "{:#}", ran.report);
}

#[test]
fn reading_ends_with_its_time_and_the_last_good_data_stays() {
    let desk = Desk::new();
    let source = "data/samples/merchants.csv";
    desk.declare("merchants", source, "reading_secs = 1");
    desk.declare("others", "data/samples/others.csv", "reading_secs = 60");
    desk.write(source, table((0..30).map(|number| (number, name(number)))));
    desk.write("data/samples/others.csv", table((40..50).map(|number| (number, name(number)))));
    desk.run(&["pull"]).ends(0);
    let before = desk.facts();
    // More than any machine reads, makes into records and compares in a second.
    desk.write(source, table((0..1_500_000).map(|number| (number, name(number)))));
    desk.write("data/samples/others.csv", table((40..52).map(|number| (number, name(number)))));
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!(ran.feed()["status"], "failed", "{:#}", ran.report);
    assert!(ran.reason().contains("reading it takes longer than 1 seconds"), "{}", ran.reason());
    assert!(ran.reason().contains("`reading_secs`"), "{}", ran.reason());
    assert_eq!(ran.report["feeds"][1]["status"], "fresh", "{:#}", ran.report["feeds"][1]);
    assert_eq!(desk.facts().len(), before.len() + 2);
    let status = desk.run(&["status"]).ends(3);
    assert_eq!((&status.feed()["status"], &status.feed()["records"]), (&"failed".into(), &30.into()));
}
