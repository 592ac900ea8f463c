//! Entries of list pages: a link with its whole title, and the day that stands beside it.
//!
//! In: the element of an entry. Out: its title, address and day. Must not guess a year: a day without one (`[01-04]`) gets it from
//! the entry's address where that names the same day, else it stays as it is written, for a person to see.

use super::{content, fixed};
use crate::records::date;
use crate::records::format::news::whole_link;
use reqwest::Url;
use scraper::ElementRef;

/// Longest text beside a link in which a day is looked for, in characters: others are summaries.
const MAX_BESIDE: usize = 40;

/// Where a page's `<base href>` says that its links lead; none where it says nothing. `page` is its own address.
pub fn base(element: ElementRef<'_>, page: Option<&Url>) -> Option<Url> {
    let elements = element.tree().root().descendants().filter_map(|node| node.value().as_element());
    let href = elements.filter(|element| element.name() == "base").find_map(|element| element.attr("href"))?.trim();
    page.map_or_else(|| Url::parse(href), |page| page.join(href)).ok()
}

/// Nothing where there is no link.
pub fn cells(element: ElementRef<'_>, base: Option<&Url>) -> Vec<(String, String)> {
    let Some(link) = element.select(&fixed("a[href]")).next() else { return Vec::new() };
    let address = link.value().attr("href").unwrap_or_default();
    let text = content(link);
    // Long titles are cut for the page and whole in the attribute.
    let title = link.value().attr("title").map(str::trim).filter(|title| title.len() >= text.len());
    let mut cells = vec![
        ("title".to_owned(), title.map_or(text.clone(), str::to_owned)),
        ("source_url".to_owned(), whole_link(address, base)),
    ];
    cells.extend(day(element, link, address).map(|day| ("published_on".to_owned(), day)));
    cells
}

/// The day of an entry: for programs, in one text, in the two texts of a calendar's leaf, or without its year.
fn day(element: ElementRef<'_>, link: ElementRef<'_>, address: &str) -> Option<String> {
    let time = element.select(&fixed("time[datetime]")).find_map(|time| time.value().attr("datetime"));
    if let Some(day) = time.filter(|day| is_day(day)) {
        return Some(day.to_owned());
    }
    let title = content(link);
    let bare = |text: &str| text.trim().trim_matches(['[', ']', '(', ')', '（', '）', '【', '】']).trim().to_owned();
    let texts: Vec<String> = element.text().map(bare).filter(|text| !text.is_empty() && *text != title).collect();
    if let Some(day) = texts.iter().find(|text| text.len() >= 8 && is_day(text)) {
        return Some(day.clone());
    }
    let inside: Vec<&str> = link.text().map(str::trim).collect();
    let beside: Vec<&String> = texts.iter().filter(|text| !inside.contains(&text.as_str())).collect();
    let within = || beside.iter().find_map(|text| day_within(text));
    let parts: Vec<Part> = texts.iter().filter_map(|text| Part::of(text)).collect();
    let alone = || {
        beside.iter().find_map(|text| match Part::of(text)? {
            Part::DayOfMonth(month, day) => Some(with_year(month, day, address).unwrap_or_else(|| (*text).clone())),
            Part::Month(year, month) => Some(format!("{year}-{month:02}")),
            _ => None,
        })
    };
    within().or_else(|| joined(&parts)).or_else(alone)
}

/// Whether a text is one whole day: a year, a month and a day, or digits that are one.
fn is_day(text: &str) -> bool {
    let groups = text.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    groups != 2 && date::parse(text).is_ok_and(|day| day.is_some())
}

/// The day within a short text: `发布时间：2026-01-04 08:30`.
fn day_within(text: &str) -> Option<String> {
    if text.chars().count() > MAX_BESIDE || text.contains(['。', '，']) {
        return None;
    }
    let is_part = |sign: char| sign.is_ascii_digit() || "-/.年月日".contains(sign);
    let runs = text.split(|sign: char| !is_part(sign)).map(|run| run.trim_end_matches(['-', '/', '.']));
    let is_whole = |run: &&str| numbers(run).is_some_and(|numbers| numbers.len() == 3) && is_day(run);
    runs.into_iter().find(is_whole).map(str::to_owned)
}

/// A part of a day that stands in a text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year(u16),
    Month(u16, u16),
    DayOfMonth(u16, u16),
    Day(u16),
}

impl Part {
    fn of(text: &str) -> Option<Part> {
        let is_year = |number: u16| (1950..2100).contains(&number);
        let (is_month, is_day) = (|number: u16| (1..=12).contains(&number), |number: u16| (1..=31).contains(&number));
        match *numbers(text)? {
            [year] if is_year(year) => Some(Part::Year(year)),
            [day] if is_day(day) => Some(Part::Day(day)),
            [year, month] if is_year(year) && is_month(month) => Some(Part::Month(year, month)),
            [month, year] if is_year(year) && is_month(month) => Some(Part::Month(year, month)),
            [month, day] if is_month(month) && is_day(day) => Some(Part::DayOfMonth(month, day)),
            _ => None,
        }
    }
}

/// The numbers of a text that holds nothing but them and what stands between the parts of a day.
fn numbers(text: &str) -> Option<Vec<u16>> {
    let text = text.trim_end_matches(['日', '月', '号']);
    text.split(['-', '/', '.', '年', '月']).map(|number| number.trim().parse().ok()).collect()
}

