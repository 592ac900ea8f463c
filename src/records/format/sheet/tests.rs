//! Workbooks as agencies make them.

use super::*;
use crate::sources::Feed;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use std::path::Path;

fn feed(extra: &str) -> Feed {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("test.toml");
    let text = format!("kind = \"filing\"\nagency = \"示例局\"\nsource = \"data/test\"\n{extra}");
    std::fs::write(&path, text).expect("written");
    Feed::load(&path, Path::new("/portal")).expect("a manifest")
}

fn book(write: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    write(&mut book).expect("a workbook");
    book.save_to_buffer().expect("bytes")
}

fn read(feed: &Feed, body: &[u8]) -> (Vec<Row>, Layout) {
    let mut found = Vec::new();
    let layout = rows(feed, body, &Limit::none(), &mut |row| found.push(row)).expect("reads");
    (found, layout)
}

fn cells(row: &Row) -> Vec<(&str, &str)> {
    row.pairs().collect()
}

#[test]
fn a_title_a_header_of_two_lines_merged_values_and_a_note() {
    let body = book(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 4, "鞍山市发卡企业备案表", &plain)?;
        sheet.merge_range(1, 0, 2, 0, "企业名称", &plain)?;
        sheet.merge_range(1, 1, 1, 2, "备案机关", &plain)?;
        sheet.write(2, 1, "名称")?;
        sheet.write(2, 2, "代码")?;
        sheet.merge_range(1, 3, 2, 3, "备案日期", &plain)?;
        sheet.merge_range(1, 4, 2, 4, "统一社会信用代码", &plain)?;
        sheet.merge_range(3, 1, 4, 1, "示例局", &plain)?;
        for (row, name) in [(3, "甲店"), (4, "乙店")] {
            sheet.write(row, 0, name)?;
            sheet.write(row, 4, "91210302MA99FAK16F")?;
        }
        sheet.write(3, 3, 46113)?;
        let date = ExcelDateTime::from_ymd(2026, 4, 1)?;
        sheet.write_datetime_with_format(4, 3, &date, &Format::new().set_num_format("yyyy-mm-dd"))?;
        sheet.merge_range(5, 0, 5, 4, "表格说明：示例", &plain)?;
        Ok(())
    });
    let (found, layout) = read(&feed(""), &body);
    assert_eq!(layout.columns, ["企业名称", "备案机关", "备案机关_代码", "备案日期", "统一社会信用代码"]);
    assert_eq!(found.len(), 2, "{found:?}");
    for (row, (name, number, date)) in found.iter().zip([("甲店", "4", "46113"), ("乙店", "5", "2026-04-01")]) {
        assert_eq!(row.locator, number);
        assert_eq!(
            cells(row),
            [
                ("企业名称", name),
                ("备案机关", "示例局"),
                ("备案机关_代码", ""),
                ("备案日期", date),
                ("统一社会信用代码", "91210302MA99FAK16F"),
            ]
        );
    }
}

