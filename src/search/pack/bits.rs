//! Lists of documents as bits: binary interpolative coding (Moffat and Stuiver, 2000). The middle number of a list is
//! written in as many bits as its neighbours leave open, then those before it and behind it in the same way: a list whose
//! numbers lie together costs next to nothing.
//!
//! In: ascending numbers and the range they lie in. Out: bits, the highest of a byte first; and back.

/// Bits being written.
#[derive(Debug, Default)]
pub struct Bits {
    bytes: Vec<u8>,
    /// Free bits of the last byte.
    free: u32,
}

impl Bits {
    pub fn len(&self) -> usize {
        self.bytes.len() * 8 - self.free as usize
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Drops what was written after the bits numbered this many.
    pub fn truncate(&mut self, bits: usize) {
        self.bytes.truncate(bits.div_ceil(8));
        self.free = (self.bytes.len() * 8 - bits) as u32;
        if let Some(last) = self.bytes.last_mut() {
            *last &= !0u8 << self.free;
        }
    }

    fn put(&mut self, value: u32, mut width: u32) {
        while width > 0 {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            let taken = width.min(self.free);
            let piece = (value >> (width - taken)) & ((1 << taken) - 1);
            if let Some(last) = self.bytes.last_mut() {
                *last |= (piece << (self.free - taken)) as u8;
            }
            self.free -= taken;
            width -= taken;
        }
    }

    /// A number below `count`, in as few bits as tell it: the first few in one less than the others.
    fn put_below(&mut self, value: u32, count: u32) {
        let (width, short) = widths(count);
        if value < short { self.put(value, width - 1) } else { self.put(value + short, width) }
    }

    /// Ascending numbers from `low` to `high`, both included.
    pub fn put_list(&mut self, numbers: &[u32], low: u32, high: u32) {
        let middle = numbers.len() / 2;
        let Some(number) = numbers.get(middle) else { return };
        let (before, behind) = (middle as u32, (numbers.len() - middle - 1) as u32);
        let least = low + before;
        self.put_below(number - least, high - behind - least + 1);
        if before > 0 {
            self.put_list(&numbers[..middle], low, number - 1);
        }
        if behind > 0 {
            self.put_list(&numbers[middle + 1..], number + 1, high);
        }
    }
}

/// Bits of most numbers below `count`, and how many numbers take one less.
fn widths(count: u32) -> (u32, u32) {
    let width = u32::BITS - count.saturating_sub(1).leading_zeros();
    (width, ((1u64 << width) - u64::from(count)) as u32)
}

/// Bits being read; every read past the end gives zeros and is told by [`BitReader::is_over`].
#[derive(Debug)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, at: 0 }
    }

    /// Whether more was read than there is.
    pub fn is_over(&self) -> bool {
        self.at > self.bytes.len() * 8
    }

    fn take(&mut self, mut width: u32) -> u32 {
        let mut value = 0;
        while width > 0 {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
            let left = 8 - (self.at % 8) as u32;
            let taken = width.min(left);
            value = value << taken | (u32::from(byte) >> (left - taken)) & ((1 << taken) - 1);
            self.at += taken as usize;
            width -= taken;
        }
        value
    }

    fn below(&mut self, count: u32) -> u32 {
        let (width, short) = widths(count);
        if width == 0 {
            return 0;
        }
        let value = self.take(width - 1);
        if value < short { value } else { (value << 1 | self.take(1)) - short }
    }

    /// So many numbers from `low` to `high`; `None` when there are not so many, or the bits do not hold them.
    pub fn list(&mut self, count: usize, low: u32, high: u32) -> Option<Vec<u32>> {
        let room = u64::from(high).checked_sub(u64::from(low)).map_or(0, |room| room + 1);
        if count as u64 > room || self.is_over() {
            return None;
        }
        let mut out = vec![0; count];
        self.fill(&mut out, low, high);
        (!self.is_over()).then_some(out)
    }

    fn fill(&mut self, out: &mut [u32], low: u32, high: u32) {
        let middle = out.len() / 2;
        if out.is_empty() {
            return;
        }
        let (before, behind) = (middle as u32, (out.len() - middle - 1) as u32);
        let least = low + before;
        let number = least + self.below(high - behind - least + 1).min(high - behind - least);
        out[middle] = number;
        if before > 0 {
            self.fill(&mut out[..middle], low, number - 1);
        }
        if behind > 0 {
            self.fill(&mut out[middle + 1..], number + 1, high);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_can_be_nothing_else_costs_nothing() {
        let mut bits = Bits::default();
        bits.put_list(&(5..900).collect::<Vec<_>>(), 5, 899);
        bits.put_list(&[], 0, 9);
        assert_eq!(bits.len(), 0);
        bits.put_list(&[3], 0, 7);
        assert_eq!((bits.len(), bits.as_bytes()), (3, [0b0110_0000].as_slice()));
    }

    proptest! {
        #[test]
        fn lists_come_back(lists in proptest::collection::vec(proptest::collection::btree_set(0u32..5000, 0..60), 1..6)) {
            let mut bits = Bits::default();
            for list in &lists {
                let list: Vec<u32> = list.iter().copied().collect();
                let before = bits.len();
                bits.put_list(&list, 0, 4999);
                bits.truncate(before);
                bits.put_list(&list, 0, 4999);
            }
            let bytes = bits.into_bytes();
            let mut reader = BitReader::new(&bytes);
            for list in &lists {
                let found = reader.list(list.len(), 0, 4999).expect("whole");
                prop_assert_eq!(&found.into_iter().collect::<BTreeSet<_>>(), list);
            }
        }

        #[test]
        fn broken_bits_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40), count in 0usize..90, high in 0u32..200) {
            if let Some(list) = BitReader::new(&bytes).list(count, 7, high) {
                prop_assert!(list.is_sorted_by(|left, right| left < right) && list.iter().all(|id| (7..=high).contains(id)));
            }
        }
    }
}
