//! Agencies' servers that answer badly or not at all: the feed fails, its last good data stays.

use crate::agency::{Agency, Answer};
use crate::portal::{Portal, Ran};
use crate::published::Published;
use std::time::{Duration, Instant};

const ROWS: &str = r#"{"total":2,"rows":[
    {"企业名称":"坏输入示例健身有限公司","统一社会信用代码":"91210302MA99FY1107","所属区县":"铁东区"},
    {"企业名称":"坏输入示例影城有限公司","统一社会信用代码":"91210304MA99FY137U","所属区县":"立山区"}]}"#;

/// A portal that has its merchants from a server, which answered well the first time.
fn published() -> (Published, Agency) {
    let agency = Agency::start(Answer::Whole(ROWS.to_owned()));
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    let feed =
        format!("{}\"\nallow_private = true\nformat = \"json\"\nmax_bytes = 100000\ntimeout_secs = 1\n#", agency.url());
    portal.edit("data/sources/merchants.toml", "data/samples/merchants.csv", &feed);
    (Published::of(portal), agency)
}

#[track_caller]
fn fails(answer: Answer, said: &[&str]) {
    let (site, agency) = published();
    agency.now(answer);
    let address = format!("`{}`", agency.url());
    let ran: Ran = site.update_keeps_facts(3, &[&["merchants", "failed", &address], said].concat());
    assert!(ran.stdout.is_empty());
    agency.now(Answer::Whole(ROWS.to_owned()));
    site.update_keeps_facts(0, &["unchanged"]);
}

#[test]
fn status_500() {
    fails(Answer::Status(500), &["answered with status 500"]);
}

#[test]
fn status_404() {
    fails(Answer::Status(404), &["answered with status 404", "hint: the agency may have moved the feed"]);
}

#[test]
fn a_web_page_instead_of_json() {
    let page = "<!DOCTYPE html><html><body><h1>请登录</h1></body></html>";
    fails(Answer::Whole(page.to_owned()), &["an HTML page came where json was expected", "hint: "]);
}

#[test]
fn an_empty_answer() {
    fails(Answer::Whole(String::new()), &["the feed is empty", "hint: "]);
}

#[test]
fn half_a_body() {
    fails(Answer::Half(ROWS.to_owned()), &["broke off"]);
}

#[test]
fn half_a_document_in_a_whole_body() {
    fails(Answer::Whole(ROWS[..ROWS.len() / 2].to_owned()), &["not JSON", "hint: "]);
}

#[test]
fn too_many_bytes() {
    fails(Answer::Endless, &["`max_bytes` allows 100000", "hint: if that is right, raise `max_bytes` in"]);
}

#[test]
fn silence() {
    let begun = Instant::now();
    fails(
        Answer::Silence,
        &["did not answer in full within 1 s", "hint: a slow interface may need a larger `timeout_secs`"],
    );
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
