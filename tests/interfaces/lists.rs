//! Lists of the site against the files they offer: a download and a feed of the very same selection, whatever narrows it.

use crate::Files;
use mingjing::records::Kind;
use std::collections::{BTreeMap, BTreeSet};

const BASE: &str = "https://example.gov.cn/yfk/";
/// Entries of a feed at the most.
const FEED: usize = 50;

/// The value of the first attribute of that name in a piece of markup, quoted or not.
fn attribute<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    let rest = html.split_once(&format!("{name}="))?.1;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split([' ', '>']).next(),
    }
}

/// Path below the root that a link in a page leads to.
fn leads_to(page: &str, href: &str) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for step in href.split('/') {
        match step {
            ".." => drop(folders.pop()),
            step => folders.push(step),
        }
    }
    folders.join("/")
}

/// Every list by its folder, with what its pages name.
fn lists(files: &Files) -> BTreeMap<String, (Kind, BTreeSet<String>)> {
    let mut lists: BTreeMap<String, (Kind, BTreeSet<String>)> = BTreeMap::new();
    for kind in Kind::all().filter(|kind| *kind != Kind::Statistic) {
        for page in files.paths(&format!("{}/", kind.list()), ".html") {
            let folder = page.rsplit_once('/').expect("a folder").0.to_owned() + "/";
            let names = &mut lists.entry(folder).or_insert_with(|| (kind, BTreeSet::new())).1;
            for row in files.text(page).split("<th scope=\"row\">").skip(1) {
                names.insert(leads_to(page, attribute(row, "href").expect("a row leads somewhere")));
            }
        }
    }
    lists
}

/// Paths of the files that a list offers: its CSV, its feed.
fn offered(files: &Files, folder: &str) -> Option<(String, String)> {
    let page = format!("{folder}index.html");
    let tools = files.text(&page).split_once("list-tools")?.1.split_once("</p>")?.0;
    let mut links = tools.split("<a ").skip(1).filter_map(|link| attribute(link, "href"));
    let (csv, feed) = (leads_to(&page, links.next()?), leads_to(&page, links.next()?));
    assert!(csv.ends_with(".csv") && feed.ends_with(".xml"), "{folder}: {csv}, {feed}");
    Some((csv, feed))
}

#[test]
fn a_download_holds_what_its_list_names_and_nothing_else() {
    let files = Files::sample();
    let mut narrowed = 0;
    for (folder, (_, names)) in lists(files).iter().filter(|(_, (_, names))| !names.is_empty()) {
        let (csv, _) = offered(files, folder).unwrap_or_else(|| panic!("{folder} offers no files"));
        let text = files.text(&csv).strip_prefix('\u{feff}').expect("a byte order mark");
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let url = rows.headers().expect("a head").iter().position(|head| head == "url").expect("a column of addresses");
        let rows =
            rows.records().map(|row| row.expect("a row")[url].strip_prefix(BASE).expect("below the site").to_owned());
        assert_eq!(&rows.collect::<BTreeSet<String>>(), names, "{folder}: {csv}");
        narrowed += usize::from(folder.matches('/').count() > 2);
    }
    assert!(narrowed > 20, "{narrowed} lists are narrowed twice");
}

#[test]
fn a_feed_holds_the_newest_of_its_list_and_nothing_else() {
    let files = Files::sample();
    for (folder, (kind, names)) in lists(files).iter().filter(|(_, (_, names))| !names.is_empty()) {
        let (_, path) = offered(files, folder).unwrap_or_else(|| panic!("{folder} offers no files"));
        let feed = feed_rs::parser::parse(files.bytes(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let entries: BTreeSet<&str> =
            feed.entries.iter().map(|entry| entry.id.strip_prefix(BASE).expect("below the site")).collect();
        if *kind == Kind::Merchant {
            // Of merchants, the records about them.
            let about = |entry: &&str| {
                files.text(entry).split("href=").any(|link| {
                    attribute(&format!("href={link}"), "href")
                        .is_some_and(|href| names.contains(&leads_to(entry, href)))
                })
            };
            let strange: Vec<&&str> = entries.iter().filter(|entry| path != "feeds/all.xml" && !about(entry)).collect();
            assert!(strange.is_empty(), "{folder}: {path}: {strange:?}");
            continue;
        }
        assert!(entries.iter().all(|entry| names.contains(*entry)), "{folder}: {path} holds others");
        assert_eq!(entries.len(), names.len().min(FEED), "{folder}: {path}");
        let list = feed.links.iter().find(|link| link.rel.as_deref() == Some("alternate")).expect("a page");
        assert_eq!(list.href, format!("{BASE}{folder}"), "{path} is the feed of this page");
    }
}
