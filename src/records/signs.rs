//! Sets of characters and of words that are asked for every character of every cell: one look into a table each.

use foldhash::fast::FixedState;
use std::collections::HashMap;

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

    /// Adds a character; those beyond the basic plane are never asked for.
    fn add(&mut self, character: char) {
        if let Some(bits) = self.0.get_mut(character as usize / 64) {
            *bits |= 1 << (character as usize % 64);
        }
    }

    pub fn contains(&self, character: char) -> bool {
        let code = character as usize;
        self.0.get(code / 64).is_some_and(|bits| bits & (1 << (code % 64)) != 0)
    }
}

/// Words by their first character, in the order in which they were given.
pub struct Words {
    firsts: Signs,
    by_first: HashMap<char, Vec<&'static str>, FixedState>,
}

impl Words {
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Words {
        let (mut firsts, mut by_first) = (Signs::new(&[], true), HashMap::<_, Vec<_>, _>::default());
        for word in words {
            let first = word.chars().next().expect("a word has a character");
            firsts.add(first);
            by_first.entry(first).or_default().push(word);
        }
        Words { firsts, by_first }
    }

    /// The first of them that a text begins with.
    pub fn beginning(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next().filter(|first| self.firsts.contains(*first))?;
        self.by_first.get(&first)?.iter().copied().find(|word| text.starts_with(word))
    }
}

/// Words and what each of them tells, looked for at every place of a text: two characters say of nearly every place that none
/// begins there.
pub struct Told {
    firsts: Signs,
    seconds: Signs,
    /// Words of one character.
    alone: Signs,
    /// Words of one character.
    short: HashMap<char, Vec<Word>, FixedState>,
    /// By two characters, with those of one that begin alike.
    long: HashMap<(char, char), Vec<Word>, FixedState>,
}

/// A word and what it tells.
type Word = (&'static str, usize);

impl Told {
    pub fn new(words: impl IntoIterator<Item = Word>) -> Told {
        let none = || Signs::new(&[], true);
        let (short, long) = (HashMap::default(), HashMap::<_, Vec<_>, _>::default());
        let mut all = Told { firsts: none(), seconds: none(), alone: none(), short, long };
        let words: Vec<Word> = words.into_iter().collect();
        for word in &words {
            let mut characters = word.0.chars();
            let first = characters.next().expect("a word has a character");
            all.firsts.add(first);
            match characters.next() {
                Some(second) => {
                    all.seconds.add(second);
                    all.long.entry((first, second)).or_default();
                }
                None => {
                    all.alone.add(first);
                    all.short.entry(first).or_default().push(*word);
                }
            }
        }
        for ((first, second), alike) in &mut all.long {
            let begins = |word: &&Word| {
                let mut characters = word.0.chars();
                characters.next() == Some(*first) && characters.next().is_none_or(|own| own == *second)
            };
            alike.extend(words.iter().filter(begins));
        }
        all
    }

    /// Where words may begin, and what those tell that do, in the order in which they were given.
    pub fn places<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = (usize, impl Iterator<Item = usize> + use<'t, '_>)> {
        let firsts = text.char_indices().filter(|(_, first)| self.firsts.contains(*first));
        firsts.filter_map(move |(at, first)| {
            let second = text[at + first.len_utf8()..].chars().next().filter(|second| self.seconds.contains(*second));
            let long = second.and_then(|second| self.long.get(&(first, second)));
            let words = long.or_else(|| self.short.get(&first).filter(|_| self.alone.contains(first)))?;
            Some((at, words.iter().filter(move |(word, _)| text[at..].starts_with(word)).map(|(_, told)| *told)))
        })
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

    #[test]
    fn every_word_is_told_where_it_begins() {
        let words = Told::new([("申请人", 0), ("申请", 1), ("住", 2), ("请人", 3)]);
        let found = |text| -> Vec<(usize, usize)> {
            words.places(text).flat_map(|(at, told)| told.map(move |told| (at, told))).collect()
        };
        assert_eq!(found("申请人住"), [(0, 0), (0, 1), (3, 3), (9, 2)]);
        assert_eq!(found("申人请申"), []);
    }

    #[test]
    fn of_words_that_begin_alike_the_first_is_found() {
        let words = Words::new(["申请执行人", "申请人", "申请", "住"]);
        for (text, found) in [
            ("申请人张三", Some("申请人")),
            ("申请执行人", Some("申请执行人")),
            ("申", None),
            ("", None),
            ("住址", Some("住")),
        ] {
            assert_eq!(words.beginning(text), found, "{text}");
        }
    }
}
