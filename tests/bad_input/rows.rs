//! Rows that cannot be records: each is put aside with its place and the mend, the others are published.

use crate::published::Published;

const FILE: &str = "data/samples/merchants.csv";

/// Adds a row to the merchants and updates; returns the report of that feed.
#[track_caller]
fn with_row(site: &Published, row: &str, code: i32) -> serde_json::Value {
    let before = std::fs::read_to_string(site.portal.path(FILE)).expect("text");
    site.write(FILE, format!("{before}{row}\n"));
    let ran = site.portal.run(&["update", "--json"]).ends(code, &[]);
    site.write(FILE, before);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    report["feeds"][0].clone()
}

/// Asserts that the row is put aside for the field and the reason, and that all else is as it was.
#[track_caller]
fn is_put_aside(row: &str, field: &str, value: &str, reason: &str) {
    let site = Published::small();
    let feed = with_row(&site, row, 3);
    let quarantined = feed["quarantined"].as_array().expect("a list");
    assert_eq!((feed["status"].as_str(), feed["records"].as_u64()), (Some("fresh"), Some(3)), "{feed:#}");
    let [one] = quarantined.as_slice() else { panic!("not one row: {feed:#}") };
    assert_eq!(
        (one["row"].as_str(), one["field"].as_str(), one["value"].as_str()),
        (Some("5"), Some(field), Some(value))
    );
    assert!(one["reason"].as_str().is_some_and(|said| said.contains(reason)), "{one}");
    site.facts_are_as_before();
}

#[test]
fn too_short() {
    is_put_aside(
        "过短示例洗衣店,91210381MA99FY1457",
        "",
        "过短示例洗衣店",
        "2 cells, the header has 4: the row is too short",
    );
}

#[test]
fn too_long() {
    is_put_aside(
        "过长示例洗车行,,千山区,存续,多出的",
        "",
        "过长示例洗车行",
        "5 cells, the header has 4: the row is too long",
    );
}

#[test]
fn a_code_that_a_spreadsheet_destroyed() {
    is_put_aside("示例超市,9.12E+17,铁东区,存续", "subject_code", "9.12E+17", "export the column as text");
}

#[test]
fn no_name() {
    is_put_aside(",91210381MA99FY1457,海城市,存续", "subject_name", "", "required and empty");
}

#[test]
fn a_wrong_check_digit_is_a_warning() {
    let site = Published::small();
    let feed = with_row(&site, "校验示例洗衣店,91210381MA99FY1450,海城市,存续", 0);
    assert_eq!(feed["records"], 4, "{feed:#}");
    let warning = feed["warnings"][0]["message"].as_str().unwrap_or_default();
    assert!(
        warning.contains("row 5") && warning.contains("91210381MA99FY1450") && warning.contains("licence"),
        "{feed:#}"
    );
    assert!(site.files().contains_key("m/50/91210381MA99FY1450.html"));
}

#[test]
fn a_bad_date() {
    let site = Published::small();
    let file = "data/samples/penalties.csv";
    let before = std::fs::read(site.portal.path(file)).expect("a file");
    let text = encoding_rs::GB18030.decode(&before).0.into_owned();
    let row = text.lines().last().expect("a row").replace("9002", "9003").replace("2026/5/7", "2026-13-45");
    site.write(file, encoding_rs::GB18030.encode(&format!("{text}{row}\n")).0);
    let said = "quarantined: row 4, `decided_on` = `2026-13-45`: not a date that can be read; write it like 2026-03-02";
    site.update_keeps_facts(3, &[said]);
}

#[test]
fn an_id_number_in_place_of_a_code_is_never_shown() {
    let site = Published::small();
    let before = std::fs::read_to_string(site.portal.path(FILE)).expect("text");
    site.write(FILE, format!("{before}示例超市,210302190001010015,铁东区,存续\n"));
    let output = site.portal.command(&["update", "--json"]).output().expect("the program starts");
    let holds = |bytes: &[u8]| bytes.windows(12).any(|window| window == b"190001010015");
    assert!(!holds(&output.stdout) && !holds(&output.stderr), "the number is printed");
    for (path, bytes) in site.files() {
        assert!(!path.contains("190001010015") && !holds(&bytes), "the number is published in {path}");
    }
}
