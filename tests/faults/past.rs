//! Snapshots: the ledger made again from them, pulls without a network, retention, what a pull leaves for others to read.

use crate::desk::{Desk, code, name, table};
use std::collections::BTreeMap;
use std::path::Path;

const A: &str = "data/samples/a.csv";
const B: &str = "data/samples/b.csv";

/// Two feeds with records in common, over six days: what comes, changes, leaves, comes back, fails and stays.
fn six_days() -> Desk {
    let desk = Desk::new();
    desk.declare("a", A, "max_shrink_percent = 90");
    desk.declare("b", B, "max_shrink_percent = 90");
    let rows = |from: u32, to: u32| table((from..to).map(|number| (number, name(number))));
    let days = [
        ("2026-11-01", rows(0, 20), rows(10, 30)),
        ("2026-11-02", rows(0, 20), rows(10, 25)),
        ("2026-11-03", rows(5, 20).replace("铁东区", "铁西区"), rows(10, 25)),
        ("2026-11-04", "broken".to_owned(), rows(15, 30)),
        ("2026-11-05", rows(0, 20), rows(15, 30)),
        ("2026-11-06", rows(0, 40), rows(10, 30)),
    ];
    for (day, a, b) in days {
        desk.write(A, a);
        desk.write(B, b);
        desk.run(&["pull", "--date", day]);
    }
    desk
}

#[test]
fn a_replay_reaches_the_same_ledger() {
    let desk = six_days();
    let (facts, standing) = (desk.facts(), desk.standing());
    assert!(facts.len() == 40 && facts.iter().any(|fact| fact.contains("changed_on: Some")), "{facts:#?}");
    let digest = |desk: &Desk| {
        let ledger = mingjing::ledger::Ledger::open(&desk.path("data/ledger.db")).expect("a ledger");
        ledger.digest().expect("readable")
    };
    let before = digest(&desk);
    let replayed = desk.run(&["pull", "--replay", "2026-11-06"]).ends(0);
    assert_eq!((desk.facts(), desk.standing()), (facts.clone(), standing.clone()), "{:#}", replayed.report);
    assert_eq!(digest(&desk), before, "a build sees no difference either");
    for name in ["ledger.db", "ledger-replay.db"] {
        for ending in ["", "-wal", "-shm"] {
            std::fs::remove_file(desk.path(&format!("data/{name}{ending}"))).ok();
        }
    }
    desk.run(&["pull", "--replay", "2026-11-06"]).ends(0);
    assert_eq!((desk.facts(), desk.standing()), (facts, standing), "from nothing but the snapshots");
}

#[test]
fn a_replay_of_an_earlier_day_is_the_ledger_of_that_day() {
    let desk = Desk::new();
    desk.declare("a", A, "");
    desk.write(A, table([(1, name(1))]));
    desk.run(&["pull", "--date", "2026-11-01"]).ends(0);
    let facts = desk.facts();
    desk.write(A, table([(1, name(1)), (2, name(2))]));
    desk.run(&["pull", "--date", "2026-11-02"]).ends(0);
    assert_ne!(desk.facts(), facts);
    desk.run(&["pull", "--replay", "2026-11-01"]).ends(0);
    assert_eq!(desk.facts(), facts);
    desk.run(&["pull", "--replay", "2026-10-01"]).ends(2);
    assert_eq!(desk.facts(), facts, "there was none that day");
    desk.run(&["pull", "--replay", "2026-11-02", "a"]).ends(2);
}

#[test]
fn a_replay_of_a_day_without_snapshots_leaves_the_ledger_as_it_is() {
    let desk = six_days();
    let facts = desk.facts();
    let ran = desk.run(&["pull", "--replay", "2020-11-06"]).ends(2);
    assert!(ran.stderr.contains("no snapshot was taken in up to 2020-11-06") && ran.stderr.contains("hint:"));
    assert_eq!(desk.facts(), facts);
}

#[test]
fn a_replay_without_the_snapshots_of_a_feed_leaves_the_ledger_as_it_is() {
    let desk = six_days();
    let (facts, standing) = (desk.facts(), desk.standing());
    // A feed that came later has none of that day, and lacks nothing.
    desk.declare("c", "data/samples/c.csv", "");
    desk.write("data/samples/c.csv", table([(50, name(50))]));
    desk.run(&["pull", "c", "--date", "2026-11-07"]).ends(0);
    desk.run(&["pull", "--replay", "2026-11-06"]).ends(3);
    assert_eq!(desk.facts(), facts);
    std::fs::remove_dir_all(desk.path("data/snapshots/a")).expect("there");
    for day in ["2026-11-02", "2026-11-06"] {
        let ran = desk.run(&["pull", "--replay", day]).ends(2);
        for part in ["no snapshot of `a` is left", "the ledger stays as it is", "hint: put `data/snapshots/a/` back"] {
            assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
        }
        assert_eq!(desk.facts(), facts);
    }
    assert_eq!(desk.standing(), standing);
}

#[test]
fn records_that_a_feed_takes_back_by_a_state_are_counted_as_left() {
    let desk = Desk::new();
    let rows = |taken_back: u32| {
        let mut text =
            "行政处罚决定书文号,企业名称,统一社会信用代码,处罚类别,违法事实,处罚内容,处罚决定日期,状态\n".to_owned();
        for number in 0..30 {
            let state = if number < taken_back { "已撤销" } else { "" };
            text.push_str(&format!(
                "示市监处罚〔2026〕{}号,{},{},罚款,示例事实,罚款5000元,2026-03-02,{state}\n",
                number + 1,
                name(number),
                code(number)
            ));
        }
        text
    };
    desk.write("data/sources/a.toml", format!("kind = \"penalty\"\nagency = \"示例局\"\nsource = \"{A}\"\n"));
    desk.write(A, rows(0));
    let first = desk.run(&["pull", "--date", "2026-11-01"]).ends(0);
    assert_eq!((&first.report["withdrawn"], &first.feed()["added"]), (&0.into(), &30.into()), "{:#}", first.report);
    desk.write(A, rows(5));
    let ran = desk.run(&["pull", "--date", "2026-11-02"]).ends(0);
    assert_eq!((&ran.feed()["withdrawn"], &ran.report["withdrawn"]), (&5.into(), &5.into()), "{:#}", ran.report);
    assert_eq!(ran.feed()["changed"], 5);
    // What was taken back before is not again.
    desk.write(A, rows(6));
    assert_eq!(desk.run(&["pull", "--date", "2026-11-03"]).ends(0).report["withdrawn"], 1);
}

