//! What the site tells of its own rules, and what it never tells however it is written.

use crate::{PENALTIES, page, portal_of};
use mingjing::ledger::Rules;
use scraper::{Html, Selector};

#[test]
fn every_rule_that_was_not_checked_is_listed_on_the_method_page() {
    let portal = portal_of(&[("p", "penalty", PENALTIES)]);
    let own = "[[rule]]\nid = \"minor\"\ntitle = \"本门户未核对的规则\"\nwords = [\"未成年\"]\nsource = \"示例来源甲\"\nvalid_from = \"2020-01-01\"\n\
               checked_on = \"2026-01-01\"\n\n[[rule]]\nid = \"use-scope\"\ntitle = \"本门户已核对的规则\"\nwords = [\"0\"]\nsource = \"示例来源乙\"\n\
               valid_from = \"2020-01-01\"\nchecked_on = \"2026-01-01\"\nverified = true\n";
    std::fs::create_dir_all(portal.path("data/rules")).expect("made");
    std::fs::write(portal.path("data/rules/own.toml"), own).expect("written");
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let rules = Rules::load(&portal.path("data/rules")).expect("rules");
    let method = Html::parse_document(&page(&portal, "about/method.html"));
    let text = |selector: &str| {
        let selector = Selector::parse(selector).expect("a selector");
        method.select(&selector).flat_map(|element| element.text()).collect::<String>()
    };
    let (listed, whole) = (text("section[aria-labelledby=unverified]"), text("main"));
    let mut unverified = 0;
    for ground in rules.grounds() {
        assert!(whole.contains(&ground.source), "{ground:?} is not on the page");
        if !ground.verified {
            unverified += 1;
            assert!(listed.contains(&ground.source), "{ground:?} is not listed: {listed}");
        }
    }
    assert!(unverified > 8, "{unverified}");
    assert!(
        listed.contains("示例来源甲")
            && !listed.contains("示例来源乙")
            && !listed.contains("国办发〔2025〕22号第二条；国家")
    );
}

#[test]
fn prose_with_a_number_stops_a_build_however_it_is_spelt() {
    let portal = portal_of(&[("p", "penalty", PENALTIES)]);
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let before = page(&portal, "index.html");
    let article = std::fs::read_to_string(portal.path("content/articles/check.md")).expect("an article");
    for spelt in [
        "13800001234",
        "138**0000**1234",
        "138&#48;0001234",
        "138\u{200b}0000\u{200b}1234",
        "1\u{200b}3\u{200b}8\u{200b}0\u{200b}0\u{200b}0\u{200b}0\u{200b}1\u{200b}2\u{200b}3\u{200b}4",
        "1 3 8 0 0 0 0 1 2 3 4",
        "（138）0000-1234",
        "138.0000.1234",
        "138\n0000\n1234",
        "１３８０００0１２３４",
        "[写信](mailto:zhang@example.com)",
        "zhang＠example．com",
        "zhang&#64;example.com",
        "<!-- 13800001234 -->",
        "![13800001234](https://example.gov.cn/a.png)",
        "210302.19900101.0016",
    ] {
        std::fs::write(portal.path("content/articles/check.md"), format!("{article}\n\n甲{spelt}乙\n"))
            .expect("written");
        let ran = portal.run(&["build", "--date", "2026-11-20"]).ends(1, &["personal data", "hint: "]);
        assert!(!format!("{ran:?}").contains("1234"), "`{spelt}` is told: {ran:?}");
        assert_eq!(page(&portal, "index.html"), before, "the site is as it was");
    }
    std::fs::write(portal.path("content/articles/check.md"), article).expect("written");
    portal.run(&["build", "--date", "2026-11-20"]).ends(0, &[]);
}
