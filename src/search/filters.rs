//! What narrows a search beside its words: kind, district, industry, year.
//!
//! In: a document, or what a person chose. Out: the terms of the list [`super::index::List::Facets`] that both name.

use super::document::SearchDocument;

/// What was chosen; an empty choice lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Key of a kind: records of it, merchants with one on record.
    pub kind: Option<String>,
    /// Division code.
    pub district: Option<String>,
    /// Key of the plain industry.
    pub industry: Option<String>,
    /// Year of a record or article; merchants with a record of that year.
    pub year: Option<i16>,
}

impl Filters {
    /// The terms that a document must have, all of them.
    pub fn terms(&self) -> impl Iterator<Item = String> {
        let year = self.year.map(|year| year.to_string());
        let chosen = [('k', &self.kind), ('d', &self.district), ('i', &self.industry), ('y', &year)];
        let terms: Vec<String> =
            chosen.into_iter().filter_map(|(facet, value)| Some(format!("{facet}{}", value.as_ref()?))).collect();
        terms.into_iter()
    }
}

/// The terms that let a document through.
pub fn terms(document: &SearchDocument) -> Vec<String> {
    let kinds = document.kind.iter().chain(document.chips.iter().map(|chip| &chip.kind));
    let mut out: Vec<String> = kinds.map(|kind| format!("k{}", kind.key())).collect();
    out.extend(document.district.iter().map(|code| format!("d{code}")));
    out.extend(document.industry.iter().map(|key| format!("i{key}")));
    out.extend(document.years.iter().map(|year| format!("y{year}")));
    out.sort();
    out.dedup();
    out
}
