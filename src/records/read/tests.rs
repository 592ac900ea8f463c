//! The layouts and dirty values of real feeds, and hostile ones. Where the values of the domain's list are tested:
//!
//! | section | what | file |
//! |---|---|---|
//! | 2.1, 2.2, 2.4 | field codes, what is dropped | `field_codes.rs` |
//! | 2.1 to 2.8 | code sets: kinds, states, scopes, lists, classes | `code_sets.rs`, `ledger/judge/tests/code_sets.rs` |
//! | 2.1 to 2.8, 2.10 | layouts, with and without preset | `layouts.rs` |
//! | 2.9 | dates, null words, names, codes, amounts | `values.rs` |
//! | 2.9 | what workbooks show of their numbers and days | `workbooks.rs` |
//! | 2.9 | containers, encodings | `containers.rs`, `format/sheet/tests.rs` |
//! | 2.9 | news: dates, links, kinds of text | `news.rs`, `links.rs` |
//! | 2.9 | paging | `sources/tests/pages.rs` |
//! | 3 | credit codes, ID numbers, divisions, industries, numbers of documents | `identifiers.rs` |

mod code_sets;
mod containers;
mod field_codes;
mod identifiers;
mod layouts;
mod links;
mod news;
mod odd;
mod said;
mod tables;
mod values;
mod workbooks;

use super::*;
use crate::config::{Agencies, Districts};
use crate::records::Field;
use crate::sources::manifest::{Format, Location};
use std::path::Path;

fn feed(kind: &str, extra: &str) -> Feed {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("test.toml");
    let text = format!("kind = \"{kind}\"\nagency = \"鞍山市商务局\"\nsource = \"data/test\"\n{extra}");
    std::fs::write(&path, text).expect("written");
    Feed::load(&path, Path::new("/portal")).expect("a manifest")
}

fn read(feed: &Feed, body: &[u8]) -> Result<(Vec<Record>, Reading), ReadError> {
    let mut records = Vec::new();
    let reading = read_feed(
        feed,
        &[Body::from(body)],
        Local { agencies: &Agencies::default(), districts: &Districts::default() },
        &mut |record, _| records.push(record),
    )?;
    Ok((records, reading))
}

