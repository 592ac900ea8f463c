//! A text as its reader takes it: digits of any script, letters of any width, nothing that cannot be seen, numbers
//! without the gaps that people spread them by (`1 3 8 …`, `210302 1990 …`).
//!
//! In: a text. Out: the folded text, and for a range of it the range it was made of. Only gaps that hold a number
//! together are closed: whether they do is decided by the digits ([`number::classify`]), not by the gaps.

use super::label::{self, Label};
use super::{Rule, number};
use std::ops::Range;

/// A folded text.
pub(super) struct Folded {
    text: String,
    /// For each character: where it begins in the folded text, and what it was made of.
    origins: Vec<(usize, Range<usize>)>,
}

impl Folded {
    /// None where folding would change nothing, which is so of nearly every text.
    pub fn of(text: &str) -> Option<Folded> {
        if is_plain(text) {
            return None;
        }
        let mut folded = Folded { text: String::with_capacity(text.len()), origins: Vec::new() };
        for (at, character) in text.char_indices() {
            if let Some(folded_to) = fold(character) {
                folded.push(folded_to, at..at + character.len_utf8());
            }
        }
        folded.close_gaps();
        Some(folded)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// What a range of the folded text was made of.
    pub fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let of = |offset: usize| self.origins.partition_point(|(start, _)| *start < offset);
        let (first, behind) = (of(range.start), of(range.end));
        self.origins[first].1.start..self.origins[behind - 1].1.end
    }

    fn push(&mut self, character: char, origin: Range<usize>) {
        self.origins.push((self.text.len(), origin));
        self.text.push(character);
    }

    /// Takes the gaps out of spread numbers and around the sign of an e-mail address.
    fn close_gaps(&mut self) {
        let characters: Vec<char> = self.text.chars().collect();
        let mut keep = vec![true; characters.len()];
        let mut at = 0;
        while at < characters.len() {
            let end = match characters[at] {
                '0'..='9' if at == 0 || !characters[at - 1].is_ascii_digit() => self.close(&characters, at, &mut keep),
                '@' => close_around(&characters, at, &mut keep),
                _ => at + 1,
            };
            at = end.max(at + 1);
        }
        if keep.iter().all(|kept| *kept) {
            return;
        }
        let origins = std::mem::take(&mut self.origins);
        self.text.clear();
        for ((character, kept), (_, origin)) in characters.into_iter().zip(keep).zip(origins) {
            if kept {
                self.push(character, origin);
            }
        }
    }

    /// Closes the gaps of the spread number that begins at a character, if one does; where to go on.
    fn close(&self, characters: &[char], at: usize, keep: &mut [bool]) -> usize {
        let spread = Spread::read(characters, at);
        if spread.gaps.is_empty() {
            return spread.end;
        }
        let label = label::before(self.text.as_bytes(), self.origins[at].0);
        let is_range = characters[spread.gaps[0]] == '-' && spread.is_range();
        if is_range || !spread.is_number(label) {
            // The number may begin with the next group.
            return spread.gaps[0] + 1;
        }
        spread.gaps.iter().for_each(|gap| keep[*gap] = false);
        spread.end
    }
}

/// Digits in groups with one and the same sign between them, as long as it goes.
struct Spread {
    digits: Vec<u8>,
    /// Lengths of the groups.
    groups: Vec<usize>,
    gaps: Vec<usize>,
    check_letter: bool,
    end: usize,
}

