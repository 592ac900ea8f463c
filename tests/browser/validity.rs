//! Every page of the sample site is valid HTML, as html-validate (from npm, which `./run-tests` installs) reads the
//! standard: parse errors, nesting, attributes and their values, ids and the references to them, headings, landmarks.
//!
//! `html-validate.json` has its rules. Switched off are matters of taste: a `type` where the default is meant, `>` in
//! text, digests of files on the same host.

use crate::site::Site;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PROGRAM: &str = "target/browser-tests/node_modules/html-validate/bin/html-validate.mjs";
/// Pages a run of the program is given: arguments have a length, and its memory a limit.
const AT_ONCE: usize = 400;

/// What html-validate has against some files, one line a finding.
fn findings(files: &[PathBuf]) -> Vec<String> {
    let mut command = Command::new("node");
    command
        .arg(Path::new(ROOT).join(PROGRAM))
        .arg("--config")
        .arg(Path::new(ROOT).join("tests/browser/html-validate.json"));
    let ran =
        command.args(["--formatter", "json"]).args(files).output().expect("node starts; `./run-tests` installs it");
    let found: Value = serde_json::from_slice(&ran.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}; `./run-tests` installs it", String::from_utf8_lossy(&ran.stderr)));
    let files = found.as_array().expect("a list of files");
    let lines = files.iter().flat_map(|file| {
        let messages = file["messages"].as_array().cloned().unwrap_or_default();
        messages.into_iter().map(move |message| {
            let word = |key: &str| message[key].as_str().unwrap_or_default().to_owned();
            let name = file["filePath"].as_str().unwrap_or_default();
            format!("{name}:{}:{} {}: {}", message["line"], message["column"], word("ruleId"), word("message"))
        })
    });
    lines.collect()
}

#[test]
fn every_page_of_the_sample_site_is_valid() {
    let pages: Vec<PathBuf> = Site::sample().all_pages().collect();
    assert!(pages.len() > 1000, "{} pages", pages.len());
    let found: Vec<String> = pages.chunks(AT_ONCE).flat_map(findings).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found[..found.len().min(40)].join("\n"));
}

#[test]
fn what_is_not_valid_is_found() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let page = |name: &str, body: &str| {
        let html =
            format!("<!doctype html>\n<html lang=\"en\"><head><title>t</title></head><body>{body}</body></html>");
        let path = dir.path().join(name);
        std::fs::write(&path, html).expect("a file can be written");
        path
    };
    let cases = [
        ("nesting.html", "<ul><p>a</p></ul>", "element-permitted-content"),
        ("closing.html", "<div><b>a</div>", "close-order"),
        ("ids.html", "<p id=\"a\">a</p><p id=\"a\">b</p>", "no-dup-id"),
        ("references.html", "<p aria-describedby=\"nowhere\">a</p>", "no-missing-references"),
        ("values.html", "<input type=\"serach\" aria-label=\"a\">", "attribute-allowed-values"),
        ("headings.html", "<h1>a</h1><h4>b</h4>", "heading-level"),
        ("style.html", "<p style=\"top:0\">a</p>", "no-inline-style"),
    ];
    let files: Vec<PathBuf> = cases.iter().map(|(name, body, _)| page(name, body)).collect();
    let found = findings(&files);
    for (name, _, rule) in cases {
        let hit = found.iter().any(|line| line.contains(name) && line.contains(&format!(" {rule}: ")));
        assert!(hit, "{name}: no `{rule}` in\n{}", found.join("\n"));
    }
    assert_eq!(findings(&[page("good.html", "<main><h1>a</h1><p>b</main>")]), Vec::<String>::new());
}
