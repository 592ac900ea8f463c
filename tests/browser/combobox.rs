//! The search box as a combobox: by real keys, with an input method, for whoever listens, without barriers.

use crate::accessibility::{MODES, findings};
use crate::chromium::{Page, browse};
use crate::keyboard::tab_to;
use crate::search::{FIRST, INPUT, answered, search, titles};
use crate::site::Site;
use fantoccini::key::Key;
use serde_json::{Value, json};

/// The place of the answer that the box names as active, -1 for none; it must be the one that is marked and in sight.
const ACTIVE: &str = "const box = document.querySelector('#q'), id = box.getAttribute('aria-activedescendant'); \
    if (document.activeElement !== box) return 'the focus has left the box'; \
    const marked = [...document.querySelectorAll('#results [role=gridcell][aria-selected=true]')]; \
    if (!id) return marked.length ? 'marked, but not active' : -1; \
    const grid = document.getElementById(box.getAttribute('aria-controls')); \
    const at = [...grid.querySelectorAll('[role=row] > [role=gridcell]')].findIndex(cell => cell.id === id); \
    const place = grid.querySelector('#' + id).getBoundingClientRect(); \
    if (marked.length !== 1 || marked[0].id !== id) return 'active, but not marked'; \
    return place.top >= -1 && place.bottom <= innerHeight + 1 && getComputedStyle(marked[0]).outlineStyle !== 'none' ? at : 'not to be seen';";

async fn attribute(page: &Page, name: &str) -> Value {
    page.eval(&format!("return document.querySelector('#q').getAttribute('{name}');")).await
}

#[test]
fn arrow_keys_go_through_the_answers_and_enter_opens_one() {
    browse(|page| async move {
        page.open(&Site::sample().url("search/")).await;
        page.wait("document.querySelector('#q').getAttribute('role') === 'combobox'").await;
        for (name, value) in [("aria-expanded", "false"), ("aria-autocomplete", "list"), ("aria-haspopup", "grid")] {
            assert_eq!(attribute(&page, name).await, value, "{name}");
        }
        assert_eq!(attribute(&page, "aria-controls").await, Value::Null);
        search(&page, "健身").await;
        assert_eq!(attribute(&page, "aria-expanded").await, "true");
        let last = titles(&page).await.len() - 1;
        assert!(last > 2);
        // The answers and the text are a ring.
        let steps = [
            (Key::Down, 0),
            (Key::Down, 1),
            (Key::Up, 0),
            (Key::Up, -1),
            (Key::Up, last as i64),
            (Key::Down, -1),
            (Key::Down, 0),
            (Key::End, last as i64),
            (Key::Home, 0),
            (Key::Escape, -1),
            (Key::Down, 0),
            (Key::Left, -1),
        ];
        for (at, (key, place)) in steps.into_iter().enumerate() {
            page.press(key).await;
            assert_eq!(page.eval(ACTIVE).await, place, "step {at}");
        }
        // Without an active answer Enter searches, and Home and End are of the text.
        page.press(Key::Home).await;
        assert_eq!(page.eval("return document.querySelector('#q').selectionStart;").await, 0);
        page.press(Key::Enter).await;
        answered(&page, "健身").await;
        assert_eq!(page.eval("return document.body.className;").await, "k-search");
        let second = titles(&page).await[1].clone();
        page.press(Key::Down).await;
        page.press(Key::Down).await;
        page.press(Key::Enter).await;
        page.wait("document.body.classList.contains('k-merchant')").await;
        assert_eq!(page.text("h1").await, second);
    });
}

#[test]
fn typing_on_leaves_the_active_answer_and_escape_clears() {
    browse(|page| async move {
        search(&page, "健身").await;
        page.press(Key::Down).await;
        assert_eq!(page.eval(ACTIVE).await, 0);
        page.type_text("服务").await;
        assert_eq!(page.eval(ACTIVE).await, -1);
        answered(&page, "健身服务").await;
        page.press(Key::Down).await;
        page.press(Key::Escape).await;
        page.wait("document.querySelector('#q').value === '健身服务'").await;
        page.press(Key::Escape).await;
        page.wait("document.activeElement.value === '' && !document.querySelector('#results a')").await;
        assert_eq!(attribute(&page, "aria-expanded").await, "false");
        assert_eq!(page.text("#search-status").await, "");
        page.press(Key::Down).await;
        assert_eq!(page.eval(ACTIVE).await, -1);
    });
}

