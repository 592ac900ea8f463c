//! Every value of the domain's section 3, one row each: credit codes, ID numbers, registration numbers, divisions,
//! industries, filing numbers, document numbers.

use super::{Agencies, Body, Districts, Local, feed, read, read_feed, text};
use crate::records::privacy::{self, Rule};
use crate::records::{Field, Record, code};

/// What a feed with one column more than a name and a number makes of it.
fn with(kind: &str, column: &str, raw: &str) -> Result<Record, String> {
    let tsv = format!("企业名称\t备案号\t{column}\n示例店\t1\t{raw}\n");
    let (mut records, reading) = read(&feed(kind, "format = \"tsv\""), tsv.as_bytes()).expect(raw);
    reading.quarantined.first().map_or_else(|| Ok(records.remove(0)), |row| Err(row.reason.clone()))
}

fn kept(column: &str, raw: &str, field: Field) -> String {
    text(&with("filing", column, raw).unwrap_or_else(|reason| panic!("{column} {raw}: {reason}")), field)
}

#[test]
fn credit_codes() {
    // Codes of the list itself, of every sort of subject that it names.
    for known in [
        "91210302MA99FAK16F",
        "91210381MA99FAK32J",
        "91210304MA99FAK40W",
        "92210303MA99FAK24M",
        "92210311MA99FAK59T",
        "11210300009990012Q",
        "112103020099900478",
        "11120000MB1529459B",
    ] {
        assert!(code::check_digit_matches(known), "{known}");
        let taken = if known.starts_with("11") { "" } else { known };
        assert_eq!(kept("统一社会信用代码", known, Field::SubjectCode), taken, "an agency's is no merchant's");
    }
    // The first two characters of each sort, with the check digit that belongs to them.
    for sort in ["91", "92", "93", "12", "51", "52", "53"] {
        let first = format!("{sort}210300MA99FAK1");
        let first = format!("{first}{}", organisation_check(&first[8..16]));
        let whole = format!("{first}{}", char::from(code::check_digit(first.as_bytes()).expect("seventeen")));
        assert!(code::check_digit_matches(&whole), "{whole}");
        assert_eq!(kept("统一社会信用代码", &whole, Field::SubjectCode), whole);
    }
    // An early pilot code, really issued: it fails the check and is kept.
    assert_eq!(kept("统一社会信用代码", "91350100M0001TGQXM", Field::SubjectCode), "91350100M0001TGQXM");
    for refused in ["9I210302MA99FAK16F", "912103O2MA99FAK16F", "9121030SMA99FAK16F", "9.12E+17", "9.1210302E17"] {
        let reason = with("filing", "统一社会信用代码", refused).expect_err(refused);
        assert!(!reason.contains("91210302"), "a repair is suggested and never made: {reason}");
    }
}

#[test]
fn an_agencys_code_is_not_taken_and_that_is_said() {
    let csv = "企业名称,统一社会信用代码,备案号\n示例店,1121 0300009990012q,1\n示例二店,91210381MA99FAK32J,2\n";
    let mut found = Vec::new();
    let local = Local { agencies: &Agencies::default(), districts: &Districts::default() };
    let reading = read_feed(&feed("filing", ""), &[Body::from(csv)], local, &mut |record, from| {
        found.push((record, from.repairs));
    });
    let reading = reading.expect("reads");
    let (record, repairs) = &found[0];
    assert_eq!((record.subject_name(), text(record, Field::SubjectCode)), (Some("示例店"), String::new()));
    let [repair] = &repairs[..] else { panic!("{repairs:?}") };
    assert_eq!((repair.field.as_str(), repair.original.as_str()), ("subject_code", "1121 0300009990012q"));
    assert!(repair.repair.contains("agency"), "{repair:?}");
    let [warning] = &reading.warnings[..] else { panic!("{:?}", reading.warnings) };
    assert!(warning.message.starts_with("row 2: the code `11210300009990012Q`"), "{}", warning.message);
}

/// GB 11714: the ninth character of an organisation code.
fn organisation_check(first: &str) -> char {
    let value = |character: char| character.to_digit(36).expect("a digit or a letter");
    let sum: u32 =
        first.chars().zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(character, weight)| value(character) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).expect("one digit"),
    }
}

#[test]
fn id_numbers_are_dropped_wherever_they_stand() {
    const ID: &str = "210302190001010015";
    assert_eq!(privacy::find(ID).first().map(|found| found.rule), Some(Rule::IdNumber));
    for column in ["统一社会信用代码", "住所", "备案机关", "行业", "主体类型", "曾用名", "备案类别", "不认识的列"]
    {
        let said = match with("filing", column, ID) {
            Ok(record) => format!("{record:?}"),
            Err(reason) => reason,
        };
        assert!(!said.contains(ID) && !said.contains("190001010015"), "{column}: {said}");
    }
}

#[test]
fn codes_of_digits_only_are_told_from_id_numbers() {
    // All of these begin like both: sorts 12, 13, 31 to 37, 51 to 53 are divisions as well.
    for sort in ["12", "13", "31", "32", "33", "34", "35", "37", "51", "52", "53"] {
        let whole = (0..1000).find_map(|number| {
            let own = format!("00999{number:03}");
            let first = format!("{sort}210302{own}{}", organisation_check(&own));
            let whole = format!("{first}{}", char::from(code::check_digit(first.as_bytes())?));
            whole.bytes().all(|byte| byte.is_ascii_digit()).then_some(whole)
        });
        let whole = whole.expect("one of a thousand");
        assert!(privacy::find(&whole).is_empty(), "{whole} holds no day of birth");
        assert_eq!(kept("统一社会信用代码", &whole, Field::SubjectCode), whole);
    }
}

