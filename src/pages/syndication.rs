//! What machines follow the site by: Atom feeds, the sitemap, `robots.txt`.
//!
//! In: titles, absolute addresses and days. Out: bytes. Nothing here depends on the day of the build: a feed is as old
//! as its newest entry, so that an unchanged site has unchanged files.

use crate::clock::Date;
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// Addresses in one file of a sitemap at most (sitemaps.org, protocol 0.9).
pub const SITEMAP_PART: usize = 50_000;

/// `updated` of a feed without entries; the day of the build would change the file every day.
const EMPTY_SINCE: Date = jiff::civil::date(2000, 1, 1);

/// What a feed says of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    pub title: String,
    /// Absolute.
    pub url: String,
    /// Never changes, whatever happens to title and content; the permalink of a record does.
    pub id: String,
    /// Day on which the page first came.
    pub published: Date,
    pub updated: Date,
    pub summary: String,
    /// The agency behind it.
    pub author: String,
    /// What sort of page it is: a word of the program's, and the same in words.
    pub category: Option<(String, String)>,
}

/// What a feed says of itself.
#[derive(Debug, Clone, Copy)]
pub struct FeedHead<'a> {
    pub title: &'a str,
    /// The portal.
    pub subtitle: &'a str,
    /// Its own address, which is its id.
    pub self_url: &'a str,
    /// The page of the same selection.
    pub html_url: &'a str,
    /// Who answers for it; a feed without entries needs one too (RFC 4287, 4.1.1).
    pub author: &'a str,
    /// Page of the terms of use (RFC 4946).
    pub licence_url: &'a str,
    pub language: &'a str,
}