fn text(record: &Record, field: Field) -> String {
    record.fields.get(field).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn double_publicity_penalties_in_gb18030() {
    let csv = "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_FRDB,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_NR_WFFF,CF_JDRQ,CF_YXQ,CF_GSJZQ,CF_CFJG\n\
        鞍山示例健身服务有限公司,法人及非法人组织,9121 0302ma99fak16f,示例甲,鞍东市监处罚[2026]17号,侵害消费者权益,身份证210302190001010015，拒绝退款,《消法》第五十六条,罚款;没收违法所得,罚款,3.000000,0.860000,2026/3/2,2099/12/31,2027/3/2,鞍山市铁东区市场监督管理局\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(csv);
    let (records, reading) = read(&feed("penalty", "preset = \"shuanggongshi-penalty\""), &bytes).expect("reads");
    assert!(reading.quarantined.is_empty(), "{:?}", reading.quarantined);
    assert_eq!(reading.columns.ignored, ["CF_YXQ"]);
    let record = &records[0];
    assert_eq!(text(record, Field::SubjectCode), "91210302MA99FAK16F");
    assert_eq!(text(record, Field::DocumentNo), "鞍东市监处罚〔2026〕17号");
    assert_eq!(text(record, Field::AmountYuan), "30000");
    assert_eq!(text(record, Field::ConfiscatedYuan), "8600");
    assert_eq!(text(record, Field::ValidUntil), "2027-03-02");
    assert_eq!(text(record, Field::Agency), "鞍山市铁东区市场监督管理局");
    assert_eq!(text(record, Field::Title), "侵害消费者权益");
    assert_eq!(text(record, Field::Facts), "身份证210302************，拒绝退款");
    assert_eq!(text(record, Field::District), "210302");
}

#[test]
fn the_examples_of_each_list_map_themselves() {
    let cases = [
        (
            "blacklist",
            "名单名称,企业名称,统一社会信用代码,列入日期,列入原因,决定文号,决定机关,依据,公示截止,移出日期,移出原因\n严重违法失信名单,立山示例美容有限公司,91210304MA99FAK40W,2026年5月20日,预收费用后关门停业,鞍市监列严〔2026〕2号,鞍山市市场监督管理局,总局令第44号第八条,2029年5月20日,,\n",
            Field::LegalBasis,
            "总局令第44号第八条",
        ),
        (
            "abnormal",
            "企业名称,统一社会信用代码,注册号,列入日期,列入原因,决定机关(列入),移出日期,移出原因,决定机关(移出)\n鞍山示例健身服务有限公司,91210302MA99FAK16F,210302000999912,2026-4-9,通过登记的住所或者经营场所无法联系的,铁东区局,,,\n",
            Field::DecidedOn,
            "2026-04-09",
        ),
        (
            "award",
            "荣誉名称,评价年度,批次,企业名称,统一社会信用代码,认定文号,认定时间,认定单位,有效期至,撤销日期\n诚信示范企业,2026,第一批,海城示例商贸有限公司,91210381MA99FAK32J,鞍商发〔2026〕12号,46113,鞍山市商务局,2028-03-31,\n",
            Field::DecidedOn,
            "2026-04-01",
        ),
        (
            "commitment",
            "承诺主体,信用代码,承诺类型,承诺日期,受理单位,履约状态,附件\n铁西区示例美发店,92210303MA99FAK24M,主动公示型,20260115,鞍山市商务局,履行中,cns-1.pdf\n",
            Field::Performance,
            "履行中",
        ),
        (
            "filing",
            "企业名称,信用代码,备案号,备案类别,备案机关,备案日期,状态,存管方式\n海城示例商贸有限公司,91210381MA99FAK32J,210300BAC0007,规模发卡企业,鞍山市商务局,2025.11.3,有效,银行存管\n",
            Field::FilingNo,
            "210300BAC0007",
        ),
        (
            "complaints",
            "经营者名称,信用代码,统计期,投诉量,办结量,调解成功率,主要问题\n千山区示例洗车行,92210311MA99FAK59T,2026年第三季度,12,11,63.6%,退费难\n",
            Field::Period,
            "2026Q3",
        ),
    ];
    for (kind, csv, field, expected) in cases {
        let (records, reading) = read(&feed(kind, ""), csv.as_bytes()).expect(kind);
        assert!(reading.quarantined.is_empty(), "{kind}: {:?}", reading.quarantined);
        assert_eq!(text(&records[0], field), expected, "{kind}");
    }
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
fn a_cut_title_is_made_whole_where_the_entry_has_it() {
    let item = |title: &str, body: &str| {
        let rss = format!(
            "<rss version=\"2.0\"><channel><title>t</title><link>https://x.cn/</link><description>d</description><item><title>{title}</title><description>{body}</description></item></channel></rss>"
        );
        let (records, _) = read(&feed("notice", ""), rss.as_bytes()).expect("reads");
        text(&records[0], Field::Title)
    };
    let whole = "&lt;h1&gt;关于预付卡消费的风险提示&lt;/h1&gt;&lt;p&gt;正文。&lt;/p&gt;";
    assert_eq!(item("关于预付卡消费…", whole), "关于预付卡消费的风险提示");
    assert_eq!(
        item("关于预付卡消费...", "&lt;a title='关于预付卡消费的风险提示'&gt;x&lt;/a&gt;"),
        "关于预付卡消费的风险提示"
    );
    assert_eq!(
        item("关于预付卡消费…", "关于预付卡消费，本局提示如下。请注意。"),
        "关于预付卡消费…",
        "a sentence is no title"
    );
    assert_eq!(item("关于预付卡", whole), "关于预付卡");
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
fn rows_that_cannot_be_read_are_kept_apart_with_their_reason() {
    let csv = "企业名称,信用代码,备案日期\n,91210302MA99FAK16F,\n示例甲店,9.12E+17,\n示例乙店,91210302MA99FAK1,\n示例丙店,,2026-13-45\n示例丁店\n示例戊店,,,多,\n示例己店,91210302MA99FAK160,\n";
    let (records, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    let rows: Vec<&str> = reading.quarantined.iter().map(|row| row.row.as_str()).collect();
    assert_eq!(rows, ["2", "3", "4", "5", "6", "7"]);
    assert_eq!((records.len(), reading.warnings.len()), (1, 1), "a wrong check digit only warns");
    assert_eq!(reading.quarantined[3].field, "decided_on");
    assert_eq!(reading.quarantined[3].value, "2026-13-45");
}

#[test]
fn persons_reach_the_ledger_without_their_names() {
    let csv = "行政相对人名称,行政相对人类别,信用代码,法定代表人,行政处罚决定书文号,处罚内容\n张三,自然人,,,1号,对张三罚款\n张四,自然人,,,1号,罚款\n\
        李四,,210302190001010015,,2号,罚款\n王五美发店（经营者：王五）,个体工商户,,王五,3号,对经营者：王五罚款\n";
    let (records, reading) = read(&feed("penalty", ""), csv.as_bytes()).expect("reads");
    assert!(reading.quarantined.is_empty(), "{:?}", reading.quarantined);
    let stored = format!("{records:?}");
    for secret in ["张三", "张四", "李四", "210302190001010015", "经营者：王五"] {
        assert!(!stored.contains(secret), "{secret} in {stored}");
    }
    assert_ne!(records[0].id, records[1].id, "two persons are two records");
    assert_eq!(text(&records[2], Field::SubjectKind), "自然人");
    assert_eq!(records[3].subject_name(), Some("王五美发店（经营者：王*）"));
    assert_eq!(text(&records[3], Field::LegalRepresentative), "王*");
}

#[test]
fn who_is_named_in_one_cell_of_a_row_is_named_in_none() {
    let csv = "企业名称,统一社会信用代码,决定文书号,案件名称,违法事实,处罚内容,字号,曾用名\n\
        铁西区示例美发店　王建国,92210303MA99FAK24M,1号,王建国虚假宣传案,当事人王建国经营的店失联,对当事人王建国罚款5000元,王建国,王建国\n\
        铁西区示例美发店（经营者：王建国）,92210303MA99FAK24M,2号,,,对王建国罚款5000元,示例美发,\n\
        海城示例商贸有限公司 王建国,91210381MA99FAK32J,3号,,实际控制人王建国、股东李秀英失联,追究王建国刑事责任，李秀英另案,示例,\n";
    let (records, reading) = read(&feed("penalty", ""), csv.as_bytes()).expect("reads");
    assert!(reading.quarantined.is_empty(), "{:?}", reading.quarantined);
    let stored = format!("{records:?}");
    assert!(!stored.contains("王建国") && !stored.contains("李秀英"), "{stored}");
    let names: Vec<_> = records.iter().filter_map(Record::subject_name).collect();
    assert_eq!(names, ["铁西区示例美发店 王**", "铁西区示例美发店（经营者：王**）", "海城示例商贸有限公司"]);
    assert_eq!(text(&records[2], Field::Outcome), "追究王**刑事责任，李**另案");
}

#[test]
fn what_is_not_the_feed_it_should_be_is_an_error() {
    let broken: [(&str, &str, &[u8]); 8] = [
        ("filing", "", b""),
        ("filing", "format = \"json\"", b"<!DOCTYPE html><html></html>"),
        ("filing", "format = \"json\"", b"{\"rows\":[{"),
        ("filing", "format = \"json\"", b"{\"code\":500,\"msg\":\"down\"}"),
        ("filing", "format = \"xlsx\"", b"PK\x03\x04cut"),
        ("filing", "format = \"xml\"", b"<a><b>"),
        ("filing", "", b"\0\0\0\0"),
        ("filing", "", "名称二,备案号\n甲,1\n".as_bytes()),
    ];
    for (kind, extra, body) in broken {
        assert!(read(&feed(kind, extra), body).is_err(), "{extra} {:?}", String::from_utf8_lossy(body));
    }
    let bomb = "<!DOCTYPE a [<!ENTITY x \"boom\"><!ENTITY y \"&x;&x;&x;\">]><a><r><企业名称>&y;店</企业名称></r></a>";
    let (records, reading) = read(&feed("filing", ""), bomb.as_bytes()).expect("entities are not expanded");
    let wrong = &reading.quarantined[0];
    assert!(
        records.is_empty() && wrong.field == "subject_name",
        "a name without what stood there is another's: {wrong:?}"
    );
    let xml = "<a><r><企业名称>示例&amp;甲&nbsp;店</企业名称><备案号>1</备案号></r><r><企业名称>示例&#x4e59;店</企业名称></r></a>";
    let (records, _) = read(&feed("filing", ""), xml.as_bytes()).expect("reads");
    let names: Vec<_> = records.iter().filter_map(|record| record.subject_name()).collect();
    assert_eq!(names, ["示例&甲店", "示例乙店"]);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(&feed("filing", "format = \"json\""), deep.as_bytes()).is_err());
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
fn formats_and_locations_are_told_from_the_manifest() {
    let feed = feed("filing", "format = \"csv\"");
    assert_eq!(feed.format, Some(Format::Csv));
    assert!(matches!(feed.location, Location::File(path) if path.ends_with("data/test")));
}

#[test]
fn state_columns_of_the_double_publicity_layouts_are_heeded() {
    let csv = "行政相对人名称,行政处罚决定书文号,处罚类别,CF_ZT\n示例甲店,1号,罚款,0\n示例乙店,2号,罚款,1\n示例丙店,3号,罚款,2\n";
    for column in ["CF_ZT", "当前状态", "状态"] {
        let (records, reading) = read(&feed("penalty", ""), csv.replace("CF_ZT", column).as_bytes()).expect("reads");
        assert!(reading.columns.ignored.is_empty(), "{column}");
        let revoked: Vec<String> = records.iter().map(|record| text(record, Field::RecordState)).collect();
        assert_eq!(revoked, ["", "撤销", ""], "{column}");
        assert!(records[2].fields.flag(Field::UnderObjection), "{column}");
        assert!(records.iter().all(|record| record.fields.get(Field::Status).is_none()), "{column}");
    }
    let csv = "企业名称,备案号,状态,注销日期\n示例店,1,,2026-05-01\n示例二店,2,有效,9999-9-9\n";
    let (records, _) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    assert_eq!(
        (text(&records[0], Field::Status), text(&records[0], Field::CancelledOn)),
        ("已注销".into(), "2026-05-01".into())
    );
    assert_eq!(
        (text(&records[1], Field::Status), text(&records[1], Field::CancelledOn)),
        ("有效".into(), String::new())
    );
    let csv = "企业名称,列入日期,异议状态\n示例店,2026-01-05,异议处理中\n示例二店,2026-01-05,无异议\n";
    let (records, _) = read(&feed("abnormal", ""), csv.as_bytes()).expect("reads");
    assert_eq!(
        records.iter().map(|record| record.fields.flag(Field::UnderObjection)).collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn amounts_are_read_in_the_unit_of_their_column() {
    let csv = "行政相对人名称,行政处罚决定书文号,处罚类别,罚款金额（万元）,没收金额【万元】\n示例甲店,1号,罚款,3.000000,0.86\n示例乙店,2号,罚款,30000元,\n";
    let (records, reading) = read(&feed("penalty", ""), csv.as_bytes()).expect("reads");
    assert!(reading.columns.ignored.is_empty() && reading.quarantined.is_empty(), "{reading:?}");
    let amounts: Vec<String> = records.iter().map(|record| text(record, Field::AmountYuan)).collect();
    assert_eq!(
        (amounts, text(&records[0], Field::ConfiscatedYuan)),
        (vec!["30000".into(), "30000".into()], "8600".into())
    );
    let csv = "CF_XDR_MC,CF_WSH,CF_NR_FK,CF_NR_WFFF\n示例甲店,1号,3.000000,0.860000\n";
    let (records, _) = read(&feed("penalty", ""), csv.as_bytes()).expect("reads");
    assert_eq!(
        (text(&records[0], Field::AmountYuan), text(&records[0], Field::ConfiscatedYuan)),
        ("30000".into(), "8600".into())
    );
    let local = "CF_XDR_MC,CF_WSH,CF_NR_FK\n示例甲店,1号,30000\n";
    let (records, _) = read(&feed("penalty", "amount_unit = \"元\""), local.as_bytes()).expect("reads");
    assert_eq!(text(&records[0], Field::AmountYuan), "30000", "the feed's file goes before the standard");
}

#[test]
fn districts_and_industries_are_found_where_the_row_has_them() {
    let csv = "企业名称,统一社会信用代码,住所,所属区县,行业\n\
        示例甲有限公司,91210304MA99FAK40W,铁东区示例路1号,高新区,8930\n\
        示例乙瑜伽馆,,鞍山市铁西区示例路2号,鞍山市,文化、体育和娱乐业\n\
        示例丙有限公司,91210304MA99FAK40W,铁东区示例路1号,海城市,餐饮业\n\
        示例丁洗浴中心,,,,\n\
        示例戊有限公司,,示例路3号,高新区,金融业\n";
    let (records, reading) = read(&feed("merchant", ""), csv.as_bytes()).expect("reads");
    assert!(reading.quarantined.is_empty(), "{:?}", reading.quarantined);
    let places: Vec<(String, String)> =
        records.iter().map(|record| (text(record, Field::District), text(record, Field::Industry))).collect();
    let expected = [("210304", "fitness"), ("210303", "fitness"), ("210381", "catering"), ("", "bath"), ("", "")];
    assert_eq!(reading.warnings.len(), 2, "高新区 and 金融业, once each: {:?}", reading.warnings);
    assert_eq!(places, expected.map(|(district, industry)| (district.to_owned(), industry.to_owned())));
}

#[test]
fn notes_below_a_table_are_no_rows_and_rows_are_counted_as_in_a_spreadsheet() {
    let csv = "企业名称,备案号,备案日期\r\n示例店,1,2025-01-03\r\n\r\n\r\n,2,\r\n\"示例\n二店\",3,\r\n,4,\r\n合计,2,\r\n单位：示例局,填报人：示例甲,\r\n备注：示例\r\n";
    let (records, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    assert_eq!((records.len(), reading.rows), (2, 4));
    let rows: Vec<&str> = reading.quarantined.iter().map(|row| row.row.as_str()).collect();
    assert_eq!(rows, ["5", "7"]);
}

#[test]
fn a_quote_that_never_closes_costs_its_line_only() {
    let csv = "企业名称,备案号\n示例甲店,1\n\n\"示例乙店,2\n示例丙店,3\n\"示例,丁店\",4\n示例戊店,\"5\n";
    let (records, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    let names: Vec<&str> = records.iter().filter_map(Record::subject_name).collect();
    assert_eq!(names, ["示例甲店", "示例丙店", "示例,丁店"]);
    let rows: Vec<&str> = reading.quarantined.iter().map(|row| row.row.as_str()).collect();
    assert_eq!(rows, ["4", "7"]);
    assert!(reading.quarantined[0].reason.contains("quote"));
}

#[test]
fn an_unreadable_period_is_quarantined() {
    let csv = "经营者名称,统计期,投诉量\n示例店,2026年上半年,1\n示例店,近一年,2\n";
    let (records, reading) = read(&feed("complaints", ""), csv.as_bytes()).expect("reads");
    assert_eq!((text(&records[0], Field::Period).as_str(), records.len()), ("2026H1", 1));
    assert_eq!(reading.quarantined[0].field, "period");
}

#[test]
fn of_two_columns_for_one_field_the_better_known_wins() {
    let csv = "名称,备案号,企业名称,门店名称,品牌\n别名店,1,示例店,甲店,乙牌\n别名店二,2,,,\n";
    let (records, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    assert_eq!(reading.columns.ignored, ["名称"]);
    assert_eq!((records.len(), records[0].subject_name()), (1, Some("示例店")));
    assert_eq!(records[0].fields.list(Field::Brands), ["甲店", "乙牌"], "lists take all of theirs");
    assert_eq!(reading.quarantined[0].field, "subject_name", "the loser does not stand in");
    let named = feed("filing", "[fields]\nsubject_name = \"名称\"");
    let (records, reading) = read(&named, csv.as_bytes()).expect("reads");
    assert_eq!(
        (records[0].subject_name(), reading.columns.ignored.as_slice()),
        (Some("别名店"), ["企业名称".to_owned()].as_slice())
    );
}

#[test]
fn a_link_that_leads_nowhere_is_left_out_with_its_reason() {
    let csv = "标题,链接\n示例甲,/a.html\n示例乙,javascript:alert(1)\n示例丙,https://example.gov.cn/c.html\n";
    let (records, reading) = read(&feed("notice", ""), csv.as_bytes()).expect("reads");
    let links: Vec<String> = records.iter().map(|record| text(record, Field::SourceUrl)).collect();
    assert_eq!(links, ["", "", "https://example.gov.cn/c.html"]);
    assert_eq!(reading.warnings.len(), 2, "{:?}", reading.warnings);
    let mut online = feed("notice", "");
    online.location = Location::Http("https://user:pass@example.gov.cn/x/list.csv?token=${T}".to_owned());
    let (records, _) = read(&online, csv.as_bytes()).expect("reads");
    assert_eq!(text(&records[0], Field::SourceUrl), "https://example.gov.cn/a.html");
}

#[test]
fn an_agencys_own_elements_of_an_entry_are_columns() {
    let atom = "<?xml version=\"1.0\" encoding=\"gbk\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:zc=\"https://example.gov.cn/zc\">\
        <id>x</id><title>t</title><updated>2026-11-10T09:00:00+08:00</updated>\
        <entry><id>1</id><title>示例甲</title><link href=\"/a.html\"/><updated>2026-11-10T09:00:00+08:00</updated>\
        <zc:发文字号>鞍商发[2026]1号</zc:发文字号><zc:成文日期>2026-11-01</zc:成文日期><zc:有效性>有效</zc:有效性><zc:经办>甲</zc:经办></entry>\
        <entry><id>2</id><title>示例乙</title><updated>2026-11-10T09:00:00+08:00</updated></entry></feed>";
    let mut online = feed("policy", "");
    online.location = Location::Http("https://example.gov.cn/zc/atom.xml".to_owned());
    let (records, reading) = read(&online, atom.as_bytes()).expect("reads");
    assert_eq!(records.len(), 2);
    assert_eq!(text(&records[0], Field::DocumentNo), "鞍商发〔2026〕1号");
    assert_eq!(text(&records[0], Field::DecidedOn), "2026-11-01");
    assert_eq!(text(&records[0], Field::Status), "有效");
    assert_eq!(text(&records[0], Field::SourceUrl), "https://example.gov.cn/a.html");
    assert_eq!(reading.columns.ignored, ["经办"]);
    assert_eq!(text(&records[1], Field::DocumentNo), "");
}

#[test]
fn a_unit_above_the_table_holds_for_its_sums() {
    let csv = "鞍山市行政处罚公示（示例）,,,\n,,,单位：万元\n企业名称,处罚决定书文号,罚款金额,没收金额（元）\n示例店,1号,3,8600\n";
    for extra in ["", "header_row = 3"] {
        let (records, reading) = read(&feed("penalty", extra), csv.as_bytes()).expect("reads");
        assert!(reading.columns.ignored.is_empty(), "{:?}", reading.columns.ignored);
        assert_eq!(text(&records[0], Field::AmountYuan), "30000", "{extra}");
        assert_eq!(text(&records[0], Field::ConfiscatedYuan), "8600", "{extra}");
    }
}
