//! What machines and other people's programs read of a site: documents, downloads, feeds, schemas, markup, in both
//! languages; each checked by readers that are not this program's own.

#[path = "../support/portal.rs"]
mod portal;

mod documents;
mod feeds;
mod languages;
mod linked_data;
mod lists;
mod meta;
mod sitemap;
mod tables;
mod time;
mod validators;

use portal::Portal;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Every published file of a site, by path below its root.
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// The sample portal's site.
    pub fn sample() -> &'static Files {
        static FILES: OnceLock<Files> = OnceLock::new();
        FILES.get_or_init(|| Files::of(&Portal::copy_of("")))
    }

    /// Pulls and builds a portal.
    pub fn of(portal: &Portal) -> Files {
        portal.run(&["update", "--quiet"]).ends(0, &[]);
        Files::read(portal)
    }

    /// The site of a portal as it was built last.
    pub fn read(portal: &Portal) -> Files {
        let site = portal.path("site");
        let below = walkdir::WalkDir::new(&site).into_iter().map(|entry| entry.expect("the site can be read"));
        let files = below.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let path = entry.path().strip_prefix(&site).expect("below the site").to_str().expect("UTF-8").to_owned();
            (path, std::fs::read(entry.path()).expect("a file can be read"))
        });
        Files(files.filter(|(path, _)| !path.starts_with('.')).collect())
    }

    /// Paths with this beginning and ending.
    pub fn paths<'f>(&'f self, start: &'f str, end: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.keys().map(String::as_str).filter(move |path| path.starts_with(start) && path.ends_with(end))
    }

    #[track_caller]
    pub fn bytes(&self, path: &str) -> &[u8] {
        self.0.get(path).unwrap_or_else(|| panic!("the site has no `{path}`"))
    }

    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.bytes(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[track_caller]
    pub fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_slice(self.bytes(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// A ready JSON Schema of the site; formats are checked too.
    #[track_caller]
    pub fn schema(&self, path: &str) -> jsonschema::Validator {
        let schema = self.json(path);
        assert!(jsonschema::meta::is_valid(&schema), "{path} is no JSON Schema");
        let options = jsonschema::options().should_validate_formats(true);
        options.build(&schema).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// Asserts that a value fits a schema.
#[track_caller]
pub fn fits(schema: &jsonschema::Validator, value: &serde_json::Value, name: &str) {
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}
