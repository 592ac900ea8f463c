//! `mingjing search`.

use super::answer::answer;
use crate::cli::{Common, Search};
use crate::config::Settings;
use crate::exit::{Exit, UsageError};
use crate::pages::content::Drafts;
use crate::records::{Kind, place};
use crate::{pipeline, search};
use serde_json::json;
use std::fmt::Write;

/// Refuses filters that can never let anything through.
fn known(asked: &Search) -> Result<(), UsageError> {
    let refuse = |flag: &str, value: &str, known: Vec<&str>| {
        let known = known.join("`, `");
        Err(UsageError(format!("`--{flag} {value}` is not known\n  hint: like `{known}`")))
    };
    if let Some(kind) = asked.kind.as_deref().filter(|kind| kind.parse::<Kind>().is_err()) {
        return refuse("kind", kind, Kind::all().map(Kind::key).collect());
    }
    let is_division = |code: &str| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(district) = asked.district.as_deref().filter(|code| !is_division(code)) {
        return refuse("district", district, vec!["210302"]);
    }
    let mut industries = place::INDUSTRIES.iter().map(|industry| industry.key);
    if let Some(industry) = asked.industry.as_deref().filter(|key| !industries.any(|known| known == *key)) {
        return refuse("industry", industry, place::INDUSTRIES.iter().map(|industry| industry.key).collect());
    }
    if asked.limit == 0 {
        return Err(UsageError("`--limit 0` asks for nothing\n  hint: write 1 or more".to_owned()));
    }
    Ok(())
}

pub fn run(common: &Common, asked: &Search) -> anyhow::Result<Exit> {
    let Search { query, limit, pack, kind, district, industry, year } = asked.clone();
    known(asked)?;
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
