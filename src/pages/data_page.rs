//! `/data/`: bulk files by kind, their schemas, the catalogue, and the page that lists them.

use super::context::{DataPage, DictionaryEntry, Download, DownloadFile};
use super::downloads::{
    Catalogue, Column, Dataset, DatasetFile, DownloadError, DownloadRow, Sheet, Table, in_bulk_files, schema,
};
use super::facts::View;
use super::meta::About;
use super::render::File;
use super::urls;
use crate::clock::Date;
use crate::records::{Field, Kind};
use rayon::prelude::*;

/// Files and page of `/data/`.
pub struct Data {
    pub page: DataPage,
    pub files: Vec<File>,
}

impl View<'_> {
    /// # Errors
    /// [`DownloadError`] for a table that cannot be written.
    pub fn data(self) -> Result<Data, DownloadError> {
        let mut files = Vec::new();
        let mut downloads = Vec::new();
        let mut newest = Vec::new();
        let kinds: Vec<Kind> = Kind::all().collect();
        let made = kinds.par_iter().map(|kind| {
            let positions = self.model.shown(*kind);
            Ok((*kind, self.kind_files(*kind, &positions)?, positions))
        });
        for (kind, made, positions) in made.collect::<Result<Vec<_>, DownloadError>>()? {
            downloads.push(Download {
                kind: kind.key(),
                label: self.words.label(kind).to_owned(),
                records: positions.len(),
                files: made.iter().map(|(word, file)| self.download_file(word, file)).collect(),
            });
            files.extend(made.into_iter().map(|(_, file)| file));
            newest.push(self.newest(&positions));
        }
        files.push(File { path: "data/catalog.jsonld".to_owned(), bytes: self.catalogue(&downloads, &newest) });
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
        Ok(Data { page: DataPage { page, downloads, dictionary: dictionary.collect() }, files })
    }

    fn download_file(self, word: &str, file: &File) -> DownloadFile {
        DownloadFile { label: self.words.get(word).to_owned(), href: file.path.clone(), bytes: file.bytes.len() }
    }

    /// CSV, NDJSON, XLSX where it is not too long, and the JSON Schema of one kind, each with the word for it.
    fn kind_files(self, kind: Kind, positions: &[usize]) -> Result<Vec<(&'static str, File)>, DownloadError> {
        let rows: Vec<DownloadRow<'_>> = positions
            .iter()
            .map(|position| {
                let entry = &self.model.entries[*position];
                DownloadRow {
                    id: entry.record.id.as_str(),
                    url: format!("{}{}", self.model.settings.base_url, self.href(*position)),
                    first_seen: entry.first_seen,
                    state: self.model.judgements[*position].state.key(),
                    fields: &entry.record.fields,
                }
            })
            .collect();
        let heading = |column: Column| match column {
            Column::Field(field) => self.words.field(field).to_owned(),
            own => own.key().to_owned(),
        };
        let table = Table::new(kind, &rows);
        let file = |ending: &str, bytes| File { path: format!("data/{}.{ending}", kind.list()), bytes };
        let created = self.newest(positions).unwrap_or(self.model.date);
        let sheet = Sheet { name: self.words.label(kind), heading: &heading, created };
        let (xlsx, (csv, ndjson)) =
            rayon::join(|| table.xlsx(&sheet), || rayon::join(|| table.csv(), || table.ndjson()));
        let mut files = vec![("download.csv", file("csv", csv?)), ("download.ndjson", file("ndjson", ndjson))];
        if let Some(bytes) = xlsx? {
            files.push(("download.xlsx", file("xlsx", bytes)));
        }
        let path = format!("data/schema/{}.json", kind.list());
        let id = format!("{}{path}", self.model.settings.base_url);
        files.push(("download.schema", File { path, bytes: schema(kind, &id, self.words.label(kind), &heading) }));
        Ok(files)
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
