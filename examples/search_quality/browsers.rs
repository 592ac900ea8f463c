//! The search page in Chromium: how long a first answer takes on a slow network, what each key costs; and the same queries
//! asked of Pagefind on the same pages.
//!
//! In: a built site and queries with known answers. Out: tables in Markdown. Pagefind comes from npm into a temporary folder.

use crate::gold::Question;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What `browser.mjs` says.
#[derive(Debug, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase")]
enum Line {
    Ours(Reply),
    /// The same from a host that compresses texts.
    Packed(Reply),
    Pagefind(Reply),
    Key(Key),
}

/// The first answer to a query, from an empty cache.
#[derive(Debug, Deserialize)]
struct Reply {
    /// Which question.
    at: usize,
    /// Until ten answers are shown: from the navigation for the search page, from the import of its script for Pagefind.
    ms: f64,
    hrefs: Vec<String>,
    requests: u64,
    bytes: u64,
}

/// One more key: what it fetches at first, and the milliseconds of script once all is at hand.
#[derive(Debug, Deserialize)]
struct Key {
    bytes: u64,
    requests: u64,
    script: f64,
}

/// Asks a site's search page, and Pagefind too where it is to be compared; prints what both found and cost.
pub fn compare(site: &Path, questions: &[Question], with_pagefind: bool) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("pagefind");
    if with_pagefind {
        index_with_pagefind(site, folder.path(), &index)?;
    }
    let lines = ask(site, questions, with_pagefind.then_some(index.as_path()))?;
    println!("\n| searcher | queries | recall@10 | slow 4G ms median | p95 | KB median | p95 | requests median |");
    println!("|---|---|---|---|---|---|---|---|");
    let pick = |wanted: fn(&Line) -> Option<&Reply>| lines.iter().filter_map(wanted).collect::<Vec<_>>();
    row("search page", questions, &pick(|line| if let Line::Ours(reply) = line { Some(reply) } else { None }));
    let packed = pick(|line| if let Line::Packed(reply) = line { Some(reply) } else { None });
    row("search page, texts compressed", questions, &packed);
    row("Pagefind", questions, &pick(|line| if let Line::Pagefind(reply) = line { Some(reply) } else { None }));
    let keys: Vec<&Key> =
        lines.iter().filter_map(|line| if let Line::Key(key) = line { Some(key) } else { None }).collect();
    let bytes = sorted(keys.iter().map(|key| key.bytes as f64 / 1000.0));
    let requests = sorted(keys.iter().map(|key| key.requests as f64));
    let script = sorted(keys.iter().map(|key| key.script));
    println!(
        "\n{} keys: {:.1} KB median, {:.1} p95, {} requests median; script with a warm cache {:.1} ms median, {:.1} p95",
        keys.len(),
        at(&bytes, 50),
        at(&bytes, 95),
        at(&requests, 50),
        at(&script, 50),
        at(&script, 95),
    );
    Ok(())
}

/// Both by class, and over all.
fn row(searcher: &str, questions: &[Question], replies: &[&Reply]) {
    let mut classes: BTreeMap<&str, Vec<&Reply>> = BTreeMap::new();
    for reply in replies {
        classes.entry(questions[reply.at].class).or_default().push(reply);
        classes.entry("all").or_default().push(reply);
    }
    for (class, replies) in classes {
        let recall = replies.iter().map(|reply| recall(&questions[reply.at], reply)).sum::<f64>();
        let ms = sorted(replies.iter().map(|reply| reply.ms));
        let bytes = sorted(replies.iter().map(|reply| reply.bytes as f64 / 1000.0));
        let requests = sorted(replies.iter().map(|reply| reply.requests as f64));
        println!(
            "| {searcher}: {class} | {} | {:.3} | {:.0} | {:.0} | {:.1} | {:.1} | {} |",
            replies.len(),
            recall / replies.len() as f64,
            at(&ms, 50),
            at(&ms, 95),
            at(&bytes, 50),
            at(&bytes, 95),
            at(&requests, 50),
        );
    }
}

fn recall(question: &Question, reply: &Reply) -> f64 {
    let found = reply.hrefs.iter().filter(|href| question.right.contains(href)).count();
    found as f64 / question.right.len().clamp(1, 10) as f64
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn at(values: &[f64], share: usize) -> f64 {
    values.get(values.len().saturating_sub(1) * share / 100).copied().unwrap_or(0.0)
}

fn ask(site: &Path, questions: &[Question], pagefind: Option<&Path>) -> Result<Vec<Line>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/search_quality/browser.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .arg(std::path::absolute(site)?)
        .args(pagefind)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start node")?;
    let mut input = node.stdin.take().context("node has no input")?;
    for question in questions {
        writeln!(input, "{}", json!({ "query": question.query, "right": question.right }))?;
    }
    drop(input);
    let output = node.wait_with_output()?;
    if !output.status.success() {
        bail!("node failed");
    }
    Ok(String::from_utf8(output.stdout)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// Has Pagefind index a copy of nothing but the site's pages, and says what that takes.
fn index_with_pagefind(site: &Path, folder: &Path, index: &Path) -> Result<()> {
    let npm = Command::new("npm")
        .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
        .arg(folder)
        .arg("pagefind")
        .status()
        .context("cannot start npm")?;
    if !npm.success() {
        bail!("npm cannot install Pagefind");
    }
    let begun = Instant::now();
    let made = Command::new(folder.join("node_modules/.bin/pagefind"))
        .args([Path::new("--quiet"), Path::new("--site"), site, Path::new("--output-path"), index])
        .status()
        .context("cannot start Pagefind")?;
    if !made.success() {
        bail!("Pagefind cannot index `{}`", site.display());
    }
    let seconds = begun.elapsed().as_secs_f64();
    let (files, bytes) = size(index)?;
    println!("\nPagefind: {files} files, {:.1} MB, {seconds:.1} s", bytes as f64 / 1e6);
    Ok(())
}

fn size(folder: &Path) -> Result<(usize, u64)> {
    let mut sum = (0, 0);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (files, bytes) =
            if entry.file_type()?.is_dir() { size(&entry.path())? } else { (1, entry.metadata()?.len()) };
        sum = (sum.0 + files, sum.1 + bytes);
    }
    Ok(sum)
}
