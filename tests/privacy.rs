//! The rules of personal data against labelled sentences: how much is found, and how much of what is found is right.

#[path = "support/labelled.rs"]
mod labelled;

use labelled::{Figures, sentences};
use mingjing::records::privacy::{self, Rule};

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
    for rule in [Rule::Landline, Rule::Email, Rule::Plate, Rule::HomeAddress, Rule::Name] {
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
