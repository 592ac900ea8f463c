//! Which rule holds for which record, and what a portal's own files change.

use super::*;
use crate::records::Value;
use jiff::civil::date;

fn embedded() -> Rules {
    Rules::embedded().expect("embedded rules parse")
}

fn with(fields: &[(Field, &str)]) -> Fields {
    fields.iter().map(|(field, text)| (*field, Value::Text((*text).to_owned()))).collect()
}

#[test]
fn a_record_is_judged_by_the_rule_of_its_day() {
    let rules = embedded();
    let of = |domain: &str, on| rules.period(Kind::Penalty, Class::Ordinary, domain, on).map(|found| found.max_months);
    assert_eq!(of("", date(2026, 3, 31)), Some(12));
    assert_eq!(of("", date(1999, 1, 1)), Some(12), "older than every rule: the earliest");
    // Market supervision had a rule of its own until 2025-12-25.
    assert_eq!(of("市场监管", date(2025, 12, 24)), Some(36));
    assert_eq!(of("市场监管", date(2025, 12, 25)), Some(12));
    assert_eq!(of("文旅", date(2025, 12, 24)), Some(12));
    let light = rules.period(Kind::Penalty, Class::Light, "", date(2026, 1, 1)).expect("a rule");
    assert_eq!((light.max_months, light.end(date(2026, 1, 31))), (3, date(2026, 4, 30)));
}

#[test]
fn classes_come_from_the_level_then_from_the_decision_then_are_ordinary() {
    let rules = embedded();
    let class = |kind, fields: &[(Field, &str)]| rules.class(kind, &with(fields)).class;
    assert_eq!(class(Kind::Penalty, &[(Field::Level, "没见过")]), Class::Ordinary);
    assert_eq!(class(Kind::Penalty, &[(Field::Level, "严重")]), Class::Serious);
    assert_eq!(class(Kind::Penalty, &[(Field::Level, "轻微"), (Field::Outcome, "吊销营业执照")]), Class::Light);
    assert_eq!(class(Kind::Penalty, &[(Field::Outcome, "吊销食品经营许可证")]), Class::Serious);
    for outcome in [
        "罚款5000元；逾期不改正的，将吊销营业执照",
        "依据第五十六条（情节严重的，责令停业整顿、吊销营业执照）罚款5000元",
        "罚款5000元，不予吊销许可证",
        "责令关闭违法广告，罚款5000元",
        "罚款5000元。情节严重的，责令停业整顿、吊销营业执照",
    ] {
        assert_eq!(class(Kind::Penalty, &[(Field::Outcome, outcome)]), Class::Ordinary, "{outcome}");
    }
    assert_eq!(
        class(Kind::Penalty, &[(Field::Outcome, "依据《办法》，决定吊销营业执照（副本一并收回）")]),
        Class::Serious
    );
    assert_eq!(class(Kind::Penalty, &[(Field::Category, "暂扣或者吊销许可证")]), Class::Ordinary, "a label of both");
    assert_eq!(class(Kind::Blacklist, &[]), Class::Serious, "the only class of its kind");
    assert_eq!(class(Kind::Exposure, &[(Field::Level, "严重")]), Class::Ordinary, "the kind has no other class");
    let classed = rules.class(Kind::Penalty, &with(&[(Field::Outcome, "责令关闭")]));
    assert!(classed.by.as_deref() == Some("`责令关闭`") && !classed.ground.expect("a ground").verified);
    assert_eq!(rules.class(Kind::Penalty, &with(&[])).ground, None);
}

#[test]
fn a_portal_may_set_a_threshold_of_its_own() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = "[[class]]\nclass = \"light\"\ntitle = \"x\"\nkinds = [\"penalty\"]\nbelow_yuan = 10000\nsource = \"x\"\n\
                valid_from = \"2026-01-01\"\nchecked_on = \"2026-01-01\"\n";
    std::fs::write(dir.path().join("own.toml"), file).expect("written");
    let rules = Rules::load(dir.path()).expect("rules");
    let class = |sum: u32| {
        let fields: Fields = [(Field::AmountYuan, Value::Number(sum.into()))].into_iter().collect();
        rules.class(Kind::Penalty, &fields).class
    };
    assert_eq!((class(9999), class(10000)), (Class::Light, Class::Ordinary));
    assert_eq!(rules.class(Kind::Penalty, &Fields::new()).class, Class::Ordinary, "no sum is not a small one");
    assert!(rules.periods().len() > 5, "periods are as embedded");
    assert!(rules.grounds().any(|ground| ground.file == "data/rules/own.toml"));
}

#[test]
fn a_period_of_ones_own_leaves_no_other_without_a_limit() {
    let dir = tempfile::tempdir().expect("a folder");
    let period = |class: &str, domain: &str| {
        format!(
            "[[period]]\nkind = \"penalty\"\nclass = \"{class}\"\ndomain = \"{domain}\"\nmax_months = 1\nsource = \"x\"\n\
             valid_from = \"2020-01-01\"\nchecked_on = \"2026-01-01\"\n"
        )
    };
    std::fs::write(dir.path().join("own.toml"), period("light", "") + &period("serious", "文旅")).expect("written");
    let rules = Rules::load(dir.path()).expect("rules");
    let months = |class, domain: &str| {
        rules.period(Kind::Penalty, class, domain, date(2026, 6, 1)).map(|period| period.max_months)
    };
    assert_eq!((months(Class::Light, ""), months(Class::Light, "市场监管")), (Some(1), Some(1)), "for every domain");
    assert_eq!((months(Class::Serious, "文旅"), months(Class::Serious, "商务")), (Some(1), Some(36)));
    assert_eq!(months(Class::Ordinary, "商务"), Some(12), "else an ordinary penalty had no end");
    assert!(rules.limits(Kind::Blacklist) && rules.limits(Kind::Complaints));
}

