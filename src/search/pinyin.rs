//! How names are spelt in pinyin, without tones: by syllables (`meiliren`) and by initials (`mlr`).
//!
//! In: the key of a name ([`super::text::key`]). Out: the strings it is found by. The usual reading of a character is that
//! of the crate `pinyin`; `OTHERS` has the further ones that names are read with. ü is written `v`.

use super::text;
use pinyin::ToPinyin;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Further readings of characters that names are made of. A rare reading would find what nobody means.
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
    给gei给ji陆lu陆liu隆long女nv女nu吕lv吕lu旅lv旅lu驴lv驴lu律lv律lu略lve略lue虐nve虐nue";

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

/// Readings of a whole name that are indexed: more would come of names nobody can read.
const MOST_READINGS: usize = 8;

/// Characters of a run that begins inside a name: enough to tell it, few enough to be shared.
const INSIDE_SYLLABLES: usize = 4;
const INSIDE_INITIALS: usize = 5;
/// Spellings of one query that are asked for.
const MOST_HEARD: usize = 4;
/// Characters of a name, from its beginning, that are spelt.
const MOST_UNITS: usize = 16;

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

/// What is spelt as one: a Han character in each of its readings, or a word of letters and digits.
enum Unit {
    Han(Vec<Cow<'static, str>>),
    Word(String),
}

impl Unit {
    /// How it may be written: by its syllable or by its initial, each once.
    fn written(&self, by: By) -> Vec<&str> {
        let readings = match self {
            Unit::Han(readings) => readings,
            Unit::Word(word) => return vec![word],
        };
        let mut out: Vec<&str> = Vec::new();
        for reading in readings {
            let piece = if by == By::Syllables { reading } else { &reading[..1] };
            if !out.contains(&piece) {
                out.push(piece);
            }
        }
        out
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Syllables,
    Initials,
}

fn units(key: &str) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    for character in key.chars() {
        let read = if text::is_han(character) { readings(character) } else { Vec::new() };
        match out.last_mut() {
            _ if !read.is_empty() => out.push(Unit::Han(read)),
            Some(Unit::Word(word)) => word.push(character),
            _ => out.push(Unit::Word(character.to_string())),
        }
    }
    out
}

/// Every way of writing the units one after the other, at most [`MOST_READINGS`], the usual one first.
fn written(units: &[Unit], by: By) -> Vec<String> {
    let mut out = vec![String::new()];
    for unit in units {
        let mut pieces = unit.written(by);
        pieces.truncate((MOST_READINGS / out.len()).max(1));
        out = pieces.iter().flat_map(|piece| out.iter().map(move |before| format!("{before}{piece}"))).collect();
    }
    out
}

/// What a name is found by from its beginning: the whole of it by syllables and by initials.
pub fn whole(key: &str) -> Vec<String> {
    let mut units = units(key);
    units.truncate(MOST_UNITS);
    if !units.iter().any(|unit| matches!(unit, Unit::Han(_))) {
        return Vec::new();
    }
    let mut out = written(&units, By::Syllables);
    if units.len() > 1 {
        out.extend(written(&units, By::Initials));
    }
    out
}

/// What a name is found by from its second character on: a few characters from each of them.
pub fn inside(key: &str) -> Vec<String> {
    let units = units(key);
    let mut out = Vec::new();
    for start in 1..units.len().saturating_sub(1).min(MOST_UNITS) {
        let run = |length: usize| &units[start..units.len().min(start + length)];
        if matches!(units[start], Unit::Han(_)) {
            out.extend(written(run(INSIDE_SYLLABLES), By::Syllables));
            out.extend(written(run(INSIDE_INITIALS), By::Initials));
        }
    }
    out
}

/// The key of a query as pinyin, when it is nothing but letters that may be that.
pub fn typed(key: &str) -> Option<String> {
    let out = key.replace('ü', "v");
    (out.len() > 1 && out.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(out)
}

/// A query with Han characters as it may be spelt: by syllables, and by initials where it has letters of its own.
/// Nothing when there is a character without a reading, or nothing to read.
pub fn heard(key: &str) -> Vec<String> {
    let units = units(key);
    let han = units.iter().filter(|unit| matches!(unit, Unit::Han(_))).count();
    let letters = units.iter().all(|unit| match unit {
        Unit::Han(_) => true,
        Unit::Word(word) => word.bytes().all(|byte| byte.is_ascii_lowercase()),
    });
    if han == 0 || units.len() < 2 || !letters {
        return Vec::new();
    }
    let mut out = written(&units, By::Syllables);
    if han < units.len() {
        out.extend(written(&units, By::Initials));
    }
    out.truncate(MOST_HEARD);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelt_by_syllables_and_initials() {
        assert_eq!(whole("美丽人生"), ["meilirensheng", "mlrs"]);
        assert_eq!(whole("绿茵gym馆"), ["lvyingymguan", "luyingymguan", "lygymg"]);
        assert_eq!(inside("美丽人生"), ["lirensheng", "lrs", "rensheng", "rs"]);
        assert!(whole("gym24").is_empty() && inside("美").is_empty() && whole("").is_empty());
    }

    #[test]
    fn several_readings_are_several_spellings() {
        assert_eq!(whole("长乐"), ["zhangle", "changle", "zhangyue", "changyue", "zl", "cl", "zy", "cy"]);
        assert!(whole(&"长乐重行".repeat(9)).len() <= 2 * MOST_READINGS);
    }

    #[test]
    fn queries_are_pinyin_when_they_are_letters() {
        assert_eq!(typed("nüzhuang").as_deref(), Some("nvzhuang"));
        assert!(typed("m").is_none() && typed("91210302").is_none() && typed("美li").is_none());
        assert_eq!(heard("美li人"), ["meiliren", "mlir"]);
        assert_eq!(heard("星月"), ["xingyue"]);
        assert!(heard("星1").is_empty() && heard("gym").is_empty() && heard("星").is_empty());
    }
}
