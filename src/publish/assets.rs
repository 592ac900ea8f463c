//! The theme's static files under names that change with their content, so that hosts may cache them for ever.

use super::fingerprint::fingerprint;
use super::modules::{self, Modules};
use super::{Artifact, Class, minify};
use std::collections::BTreeMap;

/// Folder of what comes from the theme.
pub const ASSETS: &str = "assets/";

/// Files to publish, and where each logical name now stands.
#[derive(Debug, Default)]
pub struct Assets {
    pub files: Vec<Artifact>,
    /// `site.css`, `main.js` … to the path below the site's root.
    pub paths: BTreeMap<String, String>,
}

/// `css/*` joined in order of name into one `site.css`, which every page has, and each `css/NAME/*` into a `NAME.css` for
/// the pages that need it; `js/**` together in one folder, so that modules go on finding each other by relative address;
/// anything else by itself. Style sheets and modules are minified first, so that a name follows the bytes that are
/// published.
pub fn assets(files: &[(&str, &[u8])]) -> Assets {
    let mut files = files.to_vec();
    files.sort();
    let mut assets = Assets::default();
    let below = |folder: &str| -> Vec<(String, Vec<u8>)> {
        let inside = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes)));
        inside.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
    };
    let mut sheets: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for (path, bytes) in below("css/") {
        let sheet = path.split_once('/').map_or("site", |(sheet, _)| sheet);
        sheets.entry(sheet.to_owned()).or_default().push(bytes);
    }
    for (sheet, parts) in sheets {
        let css = minified(parts.join(&b'\n'), minify::css);
        let name = format!("assets/{sheet}-{}.css", fingerprint([css.as_slice()]));
        assets.add(format!("{sheet}.css"), name, css);
    }
    let mut scripts = joined(below("js/"));
    for (_, bytes) in scripts.iter_mut().filter(|(path, _)| path.ends_with(".js")) {
        *bytes = minified(std::mem::take(bytes), minify::javascript);
    }
    let folder = fingerprint(scripts.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]));
    for (path, bytes) in scripts {
        let published = format!("assets/js-{folder}/{path}");
        assets.add(path, published, bytes);
    }
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with("css/") && !path.starts_with("js/")) {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, "bin"));
        assets.add((*path).to_owned(), format!("assets/{stem}-{}.{ending}", fingerprint([*bytes])), bytes.to_vec());
    }
    assets
}

/// The modules that travel as one file put together.
fn joined(scripts: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let is_module = |path: &str| path.ends_with(".js");
    let text = |(path, bytes): &(String, Vec<u8>)| Some((path.clone(), String::from_utf8(bytes.clone()).ok()?));
    let mut modules: Modules = scripts.iter().filter(|(path, _)| is_module(path)).filter_map(text).collect();
    modules::join(&mut modules);
    let script = |(path, bytes): (String, Vec<u8>)| {
        let bytes = modules.remove(&path).map_or(bytes, String::into_bytes);
        (path, bytes)
    };
    scripts.into_iter().map(script).collect()
}

/// What is not UTF-8 is nothing that a parser could take.
fn minified(bytes: Vec<u8>, minify: fn(&str) -> String) -> Vec<u8> {
    match std::str::from_utf8(&bytes) {
        Ok(source) => minify(source).into_bytes(),
        Err(_) => bytes,
    }
}

impl Assets {
    fn add(&mut self, name: String, path: String, bytes: Vec<u8>) {
        self.paths.insert(name, path.clone());
        self.files.push(Artifact { path, class: Class::Immutable, bytes });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_content() {
        let files: [(&str, &[u8]); 4] = [
            ("js/main.js", b"f(1)"),
            ("css/20.css", b"b{top:0}"),
            ("css/10.css", b"a{top:0}"),
            ("js/search/page.js", b"f(2)"),
        ];
        let first = assets(&files);
        assert_eq!(first.files[0].bytes, b"a,b{top:0}");
        let folder = |assets: &Assets| assets.paths["main.js"].trim_end_matches("main.js").to_owned();
        assert_eq!(first.paths["search/page.js"], format!("{}search/page.js", folder(&first)));
        let changed = assets(&[("js/main.js", b"f(1)"), ("js/search/page.js", b"f(3)")]);
        assert_ne!(folder(&first), folder(&changed), "one changed module moves them all");
    }

    #[test]
    fn sheets_of_a_folder_are_a_sheet_of_its_own() {
        let files: [(&str, &[u8]); 3] =
            [("css/10.css", b"a{top:0}"), ("css/search/20.css", b"b{top:0}"), ("css/search/30.css", b"i{top:0}")];
        let made = assets(&files);
        let sheet = |name: &str| {
            let file = made.files.iter().find(|file| file.path == made.paths[name]).expect("published");
            String::from_utf8(file.bytes.clone()).expect("text")
        };
        assert_eq!(sheet("site.css"), "a{top:0}");
        assert_eq!(sheet("search.css"), "b,i{top:0}");
        assert!(made.paths["search.css"].starts_with("assets/search-"));
    }
}
