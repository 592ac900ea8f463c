//! Lists of records by kind and of merchants, narrowed by district, industry and year, and paged.
//!
//! In: the model. Out: the selections that have a list ([`Selection`]), their sizes ([`Census`]) and the context of each
//! page. A selection without entries has no list, but for what the fixed links of other pages lead to.

mod facets;
mod feeds;
mod letters;
mod pager;
mod rows;
mod scope;
mod tables;

pub use feeds::feed_path;
pub use pager::PAGE_SIZE;
pub use scope::Scope;

use super::context::{Link, ListPage};
use super::facts::View;
use super::meta::About;
use super::{share, urls};
use crate::merchants::Spelling;
use crate::merchants::names::Regions;
use crate::records::Kind;
use letters::Letters;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A list before it is cut into pages.
#[derive(Debug, Clone)]
pub struct Selection {
    pub kind: Kind,
    pub scope: Scope,
    pub of: Members,
    letters: Letters,
}

/// What a selection holds, in the order shown.
#[derive(Debug, Clone)]
pub enum Members {
    /// Positions of entries, newest first.
    Entries(Vec<usize>),
    /// Positions of merchants, by the pinyin of their names.
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

/// How many entries each list has.
pub type Census = BTreeMap<(Kind, Scope), usize>;

/// The sizes of all lists.
pub fn census(selections: &[Selection]) -> Census {
    selections.iter().map(|selection| ((selection.kind, selection.scope), selection.of.len())).collect()
}

impl Selection {
    /// Folder below the root, with a trailing slash.
    pub fn folder(&self) -> String {
        self.scope.folder(self.kind)
    }

    /// Pages the list has; an empty list has one.
    pub fn pages(&self) -> usize {
        pager::pages(self.of.len())
    }

    fn page(&self, number: usize) -> std::ops::Range<usize> {
        let start = (number - 1) * PAGE_SIZE;
        start..(start + PAGE_SIZE).min(self.of.len())
    }
}

impl View<'_> {
    /// Every list of the site, in order of kind and scope.
    pub fn selections(self) -> Vec<Selection> {
        let kinds: Vec<Kind> = Kind::all().filter(|kind| *kind != Kind::Statistic).collect();
        let of_kind = |kind: &Kind| match kind {
            Kind::Merchant => self.merchant_selections(),
            kind => self.entry_selections(*kind),
        };
        kinds.par_iter().flat_map_iter(of_kind).collect()
    }

    fn entry_selections(self, kind: Kind) -> Vec<Selection> {
        let mut lists = BTreeMap::from([(Scope::ALL, Vec::new())]);
        for position in self.model.shown(kind) {
            for scope in Scope::of_entry(self.model, position).lists() {
                lists.entry(scope).or_default().push(position);
            }
        }
        let selection = |(scope, members)| {
            let of = Members::Entries(members);
            Selection { kind, scope, of, letters: Letters::default() }
        };
        lists.into_iter().map(selection).collect()
    }

    /// Districts have their list even while no merchant is known there: feeds lead to it.
    fn merchant_selections(self) -> Vec<Selection> {
        let merchants = &self.model.resolution.merchants;
        let regions = Regions::of(&self.model.districts);
        let spelt: Vec<Spelling> =
            merchants.par_iter().map(|merchant| Spelling::of(&merchant.name, &regions)).collect();
        let mut order: Vec<usize> = (0..merchants.len()).collect();
        let rank = |at: &usize| (&spelt[*at], &merchants[*at].name, &merchants[*at].key);
        order.par_sort_by(|a, b| rank(a).cmp(&rank(b)));
        let mut lists: BTreeMap<Scope, Vec<usize>> = BTreeMap::from([(Scope::ALL, Vec::new())]);
        lists.extend(self.model.districts.iter().map(|district| (Scope::of_district(district.code), Vec::new())));
        for position in order {
            for scope in Scope::of_merchant(&merchants[position], &self.model.districts).lists() {
                lists.entry(scope).or_default().push(position);
            }
        }
        let selection = |(scope, members): (Scope, Vec<usize>)| Selection {
            kind: Kind::Merchant,
            scope,
            letters: Letters::new(members.iter().map(|position| spelt[*position].initial())),
            of: Members::Merchants(members),
        };
        lists.into_iter().map(selection).collect()
    }

