//! The download and the feed of a list: each kind as a whole, and each kind in each district.

use super::{Members, Scope, Selection};
use crate::pages::context::Link;
use crate::pages::downloads::{DownloadError, DownloadRow, Table};
use crate::pages::facts::View;
use crate::pages::render::{File, Sink};
use crate::records::Kind;
use rayon::prelude::*;

/// The Atom feed of a kind's records, everywhere or in a district. What comes about merchants are the records of all kinds.
pub fn feed_path(kind: Kind, scope: Scope) -> String {
    let name = match (kind, scope.district) {
        (Kind::Merchant, None) => "all".to_owned(),
        (Kind::Merchant, Some(district)) => district.to_owned(),
        (kind, None) => kind.list().to_owned(),
        (kind, Some(district)) => format!("{}-{district}", kind.list()),
    };
    format!("feeds/{name}.xml")
}

fn csv_path(kind: Kind, scope: Scope) -> String {
    match scope.district {
        None => format!("data/{}.csv", kind.list()),
        Some(district) => format!("data/{}/{district}.csv", kind.list()),
    }
}

/// The selection with files that a list is in.
fn with_files(scope: Scope) -> Scope {
    Scope { industry: None, year: None, ..scope }
}

impl View<'_> {
    pub(super) fn list_feed(self, kind: Kind, scope: Scope) -> Option<Link> {
        let scope = with_files(scope);
        Some(Link { label: self.feed_title(kind, scope), href: feed_path(kind, scope) })
    }

    pub(super) fn list_download(self, kind: Kind, scope: Scope) -> Option<Link> {
        let scope = with_files(scope);
        Some(Link { label: self.list_heading(kind, scope), href: csv_path(kind, scope) })
    }

    /// What a feed is called.
    pub fn feed_title(self, kind: Kind, scope: Scope) -> String {
        let district = scope.district.and_then(crate::records::place::district_name).unwrap_or_default();
        match (kind, scope.district) {
            (Kind::Merchant, None) => self.words.get("feed.all").to_owned(),
            (Kind::Merchant, Some(_)) => self.words.fill("feed.district", &[("district", district)]),
            (kind, _) => self.words.fill("feed.kind", &[("kind", &self.list_heading(kind, scope))]),
        }
    }

    /// Hands the CSV of each kind in each district to `sink`; the files of whole kinds stand on the page of downloads.
    ///
    /// # Errors
    /// [`DownloadError`] for a table that cannot be written.
    pub fn district_tables(self, selections: &[Selection], sink: &dyn Sink) -> Result<(), DownloadError> {
        let of_district = |selection: &&Selection| selection.scope.has_files() && selection.scope.district.is_some();
        selections.par_iter().filter(of_district).try_for_each(|selection| {
            let positions: Vec<usize> = match &selection.of {
                Members::Entries(entries) => entries.clone(),
                Members::Merchants(merchants) => {
                    merchants.iter().flat_map(|merchant| self.register_entries(*merchant)).collect()
                }
            };
            let rows: Vec<DownloadRow<'_>> = positions.iter().map(|position| self.row(*position)).collect();
            let bytes = Table::new(selection.kind, &rows).csv()?;
            sink.put(File { path: csv_path(selection.kind, selection.scope), bytes }, None);
            Ok(())
        })
    }

    /// Public entries of the register about a merchant.
    fn register_entries(self, merchant: usize) -> impl Iterator<Item = usize> {
        let model = self.model;
        model.resolution.merchants[merchant].records.iter().copied().filter(move |position| {
            let judgement = &model.judgements[*position];
            judgement.state.is_public() && judgement.shown_as == Kind::Merchant
        })
    }
}
