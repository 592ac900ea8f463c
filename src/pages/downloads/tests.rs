use super::*;
use calamine::{Data, Reader};
use jiff::civil::date;
use rust_decimal::Decimal;

fn hostile() -> Fields {
    [
        (Field::Id, Value::Text("=1+1".into())),
        (Field::SubjectName, Value::Text("=HYPERLINK(\"http://x\",\"甲\")".into())),
        (Field::LegalRepresentative, Value::Text("示例甲".into())),
        (Field::Brands, Value::List(vec!["@乙".into(), "丙\n丁,\"戊\"".into()])),
        (Field::Facts, Value::Text("<b>\u{1}\u{ffff}_x0041_".into())),
        (Field::AmountYuan, Value::Number(Decimal::new(-3_000_050, 2))),
        (Field::DecidedOn, Value::Date(date(2026, 3, 2))),
        (Field::ValidFrom, Value::Date(date(1850, 1, 1))),
        (Field::UnderObjection, Value::Flag(true)),
        (Field::UseScope, Value::Text("0".into())),
    ]
    .into_iter()
    .collect()
}

fn row<'a>(id: &'a str, fields: &'a Fields) -> DownloadRow<'a> {
    DownloadRow {
        id,
        kind: Kind::Penalty,
        url: format!("https://x.cn/r/{id}.html"),
        first_seen: date(2026, 1, 5),
        state: "shown",
        fields: std::borrow::Cow::Borrowed(fields),
    }
}

fn sheet(name: &str) -> Sheet<'_> {
    Sheet { name, heading: &|column| format!("{}之列", column.key()), created: date(2026, 1, 5) }
}

/// The only sheet of a workbook, as another library reads it.
fn read_back(bytes: Vec<u8>) -> calamine::Range<Data> {
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    book.worksheet_range_at(0).expect("a sheet").expect("readable")
}

/// The XML of a workbook's sheets and styles.
fn parts(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    let count = archive.len();
    let part = |at: usize| std::io::read_to_string(archive.by_index(at).expect("a part")).expect("text");
    (0..count).map(part).collect()
}

#[test]
fn columns_are_what_occurs_without_what_is_not_public() {
    let (one, two) = (hostile(), Fields::from_iter([(Field::Title, Value::Text("题".into()))]));
    let rows = [row("ra", &one), row("rb", &two)];
    let table = Table::new(Kind::Penalty, &rows);
    let keys: Vec<&str> = table.columns().iter().map(|column| column.key()).collect();
    assert_eq!(keys[..6], ["record_id", "url", "state", "first_seen", "id", "title"]);
    assert!(!keys.contains(&"legal_representative") && !keys.contains(&"use_scope"), "{keys:?}");
    let all = [table.csv().expect("CSV"), table.ndjson(), table.xlsx(&sheet("罚")).expect("XLSX").expect("small")];
    assert!(all.iter().all(|bytes| !bytes.windows(9).any(|part| part == "示例甲".as_bytes())));
}

