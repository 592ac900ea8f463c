//! Lists: sorted by script, narrowed and leafed through without.

use crate::chromium::{Page, browse};
use crate::site::Site;
use fantoccini::key::Key;
use serde_json::{Value, json};

const PENALTIES: &str = "penalties/";

/// The texts of a column, whose heading says `label`, from top to bottom.
async fn column(page: &Page, label: &str) -> Vec<String> {
    let cells = format!(
        "return [...document.querySelectorAll('.listing td[data-label=\"{label}\"]')].map(it => it.firstChild.textContent);"
    );
    let Value::Array(cells) = page.eval(&cells).await else { panic!("no list of cells") };
    cells.iter().map(|cell| cell.as_str().expect("text").to_owned()).collect()
}

#[test]
fn a_heading_sorts_the_page_with_the_keyboard_and_says_so() {
    browse(|page| async move {
        page.open(&Site::sample().url(PENALTIES)).await;
        page.wait("document.querySelector('.listing thead button')").await;
        assert_eq!(page.eval("return document.querySelector('[aria-sort]').innerText;").await, "日期");
        let newest_first = column(&page, "日期").await;
        assert!(newest_first.is_sorted_by(|a, b| a >= b) && newest_first.len() > 5, "{newest_first:?}");
        page.eval("document.querySelector('[aria-sort] button').focus();").await;
        page.press(Key::Enter).await;
        let oldest_first = column(&page, "日期").await;
        assert!(oldest_first.is_sorted() && oldest_first.len() == newest_first.len(), "{oldest_first:?}");
        assert_eq!(page.eval("return document.querySelector('[aria-sort]').ariaSort;").await, "ascending");
        assert!(page.eval("return document.querySelector('#live').textContent;").await.to_string().contains("升序"));

        page.eval("[...document.querySelectorAll('.listing thead button')].find(it => it.innerText.includes('罚款')).click();")
            .await;
        let amounts: Vec<f64> = column(&page, "罚款金额（元）")
            .await
            .iter()
            .map(|amount| amount.replace(',', "").parse().expect("a number"))
            .collect();
        assert!(amounts.is_sorted_by(|a, b| a >= b) && amounts.len() > 2, "largest first, as numbers: {amounts:?}");
        assert_eq!(page.eval("return document.querySelectorAll('[aria-sort]').length;").await, 1);
    });
}

#[test]
fn periods_are_sorted_as_they_follow_each_other() {
    browse(|page| async move {
        page.open(&Site::sample().url("complaints/")).await;
        page.wait("document.querySelector('.listing thead button')").await;
        let press = "[...document.querySelectorAll('.listing thead button')].find(it => it.innerText.includes('统计期')).click();";
        page.eval(press).await;
        page.eval(press).await;
        let mut periods = column(&page, "统计期").await;
        periods.dedup();
        assert_eq!(periods, ["2026年一季度", "2026年二季度", "2026年三季度"], "oldest first");
    });
}

#[test]
fn on_a_phone_rows_are_labelled_cards_with_a_choice_of_order() {
    browse(|page| async move {
        page.phone(390).await;
        page.open(&Site::sample().url(PENALTIES)).await;
        page.wait("document.querySelector('.sort select')?.options.length").await;
        let label = "return getComputedStyle(document.querySelector('.listing td[data-label]'), '::before').content;";
        assert_eq!(page.eval(label).await, "\"日期\"");
        page.eval(
            "const select = document.querySelector('.sort select'); select.value = '1 ascending'; \
             select.dispatchEvent(new Event('change'));",
        )
        .await;
        assert!(column(&page, "日期").await.is_sorted());
        let unseen = "return [...document.querySelectorAll('.listing thead button')].filter(it => \
            it.checkVisibility({ visibilityProperty: true })).length;";
        assert_eq!(page.eval(unseen).await, 0, "no stop of the Tab key that nobody sees");
        let orders =
            page.eval("return [...document.querySelectorAll('.sort option')].map(it => it.textContent);").await;
        assert!(orders.to_string().contains("日期 升序"), "{orders}");
    });
}

#[test]
fn lists_are_narrowed_by_links_that_lead_somewhere() {
    browse(|page| async move {
        let site = Site::sample();
        page.without_scripts().await;
        page.open(&site.url(PENALTIES)).await;
        assert_eq!(page.eval("return document.querySelectorAll('.listing button').length;").await, 0);
        let empty =
            "return [...document.querySelectorAll('.filters .n')].filter(it => !(Number(it.textContent) > 0)).length;";
        assert_eq!(page.eval(empty).await, 0, "no link to an empty selection");
        for step in ["penalties/210302/'", "penalties/210302/fitness/'"] {
            let count = format!("return document.querySelector(\".filters a[href$='{step}] .n\").textContent.trim();");
            let count = page.eval(&count).await;
            page.eval(&format!("document.querySelector(\".filters a[href$='{step}]\").click();")).await;
            let here = format!("location.pathname.endsWith('{step})");
            page.wait(&here).await;
            let rows = page.eval("return String(document.querySelectorAll('.listing tbody tr').length);").await;
            assert_eq!(rows, count, "a link says how many entries it leads to");
        }
        assert_eq!(page.text("h1").await, "铁东区健身行政处罚");
        let crumbs = page.eval("return [...document.querySelectorAll('.crumbs a')].map(it => it.innerText);").await;
        assert_eq!(crumbs, json!(["首页", "行政处罚", "铁东区行政处罚"]));
    });
}

#[test]
fn initials_lead_to_the_page_and_row_where_they_begin() {
    browse(|page| async move {
        page.without_scripts().await;
        page.open(&Site::sample().url("merchants/")).await;
        let last = "return [...document.querySelectorAll('.letters a')].at(-1).href;";
        let last = page.eval(last).await.as_str().expect("an address").to_owned();
        page.open(&last).await;
        assert_eq!(page.eval("return document.querySelectorAll('.listing tr:target').length;").await, 1, "{last}");
    });
}
