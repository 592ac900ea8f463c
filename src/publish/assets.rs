//! The theme's static files under names that change with their content, so that hosts may cache them for ever.

use super::fingerprint::fingerprint;
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

/// `css/*` joined in order of name into one `site.css`; `js/**` together in one folder, so that modules go on finding
/// each other by relative address; anything else by itself. Style sheets and modules are minified first, so that a name
/// follows the bytes that are published.
pub fn assets(files: &[(&str, &[u8])]) -> Assets {
    let mut files = files.to_vec();
    files.sort();
    let mut assets = Assets::default();
    let below = |folder: &str| -> Vec<(String, Vec<u8>)> {
        let inside = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes)));
        inside.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
    };
    let css: Vec<Vec<u8>> = below("css/").into_iter().map(|file| file.1).collect();
    if !css.is_empty() {
        let css = minified(css.join(&b'\n'), minify::css);
        let name = format!("assets/site-{}.css", fingerprint([css.as_slice()]));
        assets.add("site.css".to_owned(), name, css);
    }
    let mut scripts = below("js/");
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
}
