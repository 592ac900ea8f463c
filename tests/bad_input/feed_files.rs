//! Feed files that are not there or not what they should be: the feed fails, its last good data stays.

use crate::portal::Portal;
use crate::published::Published;

const FILE: &str = "data/samples/merchants.csv";

#[test]
fn in_good_order_a_second_update_changes_nothing() {
    let site = Published::small();
    let ran = site.portal.run(&["update", "--json"]).ends(0, &[]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    assert_eq!((&report["written"], &report["removed"]), (&0.into(), &0.into()), "{report:#}");
    site.facts_are_as_before();
}

#[test]
fn a_missing_file() {
    let site = Published::small();
    std::fs::remove_file(site.portal.path(FILE)).expect("removed");
    let manifest = site.portal.path("data/sources/merchants.toml");
    let hint = format!("hint: put it there, or correct `source` in `{}`", manifest.display());
    site.update_keeps_facts(3, &["merchants", "failed", "`data/samples/merchants.csv` does not exist", &hint]);
    let page = site.files().remove("about/sources.html").expect("a page");
    assert!(String::from_utf8_lossy(&page).contains("获取失败"), "the sources page does not say that the feed failed");
}

#[test]
fn a_feed_that_fails_and_comes_back() {
    let site = Published::small();
    std::fs::rename(site.portal.path(FILE), site.portal.path("aside")).expect("moved");
    site.update_keeps_facts(3, &["failed"]);
    std::fs::rename(site.portal.path("aside"), site.portal.path(FILE)).expect("moved");
    site.update_keeps_facts(0, &[]);
    let page = site.files().remove("about/sources.html").expect("a page");
    assert!(!String::from_utf8_lossy(&page).contains("获取失败"), "the sources page still says that the feed failed");
}

#[test]
fn files_that_are_not_what_they_should_be() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("empty", b"", "the feed is empty"),
        ("blank", b" \r\n\n", "the feed is empty"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture came"),
        ("half a spreadsheet", b"PK\x03\x04half", "a broken ZIP archive"),
        ("a web page", b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>", "no table"),
        ("an error as JSON", r#"{"code":500,"msg":"系统繁忙"}"#.as_bytes(), "the answer says `系统繁忙`"),
        ("half of some JSON", r#"{"total":3,"rows":[{"企业名称":"坏输"#.as_bytes(), "not JSON"),
        ("half of some XML", "<Rows><Row><企业名称>坏输入".as_bytes(), "XML"),
        ("one word", "维护中".as_bytes(), "no column for the required field `subject_name`; columns are: 维护中"),
    ];
    let site = Published::small();
    for (case, bytes, said) in cases {
        site.write(FILE, bytes);
        let ran = site.update_keeps_facts(3, &["failed", "`data/samples/merchants.csv`", said, "hint: "]);
        assert!(ran.stdout.is_empty(), "{case}: {}", ran.stdout);
    }
}

#[test]
fn a_spreadsheet_where_json_was_declared() {
    let site = Published::small();
    site.portal.edit("data/sources/merchants.toml", "source", "format = \"json\"\nsource");
    site.update_keeps_facts(3, &["failed", "`data/samples/merchants.csv`: not JSON", "`format`"]);
}

#[test]
fn a_required_column_is_missing() {
    let site = Published::small();
    site.portal.edit(FILE, "企业名称", "单位");
    let said = "no column for the required field `subject_name`; columns are: 单位, 所属区县, 状态, 统一社会信用代码";
    site.update_keeps_facts(3, &["failed", said, "hint: name the column under [fields]"]);
    site.portal.edit("data/sources/merchants.toml", "source", "fields = { subject_name = \"单位\" }\nsource");
    site.portal.run(&["update"]).ends(0, &[]);
    site.facts_are_as_before();
}

#[test]
fn another_encoding_than_declared() {
    let site = Published::small();
    // The file is GB18030.
    site.portal.edit("data/sources/penalties.toml", "gb18030", "utf-8");
    site.update_keeps_facts(0, &["2 records"]);
    // And now it is UTF-8 and said to be GB18030.
    site.portal.edit("data/sources/penalties.toml", "utf-8", "gb18030");
    let bytes = std::fs::read(site.portal.path("data/samples/penalties.csv")).expect("a file");
    site.write("data/samples/penalties.csv", encoding_rs::GB18030.decode(&bytes).0.as_bytes());
    site.update_keeps_facts(0, &["2 records"]);
}

#[test]
fn bytes_that_no_encoding_explains() {
    let site = Published::small();
    let mut bytes = std::fs::read(site.portal.path(FILE)).expect("a file");
    let middle = bytes.len() / 2;
    bytes.splice(middle..middle, [0xff, 0xfe, 0xff]);
    site.write(FILE, bytes);
    let said = ["fresh", "quarantined: row 3, `subject_name`", "`encoding`"];
    site.portal.run(&["update"]).ends(3, &said);
}

#[test]
fn far_fewer_rows_than_before() {
    let site = Published::small();
    site.write(
        FILE,
        "企业名称,统一社会信用代码,所属区县,状态\n坏输入示例健身有限公司,91210302MA99FY1107,铁东区,存续\n",
    );
    site.update_keeps_facts(3, &["held", "fell from 3 to 1 rows", "max_shrink_percent"]);
}

#[test]
fn every_row_broken_at_once() {
    let site = Published::small();
    for code in ["91210302MA99FY1107", "91210303MA99FY129J", "91210304MA99FY137U"] {
        site.portal.edit(FILE, code, "9.12E+17");
    }
    let said = ["held", "fell from 3 to 0 records in 3 rows", "quarantined: row 2, `subject_code` = `9.12E+17`"];
    site.update_keeps_facts(3, &said);
    site.portal.run(&["accept", "merchants"]).ends(0, &[]);
    site.portal.run(&["update"]).ends(3, &["fresh"]);
}

#[test]
fn a_column_is_gone_without_which_records_would_vanish() {
    let site = Published::of(Portal::copy_of(""));
    let file = "data/samples/scjg-penalties.csv";
    let bytes = std::fs::read(site.portal.path(file)).expect("a file");
    let text = encoding_rs::GB18030.decode(&bytes).0.replacen("CF_JDRQ", "RQ", 1);
    site.write(file, encoding_rs::GB18030.encode(&text).0);
    let said = [
        "scjg-penalties",
        "held",
        "nearly every record had `decided_on` before, none has it now",
        "hint: a column may be gone",
    ];
    site.update_keeps_facts(3, &said);
}
