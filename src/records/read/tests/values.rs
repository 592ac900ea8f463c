//! Every dirty value of the domain's list, one case each, read through a whole feed.

use super::{feed, read, text};
use crate::records::repair::Repair;
use crate::records::{Field, Record};

/// The one record of a feed with one column more than a name and a number.
fn with(column: &str, raw: &str) -> Record {
    let csv = format!("企业名称\t备案号\t{column}\n示例店\t1\t{raw}\n");
    let (mut records, reading) = read(&feed("filing", "format = \"tsv\""), csv.as_bytes()).expect(raw);
    assert!(reading.quarantined.is_empty(), "{column} {raw}: {:?}", reading.quarantined);
    records.remove(0)
}

/// Why the row with that value is put aside.
fn refused(column: &str, raw: &str) -> String {
    let csv = format!("企业名称\t备案号\t{column}\n示例店\t1\t{raw}\n");
    let (records, reading) = read(&feed("filing", "format = \"tsv\""), csv.as_bytes()).expect(raw);
    assert!(records.is_empty(), "{column} {raw}: {records:?}");
    let row = &reading.quarantined[0];
    assert!(row.row == "2" && !row.field.is_empty() && !row.value.is_empty(), "{row:?}");
    row.reason.clone()
}

#[test]
fn dates() {
    for raw in [
        "1735833600000",
        "2025-01-03",
        "2025/1/3",
        "2025.1.3",
        "20250103",
        "2025年1月3日",
        "二〇二五年一月三日",
        "2025-1-3 0:00:00",
        "2025/1/3 0:00:00",
        "45660",
        "２０２５－１－３",
        "'2025-01-03",
    ] {
        assert_eq!(text(&with("备案日期", raw), Field::DecidedOn), "2025-01-03", "{raw}");
    }
    assert_eq!(text(&with("备案日期", "2017-7-7"), Field::DecidedOn), "2017-07-07");
    assert_eq!(text(&with("备案日期", "202011"), Field::DecidedOn), "2020-11-01", "a month is its first day");
    for raw in ["2025-13-01", "25/1/3", "03/04/2025", "明天", "2025年"] {
        assert!(refused("备案日期", raw).contains("2026-03-02"), "{raw}: the reason says how to write it");
    }
}

#[test]
fn null_words_and_sentinels_are_no_value() {
    for raw in ["空", "\\N", "\\n", "无", "暂无", "无处罚期限", "-", "/", "null", "********", ""] {
        let record = with("备案日期", raw);
        assert!(record.fields.get(Field::DecidedOn).is_none(), "{raw}");
        let record = with("信用代码", raw);
        assert!(record.fields.get(Field::SubjectCode).is_none(), "{raw}");
        let record = with("住所", raw);
        assert!(record.fields.get(Field::Address).is_none(), "{raw}");
    }
    for raw in ["9999-9-9", "2099-12-31", "2099/12/31", "1900-1-1", "1899-12-31", "9999-12-31 00:00:00"] {
        assert!(with("有效期至", raw).fields.get(Field::ValidUntil).is_none(), "{raw}");
    }
}

#[test]
fn names() {
    for raw in [
        "鞍山示例（铁东）店",
        "鞍山\u{a0}示例（铁东）店",
        "鞍山　示例（铁东）店",
        "'鞍山示例（铁东）店",
        "鞍山示例（铁东）店\u{200b}",
    ] {
        let csv = format!("企业名称,备案号\n{raw},1\n");
        let (records, _) = read(&feed("filing", ""), csv.as_bytes()).expect(raw);
        assert_eq!(records[0].subject_name(), Some("鞍山示例（铁东）店"), "{raw:?}");
    }
    let (records, _) = read(&feed("filing", ""), "企业名称,备案号\n示例ＡＢＣ１２３店,1\n".as_bytes()).expect("reads");
    assert_eq!(records[0].subject_name(), Some("示例ABC123店"));
}