    /// What a selection is called: 铁东区健身行政处罚（2026年）.
    pub fn list_heading(self, kind: Kind, scope: Scope) -> String {
        if scope == Scope::ALL {
            return self.words.list(kind).to_owned();
        }
        let year = scope.year.map(|year| year.to_string()).unwrap_or_default();
        let district = scope.district.and_then(|code| self.model.districts.name(code.as_str()));
        let values = [
            ("kind", self.words.list(kind)),
            ("district", district.unwrap_or_default()),
            ("industry", scope.industry.and_then(|key| self.words.industry(key)).unwrap_or_default()),
            ("year", &year),
        ];
        self.words.fill("list.heading", &values)
    }

    /// Page `number` (from 1) of a selection.
    pub fn list_page(self, selection: &Selection, census: &Census, number: usize) -> ListPage {
        let (kind, scope, folder) = (selection.kind, selection.scope, selection.folder());
        let heading = self.list_heading(kind, scope);
        let path = urls::list_page(&folder, number);
        let title = match number {
            1 => heading.clone(),
            number => self.words.fill("list.paged", &[("heading", &heading), ("page", &number.to_string())]),
        };
        let mut page = self.page(About {
            path: &path,
            kind: "list",
            title,
            description: self.words.intro(kind).to_owned(),
            column: self.words.list(kind).to_owned(),
            breadcrumbs: self.list_breadcrumbs(selection, census),
        });
        page.card = share::of_kind(kind);
        if number > 1 {
            page.breadcrumbs.push(Link { label: heading.clone(), href: folder.clone() });
        }
        let feed = self.list_feed(kind, scope);
        page.feed = Some(feed.href.clone());
        let range = selection.page(number);
        let (columns, rows) = self.list_rows(selection, range.clone());
        let column = |word: &str, sort, order| rows::heading(self.words.get(word), sort, order);
        ListPage {
            page,
            kind: kind.key(),
            intro: self.words.intro(kind).to_owned(),
            name: match &selection.of {
                Members::Merchants(_) => column("list.merchant", "text", Some("ascending")),
                Members::Entries(_) => column(rows::name_word(kind), "text", None),
            },
            columns,
            rows,
            total: selection.of.len(),
            first: range.start + 1,
            last: range.end,
            pager: pager::pager(&folder, number, selection.pages()),
            letters: selection.letters.bar(&folder, number, self.words.get("list.other")),
            facets: self.facets(kind, scope, census),
            searched: if selection.of.is_empty() { self.searched(kind, &heading) } else { String::new() },
            download: self.list_download(kind, scope),
            feed,
            heading,
        }
    }

    /// From the kind down, over the wider lists that there are.
    fn list_breadcrumbs(self, selection: &Selection, census: &Census) -> Vec<Link> {
        let (kind, scope) = (selection.kind, selection.scope);
        let wider = [Scope::ALL, Scope { year: None, ..scope }, Scope { district: scope.district, ..Scope::ALL }];
        let mut above: Vec<Scope> = wider.into_iter().filter(|wider| *wider != scope).collect();
        above.sort_by_key(|wider| wider.folder(kind).len());
        above.dedup();
        let link = |wider: &Scope| Link { label: self.list_heading(kind, *wider), href: wider.folder(kind) };
        above.iter().filter(|wider| census.contains_key(&(kind, **wider))).map(link).collect()
    }

    /// What an empty list looked through: the feeds of its kind.
    fn searched(self, kind: Kind, heading: &str) -> String {
        let feeds: Vec<_> = self.model.feeds.iter().filter(|feed| feed.kind == kind).collect();
        let mut agencies: Vec<&str> = feeds.iter().map(|feed| feed.agency.as_str()).collect();
        agencies.sort_unstable();
        agencies.dedup();
        let agencies = agencies.join(self.words.get("value.separator"));
        let word = if feeds.is_empty() { "list.unsourced" } else { "list.searched" };
        let values = [("agencies", agencies.as_str()), ("n", &feeds.len().to_string()), ("heading", heading)];
        self.words.fill(word, &values)
    }
}
