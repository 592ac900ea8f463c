//! The CSV of a list: that of its very selection, whatever narrows it. Each row is made once, however many lists it stands in.

use super::{Members, Scope, Selection};
use crate::merchants::Merchant;
use crate::pages::context::Link;
use crate::pages::downloads::{Column, DownloadError, DownloadRow, Lines, Table, csv_head};
use crate::pages::facts::View;
use crate::pages::render::{File, Sink};
use crate::pages::urls;
use crate::records::{Field, Fields, Kind, Value};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

/// The CSV of a list. That of all merchants has a row a merchant, where `data/merchants.csv` has what each register says.
fn csv_path(kind: Kind, scope: Scope) -> String {
    match (kind, scope.parts().collect::<Vec<_>>().join("-").as_str()) {
        (Kind::Merchant, "") => format!("data/{}/all.csv", kind.list()),
        (_, "") => format!("data/{}.csv", kind.list()),
        (_, name) => format!("data/{}/{name}.csv", kind.list()),
    }
}

/// Whether a list's CSV stands on the page of downloads.
fn is_bulk(selection: &Selection) -> bool {
    selection.scope == Scope::ALL && selection.kind != Kind::Merchant
}

/// Merchants of which rows are made at a time.
const PIECE: usize = 4096;

/// What all sources together say of a merchant, as far as bulk files have it.
const MERGED: [Field; 10] = [
    Field::SubjectName,
    Field::SubjectCode,
    Field::SubjectKind,
    Field::Brands,
    Field::FormerNames,
    Field::Address,
    Field::Mall,
    Field::District,
    Field::Industry,
    Field::Status,
];

fn merged(merchant: &Merchant) -> Fields {
    let value = |field: Field| {
        let text = match field {
            Field::Brands => return Some(Value::List(merchant.brands.clone())),
            Field::FormerNames => return Some(Value::List(merchant.former_names.clone())),
            Field::SubjectName => Some(&merchant.name),
            Field::SubjectCode => merchant.code.as_ref(),
            Field::SubjectKind => merchant.subject_kind.as_ref(),
            Field::Address => merchant.address.as_ref(),
            Field::Mall => merchant.mall.as_ref(),
            Field::District => merchant.district.as_ref(),
            Field::Industry => merchant.industry.as_ref(),
            Field::Status => merchant.status.as_ref(),
            _ => None,
        };
        text.map(|text| Value::Text(text.clone()))
    };
    MERGED.into_iter().filter_map(|field| Some((field, value(field)?))).collect()
}

/// The rows of a kind's CSV, each by itself: a selection is some of them, and no row is made twice.
struct Rows {
    columns: Vec<Column>,
    lines: Lines,
    /// Number of the row, by member of the kind's whole list.
    at: HashMap<usize, usize>,
}

impl Rows {
    fn csv(&self, members: &[usize]) -> io::Result<Vec<u8>> {
        let rows = || members.iter().filter_map(|member| self.at.get(member)).map(|row| self.lines.get(*row));
        let mut bytes = Vec::with_capacity(1024 + rows().map(<[u8]>::len).sum::<usize>());
        csv_head(&self.columns, &mut bytes)?;
        rows().for_each(|row| bytes.extend_from_slice(row));
        Ok(bytes)
    }
}

fn positions(members: &[usize]) -> HashMap<usize, usize> {
    members.iter().enumerate().map(|(row, member)| (*member, row)).collect()
}

impl View<'_> {
    pub(super) fn list_download(self, kind: Kind, scope: Scope) -> Link {
        Link { label: self.list_heading(kind, scope), href: csv_path(kind, scope) }
    }

    /// Hands the CSV of every list to `sink` but those on the page of downloads.
    ///
    /// # Errors
    /// [`DownloadError`] for a table that cannot be written.
    pub fn list_tables(self, selections: &[Selection], sink: &dyn Sink) -> Result<(), DownloadError> {
        let kinds: Vec<&[Selection]> = selections.chunk_by(|one, other| one.kind == other.kind).collect();
        kinds.into_par_iter().try_for_each(|of_kind| {
            let Some(whole) = of_kind.iter().find(|selection| selection.scope == Scope::ALL) else { return Ok(()) };
            let (kind, rows) = (whole.kind, self.rows_of(whole)?);
            of_kind.par_iter().filter(|selection| !is_bulk(selection)).try_for_each(|selection| {
                let (Members::Entries(members) | Members::Merchants(members)) = &selection.of;
                let bytes = rows.csv(members).map_err(|source| DownloadError::Csv { kind, source })?;
                sink.put(File { path: csv_path(kind, selection.scope), bytes }, None);
                Ok(())
            })
        })
    }

    /// The rows of a whole list, each member's one.
    fn rows_of(self, whole: &Selection) -> Result<Rows, DownloadError> {
        let failed = |source| DownloadError::Csv { kind: whole.kind, source };
        match &whole.of {
            Members::Entries(entries) => {
                let rows: Vec<DownloadRow<'_>> = entries.iter().map(|position| self.row(*position)).collect();
                let table = Table::new(whole.kind, &rows);
                let lines = table.csv_lines().map_err(failed)?;
                Ok(Rows { columns: table.columns().to_vec(), lines, at: positions(entries) })
            }
            Members::Merchants(merchants) => {
                let columns: Vec<Column> = [Column::Url].into_iter().chain(MERGED.map(Column::Field)).collect();
                let mut lines = Lines::default();
                for piece in merchants.chunks(PIECE) {
                    lines.append(self.merchant_lines(piece, &columns).map_err(failed)?);
                }
                Ok(Rows { columns, lines, at: positions(merchants) })
            }
        }
    }

    fn merchant_lines(self, merchants: &[usize], columns: &[Column]) -> io::Result<Lines> {
        let merchants = || merchants.iter().map(|at| &self.model.resolution.merchants[*at]);
        let fields: Vec<Fields> = merchants().map(merged).collect();
        let row = |(merchant, fields): (&Merchant, _)| DownloadRow {
            id: "",
            kind: Kind::Merchant,
            url: format!("{}{}", self.model.settings.base_url, urls::merchant(&merchant.key)),
            first_seen: self.model.date,
            state: "",
            fields: Cow::Borrowed(fields),
        };
        let rows: Vec<DownloadRow<'_>> = merchants().zip(&fields).map(row).collect();
        Table::piece(Kind::Merchant, &rows, columns.to_vec()).csv_lines()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Division;
    use std::collections::BTreeSet;

    #[test]
    fn every_list_has_a_table_of_its_own() {
        let exact = Scope { district: Division::parse("210302"), industry: Some("fitness"), year: Some(2026) };
        let all = || Kind::all().flat_map(|kind| exact.lists().map(move |scope| (kind, scope)));
        let tables: BTreeSet<String> = all().map(|(kind, scope)| csv_path(kind, scope)).collect();
        assert_eq!(tables.len(), all().count(), "no two share a file");
        assert_eq!(csv_path(Kind::Penalty, Scope::of_year(2026)), "data/penalties/2026.csv");
    }
}