/// A feed that could not be written; the writers only fail when their output does.
#[derive(Debug, thiserror::Error)]
pub enum SyndicationError {
    #[error("cannot write the feed `{url}`")]
    Feed { url: String, source: atom_syndication::Error },
    #[error("cannot write the sitemap")]
    Sitemap(#[from] io::Error),
}

/// An Atom feed; entries stand in the order given.
///
/// # Errors
/// [`SyndicationError::Feed`].
pub fn feed(head: FeedHead<'_>, entries: &[FeedEntry]) -> Result<Vec<u8>, SyndicationError> {
    let FeedHead { title, subtitle, self_url, html_url, author, licence_url, language } = head;
    let newest = entries.iter().map(|entry| entry.updated).max().unwrap_or(EMPTY_SINCE);
    let feed = Feed {
        title: Text::plain(xml_text(title)),
        subtitle: Some(Text::plain(xml_text(subtitle))),
        id: xml_text(self_url),
        updated: midnight(newest),
        authors: vec![person(author)],
        generator: Some(Generator { value: "Mingjing".to_owned(), uri: None, version: None }),
        links: vec![
            link(self_url, "self", "application/atom+xml"),
            link(html_url, "alternate", "text/html"),
            link(licence_url, "license", "text/html"),
        ],
        entries: entries.iter().map(entry).collect(),
        lang: Some(language.to_owned()),
        ..Feed::default()
    };
    let mut bytes =
        feed.write_to(Vec::new()).map_err(|source| SyndicationError::Feed { url: self_url.to_owned(), source })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry(entry: &FeedEntry) -> Entry {
    let category = |(term, label): &(String, String)| Category {
        term: xml_text(term),
        scheme: None,
        label: Some(xml_text(label)),
    };
    Entry {
        title: Text::plain(xml_text(&entry.title)),
        id: xml_text(&entry.id),
        published: Some(midnight(entry.published)),
        updated: midnight(entry.updated),
        authors: vec![person(&entry.author)],
        categories: entry.category.iter().map(category).collect(),
        links: vec![link(&entry.url, "alternate", "text/html")],
        summary: (!entry.summary.is_empty()).then(|| Text::plain(xml_text(&entry.summary))),
        ..Entry::default()
    }
}

fn person(name: &str) -> Person {
    Person { name: xml_text(name), ..Person::default() }
}

fn link(href: &str, rel: &str, mime_type: &str) -> Link {
    Link { href: xml_text(href), rel: rel.to_owned(), mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

/// The beginning of a day in China, where all agencies are.
fn midnight(date: Date) -> FixedDateTime {
    format!("{date}T00:00:00+08:00").parse().expect("a calendar day has a midnight at +08:00")
}

/// Text without the characters that XML 1.0 cannot hold, escaped or not; one of them makes a whole file unreadable.
fn xml_text(text: &str) -> String {
    let allowed = |character: &char| match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => !other.is_ascii_control(),
    };
    text.chars().filter(allowed).collect()
}

/// The sitemap of `entries`, absolute addresses with the day of their last change: `sitemap.xml`, an index, and its
/// parts `sitemap-1.xml` …, each with its path below the site's root. `base_url` ends with a slash.
///
/// # Errors
/// [`SyndicationError::Sitemap`].
pub fn sitemap(
    base_url: &str,
    entries: impl IntoIterator<Item = (String, Option<Date>)>,
) -> Result<Vec<(String, Vec<u8>)>, SyndicationError> {
    let mut files = Vec::new();
    let mut parts = Vec::new();
    let mut entries = entries.into_iter().peekable();
    while entries.peek().is_some() {
        let part: Vec<_> = entries.by_ref().take(SITEMAP_PART).collect();
        let path = format!("sitemap-{}.xml", parts.len() + 1);
        parts.push((format!("{base_url}{path}"), part.iter().filter_map(|entry| entry.1).max()));
        files.push((path, url_set(("urlset", "url"), &part)?));
    }
    files.insert(0, ("sitemap.xml".to_owned(), url_set(("sitemapindex", "sitemap"), &parts)?));
    Ok(files)
}

/// A list of addresses in elements of the names given: of the whole, and of one.
fn url_set((whole, one): (&str, &str), entries: &[(String, Option<Date>)]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::with_capacity(128 + entries.len() * 120));
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let namespace = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    writer.create_element(whole).with_attribute(namespace).write_inner_content(|writer| {
        for (url, changed) in entries {
            writer.create_element(one).write_inner_content(|writer| {
                writer.create_element("loc").write_text_content(BytesText::new(&xml_text(url)))?;
                if let Some(date) = changed {
                    writer.create_element("lastmod").write_text_content(BytesText::new(&date.to_string()))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// `robots.txt`: everything may be read. It counts only at the root of a host.
pub fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn hostile() -> FeedEntry {
        FeedEntry {
            title: "示例<script>alert('1')</script> & \"店\"\u{0}\u{b}\u{ffff}".into(),
            url: "https://x.cn/r/ab/r1.html?a=1&b=2".into(),
            id: "https://x.cn/r/ab/r1.html".into(),
            published: date(2026, 1, 1),
            updated: date(2026, 5, 20),
            summary: "]]><x>".into(),
            author: "示例局".into(),
            category: Some(("penalty".into(), "行政\"处罚\"<".into())),
        }
    }

    fn head() -> FeedHead<'static> {
        FeedHead {
            title: "全部<更新>",
            subtitle: "平台&",
            self_url: "https://x.cn/feeds/all.xml",
            html_url: "https://x.cn/",
            author: "示例<局>",
            licence_url: "https://x.cn/about/citation.html",
            language: "zh-CN",
        }
    }

    #[test]
    fn feeds_survive_hostile_titles() {
        let older = FeedEntry { updated: date(2026, 1, 2), title: "甲".into(), summary: String::new(), ..hostile() };
        let bytes = feed(head(), &[older, hostile()]).expect("a feed");
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        assert!(text.contains("<updated>2026-05-20T00:00:00+08:00</updated>") && !text.contains("<script>"), "{text}");
        let read = Feed::read_from(bytes.as_slice()).expect("an Atom feed");
        assert_eq!(read.updated, midnight(date(2026, 5, 20)), "as old as the newest entry");
        assert_eq!(read.entries[1].title.value, "示例<script>alert('1')</script> & \"店\"");
        assert_eq!(read.entries[1].summary.as_ref().expect("a summary").value, "]]><x>");
        assert_eq!(read.entries[1].links[0].href, "https://x.cn/r/ab/r1.html?a=1&b=2");
        assert_eq!(read.entries[1].categories[0].label.as_deref(), Some("行政\"处罚\"<"));
        assert_eq!((read.links[0].rel.as_str(), read.authors[0].name.as_str()), ("self", "示例<局>"));
        let parsed = feed_rs::parser::parse(bytes.as_slice()).expect("a feed to another reader");
        assert_eq!(parsed.entries.len(), 2);
    }

    #[test]
    fn an_empty_feed_is_a_feed_and_stays_the_same() {
        let bytes = feed(head(), &[]).expect("a feed");
        assert!(Feed::read_from(bytes.as_slice()).expect("an Atom feed").entries.is_empty());
        assert_eq!(bytes, feed(head(), &[]).expect("a feed"));
    }

    #[test]
    fn sitemaps_are_cut_into_parts() {
        let entry = |number: usize| {
            (format!("https://x.cn/{number}.html?a&b"), number.is_multiple_of(2).then(|| date(2026, 1, 1)))
        };
        let files = sitemap("https://x.cn/y/", (0..SITEMAP_PART + 1).map(entry)).expect("a sitemap");
        let names: Vec<&str> = files.iter().map(|file| file.0.as_str()).collect();
        assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
        let text = |file: usize| std::str::from_utf8(&files[file].1).expect("UTF-8");
        assert!(
            text(0).contains("<sitemap><loc>https://x.cn/y/sitemap-1.xml</loc><lastmod>2026-01-01</lastmod></sitemap>")
        );
        assert_eq!(text(1).matches("<url>").count(), SITEMAP_PART);
        assert!(text(1).contains("<loc>https://x.cn/1.html?a&amp;b</loc></url>"), "no day where none is known");
        assert!(text(2).contains("<loc>https://x.cn/50000.html"));
        let empty = sitemap("https://x.cn/", []).expect("a sitemap");
        assert_eq!(empty.len(), 1);
    }

    #[test]
    fn robots_may_read_everything() {
        assert_eq!(robots("https://x.cn/y/"), "User-agent: *\nAllow: /\n\nSitemap: https://x.cn/y/sitemap.xml\n");
    }
}
