//! A row that cannot be read is no word that its record is gone.

use crate::desk::{Desk, Ran, code, name, table};
use serde_json::Value;
use std::io::Write;

const MERCHANTS: &str = "data/samples/merchants.csv";
const PENALTIES: &str = "data/samples/penalties.csv";

/// A portal that has taken in ten merchants.
fn merchants() -> Desk {
    let desk = Desk::new();
    desk.declare("merchants", MERCHANTS, "");
    desk.write(MERCHANTS, rows(0..10));
    desk.run(&["pull"]).ends(0);
    desk
}

fn rows(numbers: impl IntoIterator<Item = u32>) -> String {
    table(numbers.into_iter().map(|number| (number, name(number))))
}

/// Names of the merchants that have not left, by number.
fn standing(desk: &Desk) -> Vec<u32> {
    let facts = desk.facts();
    let stays = |number: &u32| {
        let name = format!("\"{}\"", name(*number));
        facts.iter().any(|fact| fact.contains(&name) && fact.contains("withdrawn_on: None"))
    };
    (0..12).filter(stays).collect()
}

fn kept(ran: &Ran) -> usize {
    ran.feed()["kept"].as_array().expect("a list").len()
}

/// A feed of three records of a kind, as CSV, whose second row is then damaged.
#[track_caller]
fn second_row_is_damaged(kind: &str, good: &str, old: &str, new: &str) {
    let desk = Desk::new();
    let manifest = format!("kind = \"{kind}\"\nagency = \"示例局\"\nsource = \"{PENALTIES}\"\n");
    desk.write("data/sources/feed.toml", manifest);
    desk.write(PENALTIES, good);
    desk.run(&["pull", "--date", "2026-11-01"]).ends(0);
    let facts = desk.facts();
    assert_eq!(facts.len(), 3, "{facts:#?}");
    let damaged = good.replacen(old, new, 1);
    assert_ne!(damaged, good);
    desk.write(PENALTIES, &damaged);
    let ran = desk.run(&["pull", "--date", "2026-11-02"]).ends(3);
    assert_eq!(ran.feed()["quarantined"].as_array().map(Vec::len), Some(1), "{:#}", ran.report);
    assert_eq!((desk.facts(), &ran.feed()["withdrawn"], kept(&ran)), (facts.clone(), &0.into(), 1), "{:#}", ran.report);
    let status = desk.run(&["status"]).ends(3);
    assert_eq!(status.feed()["kept"], ran.feed()["kept"]);
    let why = status.report["needs_person"][0]["why"].as_str().unwrap_or_default();
    assert!(why.contains("because of them 1 records stay"), "{why}");
    // Mended: nothing has happened. Gone: it has left.
    desk.write(PENALTIES, format!("{good}\n"));
    let ran = desk.run(&["pull", "--date", "2026-11-03"]).ends(0);
    assert_eq!((desk.facts(), kept(&ran)), (facts, 0));
    desk.write(PENALTIES, &damaged);
    desk.run(&["pull", "--date", "2026-11-04"]).ends(3);
    let line = |text: &str| text.lines().nth(2).expect("a row").to_owned() + "\n";
    desk.write(PENALTIES, good.replace(&line(good), ""));
    let ran = desk.run(&["pull", "--date", "2026-11-05"]).ends(0);
    assert_eq!((&ran.feed()["withdrawn"], kept(&ran)), (&1.into(), 0));
}

const DECISIONS: &str = "行政相对人名称,决定书文号,处罚决定日期,罚款金额\n\
    甲示例店,示罚〔2026〕1号,2026-05-01,100元\n乙示例店,示罚〔2026〕2号,2026-05-02,200元\n丙示例店,示罚〔2026〕3号,2026-05-03,300元\n";

#[test]
fn a_bad_date_or_sum_leaves_the_record_as_it_was() {
    second_row_is_damaged("penalty", DECISIONS, "2026-05-02", "2026-15-02");
    second_row_is_damaged("penalty", DECISIONS, "200元", "若干");
}

#[test]
fn a_row_that_does_not_say_whose_it_is_keeps_what_is_missing() {
    for damage in ["示罚〔2026〕2号", "乙示例店"] {
        second_row_is_damaged("penalty", DECISIONS, damage, "");
        second_row_is_damaged("penalty", DECISIONS, damage, "示\u{fffd}");
    }
    second_row_is_damaged("penalty", DECISIONS, ",200元", "");
    second_row_is_damaged("penalty", DECISIONS, "乙示例店", "\"乙示例店");
}

