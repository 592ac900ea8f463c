//! Pictures of every kind of page, for people to look at: `cargo test --test browser pictures` leaves them in
//! `target/tmp/pictures/`, named by kind, width and mode. `cargo run --example screenshots` takes more of them.

use crate::chromium::{Page, browse};
use crate::site::Site;
use std::path::{Path, PathBuf};

/// Nobody looks further down a picture than this, in pixels.
const LONGEST: u64 = 4000;

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

async fn take(page: &Page, name: &str, width: u32, mode: &str) {
    keep(&page.picture(width, LONGEST).await, name, width, mode);
}

fn keep(picture: &[u8], name: &str, width: u32, mode: &str) {
    let size = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().expect("a PNG's head"));
    // A blank page compresses to almost nothing.
    assert!(size(16) == width && size(20) >= 844 && picture.len() > 10_000, "{name} {width} {mode}: {}", picture.len());
    let name = format!("{}-{width}-{mode}.png", name.replace(' ', "-"));
    std::fs::write(folder().join(name), picture).expect("a file can be written");
}

#[test]
fn every_kind_of_page_on_a_phone_and_a_desk() {
    browse(|page| async move {
        let site = Site::sample();
        for (kind, path) in site.kinds() {
            page.open(&site.url(&path)).await;
            for width in [390, 1280] {
                take(&page, kind, width, "light").await;
            }
        }
        page.open(&site.url("search/?q=健身")).await;
        page.find("#results[aria-busy=false] li a").await;
        for width in [390, 1280] {
            take(&page, "results", width, "light").await;
        }
    });
}

/// What stands on the screen before anybody scrolls.
#[test]
fn the_first_screen_of_the_pages_most_read() {
    browse(|page| async move {
        let site = Site::sample();
        let read = ["home", "merchant"];
        for (kind, path) in site.kinds().into_iter().filter(|(kind, _)| read.contains(kind)) {
            page.open(&site.url(&path)).await;
            for width in [390, 1280] {
                keep(&page.picture(width, 844).await, kind, width, "first");
            }
        }
    });
}

#[test]
fn the_pages_most_read_in_the_dark_in_large_text_and_on_paper() {
    browse(|page| async move {
        let site = Site::sample();
        let read = ["home", "merchant", "list", "article", "stats"];
        for (kind, path) in site.kinds().into_iter().filter(|(kind, _)| read.contains(kind)) {
            page.open(&site.url(&path)).await;
            page.shown_on("screen", "dark").await;
            take(&page, kind, 390, "dark").await;
            page.shown_on("print", "light").await;
            take(&page, kind, 1280, "print").await;
            page.shown_on("screen", "light").await;
            page.click("button.elder").await;
            take(&page, kind, 390, "elder").await;
            page.click("button.elder").await;
        }
    });
}
