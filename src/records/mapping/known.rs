//! Well-known column names: the table `headers.toml`, canonical keys and the columns of presets.
//!
//! In: the key of a name. Out: what the name means. A name is known, too, where the signs in it are lost or are other ones, as
//! in the names of XML elements: `行政相对人代码_1统一社会信用代码`.

use super::{Target, guess};
use crate::records::text::name_key;
use crate::records::{Field, Kind, amount, preset};
use foldhash::fast::FixedState;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// By kind (`None` for any), key of the name to target and place in its list.
type Headers = HashMap<Option<Kind>, HashMap<String, (Target, usize)>>;

static HEADERS: LazyLock<Headers> = LazyLock::new(headers);
/// Names that hold signs, without them.
static BARE: LazyLock<Headers> = LazyLock::new(|| HEADERS.iter().map(|(kind, table)| (*kind, bare(table))).collect());

/// The columns that ask a question, by their keys: what yes says, and what no says.
static ASKED: LazyLock<HashMap<String, [String; 2]>> = LazyLock::new(|| {
    let asked = tables().remove(ASKED_TABLE).unwrap_or_default().into_iter();
    let pair = |said: Vec<String>| <[String; 2]>::try_from(said).expect("an answer for yes and one for no (tested)");
    asked.map(|(column, said)| (name_key(&column), pair(said))).collect()
});

/// The table of columns that ask a question.
const ASKED_TABLE: &str = "asked";

/// The keys of all names.
static KEYS: LazyLock<HashSet<&'static str, FixedState>> =
    LazyLock::new(|| HEADERS.values().flat_map(|table| table.keys()).map(String::as_str).collect());

/// Longest code of a field, in bytes.
const LONGEST_CODE: usize = 64;

/// Fewest characters of a name that is told without its signs.
const SHORTEST: usize = 4;

/// How a name is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// With the signs in it.
    Whole,
    /// Without them.
    Bare,
}

fn tables() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    toml::from_str(include_str!("../headers.toml")).expect("the embedded table of headers parses (tested)")
}

fn headers() -> Headers {
    let mut known = Headers::new();
    for (table, entries) in tables().into_iter().filter(|(table, _)| table != ASKED_TABLE) {
        let kind = table.parse::<Kind>().ok();
        for (key, columns) in entries {
            let target = if table == "drop" {
                Target::Dropped
            } else {
                Target::Field(key.parse().expect("the embedded table names canonical fields (tested)"))
            };
            let columns = columns.iter().enumerate().map(|(place, column)| (name_key(column), (target, place)));
            known.entry(kind).or_default().extend(columns);
        }
    }
    let any = known.entry(None).or_default();
    any.extend(Field::all().map(|field| (name_key(field.key()), (Target::Field(field), 0))));
    for column in preset::all().flat_map(|(_, preset)| preset.fields.iter()) {
        any.entry(name_key(column.1)).or_insert((Target::Field(*column.0), usize::MAX));
    }
    known
}

/// The names of a table that hold signs, without them; none that two fields would have.
fn bare(table: &HashMap<String, (Target, usize)>) -> HashMap<String, (Target, usize)> {
    let mut found: HashMap<String, Option<(Target, usize)>> = HashMap::new();
    for (key, meaning) in table {
        // Codes of fields keep theirs: CF_JG and CFJG are two.
        if key.chars().all(is_of_xml) {
            continue;
        }
        match found.entry(letters(key)) {
            Entry::Vacant(free) => {
                free.insert(Some(*meaning));
            }
            Entry::Occupied(mut taken) => {
                let kept = taken.get().filter(|kept| kept.0 == meaning.0);
                taken.insert(kept.map(|kept| (kept.0, kept.1.min(meaning.1))));
            }
        }
    }
    found.into_iter().filter_map(|(key, meaning)| Some((key, meaning?))).collect()
}

/// Characters that the name of an XML element may have.
fn is_of_xml(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.')
}

