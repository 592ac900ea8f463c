//! A search is a link: it can be passed on, reloaded, gone back to and come forward to.

use crate::chromium::{Page, browse};
use crate::search::{FIRST, INPUT, answered, search, titles};
use crate::site::Site;
use fantoccini::key::Key;

/// Waits until the page shows the answer to what its address asks for: text, tab and district.
async fn shows(page: &Page, text: &str, tab: &str, district: &str) {
    page.wait(&format!(
        "(() => {{ const given = new URLSearchParams(location.search); return given.get('q') === {text:?} \
         && (given.get('district') ?? '') === {district:?} && document.querySelector('#q').value === {text:?} \
         && document.querySelector('#results').getAttribute('aria-busy') === 'false' \
         && document.querySelector('#results [role=tab][aria-selected=true]')?.dataset.tab === {tab:?} \
         && document.querySelector('#filters select[name=district]')?.value === {district:?}; }})()"
    ))
    .await;
    let title = page.eval("return document.title;").await;
    assert!(title.as_str().is_some_and(|title| title.starts_with(&format!("{text} - "))), "{title}");
}

async fn choose_district(page: &Page, name: &str) {
    page.eval(&format!(
        "const select = document.querySelector('#filters select[name=district]'); \
         select.value = [...select.options].find(option => option.text === {name:?})?.value ?? ''; \
         select.dispatchEvent(new Event('change'));"
    ))
    .await;
}

#[test]
fn back_and_forward_go_through_what_was_looked_at() {
    browse(|page| async move {
        search(&page, "健身").await;
        page.press(Key::Enter).await;
        shows(&page, "健身", "merchants", "").await;
        let first = titles(&page).await;
        page.click("#results [data-tab=records]").await;
        shows(&page, "健身", "records", "").await;
        let records = titles(&page).await;
        assert_ne!(records, first);
        // Within a filter it stays on the tab.
        choose_district(&page, "铁西区").await;
        shows(&page, "健身", "records", "210303").await;
        // Letters on the way to another query are no stops.
        page.click(INPUT).await;
        for letter in ["服", "务"] {
            page.press(Key::End).await;
            page.type_text(letter).await;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
        answered(&page, "健身服务").await;
        page.back().await;
        shows(&page, "健身", "records", "210303").await;
        page.back().await;
        shows(&page, "健身", "records", "").await;
        assert_eq!(titles(&page).await, records);
        page.back().await;
        shows(&page, "健身", "merchants", "").await;
        assert_eq!(titles(&page).await, first);
        page.forward().await;
        shows(&page, "健身", "records", "").await;
        page.reload().await;
        shows(&page, "健身", "records", "").await;
        assert_eq!(titles(&page).await, records);
    });
}

#[test]
fn more_answers_are_still_there_on_the_way_back() {
    browse(|page| async move {
        search(&page, "健身").await;
        page.press(Key::Enter).await;
        page.click("#results button.more").await;
        page.wait("document.querySelectorAll('#results li h3 a').length > 10").await;
        // The focus is where it goes on.
        page.wait("document.activeElement === document.querySelectorAll('#results li h3 a')[10]").await;
        let many = titles(&page).await;
        page.press(Key::Enter).await;
        page.wait("document.body.classList.contains('k-merchant')").await;
        page.back().await;
        page.wait("document.querySelectorAll('#results li h3 a').length > 10").await;
        assert_eq!(titles(&page).await, many);
    });
}

#[test]
fn a_link_with_every_filter_is_kept_to_and_what_is_not_known_is_left_out() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("search/?q=健身&tab=records&district=210303&kind=penalty&year=2026")).await;
        shows(&page, "健身", "records", "210303").await;
        let chosen =
            page.eval("return [...document.querySelectorAll('#filters select')].map(select => select.value);").await;
        assert_eq!(chosen, serde_json::json!(["210303", "", "penalty", "2026"]));
        assert!(!titles(&page).await.is_empty());

        page.open(&site.url("search/?q=健身&tab=nothing&district=999999&year=abc&kind=%3Cb%3E")).await;
        shows_with(&page, "健身").await;
        let chosen =
            page.eval("return [...document.querySelectorAll('#filters select')].map(select => select.value);").await;
        assert_eq!(chosen, serde_json::json!(["", "", "", ""]));
        assert!(!titles(&page).await.is_empty(), "an old link is answered without what is no more");
    });
}

async fn shows_with(page: &Page, text: &str) {
    page.wait(&format!("document.querySelector('#q').value === {text:?}")).await;
    page.find(FIRST).await;
}

#[test]
fn nothing_within_the_filters_leads_to_all() {
    browse(|page| async move {
        let sought = "示例健身";
        page.open(&Site::sample().url(&format!("search/?q={sought}&year=2026&district=210381&kind=award"))).await;
        page.find("#results[aria-busy=false] button.more").await;
        let said = page.text("#search-status").await;
        assert!(said.contains("所选范围") && said.contains("截至 2026-11-25"), "{said}");
        assert!(page.text("#results .note").await.contains("不等于没有问题"));
        page.click("#results button.more").await;
        page.find(FIRST).await;
        assert_eq!(
            page.eval("return location.search;").await,
            format!("?q={}", "%E7%A4%BA%E4%BE%8B%E5%81%A5%E8%BA%AB")
        );
        page.wait("document.activeElement.name === 'q'").await;
    });
}