#[test]
fn codes() {
    for raw in [
        "91210302MA99FAK16F",
        "91210302ma99fak16f",
        "9121-0302-MA99FAK16F",
        "９１２１０３０２ＭＡ９９ＦＡＫ１６Ｆ",
        "'91210302MA99FAK16F",
        "9121 0302 MA99 FAK1 6F",
        "91210302MA99FAK16F\u{a0}",
    ] {
        assert_eq!(with("信用代码", raw).subject_code(), Some("91210302MA99FAK16F"), "{raw}");
    }
    for raw in ["210302000999912", "2103020009999", "MA99FAK1-6", "2103**********0015", "2103****"] {
        assert_eq!(with("信用代码", raw).fields.get(Field::SubjectCode), None, "{raw}");
    }
    let masked = with("信用代码", "9121****AK16F");
    assert_eq!((masked.subject_code(), text(&masked, Field::SubjectCode)), (None, "9121****AK16F".to_owned()));
    assert_eq!(masked.id, with("信用代码", "").id, "a masked code tells no two records apart");
    assert!(refused("信用代码", "9.12E+17").contains("spreadsheet"));
    assert!(refused("信用代码", "9121O302MA99FAK16F").contains("look like"), "suggested, never applied");
}

#[test]
fn amounts() {
    for (column, raw, yuan) in [
        ("罚款金额（万元）", "3.000000", "30000"),
        ("罚款金额", "30000", "30000"),
        ("罚款金额", "30,000.00", "30000"),
        ("罚款金额", "３０，０００", "30000"),
        ("罚款金额", "3万元", "30000"),
        ("罚款金额", "叁万元", "30000"),
        ("罚款金额", "人民币叁万元整", "30000"),
        ("罚款金额", "三万五千元", "35000"),
        ("罚款金额", "30000元（叁万元整）", "30000"),
        ("罚款金额", "3万5000元", "35000"),
        ("罚款金额", "30000（元）", "30000"),
        ("罚款金额（百元）", "300", "30000"),
        ("罚款金额（人民币，万元）", "3", "30000"),
    ] {
        let csv = format!("企业名称\t决定文号\t{column}\n示例店\t1号\t{raw}\n");
        let (records, reading) = read(&feed("penalty", "format = \"tsv\""), csv.as_bytes()).expect(raw);
        assert!(reading.quarantined.is_empty(), "{raw}: {:?}", reading.quarantined);
        assert_eq!(text(&records[0], Field::AmountYuan), yuan, "{raw}");
    }
}

#[test]
fn a_column_may_say_the_unit_of_the_one_beside_it() {
    let fines = |columns: &str, cells: &str, extra: &str| {
        let csv = format!("企业名称\t决定文号\t{columns}\n示例店\t1号\t{cells}\n");
        let (records, reading) =
            read(&feed("penalty", &format!("format = \"tsv\"\n{extra}")), csv.as_bytes()).expect(cells);
        let said = reading.quarantined.first().map(|row| row.reason.clone());
        (records.first().map(|record| text(record, Field::AmountYuan)).or(said).unwrap_or_default(), reading.columns)
    };
    for (columns, cells, extra, yuan) in [
        ("罚款金额\t单位", "0.5\t万元", "", "5000"),
        ("罚款金额\t金额单位", "0.5\t人民币万元", "", "5000"),
        ("金额单位\t罚款金额", "元\t5000", "", "5000"),
        ("罚款金额\t罚款金额单位\t单位", "0.5\t万元\t元", "", "5000"),
        ("罚款金额\t单位", "0.5万元\t元", "", "5000"),
        ("罚款金额\t单位", "5000\t", "", "5000"),
        ("罚款金额\t单位", "5000\t件", "", "5000"),
        ("罚款金额\t单位", "5000\t万元", "amount_unit = \"元\"", "5000"),
        ("罚款金额（万元）\t单位", "0.5\t万元", "", "5000"),
        ("罚款\t罚款单位", "5000\t示例局", "", "5000"),
    ] {
        assert_eq!(fines(columns, cells, extra).0, yuan, "{columns}: {cells}");
    }
    for (columns, cells) in
        [("罚款金额\t金额单位", "5000\t2"), ("罚款金额\t单位", "5000\t美元"), ("罚款金额（元）\t单位", "0.5\t万元")]
    {
        assert!(fines(columns, cells, "").0.contains("unit"), "{columns}: {cells}");
    }
    assert_eq!(fines("罚款金额\t金额单位", "\t2", "").0, "", "no sum, no unit");
    let (_, columns) = fines("罚款金额\t单位", "0.5\t万元", "");
    assert!(columns.ignored.is_empty() && columns.recognised.iter().any(|taken| taken.field == "amount_unit"));
    let json = r#"{"unit":"万元","rows":[{"企业名称":"示例店","决定文号":"1号","罚款金额":0.5}]}"#;
    let (records, _) = read(&feed("penalty", ""), json.as_bytes()).expect("reads");
    assert_eq!(text(&records[0], Field::AmountYuan), "5000");
}

