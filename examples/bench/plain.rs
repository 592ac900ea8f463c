//! The reference: the files of a site, read into memory and plainly written into a fresh folder.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

/// As many as the machine of the published figures has cores.
const THREADS: usize = 2;

/// Files and bytes below a folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    pub files: u64,
    pub bytes: u64,
}

impl Size {
    pub fn of(folder: &Path) -> Result<Size> {
        let mut size = Size::default();
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry?;
            if entry.file_type().is_file() {
                size.files += 1;
                size.bytes += entry.metadata()?.len();
            }
        }
        Ok(size)
    }
}

/// Seconds to make the folders and write the files of `site` below `copy`, which must not exist yet.
///
/// # Errors
/// A file that cannot be read or written, a copy that exists.
pub fn write(site: &Path, copy: &Path) -> Result<f64> {
    ensure!(!copy.exists(), "`{}` exists: writing over files is another thing to measure", copy.display());
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(site).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = copy.join(entry.path().strip_prefix(site)?);
            files.push((path, fs::read(entry.path())?));
        }
    }
    let start = Instant::now();
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.0.parent()).collect();
    for folder in folders {
        fs::create_dir_all(folder)?;
    }
    let share = files.len().div_ceil(THREADS).max(1);
    thread::scope(|scope| {
        let writers: Vec<_> = files.chunks(share).map(|files| scope.spawn(|| write_all(files))).collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("a writer does not panic"))
    })?;
    Ok(start.elapsed().as_secs_f64())
}

fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    for (path, bytes) in files {
        fs::write(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}
