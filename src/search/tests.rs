//! The whole stage on a few hundred documents: found, in order, the same from tantivy and from the pack.

use super::engine::Answers;
use super::entry::Class;
use super::index::Index;
use super::pack::reader::{Reader, Source};
use super::*;
use crate::clock::Date;
use crate::config::Districts;
use crate::merchants::names::{Around, Regions};
use crate::records::Kind;
use std::collections::{BTreeMap, BTreeSet};
use tempfile::TempDir;

mod unusual;

/// A pack in memory.
struct Memory(BTreeMap<String, Vec<u8>>);

impl Source for Memory {
    fn fetch(&self, path: &str) -> Result<Vec<u8>, SearchError> {
        self.0.get(path).cloned().ok_or(SearchError::Damaged { path: path.to_owned(), reason: "it is missing" })
    }
}

fn labels() -> Labels {
    let anshan = Districts::default();
    let districts = anshan.iter().map(|district| (district.code.to_string(), district.name.clone()));
    let kinds = [(Kind::Blacklist, "黑名单"), (Kind::Penalty, "行政处罚"), (Kind::Filing, "发卡备案")];
    Labels {
        kinds: kinds.into_iter().map(|(kind, label)| (kind, label.to_owned())).collect(),
        districts: districts.collect(),
        industries: [("fitness", "健身"), ("beauty", "美容美发")]
            .map(|(key, label)| (key.to_owned(), label.to_owned()))
            .into(),
        regions: Regions::of(&anshan).folded(text::key),
        data_date: jiff::civil::date(2026, 11, 25),
    }
}

fn day(day: i8) -> Date {
    jiff::civil::date(2026, 3, day)
}

const FIRST: [char; 12] = ['星', '美', '金', '宏', '悦', '雅', '尚', '鑫', '百', '东', '海', '丽'];
const SECOND: [char; 10] = ['悦', '丽', '源', '达', '雅', '姿', '莱', '人', '生', '运'];
const TRADE: [&str; 4] = ["健身", "美容美发", "养生会所", "体育文化"];

/// `n` merchants, every third with a record, and two articles.
pub(super) fn documents(n: usize) -> Vec<SearchDocument> {
    let mut out = Vec::new();
    let districts = Districts::default();
    let regions = Regions::of(&districts);
    let districts: Vec<_> = districts.iter().collect();
    for at in 0..n {
        let district = districts[at % 7];
        let name = format!("{}{}{}", FIRST[at % 12], SECOND[at / 12 % 10], TRADE[at / 5 % 4]);
        let code = format!("91{}MA{:05}{:02}X", district.code, at * 7919 % 100_000, at % 97);
        let title = format!("鞍山市{}{name}有限公司", district.name);
        let chips = (at % 3 == 0).then_some(Chip { kind: Kind::Penalty, until: Some(day(20)) });
        out.push(SearchDocument {
            tab: Tab::Merchants,
            title: title.clone(),
            around: regions.around(&text::key(&title)),
            href: format!("m/{}/{code}.html", &code[16..]),
            names: if at % 4 == 0 { vec![format!("{}记Gym{at}", SECOND[at % 10])] } else { Vec::new() },
            keys: vec![code.clone()],
            text: vec![format!("{}人民路{}号", district.name, at + 1), "大商新玛特".to_owned()],
            code: Some(code.clone()),
            district: Some(district.code.to_string()),
            industry: Some(if at % 2 == 0 { "fitness" } else { "beauty" }.to_owned()),
            kind: None,
            chips: chips.into_iter().collect(),
            date: None,
            years: Vec::new(),
            until: None,
        });
        if at % 3 == 0 {
            out.push(SearchDocument {
                tab: Tab::Records,
                title: format!("{title}行政处罚"),
                around: Around::default(),
                href: format!("r/{:02x}/r{:013x}{:02x}.html", at % 256, at * 31, at % 256),
                names: Vec::new(),
                keys: vec![format!("鞍市监罚〔2026〕{at}号"), code],
                text: vec!["虚假宣传，责令改正，WELCOME会员卡".to_owned()],
                code: None,
                district: Some(district.code.to_string()),
                industry: None,
                kind: Some(Kind::Penalty),
                chips: Vec::new(),
                date: Some(day((at % 27 + 1) as i8)),
                years: vec![2026],
                until: Some(day(28)),
            });
        }
    }
    for (slug, title) in [("five-step-check", "办卡前五步核对"), ("refund-steps", "商家跑路了怎么退款")]
    {
        out.push(SearchDocument {
            tab: Tab::Articles,
            title: title.to_owned(),
            around: Around::default(),
            href: format!("articles/{slug}.html"),
            names: Vec::new(),
            keys: Vec::new(),
            text: vec!["预付卡消费提示：先查营业执照，再看备案".to_owned()],
            code: None,
            district: None,
            industry: None,
            kind: None,
            chips: Vec::new(),
            date: Some(day(1)),
            years: Vec::new(),
            until: None,
        });
    }
    out
}