#[test]
fn an_agencys_own_id_tells_its_record_whatever_else_is_lost() {
    let good = "id,行政相对人名称,决定书文号\n1,甲示例店,示罚〔2026〕1号\n2,乙示例店,示罚〔2026〕2号\n3,丙示例店,示罚〔2026〕3号\n";
    second_row_is_damaged("penalty", good, "乙示例店,示罚〔2026〕2号", ",\u{fffd}");
    second_row_is_damaged("penalty", good, "2,乙示例店", "\u{fffd},乙示例店");
}

#[test]
fn a_text_that_tells_records_apart_must_be_whole() {
    let good = "企业名称,列入日期,列入原因\n甲示例店,2026-05-01,无法联系\n乙示例店,2026-05-02,未按期公示年报\n丙示例店,2026-05-03,无法联系\n";
    second_row_is_damaged("abnormal", good, "未按期公示", "未按\u{fffd}公示");
}

#[test]
fn a_damaged_byte_withdraws_nothing() {
    let desk = merchants();
    let facts = desk.facts();
    let mut bytes = rows(0..10).into_bytes();
    let place = rows(0..10).find("3健身").expect("there");
    bytes[place + 2] = 0xff;
    desk.write(MERCHANTS, &bytes);
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!((&ran.feed()["records"], &ran.feed()["withdrawn"], kept(&ran)), (&9.into(), &0.into(), 1));
    assert_eq!(desk.facts(), facts);
    let told = String::from_utf8(desk.command(&["pull"]).output().expect("runs").stderr).expect("UTF-8");
    assert!(
        told.contains("1 records stay as they were: a row that cannot be read is theirs or may be theirs"),
        "{told}"
    );
}

