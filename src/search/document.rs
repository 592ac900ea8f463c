//! One searchable page of the site.

use crate::clock::Date;
use crate::merchants::names::Around;
use crate::records::Kind;

/// Which list of answers a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tab {
    Merchants,
    Records,
    Articles,
}

impl Tab {
    /// The word in the pack and in `data-tab`.
    pub fn key(self) -> &'static str {
        match self {
            Tab::Merchants => "merchants",
            Tab::Records => "records",
            Tab::Articles => "articles",
        }
    }
}

/// A fact shown as a small label on a merchant's answer; hidden after its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub kind: Kind,
    pub until: Option<Date>,
}

/// One answer. Nothing in here is personal data; the legal representative is no search key and is not in here.
#[derive(Debug, Clone)]
pub struct SearchDocument {
    pub tab: Tab,
    /// What the answer's link says.
    pub title: String,
    /// Path below the site's root.
    pub href: String,
    /// What of a merchant's title is not its own.
    pub around: Around,
    /// Names a merchant goes by, beside the title: brands, former names. Searched as names.
    pub names: Vec<String>,
    /// Whole strings found exactly and by prefix: codes, document numbers, filing numbers.
    pub keys: Vec<String>,
    /// Further text found by its words: address, mall, facts, body.
    pub text: Vec<String>,
    /// 统一社会信用代码, for merchants; shown, and found by its last characters too.
    pub code: Option<String>,
    /// Division code of the district.
    pub district: Option<String>,
    /// Key of the plain industry.
    pub industry: Option<String>,
    /// Kind of a record; `None` for merchants and articles.
    pub kind: Option<Kind>,
    pub chips: Vec<Chip>,
    pub date: Option<Date>,
    /// Years that a filter finds it by: its own, or those of a merchant's records.
    pub years: Vec<i16>,
    /// Last day on which the answer may be shown.
    pub until: Option<Date>,
}
