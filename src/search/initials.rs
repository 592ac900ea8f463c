//! The initials that a name is found by: 美丽人生 by `mlr`, `lrs` and `rs`.
//!
//! In: a name's key. Out: runs of initials, which the index has as terms. A character with several readings gives several runs.

use super::{readings, text};

/// Initials of a name that are indexed together.
pub const INITIALS: usize = 3;
/// Ways of reading a few neighbouring initials.
const MOST_READINGS: usize = 8;
/// Characters of a name, from its beginning, whose initials are indexed.
const MOST_UNITS: usize = 32;

/// The letters that a character may be typed by: those its readings begin with, or itself.
pub fn letters(character: char) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    if text::is_han(character) {
        for letter in readings::of(character).iter().filter_map(|reading| reading.chars().next()) {
            if !out.contains(&letter) {
                out.push(letter);
            }
        }
    }
    if out.is_empty() { vec![character] } else { out }
}

/// Runs of a name's initials: from each character on, at its beginning, at its end.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Initials {
    pub all: Vec<String>,
    pub starts: Vec<String>,
    pub ends: Vec<String>,
}

/// The initials that a name is found by; none for what has no Han character.
pub fn of(name: &str) -> Initials {
    let units: Vec<Vec<char>> = name.chars().take(MOST_UNITS).map(letters).collect();
    if units.len() < 2 || !name.chars().any(text::is_han) {
        return Initials::default();
    }
    let run = |start: usize| written(&units[start..units.len().min(start + INITIALS)]);
    Initials {
        all: (0..units.len() - 1).flat_map(run).collect(),
        starts: run(0),
        ends: run(units.len().saturating_sub(INITIALS)),
    }
}

/// Every way of writing units one after the other, at most [`MOST_READINGS`], the usual one first.
fn written(units: &[Vec<char>]) -> Vec<String> {
    let mut out = vec![String::new()];
    for unit in units {
        let room = (MOST_READINGS / out.len()).max(1);
        let before = out;
        out =
            unit.iter().take(room).flat_map(|letter| before.iter().map(move |run| format!("{run}{letter}"))).collect();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_indexed_by_threes() {
        let found = of("美丽人生");
        assert_eq!(
            (found.all, found.starts, found.ends),
            (vec!["mlr".into(), "lrs".into(), "rs".into()], vec!["mlr".into()], vec!["lrs".into()])
        );
        assert_eq!(of("长乐").starts, ["zl", "cl", "zy", "cy"]);
        assert_eq!(of("gym24"), Initials::default());
        assert_eq!(of("美"), Initials::default());
    }
}
