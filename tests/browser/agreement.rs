//! The browser's search and the program's are two accounts of the same rules: here they are held together. And what the
//! page does when the index cannot be had.

use crate::chromium::{Page, browse};
use crate::portal::Portal;
use crate::site::Site;
use mingjing::search::text;
use serde_json::{Value, json};

/// Texts in which analyses like to differ: width, marks, scripts, characters of two units, compatibility forms, nothing.
const TEXTS: [&str; 31] = [
    "鞍山市铁西区电桐大街２８５号2单元",
    "𠮷野家路12、𠮷路3，一二三1234567",
    "示例（铁东）ＡＢ１ Gym-House",
    "鞍市监罚〔2026〕12号",
    "鞍市监罚[２０２６] 12号",
    "㈱ Ⅳ ℃ ㎡ ①②③ ㍿",
    "İstanbul ΣΊΣΥΦΟΣ straße ǅ",
    "𠮷野家 𡨴 \u{2f81a}",
    "e\u{301}cole café cafe\u{301}",
    "🎈健身🏋\u{200d}♀\u{fe0f}房",
    "ｶﾞｷﾞ がぎ カラオケ",
    "김밥 천국",
    "  \t\n　",
    "",
    "、，。；：？！“”",
    "91210302MA99FAK16F",
    "91210302ma99fak16f 铁东",
    "二〇二六年",
    "々〻ヶ",
    "ﬁtness ﬂow",
    "１０００㎏",
    "№5 ™",
    "<script>alert('x')</script>",
    "a\u{0}b\u{1f}c",
    "\u{202e}倒\u{202c}",
    "豈更車賈",
    "⺀⼀⾃",
    "鞍山龍鳳樓髮廊（臺灣）後街乾洗麵館",
    "瞭望臺於裏裡 著名 藉口 甯波",
    "“铁东 健身” 退款 \"Gym House\" 「a、b",
    "Ａ，Ｂ；Ｃ、Ｄ Ｅ　Ｆ Ｇ Ｈ Ｉ Ｊ",
];

const QUERIES: [&str; 65] = [
    "健身",
    "示例健身",
    "美容",
    "培训",
    "洗车",
    "宠物",
    "摄影",
    "超市",
    "影城",
    "托育",
    "火锅",
    "有限公司",
    "鞍山",
    "铁东区",
    "铁西健身",
    "美发行政处罚",
    "罚款退款",
    "台安县山示例美容",
    "示例百货行政处罚决定",
    "岫岩餐饮",
    "岫岩洗浴",
    "鞍山市铁东区餐饮",
    "海城市商贸",
    "立山区健身",
    "海城",
    "铁东 健身",
    "健身 铁东",
    "立山,美容",
    "FAK16F",
    "fak16f",
    "ＦＡＫ１６Ｆ",
    "91210302",
    "91210302MA99FAK16F",
    "9121",
    "2026",
    "鞍东市监处罚〔2026〕18号",
    "鞍东市监处罚[2026]",
    "18号",
    "行政处罚",
    "经营异常",
    "退款",
    "预付卡",
    "备案",
    "虚假宣传 罚款",
    "五步",
    "美",
    "a",
    "gym",
    "查无此店",
    "<b>",
    "　",
    "限公司健身服务示例",
    "jianshen",
    "js",
    "shili",
    "示li健",
    "铁东 jianshen",
    "鐵東 健身",
    "示例键身",
    "示列健身房",
    "黑名单",
    "严重失信名单 铁东",
    "罚单",
    "鞍山市铁西区电桐大街２８５号2单元",
    "𠮷野家路12、𠮷路3，一二三1234567",
];

#[test]
fn the_browser_analyses_text_as_the_program_does() {
    browse(|page| async move {
        let site = Site::sample();
        page.open(&site.url("search/")).await;
        let titles = page
            .eval("return [...document.querySelectorAll('a')].map(link => link.textContent);")
            .await
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|title| title.as_str().map(str::to_owned))
            .collect::<Vec<_>>();
        let texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).chain(titles).collect();
        let given = serde_json::to_string(&texts).expect("texts");
        let script = format!(
            "import(document.querySelector('link[href$=\"search/engine.js\"]').href).then(async module => {{ \
             await (await module.Pack.open(new URL('meta.bin', location.href).href)).characters(); return {given}.map(text => [module.fold(text), module.key(text), module.grams(module.key(text)), \
             module.tokens(module.fold(text)), module.analyse(text), module.houses(module.key(text))]); }})"
        );
        let theirs = page.eval_promise(&script).await;
        for (text, theirs) in texts.iter().zip(theirs.as_array().unwrap_or_else(|| panic!("{theirs}"))) {
            assert_eq!(&ours(text), theirs, "{text:?}");
        }
    });
}