/// The day that the parts make together, where they make one only.
fn joined(parts: &[Part]) -> Option<String> {
    let mut days = parts.iter().flat_map(|part| {
        parts.iter().filter_map(move |other| match (*part, *other) {
            (Part::Month(year, month), Part::Day(day)) | (Part::Year(year), Part::DayOfMonth(month, day)) => {
                Some(format!("{year}-{month:02}-{day:02}"))
            }
            _ => None,
        })
    });
    days.next().filter(|_| days.next().is_none())
}

/// A day without its year, with that of an address which names the same day: `/202601/t20260104_12.html`.
fn with_year(month: u16, day: u16, address: &str) -> Option<String> {
    let digits = address.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let digits: Vec<&str> = digits.collect();
    let whole = digits.iter().filter_map(|run| run.strip_suffix(&format!("{month:02}{day:02}")));
    let parted =
        digits.windows(3).filter(|run| run[1].parse() == Ok(month) && run[2].parse() == Ok(day)).map(|run| run[0]);
    let years = whole.chain(parted).filter(|year| year.len() == 4);
    let mut years: Vec<&str> = years.filter(|year| matches!(Part::of(year), Some(Part::Year(_)))).collect();
    years.dedup();
    match years[..] {
        [year] => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn entry(html: &str, page: Option<&str>) -> Vec<(String, String)> {
        let html = Html::parse_document(html);
        let page = page.and_then(|page| Url::parse(page).ok());
        let element = html.select(&fixed("li")).next().expect("an entry");
        cells(element, base(element, page.as_ref()).as_ref())
    }

    fn cell(cells: &[(String, String)], column: &str) -> Option<String> {
        cells.iter().find(|cell| cell.0 == column).map(|cell| cell.1.clone())
    }

    #[test]
    fn entries_have_whole_titles_links_and_days() {
        let found =
            entry("<li><a href='/a.html' title='关于示例很长的标题'>关于示例…</a><span>[2026-05-01]</span></li>", None);
        assert_eq!(cell(&found, "title").as_deref(), Some("关于示例很长的标题"));
        assert_eq!(cell(&found, "source_url").as_deref(), Some("/a.html"));
        assert_eq!(cell(&found, "published_on").as_deref(), Some("2026-05-01"));
        assert!(entry("<li>没有链接</li>", None).is_empty());
    }

    #[test]
    fn days_are_found_however_they_are_set() {
        let day = |link: &str, beside: &str| {
            let found = entry(&format!("<li><a href='{link}'>关于2025年12月31日前备案的通知</a>{beside}</li>"), None);
            cell(&found, "published_on")
        };
        for beside in [
            "<em>04</em>2026-01",
            "04<i>2026-01</i>",
            "<b>04日</b><span>2026年1月</span>",
            "<b>04</b><i>01/2026</i>",
            "<b>2026</b><i>01-04</i>",
            "<span>发布时间：2026-01-04</span>",
            "<span>发布时间：2026年01月04日 08:30 来源：市商务局</span>",
            "<span>2026/1/4 浏览：33</span>",
            "<time datetime='2026-01-04T08:00:00+08:00'>1月4日</time>",
            "<p>截至2025年3月1日，请备案。</p><span>2026-01-04</span>",
        ] {
            let found = day("a.html", beside).unwrap_or_else(|| panic!("{beside}"));
            assert_eq!(date::parse(&found).expect("a day").map(|day| day.to_string()).as_deref(), Some("2026-01-04"));
        }
        for beside in ["", "<span>33</span>", "<p>截至2026年3月1日，请备案。</p>"] {
            assert_eq!(day("a.html", beside), None, "{beside}");
        }
        for month in ["<span>2026年1月</span>", "<i>04</i><i>05</i>2026-01"] {
            assert_eq!(day("a.html", month).as_deref(), Some("2026-01"), "{month}: which day it is cannot be told");
        }
        // Inside of the link, too.
        let found = entry("<li><a href='a.html'><b>示例</b><i>2026-01-04</i></a></li>", None);
        assert_eq!(cell(&found, "published_on").as_deref(), Some("2026-01-04"));
    }

    #[test]
    fn a_day_without_a_year_has_that_of_its_address_or_stays_as_it_is() {
        let day = |link: &str| {
            cell(&entry(&format!("<li><a href='{link}'>示例</a><span>[01-04]</span></li>"), None), "published_on")
        };
        for (link, expected) in [
            ("/202601/t20260104_12.html", "2026-01-04"),
            ("/art/2026/1/4/art_12.html", "2026-01-04"),
            ("/202601/12.html", "01-04"),
            ("/t20260105_12.html", "01-04"),
            ("/20250104/20260104.html", "01-04"),
            ("a.html", "01-04"),
        ] {
            assert_eq!(day(link).as_deref(), Some(expected), "{link}");
        }
    }

    #[test]
    fn links_follow_the_base_that_a_page_names() {
        let link = |base: &str, page: Option<&str>| {
            let found =
                entry(&format!("<head><base href='{base}'></head><ul><li><a href='t1.html'>示例</a></li></ul>"), page);
            cell(&found, "source_url").expect("a link")
        };
        let page = Some("http://host.example/l/list.html");
        assert_eq!(link("/b/", page), "http://host.example/b/t1.html");
        assert_eq!(link("https://x.example/c/", page), "https://x.example/c/t1.html");
        assert_eq!(link("https://x.example/c/", None), "https://x.example/c/t1.html");
        assert_eq!(link("/b/", None), "t1.html");
    }
}
