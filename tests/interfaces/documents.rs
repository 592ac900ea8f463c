//! A merchant's page as JSON.

use crate::portal::Portal;
use crate::{Files, fits};
use scraper::{Html, Selector};
use std::collections::BTreeSet;

fn select(html: &Html, selector: &str) -> Vec<String> {
    let found = Selector::parse(selector).expect("a selector");
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>().trim().to_owned();
    html.select(&found).map(text).collect()
}

#[test]
fn every_merchants_page_has_a_document_that_fits_the_schema_and_says_the_same() {
    let files = Files::sample();
    let schema = files.schema("data/schema/merchant-page.json");
    let alternate = Selector::parse("link[rel=alternate][type=\"application/json\"]").expect("a selector");
    let mut dated = 0;
    let pages = files.paths("m/", ".html").filter(|path| !files.text(path).contains("http-equiv=\"refresh\""));
    let pages: Vec<&str> = pages.collect();
    for path in &pages {
        let html = Html::parse_document(files.text(path));
        let link = html.select(&alternate).next().unwrap_or_else(|| panic!("{path} leads to no document"));
        let document = path.replace(".html", ".json");
        assert_eq!(link.attr("href"), Some(format!("../../{document}").as_str()));
        let value = files.json(&document);
        fits(&schema, &value, &document);
        assert_eq!(value["name"].as_str(), select(&html, "h1").first().map(String::as_str), "{path}");
        assert!(value["url"].as_str().is_some_and(|url| url.ends_with(path)), "{path}");
        let facts = value["facts"].as_array().expect("facts");
        let said: BTreeSet<&str> = facts.iter().filter_map(|fact| fact["sentence"].as_str()).collect();
        let shown = select(&html, "ul.facts > li > p:nth-child(2)");
        assert_eq!(said, shown.iter().map(String::as_str).collect::<BTreeSet<_>>(), "{path}");
        let ends: BTreeSet<&str> = facts.iter().filter_map(|fact| fact["until"].as_str()).collect();
        let page = files.text(path);
        assert!(ends.iter().all(|end| page.contains(&format!("data-until=\"{end}\""))), "{path}");
        dated += ends.len();
        for fact in facts {
            let target =
                fact["url"].as_str().and_then(|url| url.split_once("/r/")).map(|(_, rest)| format!("r/{rest}"));
            assert!(target.is_some_and(|target| files.contains(&target)), "{path}: {fact}");
        }
    }
    assert!(pages.len() > 100 && dated > 20, "{} pages, {dated} dates", pages.len());
    assert_eq!(files.paths("m/", ".json").count(), pages.len(), "no document without its page");
}

#[test]
fn a_document_names_no_person() {
    let files = Files::sample();
    let labelled = Selector::parse("dl.fields > div").expect("a selector");
    let mut hidden = 0;
    for path in files.paths("m/", ".html") {
        let html = Html::parse_document(files.text(path));
        let rows = html.select(&labelled).map(|row| row.text().collect::<String>());
        let Some(person) = rows.into_iter().find_map(|row| Some(row.split_once("法定代表人")?.1.to_owned()))
        else {
            continue;
        };
        let person = person.trim_start_matches("（经营者）").trim();
        hidden += 1;
        let document = files.json(&path.replace(".html", ".json"));
        assert!(!document.as_object().expect("an object").contains_key("legal_representative"));
        // A sole trader's own name may be part of the name of the business.
        let without = document.to_string().replace(document["name"].as_str().expect("a name"), "");
        assert!(person.chars().count() > 3 || !without.contains(&format!("\"{person}\"")), "{path} names {person}");
    }
    assert!(hidden > 20, "{hidden} pages show a legal representative");
}

#[test]
fn a_schema_refuses_what_is_no_document() {
    let files = Files::sample();
    let schema = files.schema("data/schema/merchant-page.json");
    let path = files.paths("m/", ".json").next().expect("a document");
    let good = files.json(path);
    for (key, bad) in
        [("changed_on", "gestern".into()), ("facts", 1.into()), ("score", 5.into()), ("url", "no url".into())]
    {
        let mut value = good.clone();
        value[key] = bad;
        assert!(!schema.is_valid(&value), "`{key}` is not looked at");
    }
    let mut value = good;
    value.as_object_mut().expect("an object").shift_remove("caution");
    assert!(!schema.is_valid(&value), "the caution may not be missing");
}

#[test]
fn a_document_leaves_with_its_facts_and_stays_whole_when_nothing_changes() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    let before = Files::of(&portal);
    let with_facts = before.paths("m/", ".json").find(|path| {
        before.json(path)["facts"].as_array().is_some_and(|facts| facts.iter().any(|fact| fact["kind"] == "penalty"))
    });
    let path = with_facts.expect("a merchant with a penalty").to_owned();
    let again = Files::of(&portal);
    assert_eq!(before.bytes(&path), again.bytes(&path));
    let facts = before.json(&path)["facts"].clone();
    for fact in facts.as_array().expect("facts") {
        let url = fact["url"].as_str().expect("an address");
        let id = url.rsplit('/').next().and_then(|file| file.strip_suffix(".html")).expect("an id");
        portal.run(&["withdraw", id, "--reason", "处罚决定被撤销"]).ends(0, &[]);
    }
    let after = Files::of(&portal);
    if after.contains(&path) {
        assert_eq!(after.json(&path)["facts"].as_array().map(Vec::len), Some(0));
        assert_eq!(after.json(&path)["nothing_on_record"], true);
    }
    for fact in facts.as_array().expect("facts") {
        let sentence = fact["sentence"].as_str().expect("a sentence");
        assert!(!after.paths("m/", ".json").any(|path| after.text(path).contains(sentence)), "{sentence}");
    }
}
