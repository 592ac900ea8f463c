//! The embedded tables, and which unit an amount is in.

use super::*;

#[test]
fn embedded_tables_name_what_exists() {
    assert!(is_known_header("统一社会信用代码") && is_known_header("决定机关（列入）") && is_known_header("cf_xdr_mc"));
    assert!(!is_known_header("鞍山市严重违法失信名单"));
}

fn mapping(preset: Option<u32>, feed: Option<u32>) -> Mapping {
    Mapping { kind: Kind::Penalty, own: HashMap::new(), feed_unit: feed, preset_unit: preset, seen: HashMap::new() }
}

#[test]
fn the_unit_of_an_amount_is_the_feeds_then_the_headers_then_the_standards() {
    for (name, yuan) in [
        ("罚款金额", 1),
        ("罚款金额（元）", 1),
        ("罚款金额（万元）", 10_000),
        ("罚款金额 [万元]", 10_000),
        ("罚款金额【单位：万元】", 10_000),
        ("罚款金额\n(万元)", 10_000),
        ("罚款金额:万元", 10_000),
        ("罚款（千元）", 1_000),
        ("没收违法所得、没收非法财物的金额（万元）", 10_000),
        ("没收金额（万元）", 10_000),
        ("CF_NR_FK", 10_000),
        ("cf_nr_wfff", 10_000),
        ("CF_NR_FK（元）", 1),
    ] {
        let column = mapping(None, None).column(name);
        assert!(is_money(column.target), "{name}");
        assert_eq!(column.yuan, yuan, "{name}");
        assert_eq!(mapping(None, Some(1)).column(name).yuan, 1, "{name}: the feed's file goes first");
    }
    assert_eq!(mapping(Some(10_000), None).column("罚款金额（元）").yuan, 1, "the header beats the preset");
    assert_eq!(mapping(Some(10_000), None).column("罚款金额").yuan, 10_000);
    assert_eq!(mapping(None, None).column("指标值（万元）").target, Target::Ignored, "only amounts have units");
}

#[test]
fn what_resembles_a_header_is_guessed_and_what_only_holds_one_is_not() {
    for (name, field) in [
        ("*企业名称", Field::SubjectName),
        ("1.企业名称（必填）", Field::SubjectName),
        ("被处罚单位名称", Field::SubjectName),
        ("企业统一社会信用代码", Field::SubjectCode),
    ] {
        let column = mapping(None, None).column(name);
        assert_eq!((column.target, column.rank.0), (Target::Field(field), Origin::Guess), "{name}");
    }
    for name in ["数据来源单位统一社会信用代码", "处罚机关统一社会信用代码", "法定代表人身份证号（必填）", "原企业名称"]
    {
        assert!(!matches!(mapping(None, None).column(name).target, Target::Field(_)), "{name}");
    }
    assert_eq!(mapping(None, None).column("*证件号码（必填）").target, Target::Dropped, "personal data is dropped");
}