/// Whoever's reader knows no roles, or tabs, meets links in a list, as ever.
#[test]
fn the_answers_are_links_to_tab_to() {
    browse(|page| async move {
        search(&page, "健身").await;
        let links = page
            .eval("return [...document.querySelectorAll('#results ol > li')].map(item => item.querySelector('h3 > a[href]') !== null);")
            .await;
        assert!(links.as_array().is_some_and(|links| links.len() > 1 && links.iter().all(|link| link == true)));
        tab_to(&page, "it.matches('#results li a')").await;
        let at = |place: usize| {
            format!("document.querySelectorAll('#results .result-name a')[{place}] === document.activeElement")
        };
        page.press(Key::Down).await;
        page.wait(&at(1)).await;
        page.press(Key::Up).await;
        page.wait(&at(0)).await;
        page.press(Key::Up).await;
        page.wait("document.activeElement.name === 'q'").await;
    });
}

#[test]
fn counts_are_spoken_once_the_typing_pauses() {
    browse(|page| async move {
        // However slow the machine is: the typing pauses for less than this.
        page.before_scripts("const later = window.setTimeout; window.setTimeout = (act, ms, ...given) => later(act, ms === 1000 ? 8000 : ms, ...given);").await;
        page.open(&Site::sample().url("search/")).await;
        page.click(INPUT).await;
        page.eval(
            "window.spoken = []; for (const region of document.querySelectorAll('[role=status], [aria-live]')) \
             new MutationObserver(() => window.spoken.push(region.textContent)) \
             .observe(region, { childList: true, characterData: true, subtree: true });",
        )
        .await;
        for (at, letter) in "健身服务".chars().enumerate() {
            page.type_text(&letter.to_string()).await;
            let so_far: String = "健身服务".chars().take(at + 1).collect();
            answered(&page, &so_far).await;
            // What is seen follows each key.
            assert_ne!(page.text("#search-status").await, "");
        }
        page.wait("window.spoken.length").await;
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        let seen = page.text("#search-status").await;
        assert_eq!(page.eval("return window.spoken;").await, json!([seen]));
    });
}

#[test]
fn what_an_input_method_composes_is_no_query() {
    browse(|page| async move {
        page.open(&Site::sample().url("search/")).await;
        page.click(INPUT).await;
        page.requests().await;
        // A letter typed before the composing begins waits for it, too.
        page.type_text("a").await;
        page.compose(&["j", "jian", "jian'shen"], "健身").await;
        answered(&page, "a健身").await;
        let asked = page.requests().await;
        assert!(asked.iter().any(|url| url.contains("/search/meta.bin")), "{asked:?}");
        page.eval("window.asked = []; const fetched = fetch; window.fetch = function (...given) { window.asked.push(String(given[0])); return fetched.apply(this, given); };").await;
        page.composing("mei'rong").await;
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        // Keys choose among characters then, and the answers stay.
        page.press(Key::Down).await;
        page.press(Key::Escape).await;
        assert!(
            page.eval("return document.querySelector('#q').value;")
                .await
                .as_str()
                .is_some_and(|text| text.starts_with("a健身"))
        );
        assert_eq!(attribute(&page, "aria-activedescendant").await, Value::Null);
        assert_eq!(page.eval("return window.asked;").await, json!([]));
        assert_eq!(page.eval("return new URLSearchParams(location.search).get('q');").await, "a健身");
        page.compose(&[], "美容").await;
        answered(&page, "a健身美容").await;
        // What was begun and given up changes nothing.
        page.eval("document.querySelector('#q').value = '';").await;
        page.compose(&["j"], "健身").await;
        answered(&page, "健身").await;
        page.composing("mei").await;
        page.composing("").await;
        page.find("#results[aria-busy=false] li a").await;
        assert!(page.text(FIRST).await.contains("健身"));
    });
}

#[test]
fn answers_have_no_barriers_in_any_mode() {
    browse(|page| async move {
        for width in [390, 1280] {
            page.phone(width).await;
            for query in ["健身", "囍囍囍囍囍", "shilijianshen"] {
                search(&page, query).await;
                page.press(Key::Down).await;
                for mode in MODES {
                    page.device(mode.device).await;
                    page.eval(&format!("document.documentElement.toggleAttribute('data-elder', {});", mode.elder))
                        .await;
                    assert_eq!(findings(&page).await, Vec::<String>::new(), "{query}, {width} px, {}", mode.name);
                }
                page.device(&[]).await;
            }
        }
    });
}
