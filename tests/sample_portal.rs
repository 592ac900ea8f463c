//! The sample portal at the root of the repository: pulled by the real program, rendered, and read as a visitor would.

use mingjing::pages::content::Drafts;
use mingjing::pages::facts::View;
use mingjing::pages::render::{File, render_site, site_context};
use mingjing::pages::theme::{Templates, Theme};
use mingjing::pages::words::Words;
use mingjing::publish::assets::assets;
use mingjing::publish::minify;
use mingjing::records::{Kind, privacy};
use mingjing::search::pack::bytes::inflate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("readable");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("created");
        } else {
            std::fs::copy(entry.path(), &target).expect("copied");
        }
    }
}

/// A copy of the sample portal without what a pull made.
fn sample() -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().expect("a folder");
    for part in ["data/sources", "data/samples", "data/rules", "content"] {
        copy(&root.join(part), &dir.path().join(part));
    }
    for file in ["portal.toml", "data/agencies.toml"] {
        std::fs::copy(root.join(file), dir.path().join(file)).expect("copied");
    }
    dir
}

fn mingjing(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mingjing")).arg("--root").arg(root).args(arguments).output().expect("runs")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    })
}

/// Builds, and reads what was published: texts as they are, index files as what is in them.
fn built(root: &Path) -> BTreeMap<String, String> {
    let output = mingjing(root, &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let site = root.join("site");
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&site).into_iter().map(|entry| entry.expect("readable")) {
        let path = entry.path().strip_prefix(&site).expect("below the site").to_str().expect("utf-8").to_owned();
        if !entry.file_type().is_file() || path.starts_with('.') {
            continue;
        }
        let bytes = std::fs::read(entry.path()).expect("readable");
        let packed = path.starts_with("search/") && path.ends_with(".bin");
        let bytes = if packed { inflate(&bytes).expect("a whole file") } else { bytes };
        files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
    }
    files
}

#[test]
fn pulls_whole_and_a_second_pull_changes_nothing() {
    let portal = sample();
    let first = mingjing(portal.path(), &["pull", "--json"]);
    let report = json(&first);
    let feeds = report["feeds"].as_array().expect("feeds");
    for feed in feeds {
        assert_eq!(feed["status"], "fresh", "{feed}");
        assert_eq!(feed["quarantined"].as_array().map(Vec::len), Some(0), "{feed}");
    }
    assert_eq!(first.status.code(), Some(0));
    assert!(feeds.len() >= 16, "{} feeds", feeds.len());
    for kind in Kind::all() {
        assert!(report["records"][kind.key()].as_u64() > Some(0), "no record of kind {kind}");
    }
    let second = json(&mingjing(portal.path(), &["pull", "--json"]));
    assert!(second["feeds"].as_array().expect("feeds").iter().all(|feed| feed["status"] == "unchanged"));
}

#[test]
fn every_page_renders_says_it_is_a_sample_and_leads_somewhere() {
    let portal = sample();
    mingjing(portal.path(), &["pull", "--quiet"]);
    let files = built(portal.path());
    assert!(files.keys().filter(|path| path.starts_with("m/")).count() >= 150);
    let mut dead = Vec::new();
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        assert!(html.contains("示例数据"), "{path} does not say that its data is invented");
        assert!(privacy::find(html).is_empty(), "personal data on {path}");
        for href in attributes(html, "href") {
            let Some(target) = resolve(path, &href) else { continue };
            if !files.contains_key(&target) {
                dead.push(format!("{path}: {href}"));
            }
        }
    }
    dead.sort();
    dead.dedup();
    assert!(dead.is_empty(), "{} dead links: {:#?}", dead.len(), &dead[..dead.len().min(10)]);
}