#[test]
fn registration_numbers_are_no_codes_and_no_id_numbers() {
    for number in ["210302000999912", "210303600999920", "2103021000999"] {
        assert!(privacy::find(number).is_empty(), "{number}");
        for column in ["统一社会信用代码", "统一社会信用代码/注册号"] {
            assert_eq!(kept(column, number, Field::SubjectCode), "", "{number}");
        }
    }
    // Fifteen digits with a day of birth and a failing check are an old ID number.
    assert_eq!(privacy::find("210302900101234").first().map(|found| found.rule), Some(Rule::IdNumber));
}

#[test]
fn divisions_by_code_old_code_and_name() {
    let divisions: [(&str, &[&str]); 7] = [
        ("210302", &["210302", "铁东区", "铁东", "鞍山市铁东区", "辽宁省鞍山市铁东区"]),
        ("210303", &["210303", "铁西区", "铁西"]),
        ("210304", &["210304", "立山区", "立山"]),
        ("210311", &["210311", "千山区", "千山", "旧堡区", "鞍山市旧堡区"]),
        ("210321", &["210321", "台安县", "台安"]),
        ("210323", &["210323", "岫岩满族自治县", "岫岩县", "岫岩"]),
        ("210381", &["210381", "海城市", "海城", "210322", "210319", "219002", "辽宁省海城市"]),
    ];
    let anshan = Districts::default();
    let of_code = |code: &str| anshan.of_code(&format!("91{code}MA99FAK16F")).map(|district| district.code.to_string());
    for (code, wordings) in divisions {
        for wording in wordings {
            assert_eq!(kept("所属区县", wording, Field::District), code, "{wording}");
            assert_eq!(kept("行政区划代码", wording, Field::District), code, "{wording}");
        }
        assert_eq!(of_code(code).as_deref(), Some(code));
    }
    // Haicheng's old codes stand in old credit codes, too.
    for old in ["210322", "210319", "219002"] {
        assert_eq!(of_code(old).as_deref(), Some("210381"), "{old}");
    }
    for none in ["210300", "鞍山市", "高新区", "210399", "沈阳市铁西区", "210106"] {
        assert_eq!(kept("所属区县", none, Field::District), "", "{none} is no district of this city");
    }
}

/// Class, wording, plain industry.
const INDUSTRIES: [(&str, &str, &str); 39] = [
    ("8040", "理发及美容服务", "beauty"),
    ("8051", "洗浴服务", "bath"),
    ("8052", "足浴服务", "bath"),
    ("8053", "养生保健服务", "beauty"),
    ("8010", "家庭服务", "laundry"),
    ("8020", "托儿所服务", "childcare"),
    ("8030", "洗染服务", "laundry"),
    ("8060", "摄影扩印服务", "photo"),
    ("8070", "婚姻服务", "photo"),
    ("8111", "汽车修理与维护", "car-wash"),
    ("8219", "其他清洁服务", "laundry"),
    ("8222", "宠物医院服务", "pet"),
    ("8223", "宠物美容服务", "pet"),
    ("8224", "宠物寄养收养服务", "pet"),
    ("8391", "职业技能培训", "training"),
    ("8392", "体校及体育培训", "training"),
    ("8393", "文化艺术培训", "training"),
    ("8399", "其他未列明教育", "training"),
    ("8930", "健身休闲活动", "fitness"),
    ("8921", "体育场馆管理", "fitness"),
    ("8760", "电影放映", "cinema"),
    ("9011", "歌舞厅娱乐活动", "cinema"),
    ("9013", "网吧活动", "cinema"),
    ("9020", "游乐园", "cinema"),
    ("6110", "旅游饭店", "catering"),
    ("6121", "经济型连锁酒店", "catering"),
    ("6130", "民宿服务", "catering"),
    ("6210", "正餐服务", "catering"),
    ("6220", "快餐服务", "catering"),
    ("6231", "茶馆服务", "catering"),
    ("6232", "咖啡馆服务", "catering"),
    ("6233", "酒吧服务", "catering"),
    ("6291", "小吃服务", "catering"),
    ("5212", "超级市场零售", "retail"),
    ("5213", "便利店零售", "retail"),
    ("5211", "百货零售", "retail"),
    ("8111", "洗车", "car-wash"),
    ("8040", "美发", "beauty"),
    ("6130", "旅馆", "catering"),
];

#[test]
fn industries_by_class_and_wording() {
    for (class, wording, key) in INDUSTRIES {
        for raw in [class.to_owned(), wording.to_owned(), format!("{class} {wording}"), format!("O{class}")] {
            assert_eq!(kept("行业", &raw, Field::Industry), key, "{raw}");
        }
    }
}

#[test]
fn filing_numbers_are_kept_as_they_are() {
    for number in ["330100AAC0024", "310115AAA0032", "210300BAC0007"] {
        let tsv = format!("企业名称\t备案编号\n示例店\t{number} \n");
        let (records, _) = read(&feed("filing", "format = \"tsv\""), tsv.as_bytes()).expect(number);
        assert_eq!(text(&records[0], Field::FilingNo), number);
    }
}

#[test]
fn document_numbers_and_index_numbers() {
    for brackets in [("〔", "〕"), ("[", "]"), ("(", ")"), ("（", "）"), ("【", "】"), ("﹝", "﹞")] {
        let number = format!("鞍商发{}2026{}12号", brackets.0, brackets.1);
        assert_eq!(kept("文号", &number, Field::DocumentNo), "鞍商发〔2026〕12号", "{number}");
    }
    // An index number holds its publisher's code, and is no personal number.
    assert!(privacy::find("11120000MB1529459B/2023-00003").is_empty());
}
