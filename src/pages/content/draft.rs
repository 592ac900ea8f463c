//! The text of a new article: front matter filled in, headings by kind, a draft until a person has written it.

use super::ArticleKind;
use crate::clock::Date;
use jiff::ToSpan;
use toml::Value;

/// What a new article is begun with.
#[derive(Debug, Clone, Copy)]
pub struct NewArticle<'a> {
    pub title: &'a str,
    pub kind: ArticleKind,
    pub published_on: Date,
    pub author: &'a str,
    /// `zh-CN` or `en`.
    pub language: &'a str,
}

/// The summaries of articles nobody has written yet.
const UNWRITTEN: [(&str, &str); 2] =
    [("en", "TO WRITE: the point in a sentence or two"), ("zh-CN", "待写：用一两句话写清要点")];

/// Whether the summary is still that of a new article.
pub fn is_unwritten(summary: &str) -> bool {
    UNWRITTEN.iter().any(|(_, text)| *text == summary)
}

impl NewArticle<'_> {
    /// The whole file.
    pub fn text(&self) -> String {
        let is_english = self.language == "en";
        let summary = if is_english { UNWRITTEN[0].1 } else { UNWRITTEN[1].1 };
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        let (source, number, article, series, reviewers) = if is_english {
            ("full title", "number", "article", "name of the series", "who read it")
        } else {
            ("法律或文件的全称", "文号", "第几条", "系列名称", "审核部门")
        };
        // A person has to say so, so it is said for nobody.
        let anonymised = if self.kind == ArticleKind::Case { "anonymised = false\n" } else { "" };
        let (title, author, kind, day) = (quoted(self.title), quoted(self.author), self.kind.key(), self.published_on);
        // The calendar ends in the year 9999, articles before.
        let review = day.checked_add(1.year()).unwrap_or(day);
        format!(
            "+++\n\
             title = {title}\n\
             kind = \"{kind}\"\n\
             published_on = {day}\n\
             summary = \"{summary}\"\n\
             author = {author}\n\
             keywords = []\n\
             {anonymised}draft = true\n\
             # reviewers = [\"{reviewers}\"]\n\
             # checked_on = {day}\n\
             # review_by = {review}\n\
             # expires_on = {review}\n\
             # series = \"{series}\"\n\
             # part = 1\n\
             \n\
             # [[sources]]\n\
             # title = \"{source}\"\n\
             # document_no = \"{number}\"\n\
             # article = \"{article}\"\n\
             # url = \"https://…\"\n\
             # written_on = {day}\n\
             # validity = \"有效\"\n\
             +++\n\
             \n\
             {}",
            body(self.kind, is_english)
        )
    }
}

/// Headings that an article of the kind usually has.
fn body(kind: ArticleKind, is_english: bool) -> String {
    let headings: &[&str] = match (kind, is_english) {
        (ArticleKind::Policy, false) => &["说了什么", "对您意味着什么", "还不清楚的地方"],
        (ArticleKind::Case, false) => &["经过", "怎样识别", "遇到了怎么办"],
        (ArticleKind::Alert, false) => &["发生了什么", "现在先做什么", "找谁"],
        (ArticleKind::Guide, false) => &["第一步", "第二步", "第三步"],
        (ArticleKind::Policy, true) => &["What it says", "What it means for you", "What is still open"],
        (ArticleKind::Case, true) => &["What happened", "How to tell", "What to do"],
        (ArticleKind::Alert, true) => &["What is going on", "What to do now", "Whom to ask"],
        (ArticleKind::Guide, true) => &["First", "Then", "Last"],
    };
    headings.iter().map(|heading| format!("## {heading}\n\n…\n")).collect::<Vec<_>>().join("\n")
}
