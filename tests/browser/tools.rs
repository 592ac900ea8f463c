//! What the pages' small modules do: large text, copying, the day of the data.

use crate::chromium::browse;
use crate::site::Site;
use fantoccini::key::Key;

#[test]
fn large_text_is_remembered_from_page_to_page() {
    browse(|page| async move {
        let site = Site::sample();
        let size = "return parseFloat(getComputedStyle(document.querySelector('main p')).fontSize);";
        let pressed = "return document.querySelector('button.elder').getAttribute('aria-pressed');";
        let merchant = site.url(&site.fullest("m", "data-until"));
        page.open(&merchant).await;
        let before = page.eval(size).await.as_f64();
        page.open(&site.url("")).await;
        page.click("button.elder").await;
        page.open(&merchant).await;
        let after = page.eval(size).await.as_f64();
        assert!(after >= before.map(|size| size * 1.25), "{before:?} px, then {after:?} px");
        assert_eq!(page.eval(pressed).await, "true");
        page.reload().await;
        assert_eq!(page.eval(size).await.as_f64(), after);
        page.click("button.elder").await;
        page.reload().await;
        assert_eq!(page.eval(pressed).await, "false");
        assert_eq!(page.eval(size).await.as_f64(), before);
    });
}

#[test]
fn the_copy_button_copies_the_code_and_says_so() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url(&site.fullest("m", "data-copy=\"#code\""))).await;
        let code = page.text("#code").await;
        page.click("button[data-copy='#code']").await;
        page.wait("document.querySelector('#live').textContent").await;
        assert_eq!(page.text("button[data-copy='#code']").await, "已复制");
        assert_eq!(page.eval("return document.querySelector('#live').textContent;").await, "已复制");
        // Pasted as a person would.
        page.open(&site.url("")).await;
        page.click("#q").await;
        page.chord(&[Key::Control.into(), 'v']).await;
        assert_eq!(page.eval("return document.querySelector('#q').value;").await, code);
    });
}

#[test]
fn the_foot_says_up_to_which_day_the_data_goes() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("stats/")).await;
        page.wait("document.querySelector('.foot .fresh').textContent").await;
        let said = page.text(".foot .fresh").await;
        assert!(said.contains("2026年11月25日"), "{said}");
    });
}
