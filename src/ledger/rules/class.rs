//! 失信严重程度: which class a record is of, and by what.

use super::Ground;
use super::provision::first_word;
use crate::records::text::outside_brackets;
use crate::records::{Field, Fields, Kind};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// 失信严重程度 (国家发展改革委令第36号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    Light,
    Ordinary,
    Serious,
}

impl Class {
    pub fn key(self) -> &'static str {
        match self {
            Class::Light => "light",
            Class::Ordinary => "ordinary",
            Class::Serious => "serious",
        }
    }
}

/// One `[[class]]`: what makes a record one of the class.
#[derive(Debug, Clone)]
pub struct ClassRule {
    pub class: Class,
    /// Kinds it is for; empty for every kind.
    pub kinds: Vec<Kind>,
    /// Words of the `level` column.
    pub words: Vec<String>,
    /// Words of what the decision imposes.
    pub penalties: Vec<String>,
    /// Wordings that hold such a word and do not mean it.
    pub except: Vec<String>,
    /// The least sum that makes a record one of the class.
    pub from_yuan: Option<u64>,
    /// The sum that is too much for the class.
    pub below_yuan: Option<u64>,
    pub ground: Arc<Ground>,
}

impl ClassRule {
    /// Whether it says by the same means what makes a record one of the class.
    pub(super) fn replaces(&self, other: &ClassRule) -> bool {
        let both = |one: &[String], other: &[String]| !one.is_empty() && !other.is_empty();
        self.class == other.class && (both(&self.words, &other.words) || both(&self.penalties, &other.penalties))
    }

    /// The agency's own word for it.
    pub(super) fn names(&self, kind: Kind, level: &str) -> bool {
        self.is_for(kind) && self.words.iter().any(|word| word == level)
    }

    /// What of the decision itself makes it one of the class, in words.
    pub(super) fn follows_from(&self, kind: Kind, fields: &Fields) -> Option<String> {
        if !self.is_for(kind) {
            return None;
        }
        let holds_one = |text: &&str| self.penalties.iter().any(|word| text.contains(word.as_str()));
        let outcome = fields.text(Field::Outcome).filter(holds_one).map(imposed);
        let texts = outcome.into_iter().chain(fields.text(Field::Category).map(str::to_owned));
        if let Some(word) = texts.into_iter().find_map(|text| first_word(&self.penalties, &self.except, &text)) {
            return Some(format!("`{word}`"));
        }
        if self.from_yuan.is_none() && self.below_yuan.is_none() {
            return None;
        }
        let sum = fields.number(Field::AmountYuan)?;
        let fits = self.from_yuan.is_none_or(|least| sum >= Decimal::from(least))
            && self.below_yuan.is_none_or(|most| sum < Decimal::from(most));
        fits.then(|| format!("{} yuan", sum.normalize()))
    }

    fn is_for(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// Words of a sentence that says what would be imposed if something else came.
const CONDITIONAL: [&str; 5] = ["逾期", "情节严重的", "拒不改正的", "将吊销", "将责令"];

/// What of an outcome was imposed: without what stands in brackets, which cites the law, and without sentences on what would be.
fn imposed(outcome: &str) -> String {
    let is_conditional = |sentence: &&str| CONDITIONAL.iter().any(|word| sentence.contains(word));
    let plain = outside_brackets(outcome);
    let sentences = plain.split(['。', '；', ';', '\n']).filter(|sentence| !is_conditional(sentence));
    sentences.collect::<Vec<_>>().join("；")
}

/// The class of a record, by what, and on what ground; neither where nothing classes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Classed {
    pub class: Class,
    pub by: Option<String>,
    pub ground: Option<Arc<Ground>>,
}
