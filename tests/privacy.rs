//! The rules of personal data against labelled sentences: how much is found, and how much of what is found is right.

#[path = "support/labelled.rs"]
mod labelled;
#[path = "support/portal.rs"]
mod portal;

use labelled::{Figures, sentences};
use mingjing::records::privacy::{self, Rule};
use portal::Portal;

/// ID numbers, mobiles and bank cards: what a leak of would hurt most, and what the leak gate looks for.
const NUMBERS: [Rule; 3] = [Rule::IdNumber, Rule::Mobile, Rule::BankCard];

#[test]
fn numbers_are_found_and_little_else() {
    let sentences = sentences();
    assert!(sentences.len() >= 400, "{} sentences", sentences.len());
    let figures = Figures::of(&sentences);
    for rule in NUMBERS {
        let counts = figures.rule(rule);
        assert!(counts.wanted >= 50, "{rule:?}: only {} in the set", counts.wanted);
        assert!(counts.recall() >= 0.995, "{rule:?}: {counts:?}\n{}", figures.misses());
        assert!(counts.precision() >= 0.98, "{rule:?}: {counts:?}\n{}", figures.misses());
    }
    for rule in [Rule::Landline, Rule::Email, Rule::Plate, Rule::HomeAddress, Rule::BirthDate, Rule::Name] {
        let counts = figures.rule(rule);
        assert!(counts.wanted >= 10, "{rule:?}: only {} in the set", counts.wanted);
        assert!(counts.recall() >= 0.95 && counts.precision() >= 0.95, "{rule:?}: {counts:?}\n{}", figures.misses());
    }
}

#[test]
fn a_masked_sentence_holds_nothing_of_what_was_marked() {
    for sentence in sentences() {
        let masked = privacy::mask(&sentence.text);
        assert_eq!(privacy::find_all(&masked), [], "{}", sentence.marked);
        for (rule, range) in &sentence.wanted {
            if NUMBERS.contains(rule) {
                assert!(!masked.contains(&sentence.text[range.clone()]), "{}: {masked}", sentence.marked);
            }
        }
        if sentence.wanted.is_empty() && privacy::find_all(&sentence.text).is_empty() {
            assert_eq!(masked, sentence.text);
        }
    }
}

#[test]
fn no_number_of_a_person_gets_through_however_it_is_spelt() {
    let sentences = sentences();
    let mut csv = "行政相对人名称,决定书文号,处罚机关,处罚决定日期,处罚内容,违法事实\n".to_owned();
    for (number, sentence) in sentences.iter().enumerate() {
        let text = sentence.text.replace('"', "\"\"");
        csv += &format!(
            "示例{number}号健身有限公司,示罚〔2026〕{number}号,示例市监局,2026-06-01,罚款20000元,\"{text}\"\n"
        );
    }
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    portal.edit("data/sources/penalties.toml", "data/samples/penalties.csv", "data/samples/spelt.csv");
    portal.edit("data/sources/penalties.toml", "gb18030", "utf-8");
    std::fs::write(portal.path("data/samples/spelt.csv"), csv).expect("written");
    let ran = portal.run(&["update", "--date", "2026-11-20", "--json"]).ends(0, &[]);
    let mut told = ran.stdout;
    for name in ["data/ledger.db", "data/ledger.db-wal", "site/data/penalties.ndjson", "site/data/penalties.csv"] {
        told += &String::from_utf8_lossy(&std::fs::read(portal.path(name)).unwrap_or_default());
    }
    assert!(told.contains("在铁东区经营") && told.contains("示罚〔2026〕500号"), "else absence would mean nothing");
    let wanted = |sentence: &labelled::Sentence| sentence.wanted.clone();
    let mut values = 0;
    for sentence in &sentences {
        let numbers = wanted(sentence).into_iter().filter(|(rule, _)| NUMBERS.contains(rule) || *rule == Rule::Email);
        for (rule, range) in numbers {
            values += 1;
            assert!(!told.contains(&sentence.text[range]), "{rule:?} of: {}", sentence.marked);
        }
    }
    assert!(values > 350, "{values}");
}

#[test]
fn files_for_machines_name_nobody_who_holds_an_office() {
    let portal = Portal::copy_of("tests/fixtures/sites/small");
    portal.edit("data/sources/penalties.toml", "data/samples/penalties.csv", "data/samples/officers.csv");
    portal.edit("data/sources/penalties.toml", "gb18030", "utf-8");
    let csv = "行政相对人名称,统一社会信用代码,法定代表人,决定书文号,处罚机关,处罚决定日期,处罚内容,案件名称,违法事实\n\
        海城示例商贸有限公司,91210381MA99FAK32J,王建国,示罚〔2026〕1号,示例市监局,2026-06-01,罚款20000元,\
        海城示例商贸有限公司（法定代表人王建国）虚假宣传案,法定代表人王建国拒不退款，王建国失联\n";
    std::fs::write(portal.path("data/samples/officers.csv"), csv).expect("written");
    let notice = "kind = \"notice\"\nagency = \"鞍山市市场监督管理局\"\nsource = \"data/samples/notices.csv\"\n";
    std::fs::write(portal.path("data/sources/notices.toml"), notice).expect("written");
    let notices =
        "标题,发布日期,内容\n关于法定代表人王建国失联的风险提示,2026-06-02,法定代表人王建国拒不退款，请勿充值\n";
    std::fs::write(portal.path("data/samples/notices.csv"), notices).expect("written");
    portal.run(&["update", "--date", "2026-11-20", "--json"]).ends(0, &[]);
    let answer = portal.run(&["search", "失联的风险提示", "--json"]).ends(0, &[]).stdout;
    assert!(answer.contains("失联的风险提示") && !answer.contains("王建国"), "titles of answers name nobody: {answer}");
    let answer = portal.run(&["search", "王建国", "--json"]).ends(0, &[]).stdout;
    assert!(
        answer.contains("totals") && !answer.contains("失联") && !answer.contains("海城"),
        "nobody is found by it: {answer}"
    );
    let (mut machines, mut pages) = (0, 0);
    for entry in walkdir::WalkDir::new(portal.path("site")) {
        let path = entry.expect("an entry").into_path();
        let text = std::fs::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => pages += usize::from(text.contains("王建国拒不退款")),
            Some("csv" | "ndjson" | "json" | "xml") => {
                machines += usize::from(text.contains("王**"));
                assert!(!text.contains("王建国"), "{}", path.display());
            }
            _ => {}
        }
    }
    assert!(pages > 0 && machines > 3, "{pages} pages tell it, {machines} files mask it");
}
