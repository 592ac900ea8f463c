//! How a page reads for those who change how it looks: large text, less motion, no style sheet, paper.

use crate::chromium::{Page, browse};
use crate::site::Site;
use serde_json::json;

async fn lines(page: &Page, script: &str) -> Vec<String> {
    let found = page.eval(script).await;
    let found = found.as_array().unwrap_or_else(|| panic!("{script}: {found}"));
    found.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

/// Text of less than 18 pt, in pixels, with the element it stands in.
const SMALL_TEXT: &str = "const found = []; const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
    while (walker.nextNode()) { const it = walker.currentNode.parentElement; \
    if (!walker.currentNode.data.trim() || it.closest('script, noscript, .vh') || !it.checkVisibility()) continue; \
    const size = parseFloat(getComputedStyle(it).fontSize); \
    if (size < 24) found.push(`${size} px: ${it.outerHTML.slice(0, 100)}`); } return found.slice(0, 5);";

#[test]
fn large_text_is_eighteen_points_and_needs_no_cookie() {
    browse(|page| async move {
        let site = Site::sample();
        page.phone(390).await;
        page.open(&site.url("")).await;
        assert!(!lines(&page, SMALL_TEXT).await.is_empty(), "plain text is smaller than that");
        page.click("button.elder").await;
        assert_eq!(page.eval("return [document.cookie, Object.values(localStorage)];").await, json!(["", ["1"]]));
        let mut all = Vec::new();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            all.extend(lines(&page, SMALL_TEXT).await.into_iter().map(|line| format!("{kind} ({path}): {line}")));
        }
        assert!(all.is_empty(), "{}", all.join("\n"));
    });
}

/// Elements that would move by themselves.
const MOVING: &str = "return [document.documentElement, ...document.body.querySelectorAll('*')].filter(it => { \
    const style = getComputedStyle(it); return style.scrollBehavior === 'smooth' || style.animationName !== 'none' \
    || style.transitionDuration.split(',').some(time => parseFloat(time) > 0); }).map(it => it.tagName);";

#[test]
fn nothing_moves_for_those_who_ask_for_it() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("")).await;
        page.eval("document.querySelector('main').style.transitionDuration = '1s'").await;
        assert_eq!(lines(&page, MOVING).await, ["MAIN"], "what would move is seen");
        page.device(&[("prefers-reduced-motion", "reduce")]).await;
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            assert_eq!(lines(&page, MOVING).await, Vec::<String>::new(), "{kind}");
        }
    });
}

/// Takes every style sheet away and tells what then stands above what comes before it, or is wider than the page.
const OUT_OF_ORDER: &str = "document.querySelectorAll('link[rel=stylesheet]').forEach(sheet => sheet.disabled = true); \
    const order = [...document.body.querySelectorAll('.skip, .brand, .main-nav, h1, h2, h3, .foot')].filter(it => it.checkVisibility()); \
    const top = it => it.getBoundingClientRect().top; \
    const late = order.filter((it, at) => at && top(it) < top(order[at - 1]) - 1).map(it => `too high: ${it.outerHTML.slice(0, 100)}`); \
    const wide = [...document.body.querySelectorAll(':not(svg) > svg, img')].filter(it => it.getBoundingClientRect().width > innerWidth) \
    .map(it => `too wide: ${it.outerHTML.slice(0, 100)}`); \
    const first = order.findIndex(it => it.matches('h1')); \
    return [...late, ...wide, ...(first === 3 ? [] : [`h1 comes at ${first}`])];";

#[test]
fn without_styles_the_order_is_that_of_the_content() {
    browse(|page| async move {
        let site = Site::sample();
        page.phone(390).await;
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            assert_eq!(lines(&page, OUT_OF_ORDER).await, Vec::<String>::new(), "{kind} ({path})");
        }
    });
}

/// What is of no use on paper and would be printed.
const USELESS: &str = "return [...document.querySelectorAll('.skip, .main-nav, .crumbs, .tools, .pager, .filters, form:not(.here), :not(th) > button, :not(.here) > * > input')] \
    .filter(it => it.checkVisibility({ visibilityProperty: true })).map(it => it.outerHTML.slice(0, 100));";

#[test]
fn paper_has_the_content_and_no_navigation() {
    browse(|page| async move {
        let site = Site::sample();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            assert!(!lines(&page, USELESS).await.is_empty(), "{kind}: the screen has navigation");
            page.medium("print").await;
            assert_eq!(lines(&page, USELESS).await, Vec::<String>::new(), "{kind}");
            // What is not to be found by its address has none on paper either.
            let address = "return document.querySelector('meta[name=robots]') ? true \
                           : document.querySelector('.foot .print-only').checkVisibility();";
            assert_eq!(page.eval(address).await, true, "{kind}: the page's address is on paper");
            let torn = "return [...document.querySelectorAll('main :is(.fact, .row, .result, .fields > div, .figures > div, .lines > li, \
                        .channels > li, .cards > li, tr), .foot')].filter(it => getComputedStyle(it).breakInside !== 'avoid') \
                        .map(it => it.outerHTML.slice(0, 80));";
            assert_eq!(
                page.eval(torn).await,
                serde_json::json!([]),
                "{kind}: an entry begins on one sheet and ends on the next"
            );
            // A screen asked for would be printed as one.
            page.medium("").await;
            let pdf = page.paper().await;
            let pages = pdf.windows(12).filter(|part| *part == b"/Type /Page\n").count();
            assert!(pdf.starts_with(b"%PDF-") && (1..=20).contains(&pages), "{kind}: {pages} sheets");
        }
    });
}
