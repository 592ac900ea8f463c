//! Workbooks as Java and .NET write them, and broken ones.

use super::*;
use crate::sources::Body;
use std::path::Path;

fn feed(extra: &str) -> Feed {
    let text = format!("kind = \"penalty\"\nagency = \"示例局\"\nsource = \"data/a.xls\"\n{extra}");
    Feed::parse(&text, Path::new("/portal/data/sources/a.toml"), Path::new("/portal")).expect("a manifest")
}

fn book(sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Styles><Style ss:ID=\"p\"><NumberFormat ss:Format=\"Percent\"/></Style>\
        <Style ss:ID=\"w\"><NumberFormat ss:Format=\"0.0&quot;万元&quot;\"/></Style><Style ss:ID=\"d\"><NumberFormat ss:Format=\"Short Date\"/></Style></Styles>\
        {sheets}</Workbook>"
    )
}

fn cell(kind: &str, text: &str) -> String {
    format!("<Cell><Data ss:Type=\"{kind}\">{text}</Data></Cell>")
}

fn sheet(name: &str, rows: &[&[&str]], behind: &str) -> String {
    let row =
        |cells: &&[&str]| format!("<Row>{}</Row>", cells.iter().map(|text| cell("String", text)).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    format!("<Worksheet ss:Name=\"{name}\"><Table>{rows}</Table>{behind}</Worksheet>")
}

/// The rows as `locator: name=cell,…`.
fn read(extra: &str, text: &str) -> Result<(Vec<String>, Layout), String> {
    let (mut rows, body) = (Vec::new(), Body::from(text));
    let text = Text::of(&body, None).expect("text");
    let layout = super::rows(&feed(extra), &text, &mut |row| {
        let pairs = row.pairs().filter(|pair| !pair.1.is_empty()).map(|(name, cell)| format!("{name}={cell}"));
        rows.push(format!("{}: {}", row.locator, pairs.collect::<Vec<_>>().join(",")));
    });
    layout.map(|layout| (rows, layout)).map_err(|error| error.to_string())
}

#[test]
fn values_are_what_the_sheet_shows() {
    let header = ["企业名称", "处罚日期", "罚款金额", "比例", "文号"].map(|name| cell("String", name)).concat();
    let row = "<Row ss:Index=\"5\"><Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>示例</B>&amp;店</ss:Data><Comment><Data>批注</Data></Comment></Cell>\
        <Cell ss:StyleID=\"d\"><Data ss:Type=\"DateTime\">2026-03-02T00:00:00.000</Data></Cell><Cell ss:StyleID=\"w\"><Data ss:Type=\"Number\">0.5</Data></Cell>\
        <Cell ss:StyleID=\"p\"><Data ss:Type=\"Number\">0.636</Data></Cell><Cell ss:Formula=\"=R1C1\"/></Row>\
        <Row><Cell ss:Index=\"2\"><Data ss:Type=\"DateTime\">2026-03-02T08:30:00.000</Data></Cell><Cell><Data ss:Type=\"Error\">#N/A</Data></Cell></Row>";
    let text = book(&format!("<Worksheet ss:Name=\"一\"><Table><Row>{header}</Row>{row}</Table></Worksheet>"));
    let (rows, _) = read("", &text).expect("reads");
    assert_eq!(
        rows,
        [
            "5: 企业名称=示例&店,处罚日期=2026-03-02,罚款金额=0.5万元,比例=63.6%,文号=#UNSTORED!",
            "6: 处罚日期=2026-03-02 08:30:00.000,罚款金额=#N/A"
        ]
    );
}

#[test]
fn merged_cells_are_filled() {
    let text = book(&format!(
        "<Worksheet ss:Name=\"一\"><Table><Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">公示表</Data></Cell></Row><Row>{}</Row>\
        <Row><Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">甲店</Data></Cell>{}</Row><Row><Cell ss:Index=\"2\"><Data ss:Type=\"String\">2号</Data></Cell></Row></Table></Worksheet>",
        ["企业名称", "文号", "处罚类别"].map(|name| cell("String", name)).concat(),
        cell("String", "1号")
    ));
    assert_eq!(read("", &text).expect("reads").0, ["3: 企业名称=甲店,文号=1号", "4: 企业名称=甲店,文号=2号"]);
}

#[test]
fn sheets_are_chosen_as_in_other_workbooks() {
    let header: &[&str] = &["企业名称", "文号"];
    let hidden = "<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetHidden</Visible></WorksheetOptions>";
    let text = book(
        &[
            sheet("说明", &[&["填表说明"]], ""),
            sheet("铁东区", &[header, &["甲店", "1号"]], ""),
            sheet("旧", &[header, &["乙店", "2号"]], hidden),
            sheet("立山区", &[header, &["丙店", "3号"]], ""),
        ]
        .concat(),
    );
    let (rows, layout) = read("", &text).expect("reads");
    assert_eq!(rows, ["铁东区:2: 企业名称=甲店,文号=1号", "立山区:2: 企业名称=丙店,文号=3号"]);
    assert!(layout.notes[0].contains("and not `说明`, `旧`"), "{:?}", layout.notes);
    assert_eq!(read("records = \"旧\"", &text).expect("reads").0, ["2: 企业名称=乙店,文号=2号"]);
    assert!(read("records = \"无此\"", &text).expect_err("none").contains("no sheet `无此`"));
}

#[test]
fn broken_and_hostile_workbooks_are_refused_or_read_in_little_room() {
    for text in [
        book(""),
        book("<Worksheet ss:Name=\"一\"/>"),
        book(
            "<Worksheet><Table><Row><Cell ss:Index=\"4294967295\"><Data ss:Type=\"String\">x</Data></Cell></Row></Table></Worksheet>",
        ),
        book("<Worksheet><Table><Row>"),
        "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_owned(),
    ] {
        assert!(read("", &text).is_err(), "{text}");
    }
    let odd = "<Worksheet ss:Name=\"一\"><Table><Row ss:Index=\"4294967295\"><Cell ss:Index=\"-1\" ss:MergeAcross=\"4294967295\" ss:MergeDown=\"4294967295\">\
        <Data ss:Type=\"Number\">1e999</Data></Cell></Row><Row ss:Index=\"1\"><Cell><Data>企业名称</Data></Cell><Cell><Data/></Cell></Row></Table></Worksheet>";
    assert!(read("", &book(odd)).is_ok());
}

#[test]
fn pages_of_a_spreadsheet_are_no_such_workbook() {
    let html = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><xml><x:ExcelWorkbook/></xml>";
    let text = "企业名称\nWorkbook urn:schemas-microsoft-com:office:spreadsheet";
    for other in [html, text, "", "<Workbook/>"] {
        assert!(!is_workbook(other), "{other}");
    }
    assert!(
        is_workbook(&book("")) && is_workbook(&format!("\u{feff}\n{}", book("").replace("<Workbook", "<ss:Workbook")))
    );
}
