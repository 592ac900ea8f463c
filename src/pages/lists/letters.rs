//! The bar of initials over a list in the order of its names.

use super::pager::PAGE_SIZE;
use crate::merchants::spelling::OTHER;
use crate::pages::context::Choice;
use crate::pages::urls;

/// Entries from which on a bar of initials saves time.
const WORTH_A_BAR: usize = 30;

/// Where the entries of each initial begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letters(Vec<(char, usize)>);

impl Letters {
    /// `initials` of all entries, in the order shown; none for a list that is read at a glance.
    pub fn new(initials: impl ExactSizeIterator<Item = char>) -> Letters {
        let mut letters: Vec<(char, usize)> = Vec::new();
        if initials.len() < WORTH_A_BAR {
            return Letters(letters);
        }
        for (position, initial) in initials.enumerate() {
            if letters.last().is_none_or(|last| last.0 != initial) {
                letters.push((initial, position));
            }
        }
        Letters(letters)
    }

    /// The anchor of an entry that is the first of its initial.
    pub fn anchor(&self, position: usize) -> Option<String> {
        let at = self.0.binary_search_by_key(&position, |letter| letter.1).ok()?;
        Some(anchor(self.0[at].0))
    }

    /// A link for each initial that occurs; current is the one under which page `number` begins.
    pub fn bar(&self, folder: &str, number: usize, other: &str) -> Vec<Choice> {
        let start = (number - 1) * PAGE_SIZE;
        let current = self.0.partition_point(|letter| letter.1 <= start).checked_sub(1);
        let choice = |(position, (initial, first)): (usize, &(char, usize))| Choice {
            label: if *initial == OTHER { other.to_owned() } else { initial.to_string() },
            href: format!("{}#{}", urls::list_page(folder, first / PAGE_SIZE + 1), anchor(*initial)),
            count: 0,
            current: current == Some(position),
        };
        self.0.iter().enumerate().map(choice).collect()
    }
}

fn anchor(initial: char) -> String {
    match initial {
        OTHER => "i-other".to_owned(),
        initial => format!("i-{}", initial.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_initial_leads_to_the_page_where_it_begins() {
        let initials: String = format!("{}{}{}", "A".repeat(40), "C".repeat(160), "#".repeat(5));
        let letters = Letters::new(initials.chars().collect::<Vec<_>>().into_iter());
        let bar = letters.bar("merchants/", 2, "其他");
        let links: Vec<(&str, &str)> = bar.iter().map(|it| (it.label.as_str(), it.href.as_str())).collect();
        assert_eq!(
            links,
            [("A", "merchants/#i-a"), ("C", "merchants/#i-c"), ("其他", "merchants/3.html#i-other")],
            "no link to a letter without names"
        );
        assert_eq!(bar.iter().map(|it| it.current).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(letters.anchor(40).as_deref(), Some("i-c"));
        assert_eq!(letters.anchor(41), None);
    }

    #[test]
    fn short_lists_have_no_bar() {
        let letters = Letters::new(vec!['A'; WORTH_A_BAR - 1].into_iter());
        assert!(letters.bar("merchants/", 1, "其他").is_empty() && letters.anchor(0).is_none());
    }
}
