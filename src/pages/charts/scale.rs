//! Numbers to places in a picture: parts of a hundred, and lengths in em, both to a tenth.
//!
//! Whole numbers throughout, so that the same counts give the same bytes on every machine.

use std::fmt;
use std::ops::{Add, Sub};

/// A tenth is its unit: `12.5` of a hundred, or of an em.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Tenths(pub u64);

impl Tenths {
    pub const ZERO: Tenths = Tenths(0);
    /// A hundred.
    pub const WHOLE: Tenths = Tenths(1000);

    /// Which part of a hundred `part` is of `whole`, to the nearest tenth; nothing of nothing.
    pub fn of(part: u64, whole: u64) -> Tenths {
        let (part, whole) = (u128::from(part), u128::from(whole));
        let tenths = (part * 1000 + whole / 2).checked_div(whole).unwrap_or_default();
        Tenths(u64::try_from(tenths).unwrap_or(u64::MAX))
    }
}

impl Add for Tenths {
    type Output = Tenths;

    fn add(self, other: Tenths) -> Tenths {
        Tenths(self.0 + other.0)
    }
}

impl Sub for Tenths {
    type Output = Tenths;

    /// Never below nothing.
    fn sub(self, other: Tenths) -> Tenths {
        Tenths(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, tenth) => write!(f, "{whole}.{tenth}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tenths;

    #[test]
    fn parts_of_a_hundred() {
        for (part, whole, text) in
            [(1, 3, "33.3"), (2, 3, "66.7"), (1, 2, "50"), (0, 9, "0"), (5, 0, "0"), (7, 7, "100"), (1, 1999, "0.1")]
        {
            assert_eq!(Tenths::of(part, whole).to_string(), text, "{part} of {whole}");
        }
        assert_eq!(Tenths::of(u64::MAX, u64::MAX), Tenths::WHOLE, "no count is too large");
        assert_eq!(Tenths(3) - Tenths(5), Tenths::ZERO);
    }
}
