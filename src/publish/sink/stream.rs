//! A file too large to be held whole: looked into, hashed and staged a piece at a time.

use super::{Found, Publisher, Stat, in_the_way, is_file_and_folder, lock, site_path};
use crate::fs::FileError;
use crate::pages::render::Writing;
use crate::publish::artifact::Class;
use crate::publish::gate::{Gate, Leak};
use crate::publish::hash::Sha256Hash;
use crate::publish::keys::Key;
use crate::publish::manifest::Entry;
use crate::publish::stage::{Made, Staging};
use crate::publish::{Compare, PublishError};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// What is held of a file before it is looked into and written.
const PIECE: usize = 1 << 20;
/// A line longer than this is cut: no row is.
const LONGEST_LINE: usize = 16 * PIECE;

impl Publisher {
    /// [`Publisher::put_made_of`] for a text that `write` writes line by line. Gives its size and hash.
    ///
    /// # Errors
    /// As [`Publisher::put`], and what `write` fails with.
    pub fn put_lines(&self, path: &str, key: Key, write: &mut Writing<'_>) -> Result<(u64, Sha256Hash), PublishError> {
        if !site_path::is_valid(path) {
            return Err(PublishError::Path(path.to_owned()));
        }
        self.check_folders(path)?;
        let before = match self.disk.found(path)? {
            Found::Nothing => None,
            Found::File(stat) => Some(stat),
            found => return Err(in_the_way(&self.disk, path, found)),
        };
        let mut told = None;
        let staged = self.staging.write_with(path, |file| {
            let mut sieve = Sieve::new(&self.gate, path, file);
            write(&mut sieve)?;
            told = Some(sieve.finish()?);
            Ok(())
        });
        match staged {
            Err(error) if is_file_and_folder(&error) => return Err(PublishError::FileAndFolder(path.to_owned())),
            staged => staged?,
        }
        let Told { bytes, sha256, leaks } = told.expect("a file that was written has been told of");
        if !leaks.is_empty() {
            lock(&self.leaks).extend(leaks);
            return Ok((bytes, sha256));
        }
        let staged = match before {
            Some(stat) if stat.size == bytes && self.has_hash(path, &stat, sha256)? => {
                self.disk.remove_file(&Staging::path(path))?;
                false
            }
            Some(_) if !self.is_ours(path) => return Err(PublishError::Foreign(self.disk.path(path))),
            _ => {
                self.writeback.staged(bytes);
                true
            }
        };
        let entry = Entry { path: path.to_owned(), bytes, sha256, immutable: false };
        let (replaces, key) = (staged && before.is_some(), Some(self.within_gate(key)));
        lock(&self.made).push(Made { entry, class: Class::Page, staged, replaces, key });
        Ok((bytes, sha256))
    }

    /// Whether the file at `path`, whose size is right, has that hash.
    fn has_hash(&self, path: &str, stat: &Stat, sha256: Sha256Hash) -> Result<bool, PublishError> {
        let trusted = self.compare == Compare::Size && self.stamp.is_some_and(|stamp| stat.is_older_than(&stamp));
        match self.previous.as_ref().and_then(|manifest| manifest.find(path)) {
            Some(entry) if trusted => Ok(entry.sha256 == sha256),
            _ => Ok(hash_of(&self.disk.path(path))? == sha256),
        }
    }
}

/// What is known of a file once it is written.
struct Told {
    bytes: u64,
    sha256: Sha256Hash,
    leaks: Vec<Leak>,
}

/// Looks into what passes, hashes it, and hands it on. Pieces end where lines do: nothing that is looked for goes over two.
struct Sieve<'a> {
    gate: &'a Gate,
    path: &'a str,
    to: &'a mut File,
    hash: Sha256,
    bytes: u64,
    piece: Vec<u8>,
    leaks: Vec<Leak>,
}

impl<'a> Sieve<'a> {
    fn new(gate: &'a Gate, path: &'a str, to: &'a mut File) -> Self {
        let piece = Vec::with_capacity(2 * PIECE);
        Sieve { gate, path, to, hash: Sha256::new(), bytes: 0, piece, leaks: Vec::new() }
    }

    fn pass(&mut self, length: usize) -> io::Result<()> {
        let piece = &self.piece[..length];
        self.leaks.extend(self.gate.scan(self.path, piece).map_err(io::Error::other)?);
        self.hash.update(piece);
        self.to.write_all(piece)?;
        self.bytes += length as u64;
        self.piece.drain(..length);
        Ok(())
    }

