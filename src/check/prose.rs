//! Articles and fixed pages: front matter, and personal data in the whole file.

use super::Faults;
use super::configuration::personal_data;
use crate::clock::Date;
use crate::fs;
use crate::pages::content::{Article, ArticleFront, ArticleKind, Content, ContentError, is_unwritten};
use crate::pages::markdown::{self, FlawKind};
use crate::pictures::Picture;
use crate::records::privacy::Official;
use jiff::ToSpan;
use std::collections::BTreeSet;
use std::path::Path;

/// What of `content/` can be used; the rest is reported.
pub fn read(root: &Path, official: &Official, faults: &mut Faults) -> Content {
    let dir = root.join("content");
    let (content, errors) = Content::read(&dir);
    for error in &errors {
        match error {
            ContentError::File(error) => faults.error(&error.path, 0, &format!("{error}: {}", error.source)),
            ContentError::Text { path, line, mistake } => {
                faults.error(path, *line, &format!("{mistake}\n  hint: {}", mistake.hint()));
            }
        }
    }
    // What cannot be listed or read stands among the errors above.
    for path in fs::files_below(&dir, "md").unwrap_or_default() {
        if let Ok(text) = fs::read_to_string(&path) {
            personal_data(&path, &text, official, faults);
        }
    }
    for picture in content.gallery.pictures() {
        if let Err(error) = picture.verify() {
            faults.error(picture.file(), 0, &format!("{error}\n  hint: {}", error.hint()));
        }
    }
    unused_pictures(&dir, &content, faults);
    check_headings(&content, faults);
    if !dir.join("home.md").exists() {
        let hint = "write `content/home.md` with `title` and `slogan`";
        faults.warning(&dir.join("home.md"), 0, &format!("the home page has no words of its own\n  hint: {hint}"));
    }
    content
}

/// Names headings that those who hear a page would miss a level before.
fn check_headings(content: &Content, faults: &mut Faults) {
    let articles = content.articles.iter().map(|article| (&article.path, &article.body, article.body_line));
    let pages = content.pages.iter().map(|page| (&page.path, &page.body, page.body_line));
    let broken = content.broken.iter().map(|broken| (&broken.path, &broken.body, broken.body_line));
    for (path, body, body_line) in articles.chain(pages).chain(broken) {
        for flaw in markdown::flaws(body) {
            let FlawKind::SkipsLevel { from, to } = flaw.kind else { continue };
            let marks = |level| "#".repeat(level);
            let text = format!("a heading of level {to} follows one of level {from}");
            let hint = format!("write `{}` in place of `{}`", marks(from + 1), marks(to));
            faults.warning(path, body_line + flaw.line - 1, &format!("{text}\n  hint: {hint}"));
        }
    }
}

/// Names pictures that no article and no page shows, drafts included.
fn unused_pictures(dir: &Path, content: &Content, faults: &mut Faults) {
    let shown: BTreeSet<&Path> = content.gallery.pictures().into_iter().map(Picture::file).collect();
    for ending in ["jpg", "jpeg", "png", "webp"] {
        for path in fs::files_below(dir, ending).unwrap_or_default() {
            if !shown.contains(path.as_path()) {
                let hint = "show it with `![what is seen](../images/a.png)`, or remove it";
                faults.warning(&path, 0, &format!("no article and no page shows this picture\n  hint: {hint}"));
            }
        }
    }
}

/// What an article that is about to be published lacks.
pub fn check_fronts(content: &Content, date: Date, faults: &mut Faults) {
    let shown = |article: &&Article| !article.front.draft && article.front.expires_on.is_none_or(|last| date <= last);
    for article in content.articles.iter().filter(shown) {
        let (path, front) = (&article.path, &article.front);
        if is_unwritten(&front.summary) {
            let hint = "write it, or leave `draft = true` in place";
            let line = line_of(path, "summary");
            faults.error(path, line, &format!("the summary is still to be written\n  hint: {hint}"));
        }
        if article.body.trim().is_empty() {
            faults.error(path, article.body_line, "the article has no text\n  hint: write it, or set `draft = true`");
        }
        if let Some(due) = review_due(front).filter(|due| *due < date) {
            let hint = "compare it with its sources, then set `checked_on` and `review_by`";
            let line = ["review_by", "checked_on", "published_on"]
                .map(|key| line_of(path, key))
                .into_iter()
                .find(|line| *line > 1);
            let text = format!("it was to be looked at again by {due}\n  hint: {hint}");
            faults.warning(path, line.unwrap_or(1), &text);
        }
        for (key, day) in [("updated_on", front.updated_on), ("checked_on", front.checked_on)] {
            if let Some(day) = day.filter(|day| *day > date.max(front.published_on)) {
                let hint = "write the day on which it happened";
                faults.warning(path, line_of(path, key), &format!("`{key}` = {day} is yet to come\n  hint: {hint}"));
            }
        }
        if front.keywords.is_empty() {
            let hint = "`keywords = [\"…\", \"…\"]`, for the meta tag Keywords and the search";
            faults.warning(path, line_of(path, "keywords"), &format!("no keywords\n  hint: {hint}"));
        }
        if front.sources.is_empty() {
            let hint = "add `[[sources]]` with `title`, `document_no`, `article` or `url`";
            faults.warning(path, 1, &format!("the article cites no source\n  hint: {hint}"));
        }
    }
}

/// Line of a key of the front matter; the first of the file when it is not there.
fn line_of(path: &Path, key: &str) -> usize {
    let text = fs::read_to_string(path).unwrap_or_default();
    let is_key =
        |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let front = text.lines().skip(1).take_while(|line| line.trim() != "+++");
    front.zip(2..).find(|(line, _)| is_key(line)).map_or(1, |(_, at)| at)
}

/// Line of a key of the front matter that has this value.
pub fn line_of_value(path: &Path, key: &str, value: &str) -> usize {
    let text = fs::read_to_string(path).unwrap_or_default();
    let is_line = |line: &str| line.trim_start().starts_with(key) && line.contains(value);
    text.lines().zip(1..).find(|(line, _)| is_line(line)).map_or(1, |(_, at)| at)
}

/// Day by which somebody must look at an article again: the one it names, else a year after the last look at what
/// readers act upon. What happened once needs none.
fn review_due(front: &ArticleFront) -> Option<Date> {
    let is_advice = matches!(front.kind, ArticleKind::Policy | ArticleKind::Guide);
    let looked_at = front.checked_on.unwrap_or_else(|| front.changed_on());
    front.review_by.or_else(|| looked_at.checked_add(1.year()).ok().filter(|_| is_advice))
}
