//! Feeds as people really make them, more than one oddity in each; beside `kind`, `agency` and `source` nothing is said.

use super::{feed, read, text};
use crate::records::{Field, Record};
use crate::sources::Body;
use crate::sources::paging::Sight;

fn names(records: &[Record]) -> Vec<&str> {
    records.iter().filter_map(Record::subject_name).collect()
}

#[test]
fn a_quarters_penalties_with_title_unit_totals_and_signatures() {
    let csv = "鞍山市2026年第三季度行政处罚信息公示表,,,,,,,,\n填报单位：鞍山市文化旅游和广播电视局,,,,,,填报日期：2026年10月8日,,\n\
        序号,当事人名称,统一社会信用代码,案件名称,决定书文号,处罚种类,罚没款金额（万元）,处罚决定日期,备注\n\
        1,示例甲健身有限公司,91210302MA99FAK16F,示例甲案,鞍文旅罚字[2026]第12号,罚款,3,2026.7.8,\n\
        2,示例乙商贸有限公司,91210381MA99FAK32J,示例乙案,鞍文旅罚字[2026]第13号,警告、罚款,0.5,2026.7.18,联系人王小明13812345678\n\
        3,示例丙美容有限公司,9.12E+17,示例丙案,鞍文旅罚字[2026]第14号,没收违法所得,1.25,2026.8.1,\n\
        4,示例丁店,,示例丁案,鞍文旅罚字[2026]第15号,罚款\n\
        5,张三,,张三案,鞍文旅罚字[2026]第16号,罚款,0.1,2026.8.9,\n合计,,,,,,4.85,,\n制表人：李四,,,审核人：王五,,,,,\n";
    let gbk = encoding_rs::GB18030.encode(csv).0;
    let (records, reading) = read(&feed("penalty", ""), &gbk).expect("reads");
    assert_eq!(names(&records), ["示例甲健身有限公司", "示例乙商贸有限公司", "张*"]);
    let sums: Vec<String> = records.iter().map(|record| text(record, Field::AmountYuan)).collect();
    assert_eq!(sums, ["30000", "5000", "1000"]);
    let lost: Vec<(&str, &str)> =
        reading.quarantined.iter().map(|row| (row.row.as_str(), row.field.as_str())).collect();
    assert_eq!(lost, [("6", "subject_code"), ("7", "")]);
    assert_eq!(
        (reading.rows, reading.columns.ignored.as_slice()),
        (5, ["备注".to_owned(), "序号".to_owned()].as_slice())
    );
    let kept = format!("{records:?} {reading:?}");
    assert!(!["13812345678", "张三", "李四", "王五"].iter().any(|secret| kept.contains(secret)), "{kept}");
}

#[test]
fn a_header_that_is_printed_again_is_no_row() {
    let one =
        "企业名称,备案号,备案日期\n示例甲店,1,2026-1-2\n企业名称,备案号,备案日期\n示例乙店,2,2026-1-3\n,备案号,\n";
    let (records, reading) = read(&feed("filing", ""), one.as_bytes()).expect("reads");
    assert_eq!((names(&records), reading.quarantined.len()), (vec!["示例甲店", "示例乙店"], 0));
    // Of a header of two lines, either line.
    let header = "企业名称,存管情况,存管情况\n企业名称,存管银行,截至日期\n";
    for again in ["企业名称,存管情况,存管情况\n", "企业名称,存管银行,截至日期\n", header] {
        let two = format!("{header}示例甲店,示例银行,截至2026-09-30\n{again}示例乙店,示例银行,2026年9月30日止\n");
        let (records, reading) = read(&feed("custody", ""), two.as_bytes()).expect("reads");
        assert_eq!(names(&records), ["示例甲店", "示例乙店"], "{again}: {:?}", reading.quarantined);
        assert!(records.iter().all(|record| text(record, Field::AsOf) == "2026-09-30"), "{records:?}");
    }
}

