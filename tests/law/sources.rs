//! The same case from two feeds, lists without a basis, and what people write beside a withdrawal.

use crate::portal::Portal;
use crate::{PENALTIES, explained, page, portal_of, write_feed};

const REVOKED: &str = "行政相对人名称,统一社会信用代码,决定书文号,处罚机关,处罚决定日期,违法事实,处罚内容,当前状态
甲示例健身有限公司,91210302MA99FY1107,示市监处罚〔2026〕7号,示例市监局,2026-06-01,拒不退款,罚款20000元,1
";
const ANOTHER: &str = "行政相对人名称,统一社会信用代码,决定书文号,处罚机关,处罚决定日期,违法事实,处罚内容
乙示例健身有限公司,91210303MA99FY129J,示市监处罚〔2026〕8号,示例市监局,2026-06-01,拒不退款,罚款20000元
";

fn state(portal: &Portal, date: &str) -> String {
    portal.run(&["update", "--date", date]).ends(0, &[]);
    explained(portal, "91210302MA99FY1107", date)["state"].as_str().expect("a state").to_owned()
}

#[test]
fn what_one_of_two_feeds_took_back_does_not_come_back_by_the_other() {
    let portal = portal_of(&[("a", "penalty", PENALTIES), ("b", "penalty", PENALTIES)]);
    assert_eq!(state(&portal, "2026-11-20"), "shown");
    write_feed(&portal, "a", REVOKED);
    assert_eq!(state(&portal, "2026-11-21"), "withdrawn", "though the other has it as it was");
    write_feed(&portal, "a", ANOTHER);
    assert_eq!(state(&portal, "2026-11-22"), "withdrawn", "the agency that took it back deleted the row");
    write_feed(&portal, "a", PENALTIES);
    assert_eq!(state(&portal, "2026-11-23"), "shown", "it has it again, as current");
}

#[test]
fn what_its_own_agency_ended_has_ended_whoever_republishes_it() {
    let portal = portal_of(&[("a", "penalty", PENALTIES), ("b", "penalty", PENALTIES), ("c", "penalty", PENALTIES)]);
    let manifest = |name: &str| portal.path(&format!("data/sources/{name}.toml"));
    for name in ["b", "c"] {
        let text = std::fs::read_to_string(manifest(name)).expect("a manifest");
        let agency = if name == "b" { "示例商务局" } else { "示例市监局" };
        std::fs::write(manifest(name), text.replace("示例市监局", agency)).expect("written");
    }
    assert_eq!(state(&portal, "2026-11-20"), "shown");
    let both = format!("{PENALTIES}{}", ANOTHER.split_once('\n').expect("a header").1);
    write_feed(&portal, "b", ANOTHER);
    assert_eq!(state(&portal, "2026-11-21"), "shown", "a republication ends, and its agency has it still");
    write_feed(&portal, "b", &both);
    write_feed(&portal, "a", ANOTHER);
    assert_eq!(state(&portal, "2026-11-22"), "shown", "its agency has it in another feed");
    write_feed(&portal, "c", ANOTHER);
    assert_eq!(state(&portal, "2026-11-23"), "withdrawn", "no feed of its agency has it");
    write_feed(&portal, "b", &both.replace("拒不退款", "拒绝退款"));
    assert_eq!(state(&portal, "2026-11-24"), "withdrawn", "another's new words bring it back no more");
    write_feed(&portal, "a", PENALTIES);
    assert_eq!(state(&portal, "2026-11-25"), "corrected", "its agency has it again, in other words than the other");
}

#[test]
fn a_list_without_a_basis_is_nowhere_called_a_blacklist() {
    let lists = "企业名称,统一社会信用代码,名单名称,列入日期,决定机关,决定文号,依据,列入原因\n\
                 甲示例健身有限公司,91210302MA99FY1107,预付卡黑名单,2026-05-20,示例市监局,示列〔2026〕1号,,关门\n\
                 丁示例健身有限公司,91210302MA99FAK16F,预付卡黑名单,2026-05-20,示例市监局,示列〔2026〕2号,暂无依据,关门\n";
    let portal = portal_of(&[("b", "blacklist", lists)]);
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    for code in ["91210302MA99FY1107", "91210302MA99FAK16F"] {
        let told = explained(&portal, code, "2026-11-20");
        assert_eq!((&told["state"], &told["shown_as"]), (&"shown".into(), &"notice".into()), "{told:#}");
        let id = told["id"].as_str().expect("an id");
        for path in [format!("r/{}/{id}.html", &id[id.len() - 2..]), format!("m/{}/{code}.html", &code[16..])] {
            assert!(!page(&portal, &path).contains("预付卡黑名单"), "{path}");
        }
    }
}

#[test]
fn a_reason_with_personal_data_is_not_kept() {
    let portal = portal_of(&[("a", "penalty", PENALTIES)]);
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let id = explained(&portal, "91210302MA99FY1107", "2026-11-20")["id"].as_str().expect("an id").to_owned();
    for reason in ["申请人张三要求删除", "来电138 1234 5678要求撤回"] {
        let ran = portal.run(&["withdraw", &id, "--reason", reason]).ends(2, &["personal data", "hint: "]);
        assert!(!format!("{ran:?}").contains("1234") && !portal.path("data/withdrawals.toml").exists());
    }
    portal.run(&["withdraw", &id, "--reason", "复议撤销"]).ends(0, &[]);
}
