//! What the DCAT catalogue says of the site: the bulk files of each kind and of all, and the tables of figures.

use super::KindFiles;
use crate::pages::context::{Chart, Download, DownloadFile};
use crate::pages::downloads::{Catalogue, Dataset, DatasetFile, Dates};
use crate::pages::facts::View;
use crate::pages::urls;

impl View<'_> {
    pub(super) fn catalogue<'c>(
        self,
        all: &Download,
        made: &[KindFiles],
        charts: impl Iterator<Item = (&'c Chart, &'c DownloadFile)>,
    ) -> Vec<u8> {
        let settings = &self.model.settings;
        let dates = dates_of_all(made);
        let whole = dataset(all, self.words.get("download.all_intro"), dates);
        let kinds = made.iter().map(|made| dataset(&made.download, self.words.intro(made.kind), made.dates));
        // A table counts records of several kinds, those that left among them: it is as new as the newest of any.
        let charts = charts.map(|(chart, table)| Dataset {
            key: chart.id,
            page: "stats/",
            title: chart.name.clone(),
            description: chart.note.clone(),
            schema: None,
            dates,
            files: vec![file(table)],
        });
        Catalogue {
            title: &settings.title,
            description: &self.model.content.home.slogan,
            base_url: &settings.base_url,
            language: &settings.language,
            publisher: &settings.organizer,
            region: &settings.region,
            licence_url: &format!("{}{}", settings.base_url, urls::about("citation")),
            datasets: [whole].into_iter().chain(kinds).chain(charts).collect(),
        }
        .json_ld()
    }
}

/// The bulk files of a kind, or of all; their schema describes them and is none of them.
fn dataset(download: &Download, description: &str, dates: Dates) -> Dataset {
    let schema = format!("data/schema/{}.json", download.list);
    Dataset {
        key: download.kind,
        page: "data/",
        title: download.label.clone(),
        description: description.to_owned(),
        dates,
        files: download.files.iter().filter(|file| file.href != schema).map(file).collect(),
        schema: Some(schema),
    }
}

fn file(file: &DownloadFile) -> DatasetFile {
    DatasetFile {
        path: file.href.clone(),
        media_type: media_type(&file.href),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
    }
}

/// Dates of everything together.
fn dates_of_all(made: &[KindFiles]) -> Dates {
    let dates = || made.iter().map(|made| made.dates);
    let spans = || dates().filter_map(|dates| dates.span);
    Dates {
        issued: dates().filter_map(|dates| dates.issued).min(),
        modified: dates().filter_map(|dates| dates.modified).max(),
        span: spans().map(|span| span.0).min().zip(spans().map(|span| span.1).max()),
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("csv") => "text/csv",
        Some("ndjson") => "application/x-ndjson",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
