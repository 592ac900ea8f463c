//! Runs of digits in groups, and which of their groups are one number.
//!
//! In: the bytes of a text and the place of a digit. Out: the numbers of the region around it.

use super::digits::{MAX_SEPARATORS, digit_at, digit_before, separator_at, separator_before};
use super::label::{self, Label};
use super::number::{self, classify};
use super::{Finding, Rule};

/// How numbers in groups are written: lengths of the groups, longer shapes first.
const SHAPES: [&[usize]; 18] = [
    &[4, 4, 4, 4, 3],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4],
    &[5, 5, 5, 4],
    &[6, 6, 6, 1],
    &[6, 4, 4, 4],
    &[6, 4, 4, 3],
    &[6, 8, 4],
    &[6, 8, 3],
    &[6, 6, 3],
    &[6, 13],
    &[6, 10],
    &[8, 11],
    &[8, 8],
    &[3, 4, 4],
    &[3, 3, 5],
    &[3, 8],
];

/// What stands between the groups of a number. Some signs hold a number together only in some shapes: `138.12345678` is a
/// longitude and `210302/20150101/0012` a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Spaces, hyphens, nothing that can be seen.
    Plain,
    /// `(138)1234-5678`
    Bracket,
    /// `138.1234.5678`, `138·1234·5678`
    Dot,
    /// `138/1234/5678`, `138_1234_5678`
    Slash,
}

impl Gap {
    fn of(between: &[u8]) -> Gap {
        let has = |signs: &[&[u8]]| signs.iter().any(|sign| memchr::memmem::find(between, sign).is_some());
        if has(&[b"/", b"_"]) {
            Gap::Slash
        } else if has(&[b".", "·".as_bytes()]) {
            Gap::Dot
        } else if has(&[b"(", b")", "（".as_bytes(), "）".as_bytes()]) {
            Gap::Bracket
        } else {
            Gap::Plain
        }
    }

    /// What two gaps of one number are together; none where nobody writes a number so.
    fn with(self, other: Gap) -> Option<Gap> {
        match (self, other) {
            (one, other) if one == other => Some(one),
            (Gap::Plain, Gap::Bracket) | (Gap::Bracket, Gap::Plain) => Some(Gap::Bracket),
            _ => None,
        }
    }

