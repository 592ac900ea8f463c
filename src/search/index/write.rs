//! Writing the index: one thread says what documents are found by, another adds them in their order.

use super::{Index, List, failed, fields, regions, tokenizer};
use crate::fs::{self, FileError};
use crate::search::document::SearchDocument;
use crate::search::{Labels, SearchError};
use std::io;
use std::path::{Path, PathBuf};
use tantivy::directory::MmapDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{IndexBuilder, IndexSettings, SingleSegmentIndexWriter, TantivyDocument};

/// Documents handed from one thread to the other at once, and how many such lots may wait.
const AT_ONCE: usize = 512;
const AHEAD: usize = 4;

/// Memory to start the term table with; it grows as needed.
const TABLE_BYTES: usize = 64 << 20;

/// Fields that are no lists.
pub(super) struct Stored {
    pub tab: Field,
    pub entry: Field,
}

/// The fields of the index.
pub(super) fn schema() -> (Schema, Stored) {
    let mut schema = Schema::builder();
    for list in List::ALL {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(list.tokenizer())
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let field = schema.add_text_field(list.name(), TextOptions::default().set_indexing_options(indexing));
        debug_assert_eq!(field, list.field(), "lists are the first fields");
    }
    let whole = TextFieldIndexing::default()
        .set_tokenizer(tokenizer::WHOLE)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let tab = schema.add_text_field("tab", TextOptions::default().set_indexing_options(whole));
    let entry = schema.add_bytes_field("entry", tantivy::schema::STORED);
    (schema.build(), Stored { tab, entry })
}

/// Writes the index beside `dir` and puts it in its place.
///
/// # Errors
/// [`SearchError::Busy`] when another process is at it, [`SearchError`] when the folder cannot be written.
pub fn write(documents: &[SearchDocument], labels: &Labels, dir: &Path) -> Result<Index, SearchError> {
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent)?;
    }
    let _lock = fs::try_lock(&beside(dir, "lock"))?.ok_or_else(|| SearchError::Busy(dir.to_owned()))?;
    let part = beside(dir, "part");
    remove(&part)?;
    fs::create_dir_all(&part)?;
    fill(documents, labels, &part).map_err(failed("write", dir))?;
    regions::write(&part, &labels.regions)?;
    let old = beside(dir, "old");
    remove(&old)?;
    if dir.exists() {
        std::fs::rename(dir, &old).map_err(FileError::on("move away", dir))?;
    }
    std::fs::rename(&part, dir).map_err(FileError::on("rename into place", dir))?;
    remove(&old)?;
    Index::open(dir)
}

fn fill(documents: &[SearchDocument], labels: &Labels, dir: &Path) -> tantivy::Result<()> {
    let (schema, stored) = schema();
    let builder = IndexBuilder::new().schema(schema).settings(IndexSettings::default());
    let builder = builder.tokenizers(tokenizer::all());
    let directory = MmapDirectory::open(dir)?;
    let mut writer: SingleSegmentIndexWriter = builder.single_segment_index_writer(directory, TABLE_BYTES)?;
    // Tantivy numbers documents in the order in which one thread adds them; what they are found by another can say ahead.
    std::thread::scope(|scope| {
        let (give, take) = std::sync::mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            for some in documents.chunks(AT_ONCE) {
                let made: Vec<TantivyDocument> = some.iter().map(|each| fields::of(each, labels, &stored)).collect();
                // Nobody takes them any more when the index could not be written.
                if give.send(made).is_err() {
                    break;
                }
            }
        });
        take.into_iter().flatten().try_for_each(|document| writer.add_document(document))
    })?;
    writer.finalize()?;
    Ok(())
}

fn beside(dir: &Path, extension: &str) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(extension);
    dir.with_file_name(name)
}

fn remove(dir: &Path) -> Result<(), FileError> {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileError::on("remove", dir)(error)),
        _ => Ok(()),
    }
}
