use super::*;
use proptest::prelude::*;

fn rules(text: &str) -> Vec<Rule> {
    find(text).into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn finds_id_numbers() {
    for text in [
        "身份证号210302190001010015。",
        "210302190001010015",
        "ID:21030219900101001X,",
        "２１０３０２１９０００１０１００１５",
        "210302 19000101 0015",
        "210302-1900-0101-0015",
        "210302900101234",
    ] {
        assert_eq!(rules(text), [Rule::IdNumber], "{text}");
    }
    assert_eq!(mask("证号210302190001010015。"), "证号210302************。");
    assert_eq!(mask("证号21030219900101001x。"), "证号210302************。");
    assert_eq!(mask("210302900101234"), "210302*********");
}

#[test]
fn tells_codes_and_registration_numbers_from_id_numbers() {
    for text in [
        "112103020099900478",
        "11210300009990012Q",
        "91210302MA99FAK16F",
        "注册号210302000999912",
        "210303600999920",
        "9133****531452",
        "鞍东市监处罚〔2026〕17号",
        "2026-11-25 2027-11-25 08:00:00",
        "1735833600000",
        "210302999999990015",
    ] {
        assert_eq!(rules(text), [], "{text}");
    }
    // Digits 7-14 are a birth date: the check digits tell, and where both hold it is masked.
    assert_eq!(rules("522103199001011225"), [], "only the code's holds");
    assert_eq!(rules("522103199001011238"), [Rule::IdNumber], "both hold");
    assert_eq!(rules("522103199001011239"), [Rule::IdNumber], "neither holds");
}

#[test]
fn finds_mobile_numbers() {
    for (text, masked) in [
        ("电话13812345678，", "电话138****5678，"),
        ("138-1234-5678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("138\u{3000}1234\u{3000}5678", "138****5678"),
        ("138 - 1234 - 5678", "138****5678"),
        ("+86 13812345678", "+86 138****5678"),
        ("+8613812345678", "+86138****5678"),
        ("008613812345678", "0086138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("Tel13812345678", "Tel138****5678"),
        ("**13812345678**", "**138****5678**"),
        ("1.13812345678", "1.138****5678"),
        ("13812345678/13912345678", "138****5678/139****5678"),
    ] {
        assert_eq!(mask(text), masked, "{text}");
    }
}

#[test]
fn who_holds_an_office_is_named_and_not_searched_for() {
    for (text, left) in [
        ("当事人法定代表人王建国于2026年3月失联，王建国未到场", "当事人法定代表人 于2026年3月失联， 未到场"),
        ("经营者：李秀英、沈腾在场", "经营者： 、 在场"),
        ("店长欧阳娜娜在店内", "店长 在店内"),
        ("负责人未到场，经营者应当退款", "负责人未到场，经营者应当退款"),
        ("法定代表人高度重视", "法定代表人高度重视"),
        ("经营者在鞍山开店", "经营者在鞍山开店"),
    ] {
        assert_eq!(without_officers(text), left, "{text}");
    }
    assert_eq!(mask("法定代表人王建国于3月失联"), "法定代表人王建国于3月失联", "shown as registered");
}

#[test]
fn a_number_of_a_document_is_nobodys_telephone() {
    for text in [
        "合同编号13812345678",
        "合同编号：13812345678，金额3000元",
        "订单号为13912345678的订单",
        "（合同号 No.15012345678）",
        "交易单号8613812345678",
        "卡号NO.000001-009999",
        "卡号：00000001-00009999",
        "预付卡卡号000001-000500共500张",
    ] {
        assert_eq!(mask(text), text);
        assert_eq!(rules(text), [], "{text}");
    }
    for (text, masked) in [
        ("编号13812345678", "编号138****5678"),
        ("会员编号：13812345678", "会员编号：138****5678"),
        ("合同编号13812345678（手机号）", "合同编号138****5678（手机号）"),
        ("订单号: 13812345678 手机同号", "订单号: 138****5678 手机同号"),
        ("订单号: 13812345678，即其手机号", "订单号: 138****5678，即其手机号"),
        ("手机号、合同编号：13812345678", "手机号、合同编号：138****5678"),
        // What a page or a download writes otherwise is read the same before and after.
        ("合同编号\"13812345678\"", "合同编号\"138****5678\""),
        ("合同编号&quot;13812345678&quot;", "合同编号&quot;138****5678&quot;"),
        ("合同编号123，13812345678", "合同编号123，138****5678"),
        ("合同编号及电话13812345678", "合同编号及电话138****5678"),
        ("合同编号的签订人13812345678", "合同编号的签订人138****5678"),
        ("合同编号13812345678，电话13912345678", "合同编号13812345678，电话139****5678"),
        ("手机13812345678，合同编号13912345678", "手机138****5678，合同编号13912345678"),
        ("联系方式：138-1234-5678", "联系方式：138****5678"),
        ("卡号622202-123456", "卡号****3456"),
        ("卡号000001 009999", "卡号****9999"),
    ] {
        assert_eq!(mask(text), masked, "{text}");
    }
}

#[test]
fn finds_bank_cards() {
    for text in ["6222021234567890128", "卡号6222 0212 3456 7890 128", "4111111111111111", "5500-0000-0000-0004"] {
        assert_eq!(rules(text), [Rule::BankCard], "{text}");
    }
    assert_eq!(mask("卡4111111111111111。"), "卡****1111。");
    assert_eq!(rules("4111111111111112"), [], "fails Luhn");
}

#[test]
fn leaves_identifiers_numbers_and_masked_text() {
    for text in [
        "a13812345678",
        "13812345678f",
        "deadbeef4111111111111111",
        "0.4111111111111111",
        "122.13812345678",
        "138****1234",
        "210302************",
        "****1234",
        "1381234567",
        "138123456789012345678901",
        "",
        "12315 12345 96110 0412-5538000",
    ] {
        assert_eq!(rules(text), [], "{text}");
    }
}

#[test]
fn a_long_text_is_read_to_its_end() {
    let text = format!("{}13812345678{}210302190001010015", "示例文字，".repeat(999), "（x - ）".repeat(77));
    assert_eq!(rules(&text), [Rule::Mobile, Rule::IdNumber]);
}

proptest! {
    #[test]
    fn a_masked_text_is_clean(text in "([0-9０-９*Xx.·(/\u{200b}\u{3000} -]{0,24}|1[3-9][0-9]{9}|6222[ -]?[0-9]{12}|[a卡+]){0,6}") {
        let masked = mask(&text).into_owned();
        prop_assert_eq!(find(&masked), vec![]);
        prop_assert_eq!(find_all(&masked), vec![]);
        prop_assert!(matches!(mask(&masked), Cow::Borrowed(_)));
    }

    #[test]
    fn a_number_is_found_wherever_it_stands(before in "[示例，。 a]{0,9}。", number in "1[3-9][0-9]{9}", after in "[，。示]{0,9}") {
        prop_assert_eq!(rules(&format!("{before}{number}{after}")), vec![Rule::Mobile]);
    }

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,80}") {
        for finding in find(&text) {
            prop_assert!(text.get(finding.range).is_some());
        }
    }
}

#[test]
fn names_go_on_in_lists_and_stand_before_forms_of_address() {
    for (text, masked) in [
        ("消费者王建国、李秀英、张伟三人投诉", "消费者王**、李**、张*三人投诉"),
        ("消费者王建国，李秀英，张伟。", "消费者王**，李**，张*。"),
        ("投诉人王建国 李秀英 张伟", "投诉人王** 李** 张*"),
        ("消费者【王建国】反映", "消费者【王**】反映"),
        ("消费者名叫王建国，", "消费者名叫王**，"),
        ("消费者代表王建国称", "消费者代表王**称"),
        ("王建国女士投诉该店", "王**女士投诉该店"),
        ("退还王建国先生2000元", "退还王**先生2000元"),
        ("其母王建国反映", "其母王**反映"),
        ("拖欠员工王建国工资", "拖欠员工王**工资"),
    ] {
        assert_eq!(mask(text), masked);
    }
    for text in ["王女士投诉该店", "购买高端女士香水", "金牌女士健身会所", "消费者李先生、张女士反映", "会员，高度重视"]
    {
        assert_eq!(mask(text), text);
    }
}
