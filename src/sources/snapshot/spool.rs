//! A snapshot while it comes in: packed as its bytes arrive, in a file beside the snapshots, which goes if it is not kept.
//!
//! In: the bytes of the parts, in order. Out: the file of a snapshot, and where its parts stand. Holds no part whole.
//!
//! Each part is a zstd frame of its own. Before it stand two more: one that readers pass over, with the length of the
//! packed part, by which a part is found without unpacking those before it; and one of eight bytes, with its length
//! unpacked. So the whole file still reads as one stream of lengths and parts. All lengths are little-endian.

use super::{hash_of_digests, sha256_hex_of};
use crate::sources::body::{Body, Packed};
use sha2::{Digest, Sha256};
use std::fs::{File, Permissions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::NamedTempFile;

/// How hard zstd tries: most of the gain for little time.
const LEVEL: i32 = 3;
/// Begins a frame that readers pass over (RFC 8878 section 3.1.2), of eight bytes.
const PASSED_OVER: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, 8, 0, 0, 0];
/// Begins a frame of eight bytes as they are: its magic number, one segment of eight bytes, one last raw block of eight.
const AS_THEY_ARE: [u8; 9] = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 8, 0x41, 0, 0];
/// Of both with their eight bytes.
const HEAD: u64 = 8 + 8 + 9 + 8;

/// A snapshot that is coming in.
#[derive(Debug)]
pub struct Spool {
    file: NamedTempFile,
    parts: Vec<Packed>,
    digests: Vec<[u8; 32]>,
}

impl Spool {
    /// Begins an empty one in a folder that exists.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn create(dir: &Path) -> io::Result<Spool> {
        // Temporary files are for their owner alone; this one becomes a file like all others.
        let like_others = Permissions::from_mode(0o666);
        let file =
            tempfile::Builder::new().prefix("coming-").suffix(".part").permissions(like_others).tempfile_in(dir)?;
        Ok(Spool { file, parts: Vec::new(), digests: Vec::new() })
    }

    /// Begins a part; dropped unfinished, it takes the whole spool with it.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn part(mut self) -> io::Result<Part> {
        let begin = self.file.as_file_mut().seek(SeekFrom::End(0))?;
        self.file.write_all(&[0; HEAD as usize])?;
        let mut packer = zstd::Encoder::new(self.file.reopen()?, LEVEL)?;
        packer.include_checksum(true)?;
        packer.get_mut().seek(SeekFrom::End(0))?;
        Ok(Part { spool: self, begin, packer, hash: Sha256::new(), length: 0 })
    }

    /// Adds a part that is there whole.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn with(self, bytes: &[u8]) -> io::Result<Spool> {
        let mut part = self.part()?;
        part.write_all(bytes)?;
        part.finish()
    }

    /// The parts, to be read.
    pub fn bodies(&self) -> Vec<Body> {
        self.parts.iter().cloned().map(Body::Packed).collect()
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Bytes of all parts.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.length).sum()
    }

    /// The name of what has come in.
    pub fn hash(&self) -> String {
        hash_of_digests(&self.digests)
    }

    /// Puts the file in its place; returns its size and its own SHA-256.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn keep_as(self, path: &Path) -> io::Result<(u64, String)> {
        let mut file = self.file.reopen()?;
        let size = file.metadata()?.len();
        let digest = sha256_hex_of(&mut file)?;
        file.sync_all()?;
        self.file.persist(path).map_err(|error| error.error)?;
        Ok((size, digest))
    }
}

/// A part that is coming in.
pub struct Part {
    spool: Spool,
    begin: u64,
    packer: zstd::Encoder<'static, File>,
    hash: Sha256,
    length: u64,
}

impl Part {
    /// Ends the part.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn finish(self) -> io::Result<Spool> {
        let Part { mut spool, begin, packer, hash, length } = self;
        let end = packer.finish()?.stream_position()?;
        let (offset, packed) = (begin + HEAD, end - begin - HEAD);
        let file = spool.file.as_file_mut();
        file.seek(SeekFrom::Start(begin))?;
        let head = [&PASSED_OVER[..], &packed.to_le_bytes(), &AS_THEY_ARE, &length.to_le_bytes()].concat();
        file.write_all(&head)?;
        spool.parts.push(Packed { path: spool.file.path().to_owned(), offset, packed, length });
        spool.digests.push(hash.finalize().into());
        Ok(spool)
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.packer.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        self.length += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.packer.flush()
    }
}

/// Where the parts of a snapshot stand; none for one of the time when it was one frame.
///
/// # Errors
/// A file that cannot be read, or that ends where a part should begin.
pub fn parts(path: &Path) -> io::Result<Option<Vec<Body>>> {
    let mut file = File::open(path)?;
    let end = file.metadata()?.len();
    let (mut at, mut found) = (0, Vec::new());
    while at < end {
        let mut head = Vec::new();
        file.seek(SeekFrom::Start(at))?;
        (&file).take(HEAD).read_to_end(&mut head)?;
        let begins = head.starts_with(&PASSED_OVER);
        if at == 0 && !begins {
            return Ok(None);
        }
        if !begins || head.len() as u64 != HEAD || head[16..25] != AS_THEY_ARE {
            return Err(io::Error::other("no part begins where one should"));
        }
        let number = |place: usize| u64::from_le_bytes(head[place..place + 8].try_into().expect("eight bytes"));
        let (packed, length, offset) = (number(8), number(25), at + HEAD);
        at = offset.checked_add(packed).filter(|at| *at <= end).ok_or_else(|| io::Error::other("it is cut short"))?;
        found.push(Body::Packed(Packed { path: path.to_owned(), offset, packed, length }));
    }
    Ok(Some(found))
}
