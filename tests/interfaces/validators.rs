//! Feeds, sitemaps, JSON and the catalogue, each held to its standard by a validator that others wrote: RFC 4287 by Ruby's
//! own library, the XSD of sitemaps.org by libxml2, JSON Schema by Ajv, DCAT-AP by pySHACL. `./run-tests` installs them.
//!
//! Next to each stands what it must find wrong, so that none of them is asked for nothing.

use crate::Files;
use crate::portal::Portal;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const TOOLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/browser-tests");
const FEED: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>https://x.cn/</id>
    <updated>2026-01-01T00:00:00+08:00</updated><author><name>a</name></author>"#;
const SITEMAP: &str = r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"#;
const INDEX: &str = r#"<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">"#;

/// Files on the disk, where programs find them.
struct OnDisk {
    dir: tempfile::TempDir,
    paths: Vec<PathBuf>,
}

impl OnDisk {
    fn new() -> OnDisk {
        OnDisk { dir: tempfile::tempdir().expect("a folder can be made"), paths: Vec::new() }
    }

    /// Those of a site with this beginning and ending.
    fn of(files: &Files, start: &str, end: &str) -> OnDisk {
        let mut disk = OnDisk::new();
        for path in files.paths(start, end) {
            disk.put(path, files.bytes(path));
        }
        disk
    }

    fn put(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        std::fs::write(&path, bytes).expect("a file can be written");
        self.paths.push(path.clone());
        path
    }
}

/// What a program of `validators/` says of files, a line a fault; a program that fails is one, too.
fn faults(program: impl AsRef<Path>, script: &str, arguments: &[PathBuf]) -> Vec<String> {
    let mut command = Command::new(program.as_ref());
    command.arg(Path::new(ROOT).join("tests/interfaces/validators").join(script));
    if script.ends_with(".mjs") {
        command.arg(Path::new(TOOLS).join("node_modules"));
    }
    let ran = command.args(arguments).output().unwrap_or_else(|error| {
        panic!("{}: {error}; `./run-tests` installs it", program.as_ref().display());
    });
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{script}: {told}; `./run-tests` installs what it needs");
    String::from_utf8_lossy(&ran.stdout).lines().map(str::to_owned).collect()
}

fn atom(disk: &OnDisk) -> Vec<String> {
    faults("ruby", "atom.rb", &disk.paths)
}

fn sitemaps(disk: &OnDisk) -> Vec<String> {
    faults("node", "sitemap.mjs", &disk.paths)
}

fn catalogues(disk: &OnDisk) -> Vec<String> {
    faults(Path::new(TOOLS).join("python/bin/python"), "catalogue.py", &disk.paths)
}

/// JSON files, each group with its schema first.
fn schemas(groups: &[Vec<PathBuf>]) -> Vec<String> {
    faults("node", "schema.mjs", &groups.join(&PathBuf::from("--")))
}

/// Every kind of file that has a standard, of one site.
#[track_caller]
fn assert_valid(files: &Files) {
    let feeds = OnDisk::of(files, "feeds/", ".xml");
    assert_eq!(atom(&feeds), [""; 0]);
    let maps = OnDisk::of(files, "sitemap", ".xml");
    assert_eq!(sitemaps(&maps), [""; 0]);
    assert_eq!(catalogues(&OnDisk::of(files, "data/", ".jsonld")), [""; 0]);
    let mut disk = OnDisk::new();
    let mut groups = Vec::new();
    for schema in files.paths("data/schema/", ".json") {
        let lines = schema.replace("data/schema/", "data/").replace(".json", ".ndjson");
        let of = if files.contains(&lines) { vec![lines.as_str()] } else { files.paths("m/", ".json").collect() };
        let group = [schema].into_iter().chain(of).map(|path| disk.put(path, files.bytes(path)));
        groups.push(group.collect());
    }
    assert_eq!(schemas(&groups), [""; 0]);
}

#[test]
fn everything_of_the_sample_site_is_valid() {
    let files = Files::sample();
    let lines = files.paths("data/", ".ndjson").map(|path| files.text(path).lines().count()).sum::<usize>();
    assert!(files.paths("feeds/", ".xml").count() > 60 && lines > 1000, "{lines} lines");
    assert_valid(files);
}

/// One merchant, no record, a portal in English: most feeds have no entry, most files no row.
#[test]
fn an_almost_empty_site_is_valid() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    portal.edit("portal.toml", "language = \"zh-CN\"", "language = \"en\"");
    std::fs::remove_file(portal.path("data/sources/penalties.toml")).expect("removable");
    let files = Files::of(&portal);
    assert!(files.text("feeds/penalties.xml").matches("<entry>").next().is_none());
    assert_valid(&files);
}

