//! Feeds that look broken are held with the reason and what they would change; a person lets them through.

use crate::desk::{Desk, Ran, code, name, table};

const FILE: &str = "data/samples/merchants.csv";

/// A portal that has taken in thirty merchants.
fn desk(more: &str) -> Desk {
    let desk = Desk::new();
    desk.declare("merchants", FILE, more);
    desk.write(FILE, table((0..30).map(|number| (number, name(number)))));
    desk.run(&["pull"]).ends(0);
    desk
}

/// Asserts that the feed is held, that `status` says so with the same difference, and that nothing was lost; after
/// `accept` it goes through.
#[track_caller]
fn held_then_accepted(desk: &Desk, reason: &str) -> Ran {
    let before = desk.facts();
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!(ran.feed()["status"], "held", "{:#}", ran.report);
    assert!(ran.reason().contains(reason), "{}", ran.reason());
    assert_eq!(desk.facts(), before);
    let status = desk.run(&["status"]).ends(3);
    assert_eq!(status.feed()["difference"], ran.feed()["difference"]);
    let needed = &status.report["needs_person"][0];
    assert_eq!((&needed["feed"], &needed["status"]), (&"merchants".into(), &"held".into()));
    assert!(needed["mend"].as_str().is_some_and(|mend| mend.contains("mingjing accept merchants")), "{needed}");
    let told = String::from_utf8(desk.command(&["status"]).output().expect("runs").stderr).expect("UTF-8");
    assert!(told.contains("needs a person: merchants is held") && told.contains("it would add"), "{told}");
    desk.run(&["accept", "merchants"]).ends(0);
    let through = desk.run(&["pull"]);
    assert_eq!(through.feed()["status"], "fresh", "{:#}", through.report);
    assert!(desk.run(&["status"]).feed()["difference"].is_null());
    ran
}

#[test]
fn a_fall_of_rows_shows_what_would_go() {
    let desk = desk("max_shrink_percent = 30");
    desk.write(FILE, table((12..30).map(|number| (number, name(number)))));
    let ran = held_then_accepted(&desk, "fell from 30 to 18 rows");
    let difference = &ran.feed()["difference"];
    assert_eq!((&difference["added"]["count"], &difference["removed"]["count"]), (&0.into(), &12.into()));
    assert_eq!(difference["removed"]["examples"].as_array().map(Vec::len), Some(10));
}

#[test]
fn rows_that_repeat_each_other_hide_no_fall() {
    let desk = desk("max_shrink_percent = 30");
    let half: Vec<u32> = (0..15).chain(0..15).collect();
    desk.write(FILE, table(half.into_iter().map(|number| (number, name(number)))));
    let ran = held_then_accepted(&desk, "fell from 30 to 15 records in 30 rows");
    assert_eq!(ran.feed()["difference"]["removed"]["count"], 15);
    assert_eq!(desk.run(&["status"]).feed()["records"], 15);
}

#[test]
fn a_list_whose_records_are_all_others_is_no_quiet_exchange() {
    let desk = desk("");
    desk.write(FILE, table((30..60).map(|number| (number, name(number)))));
    let ran = held_then_accepted(&desk, "30 of 30 records are gone, though there are 30 now");
    assert_eq!(ran.feed()["difference"]["added"]["count"], 30);
}

#[test]
fn a_column_that_takes_every_record_back() {
    let desk = Desk::new();
    let feed = format!("kind = \"penalty\"\nagency = \"示例局\"\nsource = \"{FILE}\"\n");
    desk.write("data/sources/penalties.toml", feed);
    let rows = |state: &str| {
        let row = |number| {
            format!("{},{},示市监处罚〔2026〕{number}号,2026-06-01,罚款1000元,{state}\n", name(number), code(number))
        };
        let header = "当事人名称,统一社会信用代码,决定书文号,处罚决定日期,处罚内容,当前状态\n".to_owned();
        (0..30).map(row).fold(header, |table, row| table + &row)
    };
    desk.write(FILE, rows("正常"));
    desk.run(&["pull"]).ends(0);
    let before = desk.facts();
    desk.write(FILE, rows("撤销"));
    let ran = desk.run(&["pull"]).ends(3);
    assert!(ran.reason().contains("30 of 30 records would no longer be shown"), "{}", ran.reason());
    assert_eq!(desk.facts(), before);
    desk.run(&["accept", "penalties"]).ends(0);
    assert_eq!(desk.run(&["pull"]).ends(0).feed()["status"], "fresh");
}

