//! The keyboard alone: everything can be reached, and one sees where one is.

use crate::chromium::{Page, browse};
use crate::site::Site;
use fantoccini::key::Key;

/// Whether an expression in JavaScript is true of `it`, the focused element.
async fn focus_is(page: &Page, condition: &str) -> bool {
    page.eval(&format!("const it = document.activeElement; return Boolean({condition});")).await == true
}

/// Tabs until a condition holds of the focused element; every stop on the way must show itself.
pub async fn tab_to(page: &Page, condition: &str) {
    for _ in 0..80 {
        page.press(Key::Tab).await;
        let shown = "(() => { const box = it.getBoundingClientRect(), style = getComputedStyle(it); \
                     return box.width > 1 && box.bottom > 0 && box.top < innerHeight \
                     && (style.outlineStyle !== 'none' || style.boxShadow !== 'none'); })()";
        assert!(focus_is(page, shown).await, "the focus is not to be seen: {}", focused(page).await);
        if focus_is(page, condition).await {
            return;
        }
    }
    panic!("80 tabs do not lead to `{condition}`, but to {}", focused(page).await);
}

async fn focused(page: &Page) -> String {
    page.eval("return document.activeElement.outerHTML.slice(0, 200);").await.to_string()
}

#[test]
fn the_first_tab_shows_the_skip_link_and_it_skips() {
    browse(|page| async move {
        let site = Site::sample();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            page.press(Key::Tab).await;
            assert!(focus_is(&page, "it.matches('a.skip')").await, "{kind}: {}", focused(&page).await);
            // On top of whatever else is there, whole, and not on its way.
            let on_top = "(() => { const box = it.getBoundingClientRect(); return box.top >= 0 && box.left >= 0 \
                          && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === it; })()";
            assert!(focus_is(&page, on_top).await, "{kind}: the skip link is not to be seen at once");
            page.press(Key::Enter).await;
            assert!(focus_is(&page, "it.id === 'main'").await, "{kind}: {}", focused(&page).await);
        }
    });
}

#[test]
fn from_the_top_of_the_home_page_to_the_search_box() {
    browse(|page| async move {
        page.open(&Site::sample().url("")).await;
        tab_to(&page, "it.matches('input[type=search][name=q]')").await;
        page.type_text("健身").await;
        assert!(focus_is(&page, "it.value === '健身'").await);
    });
}

#[test]
fn from_a_list_to_a_merchant() {
    browse(|page| async move {
        page.open(&Site::sample().url("merchants/")).await;
        page.press(Key::Tab).await;
        page.press(Key::Enter).await;
        tab_to(&page, "it.matches('.listing tbody a')").await;
        let name = page.eval("return document.activeElement.textContent;").await;
        page.press(Key::Enter).await;
        page.wait("document.body.classList.contains('k-merchant')").await;
        assert_eq!(page.eval("return document.querySelector('h1').textContent;").await, name);
    });
}

#[test]
fn large_text_is_switched_by_the_space_bar() {
    browse(|page| async move {
        page.open(&Site::sample().url("")).await;
        tab_to(&page, "it.matches('button.elder')").await;
        for pressed in ["true", "false"] {
            page.chord(&[' ']).await;
            assert!(focus_is(&page, &format!("it.getAttribute('aria-pressed') === '{pressed}'")).await);
        }
    });
}