impl Spread {
    fn read(characters: &[char], start: usize) -> Spread {
        let mut spread =
            Spread { digits: Vec::new(), groups: Vec::new(), gaps: Vec::new(), check_letter: false, end: start };
        let mut at = start;
        loop {
            let group = characters[at..].iter().take_while(|one| one.is_ascii_digit());
            let before = spread.digits.len();
            spread.digits.extend(group.map(|one| *one as u8 - b'0'));
            let length = spread.digits.len() - before;
            spread.groups.push(length);
            at += length;
            spread.end = at;
            let Some(gap) = characters.get(at).filter(|one| is_gap(**one)) else { break };
            let alike = spread.gaps.first().is_none_or(|first| characters[*first] == *gap);
            let letter = spread.digits.len() == 17 && matches!(characters.get(at + 1), Some('X' | 'x'));
            if letter && !characters.get(at + 2).is_some_and(char::is_ascii_alphanumeric) {
                spread.gaps.push(at);
                (spread.check_letter, spread.end) = (true, at + 2);
                break;
            }
            if !alike || !characters.get(at + 1).is_some_and(char::is_ascii_digit) || spread.digits.len() > LONGEST {
                break;
            }
            spread.gaps.push(at);
            at += 1;
        }
        if !spread.check_letter && spread.digits.len() == 17 && matches!(characters.get(spread.end), Some('X' | 'x')) {
            spread.check_letter = true;
        }
        spread
    }

    /// Whether the digits are one number: an ID number whose check digit holds however it is cut, a telephone or a card
    /// in groups of one length, and a telephone in any groups behind a word for one.
    fn is_number(&self, label: Label) -> bool {
        match number::classify(&self.digits, self.check_letter, label) {
            Some((Rule::IdNumber, _)) => label == Label::Id || number::id_check_holds(&self.digits, self.check_letter),
            Some((Rule::Mobile, _)) => label == Label::Telephone || self.is_even() || self.groups == [3, 4, 4],
            Some((Rule::BankCard, _)) => label == Label::Account || self.is_even(),
            _ => false,
        }
    }

    /// Two groups that are the ends of a range.
    fn is_range(&self) -> bool {
        let [first, _] = self.groups[..] else { return false };
        let (first, last) = self.digits.split_at(first);
        number::is_range(first, last)
    }

    /// Groups of one length, short ones; the first may be longer, the last shorter.
    fn is_even(&self) -> bool {
        let [first, middle @ .., last] = self.groups.as_slice() else { return false };
        let usual = middle.first().copied().unwrap_or(*last);
        (1..=3).contains(&usual) && *first <= 3 && middle.iter().all(|length| *length == usual) && *last <= usual
    }
}

/// More digits than the longest number has.
const LONGEST: usize = 19;

/// Signs between the groups of a spread number.
fn is_gap(character: char) -> bool {
    matches!(character, ' ' | '-' | '·' | '\n' | '\t' | ',' | '、')
}

/// Drops the spaces on both sides of an `@` between two names.
fn close_around(characters: &[char], at: usize, keep: &mut [bool]) -> usize {
    let before = at.checked_sub(2).filter(|_| characters[at - 1] == ' ').filter(|one| is_mail(characters[*one]));
    let behind = (characters.get(at + 1) == Some(&' ') && characters.get(at + 2).is_some_and(|one| is_mail(*one)))
        .then_some(at + 1);
    // With a space on one side only, it is a mention or the end of a sentence.
    if let (Some(before), Some(behind)) = (before, behind) {
        keep[before + 1] = false;
        keep[behind] = false;
    }
    at + 1
}

