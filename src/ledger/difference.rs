//! What a feed's new records would change: counts, a few examples, names that moved to other codes.
//!
//! In: fields before and now, as [`super::Advance`] meets them. Out: a [`Difference`], which a held feed keeps for the
//! person who has to decide. Records are masked before they come here; nothing else is looked at.

use crate::records::text::name_key;
use crate::records::{Field, Fields};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Examples shown of each sort.
const EXAMPLES: usize = 10;
/// Characters of a value in an example.
const VALUE: usize = 40;
/// Fields named of one changed record.
const FIELDS: usize = 3;

/// A sort of change: how many, and what the first of them look like.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sort {
    pub count: usize,
    pub examples: Vec<String>,
}

impl Sort {
    fn add(&mut self, example: impl FnOnce() -> String) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }
}

/// New records beside the old ones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Difference {
    pub added: Sort,
    pub removed: Sort,
    pub changed: Sort,
    /// Codes that stood with one name and now stand with another.
    pub renamed: Sort,
    /// Codes and names that came, and that go; only until [`Difference::pair_names`].
    #[serde(skip)]
    came: BTreeMap<String, BTreeSet<String>>,
    #[serde(skip)]
    went: BTreeMap<String, BTreeSet<String>>,
}

impl Difference {
    pub fn add(&mut self, now: &Fields) {
        self.begin(now);
        note_name(&mut self.came, now);
    }

    /// A record of a feed that has given none before: there is no name to compare its own with.
    pub fn begin(&mut self, now: &Fields) {
        self.added.add(|| label(now));
    }

    pub fn remove(&mut self, before: &Fields) {
        self.removed.add(|| label(before));
        note_name(&mut self.went, before);
    }

    pub fn change(&mut self, before: &Fields, now: &Fields) {
        self.changed.add(|| format!("{}: {}", label(now), changes(before, now)));
        note_name(&mut self.came, now);
        note_name(&mut self.went, before);
    }

    /// Finds the codes whose names are others now, and forgets what was needed for it.
    pub fn pair_names(&mut self) {
        let came = std::mem::take(&mut self.came);
        for (code, before) in std::mem::take(&mut self.went) {
            let Some(now) = came.get(&code) else { continue };
            if before.iter().all(|name| !now.iter().any(|other| name_key(other) == name_key(name))) {
                let list =
                    |names: &BTreeSet<String>| names.iter().map(|name| short(name)).collect::<Vec<_>>().join("、");
                self.renamed.add(|| format!("{code}: {} → {}", list(&before), list(now)));
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sorts = [("+", &self.added), ("-", &self.removed), ("~", &self.changed), ("=", &self.renamed)];
        let counts = sorts.map(|(_, sort)| sort.count);
        let [added, removed, changed, renamed] = counts;
        write!(f, "it would add {added}, remove {removed}, change {changed} records")?;
        if renamed > 0 {
            write!(f, "; {renamed} codes would stand with another name")?;
        }
        for (mark, sort) in sorts {
            for example in &sort.examples {
                write!(f, "\n    {mark} {example}")?;
            }
            if sort.count > sort.examples.len() {
                write!(f, "\n    {mark} … and {} more", sort.count - sort.examples.len())?;
            }
        }
        Ok(())
    }
}

fn note_name(names: &mut BTreeMap<String, BTreeSet<String>>, fields: &Fields) {
    if let (Some(code), Some(name)) = (fields.text(Field::SubjectCode), fields.text(Field::SubjectName)) {
        names.entry(code.to_owned()).or_default().insert(name.to_owned());
    }
}

/// How a person recognises a record: whom it is about, and its number or title.
fn label(fields: &Fields) -> String {
    let parts = [Field::SubjectName, Field::Name, Field::DocumentNo, Field::Title, Field::Period];
    let parts: Vec<String> = parts.iter().filter_map(|field| Some(short(fields.text(*field)?))).take(2).collect();
    parts.join(" ")
}

fn changes(before: &Fields, now: &Fields) -> String {
    let keys: BTreeSet<Field> = before.iter().chain(now.iter()).map(|(field, _)| field).collect();
    let mut differing = keys.into_iter().filter(|field| before.get(*field) != now.get(*field));
    let value = |fields: &Fields, field| fields.get(field).map(|value| short(&value.to_string())).unwrap_or_default();
    let told = |field: Field| format!("{} `{}` → `{}`", field.key(), value(before, field), value(now, field));
    let mut words: Vec<String> = differing.by_ref().take(FIELDS).map(told).collect();
    let more = differing.count();
    if more > 0 {
        words.push(format!("{more} more fields"));
    }
    words.join(", ")
}

fn short(text: &str) -> String {
    let mut short: String =
        text.chars().take(VALUE).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(VALUE).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Value;

    fn fields(code: &str, name: &str, outcome: &str) -> Fields {
        let texts = [(Field::SubjectCode, code), (Field::SubjectName, name), (Field::Outcome, outcome)];
        texts.into_iter().map(|(field, text)| (field, Value::Text(text.to_owned()))).collect()
    }

    #[test]
    fn examples_are_few_and_short_and_counts_are_whole() {
        let mut difference = Difference::default();
        for number in 0..25 {
            difference.add(&fields("c", &format!("示例{number}"), "x"));
        }
        difference.change(&fields("c", "示例", "罚款"), &fields("c", "示例", &"长".repeat(100)));
        assert_eq!((difference.added.count, difference.added.examples.len()), (25, 10));
        let told = difference.to_string();
        assert!(told.contains("… and 15 more") && told.contains("outcome `罚款` → `长长"), "{told}");
        assert!(told.lines().all(|line| line.chars().count() < 200), "{told}");
    }

    #[test]
    fn a_code_with_another_name_is_found_whatever_became_of_the_records() {
        let mut difference = Difference::default();
        difference.remove(&fields("A", "甲", "x"));
        difference.add(&fields("A", "乙", "x"));
        difference.change(&fields("B", "乙", "x"), &fields("B", "丙", "x"));
        // Width is no other name; a second record of the same name neither; a code that only left is not renamed.
        difference.change(&fields("C", "示例(鞍山)", "x"), &fields("C", "示例（鞍山）", "y"));
        difference.remove(&fields("D", "丁", "x"));
        difference.add(&fields("D", "丁", "y"));
        difference.remove(&fields("E", "戊", "x"));
        difference.pair_names();
        assert_eq!(difference.renamed.examples, ["A: 甲 → 乙", "B: 乙 → 丙"]);
    }
}
