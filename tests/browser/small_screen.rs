//! Narrow screens, from the smallest phone to a desk at 200 %: nothing scrolls sideways, in large text neither.

use crate::chromium::{Page, browse};
use crate::site::Site;

/// Elements that reach over the right edge of the page, when the page scrolls sideways because of them.
const TOO_WIDE: &str = "const page = document.scrollingElement; if (page.scrollWidth <= page.clientWidth) return []; \
    return [`${page.scrollWidth} > ${page.clientWidth}`, ...[...document.body.querySelectorAll('*')] \
    .filter(element => element.getBoundingClientRect().right > page.clientWidth) \
    .map(element => element.outerHTML.slice(0, 120)).slice(0, 3)];";

/// Says which elements make the page scroll sideways.
pub async fn too_wide(page: &Page) -> Vec<String> {
    let found = page.eval(TOO_WIDE).await;
    found.as_array().expect("a list").iter().map(ToString::to_string).collect()
}

/// The smallest phone, the usual one, a desk of 1280 pixels at 200 %.
const WIDTHS: [u32; 3] = [320, 390, 640];

fn no_sideways_scroll(elder: bool) {
    browse(move |page| async move {
        let site = Site::sample();
        if elder {
            page.open(&site.url("")).await;
            page.click("button.elder").await;
        }
        let mut all = Vec::new();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            assert_eq!(page.eval("return document.documentElement.hasAttribute('data-elder');").await, elder);
            for width in WIDTHS {
                page.phone(width).await;
                let found = too_wide(&page).await;
                all.extend(found.into_iter().map(|line| format!("{kind} ({path}), {width}: {line}")));
                assert_eq!(page.eval("return innerWidth;").await, width, "{kind} is laid out for another width");
            }
        }
        assert!(all.is_empty(), "pages scroll sideways:\n{}", all.join("\n"));
    });
}

#[test]
fn plain_text() {
    no_sideways_scroll(false);
}

#[test]
fn large_text() {
    no_sideways_scroll(true);
}

#[test]
fn a_page_with_something_too_wide_is_found_out() {
    browse(|page| async move {
        page.phone(390).await;
        page.open(&Site::sample().url("")).await;
        page.eval("document.querySelector('main p').style.width = '400px';").await;
        let found = too_wide(&page).await.join("\n");
        assert!(found.contains("390") && found.contains("<p"), "{found}");
    });
}
