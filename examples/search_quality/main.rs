//! How well the browser's search finds what is known to be there, and what it fetches for it.
//!
//! In: folders of built sites. Out: a table in Markdown for each: of every class of queries the share of right answers at
//! the first place and among the first ten, the mean reciprocal rank of the first right one, and what a cold query costs.
//! Runs the theme's modules with node.
//!
//! ```text
//! cargo run --release --example search_quality -- [--each N] [--misses] SITE…
//! cargo run --release --example search_quality -- --browser [--pagefind] [--each N] SITE…
//! cargo run --release --example search_quality -- --pack PORTAL OUT
//! cargo run --release --example search_quality -- --rewritten SITE SITE
//! ```
//!
//! `--browser` asks the search page of whole sites in Chromium instead, on a simulated slow network and by the keyboard;
//! `--pagefind` installs Pagefind from npm in a temporary folder and asks it the same on the same pages. `--pack` makes the pack of a pulled portal alone, without its pages. `--rewritten` compares two packs: how much of the second a
//! browser or a host that has the first must fetch.

mod browsers;
mod edits;
mod gold;
mod packs;

use anyhow::{Context, bail};
use gold::Question;
use mingjing::search::Filters;
use mingjing::search::pack::reader::{Folder, Reader};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What node says of one query.
#[derive(Debug, Deserialize)]
struct Reply {
    tab: String,
    hrefs: Vec<String>,
    bytes: u64,
    /// The same by folder of the pack.
    folders: BTreeMap<String, u64>,
    requests: u64,
    rounds: u64,
    ms: f64,
}

fn main() -> anyhow::Result<()> {
    let mut each = 100;
    let mut misses = false;
    let (mut in_browser, mut with_pagefind) = (false, false);
    let mut sites = Vec::new();
    let mut arguments = std::env::args().skip(1);
    let folder =
        |what| Ok::<_, anyhow::Error>(PathBuf::from(std::env::args().nth(what).context("a folder is missing")?));
    match std::env::args().nth(1).as_deref() {
        Some("--pack") => return packs::build(&folder(2)?, &folder(3)?, None),
        Some("--rewritten") => {
            println!("{:.2} % rewritten", 100.0 * packs::rewritten(&folder(2)?, &folder(3)?)?);
            return Ok(());
        }
        _ => {}
    }
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--each" => each = arguments.next().context("--each needs a number")?.parse()?,
            "--misses" => misses = true,
            "--browser" => in_browser = true,
            "--pagefind" => with_pagefind = true,
            site => sites.push(PathBuf::from(site)),
        }
    }
    if sites.is_empty() {
        bail!("name the folder of at least one built site");
    }
    for site in sites {
        let reader = Reader::open(Folder(site.clone()))?;
        let merchants = gold::merchants(&reader)?;
        let questions = gold::questions(&merchants, &gold::prose(&reader)?, each);
        println!("\n{} merchants\n", merchants.len());
        if in_browser {
            browsers::compare(&site, &questions, with_pagefind)?;
            continue;
        }
        let replies = ask(&site, &questions)?;
        print(&questions, &replies);
        println!("\nfirst ten as in the program: {:.3}", agreement(&reader, &questions, &replies)?);
        if misses {
            for (question, reply) in
                questions.iter().zip(&replies).filter(|(question, reply)| recall(question, reply, 10) < 1.0)
            {
                println!(
                    "{}: {} {:?} gives {:?}",
                    question.class,
                    question.query,
                    question.right.first(),
                    reply.hrefs.first()
                );
            }
        }
    }
    Ok(())
}

fn ask(site: &Path, questions: &[Question]) -> anyhow::Result<Vec<Reply>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node")
        .arg("--experimental-default-type=module")
        .arg("--no-warnings")
        .arg(here.join("examples/search_quality/ask.mjs"))
        .arg(here.join("themes/default/static/js/search"))
        .arg(std::path::absolute(site)?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start node")?;
    let mut input = node.stdin.take().context("node has no input")?;
    let lines: String = questions.iter().map(|question| format!("{}\n", question.query)).collect();
    // Node reads all of it before it says anything.
    input.write_all(lines.as_bytes())?;
    drop(input);
    let output = node.wait_with_output()?;
    if !output.status.success() {
        bail!("node failed");
    }
    let replies: Vec<Reply> =
        String::from_utf8(output.stdout)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if replies.len() != questions.len() {
        bail!("{} replies to {} queries", replies.len(), questions.len());
    }
    Ok(replies)
}