#[test]
fn a_column_that_took_records_back_and_is_gone() {
    let rows =
        |header: &str, removed: [&str; 2]| {
            let row = |number: usize| {
                let [name, code] = [name(number as u32), code(number as u32)];
                format!("{name},{code},2026-06-01,{}\n", removed[usize::from(number.is_multiple_of(3))])
            };
            (0..12).map(row).fold(format!("企业名称,统一社会信用代码,列入日期,{header}\n"), |table, row| table + &row)
        };
    let desk = Desk::new();
    let feed = format!("kind = \"abnormal\"\nagency = \"示例局\"\nsource = \"{FILE}\"\n");
    desk.write("data/sources/abnormal.toml", feed);
    desk.write(FILE, rows("移出日期", ["", "2026-09-01"]));
    desk.run(&["pull"]).ends(0);
    let before = desk.facts();
    desk.write(FILE, rows("撤出于", ["", "2026-09-01"]));
    let ran = desk.run(&["pull"]).ends(3);
    assert!(ran.reason().contains("no column gives `withdrawn_on` any more, and 4 records had it"), "{}", ran.reason());
    assert_eq!(desk.facts(), before);
    desk.write(FILE, rows("移出日期", ["", ""]));
    desk.run(&["pull"]).ends(0);
}

#[test]
fn a_large_share_of_unreadable_rows() {
    let desk = desk("max_quarantine_percent = 10\nmax_shrink_percent = 100");
    let rows = table((0..30).map(|number| (number, name(number))));
    desk.write(FILE, (0..4).fold(rows, |rows, number| rows.replace(&code(number), "9.12E+17")));
    held_then_accepted(&desk, "4 of 30 rows cannot be read, more than max_quarantine_percent = 10");
}

#[test]
fn a_share_of_unreadable_rows_below_the_limit_is_quarantined_only() {
    let desk = desk("max_quarantine_percent = 10");
    let rows = table((0..30).map(|number| (number, name(number))));
    desk.write(FILE, (0..3).fold(rows, |rows, number| rows.replace(&code(number), "9.12E+17")));
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!((&ran.feed()["status"], &ran.feed()["rows"]), (&"fresh".into(), &30.into()));
}

#[test]
fn names_that_slipped_to_other_codes() {
    let desk = desk("");
    desk.write(FILE, table((0..30).map(|number| (number, name(number + 1)))));
    let ran = held_then_accepted(&desk, "30 codes of 30 records stand with another name than before");
    let example = ran.feed()["difference"]["renamed"]["examples"][0].as_str().expect("an example").to_owned();
    assert_eq!(example, format!("{}: {} → {}", code(0), name(0), name(1)));
}

#[test]
fn a_few_new_names_are_no_reason() {
    let desk = desk("");
    desk.write(FILE, table((0..30).map(|number| (number, name(if number < 9 { number + 100 } else { number })))));
    desk.run(&["pull"]).ends(0);
}

#[test]
fn a_required_column_that_is_gone() {
    let desk = desk("");
    let before = desk.facts();
    let renamed = table((0..30).map(|number| (number, name(number)))).replace("企业名称", "单位");
    desk.write(FILE, &renamed);
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!(ran.feed()["status"], "held");
    assert!(ran.reason().contains("no column for the required field `subject_name`"), "{}", ran.reason());
    let status = desk.run(&["status"]).ends(3);
    let mend = status.report["needs_person"][0]["mend"].as_str().expect("a mend").to_owned();
    assert!(mend.contains("[fields]"), "{mend}");
    // Letting it through does not make it readable.
    desk.run(&["accept", "merchants"]).ends(0);
    assert_eq!(desk.run(&["pull"]).ends(3).feed()["status"], "failed");
    assert_eq!(desk.facts(), before);
    desk.declare("merchants", FILE, "[fields]\nsubject_name = \"单位\"");
    assert_eq!(desk.run(&["pull"]).ends(0).feed()["status"], "fresh");
    assert_eq!(desk.facts(), before);
}

#[test]
fn an_empty_list_is_recorded_as_empty_where_it_is_expected() {
    for (more, empty) in [("", "统一社会信用代码,企业名称,所属区县\n"), ("format = \"json\"", "{\"rows\":[]}")]
    {
        let desk = Desk::new();
        desk.declare("merchants", FILE, &format!("min_rows = 0\n{more}"));
        desk.write(FILE, empty);
        let ran = desk.run(&["pull"]).ends(0);
        assert_eq!((&ran.feed()["status"], &ran.feed()["rows"]), (&"fresh".into(), &0.into()), "{:#}", ran.report);
        let status = desk.run(&["status"]).ends(0);
        assert_eq!((&status.feed()["rows"], &status.feed()["last_success"]), (&0.into(), &"2026-11-25".into()));
        assert_eq!(desk.run(&["pull"]).ends(0).feed()["status"], "unchanged");
    }
    let desk = desk("min_rows = 0\nmax_shrink_percent = 100");
    desk.write(FILE, "统一社会信用代码,企业名称,所属区县\n");
    let ran = desk.run(&["pull"]).ends(0);
    assert_eq!((&ran.feed()["status"], &ran.feed()["withdrawn"]), (&"fresh".into(), &30.into()));
}

#[test]
fn examples_of_what_is_held_show_no_personal_number() {
    let desk = desk("max_shrink_percent = 0");
    let rows = table((0..20).map(|number| (number, format!("示例210302199001010015号{number}"))));
    desk.write(FILE, rows);
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!(ran.feed()["status"], "held");
    for text in [ran.report.to_string(), desk.run(&["status"]).report.to_string()] {
        assert!(!text.contains("210302199001010015") && text.contains("示例210302"), "{text}");
    }
}