fn ours(text: &str) -> Value {
    let (fold, key, query) = (text::fold(text), text::key(text), text::analyse(text));
    let words = query.words.iter().map(|word| json!({ "key": word.key, "grams": word.grams, "tokens": word.tokens }));
    let grams: Vec<&str> = text::grams(&key).collect();
    let words = json!({ "key": query.key, "words": words.collect::<Vec<_>>() });
    json!([fold, key, grams, text::tokens(&fold), words, text::houses(&key)])
}

#[test]
fn the_browser_answers_as_the_terminal_does() {
    browse(|page| async move {
        let portal = Portal::copy_of("");
        let site = Site::build("agreement", &portal, &[]);
        page.open(&site.url("search/")).await;
        for query in QUERIES {
            agree(&page, &portal, query).await;
        }
    });
}

/// Names that no sample has: other scripts, rare characters, several readings, brackets.
const UNUSUAL: &str = "名称,统一社会信用代码,住所,所属区县,品牌\n\
    重庆小面馆,,鞍山市铁东区𠮷祥路1号,铁东区,渝味\n\
    长乐长行车行,,鞍山市铁东区𠮷祥路8号,铁东区,\n\
    绿女吕记茶庄,,鞍山市铁西区𠮷祥路15号,铁西区,绿意\n\
    鼎泰豐小籠包餐廳,,鞍山市铁西区𠮷祥路22号,铁西区,鼎泰豐\n\
    K2健身·24小时店,,鞍山市铁西区𠮷祥路29号,铁西区,K2 FIT\n\
    𠮷野家快餐店,,鞍山市立山区𠮷祥路36号,立山区,𠮷野家\n\
    犇羴鱻烤肉店,,鞍山市立山区𠮷祥路43号,立山区,犇羴鱻\n\
    阿里·巴巴烧烤,,鞍山市立山区𠮷祥路50号,立山区,\n\
    Café Élan 法式甜品,,鞍山市立山区𠮷祥路57号,立山区,\n\
    西安饭庄,,鞍山市立山区𠮷祥路64号,立山区,\n\
    好利,,鞍山市立山区𠮷祥路71号,立山区,\n";

#[test]
fn unusual_names_are_found_by_both_alike() {
    browse(|page| async move {
        let portal = Portal::copy_of("");
        let feed = "kind = \"merchant\"\nagency = \"鞍山市市场监督管理局\"\nsource = \"data/samples/unusual.csv\"\n\
                    [fields]\naddress = \"住所\"\ndistrict = \"所属区县\"\nbrands = \"品牌\"\n";
        std::fs::write(portal.path("data/sources/unusual.toml"), feed).expect("writable");
        std::fs::write(portal.path("data/samples/unusual.csv"), UNUSUAL).expect("writable");
        let site = Site::build("unusual", &portal, &[]);
        page.open(&site.url("search/")).await;
        for query in [
            "chongqingxiaomian",
            "zhongqing",
            "cqxm",
            "yuwei",
            "changle",
            "changhang",
            "长hang",
            "lvnv",
            "lünü",
            "鼎泰丰",
            "dingtaifeng",
            "小籠包",
            "k2",
            "24小时",
            "𠮷野家",
            "𠮷祥路36号",
            "犇羴鱻",
            "benshan",
            "阿里巴巴",
            "alibaba",
            "CAFÉ élan",
            "xianfanzhuang",
            "好利",
            "hl",
            "h",
            "haol",
            "好力",
            "常乐长行",
            "重庆大面馆",
            "立山 饭庄",
            "lish fanzhuang",
            "𠮷",
        ] {
            agree(&page, &portal, query).await;
        }
    });
}

/// Asks the page and the program the same, and compares the first ten answers.
async fn agree(page: &Page, portal: &Portal, query: &str) {
    ask(page, query).await;
    let shown = page
        .eval(
            "return [document.querySelector('#results [aria-selected=true]')?.dataset.tab ?? null, \
             [...document.querySelectorAll('#results li a:first-of-type')].map(link => link.getAttribute('href'))];",
        )
        .await;
    let report = portal.run(&["search", query, "--limit", "1000", "--json"]).ends(0, &[]);
    let report: Value = serde_json::from_str(&report.stdout).expect("a report");
    let hits = report["hits"].as_array().expect("hits");
    let tab = hits.first().map_or(Value::Null, |hit| hit["tab"].clone());
    let first = hits.iter().filter(|hit| hit["tab"] == tab).take(10);
    let hrefs: Vec<String> = first.map(|hit| format!("../{}", hit["href"].as_str().expect("an address"))).collect();
    assert_eq!(shown, json!([tab, hrefs]), "`{query}`");
}