fn built(n: usize) -> (TempDir, Pack) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let pack = build(documents(n), &labels(), &dir.path().join("index")).expect("the index is built");
    (dir, pack)
}

fn reader(pack: &Pack) -> Reader<Memory> {
    let files = pack.files.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
    Reader::open(Memory(files)).expect("the pack opens")
}

fn titles(dir: &TempDir, query: &str) -> Vec<(String, Class)> {
    let hits = search(&dir.path().join("index"), query, &Filters::default(), 10).expect("the index answers");
    hits.hits.into_iter().map(|hit| (hit.title, hit.class)).collect()
}

#[test]
fn finds_names_codes_numbers_and_words() {
    let (dir, _) = built(300);
    let all = documents(300);
    let merchant = &all.iter().find(|document| document.title.contains("海雅")).expect("a merchant");
    let core = merchant.title.split_once("区").map_or("海雅", |(_, rest)| rest).trim_end_matches("有限公司");
    let code = merchant.code.as_deref().expect("a code");
    for query in [core, &merchant.title, code, &code.to_lowercase()] {
        let (title, class) = titles(&dir, query).swap_remove(0);
        assert_eq!((title.contains("海雅"), class), (true, Class::Exact), "{query}");
    }
    assert_eq!(titles(&dir, &code[..14])[0], (merchant.title.clone(), Class::Prefix));
    assert_eq!(titles(&dir, &code[10..])[0], (merchant.title.clone(), Class::Suffix));
    assert_eq!(titles(&dir, "海雅")[0].1, Class::Prefix);
    assert_eq!(titles(&dir, "莱记ｇｙｍ")[0].1, Class::Prefix);
    assert_eq!(titles(&dir, "鞍市监罚[2026]33号")[0].1, Class::Exact);
    assert!(titles(&dir, "跑路 退款")[0].0.contains("退款"));
    assert!(titles(&dir, "welcome 虚假")[0].0.contains("行政处罚"));
    assert!(titles(&dir, "查无此店").is_empty() && titles(&dir, "").is_empty() && titles(&dir, "（）").is_empty());
}

#[test]
fn traditional_and_simplified_are_the_same() {
    let (dir, _) = built(300);
    assert_eq!(titles(&dir, "東麗美容美髮"), titles(&dir, "东丽美容美发"));
    assert!(titles(&dir, "鞍山市鐵東區東麗")[0].0.contains("东丽"));
}

#[test]
fn names_are_found_as_they_are_spelt() {
    let (dir, _) = built(300);
    for query in ["xingyuejianshen", "xing yue jian shen", "xyjs"] {
        let found = titles(&dir, query);
        // 星源健身 has the same initials.
        let there = found.iter().any(|(title, _)| title.contains("星悦健身"));
        assert!(there && found[0].1 == Class::Pinyin, "{query}: {found:?}");
    }
    assert!(titles(&dir, "yuejian").iter().all(|(title, class)| title.contains("悦健") && *class == Class::Pinyin));
    assert!(titles(&dir, "星yue健")[0].0.contains("星悦健身"));
    assert!(titles(&dir, "铁东 xingyue").iter().all(|(title, _)| title.contains("铁东") && title.contains("星悦")));
    assert!(titles(&dir, "xingyue 铁西")[0].0.contains("铁西"));
}

