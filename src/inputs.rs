//! What a site is made from, as one digest: while it stays the same, so does the site.
//!
//! In: the portal's folder, its theme, the ledger's own digest, the day. Out: a text that changes when any of them does.
//! Reads files, knows nothing of what stands in them.

use crate::clock::Date;
use crate::config::Settings;
use crate::fs::{self, FileError};
use crate::pages::content::Drafts;
use crate::pages::context::SiteContext;
use crate::pages::theme::Theme;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};

/// Digest of this program's sources, made by `build.rs`: another program may make another site of the same portal.
const PROGRAM: &str = env!("MINGJING_SOURCES");

/// Everything that decides what a site looks like.
pub struct Inputs<'a> {
    pub settings: &'a Settings,
    pub theme: &'a Theme,
    /// Digest of the ledger's content.
    pub ledger: [u8; 32],
    pub date: Date,
    pub drafts: Drafts,
}

impl Inputs<'_> {
    /// Where the portal stands does not count: a copy of it makes the same site.
    ///
    /// # Errors
    /// A file of the portal that cannot be read.
    pub fn digest(&self) -> Result<String, FileError> {
        let mut hash = Sha256::new();
        hash.update(format!("{} {PROGRAM} {} {:?}\n", env!("CARGO_PKG_VERSION"), self.date, self.drafts));
        hash.update(self.theme.digest());
        hash.update(self.ledger);
        for path in self.files()? {
            let name = path.strip_prefix(&self.settings.root).unwrap_or(&path).to_string_lossy().into_owned();
            for part in [name.into_bytes(), fs::read(&path)?] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Files that people edit, sorted: configuration, feeds, agencies, rules, the lists of reviewed decisions, prose.
    fn files(&self) -> Result<Vec<PathBuf>, FileError> {
        let data = self.settings.data();
        let mut files = vec![self.settings.root.join("portal.toml")];
        files.extend(below(&data, 1)?.into_iter().filter(|path| path.extension().is_some_and(|found| found == "toml")));
        for folder in [data.join("rules"), data.join("sources"), self.settings.content()] {
            files.extend(below(&folder, usize::MAX)?);
        }
        Ok(files)
    }
}

/// What every page of a site is made of alike.
pub fn frame(theme: &Theme, site: &SiteContext) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(PROGRAM);
    hash.update(theme.digest());
    hash.update(serde_json::to_vec(site).expect("a site context is JSON"));
    hash.finalize().to_vec()
}

/// Files in a folder, down to a depth; none when it is not there.
fn below(folder: &Path, depth: usize) -> Result<Vec<PathBuf>, FileError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).max_depth(depth).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| FileError {
            action: "list",
            path: folder.to_owned(),
            source: error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links")),
        })?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::fs::{create_dir_all, write};

    fn digest(root: &Path, ledger: u8, day: i8, drafts: Drafts) -> String {
        let settings = Settings::load(root).expect("a portal");
        let theme = Theme::load(&settings.theme_dir()).expect("a theme");
        let inputs =
            Inputs { settings: &settings, theme: &theme, ledger: [ledger; 32], date: date(2026, 11, day), drafts };
        inputs.digest().expect("readable")
    }

    fn portal() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        let portal =
            "[portal]\ntitle = \"示例\"\nbase_url = \"https://x.cn/\"\nregion = \"210300\"\norganizer = \"示例局\"\n";
        write(dir.path().join("portal.toml"), portal).expect("written");
        for folder in [
            "data/rules",
            "data/sources",
            "data/snapshots",
            "content/articles",
            "content/images",
            "themes/default/templates",
        ] {
            create_dir_all(dir.path().join(folder)).expect("created");
        }
        dir
    }

    #[test]
    fn every_input_counts() {
        let dir = portal();
        let first = digest(dir.path(), 0, 1, Drafts::LeftOut);
        assert_eq!(first, digest(portal().path(), 0, 1, Drafts::LeftOut), "the place does not count");
        for other in [(1, 1, Drafts::LeftOut), (0, 2, Drafts::LeftOut), (0, 1, Drafts::Shown)]
            .map(|(l, d, s)| digest(dir.path(), l, d, s))
        {
            assert_ne!(other, first);
        }
        let mut seen = vec![first];
        for file in [
            "data/agencies.toml",
            "data/withdrawals.toml",
            "data/corrections.toml",
            "data/merges.toml",
            "data/rules/own.toml",
            "data/sources/feed.toml",
            "content/articles/a.md",
            "content/home.toml",
            "content/images/a.png",
            "themes/default/templates/404.html",
        ] {
            write(dir.path().join(file), "a").expect("written");
            let added = digest(dir.path(), 0, 1, Drafts::LeftOut);
            write(dir.path().join(file), "b").expect("written");
            let changed = digest(dir.path(), 0, 1, Drafts::LeftOut);
            assert!(!seen.contains(&added) && !seen.contains(&changed) && added != changed, "{file}");
            seen.extend([added, changed]);
        }
        write(dir.path().join("data/snapshots/x.zst"), "a").expect("written");
        write(dir.path().join("data/ledger.db"), "a").expect("written");
        assert_eq!(seen.last(), Some(&digest(dir.path(), 0, 1, Drafts::LeftOut)), "no inputs of a build");
    }
}