#[test]
fn people_are_no_search_keys_and_kinds_have_other_names() {
    let portal = Portal::copy_of("");
    Site::build("people", &portal, &[]);
    let hits = |query: &str| {
        let report = portal.run(&["search", query, "--limit", "1000", "--json"]).ends(0, &[]);
        let report: Value = serde_json::from_str(&report.stdout).expect("a report");
        report["hits"].as_array().expect("hits").clone()
    };
    let list = portal.path("data/samples/xyas-penalties.json");
    let list: Value = serde_json::from_slice(&std::fs::read(list).expect("the sample")).expect("JSON");
    let mut people = Vec::new();
    fn collect(value: &Value, people: &mut Vec<String>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| match value.as_str() {
                Some(person) if name == "法定代表人" && person.chars().count() > 3 => {
                    people.push(person.to_owned())
                }
                _ => collect(value, people),
            }),
            Value::Array(items) => items.iter().for_each(|item| collect(item, people)),
            _ => {}
        }
    }
    collect(&list, &mut people);
    assert!(!people.is_empty());
    for person in people {
        assert_eq!(hits(&person), Vec::<Value>::new(), "{person}");
    }
    let listed = hits("黑名单");
    assert!(listed.iter().any(|hit| hit["tab"] == "merchants"), "{listed:?}");
    assert!(!hits("严重失信名单").is_empty());
}

#[test]
fn any_text_is_analysed_alike() {
    browse(|page| async move {
        page.open(&Site::sample().url("search/")).await;
        let texts = generated(5000);
        let given = serde_json::to_string(&texts).expect("texts");
        let script = format!(
            "import(document.querySelector('link[href$=\"search/engine.js\"]').href).then(async module => {{ \
             await (await module.Pack.open(new URL('meta.bin', location.href).href)).characters(); return {given}.map(text => \
             module.analyse(text)); }})"
        );
        let theirs = page.eval_promise(&script).await;
        for (text, theirs) in texts.iter().zip(theirs.as_array().unwrap_or_else(|| panic!("{theirs}"))) {
            assert_eq!(&ours(text)[4], theirs, "{text:?}");
        }
    });
}

/// Texts of characters from all over Unicode, the same ones each time.
fn generated(count: usize) -> Vec<String> {
    const RANGES: [(u32, u32); 16] = [
        (0, 0x7f),
        (0x80, 0x24f),
        (0x300, 0x36f),
        (0x370, 0x52f),
        (0x1e00, 0x1fff),
        (0x2000, 0x2bff),
        (0x2e80, 0x2fdf),
        (0x3000, 0x31ff),
        (0x3200, 0x33ff),
        (0x3400, 0x4dbf),
        (0x4e00, 0x9fff),
        (0x4e00, 0x9fff),
        (0xac00, 0xd7a3),
        (0xf900, 0xffff),
        (0x1d400, 0x1f9ff),
        (0x20000, 0x323af),
    ];
    let mut state = 1u64;
    let mut draw = |end: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % end
    };
    let mut text = |_| {
        let length = draw(12);
        let characters = (0..length).filter_map(|_| {
            let (first, last) = RANGES[draw(RANGES.len() as u32) as usize];
            char::from_u32(first + draw(last - first + 1))
        });
        characters.collect()
    };
    (0..count).map(&mut text).collect()
}

#[test]
fn an_index_that_cannot_be_had_is_said_and_asked_for_again() {
    browse(|page| async move {
        let site = Site::build("broken", &Portal::copy_of(""), &[]);
        let (terms, aside) = (site.path("search/t"), site.path("search/aside"));
        std::fs::rename(&terms, &aside).expect("moved away");
        page.open(&site.url("search/?q=健身")).await;
        page.find("#results[aria-busy=false] button.more").await;
        let said = page.text("#search-status").await;
        assert!(said.contains("没有完成"), "{said}");
        std::fs::rename(&aside, &terms).expect("moved back");
        page.click("#results button.more").await;
        page.find("#results[aria-busy=false] li a").await;
        std::fs::remove_dir_all(site.path("search/d")).expect("removed");
        ask(&page, "美容").await;
        page.find("#results[aria-busy=false] button.more").await;
    });
}

#[test]
fn an_index_replaced_under_an_open_page_is_read_anew() {
    browse(|page| async move {
        let portal = Portal::copy_of("");
        let site = Site::build("replaced", &portal, &[]);
        page.open(&site.url("search/")).await;
        ask(&page, "健身").await;
        // Every file of the index but the directory moves; the page still holds the old directory.
        std::fs::remove_dir_all(site.path("search/t")).expect("removed");
        std::fs::remove_dir_all(site.path("search/d")).expect("removed");
        portal.edit("data/samples/complaints-12315.ndjson", "示例", "示例新");
        let out = site.path("");
        portal.run(&["update", "--quiet", "--out", out.to_str().expect("UTF-8")]);
        ask(&page, "美容").await;
        assert!(page.text("#results li a").await.contains("美容"));
    });
}

/// Puts a query into the open page and waits for its answer.
async fn ask(page: &Page, query: &str) {
    let set = format!(
        "const input = document.querySelector('input[name=q]'); input.value = {query:?}; \
         input.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));"
    );
    page.eval(&set).await;
    page.find("#results[aria-busy=false]").await;
}
