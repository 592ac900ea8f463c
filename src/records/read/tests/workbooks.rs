//! What a workbook shows of its numbers, days and errors, read through a whole feed.

use super::{Reading, Record, feed, read, text};
use crate::records::Field;
use rust_xlsxwriter::{ColNum, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Read, Write};

/// A workbook of one sheet: a name and a number, and behind them what `write` puts into the columns of `header`.
fn book(header: &[&str], write: impl Fn(&mut Worksheet, ColNum)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["企业名称", "处罚决定书文号"].iter().chain(header)) {
        sheet.write(0, column, *name).expect("a header");
    }
    sheet.write(1, 0, "示例店").expect("a name").write(1, 1, "鞍市监处罚〔2026〕1号").expect("a number");
    write(sheet, 2);
    book.save_to_buffer().expect("bytes")
}

fn number(value: f64, format: &str) -> impl Fn(&mut Worksheet, ColNum) {
    let format = Format::new().set_num_format(format);
    move |sheet, column| {
        sheet.write_with_format(1, column, value, &format).expect("a number");
    }
}

/// The one record of such a workbook, or why its row is put aside.
fn one(kind: &str, body: &[u8]) -> Result<(Record, Reading), String> {
    let (mut records, mut reading) = read(&feed(kind, ""), body).expect("reads");
    match reading.quarantined.pop() {
        Some(row) => Err(format!("{}: `{}`: {}", row.field, row.value, row.reason)),
        None => Ok((records.remove(0), reading)),
    }
}

fn value(kind: &str, column: &str, field: Field, write: impl Fn(&mut Worksheet, ColNum)) -> Result<String, String> {
    one(kind, &book(&[column], write)).map(|(record, _)| text(&record, field))
}

#[test]
fn sums_are_what_the_sheet_shows() {
    for (column, amount, format, yuan) in [
        ("罚款金额", 0.5, "#,##0.00\"万元\"", "5000"),
        ("罚款金额", 0.5, "#,##0.00\" 万元\"", "5000"),
        ("罚款金额", 5000.0, "0.0000,\"千元\"", "5000"),
        ("罚款金额", 50_000.0, "0!.0,\"万元\"", "50000"),
        ("罚款金额", 50_000.0, "[>=10000]0!.0,\"万元\";0\"元\"", "50000"),
        ("罚款金额（万元）", 50_000.0, "0!.0,", "50000"),
        ("罚款金额（万元）", 0.5, "#,##0.00", "5000"),
        ("罚款金额（万元）", 0.5, "0.00\"万元\"", "5000"),
        ("罚款金额（万元）", 3.300_000_000_000_000_3, "General", "33000"),
        ("罚款金额", 33_000.000_000_000_01, "General", "33000"),
    ] {
        let read = value("penalty", column, Field::AmountYuan, number(amount, format));
        assert_eq!(read.as_deref(), Ok(yuan), "{column} {amount} {format}");
    }
    // What the sheet shows and what stands in it are two sums, or nobody says which one it is.
    for (amount, format) in [(50_000.0, "0!.0,"), (50_000.0, "0,\"万元\""), (0.5, "0.0\"万美元\""), (5.0, "0\"k\"")]
    {
        let why = value("penalty", "罚款金额", Field::AmountYuan, number(amount, format)).expect_err(format);
        assert!(why.contains("sum of money"), "{why}");
    }
}

#[test]
fn rates_and_counts_are_what_the_sheet_shows() {
    let read = |column: &str, field: Field, amount: f64, format: &str| {
        let write = |sheet: &mut Worksheet, at: ColNum| {
            sheet.write(1, at, "2026Q3").expect("a period");
            number(amount, format)(sheet, at + 1);
        };
        one("complaints", &book(&["统计期", column], write)).map(|(record, _)| text(&record, field))
    };
    for (amount, format, rate) in
        [(1.0, "0%", "100"), (1.0, "0.00%", "100"), (7.0 / 11.0, "0.0%", "63.6363636363636"), (0.005, "0.0%", "0.5")]
    {
        assert_eq!(read("调解成功率", Field::MediationRate, amount, format).as_deref(), Ok(rate), "{format}");
    }
    assert_eq!(read("办结量", Field::Settled, 11.000_000_000_000_002, "0").as_deref(), Ok("11"));
    for (column, field, amount, format) in [
        ("调解成功率", Field::MediationRate, 1.2, "0%"),
        ("调解成功率", Field::MediationRate, -0.05, "0%"),
        ("投诉量", Field::Received, -1.0, "0"),
        ("投诉量", Field::Received, 12.5, "0"),
        ("投诉量", Field::Received, 1.0, "0%"),
    ] {
        let why = read(column, field, amount, format).expect_err(column);
        assert!(why.contains(&format!("{}: ", field.key())) && why.contains("from 0"), "{why}");
    }
}

