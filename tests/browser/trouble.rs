//! When the index cannot be had: each way of failing ends in an answer or in words and a way on, never in waiting.

use crate::chromium::{Page, browse};
use crate::portal::Portal;
use crate::search::{FIRST, INPUT, search};
use crate::server::Fault;
use crate::site::Site;

/// Words of the page's own that say how it stands, once it has said something.
async fn said(page: &Page) -> String {
    page.wait("document.querySelector('#results').getAttribute('aria-busy') === 'false' && document.querySelector('#search-status').textContent").await;
    page.text("#search-status").await
}

/// A way on is offered, and leads there once the trouble is over.
async fn goes_on(page: &Page, site: &Site) {
    site.server().set_faults(&[]);
    page.click("#results button.more").await;
    page.find(FIRST).await;
    assert!(page.text(FIRST).await.contains("健身"));
}

#[test]
fn a_file_that_is_refused_broken_or_gone_is_said_and_had_again() {
    browse(|page| async move {
        let site = Site::build("trouble", &Portal::copy_of(""), &[]);
        let empty = Fault::Body(Vec::new());
        let page_of_the_host = Fault::Body("<!doctype html><title>404</title>".repeat(40).into_bytes());
        for (part, fault, words) in [
            ("/search/t/", Fault::Status(403), "网络中断或被拦截"),
            ("/search/d/", Fault::Status(500), "网络中断或被拦截"),
            ("/search/meta.bin", Fault::Status(503), "网络中断或被拦截"),
            ("/search/t/", Fault::Status(404), "正在更新数据"),
            ("/search/d/", Fault::Status(410), "正在更新数据"),
            ("/search/meta.bin", Fault::Status(404), "正在更新数据"),
            ("/search/t/", page_of_the_host.clone(), "没有完整送达"),
            ("/search/d/", empty.clone(), "没有完整送达"),
            ("/search/meta.bin", page_of_the_host.clone(), "没有完整送达"),
            ("/search/meta.bin", empty, "没有完整送达"),
        ] {
            site.server().set_faults(&[(part, fault.clone())]);
            page.open(&site.url("search/?q=健身")).await;
            let told = said(&page).await;
            assert!(told.contains("没有完成") && told.contains(words), "{part} {fault:?}: {told}");
            assert_eq!(page.text("#results button.more").await, "再试一次");
            goes_on(&page, &site).await;
        }
    });
}

#[test]
fn a_broken_file_that_a_cache_has_kept_is_asked_for_past_it() {
    browse(|page| async move {
        let site = Site::build("trouble-kept", &Portal::copy_of(""), &[]);
        page.before_scripts(
            "window.asked = []; const fetched = window.fetch; window.fetch = (url, options) => { \
             window.asked.push([String(url), options?.cache ?? 'default']); \
             const broken = String(url).includes('/search/t/') && options?.cache !== 'reload'; \
             return broken ? Promise.resolve(new Response('broken')) : fetched(url, options); };",
        )
        .await;
        page.open(&site.url("search/?q=健身")).await;
        page.find(FIRST).await;
        assert!(page.text(FIRST).await.contains("健身"));
        let again = page
            .eval(
                "return window.asked.filter(([url, cache]) => url.includes('meta.bin') && cache === 'reload').length;",
            )
            .await;
        assert_eq!(again, 1, "{}", page.eval("return window.asked;").await);
    });
}

#[test]
fn an_index_for_another_page_than_this_asks_to_load_it_again() {
    browse(|page| async move {
        page.before_scripts(
            "const parse = JSON.parse; JSON.parse = (...given) => { const it = parse(...given); \
             if (it?.format && sessionStorage.old !== '1') it.format += 1; return it; };",
        )
        .await;
        page.open(&Site::sample().url("search/?q=健身")).await;
        let told = said(&page).await;
        assert!(told.contains("旧页面"), "{told}");
        assert_eq!(page.text("#results button.more").await, "刷新页面");
        page.eval("sessionStorage.old = '1';").await;
        page.click("#results button.more").await;
        page.find(FIRST).await;
    });
}

#[test]
fn without_a_network_it_says_so_and_asks_when_it_is_back() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("search/")).await;
        page.wait("document.querySelector('#q').getAttribute('role') === 'combobox'").await;
        page.offline(true).await;
        page.click(INPUT).await;
        page.type_text("健身").await;
        let told = said(&page).await;
        assert!(told.contains("现在没有网络"), "{told}");
        assert_eq!(page.text("#results button.more").await, "再试一次");
        page.offline(false).await;
        page.find(FIRST).await;
    });
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    browse(|page| async move {
        let site = Site::build("trouble-silent", &Portal::copy_of(""), &[]);
        // Twenty seconds are long for a test.
        page.before_scripts(
            "const later = window.setTimeout; \
             window.setTimeout = (act, ms, ...given) => later(act, ms === 20000 ? 4000 : ms, ...given); \
             window.saidSoFar = []; \
             addEventListener('DOMContentLoaded', () => { \
               const status = document.querySelector('#search-status'); \
               if (status) new MutationObserver(() => window.saidSoFar.push(status.textContent)) \
                 .observe(status, { childList: true, characterData: true, subtree: true }); \
             });",
        )
        .await;
        for part in ["/search/meta.bin", "/search/t/", "/search/d/"] {
            site.server().set_faults(&[(part, Fault::Silence)]);
            page.open(&site.url("search/?q=健身")).await;
            page.find("#results button.more").await;
            let told = said(&page).await;
            // Nothing of the page can be watched before its head has come, which waits for the index.
            let under_way = page.eval("return window.saidSoFar.includes('正在查询…');").await;
            assert!(under_way == true || part.ends_with("meta.bin"), "{part}");
            assert!(told.contains("网络中断"), "{part}: {told}");
            goes_on(&page, &site).await;
        }
    });
}

#[test]
fn modules_that_cannot_be_had_are_said() {
    browse(|page| async move {
        let site = Site::build("trouble-modules", &Portal::copy_of(""), &[]);
        for part in ["/search/page.js", "/search/engine.js"] {
            site.server().set_faults(&[(part, Fault::Status(404))]);
            page.open(&site.url("search/?q=健身")).await;
            let told = said(&page).await;
            assert!(told.contains("没有载入"), "{part}: {told}");
            goes_on(&page, &site).await;
        }
    });
}

/// An answer that does without the further names is still asked for where these fail.
#[test]
fn what_near_names_need_may_fail_too() {
    browse(|page| async move {
        let site = Site::build("trouble-near", &Portal::copy_of(""), &[]);
        site.server().set_faults(&[("/search/x/", Fault::Status(500))]);
        page.open(&site.url("search/?q=健身龍")).await;
        let told = said(&page).await;
        assert!(told.contains("没有完成"), "{told}");
        site.server().set_faults(&[]);
        page.click("#results button.more").await;
        page.find(FIRST).await;
        search(&page, "健身").await;
    });
}
