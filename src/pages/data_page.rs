//! `/data/`: bulk files by kind, their schemas, the catalogue, and the page that lists them.

use super::context::{DataPage, DictionaryEntry, Download, DownloadFile};
use super::downloads::{
    Catalogue, Column, Dataset, DatasetFile, DownloadError, DownloadRow, Sheet, Table, in_bulk_files, schema,
};
use super::facts::View;
use super::merchant_json;
use super::meta::About;
use super::render::{File, Ingredients, Sink};
use super::urls;
use crate::clock::Date;
use crate::records::{Field, Kind};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// A bulk file before it is made.
struct Bulk {
    /// The word for it on the page.
    word: &'static str,
    path: String,
    made_of: Ingredients,
}

impl View<'_> {
    /// Hands all bulk files to `sink`, and gives the page that lists them.
    ///
    /// # Errors
    /// [`DownloadError`] for a table that cannot be written.
    pub fn data(self, sink: &dyn Sink) -> Result<DataPage, DownloadError> {
        let kinds: Vec<Kind> = Kind::all().collect();
        let made = kinds.par_iter().map(|kind| {
            let positions = self.model.shown(*kind);
            let download = Download {
                kind: kind.key(),
                label: self.words.label(*kind).to_owned(),
                records: positions.len(),
                files: self.kind_files(*kind, &positions, sink)?,
            };
            Ok((download, self.newest(&positions)))
        });
        let (downloads, newest): (Vec<Download>, Vec<_>) =
            made.collect::<Result<Vec<_>, DownloadError>>()?.into_iter().unzip();
        let catalogue = self.catalogue(&downloads, &newest);
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
        let dictionary = Field::all().filter(|field| in_bulk_files(*field)).map(|field| DictionaryEntry {
            key: field.key().to_owned(),
            label: self.words.field(field).to_owned(),
            value_type: field.value_type().key().to_owned(),
        });
        Ok(DataPage { page, downloads, dictionary: dictionary.collect() })
    }

    /// CSV, NDJSON, XLSX where it is not too long, and the JSON Schema of one kind.
    fn kind_files(self, kind: Kind, positions: &[usize], sink: &dyn Sink) -> Result<Vec<DownloadFile>, DownloadError> {
        let rows: Vec<DownloadRow<'_>> = positions.iter().map(|position| self.row(*position)).collect();
        let heading = |column: Column| match column {
            Column::Field(field) => self.words.field(field).to_owned(),
            own => self.words.get(&format!("column.{}", own.key())).to_owned(),
        };
        let table = Table::new(kind, &rows);
        let created = self.newest(positions).unwrap_or(self.model.date);
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
        let (xlsx, csv) = rayon::join(
            || self.bulk_file(bulk("download.xlsx", ".xlsx", "xlsx", sheet_digest), sink, || table.xlsx(&sheet)),
            || self.bulk_file(bulk("download.csv", ".csv", "csv", rows_digest), sink, || table.csv().map(Some)),
        );
        let ndjson = self.plain_file("download.ndjson", format!("data/{}.ndjson", kind.list()), ndjson, sink);
        let path = format!("data/schema/{}.json", kind.list());
        let id = format!("{}{path}", self.model.settings.base_url);
        let schema = schema(kind, &id, self.words.label(kind), &heading);
        let schema = self.plain_file("download.schema", path, schema, sink);
        Ok(csv?.into_iter().chain([ndjson]).chain(xlsx?).chain([schema]).collect())
    }

    fn row(&self, position: usize) -> DownloadRow<'_> {
        let entry = &self.model.entries[position];
        DownloadRow {
            id: entry.record.id.as_str(),
            url: format!("{}{}", self.model.settings.base_url, self.href(position)),
            first_seen: entry.first_seen,
            state: self.model.judgements[position].state.key(),
            fields: &entry.record.fields,
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
        if let Some(bytes) = sink.keep(&path, &made_of) {
            return Ok(Some(DownloadFile { label, href: path, bytes }));
        }
        let Some(bytes) = make()? else { return Ok(None) };
        let file = DownloadFile { label, href: path.clone(), bytes: bytes.len() };
        sink.put(File { path, bytes }, Some(&made_of));
        Ok(Some(file))
    }

    fn plain_file(self, word: &str, path: String, bytes: Vec<u8>, sink: &dyn Sink) -> DownloadFile {
        let file = DownloadFile { label: self.words.get(word).to_owned(), href: path.clone(), bytes: bytes.len() };
        sink.put(File { path, bytes }, None);
        file
    }

    /// Day on which one of the records last came or changed.
    fn newest(self, positions: &[usize]) -> Option<Date> {
        let entries = positions.iter().map(|position| &self.model.entries[*position]);
        entries.map(|entry| entry.changed_on.unwrap_or(entry.first_seen)).max()
    }

    fn catalogue(self, downloads: &[Download], newest: &[Option<Date>]) -> Vec<u8> {
        let settings = &self.model.settings;
        let kinds: Vec<Kind> = Kind::all().collect();
        let schemas: Vec<String> = kinds.iter().map(|kind| format!("data/schema/{}.json", kind.list())).collect();
        let datasets =
            downloads.iter().zip(&kinds).zip(&schemas).zip(newest).map(|(((download, kind), schema), modified)| {
                let bulk = download.files.iter().filter(|file| !file.href.starts_with("data/schema/"));
                Dataset {
                    key: download.kind,
                    title: &download.label,
                    description: self.words.intro(*kind),
                    schema,
                    modified: *modified,
                    files: bulk
                        .map(|file| DatasetFile {
                            path: &file.href,
                            media_type: media_type(&file.href),
                            bytes: file.bytes,
                        })
                        .collect(),
                }
            });
        Catalogue {
            title: &settings.title,
            description: &self.model.content.home.slogan,
            base_url: &settings.base_url,
            language: &settings.language,
            publisher: &settings.organizer,
            licence_url: &format!("{}{}", settings.base_url, urls::about("citation")),
            datasets: datasets.collect(),
        }
        .json_ld()
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("csv") => "text/csv",
        Some("ndjson") => "application/x-ndjson",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
