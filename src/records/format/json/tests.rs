//! Documents in the shapes that agencies send, and hostile ones.

use super::*;
use crate::sources::Body;

fn asked(pointer: Option<&str>) -> Asked<'_> {
    Asked { pointer, kind: Kind::Penalty, is_whole: true, is_unit_given: false }
}

fn at(pointer: Option<&str>, text: &str) -> Result<Vec<Row>, ReadError> {
    let (body, mut found) = (Body::from(text), Vec::new());
    rows(asked(pointer), &Text::of(&body, None)?, &mut |row| found.push(row)).map(|_| found)
}

#[test]
fn a_page_that_is_not_all_says_so() {
    let notes = |is_whole: bool, text: &str| {
        let body = Body::from(text);
        rows(Asked { is_whole, ..asked(None) }, &Text::of(&body, None).expect("text"), &mut |_| {})
            .expect("reads")
            .notes
    };
    let text = r#"{"code":0,"data":{"total":"25","rows":[{"企业名称":"甲","备案号":"1"}]}}"#;
    assert!(notes(true, text).iter().any(|note| note.contains("1 rows") && note.contains("25")));
    assert!(notes(false, text).is_empty(), "a page is one of several");
    assert!(notes(true, &text.replace("25", "1")).is_empty());
}

#[test]
fn objects_that_are_one_value_are_read_as_that() {
    let text = r#"[{"企业名称":"甲","处罚决定日期":{"date":3,"month":0,"year":126,"time":1767369600000},
        "公示日期":{"$date":{"$numberLong":"1767369600000"}},"罚款金额":{"value":0.5,"unit":"万元"}}]"#;
    let rows = read(text).expect("reads");
    let cells: Vec<(&str, &str)> = rows[0].pairs().collect();
    let expected =
        [("企业名称", "甲"), ("处罚决定日期", "1767369600000"), ("公示日期", "1767369600000"), ("罚款金额", "0.5万元")];
    assert_eq!(cells, expected);
}

