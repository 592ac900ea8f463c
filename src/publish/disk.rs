//! File calls below the output folder. Every change to it passes here, so that tests can let each one fail in turn.

use crate::fs::FileError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Up to so many files, one sync each is faster than one of the whole file system (0.25 ms each, and a file system that
/// others write to as well may take seconds).
#[cfg(target_os = "linux")]
const FEW_FILES: usize = 400;

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// A plain file.
    File(Stat),
    Folder,
    Link,
    /// A device, a pipe.
    Other,
}

/// What can be told of a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    /// When it was last written; none on a system that does not say.
    pub modified: Option<SystemTime>,
}

impl Stat {
    /// True when the file was certainly not written since the other one was. A file system may not tell two writes in a
    /// few milliseconds apart: the same time says nothing.
    pub fn is_older_than(&self, other: &Stat) -> bool {
        self.modified.zip(other.modified).is_some_and(|(own, other)| own < other)
    }
}

impl Found {
    /// What to call it in a message.
    pub fn name(self) -> &'static str {
        match self {
            Found::Nothing => "nothing",
            Found::File(_) => "a file",
            Found::Folder => "a folder",
            Found::Link => "a symbolic link",
            Found::Other => "no plain file",
        }
    }
}

/// The output folder. Paths are relative to it, with forward slashes.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    #[cfg(test)]
    fuse: fuse::Fuse,
}

impl Disk {
    pub fn new(root: PathBuf) -> Disk {
        Disk {
            root,
            #[cfg(test)]
            fuse: Default::default(),
        }
    }

    #[cfg(test)]
    pub fn with_fuse(root: PathBuf, fuse: fuse::Fuse) -> Disk {
        Disk { root, fuse }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Looks without following a link.
    pub fn found(&self, path: &str) -> Result<Found, FileError> {
        let path = self.path(path);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => {
                Ok(Found::File(Stat { size: metadata.len(), modified: metadata.modified().ok() }))
            }
            Ok(metadata) if metadata.is_dir() => Ok(Found::Folder),
            Ok(metadata) if metadata.is_symlink() => Ok(Found::Link),
            Ok(_) => Ok(Found::Other),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(Found::Nothing)
            }
            Err(error) => Err(FileError::on("look at", &path)(error)),
        }
    }

    pub fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        crate::fs::read(&self.path(path))
    }

    /// Reads a file that may be absent.
    pub fn read_optional(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        match self.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn create_folders(&self, path: &str) -> Result<(), FileError> {
        let path = self.path(path);
        self.change().and_then(|()| fs::create_dir_all(&path)).map_err(FileError::on("create folder", &path))
    }

    /// Writes a file whose folder is there. Not whole after a crash: for staged files only.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        self.write_with(path, |file| file.write_all(bytes))
    }

    /// [`Disk::write`] for what is made piece by piece.
    pub fn write_with(&self, path: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), FileError> {
        let path = self.path(path);
        let begin = || -> io::Result<File> {
            let file = File::create(&path)?;
            self.change()?;
            Ok(file)
        };
        begin().and_then(|mut file| write(&mut file)).map_err(FileError::on("write", &path))
    }

    /// Writes a file that is either the old one or the whole new one after any crash.
    pub fn write_whole(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        let part = format!("{path}.part");
        self.write(&part, bytes)?;
        self.sync_file(&part)?;
        self.rename(&part, path)?;
        Ok(())
    }

    /// Moves a file or a folder; false when it is not there (any more).
    pub fn rename(&self, from: &str, to: &str) -> Result<bool, FileError> {
        let target = self.path(to);
        match self.change().and_then(|()| fs::rename(self.path(from), &target)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(FileError::on("put in place", &target)(error)),
        }
    }

    /// False when the file is not there (any more).
    pub fn remove_file(&self, path: &str) -> Result<bool, FileError> {
        let path = self.path(path);
        match self.change().and_then(|()| fs::remove_file(&path)) {
            Ok(()) => Ok(true),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
            Err(error) => Err(FileError::on("remove", &path)(error)),
        }
    }

    /// Removes a folder with nothing in it; false when it holds something or is not there.
    pub fn remove_empty_folder(&self, path: &str) -> Result<bool, FileError> {
        use io::ErrorKind::{DirectoryNotEmpty, NotADirectory, NotFound};
        let path = self.path(path);
        match self.change().and_then(|()| fs::remove_dir(&path)) {
            Ok(()) => Ok(true),
            Err(error) if matches!(error.kind(), DirectoryNotEmpty | NotFound | NotADirectory) => Ok(false),
            Err(error) => Err(FileError::on("remove folder", &path)(error)),
        }
    }

    /// Removes a folder with all that is in it, when it is there.
    pub fn remove_tree(&self, path: &str) -> Result<(), FileError> {
        let path = self.path(path);
        match self.change().and_then(|()| fs::remove_dir_all(&path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileError::on("remove folder", &path)(error)),
            _ => Ok(()),
        }
    }

    /// Sees to it that the bytes of these files survive a loss of power.
    pub fn sync(&self, files: &[String]) -> Result<(), FileError> {
        #[cfg(target_os = "linux")]
        if files.len() > FEW_FILES {
            let root = File::open(&self.root).map_err(FileError::on("open", &self.root))?;
            return self
                .change()
                .and_then(|()| rustix::fs::syncfs(&root).map_err(io::Error::from))
                .map_err(FileError::on("sync", &self.root));
        }
        use rayon::prelude::*;
        files.par_iter().try_for_each(|path| self.sync_file(path))
    }

    fn sync_file(&self, path: &str) -> Result<(), FileError> {
        let path = self.path(path);
        // Opened for writing: some systems refuse to sync a file that is open for reading only.
        let open = || File::options().write(true).open(&path);
        self.change().and_then(|()| open()?.sync_all()).map_err(FileError::on("sync", &path))
    }

    #[cfg(test)]
    fn change(&self) -> io::Result<()> {
        self.fuse.burn()
    }

    #[cfg(not(test))]
    #[inline]
    fn change(&self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
pub mod fuse {
    //! Lets a change to the output fail, and every one after it, as if the process had been killed there.

    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Changes that still succeed.
    #[derive(Debug, Clone)]
    pub struct Fuse(Arc<AtomicUsize>);

    impl Default for Fuse {
        fn default() -> Fuse {
            Fuse::after(usize::MAX)
        }
    }

    impl Fuse {
        pub fn after(changes: usize) -> Fuse {
            Fuse(Arc::new(AtomicUsize::new(changes)))
        }

        pub fn burn(&self) -> io::Result<()> {
            let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            left.map(|_| ()).map_err(|_| io::Error::other("the process was killed here"))
        }
    }
}
