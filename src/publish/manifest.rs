//! `manifest.json`: path, bytes and SHA-256 of every file of the site, and what it was made from.

use super::PublishError;
use super::disk::{Disk, Found, Stat};
use super::hash::Sha256Hash;
use super::site_path::{self, MANIFEST};
use crate::fs::FileError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Version of the file's layout.
const VERSION: u32 = 1;

/// One published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    pub bytes: u64,
    pub sha256: Sha256Hash,
    /// Named by its content: may be cached for ever, and stays one generation longer than what names it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub immutable: bool,
}

/// What is published. It does not list itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    version: u32,
    /// Program and version that made the site.
    pub generator: String,
    /// Digest over everything the site was made from.
    pub inputs: String,
    /// What the maker of the site wants to know of it when there is nothing to do.
    #[serde(default)]
    pub summary: serde_json::Value,
    /// Sorted by path, each path once.
    pub files: Vec<Entry>,
}

/// What a site was made from, and what is to be remembered of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Digest over everything the site was made from.
    pub inputs: String,
    /// Of the maker's choice; it is published with the manifest.
    pub summary: serde_json::Value,
}

impl From<String> for Origin {
    fn from(inputs: String) -> Origin {
        Origin { inputs, ..Origin::default() }
    }
}

impl Manifest {
    /// `files` sorted by path.
    pub(super) fn new(origin: Origin, files: Vec<Entry>) -> Manifest {
        let Origin { inputs, summary } = origin;
        Manifest { version: VERSION, generator: generator(), inputs, summary, files }
    }

    /// The manifest of an output folder; none when there is none.
    ///
    /// # Errors
    /// [`PublishError::Damaged`] when it cannot be read as one; a path that leaves the folder is such a case.
    pub fn load(out: &Path) -> Result<Option<Manifest>, PublishError> {
        let path = out.join(MANIFEST);
        let damaged = |reason: String| PublishError::Damaged { path: path.clone(), reason };
        let bytes = match crate::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if manifest.version != VERSION {
            return Err(damaged(format!("its version is {}, this program knows {VERSION}", manifest.version)));
        }
        if let Some(entry) = manifest.files.iter().find(|entry| !site_path::is_valid(&entry.path)) {
            return Err(damaged(format!("`{}` is no path for a published file", entry.path)));
        }
        if !manifest.files.is_sorted_by(|one, next| one.path < next.path) {
            return Err(damaged("its files are not sorted by path".to_owned()));
        }
        Ok(Some(manifest))
    }

    pub fn find(&self, path: &str) -> Option<&Entry> {
        self.position(path).map(|position| &self.files[position])
    }

    /// Where a path stands among the files.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()
    }

    /// Of the file as [`Manifest::write`] writes it.
    pub(super) fn digest(&self) -> Sha256Hash {
        let mut hash = Sha256::new();
        self.write(&mut hash).expect("a digest takes every write");
        Sha256Hash(hash.finalize().into())
    }

    /// HTML pages among the files.
    pub fn pages(&self) -> usize {
        self.files.iter().filter(|entry| entry.path.ends_with(".html")).count()
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|entry| entry.bytes).sum()
    }

    /// Writes it, one file a line; in pieces, since a large site's manifest is a large text.
    pub(super) fn write(&self, out: impl Write) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let generator = serde_json::to_string(&self.generator)?;
        let inputs = serde_json::to_string(&self.inputs)?;
        write!(out, "{{\"version\":{},\"generator\":{generator},\"inputs\":{inputs},", self.version)?;
        write!(out, "\"summary\":{},\"files\":[", self.summary)?;
        for (position, entry) in self.files.iter().enumerate() {
            out.write_all(if position == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut out, entry)?;
        }
        out.write_all(b"\n]}\n")?;
        out.flush()
    }
}

pub(super) fn generator() -> String {
    format!("mingjing {}", env!("CARGO_PKG_VERSION"))
}

impl Entry {
    /// Whether the file in place is the one that was published. `stamp` is the manifest's own; without it the file is
    /// read in any case.
    pub(super) fn is_in_place(&self, disk: &Disk, stamp: Option<&Stat>) -> Result<bool, FileError> {
        match disk.found(&self.path)? {
            Found::File(stat) if stat.size != self.bytes => Ok(false),
            Found::File(stat) if stamp.is_some_and(|stamp| stat.is_older_than(stamp)) => Ok(true),
            Found::File(_) => Ok(Sha256Hash(Sha256::digest(disk.read(&self.path)?).into()) == self.sha256),
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry { path: path.to_owned(), bytes: 3, sha256: Sha256Hash([0xa5; 32]), immutable: path.ends_with(".css") }
    }

    fn load(text: &str) -> Result<Option<Manifest>, PublishError> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(MANIFEST), text).unwrap();
        Manifest::load(dir.path())
    }

    #[test]
    fn reads_what_it_writes() {
        let origin = Origin { inputs: "ab12".to_owned(), summary: serde_json::json!({ "shown": 3 }) };
        let manifest = Manifest::new(origin, vec![entry("a.css"), entry("政策/解读 1.html")]);
        let mut bytes = Vec::new();
        manifest.write(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(load(&text).unwrap(), Some(manifest.clone()));
        assert_eq!(text.lines().count(), 4, "one line a file");
        assert!(text.contains(&"a5".repeat(32)) && text.matches("immutable").count() == 1);
        assert!(manifest.find("a.css").is_some() && manifest.find("b.css").is_none());
    }

    #[test]
    fn refuses_what_it_did_not_write() {
        let whole = |files: &str| format!(r#"{{"version":1,"generator":"g","inputs":"i","files":[{files}]}}"#);
        let line = |path: &str| format!(r#"{{"path":"{path}","bytes":1,"sha256":"{}"}}"#, "0".repeat(64));
        assert!(load(&whole(&line("a"))).is_ok());
        for broken in [
            String::new(),
            "{".to_owned(),
            whole("").replace("\"version\":1", "\"version\":2"),
            whole(&line("../../etc/passwd")),
            whole(&line(".mingjing/lock")),
            whole(&format!("{},{}", line("b"), line("a"))),
            whole(&format!("{},{}", line("a"), line("a"))),
            whole(&line("a").replace(&"0".repeat(64), "00")),
        ] {
            assert!(matches!(load(&broken), Err(PublishError::Damaged { .. })), "{broken}");
        }
    }
}
