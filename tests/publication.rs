//! The tables of `docs/publication.md` are those of the rule files that come with the program.

use mingjing::ledger::Rules;
use mingjing::ledger::rules::Ground;
use std::path::Path;

#[test]
fn the_tables_of_the_document_are_those_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/publication.md");
    let text = std::fs::read_to_string(&path).expect("the document");
    let rules = Rules::embedded().expect("embedded rules parse");
    let made = [("provisions", provisions(&rules)), ("periods", periods(&rules)), ("classes", classes(&rules))];
    let wanted = made.iter().fold(text.clone(), |text, (name, table)| replace(&text, name, table));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, wanted).expect("written");
        return;
    }
    assert_eq!(text, wanted, "write the tables anew: UPDATE_DOCS=1 cargo test --test publication");
}

#[test]
fn a_portals_own_copy_of_the_rules_is_the_embedded_one() {
    let own = Rules::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rules")).expect("rules");
    let embedded = Rules::embedded().expect("embedded rules parse");
    assert_eq!(provisions(&own), provisions(&embedded));
    assert_eq!(periods(&own), periods(&embedded));
}

/// The text with the lines between a table's marks replaced.
fn replace(text: &str, name: &str, table: &str) -> String {
    let begin = format!("<!-- table: {name} -->\n");
    let start = text.find(&begin).unwrap_or_else(|| panic!("no place for the table `{name}`")) + begin.len();
    let end = start + text[start..].find("<!-- end -->").expect("a table has an end");
    format!("{}{table}{}", &text[..start], &text[end..])
}

fn provisions(rules: &Rules) -> String {
    let mut table = head("rule | what it says | kinds");
    for provision in rules.provisions() {
        let kinds: Vec<&str> = provision.kinds.iter().map(|kind| kind.key()).collect();
        let kinds = if kinds.is_empty() { "all".to_owned() } else { kinds.join(", ") };
        let ground = &provision.ground;
        table.push_str(&row(&[&format!("`{}`", ground.rule), &ground.title, &kinds], ground));
    }
    table
}

fn periods(rules: &Rules) -> String {
    let mut table = head("kind | class | domain | months at most");
    for period in rules.periods() {
        let domain = if period.domain.is_empty() { "all" } else { &period.domain };
        let cells = [period.kind.key(), period.class.key(), domain, &period.max_months.to_string()];
        table.push_str(&row(&cells, &period.ground));
    }
    table
}

fn classes(rules: &Rules) -> String {
    let mut table = head("class | by `level` | by the decision");
    for class in rules.classes() {
        let cells = [class.class.key(), &class.words.join(", "), &class.penalties.join(", ")];
        table.push_str(&row(&cells, &class.ground));
    }
    table
}

fn head(own: &str) -> String {
    let columns = own.matches('|').count() + 5;
    format!("| {own} | since | source | checked on | official text read |\n|{}\n", "---|".repeat(columns))
}

fn row(own: &[&str], ground: &Ground) -> String {
    let verified = if ground.verified { "yes" } else { "**no**" };
    let own = own.join(" | ");
    let Ground { valid_from, source, checked_on, .. } = ground;
    format!("| {own} | {valid_from} | {source} | {checked_on} | {verified} |\n")
}
