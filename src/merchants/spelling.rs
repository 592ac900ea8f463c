//! Where a merchant stands in an alphabetical list: by the pinyin of its own name.
//!
//! In: a name as registered. Out: its initial, and what lists are ordered by. What every name begins with (regions) and
//! ends with (legal forms) is left out, else all of a city's merchants would stand under one letter.

use super::names::Regions;
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

/// Initial of what begins with neither a letter nor a character that is read.
pub const OTHER: char = '#';

/// Characters of a name that are spelt; names that agree so far are told apart by the names themselves.
const MOST: usize = 16;

/// Readings in names of businesses where the crate's first reading is another one.
const IN_NAMES: [(char, &str); 12] = [
    ('长', "chang"),
    ('重', "chong"),
    ('乐', "le"),
    ('朝', "chao"),
    ('曾', "zeng"),
    ('盛', "sheng"),
    ('参', "shen"),
    ('都', "du"),
    ('行', "xing"),
    ('厦', "xia"),
    ('大', "da"),
    ('石', "shi"),
];

/// How a name is filed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// After all letters, as in a telephone book.
    is_other: bool,
    /// Syllables in lower case, each followed by a space, so that a short syllable stands before the longer ones.
    syllables: String,
}

impl Spelling {
    pub fn of(name: &str, regions: &Regions) -> Spelling {
        let plain: String = name.nfkc().filter(|character| character.is_alphanumeric()).collect();
        let mut syllables = String::with_capacity(4 * MOST);
        for character in regions.core(&plain).chars().take(MOST) {
            match reading(character) {
                Some(reading) => {
                    // ü stands between u and v wherever it is written as one letter.
                    syllables.extend(reading.chars().map(|letter| if letter == 'ü' { 'v' } else { letter }));
                    syllables.push(' ');
                }
                None => syllables.extend(character.to_lowercase()),
            }
        }
        Spelling { is_other: !syllables.starts_with(|first: char| first.is_ascii_lowercase()), syllables }
    }

    /// `A` to `Z`, or [`OTHER`].
    pub fn initial(&self) -> char {
        match self.syllables.chars().next() {
            Some(first) if !self.is_other => first.to_ascii_uppercase(),
            _ => OTHER,
        }
    }
}

fn reading(character: char) -> Option<&'static str> {
    let known = IN_NAMES.iter().find(|entry| entry.0 == character);
    known.map(|entry| entry.1).or_else(|| Some(character.to_pinyin()?.plain()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Districts;

    #[test]
    fn names_are_filed_under_what_is_their_own() {
        let anshan = Regions::of(&Districts::default());
        let initial = |name| Spelling::of(name, &anshan).initial();
        assert_eq!(initial("鞍山市铁东区星悦健身服务有限公司"), 'X');
        assert_eq!(initial("（示例）鞍山长乐足浴店"), 'C');
        assert_eq!(initial("绿茵健身"), 'L');
        assert_eq!(initial("Ａ＋健身"), 'A', "full-width letters are letters");
        assert_eq!(initial("８８号洗车行"), OTHER);
        assert_eq!(initial("ЁЛКА"), OTHER, "no letter of the bar");
        assert_eq!((initial(""), initial("——")), (OTHER, OTHER));
    }

    #[test]
    fn lists_are_in_the_order_of_a_dictionary() {
        let mut names = ["24小时健身", "西安面馆", "先锋洗衣", "阿里餐饮", "Zoo宠物", "阿玛尼美发", "安宁浴池"];
        names.sort_by_key(|name| Spelling::of(name, &Regions::default()));
        assert_eq!(
            names,
            ["阿里餐饮", "阿玛尼美发", "安宁浴池", "西安面馆", "先锋洗衣", "Zoo宠物", "24小时健身"],
            "xi an stands before xian"
        );
    }
}
