//! What stands beside the facts of a record and changes what they are: answers to questions, remarks, states, terms, and
//! periods that stand in two columns.

use super::{feed, read, text};
use crate::records::{Field, Record};

/// The records of a text of which nothing is quarantined.
fn records(kind: &str, text: &str) -> Vec<Record> {
    let (records, reading) = read(&feed(kind, ""), text.as_bytes()).expect(text);
    assert!(reading.quarantined.is_empty(), "{text}: {:?}", reading.quarantined);
    records
}

fn only(kind: &str, text: &str) -> Record {
    let mut records = records(kind, text);
    assert_eq!(records.len(), 1, "{text}");
    records.remove(0)
}

/// A penalty with one more column.
fn penalty(column: &str, value: &str) -> Record {
    let header = "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别,罚款金额";
    let row = "鞍山示例健身服务有限公司,91210302MA99FAK16F,1号,2026-01-02,罚款,500";
    only("penalty", &format!("{header},{column}\n{row},{value}\n"))
}

#[test]
fn a_scope_of_use_that_is_empty_is_no_public_one() {
    assert_eq!(penalty("CF_SYFW", "").fields.text(Field::UseScope), Some("未填写"));
    assert_eq!(penalty("使用范围", "0").fields.text(Field::UseScope), Some("0"));
    assert_eq!(penalty("CF_FLAG", "").fields.text(Field::UseScope), None);
}

#[test]
fn a_rate_of_custody_may_be_a_class() {
    let custody = |rate: &str| {
        let text = format!("企业名称,存管方式,存管机构,存管比例\n鞍山示例健身服务有限公司,银行存管,示例银行,{rate}\n");
        let fields = only("custody", &text).fields;
        (fields.number(Field::RatioPercent), fields.text(Field::RatioClass).map(str::to_owned))
    };
    for (rate, number, class) in [
        ("不低于20%", None, Some("≥20%")),
        ("20%-30%", None, Some("20%–30%")),
        ("百分之二十", Some(20), None),
        ("百分之一", Some(1), None),
        ("20%", Some(20), None),
    ] {
        assert_eq!(custody(rate), (number.map(rust_decimal::Decimal::from), class.map(str::to_owned)), "{rate}");
    }
}

#[test]
fn where_a_text_was_found_is_nobody_who_decided() {
    let agency = |kind: &str, source: &str| {
        let record = only(kind, &format!("标题,来源,发布日期\n关于预付卡消费的提示,{source},2026-01-05\n"));
        record.fields.text(Field::Agency).unwrap_or_default().to_owned()
    };
    let own = agency("notice", "");
    for source in ["本站", "admin", "中国消费者报", "中国政府网", "转载自新华网"] {
        assert_eq!((agency("notice", source), agency("policy", source)), (own.clone(), own.clone()), "{source}");
    }
    assert_eq!(agency("policy", "来源：鞍山市公安局"), "鞍山市公安局");
    assert_eq!(agency("notice", "鞍山市公安局（转载自新华网）"), "鞍山市公安局");
}

#[test]
fn answers_and_remarks_take_a_record_back() {
    for (column, value) in [
        ("是否公示", "否"),
        ("是否公示", "不公示"),
        ("是否撤销", "是"),
        ("是否修复", "1"),
        ("是否信用修复", "已修复"),
        ("状态", "待公示"),
        ("公示状态", "草稿"),
        ("备注", "已撤销"),
        ("BZ", "该处罚决定已被法院判决撤销"),
        ("备注", "行政复议撤销；已退款"),
        ("备注", "不予公示"),
        ("备注", "当事人为未成年人"),
        ("公开属性", "依申请公开"),
        ("是否涉密", "是"),
        ("密级", "秘密"),
        ("delFlag", "1"),
        ("is_deleted", "true"),
        ("有效标志", "0"),
        ("审核状态", "未审核"),
        ("操作类型", "删除"),
        ("撤销原因", "失信"),
    ] {
        assert!(penalty(column, value).fields.text(Field::RecordState).is_some(), "{column}: {value}");
    }
    for (column, value) in [
        ("是否公示", "是"),
        ("是否撤销", "否"),
        ("是否撤销", ""),
        ("是否修复", "未修复"),
        ("备注", "未撤销"),
        ("备注", "申请信用修复"),
        ("备注", "已缴纳罚款"),
        ("备注", "因解除合同引起，取消订单后不予退款，已责令退款"),
        ("备注", ""),
        ("公开属性", "主动公开"),
        ("是否涉密", "否"),
        ("密级", "公开"),
        ("delFlag", "0"),
        ("有效标志", "1"),
        ("审核状态", "已审核"),
        ("操作类型", "新增"),
        ("撤销原因", "无"),
    ] {
        let fields = penalty(column, value).fields;
        let said = [Field::RecordState, Field::Remarks, Field::Status].map(|field| fields.text(field));
        assert_eq!(said, [None; 3], "{column}: {value}");
    }
    assert_eq!(penalty("信息使用范围", "1").fields.text(Field::UseScope), Some("1"));
    assert_eq!(penalty("是否简易程序", "是").fields.text(Field::Procedure), Some("简易程序"));
    assert_eq!(penalty("备注", "简易程序").fields.text(Field::Procedure), Some("简易程序"));
    assert_eq!(penalty("备注", "不适用简易程序").fields.text(Field::Procedure), None);
    let two = penalty("是否撤销,公示状态", "是,公示中");
    assert_eq!(two.fields.text(Field::RecordState), Some("已撤销"), "each of the columns counts");
}

