//! Twenty queries of the kinds people ask, taken from the corpus itself.

use crate::portal::merchant::Merchant;
use crate::portal::{Plan, articles};
use anyhow::{Context, Result};
use std::path::Path;

/// A query and what kind of question it is.
#[derive(Debug)]
pub struct Query {
    pub class: &'static str,
    pub text: String,
}

/// The queries for a portal below `root`.
///
/// # Errors
/// A corpus too small to hold a merchant of each sort, or whose feeds cannot be read.
pub fn twenty(plan: &Plan, root: &Path) -> Result<Vec<Query>> {
    let middle = plan.merchants / 2;
    // A merchant from the middle of the corpus for which the condition holds, and not the same for every class.
    let find = |skip: u64, wanted: fn(&Merchant) -> bool| {
        (middle + skip..plan.merchants)
            .map(|index| Merchant::generate(plan, index))
            .find(wanted)
            .context("the corpus is too small for the queries")
    };
    let plain = |merchant: &Merchant| merchant.core.chars().all(|character| !character.is_ascii());
    let full = find(0, |merchant| merchant.code.starts_with("91"))?;
    let core = find(10, |merchant| merchant.core.chars().count() == 3)?;
    let run = find(20, |merchant| merchant.code.starts_with("92"))?;
    let infix = find(30, |merchant| merchant.name.chars().count() > 9)?;
    let branded = find(40, |merchant| !merchant.signs.is_empty())?;
    let in_mall = find(50, |merchant| merchant.mall.is_some())?;
    let on_road = find(60, |merchant| merchant.mall.is_none())?;
    let coded = find(70, |merchant| !merchant.code.is_empty())?;
    let latin = find(80, |merchant| merchant.core.starts_with(|first: char| first.is_ascii_alphabetic()))?;
    let wide = find(90, plain)?;
    let query = |class, text: &str| Query { class, text: text.to_owned() };
    Ok(vec![
        query("full name", &full.name),
        query("core of a name", &core.core),
        query("two characters of a name", &piece(&run.core, 0, 2)),
        query("three characters inside a name", &piece(&infix.name, 3, 3)),
        query("brand", &branded.signs[0]),
        query("mall", in_mall.mall.as_deref().unwrap_or_default()),
        query("road", &on_road.road),
        query("code", &coded.code),
        query("start of a code", &coded.code[..13]),
        query("last six of a code", &coded.code[12..]),
        query("document number", &document_number(root)?),
        query("district and brand", &format!("{} {}", branded.district.short, branded.signs[0])),
        query("word of an article", &article_word(plan)?),
        query("no such name", "囍囍囍囍囍"),
        query("very common: trade", "健身"),
        query("very common: form", "有限公司"),
        query("very common: city", "鞍山"),
        query("full width", &full_width(&wide.code)),
        query("Latin and Chinese", &latin.core),
        query("lower case", &latin.core.to_lowercase()),
    ])
}

fn piece(text: &str, skip: usize, length: usize) -> String {
    text.chars().skip(skip).take(length).collect()
}

/// A document number from the middle of the blacklist.
fn document_number(root: &Path) -> Result<String> {
    let text = std::fs::read_to_string(root.join("data/samples/scjg-blacklist.xml"))?;
    let numbers: Vec<&str> = text.split("<JDWH>").skip(1).filter_map(|rest| rest.split("</JDWH>").next()).collect();
    let number = numbers.get(numbers.len() / 2).context("the blacklist is empty")?;
    Ok((*number).to_owned())
}

/// The quoted word of an article's title.
fn article_word(plan: &Plan) -> Result<String> {
    let article = articles::article(plan.seed, plan.articles() / 2);
    let word = article.text.split(['“', '”']).nth(1).context("the article's title quotes no word")?;
    Ok(word.to_owned())
}

fn full_width(text: &str) -> String {
    let widen = |character: char| match character {
        '!'..='~' => char::from_u32(character as u32 + 0xfee0).unwrap_or(character),
        other => other,
    };
    text.chars().map(widen).collect()
}
