//! The words that answers show for kinds, districts and industries.

use crate::clock::Date;
use crate::merchants::names::Regions;
use crate::records::Kind;
use std::collections::BTreeMap;

/// Labels in the language of the portal, and the day the data is of.
#[derive(Debug, Clone)]
pub struct Labels {
    pub kinds: BTreeMap<Kind, String>,
    /// By division code.
    pub districts: BTreeMap<String, String>,
    /// By key of the plain industry.
    pub industries: BTreeMap<String, String>,
    /// Regions that names and queries may begin with.
    pub regions: Regions,
    pub data_date: Date,
}

impl Labels {
    /// The label of a kind; its key when the theme has no word for it.
    pub fn kind(&self, kind: Kind) -> &str {
        self.kinds.get(&kind).map_or(kind.key(), String::as_str)
    }

    pub fn district<'a>(&'a self, code: &'a str) -> &'a str {
        self.districts.get(code).map_or(code, String::as_str)
    }

    pub fn industry<'a>(&'a self, key: &'a str) -> &'a str {
        self.industries.get(key).map_or(key, String::as_str)
    }
}
