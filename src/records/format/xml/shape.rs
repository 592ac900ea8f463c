//! Which elements of a document are its rows, by where they stand and what they hold.

use super::walk::{Step, walk};
use crate::records::format::nested::holds;
use crate::records::mapping::is_known_header;
use crate::records::read::ReadError;
use std::collections::{BTreeSet, HashMap};
use std::io::BufRead;

/// More different places than this are no table of anything.
const MAX_PLACES: usize = 10_000;

/// A place in a document: the names from the root to an element.
#[derive(Debug, Default)]
struct Place {
    parent: Option<usize>,
    children: Vec<usize>,
    name: String,
    /// How many elements stand there.
    count: usize,
    /// How many elements stood in the parent's place when the last one did.
    parents: usize,
    /// Whether several of them stand in one element.
    repeats: bool,
    /// Whether one of them holds elements.
    has_elements: bool,
    attributes: BTreeSet<String>,
}

/// All places of a document, parents first.
#[derive(Debug, Default)]
pub struct Shape {
    places: Vec<Place>,
    ids: HashMap<(Option<usize>, String), usize>,
}

impl Shape {
    /// # Errors
    /// [`ReadError::Format`] for what is no XML, or has no repeating structure at all.
    pub fn of(text: impl BufRead) -> Result<Shape, ReadError> {
        let mut shape = Shape::default();
        let mut path: Vec<Option<usize>> = Vec::new();
        walk(text, &mut |step| match step {
            Step::Open(name, attributes) => {
                let id = shape.enter(path.last().copied().flatten(), name);
                if let Some(id) = id {
                    shape.places[id].attributes.extend(attributes.iter().map(|attribute| attribute.0.clone()));
                }
                path.push(id);
            }
            Step::Text(_) => {}
            Step::Close => {
                path.pop();
            }
        })?;
        if shape.places.len() >= MAX_PLACES {
            return Err(ReadError::Format("XML without rows: hardly two elements stand in the same place".to_owned()));
        }
        Ok(shape)
    }

    /// The place of a child; `None` once there are too many.
    fn enter(&mut self, parent: Option<usize>, name: &str) -> Option<usize> {
        let key = (parent, name.to_owned());
        let id = match self.ids.get(&key) {
            Some(id) => *id,
            None if self.places.len() >= MAX_PLACES => return None,
            None => {
                let id = self.places.len();
                let attributes = BTreeSet::new();
                let (children, name) = (Vec::new(), name.to_owned());
                self.places.push(Place { parent, children, name, attributes, ..Place::default() });
                if let Some(parent) = parent {
                    self.places[parent].children.push(id);
                }
                self.ids.insert(key, id);
                id
            }
        };
        self.places[id].count += 1;
        if let Some(parent) = parent {
            let parents = self.places[parent].count;
            self.places[parent].has_elements = true;
            self.places[id].repeats |= self.places[id].parents == parents;
            self.places[id].parents = parents;
        }
        Some(id)
    }

    /// The child of a place, as [`Shape::of`] numbered it.
    pub fn child(&self, parent: Option<usize>, name: &str) -> Option<usize> {
        self.ids.get(&(parent, name.to_owned())).copied()
    }

    /// Places of the rows: all elements called `name` (any case), else the place with the most known columns, and those with the
    /// same ones beside it: one a district, one a kind of merchant.
    pub fn rows(&self, name: Option<&str>) -> BTreeSet<usize> {
        let all = 0..self.places.len();
        if let Some(name) = name {
            return all.filter(|id| self.places[*id].name.eq_ignore_ascii_case(name)).collect();
        }
        let columns = |id: usize| self.columns(id);
        let score = |id: usize| {
            let columns = columns(id);
            let known = columns.iter().filter(|column| is_known_header(column)).count();
            (known, columns.len(), self.places[id].count, std::cmp::Reverse(id))
        };
        let best = all.filter(|id| !self.is_head(*id) && !columns(*id).is_empty()).max_by_key(|id| score(*id));
        let Some(best) = best else { return BTreeSet::new() };
        let mut rows = BTreeSet::from([self.lifted(best)]);
        let known = self.known(best);
        if known.len() > 1 && rows.contains(&best) && self.is_of_lists(best) {
            let is_alike = |id: &usize| self.is_of_lists(*id) && !self.is_head(*id) && self.known(*id) == known;
            rows.extend((0..self.places.len()).filter(is_alike));
        }
        rows
    }

    /// Of rows that stand in a list within the merchant they are about: where they do, and where the merchant does.
    pub fn held(&self) -> Option<(usize, usize)> {
        let holder = |id: usize| {
            let records = self.all_known(id);
            let mut around = self.places[id].parent;
            while let Some(place) = around {
                if holds(&self.all_known(place), &records) {
                    return Some(((place, id), records.len()));
                }
                around = self.places[place].parent;
            }
            None
        };
        let lists = (0..self.places.len()).filter(|id| self.is_list(*id));
        lists.filter_map(holder).rev().max_by_key(|(_, columns)| *columns).map(|(found, _)| found)
    }

    /// Whether several elements of one place stand in one element, each with its own values.
    pub fn is_list(&self, id: usize) -> bool {
        self.places[id].repeats && self.places[id].has_elements
    }

    /// Known columns of a place and of all within it, but for lists.
    fn all_known(&self, id: usize) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = self.known(id).into_iter().map(str::to_owned).collect();
        let inner = self.places[id].children.iter().filter(|child| !self.is_list(**child));
        found.extend(inner.flat_map(|child| self.all_known(*child)));
        found
    }

    fn known(&self, id: usize) -> BTreeSet<&str> {
        self.columns(id).into_iter().filter(|column| is_known_header(column)).collect()
    }

    /// Whether what stands in a place is part of nothing that there are several of.
    fn is_of_lists(&self, id: usize) -> bool {
        let mut around = self.places[id].parent;
        while let Some(id) = around {
            if self.places[id].count > 1 {
                return false;
            }
            around = self.places[id].parent;
        }
        true
    }

    /// Columns that stand directly in a place: attributes and elements without elements.
    fn columns(&self, id: usize) -> Vec<&str> {
        let children = self.places[id].children.iter().map(|child| &self.places[*child]);
        let leaves = children.filter(|place| !place.has_elements);
        let attributes = self.places[id].attributes.iter().map(String::as_str);
        attributes.chain(leaves.map(|place| place.name.as_str())).collect()
    }

    /// A row may be split over several elements inside one: the outer one is the row then.
    fn lifted(&self, mut id: usize) -> usize {
        while let Some(parent) = self.places[id].parent {
            let siblings = self.places[parent].children.iter().copied();
            let siblings = siblings.filter(|other| *other != id && !self.is_head(*other));
            let more = siblings.flat_map(|other| {
                let own = (!self.places[other].has_elements).then_some(self.places[other].name.as_str());
                self.columns(other).into_iter().chain(own)
            });
            let gains = more.into_iter().any(is_known_header)
                || self.places[parent].attributes.iter().any(|name| is_known_header(name));
            let is_root = self.places[parent].parent.is_none();
            if is_root || self.places[parent].count != self.places[id].count || !gains {
                break;
            }
            id = parent;
        }
        id
    }

    /// Heads of messages (`Header`, `head`) are about the sending, not about the matter.
    fn is_head(&self, id: usize) -> bool {
        ["header", "head"].iter().any(|head| self.places[id].name.eq_ignore_ascii_case(head))
    }
}
