//! Configuration that cannot be right: nothing is done, and the message names file, line and mend.

use crate::published::Published;

#[track_caller]
fn refused(site: &Published, said: &[&str]) {
    for command in ["update", "pull", "build"] {
        let ran = site.portal.run(&[command]).ends(2, said);
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
        site.site_is_as_before();
    }
}

#[test]
fn an_unknown_key_of_the_portal() {
    let site = Published::small();
    site.portal.edit("portal.toml", "[portal]\n", "[portal]\ncolour = \"red\"\n");
    let file = site.portal.path("portal.toml");
    refused(
        &site,
        &[&format!("`{}`", file.display()), "line 3, column 1", "unknown field `colour`, expected one of `title`"],
    );
}

#[test]
fn a_cause_is_told_once() {
    let site = Published::small();
    site.portal.edit("portal.toml", "[portal]\n", "[portal]\ncolour = \"red\"\n");
    let once = |text: &str| text.matches("unknown field").count() == 1;
    let output = site.portal.command(&["build"]).output().expect("the program starts");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(once(&message), "{message}");
}

#[test]
fn an_unknown_key_of_a_feed() {
    let site = Published::small();
    site.portal.edit("data/sources/merchants.toml", "kind", "colour = 1\nkind");
    refused(&site, &["merchants.toml`", "line 1", "colour"]);
}

#[test]
fn an_unknown_encoding() {
    let site = Published::small();
    site.portal.edit("data/sources/penalties.toml", "gb18030", "klingon");
    refused(&site, &["penalties.toml`, line 5: `encoding` = `klingon`", "gb18030"]);
}

#[test]
fn an_unknown_preset() {
    let site = Published::small();
    site.portal.edit("data/sources/penalties.toml", "shuanggongshi-penalty", "nope");
    refused(&site, &["penalties.toml`, line 4: `preset` = `nope`", "shuanggongshi-penalty"]);
}

#[test]
fn a_variable_that_is_not_set() {
    let site = Published::small();
    let source = "\"https://example.invalid/${MINGJING_TEST_UNSET}\"";
    site.portal.edit("data/sources/merchants.toml", "\"data/samples/merchants.csv\"", source);
    let said = ["merchants.toml", "line 3", "`MINGJING_TEST_UNSET` is not set", "hint: set it before the pull"];
    site.portal.run(&["update"]).ends(2, &said[..1]).ends(2, &said[2..]);
    site.site_is_as_before();
}
