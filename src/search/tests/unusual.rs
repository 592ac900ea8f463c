//! Names that no generator thinks of: other scripts, rare characters, several readings, hardly any characters, very many.

use super::*;

const NAMES: [(&str, &str); 36] = [
    ("重庆小面馆", "渝味"),
    ("长沙臭豆腐店", ""),
    ("音乐工厂琴行", "快乐琴童"),
    ("长乐长行车行", ""),
    ("绿女吕记茶庄", "绿意"),
    ("鼎泰豐小籠包餐廳", "鼎泰豐"),
    ("龍鳳樓大酒樓", ""),
    ("Starry Coffee Roasters 咖啡", "STARRY"),
    ("K2健身·24小时店", "K2 FIT"),
    ("3·15诚信便利店", ""),
    ("7-Eleven便利店（站前店）", "7-11"),
    ("㐂喜拉面馆", ""),
    ("龘龘文化传媒有限公司", ""),
    ("𠮷野家快餐店", "𠮷野家"),
    ("犇羴鱻烤肉店", "犇羴鱻"),
    ("示例", ""),
    ("好利", ""),
    ("鞍山市铁东区星光灿烂少年儿童综合素质教育艺术培训中心有限责任公司", "星光灿烂"),
    ("便民超市", ""),
    ("便民超市", ""),
    ("便民超市（二一九店）", ""),
    ("阿里·巴巴烧烤", ""),
    ("【A+】少儿英语", "A加"),
    ("《书香门第》书店", ""),
    ("曾大厨单县羊汤馆", ""),
    ("西安饭庄", ""),
    ("尉迟氏剪纸工坊", ""),
    ("Café Élan 法式甜品", ""),
    ("ＡＢＣ全角英语", ""),
    ("乾隆後花園茶館", ""),
    ("이가네韩式烤肉", ""),
    ("さくら日式料理", ""),
    ("女子瑜伽馆", ""),
    ("台安县白青博洗衣中心", ""),
    ("鞍山五月花健身服务有限公司", ""),
    ("五月花健身服务有限公司铁西分公司", ""),
];

/// Queries, and what of a name each must find first.
const FOUND: [(&str, &str); 68] = [
    ("chongqingxiaomian", "重庆小面馆"),
    ("重庆", "重庆小面馆"),
    ("zhongqing", "重庆小面馆"),
    ("cqxm", "重庆小面馆"),
    ("渝味", "重庆小面馆"),
    ("yuwei", "重庆小面馆"),
    ("changsha", "长沙臭豆腐店"),
    ("长sha臭", "长沙臭豆腐店"),
    ("常沙臭豆腐", "长沙臭豆腐店"),
    ("yinyue", "音乐工厂琴行"),
    ("kuaileqintong", "音乐工厂琴行"),
    ("yygc", "音乐工厂琴行"),
    ("changle", "长乐长行车行"),
    ("changhang", "长乐长行车行"),
    ("lvnv", "绿女吕记茶庄"),
    ("lünü", "绿女吕记茶庄"),
    ("lvyi", "绿女吕记茶庄"),
    ("鼎泰丰", "鼎泰豐小籠包餐廳"),
    ("鼎泰豐", "鼎泰豐小籠包餐廳"),
    ("dingtaifeng", "鼎泰豐小籠包餐廳"),
    ("小笼包", "鼎泰豐小籠包餐廳"),
    ("龙凤楼", "龍鳳樓大酒樓"),
    ("longfenglou", "龍鳳樓大酒樓"),
    ("starry coffee", "Starry Coffee Roasters 咖啡"),
    ("ｓｔａｒｒｙ", "Starry Coffee Roasters 咖啡"),
    ("coffee roasters", "Starry Coffee Roasters 咖啡"),
    ("k2", "K2健身·24小时店"),
    ("K2健身", "K2健身·24小时店"),
    ("24小时", "K2健身·24小时店"),
    ("315诚信", "3·15诚信便利店"),
    ("3·15", "3·15诚信便利店"),
    ("7-eleven", "7-Eleven便利店（站前店）"),
    ("站前店", "7-Eleven便利店（站前店）"),
    ("㐂喜", "㐂喜拉面馆"),
    ("龘龘", "龘龘文化传媒有限公司"),
    ("dadawenhua", "龘龘文化传媒有限公司"),
    ("𠮷野家", "𠮷野家快餐店"),
    ("犇羴鱻", "犇羴鱻烤肉店"),
    ("benshanxian", "犇羴鱻烤肉店"),
    ("示例", "示例"),
    ("好利", "好利"),
    ("haoli", "好利"),
    ("hl", "好利"),
    ("星光灿烂少年儿童综合素质教育艺术培训中心", "鞍山市铁东区星光灿烂少年儿童综合素质教育艺术培训中心有限责任公司"),
    ("星光灿栏少年儿童", "鞍山市铁东区星光灿烂少年儿童综合素质教育艺术培训中心有限责任公司"),
    ("xgcl", "鞍山市铁东区星光灿烂少年儿童综合素质教育艺术培训中心有限责任公司"),
    ("便民超市二一九", "便民超市（二一九店）"),
    ("阿里巴巴", "阿里·巴巴烧烤"),
    ("A加", "【A+】少儿英语"),
    ("书香门第", "《书香门第》书店"),
    ("《书香门第》", "《书香门第》书店"),
    ("zengdachu", "曾大厨单县羊汤馆"),
    ("xianfanzhuang", "西安饭庄"),
    ("yuchi", "尉迟氏剪纸工坊"),
    ("CAFÉ", "Café Élan 法式甜品"),
    ("abc全角", "ＡＢＣ全角英语"),
    ("乾隆后花园", "乾隆後花園茶館"),
    ("さくら", "さくら日式料理"),
    ("nvziyujia", "女子瑜伽馆"),
    ("yujia", "女子瑜伽馆"),
    ("qianlonghouhuayuan", "乾隆後花園茶館"),
    ("白清博", "台安县白青博洗衣中心"),
    ("青白博", "台安县白青博洗衣中心"),
    ("女 瑜伽", "女子瑜伽馆"),
    ("瑜伽 女", "女子瑜伽馆"),
    ("五月花健身服务有限公司", "鞍山五月花健身服务有限公司"),
    ("五月花健身服务", "鞍山五月花健身服务有限公司"),
    ("五 花 铁西分公司", "五月花健身服务有限公司铁西分公司"),
];

