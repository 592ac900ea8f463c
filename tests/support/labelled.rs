//! Invented sentences in which personal data is marked: `tests/fixtures/privacy/*.tsv`.

use mingjing::records::privacy::{self, Finding, Rule};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

const FILES: [&str; 4] = [
    include_str!("../fixtures/privacy/numbers.tsv"),
    include_str!("../fixtures/privacy/persons.tsv"),
    include_str!("../fixtures/privacy/innocent.tsv"),
    include_str!("../fixtures/privacy/spellings.tsv"),
];

/// One sentence.
pub struct Sentence {
    /// As it stands in the file.
    pub marked: String,
    /// Without the marks.
    pub text: String,
    pub wanted: Vec<(Rule, Range<usize>)>,
}

/// All sentences of all files.
pub fn sentences() -> Vec<Sentence> {
    let lines = FILES.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#'));
    lines.map(|line| read(&spelt(line.split_once('\t').expect("a number and a sentence").1))).collect()
}

/// Puts in what an editor would not show.
fn spelt(line: &str) -> String {
    line.replace("\\n", "\n").replace("\\z", "\u{200b}").replace("\\j", "\u{200d}")
}

fn read(marked: &str) -> Sentence {
    let (mut text, mut wanted, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, after)) = rest.split_once('⟦') {
        let (mark, after) = after.split_once('⟧').expect("a closed mark");
        let (key, value) = mark.split_once('|').expect("rule and value");
        let rule = Rule::ALL.into_iter().find(|rule| rule.key() == key).expect("a rule");
        text.push_str(before);
        wanted.push((rule, text.len()..text.len() + value.len()));
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    Sentence { marked: marked.to_owned(), text, wanted }
}

/// How a rule did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub wanted: usize,
    pub found: usize,
    /// Wanted ones of which every character was found.
    pub hit: usize,
    /// Found ones that touch a wanted one.
    pub right: usize,
}

impl Counts {
    pub fn recall(self) -> f64 {
        self.hit as f64 / self.wanted.max(1) as f64
    }

    pub fn precision(self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }
}

/// How all rules did.
pub struct Figures {
    by_rule: BTreeMap<Rule, Counts>,
    misses: String,
}

impl Figures {
    pub fn of(sentences: &[Sentence]) -> Figures {
        let mut figures = Figures { by_rule: BTreeMap::new(), misses: String::new() };
        sentences.iter().for_each(|sentence| figures.add(sentence));
        figures
    }

    fn add(&mut self, sentence: &Sentence) {
        let found = privacy::find_all(&sentence.text);
        let inside = |one: &Range<usize>, other: &Range<usize>| other.start <= one.start && one.end <= other.end;
        for (rule, range) in &sentence.wanted {
            let counts = self.by_rule.entry(*rule).or_default();
            counts.wanted += 1;
            if found.iter().any(|finding| finding.rule == *rule && inside(range, &finding.range)) {
                counts.hit += 1;
            } else {
                writeln!(self.misses, "missed {rule:?}: {}", sentence.marked).expect("written");
            }
        }
        for Finding { rule, range } in found {
            let counts = self.by_rule.entry(rule).or_default();
            counts.found += 1;
            let touches = |(own, wanted): &(Rule, Range<usize>)| {
                *own == rule && wanted.start < range.end && range.start < wanted.end
            };
            if sentence.wanted.iter().any(touches) {
                counts.right += 1;
            } else {
                let value = &sentence.text[range];
                writeln!(self.misses, "wrong {rule:?} `{value}`: {}", sentence.marked).expect("written");
            }
        }
    }

    pub fn rule(&self, rule: Rule) -> Counts {
        self.by_rule.get(&rule).copied().unwrap_or_default()
    }

    /// Every sentence in which a rule erred.
    pub fn misses(&self) -> &str {
        &self.misses
    }
}