/// The same workbook with other markup in one of its files.
fn rewritten(body: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(body)).expect("an archive");
    let mut into = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for position in 0..archive.len() {
        let mut file = archive.by_index(position).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        if file.name().expect("a name").ends_with(name) {
            let text = String::from_utf8(bytes).expect("XML");
            assert!(text.contains(from), "{text}");
            bytes = text.replace(from, to).into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        into.start_file(file.name().expect("a name").into_owned(), options).expect("begins");
        into.write_all(&bytes).expect("written");
    }
    into.finish().expect("an archive").into_inner()
}

/// The same workbook with its days counted from 1904, as Excel for Mac had them.
fn from_1904(body: &[u8]) -> Vec<u8> {
    rewritten(body, "workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ")
}

#[test]
fn days_are_counted_from_where_the_workbook_counts_them() {
    for format in ["yyyy/m/d", "General"] {
        let decided = |body: &[u8]| one("penalty", body).map(|(record, _)| text(&record, Field::DecidedOn));
        let body = book(&["处罚决定日期"], number(44_563.0, format));
        assert_eq!(decided(&body).as_deref(), Ok("2022-01-02"), "{format}");
        assert_eq!(decided(&from_1904(&body)).as_deref(), Ok("2026-01-03"), "{format}");
    }
    // A number that is no day stays the number it is.
    let body = from_1904(&book(&["罚款金额"], number(44_563.0, "General")));
    assert_eq!(text(&one("penalty", &body).expect("a record").0, Field::AmountYuan), "44563");
}

#[test]
fn months_and_years_are_what_the_sheet_shows() {
    for (serial, format, period) in [
        (46_266.0, "yyyy\"年\"m\"月\"", Ok("2026-09")),
        (46_266.0, "yyyy-mm", Ok("2026-09")),
        (46_023.0, "yyyy\"年\"", Ok("2026")),
        (46_031.0, "yyyy/m/d", Err("period")),
    ] {
        let read = value("complaints", "统计期", Field::Period, number(serial, format));
        match period {
            Ok(period) => assert_eq!(read.as_deref(), Ok(period), "{format}"),
            Err(why) => assert!(read.expect_err(format).contains(why)),
        }
    }
    for (serial, format, year) in
        [(46_023.0, "yyyy\"年\"", "2026"), (46_266.0, "yyyy\"年\"m\"月\"", "2026"), (46_300.0, "yyyy\"年\"", "2026")]
    {
        let body = book(&["荣誉名称", "评价年度"], |sheet, at| {
            sheet.write(1, at, "诚信示范企业").expect("a list");
            number(serial, format)(sheet, at + 1);
        });
        assert_eq!(text(&one("award", &body).expect(format).0, Field::Year), year, "{format}");
    }
    let body = book(&["荣誉名称", "评价年度"], |sheet, at| {
        sheet.write(1, at, "诚信示范企业").expect("a list").write(1, at + 1, 46_023).expect("a number");
    });
    assert!(one("award", &body).expect_err("no year").contains("year: `46023`"));
}

#[test]
fn a_code_that_became_a_number_is_never_taken() {
    for code in [912_103_007_777_777_792.0, 522_103_020_099_901_234.0, 91_210_302e10] {
        let why = value("penalty", "统一社会信用代码", Field::SubjectCode, number(code, "0")).expect_err("a number");
        assert!(why.contains("subject_code") && why.contains("spreadsheet turned the code"), "{why}");
    }
    let why = value("filing", "备案号", Field::FilingNo, number(210_302_199_003_071_242.0, "0")).expect_err("a number");
    assert!(why.contains("rounded") && !why.contains("1990"), "{why}");
}