#[test]
fn one_wrong_character_is_forgiven_when_nothing_is_met() {
    let (dir, _) = built(300);
    for (query, title) in [
        ("星悦键身", "星悦健身"),
        ("星月健身", "星悦健身"),
        ("星悦的健身", "星悦健身"),
        ("星健身", "星悦健身"),
        ("悦星健身", "星悦健身"),
        ("海雅体玉文化", "海雅体育文化"),
        ("海雅休育文化", "海雅体育文化"),
        ("鞍山市铁东区星悦健生有限公司", "星悦健身"),
    ] {
        let found = titles(&dir, query);
        assert!(found.iter().any(|(found, _)| found.contains(title)), "{query}: {found:?}");
        assert!(found.iter().all(|(_, class)| matches!(class, Class::Near | Class::Pinyin)), "{query}: {found:?}");
    }
    assert!(titles(&dir, "星悦健身").iter().all(|(_, class)| *class != Class::Near));
    assert!(titles(&dir, "辛亥路火锅城").is_empty());
}

#[test]
fn filters_narrow_what_is_found() {
    let (dir, _) = built(300);
    let found = |filters: &Filters| search(&dir.path().join("index"), "健身", filters, 400).expect("the index answers");
    let with = |filters: &Filters| found(filters).hits;
    let all = with(&Filters::default());
    let district = with(&Filters { district: Some("210303".to_owned()), ..Filters::default() });
    assert!(!district.is_empty() && district.len() < all.len());
    assert!(district.iter().all(|hit| hit.title.contains("铁西")));
    let kind = with(&Filters { kind: Some("penalty".to_owned()), ..Filters::default() });
    assert!(kind.iter().any(|hit| hit.tab == Tab::Merchants) && kind.iter().any(|hit| hit.tab == Tab::Records));
    let year = with(&Filters { year: Some(2026), ..Filters::default() });
    assert!(!year.is_empty() && year.iter().all(|hit| hit.tab == Tab::Records));
    let count = |tab| all.iter().filter(|hit| hit.tab == tab).count();
    assert_eq!(found(&Filters::default()).totals, [Tab::Merchants, Tab::Records, Tab::Articles].map(count));
    assert!(with(&Filters { year: Some(1999), ..Filters::default() }).is_empty());
}

#[test]
fn several_words_narrow_across_fields_in_any_order() {
    let (dir, _) = built(300);
    let one = titles(&dir, "铁西 星悦");
    assert_eq!(one, titles(&dir, "星悦　铁西"));
    assert!(!one.is_empty() && one.iter().all(|(title, _)| title.contains("铁西") && title.contains("星悦")));
    let all = documents(300);
    let merchants: Vec<_> = all.iter().filter(|document| document.tab == Tab::Merchants).collect();
    // The pairs of 12 stand in 112 and 212, too.
    let found: Vec<String> = titles(&dir, "人民路12号").into_iter().map(|(title, _)| title).collect();
    assert_eq!(found, [merchants[11].title.clone()]);
    assert_eq!(titles(&dir, "人民路29").len(), 10, "29 and 290 to 299");
}

#[test]
fn a_word_of_one_character_narrows_where_it_can() {
    let (dir, _) = built(300);
    let all = documents(300);
    let named = |title: &str, character| {
        let of = |each: &&SearchDocument| each.title == title;
        title.contains(character)
            || all.iter().filter(of).any(|each| each.names.iter().any(|name| name.contains(character)))
    };
    for query in ["健身 雅", "雅 健身", "雅 健", "雅　身"] {
        let found = titles(&dir, query);
        assert!(found.iter().all(|(title, _)| named(title, '雅') && title.contains('健')), "{query}: {found:?}");
        assert_eq!(found.len(), 10, "{query}");
    }
    let last = titles(&dir, "雅 司");
    assert!(!last.is_empty() && last.iter().all(|(title, _)| named(title, '雅') && title.ends_with('司')));
    assert_eq!(titles(&dir, "海雅健身 龘"), titles(&dir, "海雅健身"), "rather more than nothing");
    assert!(titles(&dir, "雅 龘").is_empty());
}

