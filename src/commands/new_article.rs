//! `mingjing new article`: begins an article that people go on writing.

use super::answer::{answer, typed};
use crate::cli::Common;
use crate::config::Settings;
use crate::exit::{Exit, UsageError};
use crate::fs;
use crate::pages::content::{ArticleKind, NewArticle, article_slug_mistake};
use crate::records::privacy;
use serde_json::json;
use std::path::Path;

pub fn run(common: &Common, slug: &str, title: &str, kind: ArticleKind) -> anyhow::Result<Exit> {
    let settings = Settings::load(&common.root)?;
    let title = title.trim();
    if title.is_empty() || title.contains(char::is_control) {
        let hint = "write one line, like `--title \"付款七天内可以退\"`";
        return Err(UsageError(format!("the title is empty or has more than one line\n  hint: {hint}")).into());
    }
    if !privacy::find(title).is_empty() {
        let hint = "an ID number, mobile number or bank card must not be published";
        return Err(UsageError(format!("the title holds personal data\n  hint: {hint}")).into());
    }
    if let Some(mistake) = article_slug_mistake(&settings.content(), slug)? {
        let hint = "a slug is small letters, digits and hyphens that no other article has, like `refund-steps`";
        return Err(UsageError(format!("{mistake}\n  hint: {hint}")).into());
    }
    let published_on = settings.date(None);
    let text =
        NewArticle { title, kind, published_on, author: &settings.organizer, language: &settings.language }.text();
    let path = Path::new("content").join("articles").join(format!("{slug}.md"));
    fs::write_new(&settings.root.join(&path), &text)?;
    let words = format!(
        "`{}` is a draft: write it, and remove `draft = true` when it may be published\nlook at it: {}\n",
        common.root.join(&path).display(),
        typed(&common.root, "serve"),
    );
    let report = json!({ "command": "new", "what": "article", "path": path, "date": published_on, "exit": 0 });
    answer(common, &report, &words)?;
    Ok(Exit::Done)
}
