//! The card of a merchant as other sites have it: in a frame, by its code, without what may no longer be shown.

use crate::chromium::{Page, browse};
use crate::expiry::{on_day, site};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

/// The merchant with most to show, and its document.
fn merchant() -> (String, Value) {
    let path = site().fullest("m", "data-until");
    let document = serde_json::from_str(&site().read(&path.replace(".html", ".json"))).expect("JSON");
    let key = path.rsplit('/').next().and_then(|file| file.strip_suffix(".html")).expect("a page").to_owned();
    (key, document)
}

/// Opens a page with a card in a frame, as another site would have it, and goes into the frame.
async fn framed(page: &Page, key: &str) {
    page.open(&site().url("404.html")).await;
    let card = site().url(&format!("data/card.html?m={key}"));
    page.eval(&format!(
        "const frame = document.createElement('iframe'); frame.src = '{card}'; frame.title = 'card'; \
         frame.width = 600; frame.height = 400; document.querySelector('main').replaceChildren(frame);"
    ))
    .await;
    page.find("iframe").await.enter_frame().await.expect("a frame");
}

async fn sentences(page: &Page) -> Vec<String> {
    let list =
        page.eval("return [...document.querySelectorAll('.facts > li > h2 + p')].map(p => p.textContent);").await;
    list.as_array().expect("a list").iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}

/// Sentences of the document's facts that may be shown on a day.
fn shown_on(document: &Value, day: Date) -> Vec<String> {
    let facts = document["facts"].as_array().expect("facts").iter();
    let shown = facts.filter(|fact| fact["until"].as_str().is_none_or(|until| until >= day.to_string().as_str()));
    shown.map(|fact| fact["sentence"].as_str().expect("a sentence").to_owned()).collect()
}

#[test]
fn a_card_in_a_frame_shows_the_facts_of_its_day_and_leads_to_their_records() {
    browse(|page| async move {
        let (key, document) = merchant();
        let mut ends: Vec<Date> = document["facts"]
            .as_array()
            .expect("facts")
            .iter()
            .filter_map(|fact| fact["until"].as_str()?.parse().ok())
            .collect();
        ends.sort();
        let first = ends[0];
        for day in [first, first.saturating_add(1.day())] {
            on_day(&page, day).await;
            framed(&page, &key).await;
            page.wait("document.querySelectorAll('.facts > li').length").await;
            assert_eq!(sentences(&page).await, shown_on(&document, day), "{day}");
        }
        assert!(shown_on(&document, first).len() > shown_on(&document, first.saturating_add(1.day())).len());
        assert_eq!(page.text("h1").await, document["name"].as_str().expect("a name"));
        assert!(page.text(".card-frame").await.contains("没有问题"), "the caution goes along");
        let whole = page.eval("return [...document.querySelectorAll('.facts .nb')].map(p => p.textContent);").await;
        let whole = whole.as_array().expect("pieces that no line breaks");
        assert!(whole.iter().any(|piece| piece.as_str().is_some_and(|piece| piece.ends_with('日'))), "{whole:?}");
        let links = page
            .eval("return [...document.querySelectorAll('.facts a')].map(a => a.href + ' ' + a.rel + a.target);")
            .await;
        for link in links.as_array().expect("links") {
            let link = link.as_str().expect("text");
            assert!(link.starts_with(&site().url("r/")) && link.ends_with("noopener_blank"), "{link}");
        }
        assert_eq!(page.console().await, Vec::<String>::new());
    });
}

#[test]
fn a_card_of_nobody_says_so_and_asks_for_nothing_else() {
    browse(|page| async move {
        for (key, asked) in
            [("91210302MA00000000", true), ("../../status", false), ("91210302MA%22%3E%3Cb%3E", false), ("", false)]
        {
            page.open(&site().url(&format!("data/card.html?m={key}"))).await;
            page.wait("document.readyState === 'complete'").await;
            if asked {
                page.wait("document.querySelector('#card-note').textContent.startsWith('本站没有')").await;
                // A browser notes a request as finished a moment after the page has its answer.
                page.wait("performance.getEntriesByType('resource').some(e => e.name.includes('.json'))").await;
            }
            let documents =
                "return performance.getEntriesByType('resource').filter(e => e.name.includes('.json')).length;";
            assert_eq!(page.eval(documents).await, u8::from(asked), "{key}");
            assert!(sentences(&page).await.is_empty(), "{key}");
            assert!(page.eval("return document.querySelector('main b');").await.is_null(), "{key}");
        }
    });
}
