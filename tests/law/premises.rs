//! A ban on premises is told to the merchants that stand there.

use crate::portal::Portal;
use crate::{page, portal_of};

const MERCHANTS: &str = "企业名称,统一社会信用代码,所属区县,住所
甲示例健身有限公司,91210302MA99FY1107,铁东区,辽宁省鞍山市铁东区示例路31号二层（自主申报）
乙示例健身有限公司,91210303MA99FY129J,铁西区,鞍山市铁西区示例路31号2楼
丙示例健身有限公司,91210304MA99FY137U,铁东区,鞍山市铁东区示例路33号
丁示例健身有限公司,91210302MA99FAK16F,铁东区,鞍山市铁东区示例路31号2楼
";
const BANS: &str = "经营场所,所属区县,原经营者,统一社会信用代码,决定文号,禁入期限起,禁入期限止,决定机关
铁东区示例路３１号 2楼,铁东区,丁示例健身有限公司,91210302MA99FAK16F,示禁入〔2026〕9号,2026-05-01,2026-12-31,示例市监局
";

fn banned() -> Portal {
    let portal = portal_of(&[("m", "merchant", MERCHANTS), ("b", "premises-ban", BANS)]);
    let fields = "fields = { address = \"经营场所\", subject_name = \"原经营者\", document_no = \"决定文号\", \
                  valid_from = \"禁入期限起\", valid_until = \"禁入期限止\" }\nsource";
    portal.edit("data/sources/b.toml", "source", fields);
    portal
}

/// Without what keeps dates and numbers on one line.
fn unbroken(page: &str) -> String {
    page.replace("<span class=\"nb\">", "").replace("<span class=\"till\">", "").replace("</span>", "")
}

#[test]
fn a_ban_is_told_at_its_address_until_it_ends_and_joins_nobody() {
    let portal = banned();
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let there = unbroken(&page(&portal, "m/07/91210302MA99FY1107.html"));
    let told = "此经营场所（铁东区示例路３１号 2楼）于2026年5月1日被示例市监局列入经营场所市场禁入（示禁入〔2026〕9号），公示至 2026年12月31日。";
    assert!(there.contains(told) && there.contains("不是对本商户的认定"), "{there}");
    let notice = &there[there.find("id=\"premises\"").or_else(|| there.find("id=premises")).expect("a section")..];
    assert!(notice.contains("data-until=\"2026-12-31\"") || notice.contains("data-until=2026-12-31"), "{notice}");
    assert!(!there.contains("实施市场禁入"), "it is not said of the merchant");
    for (path, who) in
        [("m/9J/91210303MA99FY129J.html", "another district"), ("m/7U/91210304MA99FY137U.html", "a neighbour")]
    {
        assert!(!page(&portal, path).contains("示禁入〔2026〕9号"), "{who}");
    }
    let banned = page(&portal, "m/6F/91210302MA99FAK16F.html");
    assert!(
        banned.contains("实施市场禁入") && !banned.contains("此经营场所（"),
        "said once, of whom it was decided against"
    );

    portal.run(&["update", "--date", "2027-01-01"]).ends(0, &[]);
    let after = page(&portal, "m/07/91210302MA99FY1107.html");
    assert!(!after.contains("示禁入") && !after.contains("premises"), "{after}");
}

#[test]
fn a_ban_that_was_withdrawn_is_told_nowhere() {
    let portal = banned();
    std::fs::write(
        portal.path("data/withdrawals.toml"),
        "[[withdrawal]]\ndocument_no = \"示禁入〔2026〕9号\"\nagency = \"示例市监局\"\nreason = \"决定被撤销\"\non = \"2026-11-19\"\n",
    )
    .expect("written");
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    assert!(!page(&portal, "m/07/91210302MA99FY1107.html").contains("示禁入"));
}
