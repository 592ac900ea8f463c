//! How names are spelt in pinyin, without tones: by syllables (`meiliren`), by initials (`mlr`), mixed with characters.
//!
//! In: what was typed, and keys of names ([`super::text::key`]). Out: the ways of reading what was typed, a unit for each
//! character of a name, and where in a name one of them stands. The usual reading of a character is that
//! of the crate `pinyin`; `OTHERS` has the further ones that names are read with. ü is written `v`.

use super::sounds::COMMON;
use super::text;
use pinyin::ToPinyin;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Further readings of characters that names are made of. A rare reading would find what nobody means. 干 is also what 乾
/// counts as.
const OTHERS: &str = "长chang长zhang重zhong重chong乐le乐yue行xing行hang都du都dou会hui会kuai调tiao调diao朝chao朝zhao单dan单shan\
    曾zeng曾ceng解jie解xie盛sheng盛cheng参can参shen藏zang藏cang车che车ju传chuan传zhuan弹dan弹tan降jiang降xiang角jiao角jue\
    觉jue觉jiao卡ka卡qia咖ka咖ga绿lv绿lu率lv率shuai落luo落la没mei没mo秘mi秘bi模mo模mu茄qie茄jia塞sai塞se色se色shai厦sha\
    厦xia什shi什shen省sheng省xing石shi石dan宿su宿xiu提ti提di拓tuo拓ta校xiao校jiao血xue血xie叶ye叶xie钥yao钥yue扎za扎zha\
    粘zhan粘nian着zhe着zhuo着zhao属shu属zhu柏bai柏bo剥bao剥bo薄bao薄bo堡bao堡bu堡pu便bian便pian扁bian扁pian泊bo泊po\
    伯bo伯bai刹sha刹cha禅chan禅shan匙chi匙shi澄cheng澄deng佛fo佛fu脯fu脯pu盖gai盖ge谷gu谷yu龟gui龟qiu柜gui柜ju虾xia\
    虾ha巷xiang巷hang核he核hu系xi系ji贾jia贾gu见jian见xian嚼jiao嚼jue劲jin劲jing圈quan圈juan壳ke壳qiao勒le勒lei露lu露lou\
    抹mo抹ma埋mai埋man脉mai脉mo牟mou牟mu娜na娜nuo弄nong弄long胖pang胖pan刨pao刨bao栖qi栖xi铅qian铅yan莎sha莎suo涡wo涡guo\
    洗xi洗xian纤xian纤qian削xiao削xue尉wei尉yu蔚wei蔚yu员yuan员yun轧zha轧ya翟zhai翟di爪zhua爪zhao折zhe折she琢zuo琢zhuo\
    仔zai仔zi朴pu朴piao阿a阿e查cha查zha区qu区ou仇chou仇qiu六liu六lu率lv大da大dai还huan还hai了le了liao得de得dei地di地de\
    给gei给ji陆lu陆liu隆long女nv女nu吕lv吕lu旅lv旅lu驴lv驴lu律lv律lu略lve略lue虐nve虐nue伽ga伽jia\
    参cen俟qi俟si干gan干qian";

/// [`OTHERS`] by character: every character of every name is looked up.
static OTHERS_OF: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut out: HashMap<char, Vec<&str>> = HashMap::new();
    let mut rest = OTHERS;
    while let Some(character) = rest.chars().next() {
        let reading = &rest[character.len_utf8()..];
        let end = reading.find(|letter: char| !letter.is_ascii_lowercase()).unwrap_or(reading.len());
        out.entry(character).or_default().push(&reading[..end]);
        rest = &reading[end..];
    }
    out
});

/// No reading begins with these.
const NEVER_FIRST: [char; 3] = ['i', 'u', 'v'];
/// Initials of a name that are indexed together.
pub const INITIALS: usize = 3;
/// Ways of reading what was typed that are asked for.
const MOST_SPELLINGS: usize = 4;
/// Ways of reading a few neighbouring initials.
const MOST_READINGS: usize = 8;
/// Characters of a name, from its beginning, whose initials are indexed.
const MOST_UNITS: usize = 32;
/// Letters of the longest syllable.
const LONGEST_SYLLABLE: usize = 6;