#[test]
fn columns_that_the_feeds_file_names_wrongly_are_told() {
    let csv = "企业名称\t决定文号\t违法事实\n示例店\t1号\t虚假宣传\n";
    let said = |fields: &str| {
        let feed = feed("penalty", &format!("format = \"tsv\"\n[fields]\n{fields}"));
        let warnings = read(&feed, csv.as_bytes()).expect("reads").1.warnings;
        warnings.into_iter().map(|warning| warning.message).collect::<Vec<_>>().join("; ")
    };
    assert!(said("facts = \"案由\"").contains("`fields.facts` names the column `案由`"));
    let both = said("facts = \"违法事实\"\noutcome = \"违法事实\"");
    assert!(both.contains("`fields.facts` and `fields.outcome`"), "{both}");
    assert_eq!(said("facts = \"违法事实\""), "");
}

#[test]
fn counts_and_rates_that_cannot_be() {
    let complaints = |column: &str, raw: &str| {
        let csv = format!("企业名称\t统计期\t{column}\n示例店\t2026Q3\t{raw}\n");
        read(&feed("complaints", "format = \"tsv\""), csv.as_bytes()).expect(raw)
    };
    for (column, field, raw, number) in [
        ("投诉量", Field::Received, "12件", "12"),
        ("投诉量", Field::Received, "12起", "12"),
        ("投诉量", Field::Received, "12宗", "12"),
        ("投诉量", Field::Received, "12人次", "12"),
        ("投诉量", Field::Received, "12（件）", "12"),
        ("投诉量", Field::Received, "0", "0"),
        ("办结量", Field::Settled, "11.000000000000002", "11"),
        ("调解成功率", Field::MediationRate, "100%", "100"),
        ("调解成功率", Field::MediationRate, "0%", "0"),
    ] {
        assert_eq!(text(&complaints(column, raw).0[0], field), number, "{column} {raw}");
    }
    for (column, raw) in [
        ("投诉量", "-1"),
        ("投诉量", "12.5"),
        ("投诉量", "100%"),
        ("办结量", "#DIV/0!"),
        ("调解成功率", "120%"),
        ("调解成功率", "-5%"),
    ] {
        let (records, reading) = complaints(column, raw);
        assert_eq!((records.len(), reading.quarantined.len()), (0, 1), "{column} {raw}");
    }
}

#[test]
fn document_numbers() {
    for raw in [
        "鞍市监处罚〔2026〕17号",
        "鞍市监处罚[2026]17号",
        "鞍市监处罚(2026)17号",
        "鞍市监处罚（2026）17号",
        "鞍市监处罚【2026】17号",
        "鞍市监处罚﹝2026﹞17号",
        "鞍市监处罚〔２０２６〕 17号",
    ] {
        assert_eq!(text(&with("文号", raw), Field::DocumentNo), "鞍市监处罚〔2026〕17号", "{raw}");
    }
}

#[test]
fn places_and_industries() {
    for raw in ["海城市", "海城", "210381", "210322", "210319", "219002", "210381001000", "210381.0", "海　城　市"]
    {
        assert_eq!(text(&with("所属区县", raw), Field::District), "210381", "{raw}");
    }
    for raw in ["8930", "8930.0", "R8930", "8930 健身休闲活动", "健身", "体育健身服务"] {
        assert_eq!(text(&with("行业", raw), Field::Industry), "fitness", "{raw}");
    }
}