#[test]
fn leaving_a_provision_out_does_not_open_what_the_law_closes() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = "[[rule]]\nid = \"minor\"\ntitle = \"x\"\nwords = [\"学生\"]\nsource = \"x\"\nvalid_from = \"2020-01-01\"\n\
                checked_on = \"2026-01-01\"\n";
    std::fs::write(dir.path().join("own.toml"), file).expect("written");
    let rules = Rules::load(dir.path()).expect("rules");
    let minor = rules.provision(ProvisionId::Minor, Kind::Penalty, None).expect("a rule");
    assert_eq!(minor.words, ["学生"]);
    for id in ProvisionId::ALL {
        assert!(rules.provisions().iter().any(|provision| provision.id == id), "{}", id.key());
    }
    assert!(rules.provision(ProvisionId::SimpleProcedure, Kind::Award, None).is_none(), "for penalties only");
}

#[test]
fn mistakes_name_file_and_value() {
    let dir = tempfile::tempdir().expect("a folder");
    let rest = "title = \"x\"\nvalid_from = \"2020-01-01\"\nchecked_on = \"2026-01-01\"\n";
    for (name, text, said) in [
        ("a.toml", format!("[[rule]]\nid = \"nobody\"\nsource = \"x\"\n{rest}"), "one of: use-scope"),
        ("b.toml", format!("[[rule]]\nid = \"minor\"\nsource = \" \"\n{rest}"), "needs its source"),
        ("c.toml", format!("[[rule]]\nid = \"legal-basis\"\nsource = \"x\"\n{rest}"), "shown_as"),
        ("d.toml", "[[period]]\nkind = \"x\"\nclass = \"light\"\nvalid_from = \"2020-01-01\"\nmax_months = 1\nsource = \"x\"\nchecked_on = \"2020-01-01\"\n".to_owned(), "not a record kind"),
        ("e.toml", format!("[[rule]]\nid = \"minor\"\nsource = \"x\"\n{}", rest.replace("2026-01-01", "soon")), "2026-11-25"),
    ] {
        std::fs::write(dir.path().join(name), text).expect("written");
        let mistakes = Rules::mistakes(dir.path());
        let words: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert!(words.iter().any(|word| word.contains(name) && word.contains(said)), "{words:?}");
        std::fs::remove_file(dir.path().join(name)).expect("removed");
    }
    assert!(Rules::mistakes(dir.path()).is_empty());
}

#[test]
fn every_embedded_rule_has_a_source_and_a_day_of_checking() {
    for ground in embedded().grounds() {
        assert!(!ground.source.is_empty() && ground.checked_on > date(2025, 1, 1), "{ground:?}");
    }
}

#[test]
fn filing_concerns_companies_of_the_covered_trades() {
    let rules = embedded();
    let concerns = |code, industry| rules.filing_concerns(code, industry, date(2026, 11, 25));
    assert!(concerns(Some("91210302MA99FAK16F"), Some("retail")));
    assert!(!concerns(Some("92210302MA99FAK16F"), Some("retail")), "an individual business");
    assert!(!concerns(Some("91210302MA99FAK16F"), Some("fitness")));
    assert!(concerns(None, None), "nothing known says nothing");
}

#[test]
fn own_rules_that_let_through_more_are_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let today = date(2026, 11, 25);
    let told = |file: &str| {
        std::fs::write(dir.path().join("own.toml"), file).expect("written");
        let found = Rules::load(dir.path()).expect("rules").weaker(today);
        found.into_iter().map(|issue| format!("{}: {}", issue.place, issue.message)).collect::<Vec<_>>()
    };
    let rule = |id: &str, from: &str, more: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\ntitle = \"示例\"\nsource = \"示例\"\nvalid_from = \"{from}\"\nchecked_on = \"2026-11-01\"\nverified = false\n{more}\n"
        )
    };
    let period = |months: u32| {
        format!(
            "[[period]]\nkind = \"penalty\"\nclass = \"light\"\nmax_months = {months}\nsource = \"示例\"\nvalid_from = \"2026-01-01\"\nchecked_on = \"2026-11-01\"\nverified = false\n"
        )
    };
    for (file, said) in [
        (rule("natural-person", "2021-11-01", "kinds = [\"award\"]"), "leaves out `blacklist`"),
        (rule("natural-person", "2030-01-01", ""), "holds from 2030-01-01 only"),
        (rule("minor", "2019-05-15", "words = [\"未成年\"]"), "leaves out the words 当事人系未成年"),
        (rule("use-scope", "2019-05-15", "words = [\"0\", \"1\"]"), "lets through what says 1"),
        (period(24), "shows for 24 months what the embedded rule shows for 3"),
    ] {
        let found = told(&format!("# 本市规则\n\n{file}"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("data/rules/own.toml:3: ") && found[0].contains(said), "{said}: {found:?}");
    }
    for file in [String::new(), rule("natural-person", "2021-11-01", ""), period(2)] {
        assert_eq!(told(&file), [""; 0], "{file}");
    }
}