fn unusual() -> Vec<SearchDocument> {
    let mut out = documents(60);
    let regions = Regions::of(&Districts::default());
    let model = out[0].clone();
    for (at, (title, brand)) in NAMES.into_iter().enumerate() {
        let code = format!("91210303MB{at:05}00X");
        out.push(SearchDocument {
            around: regions.around(&text::key(title)),
            title: title.to_owned(),
            href: format!("m/0X/{code}.html"),
            names: if brand.is_empty() { Vec::new() } else { vec![brand.to_owned()] },
            keys: vec![code.clone()],
            text: vec![format!("鞍山市铁西区𠮷祥路{}号", at * 7 + 1)],
            code: Some(code),
            ..model.clone()
        });
    }
    out
}

#[test]
fn unusual_names_are_found_by_index_and_pack() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let pack = build(unusual(), &labels(), &dir.path().join("index")).expect("built");
    let (index, reader) = (Index::open(&dir.path().join("index")).expect("opens"), reader(&pack));
    let mut wrong = Vec::new();
    for (query, title) in FOUND {
        let ours = engine::answer(&index, &text::analyse(query), &Filters::default(), 10).expect("the index answers");
        let theirs = reader.answer(query, &Filters::default(), 10).expect("the pack answers");
        let titles = |answers: &[Answers; 3]| -> Vec<(String, Class)> {
            answers[0].first.iter().map(|answer| (answer.entry.title.clone(), answer.class)).collect()
        };
        assert_eq!(titles(&ours), titles(&theirs), "{query}");
        let found = titles(&ours);
        if found.first().is_none_or(|(first, _)| first != title) {
            wrong.push((query, title, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn equal_names_in_several_places_are_all_found() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    build(unusual(), &labels(), &dir.path().join("index")).expect("built");
    let found = titles(&dir, "便民超市");
    assert_eq!(found.iter().filter(|(title, class)| title == "便民超市" && *class == Class::Exact).count(), 2);
    assert_eq!(found.len(), 3);
    assert_eq!(titles(&dir, "铁西 便民").len(), 3);
    assert_eq!(titles(&dir, "铁西区𠮷祥路8号")[0].0, "长沙臭豆腐店");
}
