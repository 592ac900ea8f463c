//! The small change of the format: numbers, compression, names.

use super::super::SearchError;
use libdeflater::{CompressionLvl, Compressor, Decompressor};
use sha2::{Digest, Sha256};

/// Bytes of a file's hash that its name carries: a file that changes keeps its name once in sixteen million times.
pub const HASH_BYTES: usize = 3;

/// The first bytes of the SHA-256 of a file.
pub type Hash = [u8; HASH_BYTES];

/// What names a file of the pack within its folder: its place, which stays while others come and go, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    pub place: u32,
    pub hash: Hash,
}

/// The place of what begins with a term: 32 bits of FNV-1a, folded to the 24 that a name has.
pub fn place(term: &str) -> u32 {
    let fnv = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = term.bytes().fold(0x811c_9dc5, fnv);
    (hash >> 24) ^ (hash & 0x00ff_ffff)
}

pub fn hash(file: &[u8]) -> Hash {
    let digest = Sha256::digest(file);
    std::array::from_fn(|at| digest[at])
}

impl Name {
    /// The name as written in paths: two letters from a to p a byte. Letters only, so that no file of the site is ever
    /// named like a telephone or identity number. The ending is one that every host serves.
    pub fn spelt(self) -> String {
        let letter = |half: u8| char::from(b'a' + half);
        let [_, place @ ..] = self.place.to_be_bytes();
        let stem: String =
            place.iter().chain(&self.hash).flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect();
        format!("{stem}.bin")
    }
}

/// Seven bits a byte, the least first; the high bit says that more follow.
pub fn put(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A list of ascending numbers as gaps, the first from zero.
pub fn put_gaps(out: &mut Vec<u8>, numbers: &[u32]) {
    let mut last = 0;
    for number in numbers {
        put(out, number - last);
        last = *number;
    }
}

/// Compression level of libdeflate: above it, a pack gets one per cent smaller in three times the time.
const LEVEL: i32 = 9;

/// Compresses contents, a file each.
pub struct Deflate(Compressor);

impl Default for Deflate {
    fn default() -> Deflate {
        let level = CompressionLvl::new(LEVEL).expect("levels 1 to 12 exist");
        Deflate(Compressor::new(level))
    }
}

impl Deflate {
    /// zlib, which browsers call `deflate`: its checksum tells a damaged file without hashing it.
    pub fn compress(&mut self, content: &[u8]) -> Vec<u8> {
        let mut out = vec![0; self.0.zlib_compress_bound(content.len())];
        let length = self.0.zlib_compress(content, &mut out).expect("the bound is large enough");
        out.truncate(length);
        out
    }
}

/// Largest content of one file: a reader refuses more than this whatever the file says.
const MOST_BYTES: usize = 32 << 20;

/// The content of a compressed file; `None` when it is damaged.
pub fn inflate(file: &[u8]) -> Option<Vec<u8>> {
    let mut room = (file.len() * 4).max(1 << 16);
    while room <= MOST_BYTES {
        let mut out = vec![0; room];
        match Decompressor::new().zlib_decompress(file, &mut out) {
            Ok(length) => {
                out.truncate(length);
                return Some(out);
            }
            Err(libdeflater::DecompressionError::InsufficientSpace) => room *= 4,
            Err(libdeflater::DecompressionError::BadData) => return None,
        }
    }
    None
}

/// Reads what [`put`] wrote; every read past the end is an error, none a panic.
pub struct Bytes<'a> {
    path: &'a str,
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub fn new(path: &'a str, bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { path, rest: bytes }
    }

    pub fn damaged(&self, reason: &'static str) -> SearchError {
        SearchError::Damaged { path: self.path.to_owned(), reason }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub fn skip(&mut self, count: usize) -> Result<&'a [u8], SearchError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or_else(|| self.damaged("it ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    pub fn number(&mut self) -> Result<u32, SearchError> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.skip(1)?[0];
            value |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.damaged("a number is too long"))
    }

    /// A number that counts things of which each takes at least one byte.
    pub fn count(&mut self) -> Result<usize, SearchError> {
        let count = self.number()? as usize;
        if count > self.rest.len() { Err(self.damaged("a count is too large")) } else { Ok(count) }
    }

    pub fn numbers(&mut self, count: usize) -> Result<Vec<u32>, SearchError> {
        (0..count).map(|_| self.number()).collect()
    }

    /// What [`put_gaps`] wrote.
    pub fn gaps(&mut self, count: usize) -> Result<Vec<u32>, SearchError> {
        let mut last = 0u32;
        let mut out = Vec::with_capacity(count.min(self.rest.len()));
        for _ in 0..count {
            last = last.checked_add(self.number()?).ok_or_else(|| self.damaged("a document number is too large"))?;
            out.push(last);
        }
        Ok(out)
    }

    pub fn text(&mut self) -> Result<&'a str, SearchError> {
        let length = self.count()?;
        let bytes = self.skip(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.damaged("a text is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_letters() {
        assert_eq!(Name { place: 0x0123, hash: [0x99, 0xab, 0xff] }.spelt(), "aaabcdjjklpp.bin");
    }

    proptest! {
        #[test]
        fn numbers_come_back(mut numbers in proptest::collection::vec(0u32..u32::MAX / 2, 0..40)) {
            numbers.sort_unstable();
            let mut bytes = Vec::new();
            put_gaps(&mut bytes, &numbers);
            prop_assert_eq!(Bytes::new("x", &bytes).gaps(numbers.len()).expect("whole"), numbers);
        }

        #[test]
        fn broken_bytes_are_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = Bytes::new("x", &bytes);
            while reader.text().is_ok() && reader.number().is_ok() {}
            prop_assert!(inflate(&bytes).is_none());
        }
    }
}
