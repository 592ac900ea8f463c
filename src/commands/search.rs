//! `mingjing search`.

use super::answer::answer;
use crate::cli::{Common, Search};
use crate::config::Settings;
use crate::exit::Exit;
use crate::pages::content::Drafts;
use crate::{pipeline, search};
use serde_json::json;
use std::fmt::Write;

pub fn run(common: &Common, asked: &Search) -> anyhow::Result<Exit> {
    let Search { query, limit, pack, kind, district, industry, year } = asked.clone();
    let filters = search::Filters { kind, district, industry, year };
    let search::Found { totals: [merchants, records, articles], hits } = match pack {
        Some(dir) => search::search_pack(&dir, &query, &filters, limit)?,
        None => {
            let settings = Settings::load(&common.root)?;
            search::search(&pipeline::index_dir(&settings, Drafts::LeftOut), &query, &filters, limit)?
        }
    };
    let mut words = String::new();
    for hit in &hits {
        writeln!(words, "{:9} {:7} {}  {}", hit.tab.key(), hit.class.key(), hit.title, hit.href)?;
    }
    if hits.is_empty() {
        writeln!(words, "nothing found for `{query}`")?;
    } else {
        writeln!(words, "in all: {merchants} merchants, {records} records, {articles} articles")?;
    }
    let hits: Vec<_> = hits
        .iter()
        .map(|hit| json!({ "tab": hit.tab.key(), "class": hit.class.key(), "title": hit.title, "href": hit.href }))
        .collect();
    let exit = Exit::Done;
    let totals = json!({ "merchants": merchants, "records": records, "articles": articles });
    let report = json!({ "command": "search", "exit": exit.code(), "query": query, "totals": totals, "hits": hits });
    answer(common, &report, &words)?;
    Ok(exit)
}
