//! A set of characters that is asked for every character of every cell: one look into a table each.

/// Characters of the basic plane, one bit each.
pub struct Signs([u64; 1024]);

impl Signs {
    /// The first character of each word, or every character of the words.
    pub const fn new(words: &[&[&str]], only_first: bool) -> Signs {
        let mut bits = [0; 1024];
        let mut list = 0;
        while list < words.len() {
            let mut word = 0;
            while word < words[list].len() {
                let bytes = words[list][word].as_bytes();
                let mut at = 0;
                while at < bytes.len() && !(only_first && at > 0) {
                    let (code, length) = decode(bytes, at);
                    bits[code / 64] |= 1 << (code % 64);
                    at += length;
                }
                word += 1;
            }
            list += 1;
        }
        Signs(bits)
    }

    pub fn contains(&self, character: char) -> bool {
        let code = character as usize;
        self.0.get(code / 64).is_some_and(|bits| bits & (1 << (code % 64)) != 0)
    }
}

/// Code and length of the character at a position of UTF-8; only those of the basic plane, which tables hold.
const fn decode(bytes: &[u8], at: usize) -> (usize, usize) {
    let first = bytes[at] as usize;
    match first {
        0..=0x7f => (first, 1),
        0xc0..=0xdf => ((first & 0x1f) << 6 | (bytes[at + 1] & 0x3f) as usize, 2),
        0xe0..=0xef => {
            ((first & 0xf) << 12 | ((bytes[at + 1] & 0x3f) as usize) << 6 | (bytes[at + 2] & 0x3f) as usize, 3)
        }
        _ => panic!("a character beyond the basic plane"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_it_was_given_and_nothing_else() {
        const WORDS: [&str; 3] = ["申请人", "·é", "A"];
        let (first, all) = (Signs::new(&[&WORDS], true), Signs::new(&[&WORDS], false));
        let of = |signs: &Signs| {
            (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(|one| signs.contains(*one)).collect::<String>()
        };
        assert_eq!(of(&first), "A·申");
        assert_eq!(of(&all), "A·é人申请");
    }
}
