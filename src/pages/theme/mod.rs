//! The theme: templates, static files and interface strings.
//!
//! In: the default theme, which is embedded in the binary, and the portal's own `themes/NAME/`, whose files win one by
//! one. Out: [`Theme`], and from it [`Templates`], set up once and then only read. No business rules here or in themes.

mod filters;
mod fold;
mod foreign;
mod templates;
#[cfg(test)]
mod tests;
mod tokens;
mod trim;
mod unbroken;

pub use templates::Templates;
pub use tokens::{Mode, Pair, Part, Tokens};

use super::strings::{Strings, StringsError};
use crate::fs::{self, FileError};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every file of the default theme with its path below `themes/default/`, sorted; made by `build.rs`.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/theme_files.rs"));

/// Folders that a theme may have.
const FOLDERS: [&str; 3] = ["templates", "static", "i18n"];

/// Where a theme declares its colours, sizes and spaces.
const TOKENS: &str = "static/css/10-tokens.css";

/// A theme that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("no theme in `{}`\n  hint: create the folder, or change `theme` in `portal.toml`", .0.display())]
    NoTheme(PathBuf),
    #[error("`{}`: a theme has no such folder\n  hint: one of `templates`, `static`, `i18n`", .0.display())]
    UnknownFolder(PathBuf),
    #[error("`{file}` is not UTF-8\n  hint: save it as UTF-8")]
    NotUtf8 { file: String },
    #[error(transparent)]
    Strings(#[from] StringsError),
    /// A template that does not parse; the report names file, line and column and quotes the line.
    #[error("a template cannot be used\n{report}")]
    Template { report: String },
    /// A page that a template could not make.
    #[error("`{template}` cannot make a page\n{report}")]
    Render { template: String, report: String },
}

/// The files of a theme, overrides applied.
#[derive(Debug, Clone)]
pub struct Theme {
    /// By path below the theme's folder, with forward slashes.
    files: BTreeMap<String, File>,
}

#[derive(Debug, Clone)]
struct File {
    bytes: Cow<'static, [u8]>,
    /// Where the portal has it; `None` for a file of the embedded theme.
    path: Option<PathBuf>,
}

impl Theme {
    /// The default theme as it is in the binary.
    pub fn embedded() -> Theme {
        let file = |bytes: &'static [u8]| File { bytes: Cow::Borrowed(bytes), path: None };
        Theme { files: EMBEDDED.iter().map(|(name, bytes)| ((*name).to_owned(), file(bytes))).collect() }
    }

    /// The embedded theme with the files of `dir` in place of its own. The folder may be absent when it is the default
    /// theme's.
    ///
    /// # Errors
    /// [`ThemeError`] for a theme that is not there, a file that cannot be read, or a folder no theme has.
    pub fn load(dir: &Path) -> Result<Theme, ThemeError> {
        let mut theme = Theme::embedded();
        if !dir.is_dir() {
            let is_default = dir.file_name().is_some_and(|name| name == "default");
            return if is_default { Ok(theme) } else { Err(ThemeError::NoTheme(dir.to_owned())) };
        }
        for entry in
            walkdir::WalkDir::new(dir).min_depth(1).sort_by_file_name().into_iter().filter_entry(is_a_theme_file)
        {
            let entry = entry.map_err(|error| FileError {
                action: "list",
                path: dir.to_owned(),
                source: error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links")),
            })?;
            let name = name_below(dir, entry.path());
            if entry.file_type().is_dir() {
                if entry.depth() == 1 && !FOLDERS.contains(&name.as_str()) {
                    return Err(ThemeError::UnknownFolder(entry.into_path()));
                }
                continue;
            }
            let bytes = fs::read(entry.path())?;
            theme.files.insert(name, File { bytes: Cow::Owned(bytes), path: Some(entry.into_path()) });
        }
        Ok(theme)
    }

    /// Templates by name, such as `merchant.html`.
    ///
    /// # Errors
    /// [`ThemeError::NotUtf8`].
    pub fn templates(&self) -> Result<BTreeMap<String, String>, ThemeError> {
        self.below("templates/").map(|(name, file)| Ok((name.to_owned(), text(name, file)?.to_owned()))).collect()
    }

    /// Static files by path below `static/`, such as `js/main.js`, in order.
    pub fn static_files(&self) -> Vec<(&str, &[u8])> {
        self.below("static/").map(|(name, file)| (name, file.bytes.as_ref())).collect()
    }

    /// The custom properties of its style sheet.
    pub fn tokens(&self) -> Tokens {
        let sheet = self.files.get(TOKENS).and_then(|file| std::str::from_utf8(&file.bytes).ok());
        sheet.map(Tokens::parse).unwrap_or_default()
    }

    /// The strings of a language, all files of its folder merged: every one that the default theme has.
    ///
    /// # Errors
    /// [`ThemeError::Strings`] when the theme does not have the language, its files cannot be merged, or a string is
    /// missing: a file that was replaced may be older than the program.
    pub fn strings(&self, language: &str) -> Result<Strings, ThemeError> {
        let folder = format!("i18n/{language}/");
        let files = self.below(&folder).filter(|(name, _)| name.ends_with(".toml"));
        let files = files.map(|(name, file)| Ok((self.place(&format!("{folder}{name}")), text(name, file)?)));
        let files = files.collect::<Result<Vec<_>, ThemeError>>()?;
        if files.is_empty() {
            let known: BTreeSet<&str> =
                self.below("i18n/").filter_map(|(name, _)| Some(name.split_once('/')?.0)).collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            return Err(StringsError::NoLanguage { language: language.to_owned(), known }.into());
        }
        let strings = Strings::merge(files.iter().map(|(name, text)| (name.as_str(), *text)))?;
        let mut missing = Vec::new();
        for &(name, bytes) in EMBEDDED.iter().filter(|(name, _)| name.starts_with(&folder)) {
            let own = Strings::merge([(name, text(name, &File { bytes: Cow::Borrowed(bytes), path: None })?)])?;
            let absent = own.keys().into_iter().filter(|key| strings.get(key).is_none());
            missing.extend(absent.map(|key| (self.place(name), key)));
        }
        if missing.is_empty() { Ok(strings) } else { Err(StringsError::Missing { keys: missing }.into()) }
    }

    /// Changes when any file of the theme does.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (name, file) in &self.files {
            for part in [name.as_bytes(), file.bytes.as_ref()] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        hash.finalize().into()
    }

    fn below<'t>(&'t self, folder: &'t str) -> impl Iterator<Item = (&'t str, &'t File)> {
        self.files.range(folder.to_owned()..).map_while(move |(name, file)| Some((name.strip_prefix(folder)?, file)))
    }

    /// A file as messages name it: where the portal has it, else its path in the embedded theme.
    fn place(&self, name: &str) -> String {
        match self.files.get(name).and_then(|file| file.path.as_ref()) {
            Some(path) => path.display().to_string(),
            None => format!("default theme: {name}"),
        }
    }
}

fn text<'f>(name: &str, file: &'f File) -> Result<&'f str, ThemeError> {
    let named = || file.path.as_ref().map_or_else(|| name.to_owned(), |path| path.display().to_string());
    std::str::from_utf8(&file.bytes).map_err(|_| ThemeError::NotUtf8 { file: named() })
}

/// What editors and systems leave in folders is no part of a theme.
fn is_a_theme_file(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    !name.starts_with(b".") && !name.ends_with(b"~")
}

fn name_below(dir: &Path, path: &Path) -> String {
    let below = path.strip_prefix(dir).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
