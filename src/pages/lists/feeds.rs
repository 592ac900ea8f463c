//! The Atom feed of a list: that of its very selection, whatever narrows it.

use super::Scope;
use crate::pages::context::Link;
use crate::pages::facts::View;
use crate::records::Kind;
use std::collections::BTreeMap;

/// The Atom feed of a list. What comes about merchants are the records of all kinds.
pub fn feed_path(kind: Kind, scope: Scope) -> String {
    let of = (kind != Kind::Merchant).then(|| kind.list().to_owned());
    match of.into_iter().chain(scope.parts()).collect::<Vec<_>>().join("-").as_str() {
        "" => "feeds/all.xml".to_owned(),
        name => format!("feeds/{name}.xml"),
    }
}

impl View<'_> {
    pub(super) fn list_feed(self, kind: Kind, scope: Scope) -> Link {
        Link { label: self.feed_title(kind, scope), href: feed_path(kind, scope) }
    }

    /// What a feed is called.
    pub fn feed_title(self, kind: Kind, scope: Scope) -> String {
        let heading = self.list_heading(kind, scope);
        match (kind, scope) {
            (Kind::Merchant, Scope::ALL) => self.words.get("feed.all").to_owned(),
            (Kind::Merchant, _) => self.words.fill("feed.merchants", &[("merchants", &heading)]),
            _ => self.words.fill("feed.kind", &[("kind", &heading)]),
        }
    }

    /// The records of all kinds about the merchants of each narrowed list, in the order of `entries`.
    pub fn about_merchants(self, entries: &[usize]) -> BTreeMap<Scope, Vec<usize>> {
        let mut lists: BTreeMap<Scope, Vec<usize>> = BTreeMap::new();
        for position in entries {
            let Some(merchant) = self.model.merchant_of(*position) else { continue };
            for scope in Scope::of_merchant(merchant, &self.model.districts).lists() {
                lists.entry(scope).or_default().push(*position);
            }
        }
        lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Division;
    use std::collections::BTreeSet;

    #[test]
    fn every_list_has_a_feed_of_its_own() {
        let exact = Scope { district: Division::parse("210302"), industry: Some("fitness"), year: Some(2026) };
        let all = || Kind::all().flat_map(|kind| exact.lists().map(move |scope| (kind, scope)));
        let feeds: BTreeSet<String> = all().map(|(kind, scope)| feed_path(kind, scope)).collect();
        assert_eq!(feeds.len(), all().count(), "no two share a file");
        let scope = Scope { year: None, ..exact };
        assert_eq!(feed_path(Kind::Penalty, scope), "feeds/penalties-210302-fitness.xml");
        assert_eq!(feed_path(Kind::Merchant, scope), "feeds/210302-fitness.xml");
        assert_eq!(feed_path(Kind::Merchant, Scope::ALL), "feeds/all.xml");
    }
}
