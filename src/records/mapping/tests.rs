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
        (" *罚款金额（万元） ", 10_000),
        ("7.罚款金额（万元）（必填）", 10_000),
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
fn names_of_published_layouts_are_known() {
    for (kind, field, names) in [
        (
            Kind::Penalty,
            "document_no",
            "行政处罚决定文书号 决定文书号 处罚决定文号 文书号 处罚文书号 行政处罚决定书编号 案件编号",
        ),
        (Kind::Penalty, "subject_name", "行政处罚当事人名称 当事人姓名或名称 被处罚单位 行政相对人名称 违法主体"),
        (
            Kind::Penalty,
            "subject_code",
            "统一社会信用代码(18位) 统一社会信用代码或注册号 社会信用代码（注册号） TYXYDM",
        ),
        (Kind::Penalty, "agency", "处罚实施机关 作出处罚决定的机关 处罚机关名称 执法单位 CF_CFJG"),
        (Kind::Penalty, "decided_on", "作出行政处罚的日期 处罚决定时间 处罚时间 CFRQ"),
        (Kind::Penalty, "facts", "主要违法事实 违法行为描述 案由 简要案情 违法事实"),
        (Kind::Penalty, "valid_until", "公示截止期 公示结束日期 公示到期日 CF_GSJZQ"),
        (Kind::Filing, "filing_no", "备案号 备案证号 许可证编号 XK_XKBH"),
        (Kind::Filing, "decided_on", "许可决定日期 发证日期 登记日期 备案登记日期"),
        (Kind::Blacklist, "facts", "列入事由 列入情形 失信行为 纳入原因 列入原因"),
        (Kind::Blacklist, "list_name", "失信名单名称 名单类型 名单名称"),
        (Kind::Blacklist, "withdrawn_on", "移出日期 移除时间 修复日期"),
        (Kind::Abnormal, "agency", "列入决定机关名称 作出列入决定机关 决定机关（列入）"),
        (Kind::Award, "list_name", "荣誉称号 称号 授予称号 奖项名称"),
        (Kind::Award, "agency", "授予单位 评定机关 表彰单位 认定单位"),
        (Kind::Complaints, "received", "投诉总数 被投诉次数 投诉量"),
        (Kind::Complaints, "period", "季度 统计年月 公示周期 统计期"),
        (Kind::Commitment, "performance", "践诺状态 履约情况 履约状态"),
        (Kind::Statistic, "value", "数值 数量"),
        (Kind::Filing, "valid_until", "许可截止期 有效期限"),
        (Kind::Custody, "valid_until", "保险期限"),
        (Kind::Custody, "custody_method", "履约保证方式"),
        (Kind::Commitment, "decided_on", "签署时间 签署日期"),
        (Kind::Penalty, "agency", "作出行政处罚决定机关名称 decOrg_CN"),
        (Kind::Penalty, "subject_name", "被处罚的自然人姓名、被处罚的企业或其他组织的名称"),
        (Kind::Penalty, "basis", "处罚种类及依据"),
        (Kind::Blacklist, "facts", "失信被执行人具体情形"),
        (Kind::Blacklist, "subject_code", "组织机构代码"),
        (Kind::Blacklist, "legal_representative", "法定代表人或负责人姓名"),
        (Kind::Complaints, "period", "公示期间"),
        (Kind::Merchant, "district", "所在县（市）区"),
        (Kind::Merchant, "brands", "店铺招牌"),
        (Kind::Case, "industry", "涉及行业"),
    ] {
        for name in names.split(' ') {
            let column = Mapping { kind, ..mapping(None, None) }.column(name);
            let field = field.parse().expect("a field");
            assert_eq!(column.target, Target::Field(field), "{kind} {name}");
            assert!(column.rank.0 < Origin::Guess, "{kind} {name}: known, not guessed");
        }
    }
    for name in ["季度", "数量", "成功率", "禁入期限"] {
        assert!(
            !matches!(mapping(None, None).column(name).target, Target::Field(_)),
            "{name}: of a penalty, it is text"
        );
    }
}

#[test]
fn what_resembles_a_header_is_guessed_and_what_only_holds_one_is_not() {
    for (name, field) in [
        ("*企业名称", Field::SubjectName),
        ("1.企业名称（必填）", Field::SubjectName),
        ("涉案单位名称", Field::SubjectName),
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

#[test]
fn names_that_lost_their_signs_are_known_as_names_of_xml_elements_are() {
    for (kind, name, field, yuan) in [
        (Kind::Penalty, "行政相对人代码_1统一社会信用代码", Field::SubjectCode, None),
        (Kind::Filing, "行政相对人代码_1_统一社会信用代码_", Field::SubjectCode, None),
        (Kind::Penalty, "没收违法所得没收非法财物的金额万元", Field::ConfiscatedYuan, Some(10_000)),
        (Kind::Penalty, "没收违法所得_没收非法财物的金额_万元_", Field::ConfiscatedYuan, Some(10_000)),
        (Kind::Penalty, "没收违法所得没收非法财物的金额", Field::ConfiscatedYuan, Some(1)),
        (Kind::Penalty, "罚款金额_万元_", Field::AmountYuan, Some(10_000)),
        (Kind::Abnormal, "决定机关列入", Field::Agency, None),
        (Kind::Blacklist, "作出决定机关列入", Field::Agency, None),
        (Kind::Blacklist, "被执行人姓名名称", Field::SubjectName, None),
        (Kind::Filing, "存管银行或保险保函", Field::Institution, None),
        (Kind::Merchant, "法定代表人负责人", Field::LegalRepresentative, None),
    ] {
        let column = Mapping { kind, ..mapping(None, None) }.column(name);
        assert_eq!(column.target, Target::Field(field), "{name}");
        assert!(column.rank.0 < Origin::Guess && is_known_header(name), "{name}: known, not guessed");
        assert!(yuan.is_none_or(|yuan| yuan == column.yuan), "{name}: {}", column.yuan);
    }
    for name in ["决定机关移出", "行政相对人代码_2工商注册号", "CFNRFK", "数据来源单位统一社会信用代码"]
    {
        assert_eq!(mapping(None, None).column(name).target, Target::Ignored, "{name}");
    }
}
