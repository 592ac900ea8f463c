//! A published site against its manifest, file by file and byte by byte.

use super::disk::{Disk, Found};
use super::hash::Sha256Hash;
use super::manifest::{Entry, Manifest};
use super::site_path::{self, MANIFEST, PRIVATE};
use super::{PublishError, commit};
use crate::fs::FileError;
use crate::issues::Issue;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;

/// Compares every file of `dir` with `manifest.json`: missing and changed files are errors, files that the manifest
/// does not know are warnings. Sorted by path; an empty list means that all is well.
///
/// # Errors
/// [`PublishError::NoManifest`] without one, [`PublishError::Damaged`] when it cannot be used; [`PublishError::File`] when `dir` cannot be read.
pub fn verify(dir: &Path) -> Result<Vec<Issue>, PublishError> {
    let disk = Disk::new(dir.to_owned());
    let Some(manifest) = Manifest::load(dir)? else {
        return Err(PublishError::NoManifest(dir.join(MANIFEST)));
    };
    let mut issues: Vec<Issue> = manifest.files.par_iter().filter_map(|entry| check(&disk, entry)).collect();
    let retired = commit::retired(&disk)?;
    for path in files(dir)? {
        if manifest.find(&path).is_none() && !retired.contains(&path) {
            issues.push(Issue::warning(path, "not in the manifest"));
        }
    }
    if commit::is_pending(&disk)? {
        let issue = Issue::error(PRIVATE, "a build was cut short while putting files in place");
        issues.push(issue.hint("build again: the next build completes it"));
    }
    issues.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(issues)
}

fn check(disk: &Disk, entry: &Entry) -> Option<Issue> {
    let problem = |message: String| Some(Issue::error(&entry.path, message));
    match disk.found(&entry.path) {
        Err(error) => problem(error.to_string()),
        Ok(Found::Nothing) => problem("missing".to_owned()),
        Ok(Found::File(stat)) if stat.size != entry.bytes => {
            problem(format!("changed: {} bytes, the manifest says {}", stat.size, entry.bytes))
        }
        Ok(Found::File(_)) => match disk.read(&entry.path) {
            Err(error) => problem(error.to_string()),
            Ok(bytes) if Sha256Hash(Sha256::digest(&bytes).into()) != entry.sha256 => {
                problem("changed: its SHA-256 is not the one in the manifest".to_owned())
            }
            Ok(_) => None,
        },
        Ok(found) => problem(format!("changed: it is {}", found.name())),
    }
}

/// Site paths of all files and links below `dir`, but for the manifest and publishing's own folder.
fn files(dir: &Path) -> Result<Vec<String>, FileError> {
    let private = dir.join(PRIVATE);
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(dir).into_iter().filter_entry(|entry| entry.path() != private) {
        let entry = entry.map_err(|error| FileError {
            action: "list",
            path: dir.to_owned(),
            source: error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links")),
        })?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(dir).expect("walking stays below its root");
            files.push(site_path::from_native(path));
        }
    }
    files.retain(|path| path != MANIFEST);
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{Artifact, Class, Compare, Gate, Publisher};
    use std::fs;

    #[test]
    fn names_missing_changed_and_extra_files() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        assert!(matches!(verify(out), Err(PublishError::NoManifest(_))), "without a manifest nothing can be said");
        let publisher = Publisher::open(out, Gate::default(), Compare::Size).unwrap();
        for path in ["index.html", "m/a.html", "m/b.html", "m/c.html", "m/d.html"] {
            publisher.put(Artifact { path: path.to_owned(), class: Class::Page, bytes: b"page".to_vec() }).unwrap();
        }
        publisher.finish("i".to_owned()).unwrap();
        assert_eq!(verify(out).unwrap(), []);

        fs::write(out.join("m/a.html"), "Page").unwrap();
        fs::write(out.join("m/b.html"), "longer page").unwrap();
        fs::remove_file(out.join("m/c.html")).unwrap();
        fs::remove_file(out.join("m/d.html")).unwrap();
        fs::create_dir(out.join("m/d.html")).unwrap();
        fs::write(out.join("extra.html"), "extra").unwrap();
        let lines: Vec<String> = verify(out).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "warning: extra.html: not in the manifest",
                "error: m/a.html: changed: its SHA-256 is not the one in the manifest",
                "error: m/b.html: changed: 11 bytes, the manifest says 4",
                "error: m/c.html: missing",
                "error: m/d.html: changed: it is a folder",
            ]
        );
    }
}
