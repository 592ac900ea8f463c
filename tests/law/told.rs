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

#[test]
fn parts_are_told_as_parts_and_a_courts_list_as_that() {
    const NAME: &str = "海城示例商贸有限公司,91210381MA99FAK32J";
    let complaints = format!(
        "企业名称,统一社会信用代码,统计期,投诉类型,投诉量\n{NAME},2026Q3,,12\n{NAME},2026Q3,退费难,8\n{NAME},2026Q3,服务质量,4\n"
    );
    let stores = format!(
        "企业名称,统一社会信用代码,门店名称,门店地址\n{NAME},示例一店,海城市示例路1号\n{NAME},示例二店,海城市示例路2号\n"
    );
    let court = format!(
        "被执行人姓名/名称,统一社会信用代码,执行法院,案号,立案时间\n{NAME},鞍山市铁东区人民法院,（2026）辽0302执90100号,2026-03-02\n"
    );
    let licence = format!(
        "行政相对人名称,统一社会信用代码,许可证书名称,许可编号,许可决定日期\n{NAME},食品经营许可证,JY12103810012345,2026-03-02\n"
    );
    let portal = portal_of(&[
        ("c", "complaints", &complaints),
        ("s", "merchant", &stores),
        ("f", "blacklist", &court),
        ("l", "filing", &licence),
    ]);
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let merchant = page(&portal, "m/2J/91210381MA99FAK32J.html");
    for told in [
        "2026年三季度（退费难）投诉 8 件",
        "2026年三季度投诉 12 件",
        "示例一店",
        "示例二店",
        "海城市示例路1号",
        "海城市示例路2号",
        "被鞍山市铁东区人民法院列入失信被执行人名单〔（2026）辽0302执90100号〕",
    ] {
        assert!(merchant.contains(told), "{told}: {merchant}");
    }
    assert!(!merchant.contains("办理单用途卡发卡备案") && !merchant.contains("JY1210"), "{merchant}");
    let sums = page(&portal, "stats/index.html");
    assert!(sums.contains("受理 12 件"), "the whole counts, not its parts beside it: {sums}");
}

#[test]
fn a_custody_that_is_none_keeps_no_money_safe() {
    const NAMES: [&str; 2] = ["海城示例商贸有限公司,91210381MA99FAK32J", "立山示例商贸有限公司,91210304MA99FAK40W"];
    let [first, second] = NAMES;
    let filings = format!(
        "企业名称,统一社会信用代码,备案号,备案日期,状态\n{first},210300BAC0001,2026-01-05,已备案\n{second},210300BAC0002,2026-01-05,已备案\n"
    );
    let custody =
        format!("企业名称,统一社会信用代码,存管方式,截至日期\n{first},银行存管,2026-09-30\n{second},无,2026-09-30\n");
    let portal = portal_of(&[("f", "filing", &filings), ("c", "custody", &custody)]);
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let sums = page(&portal, "stats/index.html");
    assert!(sums.contains("应当备案并已备案的商户 2 户，其中 1 户公示了预收资金保障（50%）"), "{sums}");
}

