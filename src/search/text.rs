//! The one analysis: what a text is found by. Used by the index, by queries and, mirrored character for character in
//! the theme's `search/analysis.js`, by the browser.
//!
//! In: any string. Out: its *fold* (comparable characters, traditional ones simplified, single spaces between runs), its *key* (the fold without
//! spaces), its *grams* (overlapping pairs over the key: a name is found by any two neighbouring characters, whatever
//! punctuation stands between them) and its *tokens* (Han pairs and whole words: running text is found by its words).
//! Must not depend on the Unicode version of the standard library: every range is spelt out below.

use super::simplified::simplified;
use unicode_normalization::UnicodeNormalization;

/// Code points that are looked at before normalisation; all others separate. Outside these blocks newer Unicode
/// versions add characters whose normalisation a browser may not know yet.
const KNOWN: [(u32, u32); 20] = [
    (0x0020, 0x024f),
    (0x0300, 0x036f),
    (0x0370, 0x03ff),
    (0x0400, 0x052f),
    (0x1e00, 0x1fff),
    (0x2000, 0x2bff),
    (0x2e80, 0x2fdf),
    (0x3000, 0x312f),
    (0x3131, 0x318e),
    (0x3190, 0x31e3),
    (0x3200, 0x33ff),
    (0x3400, 0x9fff),
    (0xac00, 0xd7a3),
    (0xf900, 0xfaff),
    (0xfe30, 0xfe6b),
    (0xff00, 0xffee),
    (0x1d400, 0x1d7ff),
    (0x1f100, 0x1f251),
    (0x20000, 0x2fa1f),
    (0x30000, 0x323af),
];

/// Han characters after normalisation, 々 and 〇 among them.
const HAN: [(u32, u32); 6] =
    [(0x3005, 0x3005), (0x3007, 0x3007), (0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x20000, 0x323af)];

/// Letters and digits of other scripts, after normalisation and lower case.
const WORD: [(u32, u32); 12] = [
    (0x30, 0x39),
    (0x61, 0x7a),
    (0xdf, 0xf6),
    (0xf8, 0x24f),
    (0x386, 0x386),
    (0x388, 0x3ff),
    (0x400, 0x481),
    (0x48a, 0x52f),
    (0x1e00, 0x1fff),
    (0x3041, 0x3096),
    (0x30a1, 0x30fc),
    (0xac00, 0xd7a3),
];

/// Combining marks that normalisation left over; they part nothing.
const MARKS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

/// A query longer than this many characters is cut; nobody reads a result for more.
pub const LONGEST_QUERY: usize = 64;

/// A query of more words than this is cut.
const MOST_WORDS: usize = 8;

fn within(ranges: &[(u32, u32)], character: char) -> bool {
    let code = character as u32;
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// True for the characters that stand in words by themselves.
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}') || within(&HAN, character)
}

fn is_searchable(character: char) -> bool {
    is_han(character) || within(&WORD, character)
}

/// The text with what separates made a space, normalised (NFKC), in lower case and simplified a code point at a time.
fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.chars().all(is_plain) {
        out.extend(text.chars().map(|character| simplified(fold_plain(character).to_ascii_lowercase())));
    } else {
        let known = text.chars().map(|character| if within(&KNOWN, character) { character } else { ' ' });
        out.extend(known.nfkc().flat_map(char::to_lowercase).map(simplified));
    }
    out
}