#[test]
fn a_withdrawn_record_leaves_every_page_but_its_tombstone() {
    let portal = sample();
    mingjing(portal.path(), &["pull", "--quiet"]);
    let model = mingjing::pipeline::model(portal.path(), None, Drafts::LeftOut).expect("a model");
    let position = model.shown(Kind::Penalty)[0];
    let record = &model.entries[position].record;
    let number = record.fields.text(mingjing::records::Field::DocumentNo).expect("a document number").to_owned();
    let before = built(portal.path());
    assert!(before.values().any(|page| page.contains(&number)));
    let withdrawn = mingjing(portal.path(), &["withdraw", record.id.as_str(), "--reason", "处罚决定被撤销"]);
    assert_eq!(withdrawn.status.code(), Some(0), "{}", String::from_utf8_lossy(&withdrawn.stderr));
    let after = built(portal.path());
    let still: Vec<&String> = after.iter().filter(|(_, page)| page.contains(&number)).map(|(path, _)| path).collect();
    assert!(still.is_empty(), "{number} is still on {still:?}");
    let tombstone = &after[&mingjing::pages::urls::record(&record.id)];
    assert!(tombstone.contains("noindex") && !tombstone.contains(record.subject_name().expect("a name")));
    let explained = json(&mingjing(portal.path(), &["explain", record.id.as_str(), "--json"]));
    assert_eq!(explained["records"][0]["state"], "withdrawn");
}

#[test]
fn the_terminal_searches_what_the_site_searches() {
    let portal = sample();
    let early = mingjing(portal.path(), &["search", "健身"]);
    assert_eq!(early.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&early.stderr).contains("hint: run `mingjing build` first"));
    let built = json(&mingjing(portal.path(), &["update", "--json"]));
    assert!(built["search"]["documents"].as_u64() > Some(500), "{}", built["search"]);
    let hits = |query: &str| json(&mingjing(portal.path(), &["search", query, "--json"]))["hits"].clone();
    let exact = hits("91210302ma99fak16f");
    assert_eq!((&exact[0]["class"], &exact[0]["href"]), (&"exact".into(), &"m/6F/91210302MA99FAK16F.html".into()));
    assert_eq!(hits("FAK16F")[0]["class"], "suffix");
    let both = hits("健身 铁东");
    assert!(both[0]["tab"] == "merchants" && both == hits("铁东　健身"), "{both}");
    // The legal representative is on the merchant's page and is no search key.
    let model = mingjing::pipeline::model(portal.path(), None, Drafts::LeftOut).expect("a model");
    let representative = |merchant: &mingjing::merchants::Merchant| {
        let name = merchant.legal_representative.clone()?;
        (!merchant.name.contains(&name)).then_some(name)
    };
    let names: Vec<String> = model.resolution.merchants.iter().filter_map(representative).take(5).collect();
    assert!(!names.is_empty());
    for name in names {
        // What sounds or looks like it is found by names of merchants alone.
        let found = hits(&name);
        let found = found.as_array().expect("hits").iter();
        let by_itself: Vec<_> = found.filter(|hit| hit["class"] != "pinyin" && hit["class"] != "near").collect();
        assert!(by_itself.is_empty(), "{name}: {by_itself:?}");
    }
}

#[test]
fn a_feed_not_had_within_its_schedule_is_shown_as_stale() {
    let portal = sample();
    mingjing(portal.path(), &["pull", "--quiet", "--date", "2026-11-25"]);
    let status = |date: &str| {
        let report = json(&mingjing(portal.path(), &["status", "--json", "--date", date]));
        let feeds = report["feeds"].as_array().expect("feeds").clone();
        (report["exit"].clone(), feeds.into_iter().find(|feed| feed["id"] == "complaints-12315").expect("the feed"))
    };
    assert_eq!(status("2026-11-26").0, 0);
    assert_eq!(status("2026-12-02").1["status"], "fresh");
    let (exit, feed) = status("2026-12-03");
    assert_eq!((exit, &feed["status"]), (3.into(), &"stale".into()), "{feed}");
    assert!(feed["reason"].as_str().expect("a reason").contains("2026-11-25"), "{feed}");
    mingjing(portal.path(), &["build", "--quiet", "--date", "2026-12-03"]);
    let sources = std::fs::read_to_string(portal.path().join("site/about/sources.html")).expect("the page");
    assert!(sources.contains("超期未更新"));
}

