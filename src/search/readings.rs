//! How a character is read, without tones: 长 is `zhang`, or `chang`.
//!
//! In: a character. Out: its readings. The usual one is that of the crate `pinyin`; `OTHERS` has the further ones that names are
//! read with. ü is written `v`.

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

/// Readings of a character, the usual one first; none for what is not read.
pub fn of(character: char) -> Vec<Cow<'static, str>> {
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
