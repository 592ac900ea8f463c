//! The sample portal's site, built once for all tests of a run and served below `/yfk/`.

use super::portal::Portal;
use super::server::Server;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A built and served site.
pub struct Site {
    folder: PathBuf,
    server: Server,
}

impl Site {
    /// The sample portal's.
    pub fn sample() -> &'static Site {
        static SITE: OnceLock<Site> = OnceLock::new();
        SITE.get_or_init(|| Site::build("sample", &Portal::copy_of(""), &[]))
    }

    /// Builds a portal into a folder of the test run's name and serves it. It stays there until the next run.
    pub fn build(name: &str, portal: &Portal, arguments: &[&str]) -> Site {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("site-{name}"));
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{}: {error}", folder.display()),
            _ => {}
        }
        let out = folder.to_str().expect("a UTF-8 path");
        portal.run(&[&["update", "--quiet", "--out", out], arguments].concat()).ends(0, &[]);
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
        let files = walkdir::WalkDir::new(self.folder.join(folder)).sort_by_file_name().into_iter();
        let pages = files.map(|entry| entry.expect("the site can be read").into_path());
        let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "html"));
        let pages = pages.map(|path| {
            let name = path.strip_prefix(&self.folder).expect("below the site").to_str().expect("UTF-8").to_owned();
            (self.read(&name), name)
        });
        let best = pages.filter(|(text, _)| text.contains(needle)).max_by_key(|(text, _)| text.len());
        best.unwrap_or_else(|| panic!("no page below `{folder}` holds `{needle}`")).1
    }

    /// A page of each kind, its kind first.
    pub fn kinds(&self) -> Vec<(&'static str, String)> {
        let fixed = [
            ("home", ""),
            ("list", "penalties/"),
            ("filtered list", "merchants/210302/"),
            ("articles", "articles/"),
            ("changes", "changes/"),
            ("search", "search/"),
            ("stats", "stats/"),
            ("data", "data/"),
            ("about", "about/"),
            ("sources", "about/sources.html"),
        ];
        let found = [
            ("merchant", self.fullest("m", "data-until")),
            ("record", self.fullest("r", "data-until")),
            ("article", self.fullest("articles", "<article>")),
            ("text", self.fullest("about", "class=\"prose\"")),
        ];
        fixed.map(|(kind, page)| (kind, page.to_owned())).into_iter().chain(found).collect()
    }
}
