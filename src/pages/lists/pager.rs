//! Links between the pages of a list.

use crate::pages::context::{Choice, Pager};
use crate::pages::urls;

/// Entries on a page of a list.
pub const PAGE_SIZE: usize = 100;

/// Pages that so many entries fill; an empty list has one.
pub fn pages(entries: usize) -> usize {
    entries.div_ceil(PAGE_SIZE).max(1)
}

/// First, last, and two on either side of the current page; gaps are `None`.
pub fn pager(folder: &str, current: usize, pages: usize) -> Pager {
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
        assert_eq!((pages(0), pages(100), pages(101)), (1, 1, 2));
    }
}
