//! Lists of records by kind and of merchants by place, paged.

use super::context::{Chip, Choice, Link, ListItem, ListPage, Pager};
use super::facts::View;
use super::meta::About;
use super::urls;
use crate::clock::Date;
use crate::merchants::Merchant;
use crate::records::kind::Block;
use crate::records::{Kind, place};
use std::collections::BTreeMap;

/// Entries on a page of a list.
pub const PAGE_SIZE: usize = 100;

/// A list before it is cut into pages.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Folder below the root, with a trailing slash.
    pub folder: String,
    pub kind: Kind,
    pub heading: String,
    pub of: Members,
    /// District and industry of the selection, for merchants.
    pub place: Place,
}

/// What a selection holds, in the order shown.
#[derive(Debug, Clone)]
pub enum Members {
    /// Positions of entries.
    Entries(Vec<usize>),
    /// Positions of merchants.
    Merchants(Vec<usize>),
}

impl Members {
    pub fn len(&self) -> usize {
        match self {
            Members::Entries(members) | Members::Merchants(members) => members.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub district: Option<String>,
    pub industry: Option<String>,
}

/// How many merchants stand in each place, for the filter links.
pub type Census = BTreeMap<Place, usize>;

impl Selection {
    /// Pages the list has; an empty list has one.
    pub fn pages(&self) -> usize {
        self.of.len().div_ceil(PAGE_SIZE).max(1)
    }
}

impl View<'_> {
    /// Every list of the site: one a kind, then merchants as a whole, by district, and by district and industry.
    pub fn selections(self) -> Vec<Selection> {
        let mut selections = Vec::new();
        for kind in Kind::all().filter(|kind| !matches!(kind, Kind::Merchant | Kind::Statistic)) {
            selections.push(Selection {
                folder: urls::list(kind),
                kind,
                heading: self.words.label(kind).to_owned(),
                of: Members::Entries(self.model.shown(kind)),
                place: Place::default(),
            });
        }
        let mut by_place: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        by_place.insert(Place::default(), Vec::new());
        for district in place::DISTRICTS {
            by_place.insert(Place { district: Some(district.code.to_owned()), industry: None }, Vec::new());
        }
        for position in self.merchants_in_order() {
            for place in places(&self.model.resolution.merchants[position]) {
                by_place.entry(place).or_default().push(position);
            }
        }
        for (place, members) in by_place {
            let mut folder = urls::list(Kind::Merchant);
            let mut names = String::new();
            if let Some(district) = &place.district {
                folder.push_str(&format!("{district}/"));
                names.push_str(place::district_name(district).unwrap_or(district));
            }
            if let Some(industry) = &place.industry {
                folder.push_str(&format!("{industry}/"));
                names.push_str(self.words.industry(industry).unwrap_or(industry));
            }
            selections.push(Selection {
                folder,
                kind: Kind::Merchant,
                heading: match names.is_empty() {
                    true => self.words.label(Kind::Merchant).to_owned(),
                    false => self.words.fill("page.merchants_of", &[("place", &names)]),
                },
                of: Members::Merchants(members),
                place,
            });
        }
        selections
    }

    /// Merchants with something on record first, then by name.
    fn merchants_in_order(self) -> Vec<usize> {
        let merchants = &self.model.resolution.merchants;
        let mut order: Vec<usize> = (0..merchants.len()).collect();
        order.sort_by_key(|position| {
            let merchant = &merchants[*position];
            (!self.has_warnings(merchant), &merchant.name, &merchant.key)
        });
        order
    }

    /// Whether a merchant has a fact of the first block on its page.
    pub fn has_warnings(self, merchant: &Merchant) -> bool {
        let mut kinds = merchant.records.iter().map(|position| self.model.judgements[*position].shown_as);
        kinds.any(|kind| kind.block() == Block::Warnings)
    }

    /// Numbers of merchants by place.
    pub fn census(self) -> Census {
        let mut census = Census::new();
        for merchant in &self.model.resolution.merchants {
            for place in places(merchant) {
                *census.entry(place).or_default() += 1;
            }
        }
        census
    }

    /// Page `number` (from 1) of a selection.
    pub fn list_page(self, selection: &Selection, census: &Census, number: usize) -> ListPage {
        let start = (number - 1) * PAGE_SIZE;
        let window = |members: &[usize]| members[start..(start + PAGE_SIZE).min(members.len())].to_vec();
        let items = match &selection.of {
            Members::Entries(entries) => window(entries).into_iter().map(|position| self.list_item(position)).collect(),
            Members::Merchants(merchants) => {
                window(merchants).into_iter().map(|position| self.merchant_item(position)).collect()
            }
        };
        let path = urls::list_page(&selection.folder, number);
        let mut page = self.page(About {
            path: &path,
            kind: "list",
            title: selection.heading.clone(),
            description: self.words.intro(selection.kind).to_owned(),
            column: self.words.label(selection.kind).to_owned(),
            breadcrumbs: self.list_breadcrumbs(selection),
        });
        if selection.place == Place::default() && selection.kind != Kind::Merchant {
            page.feed = Some(format!("feeds/{}.xml", selection.kind.list()));
        } else if let Some(district) = &selection.place.district {
            page.feed = Some(format!("feeds/{district}.xml"));
        }
        let (districts, industries) = match selection.kind {
            Kind::Merchant => self.choices(&selection.place, census),
            _ => (Vec::new(), Vec::new()),
        };
        ListPage {
            page,
            kind: selection.kind.key(),
            heading: selection.heading.clone(),
            intro: self.words.intro(selection.kind).to_owned(),
            items,
            total: selection.of.len(),
            pager: pager(&selection.folder, number, selection.pages()),
            districts,
            industries,
            download: Some(format!("data/{}.csv", selection.kind.list())),
        }
    }

    fn list_breadcrumbs(self, selection: &Selection) -> Vec<Link> {
        let mut links = Vec::new();
        if let Some(district) = &selection.place.district {
            links.push(Link { label: self.words.label(Kind::Merchant).to_owned(), href: urls::list(Kind::Merchant) });
            if selection.place.industry.is_some() {
                let label = place::district_name(district).unwrap_or(district).to_owned();
                links.push(Link { label, href: format!("merchants/{district}/") });
            }
        }
        links
    }

    fn merchant_item(self, position: usize) -> ListItem {
        let merchant = &self.model.resolution.merchants[position];
        let chips = self.chips(merchant);
        let tone = chips.first().map_or(Kind::Merchant.tone(), |chip| chip.0.tone());
        ListItem {
            title: merchant.name.clone(),
            href: urls::merchant(&merchant.key),
            summary: merchant.brands.join("、"),
            kind_label: String::new(),
            tone: tone.key(),
            date: None,
            agency: None,
            document_no: merchant.code.clone(),
            district: merchant.district.as_deref().and_then(place::district_name).map(str::to_owned),
            industry: merchant.industry.as_deref().and_then(|key| self.words.industry(key)).map(str::to_owned),
            until: None,
            chips: chips.into_iter().map(|chip| self.chip(chip)).collect(),
        }
    }

    fn chip(self, (kind, until): (Kind, Option<Date>)) -> Chip {
        Chip {
            label: self.words.label(kind).to_owned(),
            tone: kind.tone().key(),
            until: until.map(|date| date.to_string()),
        }
    }

    /// Filter links: all districts, and the industries of the current one.
    pub fn choices(self, here: &Place, census: &Census) -> (Vec<Choice>, Vec<Choice>) {
        let districts = place::DISTRICTS.iter().map(|district| Choice {
            label: district.name.to_owned(),
            href: format!("merchants/{}/", district.code),
            count: census
                .get(&Place { district: Some(district.code.to_owned()), industry: None })
                .copied()
                .unwrap_or(0),
            current: here.district.as_deref() == Some(district.code),
        });
        let Some(district) = &here.district else {
            return (districts.collect(), Vec::new());
        };
        let industries = place::INDUSTRIES.iter().filter_map(|industry| {
            let place = Place { district: Some(district.clone()), industry: Some(industry.key.to_owned()) };
            Some(Choice {
                label: self.words.industry(industry.key)?.to_owned(),
                href: format!("merchants/{district}/{}/", industry.key),
                count: *census.get(&place)?,
                current: here.industry.as_deref() == Some(industry.key),
            })
        });
        (districts.collect(), industries.collect())
    }
}

/// The lists a merchant stands in: all, its district's, its district and industry's.
fn places(merchant: &Merchant) -> impl Iterator<Item = Place> {
    let district = merchant.district.clone().filter(|code| place::district_name(code).is_some());
    let with_industry = district.clone().zip(merchant.industry.clone());
    [Some(Place::default()), district.map(|district| Place { district: Some(district), industry: None })]
        .into_iter()
        .chain([with_industry.map(|(district, industry)| Place { district: Some(district), industry: Some(industry) })])
        .flatten()
}

/// First, last, and two on either side of the current page; gaps are `None`.
fn pager(folder: &str, current: usize, pages: usize) -> Pager {
    if pages <= 1 {
        return Pager { current, pages, ..Pager::default() };
    }
    let choice = |number: usize| Choice {
        label: number.to_string(),
        href: urls::list_page(folder, number),
        count: 0,
        current: number == current,
    };
    let mut links = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|number| *number == 1 || *number == pages || number.abs_diff(current) <= 2) {
        if number > last + 1 {
            links.push(None);
        }
        links.push(Some(choice(number)));
        last = number;
    }
    Pager {
        current,
        pages,
        previous: (current > 1).then(|| urls::list_page(folder, current - 1)),
        next: (current < pages).then(|| urls::list_page(folder, current + 1)),
        links,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pagers_show_both_ends_and_the_neighbours() {
        let labels = |current, pages| {
            let links = pager("x/", current, pages).links;
            links
                .iter()
                .map(|link| link.as_ref().map_or("…", |link| link.label.as_str()).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(labels(1, 9).join(" "), "1 2 3 … 9");
        assert_eq!(labels(5, 9).join(" "), "1 … 3 4 5 6 7 … 9");
        assert!(labels(1, 1).is_empty());
        assert_eq!(pager("x/", 2, 3).previous.as_deref(), Some("x/"));
    }
}
