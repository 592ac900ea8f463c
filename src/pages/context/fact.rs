//! Facts on record: one record worded, where it came from, and the labels that stand for it.
//!
//! In: records already judged and worded. Out: what merchant and record pages show of them.

use serde::Serialize;

/// One fact on record, worded.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// Kind key, e.g. `premises-ban`.
    pub kind: &'static str,
    pub kind_label: String,
    /// `severe`, `warn`, `neutral` or `good`: a class and an icon; the word is `kind_label`.
    pub tone: &'static str,
    /// The whole fact in one sentence (`look.md`, Words).
    pub sentence: String,
    /// The same for machines, where it names somebody who holds an office in a company.
    #[serde(skip)]
    pub nameless: Option<String>,
    /// Permalink of the record.
    pub href: String,
    /// Date of the fact, ISO.
    pub date: Option<String>,
    pub agency: String,
    pub document_no: Option<String>,
    /// Last day on which it may be shown, ISO; pages carry it as `data-until`.
    pub until: Option<String>,
    /// 异议中: the sentence that says so, when an objection is being examined.
    pub objection: Option<String>,
    /// 已更正: on which day, and which fields.
    pub correction: Option<String>,
    /// A standing remark of the kind (备案不代表政府担保).
    pub remark: Option<String>,
    pub sources: Vec<SourceView>,
}

/// Where a fact came from.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// Feed id.
    pub feed: String,
    /// Publishing agency.
    pub agency: String,
    /// The agency's own page, when the feed gave one; only http(s).
    pub url: Option<String>,
    /// First day it was seen in this feed, ISO.
    pub first_seen: String,
    /// Said of a feed that has not been had as it should: 超期未更新.
    pub trouble: Option<String>,
}

/// An agency with the feeds in which it says something of a merchant.
#[derive(Debug, Clone, Serialize)]
pub struct AgencySources {
    pub agency: String,
    /// The agency's own page, where all its feeds name the same one.
    pub url: Option<String>,
    /// First day of the first of them, ISO.
    pub first_seen: String,
    pub feeds: Vec<String>,
    /// What is said of its feeds that have not been had as they should, each once.
    pub troubles: Vec<String>,
}

impl AgencySources {
    /// Sources by agency, in order of name.
    pub fn group(sources: &[SourceView]) -> Vec<AgencySources> {
        let mut groups: Vec<AgencySources> = Vec::new();
        for source in sources {
            match groups.iter_mut().find(|group| group.agency == source.agency) {
                Some(group) => group.join(source),
                None => groups.push(AgencySources {
                    agency: source.agency.clone(),
                    url: source.url.clone(),
                    first_seen: source.first_seen.clone(),
                    feeds: vec![source.feed.clone()],
                    troubles: source.trouble.iter().cloned().collect(),
                }),
            }
        }
        groups.sort_by(|one, other| one.agency.cmp(&other.agency));
        groups
    }

    fn join(&mut self, source: &SourceView) {
        if self.url != source.url {
            self.url = None;
        }
        if source.first_seen < self.first_seen {
            self.first_seen.clone_from(&source.first_seen);
        }
        self.feeds.push(source.feed.clone());
        if let Some(trouble) = source.trouble.as_ref().filter(|trouble| !self.troubles.contains(trouble)) {
            self.troubles.push(trouble.clone());
        }
    }
}

/// How a page is cited.
#[derive(Debug, Clone, Serialize)]
pub struct Citation {
    /// GB/T 7714, up to the day of reading.
    pub standard: String,
    /// The rest of it: the address.
    pub standard_tail: String,
    /// In running text.
    pub plain: String,
}

/// A QR code as SVG.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// `viewBox`: whoever draws the code a second time needs it.
    pub view_box: String,
    /// What stands inside `<svg>`; print with `| safe`.
    pub inner: String,
}

/// A label and its value, on record pages.
#[derive(Debug, Clone, Serialize)]
pub struct Labelled {
    pub key: String,
    pub label: String,
    pub value: String,
    /// Set when the value leads to a page of the site.
    pub href: Option<String>,
}

/// A small label in words.
#[derive(Debug, Clone, Serialize)]
pub struct Chip {
    pub label: String,
    pub tone: &'static str,
    pub until: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(feed: &str, agency: &str, url: Option<&str>, first_seen: &str) -> SourceView {
        let (feed, agency, first_seen) = (feed.to_owned(), agency.to_owned(), first_seen.to_owned());
        let trouble = (feed == "c").then(|| "stale".to_owned());
        SourceView { feed, agency, url: url.map(str::to_owned), first_seen, trouble }
    }

    #[test]
    fn an_agency_stands_once_however_many_feeds_it_has() {
        let sources = [
            source("a", "two", Some("https://x.cn/a"), "2026-05-02"),
            source("b", "one", Some("https://x.cn/b"), "2026-05-03"),
            source("c", "two", Some("https://x.cn/c"), "2026-05-01"),
            source("d", "one", Some("https://x.cn/b"), "2026-05-04"),
        ];
        let groups = AgencySources::group(&sources);
        let told: Vec<(&str, Option<&str>, &str, String)> = groups
            .iter()
            .map(|group| (&*group.agency, group.url.as_deref(), &*group.first_seen, group.feeds.join(" ")))
            .collect();
        assert_eq!(
            told,
            [
                ("one", Some("https://x.cn/b"), "2026-05-03", "b d".to_owned()),
                ("two", None, "2026-05-01", "a c".to_owned()),
            ]
        );
        assert_eq!((groups[0].troubles.len(), groups[1].troubles.as_slice()), (0, &["stale".to_owned()][..]));
    }
}
