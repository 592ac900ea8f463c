//! A reviewed correction: applied without a pull, kept by every pull, said on the page, and missed when it is out of date.

use crate::{edit, new_portal, report, said};

const FILE: &str = "data/corrections.toml";
const LIST: &str = "[[correction]]\ndocument_no = \"鞍市监处罚[2026]17号\"\nagency = \"鞍山市市场监督管理局\"\nfield = \"facts\"\noriginal = \"ORIGINAL\"\ncorrected = \"示例更正后的事实\"\nreason = \"与处罚决定书核对\"\non = \"2026-11-20\"\n";

#[test]
fn a_correction_holds_without_a_pull_and_through_the_next_one() {
    let dir = new_portal();
    let root = dir.path();
    report(root, &["update"]);
    let found = report(root, &["explain", "91210302MA99FAK16F"]);
    let records = found["records"].as_array().expect("records").clone();
    let penalty = records.iter().find(|record| record["kind"] == "penalty").expect("a penalty");
    let id = penalty["id"].as_str().expect("an id");
    let page = root.join("site/r").join(&id[id.len() - 2..]).join(format!("{id}.html"));
    let facts = |html: &str| {
        let after = html.split("违法事实").nth(1).or_else(|| html.split("事实").nth(1)).expect("the facts are shown");
        after.split("<dd>").nth(1).and_then(|rest| rest.split("</dd>").next()).expect("a value").to_owned()
    };
    let original = facts(&std::fs::read_to_string(&page).expect("a page"));
    std::fs::write(root.join(FILE), LIST.replace("ORIGINAL", &original)).expect("written");
    said(root, &["check"], 0);
    for command in ["build", "update"] {
        said(root, &[command], 0);
        let html = std::fs::read_to_string(&page).expect("a page");
        assert!(html.contains("示例更正后的事实") && !html.contains(&original), "{command}: {html}");
        assert!(html.contains("2026年11月20日更正：与处罚决定书核对"), "{command}: {html}");
    }
    let explained = report(root, &["explain", id]);
    assert_eq!(explained["records"][0]["corrections"][0]["original"], original.as_str(), "{explained:#}");
    assert_eq!(explained["records"][0]["state"], "corrected", "{explained:#}");
    let turns = explained["records"][0]["history"].as_array().expect("a history");
    let told = turns.iter().any(|turn| turn["cause"] == "corrected" && turn["on"] == "2026-11-25");
    assert!(told, "it came on the day of the sample, and was corrected from the first day on: {turns:#?}");
    let changes = std::fs::read_to_string(root.join("site/data/changes.ndjson")).expect("lines");
    let line = changes.lines().find(|line| line.contains(id) && line.contains("corrected")).expect("a change");
    assert!(line.contains("\"fields\":[\"facts\"]"), "{line}");

    edit(root, FILE, &original, "别的事实");
    // An unchanged feed, too, may long have stopped saying what was corrected.
    for command in ["status", "pull"] {
        let words = said(root, &[command], 3);
        assert!(words.contains("no longer `别的事实`") && words.contains("hint:"), "{command}: {words}");
    }
    let status = report(root, &["status"]);
    assert_eq!(status["corrections"].as_array().map(Vec::len), Some(1));
    let needed = &status["needs_person"][0];
    assert_eq!((&needed["feed"], &needed["status"]), (&FILE.into(), &"misfit".into()), "{needed}");
    assert!(needed["why"].as_str().is_some_and(|why| why.contains("no longer `别的事实`")), "{needed}");
    std::fs::remove_file(root.join(FILE)).expect("removed");
    said(root, &["build"], 0);
    assert!(std::fs::read_to_string(&page).expect("a page").contains(&original), "taken off the list, it is gone");
}

#[test]
fn an_official_number_is_the_same_to_every_command() {
    let dir = new_portal();
    let root = dir.path();
    edit(root, "data/agencies.toml", "[[agency]]\n", "[[agency]]\nphones = [\"13800001234\"]\n");
    edit(root, "data/samples/penalties.json", "且拒绝退款（示例）", "详询13800001234（示例）");
    report(root, &["update"]);
    let original = "收取预付款后未按约定提供服务，详询13800001234（示例）";
    std::fs::write(root.join(FILE), LIST.replace("ORIGINAL", original)).expect("written");
    for command in ["check", "build", "status"] {
        let words = said(root, &[command], 0);
        assert!(!words.contains("no longer"), "{command}: {words}");
    }
}

#[test]
fn a_list_that_cannot_be_right_names_its_line() {
    let dir = new_portal();
    let root = dir.path();
    std::fs::write(root.join(FILE), LIST.replace("facts", "fact")).expect("written");
    for command in ["build", "pull", "status"] {
        let words = said(root, &[command], 2);
        assert!(words.contains("corrections.toml`, line 4") && words.contains("`fact`"), "{words}");
    }
    let words = said(root, &["check"], 1);
    assert!(words.contains("corrections.toml:4"), "{words}");
    std::fs::write(root.join(FILE), LIST.replace("ORIGINAL", "电话13800001234")).expect("written");
    let words = said(root, &["check"], 1);
    assert!(words.contains("mobile") && !words.contains("13800001234"), "{words}");
}