#[test]
fn a_number_is_found_with_its_label_and_a_trade_behind_its_district() {
    let (dir, _) = built(300);
    let code = documents(300)[1].code.clone().or_else(|| documents(300)[2].code.clone()).expect("a code");
    for label in ["统一社会信用代码：", "信用代码", "编号 "] {
        assert_eq!(titles(&dir, &format!("{label}{code}")), titles(&dir, &code), "{label}");
    }
    assert_eq!(titles(&dir, "文号：鞍市监罚〔2026〕33号")[0].1, Class::Exact);
    let found = titles(&dir, "铁西健身");
    assert_eq!(found, titles(&dir, "铁西 健身"));
    assert!(!found.is_empty() && found.iter().all(|(title, _)| title.contains("铁西") && title.contains("健身")));
    assert_eq!(titles(&dir, "铁西区大商"), titles(&dir, "铁西区 大商"));
    assert_eq!(titles(&dir, "千山区健身"), titles(&dir, "千山区 健身"));
}

#[test]
fn every_run_of_a_name_finds_its_merchant() {
    let (dir, _) = built(60);
    let index = Index::open(&dir.path().join("index")).expect("opens");
    for document in documents(60).iter().filter(|document| document.tab == Tab::Merchants) {
        let characters: Vec<char> = document.title.chars().collect();
        for run in characters.windows(2).chain(characters.windows(5)) {
            let run: String = run.iter().collect();
            let [merchants, ..] =
                engine::answer(&index, &text::analyse(&run), &Filters::default(), 60).expect("answers");
            assert!(merchants.first.iter().any(|answer| answer.entry.title == document.title), "{run}");
        }
    }
}

#[test]
fn warned_merchants_stand_first_among_equals() {
    let (dir, _) = built(300);
    let warned: Vec<bool> = titles(&dir, "健身")
        .iter()
        .map(|(title, _)| documents(300).iter().any(|document| document.title == *title && !document.chips.is_empty()))
        .collect();
    assert!(warned[0] && warned.is_sorted_by(|left, right| left >= right), "{warned:?}");
}

#[test]
fn the_pack_answers_like_the_index() {
    let (dir, pack) = built(300);
    let index = Index::open(&dir.path().join("index")).expect("opens");
    let reader = reader(&pack);
    let gold = [
        "星悦",
        "健身",
        "有限公司",
        "鞍山市铁东区",
        "美丽健身",
        "9121",
        "91210302",
        "罚〔2026〕",
        "2026",
        "gym",
        "Gym12",
        "悦记",
        "铁东 健身",
        "大商新玛特 美容",
        "预付卡",
        "核对",
        "黑名单",
        "行政处罚 铁西",
        "人民路",
        "人民路12号",
        "铁西区人民路12",
        "美",
        "g",
        "海雅健身 海城",
        "虚假宣传",
        "wel",
        "营业执照",
        "查无此人",
        "xingyue",
        "xyjs",
        "yuejianshen",
        "铁东 jianshen",
        "星yue健",
        "海牙健身",
        "海雅休育文化",
        "東麗健身",
        "健身 雅",
        "雅 身",
        "g 健身",
        "2 铁东",
        "铁西健身",
        "编号 9121",
    ];
    for query in gold {
        let left = engine::answer(&index, &text::analyse(query), &Filters::default(), 10).expect("the index answers");
        let right = reader.answer(query, &Filters::default(), 10).expect("the pack answers");
        for (left, right) in left.iter().zip(&right) {
            let shown = |answers: &Answers| -> Vec<_> {
                answers.first.iter().map(|answer| (answer.class, answer.entry.clone())).collect()
            };
            assert_eq!((left.total, shown(left)), (right.total, shown(right)), "{query}");
        }
    }
}

