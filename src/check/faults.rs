//! Problems while they are collected: each with its file below the root and its line.

use crate::config::{ConfigError, place};
use crate::issues::{Issue, Severity};
use crate::records::privacy;
use std::path::{Path, PathBuf};

/// What was found so far.
pub struct Faults {
    root: PathBuf,
    /// File, line (0 where the whole file is meant), issue.
    found: Vec<(String, usize, Issue)>,
}

impl Faults {
    pub fn new(root: &Path) -> Faults {
        Faults { root: root.to_owned(), found: Vec::new() }
    }

    /// Something that stops a build, or must not be published. `text` may end with a line `hint: …`.
    pub fn error(&mut self, path: &Path, line: usize, text: &str) {
        self.add(Severity::Error, path, line, text);
    }

    /// Something a person should look at.
    pub fn warning(&mut self, path: &Path, line: usize, text: &str) {
        self.add(Severity::Warning, path, line, text);
    }

    pub fn add(&mut self, severity: Severity, path: &Path, line: usize, text: &str) {
        let file = self.name(path);
        let place = if line == 0 { file.clone() } else { format!("{file}:{line}") };
        let text = privacy::mask(text);
        let (message, hint) = match text.split_once("\n  hint: ") {
            Some((message, hint)) => (message, Some(hint.to_owned())),
            None => (text.as_ref(), None),
        };
        let issue = Issue { severity, place, message: message.to_owned(), hint };
        self.found.push((file, line, issue));
    }

    /// An issue that another stage found in a file of decisions.
    pub fn issue(&mut self, issue: &Issue) {
        self.found.push((issue.place.clone(), 0, issue.clone()));
    }

    /// A configuration file that cannot be used, with the line of the key that is wrong.
    pub fn configuration(&mut self, error: &ConfigError) {
        match error {
            ConfigError::NoPortal(root) => {
                let hint = "`mingjing init DIR` writes a new portal; `--root` names the folder of another";
                self.error(&root.join("portal.toml"), 0, &format!("the file does not exist\n  hint: {hint}"));
            }
            ConfigError::Output(out) => self.error(out, 0, &error.to_string()),
            ConfigError::File(error) => {
                let path = error.path.clone();
                self.error(&path, 0, &format!("cannot {} it: {}", error.action, error.source));
            }
            ConfigError::Toml { path, source } => {
                let line = source.span().map_or(0, |span| place::line_at(path, span.start));
                self.error(path, line, source.message());
            }
            ConfigError::Value { path, line, key, value, reason } => {
                self.error(path, *line, &format!("`{key}` = `{value}`: {reason}"));
            }
        }
    }

    /// In order of file, line and message, each once.
    pub fn sorted(mut self) -> Vec<Issue> {
        self.found.sort_by(|one, other| (&one.0, one.1, &one.2.message).cmp(&(&other.0, other.1, &other.2.message)));
        self.found.dedup();
        self.found.into_iter().map(|(_, _, issue)| issue).collect()
    }

    /// A path as people see it: below the root.
    fn name(&self, path: &Path) -> String {
        let absolute = std::path::absolute(&self.root).unwrap_or_else(|_| self.root.clone());
        let below = path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(absolute)).unwrap_or(path);
        below.display().to_string()
    }
}