#[test]
fn an_entry_that_has_ended_is_taken_back_by_the_words_of_its_list() {
    let state = |kind: &str, column: &str, value: &str| {
        let text = format!(
            "企业名称,统一社会信用代码,列入日期,认定单位,荣誉名称,{column}\n鞍山示例健身服务有限公司,91210302MA99FAK16F,2026-01-02,示例局,示例,{value}\n"
        );
        only(kind, &text).fields.text(Field::RecordState).map(str::to_owned)
    };
    for (kind, column, value) in [
        ("abnormal", "是否移出", "是"),
        ("abnormal", "是否移出", "已移出"),
        ("blacklist", "状态", "已退出"),
        ("blacklist", "状态", "已履行"),
        ("blacklist", "履行情况", "全部已履行"),
        ("blacklist", "履行情况", "已履行完毕"),
        ("award", "状态", "拟认定"),
        ("award", "状态", "公示中"),
        ("award", "状态", "未通过"),
        ("award", "状态", "不再保留"),
    ] {
        assert!(state(kind, column, value).is_some(), "{kind} {column}: {value}");
    }
    for (kind, column, value) in [
        ("abnormal", "是否移出", "否"),
        ("abnormal", "状态", "未移出"),
        ("blacklist", "履行情况", "全部未履行"),
        ("blacklist", "履行情况", "部分履行完毕"),
        ("blacklist", "状态", "公示中"),
        ("award", "状态", "有效"),
        ("award", "公示状态", "公示中"),
    ] {
        assert_eq!(state(kind, column, value), None, "{kind} {column}: {value}");
    }
}

#[test]
fn a_term_ends_so_long_after_the_day_that_it_runs_from() {
    let until = |header: &str, row: &str| {
        let record =
            only("penalty", &format!("企业名称,处罚决定书文号,处罚决定日期,{header}\n示例店,1号,2026-01-02,{row}\n"));
        text(&record, Field::ValidUntil)
    };
    assert_eq!(until("公示日期,公示期限", "2026-01-09,1年"), "2027-01-09", "publicity runs from the publication");
    assert_eq!(until("公示期限", "三个月"), "2026-04-02");
    assert_eq!(until("公示截止期", "2028年3月"), "2028-03-31");
    let (records, reading) =
        read(&feed("award", ""), "企业名称,荣誉名称,有效期\n示例店,示例,3年\n".as_bytes()).expect("reads");
    assert_eq!((records.len(), reading.quarantined.len()), (0, 1));
    assert!(reading.quarantined[0].reason.contains("runs from"), "{:?}", reading.quarantined);
}

#[test]
fn a_period_may_stand_in_two_columns() {
    for (header, row, expected) in [
        ("年度,季度", "2026,3", "2026Q3"),
        ("年份,季度", "2026年,第三季度", "2026Q3"),
        ("年份,季度", "2026,三", "2026Q3"),
        ("年份,月份", "2026,9", "2026-09"),
        ("年份,月份", "2026年度,9月", "2026-09"),
        ("季度,年度", "3,2026", "2026Q3"),
        ("统计开始日期,统计结束日期", "2026-07-01,2026-09-30", "2026Q3"),
        ("年度", "2026", "2026"),
    ] {
        let record = only("complaints", &format!("企业名称,{header},投诉数量（件）,办结量(件)\n示例店,{row},5,4\n"));
        assert_eq!(text(&record, Field::Period), expected, "{header}: {row}");
        assert_eq!((text(&record, Field::Received).as_str(), record.fields.get(Field::Year)), ("5", None), "{header}");
        assert!(record.fields.date(Field::ValidFrom).is_none() && record.fields.date(Field::AsOf).is_none());
    }
}

