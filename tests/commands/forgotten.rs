//! A feed whose file is gone: its records leave with a notice, somebody is told, and all stands again once the file is back.

use crate::{edit, new_portal, report, said};
use std::path::{Path, PathBuf};

const FILE: &str = "data/sources/penalties.toml";

fn page(root: &Path, id: &str) -> PathBuf {
    root.join("site/r").join(&id[id.len() - 2..]).join(format!("{id}.html"))
}

#[test]
fn records_of_a_feed_without_its_file_leave_a_notice_and_come_back_with_it() {
    let dir = new_portal();
    let root = dir.path();
    edit(root, "portal.toml", "as_of", "# as_of");
    let update = |day: &str| report(root, &["update", "--date", day]);
    let first = update("2026-11-26");
    let found = report(root, &["explain", "91210302MA99FAK16F", "--date", "2026-11-26"]);
    let records = found["records"].as_array().expect("records");
    let penalty = records.iter().find(|record| record["kind"] == "penalty").expect("a penalty");
    let (id, name) = (penalty["id"].as_str().expect("an id"), "示例");
    let shown = std::fs::read_to_string(page(root, id)).expect("a page");
    assert!(shown.contains(name));
    let kept = std::fs::read(root.join(FILE)).expect("a manifest");
    std::fs::remove_file(root.join(FILE)).expect("there");

    // Before anybody pulls, those who look are told already.
    for command in ["check", "status"] {
        let words = said(root, &[command, "--date", "2026-11-27"], 0);
        assert!(words.contains("penalties.toml: gave") && words.contains("put the file back"), "{command}: {words}");
    }
    let second = update("2026-11-27");
    let (gone, exit) = (&second["forgotten"][0], &second["exit"]);
    assert_eq!((&gone["place"], exit), (&FILE.into(), &3.into()), "{second:#}");
    assert!(gone["message"].as_str().is_some_and(|said| said.contains("gone since 2026-11-27")), "{gone}");
    let number = |report: &serde_json::Value, key: &str| report[key].as_u64().expect("a number");
    let left = first["records"]["penalty"].as_u64().expect("a number");
    assert_eq!(number(&second, "withdrawn"), number(&first, "withdrawn") + left, "{second:#}");
    let notice = std::fs::read_to_string(page(root, id)).expect("a notice in the place of the page");
    assert!(notice.contains("noindex") && notice.contains("2026年11月27日"), "{notice}");
    assert!(!notice.contains("MA99FAK16F"));
    let changes = std::fs::read_to_string(root.join("site/changes/index.html")).expect("a page");
    assert!(changes.contains("2026年11月27日"), "{changes}");
    let explained = report(root, &["explain", id, "--date", "2026-11-27"]);
    assert_eq!(explained["records"][0]["state"], "withdrawn", "{explained:#}");

    let third = update("2026-11-28");
    assert_eq!(
        (third["exit"].as_u64(), third["forgotten"].as_array().map(Vec::len)),
        (first["exit"].as_u64(), Some(1))
    );
    let notice = std::fs::read_to_string(page(root, id)).expect("a notice");
    assert!(notice.contains("2026年11月27日"), "the day stays: {notice}");
    let words = said(root, &["pull", "--replay", "2026-11-28"], 2);
    assert!(words.contains("the ledger stays as it is") && words.contains(FILE), "{words}");

    std::fs::write(root.join(FILE), kept).expect("written");
    let back = update("2026-11-28");
    assert_eq!((&back["forgotten"], number(&back, "withdrawn")), (&serde_json::json!([]), number(&first, "withdrawn")));
    let again = std::fs::read_to_string(page(root, id)).expect("a page");
    assert_eq!(again.replace("2026-11-28", "2026-11-26").len(), shown.len(), "as it was");

    // Under another name it is another feed, that has them all.
    std::fs::rename(root.join(FILE), root.join("data/sources/renamed.toml")).expect("renamed");
    let renamed = update("2026-11-28");
    assert_eq!((&renamed["forgotten"], &renamed["records"]["penalty"]), (&serde_json::json!([]), &left.into()));
}
