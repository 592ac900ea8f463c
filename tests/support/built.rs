//! The sample portal's site, built once for all tests of a run.

use super::portal::Portal;
use super::site::Site;
use std::path::Path;
use std::sync::OnceLock;

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
        Site::serve(folder)
    }
}
