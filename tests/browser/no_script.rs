//! JavaScript off: everything but search is there.

use crate::chromium::browse;
use crate::site::Site;

#[test]
fn lists_and_merchants_read_without_scripts() {
    browse(|page| async move {
        let site = Site::sample();
        page.without_scripts().await;
        page.open(&site.url("merchants/")).await;
        assert_eq!(page.eval("return document.documentElement.hasAttribute('data-script');").await, false);
        let first = page.text(".listing tbody a").await;
        assert!(first.contains("示例"), "{first}");
        page.click(".listing tbody a").await;
        assert_eq!(page.text("h1").await, first);

        page.open(&site.url(&site.fullest("m", "data-until"))).await;
        let fact = page.text(".facts .fact").await;
        assert!(fact.contains("鞍山"), "a fact names its agency: {fact}");
        let code = page.text("#code").await;
        assert_eq!(code.len(), 18, "{code}");
        assert!(page.text(".channel-line").await.contains("12315"));
        assert!(page.text(".timeline").await.contains("202"));
    });
}

#[test]
fn what_needs_a_script_is_not_offered() {
    browse(|page| async move {
        let site = Site::sample();
        page.without_scripts().await;
        page.open(&site.url(&site.fullest("m", "data-until"))).await;
        let offered = "return [...document.querySelectorAll('button')] \
                       .filter(button => button.checkVisibility({ visibilityProperty: true }) && !button.form) \
                       .map(button => button.outerHTML);";
        assert_eq!(page.eval(offered).await, serde_json::json!([]));
        assert!(page.eval("return document.querySelectorAll('button').length;").await.as_u64() > Some(1));
    });
}
