//! What each published page was made of, so that a page whose ingredients are the same need not be made again.
//!
//! In: a key a page, of whoever makes it. Out: `.mingjing/keys`, in the order of the manifest and bound to it: keys of
//! another manifest are as good as none.

use super::hash::Sha256Hash;
use twox_hash::XxHash3_128;

/// Digest of all that a page is made of: XXH3, which takes a tenth of the time of the SHA-256 in the manifest. It only
/// decides whether a page is made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; LENGTH]);

/// The file, below the output folder.
pub(super) const KEYS: &str = ".mingjing/keys";

const LENGTH: usize = 16;
/// Of a file without a key.
const NONE: [u8; LENGTH] = [0; LENGTH];

impl Key {
    /// The key of some parts, in order.
    pub fn of(parts: &[&[u8]]) -> Key {
        let mut hash = XxHash3_128::default();
        for part in parts {
            hash.write(&(part.len() as u64).to_le_bytes());
            hash.write(part);
        }
        Key(hash.finish_128().to_le_bytes())
    }

    /// The key of the same things under a condition.
    pub(super) fn within(self, condition: Key) -> Key {
        Key::of(&[&self.0, &condition.0])
    }
}

/// The keys of one site, by position in its manifest.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys(Vec<u8>);

impl Keys {
    /// In the order of the manifest.
    pub fn new(keys: impl Iterator<Item = Option<Key>>) -> Keys {
        Keys(keys.flat_map(|key| key.map_or(NONE, |key| key.0)).collect())
    }

    pub fn get(&self, position: usize) -> Option<Key> {
        let (key, _) = self.0.get(position * LENGTH..)?.split_first_chunk()?;
        (*key != NONE).then_some(Key(*key))
    }

    /// The file: digest of the manifest, then the keys.
    pub fn to_bytes(&self, manifest: Sha256Hash) -> Vec<u8> {
        [manifest.0.as_slice(), &self.0].concat()
    }

    /// Empty for a file that belongs to another manifest, or is damaged: then every page is made.
    pub fn from_bytes(bytes: &[u8], manifest: Sha256Hash) -> Keys {
        let keys = bytes.strip_prefix(manifest.0.as_slice()).filter(|keys| keys.len().is_multiple_of(LENGTH));
        Keys(keys.unwrap_or_default().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survive_their_file_with_their_manifest_only() {
        let (one, other) = (Key::of(&[b"a", b"b"]), Key::of(&[b"ab"]));
        assert_ne!(one, other);
        let keys = Keys::new([Some(one), None, Some(other)].into_iter());
        let manifest = Sha256Hash([7; 32]);
        let bytes = keys.to_bytes(manifest);
        let back = Keys::from_bytes(&bytes, manifest);
        assert_eq!((back.get(0), back.get(1), back.get(2), back.get(3)), (Some(one), None, Some(other), None));
        for damaged in [&bytes[..bytes.len() - 1], &bytes[1..], b""] {
            assert_eq!(Keys::from_bytes(damaged, manifest), Keys::default());
        }
        assert_eq!(Keys::from_bytes(&bytes, Sha256Hash([8; 32])), Keys::default());
    }
}
