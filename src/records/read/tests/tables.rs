//! Tables and nested documents that are not quite what they should be: whose a column is, and what one odd cell costs.

use super::{feed, read, text};
use crate::records::{Field, Record};

/// The only record of a text of which nothing is quarantined.
fn only(kind: &str, text: &str) -> Record {
    let (mut records, reading) = read(&feed(kind, ""), text.as_bytes()).expect(text);
    assert_eq!((records.len(), reading.quarantined.len()), (1, 0), "{text}: {:?}", reading.quarantined);
    records.remove(0)
}

#[test]
fn cells_that_span_beyond_all_use_refuse_a_table_and_a_title_does_not() {
    let table = |rows: &str| {
        let head = "<tr><td colspan=1000>公示表</td></tr><tr><th>企业名称</th><th>备案号</th></tr>";
        format!("<table>{head}{rows}<tr><td>示例店</td><td>1</td></tr></table>")
    };
    only("filing", &table(""));
    for row in ["<tr><td colspan=1000>示例店</td><td>1</td></tr>", "<tr><td colspan=1000>示例店</td></tr>"] {
        let error = read(&feed("filing", ""), table(&row.repeat(5_000)).as_bytes()).expect_err("refused");
        assert!(error.to_string().contains("span 500 columns or more"), "{error}");
    }
}

#[test]
fn of_two_codes_the_one_beside_the_name_is_the_subjects() {
    let (own, agency) = ("91210302MA99FAK16F", "112103000099901194");
    for (names, codes) in [
        ("处罚机关,统一社会信用代码,企业名称,统一社会信用代码", format!("示例局,{agency},示例店,{own}")),
        ("统一社会信用代码,企业名称,处罚机关,统一社会信用代码", format!("{own},示例店,示例局,{agency}")),
    ] {
        let text = format!("{names},行政处罚决定书文号,处罚类别,处罚决定日期\n{codes},1号,罚款,2026-01-03\n");
        assert_eq!(text_of(&only("penalty", &text))[1], own, "{names}");
    }
}

#[test]
fn several_merchants_in_one_cell_are_one_bad_row() {
    let row = |names: &str| {
        format!("曝光日期,企业名称,统一社会信用代码,曝光内容\n2026-03-02,\"{names}\",91210381MA99FAK32J,预收费后停业\n")
    };
    for names in [
        "海城示例商贸有限公司；立山示例美容有限公司",
        "海城示例商贸有限公司 立山示例美容有限公司",
        "海城示例商贸有限公司\n立山示例美容有限公司",
        "海城示例商贸有限公司<br/>立山示例美容有限公司",
        "海城示例商贸有限公司等3家企业",
    ] {
        let (records, reading) = read(&feed("exposure", ""), row(names).as_bytes()).expect(names);
        assert!(records.is_empty(), "{names}: {records:?}");
        let bad = &reading.quarantined[0];
        assert!(bad.field == "subject_name" && bad.reason.contains("several merchants"), "{names}: {bad}");
    }
    let notice = "标题,发布日期,企业名称\n消费提示,2026-03-02,海城示例商贸有限公司；立山示例美容有限公司\n";
    let (records, reading) = read(&feed("notice", ""), notice.as_bytes()).expect("reads");
    assert_eq!((records.len(), records[0].subject_name()), (1, None));
    assert!(reading.warnings[0].message.contains("several merchants"), "{:?}", reading.warnings);
}

