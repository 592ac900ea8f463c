//! axe-core on every kind of page, narrow and wide, in every mode a reader may choose: no violation at all.

use crate::chromium::{Page, browse};
use crate::site::Site;

/// Where `./run-tests` puts axe-core.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/browser-tests/node_modules/axe-core/axe.min.js");

/// Where the reader's device asks for something, or the reader does.
pub struct Mode {
    pub name: &'static str,
    pub device: &'static [(&'static str, &'static str)],
    pub elder: bool,
}

pub const MODES: [Mode; 7] = [
    Mode { name: "light", device: &[("prefers-color-scheme", "light")], elder: false },
    Mode { name: "dark", device: &[("prefers-color-scheme", "dark")], elder: false },
    Mode { name: "large text", device: &[("prefers-color-scheme", "light")], elder: true },
    Mode {
        name: "more contrast",
        device: &[("prefers-contrast", "more"), ("prefers-color-scheme", "light")],
        elder: false,
    },
    Mode {
        name: "more contrast, dark",
        device: &[("prefers-contrast", "more"), ("prefers-color-scheme", "dark")],
        elder: false,
    },
    Mode {
        name: "forced colours",
        device: &[("forced-colors", "active"), ("prefers-color-scheme", "light")],
        elder: false,
    },
    Mode {
        name: "forced colours, dark",
        device: &[("forced-colors", "active"), ("prefers-color-scheme", "dark")],
        elder: false,
    },
];

/// Makes axe-core known to the open page.
async fn bring_axe(page: &Page) {
    let axe = std::fs::read_to_string(AXE).unwrap_or_else(|error| panic!("{AXE}: {error}; `./run-tests` installs it"));
    page.eval(&axe).await;
}

/// What axe-core has against the page as it is now, one line a rule.
async fn look(page: &Page) -> Vec<String> {
    let found = page
        .eval_promise(
            "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations \
             .map(rule => `${rule.id}: ${rule.nodes.map(node => `${node.target} ${node.any[0]?.message ?? ''}`).slice(0, 3)}`))",
        )
        .await;
    let lines = found.as_array().unwrap_or_else(|| panic!("axe-core failed: {found}"));
    lines.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

/// What axe-core has against the open page.
pub async fn findings(page: &Page) -> Vec<String> {
    bring_axe(page).await;
    look(page).await
}

fn nothing_found(width: u32) {
    browse(move |page| async move {
        let site = Site::sample();
        page.phone(width).await;
        let mut all = Vec::new();
        let poster = format!("{}#poster", site.fullest("m", "id=\"poster\""));
        for (kind, path) in site.kinds().into_iter().chain([("poster", poster)]) {
            page.open(&site.url(&path)).await;
            bring_axe(&page).await;
            for Mode { name, device, elder } in MODES {
                page.device(device).await;
                page.eval(&format!("document.documentElement.toggleAttribute('data-elder', {elder});")).await;
                all.extend(look(&page).await.into_iter().map(|line| format!("{kind} ({path}), {name}: {line}")));
            }
        }
        assert!(all.is_empty(), "{} findings:\n{}", all.len(), all.join("\n"));
    });
}

#[test]
fn narrow() {
    nothing_found(390);
}

#[test]
fn wide() {
    nothing_found(1280);
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
