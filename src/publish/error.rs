//! What can go wrong while publishing. The published site is as it was, unless a variant says otherwise.

use super::gate::Leak;
use crate::fs::FileError;
use std::path::PathBuf;

/// Leaks named in one message; the rest are counted.
const LEAKS_SHOWN: usize = 20;

/// Publishing failed.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    File(FileError),
    /// No room is left, or no more may be written.
    #[error("{source}: {}\n  hint: make room: a build needs about as much again as what it changes", source.source)]
    Full { source: FileError },
    /// The output folder cannot be created or written.
    #[error("cannot write to the output folder `{}`: {source}\n  hint: check that the folder may be written, or name another with `--out`", path.display())]
    Unwritable { path: PathBuf, source: std::io::Error },
    /// Another process holds the lock.
    #[error("another build is running on `{}`\n  hint: wait until it is done, or stop it", .0.display())]
    Busy(PathBuf),
    /// `manifest.json` or the commit list is there and cannot be used.
    #[error("`{}` cannot be used: {reason}\n  hint: build again, into an empty folder", path.display())]
    Damaged { path: PathBuf, reason: String },
    /// A folder without a manifest is no site that could be verified.
    #[error("`{}` is not there\n  hint: name a folder that a build has published", .0.display())]
    NoManifest(PathBuf),
    /// An artifact's path would leave the output folder, or is one that publishing keeps for itself.
    #[error("`{0}` is no path for a published file")]
    Path(String),
    /// Two artifacts have one path.
    #[error("two files of the site want the path `{0}`\n  hint: give one of the two another name")]
    Collision(String),
    /// An artifact is named like the folder of another.
    #[error("`{0}` is wanted both as a file and as a folder\n  hint: give one of the two another name")]
    FileAndFolder(String),
    /// Something in the output folder stands where a file or folder of the site must go.
    #[error("`{}` is in the way: it is {found}\n  hint: move it out of the output folder", path.display())]
    InTheWay { path: PathBuf, found: &'static str },
    /// A file that no manifest knows has other bytes than the one to be published.
    #[error("`{}` was not made by a build and would be overwritten\n  hint: move it away, or name another output folder with `--out`", .0.display())]
    Foreign(PathBuf),
    /// The finished site holds personal data.
    #[error("{}", leak_message(.0))]
    Leaks(Vec<Leak>),
    /// A compressed file that the leak gate cannot open.
    #[error("cannot look for personal data inside `{path}`: {reason}")]
    Opaque { path: String, reason: String },
    /// A picture carries something that is not seen.
    #[error(
        "the picture `{path}` holds {what}; nothing was published\n  hint: save it without; pictures below `content/` are cleaned by themselves"
    )]
    Picture { path: String, what: &'static str },
}

impl From<FileError> for PublishError {
    fn from(error: FileError) -> PublishError {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        match error.source.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => PublishError::Full { source: error },
            _ => PublishError::File(error),
        }
    }
}

fn leak_message(leaks: &[Leak]) -> String {
    let mut message = format!("personal data in {} finished file(s); nothing was published", leaks.len());
    for leak in leaks.iter().take(LEAKS_SHOWN) {
        message.push_str(&format!("\n  {leak}"));
    }
    if leaks.len() > LEAKS_SHOWN {
        message.push_str(&format!("\n  and {} more", leaks.len() - LEAKS_SHOWN));
    }
    message.push_str("\n  hint: mend the feed or the article that the page is made from, then build again");
    message
}
