//! Pages seen after the last day of what they show: the fact is gone by itself, whenever the page was built.

use crate::chromium::{Page, browse};
use crate::portal::Portal;
use crate::site::Site;
use jiff::ToSpan;
use jiff::civil::Date;
use std::sync::OnceLock;

/// A site that goes by the reader's clock: the sample portal without its fixed day.
pub fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let portal = Portal::copy_of("");
        portal.edit("portal.toml", "\nas_of = ", "\n# as_of = ");
        Site::build("dated", &portal, &["--date", "2026-11-25"])
    })
}

/// From now on every page believes that it is noon in Anshan on that day.
pub async fn on_day(page: &Page, day: Date) {
    let clock = format!(
        "{{ const Real = Date, shift = Real.parse('{day}T12:00:00+08:00') - Real.now(); \
         globalThis.Date = class extends Real {{ \
           constructor(...parts) {{ parts.length ? super(...parts) : super(Real.now() + shift); }} \
           static now() {{ return Real.now() + shift; }} }}; }}"
    );
    page.before_scripts(&clock).await;
}

/// The module that takes facts down has run: without scripts nothing would be missing.
async fn settled(page: &Page) {
    page.wait("performance.getEntriesByType('resource').some(entry => entry.name.endsWith('/expiry.js') && entry.responseEnd)")
        .await;
    page.eval_promise("import(performance.getEntriesByType('resource').find(e => e.name.endsWith('/expiry.js')).name).then(() => true)")
        .await;
}

async fn dated(page: &Page, selector: &str) -> Vec<Date> {
    let list =
        page.eval(&format!("return [...document.querySelectorAll('{selector}')].map(e => e.dataset.until);")).await;
    let list = list.as_array().expect("a list").clone();
    list.iter().map(|day| day.as_str().and_then(|day| day.parse().ok()).expect("a date")).collect()
}

/// Every last day in a page's source, earliest first.
fn last_days(page: &str) -> Vec<Date> {
    let html = site().read(page);
    let document = scraper::Html::parse_document(&html);
    let selector = scraper::Selector::parse("[data-until]").expect("a selector");
    let mut days: Vec<Date> = document
        .select(&selector)
        .map(|element| element.attr("data-until").and_then(|day| day.parse().ok()).expect("a date"))
        .collect();
    days.sort();
    days
}

#[test]
fn a_dated_fact_stays_through_its_last_day() {
    browse(|page| async move {
        let path = site().fullest("m", "data-until");
        let days = last_days(&path);
        on_day(&page, days[0]).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        let mut shown = dated(&page, "[data-until]").await;
        shown.sort();
        assert_eq!(shown, days);
    });
}

#[test]
fn the_day_after_it_is_gone_and_the_others_stay() {
    browse(|page| async move {
        let path = site().fullest("m", "data-until");
        let days = last_days(&path);
        assert!(days[0] < days[days.len() - 1], "the page has only one last day");
        on_day(&page, days[0].saturating_add(1.day())).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        let mut shown = dated(&page, "[data-until]").await;
        shown.sort();
        let left: Vec<Date> = days.iter().copied().filter(|day| *day > days[0]).collect();
        assert_eq!(shown, left);
    });
}

#[test]
fn after_the_last_of_all_the_page_says_that_nothing_is_on_record() {
    browse(|page| async move {
        let path = site().fullest("m", "data-empty");
        let last = last_days(&path).pop().expect("a dated fact");
        on_day(&page, last.saturating_add(1.day())).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        assert_eq!(dated(&page, "[data-until]").await, Vec::<Date>::new());
        let note = page.find(".nothing").await;
        assert!(note.is_displayed().await.expect("an answer"));
    });
}

#[test]
fn a_record_page_gives_way_to_one_nameless_sentence() {
    browse(|page| async move {
        let path = site().fullest("r", "data-expired");
        let name = page_subject(&path);
        let last = last_days(&path).pop().expect("a dated record");
        on_day(&page, last.saturating_add(1.day())).await;
        page.open(&site().url(&path)).await;
        settled(&page).await;
        let heading = page.text("main").await;
        assert_eq!(page.text("h1").await, heading);
        let left =
            page.eval("return document.title + document.documentElement.textContent + document.head.outerHTML;").await;
        assert!(!left.to_string().contains(&name), "`{name}` is still there: {left}");
    });
}

/// Whom a record page is about.
fn page_subject(path: &str) -> String {
    let document = scraper::Html::parse_document(&site().read(path));
    let selector = scraper::Selector::parse(".fact .meta a").expect("a selector");
    let link = document.select(&selector).next().expect("a link to the merchant");
    let text: String = link.text().collect();
    text.split(['：', ':']).next_back().expect("a name").trim().to_owned()
}
