//! Links that narrow or widen a list, each with how many entries it leads to.

use super::scope::Dimension;
use super::{Census, Scope};
use crate::pages::context::{Choice, Facet};
use crate::pages::facts::View;
use crate::records::{Kind, place};

impl View<'_> {
    /// What a list can be narrowed by; nothing leads to an empty list.
    pub(super) fn facets(self, kind: Kind, here: Scope, census: &Census) -> Vec<Facet> {
        let years = years(kind, census);
        let districts = self.model.districts.iter().map(|it| (it.name.clone(), Scope::of_district(it.code)));
        let industries = place::INDUSTRIES
            .iter()
            .filter_map(|it| Some((self.words.industry(it.key)?.to_owned(), Scope::of_industry(it.key))));
        let years = years.iter().map(|year| (self.words.period(&year.to_string()), Scope::of_year(*year)));
        let facets = [
            self.kinds(kind, here, census),
            self.facet(Dimension::District, districts.collect(), &Narrowing { kind, here, census }),
            self.facet(Dimension::Industry, industries.collect(), &Narrowing { kind, here, census }),
            self.facet(Dimension::Year, years.collect(), &Narrowing { kind, here, census }),
        ];
        facets.into_iter().flatten().collect()
    }

    fn facet(self, dimension: Dimension, values: Vec<(String, Scope)>, list: &Narrowing<'_>) -> Option<Facet> {
        let word = match dimension {
            Dimension::District => "list.district",
            Dimension::Industry => "list.industry",
            Dimension::Year => "list.year",
        };
        let choices: Vec<Choice> = values
            .into_iter()
            .filter_map(|(label, value)| list.choice(label, list.here.with(dimension, value)))
            .collect();
        let all = list.here.has(dimension).then(|| list.here.with(dimension, Scope::ALL));
        let all = all.and_then(|wider| list.choice(self.words.get("list.any").to_owned(), wider));
        (!choices.is_empty()).then(|| Facet { label: self.words.get(word).to_owned(), all, choices })
    }

    /// The other kinds with entries in the same place and time. Merchants are no records: their lists stand alone.
    fn kinds(self, kind: Kind, here: Scope, census: &Census) -> Option<Facet> {
        if kind == Kind::Merchant {
            return None;
        }
        let others = Kind::all().filter(|other| *other != Kind::Merchant);
        let choices = others.filter_map(|other| {
            let list = Narrowing { kind: other, here, census };
            let choice = list.choice(self.words.label(other).to_owned(), here)?;
            Some(Choice { current: other == kind, ..choice })
        });
        let choices: Vec<Choice> = choices.collect();
        (!choices.is_empty()).then(|| Facet { label: self.words.get("list.kind").to_owned(), all: None, choices })
    }

    /// Links to the lists of merchants by district.
    pub fn merchant_districts(self, census: &Census) -> Vec<Choice> {
        let list = Narrowing { kind: Kind::Merchant, here: Scope::ALL, census };
        let districts = self.model.districts.iter();
        districts.filter_map(|it| list.choice(it.name.clone(), Scope::of_district(it.code))).collect()
    }

    /// Links to the lists of merchants by industry.
    pub fn merchant_industries(self, census: &Census) -> Vec<Choice> {
        let list = Narrowing { kind: Kind::Merchant, here: Scope::ALL, census };
        let industries = place::INDUSTRIES.iter();
        industries
            .filter_map(|it| list.choice(self.words.industry(it.key)?.to_owned(), Scope::of_industry(it.key)))
            .collect()
    }
}

/// A list that choices start from.
struct Narrowing<'a> {
    kind: Kind,
    here: Scope,
    census: &'a Census,
}

impl Narrowing<'_> {
    /// A link to a list of the kind, where there is one with something in it.
    fn choice(&self, label: String, to: Scope) -> Option<Choice> {
        let count = self.census.get(&(self.kind, to)).copied().filter(|count| *count > 0)?;
        Some(Choice { label, href: to.folder(self.kind), count, current: to == self.here })
    }
}

/// Years that a kind has entries of, newest first.
fn years(kind: Kind, census: &Census) -> Vec<i16> {
    let of_kind = census.range((kind, Scope::ALL)..).take_while(|entry| entry.0.0 == kind);
    let plain = of_kind.filter_map(|((_, scope), _)| scope.year.filter(|year| *scope == Scope::of_year(*year)));
    let mut years: Vec<i16> = plain.collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years
}
