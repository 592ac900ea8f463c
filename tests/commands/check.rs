//! `check`: all problems at once, each with file, line and mend; nothing written.

use crate::{edit, new_portal, report, said};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every file below a folder with its bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("readable"));
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_owned(), std::fs::read(entry.path()).expect("bytes")))
        .collect()
}

/// `(severity, place, message and hint)` of every issue.
fn issues(report: &Value) -> Vec<(String, String, String)> {
    let text = |issue: &Value, key: &str| issue[key].as_str().unwrap_or_default().to_owned();
    let issues = report["issues"].as_array().expect("issues").iter();
    let found = issues.map(|issue| {
        (text(issue, "severity"), text(issue, "place"), format!("{} {}", text(issue, "message"), text(issue, "hint")))
    });
    found.collect()
}

fn assert_found(report: &Value, severity: &str, place: &str, words: &str) {
    let found = issues(report);
    let fits = found.iter().any(|issue| issue.0 == severity && issue.1 == place && issue.2.contains(words));
    assert!(fits, "no {severity} at {place} about `{words}` in {found:#?}");
}

#[test]
fn the_portals_that_come_with_the_program_are_without_fault() {
    let dir = new_portal();
    let before = files(dir.path());
    let words = said(dir.path(), &["check"], 0);
    assert_eq!(words, "nothing to mend\n");
    assert_eq!(before, files(dir.path()), "a check writes nothing");
    let sample = report(Path::new(env!("CARGO_MANIFEST_DIR")), &["check"]);
    assert_eq!((&sample["exit"], issues(&sample).len()), (&0.into(), 0), "{sample:#}");
}

#[test]
fn all_faults_are_named_at_once_with_file_line_and_mend() {
    let dir = new_portal();
    let root = dir.path();
    edit(root, "portal.toml", "site_id_code = \"2103000001\"", "site_id_code = \"21030\"");
    edit(root, "data/sources/penalties.toml", "data/samples/penalties.json", "data/samples/gone.json");
    edit(root, "data/sources/filings.toml", "card_types = ", "card_typos = ");
    edit(root, "data/sources/notices.toml", "mode = \"append\"", "mode = \"append\"\npreset = \"nobody\"");
    edit(
        root,
        "data/sources/merchants.toml",
        "data/samples/merchants.csv",
        "https://example.gov.cn/${MINGJING_TEST_UNSET}",
    );
    std::fs::create_dir(root.join("data/rules")).expect("a folder");
    std::fs::write(root.join("data/rules/local.toml"), "[[period]]\nkind = \"fine\"\n").expect("written");
    let article = "content/articles/five-step-check.md";
    edit(root, article, "published_on = 2026-09-08", "published_on = 2026-13-08");
    let other = "content/articles/judicial-interpretation-2025.md";
    edit(root, other, "](five-step-check.md)", "](no-such-page.md)，[法](javascript:alert(1))，打13800001234");
    std::fs::remove_file(root.join("content/pages/privacy.md")).expect("removed");
    let before = files(root);
    let found = report(root, &["check"]);
    assert_eq!(found["exit"], 1, "{found:#}");
    assert_eq!(before, files(root), "a check writes nothing");
    let line = |file: &str, words: &str| {
        let text = std::fs::read_to_string(root.join(file)).expect("text");
        let line = text.lines().position(|line| line.contains(words)).expect("a line") + 1;
        format!("{file}:{line}")
    };
    assert_found(&found, "error", &line("portal.toml", "site_id_code = "), "ten digits");
    assert_found(&found, "error", &line("data/sources/penalties.toml", "source = "), "does not exist");
    assert_found(&found, "error", &line("data/sources/filings.toml", "card_typos"), "card_typos");
    assert_found(&found, "error", &line("data/sources/notices.toml", "preset"), "shuanggongshi-penalty");
    assert_found(&found, "warning", &line("data/sources/merchants.toml", "source = "), "MINGJING_TEST_UNSET");
    assert_found(&found, "error", "data/rules/local.toml:1", "missing field");
    assert_found(&found, "error", &line(article, "published_on"), "published_on = 2026-11-20");
    assert_found(&found, "error", &line(other, "no-such-page"), "page that does not exist");
    assert_found(&found, "error", &line(other, "javascript"), "cannot be linked");
    assert_found(&found, "error", &line(other, "13800001234"), "mobile-number");
    assert_found(&found, "error", "content/pages/privacy.md", "every page links to it");
    assert!(!found.to_string().contains("13800001234"), "a report repeats personal data");
    let words = said(root, &["check"], 1);
    let build = said(root, &["build"], 2);
    assert_eq!(build.matches("at line 1, column 1").count(), 1, "a build names the line, once: {build}");
    std::fs::remove_file(root.join("data/rules/local.toml")).expect("removed");
    let build = said(root, &["build"], 2);
    let line = line("data/sources/filings.toml", "card_typos").replace(':', "`, line ");
    assert!(build.contains(&line), "a build names the line too: {build}");
    for issue in issues(&found) {
        assert!(words.contains(&issue.1), "{} is missing in the words", issue.1);
    }
}