#[test]
fn custody_says_how_or_there_is_none() {
    let custody = |method: &str, bank: &str| {
        let text = format!("企业名称,存管方式,存管银行,截至日期\n示例店,{method},{bank},2026-09-30\n");
        read(&feed("custody", ""), text.as_bytes()).expect("reads")
    };
    assert_eq!(text(&custody("无", "").0[0], Field::CustodyMethod), "无", "that there is none is the fact");
    assert_eq!(custody("", "示例银行").0.len(), 1);
    let (records, reading) = custody("/", "");
    assert_eq!((records.len(), reading.quarantined.len()), (0, 1));
}

#[test]
fn a_value_stands_in_the_field_that_its_words_are_of() {
    let figure = only("statistic", "统计期,指标名称,数值,单位\n2026Q3,办结率,97.3%,\n");
    assert_eq!((text(&figure, Field::Value).as_str(), text(&figure, Field::Unit).as_str()), ("97.3", "%"));
    let filing = only("filing", "企业名称,备案号,发卡类型\n示例店,1,规模发卡企业\n");
    assert_eq!(
        (text(&filing, Field::FilingClass).as_str(), filing.fields.get(Field::CardTypes)),
        ("规模发卡企业", None)
    );
    let cards = only("filing", "企业名称,备案号,发卡类型\n示例店,1,记名卡/不记名卡\n");
    assert_eq!(cards.fields.list(Field::CardTypes), ["记名卡", "不记名卡"]);
    assert_eq!(text(&only("award", "企业名称,荣誉名称,年度\n示例店,示例,二〇二六年度\n"), Field::Year), "2026");
}

#[test]
fn days_of_other_things_are_not_the_decisions() {
    let fields = penalty("立案日期,成立日期,结案日期", "2025-12-01,2010-01-01,2026-02-01").fields;
    assert_eq!(fields.date(Field::DecidedOn).map(|day| day.to_string()).as_deref(), Some("2026-01-02"));
    assert_eq!(fields.date(Field::ValidFrom), None);
}

#[test]
fn a_fine_that_its_own_words_contradict_by_the_unit_is_quarantined() {
    let quarantined = |sum: &str, outcome: &str| {
        let text =
            format!("企业名称,处罚决定书文号,处罚决定日期,罚款金额,处罚内容\n示例店,1号,2026-01-02,{sum},{outcome}\n");
        read(&feed("penalty", ""), text.as_bytes()).expect("reads").1.quarantined.len()
    };
    for (sum, outcome) in [("0.5", "罚款5000元"), ("50000000", "处以罚款人民币伍仟元整"), ("3", "罚款：3万元；警告")]
    {
        assert_eq!(quarantined(sum, outcome), 1, "{sum}: {outcome}");
    }
    for (sum, outcome) in
        [("5000", "罚款5000元"), ("30000", "罚款3万元"), ("5000", "罚款"), ("5000", "没收违法所得5元；罚款5000元")]
    {
        assert_eq!(quarantined(sum, outcome), 0, "{sum}: {outcome}");
    }
}

#[test]
fn figures_of_districts_and_trades_stand_side_by_side() {
    let text = "统计期,行业,指标名称,数值,单位\n2026Q3,健身,投诉量,12,件\n2026Q3,美容美发,投诉量,13,件\n";
    let regions: Vec<String> = records("statistic", text)
        .iter()
        .map(|record| record.fields.text(Field::Region).unwrap_or_default().to_owned())
        .collect();
    assert_eq!(regions, ["健身", "美容美发"]);
}

#[test]
fn a_trade_is_no_penalty_and_a_person_no_agency() {
    let record = penalty("类别,处罚机关", "美容美发,王建国");
    assert_eq!(text(&record, Field::Agency), "鞍山市商务局");
    let named = "企业名称,处罚决定书文号,处罚决定日期,类别,处罚内容\n示例店,1号,2026-01-02,美容美发,罚款500元\n";
    let record = only("penalty", named);
    assert_eq!((record.fields.get(Field::Category), text(&record, Field::Industry).as_str()), (None, "beauty"));
}

