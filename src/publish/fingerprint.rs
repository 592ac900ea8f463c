//! Names from content.

use sha2::{Digest, Sha256};

/// Letters in a fingerprint: 64 bits of SHA-256.
const LETTERS: usize = 16;

/// A short name for some bytes: sixteen letters `a`–`p`. No digits, so that a name never looks like the number of a
/// person, a card or a telephone to the leak gate.
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let letter = |nibble: u8| char::from(b'a' + nibble);
    hasher.finalize().iter().take(LETTERS / 2).flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_only_and_by_part() {
        let name = fingerprint([b"body{}".as_slice()]);
        assert_eq!(name.len(), LETTERS);
        assert!(name.bytes().all(|letter| letter.is_ascii_lowercase()));
        assert_ne!(fingerprint([b"ab".as_slice(), b"c"]), fingerprint([b"a".as_slice(), b"bc"]));
    }
}
