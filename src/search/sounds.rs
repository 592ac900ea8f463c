//! How characters sound, and the order of pairs that follows from it: 星悦 beside 兴月.
//!
//! In: characters ([`readings`]). Out: a [`Sounds`], which writes a pair of characters as a *sorted key* (first what
//! the two sound like, then which of the characters with that sound they are) and says which pairs a spelling may mean. A
//! pair in whose place a spelling is typed then lies in one run of keys, and so does what sounds the same.

use super::{readings, text};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

/// Sounds are written from here on: private characters, which no text that is searched has.
const FIRST_SOUND: u32 = 0xe000;
/// Characters of one sound are told apart by letters, and beyond these by signs with an accent. No digits: keys stand one
/// after the other, and could look like a telephone number.
const FIRST_RANK: u32 = 0x41;
const LETTERS: u32 = 58;
const FURTHER_RANK: u32 = 0xc0;

/// Sounds of characters.
#[derive(Debug, Default)]
pub struct Sounds {
    /// Syllables, sorted.
    syllables: Vec<String>,
    /// Characters that may be read so, in the order of code points, for each syllable.
    characters: Vec<Vec<char>>,
    /// Places of the readings of each character, the usual one first.
    readings: HashMap<char, Vec<usize>>,
}

/// The characters of GB 2312 in its order: the common ones.
pub static GB2312: LazyLock<Vec<char>> = LazyLock::new(|| {
    let bytes: Vec<u8> = (0xb0..0xf8)
        .flat_map(|row| (0xa1..if row == 0xd7 { 0xfa } else { 0xff }).flat_map(move |cell| [row, cell]))
        .collect();
    encoding_rs::GBK.decode(&bytes).0.chars().collect()
});

/// Characters of the first level of GB 2312, which stand in the order of how they sound.
const FIRST_LEVEL: usize = 3755;

/// The characters that nearly all names consist of.
pub fn first_level() -> &'static [char] {
    &GB2312[..FIRST_LEVEL]
}

/// Syllables that characters of GB 2312 are usually read by: what a spelling is cut into.
pub static COMMON: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let usual = GB2312.iter().filter_map(|character| Some(readings::of(*character).first()?.to_string()));
    usual.filter(|syllable| syllable.contains(['a', 'e', 'i', 'o', 'u', 'v'])).collect()
});

/// Sounds of every character that is read at all.
static ALL: LazyLock<Sounds> = LazyLock::new(|| {
    let known = ('\u{3400}'..='\u{9fff}').chain('\u{20000}'..='\u{323af}').chain(['\u{3007}']);
    Sounds::of(known.map(|character| (character, readings::of(character))))
});

impl Sounds {
    /// From characters with their readings, the usual one first; those without a reading are left out.
    pub fn of<S: AsRef<str>>(read: impl IntoIterator<Item = (char, Vec<S>)>) -> Sounds {
        let mut by_syllable: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
        let mut listed: Vec<(char, Vec<String>)> = Vec::new();
        for (character, readings) in read {
            let readings: Vec<String> = readings.iter().map(|reading| reading.as_ref().to_owned()).collect();
            for reading in &readings {
                by_syllable.entry(reading.clone()).or_default().insert(character);
            }
            if !readings.is_empty() {
                listed.push((character, readings));
            }
        }
        let (syllables, characters): (Vec<String>, Vec<Vec<char>>) =
            by_syllable.into_iter().map(|(syllable, all)| (syllable, all.into_iter().collect())).unzip();
        let place = |reading: &String| syllables.binary_search(reading).ok();
        let readings =
            listed.iter().map(|(character, read)| (*character, read.iter().filter_map(place).collect())).collect();
        Sounds { syllables, characters, readings }
    }

