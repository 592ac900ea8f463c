//! Withdrawals and merges of people: kept in the history, and missed when they match nothing.

use crate::portal::Portal;
use crate::{PENALTIES, explained, page, portal_of};
use serde_json::Value;

const NUMBER: &str = "document_no = \"示市监处罚〔2026〕7号\"\nagency = \"示例市监局\"\n";

fn withdrawals(portal: &Portal, lines: &str) {
    std::fs::write(portal.path("data/withdrawals.toml"), lines).expect("written");
}

fn listed(rest: &str) -> String {
    format!("[[withdrawal]]\n{NUMBER}reason = \"复核中\"\non = \"2026-11-20\"\n{rest}")
}

/// Cause, day and words of each turn of the one record.
fn history(portal: &Portal, date: &str) -> Vec<(String, String, String)> {
    let told = explained(portal, "91210302MA99FY1107", date);
    let text = |turn: &Value, key: &str| turn[key].as_str().unwrap_or_default().to_owned();
    let turns = told["history"].as_array().expect("a history").iter();
    turns.map(|turn| (text(turn, "cause"), text(turn, "on"), text(turn, "detail"))).collect()
}

fn turn(cause: &str, on: &str, detail: &str) -> (String, String, String) {
    (cause.to_owned(), on.to_owned(), detail.to_owned())
}

#[test]
fn what_is_taken_off_the_list_again_stays_in_the_history() {
    let portal = portal_of(&[("p", "penalty", PENALTIES)]);
    portal.run(&["update", "--date", "2026-11-19"]).ends(0, &[]);
    withdrawals(&portal, &listed(""));
    portal.run(&["build", "--date", "2026-11-20"]).ends(0, &[]);
    let came = turn("came", "2026-11-19", "");
    let put_on = turn("withdrawn-locally", "2026-11-20", "复核中");
    assert_eq!(history(&portal, "2026-11-20"), [came.clone(), put_on.clone()]);

    withdrawals(&portal, "");
    let off = turn("lifted-locally", "2026-11-22", "taken off data/withdrawals.toml");
    assert_eq!(history(&portal, "2026-11-22").last(), Some(&off), "before the next build, too");
    portal.run(&["build", "--date", "2026-11-22"]).ends(0, &[]);
    for date in ["2026-11-22", "2026-11-25"] {
        assert_eq!(history(&portal, date), [came.clone(), put_on.clone(), off.clone()], "on {date}");
    }
    let told = explained(&portal, "91210302MA99FY1107", "2026-11-25");
    assert_eq!(told["state"], "shown");
    let id = told["id"].as_str().expect("an id");
    let shown = page(&portal, &format!("r/{}/{id}.html", &id[id.len() - 2..]));
    assert!(shown.contains("移出撤回清单") && shown.contains("2026-11-22"), "{shown}");
    assert!(!shown.contains("复核中"), "a person's words stay in the ledger");
    // Nothing is kept twice, whatever else runs.
    for command in ["update", "build"] {
        portal.run(&[command, "--date", "2026-11-25"]).ends(0, &[]);
    }
    portal.run(&["pull", "--replay", "2026-11-25"]).ends(0, &[]);
    assert_eq!(history(&portal, "2026-11-25"), [came, put_on, off]);
}

#[test]
fn a_lift_with_a_day_and_a_reason_holds_from_that_day() {
    let portal = portal_of(&[("p", "penalty", PENALTIES)]);
    withdrawals(&portal, &listed("lifted_on = \"2026-11-23\"\nlifted_reason = \"复核维持原决定\"\n"));
    portal.run(&["update", "--date", "2026-11-21"]).ends(0, &[]);
    assert_eq!(explained(&portal, "91210302MA99FY1107", "2026-11-22")["state"], "withdrawn");
    portal.run(&["build", "--date", "2026-11-24"]).ends(0, &[]);
    assert_eq!(explained(&portal, "91210302MA99FY1107", "2026-11-24")["state"], "shown");
    assert_eq!(history(&portal, "2026-11-24").last(), Some(&turn("lifted-locally", "2026-11-23", "复核维持原决定")));
    for wrong in ["lifted_on = \"2026-11-19\"\nlifted_reason = \"早\"\n", "lifted_on = \"2026-11-23\"\n"] {
        withdrawals(&portal, &listed(wrong));
        portal.run(&["build", "--date", "2026-11-24"]).ends(2, &["withdrawals.toml", "lift"]);
    }
}

#[test]
fn what_matches_nothing_is_listed_by_status_and_by_check() {
    let portal = portal_of(&[("p", "penalty", PENALTIES)]);
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let id = explained(&portal, "91210302MA99FY1107", "2026-11-20")["id"].as_str().expect("an id").to_owned();
    let fitting = format!(
        "[[merge]]\nrecord = \"{id}\"\nmerchant = \"91210302MA99FY1107\"\nsame = true\nreason = \"核对\"\non = \"2026-11-20\"\n"
    );
    std::fs::write(portal.path("data/merges.toml"), &fitting).expect("written");
    withdrawals(&portal, &listed("lifted_on = \"2026-11-20\"\nlifted_reason = \"核对\"\n"));
    portal.run(&["status", "--date", "2026-11-20"]).ends(0, &[]);

    let idle = "[[merge]]\nrecord = \"rffffffffffffff01\"\nmerchant = \"91210302MA99FY1107\"\nsame = false\nreason = \"核对\"\non = \"2026-11-20\"\n\
                [[merge]]\nmerchants = [\"91210302MA99FY1107\", \"nffffffffffffff0\"]\nsame = true\nreason = \"核对\"\non = \"2026-11-20\"\n";
    std::fs::write(portal.path("data/merges.toml"), fitting + idle).expect("written");
    withdrawals(&portal, "[[withdrawal]]\nrecord = \"rffffffffffffff02\"\nreason = \"撤销\"\non = \"2026-11-20\"\n");
    let correction = "[[correction]]\nrecord = \"rffffffffffffff03\"\nfield = \"facts\"\noriginal = \"甲\"\ncorrected = \"乙\"\nreason = \"核对\"\non = \"2026-11-20\"\n";
    std::fs::write(portal.path("data/corrections.toml"), correction).expect("written");
    let missed = ["`rffffffffffffff01`", "`nffffffffffffff0`", "`rffffffffffffff02`", "`rffffffffffffff03`", "hint:"];
    portal.run(&["status", "--date", "2026-11-20"]).ends(3, &missed);
    // The small portal lacks pages.
    portal.run(&["check", "--date", "2026-11-20"]).ends(1, &missed);
    let ran = portal.run(&["status", "--json", "--date", "2026-11-20"]).ends(3, &[]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    let count = |key: &str| report[key].as_array().map(Vec::len);
    assert_eq!(["decisions", "withdrawals", "corrections"].map(count), [Some(2), Some(1), Some(1)], "{report:#}");
}
