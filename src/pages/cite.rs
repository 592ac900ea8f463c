//! How pages are cited: GB/T 7714 for papers, a plain form for running text.

use super::context::Citation;
use super::facts::View;

/// What a citation names.
pub struct Cited<'a> {
    /// Whoever answers for the content.
    pub author: &'a str,
    pub title: &'a str,
    /// Of publication or of the last change, ISO; may be empty.
    pub date: &'a str,
    pub url: &'a str,
}

impl View<'_> {
    pub(super) fn cite(self, cited: &Cited<'_>) -> Citation {
        let long = cited.date.parse().map(|date| self.words.date(date)).unwrap_or_default();
        let fill = |key: &str, date: &str, title: &str| {
            let values = [
                ("author", cited.author),
                ("title", title),
                ("date", date),
                ("portal", &self.model.settings.title),
                ("url", cited.url),
            ];
            self.words.fill(key, &values)
        };
        let (standard, plain) =
            if long.is_empty() { ("cite.undated", "cite.plain_undated") } else { ("cite.standard", "cite.plain") };
        Citation {
            standard: fill(standard, cited.date, cited.title),
            standard_tail: fill("cite.tail", "", ""),
            // Marks of a title within a title are single ones (GB/T 15834).
            plain: fill(plain, &long, &cited.title.replace('《', "〈").replace('》', "〉")),
        }
    }
}
