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
fn an_unreadable_period_is_quarantined() {
    let csv = "经营者名称,统计期,投诉量\n示例店,2026年上半年,1\n示例店,近一年,2\n";
    let (records, reading) = read(&feed("complaints", ""), csv.as_bytes()).expect("reads");
    assert_eq!((text(&records[0], Field::Period).as_str(), records.len()), ("2026H1", 1));
    assert_eq!(reading.quarantined[0].field, "period");
}