#[test]
fn configuration_that_cannot_be_read_is_told_apart_and_hides_nothing() {
    let dir = new_portal();
    let root = dir.path();
    edit(root, "portal.toml", "region = \"210300\"", "region = \"Anshan\"");
    edit(root, "portal.toml", "language = \"zh-CN\"", "language = \"fr\"");
    edit(root, "content/pages/method.md", "title = ", "titel = ");
    let found = report(root, &["check"]);
    assert_eq!((&found["exit"], &found["date"]), (&2.into(), &Value::Null), "{found:#}");
    for words in ["Anshan", "fr", "titel"] {
        assert!(issues(&found).iter().any(|issue| issue.2.contains(words)), "no word of {words}: {found:#}");
    }
    let nowhere = report(Path::new("/nonexistent"), &["check"]);
    assert_eq!(nowhere["exit"], 2);
    assert_found(&nowhere, "error", "portal.toml", "mingjing init");
}

#[test]
fn drafts_warn_and_what_is_about_to_be_published_must_be_whole() {
    let dir = new_portal();
    let root = dir.path();
    said(root, &["new", "article", "fresh", "--title", "新文章"], 0);
    assert_eq!(said(root, &["check"], 0), "nothing to mend\n", "a new article passes");
    edit(root, "content/pages/method.md", "](objection.md)", "](../articles/fresh.md)");
    edit(root, "content/articles/fresh.md", "第一步", "第一步，见[二](nowhere.md)");
    let found = report(root, &["check"]);
    assert_eq!((&found["errors"], &found["warnings"]), (&1.into(), &1.into()), "{found:#}");
    assert!(issues(&found).iter().any(|issue| issue.0 == "error" && issue.2.contains("leads to a draft")), "{found:#}");
    assert!(issues(&found).iter().any(|issue| issue.0 == "warning" && issue.1.contains("fresh.md:")), "{found:#}");
    edit(root, "content/articles/fresh.md", "draft = true\n", "");
    let found = report(root, &["check"]);
    assert_found(&found, "error", "content/articles/fresh.md:5", "still to be written");
    assert_found(&found, "warning", "content/articles/fresh.md:1", "cites no source");
}

#[test]
fn warnings_alone_are_no_fault_and_a_broken_theme_is_one() {
    let dir = new_portal();
    let root = dir.path();
    std::fs::remove_file(root.join("data/agencies.toml")).expect("removed");
    edit(
        root,
        "content/articles/five-step-check.md",
        "judicial-interpretation-2025.md",
        "judicial-interpretation-2025.md#nowhere",
    );
    let found = report(root, &["check"]);
    assert_eq!((&found["exit"], &found["warnings"]), (&0.into(), &2.into()), "{found:#}");
    assert_found(&found, "warning", "data/agencies.toml", "held back");
    std::fs::create_dir_all(root.join("themes/default/templates")).expect("a folder");
    std::fs::write(root.join("themes/default/templates/home.html"), "{% if %}").expect("written");
    let found = report(root, &["check"]);
    assert_eq!(found["exit"], 1);
    assert_found(&found, "error", "themes/default", "home.html:1");
    std::fs::write(root.join("themes/default/templates/home.html"), "<p>{{ page.title }}</p>").expect("written");
    let found = report(root, &["check"]);
    assert_found(&found, "error", "themes/default", "SiteName");
}

