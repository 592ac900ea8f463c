//! `init` and `new`: what they write is a portal, and what they must not touch stays.

use crate::{edit, mingjing, new_portal, report, said};
use std::path::Path;

#[test]
fn a_new_portal_builds_at_once() {
    let dir = new_portal();
    let root = dir.path();
    let update = report(root, &["update"]);
    assert_eq!(update["exit"], 0, "{update:#}");
    assert!(update["feeds"].as_array().expect("feeds").len() >= 3, "{update:#}");
    for feed in update["feeds"].as_array().expect("feeds") {
        assert_eq!(feed["status"], "fresh", "{feed:#}");
        for list in ["quarantined", "warnings", "ignored_columns"] {
            assert_eq!(feed[list].as_array().map(Vec::len), Some(0), "{list}: {feed:#}");
        }
    }
    assert_eq!(update["records"]["merchant"], 5, "{update:#}");
    assert_eq!(update["records"]["penalty"], 2, "{update:#}");
    let site = root.join("site");
    said(root, &["verify", site.to_str().expect("utf-8")], 0);
    let home = std::fs::read_to_string(site.join("index.html")).expect("a home page");
    assert!(home.contains("示例数据"), "the sample does not say that it is one");
    assert!(root.join(".gitignore").is_file() && root.join("README.md").is_file());
    let merchant = std::fs::read_to_string(site.join("m/6F/91210302MA99FAK16F.html")).expect("a merchant's page");
    assert!(merchant.contains("鞍市监处罚〔2026〕17号"), "the fine is not on its merchant's page");
}

#[test]
fn no_folder_with_something_in_it_becomes_a_portal() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("letter.txt"), "keep").expect("written");
    let words = said(dir.path(), &["init", dir.path().to_str().expect("utf-8")], 2);
    assert!(words.contains("is not empty") && words.contains("hint:"), "{words}");
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1);
    let file = dir.path().join("letter.txt");
    let words = said(dir.path(), &["init", file.to_str().expect("utf-8")], 2);
    assert!(words.contains("is a file"), "{words}");
    let below = dir.path().join("not/yet/there");
    said(dir.path(), &["init", below.to_str().expect("utf-8")], 0);
    assert!(below.join("portal.toml").is_file());
}

#[test]
fn a_new_article_is_a_draft_until_it_is_edited() {
    let dir = new_portal();
    let root = dir.path();
    let begun =
        report(root, &["new", "article", "seven-days", "--title", "付款\"七天\"内可以退\\", "--kind", "policy"]);
    assert_eq!((&begun["path"], &begun["exit"]), (&"content/articles/seven-days.md".into(), &0.into()), "{begun:#}");
    let text = std::fs::read_to_string(root.join("content/articles/seven-days.md")).expect("an article");
    assert!(text.contains("published_on = 2026-11-25") && text.contains("kind = \"policy\""), "{text}");
    let page = root.join("out/articles/seven-days.html");
    let build = |arguments: &[&str]| {
        let out = root.join("out");
        said(root, &[arguments, &["--out", out.to_str().expect("utf-8")]].concat(), 0)
    };
    build(&["build"]);
    assert!(!page.exists(), "a draft is published");
    build(&["build", "--drafts"]);
    let html = std::fs::read_to_string(&page).expect("a draft");
    assert!(html.contains("付款&quot;七天&quot;内可以退\\"), "{html}");
    edit(root, "content/articles/seven-days.md", "draft = true\n", "");
    build(&["build"]);
    assert!(page.exists(), "an article that is no draft any more is not published");
}

#[test]
fn articles_are_never_overwritten_and_slugs_are_checked() {
    let dir = new_portal();
    let root = dir.path();
    let file = root.join("content/articles/five-step-check.md");
    let before = std::fs::read(&file).expect("an article");
    for (slug, title) in [
        ("five-step-check", "同名"),
        ("Upper", "大写"),
        ("../portal", "上一级"),
        ("a b", "空格"),
        ("", "空"),
        ("index", "保留"),
        ("fine", " "),
        ("fine", "两\n行"),
        ("fine", "打13800001234"),
    ] {
        let words = said(root, &["new", "article", slug, "--title", title], 2);
        assert!(words.contains("hint:") && !words.contains("13800001234"), "{words}");
    }
    said(root, &["new", "article", "fine", "--title", "题", "--kind", "poem"], 2);
    assert_eq!(before, std::fs::read(&file).expect("an article"));
    assert!(!root.join("content/articles/fine.md").exists());
    std::fs::create_dir(root.join("content/articles/2026")).expect("a folder");
    std::fs::rename(&file, root.join("content/articles/2026/five-step-check.md")).expect("moved");
    said(root, &["new", "article", "five-step-check", "--title", "同名"], 2);
    let nowhere = mingjing(Path::new("/nonexistent"), &["new", "article", "a", "--title", "题"]);
    assert_eq!(nowhere.status.code(), Some(2));
}