    /// Those of every character.
    pub fn all() -> &'static Sounds {
        &ALL
    }

    /// Characters that may be read by a syllable whose place is in the range.
    pub fn characters(&self, places: Range<usize>) -> impl Iterator<Item = char> {
        let found: BTreeSet<char> = self.characters[places].iter().flatten().copied().collect();
        found.into_iter()
    }

    /// Places of the syllables that begin so; with `whole`, of that syllable alone.
    pub fn places(&self, syllable: &str, whole: bool) -> Range<usize> {
        let from = self.syllables.partition_point(|each| each.as_str() < syllable);
        let found = self.syllables[from..].iter().take_while(|each| each.starts_with(syllable)).count();
        let exact = self.syllables.get(from).is_some_and(|each| each == syllable);
        from..from + if whole { usize::from(exact) } else { found }
    }

    /// The sorted key of a term: its own text, unless it is a pair with a Han character.
    pub fn key(&self, term: &str) -> String {
        let mut characters = term.chars();
        match (characters.next(), characters.next(), characters.next()) {
            (Some(first), Some(second), None) => {
                self.written([(first, self.usual(first)), (second, self.usual(second))])
            }
            _ => term.to_owned(),
        }
    }

    /// The keys that a pair has by other readings of its characters.
    pub fn further_keys(&self, term: &str) -> Vec<String> {
        let mut characters = term.chars();
        let (Some(first), Some(second), None) = (characters.next(), characters.next(), characters.next()) else {
            return Vec::new();
        };
        let read = |character: char| match self.readings.get(&character) {
            Some(places) => places.iter().map(|place| Some(*place)).collect(),
            None => vec![None],
        };
        let (left, right): (Vec<_>, Vec<_>) = (read(first), read(second));
        let all = left.iter().flat_map(|one| right.iter().map(move |two| (*one, *two)));
        all.skip(1).map(|(one, two)| self.written([(first, one), (second, two)])).collect()
    }

    /// What a character is in the beginning of keys: the sign of its usual sound, or itself.
    pub fn sign_of(&self, character: char) -> char {
        self.usual(character).map_or(character, sign)
    }

    /// Whether a key is that of a pair with this first character, and not one by another reading.
    pub fn begins(&self, key: &str, character: char) -> bool {
        self.pair(key).is_some_and(|pair| pair.starts_with(character) && self.key(&pair) == key)
    }

    /// The pair that a key is of.
    fn pair(&self, key: &str) -> Option<String> {
        let mut signs = key.chars();
        let both = [signs.next()?, signs.next()?];
        let mut out = String::new();
        for sign in both {
            let sounds = (sign as u32).checked_sub(FIRST_SOUND).and_then(|place| self.characters.get(place as usize));
            out.push(match sounds {
                None => sign,
                Some(characters) => {
                    let code = signs.next()? as u32;
                    let rank =
                        if code < FURTHER_RANK { code.checked_sub(FIRST_RANK)? } else { code - FURTHER_RANK + LETTERS };
                    *characters.get(rank as usize)?
                }
            });
        }
        signs.next().is_none().then_some(out)
    }

    fn usual(&self, character: char) -> Option<usize> {
        self.readings.get(&character)?.first().copied()
    }

    fn written(&self, pair: [(char, Option<usize>); 2]) -> String {
        let mut out = String::with_capacity(10);
        out.extend(pair.iter().map(|(character, place)| place.map_or(*character, sign)));
        for (character, place) in pair {
            let Some(place) = place else { continue };
            let rank = self.characters[place].partition_point(|other| *other < character) as u32;
            let code = if rank < LETTERS { FIRST_RANK + rank } else { FURTHER_RANK + rank - LETTERS };
            out.extend(char::from_u32(code));
        }
        out
    }
}

/// The character that stands for a sound in a key.
pub fn sign(place: usize) -> char {
    char::from_u32(FIRST_SOUND + place as u32).unwrap_or('\u{f8ff}')
}

/// What a table of sounds needs to know beside the first level of GB 2312: the rarer characters of names.
pub fn rare<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<char> {
    let known: BTreeSet<char> = first_level().iter().copied().collect();
    let mut rare = BTreeSet::new();
    for name in names {
        rare.extend(text::key(name).chars().filter(|character| text::is_han(*character) && !known.contains(character)));
    }
    rare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_that_sound_the_same_are_neighbours() {
        let sounds = Sounds::all();
        let mut pairs = ["星悦", "兴月", "形约", "杏月", "星光", "性夜", "xy", "星y", "g"];
        pairs.sort_by_key(|pair| sounds.key(pair));
        let at = |pair: &str| pairs.iter().position(|each| *each == pair).expect("there");
        assert_eq!(&pairs[..2], ["g", "xy"], "letters are what they are");
        assert_eq!(at("星y"), 2);
        let same = ["星悦", "兴月", "形约", "杏月"].map(at);
        assert_eq!(same.iter().max().expect("some") - same.iter().min().expect("some"), 3, "{pairs:?}");
        assert_eq!((sounds.key("星"), sounds.key("gym")), ("星".to_owned(), "gym".to_owned()));
    }

    #[test]
    fn every_pair_has_a_key_of_its_own() {
        let sounds = Sounds::all();
        let some: Vec<char> = "长乐行张涨一依伊义亿忆艺议亦异役益翼绿女吕𠮷龘㐀々〇ab9".chars().collect();
        let mut keys = BTreeSet::new();
        for (first, second) in some.iter().flat_map(|first| some.iter().map(move |second| (*first, *second))) {
            let pair = String::from_iter([first, second]);
            for key in sounds.further_keys(&pair).into_iter().chain([sounds.key(&pair)]) {
                assert!(keys.insert(key), "{pair}");
            }
        }
        assert!(sounds.begins(&sounds.key("长乐"), '长') && !sounds.begins(&sounds.key("长乐"), '张'));
        assert!(sounds.further_keys("长乐").iter().all(|key| !sounds.begins(key, '长')));
        assert!(sounds.begins("gy", 'g') && !sounds.begins("g", 'g') && !sounds.begins("gym", 'g'));
        assert_eq!(sounds.further_keys("长乐").len(), 3);
        assert!(sounds.further_keys("星悦").is_empty() && sounds.further_keys("gym").is_empty());
    }

    #[test]
    fn syllables_are_found_by_their_beginning() {
        let sounds = Sounds::all();
        let named = |range: Range<usize>| sounds.syllables[range].to_vec();
        assert_eq!(named(sounds.places("xing", true)), ["xing"]);
        assert_eq!(named(sounds.places("xin", false)), ["xin", "xing"]);
        assert!(sounds.places("xi9", false).is_empty() && sounds.places("", true).is_empty());
        assert!(COMMON.contains("lv") && COMMON.contains("a") && !COMMON.contains("ng"));
    }
}