#[test]
fn a_feed_that_shrinks_is_held_until_a_person_accepts() {
    let portal = sample();
    mingjing(portal.path(), &["pull", "--quiet"]);
    let file = portal.path().join("data/samples/swj-commitments.csv");
    let text = std::fs::read_to_string(&file).expect("text");
    std::fs::write(&file, text.lines().take(3).collect::<Vec<_>>().join("\n")).expect("written");
    let held = mingjing(portal.path(), &["pull", "swj-commitments", "--json"]);
    assert_eq!(held.status.code(), Some(3));
    assert_eq!(json(&held)["feeds"][0]["status"], "held");
    assert_eq!(mingjing(portal.path(), &["status"]).status.code(), Some(3));
    assert_eq!(mingjing(portal.path(), &["accept", "swj-commitments"]).status.code(), Some(0));
    let accepted = json(&mingjing(portal.path(), &["pull", "swj-commitments", "--json"]));
    assert_eq!(accepted["feeds"][0]["status"], "fresh");
    assert!(accepted["withdrawn"].as_u64() > Some(30));
}

#[test]
fn what_must_be_quarantined_is_and_no_personal_data_is_printed() {
    let dir = tempfile::tempdir().expect("a folder");
    copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sites/quarantine"), dir.path());
    let output = mingjing(dir.path(), &["pull", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    let report = json(&output);
    let rows: usize = report["feeds"]
        .as_array()
        .expect("feeds")
        .iter()
        .filter_map(|feed| Some(feed["quarantined"].as_array()?.len()))
        .sum();
    assert!(rows >= 8, "{rows} rows: {report:#}");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(privacy::find(&printed).is_empty(), "personal data in the report");
    let ledger = std::fs::read(dir.path().join("data/ledger.db")).expect("a ledger");
    for secret in ["210302190001010015", "13800001234"] {
        assert!(!ledger.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} is in the ledger");
    }
}

#[test]
fn configuration_errors_name_the_file_and_exit_with_2() {
    let portal = sample();
    let file = portal.path().join("portal.toml");
    let text = std::fs::read_to_string(&file).expect("text");
    std::fs::write(&file, text.replace("[portal]\n", "[portal]\ncolour = \"red\"\n")).expect("written");
    let output = mingjing(portal.path(), &["pull"]);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("portal.toml") && message.contains("colour") && message.contains("line"), "{message}");
    let nowhere = mingjing(Path::new("/nonexistent"), &["pull"]);
    assert_eq!(nowhere.status.code(), Some(2));
    let unknown = mingjing(sample().path(), &["pull", "no-such-feed"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn builds_twice_to_the_same_bytes_and_verifies() {
    let portal = sample();
    let first = mingjing(portal.path(), &[]);
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let site = portal.path().join("site");
    let manifest = std::fs::read(site.join("manifest.json")).expect("a manifest");
    let again = json(&mingjing(portal.path(), &["build", "--json"]));
    for kind in Kind::all() {
        assert!(again["records"][kind.key()].as_u64() > Some(0), "no record is shown as {kind}");
    }
    assert_eq!((&again["written"], &again["removed"]), (&0.into(), &0.into()), "{again}");
    let other = portal.path().join("other");
    mingjing(portal.path(), &["build", "--quiet", "--out", other.to_str().expect("utf-8")]);
    assert!(manifest == std::fs::read(other.join("manifest.json")).expect("a manifest"), "two builds differ");
    let path = site.to_str().expect("utf-8");
    assert_eq!(mingjing(portal.path(), &["verify", path]).status.code(), Some(0));
    std::fs::write(site.join("index.html"), "changed by hand").expect("written");
    assert_eq!(mingjing(portal.path(), &["verify", path]).status.code(), Some(1));
}

#[test]
fn a_second_update_has_nothing_to_do() {
    let portal = sample();
    let first = json(&mingjing(portal.path(), &["update", "--json"]));
    let stamp =
        || std::fs::metadata(portal.path().join("data/index")).and_then(|index| index.modified()).expect("an index");
    let made = stamp();
    let again = json(&mingjing(portal.path(), &["update", "--json"]));
    assert_eq!((&again["written"], &again["removed"]), (&0.into(), &0.into()), "{again}");
    for key in ["records", "withdrawn", "expired", "held_back", "pages", "files", "bytes", "date", "search"] {
        assert_eq!(again[key], first[key], "{key}");
    }
    let words = String::from_utf8(mingjing(portal.path(), &[]).stderr).expect("UTF-8");
    assert_eq!(words.matches("nothing changed in").count(), 2, "pull and build: {words}");
    // Whoever builds makes the index anew.
    assert_eq!(stamp(), made);
    mingjing(portal.path(), &["build", "--full", "--quiet"]);
    assert_ne!(stamp(), made, "a full build does not trust");
}

#[test]
fn what_was_altered_by_hand_is_put_right() {
    let portal = sample();
    let page = portal.path().join("site/about/method.html");
    mingjing(portal.path(), &["update", "--quiet"]);
    let whole = std::fs::read(&page).expect("a page");
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    let build = |arguments: &[&str]| json(&mingjing(portal.path(), arguments))["written"].clone();
    for arguments in [["build", "--json"].as_slice(), &["build", "--json", "--full"]] {
        std::fs::write(&page, &altered).expect("written");
        assert_eq!(build(arguments), 1, "altered, of the same size");
        std::fs::remove_file(&page).expect("removed");
        assert_eq!(build(arguments), 1, "removed");
        assert!(std::fs::read(&page).expect("a page") == whole);
        assert_eq!(build(arguments), 0);
    }
}

#[test]
fn a_build_upon_another_makes_the_site_of_a_clean_one() {
    let portal = sample();
    let path = |name: &str| portal.path().join(name);
    mingjing(portal.path(), &["update", "--quiet"]);
    let model = mingjing::pipeline::model(portal.path(), None, Drafts::LeftOut).expect("a model");
    let record = model.entries[model.shown(Kind::Penalty)[0]].record.id.to_string();
    assert_eq!(mingjing(portal.path(), &["withdraw", &record, "--reason", "示例"]).status.code(), Some(0));
    let upon = json(&mingjing(portal.path(), &["build", "--json"]));
    let other = path("other");
    let clean = json(&mingjing(portal.path(), &["build", "--json", "--out", other.to_str().expect("UTF-8")]));
    let written = |report: &serde_json::Value| report["written"].as_u64().expect("a number");
    assert!(written(&upon) > 0 && written(&upon) * 4 < written(&clean), "{upon} {clean}");
    let manifest = |site: &str| std::fs::read(path(site).join("manifest.json")).expect("a manifest");
    assert!(manifest("site") == manifest("other"), "what was kept is not what would be made");
}

/// Pages as templates make them, before anything is minified.
fn render(root: &Path) -> BTreeMap<String, String> {
    let model = mingjing::pipeline::model(root, None, Drafts::LeftOut).expect("a model");
    let theme = Theme::embedded();
    let strings = theme.strings(&model.settings.language).expect("strings");
    let words = Words::new(&strings, &model.settings.language).expect("words");
    let assets = assets(&theme.static_files()).paths;
    let site = site_context(&model, &words, strings.to_value(), assets);
    let templates = Templates::new(&theme, site).expect("templates");
    let files = Mutex::new(BTreeMap::new());
    let sink = |file: File| {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        files.lock().expect("not poisoned").insert(file.path, text);
    };
    render_site(View { model: &model, words: &words }, &templates, &sink).expect("renders");
    files.into_inner().expect("not poisoned")
}

/// Bytes that a server sends for a file with gzip.
fn compressed(bytes: &[u8]) -> usize {
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut out = vec![0; compressor.gzip_compress_bound(bytes.len())];
    compressor.gzip_compress(bytes, &mut out).expect("there is room")
}

#[test]
fn every_page_is_light() {
    let portal = sample();
    mingjing(portal.path(), &["update", "--quiet"]);
    let site = portal.path().join("site");
    let below = |folder: &str, ending: &str| -> Vec<(String, Vec<u8>)> {
        let entries = walkdir::WalkDir::new(site.join(folder))
            .sort_by_file_name()
            .into_iter()
            .map(|entry| entry.expect("readable"));
        let paths = entries.map(walkdir::DirEntry::into_path).filter(|path| path.to_string_lossy().ends_with(ending));
        let name = |path: &Path| path.strip_prefix(&site).expect("below").to_string_lossy().into_owned();
        paths.map(|path| (name(&path), std::fs::read(&path).expect("readable"))).collect()
    };
    let sum = |files: &[(String, Vec<u8>)]| -> usize { files.iter().map(|file| compressed(&file.1)).sum() };
    let css = sum(&below("assets", ".css"));
    assert!(css <= 14 * 1024, "{css} bytes of style sheets");
    // Search loads its modules with the first query.
    let mut scripts = below("assets", ".js");
    scripts.retain(|(path, _)| !path.contains("/search/"));
    let frame = css + sum(&scripts);
    let mut heaviest: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (path, html) in below("", ".html") {
        let kind = path.split_once('/').map_or(path.as_str(), |split| split.0).to_owned();
        let weight = (frame + compressed(&html), path);
        let most = heaviest.entry(kind).or_default();
        *most = weight.max(std::mem::take(most));
    }
    println!("{frame} bytes of style sheets and scripts; {heaviest:#?}");
    assert!(heaviest.len() > 15, "{heaviest:#?}");
    let heavy: Vec<_> = heaviest.values().filter(|page| page.0 >= 30 * 1024).collect();
    assert!(heavy.is_empty(), "30 KB or more compressed: {heavy:#?}");
}

#[test]
fn minified_pages_say_what_the_rendered_ones_do() {
    let portal = sample();
    mingjing(portal.path(), &["pull", "--quiet"]);
    let words = |html: &str| -> Vec<String> {
        // Read as a browser without scripts does: what is inside is markup then.
        let html = html.replace("<noscript>", "").replace("</noscript>", "");
        let page = scraper::Html::parse_document(&html);
        page.root_element().text().flat_map(str::split_whitespace).map(str::to_owned).collect()
    };
    let exact = |html: &str| -> Vec<String> {
        let page = scraper::Html::parse_document(html);
        let selector = scraper::Selector::parse("pre, script, textarea").expect("a selector");
        page.select(&selector).map(|element| element.text().collect()).collect()
    };
    let mut minified = 0;
    for (path, page) in render(portal.path()).iter().filter(|(path, _)| minify::is_worth_it(path)) {
        let made = String::from_utf8(minify::page(page.as_bytes())).expect("UTF-8");
        assert_eq!(words(&made), words(page), "{path}");
        assert_eq!(exact(&made), exact(page), "{path}");
        assert!(made.len() < page.len(), "{path}");
        minified += 1;
    }
    assert!(minified > 15, "{minified} pages");
}

fn attributes(html: &str, name: &str) -> Vec<String> {
    let pages = scraper::Html::parse_document(html);
    let selector = scraper::Selector::parse(&format!("a[{name}]")).expect("a selector");
    pages.select(&selector).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
}

/// The file a relative link leads to; `None` for addresses outside the site.
fn resolve(page: &str, href: &str) -> Option<String> {
    let target = href.split(['?', '#']).next().unwrap_or_default();
    if target.contains(':') || (target.is_empty() && !href.is_empty()) {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()?),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let folder = target.is_empty() || target.ends_with('/') || target.ends_with("..");
    Some(match (folder, path.is_empty()) {
        (_, true) => "index.html".to_owned(),
        (true, false) => format!("{path}/index.html"),
        (false, false) => path,
    })
}
