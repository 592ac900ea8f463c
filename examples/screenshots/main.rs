//! Takes pictures of every kind of page of a built site, for people to look at.
//!
//! ```text
//! cargo run && cargo run --example screenshots
//! ```
//!
//! Each page at 390 and 1280 pixels, in the light, the dark and large text, and on A4 as a PDF with its sheets, into
//! `target/screenshots/`, named by kind, width and mode. `--readme` takes the two of the README into `docs/images/`
//! instead. Needs Chromium and chromedriver, as the browser tests do, whose support it shares.

#[expect(dead_code, reason = "the tests ask more of it")]
#[path = "../../tests/support/chromium.rs"]
mod chromium;
#[expect(dead_code, reason = "the tests ask more of it")]
#[path = "../../tests/support/server.rs"]
mod server;
#[expect(dead_code, reason = "the tests ask more of it")]
#[path = "../../tests/support/site.rs"]
mod site;

use anyhow::{Context, Result, ensure};
use chromium::{Page, browse};
use clap::Parser;
use site::Site;
use std::fs;
use std::path::{Path, PathBuf};

const WIDTHS: [u32; 2] = [390, 1280];
/// Nobody looks further down a picture than this, in pixels.
const LONGEST: u64 = 4000;
/// A query of which the sample portal has many answers.
const QUERY: &str = "search/?q=健身";
/// The README's pictures: kind, width and height.
const README: [(&str, u32, u64); 2] = [("home", 1280, 900), ("merchant", 390, 844)];

#[derive(Debug, Parser)]
#[command(about = "Takes pictures of every kind of page")]
struct Arguments {
    /// A site that a build made
    #[arg(long, default_value = "site")]
    site: PathBuf,
    /// Folder for the pictures
    #[arg(long, default_value = "target/screenshots")]
    out: PathBuf,
    /// Only these kinds, separated by commas
    #[arg(long, value_delimiter = ',')]
    kinds: Vec<String>,
    /// Take the README's pictures into docs/images
    #[arg(long)]
    readme: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    ensure!(
        arguments.site.join("index.html").is_file(),
        "no site in `{}`\n  hint: `cargo run` builds it",
        arguments.site.display()
    );
    let out = if arguments.readme { PathBuf::from("docs/images") } else { arguments.out };
    fs::create_dir_all(&out).with_context(|| format!("cannot make `{}`", out.display()))?;
    let site = Site::serve(arguments.site);
    let (readme, kinds) = (arguments.readme, arguments.kinds);
    browse(move |page| async move {
        if readme {
            take_readme(&page, &site, &out).await;
            return;
        }
        for (kind, path) in pages(&site) {
            if kinds.is_empty() || kinds.iter().any(|wanted| wanted == kind) {
                page.open(&site.url(&path)).await;
                settle(&page, kind).await;
                take(&page, kind, &out).await;
            }
        }
    });
    Ok(())
}

/// Every kind of page, and the answers to a query.
fn pages(site: &Site) -> Vec<(&'static str, String)> {
    let mut pages = site.kinds();
    pages.push(("results", QUERY.to_owned()));
    pages.push(("merchants", "merchants/".to_owned()));
    pages
}

/// Waits for what a page fetches after it is there.
async fn settle(page: &Page, kind: &str) {
    if kind == "results" {
        page.find("#results[aria-busy=false] li a").await;
    }
}

async fn take(page: &Page, kind: &str, out: &Path) {
    for width in WIDTHS {
        for mode in ["light", "dark", "elder"] {
            page.shown_on("screen", if mode == "dark" { "dark" } else { "light" }).await;
            page.eval(&format!("document.documentElement.toggleAttribute('data-elder', {});", mode == "elder")).await;
            let name = format!("{}-{width}-{mode}.png", kind.replace(' ', "-"));
            write(&out.join(name), &page.picture(width, LONGEST).await);
        }
    }
    page.eval("document.documentElement.removeAttribute('data-elder');").await;
    // A screen asked for would be printed as one.
    page.shown_on("", "light").await;
    write(&out.join(format!("{}-a4.pdf", kind.replace(' ', "-"))), &page.paper().await);
}

async fn take_readme(page: &Page, site: &Site, out: &Path) {
    for (kind, width, height) in README {
        let path = site.kinds().into_iter().find(|(name, _)| *name == kind).expect("a kind of page").1;
        page.open(&site.url(&path)).await;
        write(&out.join(format!("{kind}.png")), &page.picture(width, height).await);
    }
}

fn write(path: &Path, picture: &[u8]) {
    fs::write(path, picture).unwrap_or_else(|error| panic!("cannot write `{}`: {error}", path.display()));
    println!("{}", path.display());
}