#[test]
fn records_below_each_of_several_headers_are_read() {
    let lines = "一、铁东区\n企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别\n甲店,91210302MA99FAK16F,1号,2026-01-03,罚款\n乙店,91210381MA99FAK32J,2号,2026-01-03,罚款\n\
        二、立山区\n企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别,罚款金额,违法事实\n丙店,91210304MA99FAK40W,3号,2026-01-04,罚款,500,虚假宣传\n";
    let table: String =
        lines.lines().map(|line| format!("<tr><td>{}</td></tr>", line.replace(',', "</td><td>"))).collect();
    for text in [lines.to_owned(), format!("<table>{table}</table>")] {
        let (records, reading) = read(&feed("penalty", ""), text.as_bytes()).expect("reads");
        assert_eq!((records.len(), reading.quarantined.len()), (3, 0), "{text}: {:?}", reading.quarantined);
        assert_eq!(text_of(&records[0])[..3], ["甲店", "91210302MA99FAK16F", "1号"]);
        assert_eq!(super::text(&records[2], Field::AmountYuan), "500");
    }
}

/// A table of HTML with one penalty; `sum` is the cell of the fine.
fn penalty(name: &str, sum: &str) -> String {
    let head = "<tr><th>行政相对人名称</th><th>统一社会信用代码</th><th>行政处罚决定书文号</th><th>处罚类别</th><th>罚款金额</th><th>处罚决定日期</th></tr>";
    let row = format!(
        "<td>{name}</td><td>91210302MA99FAK16F</td><td>鞍市监处罚〔2026〕1号</td><td>罚款</td><td>{sum}</td><td><b>2026</b><!-- x -->-01-03</td>"
    );
    format!("<table><thead>{head}</thead><tr>{row}</tr><tfoot><tr><td colspan=6>共1条</td></tr></tfoot></table>")
}

#[test]
fn cells_of_html_say_what_a_browser_shows() {
    let cut = "<a href='x' title='鞍山示例健身服务有限公司'>鞍山示例健身...</a>";
    for name in [
        "鞍山<b>示例</b>健身服务<wbr>有限公司",
        cut,
        "<span>鞍山示例健身服务有限公司</span><div style='display: none'>别名</div><script>x()</script>",
    ] {
        let record = only("penalty", &penalty(name, "3000"));
        assert_eq!(text_of(&record)[0], "鞍山示例健身服务有限公司", "{name}");
        assert_eq!(text(&record, Field::DecidedOn), "2026-01-03");
    }
}

#[test]
fn the_unit_above_a_table_of_html_counts() {
    let table = penalty("示例店", "0.5");
    let caption = table.replacen("<table>", "<table><caption>行政处罚（单位：万元）</caption>", 1);
    for html in [
        caption,
        format!("<p style='text-align:right'>单位：万元</p>{table}"),
        format!("<div><h3>行政处罚公示表（单位：万元）</h3></div><div>{table}</div>"),
    ] {
        assert_eq!(text(&only("penalty", &html), Field::AmountYuan), "5000", "{html}");
    }
    let both = format!("<p>单位：万元</p>{table}<h2>立山区</h2>{}", table.replace("1号", "2号"));
    let (records, _) = read(&feed("penalty", ""), both.as_bytes()).expect("reads");
    let sums: Vec<String> = records.iter().map(|record| text(record, Field::AmountYuan)).collect();
    assert_eq!(sums, ["5000", "5000"], "once above all tables of one layout");
    let far = format!("<p>单位：万元</p><table><tr><td>别的</td></tr></table>{table}");
    assert_eq!(text(&only("penalty", &far), Field::AmountYuan), "0.5");
}

#[test]
fn a_header_may_stand_in_a_table_of_its_own() {
    let whole = penalty("示例店", "3000");
    let parted = whole.replace("</thead>", "</thead></table></div><div><table>");
    assert_eq!(text_of(&only("penalty", &parted)), text_of(&only("penalty", &whole)));
    let menu = "<table><tr><th>企业名称</th><th>备案号</th></tr></table><table><tr><td>首页</td></tr></table>";
    assert_eq!(text_of(&only("penalty", &format!("{menu}{parted}"))), text_of(&only("penalty", &whole)));
}