#[test]
fn equal_documents_make_equal_files() {
    let (_one, first) = built(900);
    let (_two, second) = built(900);
    assert_eq!(first.files, second.files);
    let paths: BTreeSet<&str> = first.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), first.files.len(), "every file has a path of its own");
    assert_eq!(first.documents, 900 + 300 + 2);
    assert_eq!(first.files.last().map(|file| (file.path.as_str(), file.pointer)), Some(("search/meta.bin", true)));
    assert_eq!(first.bytes, first.files.iter().map(|file| file.bytes.len() as u64).sum::<u64>());
}

#[test]
fn rows_come_back_as_they_went_in() {
    let (_dir, pack) = built(60);
    let reader = reader(&pack);
    let all = documents(60);
    let tabs = [Tab::Merchants, Tab::Records, Tab::Articles].map(|tab| reader.rows(tab).expect("rows"));
    assert_eq!(tabs.iter().map(Vec::len).collect::<Vec<_>>(), [60, 20, 2]);
    for row in tabs.concat() {
        assert_eq!(reader.row(row.id).expect("found by its number"), row);
        let document = all.iter().find(|document| document.href == row.href).expect("its document");
        assert_eq!((&row.title, &row.names), (&document.title, &document.names));
        assert_eq!(row.until, super::pack::rows::day(document.until));
        assert_eq!(row.chips.len(), document.chips.len());
    }
}

#[test]
fn a_damaged_file_is_told() {
    let (_dir, pack) = built(900);
    for folder in ["search/t/", "search/p/", "search/d/"] {
        let damage = |harm: &dyn Fn(&mut Vec<u8>)| {
            let mut files: BTreeMap<String, Vec<u8>> =
                pack.files.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
            files.iter_mut().filter(|(path, _)| path.starts_with(folder)).for_each(|(_, bytes)| harm(bytes));
            Reader::open(Memory(files)).expect("meta is whole").answer("公司", &Filters::default(), 10)
        };
        let flipped = damage(&|bytes| *bytes.last_mut().expect("not empty") ^= 1);
        let cut = damage(&|bytes| bytes.truncate(bytes.len() / 2));
        for answer in [flipped, cut] {
            let message = answer.expect_err("damage is an error").to_string();
            assert!(message.contains(folder) && message.contains("hint:"), "{message}");
        }
    }
}

#[test]
fn hostile_texts_are_only_texts() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut all = documents(2);
    all[0].title = "<script>alert(1)</script>\n\t\u{1f}\u{1}鞍山\u{0}星悦".to_owned();
    all[0].href = "m/../..//evil?x=1".to_owned();
    all[0].names = vec!["\t\n".to_owned(), "坏\t名".to_owned(), String::new()];
    all[0].code = Some("X".to_owned());
    all[0].district = Some("999999".to_owned());
    all[0].text = vec!["长".repeat(100_000), String::new()];
    let pack = build(all, &labels(), &dir.path().join("index")).expect("built");
    let reader = reader(&pack);
    let rows = reader.rows(Tab::Merchants).expect("rows");
    let row = rows.iter().find(|row| row.title.contains("script")).expect("there");
    assert_eq!(row.href, "m/../..//evil?x=1");
    assert!(!row.title.contains('\n') && row.note.chars().count() < 60);
    assert_eq!(titles(&dir, "script alert")[0].1, Class::Infix);
    assert_eq!(reader.answer("山星", &Filters::default(), 5).expect("answers")[0].total, 1);
}

#[test]
fn an_empty_portal_and_a_missing_index() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = dir.path().join("data/index");
    assert!(matches!(search(&index, "健身", &Filters::default(), 10), Err(SearchError::Missing { .. })));
    let pack = build(Vec::new(), &labels(), &index).expect("built");
    assert_eq!(pack.files.len(), 3, "the directory and the tables of characters");
    assert!(search(&index, "健身", &Filters::default(), 10).expect("answers").hits.is_empty());
    assert_eq!(reader(&pack).answer("健身", &Filters::default(), 10).expect("answers")[0].total, 0);
    build(documents(5), &labels(), &index).expect("replaced");
    assert!(!search(&index, "星悦", &Filters::default(), 10).expect("answers").hits.is_empty());
}
