//! Lighthouse on the pages most read of a built site, as a phone sees them; prints the table of `docs/quality.md`.
//!
//! ```text
//! cargo run && cargo run --example lighthouse
//! ```
//!
//! Needs Chromium, Node.js and npm; the first run installs Lighthouse, by version, below `target/`. Ends with 1 when a
//! score is below 100 and says what it lacks.

#[expect(dead_code, reason = "the tests ask more of it")]
#[path = "../../tests/support/server.rs"]
mod server;
#[expect(dead_code, reason = "the tests ask more of it")]
#[path = "../../tests/support/site.rs"]
mod site;

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use serde_json::Value;
use site::Site;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "lighthouse@12.8.2";
/// In the order in which they are printed.
const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];
/// Kinds of pages that are measured, beside the answers to a query.
const KINDS: [&str; 4] = ["home", "merchant", "list", "article"];
const QUERY: &str = "search/?q=%E5%81%A5%E8%BA%AB";

#[derive(Debug, Parser)]
#[command(about = "Measures the pages most read with Lighthouse")]
struct Arguments {
    /// A site that a build made
    #[arg(long, default_value = "site")]
    site: PathBuf,
    /// Where Lighthouse is installed
    #[arg(long, default_value = "target/lighthouse")]
    tools: PathBuf,
    /// The browser
    #[arg(long, default_value = "/usr/bin/chromium")]
    chromium: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let place = arguments.site.display();
    ensure!(arguments.site.join("index.html").is_file(), "no site in `{place}`\n  hint: `cargo run` builds it");
    install(&arguments.tools)?;
    let site = Site::serve(arguments.site.clone());
    let pages = site.kinds().into_iter().filter(|(kind, _)| KINDS.contains(kind));
    let mut lacking = Vec::new();
    println!("| page | performance | accessibility | best practices | SEO | largest paint | shift |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for (kind, path) in pages.chain([("search with results", QUERY.to_owned())]) {
        let report = measure(&arguments, &site.url(&path))?;
        let scores =
            CATEGORIES.map(|name| (report["categories"][name]["score"].as_f64().unwrap_or(0.0) * 100.0).round());
        let shown = |audit: &str| report["audits"][audit]["displayValue"].as_str().unwrap_or("–").to_owned();
        let [one, two, three, four] = scores;
        let (paint, shift) = (shown("largest-contentful-paint"), shown("cumulative-layout-shift"));
        println!("| {kind} | {one} | {two} | {three} | {four} | {paint} | {shift} |");
        if scores.iter().any(|score| *score < 100.0) {
            lacking.extend(lacks(&report).into_iter().map(|line| format!("{kind}: {line}")));
        }
    }
    ensure!(lacking.is_empty(), "below 100:\n{}", lacking.join("\n"));
    Ok(())
}

fn install(tools: &Path) -> Result<()> {
    if tools.join("node_modules/.bin/lighthouse").exists() {
        return Ok(());
    }
    std::fs::create_dir_all(tools).with_context(|| format!("cannot make `{}`", tools.display()))?;
    let npm = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", VERSION, "--prefix"];
    let status = Command::new("npm").args(npm).arg(tools).status().context("cannot start `npm`")?;
    ensure!(status.success(), "npm could not install `{VERSION}`");
    Ok(())
}

/// Lighthouse's report of an address, by its mobile profile.
fn measure(arguments: &Arguments, url: &str) -> Result<Value> {
    // Between two pages Chromium keeps the first on the screen for up to two seconds (paint holding). Lighthouse comes from
    // an empty one, so that this would be told as the page's own, on a fast machine in some runs and on a slow one in most.
    let flags = "--chrome-flags=--headless=new --no-sandbox --disable-features=PaintHolding";
    let output = Command::new(arguments.tools.join("node_modules/.bin/lighthouse"))
        .args([url, "--quiet", "--output=json", flags])
        .env("CHROME_PATH", &arguments.chromium)
        .output()
        .context("cannot start Lighthouse")?;
    if !output.status.success() {
        bail!("Lighthouse failed on `{url}`:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("no report of `{url}`"))
}

/// The audits that count and are not fulfilled.
fn lacks(report: &Value) -> Vec<String> {
    let audits = CATEGORIES.iter().filter_map(|name| report["categories"][*name]["auditRefs"].as_array()).flatten();
    let counted = audits.filter(|audit| audit["weight"].as_f64() > Some(0.0)).filter_map(|audit| audit["id"].as_str());
    let low = counted.filter(|id| report["audits"][*id]["score"].as_f64().is_some_and(|score| score < 1.0));
    low.map(|id| {
        let audit = &report["audits"][id];
        format!(
            "{id}: {} {}",
            audit["displayValue"].as_str().unwrap_or_default(),
            audit["details"]["items"][0]["node"]["snippet"]
        )
    })
    .collect()
}
