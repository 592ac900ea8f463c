//! Digits and what stands between them, in UTF-8 bytes, forwards and backwards.

/// Value and length in bytes of the digit that begins at `at`, ASCII or full-width.
#[inline]
pub(super) fn digit_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match *bytes.get(at)? {
        byte @ b'0'..=b'9' => Some((byte - b'0', 1)),
        0xef => match bytes.get(at + 1..at + 3)? {
            [0xbc, last @ 0x90..=0x99] => Some((last - 0x90, 3)),
            _ => None,
        },
        _ => None,
    }
}

/// Start of the digit that ends at `end`.
pub(super) fn digit_before(bytes: &[u8], end: usize) -> Option<usize> {
    match bytes[..end] {
        [.., b'0'..=b'9'] => Some(end - 1),
        [.., 0xef, 0xbc, 0x90..=0x99] => Some(end - 3),
        _ => None,
    }
}

/// Length of the separator that people put between groups of digits: spaces and hyphens of any width, what cannot be
/// seen, and the signs of [`super::region`].
pub(super) fn separator_at(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at..] {
        [b' ' | b'-' | b'.' | b'/' | b'_' | b'(' | b')', ..] => Some(1),
        [0xc2, 0xa0 | 0xad | 0xb7, ..] => Some(2),
        [0xe3, 0x80, 0x80, ..] | [0xef, 0xbc, 0x88 | 0x89 | 0x8d, ..] => Some(3),
        [0xe2, 0x80, 0x80..=0x95 | 0xaf, ..] | [0xe2, 0x81, 0x9f | 0xa0, ..] | [0xe2, 0x88, 0x92, ..] => Some(3),
        _ => None,
    }
}

pub(super) fn separator_before(bytes: &[u8], end: usize) -> Option<usize> {
    (1..=3.min(end)).find(|length| separator_at(bytes, end - length) == Some(*length)).map(|length| end - length)
}

/// Separators between two groups, at the most (`138 - 1234 - 5678`).
pub(super) const MAX_SEPARATORS: usize = 3;
