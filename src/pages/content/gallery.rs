//! Pictures that articles and fixed pages show: which file each names, and whether it can be shown.

use super::reading::Prose;
use super::{ContentError, Mistake};
use crate::pages::markdown::{self, LinkKind};
use crate::pictures::Picture;
use crate::records::privacy;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Pictures by the file of prose that shows them and the address it names them by.
#[derive(Debug, Clone, Default)]
pub struct Gallery(BTreeMap<PathBuf, BTreeMap<String, Arc<Picture>>>);

impl Gallery {
    /// The picture that a file of prose names.
    pub fn find(&self, prose: &Path, target: &str) -> Option<Arc<Picture>> {
        self.0.get(prose)?.get(target).cloned()
    }

    /// Every picture once, in order of file.
    pub fn pictures(&self) -> Vec<&Picture> {
        let all = self.0.values().flat_map(BTreeMap::values).map(|picture| (picture.file(), picture.as_ref()));
        all.collect::<BTreeMap<_, _>>().into_values().collect()
    }

    /// Keeps what the files of prose show that `is_shown` names.
    pub(super) fn keep(&mut self, is_shown: impl Fn(&Path) -> bool) {
        self.0.retain(|prose, _| is_shown(prose));
    }

    /// Finds the pictures of a file of prose below the content folder `dir`; mistakes go to `errors`.
    pub(super) fn add(&mut self, dir: &Path, prose: Prose<'_>, errors: &mut Vec<ContentError>) {
        // Nearly all prose has none, and need not be parsed for it.
        if !prose.body.contains("![") {
            return;
        }
        for link in markdown::render(prose.body).links {
            let Some(alt) = &link.alt else { continue };
            let line = prose.body_line + link.line - 1;
            if alt.trim().is_empty() {
                errors.push(ContentError::at(prose.path, line, Mistake::NoAlt { target: masked(&link.written) }));
            }
            if link.kind != LinkKind::Internal {
                continue;
            }
            match find(dir, prose.path, &link.target) {
                Ok(picture) => {
                    let shown = self.0.entry(prose.path.to_owned()).or_default();
                    shown.insert(link.target, Arc::new(picture));
                }
                Err(mistake) => errors.push(ContentError::at(prose.path, line, mistake)),
            }
        }
    }
}

fn find(dir: &Path, prose: &Path, target: &str) -> Result<Picture, Mistake> {
    let name = percent_encoding::percent_decode_str(target).decode_utf8_lossy();
    if !privacy::find_all(&name).is_empty() {
        return Err(Mistake::PictureName);
    }
    let file = below(dir, prose.parent().unwrap_or(dir), Path::new(name.as_ref()));
    let file = file.ok_or_else(|| Mistake::PictureOutside { target: target.to_owned() })?;
    Picture::read(&file).map_err(|error| Mistake::Picture { target: target.to_owned(), error })
}

/// The file that `name` means in `folder`, when it stands below `dir`.
fn below(dir: &Path, folder: &Path, name: &Path) -> Option<PathBuf> {
    let mut file = folder.to_owned();
    for part in name.components() {
        match part {
            Component::Normal(part) => file.push(part),
            Component::CurDir => {}
            Component::ParentDir => drop(file.pop()),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    file.starts_with(dir).then_some(file)
}

fn masked(text: &str) -> String {
    privacy::mask(text).into_owned()
}
