//! A finished file of the site.

/// When a file is put in place: what others point at comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Named by its content: assets, index chunks.
    Immutable,
    /// Pages, feeds, downloads.
    Page,
    /// Names the current version of something: search meta, status.
    Pointer,
}

/// A finished file of the site.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Path below the output folder, with forward slashes.
    pub path: String,
    pub class: Class,
    pub bytes: Vec<u8>,
}