#[test]
fn rates_that_may_be_fractions_are_told_or_left_out() {
    let rate = |column: &str, raw: &str| {
        let tsv = format!("企业名称\t统计期\t{column}\n示例店\t2026Q3\t{raw}\n");
        let (records, reading) = read(&feed("complaints", "format = \"tsv\""), tsv.as_bytes()).expect(raw);
        assert_eq!(records.len(), 1, "{raw}: {:?}", reading.quarantined);
        (text(&records[0], Field::MediationRate), reading.warnings.len())
    };
    for (column, raw, kept, warnings) in [
        ("调解成功率", "63.6%", "63.6", 0),
        ("调解成功率", "63.6", "63.6", 0),
        ("调解成功率", "0.636", "63.6", 0),
        ("调解成功率", "1", "", 1),
        ("调解成功率（%）", "63.6", "63.6", 0),
        ("调解成功率（%）", "0.636", "", 1),
        ("调解成功率", "100", "100", 0),
        ("调解成功率", "0", "0", 0),
    ] {
        assert_eq!(rate(column, raw), (kept.to_owned(), warnings), "{column} {raw}");
    }
}

#[test]
fn cells_of_a_database_hold_markup() {
    let csv = "标题,发布时间,来源,内容\n\"<p>关于&nbsp;预付卡&amp;充值的提示</p>\",2026-11-10 09:00:00.0,鞍山市商务局,\
        \"<p>请核对<br/>证照。电话138<b>1234</b>5678</p><script>alert(1)</script>\"\n";
    let (records, _) = read(&feed("notice", ""), csv.as_bytes()).expect("reads");
    assert_eq!(text(&records[0], Field::Title), "关于 预付卡&充值的提示");
    assert_eq!(text(&records[0], Field::Body), "请核对\n证照。电话138****5678");
}

