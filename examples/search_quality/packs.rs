//! The search pack of a portal without its pages: what a million merchants need to be measured.
//!
//! In: the root of a portal that was pulled. Out: a folder with `search/` in it, the scripts of the theme beside it.

use anyhow::{Context, Result};
use mingjing::clock::Date;
use mingjing::pages::content::Drafts;
use mingjing::pages::facts::View;
use mingjing::pages::theme::Theme;
use mingjing::pages::words::Words;
use mingjing::search::documents::{documents, labels};
use mingjing::{pipeline, search};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Makes the pack of a portal below `out` and says what it took.
pub fn build(root: &Path, out: &Path, date: Option<Date>) -> Result<()> {
    let model = pipeline::model(root, date, Drafts::LeftOut)?;
    let theme = Theme::load(&model.settings.theme_dir())?;
    let words = Words::new(&theme.strings(&model.settings.language)?, &model.settings.language)?;
    let view = View { model: &model, words: &words };
    let begun = Instant::now();
    let labels = labels(view);
    let documents = documents(view, &labels.regions);
    let listed = begun.elapsed();
    let pack = search::build(documents, &labels, &out.join("index"))?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut folders: BTreeSet<&Path> = BTreeSet::new();
    for file in &pack.files {
        let parent = Path::new(&file.path).parent().context("a file of the pack has a folder")?;
        if folders.insert(parent) {
            fs::create_dir_all(out.join(parent))?;
        }
        fs::write(out.join(&file.path), &file.bytes)?;
    }
    println!(
        "{} documents, {} files, {:.1} MB, {seconds:.1} s ({:.1} s of them listing), {:.0} µs a document",
        pack.documents,
        pack.files.len(),
        pack.bytes as f64 / 1e6,
        listed.as_secs_f64(),
        seconds * 1e6 / pack.documents.max(1) as f64,
    );
    Ok(())
}

/// Share of the second pack's bytes that the first has not under the same name.
pub fn rewritten(old: &Path, new: &Path) -> Result<f64> {
    let (old, new) = (files(old)?, files(new)?);
    let all: u64 = new.iter().map(|(_, bytes)| bytes).sum();
    let fresh: Vec<&(PathBuf, u64)> = new.difference(&old).collect();
    let bytes: u64 = fresh.iter().map(|(_, bytes)| bytes).sum();
    println!("{} of {} files, {:.1} of {:.1} MB", fresh.len(), new.len(), bytes as f64 / 1e6, all as f64 / 1e6);
    Ok(bytes as f64 / all.max(1) as f64)
}

/// Every immutable file of a pack, with its size.
fn files(site: &Path) -> Result<BTreeSet<(PathBuf, u64)>> {
    let mut out = BTreeSet::new();
    for folder in fs::read_dir(site.join("search"))? {
        let folder = folder?.path();
        if folder.is_dir() {
            for file in fs::read_dir(&folder)? {
                let file = file?;
                let name = Path::new(folder.file_name().context("a folder has a name")?).join(file.file_name());
                out.insert((name, file.metadata()?.len()));
            }
        }
    }
    Ok(out)
}
