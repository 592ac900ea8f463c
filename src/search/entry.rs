//! What an answer shows, and how well its names match.

use super::document::{SearchDocument, Tab};
use super::pinyin::Spelling;
use super::text::{self, Query};
use crate::merchants::names::Around;

/// How well an answer matches; better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The whole name, with or without region and legal form, the brand, code or number.
    Exact,
    /// A name, code or number begins with it.
    Prefix,
    /// The code ends with it.
    Suffix,
    /// Each word stands in one of the names.
    Infix,
    /// One of the names is spelt like it, or a word of it.
    Pinyin,
    /// Each word stands somewhere in the document.
    Words,
    /// A name differs by one character.
    Near,
}

impl Class {
    /// The word in reports.
    pub fn key(self) -> &'static str {
        match self {
            Class::Exact => "exact",
            Class::Prefix => "prefix",
            Class::Suffix => "suffix",
            Class::Infix => "infix",
            Class::Pinyin => "pinyin",
            Class::Words => "words",
            Class::Near => "near",
        }
    }
}

/// The part of a document that decides its class, and what names it to a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub tab: Tab,
    pub title: String,
    pub href: String,
    /// Keys of the title, of the further names, and of the title's core where that is another.
    keys: Vec<String>,
    /// What of a merchant's title is not its own.
    around: Around,
}

/// Parts a stored entry's strings; the pages stage never lets it into a text, and it is dropped if it does.
const SEPARATOR: char = '\u{1f}';

impl Entry {
    pub fn of(document: &SearchDocument) -> Entry {
        let head = (document.tab, document.title.as_str(), document.href.as_str());
        Entry::new(head, document.around, document.names.iter().map(String::as_str))
    }

    pub fn new<'a>(
        (tab, title, href): (Tab, &str, &str),
        around: Around,
        names: impl Iterator<Item = &'a str>,
    ) -> Entry {
        let whole = text::key(title);
        let core = around.core(&whole).to_owned();
        let mut keys = vec![whole];
        for key in names.map(text::key).chain([core]) {
            if !key.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        }
        Entry { tab, title: title.to_owned(), href: href.to_owned(), keys, around }
    }

    /// Keys of every name that counts as a whole one.
    pub fn whole_names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The same without region and legal form: what pinyin is typed of.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        let is_cut = self.around != Around::default();
        self.keys.iter().skip(usize::from(is_cut)).map(String::as_str)
    }

    /// A merchant's registered name without leading regions, legal form and all.
    fn without_regions(&self) -> Option<&str> {
        self.keys.first().filter(|_| self.tab == Tab::Merchants).map(|title| self.around.without_regions(title))
    }

    /// How far in one of its names one of the spellings stands at the least ([`Spelling::place`]).
    pub fn spelt(&self, spellings: &[Spelling]) -> Option<usize> {
        let names = || self.whole_names();
        spellings.iter().flat_map(|spelling| names().filter_map(|name| spelling.place(name))).min()
    }

    /// The class by names alone; codes and numbers are compared by their lists.
    pub fn class(&self, query: &Query) -> Class {
        let key = query.key.as_str();
        if self.whole_names().any(|name| name == key) || self.without_regions() == Some(key) {
            Class::Exact
        } else if self.whole_names().any(|name| name.starts_with(key)) {
            Class::Prefix
        } else if query.words.iter().all(|word| self.whole_names().any(|name| name.contains(&word.key))) {
            Class::Infix
        } else {
            Class::Words
        }
    }

    /// The form in which the index keeps it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = String::new();
        out.push_str(self.tab.key());
        let plain = |text: &str| text.replace(SEPARATOR, " ");
        let around = [self.around.skip, self.around.drop].map(|count| count.to_string());
        let told = [plain(&self.title), plain(&self.href)];
        for piece in told.iter().chain(&around).chain(&self.keys) {
            out.push(SEPARATOR);
            out.push_str(piece);
        }
        out.into_bytes()
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Entry> {
        let mut pieces = std::str::from_utf8(bytes).ok()?.split(SEPARATOR).map(str::to_owned);
        let word = pieces.next()?;
        let tab = [Tab::Merchants, Tab::Records, Tab::Articles].into_iter().find(|tab| tab.key() == word)?;
        let (title, href) = (pieces.next()?, pieces.next()?);
        let mut count = || pieces.next()?.parse().ok();
        let around = Around { skip: count()?, drop: count()? };
        Some(Entry { tab, title, href, around, keys: pieces.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_by_names() {
        let names = ["星悦Gym", "美丽人生健身房"];
        let around = Around { skip: 6, drop: 4 };
        let head = (Tab::Merchants, "鞍山市铁东区星悦健身有限公司", "m/x.html");
        let entry = Entry::new(head, around, names.into_iter());
        let class = |query: &str| entry.class(&text::analyse(query));
        assert_eq!(class("星悦健身"), Class::Exact);
        assert_eq!(class("鞍山市铁东区星悦健身有限公司"), Class::Exact);
        assert_eq!(class("星悦 GYM"), Class::Exact);
        assert_eq!(class("美丽"), Class::Prefix);
        assert_eq!(class("丽人 铁东"), Class::Infix);
        assert_eq!(class("丽人 二一九路"), Class::Words);
        assert_eq!(Entry::from_bytes(&entry.to_bytes()), Some(entry));
    }
}
