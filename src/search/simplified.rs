//! Traditional characters and the simplified ones they are searched as.
//!
//! In: one character after normalisation. Out: the character it counts as; most stand for themselves. The pairs are those
//! of OpenCC's `TSCharacters` (Apache License 2.0, github.com/BYVoid/OpenCC) below U+10000, first choices only, chains
//! followed to their end. Where one simplified character stands for several traditional ones, all of them are found.

use super::pack::bytes;
use std::sync::LazyLock;

/// Pairs of characters, traditional before simplified, in the order of the traditional ones; lines mean nothing.
const PAIRS: &str = include_str!("simplified/pairs.txt");

/// All characters of the pairs lie within the two oldest Han blocks.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// By distance from [`FIRST`]: the character it counts as, 0 for itself.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (LAST - FIRST + 1) as usize];
    for (from, to) in pairs() {
        table[(from as u32 - FIRST) as usize] = to as u16;
    }
    table
});

/// The pairs, in the order of the first.
pub fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut characters = PAIRS.chars().filter(|character| *character != '\n');
    std::iter::from_fn(move || Some((characters.next()?, characters.next()?)))
}

/// The simplified character for a traditional one; any other character itself.
pub fn simplified(character: char) -> char {
    let code = character as u32;
    if !(FIRST..=LAST).contains(&code) {
        return character;
    }
    match TABLE[(code - FIRST) as usize] {
        0 => character,
        other => char::from_u32(u32::from(other)).unwrap_or(character),
    }
}

/// The pairs as the pack has them (`docs/search-format.md`, Characters).
pub fn to_bytes() -> Vec<u8> {
    let mut out = Vec::new();
    bytes::put(&mut out, pairs().count() as u32);
    bytes::put_gaps(&mut out, &pairs().map(|(from, _)| from as u32 - FIRST).collect::<Vec<_>>());
    let places = || pairs().map(|(_, to)| (to as u32 - FIRST) as u16);
    out.extend(places().map(|place| (place >> 8) as u8));
    out.extend(places().map(|place| place as u8));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_forms_have_one_simplified_form() {
        let of = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(of("臺灣龍鳳樓髮廊健體館後乾麵"), "台湾龙凤楼发廊健体馆后干面");
        assert_eq!(of("美丽人生 gym 𠮷"), "美丽人生 gym 𠮷");
    }

    #[test]
    fn the_table_is_sorted_and_final() {
        let all: Vec<(char, char)> = pairs().collect();
        assert!(all.len() > 2900 && all.is_sorted_by(|left, right| left.0 < right.0));
        for (from, to) in all {
            assert!((FIRST..=LAST).contains(&(from as u32)) && (FIRST..=LAST).contains(&(to as u32)));
            assert_eq!(simplified(to), to, "{from} leads to {to}, which leads on");
        }
    }
}
