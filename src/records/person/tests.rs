use super::*;

fn fields(values: &[(Field, &str)]) -> Fields {
    values.iter().map(|(field, text)| (*field, Value::Text((*text).to_owned()))).collect()
}

#[test]
fn persons_are_told_from_companies() {
    for person in ["自然人", "公民", "个人", "境外自然人", "1 自然人"] {
        assert!(is_person(person), "{person}");
    }
    for company in [
        "法人及非法人组织",
        "个体工商户",
        "有限责任公司（自然人独资）",
        "有限责任公司(自然人投资或控股)",
        "个人独资企业",
        "非自然人",
        "",
    ] {
        assert!(!is_person(company), "{company}");
    }
}

#[test]
fn a_bare_personal_name_is_a_person() {
    let is = |name: &str| is_subject(Kind::Blacklist, &fields(&[(Field::SubjectName, name)]));
    for name in ["张三", "李某某", "王*", "欧阳示例", "张*明"] {
        assert!(is(name), "{name}");
    }
    for name in ["张三店", "示例店", "王记", "鞍山示例健身有限公司", "张三美发店", "动感地带健身", "万达广场一层铺位"]
    {
        assert!(!is(name), "{name}");
    }
    // Who has neither a code nor a word of a business in the name is held to be a person.
    for name in [
        "宫雪",
        "隋俊",
        "佟丽",
        "穆念慈",
        "古丽娜尔",
        "完颜阿骨打",
        "刘·伟",
        "欧阳",
        "李",
        "小明",
        "李Mary",
        "John",
        "老张",
    ] {
        assert!(is(name), "{name}");
    }
    let coded = fields(&[(Field::SubjectName, "王府井"), (Field::SubjectCode, "91210302MA99FAK16F")]);
    assert!(!is_subject(Kind::Blacklist, &coded), "who has a code is no natural person");
    let said = fields(&[(Field::SubjectName, "王府井"), (Field::SubjectKind, "企业")]);
    assert!(!is_subject(Kind::Blacklist, &said));
    assert!(!is_subject(Kind::Statistic, &fields(&[(Field::SubjectName, "张三")])));
}

#[test]
fn a_given_name_may_end_as_shops_do() {
    let row = |name: &str| fields(&[(Field::SubjectName, name), (Field::Facts, &format!("{name}收款"))]);
    for name in [
        "王园园",
        "高园",
        "张城",
        "宋城",
        "徐行",
        "王建行",
        "罗堂",
        "赵堂",
        "郑轩",
        "冯阁",
        "林苑",
        "陈院",
        "何馆",
        "周楼",
        "梁坊",
        "王会",
        "李汇",
        "刘站",
        "刘社",
        "陈铺",
        "吴厂",
        "孙斋",
        "李部",
        "佟玉堂",
        "欧阳园园",
        "王健康",
        "李家园",
    ] {
        let mut row = row(name);
        assert!(is_subject(Kind::Penalty, &row), "{name}");
        mask(Kind::Penalty, &mut row, &[]);
        assert!(!format!("{row:?}").contains(name), "{name}: {row:?}");
    }
    for name in [
        "王记",
        "张三店",
        "王氏堂",
        "刘记坊",
        "李家铺",
        "老王面馆",
        "同仁堂",
        "王健康城店",
        "张城超市",
        "徐行健身",
        "铁西区王园园美发店",
    ] {
        assert!(!is_subject(Kind::Penalty, &row(name)), "{name}");
    }
    let mut several = row("王园园、李城");
    mask(Kind::Penalty, &mut several, &[]);
    assert_eq!(several.text(Field::SubjectName), Some("王**、李*"));
    let coded = |name: &str, code: &str| {
        let mut row = row(name);
        row.set(Field::SubjectCode, Value::Text(code.to_owned()));
        mask(Kind::Penalty, &mut row, &[]);
        row.text(Field::SubjectName).map(str::to_owned)
    };
    assert_eq!(coded("王园园", "92210303MA99FAK24M").as_deref(), Some("王**"), "an individual business called so");
    assert_eq!(coded("王园园", "91210381MA99FAK32J").as_deref(), Some("王园园"), "a company");
}

