//! What must hold of a published tree at every moment.

use crate::two_states::State;
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Path below the site, and SHA-256; what publishing keeps for itself left out.
pub type Files = BTreeMap<String, [u8; 32]>;

pub fn files(site: &Path) -> Files {
    let entries = walkdir::WalkDir::new(site).into_iter().filter_entry(|entry| entry.file_name() != ".mingjing");
    let files = entries.map(|entry| entry.expect("readable")).filter(|entry| !entry.file_type().is_dir());
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(site).expect("below").to_str().expect("UTF-8").replace('\\', "/");
        (name, Sha256::digest(std::fs::read(entry.path()).expect("readable")).into())
    });
    named.collect()
}

/// Files that pages of the site link to, by the page's digest: a page is read once in a run.
static LINKS: Mutex<Option<HashMap<[u8; 32], Vec<String>>>> = Mutex::new(None);

/// Asserts that every file is that of one state or the other, and that nothing a reader can come by from the home page
/// or the search points at what is not there.
#[track_caller]
pub fn assert_whole(site: &Path, states: &[State; 2], when: &str) {
    let found = files(site);
    for (path, digest) in &found {
        let known = states.iter().any(|state| state.site.get(path) == Some(digest));
        assert!(known, "{when}: `{path}` is of neither state");
    }
    // What a search answers leads to pages of the state whose index is in place.
    for state in states.iter().filter(|state| is_in_place(state, &found, "search/meta.bin")) {
        let behind =
            |path: &&String| ["search/", "m/", "r/", "articles/"].iter().any(|folder| path.starts_with(folder));
        let missing = state.site.keys().filter(behind).find(|path| !found.contains_key(*path));
        assert_eq!(missing, None, "{when}: the search leads to a file that is not there");
    }
    let (mut reached, mut todo) = (BTreeSet::new(), vec!["index.html".to_owned()]);
    while let Some(page) = todo.pop() {
        let Some(digest) = found.get(&page) else { panic!("{when}: `{page}` is linked to and not there") };
        if reached.insert(page.clone()) && page.ends_with(".html") {
            let mut links = LINKS.lock().unwrap_or_else(PoisonError::into_inner);
            let links =
                links.get_or_insert_default().entry(*digest).or_insert_with(|| links_of(&site.join(&page), &page));
            todo.extend(links.iter().filter(|link| !reached.contains(*link)).cloned());
        }
    }
    assert!(reached.len() > 50, "{when}: only {} pages can be reached", reached.len());
}

fn is_in_place(state: &State, found: &Files, path: &str) -> bool {
    let own = state.site.get(path);
    assert!(own.is_some(), "`{path}` is what a reader begins a search with");
    found.get(path) == own
}

fn links_of(file: &Path, page: &str) -> Vec<String> {
    let html = std::fs::read_to_string(file).expect("a page is UTF-8");
    let page_tree = Html::parse_document(&html);
    let selector = Selector::parse("a[href], link[rel=stylesheet][href], script[src], img[src]").expect("a selector");
    let addresses = page_tree.select(&selector).filter_map(|element| element.attr("href").or(element.attr("src")));
    addresses.filter_map(|address| target(page, address)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The file behind an address of a page; none for what leads elsewhere.
fn target(page: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.contains(':') || path.starts_with('/') {
        return None;
    }
    let path = percent_encoding::percent_decode_str(path).decode_utf8().expect("UTF-8");
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop().expect("links stay on the site")),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let mut target = parts.join("/");
    if path.ends_with('/') || target.is_empty() {
        target.push_str(if target.is_empty() { "index.html" } else { "/index.html" });
    }
    Some(target)
}

/// Asserts that the tree is that of a state, byte for byte, but for what the generation before left for its readers.
#[track_caller]
pub fn assert_is(site: &Path, state: &State, states: &[State; 2], when: &str) {
    let found = files(site);
    for (path, digest) in &state.site {
        assert!(found.get(path) == Some(digest), "{when}: `{path}` is not as a clean build makes it");
    }
    let kept = |path: &String| path.starts_with("assets/") || path.starts_with("search/");
    for path in found.keys().filter(|path| !state.site.contains_key(*path)) {
        let other = states.iter().any(|state| state.site.contains_key(path));
        assert!(kept(path) && other, "{when}: `{path}` is left behind");
    }
}
