//! What day by day changes for machines: feeds, the sitemap, and articles that begin and end.

use crate::Files;
use crate::portal::Portal;
use mingjing::search::pack::bytes::inflate;
use std::collections::BTreeMap;

/// Days of an element of a sitemap or a feed, by what it is of.
fn days(xml: &str, entry: &str, id: &str, day: &str) -> BTreeMap<String, String> {
    let text = |part: &str, name: &str| {
        let inner = part.split(&format!("<{name}>")).nth(1)?;
        Some(inner.split('<').next().unwrap_or_default().to_owned())
    };
    let open = format!("<{entry}>");
    let parts = xml.split(open.as_str()).skip(1);
    parts.filter_map(|part| Some((text(part, id)?, text(part, day).unwrap_or_default()))).collect()
}

fn built(portal: &Portal, date: &str) -> Files {
    portal.run(&["build", "--quiet", "--date", date]).ends(0, &[]);
    Files::read(portal)
}

fn pulled(portal: &Portal, date: &str) -> Files {
    portal.run(&["pull", "--quiet", "--date", date]).ends(0, &[]);
    built(portal, date)
}

/// The id of the record with a document number, and its subject's code.
fn record(files: &Files, number: &str) -> (String, String) {
    let rows = files.text("data/penalties.ndjson").lines().map(|line| serde_json::from_str(line).expect("JSON"));
    let row = rows.into_iter().find(|row: &serde_json::Value| row["document_no"].as_str() == Some(number));
    let row = row.unwrap_or_else(|| panic!("no `{number}`"));
    let text = |key: &str| row[key].as_str().expect("text").to_owned();
    (text("record_id"), text("subject_code"))
}

const STAYS: &str = "鞍市监处罚〔2026〕9001号";
const LEAVES: &str = "鞍市监处罚〔2026〕9002号";

#[test]
fn days_are_those_of_changes_and_what_left_is_a_change() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    let first = pulled(&portal, "2026-11-20");
    let ((_, stays), (id, code)) = (record(&first, STAYS), record(&first, LEAVES));
    let article = "+++\ntitle = \"提到的\"\nkind = \"guide\"\npublished_on = 2026-11-01\nsummary = \"要\"\nauthor = \"局\"\n+++\n\n";
    std::fs::write(portal.path("content/articles/told.md"), format!("{article}<record:{id}>\n")).expect("written");
    let before = built(&portal, "2026-11-21");
    portal.run(&["withdraw", &id, "--reason", "处罚决定被撤销", "--date", "2026-11-23"]).ends(0, &[]);
    let after = built(&portal, "2026-11-25");
    let map = |files: &Files| days(files.text("sitemap-1.xml"), "url", "loc", "lastmod");
    let page = |code: &str| format!("https://example.gov.cn/test/m/{}/{code}.html", &code[code.len() - 2..]);
    let at = |path: &str| format!("https://example.gov.cn/test/{path}");
    for (address, day_before, day_after) in [
        (page(&stays), Some("2026-11-20"), Some("2026-11-20")),
        (page(&code), Some("2026-11-20"), Some("2026-11-23")),
        (at("penalties/"), Some("2026-11-20"), Some("2026-11-23")),
        (at("penalties/2026/"), Some("2026-11-20"), Some("2026-11-23")),
        (at("penalties/210302/"), Some("2026-11-20"), Some("2026-11-20")),
        (at("articles/told.html"), Some("2026-11-20"), Some("2026-11-23")),
        (at("articles/check.html"), None, None),
    ] {
        let found = [map(&before), map(&after)].map(|map| map.get(&address).cloned());
        let day = |found: &Option<String>| found.clone().unwrap_or_else(|| panic!("{address} is not in the map"));
        for (found, expected) in found.iter().zip([day_before, day_after]) {
            assert!(expected.is_none_or(|expected| day(found) == expected), "{address}: {found:?}, not {expected:?}");
        }
        assert!(day_before.is_some() || found[0] == found[1], "{address}: {found:?}");
    }

    let feed = |files: &Files, path: &str| days(files.text(path), "entry", "id", "updated");
    for path in ["feeds/penalties.xml", "feeds/all.xml"] {
        let (before, after) = (feed(&before, path), feed(&after, path));
        assert_eq!((before.len(), after.len()), (2, 1), "{path}");
        assert!(after.iter().all(|(id, day)| before.get(id) == Some(day)), "{path}: {before:?} {after:?}");
    }
}

