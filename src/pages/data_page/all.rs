//! One file of all kinds: CSV and NDJSON with the kind of each row, and a workbook with a sheet a kind.
//!
//! Written a few thousand rows at a time, so that no more is held than that, however much is published.

use super::{Bulk, KindFiles};
use crate::pages::context::{Download, DownloadFile};
use crate::pages::downloads::{Column, DownloadError, DownloadRow, Sheet, Table, XLSX_MAX_ROWS, csv_head, workbook};
use crate::pages::facts::View;
use crate::pages::render::{Ingredients, Kept, Sink, Writing};
use std::collections::BTreeSet;
use std::io;

/// Rows that are made at a time.
const PIECE: usize = 4096;

impl View<'_> {
    pub(super) fn all_kinds(self, made: &[KindFiles], sink: &dyn Sink) -> Result<Download, DownloadError> {
        let label = self.words.get("download.all").to_owned();
        let columns: BTreeSet<Column> = made.iter().flat_map(|made| made.columns.iter().copied()).collect();
        let columns: Vec<Column> = [Column::Kind].into_iter().chain(columns).collect();
        let digest: Vec<u8> = made.iter().flat_map(|made| made.digest.iter().copied()).collect();
        let bulk = |word, path: &str, maker| {
            let made_of = Ingredients { maker, values: digest.clone() };
            Bulk { word, path: path.to_owned(), made_of }
        };
        let (csv, ndjson) =
            (bulk("download.csv", "data/all.csv", "csv"), bulk("download.ndjson", "data/all.ndjson", "ndjson"));
        let (csv, ndjson) = rayon::join(
            || {
                self.lines(csv, sink, &mut |to| {
                    csv_head(&columns, to)?;
                    self.pieces(made, &columns, &mut |piece| piece.csv_rows(to))
                })
            },
            || {
                self.lines(ndjson, sink, &mut |to| {
                    self.pieces(made, &columns, &mut |piece| to.write_all(&piece.ndjson()))
                })
            },
        );
        let xlsx = self.bulk_file(bulk("download.xlsx", "data/all.xlsx", "xlsx"), sink, || self.all_sheets(made))?;
        let schema = self.schema_file(None, "all", &label, sink);
        Ok(Download {
            kind: "all",
            list: "all",
            label,
            records: made.iter().map(|made| made.positions.len()).sum(),
            files: csv.into_iter().chain(ndjson).chain(xlsx).chain([schema]).collect(),
        })
    }

    /// A file of lines, unless it is there already; none when the sink could not take it.
    fn lines(self, bulk: Bulk, sink: &dyn Sink, write: &mut Writing<'_>) -> Option<DownloadFile> {
        let Bulk { word, path, made_of } = bulk;
        let kept = sink.keep(&path, &made_of).or_else(|| sink.put_lines(&path, &made_of, write));
        let Kept { bytes, sha256 } = kept?;
        Some(DownloadFile { label: self.words.get(word).to_owned(), href: path, bytes, sha256: super::hex(&sha256) })
    }

    /// All rows, piece by piece.
    fn pieces(
        self,
        made: &[KindFiles],
        columns: &[Column],
        take: &mut dyn FnMut(&Table<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        for made in made {
            for positions in made.positions.chunks(PIECE) {
                let rows: Vec<DownloadRow<'_>> = positions.iter().map(|position| self.row(*position)).collect();
                take(&Table::piece(made.kind, &rows, columns.to_vec()))?;
            }
        }
        Ok(())
    }

    /// A sheet a kind of which there is something; none where there is nothing, or more than a spreadsheet likes.
    fn all_sheets(self, made: &[KindFiles]) -> Result<Option<Vec<u8>>, DownloadError> {
        let total: usize = made.iter().map(|made| made.positions.len()).sum();
        if total == 0 || total > XLSX_MAX_ROWS {
            return Ok(None);
        }
        let filled = || made.iter().filter(|made| !made.positions.is_empty());
        let rows: Vec<Vec<DownloadRow<'_>>> =
            filled().map(|made| made.positions.iter().map(|position| self.row(*position)).collect()).collect();
        let heading = |column: Column| self.heading_of(column);
        let tables = filled().zip(&rows).map(|(made, rows)| {
            let created = made.dates.modified.unwrap_or(self.model.date);
            let sheet = Sheet { name: self.words.label(made.kind), heading: &heading, created };
            (Table::piece(made.kind, rows, made.columns.clone()), sheet)
        });
        let tables: Vec<(Table<'_>, Sheet<'_>)> = tables.collect();
        let tables: Vec<(&Table<'_>, &Sheet<'_>)> = tables.iter().map(|(table, sheet)| (table, sheet)).collect();
        workbook(&tables).map(Some)
    }
}