#[test]
fn days_as_java_writes_them_are_one_value() {
    for (written, day) in [
        ("[2026,3,2]", "2026-03-02"),
        ("[2026,12,31,23,59,59,999999999]", "2026-12-31"),
        (r#"{"year":2026,"monthValue":3,"month":"MARCH","dayOfMonth":2,"dayOfWeek":"MONDAY"}"#, "2026-03-02"),
        (r#"{"year":2026,"month":3,"day":2}"#, "2026-03-02"),
        ("[2026,13,2]", "2026；13；2"),
        ("[2026,3]", "2026；3"),
        ("[2026,3,2,25]", "2026；3；2；25"),
    ] {
        let rows = read(&format!(r#"[{{"企业名称":"甲","处罚决定日期":{written}}}]"#)).expect(written);
        assert_eq!(rows[0].pairs().find(|pair| pair.0 == "处罚决定日期").map(|pair| pair.1), Some(day), "{written}");
    }
    let calendar = r#"[{"企业名称":"甲","处罚决定日期":{"year":2026,"month":2,"dayOfMonth":2,"hourOfDay":0}}]"#;
    assert!(read(calendar).expect("reads")[0].pairs().all(|pair| pair.1 != "2026-02-02"), "months from 0");
    let sum = read(r#"[{"企业名称":"甲","罚款金额":{"amount":0.5,"unit":"万元"}}]"#).expect("reads");
    assert_eq!(sum[0].pairs().last(), Some(("罚款金额", "0.5万元")));
}

#[test]
fn a_document_may_name_the_unit_of_all_sums() {
    let rows_of = |document: &str| read(document).map(|rows| rows[0].pairs().last().map(|pair| pair.1.to_owned()));
    let row = r#"[{"企业名称":"甲","罚款金额":0.5}]"#;
    let unit = |unit: &str| Some(unit.to_owned());
    assert_eq!(rows_of(&format!(r#"{{"unit":"万元","rows":{row}}}"#)).expect("reads"), unit("万元"));
    assert_eq!(rows_of(&format!(r#"{{"data":{{"金额单位":"万元","list":{row}}}}}"#)).expect("reads"), unit("万元"));
    assert_eq!(rows_of(&format!(r#"{{"unit":"鞍山市商务局","rows":{row}}}"#)).expect("reads"), unit("0.5"));
    let late = format!(r#"{{"rows":{row},"unit":"万元"}}"#);
    assert!(rows_of(&late).is_err_and(|error| error.to_string().contains("`amount_unit`")));
    let body = Body::from(late.as_str());
    let given = Asked { is_unit_given: true, ..asked(None) };
    assert!(rows(given, &Text::of(&body, None).expect("text"), &mut |_| {}).is_ok());
    assert!(rows_of(&format!(r#"{{"rows":{row},"unit":"元"}}"#)).is_ok());
}

#[test]
fn a_document_may_be_the_last_record_of_its_list() {
    let one = r#"{"企业名称":"甲","处罚决定书文号":"1号","处罚类别":"罚款","处罚决定日期":"2026-01-03"}"#;
    let rows = read(one).expect("reads");
    assert_eq!((rows.len(), rows[0].locator.as_str(), rows[0].cells.len()), (1, "1", 4));
    for none in [r#"{"code":200,"name":"甲","status":"1"}"#, r#"{"msg":"ok","企业名称":"甲"}"#] {
        assert!(read(none).is_err(), "{none}");
    }
}

#[test]
fn an_answer_that_there_is_nothing_is_an_empty_list() {
    for document in [
        r#"{"code":200,"msg":"ok","data":{"records":null,"total":0}}"#,
        r#"{"code":200,"msg":"success","data":null}"#,
        r#"{"code":200,"msg":"ok","data":{"total":0}}"#,
        r#"{"success":true,"rows":null}"#,
        r#"{"total":0,"rows":null}"#,
    ] {
        assert_eq!(read(document).expect(document).len(), 0, "{document}");
        assert_eq!(at(Some("/data/records"), document).expect(document).len(), 0, "{document}");
    }
    for document in [
        r#"{"code":500,"msg":"系统繁忙","data":null}"#,
        r#"{"code":200,"msg":"请重新登录","data":null}"#,
        r#"{"data":null}"#,
        r#"{"code":200,"msg":"ok","data":{"total":2}}"#,
        r#"{"code":200,"msg":"ok","data":{"total":2,"records":null}}"#,
        r#"{"code":200,"msg":"ok","data":{"total":2,"records":[]}}"#,
        r#"{"code":200,"msg":"ok"}"#,
    ] {
        assert!(read(document).is_err(), "{document}");
        assert!(at(Some("/data/records"), document).is_err(), "{document}");
    }
    let page = Body::from(r#"{"code":200,"msg":"ok","data":{"total":2,"records":[]}}"#);
    let asked = Asked { is_whole: false, ..asked(None) };
    assert!(rows(asked, &Text::of(&page, None).expect("text"), &mut |_| {}).is_ok(), "a page behind the last row");
}

#[test]
fn lists_of_one_kind_beside_each_other_are_read_all() {
    let row = |name: &str| format!(r#"{{"企业名称":"{name}","备案号":"1","信用代码":"2"}}"#);
    for text in [
        format!(r#"{{"data":{{"铁东区":[{}],"铁西区":[{},{}]}}}}"#, row("甲"), row("乙"), row("丙")),
        format!(r#"{{"list1":[{},{}],"list2":[{}],"none":[]}}"#, row("甲"), row("乙"), row("丙")),
    ] {
        let rows = read(&text).expect("reads");
        let said: Vec<&str> = rows.iter().filter_map(|row| row.cells.get(0)).collect();
        assert_eq!(said, ["甲", "乙", "丙"], "{text}");
    }
    let text =
        format!(r#"{{"甲":[{}],"已修复":[{}],"removed":[{}],"乙":[{}]}}"#, row("甲"), row("丙"), row("丁"), row("乙"));
    let said: Vec<String> = read(&text).expect("reads").iter().map(|row| row.cells[0].to_owned()).collect();
    assert_eq!(said, ["甲", "乙"], "what was taken back is no row");
    let text = format!(r#"{{"rows":[{},{},"合计：2"]}}"#, row("甲"), row("乙"));
    let faults: Vec<bool> = read(&text).expect("reads").iter().map(|row| row.fault.is_some()).collect();
    assert_eq!(faults, [false, false, true], "one item that is none is one bad row");
}

fn read(text: &str) -> Result<Vec<Row>, ReadError> {
    at(None, text)
}

#[test]
fn nested_values_are_columns_of_their_own_name() {
    let text =
        r#"{"list":[{"当事人":{"名称":"甲店","地址":"x"},"处罚":{"决定文号":"1号","其他":{"a":1}},"备案号":"2"}]}"#;
    let rows = read(text).expect("reads");
    let cells: Vec<(&str, &str)> = rows[0].pairs().collect();
    let expected =
        [("备案号", "2"), ("当事人", "甲店"), ("当事人.地址", "x"), ("决定文号", "1号"), ("处罚.其他.a", "1")];
    assert_eq!(cells, expected);
}

#[test]
fn lists_of_objects_are_values_of_one_column() {
    let text = r#"[{"备案号":"1","处罚类别":[{"name":"罚款","code":"02"},{"name":"没收违法所得","code":""}],
        "当事人":[{"名称":"甲店"}],"标签":["a","b"],"x":[],"y":[{"k":1},2]}]"#;
    let rows = read(text).expect("reads");
    let cells: Vec<(&str, &str)> = rows[0].pairs().collect();
    let expected = [
        ("备案号", "1"),
        ("标签", "a；b"),
        ("x", ""),
        ("y", "{\"k\":1}；2"),
        ("处罚类别", "罚款；没收违法所得"),
        ("处罚类别.code", "02"),
        ("当事人", "甲店"),
    ];
    assert_eq!(cells, expected);
}

#[test]
fn a_json_feed_is_news() {
    let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[
        {"id":"1","url":"/a.html","title":"示例","content_html":"<p>小<b>心</b></p>","date_published":"2026-05-01T08:00:00+08:00"}]}"#;
    let rows = read(text).expect("reads");
    for (column, value) in [("source_url", "/a.html"), ("title", "示例"), ("published_on", "2026-05-01T08:00:00+08:00")]
    {
        assert!(rows[0].pairs().any(|cell| cell == (column, value)), "{column}: {rows:?}");
    }
    assert!(rows[0].pairs().any(|cell| cell == ("body", "小心")), "no space at an inline tag: {rows:?}");
    for (own, whole) in [
        (r#""home_page_url":"https://www.example.gov.cn/x/","#, "https://www.example.gov.cn/a.html"),
        (r#""feed_url":"https://www.example.gov.cn/x/feed.json","#, "https://www.example.gov.cn/a.html"),
    ] {
        let rows = read(&text.replacen("\"title\"", &format!("{own}\"title\""), 1)).expect("reads");
        assert!(rows[0].pairs().any(|cell| cell == ("source_url", whole)), "{rows:?}");
    }
}

#[test]
fn pointers_lead_through_objects_and_lists() {
    let text = r#"{"a~b":[{"x":0},{"rows":[{"企业名称":"甲"},{"企业名称":"乙"},7]}]}"#;
    let found = at(Some("/a~0b/1/rows"), text).expect("reads");
    assert_eq!(
        found.iter().map(|row| row.locator.as_str()).collect::<Vec<_>>(),
        ["/a~0b/1/rows/0", "/a~0b/1/rows/1", "/a~0b/1/rows/2"]
    );
    assert!(found[2].fault.is_some());
    let refused = |pointer: &str| at(Some(pointer), text).is_err();
    assert!(refused("/b") && refused("/a~0b/5") && refused("/a~0b/1/rows/0/企业名称") && refused("/a~0b/x"));
}

#[test]
fn rows_in_the_shapes_that_agencies_send() {
    let (one, two) = (r#"{"企业名称":"甲","备案号":"1"}"#, r#"{"企业名称":"乙","备案号":"2"}"#);
    let list = format!("[{one},{two}]");
    for (text, first) in [
        (r#"{"columns":["企业名称","备案号"],"rows":[["甲","1"],["乙",2]]}"#.to_owned(), "/rows/0"),
        (
            r#"{"rows":[["甲","1"],["乙","2"]],"head":[{"field":"a","title":"企业名称"},{"field":"b","title":"备案号"}]}"#
                .to_owned(),
            "/rows/0",
        ),
        (r#"[["企业名称","备案号"],["甲","1"],["乙","2"]]"#.to_owned(), "/1"),
        (format!(r#"{{"data":{{"鞍/1号":{one},"鞍/2号":{two}}}}}"#), "/data/鞍~11号"),
        (format!(r#"{{"code":"0","data":{list:?}}}"#), "/data/0"),
        (format!(r#"{{"code":"0","data":{:?}}}"#, format!(r#"{{"rows":{list}}}"#)), "/data/rows/0"),
        (format!(r#"[{{"page":1,"rows":[{one}]}},{{"page":2,"rows":[{two}]}}]"#), "/0/rows/0"),
        (format!("/**/jQuery_1.callback({{\"rows\":{list}}});\n"), "/rows/0"),
        (format!("callback( {list} )"), "/0"),
        (format!("/**/ typeof cb === 'function' && cb({list});"), "/0"),
    ] {
        let rows = read(&text).expect(&text);
        let said: Vec<Vec<(&str, &str)>> = rows.iter().map(|row| row.pairs().collect()).collect();
        let row = |name, number| vec![("企业名称", name), ("备案号", number)];
        assert_eq!(said, [row("甲", "1"), row("乙", "2")], "{text}");
        assert_eq!(rows[0].locator, first, "{text}");
    }
    let keyed = read(&format!(r#"{{"data":{{"13812345678":{one},"210302199003071242":{two}}}}}"#)).expect("reads");
    assert!(keyed.iter().all(|row| row.locator.contains("****")), "{}", keyed[0].locator);
    let named = at(Some("/rows"), r#"{"columns":["企业名称","备案号"],"rows":[["甲","1"],["乙","2","3"]]}"#);
    let named = named.expect("reads");
    assert_eq!(named[0].pairs().next(), Some(("企业名称", "甲")));
    assert_eq!(named[1].fault.as_deref(), Some("3 values under 2 names: the row is too long"));
    let twice = r#"{"columns":["企业名称","备案号","企业名称"],"rows":[["甲","1","乙"]]}"#;
    let twice = at(Some("/rows"), twice).expect("reads");
    let said: Vec<_> = twice[0].pairs().collect();
    assert_eq!(said, [("企业名称", "甲"), ("备案号", "1"), ("企业名称#3", "乙")], "the first of two keeps the name");
    for text in [r#"{"data":"[1,2"}"#, r#"{"box":[[1,2],[3,4]]}"#, r#"{"data":{"a":{"x":1}}}"#] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn lists_of_values_are_read_as_tables_are() {
    let text = r#"{"rows":[["公示表"],null,["企业名称","备案号",""],["甲","1",null],[],[null,""],["企业名称","备案号"],
        ["乙"],["丙","3","x"],["丁","4"]]}"#;
    let rows = read(text).expect("reads");
    let said: Vec<(&str, Option<&str>)> = rows.iter().map(|row| (row.locator.as_str(), row.fault.as_deref())).collect();
    let (short, long) = ("1 values under 2 names: the row is too short", "3 values under 2 names: the row is too long");
    assert_eq!(said, [("/rows/3", None), ("/rows/7", Some(short)), ("/rows/8", Some(long)), ("/rows/9", None)]);
    assert_eq!(rows[3].pairs().collect::<Vec<_>>(), [("企业名称", "丁"), ("备案号", "4")]);
    let text = r#"{"columns":["企业名称","备案号"],"rows":[["甲"],["乙","2"]]}"#;
    let faults: Vec<bool> = read(text).expect("reads").iter().map(|row| row.fault.is_some()).collect();
    assert_eq!(faults, [true, false], "a short first row is one bad row");
    assert_eq!(read(r#"[null,{"企业名称":"甲","备案号":"1"},null]"#).expect("reads").len(), 1);
}

#[test]
fn a_line_without_an_end_is_refused() {
    let long = format!("{{\"a\":1}}\n{{\"a\":\"{}\"}}\n", "x".repeat(LONGEST_LINE as usize));
    let body = Body::from(long);
    assert!(lines(&Text::of(&body, None).expect("text"), &mut |_| {}).is_err());
}

#[test]
fn hostile_documents_are_refused() {
    for text in ["", "{", "[1,2", "{\"rows\":[{}]} x", "7", "{\"rows\":[{\"a\":1}]", &"[".repeat(100_000)] {
        assert!(read(text).is_err(), "{}", &text[..text.len().min(20)]);
    }
    let wide: Vec<String> = (0..6_000).map(|number| format!("{{\"k{number}\":1}}")).collect();
    assert!(read(&format!("[{}]", wide.join(","))).is_err(), "every row has another column");
}

#[test]
fn merchants_may_hold_their_records_in_a_list() {
    let penalty =
        |number: &str| format!(r#"{{"处罚决定书文号":"{number}","处罚类别":"罚款","处罚决定日期":"2026-01-03"}}"#);
    let text = format!(
        r#"{{"data":[{{"处罚信息":[{},{}],"企业名称":"甲","信用代码":"1","人员":[{{"姓名":"王某"}}],"法人":{{"姓名":"李某"}}}},
            {{"企业名称":"乙","信用代码":"2","处罚信息":[]}},{{"企业名称":"丙","信用代码":"3"}},
            {{"企业名称":"丁","信用代码":"4","处罚信息":{}}},{{"企业名称":"戊","信用代码":"5","处罚信息":["无"]}}]}}"#,
        penalty("1号"),
        penalty("2号"),
        penalty("3号")
    );
    let body = Body::from(text.as_str());
    let mut found = Vec::new();
    let layout = rows(asked(None), &Text::of(&body, None).expect("text"), &mut |row| found.push(row)).expect("reads");
    assert_eq!((layout.place, layout.notes.len()), (None, 1), "no pointer leads to them: {:?}", layout.notes);
    assert!(layout.notes[0].contains("`人员`"));
    let said: Vec<[&str; 3]> = found
        .iter()
        .map(|row| {
            let of = |name: &str| row.pairs().find(|pair| pair.0 == name).map_or("", |pair| pair.1);
            [row.locator.as_str(), of("企业名称"), of("处罚决定书文号")]
        })
        .collect();
    let expected = [
        ["/data/0/处罚信息/0", "甲", "1号"],
        ["/data/0/处罚信息/1", "甲", "2号"],
        ["/data/3/处罚信息/0", "丁", "3号"],
        ["/data/4/处罚信息/0", "", ""],
    ];
    assert_eq!(said, expected);
    assert!(found[3].fault.is_some(), "what is no record is told");
}

#[test]
fn the_pointer_to_all_rows_is_told() {
    let place = |text: &str| {
        let body = Body::from(text);
        rows(asked(None), &Text::of(&body, None).expect("text"), &mut |_| {}).expect("reads").place
    };
    let row = r#"{"企业名称":"甲","备案号":"1","信用代码":"2"}"#;
    for (text, expected) in [
        (format!(r#"[{{"page":1,"rows":[{row}]}},{{"page":2,"rows":[{row}]}}]"#), "/*/rows"),
        (format!(r#"{{"data":{{"铁东区":[{row}],"铁西区":[{row}]}}}}"#), "/data/*/*"),
        (format!(r#"{{"data":{{"rows":[{row}]}}}}"#), "/data/rows"),
    ] {
        assert_eq!(place(&text).as_deref(), Some(expected));
        assert_eq!(at(Some(expected), &text).expect("reads").len(), at(None, &text).expect("reads").len(), "{text}");
    }
}