#[test]
fn a_long_text_takes_no_time_that_grows_with_its_square() {
    let begun = std::time::Instant::now();
    for filler in ["（", "投诉人王建国、"] {
        let facts = filler.repeat(400_000 / filler.len());
        let json = format!(r#"[{{"企业名称":"示例店","处罚决定书文号":"1号","违法事实":"{facts}电话13800001234。"}}]"#);
        let record = only("penalty", &json);
        assert!(
            !text(&record, Field::Facts).contains("13800001234") && !text(&record, Field::Facts).contains("王建国")
        );
    }
    // By the square it was minutes.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn a_ban_is_in_the_district_of_its_premises() {
    let ban = "经营场所地址,企业名称,统一社会信用代码,决定文号,禁入日期\n鞍山市铁东区示例路8号,海城示例商贸有限公司,91210381MA99FAK32J,1号,2026-01-02\n";
    assert_eq!(text(&only("premises-ban", ban), Field::District), "210302");
}

#[test]
fn numbers_of_rows_are_no_ids_of_records() {
    let penalty = |id: &str, number: &str| {
        let text = format!("id,企业名称,处罚决定书文号,处罚决定日期\n{id},示例店,{number},2026-01-02\n");
        only("penalty", &text).id
    };
    assert_ne!(penalty("1", "1号"), penalty("1", "2号"));
    assert_eq!(penalty("1", "1号"), penalty("2", "1号"));
    assert_eq!(penalty("CF2026-0001", "1号"), penalty("CF2026-0001", "2号"), "an id of the agency's own is one");
    assert_eq!(penalty("1000001", "1号"), penalty("1000001", "2号"));
}

/// How many records a list has, by their ids.
fn told_apart(kind: &str, csv: &str) -> usize {
    records(kind, csv).into_iter().map(|record| record.id).collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn stores_and_types_of_complaints_are_told_apart() {
    let head = "企业名称,统一社会信用代码";
    let of = |line: &str| format!("海城示例商贸有限公司,91210381MA99FAK32J,{line}");
    let list = |columns: &str, lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|line| of(line)).collect();
        format!("{head},{columns}\n{}\n", lines.join("\n"))
    };
    for (kind, csv) in [
        ("complaints", list("统计期,投诉类型,投诉量,办结量", &["2026Q3,退费难,8,8", "2026Q3,服务质量,4,3"])),
        ("complaints", list("统计期,来源,投诉量", &["2026Q3,12315,8", "2026Q3,12345,4"])),
        ("complaints", list("统计期,门店名称,投诉量", &["2026Q3,一店,8", "2026Q3,二店,4"])),
        ("merchant", list("店铺名称,经营地址", &["示例一店,海城市示例路1号", "示例二店,海城市示例路2号"])),
        ("merchant", list("门店地址", &["海城市示例路1号", "海城市示例路2号"])),
        ("filing", list("备案号,门店,门店地址", &["1,示例,海城市示例路1号", "1,示例,海城市示例路2号"])),
        ("exposure", list("曝光日期,门店名称,曝光内容", &["2026-03-02,一店,失联", "2026-03-02,二店,失联"])),
    ] {
        assert_eq!(told_apart(kind, &csv), 2, "{csv}");
    }
    for (kind, csv) in [
        ("merchant", list("招牌,经营地址", &["示例一店,海城市示例路1号", "示例二店,海城市示例路2号"])),
        ("filing", list("备案号,售卡门店及地址清单", &["1,示例路1号", "1,示例路2号"])),
        ("penalty", list("处罚决定书文号,门店名称", &["1号,一店", "1号,二店"])),
    ] {
        assert_eq!(told_apart(kind, &csv), 1, "no list of stores: {csv}");
    }
    let csv = list("统计期,投诉类型,投诉量", &["2026Q3,退费难,8", "2026Q3,,12"]);
    let said = |record: &Record| [Field::Category, Field::Received].map(|field| text(record, field)).join(",");
    assert_eq!(records("complaints", &csv).iter().map(said).collect::<Vec<_>>(), ["退费难,8", ",12"]);
}