#[test]
fn a_kind_that_says_nothing_leaves_it_to_the_name() {
    let is = |name: &str, kind: &str| {
        is_subject(Kind::Penalty, &fields(&[(Field::SubjectName, name), (Field::SubjectKind, kind)]))
    };
    for kind in ["1", "02", "其他", "个体工商户", "无"] {
        for name in ["王小明", "王小明（男）", "王小明、李小红", "仝小明", "阿依古丽·买买提", "欧阳小明"]
        {
            assert!(is(name, kind), "{name}, {kind}");
        }
        for name in ["王小明美发店", "示例·健身馆", "鞍山示例健身有限公司", "王小明、示例店"]
        {
            assert!(!is(name, kind), "{name}, {kind}");
        }
    }
    for kind in ["法人及非法人组织", "企业", "有限责任公司"] {
        assert!(!is("王府井", kind), "{kind}");
    }
}

#[test]
fn several_persons_in_one_cell_are_masked_each() {
    for (name, masked) in [
        ("王小明、李小红", "王**、李**"),
        ("王小明（男）", "王**"),
        ("王小明(又名李小红)、仝三", "王**"),
        ("阿依古丽·买买提", "阿*******"),
        ("ZHANG SAN", "Z********"),
    ] {
        let mut row =
            fields(&[(Field::SubjectName, name), (Field::SubjectKind, "自然人"), (Field::Facts, "王小明收款")]);
        mask(Kind::Penalty, &mut row, &[]);
        assert_eq!(row.text(Field::SubjectName), Some(masked), "{name}");
        assert_eq!(row.text(Field::Facts) == Some("王小明收款"), !name.contains("王小明"), "{name}");
    }
}

#[test]
fn a_person_beside_the_name_of_a_company_is_no_part_of_it() {
    let company = |name: &str| {
        let mut fields = Fields::default();
        fields.set(Field::SubjectName, Value::Text(name.to_owned()));
        fields.set(Field::SubjectCode, Value::Text("91210381MA99FAK32J".to_owned()));
        fields.set(Field::LegalRepresentative, Value::Text("王建国".to_owned()));
        mask(Kind::Penalty, &mut fields, &[]);
        assert_eq!(fields.text(Field::LegalRepresentative), Some("王建国"), "{name}");
        fields.text(Field::SubjectName).map(str::to_owned)
    };
    for beside in ["（王建国）", "（法定代表人：王建国）", "，王建国", "王建国", " 负责人:王建国", "；法人代表：王建国"]
    {
        let name = format!("海城示例商贸有限公司{beside}");
        assert_eq!(company(&name).as_deref(), Some("海城示例商贸有限公司"), "{name}");
    }
    for name in [
        "海城示例商贸有限公司（高新）",
        "海城示例商贸有限公司（王府井店）",
        "海城示例商贸有限公司（万达）",
        "海城示例商贸有限公司铁东分公司",
        "海城示例商贸（鞍山）有限公司",
    ] {
        assert_eq!(company(name).as_deref(), Some(name));
    }
}

#[test]
fn an_individual_business_that_is_called_like_its_operator_is_masked() {
    let shown = |name: &str, code: Option<&str>| {
        let mut row = fields(&[(Field::SubjectName, name), (Field::Facts, "王小明拒不退款")]);
        code.into_iter().for_each(|code| row.set(Field::SubjectCode, Value::Text(code.to_owned())));
        mask(Kind::Penalty, &mut row, &[]);
        (row.text(Field::SubjectName).unwrap_or_default().to_owned(), row.text(Field::Facts) == Some("王小明拒不退款"))
    };
    let code = Some("92210302MA99FEKB9W");
    for (name, masked) in [
        ("王小明", "王**"),
        ("王小明（个体工商户）", "王**"),
        ("示例美发店（王小明）", "示例美发店（王**）"),
        ("示例美发店(王小明)", "示例美发店(王**)"),
        ("示例美发店经营者王小明", "示例美发店经营者王**"),
    ] {
        assert_eq!(shown(name, code), (masked.to_owned(), false), "{name}");
    }
    assert_eq!(shown("示例美发店（王小明）", None).0, "示例美发店（王**）", "nothing says that it is none");
    for name in
        ["示例美发店（高新区）", "示例美发店（万达）", "示例美发店（铁东）", "示例美发店（王**）", "王小明美发店"]
    {
        assert_eq!(shown(name, code), (name.to_owned(), true), "{name}");
    }
}

/// What a row shows of a subject of this name and code, and of the text `王建国拒不退款`.
fn shown(name: &str, code: &str) -> (String, String) {
    let mut row = fields(&[(Field::SubjectName, name), (Field::SubjectCode, code), (Field::Facts, "王建国拒不退款")]);
    mask(Kind::Penalty, &mut row, &[]);
    let text = |field| row.text(field).unwrap_or_default().to_owned();
    (text(Field::SubjectName), text(Field::Facts))
}

