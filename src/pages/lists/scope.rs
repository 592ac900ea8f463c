//! What narrows a list: district, industry, year, at most two of them at once.
//!
//! In: where and when a record or merchant belongs. Out: the scopes whose lists it stands in, and their addresses.

use crate::config::{Districts, Division};
use crate::merchants::Merchant;
use crate::pages::model::Model;
use crate::pages::urls;
use crate::records::{Field, Kind, place};

/// What the entries of a list have in common beside their kind. The order is that of the address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// Division code.
    pub district: Option<Division>,
    /// Key of the plain industry.
    pub industry: Option<&'static str>,
    pub year: Option<i16>,
}

/// One of the three ways to narrow a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    District,
    Industry,
    Year,
}

/// More at once would make more pages than records: who wants three sorts the table of two.
const MOST_AT_ONCE: usize = 2;

impl Scope {
    /// Everything.
    pub const ALL: Scope = Scope { district: None, industry: None, year: None };

    pub fn of_district(code: Division) -> Scope {
        Scope { district: Some(code), ..Scope::ALL }
    }

    pub fn of_industry(key: &'static str) -> Scope {
        Scope { industry: Some(key), ..Scope::ALL }
    }

    pub fn of_year(year: i16) -> Scope {
        Scope { year: Some(year), ..Scope::ALL }
    }

    /// This scope with one dimension as in `value`, which may be open there.
    pub fn with(self, dimension: Dimension, value: Scope) -> Scope {
        match dimension {
            Dimension::District => Scope { district: value.district, ..self },
            Dimension::Industry => Scope { industry: value.industry, ..self },
            Dimension::Year => Scope { year: value.year, ..self },
        }
    }

    /// Whether the dimension is narrowed.
    pub fn has(self, dimension: Dimension) -> bool {
        match dimension {
            Dimension::District => self.district.is_some(),
            Dimension::Industry => self.industry.is_some(),
            Dimension::Year => self.year.is_some(),
        }
    }

    fn narrowed(self) -> usize {
        [Dimension::District, Dimension::Industry, Dimension::Year].iter().filter(|each| self.has(**each)).count()
    }

    /// Every scope that holds what is exactly this one: itself, everything, and what lies between, as far as lists go.
    pub fn lists(self) -> impl Iterator<Item = Scope> {
        let keep =
            |on: bool, dimension: Dimension, from: Scope| if on { from } else { from.with(dimension, Scope::ALL) };
        let all = (0..8_u8).map(move |bits| {
            let scope = keep(bits & 1 != 0, Dimension::District, self);
            let scope = keep(bits & 2 != 0, Dimension::Industry, scope);
            (bits, keep(bits & 4 != 0, Dimension::Year, scope))
        });
        // A dimension that is open anyway would give each list twice.
        all.filter(|(bits, scope)| bits.count_ones() as usize == scope.narrowed() && scope.narrowed() <= MOST_AT_ONCE)
            .map(|(_, scope)| scope)
    }

    /// Folder of a kind's list below the site's root: `penalties/210302/fitness/`.
    pub fn folder(self, kind: Kind) -> String {
        let mut folder = urls::list(kind);
        for part in self.parts() {
            folder.push_str(&part);
            folder.push('/');
        }
        folder
    }

    /// What narrows it, as addresses have it.
    pub fn parts(self) -> impl Iterator<Item = String> {
        let year = self.year.map(|year| year.to_string());
        [self.district.map(|code| code.to_string()), self.industry.map(str::to_owned), year].into_iter().flatten()
    }

    /// Where a merchant belongs; lists of merchants know no year.
    pub fn of_merchant(merchant: &Merchant, districts: &Districts) -> Scope {
        let district = merchant.district.as_deref().and_then(|code| districts.get(code)).map(|district| district.code);
        Scope { district, industry: merchant.industry.as_deref().and_then(known_industry), year: None }
    }

    /// Where and when an entry belongs: with its merchant, else where it says itself.
    pub fn of_entry(model: &Model, position: usize) -> Scope {
        let fields = &model.entries[position].record.fields;
        let with = model.merchant_of(position).map(|merchant| Scope::of_merchant(merchant, &model.districts));
        let with = with.unwrap_or_default();
        let named = || Some(model.districts.find(fields.text(Field::District)?)?.code);
        Scope {
            district: with.district.or_else(named),
            industry: with.industry.or_else(|| fields.text(Field::Industry).and_then(place::industry)),
            year: model.entries[position].date().map(|date| date.year()),
        }
    }
}

fn known_industry(key: &str) -> Option<&'static str> {
    place::INDUSTRIES.iter().find(|industry| industry.key == key).map(|industry| industry.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_in_every_list_of_at_most_two_narrowings() {
        let exact = Scope { district: Division::parse("210302"), industry: Some("fitness"), year: Some(2026) };
        let folders: Vec<String> = exact.lists().map(|scope| scope.folder(Kind::Penalty)).collect();
        assert_eq!(
            folders,
            [
                "penalties/",
                "penalties/210302/",
                "penalties/fitness/",
                "penalties/210302/fitness/",
                "penalties/2026/",
                "penalties/210302/2026/",
                "penalties/fitness/2026/",
            ]
        );
        assert_eq!(Scope::of_year(2026).lists().count(), 2, "what is not known narrows nothing");
        assert_eq!(Scope::ALL.lists().collect::<Vec<_>>(), [Scope::ALL]);
    }

    #[test]
    fn a_dimension_is_set_and_opened() {
        let scope =
            Scope::of_district(Division::parse("210302").expect("a code")).with(Dimension::Year, Scope::of_year(2025));
        assert_eq!(scope.folder(Kind::Merchant), "merchants/210302/2025/");
        assert_eq!(scope.with(Dimension::District, Scope::ALL), Scope::of_year(2025));
    }
}
