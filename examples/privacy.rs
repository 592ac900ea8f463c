//! Prints how the rules of personal data do on the labelled sentences, and how fast the leak gate reads a built site.
//!
//! ```text
//! cargo run --release --example privacy [SITE]
//! ```

#[path = "../tests/support/labelled.rs"]
mod labelled;

use anyhow::Result;
use labelled::{Figures, sentences};
use mingjing::publish::Gate;
use mingjing::records::privacy::Rule;
use std::time::Instant;

fn main() -> Result<()> {
    let sentences = sentences();
    let figures = Figures::of(&sentences);
    println!(
        "{} sentences\n{:16} {:>6} {:>6} {:>8} {:>9}",
        sentences.len(),
        "rule",
        "marked",
        "found",
        "recall",
        "precision"
    );
    for rule in Rule::ALL {
        let counts = figures.rule(rule);
        let (recall, precision) = (counts.recall(), counts.precision());
        println!("{:16} {:>6} {:>6} {recall:>8.4} {precision:>9.4}", rule.key(), counts.wanted, counts.found);
    }
    print!("{}", figures.misses());
    std::env::args().nth(1).map_or(Ok(()), |site| read_site(site.as_ref()))
}

/// One thread, files read beforehand a batch at a time, so that only the gate is timed.
fn read_site(site: &std::path::Path) -> Result<()> {
    let gate = Gate::default();
    let (mut bytes, mut seconds, mut leaks, mut files) = (0, 0.0, 0, 0);
    for entry in walkdir::WalkDir::new(site) {
        let entry = entry?;
        let name = entry.path().strip_prefix(site)?.to_string_lossy().into_owned();
        if !entry.file_type().is_file() || name.starts_with(".mingjing") {
            continue;
        }
        let content = std::fs::read(entry.path())?;
        let begun = Instant::now();
        leaks += gate.scan(&name, &content)?.len();
        seconds += begun.elapsed().as_secs_f64();
        (bytes, files) = (bytes + content.len(), files + 1);
    }
    let speed = bytes as f64 / seconds / 1e6;
    println!("leak gate: {files} files, {bytes} bytes in {seconds:.2} s on one thread, {speed:.0} MB/s, {leaks} leaks");
    Ok(())
}