#[test]
fn persons_beside_a_company_are_left_out_wherever_they_stand() {
    for name in [
        "王建国（海城示例商贸有限公司）",
        "王建国、海城示例商贸有限公司",
        "王建国/海城示例商贸有限公司",
        "海城示例商贸有限公司法定代表人王建国",
        "海城示例商贸有限公司 法定代表人：王建国",
        "海城示例商贸有限公司、王建国、李秀英",
        "海城示例商贸有限公司-王建国",
        "王建国经营的海城示例商贸有限公司",
        "海城示例商贸有限公司(股东王建国)",
        "海城示例商贸有限公司 法人代表 王建国",
        "海城示例商贸有限公司(王建国、李秀英)",
    ] {
        assert_eq!(shown(name, "91210381MA99FAK32J").0, "海城示例商贸有限公司", "{name}");
    }
    assert_eq!(shown("海城示例科技（江苏）有限公司（王建国）", "91210381MA99FAK32J").0, "海城示例科技（江苏）有限公司");
    assert_eq!(shown("店主王建国", "91210381MA99FAK32J").0, "店主王**", "nothing else would be left");
    for name in [
        "王建国际商务有限公司",
        "王建国（鞍山）餐饮管理有限公司",
        "海城示例科技（江苏）有限公司",
        "海城示例商贸有限公司（江苏）",
        "海城示例商贸有限公司-江南店",
        "海城示例商贸有限公司、海城示例餐饮有限公司",
        "海城张王李农业专业合作社",
        "鞍山市王家示例培训学校",
        "海城示例健身中心（万象汇）",
        "海城高新示例超市",
        "海城示例超市金太阳",
    ] {
        assert_eq!(shown(name, "91210381MA99FAK32J").0, name);
    }
}

#[test]
fn operators_beside_their_business_are_masked_everywhere() {
    for (name, masked) in [
        ("铁西区示例美发店 王建国", "铁西区示例美发店 王**"),
        ("铁西区示例美发店王建国", "铁西区示例美发店王**"),
        ("铁西区示例美发店/王建国", "铁西区示例美发店/王**"),
        ("铁西区示例美发店-王建国", "铁西区示例美发店-王**"),
        ("王建国经营的铁西区示例美发店", "王**经营的铁西区示例美发店"),
        ("王建国（铁西区示例美发店）", "王**（铁西区示例美发店）"),
        ("鞍山市铁西区王建国", "鞍山市铁西区王**"),
        ("辽宁省鞍山市铁西区示例街道王建国", "辽宁省鞍山市铁西区示例街道王**"),
        ("个体户王建国", "个体户王**"),
        ("个体工商户王建国", "个体工商户王**"),
        ("王建国个体户", "王**个体户"),
        ("店主王建国", "店主王**"),
        ("店主：王建国", "店主：王**"),
        ("无字号（王建国）", "无字号（王**）"),
        ("铁西区示例美发店（个人独资）王建国", "铁西区示例美发店（个人独资）王**"),
        ("示例美发（王建国 男 45岁）", "示例美发（王** 男 45岁）"),
        ("王建国（男）", "王**"),
    ] {
        let told = ("王**拒不退款".to_owned(), masked.to_owned());
        assert_eq!(shown(name, "92210303MA99FAK24M"), (told.1, told.0), "{name}");
    }
    for name in [
        "铁西区王建国美发店",
        "铁西区示例美发店-高新区店",
        "鞍山市铁西区示例",
        "铁西区示例超市/江南路",
        "铁西区示例美发店江南",
        "铁西区示例面馆（老王家）",
        "铁西区李先生面馆",
    ] {
        assert_eq!(shown(name, "92210303MA99FAK24M").0, name);
    }
}

