//! Forced colours, as Windows' contrast themes bring them: the reader's few colours replace those of the theme, grounds
//! and shadows go. What a page says by an edge or a ring must be seen all the same. That axe-core finds nothing is held in
//! `accessibility.rs`.

use crate::chromium::{Page, browse};
use crate::search::{FIRST, search};
use crate::site::Site;
use serde_json::{Value, json};

const SCHEMES: [&str; 2] = ["light", "dark"];

async fn force(page: &Page, scheme: &str) {
    page.device(&[("forced-colors", "active"), ("prefers-color-scheme", scheme)]).await;
    assert_eq!(page.eval("return matchMedia('(forced-colors: active)').matches;").await, true);
}

/// What cannot be told from the ground, by selector and property: the colour of each is that of the canvas, or is none.
async fn unseen(page: &Page, edges: &[(&str, &str)]) -> Vec<Value> {
    let found = page
        .eval(&format!(
            "const canvas = document.createElement('i'); canvas.style.color = 'Canvas'; document.body.append(canvas); \
             const ground = getComputedStyle(canvas).color; canvas.remove(); \
             const seen = (style, side) => style[side + 'Style'] !== 'none' && parseFloat(style[side + 'Width']) >= 1 \
               && style[side + 'Color'] !== ground && !/^rgba.*, 0\\)$/.test(style[side + 'Color']); \
             return {}.filter(([selector, side]) => {{ const it = document.querySelector(selector); \
               return !it || !seen(getComputedStyle(it), side); }});",
            json!(edges)
        ))
        .await;
    found.as_array().unwrap_or_else(|| panic!("{found}")).clone()
}

#[test]
fn states_and_boxes_have_an_edge() {
    browse(|page| async move {
        let site = Site::sample();
        let merchant = site.fullest("m", "data-until");
        let pages: [(&str, &[(&str, &str)]); 6] = [
            (
                "merchants/",
                &[
                    (".main-nav [aria-current]", "borderBottom"),
                    (".letters [aria-current]", "borderBottom"),
                    (".pager [aria-current]", "outline"),
                    (".chip", "borderTop"),
                    (".band", "borderBottom"),
                ],
            ),
            ("penalties/210302/", &[(".filters [aria-current]", "borderLeft"), (".sort select", "borderTop")]),
            (
                &merchant,
                &[(".fact", "borderLeft"), (".check", "borderTop"), (".citation", "borderTop"), (".copy", "borderTop")],
            ),
            ("", &[(".search-row input", "borderTop"), (".search-row button", "borderTop")]),
            ("about/privacy.html", &[(".main-nav [aria-current]", "borderBottom")]),
            ("about/design.html", &[(".empty", "borderTop"), (".note", "borderLeft")]),
        ];
        for scheme in SCHEMES {
            for (path, edges) in pages {
                page.open(&site.url(path)).await;
                force(&page, scheme).await;
                assert_eq!(unseen(&page, edges).await, Vec::<Value>::new(), "{path}, {scheme}");
            }
        }
    });
}

#[test]
fn what_is_not_chosen_has_none() {
    browse(|page| async move {
        let site = Site::sample();
        search(&page, "健身").await;
        page.find(FIRST).await;
        for scheme in SCHEMES {
            force(&page, scheme).await;
            let (on, off) = (".tabs [aria-selected=true]", ".tabs [aria-selected=false]");
            assert_eq!(unseen(&page, &[(on, "borderBottom")]).await, Vec::<Value>::new(), "{scheme}");
            assert_eq!(unseen(&page, &[(off, "borderBottom")]).await.len(), 1, "{scheme}");
        }
        page.open(&site.url("stats/")).await;
        force(&page, "dark").await;
        let off = ".main-nav a:not([aria-current])";
        assert_eq!(unseen(&page, &[(off, "borderBottom")]).await.len(), 1);
    });
}

/// Charts are drawn, and SVG takes no forced colour by itself.
#[test]
fn charts_are_drawn_in_the_readers_colours() {
    browse(|page| async move {
        page.open(&Site::sample().url("stats/")).await;
        for scheme in SCHEMES {
            force(&page, scheme).await;
            let others = page
                .eval(
                    "const probe = document.createElement('i'); document.body.append(probe); \
                     const colour = name => { probe.style.color = name; return getComputedStyle(probe).color; }; \
                     const theirs = ['CanvasText', 'Canvas', 'LinkText', 'VisitedText'].map(colour); probe.remove(); \
                     return [...document.querySelectorAll('.chart text, .bar-1, .track, .line circle')] \
                       .map(it => `${it.getAttribute('class')} ${getComputedStyle(it).fill}`) \
                       .filter(line => !theirs.some(own => line.endsWith(own))).slice(0, 5);",
                )
                .await;
            assert_eq!(others, json!([]), "{scheme}");
        }
    });
}

/// Every stop of the Tab key on the home page and a list, wide and narrow.
#[test]
fn the_focus_ring_is_seen_at_every_stop() {
    browse(|page| async move {
        let site = Site::sample();
        for (path, width) in [("", 1280), ("merchants/", 390), ("penalties/", 1280)] {
            page.phone(width).await;
            page.open(&site.url(path)).await;
            force(&page, if width == 390 { "dark" } else { "light" }).await;
            for stop in 0..40 {
                page.press(fantoccini::key::Key::Tab).await;
                let ring = page
                    .eval(
                        "const probe = document.createElement('i'); probe.style.color = 'Canvas'; document.body.append(probe); \
                         const ground = getComputedStyle(probe).color; probe.remove(); \
                         const it = document.activeElement, style = getComputedStyle(it); \
                         return it === document.body || style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 3 \
                           && style.outlineColor !== ground ? null : it.outerHTML.slice(0, 100);",
                    )
                    .await;
                assert!(ring.is_null(), "{path}, stop {stop}: {ring}");
            }
        }
    });
}
