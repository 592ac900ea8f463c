//! Every container of the domain's list (section 2.9), one row each: wrappers of JSON, cases of XML, encodings of CSV,
//! answers that ask for a captcha. Workbooks stand in `format/sheet/tests.rs`, paging in `sources/tests/pages.rs`.

use super::{feed, read, text};
use crate::records::{Field, Record};

/// The names of a feed's records.
fn names(kind: &str, extra: &str, body: &[u8]) -> Vec<String> {
    let (records, reading) = read(&feed(kind, extra), body).expect(extra);
    assert!(reading.quarantined.is_empty(), "{:?}", reading.quarantined);
    records.iter().filter_map(Record::subject_name).map(str::to_owned).collect()
}

#[test]
fn wrappers_of_json() {
    let rows = r#"[{"企业名称":"示例甲店","备案号":"1"},{"企业名称":"示例乙店","备案号":null}]"#;
    for body in [
        rows.to_owned(),
        format!(r#"{{"total":2,"rows":{rows}}}"#),
        format!(r#"{{"code":200,"msg":"ok","data":{{"records":{rows},"total":2,"size":10,"current":1,"pages":1}}}}"#),
        format!(r#"{{"data":{rows},"count":2}}"#),
        format!(r#"{{"code":"0","message":"","result":{{"list":{rows},"pageNum":1}}}}"#),
        format!(r#"{{"success":true,"data":{{"page":{{"content":{rows},"pageable":{{"sort":[{{"a":1}}]}}}}}}}}"#),
        format!(
            r#"{{"dict":[{{"code":"1","name":"甲"}},{{"code":"2","name":"乙"}},{{"code":"3","name":"丙"}}],"rows":{rows}}}"#
        ),
        format!("\u{feff}{{\"total\":2,\"rows\":{rows}}}"),
    ] {
        assert_eq!(names("filing", "", body.as_bytes()), ["示例甲店", "示例乙店"], "{body}");
    }
    let nested = r#"{"data":[{"ent":{"企业名称":"示例甲店","统一社会信用代码":"91210302MA99FAK16F"},"备案":{"备案号":"1","备案日期":1735833600000}}]}"#;
    let (records, _) = read(&feed("filing", ""), nested.as_bytes()).expect("reads");
    let found = [Field::SubjectName, Field::SubjectCode, Field::FilingNo, Field::DecidedOn]
        .map(|field| text(&records[0], field));
    assert_eq!(found, ["示例甲店", "91210302MA99FAK16F", "1", "2025-01-03"]);
}

#[test]
fn lists_that_are_empty_are_no_other_list() {
    for body in [
        r#"{"total":0,"rows":[]}"#,
        r#"{"code":200,"msg":"ok","data":{"records":[],"total":0}}"#,
        r#"{"data":[],"count":0}"#,
        "[]",
    ] {
        assert!(names("filing", "", body.as_bytes()).is_empty(), "{body}");
    }
}

#[test]
fn an_answer_that_asks_for_a_captcha_is_no_list() {
    for body in [
        r#"{"code":500,"msg":"验证码错误","data":null}"#,
        r#"{"status":"error","yzm":"required"}"#,
        r#"{"success":false,"message":"请输入验证码"}"#,
        "<html><head><title>验证</title></head><body><form><input name=\"yzm\"></form></body></html>",
    ] {
        for extra in ["", "format = \"json\""] {
            assert!(read(&feed("filing", extra), body.as_bytes()).is_err(), "{extra} {body}");
        }
    }
}

#[test]
fn exchange_messages_with_upper_or_lower_case_tags() {
    let message = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ExchangeMessage><Header><MessageID>1</MessageID></Header><Body>\
        <fields><XK_XDR_MC>示例甲店</XK_XDR_MC><XK_WSH>鞍商准〔2026〕3号</XK_WSH><XK_YXQZI>2031-01-07</XK_YXQZI></fields>\
        <fields><XK_XDR_MC>示例乙店</XK_XDR_MC><XK_WSH>鞍商准〔2026〕4号</XK_WSH><XK_YXQZI/></fields></Body></ExchangeMessage>";
    let cased = |change: fn(&str) -> String| {
        // The declaration and the texts stay as they are.
        message
            .split_inclusive('>')
            .map(|part| match part.rfind('<') {
                Some(at) if !part.starts_with("<?") => part[..at].to_owned() + &change(&part[at..]),
                _ => part.to_owned(),
            })
            .collect::<String>()
    };
    for body in [message.to_owned(), cased(str::to_lowercase), cased(str::to_uppercase)] {
        let (records, reading) = read(&feed("filing", ""), body.as_bytes()).expect(&body);
        assert_eq!(records.iter().filter_map(Record::subject_name).collect::<Vec<_>>(), ["示例甲店", "示例乙店"]);
        assert_eq!(text(&records[0], Field::ValidUntil), "2031-01-07", "{:?}", reading.columns);
        assert!(reading.columns.ignored.is_empty(), "{:?}", reading.columns);
    }
    let one = message.split("<fields><XK_XDR_MC>示例乙店").next().expect("a beginning").to_owned()
        + "</Body></ExchangeMessage>";
    assert_eq!(names("filing", "", one.as_bytes()), ["示例甲店"], "one message may hold one record");
}

#[test]
fn encodings_of_csv() {
    let csv = "企业名称,备案号,备案日期\n鞍山示例健身服务有限公司,210300BAC0007,2026/1/2\n岫岩示例㛃店,210300BAC0008,2026/1/3\n";
    let gb18030 = encoding_rs::GB18030.encode(csv).0.into_owned();
    let gbk = encoding_rs::GBK.encode(&csv.replace('㛃', "店")).0.into_owned();
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool| {
        let text = if mark { format!("\u{feff}{csv}") } else { csv.to_owned() };
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    for (name, bytes, second) in [
        ("utf-8", csv.as_bytes().to_vec(), "岫岩示例㛃店"),
        ("utf-8 with a mark", format!("\u{feff}{csv}").into_bytes(), "岫岩示例㛃店"),
        ("gb18030", gb18030, "岫岩示例㛃店"),
        ("gbk", gbk, "岫岩示例店店"),
        ("utf-16 le with a mark", utf16(u16::to_le_bytes, true), "岫岩示例㛃店"),
        ("utf-16 be with a mark", utf16(u16::to_be_bytes, true), "岫岩示例㛃店"),
        ("utf-16 le", utf16(u16::to_le_bytes, false), "岫岩示例㛃店"),
    ] {
        assert_eq!(names("filing", "", &bytes), ["鞍山示例健身服务有限公司", second], "{name}");
    }
}

#[test]
fn tables_with_a_title_above_and_an_explanation_below() {
    let table = |delimiter: char| {
        let row = |cells: [&str; 4]| cells.join(&delimiter.to_string()) + "\n";
        [
            row(["鞍山市单用途卡发卡企业备案表", "", "", ""]),
            row(["填报单位：鞍山市商务局", "", "填报日期：2026-11-01", ""]),
            row(["企业名称", "备案号", "备案日期", "备案机关"]),
            row(["示例甲店", "210300BAC0007", "2026/1/2", "鞍山市商务局"]),
            row(["示例乙店", "210300BAC0008", "2026/1/3", "鞍山市商务局"]),
            row(["表格说明：备案不代表政府对企业的推荐", "", "", ""]),
        ]
        .concat()
    };
    for delimiter in [',', '\t', ';', '|'] {
        assert_eq!(names("filing", "", table(delimiter).as_bytes()), ["示例甲店", "示例乙店"], "{delimiter:?}");
    }
}

#[test]
fn news_without_a_zone_with_cut_titles_and_relative_links() {
    let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>通知</title><link>https://example.gov.cn/tz/</link><description>d</description>\
        <item><title>关于防范预付卡消费…</title><link>./202611/t1.html</link><pubDate>2026-11-10 09:00</pubDate>\
        <description>&lt;h1&gt;关于防范预付卡消费风险的提示&lt;/h1&gt;&lt;p&gt;请核对。&lt;/p&gt;</description></item></channel></rss>";
    let (records, _) = read(&feed("notice", ""), rss.as_bytes()).expect("reads");
    let found = [Field::Title, Field::SourceUrl, Field::PublishedOn].map(|field| text(&records[0], field));
    assert_eq!(found, ["关于防范预付卡消费风险的提示", "https://example.gov.cn/tz/202611/t1.html", "2026-11-10"]);
}

#[test]
fn detail_pages_by_their_meta_tags() {
    let page = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"SiteName\" content=\"鞍山市商务局\"><meta name=\"ArticleTitle\" content=\"示例办法\">\
        <meta name=\"PubDate\" content=\"2026-11-10 09:00\"><meta name=\"ContentSource\" content=\"鞍山市商务局\"><meta name=\"Description\" content=\"示例摘要\">\
        <meta name=\"Url\" content=\"https://example.gov.cn/zc/1.html\"></head><body><div>正文</div></body></html>";
    let (records, _) = read(&feed("policy", ""), page.as_bytes()).expect("reads");
    let fields = [Field::Title, Field::PublishedOn, Field::Agency, Field::Summary, Field::SourceUrl];
    let found = fields.map(|field| text(&records[0], field));
    assert_eq!(found, ["示例办法", "2026-11-10", "鞍山市商务局", "示例摘要", "https://example.gov.cn/zc/1.html"]);
}

#[test]
fn containers_agencies_use() {
    let expect = |kind: &str, extra: &str, body: &str| {
        let (records, reading) = read(&feed(kind, extra), body.as_bytes()).expect(body);
        assert_eq!((records.len(), reading.quarantined.len()), (1, 0), "{body}: {:?}", reading.quarantined);
        records.into_iter().next().expect("one record")
    };
    expect("filing", "", r#"{"total":1,"rows":[{"企业名称":"示例店","备案号":"210300AAA0001"}]}"#);
    let nested = r#"{"code":200,"msg":"ok","data":{"records":[{"企业名称":"示例店","备案日期":1735833600000}]}}"#;
    assert_eq!(text(&expect("filing", "", nested), Field::DecidedOn), "2025-01-03");
    expect("filing", "records = \"/a/b\"", r#"{"a":{"b":[{"企业名称":"示例店"}]}}"#);
    expect("filing", "format = \"ndjson\"", "{\"企业名称\":\"示例店\"}\n\n");
    expect(
        "filing",
        "",
        "<ExchangeMessage><Header><ID>1</ID></Header><Body><fields><企业名称>示例&amp;店</企业名称><备案号/></fields></Body></ExchangeMessage>",
    );
    expect(
        "filing",
        "",
        "<html><body><table><tr><td>无关</td></tr></table><table><tr><th>企业名称</th><th>备案号</th></tr><tr><td>示例店</td><td>1</td></tr></table></body></html>",
    );
    let spans = "<table><tr><th rowspan=2>企业名称</th><th colspan=2>备案机关</th><th rowspan='2'>备案日期</th></tr><tr><th>名称</th><th>代码</th></tr>\
        <tr><td>示例店</td><td>示例局</td><td>1</td><td>2026-01-02</td></tr></table>";
    assert_eq!(text(&expect("filing", "", spans), Field::Agency), "示例局");
    let detail = "<html><body><dl><dt>企业名称</dt><dd>示例店</dd><dt>备案号</dt><dd>1</dd></dl></body></html>";
    assert_eq!(text(&expect("filing", "", detail), Field::FilingNo), "1");
    let article = "<!DOCTYPE html><html><head><meta name=\"ArticleTitle\" content=\"示例通知\"><meta name=\"PubDate\" content=\"2026-05-01 08:00\"></head></html>";
    assert_eq!(text(&expect("policy", "", article), Field::PublishedOn), "2026-05-01");
    expect("filing", "format = \"tsv\"", "企业名称\t备案号\n示例店\t1\n");
    expect("filing", "", "鞍山市备案名单,,\n企业名称,备案号,备案日期\n示例店,1,2025-01-03\n表格说明：示例,,\n,,\n");
    let rss = "<rss version=\"2.0\"><channel><title>t</title><link>https://example.gov.cn/</link><description>d</description>\
        <item><title>示例提示</title><link>https://example.gov.cn/a.html</link><pubDate>2026-05-01 08:00:00</pubDate><description>&lt;p&gt;小心&lt;/p&gt;</description></item></channel></rss>";
    let notice = expect("notice", "", rss);
    assert_eq!(
        (text(&notice, Field::PublishedOn), text(&notice, Field::Summary)),
        ("2026-05-01".into(), "小心".into())
    );
}

#[test]
fn an_archive_of_feed_files_is_one_feed() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, body) in [
        ("铁东.csv", "企业名称,备案号\n甲店,1\n,2\n"),
        ("铁西.json", "[{\"企业名称\":\"乙店\",\"备案号\":\"3\"}]"),
        ("说明.docx", "x"),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        std::io::Write::write_all(&mut writer, body.as_bytes()).expect("written");
    }
    let bytes = writer.finish().expect("an archive").into_inner();
    let (records, reading) = read(&feed("filing", ""), &bytes).expect("reads");
    assert_eq!(records.iter().filter_map(Record::subject_name).collect::<Vec<_>>(), ["甲店", "乙店"]);
    assert_eq!(reading.quarantined[0].row, "铁东.csv:3");
    assert!(reading.warnings[0].message.contains("说明.docx"), "{:?}", reading.warnings);
}

#[test]
fn a_wrong_declaration_is_survived() {
    let csv = "企业名称,备案号\n鞍山示例健身服务有限公司,210300BAC0007\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(csv);
    for (declared, bytes) in [("utf-8", gb.as_ref()), ("gb18030", csv.as_bytes())] {
        let feed = feed("filing", &format!("encoding = \"{declared}\""));
        let (records, reading) = read(&feed, bytes).expect("reads");
        assert_eq!(records[0].subject_name(), Some("鞍山示例健身服务有限公司"), "{declared}");
        assert!(reading.warnings.iter().any(|warning| warning.message.contains(declared)), "{:?}", reading.warnings);
    }
}

#[test]
fn a_name_that_no_encoding_explains_is_quarantined() {
    let text = "企业名称,备案号,列入原因\n示\u{fffd}例店,1,\n示例二店,2,示\u{fffd}例\n";
    let (records, quarantine) = read(&feed("filing", ""), text.as_bytes()).expect("reads");
    assert_eq!((records.len(), quarantine.quarantined.len()), (1, 1), "a long text may have one broken character");
    assert_eq!(quarantine.quarantined[0].field, "subject_name");
}

#[test]
fn a_document_within_a_text_of_xml_is_read() {
    let inner = "<?xml version=\"1.0\" encoding=\"GBK\"?><root><row id=\"1\" kind=\"a\"><企业名称>示例甲&amp;店</企业名称><备案号>1</备案号></row>\
        <row><企业名称>示例乙店</企业名称><备案号>2</备案号></row></root>";
    let escaped = inner.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    for text in [escaped, format!("<![CDATA[{inner}]]>")] {
        let soap = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">\
             <soap:Body><ns:getListResponse xmlns:ns=\"x\"><return>{text}</return></ns:getListResponse></soap:Body></soap:Envelope>"
        );
        assert_eq!(names("filing", "", soap.as_bytes()), ["示例甲&店", "示例乙店"], "{soap}");
    }
}