/// Share of the right answers among the first `most`, of as many as there is room for.
fn recall(question: &Question, reply: &Reply, most: usize) -> f64 {
    let found = reply.hrefs.iter().take(most).filter(|href| question.right.contains(href)).count();
    found as f64 / question.right.len().min(most).max(1) as f64
}

fn print(questions: &[Question], replies: &[Reply]) {
    let mut order = Vec::new();
    let mut classes: BTreeMap<&str, Vec<(&Question, &Reply)>> = BTreeMap::new();
    for (question, reply) in questions.iter().zip(replies) {
        if !order.contains(&question.class) {
            order.push(question.class);
        }
        classes.entry(question.class).or_default().push((question, reply));
    }
    println!(
        "| queries | number | recall@1 | recall@10 | MRR | KB median | KB p95 | KB most | requests median | most | rounds median | most | search t p d x KB | ms p95 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for class in order {
        let asked = &classes[class];
        let mean = |value: &dyn Fn(&Question, &Reply) -> f64| {
            asked.iter().map(|(question, reply)| value(question, reply)).sum::<f64>() / asked.len() as f64
        };
        let rank = |question: &Question, reply: &Reply| {
            let place = reply.hrefs.iter().position(|href| question.right.contains(href));
            place.map_or(0.0, |place| 1.0 / (place + 1) as f64)
        };
        let sorted = |value: &dyn Fn(&Reply) -> f64| {
            let mut values: Vec<f64> = asked.iter().map(|(_, reply)| value(reply)).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let (bytes, requests) = (sorted(&|reply| reply.bytes as f64 / 1000.0), sorted(&|reply| reply.requests as f64));
        let (rounds, ms) = (sorted(&|reply| reply.rounds as f64), sorted(&|reply| reply.ms));
        let kb = |folder: &str| {
            let sum: u64 = asked.iter().filter_map(|(_, reply)| reply.folders.get(folder)).sum();
            format!("{:.1}", sum as f64 / asked.len() as f64 / 1000.0)
        };
        let parts = ["search", "t", "p", "d", "x"].map(kb).join(" ");
        let at = |values: &[f64], share: usize| values[(values.len() - 1) * share / 100];
        println!(
            "| {class} | {} | {:.3} | {:.3} | {:.3} | {:.1} | {:.1} | {:.1} | {} | {} | {} | {} | {parts} | {:.1} |",
            asked.len(),
            mean(&|question, reply| recall(question, reply, 1)),
            mean(&|question, reply| recall(question, reply, 10)),
            mean(&rank),
            at(&bytes, 50),
            at(&bytes, 95),
            at(&bytes, 100),
            at(&requests, 50),
            at(&requests, 100),
            at(&rounds, 50),
            at(&rounds, 100),
            at(&ms, 95),
        );
    }
}

/// Share of the browser's first ten answers that the program gives among its own, over a part of the questions.
fn agreement(reader: &Reader<Folder>, questions: &[Question], replies: &[Reply]) -> anyhow::Result<f64> {
    let (mut same, mut all) = (0, 0);
    for (question, reply) in questions.iter().zip(replies).step_by(7) {
        let answers = reader.answer(&question.query, &Filters::default(), 10)?;
        let theirs: Vec<&str> = answers
            .iter()
            .filter(|answers| answers.tab.key() == reply.tab)
            .flat_map(|answers| answers.first.iter().map(|answer| answer.entry.href.as_str()))
            .collect();
        all += reply.hrefs.len().max(theirs.len());
        same += reply.hrefs.iter().filter(|href| theirs.contains(&href.as_str())).count();
    }
    Ok(same as f64 / all.max(1) as f64)
}