    fn holds(self, shape: &[usize]) -> bool {
        match self {
            Gap::Plain | Gap::Bracket => true,
            Gap::Dot => shape.len() > 2,
            Gap::Slash => shape == [3, 4, 4],
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Digit {
    value: u8,
    start: usize,
    end: usize,
}

/// Groups of digits with nothing but separators between them, as long as it goes.
#[derive(Default)]
pub(super) struct Region {
    digits: Vec<Digit>,
    /// Position in `digits` where each group begins.
    groups: Vec<usize>,
}

/// Digits in the shortest number that is looked for.
pub(super) const SHORTEST: usize = 11;

/// Start, digits and end of the region around the digit at `at`, which does not reach before `floor`: most are dates and
/// sums, and are passed over by their length.
pub(super) fn extent(bytes: &[u8], floor: usize, at: usize) -> (usize, usize, usize) {
    let start = region_start(bytes, floor, at);
    let (mut position, mut digits) = (start, 0);
    loop {
        while let Some((_, length)) = digit_at(bytes, position) {
            digits += 1;
            position += length;
        }
        let end = position;
        for _ in 0..MAX_SEPARATORS {
            position += separator_at(bytes, position).unwrap_or(0);
        }
        if digit_at(bytes, position).is_none() {
            return (start, digits, end);
        }
    }
}

impl Region {
    /// Reads the region that begins at `position`.
    pub fn read(&mut self, bytes: &[u8], mut position: usize) {
        self.digits.clear();
        self.groups.clear();
        loop {
            self.groups.push(self.digits.len());
            while let Some((value, length)) = digit_at(bytes, position) {
                self.digits.push(Digit { value, start: position, end: position + length });
                position += length;
            }
            for _ in 0..MAX_SEPARATORS {
                position += separator_at(bytes, position).unwrap_or(0);
            }
            if digit_at(bytes, position).is_none() {
                return;
            }
        }
    }

    pub fn search(&self, bytes: &[u8], found: &mut Vec<Finding>) {
        let mut group = 0;
        while group < self.groups.len() {
            match self.hit_at(bytes, group) {
                Some((finding, groups)) => {
                    found.push(finding);
                    group += groups;
                }
                None => group += 1,
            }
        }
    }

    /// The hit that begins with a group, and how many groups it takes.
    fn hit_at(&self, bytes: &[u8], group: usize) -> Option<(Finding, usize)> {
        if let Some(finding) = self.hit(bytes, group, 1, Gap::Plain) {
            return Some((finding, 1));
        }
        SHAPES.iter().find_map(|shape| {
            let fits = shape.iter().enumerate().all(|(offset, length)| self.group_length(group + offset) == *length);
            if !fits || is_masked_neighbour(bytes, self.start_of(group), self.end_of(group + shape.len() - 1)) {
                return None;
            }
            let gap = self.gap(bytes, group, shape.len()).filter(|gap| gap.holds(shape))?;
            self.hit(bytes, group, shape.len(), gap).map(|finding| (finding, shape.len()))
        })
    }

    /// What stands between some groups.
    fn gap(&self, bytes: &[u8], group: usize, groups: usize) -> Option<Gap> {
        let between = |before: usize| Gap::of(&bytes[self.end_of(before)..self.start_of(before + 1)]);
        (group + 1..group + groups - 1).try_fold(between(group), |gap, before| gap.with(between(before)))
    }

    /// Judges the digits of some groups as one number.
    fn hit(&self, bytes: &[u8], group: usize, groups: usize, gap: Gap) -> Option<Finding> {
        let last = self.groups.get(group + groups).copied().unwrap_or(self.digits.len());
        let digits = &self.digits[self.groups[group]..last];
        if !(11..=19).contains(&digits.len()) {
            return None;
        }
        if groups == 2 && self.is_range(bytes, group) {
            return None;
        }
        let (start, mut end) = (digits[0].start, digits[digits.len() - 1].end);
        let check_letter = if digits.len() == 17 { check_letter_at(bytes, end) } else { None };
        end += check_letter.unwrap_or(0);
        let mut values = [0; 19];
        for (value, digit) in values.iter_mut().zip(digits) {
            *value = digit.value;
        }
        let label = match label::before(bytes, start) {
            Label::Document if label::is_telephone_behind(&bytes[end..]) => Label::Nothing,
            label => label,
        };
        // No sum has as many digits as a card or an ID number.
        if label != Label::Id && digits.len() < 15 && is_amount(&bytes[end..]) {
            return None;
        }
        let (rule, skip) = classify(&values[..digits.len()], check_letter.is_some(), label)?;
        let certain = || number::id_check_holds(&values[..digits.len()], check_letter.is_some());
        if rule == Rule::IdNumber && gap == Gap::Dot && label != Label::Id && !certain() {
            return None;
        }
        let bounded = !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) && begins_token(bytes, start, rule);
        bounded.then(|| Finding { rule, range: digits[skip].start..end })
    }

    /// Whether a group and the next one are the ends of a range.
    fn is_range(&self, bytes: &[u8], group: usize) -> bool {
        let values = |group: usize| -> Vec<u8> {
            let from = self.groups[group];
            self.digits[from..from + self.group_length(group)].iter().map(|digit| digit.value).collect()
        };
        let between = &bytes[self.end_of(group)..self.start_of(group + 1)];
        between == b"-" && number::is_range(&values(group), &values(group + 1))
    }

    fn group_length(&self, group: usize) -> usize {
        let Some(start) = self.groups.get(group) else { return 0 };
        self.groups.get(group + 1).unwrap_or(&self.digits.len()) - start
    }

    fn start_of(&self, group: usize) -> usize {
        self.digits[self.groups[group]].start
    }

    fn end_of(&self, group: usize) -> usize {
        self.digits[self.groups[group] + self.group_length(group) - 1].end
    }
}

fn region_start(bytes: &[u8], floor: usize, at: usize) -> usize {
    let mut start = at;
    loop {
        while let Some(before) = digit_before(bytes, start).filter(|before| *before >= floor) {
            start = before;
        }
        let mut gap = start;
        for _ in 0..MAX_SEPARATORS {
            gap = separator_before(bytes, gap).filter(|before| *before >= floor).unwrap_or(gap);
        }
        if gap == start || digit_before(bytes, gap).is_none_or(|before| before < floor) {
            return start;
        }
        start = gap;
    }
}

/// Length of the X that may end an ID number.
fn check_letter_at(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at..] {
        [b'X' | b'x', ..] => Some(1),
        [0xef, 0xbc, 0xb8, ..] | [0xef, 0xbd, 0x98, ..] => Some(3),
        _ => None,
    }
}

/// Whether a unit stands behind a number: then it is a sum.
fn is_amount(after: &[u8]) -> bool {
    ["元", "万", "亿", "%", "％", "余元"].iter().any(|unit| after.starts_with(unit.as_bytes()))
}

/// Words that people write straight before a number.
const LABELS: [&str; 15] = [
    "tel", "mobile", "phone", "mob", "wechat", "wx", "vx", "id", "no", "sfz", "idcard", "card", "call", "qq",
    "whatsapp",
];

/// Whether a number may begin here: not within a word, nor after a decimal point.
fn begins_token(bytes: &[u8], start: usize, rule: Rule) -> bool {
    let before = &bytes[..start];
    let letters = before.iter().rev().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters > 0 {
        let word = before[start - letters..].to_ascii_lowercase();
        return LABELS.iter().any(|label| label.as_bytes() == word);
    }
    if let [.., b'.'] = before {
        let (mut integer, mut first) = (0, start - 1);
        while let Some(digit) = digit_before(before, first) {
            (integer, first) = (integer + 1, digit);
        }
        let zero = digit_at(before, first).is_some_and(|(value, _)| value == 0);
        // `1.13812345678` is the first item of a list; `0.4567…` and `122.99…` are numbers.
        return integer == 0 || (rule == Rule::Mobile && integer <= 2 && !zero);
    }
    true
}

/// Whether what is left of a masked number touches these groups: they are then no number of their own.
fn is_masked_neighbour(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes[..start].ends_with(b"***") || bytes[end..].starts_with(b"***")
}
