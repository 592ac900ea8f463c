//! What can be wrong with a picture, each with its mend.

use crate::fs::FileError;

/// A picture that cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("the picture does not exist")]
    Missing,
    #[error("the picture cannot be read: {reason}")]
    Unreadable { reason: String },
    #[error("it is no JPEG, PNG or WebP picture")]
    Format,
    #[error("the picture has {} MB", bytes >> 20)]
    TooLarge { bytes: u64 },
    #[error("the picture has {width} × {height} pixels")]
    Dimensions { width: u32, height: u32 },
    #[error("the picture is broken: {reason}")]
    Broken { reason: String },
}

impl PictureError {
    pub(super) fn unreadable(error: FileError) -> PictureError {
        PictureError::Unreadable { reason: error.source.to_string() }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            PictureError::Missing => {
                "pictures stand below `content/`; write the path from this file, like `images/a.png`"
            }
            PictureError::Unreadable { .. } => "look at the file and its permissions",
            PictureError::Format => "save it as JPEG (photos) or PNG (drawings); SVG, GIF and HEIC are not shown",
            PictureError::TooLarge { .. } => "save it smaller: 20 MB at most",
            PictureError::Dimensions { .. } => "make it smaller: 12000 pixels a side and 40 million in all at most",
            PictureError::Broken { .. } => "open it and save it again",
        }
    }
}