/// The characters nearly all Chinese text consists of, whose normalisation needs no table.
fn is_plain(character: char) -> bool {
    matches!(character, '\0'..='\x7f' | '\u{3000}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

fn fold_plain(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(' '),
        other => other,
    }
}

/// Searchable characters only, one space between runs.
pub fn fold(text: &str) -> String {
    let normalised = normalised(text);
    let mut out = String::with_capacity(normalised.len());
    let mut gap = false;
    for character in normalised.chars() {
        if MARKS.contains(&character) {
            continue;
        }
        if !is_searchable(character) {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(character);
    }
    out
}

/// The fold without spaces: two spellings of a name, code or document number are the same when their keys are.
pub fn key(text: &str) -> String {
    let mut fold = fold(text);
    fold.retain(|character| character != ' ');
    fold
}

/// Overlapping pairs of a key; a key of one character is its own gram.
pub fn grams(key: &str) -> impl Iterator<Item = &str> {
    let alone = key.chars().nth(1).is_none() && !key.is_empty();
    let pairs = key.char_indices().zip(key.char_indices().skip(1));
    let pairs = pairs.map(|((start, _), (middle, second))| &key[start..middle + second.len_utf8()]);
    alone.then_some(key).into_iter().chain(pairs)
}

/// Numbers of at most six digits with the three Han characters before them, as addresses have them: 桐大街285. One finds a
/// house, where its pairs find a town.
pub fn houses(key: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = 0;
    while let Some(start) = key[rest..].find(|character: char| character.is_ascii_digit()).map(|at| rest + at) {
        let digits = key[start..].bytes().take_while(u8::is_ascii_digit).count();
        rest = start + digits;
        let before: Vec<(usize, char)> = key[..start].char_indices().rev().take(3).collect();
        if let ([_, _, (from, _)], 1..=6) = (before.as_slice(), digits)
            && before.iter().all(|(_, character)| is_han(*character))
        {
            out.push(&key[*from..rest]);
        }
    }
    out
}

/// Words of a fold: pairs of each Han run (a run of one by itself), each other run whole.
pub fn tokens(fold: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for run in fold.split(' ').filter(|run| !run.is_empty()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let han = is_han(first);
            let end = rest.find(|character| is_han(character) != han).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            if han {
                out.extend(grams(piece));
            } else {
                out.push(piece);
            }
            rest = after;
        }
    }
    out
}

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub key: String,
    pub grams: Vec<String>,
    pub tokens: Vec<String>,
}

/// What a person typed, analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Key of the whole: compared with names and keys.
    pub key: String,
    /// Words in their order.
    pub words: Vec<Word>,
}

impl Query {
    fn of(words: Vec<Word>) -> Query {
        Query { key: words.iter().map(|word| word.key.as_str()).collect(), words }
    }

    /// The query without its words of one character; `None` where there are only such, or none.
    pub fn longer(&self) -> Option<Query> {
        let longer: Vec<Word> = self.words.iter().filter(|word| !is_single(&word.key)).cloned().collect();
        (!longer.is_empty() && longer.len() < self.words.len()).then(|| Query::of(longer))
    }
}

/// What stands before a code or number where it is copied from, the longer before those they end with.
const LABELS: [&str; 14] = [
    "统一社会信用代码",
    "社会信用代码",
    "信用代码",
    "代码",
    "行政处罚决定书文号",
    "处罚决定书文号",
    "决定书文号",
    "文号",
    "备案编号",
    "备案号",
    "登记号",
    "文书号",
    "案号",
    "编号",
];

/// Words of a query are parted by white space, commas and semicolons only: brackets inside a name part nothing. What
/// stands in quotation marks is one word. The label of a code or number is no part of it.
pub fn analyse(query: &str) -> Query {
    let normalised: String = normalised(query);
    let mut left = LONGEST_QUERY;
    let mut words = Vec::new();
    for piece in pieces(&normalised) {
        let fold: String = fold(piece).chars().take(left).collect();
        left -= fold.chars().count();
        let fold = unlabelled(&fold);
        let key: String = fold.chars().filter(|character| *character != ' ').collect();
        if !key.is_empty() && words.len() < MOST_WORDS {
            words.push(Word { grams: distinct(grams(&key)), tokens: distinct(tokens(fold).into_iter()), key });
        }
    }
    if words.iter().any(|word| has_digit(&word.key)) {
        words.retain(|word| !LABELS.contains(&word.key.as_str()));
    }
    Query::of(words)
}

/// A fold without the label of the code or number that it holds.
fn unlabelled(fold: &str) -> &str {
    let rest = LABELS.iter().find_map(|label| fold.strip_prefix(label)).map(str::trim_start);
    rest.filter(|rest| has_digit(rest)).unwrap_or(fold)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The parts of a query that are words each.
fn pieces(normalised: &str) -> Vec<&str> {
    let mut quoted = false;
    let part = |character: char| {
        match character {
            '"' => quoted = !quoted,
            '“' | '「' | '『' => quoted = true,
            '”' | '」' | '』' => quoted = false,
            _ => return !quoted && (character <= ' ' || matches!(character, ',' | ';' | '、')),
        }
        true
    };
    normalised.split(part).collect()
}

fn distinct<'a>(pieces: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for piece in pieces {
        if !out.iter().any(|known| known == piece) {
            out.push(piece.to_owned());
        }
    }
    out
}

/// True for a word of one character.
pub fn is_single(key: &str) -> bool {
    key.chars().nth(1).is_none()
}

#[cfg(test)]
mod tests;