#[test]
fn of_licences_and_penalties_in_one_file_those_of_the_kind_are_read() {
    let names = [
        "行政相对人名称",
        "统一社会信用代码",
        "许可决定文书名称",
        "文书号",
        "许可类别",
        "许可证书名称",
        "许可编号",
        "许可内容",
        "许可决定日期",
        "有效期自",
        "有效期至",
        "许可机关",
        "当前状态",
    ];
    let cells: String = names.iter().map(|name| format!("<th>{name}</th>")).collect();
    let licence: String = names.iter().map(|_| "<td>1</td>").collect();
    let html =
        format!("<table><tr>{cells}</tr><tr>{licence}</tr><tr>{licence}</tr></table>{}", penalty("示例店", "3000"));
    assert_eq!(text_of(&only("penalty", &html))[3], "罚款");
    let member = |name: &str| format!(r#""{name}":"1""#);
    let licence = names.iter().map(|name| member(name)).collect::<Vec<_>>().join(",");
    let json = format!(
        r#"{{"xzxk":[{{{licence}}},{{{licence}}}],"xzcf":[{{"行政相对人名称":"示例店","决定书文号":"1号","处罚类别":"罚款","处罚决定日期":"2026-01-03"}}]}}"#
    );
    assert_eq!(text_of(&only("penalty", &json))[3], "罚款");
}

#[test]
fn tables_of_one_layout_are_read_all_and_others_are_named() {
    let (one, other) = (penalty("甲店", "1"), penalty("乙店", "2"));
    let html = format!("<h2>铁东区</h2>{one}<h2>立山区</h2>{}", other.replace("1号", "2号"));
    let (records, reading) = read(&feed("penalty", ""), html.as_bytes()).expect("reads");
    assert_eq!((records.len(), reading.rows), (2, 2));
    let menu = "<table><tr><th>企业名称</th><th>备案号</th><th>备案日期</th></tr><tr><td>甲</td><td>1</td><td></td></tr></table>";
    let (_, reading) = read(&feed("penalty", ""), format!("{one}{menu}").as_bytes()).expect("reads");
    assert!(reading.warnings.iter().any(|issue| issue.to_string().contains("table 2")), "{:?}", reading.warnings);
}

#[test]
fn a_value_that_is_called_like_a_column_makes_no_header() {
    let html = "<table><tr><td>行政处罚决定书文号</td><td>鞍市监处罚〔2026〕18号</td></tr><tr><td>处罚类别</td><td>罚款</td></tr>\
        <tr><td>罚款金额</td><td>5000</td></tr><tr><td>行政相对人名称</td><td>示例店</td></tr><tr><td>处罚决定日期</td><td>2026-01-03</td></tr></table>";
    let record = only("penalty", html);
    assert_eq!((text_of(&record)[3].as_str(), text(&record, Field::AmountYuan).as_str()), ("罚款", "5000"));
}

#[test]
fn rows_of_a_database_may_be_called_tables() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><NewDataSet><Table><企业名称>甲店</企业名称><备案号>1</备案号></Table></NewDataSet>";
    assert_eq!(text(&only("filing", xml), Field::SubjectName), "甲店");
}

#[test]
fn a_header_of_two_lines_need_not_be_merged() {
    let upper = "序号,行政相对人,,行政处罚决定书文号,处罚,,处罚决定日期";
    let lower = ",名称,统一社会信用代码,,类别,罚款金额,";
    let row = "1,示例健身有限公司,91210302MA99FAK16F,鞍市监处罚〔2026〕1号,罚款,3,2026-03-01";
    let title = "行政处罚公示表,,,,,,";
    for text in [
        format!("{upper}\n{lower}\n{row}\n"),
        format!("{title}\n{upper}\n{lower}\n{row}\n"),
        format!("{title}\n单位：万元,,,,,,\n{upper}\n{lower}\n{row}\n").replace("罚款金额", "罚款金额（万元）"),
    ] {
        let record = only("penalty", &text);
        assert_eq!(
            text_of(&record),
            ["示例健身有限公司", "91210302MA99FAK16F", "鞍市监处罚〔2026〕1号", "罚款"],
            "{text}"
        );
        assert!(record.fields.number(Field::AmountYuan).is_some() && record.fields.date(Field::DecidedOn).is_some());
    }
}

