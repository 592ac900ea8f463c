//! `mingjing search`.

use super::{Exit, answer};
use crate::cli::Common;
use crate::config::Settings;
use crate::pages::content::Drafts;
use crate::{pipeline, search};
use serde_json::json;
use std::fmt::Write;

pub fn run(common: &Common, query: &str, limit: usize) -> anyhow::Result<Exit> {
    let settings = Settings::load(&common.root)?;
    let hits = search::search(&pipeline::index_dir(&settings, Drafts::LeftOut), query, limit)?;
    let mut words = String::new();
    for hit in &hits {
        writeln!(words, "{:9} {:7} {}  {}", hit.tab.key(), hit.class.key(), hit.title, hit.href)?;
    }
    if hits.is_empty() {
        writeln!(words, "nothing found for `{query}`")?;
    }
    let hits: Vec<_> = hits
        .iter()
        .map(|hit| json!({ "tab": hit.tab.key(), "class": hit.class.key(), "title": hit.title, "href": hit.href }))
        .collect();
    let exit = Exit::Done;
    answer(common, &json!({ "command": "search", "exit": exit.code(), "query": query, "hits": hits }), &words)?;
    Ok(exit)
}