/// What agencies could write, by mistake or on purpose.
const HOSTILE: [&str; 10] = [
    "=HYPERLINK(\"http://x\")",
    " ＠SUM(1)",
    "甲</title><script>alert(1)</script>",
    "]]>&amp;&lt;乙",
    "控\u{1}制\u{b}字\u{7f}符\u{fffe}",
    "\u{202e}倒着写的店\u{202c}",
    "𠮷野家👩‍👩‍👧",
    "a\u{0301}\u{0302}\u{0303}\u{0304}",
    "--><!-- {{ site.title }} {% raw %}",
    "\u{feff}店\u{200b}名 \u{3000} ",
];

#[test]
fn what_agencies_wrote_breaks_no_file() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    let rows: Vec<serde_json::Value> = HOSTILE
        .iter()
        .enumerate()
        .map(|(at, text)| {
            serde_json::json!({ "title": text, "summary": text, "body": text, "published_on": "2026-11-01", "agency": text,
                "document_no": format!("{text}{at}号"), "category": text, "source_url": format!("https://x.cn/?a=1&b={text}") })
        })
        .collect();
    let exposures: Vec<serde_json::Value> = HOSTILE
        .iter()
        .map(|text| serde_json::json!({ "subject_name": text, "title": text, "facts": text, "published_on": "2026-11-02" }))
        .collect();
    for (kind, rows) in [("notice", rows.clone()), ("policy", rows.clone()), ("case", rows), ("exposure", exposures)] {
        let feed = format!("kind = \"{kind}\"\nagency = \"鞍山市商务局\"\nsource = \"data/samples/{kind}.json\"\n");
        std::fs::write(portal.path(&format!("data/sources/{kind}.toml")), feed).expect("writable");
        let bytes = serde_json::to_vec(&rows).expect("JSON");
        std::fs::write(portal.path(&format!("data/samples/{kind}.json")), bytes).expect("writable");
    }
    let files = Files::of(&portal);
    let shown = files.text("data/notices.ndjson").lines().count();
    assert!(shown >= 8, "{shown} notices");
    assert_valid(&files);
    for path in files.paths("", ".html") {
        assert!(!files.text(path).contains("<script>alert"), "{path}");
    }
}

#[test]
fn what_is_not_valid_is_found() {
    let entry = "<entry><title>a</title><id>https://x.cn/1</id><updated>2026-01-01T00:00:00Z</updated></entry>";
    for (feed, fault) in [
        (format!("{FEED}{}</feed>", entry.replace("<id>https://x.cn/1</id>", "")), "<id>"),
        (format!("{FEED}{}</feed>", entry.replace("2026-01-01T00:00:00Z", "yesterday")), "updated"),
        (format!("{}</feed>", FEED.replace("<author><name>a</name></author>", "")), "<author>"),
        (format!("{FEED}<note/></feed>"), "note"),
        (FEED.to_owned(), "well formed"),
    ] {
        let mut disk = OnDisk::new();
        disk.put("feed.xml", &feed);
        let found = atom(&disk);
        assert!(found.len() == 1 && found[0].contains(fault), "{feed}: {found:?}");
    }
    for (map, fault) in [
        (format!("{SITEMAP}</urlset>"), "url"),
        (format!("{SITEMAP}<url><lastmod>2026-01-01</lastmod></url></urlset>"), "lastmod"),
        (format!("{SITEMAP}<url><loc>https://x.cn/a/b/</loc><lastmod>today</lastmod></url></urlset>"), "lastmod"),
        (format!("{INDEX}<sitemap><address>https://x.cn/</address></sitemap></sitemapindex>"), "address"),
    ] {
        let mut disk = OnDisk::new();
        disk.put("sitemap.xml", &map);
        let found = sitemaps(&disk);
        assert!(!found.is_empty() && found[0].contains(fault), "{map}: {found:?}");
    }
    let files = Files::sample();
    let mut disk = OnDisk::new();
    let schema = disk.put("schema.json", files.bytes("data/schema/penalties.json"));
    let line = files.text("data/penalties.ndjson").lines().next().expect("a line");
    let bad = line.replacen("\"first_seen\":\"2", "\"score\":5,\"first_seen\":\"x", 1);
    let lines = disk.put("lines.ndjson", format!("{line}\n{bad}\n"));
    let found = schemas(&[vec![schema, lines]]);
    assert!(found.len() == 1 && found[0].contains(":2: ") && found[0].contains("first_seen"), "{found:?}");
    let mut disk = OnDisk::new();
    disk.put("catalog.jsonld", files.text("data/catalog.jsonld").replace("\"dct:title\"", "\"dct:name\""));
    let found = catalogues(&disk);
    assert!(found.len() > 20 && found[0].contains("title"), "{found:?}");
}
