//! A small portal whose site has been published once, so that what happens to it can be seen.

use crate::portal::{Portal, Ran};
use std::collections::BTreeMap;

/// What tells how feeds fare: these may change when a feed fails, and only these.
const HOW_FEEDS_FARE: [&str; 3] = ["about/sources.html", "manifest.json", "status.json"];

/// Path below the site and bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// The portal and its site as it was first published.
pub struct Published {
    pub portal: Portal,
    site: Files,
}

impl Published {
    /// The small portal of `tests/fixtures/sites/small`, pulled and built.
    pub fn small() -> Published {
        Published::of(Portal::copy_of("tests/fixtures/sites/small"))
    }

    /// Pulls and builds a portal in good order.
    pub fn of(portal: Portal) -> Published {
        portal.run(&["update"]).ends(0, &[]);
        let site = files(&portal);
        Published { portal, site }
    }

    /// Writes a file of the portal.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.portal.path(name);
        std::fs::create_dir_all(path.parent().expect("below the root")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }

    /// Runs `update` and asserts its exit code, what it says, and that the site's facts are as they were.
    #[track_caller]
    pub fn update_keeps_facts(&self, code: i32, said: &[&str]) -> Ran {
        let ran = self.portal.run(&["update"]).ends(code, said);
        self.facts_are_as_before();
        ran
    }

    /// Every file is there with its old bytes, and no other.
    #[track_caller]
    pub fn site_is_as_before(&self) {
        assert_eq!(self.differing(), Vec::<String>::new());
    }

    /// As [`Published::site_is_as_before`], but for what tells how feeds fare.
    #[track_caller]
    pub fn facts_are_as_before(&self) {
        let mut differing = self.differing();
        differing.retain(|path| !HOW_FEEDS_FARE.contains(&path.as_str()));
        let now = files(&self.portal);
        differing.retain(|path| match (self.site.get(path), now.get(path)) {
            (Some(then), Some(now)) if path.ends_with(".html") => beside_trouble(then) != beside_trouble(now),
            _ => true,
        });
        assert_eq!(differing, Vec::<String>::new());
    }

    /// All of the site's text as it now is.
    pub fn files(&self) -> Files {
        files(&self.portal)
    }

    fn differing(&self) -> Vec<String> {
        let now = files(&self.portal);
        let paths = self.site.keys().chain(now.keys().filter(|path| !self.site.contains_key(*path)));
        paths.filter(|path| self.site.get(*path) != now.get(*path)).cloned().collect()
    }
}

/// A page but for the words beside its sources that tell how their feeds fare.
fn beside_trouble(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page);
    let mut parts = page.split("<span class=\"meta trouble\">");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once("</span>").expect("the end of the words").1);
    rest.fold(first, |whole, part| whole + part)
}

/// The files of the site, without what publishing keeps for itself.
fn files(portal: &Portal) -> Files {
    let site = portal.path("site");
    let entries = walkdir::WalkDir::new(&site).into_iter().filter_entry(|entry| entry.file_name() != ".mingjing");
    let files = entries.map(|entry| entry.expect("the site can be read")).filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(&site).expect("below the site").to_str().expect("UTF-8").to_owned();
        (name, std::fs::read(entry.path()).expect("a file can be read"))
    });
    named.collect()
}
