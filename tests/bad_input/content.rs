//! Mistakes of the people who write articles and themes: the build says where, the published site stays.

use crate::published::Published;

const ARTICLE: &str = "content/articles/check.md";

#[test]
fn a_template_with_a_syntax_error() {
    let site = Published::small();
    let file = "themes/default/templates/merchant.html";
    site.write(file, "{% extends \"base.html\" %}\n{% block main %}\n{% if %}\n{% endblock %}\n");
    let place = format!("{}:3:7", site.portal.path(file).display());
    site.portal.run(&["build"]).ends(1, &[&place, "{% if %}"]);
    site.site_is_as_before();
    std::fs::remove_file(site.portal.path(file)).expect("removed");
    site.portal.run(&["build"]).ends(0, &["nothing changed"]);
}

#[test]
fn a_template_that_asks_for_what_is_not_there() {
    let site = Published::small();
    let file = "themes/default/templates/merchant.html";
    site.write(file, "<h1>{{ merchant.colour.shade }}</h1>\n");
    site.portal.run(&["build"]).ends(1, &[&site.portal.path(file).display().to_string(), "colour"]);
    site.site_is_as_before();
}

#[test]
fn a_theme_without_a_string() {
    let site = Published::small();
    let file = "themes/default/i18n/zh-CN/interface.toml";
    let whole =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/i18n/zh-CN/interface.toml"));
    site.write(file, whole.expect("the default theme's").replace("\nskip = ", "\n# skip = "));
    let place = format!("`{}`: `ui.skip`", site.portal.path(file).display());
    site.portal.run(&["build"]).ends(1, &["interface strings are missing", &place, "hint: "]);
    site.site_is_as_before();
    std::fs::remove_file(site.portal.path(file)).expect("removed");
    let template = "themes/default/templates/404.html";
    site.write(template, "<p>{{ t.ui.not_there }}</p>\n");
    let place = site.portal.path(template).display().to_string();
    site.portal.run(&["build"]).ends(1, &[&place, "t.ui.not_there"]);
    site.site_is_as_before();
}

#[test]
fn front_matter_with_a_wrong_date() {
    let site = Published::small();
    let place = format!("`{}`, line 5", site.portal.path(ARTICLE).display());
    for (date, said) in [
        ("2026-13-01", "month"),
        ("2026-02-30", "day"),
        ("\"2026-11-01\"", "`published_on` = `2026-11-01`: not a day"),
        ("\"昨天\"", "`published_on` = `昨天`: not a day"),
    ] {
        site.portal.edit(ARTICLE, "published_on = 2026-11-01", &format!("published_on = {date}"));
        site.portal.run(&["build"]).ends(2, &[&place, said, "published_on = 2026-11-20"]);
        site.site_is_as_before();
        site.portal.edit(ARTICLE, &format!("published_on = {date}"), "published_on = 2026-11-01");
    }
    site.portal.run(&["build"]).ends(0, &["nothing changed"]);
}

#[test]
fn personal_data_in_an_article() {
    let site = Published::small();
    site.portal.edit(ARTICLE, "再看合同", "再打电话 13800001234 看合同");
    let output = site.portal.command(&["build"]).output().expect("the program starts");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.contains("articles/check.md:") && message.contains(": a mobile number\n") && message.contains("hint: "),
        "{message}"
    );
    assert!(!message.contains("13800001234"), "{message}");
    site.site_is_as_before();
}

#[test]
fn an_article_too_deep_to_be_rendered() {
    let site = Published::small();
    let place = format!("`{}`, line ", site.portal.path(ARTICLE).display());
    for deep in [">".repeat(3_000), "- ".repeat(20_000) + "甲", "<span>".repeat(3_000)] {
        let whole = std::fs::read_to_string(site.portal.path(ARTICLE)).expect("text");
        site.write(ARTICLE, format!("{whole}\n{deep}\n"));
        let line = whole.lines().count() + 2;
        let place = format!("{place}{line}");
        site.portal.run(&["build"]).ends(2, &[&place, "more than 64 deep", "hint: "]);
        site.portal.run(&["check"]).ends(1, &["articles/check.md", "more than 64 deep", "hint: "]);
        site.site_is_as_before();
        site.write(ARTICLE, whole);
    }
}

#[test]
fn html_that_its_author_did_not_close() {
    let site = Published::small();
    let whole = std::fs::read_to_string(site.portal.path(ARTICLE)).expect("text");
    site.write(ARTICLE, format!("{whole}\n<details><summary>没关\n\n后\n"));
    site.portal.run(&["build"]).ends(2, &["`<summary>` is not closed in the block where it was opened", "hint: "]);
    site.portal.run(&["check"]).ends(1, &["`<details>` is not closed"]);
    site.site_is_as_before();
}
