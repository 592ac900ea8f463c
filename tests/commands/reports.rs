//! `docs/reports.md` and what `--json` prints, held together: no key without its line there, no line without its key.

use crate::{copy_below, edit, mingjing, new_portal, report, said};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Keys by command, as the documentation has them.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let text = include_str!("../../docs/reports.md");
    let mut sections: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut command = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            command = name.to_owned();
            sections.entry(command.clone()).or_default();
        } else if let Some(first) = line.strip_prefix("| ").and_then(|line| line.split(" | ").next()) {
            let keys = first.split(", ").filter_map(|key| key.strip_prefix('`')?.strip_suffix('`'));
            sections.get_mut(&command).expect("a table stands in a section").extend(keys.map(str::to_owned));
        }
    }
    let (pull, build) = (sections["pull"].clone(), sections["build"].clone());
    let update = sections.get_mut("update").expect("a section");
    update.extend(build);
    update.extend(pull.into_iter().filter(|key| key.starts_with("feeds[]") || key.starts_with("corrections[]")));
    sections
}

/// Paths of a report's values. A list of objects is gone into; an empty list or object leaves its own path.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            for (key, value) in object {
                // The one object whose keys are data.
                let is_by_kind = path == "records";
                let key = if is_by_kind { "KIND" } else { key };
                paths(value, &if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }, found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            items.iter().for_each(|item| paths(item, &format!("{path}[]"), found));
        }
        _ => drop(found.insert(path.to_owned())),
    }
}

/// Reports of every command, so that together they have every key.
fn reports() -> Vec<Value> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = tempfile::tempdir().expect("a folder");
    for part in ["data/sources", "data/samples", "data/rules", "content"] {
        copy_below(&repository.join(part), &sample.path().join(part));
    }
    for file in ["portal.toml", "data/agencies.toml"] {
        std::fs::copy(repository.join(file), sample.path().join(file)).expect("copied");
    }
    // A link to an article that is not shown on the day.
    let articles = sample.path().join("content/articles");
    let shown = std::fs::read_to_string(repository.join("tests/fixtures/sites/small/content/articles/check.md"));
    let shown = shown.expect("an article");
    std::fs::write(articles.join("links.md"), format!("{shown}\n[示例](coming.md)\n")).expect("written");
    let day = shown.lines().find(|line| line.starts_with("published_on")).expect("a day").to_owned();
    std::fs::write(articles.join("coming.md"), shown.replace(&day, "published_on = 2099-01-01")).expect("written");
    let mut reports = Vec::new();
    let gone = "[[correction]]\nrecord = \"r0\"\nfield = \"amount_yuan\"\noriginal = \"1\"\ncorrected = \"2\"\nreason = \"核对\"\non = \"2026-01-01\"\n";
    for command in ["pull", "update"] {
        let bad = tempfile::tempdir().expect("a folder");
        copy_below(&repository.join("tests/fixtures/sites/quarantine"), bad.path());
        let forgotten = bad.path().join("data/sources/forgotten.toml");
        let source = "data/samples/forgotten.csv";
        let only = "企业名称,备案号,备案日期\n示例独有店,210300BAC0009,2026-01-02\n";
        std::fs::write(bad.path().join(source), only).expect("written");
        let manifest = format!("kind = \"filing\"\nagency = \"示例局\"\nsource = \"{source}\"\n");
        std::fs::write(&forgotten, manifest).expect("written");
        report(bad.path(), &["pull", "forgotten"]);
        std::fs::remove_file(forgotten).expect("removed");
        std::fs::write(bad.path().join("data/corrections.toml"), gone).expect("written");
        let withdrawal = "[[withdrawal]]\nrecord = \"r0\"\nreason = \"撤销\"\non = \"2026-11-20\"\n";
        std::fs::write(bad.path().join("data/withdrawals.toml"), withdrawal).expect("written");
        let merge = "[[merge]]\nrecord = \"r0\"\nmerchant = \"91210302MA99FAK16F\"\nsame = true\nreason = \"核对\"\non = \"2026-11-20\"\n";
        std::fs::write(bad.path().join("data/merges.toml"), merge).expect("written");
        let weaker = "[[rule]]\nid = \"natural-person\"\ntitle = \"自然人\"\nkinds = [\"award\"]\nsource = \"示例\"\nvalid_from = \"2021-11-01\"\nchecked_on = \"2026-11-01\"\nverified = false\n";
        std::fs::create_dir_all(bad.path().join("data/rules")).expect("a folder");
        std::fs::write(bad.path().join("data/rules/own.toml"), weaker).expect("written");
        reports.extend([&[command][..], &["build"], &["status"]].map(|said| report(bad.path(), said)));
    }
    let sample = sample.path();
    reports.extend([
        report(sample, &["update"]),
        report(sample, &["build"]),
        report(sample, &["search", "健身"]),
        report(sample, &["verify", sample.join("site").to_str().expect("utf-8")]),
    ]);
    std::fs::write(sample.join("site/index.html"), "changed by hand").expect("written");
    reports.push(report(sample, &["verify", sample.join("site").to_str().expect("utf-8")]));
    let status = report(sample, &["status"]);
    let conflict = status["conflicts"][0].as_str().expect("a record whose sources differ").to_owned();
    reports.push(status);
    let correction = gone.replace("r0", &conflict).replace("amount_yuan", "mall").replace("\"1\"", "\"\"");
    std::fs::write(sample.join("data/corrections.toml"), correction).expect("written");
    reports.push(report(sample, &["explain", &conflict]));
    // Near the end of some record's publicity.
    let until = reports.last().expect("a report")["records"][0]["until"].as_str().map(str::to_owned);
    reports.push(report(sample, &["status", "--date", &until.expect("a last day")]));
    reports.push(report(sample, &["withdraw", &conflict, "--reason", "处罚决定被撤销"]));
    let commitments = std::fs::read_to_string(sample.join("data/samples/swj-commitments.csv")).expect("text");
    let few: Vec<&str> = commitments.lines().take(3).collect();
    std::fs::write(sample.join("data/samples/swj-commitments.csv"), few.join("\n")).expect("written");
    // Held, by each command that can say so.
    reports.extend([
        report(sample, &["pull", "swj-commitments"]),
        report(sample, &["update"]),
        report(sample, &["status"]),
    ]);
    reports.push(report(sample, &["accept", "swj-commitments"]));

    let backup = sample.join("kept.db");
    for task in ["backup", "restore"] {
        reports.push(report(sample, &["ledger", task, backup.to_str().expect("utf-8")]));
    }
    let ledger = rusqlite::Connection::open(sample.join("data/ledger.db")).expect("a ledger");
    ledger.execute("DELETE FROM records", []).expect("deleted");
    reports.push(report(sample, &["ledger", "check"]));

    let dir = new_portal();
    let root = dir.path();
    reports.push(report(root, &["init", root.join("another").to_str().expect("utf-8")]));
    reports.push(report(root, &["new", "article", "a", "--title", "题"]));
    reports.push(report(root, &["new", "source", "data/samples/filings.csv"]));
    let guessed = "*企业名称,备案号,备案日期\n示例店,210300BAC0007,2026-01-02\n";
    std::fs::write(root.join("data/samples/guessed.csv"), guessed).expect("written");
    reports.push(report(root, &["new", "source", "data/samples/guessed.csv"]));
    // Its manifest now says what was guessed; without that it is guessed at each pull.
    let plain = "kind = \"filing\"\nagency = \"示例局\"\nsource = \"data/samples/guessed.csv\"\n";
    std::fs::write(root.join("data/sources/guessed.toml"), plain).expect("written");
    report(root, &["pull", "guessed"]);
    reports.push(report(root, &["status"]));
    std::fs::remove_file(root.join("data/agencies.toml")).expect("removed");
    reports.push(report(root, &["check"]));
    let nowhere = report(Path::new("/nonexistent"), &["build"]);
    assert_eq!((&nowhere["command"], &nowhere["exit"]), (&"build".into(), &2.into()), "{nowhere}");
    reports.push(nowhere);
    reports.push(crate::serve::first_report(root));
    reports
}

