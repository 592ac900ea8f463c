//! A built site, served below `/yfk/`, and its kinds of pages.

use super::server::Server;
use std::path::{Path, PathBuf};

/// A built and served site.
pub struct Site {
    folder: PathBuf,
    server: Server,
}

impl Site {
    /// Serves a folder that a build made.
    pub fn serve(folder: PathBuf) -> Site {
        let server = Server::start(&folder);
        Site { folder, server }
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The address of a page.
    pub fn url(&self, page: &str) -> String {
        self.server.url(page)
    }

    /// A file or folder of the site.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The text of a file of the site.
    pub fn read(&self, page: &str) -> String {
        std::fs::read_to_string(self.path(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
    }

    /// The page with the most to show of those below a folder: the longest one that holds `needle`.
    pub fn fullest(&self, folder: &str, needle: &str) -> String {
        let best = self.pages(folder, needle).max_by_key(|(length, _)| *length);
        best.unwrap_or_else(|| panic!("no page below `{folder}` holds `{needle}`")).1
    }

    /// The page with the least to show of those below a folder that hold `needle`.
    pub fn barest(&self, folder: &str, needle: &str) -> String {
        let best = self.pages(folder, needle).min_by_key(|(length, _)| *length);
        best.unwrap_or_else(|| panic!("no page below `{folder}` holds `{needle}`")).1
    }

    /// Length and name of every page below a folder that holds `needle`, in order of name.
    fn pages(&self, folder: &str, needle: &str) -> impl Iterator<Item = (usize, String)> {
        let pages = html_below(&self.folder.join(folder)).map(|path| {
            let name = path.strip_prefix(&self.folder).expect("below the site").to_str().expect("UTF-8").to_owned();
            (self.read(&name), name)
        });
        pages.filter(move |(text, _)| text.contains(needle)).map(|(text, name)| (text.len(), name))
    }

    /// Every page, in order of name.
    pub fn all_pages(&self) -> impl Iterator<Item = PathBuf> {
        html_below(&self.folder)
    }

    /// The folder of the modules, below the site.
    pub fn modules(&self) -> String {
        let page = self.read("search/index.html");
        let from = page.find("assets/js-").expect("the page has modules");
        let folder = page[from..].split('/').take(2).collect::<Vec<_>>().join("/");
        format!("{folder}/")
    }

    /// A page of each kind, its kind first.
    pub fn kinds(&self) -> Vec<(&'static str, String)> {
        let fixed = [
            ("home", ""),
            ("list", "penalties/"),
            ("filtered list", "merchants/210302/"),
            ("records of a district", "penalties/210302/"),
            ("articles", "articles/"),
            ("changes", "changes/"),
            ("search", "search/"),
            ("stats", "stats/"),
            ("data", "data/"),
            ("about", "about/"),
            ("sources", "about/sources.html"),
            ("method", "about/method.html"),
            ("text", "about/privacy.html"),
            ("design", "about/design.html"),
            ("not found", "404.html"),
        ];
        let found = [
            ("merchant", self.fullest("m", "data-until")),
            ("bare merchant", self.barest("m", "k-merchant")),
            ("record", self.fullest("r", "data-until")),
            ("tombstone", self.barest("r", "k-tombstone")),
            ("article", self.fullest("articles", "<article>")),
        ];
        fixed.map(|(kind, page)| (kind, page.to_owned())).into_iter().chain(found).collect()
    }
}

fn html_below(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let pages = files.map(|entry| entry.expect("the site can be read").into_path());
    pages.filter(|path| path.extension().is_some_and(|extension| extension == "html"))
}
