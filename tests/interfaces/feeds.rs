//! Sitemap, feeds, OpenSearch, `llms.txt`, the catalogue and the bulk files' schemas.

use crate::{Files, fits};
use std::collections::{BTreeMap, BTreeSet};

/// Text of every element of a name, in order.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let open = format!("<{name}>");
    xml.split(&open).skip(1).map(|rest| rest.split('<').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_sitemap_lists_every_page_once_with_the_day_of_its_last_change() {
    let files = Files::sample();
    let index = files.text("sitemap.xml");
    let base = "https://example.gov.cn/yfk/";
    let parts = texts(index, "loc");
    assert!(!parts.is_empty() && texts(index, "lastmod").len() == parts.len());
    let mut listed = BTreeMap::new();
    for part in parts {
        for url in files.text(part.strip_prefix(base).expect("below the site")).split("<url>").skip(1) {
            let path = texts(url, "loc")[0].strip_prefix(base).expect("below the site").to_owned();
            let day = texts(url, "lastmod").first().cloned();
            assert!(day.as_deref().is_none_or(|day| day.parse::<jiff::civil::Date>().is_ok()), "{path}: {day:?}");
            assert!(listed.insert(path.clone(), day).is_none(), "{path} is listed twice");
        }
    }
    let pages = files.paths("", ".html").filter(|path| !files.text(path).contains("noindex"));
    let pages: BTreeSet<String> = pages
        .map(|path| {
            path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path)
        })
        .map(str::to_owned)
        .collect();
    let (missing, extra): (Vec<&String>, Vec<&String>) = (
        pages.iter().filter(|page| !listed.contains_key(*page)).collect(),
        listed.keys().filter(|page| !pages.contains(*page)).collect(),
    );
    assert!(missing.is_empty() && extra.is_empty(), "not listed: {missing:?}; no such page: {extra:?}");
    for path in files.paths("m/", ".json") {
        let changed = files.json(path)["changed_on"].as_str().map(str::to_owned);
        let listed = listed[&path.replace(".json", ".html")].clone();
        assert!(listed >= changed, "{path}: {listed:?} is before {changed:?}");
    }
}

#[test]
fn feeds_are_whole_to_another_reader() {
    let files = Files::sample();
    let mut entries = 0;
    for path in files.paths("feeds/", ".xml") {
        let feed = feed_rs::parser::parse(files.bytes(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(feed.updated.is_some() && feed.title.is_some() && !feed.id.is_empty(), "{path}");
        let relation = |wanted: &str| feed.links.iter().any(|link| link.rel.as_deref() == Some(wanted));
        assert!(relation("self") && relation("alternate"), "{path}");
        let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), feed.entries.len(), "{path}: an id stands twice");
        for entry in &feed.entries {
            assert!(entry.updated.is_some() && entry.updated <= feed.updated, "{path}: {}", entry.id);
            assert!(!entry.authors.is_empty() && entry.links.len() == 1, "{path}: {}", entry.id);
        }
        entries += feed.entries.len();
    }
    assert!(entries > 50, "{entries} entries");
}

#[test]
fn rows_fit_their_schemas_and_every_format_has_them_all() {
    let files = Files::sample();
    for path in files.paths("data/", ".ndjson").filter(|path| *path != "data/changes.ndjson") {
        let schema = files.schema(&path.replace("data/", "data/schema/").replace(".ndjson", ".json"));
        let rows = files.text(path).lines().map(|line| serde_json::from_str(line).expect("JSON"));
        let rows: Vec<serde_json::Value> = rows.collect();
        rows.iter().for_each(|row| fits(&schema, row, path));
        let csv = files.text(&path.replace(".ndjson", ".csv"));
        let mut csv = csv::Reader::from_reader(csv.strip_prefix('\u{feff}').expect("a byte order mark").as_bytes());
        assert_eq!(csv.records().filter(Result::is_ok).count(), rows.len(), "{path}");
        let book = std::io::Cursor::new(files.bytes(&path.replace(".ndjson", ".xlsx")).to_vec());
        let mut book = calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(book).expect("a workbook");
        let sheets = calamine::Reader::worksheets(&mut book);
        assert!(sheets.len() == 1 || path == "data/all.ndjson", "{path}");
        assert_eq!(sheets.iter().map(|sheet| sheet.1.height() - 1).sum::<usize>(), rows.len(), "{path}");
    }
}

#[test]
fn the_file_of_all_kinds_has_the_rows_of_each() {
    let files = Files::sample();
    let all = files.text("data/all.ndjson").lines().map(|line| serde_json::from_str(line).expect("JSON"));
    let all: Vec<serde_json::Value> = all.collect();
    let mut kinds = 0;
    for kind in mingjing::records::Kind::all() {
        let of_kind: Vec<&serde_json::Value> = all.iter().filter(|row| row["kind"] == kind.key()).collect();
        let own = files.text(&format!("data/{}.ndjson", kind.list())).lines();
        let own: Vec<serde_json::Value> = own.map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(of_kind.len(), own.len(), "{kind}");
        kinds += usize::from(!own.is_empty());
        for (row, own) in of_kind.into_iter().zip(own) {
            let mut row = row.clone();
            row.as_object_mut().expect("an object").shift_remove("kind");
            assert_eq!(row, own, "{kind}");
        }
    }
    assert!(all.len() > 600 && kinds > 12, "{} rows of {kinds} kinds", all.len());
}