#[test]
fn columns_are_held_to_their_terms_and_other_sites_are_listed() {
    let dir = new_portal();
    let root = dir.path();
    let before = report(root, &["check"]);
    let column = |report: &Value, path: &str| {
        let columns = report["columns"].as_array().expect("columns").clone();
        columns.into_iter().find(|column| column["path"] == path).unwrap_or_else(|| panic!("no `{path}`: {report:#}"))
    };
    assert_eq!(column(&before, "articles/")["state"], "late", "a sample is as old as it was made");
    assert!(!before.to_string().contains("penalties/"), "before a pull nothing is known of lists: {before:#}");
    assert_eq!(issues(&before).len(), 0, "and is no fault");
    said(root, &["pull", "--quiet"], 0);
    edit(root, "portal.toml", "sample = true", "sample = false");
    edit(root, "portal.toml", "as_of = \"2026-11-25\"\n", "");
    let found = report(root, &["check", "--date", "2026-11-25"]);
    assert_eq!(found["exit"], 0, "what is late is no error: {found:#}");
    assert_eq!(column(&found, "")["state"], "current", "a pull brought records");
    assert_eq!(column(&found, "articles/")["due"], "2026-11-17");
    assert_eq!(
        (&column(&found, "penalties/")["state"], &column(&found, "penalties/")["last"]),
        (&"current".into(), &"2026-11-25".into())
    );
    assert_found(&found, "warning", "content/articles", "`articles/` was brought up to date on 2026-11-03");
    let links = found["external_links"].as_array().expect("links");
    assert!(
        links.iter().any(|link| link["place"] == "portal.toml" && link["url"] == "https://www.12315.cn"),
        "{found:#}"
    );
    let late = report(root, &["check", "--date", "2026-11-28"]);
    assert_eq!(column(&late, "penalties/")["state"], "late", "{late:#}");
    let manifest = std::fs::read_to_string(root.join("data/sources/penalties.toml")).expect("text");
    let line = manifest.lines().position(|line| line.starts_with("schedule_hours")).expect("a term") + 1;
    assert_found(
        &late,
        "warning",
        &format!("data/sources/penalties.toml:{line}"),
        "`penalties/` was brought up to date",
    );
    edit(root, "portal.toml", "[portal.government]", "[portal.upkeep]\nnews_days = 400\n[portal.government]");
    let found = report(root, &["check", "--date", "2026-11-25"]);
    assert_eq!(column(&found, "articles/")["state"], "current", "{found:#}");
    for article in std::fs::read_dir(root.join("content/articles")).expect("a folder") {
        std::fs::remove_file(article.expect("a file").path()).expect("removed");
    }
    let empty = report(root, &["check", "--date", "2026-11-25"]);
    assert_found(&empty, "warning", "content/articles", "`articles/` is empty");
}

#[test]
fn links_to_records_are_held_against_the_ledger() {
    let dir = new_portal();
    let root = dir.path();
    let page = "content/pages/method.md";
    let links =
        "](objection.md)，[甲](../m/6F/91210302MA99FAK16F.html)，[乙](../r/de/r0123456789abcde.html)，[丙](附件.pdf)";
    edit(root, page, "](objection.md)", links);
    let found = report(root, &["check"]);
    assert!(!found.to_string().contains("is not known"), "before a pull nothing is known: {found:#}");
    assert_found(&found, "error", &format!("{page}:39"), "`附件.pdf` leads to a page that does not exist");
    said(root, &["pull", "--quiet"], 0);
    let found = report(root, &["check"]);
    assert_found(
        &found,
        "error",
        &format!("{page}:39"),
        "r0123456789abcde.html` leads to a record or merchant that is not known",
    );
}

#[test]
fn a_feed_whose_file_is_gone_is_named_with_what_it_gave() {
    let dir = new_portal();
    report(dir.path(), &["pull"]);
    std::fs::remove_file(dir.path().join("data/sources/notices.toml")).expect("removed");
    let found = report(dir.path(), &["check"]);
    assert_found(&found, "warning", "data/sources/notices.toml", "gave 2 records that no other feed has, and is gone");
}

