//! Persons known by name in one cell of a row, masked in its other cells.
//!
//! In: the names, and the texts of a row. Out: the texts without them. The row's own names of businesses stay whole where a
//! person's name is part of one: 王建国美发店 in a text about 王建国美发店.

use super::names::mask_name;

/// Names to be masked, and names of businesses that stay.
pub struct Known<'a> {
    pub persons: &'a [String],
    pub businesses: &'a [String],
}

impl Known<'_> {
    /// The text with every person masked, spaces between the characters (张　三) or not; none where nobody is named.
    pub fn masked(&self, text: &str) -> Option<String> {
        let is_there = |name: &String| name.chars().next().is_some_and(|first| text.contains(first));
        if !self.persons.iter().any(is_there) {
            return None;
        }
        let (mut out, mut rest, mut changed) = (String::with_capacity(text.len()), text, false);
        while let Some(first) = rest.chars().next() {
            let business = self.businesses.iter().find(|business| rest.starts_with(business.as_str()));
            let person = || self.persons.iter().find_map(|name| Some((name, length(rest, name)?)));
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
