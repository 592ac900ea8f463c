//! Personal data in text: found, and masked before anything is stored.
//!
//! In: any text, of a feed's cell, an article or a finished page. Out: where ID numbers, mobile numbers and bank cards
//! stand ([`find`]) and what its surroundings tell ([`find_all`]: e-mail, plates, home addresses, names …), or the text
//! without it ([`mask`]). Must not keep, log or return what it found in the clear.
//!
//! [`find`] reads every byte of the finished site, so it steps over text four bytes at a time: each pattern holds at
//! least four digits in a row, and four digits in a row, ASCII or full-width, always touch one of those steps. What
//! feeds and people write is read as a reader takes it (`folded`), before it comes to a site.

mod birth;
mod charged;
mod digits;
mod folded;
mod glued;
mod label;
mod marked;
mod names;
mod number;
mod official;
mod payees;
mod pursued;
mod region;
#[cfg(test)]
mod tests;

pub use official::Official;

use super::person::mask_name;
use digits::digit_at;
use folded::Folded;
use region::{Region, SHORTEST, extent};
use std::borrow::Cow;
use std::collections::BTreeSet;
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
    /// Day on which a person was born.
    BirthDate,
    /// Name of a natural person whom the text marks as one.
    Name,
}

impl Rule {
    pub const ALL: [Rule; 9] = [
        Rule::IdNumber,
        Rule::Mobile,
        Rule::BankCard,
        Rule::Landline,
        Rule::Email,
        Rule::Plate,
        Rule::HomeAddress,
        Rule::BirthDate,
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
            Rule::BirthDate => "birth-date",
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
            Rule::BirthDate => "a day of birth",
            Rule::Name => "a person's name",
        }
    }

    /// Whether it is a number by which a person is reached or known.
    fn is_number(self) -> bool {
        matches!(self, Rule::IdNumber | Rule::Mobile | Rule::Landline)
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
    if bytes.len() < SHORT_TEXT && too_few_digits(bytes) {
        return found;
    }
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

/// Texts, in bytes, of which it is worth while to count the digits first: cells of feeds are short and hold few.
const SHORT_TEXT: usize = 1024;

/// Whether a text has fewer digits than any number that is looked for; a full-width one begins with the byte 0xef.
fn too_few_digits(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| byte.is_ascii_digit() || **byte == 0xef).count() < SHORTEST
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

/// The text without the names of those who hold an office in a company (法定代表人, 经营者 …): a decision may name them, a
/// search must not find them.
pub fn without_officers(text: &str) -> Cow<'_, str> {
    let found = names::of_officers(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let named: Vec<&str> = found.iter().map(|finding| &text[finding.range.clone()]).collect();
    Cow::Owned(named.iter().fold(text.to_owned(), |text, name| text.replace(name, " ")))
}

/// Those whom a text names as holding an office in a company.
pub fn officers(text: &str) -> Vec<&str> {
    names::of_officers(text).into_iter().map(|finding| &text[finding.range]).collect()
}

/// As [`find_all`], of a text that needs no folding.
fn find_marked(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    marked::find(text, &mut found);
    add_apart(&mut found, find(text));
    add_apart(&mut found, glued::find(text));
    if !found.is_empty() || memchr::memchr(b'*', text.as_bytes()).is_some() {
        let named = before_numbers(text, &found);
        add_apart(&mut found, named);
    }
    found
}

/// Names that are all that stands before a number of a person, of those found or one that its source masked (138****5678).
fn before_numbers(text: &str, found: &[Finding]) -> Vec<Finding> {
    let numbers = found.iter().filter(|finding| finding.rule.is_number()).map(|finding| finding.range.start);
    let masked = text.match_indices("****").map(|(at, _)| number_start(text, at));
    numbers.chain(masked).filter_map(|at| charged::before_number(text, at)).collect()
}

/// Where the digits before a mask begin.
fn number_start(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches(|one: char| one.is_ascii_digit()).len()
}

/// Adds those of `more` that touch nothing found, and brings all in order.
fn add_apart(found: &mut Vec<Finding>, more: Vec<Finding>) {
    if more.is_empty() {
        return;
    }
    if found.is_empty() {
        *found = more;
        return;
    }
    let known: Vec<Range<usize>> = found.iter().map(|finding| finding.range.clone()).collect();
    let overlaps = |own: &Range<usize>| known.iter().any(|other| own.start < other.end && other.start < own.end);
    found.extend(more.into_iter().filter(|finding| !overlaps(&finding.range)));
    found.sort_by_key(|finding| finding.range.start);
}

/// The text with everything [`find_all`] finds masked in the styles of `domain.md` 4.3: `138****1234`, a card's last four
/// digits, an ID number's division code, 张*. Nothing is found in a masked text.
pub fn mask(text: &str) -> Cow<'_, str> {
    mask_but(text, &Official::default(), &mut Vec::new())
}

/// [`mask`], but for what is official; adds the names of persons that were masked to `names`, by which the other cells of
/// the row are freed of them too. They must go nowhere else.
pub fn mask_but<'t>(text: &'t str, official: &Official, names: &mut Vec<String>) -> Cow<'t, str> {
    let mut masked = Cow::Borrowed(text);
    // Masking can free a neighbour (a decimal's integer part, say); each round leaves fewer digits, so this ends.
    loop {
        let mut found = find_all(&masked);
        found.retain(|finding| !official.allows(finding.rule, &masked[finding.range.clone()]));
        if found.is_empty() {
            return masked;
        }
        let named = found.iter().filter(|finding| finding.rule == Rule::Name);
        let named: BTreeSet<String> = named.map(|finding| masked[finding.range.clone()].to_owned()).collect();
        let replaced = replace(&masked, &found);
        // Who is named once is known by that name in the whole text.
        masked =
            Cow::Owned(named.iter().rev().fold(replaced, |text, name| text.replace(name.as_str(), &mask_name(name))));
        names.extend(named);
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
            Rule::BirthDate => {
                out.push_str(&digits[..4]);
                out.push_str("年****");
            }
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
