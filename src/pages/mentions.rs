//! What is on record of those that an article mentions, as it is on the day.
//!
//! In: `<record:ID>` and `<merchant:CODE>` of the article's source. Out: the facts that may be shown, each with its last
//! day, so that a page seen later hides it; nothing at all for what has left. One that never was is a mistake.

use super::content::{Article, ContentError, Mistake};
use super::escape;
use super::facts::View;
use super::gone;
use super::markdown::{self, Mention, Surroundings};
use super::model::Model;
use super::urls;
use crate::merchants::{Merchant, MerchantKey};
use crate::pictures::Picture;
use crate::records::{Field, Kind};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// Facts of a merchant that an article shows; the merchant's page has the others.
const FACTS: usize = 5;

/// A page of prose that stands one folder below the site's root.
pub struct Around<'a> {
    pub view: View<'a>,
    /// The file of prose.
    pub path: &'a Path,
    /// The page it becomes.
    pub page: &'a str,
}

impl Surroundings for Around<'_> {
    fn picture(&self, target: &str) -> Option<Arc<Picture>> {
        self.view.model.content.gallery.find(self.path, target)
    }

    fn mention(&self, mention: &Mention) -> String {
        match mention {
            Mention::Record(id) => position_of(self.view.model, id).and_then(|at| self.view.mentioned_fact(at)),
            Mention::Merchant(code) => {
                merchant_of(self.view.model, code).and_then(|merchant| self.view.mentioned_merchant(merchant))
            }
        }
        .unwrap_or_default()
    }

    fn is_gone(&self, target: &str) -> bool {
        gone::is_gone(&self.view.model.content, self.page, target)
    }
}

impl View<'_> {
    /// A fact as an item of a list; none when it is not shown.
    fn mentioned_fact(self, position: usize) -> Option<String> {
        let judgement = &self.model.judgements[position];
        if !judgement.state.is_public() {
            return None;
        }
        let fact = self.fact(position);
        let mut html = item(fact.tone, fact.until.as_deref());
        let mut push = |before: &str, text: &str, after: &str| {
            html.push_str(before);
            escape::push(&mut html, text);
            html.push_str(after);
        };
        push("<p class=\"chip\">", &fact.kind_label, "</p>");
        push("<p>", &fact.sentence, "</p>");
        for remark in [fact.objection, fact.correction, fact.remark].iter().flatten() {
            push("<p class=\"remark\">", remark, "</p>");
        }
        for chip in self.chips_beside(position) {
            let until = chip.until.map(|day| format!(" data-until=\"{day}\"")).unwrap_or_default();
            let said = self.words.pair(self.words.get("value.since"), &chip.label);
            push(&format!("<p class=\"remark\"{until}>"), &said, "</p>");
        }
        push("<p class=\"meta\"><a href=\"../", &fact.href, "\">");
        push("", &self.heading(position), "</a>");
        push("<span>", &fact.agency, "</span>");
        if let Some(date) = &fact.date {
            push("<time>", date, "</time>");
        }
        html.push_str("</p></li>\n");
        Some(html)
    }

    /// A merchant with what is on record of it, gone with the last of its facts; none when nothing is on record.
    fn mentioned_merchant(self, merchant: &Merchant) -> Option<String> {
        let is_fact = |position: &&usize| self.model.judgements[**position].shown_as != Kind::Merchant;
        let positions: Vec<usize> = merchant.records.iter().filter(is_fact).take(FACTS).copied().collect();
        let facts: Vec<String> = positions.iter().filter_map(|position| self.mentioned_fact(*position)).collect();
        if facts.is_empty() {
            return None;
        }
        let ends: Option<Vec<_>> = positions.iter().map(|position| self.model.judgements[*position].until).collect();
        let until = ends.and_then(|ends| ends.into_iter().max()).map(|date| date.to_string());
        let mut html = item("neutral", until.as_deref());
        write!(html, "<p><a href=\"../{}\">", urls::merchant(&merchant.key)).expect("writing to a string");
        escape::push(&mut html, &merchant.name);
        html.push_str("</a></p>\n<ul class=\"facts\">\n");
        html.extend(facts);
        html.push_str("</ul></li>\n");
        Some(html)
    }
}

fn item(tone: &str, until: Option<&str>) -> String {
    let until = until.map(|day| format!(" data-until=\"{day}\"")).unwrap_or_default();
    format!("<li class=\"fact tone-{tone}\"{until}>")
}

/// The record of an id, public or not.
pub(super) fn position_of(model: &Model, id: &str) -> Option<usize> {
    model.entries.binary_search_by(|entry| entry.record.id.as_str().cmp(id)).ok()
}

/// The merchant of a code, or the one that it became.
pub(super) fn merchant_of<'m>(model: &'m Model, code: &str) -> Option<&'m Merchant> {
    let merchants = &model.resolution.merchants;
    match merchants.binary_search_by(|merchant| merchant.key.as_str().cmp(code)) {
        Ok(position) => Some(&merchants[position]),
        Err(_) => model.resolution.moved.get(&MerchantKey::of_code(code)).map(|position| &merchants[*position]),
    }
}

/// What a body mentions, in order.
pub(super) fn in_body(body: &str) -> Vec<Mention> {
    let found = if markdown::may_mention(body) { markdown::render(body).mentions } else { Vec::new() };
    found.into_iter().filter_map(|found| found.mention).collect()
}

/// Mentions of what the ledger has never known, in order of file and line. What it knows and may not show is none of
/// them: an article does not become wrong when a record leaves.
pub fn unknown(model: &Model) -> Vec<ContentError> {
    let mut errors = Vec::new();
    let pages = model.content.pages.iter().map(|page| (&page.path, &page.body, page.body_line));
    let articles = model.content.articles.iter();
    let articles = articles.map(|Article { path, body, body_line, .. }| (path, body, *body_line));
    for (path, body, body_line) in articles.chain(pages).filter(|(_, body, _)| markdown::may_mention(body)) {
        for found in markdown::render(body).mentions {
            let Some(mention) = found.mention.filter(|mention| !is_known(model, mention)) else { continue };
            errors.push(ContentError::at(path, body_line + found.line - 1, Mistake::Unknown { mention }));
        }
    }
    errors
}

fn is_known(model: &Model, mention: &Mention) -> bool {
    match mention {
        Mention::Record(id) => position_of(model, id).is_some(),
        Mention::Merchant(code) => {
            let of_code = |fields: &crate::records::Fields| fields.text(Field::SubjectCode) == Some(code.as_str());
            merchant_of(model, code).is_some() || model.entries.iter().any(|entry| of_code(&entry.record.fields))
        }
    }
}