#[test]
fn csv_cells_are_no_formulas() {
    let fields = hostile();
    let rows = [row("ra", &fields)];
    let bytes = Table::new(Kind::Penalty, &rows).csv().expect("CSV");
    let text = std::str::from_utf8(&bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("headers").clone();
    let record = reader.records().next().expect("a row").expect("a row");
    let cell = |key: &str| &record[headers.iter().position(|header| header == key).expect("a column")];
    assert_eq!(cell("subject_name"), "'=HYPERLINK(\"http://x\",\"甲\")");
    assert_eq!(cell("id"), "'=1+1");
    assert_eq!(cell("brands"), "'@乙；丙\n丁,\"戊\"");
    assert_eq!(cell("amount_yuan"), "-30000.5", "a number is no formula");
    assert_eq!(cell("decided_on"), "2026-03-02");
    for start in ["+1", " =1", "\rx", "＝1", "'=1"] {
        let fields = Fields::from_iter([(Field::Title, Value::Text(start.into()))]);
        let rows = [row("ra", &fields)];
        let bytes = Table::new(Kind::Notice, &rows).csv().expect("CSV");
        assert!(String::from_utf8_lossy(&bytes).contains(&format!("'{start}")), "{start:?}");
    }
}

#[test]
fn ndjson_keeps_types_and_fits_its_schema() {
    let fields = hostile();
    let rows = [row("ra", &fields), row("rb", &fields)];
    let bytes = Table::new(Kind::Penalty, &rows).ndjson();
    let lines: Vec<&str> = std::str::from_utf8(&bytes).expect("UTF-8").lines().collect();
    assert_eq!(lines.len(), 2);
    let object: serde_json::Value = serde_json::from_str(lines[0]).expect("JSON");
    assert_eq!(object["record_id"], "ra");
    assert_eq!(object["amount_yuan"].as_f64(), Some(-30000.5));
    assert_eq!(object["brands"][1], "丙\n丁,\"戊\"");
    assert_eq!(object["under_objection"], true);
    let schema = schema(Some(Kind::Penalty), "https://x.cn/data/schema/penalty.json", "行政处罚", &|column| {
        column.key().into()
    });
    let schema: serde_json::Value = serde_json::from_slice(&schema).expect("JSON");
    assert_eq!(
        schema["required"],
        serde_json::json!(["record_id", "url", "state", "first_seen", "subject_name", "document_no"])
    );
    for (key, value) in object.as_object().expect("an object") {
        let expected = match value {
            serde_json::Value::String(_) => "string",
            serde_json::Value::Number(_) => "number",
            serde_json::Value::Bool(_) => "boolean",
            _ => "array",
        };
        let property = &schema["properties"][key];
        assert!(property["type"] == expected || property["enum"].is_array(), "{key}: {property}");
    }
    assert!(schema["properties"]["legal_representative"].is_null());
}

#[test]
fn xlsx_holds_texts_numbers_and_days() {
    let mut fields = hostile();
    fields.set(Field::Body, Value::Text("长".repeat(40_000)));
    let rows = [row("ra", &fields)];
    let table = Table::new(Kind::Penalty, &rows);
    let bytes = table
        .xlsx(&sheet("行政处罚[]:*?/\\' 示例示例示例示例示例示例示例示例示例示例示例"))
        .expect("XLSX")
        .expect("small");
    let inside = parts(&bytes);
    assert!(!inside.contains("<f>") && inside.contains("quotePrefix=\"1\""), "a text stays one when it is edited");
    let range = read_back(bytes);
    let cell = |key: &str| {
        let column = table.columns().iter().position(|column| column.key() == key).expect("a column");
        range[(1, column)].clone()
    };
    assert_eq!(range[(0, 0)], Data::String("record_id之列".into()));
    assert_eq!(cell("subject_name"), Data::String("=HYPERLINK(\"http://x\",\"甲\")".into()));
    assert_eq!(cell("amount_yuan"), Data::Float(-30000.5));
    let Data::DateTime(day) = cell("decided_on") else { panic!("no day: {:?}", cell("decided_on")) };
    assert_eq!(day.to_ymd_hms_milli(), (2026, 3, 2, 0, 0, 0, 0));
    assert_eq!(cell("valid_from"), Data::String("1850-01-01".into()), "before the days Excel knows");
    assert_eq!(cell("body").to_string().chars().count(), 32_767);
    assert!(cell("facts").to_string().starts_with("<b>"), "{}", cell("facts"));
}

#[test]
fn the_same_rows_make_the_same_bytes() {
    let fields = hostile();
    let rows = [row("ra", &fields)];
    let make = || Table::new(Kind::Penalty, &rows).xlsx(&sheet("罚")).expect("XLSX");
    let first = make();
    // ZIP stores times to two seconds, the core properties to one.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(first, make());
}

#[test]
fn a_large_table_has_no_xlsx_and_an_empty_one_has_a_header() {
    let fields = Fields::new();
    let rows = vec![row("ra", &fields); XLSX_MAX_ROWS + 1];
    assert!(Table::new(Kind::Merchant, &rows).xlsx(&sheet("商户")).expect("no failure").is_none());
    let table = Table::new(Kind::Merchant, &[]);
    assert_eq!(table.csv().expect("CSV"), "\u{feff}record_id,url,state,first_seen\n".as_bytes());
    assert!(table.ndjson().is_empty());
    assert_eq!(read_back(table.xlsx(&sheet("'")).expect("XLSX").expect("small")).height(), 1);
}

#[test]
fn a_table_of_all_kinds_says_the_kind_of_each_row() {
    let (one, two) = (hostile(), Fields::from_iter([(Field::Title, Value::Text("题".into()))]));
    let columns = vec![Column::Kind, Column::RecordId, Column::Field(Field::Title)];
    let mut bytes = Vec::new();
    csv_head(&columns, &mut bytes).expect("memory");
    let mut lines = Vec::new();
    for (kind, id, fields) in [(Kind::Penalty, "ra", &one), (Kind::Notice, "rb", &two)] {
        let rows = [DownloadRow { kind, ..row(id, fields) }];
        let piece = Table::piece(kind, &rows, columns.clone());
        piece.csv_rows(&mut bytes).expect("memory");
        lines.extend(piece.ndjson());
    }
    assert_eq!(String::from_utf8_lossy(&bytes), "\u{feff}kind,record_id,title\npenalty,ra,\nnotice,rb,题\n");
    let lines = String::from_utf8_lossy(&lines).into_owned();
    assert_eq!(
        lines,
        "{\"kind\":\"penalty\",\"record_id\":\"ra\"}\n{\"kind\":\"notice\",\"record_id\":\"rb\",\"title\":\"题\"}\n"
    );
}

#[test]
fn a_workbook_has_a_sheet_a_table() {
    let fields = hostile();
    let rows = [row("ra", &fields)];
    let (one, two) = (Table::new(Kind::Penalty, &rows), Table::new(Kind::Notice, &rows));
    let bytes = workbook(&[(&one, &sheet("罚")), (&two, &sheet("提示"))]).expect("XLSX");
    let book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["罚", "提示"]);
}

#[test]
fn the_catalogue_names_every_file() {
    let file =
        DatasetFile { path: "data/penalties.csv".into(), media_type: "text/csv", bytes: 12, sha256: "ab".into() };
    let dataset = Dataset {
        key: "penalty",
        page: "data/",
        title: "行政处罚".into(),
        description: "公示的<处罚>".into(),
        schema: Some("data/schema/penalty.json".into()),
        dates: Dates {
            issued: Some(date(2026, 1, 2)),
            modified: Some(date(2026, 3, 2)),
            span: Some((date(2025, 1, 1), date(2026, 3, 1))),
        },
        files: vec![file],
    };
    let catalogue = Catalogue {
        title: "平台",
        description: "数据",
        base_url: "https://x.cn/y/",
        language: "zh-CN",
        publisher: "示例局",
        region: "210300",
        licence_url: "https://x.cn/y/about/citation.html",
        datasets: vec![dataset],
    };
    let value: serde_json::Value = serde_json::from_slice(&catalogue.json_ld()).expect("JSON");
    let dataset = &value["dcat:dataset"][0];
    assert_eq!(dataset["dcat:distribution"][0]["dcat:downloadURL"]["@id"], "https://x.cn/y/data/penalties.csv");
    assert_eq!(dataset["dct:modified"]["@value"], "2026-03-02");
    assert_eq!(dataset["dcat:distribution"][0]["dcat:byteSize"]["@value"], "12");
}
