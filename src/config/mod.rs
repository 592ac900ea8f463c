//! `portal.toml` and `data/agencies.toml`: read once, resolved, then never changed.

pub mod agencies;
pub mod districts;
pub mod place;
pub mod raw;
pub mod settings;

pub use agencies::{Agencies, Agency};
pub use districts::{District, Districts, Division};
pub use settings::{Settings, is_among_own};

use crate::fs::FileError;
use std::path::PathBuf;

/// What a portal knows of its own place: who publishes there, and its districts.
#[derive(Debug, Clone, Copy)]
pub struct Local<'a> {
    pub agencies: &'a Agencies,
    pub districts: &'a Districts,
}

/// The configuration cannot be used; exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("no `portal.toml` in `{}`\n  hint: run `mingjing init DIR` for a new portal, or name its folder with `--root`", .0.display())]
    NoPortal(PathBuf),
    #[error("the output folder `{}` is among the portal's own files\n  hint: name one of its own with `--out`, such as `site`: it is published whole", .0.display())]
    Output(PathBuf),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("`{}`: {source}", path.display())]
    Toml { path: PathBuf, source: toml::de::Error },
    #[error("`{}`{}: `{key}` = `{value}`: {reason}", path.display(), line_words(*line))]
    Value {
        path: PathBuf,
        /// From 1; 0 when the file has no such line.
        line: usize,
        key: String,
        value: String,
        reason: String,
    },
}

impl ConfigError {
    /// A value that parses but cannot be right. Looks up its line in the file.
    pub fn value(
        path: impl Into<PathBuf>,
        key: impl Into<String>,
        value: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        let (path, key, value) = (path.into(), key.into(), value.into());
        let line = place::line_of_key(&path, &key, &value);
        ConfigError::Value { path, line, key, value, reason: reason.into() }
    }

    /// A value that stands in the file once more than it may; the line is that of the last time.
    pub fn repeated(path: impl Into<PathBuf>, key: &str, value: &str, reason: &str) -> Self {
        let path = path.into();
        let line = place::line_of_last(&path, key, value);
        ConfigError::Value { path, line, key: key.to_owned(), value: value.to_owned(), reason: reason.to_owned() }
    }
}

fn line_words(line: usize) -> String {
    if line == 0 { String::new() } else { format!(", line {line}") }
}

/// Reads a TOML file that people edit; the error names file, line and column.
pub fn read_toml<T: serde::de::DeserializeOwned>(path: &std::path::Path) -> Result<T, ConfigError> {
    let text = crate::fs::read_to_string(path)?;
    toml::from_str(&text).map_err(|source| ConfigError::Toml { path: path.to_owned(), source })
}
