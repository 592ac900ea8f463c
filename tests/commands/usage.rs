//! What is typed wrongly: exit code 2, words on stderr, and a report where one was asked for.

use crate::{new_portal, report, said};

#[test]
fn a_mistyped_command_reports_as_json_when_it_is_asked_to() {
    let dir = new_portal();
    for (typed, command) in [
        (vec!["withdraw", "r0"], "withdraw".into()),
        (vec!["pull", "--date", "soon"], "pull".into()),
        (vec!["nonsense"], serde_json::Value::Null),
    ] {
        let told = report(dir.path(), &typed);
        assert_eq!((&told["exit"], &told["command"]), (&2.into(), &command), "{told:#}");
        let error = told["error"].as_str().expect("words");
        assert!(!error.starts_with("error") && error.contains("--help"), "{error}");
        assert!(said(dir.path(), &typed, 2).contains("--help"), "{typed:?}");
    }
}

#[test]
fn every_removal_has_a_reason() {
    let dir = new_portal();
    report(dir.path(), &["pull"]);
    for reason in ["", " \u{3000}"] {
        let words = said(dir.path(), &["withdraw", "r0", "--reason", reason], 2);
        assert!(words.contains("the reason is empty") && words.contains("hint:"), "{words}");
    }
    let list = "[[withdrawal]]\nrecord = \"r0\"\nreason = \" \"\non = \"2026-11-20\"\n";
    std::fs::write(dir.path().join("data/withdrawals.toml"), list).expect("written");
    let words = said(dir.path(), &["build"], 2);
    assert!(words.contains("withdrawals.toml") && words.contains("say why the record leaves"), "{words}");
}
