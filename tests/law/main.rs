//! The law of publication, driven from outside: small portals written by hand, the real program, its pages and reports.

#[path = "../support/portal.rs"]
mod portal;

mod decisions;
mod official;
mod premises;
mod sources;
mod told;

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

/// One ordinary penalty.
const PENALTIES: &str = "行政相对人名称,统一社会信用代码,决定书文号,处罚机关,处罚决定日期,违法事实,处罚内容
甲示例健身有限公司,91210302MA99FY1107,示市监处罚〔2026〕7号,示例市监局,2026-06-01,拒不退款,罚款20000元
";

/// What `explain` says of the one record that a code, a name or an id stands for.
fn explained(portal: &Portal, what: &str, date: &str) -> serde_json::Value {
    let ran = portal.run(&["explain", what, "--json", "--date", date]).ends(0, &[]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    report["records"][0].clone()
}
