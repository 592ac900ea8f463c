//! Folding, pairs, words and queries, and the laws they keep.

use super::*;
use proptest::prelude::*;

fn grams_of(text: &str) -> Vec<String> {
    grams(&key(text)).map(str::to_owned).collect()
}

#[test]
fn houses_are_numbers_behind_a_road() {
    assert_eq!(houses("鞍山市铁东区禾隆路97号127号商铺2层"), ["禾隆路97", "号商铺2"]);
    assert_eq!(houses("人民路12"), ["人民路12"]);
    assert_eq!(houses("悦健身2店健身房3"), ["悦健身2", "健身房3"]);
    assert!(houses("路1人民街1234567a街路巷").is_empty() && houses("").is_empty() && houses("912103").is_empty());
}

#[test]
fn width_case_and_brackets_fold() {
    assert_eq!(fold("示例（铁东）ＡＢ１ Gym-House"), "示例 铁东 ab1 gym house");
    assert_eq!(key("鞍市监罚〔2026〕12号"), key("鞍市监罚[２０２６] 12号"));
    assert_eq!(key("㈱ Ⅳ ℃"), "株ivc");
    assert_eq!(key("🎈\u{0}\u{200d}"), "");
    assert_eq!(key("İ"), "i");
    assert_eq!(key("龍鳳樓（後街）⿓"), "龙凤楼后街龙");
}

#[test]
fn grams_pass_punctuation_and_scripts() {
    assert_eq!(grams_of("星悦（K店）"), ["星悦", "悦k", "k店"]);
    assert_eq!(grams_of("星"), ["星"]);
    assert!(grams_of("—").is_empty());
    assert_eq!(grams_of("𠮷野家"), ["𠮷野", "野家"]);
}

#[test]
fn tokens_keep_words_whole() {
    assert_eq!(
        tokens(&fold("示例Gym House，二〇二六年12月")),
        ["示例", "gym", "house", "二〇", "〇二", "二六", "六年", "12", "月"]
    );
}

#[test]
fn queries_split_at_spaces_only() {
    let query = analyse("铁东　星悦（二店）、a");
    assert_eq!(query.words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>(), ["铁东", "星悦二店", "a"]);
    assert_eq!(query.key, "铁东星悦二店a");
    let longer = query.longer().expect("two of them");
    assert_eq!((longer.words.len(), longer.key.as_str()), (2, "铁东星悦二店"));
    assert!(longer.longer().is_none() && analyse("a b").longer().is_none());
    assert_eq!(analyse("美").words[0].grams, ["美"]);
    let quoted = analyse("退款 “Gym House” \"铁东 健身\"");
    assert_eq!(quoted.words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>(), ["退款", "gymhouse", "铁东健身"]);
    assert!(analyse(" ，!").words.is_empty());
    assert_eq!(analyse(&"长".repeat(500)).key.chars().count(), LONGEST_QUERY);
}

#[test]
fn the_label_of_a_number_is_no_part_of_it() {
    let keys = |query: &str| analyse(query).words.into_iter().map(|word| word.key).collect::<Vec<_>>();
    assert_eq!(keys("统一社会信用代码：91210302MA"), ["91210302ma"]);
    assert_eq!(keys("备案号 210300BAC0007"), ["210300bac0007"]);
    assert_eq!(keys("文号：鞍市监罚〔2026〕17号"), ["鞍市监罚202617号"]);
    assert_eq!(keys("行政处罚决定书文号 鞍市监处罚(2026)53号"), ["鞍市监处罚202653号"]);
    assert_eq!(keys("代码：FAK16F"), ["fak16f"]);
    assert_eq!(keys("备案号查询"), ["备案号查询"]);
    assert_eq!(keys("信用代码"), ["信用代码"]);
    assert_eq!(keys("信用代码 铁东"), ["信用代码", "铁东"]);
}

proptest! {
    #[test]
    fn any_run_of_a_name_has_only_grams_of_the_name(name in "[一-龥A-Za-z0-9（）·Ａ-Ｚ ]{2,24}", from in 0usize..20, length in 2usize..8) {
        let run: String = name.chars().skip(from).take(length).collect();
        prop_assume!(!is_single(&key(&run)));
        let all = grams_of(&name);
        for gram in grams_of(&run) {
            prop_assert!(all.contains(&gram), "{gram} of {run} is not in {name}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn the_short_way_agrees_with_the_tables(text in "[\u{0}-\u{7f}\u{3000}-\u{3002}\u{3008}-\u{3011}一-龥！-～]{0,40}") {
        let known = text.chars().map(|character| if within(&KNOWN, character) { character } else { ' ' });
        let long: String = known.nfkc().flat_map(char::to_lowercase).collect();
        prop_assert_eq!(fold(&text), fold(&long));
    }
}
