//! What a finger meets: links that stand by themselves, buttons and fields are tall enough, in large text more so.

use crate::chromium::{Page, browse};
use crate::site::Site;

/// Targets that are less than `arguments[0]` pixels tall. A link in a sentence is as tall as its line (WCAG 2.2, 2.5.8
/// leaves it out), and what cannot be seen is no target.
const TOO_SMALL: &str = "const least = LEAST - 0.5; \
    const targets = 'header a, nav a, button, input, select, summary, .foot-links a, .choices a, .more-links a, .list-tools a, .row h2 a, .row h3 a'; \
    return [...document.querySelectorAll(targets)].filter(it => !it.matches('.skip') && it.checkVisibility({ visibilityProperty: true })) \
    .map(it => [it.getBoundingClientRect().height, it]).filter(([height]) => height < least) \
    .map(([height, it]) => `${height.toFixed(1)} px: ${it.outerHTML.slice(0, 100)}`).slice(0, 4);";

async fn too_small(page: &Page, least: u32) -> Vec<String> {
    let found = page.eval(&TOO_SMALL.replace("LEAST", &least.to_string())).await;
    found.as_array().expect("a list").iter().map(ToString::to_string).collect()
}

#[test]
fn targets_are_as_tall_as_a_finger() {
    browse(|page| async move {
        let site = Site::sample();
        page.phone(390).await;
        let mut all = Vec::new();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            for (elder, least) in [(false, 44), (true, 60)] {
                page.eval(&format!("document.documentElement.toggleAttribute('data-elder', {elder});")).await;
                let found = too_small(&page, least).await;
                all.extend(found.into_iter().map(|line| format!("{kind} ({path}), least {least}: {line}")));
            }
        }
        assert!(all.is_empty(), "{}", all.join("\n"));
    });
}

#[test]
fn a_target_that_is_too_small_is_found_out() {
    browse(|page| async move {
        page.open(&Site::sample().url("")).await;
        page.eval("document.querySelector('.search-row button').style.height = '30px'; document.querySelector('.search-row button').style.minHeight = '0';").await;
        let found = too_small(&page, 44).await.join("\n");
        assert!(found.contains("30.0 px"), "{found}");
    });
}