#[test]
fn lines_that_end_with_a_carriage_return_are_counted() {
    let csv = "企业名称;备案号;备案日期;\r示例甲店;1;2026-1-2;\r\"示例乙;店\";2;2026-13-3;\r\r示例丙店;3;2026-1-4;\r";
    let (records, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    assert_eq!(names(&records), ["示例甲店", "示例丙店"]);
    assert_eq!(reading.quarantined[0].row, "3");
}

#[test]
fn rows_of_a_paged_feed_say_on_which_page_they_stand() {
    let pages = [
        r#"{"rows":[{"企业名称":"示例甲店","备案日期":"明天"}]}"#,
        r#"{"rows":[{"企业名称":"示例乙店","备案日期":"昨天"}]}"#,
    ];
    let bodies: Vec<Body> = pages.iter().map(|page| Body::from(page.as_bytes())).collect();
    let (agencies, districts) = (super::Agencies::default(), super::Districts::default());
    let local = super::Local { agencies: &agencies, districts: &districts };
    let reading = super::read_feed(&feed("filing", "max_quarantine_percent = 100"), &bodies, local, &mut |_, _| {})
        .expect("reads");
    let rows: Vec<&str> = reading.quarantined.iter().map(|row| row.row.as_str()).collect();
    assert_eq!(rows, ["page 1, /rows/0", "page 2, /rows/0"]);
}

#[test]
fn a_page_of_labels_and_values_in_gbk() {
    let page = "<!DOCTYPE html><html><head><meta charset=\"gb2312\"><meta name=\"ContentSource\" content=\"鞍山市市场监督管理局\"></head><body><table border=1>\
        <tr><td>行政处罚决定书文号</td><td>鞍市监处罚〔2026〕31号</td></tr><tr><td>行政相对人名称</td><td>示例甲健身有限公司</td><td>统一社会信用代码</td><td>91210302MA99FAK16F</td></tr>\
        <tr><td>法定代表人</td><td>王小明</td><td>身份证号码</td><td>210302190001010015</td></tr>\
        <tr><td>罚款金额（万元）</td><td>3</td><td>处罚决定日期</td><td>二〇二六年八月三十日</td></tr>\
        <tr><td>处罚机关</td><td>鞍山市市场监督管理局</td><td>公示截止期</td><td>2027/8/30</td></tr></table></body></html>";
    let (records, reading) = read(&feed("penalty", ""), &encoding_rs::GB18030.encode(page).0).expect("reads");
    let fields = [Field::SubjectName, Field::AmountYuan, Field::DecidedOn, Field::ValidUntil, Field::Agency];
    let found = fields.map(|field| text(&records[0], field));
    assert_eq!(found, ["示例甲健身有限公司", "30000", "2026-08-30", "2027-08-30", "鞍山市市场监督管理局"]);
    assert!(!format!("{records:?} {reading:?}").contains("190001010015"));
}

#[test]
fn a_workbooks_text_and_an_editors_separator_line() {
    let table =
        "企业名称\t统一社会信用代码\t备案号\t备案日期\r\n示例甲店\t91210302MA99FAK16F\t210300BAC0007\t2026/1/2\r\n";
    let utf16: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let separated = format!("\u{feff}sep=;\r\n{}", table.replace('\t', ";"));
    for bytes in [utf16, separated.into_bytes()] {
        let (records, reading) = read(&feed("filing", ""), &bytes).expect("reads");
        assert_eq!((names(&records), reading.quarantined.len()), (vec!["示例甲店"], 0));
    }
}

#[test]
fn a_frame_of_xml_is_no_row_of_a_page() {
    let feed = feed("filing", "format = \"xml\"");
    let count = |page: &str| match crate::records::format::page(&feed, page.as_bytes()) {
        Sight::List { rows, .. } => Some(rows.len()),
        Sight::Nothing | Sight::Other => None,
    };
    assert_eq!(count("<r><total>25</total></r>"), Some(0));
    assert_eq!(count("<r><total>25</total><row><企业名称>甲</企业名称><备案号>1</备案号></row></r>"), Some(1));
    assert_eq!(count("<r><row"), None);
}

#[test]
fn an_interface_that_could_not_answer_is_no_empty_list() {
    let busy = r#"{"code":500,"msg":"系统繁忙，电话13800001234","data":{"total":0,"records":[]}}"#;
    for extra in ["", "records = \"/data/records\"", "[page]\nstyle = \"number\""] {
        let error = read(&feed("penalty", extra), busy.as_bytes()).expect_err(extra).to_string();
        assert!(
            error.contains("`code` = `500`") && error.contains("系统繁忙") && !error.contains("13800001234"),
            "{error}"
        );
    }
    let empty = r#"{"code":200,"msg":"ok","data":{"total":0,"records":[]}}"#;
    assert_eq!(read(&feed("penalty", ""), empty.as_bytes()).expect("an empty list").1.rows, 0);
    // With rows, whatever it says of itself.
    let odd = r#"{"code":500,"msg":"x","rows":[{"企业名称":"甲店","备案号":"1"}]}"#;
    assert_eq!(read(&feed("filing", ""), odd.as_bytes()).expect("rows").1.rows, 1);
}

#[test]
fn an_answer_that_has_more_rows_says_so_in_many_ways() {
    let row = r#"{"企业名称":"甲店","备案号":"1"}"#;
    for beside in [
        r#""count":25"#,
        r#""next":"/off?offset=10""#,
        r#""nextCursor":"b","hasMore":true"#,
        r#""links":{"next":"/x"}"#,
    ] {
        let text = format!(r#"{{{beside},"rows":[{row}]}}"#);
        let (_, reading) = read(&feed("filing", ""), text.as_bytes()).expect(beside);
        assert!(
            reading.warnings.iter().any(|issue| issue.message.contains("`[page]` asks")),
            "{beside}: {:?}",
            reading.warnings
        );
        let paged = feed("filing", "[page]\nstyle = \"number\"");
        assert!(read(&paged, text.as_bytes()).expect(beside).1.warnings.is_empty(), "{beside}");
    }
}
