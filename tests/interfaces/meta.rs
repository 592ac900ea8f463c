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
    let mut names = vec!["SiteName", "SiteDomain", "SiteIDCode", "Description", "Url"];
    names.extend(["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]);
    if matches!(kind, "k-record" | "k-article" | "k-merchant") {
        names.extend(["ArticleTitle", "PubDate", "ContentSource"]);
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

/// Meta tags and footer as people meet them: what each says, on a page of each kind.
#[test]
fn tags_say_what_the_page_is() {
    let files = Files::sample();
    let tag = |path: &str, name: &str| {
        let (mut tags, _) = tags(files.text(path));
        tags.remove(name).unwrap_or_else(|| panic!("{path} has no {name}"))
    };
    for (path, name, value) in [
        ("index.html", "SiteName", "鞍山市预付卡商户诚信公示平台（示例）"),
        ("index.html", "SiteDomain", "example.gov.cn"),
        ("index.html", "SiteIDCode", "2103000001"),
        ("index.html", "ColumnName", "首页"),
        ("policies/index.html", "ColumnType", "政策文件"),
        ("articles/index.html", "ColumnType", "政策解读"),
        ("stats/index.html", "ColumnType", "统计信息"),
        ("notices/index.html", "ColumnType", "通知公告"),
        ("about/index.html", "ColumnType", "概况信息"),
        ("penalties/index.html", "ColumnType", "信息公开"),
        ("penalties/210302/index.html", "ColumnName", "行政处罚"),
        ("penalties/210302/index.html", "ColumnKeywords", "铁东区行政处罚,行政处罚,预付卡,商户,诚信,公示"),
        ("penalties/index.html", "Url", "https://example.gov.cn/yfk/penalties/"),
        ("articles/five-step-check.html", "ColumnName", "消费指南与解读"),
        ("articles/five-step-check.html", "ColumnType", "政策解读"),
        ("articles/five-step-check.html", "ColumnKeywords", "消费指南与解读,预付卡,商户,诚信,公示"),
    ] {
        assert_eq!(tag(path, name), value, "{path}: {name}");
    }
    let mut dated = 0;
    for line in files.text("data/penalties.ndjson").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let path = text("url").strip_prefix("https://example.gov.cn/yfk/").expect("below the site");
        let day = [text("published_on"), text("decided_on")];
        assert!(day.iter().any(|day| tag(path, "PubDate") == format!("{day} 00:00")), "{path}: {day:?}");
        assert_eq!(tag(path, "ContentSource"), text("agency"), "{path}");
        dated += 1;
    }
    assert!(dated > 50, "{dated} penalties");
    for path in files.paths("m/", ".json") {
        let page = path.replace(".json", ".html");
        let changed = files.json(path)["changed_on"].as_str().expect("a day").to_owned();
        assert_eq!(tag(&page, "PubDate"), format!("{changed} 00:00"), "{page}");
    }
}

#[test]
fn the_footer_is_whole_on_every_page() {
    let files = Files::sample();
    let (text, link) =
        (Selector::parse("footer").expect("a selector"), Selector::parse("footer a").expect("a selector"));
    let wanted = [
        "主办单位：鞍山市商务局",
        "承办单位：鞍山市商务局市场秩序科（示例）",
        "联系方式：0412-0000000",
        "辽ICP备00000000号",
        "辽公网安备21030000000000号",
        "网站标识码：2103000001",
    ];
    let links = [
        ("网站地图", "about/map.html"),
        ("我为政府网站找错", "https://example.gov.cn/jiucuo"),
        ("党政机关网站标识", "https://example.gov.cn/dzjg"),
        ("辽ICP备00000000号", "https://beian.miit.gov.cn/"),
        ("辽公网安备21030000000000号", "https://beian.mps.gov.cn/#/query/webSearch?code=21030000000000"),
    ];
    let mut pages = 0;
    for path in files.paths("", ".html").filter(|path| !matches!(*path, "data/card.html")) {
        let page = Html::parse_document(files.text(path));
        // What only leads on to another page has no footer.
        if files.text(path).contains("http-equiv=\"refresh\"") {
            continue;
        }
        let foot: String = page.select(&text).flat_map(|foot| foot.text()).collect();
        wanted.iter().for_each(|words| assert!(foot.contains(words), "{path} does not say `{words}`"));
        let found: Vec<(String, &str)> =
            page.select(&link).map(|link| (link.text().collect(), link.attr("href").unwrap_or_default())).collect();
        for (label, href) in links {
            let leads = found.iter().any(|(text, to)| text == label && to.ends_with(href));
            assert!(leads, "{path}: `{label}` does not lead to {href}: {found:?}");
        }
        pages += 1;
    }
    assert!(pages > 1000, "{pages} pages");
}

#[test]
fn the_site_map_leads_to_every_column() {
    let files = Files::sample();
    let link = Selector::parse("main a").expect("a selector");
    let page = Html::parse_document(files.text("about/map.html"));
    let hrefs: Vec<String> = page.select(&link).filter_map(|link| link.attr("href")).map(str::to_owned).collect();
    for href in &hrefs {
        let path = href.strip_prefix("../").unwrap_or_else(|| panic!("{href}")).split('#').next().unwrap_or_default();
        let path = path.strip_prefix("./").unwrap_or(path);
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(files.contains(&file), "{href} leads nowhere");
    }
    let columns = mingjing::records::Kind::all().map(|kind| format!("../{}/", kind.list()));
    let others =
        [".././", "../search/", "../articles/", "../changes/", "../data/", "../feeds/all.xml", "../sitemap.xml"];
    for column in columns.chain(others.map(str::to_owned)) {
        assert!(hrefs.contains(&column), "{column} is not on the map: {hrefs:?}");
    }
    let texts = files.paths("about/", ".html");
    let texts = texts.filter(|path| files.text(path).contains("k-text") && !files.text(path).contains("noindex"));
    for text in texts {
        assert!(hrefs.contains(&format!("../{text}")), "{text} is not on the map");
    }
}

/// Both ways between a policy's record and the article that explains it, and the header on both.
#[test]
fn a_policys_record_has_the_header_and_leads_to_its_explainers() {
    let files = Files::sample();
    let words = ["索引号", "主题分类", "发文机关", "成文日期", "标题", "发文字号", "发布日期", "有效性"];
    let (line, link) = (
        Selector::parse(".document .fields > div").expect("a selector"),
        Selector::parse("main a").expect("a selector"),
    );
    let (mut policies, mut explained, mut drafts) = (0, 0, 0);
    for row in files.text("data/policies.ndjson").lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
        let url = row["url"].as_str().expect("an address");
        let path = url.strip_prefix("https://example.gov.cn/yfk/").expect("below the site");
        let page = Html::parse_document(files.text(path));
        let lines: Vec<Vec<String>> =
            page.select(&line).map(|line| line.child_elements().map(|cell| cell.text().collect()).collect()).collect();
        assert_eq!(lines.iter().map(|line| line[0].as_str()).collect::<Vec<_>>(), words, "{path}");
        let unknown = lines.iter().filter(|line| line[1].is_empty() || line[1].contains("未收录")).collect::<Vec<_>>();
        assert!(unknown.is_empty(), "{path}: {unknown:?}");
        let is_draft = lines[7][1].contains("未施行");
        assert_eq!(is_draft, files.text(path).contains("不能当作现行规定"), "{path}: a draft is marked as one");
        drafts += usize::from(is_draft);
        for article in page.select(&link).filter_map(|link| link.attr("href")).filter(|href| href.contains("articles/"))
        {
            let back = files.text(article.trim_start_matches("../"));
            assert!(back.contains(&format!("../{path}")), "{article} does not lead back to {path}");
            explained += 1;
        }
        policies += 1;
    }
    assert!(policies > 8 && explained >= 3 && drafts == 1, "{policies} policies, {explained} links, {drafts} drafts");
}