#[test]
fn only_an_entry_that_changed_has_another_day() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    let before = pulled(&portal, "2026-11-20");
    let (id, _) = record(&before, LEAVES);
    let path = portal.path("data/samples/penalties.csv");
    let text = encoding_rs::GB18030.decode(&std::fs::read(&path).expect("a file")).0.into_owned();
    let changed = encoding_rs::GB18030.encode(&text.replace("罚款20000元", "罚款15000元")).0.into_owned();
    std::fs::write(&path, changed).expect("written");
    let after = pulled(&portal, "2026-11-24");
    let feed = |files: &Files| days(files.text("feeds/penalties.xml"), "entry", "id", "updated");
    let published = |files: &Files| days(files.text("feeds/penalties.xml"), "entry", "id", "published");
    assert_eq!(feed(&before).keys().collect::<Vec<_>>(), feed(&after).keys().collect::<Vec<_>>(), "ids are lasting");
    assert_eq!(published(&before), published(&after));
    for (entry, day) in feed(&after) {
        let expected = if entry.contains(&id) { "2026-11-24" } else { "2026-11-20" };
        assert!(day.starts_with(expected), "{entry}: {day}");
    }
    let same = built(&portal, "2026-11-25");
    assert_eq!(feed(&after), feed(&same), "another day is no change");
}

/// Paths of the files that hold a text, packed files opened.
fn holding(files: &Files, text: &str) -> Vec<String> {
    let holds = |path: &&str| {
        let bytes = files.bytes(path);
        let opened = (path.starts_with("search/") && path.ends_with(".bin")).then(|| inflate(bytes).expect("whole"));
        let bytes = opened.as_deref().unwrap_or(bytes);
        path.contains(text) || bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files.paths("", "").filter(holds).map(str::to_owned).collect()
}

#[test]
fn an_article_is_there_from_its_first_day_to_its_last_and_nowhere_else() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    let article = "+++\ntitle = \"魑魅魍魉\"\nkind = \"alert\"\npublished_on = 2026-12-01\nexpires_on = 2026-12-10\n\
                   updated_on = 2026-12-05\nsummary = \"饕餮\"\nauthor = \"局\"\nkeywords = [\"貔貅\"]\n+++\n\n麒麟示例。\n";
    std::fs::write(portal.path("content/articles/brief-alert.md"), article).expect("written");
    let words = ["魑魅魍魉", "饕餮", "貔貅", "麒麟", "brief-alert"];
    for (date, shown) in [("2026-11-30", false), ("2026-12-01", true), ("2026-12-10", true), ("2026-12-11", false)] {
        portal.run(&["update", "--quiet", "--date", date]).ends(0, &[]);
        let files = Files::read(&portal);
        for word in words {
            let found = holding(&files, word);
            assert_eq!(!found.is_empty(), shown, "{date} `{word}`: {found:?}");
        }
        if shown {
            for path in ["articles/brief-alert.html", "articles/index.html", "index.html", "feeds/articles.xml"] {
                assert!(files.text(path).contains("魑魅魍魉"), "{date}: {path}");
            }
            let updated = days(files.text("feeds/articles.xml"), "entry", "id", "updated");
            let updated = &updated["https://example.gov.cn/test/articles/brief-alert.html"];
            let expected = if date < "2026-12-05" { "2026-12-01" } else { "2026-12-05" };
            assert!(updated.starts_with(expected), "{date}: {updated}, and no update that is yet to come");
            let page = files.text("articles/brief-alert.html").replace('"', "");
            assert!(page.contains("data-until=2026-12-10"), "{date}: the page takes itself down");
        }
        let map = days(files.text("sitemap-1.xml"), "url", "loc", "lastmod");
        let list = &map["https://example.gov.cn/test/articles/"];
        assert!((date == "2026-12-11") == (list == "2026-12-11"), "{date}: the list changed on {list}");
    }
}