fn is_mail(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

/// The character that a reader takes it for; none for one that cannot be seen.
fn fold(character: char) -> Option<char> {
    let digit = |code: u32, zero: u32| char::from_digit((code - zero) % 10, 10).unwrap_or(character);
    let code = u32::from(character);
    Some(match code {
        0xad | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2069 | 0xfeff => return None,
        0xff10..=0xff19 | 0xff21..=0xff3a | 0xff41..=0xff5a | 0xff20 | 0xff0e | 0xff0b | 0xff0d => {
            char::from_u32(code - 0xfee0).unwrap_or(character)
        }
        0x660..=0x669 => digit(code, 0x660),
        0x6f0..=0x6f9 => digit(code, 0x6f0),
        0x1d7ce..=0x1d7ff => digit(code, 0x1d7ce),
        0xa0 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => ' ',
        0x2010..=0x2015 | 0x2212 => '-',
        0x2022 | 0x30fb => '·',
        _ => character,
    })
}

/// Whether folding would change nothing, by the bytes. Says no to any space beside a digit or an `@`.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let near = |at: usize| {
        let one = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'@')
        };
        one(at.checked_sub(1)) && (one(Some(at + 1)) || matches!(bytes.get(at + 1), Some(b'X' | b'x')))
            || bytes.get(at + 1) == Some(&b'@')
    };
    let changes = |at: usize| match bytes[at] {
        b' ' | b'-' | b'\n' | b'\t' | b',' => near(at),
        0xc2 => matches!(bytes[at + 1], 0xa0 | 0xad | 0xb7),
        0xd9 | 0xdb | 0xf0 => true,
        0xe1 => bytes[at + 1] == 0xa0,
        0xe2 => matches!(bytes[at + 1], 0x80 | 0x81 | 0x88) && !matches!(bytes[at + 2], 0x94 | 0x98..=0x9f | 0xa6),
        0xe3 => {
            bytes[at + 1..].starts_with(&[0x80, 0x80])
                || bytes[at + 1..].starts_with(&[0x80, 0x81]) && bytes.get(at + 3).is_some_and(u8::is_ascii_digit)
                || bytes[at + 1..].starts_with(&[0x83, 0xbb])
        }
        0xef => !matches!(
            bytes[at + 1..at + 3],
            [0xbc, 0x81 | 0x88 | 0x89 | 0x8c | 0x9a | 0x9b | 0x9f] | [0xbd, 0x9b..=0xbf]
        ),
        _ => false,
    };
    let mut rest = 0;
    while let Some(next) = bytes[rest..].iter().position(|byte| LEADS[*byte as usize]) {
        if changes(rest + next) {
            return false;
        }
        rest += next + 1;
    }
    true
}

/// Bytes with which something may begin that folding changes.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let is_gap = matches!(byte as u8, b' ' | b'-' | b'\n' | b'\t' | b',');
        leads[byte] = is_gap || matches!(byte, 0xc2 | 0xd9 | 0xdb | 0xe1..=0xe3 | 0xef | 0xf0);
        byte += 1;
    }
    leads
};

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::of(text).map_or_else(|| text.to_owned(), |folded| folded.text)
    }

    #[test]
    fn spread_numbers_are_read_as_one() {
        for (spread, one) in [
            ("1 3 8 1 2 3 4 5 6 7 8", "13812345678"),
            ("138 12 34 56 78", "13812345678"),
            ("电话 1381 2345 678", "电话 13812345678"),
            ("2 1 0 3 0 2 1 9 9 0 0 1 0 1 0 0 1 6", "210302199001010016"),
            ("210 302 1990 0101 0016", "210302199001010016"),
            ("2103021990\n01010016", "210302199001010016"),
            ("21030219900101018 X。", "21030219900101018X。"),
            ("1\u{200b}3\u{200b}812345678", "13812345678"),
            ("𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "13812345678"),
            ("٢١٠٣٠٢", "210302"),
            ("ａ＠ｅｘ．ｃｎ", "a@ex.cn"),
            ("zhang @ example.com", "zhang@example.com"),
        ] {
            assert_eq!(folded(spread), one, "{spread}");
        }
    }

    #[test]
    fn what_is_no_number_keeps_its_gaps() {
        for text in [
            "1998 2003 150",
            "2026-11-25 08 30",
            "罚款 13800 202611",
            "15 16 17 18 19 20",
            "见 @示例",
            "写信 @ 或来访",
            "（一）2 3",
            "，。；：？“”‘’——…（）",
        ] {
            assert_eq!(folded(text), text, "{text}");
        }
    }

    #[test]
    fn a_range_leads_back_to_what_it_was_made_of() {
        let text = "机１ 3 8 1 2 3 4 5 6 7\u{200b} 8完";
        let folded = Folded::of(text).expect("it changes");
        assert_eq!(folded.text(), "机13812345678完");
        let range = folded.origin(&(3..14));
        assert_eq!(&text[range], "１ 3 8 1 2 3 4 5 6 7\u{200b} 8");
    }
}
