//! A merchant that holds its records in a list: what it says of itself is theirs too.

use super::{Collecting, Leaf};

/// A merchant that has opened.
pub struct Holder {
    /// What it says of itself.
    pub own: Collecting,
    /// Its records so far.
    pub rows: Vec<Vec<Leaf>>,
    /// How deep the walk is in lists beside those of its records, which are not read.
    beside: usize,
}

impl Holder {
    pub fn new(attributes: &[(String, String)]) -> Holder {
        Holder { own: Collecting::new(attributes), rows: Vec::new(), beside: 0 }
    }

    pub fn open(&mut self, name: &str, attributes: &[(String, String)], is_list: bool) {
        if is_list || self.beside > 0 {
            self.own.holds_more();
            self.beside += 1;
        } else {
            self.own.open(name, attributes);
        }
    }

    pub fn text(&mut self, text: &str) {
        if self.beside == 0 {
            self.own.text.push_str(text);
        }
    }

    /// Whether what closes next is the merchant itself.
    pub fn is_closing(&self) -> bool {
        self.beside == 0 && self.own.path.is_empty()
    }

    pub fn close(&mut self) {
        match self.beside {
            0 => self.own.close(),
            _ => self.beside -= 1,
        }
    }

    /// The records, each with what the merchant says and it does not.
    pub fn rows(self) -> impl Iterator<Item = Vec<Leaf>> {
        let own = self.own.leaves;
        self.rows.into_iter().map(move |mut row| {
            let said: Vec<Leaf> =
                own.iter().filter(|leaf| row.iter().all(|has| has.path != leaf.path)).cloned().collect();
            row.extend(said);
            row
        })
    }
}
