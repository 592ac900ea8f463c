//! How names are spelt in pinyin, without tones: by syllables (`meiliren`), by initials (`mlr`), mixed with characters.
//!
//! In: what was typed, and keys of names ([`super::text::key`]). Out: the ways of reading what was typed, a unit for each
//! character of a name, and where in a name one of them stands. ü is written `v`.

use super::initials;
use super::sounds::COMMON;
use super::{readings, text};
use std::borrow::Cow;

/// No reading begins with these.
const NEVER_FIRST: [char; 3] = ['i', 'u', 'v'];
/// Ways of reading what was typed that are asked for.
const MOST_SPELLINGS: usize = 4;
/// More syllables than this beyond the fewest are no way of cutting letters.
const MOST_FURTHER_SYLLABLES: usize = 2;
/// Letters of the longest syllable.
const LONGEST_SYLLABLE: usize = 6;

/// What one character of a name must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Read so.
    Sound(String),
    /// Read so as far as this goes: more may be typed.
    Begins(String),
    /// Read by something that begins with the letter, or the letter itself.
    Initial(char),
    /// The character itself.
    Own(char),
}

impl Unit {
    fn is(&self, character: char) -> bool {
        match self {
            Unit::Sound(syllable) => readings::of(character).iter().any(|reading| reading == syllable),
            Unit::Begins(letters) => {
                readings::of(character).iter().any(|reading| reading.starts_with(letters.as_str()))
            }
            Unit::Initial(letter) => initials::letters(character).contains(letter),
            Unit::Own(own) => *own == character,
        }
    }

    /// The letter by which it is found among initials.
    pub fn initial(&self) -> Option<char> {
        match self {
            Unit::Sound(letters) | Unit::Begins(letters) => letters.chars().next(),
            Unit::Initial(letter) | Unit::Own(letter) => Some(*letter),
        }
    }
}

/// A way of reading what was typed: a unit for each character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling(pub Vec<Unit>);

impl Spelling {
    /// Where it stands in a name: 0 when it is the whole of it, 1 at its beginning, 2 further in.
    pub fn place(&self, name: &str) -> Option<usize> {
        let name: Vec<char> = name.chars().collect();
        let starts = name.len().checked_sub(self.0.len())?;
        let stands = |start: &usize| self.0.iter().zip(&name[*start..]).all(|(unit, character)| unit.is(*character));
        (0..=starts).find(stands).map(|start| if start > 0 { 2 } else { usize::from(starts > 0) })
    }

    /// Whether it is to be looked for among initials.
    pub fn by_initials(&self) -> bool {
        self.0.iter().any(|unit| matches!(unit, Unit::Initial(_)))
    }
}

/// The ways of reading what was typed, the likelier before those to try when no name has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spellings(pub Vec<Vec<Spelling>>);

