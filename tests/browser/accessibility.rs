//! axe-core on every kind of page, narrow and wide, light and dark: nothing serious or critical.

use crate::chromium::{Page, browse};
use crate::site::Site;

/// Where `./run-tests` puts axe-core.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/browser-tests/node_modules/axe-core/axe.min.js");

/// What axe-core has against the page, one line a rule.
pub async fn findings(page: &Page) -> Vec<String> {
    let axe = std::fs::read_to_string(AXE).unwrap_or_else(|error| panic!("{AXE}: {error}; `./run-tests` installs it"));
    page.eval(&axe).await;
    let found = page
        .eval_promise(
            "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations \
             .filter(rule => rule.impact === 'serious' || rule.impact === 'critical') \
             .map(rule => `${rule.id}: ${rule.nodes.map(node => `${node.target} ${node.any[0]?.message ?? ''}`).slice(0, 3)}`))",
        )
        .await;
    let lines = found.as_array().unwrap_or_else(|| panic!("axe-core failed: {found}"));
    lines.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

fn nothing_serious(width: u32, scheme: &'static str) {
    browse(move |page| async move {
        let site = Site::sample();
        page.phone(width).await;
        page.scheme(scheme).await;
        let mut all = Vec::new();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            all.extend(findings(&page).await.into_iter().map(|line| format!("{kind} ({path}): {line}")));
        }
        assert!(all.is_empty(), "{} findings:\n{}", all.len(), all.join("\n"));
    });
}

#[test]
fn narrow_and_light() {
    nothing_serious(390, "light");
}

#[test]
fn narrow_and_dark() {
    nothing_serious(390, "dark");
}

#[test]
fn wide_and_light() {
    nothing_serious(1280, "light");
}

#[test]
fn wide_and_dark() {
    nothing_serious(1280, "dark");
}

#[test]
fn a_page_with_faults_is_found_out() {
    browse(|page| async move {
        page.open(&Site::sample().url("")).await;
        page.eval(
            "document.documentElement.removeAttribute('lang'); document.querySelector('#q').id = ''; \
             document.querySelector('main p').style.color = document.querySelector('main p').style.background = '#888';",
        )
        .await;
        let found = findings(&page).await.join("\n");
        assert!(
            found.contains("html-has-lang") && found.contains("label") && found.contains("color-contrast"),
            "{found}"
        );
    });
}
