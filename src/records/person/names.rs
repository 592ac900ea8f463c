//! Names of natural persons: what looks like one, and how it is masked.

use crate::records::signs::Signs;

/// Family names of two characters, then the hundred commonest of one.
const DOUBLE_NAMES: [&str; 10] = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
const NAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈\
    姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤\
    仝邸郜缑亓逄綦谯荀邬郗鞠臧闵岑嵇濮谌冼阚";
static SINGLE: Signs = Signs::new(&[&[NAMES]], false);
static DOUBLE: Signs = Signs::new(&[&DOUBLE_NAMES], true);
/// Those that begin words of trade, goods and places about as often as names.
const WORDLIKE: &str = "黄马高何林许曾田余程任金石夏付方白段龙史顾毛万钱严武孔向汤江雷陶于";
/// Last characters of trade names, which no given name ends with often.
pub const TRADES: &str = "店馆厅堂坊吧园城院社行厂轩阁楼屋铺记会所校部站司心室场团网家汇居斋苑";

/// Of these, the ones that given names do not end with.
const OF_SHOPS: [char; 11] = ['店', '馆', '厅', '吧', '铺', '厂', '屋', '所', '部', '校', '记'];
/// Those by which even a name of two characters is a shop's: 王记.
const OF_SHORT_SHOPS: [char; 2] = ['店', '记'];
/// Family names that are rarer, for names that nothing else tells: 佟玉堂.
const RARER: &str = "佟宫隋穆栾初仲由冷阎亢鲁柳祁柏水窦章云潘葛奚范彭郎昌俞酆鲍唐费倪殷罗毕安乐时皮卞齐康伍元卜平穆萧姚\
    湛祢狄米贝明计伏成茅庞熊纪舒屈项祝阮蓝席季麻强娄危童颜梅盛刁骆樊凌霍虞柯管卢莫房裘解应宗丁宣邓单杭洪包诸左吉钮嵇邢\
    裴翁羊於惠甄曲封芮羿储靳汲糜井富巫乌焦巴弓牧隗车侯宓蓬全班仰伊宁仇栾暴甘厉戎祖符束幽司韶黎蓟薄印宿怀蒲邰从索咸籍赖\
    卓蔺屠蒙池乔阴胥苍闻莘党翟贡劳逄姬申扶堵冉宰桑桂濮寿通边扈燕冀浦尚农温别庄晏柴瞿充慕连茹习宦艾鱼容古易慎戈廖庾终暨居\
    衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩厍聂晁勾敖融辛那简饶曾沙乜养须丰巢关蒯相查后荆红游竺权盖益桓公岳帅苗";

/// Last characters of what stands in brackets behind a trade name and is a place: 示例店（高新区）.
const PLACES: [char; 15] = ['区', '路', '街', '县', '市', '镇', '乡', '村', '里', '桥', '门', '山', '层', '号', '州'];
/// Places, forms of business and other words that look like names.
const NO_NAMES: [&str; 44] = [
    "万达",
    "万科",
    "高新",
    "金街",
    "汤岗",
    "江苏",
    "江西",
    "江南",
    "江北",
    "江阴",
    "江宁",
    "江都",
    "石家庄",
    "金华",
    "黄冈",
    "黄石",
    "黄浦",
    "黄埔",
    "武汉",
    "武昌",
    "武进",
    "于洪",
    "沈阳",
    "沈河",
    "沈北",
    "白城",
    "白云",
    "白银",
    "龙岩",
    "龙华",
    "龙岗",
    "罗湖",
    "任丘",
    "吴江",
    "高密",
    "高邮",
    "钟楼",
    "王府井",
    "万象",
    "方圆",
    "金地",
    "法人",
    "连锁",
    "直营",
];

/// Whether a name is that of persons and nothing else: 张三, 张三（男）, 张三、李四, 阿依古丽·买买提.
pub fn names_persons(name: &str) -> bool {
    let own = name.split(['（', '(']).next().unwrap_or_default();
    let mut listed = own.split(['、', '，', ',', '/', ' ']).filter(|part| !part.is_empty()).peekable();
    listed.peek().is_some() && listed.all(|part| is_personal_name(part) || is_dotted_name(part))
}

/// 阿依古丽·买买提.
pub fn is_dotted_name(name: &str) -> bool {
    let Some((own, fathers)) = name.split_once('·') else { return false };
    let is_part = |part: &str| {
        (2..=7).contains(&part.chars().count()) && part.chars().all(|one| is_han(one) && !TRADES.contains(one))
    };
    is_part(own) && is_part(fathers)
}

/// A name such as 张三, 李某某, 王*, 欧阳示例: a family name and one or two characters more.
pub fn is_personal_name(name: &str) -> bool {
    let length = name.chars().count();
    let Some(family) = family_length(name) else { return false };
    let given = |character: char| is_han(character) || matches!(character, '*' | '＊' | '×' | 'X');
    (family + 1..=family + 2).contains(&length)
        && name.chars().skip(family).all(given)
        && !name.chars().last().is_some_and(|last| TRADES.contains(last))
}

/// Whether a text begins with a family name, a rarer one as well.
pub fn may_begin(text: &str) -> bool {
    family_length(text).is_some() || text.starts_with(|first| RARER.contains(first))
}

/// A name that may be a person's although its last character ends names of shops, too (王园园, 高城, 罗堂): a family name
/// and one or two characters. Only for names beside which nothing says what they are.
pub fn may_be_personal(name: &str) -> bool {
    let is_rarer = || name.starts_with(|first| RARER.contains(first));
    let Some(family) = family_length(name).or_else(|| is_rarer().then_some(1)) else { return false };
    let given = name.chars().count().saturating_sub(family);
    let shops: &[char] = if given == 1 { &OF_SHORT_SHOPS } else { &OF_SHOPS };
    (1..=2).contains(&given) && name.chars().all(is_han) && !name.ends_with(shops) && !name.contains(['记', '氏'])
}

/// A personal name beside that of a business, where a place or the like stands as well: 示例店（王建国）, not 示例店（高新）.
pub fn is_named_beside(name: &str) -> bool {
    is_personal_name(name) && !name.ends_with(PLACES) && !NO_NAMES.contains(&name) && !name.contains('*')
}

/// Whether the family name of a name is hardly ever anything else.
pub fn is_plain_family(name: &str) -> bool {
    family_length(name).is_some() && !name.starts_with(|first: char| WORDLIKE.contains(first))
}

/// Characters of the family name that a text begins with.
pub fn family_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if DOUBLE.contains(first) && DOUBLE_NAMES.iter().any(|double| text.starts_with(double)) {
        return Some(2);
    }
    SINGLE.contains(first).then_some(1)
}

pub fn is_han(character: char) -> bool {
    matches!(character as u32, 0x3400..=0x9fff | 0x20000..=0x3ffff)
}

/// 张三 as 张*, 欧阳明月 as 欧阳**.
pub fn mask_name(name: &str) -> String {
    let family = family_length(name).unwrap_or(1);
    let rest = name.chars().count().saturating_sub(family).max(1);
    name.chars().take(family).chain(std::iter::repeat_n('*', rest)).collect()
}