#[test]
fn errors_are_no_values_and_no_empty_cells() {
    let failed = |word: &'static str| {
        move |sheet: &mut Worksheet, at: ColNum| {
            sheet.write_formula(1, at, Formula::new("=NA()").set_result(word)).expect("a formula");
        }
    };
    for (column, field, word) in [
        ("罚款金额", Field::AmountYuan, "#N/A"),
        ("处罚决定日期", Field::DecidedOn, "#VALUE!"),
        ("统一社会信用代码", Field::SubjectCode, "#NAME?"),
        ("处罚类别", Field::Category, "#REF!"),
    ] {
        let in_csv = format!("企业名称,处罚决定书文号,{column}\n示例店,鞍市监处罚〔2026〕1号,{word}\n");
        for body in [book(&[column], failed(word)), in_csv.into_bytes()] {
            let why = one("penalty", &body).expect_err(word);
            assert!(why.contains(&format!("{}: `{word}`: an error", field.key())), "{why}");
        }
    }
    let in_csv = "企业名称,处罚决定书文号,违法事实\n示例店,鞍市监处罚〔2026〕1号,#REF!\n";
    for body in [book(&["违法事实"], failed("#REF!")), in_csv.as_bytes().to_vec()] {
        let (record, reading) = one("penalty", &body).expect("a record");
        assert_eq!(record.fields.get(Field::Facts), None);
        let said = &reading.warnings[0].message;
        assert!(said.contains("row 2: `#REF!` in `违法事实`"), "{said}");
    }
    assert!(one("penalty", "企业名称,处罚决定书文号,处罚决定日期\n店,1号,########\n".as_bytes()).is_err());
    assert!(
        one("penalty", "企业名称,处罚决定书文号\n#N/A,1号\n".as_bytes()).expect_err("no name").contains("an error")
    );
}

#[test]
fn a_formula_without_its_value_is_no_empty_cell() {
    let formula = |sheet: &mut Worksheet, at: ColNum| {
        sheet.write_formula(1, at, Formula::new("=SUM(1,2)").set_result("77")).expect("a formula");
    };
    for (column, field) in
        [("罚款金额", Field::AmountYuan), ("处罚决定日期", Field::DecidedOn), ("处罚类别", Field::Category)]
    {
        let stored = book(&[column], formula);
        for without in ["", "<v/>", "<v></v>"] {
            let why = one("penalty", &rewritten(&stored, "sheet1.xml", "<v>77</v>", without)).expect_err(column);
            assert!(why.contains(field.key()) && why.contains("does not hold"), "{why}");
        }
    }
    let stored = book(&["罚款金额"], formula);
    assert_eq!(text(&one("penalty", &stored).expect("a record").0, Field::AmountYuan), "77");
    // A formula that came to nothing has said so.
    let said = book(&["罚款金额"], |sheet, at| {
        sheet.write_formula(1, at, Formula::new("=T(\"\")").set_result("said")).expect("a formula");
    });
    let empty = rewritten(&said, "sheet1.xml", "<v>said</v>", "<v></v>");
    assert_eq!(one("penalty", &empty).expect("a record").0.fields.get(Field::AmountYuan), None);
    let facts = rewritten(&book(&["违法事实"], formula), "sheet1.xml", "<v>77</v>", "");
    let (_, reading) = one("penalty", &facts).expect("a record");
    assert!(reading.warnings[0].message.contains("in `违法事实`"), "{:?}", reading.warnings);
}

#[test]
fn an_old_workbook_may_be_xml() {
    let cell = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let row = |texts: &str| format!("<Row>{}</Row>", texts.split(',').map(cell).collect::<String>());
    let rows = [row("企业名称,处罚决定书文号,处罚类别"), row("示例店,鞍市监处罚〔2026〕1号,罚款")].concat();
    let root = "Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"";
    let text = format!("<{root}><Worksheet ss:Name=\"Sheet1\"><Table>{rows}</Table></Worksheet></Workbook>");
    let utf16 = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<u8>>();
    for extra in ["", "format = \"xls\"", "format = \"xml\"", "format = \"xlsx\""] {
        for body in [text.as_bytes(), &utf16] {
            let (records, reading) = read(&feed("penalty", extra), body).expect(extra);
            assert_eq!((records.len(), reading.quarantined.len()), (1, 0), "{extra}");
            assert_eq!(text_of_first(&records), "鞍市监处罚〔2026〕1号");
        }
    }
    let page = "<table><tr><td>企业名称</td></tr></table>";
    assert!(read(&feed("penalty", "format = \"xls\""), page.as_bytes()).is_err());
}

fn text_of_first(records: &[Record]) -> String {
    text(&records[0], Field::DocumentNo)
}