fn letters(key: &str) -> String {
    key.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// A key without its signs; none where it has some that no XML element has, for those are its own.
pub fn without_signs(key: &str) -> Option<String> {
    let is_bare = key.chars().all(is_of_xml) && key.chars().count() >= SHORTEST;
    is_bare.then(|| letters(key))
}

/// What a key means in feeds of a kind, or of any.
pub fn find(spelling: Spelling, kind: Option<Kind>, key: &str) -> Option<(Target, usize)> {
    let tables: &Headers = match spelling {
        Spelling::Whole => &HEADERS,
        Spelling::Bare => &BARE,
    };
    tables.get(&kind).and_then(|table| table.get(key)).copied()
}

/// What yes and no say in a column that asks a question (是否撤销).
pub fn asked(column: &str) -> Option<&'static [String; 2]> {
    ASKED.get(&name_key(column))
}

/// Whether a text is a column name of any kind of feed; tells header rows from titles.
pub fn is_known_header(text: &str) -> bool {
    let key = name_key(text);
    let bare = || without_signs(&key);
    is_known(&key)
        || amount::split(&key).or_else(|| amount::split(&bare()?)).is_some_and(|(name, _)| is_known(&name))
        || bare().is_some_and(|bare| is_known_bare(&bare))
}

/// How much known columns tell of records of a kind: one for each, less those of the other half of 双公示, which often stands in the
/// same file.
pub fn telling<'n>(kind: Kind, names: impl IntoIterator<Item = &'n str>) -> usize {
    let others: &[&str] = match kind {
        Kind::Penalty => &["许可", "审批", "XK_"],
        Kind::Filing => &["处罚", "罚款", "没收", "CF_"],
        _ => &[],
    };
    let is_others = |name: &&str| others.iter().any(|word| name.to_uppercase().contains(word));
    let (other, own): (Vec<&str>, Vec<&str>) = names.into_iter().partition(is_others);
    own.len().saturating_sub(other.len())
}

/// Whether a text is the column of a merchant's name or code, in some kind of feed.
pub fn is_subject_header(text: &str) -> bool {
    let key = name_key(text);
    let is_subject =
        |found: &(Target, usize)| matches!(found.0, Target::Field(Field::SubjectName | Field::SubjectCode));
    HEADERS.values().any(|table| table.get(&key).is_some_and(is_subject))
}

/// Whether a text, or the name that it resembles, is the column of such a field in some kind of feed.
pub fn gives(text: &str, is_wanted: impl Fn(Field) -> bool) -> bool {
    let key = name_key(text);
    let is_one = |tables: &Headers, name: &str| {
        let wanted = |found: &(Target, usize)| matches!(found.0, Target::Field(field) if is_wanted(field));
        tables.values().any(|table| table.get(name).is_some_and(wanted))
    };
    is_one(&HEADERS, &key)
        || guess::candidates(&key).any(|name| is_one(&HEADERS, &name))
        || without_signs(&key).is_some_and(|bare| is_one(&BARE, &bare))
}

/// Whether a column says by itself when or why its records were taken back, or how they stand.
pub fn says_gone(name: &str) -> bool {
    gives(name, |field| matches!(field, Field::WithdrawnOn | Field::WithdrawalReason | Field::RecordState))
}

/// Whether a text is a well-known name as it stands, but for signs around it: for lines that are mostly data. Allocates nothing.
pub fn is_plainly_known(text: &str) -> bool {
    let name = text.trim_matches(|character: char| !character.is_alphanumeric());
    if !name.is_ascii() {
        return KEYS.contains(name);
    }
    let mut upper = [0; LONGEST_CODE];
    let Some(upper) = upper.get_mut(..name.len()) else { return false };
    upper.copy_from_slice(name.as_bytes());
    upper.make_ascii_uppercase();
    std::str::from_utf8(upper).is_ok_and(|name| KEYS.contains(name))
}

/// Whether a text resembles a column name: a mark of required columns, a number or the like is around one.
pub fn is_like_header(text: &str) -> bool {
    let key = name_key(text);
    let money = amount::split(&key).map(|(name, _)| name);
    std::iter::once(&key).chain(&money).any(|key| guess::candidates(key).any(|name| is_known(&name)))
}

fn is_known(key: &str) -> bool {
    HEADERS.values().any(|table| table.contains_key(key))
}

/// Whether a name without signs is one, with or without the unit at its end.
fn is_known_bare(bare: &str) -> bool {
    let is_one = |name: &str| BARE.values().any(|table| table.contains_key(name));
    is_one(bare) || amount::split(bare).is_some_and(|(name, _)| is_one(&name))
}