#[test]
fn columns_that_a_feeds_file_names_and_the_feed_has_not_are_named_after_a_pull() {
    let dir = new_portal();
    let file = "data/sources/penalties.toml";
    let kept = std::fs::read_to_string(dir.path().join(file)).expect("a manifest");
    let text = format!("{kept}\n[fields]\nbasis = \"案由\"\nfacts = \"违法事实\"\noutcome = \"违法事实\"\n");
    std::fs::write(dir.path().join(file), text).expect("written");
    let found = report(dir.path(), &["check"]);
    assert!(!found.to_string().contains("案由"), "before a pull nothing is known: {found:#}");
    report(dir.path(), &["pull"]);
    for _ in 0..2 {
        let found = report(dir.path(), &["check"]);
        assert_found(&found, "warning", file, "`fields.basis` names the column `案由`, which the feed does not have");
        assert_found(&found, "warning", file, "both name the column `违法事实`");
        report(dir.path(), &["pull"]);
    }
    std::fs::write(dir.path().join(file), kept).expect("written");
    report(dir.path(), &["pull"]);
    assert!(!report(dir.path(), &["check"]).to_string().contains("案由"));
}

#[test]
fn a_fixed_page_that_only_some_pages_lead_to_is_missed() {
    let dir = new_portal();
    let root = dir.path();
    std::fs::remove_file(root.join("content/pages/citation.md")).expect("removed");
    let found = report(root, &["check"]);
    assert_eq!(issues(&found).len(), 1, "{found:#}");
    assert_found(&found, "error", "content/pages/citation.md", "`data/index.html` links to it, and it does not exist");
}

#[test]
fn pictures_that_nothing_shows_are_named() {
    let dir = new_portal();
    let root = dir.path();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/images/three-names.png");
    std::fs::create_dir_all(root.join("content/images")).expect("a folder");
    std::fs::copy(sample, root.join("content/images/a.png")).expect("copied");
    let found = report(root, &["check"]);
    assert_found(&found, "warning", "content/images/a.png", "no article and no page shows this picture");
    let article = root.join("content/articles/five-step-check.md");
    let text = std::fs::read_to_string(&article).expect("text");
    std::fs::write(&article, format!("{text}\n![示例：三个名字](../images/a.png)\n")).expect("written");
    let found = report(root, &["check"]);
    assert_eq!(issues(&found).len(), 0, "{found:#}");
}

#[test]
fn a_credential_in_a_manifest_is_pointed_out_and_not_repeated() {
    let dir = new_portal();
    let manifest = |source: &str, more: &str| {
        let text = format!("kind = \"filing\"\nagency = \"鞍山市商务局\"\nsource = \"{source}\"\n{more}");
        std::fs::write(dir.path().join("data/sources/told.toml"), text).expect("written");
        report(dir.path(), &["check"])
    };
    let place = "data/sources/told.toml";
    for (source, more, at, key) in [
        ("https://user:SeKreT@example.gov.cn/a", "", 3, "source"),
        ("https://example.gov.cn/a?appToken=SeKreT", "", 3, "source"),
        (
            "https://example.gov.cn/a",
            "[request]\nheaders = { Authorization = \"SeKreT\" }\n",
            5,
            "request.headers.Authorization",
        ),
        (
            "https://example.gov.cn/a",
            "[request]\nmethod = \"POST\"\nform = { appKey = \"SeKreT\" }\n",
            6,
            "request.form.appKey",
        ),
    ] {
        let told = manifest(source, more);
        let words = format!("a credential stands in `{key}` as it is");
        let found = issues(&told);
        assert!(
            found.iter().any(|issue| issue.1.ends_with(&format!("{place}:{at}")) && issue.2.contains(&words)),
            "{found:#?}"
        );
        assert!(!told.to_string().contains("SeKreT"), "{told:#}");
    }
    let told = manifest(
        "https://user:${AGENCY_TOKEN}@example.gov.cn/a?areaKey=",
        "[request]\nheaders = { Accept = \"text/csv\" }\n",
    );
    assert!(issues(&told).iter().all(|issue| !issue.2.contains("credential stands")), "{told:#}");
}