/// Readings of a character, the usual one first; none for what is not read.
pub fn readings(character: char) -> Vec<Cow<'static, str>> {
    let mut out: Vec<Cow<'static, str>> = Vec::new();
    if let Some(usual) = character.to_pinyin() {
        let usual = usual.plain();
        out.push(if usual.contains('ü') { usual.replace('ü', "v").into() } else { usual.into() });
    }
    for reading in OTHERS_OF.get(&character).into_iter().flatten() {
        if !out.iter().any(|known| known == reading) {
            out.push((*reading).into());
        }
    }
    out
}

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
            Unit::Sound(syllable) => readings(character).iter().any(|reading| reading == syllable),
            Unit::Begins(letters) => readings(character).iter().any(|reading| reading.starts_with(letters.as_str())),
            Unit::Initial(letter) => initials(character).contains(letter),
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

/// Ways of cutting letters into syllables, the longest first.
fn syllables(letters: &str) -> Vec<Vec<&str>> {
    if !letters.is_ascii() {
        return Vec::new();
    }
    // Whether what is left from a place on can be cut.
    let mut ends = vec![false; letters.len() + 1];
    ends[letters.len()] = true;
    let next = |from: usize| (from + 1..=letters.len().min(from + LONGEST_SYLLABLE)).rev();
    let is_syllable = |from: usize, to: usize| COMMON.contains(&letters[from..to]);
    for from in (0..letters.len()).rev() {
        ends[from] = next(from).any(|to| ends[to] && is_syllable(from, to));
    }
    let mut out = Vec::new();
    let mut open: Vec<(Vec<&str>, usize)> = vec![(Vec::new(), 0)];
    while let Some((cut, from)) = open.pop() {
        if from == letters.len() && !cut.is_empty() {
            out.push(cut);
            if out.len() == MOST_SPELLINGS {
                break;
            }
            continue;
        }
        // The last one put on the heap is looked at first.
        for to in next(from).rev().filter(|to| ends[*to] && is_syllable(from, *to)) {
            open.push(([cut.as_slice(), &[&letters[from..to]]].concat(), to));
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
            _ if text::is_han(character) => out.push(Run::Han(readings(character))),
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

/// The letters that a character may be typed by: those its readings begin with, or itself.
fn initials(character: char) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    if text::is_han(character) {
        for letter in readings(character).iter().filter_map(|reading| reading.chars().next()) {
            if !out.contains(&letter) {
                out.push(letter);
            }
        }
    }
    if out.is_empty() { vec![character] } else { out }
}

/// Runs of a name's initials: from each character on, at its beginning, at its end.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Initials {
    pub all: Vec<String>,
    pub starts: Vec<String>,
    pub ends: Vec<String>,
}

/// The initials that a name is found by; none for what has no Han character.
pub fn initials_of(name: &str) -> Initials {
    let units: Vec<Vec<char>> = name.chars().take(MOST_UNITS).map(initials).collect();
    if units.len() < 2 || !name.chars().any(text::is_han) {
        return Initials::default();
    }
    let run = |start: usize| written(&units[start..units.len().min(start + INITIALS)]);
    Initials {
        all: (0..units.len() - 1).flat_map(run).collect(),
        starts: run(0),
        ends: run(units.len().saturating_sub(INITIALS)),
    }
}

/// Every way of writing units one after the other, at most [`MOST_READINGS`], the usual one first.
fn written(units: &[Vec<char>]) -> Vec<String> {
    let mut out = vec![String::new()];
    for unit in units {
        let room = (MOST_READINGS / out.len()).max(1);
        let before = out;
        out =
            unit.iter().take(room).flat_map(|letter| before.iter().map(move |run| format!("{run}{letter}"))).collect();
    }
    out
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
    fn initials_are_indexed_by_threes() {
        let of = initials_of("美丽人生");
        assert_eq!(
            (of.all, of.starts, of.ends),
            (vec!["mlr".into(), "lrs".into(), "rs".into()], vec!["mlr".into()], vec!["lrs".into()])
        );
        assert_eq!(initials_of("长乐").starts, ["zl", "cl", "zy", "cy"]);
        assert_eq!(initials_of("gym24"), Initials::default());
        assert_eq!(initials_of("美"), Initials::default());
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
