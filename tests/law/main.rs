//! The law of publication, driven from outside: small portals written by hand, the real program, its pages and reports.

#[path = "../support/portal.rs"]
mod portal;

mod premises;

use portal::Portal;

/// Agencies of all tests here.
const AGENCIES: &str = "[[agency]]\nname = \"示例市监局\"\ndomain = \"市场监管\"\n";

/// A portal with nothing but these feeds: name, kind, CSV.
fn portal_of(feeds: &[(&str, &str, &str)]) -> Portal {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    for folder in ["data/sources", "data/samples"] {
        std::fs::remove_dir_all(portal.path(folder)).expect("removed");
        std::fs::create_dir_all(portal.path(folder)).expect("made");
    }
    std::fs::write(portal.path("data/agencies.toml"), AGENCIES).expect("written");
    for (name, kind, csv) in feeds {
        let manifest = format!("kind = \"{kind}\"\nagency = \"示例市监局\"\nsource = \"data/samples/{name}.csv\"\n");
        std::fs::write(portal.path(&format!("data/sources/{name}.toml")), manifest).expect("written");
        write_feed(&portal, name, csv);
    }
    portal
}

fn write_feed(portal: &Portal, name: &str, csv: &str) {
    std::fs::write(portal.path(&format!("data/samples/{name}.csv")), csv).expect("written");
}

/// A page of the site that is in place.
fn page(portal: &Portal, path: &str) -> String {
    std::fs::read_to_string(portal.path("site").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