#[test]
fn an_honour_stands_beside_what_was_found_since() {
    const NAME: &str = "海城示例商贸有限公司,91210381MA99FAK32J";
    let awards = format!(
        "企业名称,统一社会信用代码,荣誉名称,认定单位,认定时间\n{NAME},诚信示范企业,示例市监局,2026-01-05\n\
         立山示例商贸有限公司,91210304MA99FAK40W,诚信示范企业,示例市监局,2026-01-05\n"
    );
    let penalties = format!(
        "行政相对人名称,统一社会信用代码,决定书文号,处罚机关,处罚决定日期,违法事实,处罚内容\n\
         {NAME},示市监处罚〔2026〕7号,示例市监局,2026-06-02,拒不退款,罚款20000元\n\
         {NAME},示市监处罚〔2025〕6号,示例市监局,2025-12-30,早先之事,罚款20000元\n"
    );
    let abnormal = format!(
        "企业名称,统一社会信用代码,列入日期,列入原因\n{NAME},2026-07-01,通过登记的住所或者经营场所无法联系的\n"
    );
    let portal = portal_of(&[("a", "award", &awards), ("p", "penalty", &penalties), ("y", "abnormal", &abnormal)]);
    let agencies = "[[agency]]\nname = \"示例市监局\"\ndomain = \"市场监管\"\nawards = [\"诚信示范企业\"]\n";
    std::fs::write(portal.path("data/agencies.toml"), agencies).expect("written");
    portal.run(&["pull", "--date", "2026-11-20"]).ends(0, &[]);
    let honour = portal.run(&["explain", "91210381MA99FAK32J", "--json", "--date", "2026-11-20"]).ends(0, &[]);
    let honour: serde_json::Value = serde_json::from_str(&honour.stdout).expect("a report");
    let records = honour["records"].as_array().expect("records").iter();
    let id =
        records.filter(|record| record["kind"] == "award").find_map(|record| record["id"].as_str()).expect("an award");
    let article = std::fs::read_to_string(portal.path("content/articles/check.md")).expect("an article");
    std::fs::write(portal.path("content/articles/check.md"), format!("{article}\n\n<record:{id}>\n")).expect("written");
    portal.run(&["build", "--date", "2026-11-20"]).ends(0, &[]);
    assert!(page(&portal, "articles/check.html").contains("授予荣誉之后：行政处罚"));
    assert!(page(&portal, "feeds/awards.xml").contains("其后另有公示信息"));
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>();
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let list = Html::parse_document(&page(&portal, "awards/index.html"));
    let chips: Vec<Vec<(String, bool)>> = list
        .select(&select("tbody tr"))
        .map(|row| {
            let chip = select(".chip");
            let chips = row.select(&chip).map(|chip| (text(chip), chip.attr("data-until").is_some()));
            chips.collect()
        })
        .collect();
    let both = vec![("行政处罚".to_owned(), true), ("经营异常".to_owned(), true)];
    assert!(chips.len() == 2 && chips.contains(&both) && chips.contains(&Vec::new()), "{chips:?}");
    let mut told = 0;
    for link in list.select(&select("tbody th a")).filter_map(|link| link.attr("href")) {
        let html = page(&portal, link.trim_start_matches("../"));
        let record = Html::parse_document(&html);
        let beside: Vec<String> = record.select(&select("#beside li")).map(text).collect();
        if beside.is_empty() {
            assert!(html.contains("立山示例商贸有限公司") && !html.contains("其后另有公示信息"), "{html}");
            continue;
        }
        told += 1;
        let beside = beside.join("\n");
        assert!(beside.contains("〔2026〕7号") && beside.contains("无法联系"), "{beside}");
        assert!(!beside.contains("〔2025〕6号"), "what came before it is another matter: {beside}");
        let description = record.select(&select("meta[name=Description]")).next().and_then(|meta| meta.attr("content"));
        assert!(description.is_some_and(|said| said.contains("其后另有公示信息")), "{description:?}");
    }
    assert_eq!(told, 1);
}

#[test]
fn figures_of_a_period_that_is_not_over_wait_for_its_end() {
    let complaints = "企业名称,统一社会信用代码,统计期,投诉量\n\
        海城示例商贸有限公司,91210381MA99FAK32J,2026年12月,7\n海城示例商贸有限公司,91210381MA99FAK32J,2026年10月,5\n";
    let portal = portal_of(&[("c", "complaints", complaints)]);
    let merchant = |date: &str| {
        portal.run(&["update", "--date", date]).ends(0, &[]);
        page(&portal, "m/2J/91210381MA99FAK32J.html")
    };
    let before = merchant("2026-11-30");
    assert!(before.contains("2026年10月投诉 5 件") && !before.contains("2026年12月"), "{before}");
    assert!(merchant("2026-12-31").contains("2026年12月投诉 7 件"));
}

#[test]
fn a_document_that_lapsed_is_shown_as_that_and_held_against_what_articles_say() {
    let policies = "标题,发文字号,成文日期,失效日期,有效性\n\
        关于单用途卡管理的通知,示商发〔2020〕3号,2020-01-05,2025-12-31,有效\n";
    let portal = portal_of(&[("d", "policy", policies)]);
    let article = std::fs::read_to_string(portal.path("content/articles/check.md")).expect("an article");
    let sources = "[[sources]]\ntitle = \"关于单用途卡管理的通知\"\ndocument_no = \"示商发(2020)第3号\"\nvalidity = \"有效\"\n+++\n";
    let (front, body) = article.trim_start_matches("+++\n").split_once("+++\n").expect("front matter");
    let front = front.split("[[sources]]").next().unwrap_or_default();
    std::fs::write(portal.path("content/articles/check.md"), format!("+++\n{front}{sources}{body}")).expect("written");
    portal.run(&["update", "--date", "2026-11-20"]).ends(0, &[]);
    let list = page(&portal, "policies/index.html");
    assert!(list.contains("关于单用途卡管理的通知") && list.contains("失效"), "{list}");
    let article = page(&portal, "articles/check.html");
    let record = Html::parse_document(&article)
        .select(&Selector::parse("a[href*=\"r/\"]").expect("a selector"))
        .find_map(|link| link.attr("href").map(|href| href.trim_start_matches("../").to_owned()));
    let record = page(&portal, &record.expect("the number is one in both spellings"));
    assert!(record.contains("<dd>失效</dd>"), "{record}");
    portal.run(&["check", "--date", "2026-11-20"]).ends(1, &["is `有效` here and `失效` in its policy record"]);
}