#[test]
fn a_mention_that_a_build_refuses_is_named_before() {
    let dir = new_portal();
    said(dir.path(), &["pull"], 0);
    said(dir.path(), &["new", "article", "told", "--title", "示例"], 0);
    let path = dir.path().join("content/articles/told.md");
    let text = std::fs::read_to_string(&path).expect("text");
    std::fs::write(&path, format!("{text}\n<record:r000000000000000>\n\n<merchant:91210302MA99FAK16F>\n"))
        .expect("written");
    let told = report(dir.path(), &["check"]);
    let found: Vec<_> = issues(&told).into_iter().filter(|issue| issue.2.contains("r000000000000000")).collect();
    assert_eq!(found.len(), 1, "{told:#}");
    assert!(found[0].0 == "error" && found[0].1.starts_with("content/articles/told.md:"), "{found:#?}");
    assert!(issues(&told).iter().all(|issue| !issue.2.contains("91210302MA99FAK16F")), "that one is known: {told:#}");
}

#[test]
fn a_region_whose_districts_are_not_known_is_said() {
    let dir = new_portal();
    edit(dir.path(), "portal.toml", "region = \"210300\"", "region = \"370200\"");
    let told = report(dir.path(), &["check"]);
    let fits = |issue: &(String, String, String)| {
        issue.1.starts_with("portal.toml:") && issue.2.contains("districts of `region`")
    };
    assert!(issues(&told).iter().any(fits), "{told:#}");
}

#[test]
fn a_link_to_an_article_that_ended_drops_to_its_words() {
    let dir = new_portal();
    let root = dir.path();
    said(root, &["pull", "--quiet"], 0);
    said(root, &["new", "article", "season", "--title", "示例提醒"], 0);
    edit(root, "content/articles/season.md", "draft = true\n", "expires_on = 2026-12-01\n");
    let place = "content/articles/five-step-check.md";
    edit(root, place, "judicial-interpretation-2025.md", "season.md");
    let ended = |report: &Value, day: &str| {
        let fits = |issue: &(String, String, String)| {
            issue.0 == "warning" && issue.1.starts_with(place) && issue.2.contains(day)
        };
        issues(report).iter().any(fits)
    };
    let page = || std::fs::read_to_string(root.join("site/articles/five-step-check.html")).expect("a page");
    let words = said(root, &["build", "--date", "2026-11-25"], 0);
    assert!(page().contains("season.html") && !words.contains("was dropped"), "{words}");
    let before = report(root, &["check", "--date", "2026-11-25"]);
    assert!(ended(&before, "`season.md` leads to an article that ends on 2026-12-01"), "{before:#}");
    for _ in 0..2 {
        let built = report(root, &["build", "--date", "2026-12-02"]);
        assert_eq!(built["dropped_links"][0]["target"], "season.md", "{built:#}");
        assert!(built["dropped_links"][0]["place"].as_str().expect("a place").starts_with(place), "{built:#}");
    }
    assert!(!page().contains("season.html"), "a dead link");
    let after = report(root, &["check", "--date", "2026-12-02"]);
    assert!(ended(&after, "`season.md` leads to an article that ended on 2026-12-01"), "{after:#}");
    let words = said(root, &["build", "--date", "2026-12-02"], 0);
    assert!(words.contains("the article behind `season.md` is not shown on this day"), "{words}");
}

#[test]
fn a_missing_key_hides_no_other_fault_of_the_file() {
    let dir = new_portal();
    let root = dir.path();
    let place = "content/articles/five-step-check.md";
    let text = std::fs::read_to_string(root.join(place)).expect("text");
    let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("author")).collect();
    let more = "\n\n[甲](nowhere.md) [乙](#nowhere) <a href=\"javascript:alert(1)\">丙</a>\n\n###### 丁\n";
    std::fs::write(root.join(place), without.join("\n") + more).expect("written");
    let found = report(root, &["check"]);
    let last = without.len();
    for (severity, line, words) in [
        ("error", 1, "`author` is missing"),
        ("error", last + 2, "`nowhere.md` leads to a page that does not exist"),
        ("error", last + 2, "`<a href=\"javascript:alert(1)\">` cannot be linked"),
        ("warning", last + 4, "a heading of level 6 follows one of level 2"),
    ] {
        assert_found(&found, severity, &format!("{place}:{line}"), words);
    }
    let others = issues(&found).into_iter().filter(|issue| !issue.1.starts_with(place));
    assert_eq!(others.collect::<Vec<_>>(), [], "links to the page are not dead: {found:#}");
}