#[test]
fn a_row_unreadable_since_long_hides_nobody_who_was_read_beside_it() {
    let desk = merchants();
    let bad = |number: u32| format!("9.12E+17,示例{number}健身有限公司,铁东区\n");
    // Two are missing, and one row may be either: both stay.
    desk.write(MERCHANTS, rows(2..10) + &bad(0));
    let ran = desk.run(&["pull", "--date", "2026-11-02"]).ends(3);
    assert_eq!((kept(&ran), standing(&desk).len()), (2, 10), "{:#}", ran.report);
    // One more is gone while the row is as it was: that one has left.
    desk.write(MERCHANTS, rows(3..10) + &bad(0));
    let ran = desk.run(&["pull", "--date", "2026-11-03"]).ends(3);
    assert_eq!((kept(&ran), &ran.feed()["withdrawn"]), (2, &1.into()), "{:#}", ran.report);
    assert_eq!(standing(&desk), [0, 1, 3, 4, 5, 6, 7, 8, 9]);
    // One that was missing is back, another row is damaged, and the first is still there.
    desk.write(MERCHANTS, rows((4..10).chain([1])) + &bad(0) + &bad(3));
    let ran = desk.run(&["pull", "--date", "2026-11-04"]).ends(3);
    assert_eq!((kept(&ran), &ran.feed()["withdrawn"]), (2, &0.into()), "{:#}", ran.report);
    assert_eq!(standing(&desk), [0, 1, 3, 4, 5, 6, 7, 8, 9]);
    let (facts, first) = (desk.facts(), desk.run(&["status"]).feed()["kept"].clone());
    desk.run(&["pull", "--replay", "2026-11-25"]);
    assert_eq!((desk.facts(), &desk.run(&["status"]).feed()["kept"]), (facts, &first), "a replay keeps the same");
    // Nothing is unreadable any more: what is missing has left.
    desk.write(MERCHANTS, rows((4..10).chain([1])));
    let ran = desk.run(&["pull", "--date", "2026-11-26"]).ends(0);
    assert_eq!((kept(&ran), &ran.feed()["withdrawn"]), (0, &2.into()));
    assert_eq!(standing(&desk), [1, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn a_row_that_moved_to_another_list_is_none_of_this_one() {
    let desk = Desk::new();
    let manifest = format!("kind = \"blacklist\"\nagency = \"示例局\"\nsource = \"{PENALTIES}\"\n");
    desk.write("data/sources/feed.toml", manifest);
    let good = "名单类别,企业名称,统一社会信用代码\n8,甲示例店,91210302MA0000001X\n8,乙示例店,91210302MA0000002X\n8,丙示例店,91210302MA0000003X\n";
    desk.write(PENALTIES, good);
    desk.run(&["pull"]).ends(0);
    desk.write(PENALTIES, good.replace("8,乙", "2,乙"));
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!((&ran.feed()["withdrawn"], kept(&ran)), (&1.into(), 0), "{:#}", ran.report);
}

#[test]
fn what_keeps_records_holds_no_personal_number() {
    let desk = merchants();
    desk.write(MERCHANTS, rows(1..10) + "210302190001010015,\u{fffd},铁东区\n");
    let ran = desk.run(&["pull"]).ends(3);
    assert_eq!(kept(&ran), 1, "{:#}", ran.report);
    assert!(!ran.report.to_string().contains("190001010015"));
    let file = std::fs::read(desk.path("data/ledger.db")).expect("a ledger");
    assert!(!file.windows(12).any(|window| window == b"190001010015"));
    assert_eq!(ran.feed()["kept"].as_array().map(|ids| ids.iter().all(Value::is_string)), Some(true));
    assert!(!ran.report["feeds"][0]["kept"].to_string().contains(&code(0)));
}

/// An archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn a_file_of_an_archive_that_cannot_be_read_withdraws_nothing() {
    const ARCHIVE: &str = "data/samples/merchants.zip";
    let (most, few) = (rows(0..8), rows(8..11));
    for broken in [("b.csv", ""), ("b.csv", " \n"), ("b.zip", "PK")] {
        let desk = Desk::new();
        desk.declare("merchants", ARCHIVE, "");
        desk.write(ARCHIVE, archive(&[("a.csv", &most), ("b.csv", &few)]));
        desk.run(&["pull", "--date", "2026-11-01"]).ends(0);
        let all: Vec<u32> = (0..11).collect();
        assert_eq!(standing(&desk), all);
        desk.write(ARCHIVE, archive(&[("a.csv", &most), broken]));
        let ran = desk.run(&["pull", "--date", "2026-11-02"]).ends(3);
        assert_eq!((standing(&desk), kept(&ran)), (all.clone(), 3), "{broken:?} {:#}", ran.report);
        let quarantined = &ran.feed()["quarantined"][0];
        assert_eq!(quarantined["row"], broken.0);
        // Read again, and without them: they have left.
        desk.write(ARCHIVE, archive(&[("a.csv", &most), ("b.csv", &rows(8..9))]));
        let ran = desk.run(&["pull", "--date", "2026-11-03"]).ends(0);
        assert_eq!((standing(&desk), kept(&ran)), ((0..9).collect(), 0), "{broken:?}");
    }
}

#[test]
fn parts_of_a_number_are_not_told_as_the_whole() {
    const COMPLAINTS: &str = "data/samples/complaints.csv";
    let desk = Desk::new();
    desk.write(
        "data/sources/c.toml",
        format!("kind = \"complaints\"\nagency = \"示例局\"\nsource = \"{COMPLAINTS}\"\n"),
    );
    let list = |rows: &[(&str, u32)]| {
        let rows: Vec<String> =
            rows.iter().map(|(office, count)| format!("甲示例店,2026Q3,{count},{office}\n")).collect();
        format!("企业名称,统计期,投诉量,科室\n乙示例店,2026Q3,5,一科\n丙示例店,2026Q3,6,一科\n{}", rows.concat())
    };
    let told = |desk: &Desk| desk.facts().iter().filter(|fact| fact.contains("甲示例店")).cloned().collect::<Vec<_>>();
    desk.write(COMPLAINTS, list(&[("一科", 8), ("二科", 4), ("三科", 2)]));
    let ran = desk.run(&["pull", "--date", "2026-11-01"]).ends(3);
    let quarantined = ran.feed()["quarantined"].as_array().map(Vec::len);
    assert_eq!((told(&desk).len(), quarantined, &ran.feed()["records"]), (0, Some(3), &2.into()), "{:#}", ran.report);
    // As a whole it is told, and a pull with parts leaves it as it was.
    desk.write(COMPLAINTS, list(&[("全部", 14)]));
    desk.run(&["pull", "--date", "2026-11-02"]).ends(0);
    let whole = told(&desk);
    assert_eq!(whole.len(), 1);
    desk.write(COMPLAINTS, list(&[("一科", 8), ("二科", 4)]));
    desk.run(&["pull", "--date", "2026-11-03"]).ends(3);
    let fields = |facts: &[String]| facts[0].split("changed_on").next().map(str::to_owned);
    let after = told(&desk);
    assert!(after.len() == 1 && after[0].contains("14") && fields(&after) == fields(&whole), "{after:?} {whole:?}");
    desk.write(COMPLAINTS, list(&[("一科", 14), ("二科", 14)]));
    let ran = desk.run(&["pull", "--date", "2026-11-04"]).ends(0);
    assert_eq!(ran.feed()["quarantined"].as_array().map(Vec::len), Some(0), "one number twice: {:#}", ran.report);
}
