//! Meta tags of a government site (国办发〔2017〕47号, 附件) on every page of the sample site.

use crate::Files;
use scraper::{Html, Selector};
use std::collections::BTreeMap;

/// Meta tags by name, and the kind of page, which is the class of its body.
fn tags(page: &str) -> (BTreeMap<String, String>, String) {
    let document = Html::parse_document(page);
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let (meta, body) = (select("head meta[name]"), select("body"));
    let tags = document.select(&meta).map(|tag| {
        let value = |name: &str| tag.attr(name).unwrap_or_default().to_owned();
        (value("name"), value("content"))
    });
    let kind = document.select(&body).next().and_then(|body| body.attr("class")).unwrap_or_default();
    (tags.collect(), kind.to_owned())
}

/// Names that a page of a kind must have.
fn wanted(kind: &str) -> Vec<&'static str> {
    let mut names = vec!["SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "Description", "Url"];
    match kind {
        "k-record" | "k-article" => names.extend(["ArticleTitle", "PubDate", "ContentSource"]),
        "k-merchant" => names.extend(["ArticleTitle", "ContentSource"]),
        _ => names.extend(["ColumnDescription", "ColumnType"]),
    }
    if kind == "k-article" {
        names.extend(["Keywords", "Author"]);
    }
    names
}

/// What a page lacks, or says in another form than the guideline's.
fn faults(page: &str) -> Vec<String> {
    let (tags, kind) = tags(page);
    if tags.get("robots").is_some_and(|robots| robots.contains("noindex")) {
        return Vec::new();
    }
    let empty = |name: &&str| tags.get(*name).is_none_or(|value| value.trim().is_empty());
    let mut found: Vec<String> = wanted(&kind).into_iter().filter(empty).map(str::to_owned).collect();
    let is_time = |time: &str| jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", time).is_ok() && time.len() == 16;
    if let Some(time) = tags.get("PubDate").filter(|time| !is_time(time)) {
        found.push(format!("PubDate {time}"));
    }
    if let Some(code) = tags.get("SiteIDCode").filter(|code| code.len() != 10) {
        found.push(format!("SiteIDCode {code}"));
    }
    found
}

#[test]
fn every_page_has_the_tags_of_its_kind() {
    let files = Files::sample();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for path in files.paths("", ".html") {
        let page = files.text(path);
        assert_eq!(faults(page), Vec::<String>::new(), "{path}");
        *kinds.entry(tags(page).1).or_default() += 1;
    }
    for kind in ["k-home", "k-list", "k-merchant", "k-record", "k-article", "k-articles", "k-stats", "k-data", "k-text"]
    {
        assert!(kinds.contains_key(kind), "no page of `{kind}`: {kinds:?}");
    }
}

#[test]
fn a_tag_that_is_missing_or_odd_is_found() {
    let files = Files::sample();
    let path = files.paths("r/", ".html").find(|path| files.text(path).contains("k-record")).expect("a record");
    let page = files.text(path);
    assert_eq!(faults(&page.replace("ContentSource", "x")), ["ContentSource"]);
    assert_eq!(faults(&page.replace(" 00:00\"", "\"")).len(), 1, "a day is not a time");
}

#[test]
fn a_policy_begins_with_the_header_of_its_document() {
    let files = Files::sample();
    let words = ["索引号", "主题分类", "发文机关", "成文日期", "标题", "发文字号", "发布日期", "有效性"];
    let label = Selector::parse(".document dt").expect("a selector");
    let labels = |page: &str| -> Vec<String> {
        Html::parse_document(page).select(&label).map(|label| label.text().collect()).collect()
    };
    let articles: Vec<&str> = files.paths("articles/", ".html").map(|path| files.text(path)).collect();
    let policies: Vec<&&str> =
        articles.iter().filter(|page| page.contains("class=\"document\"") || page.contains("class=document")).collect();
    assert!(policies.len() >= 3, "{} policies", policies.len());
    for page in policies {
        assert_eq!(labels(page), words);
    }
    let guide = articles.iter().find(|page| page.contains("消费指南</p>")).expect("a guide");
    assert!(labels(guide).is_empty(), "a guide explains no document");
}