#[test]
fn ranges_of_days_give_both_ends() {
    for raw in [
        "2026-01-15至2028-01-14",
        "2026年1月15日至2028年1月14日",
        "2026/1/15-2028/1/14",
        "2026.1.15 ~ 2028.1.14",
        "2026-01-15 - 2028-01-14",
    ] {
        let record = with("公示起止", raw);
        let days = (text(&record, Field::ValidFrom), text(&record, Field::ValidUntil));
        assert_eq!(days, ("2026-01-15".to_owned(), "2028-01-14".to_owned()), "{raw}");
    }
    assert_eq!(text(&with("公示起止", "2026-01-15至长期"), Field::ValidUntil), "");
    assert!(refused("公示起止", "2028-01-14至2026-01-15").contains("2026-03-02"), "a range does not run backwards");
}

#[test]
fn what_was_repaired_stands_beside_the_record() {
    let csv = "企业名称,信用代码,文号,备案日期,备案机关,行业,住所\n示例　店,91210302ma99fak16f,鞍商[2026]1号,46113,市商务局,8930,铁东区示例路1号\n";
    let mut found: Vec<Repair> = Vec::new();
    let mut sink = |_: Record, from: crate::records::read::Provenance| found = from.repairs;
    super::read_feed(
        &feed("filing", ""),
        &[csv.as_bytes().into()],
        super::Local { agencies: &super::Agencies::default(), districts: &super::Districts::default() },
        &mut sink,
    )
    .expect("reads");
    let said: Vec<(&str, &str)> =
        found.iter().map(|repair| (repair.field.as_str(), repair.original.as_str())).collect();
    assert_eq!(
        said,
        [
            ("subject_name", "示例　店"),
            ("subject_code", "91210302ma99fak16f"),
            ("document_no", "鞍商[2026]1号"),
            ("decided_on", "46113"),
            ("industry", "8930"),
        ]
    );
}

#[test]
fn repairs_never_hold_a_persons_name() {
    let csv = "行政相对人名称,行政相对人类别,行政处罚决定书文号,法定代表人,违法行为类型\n张　三,自然人,1[2026]号,,对张　三罚款\n示例店,个体工商户,2〔2026〕号,李　四,李　四经营\n";
    let mut found = String::new();
    let mut sink = |record: Record, from: crate::records::read::Provenance| {
        found.push_str(&format!("{record:?} {from:?}"));
    };
    super::read_feed(
        &feed("penalty", ""),
        &[csv.as_bytes().into()],
        super::Local { agencies: &super::Agencies::default(), districts: &super::Districts::default() },
        &mut sink,
    )
    .expect("reads");
    for secret in ["张　三", "李　四", "张三", "李四", "张 三", "李 四"] {
        assert!(!found.contains(secret), "{secret} in {found}");
    }
    assert!(found.contains("1[2026]号"), "the document number is no secret: {found}");
}

#[test]
fn a_code_is_found_in_what_people_put_around_it_and_a_filler_is_none() {
    let code = |raw: &str| text(&with("统一社会信用代码", raw), Field::SubjectCode).to_owned();
    for raw in [
        "统一社会信用代码：91210302MA99FAK16F",
        "（91210302MA99FAK16F）",
        "91210302MA99FAK16F；",
        "91210302MA99FAK16F/210302000999912",
    ] {
        assert_eq!(code(raw), "91210302MA99FAK16F", "{raw}");
    }
    for filler in ["000000000000000000", "11111111", "XXXXXXXXXXXXXXXXXX"] {
        assert_eq!(code(filler), "", "{filler}: two merchants must not become one");
    }
    let csv = "企业名称,备案号,统一社会信用代码\n示例店,1,91210302MA99FAK16F/91210381MA99FAK32J\n";
    let (_, reading) = read(&feed("filing", ""), csv.as_bytes()).expect("reads");
    assert_eq!(reading.quarantined.len(), 1, "which of two codes it is would be a guess");
}
