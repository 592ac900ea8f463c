//! What leaves, leaves everywhere at once: every byte of the site is searched before and after a withdrawal, an expiry, a
//! repair and a scope that is no longer public, packed files opened.

#[path = "support/portal.rs"]
mod portal;

use mingjing::search::pack::bytes::inflate;
use portal::Portal;
use std::collections::BTreeMap;
use std::io::Read;

/// A merchant of whom nothing but one penalty is known: name, code, document number.
struct Subject {
    name: &'static str,
    code: &'static str,
    number: &'static str,
}

const WITHDRAWN: Subject =
    Subject {
        name: "魑魅示例健身有限公司", code: "91210302MA99WDRW12", number: "示撤罚〔2026〕9017号"
    };
const EXPIRED: Subject =
    Subject {
        name: "饕餮示例美发有限公司", code: "91210302MA99EXPR34", number: "示期罚〔2026〕9018号"
    };
const REPAIRED: Subject =
    Subject {
        name: "貔貅示例洗车有限公司", code: "91210302MA99REPR56", number: "示修罚〔2026〕9019号"
    };
const WITHHELD: Subject =
    Subject {
        name: "狴犴示例洗浴有限公司", code: "91210302MA99WTHH90", number: "示止罚〔2026〕9021号"
    };
const STAYS: Subject =
    Subject {
        name: "麒麟示例洗衣有限公司", code: "91210302MA99KEPT78", number: "示留罚〔2026〕9020号"
    };

const FEED: &str = "kind = \"penalty\"\nagency = \"示例市监局\"\nsource = \"data/samples/departure.csv\"\n";

/// The feed's file; `repaired` is the state that it gives one of them, `scope` the 使用范围 of another.
fn feed(repaired: &str, scope: &str) -> String {
    let mut csv =
        "行政相对人名称,统一社会信用代码,决定书文号,处罚机关,处罚决定日期,公示截止期,当前状态,使用范围,违法事实,处罚内容,招牌\n"
            .to_owned();
    for (subject, until, state, scope) in [
        (WITHDRAWN, "", "正常", "0"),
        (EXPIRED, "2026-12-01", "正常", "0"),
        (REPAIRED, "", repaired, "0"),
        (WITHHELD, "", "正常", scope),
        (STAYS, "", "正常", "0"),
    ] {
        let Subject { name, code, number } = subject;
        csv.push_str(&format!(
            "{name},{code},{number},示例市监局,2026-06-01,{until},{state},{scope},{name}收取预付款后关门,罚款20000元,{name}\n"
        ));
    }
    csv
}

/// Every file of the site by path, packed files opened.
fn read(portal: &Portal) -> BTreeMap<String, Vec<u8>> {
    let site = portal.path("site");
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&site).into_iter().map(|entry| entry.expect("readable")) {
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(&site).expect("below the site").to_str().expect("UTF-8").to_owned();
        let mut bytes = std::fs::read(entry.path()).expect("readable");
        if path.starts_with("search/") && path.ends_with(".bin") {
            bytes = inflate(&bytes).expect("a whole file");
        }
        if path.ends_with(".xlsx") {
            bytes = unzipped(&bytes);
        }
        files.insert(path, bytes);
    }
    files
}

/// All parts of a workbook, one after the other.
fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut all = Vec::new();
    for part in 0..archive.len() {
        archive.by_index(part).expect("a part").read_to_end(&mut all).expect("whole");
    }
    all
}

/// Paths of the files that hold a text or are named with it.
fn holding<'f>(files: &'f BTreeMap<String, Vec<u8>>, text: &str) -> Vec<&'f str> {
    let finder = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let found = files.iter().filter(|(path, bytes)| path.contains(text) || finder(bytes));
    found.map(|(path, _)| path.as_str()).collect()
}

/// What must not be found of a subject: name, its rare first two characters, code, the end of the code, number.
fn traces(subject: &Subject) -> [String; 5] {
    let pair: String = subject.name.chars().take(2).collect();
    [subject.name.to_owned(), pair, subject.code.to_owned(), subject.code[10..].to_owned(), subject.number.to_owned()]
}

