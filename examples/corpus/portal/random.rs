//! A small pseudo-random sequence that gives the same numbers everywhere (splitmix64, Steele et al. 2014).
//!
//! Every merchant, record and article has a sequence of its own, named by seed, stream and index: any of them can be
//! made again without making those before it.

/// The step of splitmix64: 2^64 divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a sequence is for; two purposes never share numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Merchant,
    Change,
    Codes,
    Mall,
    Road,
    Article,
    /// The records of one feed, by the feed's position.
    Feed(u64),
}

impl Stream {
    fn number(self) -> u64 {
        match self {
            Stream::Merchant => 1,
            Stream::Change => 2,
            Stream::Codes => 3,
            Stream::Mall => 4,
            Stream::Road => 5,
            Stream::Article => 6,
            Stream::Feed(position) => 100 + position,
        }
    }
}

/// A sequence of numbers.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The sequence of one thing.
    pub fn of(seed: u64, stream: Stream, index: u64) -> Random {
        let mut state = seed;
        for part in [stream.number(), index] {
            state = mix(state.wrapping_add(STEP)) ^ part;
        }
        Random { state: mix(state) }
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// A number from 0 to `end`, without `end`; the bias of the modulus is far below what a corpus could show.
    pub fn below(&mut self, end: u64) -> u64 {
        debug_assert!(end > 0, "an empty range has no numbers");
        self.next() % end
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// One of the choices, each as often as its weight says.
    pub fn weighted<'a, T>(&mut self, choices: &'a [T], weight: fn(&T) -> u64) -> &'a T {
        let mut left = self.below(choices.iter().map(weight).sum());
        for choice in choices {
            let weight = weight(choice);
            if left < weight {
                return choice;
            }
            left -= weight;
        }
        unreachable!("the weights add up to more than the number drawn")
    }
}

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_splitmix64() {
        // The first numbers of the reference implementation for the state 1234567.
        let mut random = Random { state: 1_234_567 };
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn sequences_differ_by_seed_stream_and_index() {
        let first = |seed, stream, index| Random::of(seed, stream, index).next();
        let base = first(1, Stream::Merchant, 0);
        assert_eq!(base, first(1, Stream::Merchant, 0));
        for other in [first(2, Stream::Merchant, 0), first(1, Stream::Mall, 0), first(1, Stream::Merchant, 1)] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn weights_are_kept() {
        let mut random = Random::of(1, Stream::Mall, 0);
        let often = (0..10_000).filter(|_| *random.weighted(&[9_u64, 1], |weight| *weight) == 9).count();
        assert!((8_800..9_200).contains(&often), "{often} of 10000");
    }
}
