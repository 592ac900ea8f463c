//! What the pages most read hold and in which order a phone shows it: home, a merchant, a record.

use crate::chromium::{Page, browse};
use crate::site::Site;
use serde_json::{Value, json};

/// Of these selectors the ones that find nothing, or that stand higher on the screen than the one before.
async fn out_of_order(page: &Page, selectors: &[&str]) -> Value {
    page.eval(&format!(
        "const list = {}, top = list.map(it => document.querySelector(it)?.getBoundingClientRect().top ?? NaN); \
         return list.filter((_, at) => !(top[at] >= (top[at - 1] ?? -1)));",
        json!(selectors)
    ))
    .await
}

async fn texts(page: &Page, selector: &str) -> Vec<String> {
    let found =
        page.eval(&format!("return [...document.querySelectorAll('{selector}')].map(it => it.textContent);")).await;
    let found = found.as_array().expect("a list").iter();
    found.map(|text| text.as_str().unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn home_asks_first_and_then_tells_what_to_do() {
    browse(|page| async move {
        page.phone(390).await;
        page.open(&Site::sample().url("")).await;
        let order = [
            ".brand",
            "h1",
            "#q",
            ".examples",
            ".hero-steps .steps",
            ".rows .row",
            ".figures",
            ".cards",
            ".browse-by",
            ".channels",
        ];
        assert_eq!(out_of_order(&page, &order).await, json!([]));
        let last = "return document.querySelector('.examples').getBoundingClientRect().bottom;";
        assert!(page.eval(last).await.as_f64() < Some(844.0), "box and examples stand on the first screen");
        assert_eq!(texts(&page, "input[type=search]").await.len(), 1);
        assert_eq!(texts(&page, ".hero-steps li").await.len(), 5);
        let figures = texts(&page, ".figures > div").await;
        assert!(figures.len() >= 3 && figures.iter().all(|figure| figure.contains("2026-11-25")), "{figures:?}");
        assert!(texts(&page, ".rows .row h3 a").await.len() >= 5);
        assert!(texts(&page, ".channels li").await.iter().any(|channel| channel.contains("12315")));
    });
}

#[test]
fn a_merchants_page_goes_from_facts_to_advice_to_sources() {
    browse(|page| async move {
        let site = Site::sample();
        page.phone(390).await;
        page.open(&site.url(&site.fullest("m", "data-until"))).await;
        let order = [
            ".crumbs",
            "h1",
            "#code",
            ".m-head .fresh",
            ".facts .fact",
            ".check",
            ".timeline",
            ".channel-line",
            ".lines[data-checked]",
            ".qr",
            "#cite",
        ];
        assert_eq!(out_of_order(&page, &order).await, json!([]));
        let first = "return [...document.querySelector('.facts').children].map(it => ['severe', 'warn', 'neutral', 'good'] \
                     .findIndex(tone => it.classList.contains('tone-' + tone)));";
        let tones = page.eval(first).await;
        let tones: Vec<i64> = tones.as_array().expect("facts").iter().filter_map(Value::as_i64).collect();
        assert!(tones.len() > 1 && tones.is_sorted() && tones[0] == 0, "the gravest comes first: {tones:?}");
        assert_eq!(texts(&page, ".check .steps > li").await.len(), 5);
        let (name, code) = (page.text("h1").await, page.text("#code").await);
        assert_eq!(texts(&page, ".compare").await, [format!("{name}{code}")], "to hold beside the licence on the wall");
        for fact in texts(&page, "main > section:first-of-type .fact").await {
            assert!(fact.contains("20") && fact.contains('年'), "a fact is dated: {fact}");
        }
    });
}

#[test]
fn a_record_can_be_cited_and_followed_to_its_source() {
    browse(|page| async move {
        let site = Site::sample();
        page.phone(390).await;
        page.open(&site.url(&site.fullest("r", "data-expired"))).await;
        let order =
            [".crumbs", "h1", ".fact", ".record-main .fields", ".record-side .lines", "#link", "#cite", "#cite-plain"];
        assert_eq!(out_of_order(&page, &order).await, json!([]));
        let labels = texts(&page, ".fields dt").await;
        for label in ["文号", "认定机关", "处罚依据", "决定日期", "公示至", "依据"] {
            assert!(labels.iter().any(|found| found == label), "no {label} among {labels:?}");
        }
        let values = texts(&page, ".fields dd").await;
        assert!(values.len() >= labels.len() && values.iter().all(|value| !value.is_empty()), "{values:?}");
        let permalink = page.text("#link").await;
        assert_eq!(page.eval("return document.querySelector('link[rel=canonical]').href;").await, permalink);
        let (standard, plain) = (page.text("#cite").await, page.text("#cite-plain").await);
        assert!(standard.contains("[EB/OL]") && standard.ends_with(&permalink), "{standard}");
        assert!(plain.contains('《') && plain.ends_with(&permalink), "{plain}");
        let graph = "return JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent);";
        assert!(page.eval(graph).await["@context"].as_str().is_some_and(|context| context.contains("schema.org")));
    });
}

/// Wherever a line ends: on a phone, in large text on one, on a desk.
#[test]
fn days_and_document_numbers_stay_on_one_line() {
    browse(|page| async move {
        let site = Site::sample();
        let merchant = site.fullest("m", "data-until");
        for (path, width, elder) in [(merchant.as_str(), 390, false), (&merchant, 390, true), ("", 1280, false)] {
            page.phone(width).await;
            page.open(&site.url(path)).await;
            page.eval(&format!("document.documentElement.toggleAttribute('data-elder', {elder});")).await;
            let broken = "return [...document.querySelectorAll('.nb')].filter(it => it.getClientRects().length !== 1) \
                          .map(it => it.textContent);";
            assert_eq!(page.eval(broken).await, json!([]), "{path}, {width}");
            assert!(texts(&page, ".nb").await.iter().any(|piece| piece.ends_with('日')), "{path}");
        }
    });
}