fn id_of(portal: &Portal, subject: &Subject) -> String {
    let ran = portal.run(&["explain", subject.code, "--json", "--date", "2026-11-20"]).ends(0, &[]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    report["records"][0]["id"].as_str().expect("an id").to_owned()
}

fn state_of(portal: &Portal, id: &str, date: &str) -> serde_json::Value {
    let ran = portal.run(&["explain", id, "--json", "--date", date]).ends(0, &[]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    report["records"][0].clone()
}

#[test]
fn nothing_of_what_left_is_in_any_byte_of_the_next_site() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    std::fs::write(portal.path("data/sources/departure.toml"), FEED).expect("written");
    let csv = portal.path("data/samples/departure.csv");
    std::fs::create_dir_all(csv.parent().expect("a folder")).expect("made");
    std::fs::write(&csv, feed("正常", "0")).expect("written");
    portal.run(&["pull", "--date", "2026-11-20"]).ends(0, &[]);
    // An article speaks of all of them, so that it has to fall silent too.
    let mentioned = [&WITHDRAWN, &EXPIRED, &REPAIRED, &WITHHELD, &STAYS]
        .map(|subject| format!("<record:{}>\n<merchant:{}>\n\n", id_of(&portal, subject), subject.code));
    let front = "title = \"示例：提到的\"\nkind = \"guide\"\npublished_on = 2026-11-01\nsummary = \"示例\"\nauthor = \"示例局\"";
    let article = format!("+++\n{front}\n+++\n\n{}", mentioned.concat());
    std::fs::write(portal.path("content/articles/mentions.md"), article).expect("written");
    portal.run(&["build", "--date", "2026-11-20"]).ends(0, &[]);
    let before = read(&portal);
    for subject in [&WITHDRAWN, &EXPIRED, &REPAIRED, &WITHHELD, &STAYS] {
        let shown = holding(&before, subject.name);
        // A test of absence proves nothing where there was no presence.
        for place in [
            "m/",
            "r/",
            "penalties/",
            "merchants/",
            "articles/",
            "changes/",
            "feeds/",
            "search/",
            ".csv",
            ".ndjson",
            ".xlsx",
        ] {
            assert!(shown.iter().any(|path| path.contains(place)), "{} is not in {place}: {shown:?}", subject.name);
        }
        for listing in ["sitemap-1.xml", "manifest.json"] {
            assert!(holding(&before, subject.code).contains(&listing), "{} is not in {listing}", subject.code);
        }
    }
    let gone = [&WITHDRAWN, &EXPIRED, &REPAIRED, &WITHHELD].map(|subject| (subject, id_of(&portal, subject)));

    let (_, withdrawn) = &gone[0];
    portal.run(&["withdraw", withdrawn, "--reason", "处罚决定被撤销", "--date", "2026-11-21"]).ends(0, &[]);
    std::fs::write(&csv, feed("已修复", "1")).expect("written");
    portal.run(&["pull", "--date", "2026-11-21"]).ends(0, &[]);
    portal.run(&["build", "--date", "2026-12-02"]).ends(0, &[]);
    let after = read(&portal);
    for (subject, id) in &gone {
        for trace in traces(subject) {
            assert_eq!(holding(&after, &trace), Vec::<&str>::new(), "`{trace}` is still there");
        }
        let tombstone = format!("r/{}/{id}.html", &id[id.len() - 2..]);
        let page = String::from_utf8(after[&tombstone].clone()).expect("text");
        assert!(page.contains("noindex") && page.contains("停止公示"), "{tombstone}");
        let naming: Vec<&str> = holding(&after, id);
        let allowed = [tombstone.as_str(), "data/changes.ndjson", "manifest.json"];
        let elsewhere: Vec<&&str> =
            naming.iter().filter(|path| !allowed.contains(path) && !path.starts_with(".mingjing/")).collect();
        assert!(elsewhere.is_empty(), "the id {id} is still in {elsewhere:?}");
        let left = format!(r#""change":"left","id":"{id}"}}"#);
        assert!(holding(&after, &left) == ["data/changes.ndjson"], "{left}");
    }
    assert!(holding(&after, STAYS.name).len() >= holding(&before, STAYS.name).len() - 1, "the others stay");
    let states = gone.each_ref().map(|(_, id)| state_of(&portal, id, "2026-12-02")["state"].clone());
    assert_eq!(states, ["withdrawn", "expired", "repaired", "withheld"]);
    let told = state_of(&portal, withdrawn, "2026-12-02");
    assert_eq!(told["history"][1]["cause"], "withdrawn-locally", "{told}");

    let told = state_of(&portal, &gone[3].1, "2026-12-02");
    assert_eq!((&told["history"][1]["cause"], &told["left_on"]), (&"withheld".into(), &"2026-11-21".into()), "{told}");

    // It survives a later pull, which brings the record again.
    portal.run(&["pull", "--date", "2026-12-02"]).ends(0, &[]);
    std::fs::write(&csv, feed("已修复", "1") + "\n").expect("written");
    portal.run(&["update", "--date", "2026-12-02"]).ends(0, &[]);
    assert_eq!(holding(&read(&portal), WITHDRAWN.number), Vec::<&str>::new());
}

#[test]
fn a_correction_is_told_on_the_record_and_on_the_changes_page_without_the_old_value() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    std::fs::write(portal.path("data/sources/departure.toml"), FEED).expect("written");
    let csv = portal.path("data/samples/departure.csv");
    std::fs::create_dir_all(csv.parent().expect("a folder")).expect("made");
    std::fs::write(&csv, feed("正常", "0")).expect("written");
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let id = id_of(&portal, &STAYS);
    let before = format!("{}收取预付款后关门,罚款20000元", STAYS.name);
    portal.edit("data/samples/departure.csv", &before, &before.replace("20000", "7654"));
    portal.run(&["update", "--date", "2026-11-22"]).ends(0, &[]);
    let page = format!("site/r/{}/{id}.html", &id[id.len() - 2..]);
    let page = std::fs::read_to_string(portal.path(&page)).expect("the record's page");
    assert!(page.contains("2026年11月22日更正：处理内容") && !page.contains("20000"), "{page}");
    assert!(page.contains("已更正") && page.contains("7654"));
    let changes = std::fs::read_to_string(portal.path("site/changes/index.html")).expect("the changes");
    assert!(changes.contains("更正了：处理内容") && changes.contains(&id), "{changes}");
    let feed = std::fs::read_to_string(portal.path("site/feeds/changes.xml")).expect("the feed");
    assert!(feed.contains("更正 1 条") && !feed.contains(STAYS.name), "figures only: {feed}");
    let lines = std::fs::read_to_string(portal.path("site/data/changes.ndjson")).expect("the lines");
    let line = lines.lines().find(|line| line.contains("corrected")).expect("a correction");
    let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!((&line["id"], &line["date"]), (&id.as_str().into(), &"2026-11-22".into()));
    assert_eq!(line["fields"], serde_json::json!(["outcome"]));
}