/// The key of a query as pinyin, when it is nothing but letters that may be that.
pub fn typed(key: &str) -> Option<String> {
    let out = key.replace('ü', "v");
    (out.len() > 1 && out.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(out)
}

/// How letters may be read: by as few syllables as can be, and by initials; by more syllables; with the last one not
/// finished yet.
pub fn spellings(letters: &str) -> Spellings {
    let (few, more) = fewest(syllables(letters));
    let spelt = |cuts: Vec<Vec<&str>>| cuts.into_iter().map(|units| Spelling(sounds(&units))).collect::<Vec<_>>();
    let mut likely = spelt(few);
    if letters.len() > 1 && !letters.contains(NEVER_FIRST) {
        likely.push(Spelling(letters.chars().map(Unit::Initial).collect()));
    }
    Spellings(vec![likely, spelt(more), unfinished(letters).into_iter().map(Spelling).collect()])
}

/// Those of as few syllables as can be, and the others; 西安 is as likely as 先.
fn fewest(cuts: Vec<Vec<&str>>) -> (Vec<Vec<&str>>, Vec<Vec<&str>>) {
    let least = cuts.iter().map(Vec::len).min().unwrap_or(0).max(2);
    cuts.into_iter().partition(|cut| cut.len() <= least)
}

fn sounds(syllables: &[&str]) -> Vec<Unit> {
    syllables.iter().map(|syllable| Unit::Sound((*syllable).to_owned())).collect()
}

/// Ways of cutting letters into syllables: those of the fewest first, and of as many the one with the longest first.
fn syllables(letters: &str) -> Vec<Vec<&str>> {
    let mut out = Vec::new();
    if !letters.is_ascii() || letters.is_empty() {
        return out;
    }
    // The least number of syllables that what is left from a place on can be cut into.
    let mut least: Vec<Option<usize>> = vec![None; letters.len() + 1];
    least[letters.len()] = Some(0);
    let next = |from: usize| {
        let ends = from + 1..=letters.len().min(from + LONGEST_SYLLABLE);
        ends.filter(move |to| COMMON.contains(&letters[from..*to]))
    };
    for from in (0..letters.len()).rev() {
        least[from] = next(from).filter_map(|to| least[to]).min().map(|rest| rest + 1);
    }
    let Some(fewest) = least[0] else { return out };
    for total in fewest..=fewest + MOST_FURTHER_SYLLABLES {
        let mut open: Vec<(Vec<&str>, usize)> = vec![(Vec::new(), 0)];
        while let Some((cut, from)) = open.pop() {
            if from == letters.len() {
                if cut.len() == total {
                    out.push(cut);
                }
                if out.len() == MOST_SPELLINGS {
                    return out;
                }
                continue;
            }
            // The last one put on the heap is looked at first.
            for to in next(from).filter(|to| least[*to].is_some_and(|rest| cut.len() + 1 + rest <= total)) {
                open.push(([cut.as_slice(), &[&letters[from..to]]].concat(), to));
            }
        }
    }
    out
}

/// Ways of reading letters the last of which begin a syllable, the longest beginning first.
fn unfinished(letters: &str) -> Vec<Vec<Unit>> {
    let mut out = Vec::new();
    for from in letters.len().saturating_sub(LONGEST_SYLLABLE)..letters.len() {
        let Some((before, rest)) = letters.split_at_checked(from) else { continue };
        let begins = COMMON.range(rest.to_owned()..).next().is_some_and(|syllable| syllable.starts_with(rest));
        let before = if from == 0 { Some(Vec::new()) } else { syllables(before).into_iter().next() };
        if let (true, Some(before)) = (begins, before) {
            let mut units = sounds(&before);
            units.push(Unit::Begins(rest.to_owned()));
            out.push(units);
        }
        if out.len() == MOST_SPELLINGS / 2 {
            break;
        }
    }
    out
}

/// How a query with Han characters sounds: letters among them are syllables, or initials. Nothing when there is a
/// character without a reading, or nothing to read.
pub fn heard(key: &str) -> Spellings {
    let runs = runs(key);
    let count = key.chars().count();
    let readable = runs.iter().all(|run| match run {
        Run::Han(readings) => !readings.is_empty(),
        Run::Letters(letters) => letters.bytes().all(|byte| byte.is_ascii_lowercase()),
    });
    if !readable || count < 2 || !runs.iter().any(|run| matches!(run, Run::Han(_))) {
        return Spellings::default();
    }
    let mut likely = product(&runs, false);
    let mut letters =
        runs.iter().filter_map(|run| if let Run::Letters(letters) = run { Some(letters) } else { None }).peekable();
    if letters.peek().is_some() && !letters.any(|letters| letters.contains(NEVER_FIRST)) {
        let by_initials = runs.iter().flat_map(|run| match run {
            Run::Han(readings) => vec![Unit::Sound(readings[0].to_string())],
            Run::Letters(letters) => letters.chars().map(Unit::Initial).collect(),
        });
        likely.push(Spelling(by_initials.collect()));
    }
    Spellings(vec![likely, product(&runs, true)])
}

/// What of a query is read as one: a Han character, or letters.
enum Run {
    Han(Vec<Cow<'static, str>>),
    Letters(String),
}

fn runs(key: &str) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for character in key.chars() {
        match out.last_mut() {
            _ if text::is_han(character) => out.push(Run::Han(readings::of(character))),
            Some(Run::Letters(letters)) => letters.push(character),
            _ => out.push(Run::Letters(character.to_string())),
        }
    }
    out
}

/// Every choice of a reading of each run, at most [`MOST_SPELLINGS`]; with `unfinished`, of those whose last letters are
/// the beginning of a syllable.
fn product(runs: &[Run], unfinished_last: bool) -> Vec<Spelling> {
    let mut out: Vec<Vec<Unit>> = vec![Vec::new()];
    for (at, run) in runs.iter().enumerate() {
        let last = at + 1 == runs.len();
        let ways: Vec<Vec<Unit>> = match run {
            Run::Han(_) if last && unfinished_last => Vec::new(),
            Run::Han(readings) => readings.iter().map(|reading| vec![Unit::Sound(reading.to_string())]).collect(),
            Run::Letters(letters) if last && unfinished_last => unfinished(letters),
            Run::Letters(letters) => fewest(syllables(letters)).0.iter().map(|units| sounds(units)).collect(),
        };
        let room = (MOST_SPELLINGS / out.len().max(1)).max(1);
        let before = out;
        out = ways
            .iter()
            .take(room)
            .flat_map(|way| before.iter().map(move |units| [units.as_slice(), way].concat()))
            .collect();
    }
    out.into_iter().map(Spelling).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(spelling: &Spelling) -> String {
        let unit = |unit: &Unit| match unit {
            Unit::Sound(syllable) => syllable.clone(),
            Unit::Begins(letters) => format!("{letters}…"),
            Unit::Initial(letter) => format!("{letter}-"),
            Unit::Own(character) => character.to_string(),
        };
        spelling.0.iter().map(unit).collect::<Vec<_>>().join(" ")
    }

    /// One of the groups, shown.
    fn group(spellings: &Spellings, at: usize) -> Vec<String> {
        spellings.0[at].iter().map(shown).collect()
    }

    #[test]
    fn letters_are_cut_into_syllables() {
        assert_eq!(group(&spellings("meiliren"), 0), ["mei li ren"]);
        assert_eq!(group(&spellings("fangan"), 0), ["fang an", "fan gan", "f- a- n- g- a- n-"]);
        assert_eq!(group(&spellings("xian"), 0), ["xian", "xi an"]);
        assert_eq!(group(&spellings("mlr"), 0), ["m- l- r-"]);
        assert!(group(&spellings("xq1"), 0).len() < 2 && group(&spellings("iii"), 0).is_empty());
        assert_eq!(group(&spellings("xianfan"), 0), ["xian fan"]);
        assert_eq!(group(&spellings("xianfan"), 1), ["xi an fan"]);
        let kaogangao = group(&spellings("kaogangaocanyinguanli"), 0);
        assert!(kaogangao.contains(&"kao gan gao can yin guan li".to_owned()), "{kaogangao:?}");
        let unfinished = |letters: &str| group(&spellings(letters), 2);
        assert_eq!(unfinished("meilir"), ["mei li r…"]);
        assert_eq!(unfinished("meilin"), ["mei lin…", "mei li n…"]);
        assert_eq!(unfinished("zh"), ["zh…"]);
        assert!(spellings(&"a".repeat(64)).0[0].len() <= MOST_SPELLINGS + 1);
    }

    #[test]
    fn spellings_stand_somewhere_in_names() {
        let place = |typed: &str, name: &str| {
            let spellings = spellings(typed);
            spellings.0.iter().flatten().filter_map(|spelling| spelling.place(name)).min()
        };
        assert_eq!(place("meilirensheng", "美丽人生"), Some(0));
        assert_eq!(place("meili", "美丽人生"), Some(1));
        assert_eq!(place("rensheng", "美丽人生"), Some(2));
        assert_eq!(place("changle", "长乐"), Some(0));
        assert_eq!(place("zhangyue", "长乐"), Some(0));
        assert_eq!(place("chongqing", "重庆小面"), Some(1));
        assert_eq!(place("lvse", "绿色"), Some(0));
        assert_eq!(place("mls", "美丽人生"), None);
        assert_eq!(place("lrs", "美丽人生"), Some(2));
        assert_eq!(place("lygymg", "绿茵gym馆"), Some(0));
    }

    #[test]
    fn queries_are_pinyin_when_they_are_letters() {
        assert_eq!(typed("nüzhuang").as_deref(), Some("nvzhuang"));
        assert!(typed("m").is_none() && typed("91210302").is_none() && typed("美li").is_none());
        assert_eq!(group(&heard("美li人"), 0), ["mei li ren"]);
        assert_eq!(group(&heard("美lr"), 0), ["mei l- r-"]);
        assert_eq!(group(&heard("星月"), 0), ["xing yue"]);
        assert_eq!(group(&heard("乐月"), 0), ["le yue", "yue yue"]);
        assert_eq!(group(&heard("星yu"), 1), ["xing yu…"]);
        for nothing in ["星1", "gym", "星"] {
            assert_eq!(heard(nothing), Spellings::default(), "{nothing}");
        }
    }
}