    fn finish(mut self) -> io::Result<Told> {
        self.pass(self.piece.len())?;
        self.leaks.sort();
        self.leaks.dedup();
        Ok(Told { bytes: self.bytes, sha256: Sha256Hash(self.hash.finalize().into()), leaks: self.leaks })
    }
}

impl Write for Sieve<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            let end = memchr::memrchr(b'\n', &self.piece).map(|newline| newline + 1);
            match end {
                Some(end) => self.pass(end)?,
                None if self.piece.len() >= LONGEST_LINE => self.pass(self.piece.len())?,
                None => {}
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The hash of a file, which is not held whole.
fn hash_of(path: &Path) -> Result<Sha256Hash, FileError> {
    let read = || -> io::Result<Sha256Hash> {
        let (mut file, mut hash, mut piece) = (File::open(path)?, Sha256::new(), vec![0; PIECE]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(Sha256Hash(hash.finalize().into())),
                length => hash.update(&piece[..length]),
            }
        }
    };
    read().map_err(FileError::on("read", path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::privacy::Rule;

    fn open(out: &Path, compare: Compare) -> Publisher {
        Publisher::open(out, Gate::default(), compare).unwrap()
    }

    fn lines(count: usize) -> impl FnMut(&mut dyn Write) -> io::Result<()> {
        move |to| (0..count).try_for_each(|at| writeln!(to, "示例商户第 {at} 行"))
    }

    #[test]
    fn is_published_as_if_it_had_been_put_whole() {
        let out = tempfile::tempdir().unwrap();
        let key = Key::of(&[b"rows"]);
        let publisher = open(out.path(), Compare::Size);
        let (bytes, sha256) = publisher.put_lines("data/all.csv", key, &mut lines(100_000)).unwrap();
        assert_eq!(publisher.finish("one".to_owned()).unwrap().written, 1);
        let written = std::fs::read(out.path().join("data/all.csv")).unwrap();
        assert!(written.len() > 2 * PIECE && written.len() as u64 == bytes);
        assert_eq!(Sha256Hash(Sha256::digest(&written).into()), sha256);
        assert_eq!(open(out.path(), Compare::Size).keep("data/all.csv", key).unwrap(), Some((bytes, sha256)));
        for compare in [Compare::Size, Compare::Content] {
            let publisher = open(out.path(), compare);
            publisher.put_lines("data/all.csv", key, &mut lines(100_000)).unwrap();
            assert_eq!(publisher.finish("two".to_owned()).unwrap().written, 0, "{compare:?}: it is there already");
        }
        let publisher = open(out.path(), Compare::Size);
        publisher.put_lines("data/all.csv", key, &mut lines(3)).unwrap();
        assert_eq!(publisher.finish("three".to_owned()).unwrap().written, 1);
        assert_eq!(std::fs::read_to_string(out.path().join("data/all.csv")).unwrap().lines().count(), 3);
    }

    #[test]
    fn a_leak_in_any_piece_stops_the_build() {
        let out = tempfile::tempdir().unwrap();
        let publisher = open(out.path(), Compare::Size);
        let mut leaky = |to: &mut dyn Write| {
            lines(80_000)(to)?;
            writeln!(to, "电话 13800001234")?;
            lines(80_000)(to)
        };
        publisher.put_lines("data/all.csv", Key::of(&[]), &mut leaky).unwrap();
        let error = publisher.finish("one".to_owned()).unwrap_err();
        let PublishError::Leaks(leaks) = &error else { panic!("{error}") };
        assert_eq!(*leaks, [Leak { path: "data/all.csv".to_owned(), rule: Rule::Mobile }]);
        assert!(!out.path().join("data/all.csv").exists());
    }

    #[test]
    fn what_is_in_the_way_stays() {
        let out = tempfile::tempdir().unwrap();
        std::fs::write(out.path().join("all.csv"), "of a person").unwrap();
        let publisher = open(out.path(), Compare::Size);
        let key = Key::of(&[]);
        assert!(matches!(publisher.put_lines("all.csv", key, &mut lines(3)), Err(PublishError::Foreign(_))));
        assert!(matches!(publisher.put_lines("../all.csv", key, &mut lines(3)), Err(PublishError::Path(_))));
        let failing = &mut |_: &mut dyn Write| Err(io::Error::other("no rows"));
        assert!(publisher.put_lines("b.csv", key, failing).unwrap_err().to_string().contains("b.csv"));
        drop(publisher);
        assert_eq!(std::fs::read_to_string(out.path().join("all.csv")).unwrap(), "of a person");
    }
}
