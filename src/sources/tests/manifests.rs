//! Manifests that cannot be right are refused with file, key and value.

use super::stage::Stage;
use crate::sources::Feed;

fn refusal(more: &str) -> String {
    let stage = Stage::new();
    let text = format!("kind = \"policy\"\nagency = \"示例局\"\nsource = \"https://a.example/\"\n{more}\n");
    stage.write("data/sources/a.toml", text);
    Feed::load_all(stage.root()).expect_err("refused").to_string()
}

#[test]
fn limits_paging_and_requests_are_checked() {
    let cases = [
        ("timeout_secs = 0", "`timeout_secs` = `0`"),
        ("timeout_secs = 86400", "`timeout_secs` = `86400`"),
        ("max_bytes = 0", "`max_bytes` = `0`"),
        ("[request]\nform = { a = \"b\" }", "`method = \"POST\"`"),
        ("[page]\nstyle = \"number\"\nsize = 0", "`page.size` = `0`"),
        ("[page]\nstyle = \"next\"", "`page.next`"),
        ("[page]\nstyle = \"number\"\ntotal = \"total\"", "`page.total` = `total`"),
        ("[page]\nstyle = \"number\"\ntotal = \"/data/totalPages\"", "by its name a number of pages"),
        ("[page]\nstyle = \"pages\"", "pages"),
        ("[request]\nmethod = \"PUT\"", "PUT"),
        ("verify_tls = false", "verify_tls"),
        ("delay_ms = 99999", "`delay_ms` = `99999`"),
        ("deadline_secs = 0", "`deadline_secs` = `0`"),
        ("deadline_secs = 99999", "`deadline_secs` = `99999`"),
        ("redirect_hosts = [\"https://a.example/\"]", "`redirect_hosts` = `https://a.example/`"),
        ("redirect_hosts = [\"*.example\"]", "`redirect_hosts` = `*.example`"),
        ("ca_file = \"../ca.pem\"", "`ca_file` = `../ca.pem`"),
        ("ca_file = \"https://a.example/ca.pem\"", "`ca_file`"),
        ("max_shrink_percent = 101", "`max_shrink_percent` = `101`"),
        ("max_quarantine_percent = 101", "`max_quarantine_percent` = `101`"),
    ];
    for (more, says) in cases {
        let refusal = refusal(more);
        assert!(refusal.contains(says) && refusal.contains("a.toml"), "{refusal}");
    }
}

#[test]
fn two_manifests_cannot_have_one_id() {
    let stage = Stage::new();
    let text = "kind = \"policy\"\nagency = \"示例局\"\nsource = \"a.csv\"\n";
    stage.write("data/sources/a.toml", text);
    stage.write("data/sources/b.toml", text);
    let ids = |feeds: Vec<Feed>| feeds.into_iter().map(|feed| feed.id).collect::<Vec<_>>();
    assert_eq!(ids(Feed::load_all(stage.root()).expect("two feeds")), ["a", "b"]);
    stage.write("data/sources/city/b.toml", text);
    let refusal = Feed::load_all(stage.root()).expect_err("refused").to_string();
    assert!(refusal.contains("city/b.toml") && refusal.contains("the same name"), "{refusal}");
}

#[test]
fn sources_outside_the_root_are_refused() {
    let stage = Stage::new();
    for source in ["../a.csv", "/etc/passwd", "a/../../b.csv", "", "ftp://a.example/b.csv"] {
        stage.write("data/sources/a.toml", format!("kind = \"policy\"\nagency = \"x\"\nsource = \"{source}\"\n"));
        let refusal = Feed::load_all(stage.root()).expect_err("refused").to_string();
        assert!(refusal.contains("`source`"), "{refusal}");
    }
}
