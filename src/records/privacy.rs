//! Personal data in text: found, and masked before anything is stored.
//!
//! In: any text, of a feed's cell, an article or a finished page. Out: where ID numbers, mobile numbers and bank cards
//! stand ([`find`]) and what its surroundings tell ([`find_all`]: e-mail, plates, home addresses, names …), or the text
//! without it ([`mask`]). Must not keep, log or return what it found in the clear.
//!
//! [`find`] reads every byte of the finished site, so it steps over text four bytes at a time: each pattern holds at
//! least four digits in a row, and four digits in a row, ASCII or full-width, always touch one of those steps. What
//! feeds and people write is read as a reader takes it (`folded`), before it comes to a site.

mod folded;
mod label;
mod marked;
mod names;
mod number;
mod official;
#[cfg(test)]
mod tests;

pub use official::Official;

use super::person::mask_name;
use folded::Folded;
use label::Label;
use number::classify;
use std::borrow::Cow;
use std::ops::Range;

/// What kind of personal data was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// 公民身份号码, 18 or old 15 digits.
    IdNumber,
    /// Mobile number.
    Mobile,
    /// Bank card number.
    BankCard,
    /// Telephone of a person's home.
    Landline,
    /// E-mail address, but for the state's own.
    Email,
    /// Number plate.
    Plate,
    /// Where a person lives.
    HomeAddress,
    /// Name of a natural person whom the text marks as one.
    Name,
}

impl Rule {
    pub const ALL: [Rule; 8] = [
        Rule::IdNumber,
        Rule::Mobile,
        Rule::BankCard,
        Rule::Landline,
        Rule::Email,
        Rule::Plate,
        Rule::HomeAddress,
        Rule::Name,
    ];

    /// The word in messages and reports.
    pub fn key(self) -> &'static str {
        match self {
            Rule::IdNumber => "id-number",
            Rule::Mobile => "mobile-number",
            Rule::BankCard => "bank-card",
            Rule::Landline => "landline-number",
            Rule::Email => "e-mail",
            Rule::Plate => "number-plate",
            Rule::HomeAddress => "home-address",
            Rule::Name => "personal-name",
        }
    }

    /// What to call it in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Rule::IdNumber => "an identity number",
            Rule::Mobile => "a mobile number",
            Rule::BankCard => "a bank card number",
            Rule::Landline => "a person's telephone number",
            Rule::Email => "an e-mail address",
            Rule::Plate => "a number plate",
            Rule::HomeAddress => "a home address",
            Rule::Name => "a person's name",
        }
    }

    /// Whether a finished file may never hold it, so that a build refuses. The others are told by words around them,
    /// which can err: they are masked in what feeds say, and [`crate::check`] points them out in prose.
    pub fn stops_a_build(self) -> bool {
        matches!(self, Rule::IdNumber | Rule::Mobile | Rule::BankCard | Rule::Email)
    }
}

/// One hit, by byte range in the text it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub range: Range<usize>,
}

/// All personal data in a text, in order, without overlaps. Text that is already masked (`138****1234`) is none, and
/// neither is a run of digits inside a word of ASCII letters and digits (a hash, an identifier).
pub fn find(text: &str) -> Vec<Finding> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut region = Region::default();
    let (mut floor, mut at) = (0, 0);
    while at < bytes.len() {
        if digit_at(bytes, at).is_none() {
            at += 4;
            continue;
        }
        let (start, digits, end) = extent(bytes, floor, at);
        if digits >= SHORTEST {
            region.read(bytes, start);
            region.search(bytes, &mut found);
        }
        floor = end;
        at = end;
    }
    found
}

/// E-mail addresses in a text, but for those of the state.
pub fn find_emails(text: &str) -> Vec<Finding> {
    marked::emails(text).into_iter().map(|range| Finding { rule: Rule::Email, range }).collect()
}

/// [`find`] and [`find_emails`], and what the words around it tell, in order and without overlaps, however it is spelt
/// (`folded`); a number within an address is the address.
pub fn find_all(text: &str) -> Vec<Finding> {
    let Some(folded) = Folded::of(text) else { return find_marked(text) };
    let mut found = find_marked(folded.text());
    found.iter_mut().for_each(|finding| finding.range = folded.origin(&finding.range));
    // What cannot be seen can also stand between a number and what makes it none: a site shows the text as it is.
    add_apart(&mut found, find(text));
    found
}

/// As [`find_all`], of a text that needs no folding.
fn find_marked(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    marked::find(text, &mut found);
    add_apart(&mut found, find(text));
    found
}

/// Adds those of `more` that touch nothing found, and brings all in order.
fn add_apart(found: &mut Vec<Finding>, more: Vec<Finding>) {
    let known: Vec<Range<usize>> = found.iter().map(|finding| finding.range.clone()).collect();
    let overlaps = |own: &Range<usize>| known.iter().any(|other| own.start < other.end && other.start < own.end);
    found.extend(more.into_iter().filter(|finding| !overlaps(&finding.range)));
    found.sort_by_key(|finding| finding.range.start);
}

