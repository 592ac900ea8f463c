//! Persons known by name in one cell of a row, masked in its other cells.
//!
//! In: the names, and the texts of a row. Out: the texts without them. The row's own names of businesses stay whole where a
//! person's name is part of one: 王建国美发店 in a text about 王建国美发店.

use super::names::mask_name;
use std::collections::HashMap;

/// Names to be masked, by their first character, and names of businesses that stay.
pub struct Known<'a> {
    persons: HashMap<char, Vec<&'a str>>,
    businesses: &'a [String],
}

impl<'a> Known<'a> {
    pub fn new(persons: impl Iterator<Item = &'a String>, businesses: &'a [String]) -> Known<'a> {
        let mut by_first = HashMap::<_, Vec<_>>::new();
        for name in persons {
            by_first.entry(name.chars().next().unwrap_or_default()).or_default().push(name.as_str());
        }
        // Of two that begin alike the longer one: 王建国 before 王建.
        by_first.values_mut().for_each(|names| names.sort_by_key(|name| std::cmp::Reverse(name.len())));
        Known { persons: by_first, businesses }
    }

    /// The text with every person masked, spaces between the characters (张　三) or not; none where nobody is named.
    pub fn masked(&self, text: &str) -> Option<String> {
        if !text.contains(|one| self.persons.contains_key(&one)) {
            return None;
        }
        let (mut out, mut rest, mut changed) = (String::with_capacity(text.len()), text, false);
        while let Some(first) = rest.chars().next() {
            let business = self.businesses.iter().find(|business| rest.starts_with(business.as_str()));
            let person = || self.persons.get(&first)?.iter().find_map(|name| Some((name, length(rest, name)?)));
            let length = if let Some(business) = business {
                out.push_str(business);
                business.len()
            } else if let Some((name, length)) = person() {
                changed = true;
                out.push_str(&mask_name(name));
                length
            } else {
                out.push(first);
                first.len_utf8()
            };
            rest = &rest[length..];
        }
        changed.then_some(out)
    }
}

/// Bytes of the name that a text begins with, spaces between its characters counted.
fn length(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    for (position, wanted) in name.chars().enumerate() {
        if position > 0 {
            rest = rest.trim_start();
        }
        rest = rest.strip_prefix(wanted)?;
    }
    Some(text.len() - rest.len())
}
