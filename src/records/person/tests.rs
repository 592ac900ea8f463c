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
    for name in ["张三店", "示例店", "王记", "鞍山示例健身有限公司", "张三美发店", "欧阳", "李", "老张"]
    {
        assert!(!is(name), "{name}");
    }
    let coded = fields(&[(Field::SubjectName, "王府井"), (Field::SubjectCode, "91210302MA99FAK16F")]);
    assert!(!is_subject(Kind::Blacklist, &coded), "who has a code is no natural person");
    let said = fields(&[(Field::SubjectName, "王府井"), (Field::SubjectKind, "企业")]);
    assert!(!is_subject(Kind::Blacklist, &said));
    assert!(!is_subject(Kind::Statistic, &fields(&[(Field::SubjectName, "张三")])));
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
        assert_eq!(mask_operators(text), masked);
        assert_eq!(mask_operators(masked), masked, "masking twice changes nothing");
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
    mask(Kind::Penalty, &mut individual);
    assert_eq!(individual.text(Field::SubjectName), Some("张三美发店"), "the trade name is shown");
    assert_eq!(individual.text(Field::LegalRepresentative), Some("张*"));
    assert_eq!(individual.text(Field::Facts), Some("张*收款后拒不退款"));
    let mut company = fields(&[(Field::SubjectCode, "91210302MA99FAK16F"), (Field::LegalRepresentative, "张三")]);
    mask(Kind::Merchant, &mut company);
    assert_eq!(company.text(Field::LegalRepresentative), Some("张三"), "as registered");
    let mut person = fields(&[
        (Field::SubjectName, "张三"),
        (Field::SubjectKind, "自然人"),
        (Field::Address, "示例路3号"),
        (Field::Outcome, "对张三罚款"),
    ]);
    mask(Kind::Penalty, &mut person);
    let stored = format!("{person:?}");
    assert!(!stored.contains("张三") && !stored.contains("示例路"), "{stored}");
}