#[test]
fn documentation_and_reports_have_the_same_keys() {
    let documented = documented();
    let mut printed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for report in reports() {
        let command = report["command"].as_str().expect("a command");
        assert!(report["exit"].is_u64(), "no exit code: {report:#}");
        let section = if report.get("error").is_some() { "error" } else { command };
        paths(&report, "", printed.entry(section.to_owned()).or_default());
    }
    for (command, keys) in &printed {
        let known = documented.get(command).unwrap_or_else(|| panic!("no section `{command}` in docs/reports.md"));
        for key in keys {
            let is_empty_list = known.iter().any(|known| known.starts_with(&format!("{key}[]")));
            let is_empty_object = known.iter().any(|known| known.starts_with(&format!("{key}.")));
            assert!(
                known.contains(key) || is_empty_list || is_empty_object,
                "`{key}` of `{command}` is not in docs/reports.md"
            );
        }
        for key in known {
            assert!(keys.contains(key), "`{key}` of `{command}` is in docs/reports.md, but no report has it");
        }
    }
    for command in documented.keys() {
        assert!(printed.contains_key(command), "`{command}` is in docs/reports.md, but the test does not run it");
    }
}

#[test]
fn the_last_line_says_what_to_type_next() {
    let dir = new_portal();
    let root = dir.path();
    let last = |words: &str| words.lines().last().expect("a line").to_owned();
    let expected = format!("look at it: mingjing --root {} serve", root.display());
    assert_eq!(last(&said(root, &["update"], 0)), expected);
    assert_eq!(last(&said(root, &["build"], 0)), expected);
    let mut through_cargo = std::process::Command::new(env!("CARGO_BIN_EXE_mingjing"));
    let output = through_cargo.env("CARGO", "/bin/cargo").current_dir(root).output().expect("runs");
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(last(&words), "look at it: cargo run --release -- serve");
    assert!(!words.contains('\u{1b}'), "control characters where no terminal is: {words:?}");
    let quiet = mingjing(root, &["build", "--quiet"]);
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty());
    edit(root, "portal.toml", "[portal]\n", "[portal]\ncolour = 1\n");
    let failed = mingjing(root, &["build", "--quiet"]);
    assert!(!failed.stderr.is_empty(), "quiet hides an error");
}

#[test]
fn pages_are_counted() {
    let dir = new_portal();
    let built = report(dir.path(), &["update"]);
    let site = walkdir::WalkDir::new(dir.path().join("site")).into_iter().map(|entry| entry.expect("readable"));
    let pages = site.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "html")).count();
    assert_eq!(built["pages"], pages, "{built:#}");
}