#[test]
fn who_is_masked_in_one_field_is_masked_in_all_of_them() {
    let list = |items: &[&str]| Value::List(items.iter().map(|item| (*item).to_owned()).collect());
    let mut row = fields(&[
        (Field::SubjectName, "王建国"),
        (Field::SubjectCode, "92210303MA99FAK24M"),
        (Field::Outcome, "对当事人王建国罚款5000元"),
    ]);
    row.set(Field::Brands, list(&["王建国", "王建国美发店", "小肥羊"]));
    row.set(Field::FormerNames, list(&["王建国", "铁西区示例美发店（王建国）"]));
    let touched = mask(Kind::Penalty, &mut row, &[]);
    assert_eq!(row.text(Field::SubjectName), Some("王**"));
    assert_eq!(row.text(Field::Outcome), Some("对当事人王**罚款5000元"));
    assert_eq!(row.list(Field::Brands), ["王**", "王建国美发店", "小肥羊"], "a trade name stays");
    assert_eq!(row.list(Field::FormerNames), ["王**", "铁西区示例美发店（王**）"]);
    assert!(touched.contains(&Field::Brands) && touched.contains(&Field::FormerNames), "{touched:?}");
    let mut company = fields(&[
        (Field::SubjectName, "李秀英美容有限公司"),
        (Field::SubjectCode, "91210381MA99FAK32J"),
        (Field::LegalRepresentative, "李秀英"),
        (Field::Facts, "消费者李**到李秀英美容有限公司办卡"),
        (Field::Outcome, "李秀英已获退款"),
        (Field::Address, "李秀英楼3号"),
    ]);
    mask(Kind::Penalty, &mut company, &["李秀英".to_owned()]);
    assert_eq!(company.text(Field::Outcome), Some("李**已获退款"), "another text of the row says who that is");
    assert_eq!(company.text(Field::Facts), Some("消费者李**到李秀英美容有限公司办卡"));
    assert_eq!(company.text(Field::LegalRepresentative), Some("李秀英"), "as registered");
    assert_eq!(company.text(Field::Address), Some("李秀英楼3号"), "names of places are none of persons");
}

#[test]
fn machines_are_given_no_names_of_officers() {
    let record = fields(&[
        (Field::Title, "王建国商贸有限公司（法定代表人王建国）案"),
        (Field::SubjectName, "王建国商贸有限公司"),
        (Field::LegalRepresentative, "李秀英"),
        (Field::Facts, "王建国商贸有限公司的王建国拒不退款，李秀英失联"),
    ]);
    let without = without_officers(&record);
    assert_eq!(without.text(Field::Title), Some("王建国商贸有限公司（法定代表人王**）案"));
    assert_eq!(without.text(Field::Facts), Some("王建国商贸有限公司的王**拒不退款，李**失联"));
    assert_eq!(without.text(Field::SubjectName), Some("王建国商贸有限公司"), "a trade name stays");
    let nobody = fields(&[(Field::SubjectName, "王建国商贸有限公司"), (Field::Facts, "负责人未到场")]);
    assert!(matches!(without_officers(&nobody), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn names_are_masked_as_the_law_is_practised() {
    assert_eq!((mask_name("张三").as_str(), mask_name("欧阳明月").as_str()), ("张*", "欧阳**"));
    for (text, masked) in [
        ("示例美发店（经营者：张三丰）", "示例美发店（经营者：张**）"),
        ("当事人经营者: 李四，男", "当事人经营者: 李*，男"),
        ("经营者：张某某", "经营者：张某某"),
        ("经营者：王*", "经营者：王*"),
        ("业主：欧阳明月。经营者：李四", "业主：欧阳**。经营者：李*"),
        ("侵害经营者权益", "侵害经营者权益"),
        ("经营者：应当按照约定履行", "经营者：应当按照约定履行"),
        ("经营者：", "经营者："),
        ("经营者：张三拒不退款", "经营者：张**不退款"),
        ("经营者：示例甲", "经营者：示**"),
    ] {
        assert_eq!(mask_operators(text, &mut Vec::new()), masked);
        assert_eq!(mask_operators(masked, &mut Vec::new()), masked, "masking twice changes nothing");
    }
}

#[test]
fn an_operators_name_leaves_the_other_columns() {
    let mut individual = fields(&[
        (Field::SubjectName, "张三美发店"),
        (Field::SubjectKind, "个体工商户"),
        (Field::LegalRepresentative, "张三"),
        (Field::Facts, "张三收款后拒不退款"),
    ]);
    mask(Kind::Penalty, &mut individual, &[]);
    assert_eq!(individual.text(Field::SubjectName), Some("张三美发店"), "the trade name is shown");
    assert_eq!(individual.text(Field::LegalRepresentative), Some("张*"));
    assert_eq!(individual.text(Field::Facts), Some("张*收款后拒不退款"));
    let mut company = fields(&[(Field::SubjectCode, "91210302MA99FAK16F"), (Field::LegalRepresentative, "张三")]);
    mask(Kind::Merchant, &mut company, &[]);
    assert_eq!(company.text(Field::LegalRepresentative), Some("张三"), "as registered");
    let mut person = fields(&[
        (Field::SubjectName, "张三"),
        (Field::SubjectKind, "自然人"),
        (Field::Address, "示例路3号"),
        (Field::Outcome, "对张三罚款"),
    ]);
    mask(Kind::Penalty, &mut person, &[]);
    let stored = format!("{person:?}");
    assert!(!stored.contains("张三") && !stored.contains("示例路"), "{stored}");
}