/// The text with everything [`find_all`] finds masked in the styles of `domain.md` 4.3: `138****1234`, a card's last four
/// digits, an ID number's division code, 张*. Nothing is found in a masked text.
pub fn mask(text: &str) -> Cow<'_, str> {
    mask_but(text, &Official::default())
}

/// [`mask`], but for what is official.
pub fn mask_but<'t>(text: &'t str, official: &Official) -> Cow<'t, str> {
    let mut masked = Cow::Borrowed(text);
    // Masking can free a neighbour (a decimal's integer part, say); each round leaves fewer digits, so this ends.
    loop {
        let mut found = find_all(&masked);
        found.retain(|finding| !official.allows(finding.rule, &masked[finding.range.clone()]));
        if found.is_empty() {
            return masked;
        }
        let named = found.iter().filter(|finding| finding.rule == Rule::Name);
        let named: Vec<String> = named.map(|finding| masked[finding.range.clone()].to_owned()).collect();
        let replaced = replace(&masked, &found);
        // Who is named once is known by that name in the whole text.
        masked = Cow::Owned(named.iter().fold(replaced, |text, name| text.replace(name.as_str(), &mask_name(name))));
    }
}

fn replace(text: &str, found: &[Finding]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Finding { rule, range } in found {
        out.push_str(&text[done..range.start]);
        let value = &text[range.clone()];
        let digits = ascii_digits(value);
        match rule {
            Rule::IdNumber => {
                out.push_str(&digits[..6]);
                out.extend(std::iter::repeat_n('*', if digits.len() == 15 { 9 } else { 12 }));
            }
            Rule::Mobile => {
                out.push_str(&digits[..3]);
                out.push_str("****");
                out.push_str(&digits[digits.len() - 4..]);
            }
            Rule::BankCard => {
                out.push_str("****");
                out.push_str(&digits[digits.len() - 4..]);
            }
            Rule::Landline | Rule::HomeAddress => out.push_str("****"),
            Rule::Email => {
                out.push_str("****");
                out.push_str(&value[value.find(['@', '＠']).unwrap_or(value.len())..]);
            }
            Rule::Plate => {
                out.extend(value.chars().take(2));
                out.push_str("****");
            }
            Rule::Name => out.push_str(&mask_name(value)),
        }
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The digits of what was found, of whatever script.
fn ascii_digits(text: &str) -> String {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect();
    Folded::of(text).map_or_else(|| digits(text), |folded| digits(folded.text()))
}

/// Value and length in bytes of the digit that begins at `at`, ASCII or full-width.
#[inline]
fn digit_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match *bytes.get(at)? {
        byte @ b'0'..=b'9' => Some((byte - b'0', 1)),
        0xef => match bytes.get(at + 1..at + 3)? {
            [0xbc, last @ 0x90..=0x99] => Some((last - 0x90, 3)),
            _ => None,
        },
        _ => None,
    }
}

/// Start of the digit that ends at `end`.
fn digit_before(bytes: &[u8], end: usize) -> Option<usize> {
    match bytes[..end] {
        [.., b'0'..=b'9'] => Some(end - 1),
        [.., 0xef, 0xbc, 0x90..=0x99] => Some(end - 3),
        _ => None,
    }
}

/// Length of the separator that people put between groups of digits: spaces and hyphens of any width, what cannot be
/// seen, and the signs of [`Gap`].
fn separator_at(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at..] {
        [b' ' | b'-' | b'.' | b'/' | b'_' | b'(' | b')', ..] => Some(1),
        [0xc2, 0xa0 | 0xad | 0xb7, ..] => Some(2),
        [0xe3, 0x80, 0x80, ..] | [0xef, 0xbc, 0x88 | 0x89 | 0x8d, ..] => Some(3),
        [0xe2, 0x80, 0x80..=0x95 | 0xaf, ..] | [0xe2, 0x81, 0x9f | 0xa0, ..] | [0xe2, 0x88, 0x92, ..] => Some(3),
        _ => None,
    }
}

fn separator_before(bytes: &[u8], end: usize) -> Option<usize> {
    (1..=3.min(end)).find(|length| separator_at(bytes, end - length) == Some(*length)).map(|length| end - length)
}

/// Separators between two groups, at the most (`138 - 1234 - 5678`).
const MAX_SEPARATORS: usize = 3;

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
struct Region {
    digits: Vec<Digit>,
    /// Position in `digits` where each group begins.
    groups: Vec<usize>,
}

/// Digits in the shortest number that is looked for.
const SHORTEST: usize = 11;

/// Start, digits and end of the region around the digit at `at`, which does not reach before `floor`: most are dates and
/// sums, and are passed over by their length.
fn extent(bytes: &[u8], floor: usize, at: usize) -> (usize, usize, usize) {
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
    fn read(&mut self, bytes: &[u8], mut position: usize) {
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

    fn search(&self, bytes: &[u8], found: &mut Vec<Finding>) {
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
        let (start, mut end) = (digits[0].start, digits[digits.len() - 1].end);
        let check_letter = if digits.len() == 17 { check_letter_at(bytes, end) } else { None };
        end += check_letter.unwrap_or(0);
        let mut values = [0; 19];
        for (value, digit) in values.iter_mut().zip(digits) {
            *value = digit.value;
        }
        let label = label::before(bytes, start);
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
