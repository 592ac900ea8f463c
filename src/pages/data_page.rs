//! `/data/`: bulk files by kind, their schemas, the catalogue, and the page that lists them.

mod all;
mod catalogue;

use super::charts;
use super::context::{Chart, DataPage, DictionaryEntry, Download, DownloadFile};
use super::downloads::{Column, Dates, DownloadError, DownloadRow, Sheet, Table, always_given, in_bulk_files, schema};
use super::facts::View;
use super::merchant_json;
use super::meta::About;
use super::render::{File, Ingredients, Kept, Sink};
use super::urls;
use crate::clock::Date;
use crate::ledger::Judgement;
use crate::records::person::without_officers;
use crate::records::{Field, Kind, ValueType};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// A bulk file before it is made.
struct Bulk {
    /// The word for it on the page.
    word: &'static str,
    path: String,
    made_of: Ingredients,
}

/// The files of one kind, and what the file of all kinds needs to know of them.
struct KindFiles {
    kind: Kind,
    /// Its public records, in order.
    positions: Vec<usize>,
    columns: Vec<Column>,
    /// Of its rows, headings and name.
    digest: Vec<u8>,
    download: Download,
    dates: Dates,
}

impl View<'_> {
    /// Hands all bulk files and the tables of `charts` to `sink`, and gives the page that lists them.
    ///
    /// # Errors
    /// [`DownloadError`] for a table that cannot be written.
    pub fn data(self, charts: &[Chart], sink: &dyn Sink) -> Result<DataPage, DownloadError> {
        let kinds: Vec<Kind> = Kind::all().collect();
        let made = kinds.par_iter().map(|kind| self.kind_files(*kind, sink));
        let made = made.collect::<Result<Vec<KindFiles>, DownloadError>>()?;
        let tables = charts.iter().map(|chart| self.chart_file(chart, sink)).collect::<Vec<_>>();
        let all = self.all_kinds(&made, sink)?;
        let catalogue = self.catalogue(&all, &made, charts.iter().zip(&tables));
        let downloads = [all].into_iter().chain(made.into_iter().map(|made| made.download)).collect();
        sink.put(File { path: "data/catalog.jsonld".to_owned(), bytes: catalogue }, None);
        sink.put(File { path: merchant_json::SCHEMA.to_owned(), bytes: self.document_schema() }, None);
        let title = self.words.get("page.data").to_owned();
        let page = self.page(About {
            path: "data/",
            kind: "data",
            description: self.words.get("page.data_intro").to_owned(),
            column: title.clone(),
            title,
            breadcrumbs: Vec::new(),
        });
        let with_code = self.model.resolution.merchants.iter().find(|merchant| merchant.code.is_some());
        let card =
            with_code.map(|merchant| format!("{}{}", self.model.settings.base_url, urls::merchant_card(&merchant.key)));
        Ok(DataPage { page, downloads, tables, dictionary: self.dictionary(), card })
    }

    /// What each column of the bulk files means.
    fn dictionary(self) -> Vec<DictionaryEntry> {
        let fields = Field::all().filter(|field| in_bulk_files(*field)).map(Column::Field);
        let entry = |column: Column| {
            let needs = |kind: &Kind| always_given(*kind).any(|field| column == Column::Field(field));
            let unit = match column {
                Column::Field(Field::RatioPercent | Field::MediationRate) => Some("percent"),
                Column::Field(Field::Received | Field::Settled) => Some("cases"),
                column if column.value_type() == ValueType::Money => Some("yuan"),
                _ => None,
            };
            DictionaryEntry {
                key: column.key().to_owned(),
                label: self.heading_of(column),
                value_type: self.words.get(&format!("type.{}", column.value_type().key())).to_owned(),
                unit: unit.map(|unit| self.words.get(&format!("unit.{unit}")).to_owned()),
                required_by: Kind::all().filter(needs).map(|kind| self.words.label(kind).to_owned()).collect(),
                meaning: self.words.find(&format!("meaning.{}", column.key())).map(str::to_owned),
            }
        };
        [Column::Kind].into_iter().chain(Column::OWN).chain(fields).map(entry).collect()
    }

    fn heading_of(self, column: Column) -> String {
        match column {
            Column::Field(field) => self.words.field(field).to_owned(),
            own => self.words.get(&format!("column.{}", own.key())).to_owned(),
        }
    }

    /// CSV, NDJSON, XLSX where it is not too long, and the JSON Schema of one kind.
    fn kind_files(self, kind: Kind, sink: &dyn Sink) -> Result<KindFiles, DownloadError> {
        let positions = self.model.shown(kind);
        let rows: Vec<DownloadRow<'_>> = positions.iter().map(|position| self.row(*position)).collect();
        let heading = |column: Column| self.heading_of(column);
        let table = Table::new(kind, &rows);
        let created = self.newest(&positions).unwrap_or(self.model.date);
        let sheet = Sheet { name: self.words.label(kind), heading: &heading, created };
        let ndjson = table.ndjson();
        // Every cell is in the NDJSON: a table with the same one is the same table.
        let rows_digest = Sha256::digest(&ndjson).to_vec();
        let headings: Vec<String> = table.columns().iter().map(|column| heading(*column)).collect();
        let sheet_digest = format!("{rows_digest:?} {} {created} {headings:?}", sheet.name).into_bytes();
        let bulk = |word, ending: &str, maker, values| Bulk {
            word,
            path: format!("data/{}{ending}", kind.list()),
            made_of: Ingredients { maker, values },
        };
        let csv = bulk("download.csv", ".csv", "csv", rows_digest);
        let xlsx = bulk("download.xlsx", ".xlsx", "xlsx", sheet_digest.clone());
        let (xlsx, csv) = rayon::join(
            || self.bulk_file(xlsx, sink, || table.xlsx(&sheet)),
            || self.bulk_file(csv, sink, || table.csv().map(Some)),
        );
        let columns = table.columns().to_vec();
        let ndjson = self.plain_file("download.ndjson", format!("data/{}.ndjson", kind.list()), ndjson, sink);
        let schema = self.schema_file(Some(kind), kind.list(), self.words.label(kind), sink);
        let download = Download {
            kind: kind.key(),
            list: kind.list(),
            label: self.words.list(kind).to_owned(),
            records: positions.len(),
            files: csv?.into_iter().chain([ndjson]).chain(xlsx?).chain([schema]).collect(),
        };
        let modified = self.newest(&positions).max(self.last_departure(kind));
        let dates = Dates { issued: self.oldest(&positions), modified, span: self.span(&positions) };
        drop(rows);
        Ok(KindFiles { kind, positions, columns, digest: sheet_digest, download, dates })
    }

    /// The JSON Schema of a file's lines.
    fn schema_file(self, kind: Option<Kind>, list: &str, title: &str, sink: &dyn Sink) -> DownloadFile {
        let path = format!("data/schema/{list}.json");
        let id = format!("{}{path}", self.model.settings.base_url);
        let schema = schema(kind, &id, title, &|column| self.heading_of(column));
        self.plain_file("download.schema", path, schema, sink)
    }

    /// The table of a picture of the statistics page, named as the picture is.
    fn chart_file(self, chart: &Chart, sink: &dyn Sink) -> DownloadFile {
        let bytes = charts::csv(&chart.table);
        let file = download(chart.name.clone(), chart.download.clone(), &bytes);
        sink.put(File { path: chart.download.clone(), bytes }, None);
        file
    }

    pub(super) fn row(&self, position: usize) -> DownloadRow<'_> {
        let entry = &self.model.entries[position];
        DownloadRow {
            id: entry.record.id.as_str(),
            kind: self.model.judgements[position].shown_as,
            url: format!("{}{}", self.model.settings.base_url, self.href(position)),
            first_seen: entry.first_seen,
            state: self.model.judgements[position].state.key(),
            fields: without_officers(&entry.record.fields),
        }
    }

    /// Makes a file unless it is there already; none when `make` makes none.
    fn bulk_file(
        self,
        bulk: Bulk,
        sink: &dyn Sink,
        make: impl FnOnce() -> Result<Option<Vec<u8>>, DownloadError>,
    ) -> Result<Option<DownloadFile>, DownloadError> {
        let Bulk { word, path, made_of } = bulk;
        let label = self.words.get(word).to_owned();
        if let Some(Kept { bytes, sha256 }) = sink.keep(&path, &made_of) {
            return Ok(Some(DownloadFile { label, href: path, bytes, sha256: hex(&sha256) }));
        }
        let Some(bytes) = make()? else { return Ok(None) };
        let file = download(label, path.clone(), &bytes);
        sink.put(File { path, bytes }, Some(&made_of));
        Ok(Some(file))
    }

    fn plain_file(self, word: &str, path: String, bytes: Vec<u8>, sink: &dyn Sink) -> DownloadFile {
        let file = download(self.words.get(word).to_owned(), path.clone(), &bytes);
        sink.put(File { path, bytes }, None);
        file
    }

    /// First and last day of what the records speak of.
    fn span(self, positions: &[usize]) -> Option<(Date, Date)> {
        let days = || positions.iter().filter_map(|position| self.model.entries[*position].date());
        days().min().zip(days().max())
    }

    /// Day on which the first of the records came.
    fn oldest(self, positions: &[usize]) -> Option<Date> {
        positions.iter().map(|position| self.model.entries[*position].first_seen).min()
    }

    /// Day on which a record of the kind last left; a file changes when a row is gone, too.
    fn last_departure(self, kind: Kind) -> Option<Date> {
        let left = |judgement: &&Judgement| judgement.shown_as == kind && judgement.state.has_left();
        self.model.judgements.iter().filter(left).filter_map(|judgement| judgement.left_on).max()
    }

    /// Day on which one of the records last came or changed.
    fn newest(self, positions: &[usize]) -> Option<Date> {
        let entries = positions.iter().map(|position| &self.model.entries[*position]);
        entries.map(|entry| entry.changed_on.unwrap_or(entry.first_seen)).max()
    }
}

fn download(label: String, href: String, bytes: &[u8]) -> DownloadFile {
    let sha256 = hex(&Sha256::digest(bytes));
    DownloadFile { label, href, bytes: bytes.len(), sha256 }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