#[test]
fn a_sum_that_reads_like_a_telephone_is_one_bad_row() {
    let head = "行政相对人名称,行政处罚决定书文号,处罚类别,罚款金额（元）,处罚决定日期\n";
    let row = |number: u32, sum: &str| format!("示例健身有限公司,鞍市监处罚〔2026〕{number}号,罚款,{sum},2026-03-01\n");
    let text = [head.to_owned(), row(1, "13800001234"), row(2, "3000"), row(3, "20000000000")].concat();
    let (records, reading) = read(&feed("penalty", ""), text.as_bytes()).expect("reads");
    assert_eq!((records.len(), reading.quarantined.len()), (2, 1), "{:?}", reading.quarantined);
    assert_eq!((reading.quarantined[0].field.as_str(), reading.quarantined[0].row.as_str()), ("amount_yuan", "2"));
}

#[test]
fn a_number_of_somebody_in_the_header_is_told_masked() {
    let text = "企业名称,备案号,13812345678\n示例健身有限公司,1,x\n";
    let (_, reading) = read(&feed("filing", ""), text.as_bytes()).expect("reads");
    assert_eq!(reading.columns.ignored, ["138****5678"]);
}

#[test]
fn the_outer_of_two_columns_of_one_name_is_the_records_own() {
    let nested = r#"[{"附":{"企业名称":"沈阳示例乙有限公司","住所":"乙路1号"},"企业名称":"鞍山示例甲有限公司","备案号":"1",
        "备案机关":{"名称":"示例局","统一社会信用代码":"112103000099901194","地址":"局路1号"}}]"#;
    let record = only("filing", nested);
    assert_eq!(text(&record, Field::SubjectName), "鞍山示例甲有限公司");
    assert_eq!(record.fields.text(Field::SubjectCode), None, "the agency's code is not the merchant's");
}

