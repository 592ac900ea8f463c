//! A copy opened from a folder, as one comes on a USB stick: browsers run no modules from there, and the search says so.

use crate::chromium::browse;
use crate::expiry::FRAMES;
use crate::search::{FIRST, search};
use crate::site::Site;

const NOTE: &str = ".unstarted";

#[test]
fn the_search_says_that_it_cannot_run() {
    browse(|page| async move {
        let file = Site::sample().path("search/index.html").canonicalize().expect("a page");
        page.open(&format!("file://{}", file.display())).await;
        page.wait(&format!("document.querySelector('{NOTE}').checkVisibility({{ visibilityProperty: true }})")).await;
        let said = page.text(NOTE).await;
        assert!(said.contains("U 盘"), "{said}");
        assert!(page.text(".browse").await.contains("铁东区"), "what can be browsed is there");
    });
}

#[test]
fn where_it_runs_the_note_is_in_no_frame() {
    browse(|page| async move {
        page.before_scripts(&FRAMES.replace("SELECTOR", NOTE)).await;
        search(&page, "健身").await;
        page.find(FIRST).await;
        page.wait("window.frames_seen.length > 20").await;
        assert_eq!(page.eval("return Math.max(...window.frames_seen);").await, 0);
        assert_eq!(page.eval(&format!("return document.querySelectorAll('{NOTE}').length;")).await, 1);
    });
}