#[test]
fn the_catalogue_tells_size_and_hash_of_what_is_there() {
    let files = Files::sample();
    let catalogue = files.json("data/catalog.jsonld");
    let manifest = files.json("manifest.json");
    let published: BTreeMap<&str, &serde_json::Value> = manifest["files"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| (file["path"].as_str().expect("a path"), file))
        .collect();
    let mut listed = BTreeSet::new();
    for dataset in catalogue["dcat:dataset"].as_array().expect("datasets") {
        for term in [
            "dct:title",
            "dct:description",
            "dct:publisher",
            "dct:license",
            "dct:issued",
            "dct:modified",
            "dct:spatial",
        ] {
            assert!(!dataset[term].is_null(), "{}: {term}", dataset["@id"]);
        }
        for file in dataset["dcat:distribution"].as_array().expect("distributions") {
            let path = file["dcat:downloadURL"]["@id"].as_str().expect("an address");
            let path = path.strip_prefix("https://example.gov.cn/yfk/").expect("below the site");
            let entry = published[path];
            assert_eq!(file["spdx:checksum"]["spdx:checksumValue"]["@value"], entry["sha256"], "{path}");
            assert_eq!(file["dcat:byteSize"]["@value"].as_str(), Some(entry["bytes"].to_string().as_str()), "{path}");
            let described = file["dct:conformsTo"]["@id"].is_string() || path.starts_with("data/charts/");
            assert!(file["dcat:mediaType"]["@id"].is_string() && described, "{path}");
            listed.insert(path);
        }
    }
    assert_eq!(listed.len(), 56, "three files a kind and of all kinds, and the tables of eight pictures");
    let page = files.text("data/index.html");
    for table in files.paths("data/charts/", ".csv") {
        assert!(listed.contains(table) && page.contains(&format!("../{table}")), "{table} is listed nowhere");
    }
}

#[test]
fn what_machines_are_told_is_there() {
    let files = Files::sample();
    let told = files.text("llms.txt");
    assert!(told.starts_with("# ") && told.contains("没有记录不等于没有风险"), "{told}");
    let links = told.split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default());
    let links: Vec<&str> = links.collect();
    assert!(links.len() > 35, "{links:?}");
    for link in links {
        let path = link.strip_prefix("https://example.gov.cn/yfk/").expect("below the site");
        let file = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(files.contains(&file), "llms.txt leads to `{path}`, which is not there");
    }
    assert!(files.text("robots.txt").contains("Sitemap: https://example.gov.cn/yfk/sitemap.xml"));
    let search = files.text("opensearch.xml");
    assert_eq!(texts(search, "InputEncoding"), ["UTF-8"]);
    assert_eq!(texts(search, "ShortName"), ["鞍山市预付卡商户诚信公示平台"]);
    assert!(texts(search, "LongName")[0].chars().count() <= 48 && search.contains("yfk/search/?q={searchTerms}"));
}

#[test]
fn the_documentation_names_every_kind_of_file_that_machines_read() {
    let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/data.md")).expect("docs/data.md");
    let files = Files::sample();
    for (path, named) in [
        ("data/penalties.csv", "data/penalties.csv"),
        ("data/penalties/210302.csv", "data/penalties/210302.csv"),
        ("data/penalties.ndjson", "data/penalties.ndjson"),
        ("data/penalties.xlsx", "data/penalties.xlsx"),
        ("data/schema/penalties.json", "data/schema/penalties.json"),
        ("data/schema/merchant-page.json", "data/schema/merchant-page.json"),
        ("data/catalog.jsonld", "data/catalog.jsonld"),
        ("data/card.html", "data/card.html"),
        ("feeds/all.xml", "feeds/all.xml"),
        ("sitemap.xml", "sitemap.xml"),
        ("opensearch.xml", "opensearch.xml"),
        ("robots.txt", "robots.txt"),
        ("llms.txt", "llms.txt"),
        ("manifest.json", "manifest.json"),
        ("status.json", "status.json"),
    ] {
        assert!(files.contains(path) && docs.contains(named), "{path}");
    }
    for path in files.paths("data/", "") {
        // A file a kind, or a folder a kind with a file a district.
        let kind = path.split(['/', '.']).any(|part| mingjing::records::Kind::all().any(|kind| kind.list() == part));
        assert!(kind || docs.contains(path) || path == "data/index.html", "docs/data.md does not name `{path}`");
    }
}