fn text_of(record: &Record) -> [String; 4] {
    [Field::SubjectName, Field::SubjectCode, Field::DocumentNo, Field::Category].map(|field| text(record, field))
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
fn a_unit_above_the_table_holds_for_its_sums() {
    let csv = "鞍山市行政处罚公示（示例）,,,\n,,,单位：万元\n企业名称,处罚决定书文号,罚款金额,没收金额（元）\n示例店,1号,3,8600\n";
    for extra in ["", "header_row = 3"] {
        let (records, reading) = read(&feed("penalty", extra), csv.as_bytes()).expect("reads");
        assert!(reading.columns.ignored.is_empty(), "{:?}", reading.columns.ignored);
        assert_eq!(text(&records[0], Field::AmountYuan), "30000", "{extra}");
        assert_eq!(text(&records[0], Field::ConfiscatedYuan), "8600", "{extra}");
    }
}

#[test]
fn tables_beside_each_other_are_read_by_their_own_headers() {
    let table = |header: &str, rows: &[&str]| {
        let cells = |line: &str, tag: &str| {
            let cells: String = line.split(',').map(|cell| format!("<{tag}>{cell}</{tag}>")).collect();
            format!("<tr>{cells}</tr>")
        };
        let rows: String = rows.iter().map(|row| cells(row, "td")).collect();
        format!("<table>{}{rows}</table>", cells(header, "th"))
    };
    let first = table(
        "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别,罚款金额",
        &["海城示例商贸有限公司,91210381MA99FAK32J,鞍市监处罚〔2026〕1号,2026-03-02,罚款,30000"],
    );
    let name = |header: &str, row: &str| {
        let page = format!("<html><body>{first}{}</body></html>", table(header, &[row]));
        let (records, reading) = read(&feed("penalty", ""), page.as_bytes()).expect("reads");
        let second = records.get(1).map(|record| {
            let fields = [Field::SubjectName, Field::DocumentNo, Field::DecidedOn, Field::AmountYuan];
            fields.map(|field| text(record, field)).join(",")
        });
        (second, reading)
    };
    let told = Some("立山示例美容有限公司,鞍市监处罚〔2026〕2号,2026-03-03,5000".to_owned());
    for (header, row) in [
        (
            "处罚决定书文号,企业名称,罚款金额,统一社会信用代码,处罚类别,处罚决定日期",
            "鞍市监处罚〔2026〕2号,立山示例美容有限公司,5000,91210304MA99FAK40W,罚款,2026-03-03",
        ),
        (
            "当事人名称,信用代码,决定书文号,处罚日期,处罚种类,罚款金额（万元）",
            "立山示例美容有限公司,91210304MA99FAK40W,鞍市监处罚〔2026〕2号,2026-03-03,罚款,0.5",
        ),
    ] {
        let (second, reading) = name(header, row);
        assert_eq!((second, reading.quarantined.len()), (told.clone(), 0), "{header}: {reading:?}");
    }
    let (second, reading) = name(
        "企业名称,处罚决定书文号,处罚决定日期,违法事实",
        "立山示例美容有限公司,鞍市监处罚〔2026〕2号,2026-03-03,拒不退款",
    );
    assert_eq!((second, reading.quarantined[0].row.as_str()), (None, "table 2"));
    let (second, reading) = name("企业名称,备案号,备案日期", "立山示例美容有限公司,210300BAC0001,2026-03-03");
    assert!(second.is_none() && reading.quarantined.is_empty(), "another matter: {reading:?}");
}

#[test]
fn rows_end_with_their_last_value_and_texts_with_their_last_row() {
    let header = "企业名称,统一社会信用代码,备案号,备案日期,状态,注销日期";
    let row = "海城示例商贸有限公司,91210381MA99FAK32J,210300BAC0007,2026-01-02";
    let csv =
        format!("{header}\n{row}\n\u{feff}{header}\n立山示例美容有限公司,91210304MA99FAK40W,210300BAC0008,2026-01-0");
    let (records, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    assert_eq!(records.len(), 1, "{:?}", reading.quarantined);
    assert_eq!(text(&records[0], Field::FilingNo), "210300BAC0007");
    let why = &reading.quarantined[0].reason;
    assert!(reading.quarantined.len() == 1 && why.contains("ends within"), "{why}");
    assert!(
        reading.warnings.iter().any(|warning| warning.message.contains("1 rows end before")),
        "{:?}",
        reading.warnings
    );
}

#[test]
fn tables_below_a_heading_that_takes_them_back_stay_out() {
    let table = |heading: &str, name: &str| {
        format!(
            "<h2>{heading}</h2><table><tr><th>企业名称</th><th>处罚决定书文号</th><th>处罚类别</th></tr>\
             <tr><td>{name}</td><td>{name}1号</td><td>罚款</td></tr></table>"
        )
    };
    let names = |page: String| {
        let (records, reading) = read(&feed("penalty", ""), page.as_bytes()).expect("reads");
        let names: Vec<_> = records.iter().filter_map(Record::subject_name).map(str::to_owned).collect();
        (names.join(","), reading.warnings.len())
    };
    let page = |lists: [(&str, &str); 2]| {
        format!("<html><body>{}</body></html>", lists.map(|(one, two)| table(one, two)).concat())
    };
    assert_eq!(names(page([("公示中", "示例甲店"), ("已撤销", "示例乙店")])), ("示例甲店".to_owned(), 1));
    assert_eq!(
        names(page([("铁东区", "示例甲店"), ("信用修复指南", "示例乙店")])),
        ("示例甲店,示例乙店".to_owned(), 0)
    );
    assert_eq!(names(page([("已撤销", "示例甲店"), ("已修复", "示例乙店")])).0, "示例甲店,示例乙店", "nothing else");
}