#[test]
fn a_unit_above_a_header_of_two_lines_on_each_sheet() {
    let body = book(|book| {
        for (year, name, sum) in [("2025年", "甲店", "1.5"), ("2026年", "乙店", "3")] {
            let sheet = book.add_worksheet().set_name(year)?;
            let plain = Format::new();
            sheet.merge_range(0, 0, 0, 3, "行政处罚信息公示表", &plain)?;
            sheet.write(1, 3, "单位：万元")?;
            sheet.merge_range(2, 0, 2, 1, "行政相对人", &plain)?;
            sheet.write(3, 0, "名称")?.write(3, 1, "统一社会信用代码")?;
            sheet.merge_range(2, 2, 3, 2, "处罚决定书文号", &plain)?;
            sheet.merge_range(2, 3, 3, 3, "罚款金额", &plain)?;
            sheet.write(4, 0, name)?.write(4, 1, "91210302MA99FAK16F")?.write(4, 2, "1号")?.write(4, 3, sum)?;
        }
        Ok(())
    });
    let (found, layout) = read(&feed(""), &body);
    let columns = ["行政相对人名称", "统一社会信用代码", "处罚决定书文号", "罚款金额（万元）"];
    assert_eq!(layout.columns, [columns, columns].concat());
    let said: Vec<Vec<(&str, &str)>> = found.iter().map(cells).collect();
    let row = |values: [&'static str; 4]| columns.into_iter().zip(values).collect::<Vec<_>>();
    let of = |name, sum| row([name, "91210302MA99FAK16F", "1号", sum]);
    assert_eq!(said, [of("甲店", "1.5"), of("乙店", "3")]);
}

/// A workbook of 1995's kind: a sheet with a name, the number of a document, a sum of 0.5 shown in 万元, and a day.
fn old_book(is_1904: bool) -> Vec<u8> {
    let words = |words: &[u16]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let record = biff::tests::record;
    let text = |text: &str| {
        let units: Vec<u16> = text.encode_utf16().collect();
        [words(&[u16::try_from(units.len()).expect("short")]), vec![1], words(&units)].concat()
    };
    let format = |id: u16, code: &str| record(0x041e, &[words(&[id]), text(code)].concat());
    let globals = |start: u32| {
        [
            record(biff::BEGIN, &words(&[0x0600, 5, 0, 0, 0, 0, 0, 0])),
            record(0x0022, &words(&[u16::from(is_1904)])),
            format(164, "0.00\"万元\""),
            format(165, "yyyy\"年\"m\"月\""),
            [0, 164, 165, 14].map(|id| record(0x00e0, &words(&[0, id]))).concat(),
            record(0x0085, &[start.to_le_bytes().as_slice(), &[0, 0, 1, 0, b'A']].concat()),
            record(biff::END, &[]),
        ]
        .concat()
    };
    let label = |row: u16, column: u16, said: &str| record(0x0204, &[words(&[row, column, 0]), text(said)].concat());
    let number = |column: u16, style: u16, value: f64| {
        record(0x0203, &[words(&[1, column, style]), value.to_le_bytes().to_vec()].concat())
    };
    let header = ["企业名称", "处罚决定书文号", "罚款金额", "处罚决定日期", "公示截止期"];
    let header = (0..).zip(header).map(|(column, name)| label(0, column, name)).collect::<Vec<_>>().concat();
    let sheet = [
        record(biff::BEGIN, &words(&[0x0600, 0x10, 0, 0, 0, 0, 0, 0])),
        header,
        label(1, 0, "示例店"),
        label(1, 1, "1号"),
        number(2, 1, 0.5),
        number(3, 3, 44_563.0),
        number(4, 2, 46_266.0),
        record(biff::END, &[]),
    ];
    let start = u32::try_from(globals(0).len()).expect("short");
    biff::tests::workbook(&[globals(start), sheet.concat()].concat())
}

#[test]
fn an_old_workbook_is_read_as_it_shows_what_is_in_it() {
    for (is_1904, day) in [(false, "2022-01-02"), (true, "2026-01-03")] {
        let (found, _) = read(&feed(""), &old_book(is_1904));
        let values: Vec<&str> = found[0].cells.iter().collect();
        assert_eq!(values[..4], ["示例店", "1号", "0.5万元", day]);
        assert_eq!(values[4] == "2026-09", !is_1904, "{}", values[4]);
    }
}

fn districts() -> Vec<u8> {
    book(|book| {
        book.add_worksheet().set_name("填表说明")?.write(0, 0, "请按要求填写")?;
        for (name, shop) in [("铁东区", "甲店"), ("铁西区", "乙店")] {
            let sheet = book.add_worksheet().set_name(name)?;
            for (column, text) in ["企业名称", "备案号"].iter().enumerate() {
                sheet.write(0, u16::try_from(column).expect("few"), *text)?;
            }
            sheet.write(1, 0, shop)?;
            sheet.write(1, 1, 210_300)?;
        }
        let hidden = book.add_worksheet().set_name("旧")?;
        hidden.write(0, 0, "企业名称")?;
        hidden.write(0, 1, "备案号")?;
        hidden.write(1, 0, "丙店")?;
        hidden.set_hidden(true);
        Ok(())
    })
}

#[test]
fn sheets_of_one_layout_are_read_together() {
    let (found, layout) = read(&feed(""), &districts());
    let said: Vec<(&str, &str)> = found.iter().map(|row| (row.locator.as_str(), &row.cells[0])).collect();
    assert_eq!(said, [("铁东区:2", "甲店"), ("铁西区:2", "乙店")], "never the hidden one");
    assert!(layout.notes[0].contains("填表说明") && layout.notes[0].contains("records"), "{:?}", layout.notes);
    let (found, layout) = read(&feed("records = \"铁西区\""), &districts());
    assert_eq!((found.len(), found[0].locator.as_str(), layout.notes.len()), (1, "2", 0));
    let error = rows(&feed("records = \"海城\""), &districts(), &Limit::none(), &mut |_| {})
        .expect_err("no such sheet")
        .to_string();
    assert!(error.contains("铁东区"), "{error}");
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let body = book(|book| {
        let sheet = book.add_worksheet();
        (0..20_000).try_for_each(|row| sheet.write(row, 0, "企业名称").map(drop))
    });
    let error = rows(&feed("max_bytes = 10000"), &body, &Limit::none(), &mut |_| {}).expect_err("a bomb").to_string();
    assert!(error.contains("max_bytes"), "{error}");
}

#[test]
fn values_far_away_cost_nothing_and_a_sheet_wider_than_any_table_is_refused() {
    let with = |row: u32, column: u16| {
        book(|book| {
            let sheet = book.add_worksheet();
            for (column, text) in ["企业名称", "备案号"].iter().enumerate() {
                sheet.write(0, u16::try_from(column).expect("few"), *text)?;
            }
            sheet.write(1, 0, "示例店")?.write(1, 1, "1")?;
            sheet.write(row, column, "x")?;
            Ok(())
        })
    };
    let (found, _) = read(&feed(""), &with(1_048_575, 0));
    let said: Vec<(&str, &str)> = found.iter().map(|row| (row.locator.as_str(), &row.cells[0])).collect();
    assert_eq!(said, [("2", "示例店"), ("1048576", "x")]);
    let error =
        rows(&feed(""), &with(1_048_575, 16_383), &Limit::none(), &mut |_| {}).expect_err("too wide").to_string();
    assert!(error.contains("row 1048576, column 16384"), "{error}");
    let (found, layout) = read(&feed(""), &with(1, 7));
    assert_eq!((found.len(), layout.columns.len()), (1, 8), "what stands beside a table has no column");
    assert_eq!(found[0].fault, None);
}