#[test]
fn offline_reads_the_last_snapshot_and_claims_no_success() {
    let desk = Desk::new();
    desk.declare("a", A, "");
    desk.declare("b", B, "");
    desk.write(A, table([(1, name(1)), (2, name(2))]));
    let none = desk.run(&["pull", "--offline"]).ends(3);
    assert!(none.reason().contains("no snapshot") && none.reason().contains("hint: "), "{}", none.reason());
    desk.run(&["pull", "a", "--date", "2026-11-01"]).ends(0);
    std::fs::remove_file(desk.path(A)).expect("there");
    desk.declare("a", A, "mode = \"append\"");
    std::fs::remove_file(desk.path("data/sources/b.toml")).expect("there");
    for status in ["fresh", "unchanged"] {
        let ran = desk.run(&["pull", "--offline", "--date", "2026-11-20"]).ends(0);
        assert_eq!((&ran.feed()["status"], &ran.feed()["records"]), (&status.into(), &2.into()), "{:#}", ran.report);
        let seen = desk.run(&["status", "--date", "2026-11-20"]);
        assert_eq!(seen.feed()["last_success"], "2026-11-01");
    }
}

#[test]
fn old_snapshots_go_and_the_latest_stays() {
    let desk = Desk::new();
    desk.declare("a", A, "");
    for number in 1..4 {
        desk.write(A, table((0..number).map(|number| (number, name(number)))));
        desk.run(&["pull"]).ends(0);
    }
    let folder = desk.path("data/snapshots/a");
    assert_eq!(packed(&folder), 3);
    let receipts = folder.join("receipts.ndjson");
    let text = std::fs::read_to_string(&receipts).expect("written");
    let old: Vec<String> = text.lines().map(long_ago).collect();
    std::fs::write(&receipts, old.join("\n")).expect("writable");
    std::fs::write(folder.join("half.zst.part"), "cut by a crash").expect("writable");
    assert_eq!(desk.run(&["pull"]).ends(0).report["snapshots_removed"], 0, "all are kept when nothing is said");
    assert_eq!(packed(&folder), 3);
    let settings = std::fs::read_to_string(desk.path("portal.toml")).expect("text");
    desk.write("portal.toml", settings.replace("sample = true", "sample = true\nkeep_snapshots_days = 30"));
    assert_eq!(desk.run(&["pull"]).ends(0).report["snapshots_removed"], 2);
    assert!(packed(&folder) == 1 && !folder.join("half.zst.part").exists());
    let offline = desk.run(&["pull", "--offline"]).ends(0);
    assert_eq!(offline.feed()["records"], 3);
    let replayed = desk.run(&["pull", "--replay", "2026-11-25"]).ends(0);
    assert_eq!(replayed.feed()["snapshots_lost"], 2, "{:#}", replayed.report);
}

fn packed(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder).expect("a folder").flatten();
    files.filter(|file| file.path().extension().is_some_and(|ending| ending == "zst")).count()
}

/// A receipt as of years before.
fn long_ago(line: &str) -> String {
    let mut receipt: serde_json::Value = serde_json::from_str(line).expect("a receipt");
    receipt["fetched_at"] = "2020-01-01T00:00:00Z".into();
    receipt.to_string()
}

#[test]
fn a_pull_leaves_metrics_and_totals() {
    let desk = Desk::new();
    desk.declare("a", A, "");
    desk.declare("b", B, "");
    desk.write(A, table((0..3).map(|number| (number, name(number)))));
    let ran = desk.run(&["pull"]).ends(3);
    let totals = &ran.report["totals"];
    let expected = BTreeMap::from([("feeds", 2), ("fresh", 1), ("failed", 1), ("rows", 3), ("added", 3), ("held", 0)]);
    assert!(expected.iter().all(|(key, count)| totals[key] == *count), "{totals:#}");
    assert!(totals["bytes"].as_u64() > Some(50) && ran.feed()["seconds"].as_f64() > Some(0.0));
    let metrics = std::fs::read_to_string(desk.path("data/metrics.prom")).expect("written");
    for line in [
        "mingjing_pull_needs_person 1",
        "mingjing_feed_rows{feed=\"a\"} 3",
        "mingjing_feed_status{feed=\"a\",status=\"fresh\"} 1",
        "mingjing_feed_status{feed=\"b\",status=\"failed\"} 1",
        "mingjing_records{kind=\"merchant\"} 3",
        "mingjing_feed_last_success_timestamp_seconds{feed=\"a\"} 1795536000",
    ] {
        assert!(metrics.lines().any(|found| found == line), "no `{line}` in\n{metrics}");
    }
    let elsewhere = desk.path("elsewhere/m.prom");
    desk.run(&["pull", "a", "--metrics", elsewhere.to_str().expect("UTF-8")]).ends(0);
    let text = std::fs::read_to_string(elsewhere).expect("written");
    assert!(text.contains("mingjing_feed_status{feed=\"b\",status=\"failed\"} 1"), "feeds not pulled keep theirs");
}