#[test]
fn figures_are_counted_in_their_own_cells_and_stocks_at_the_end_of_a_month() {
    let figure = |period: &str, value: &str, unit: &str| {
        let csv = format!("统计期,指标名称,数值,单位\n{period},余额,{value},{unit}\n");
        let record = only("statistic", &csv);
        [Field::Period, Field::Value, Field::Unit].map(|field| text(&record, field)).join(" ")
    };
    for (value, unit, expected) in [
        ("1.2万", "件", "2026Q3 12000 件"),
        ("1.5亿元", "", "2026Q3 150000000 元"),
        ("0.5万元", "元", "2026Q3 5000 元"),
        ("12件", "", "2026Q3 12 件"),
        ("3000人次", "", "2026Q3 3000 人次"),
        ("1.5", "亿元", "2026Q3 1.5 亿元"),
    ] {
        assert_eq!(figure("2026Q3", value, unit), expected, "{value}");
    }
    for period in ["截至2026年9月底", "2026年9月末", "2026-09-30", "截至2026年9月30日"] {
        assert_eq!(figure(period, "12", "家"), "2026-09 12 家", "{period}");
    }
    for csv in ["2026Q3,余额,1.2万元,万元", "2026-09-12,余额,12,家"] {
        let csv = format!("统计期,指标名称,数值,单位\n{csv}\n");
        let (records, reading) = read(&feed("statistic", ""), csv.as_bytes()).expect("reads");
        assert_eq!((records.len(), reading.quarantined.len()), (0, 1), "{csv}");
    }
}

#[test]
fn what_stands_around_a_name_makes_no_other_merchant() {
    let csv = "企业名称,统一社会信用代码,曝光日期,曝光内容\n\
        1.当事人：海城示例商贸有限公司（91210381MA99FAK32J）。,,2026-03-02,失联\n\
        海城示例商贸有限公司(原：海城旧名商贸有限公司),91210381MA99FAK32J,2026-03-03,失联\n";
    let records = records("exposure", csv);
    for record in &records {
        let found = [Field::SubjectName, Field::SubjectCode].map(|field| text(record, field));
        assert_eq!(found, ["海城示例商贸有限公司", "91210381MA99FAK32J"]);
    }
    assert_eq!(records[1].fields.list(Field::FormerNames), ["海城旧名商贸有限公司"]);
}

#[test]
fn cells_that_changed_places_are_set_aside() {
    let head = "企业名称,统一社会信用代码,处罚决定书文号,处罚决定日期,处罚类别,处罚机关";
    for (row, field) in [
        ("王建国,91210381MA99FAK32J,鞍市监处罚〔2026〕1号,2026-03-02,罚款,鞍山市市场监督管理局", "subject_name"),
        ("海城示例商贸有限公司,91210381MA99FAK32J,罚款,2026-03-02,罚款,鞍山市市场监督管理局", "document_no"),
        (
            "海城示例商贸有限公司,91210381MA99FAK32J,鞍市监处罚〔2026〕1号,2026-03-02,王建国,鞍山市市场监督管理局",
            "category",
        ),
        ("海城示例商贸有限公司,91210381MA99FAK32J,鞍市监处罚〔2026〕1号,2026-03-02,罚款,海城市示例路1号", "agency"),
        ("鞍山市市场监督管理局,91210381MA99FAK32J,鞍市监处罚〔2026〕1号,2026-03-02,罚款,", "subject_name"),
    ] {
        let (records, reading) = read(&feed("penalty", ""), format!("{head}\n{row}\n").as_bytes()).expect("reads");
        assert!(records.is_empty(), "{row}");
        assert_eq!(reading.quarantined[0].field, field, "{row}");
        assert!(!format!("{:?}", reading.quarantined).contains("王建国"), "{:?}", reading.quarantined);
    }
}

#[test]
fn agencies_are_told_from_what_stands_behind_them_and_from_one_another() {
    let agency = |cell: &str| {
        let csv = format!("荣誉名称,企业名称,认定机关\n诚信示范企业,海城示例商贸有限公司,{cell}\n");
        text(&only("award", &csv), Field::Agency)
    };
    for (cell, expected) in [
        ("鞍山市商务局 鞍山市市场监督管理局", "鞍山市商务局、鞍山市市场监督管理局"),
        ("\"鞍山市商务局\n鞍山市市场监督管理局\"", "鞍山市商务局、鞍山市市场监督管理局"),
        ("鞍山市市场监督管理局 2026年3月2日", "鞍山市市场监督管理局"),
        ("鞍山市市场监督管理局13812345678", "鞍山市市场监督管理局"),
        ("鞍山市 商务局", "鞍山市商务局"),
        ("联系人：王建国", "鞍山市商务局"),
    ] {
        assert_eq!(agency(cell), expected, "{cell}");
    }
}
