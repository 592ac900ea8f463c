//! Natural persons in records: who is one, and how a personal name is masked (`domain.md` 4.3).
//!
//! In: the fields of a row. Out: whether its subject is a natural person, and texts in which the names of operators of
//! individual businesses (个体工商户) are masked as `张*`. Judgement holds natural persons back; here their names are
//! kept out of what is stored.

#[cfg(test)]
mod tests;

use super::signs::Signs;
use super::{Field, Fields, Kind, Value, place};
use std::borrow::Cow;

/// What [`Field::SubjectKind`] says of a person.
pub const NATURAL_PERSON: &str = "自然人";

/// Whether a wording of 相对人类别 means a natural person. Companies owned by one (自然人独资, 个人独资企业) are companies.
pub fn is_person(subject_kind: &str) -> bool {
    let names_one = |words: &[&str]| words.iter().any(|word| subject_kind.contains(word));
    names_one(&["自然人", "公民", "个人"])
        && !names_one(&["独资", "投资", "控股", "企业", "公司", "个体", "合作社", "非"])
}

/// Words of 相对人类别 that mean an organisation.
const ORGANISED: [&str; 9] = ["法人", "企业", "公司", "合作社", "组织", "机构", "单位", "团体", "商户"];

/// Whether the subject of a record is a natural person: by its kind; where the kind says neither (其他, a code without
/// its table, 个体工商户) and no code is given, by a name that is a personal one.
pub fn is_subject(kind: Kind, fields: &Fields) -> bool {
    if matches!(kind, Kind::Case | Kind::Policy | Kind::Statistic) {
        return false;
    }
    let named = fields.text(Field::SubjectKind).unwrap_or_default();
    if is_person(named) {
        return true;
    }
    let is_organised = || !named.contains("个体") && ORGANISED.iter().any(|word| named.contains(word));
    fields.text(Field::SubjectCode).is_none()
        && !is_organised()
        && fields.text(Field::SubjectName).is_some_and(|name| names_persons(name) || !tells_organisation(name))
}

/// Words of which one stands in nearly every name of a business.
const ORGANISATIONS: [&str; 34] = [
    "公司",
    "企业",
    "集团",
    "中心",
    "工作室",
    "俱乐部",
    "学校",
    "事务所",
    "合作社",
    "超市",
    "商行",
    "酒店",
    "宾馆",
    "商店",
    "服务",
    "培训",
    "经营",
    "健康",
    "养生",
    "造型",
    "沙龙",
    "商城",
    "商场",
    "广场",
    "影院",
    "影城",
    "乐园",
    "车行",
    "门市",
    "分店",
    "连锁",
    "加盟",
    "品牌",
    "平台",
];
/// Longer names than this, in characters, are no person's.
const LONGEST_NAME: usize = 12;

/// Whether a name says that it is not a person's. Who has no code and no such name is held to be one: a shop that waits does
/// less harm than a person who is shown.
fn tells_organisation(name: &str) -> bool {
    let length = name.chars().count();
    length > LONGEST_NAME
        || ORGANISATIONS.iter().any(|word| name.contains(word))
        || place::industry(name).is_some()
        || (length > 3 && name.contains(|one: char| TRADES.contains(one)))
        || name.ends_with(|last: char| TRADES.contains(last))
}

/// Family names of two characters, then the hundred commonest of one.
const DOUBLE_NAMES: [&str; 10] = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"];
const NAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈\
    姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤\
    仝邸郜缑亓逄綦谯荀邬郗鞠臧闵岑嵇濮谌冼阚";
static SINGLE: Signs = Signs::new(&[&[NAMES]], false);
static DOUBLE: Signs = Signs::new(&[&DOUBLE_NAMES], true);
/// Last characters of trade names, which no given name ends with often.
const TRADES: &str = "店馆厅堂坊吧园城院社行厂轩阁楼屋铺记会所校部站司心室场团网家汇居斋苑";

/// What stands between several names, and around remarks.
const BETWEEN: [char; 9] = ['、', '，', ',', '/', ' ', '（', '(', '）', ')'];

/// Whether a name is that of persons and nothing else: 张三, 张三（男）, 张三、李四, 阿依古丽·买买提.
fn names_persons(name: &str) -> bool {
    let own = name.split(['（', '(']).next().unwrap_or_default();
    let mut listed = own.split(['、', '，', ',', '/', ' ']).filter(|part| !part.is_empty()).peekable();
    listed.peek().is_some() && listed.all(|part| is_personal_name(part) || is_dotted_name(part))
}

/// 阿依古丽·买买提.
fn is_dotted_name(name: &str) -> bool {
    let Some((own, fathers)) = name.split_once('·') else { return false };
    let is_part = |part: &str| {
        (2..=7).contains(&part.chars().count()) && part.chars().all(|one| is_han(one) && !TRADES.contains(one))
    };
    is_part(own) && is_part(fathers)
}

/// Last characters of what stands in brackets behind a trade name and is a place: 示例店（高新区）.
const PLACES: [char; 14] = ['区', '路', '街', '县', '市', '镇', '乡', '村', '里', '桥', '门', '山', '层', '号'];
/// Places that look like names.
const NO_NAMES: [&str; 6] = ["万达", "万科", "高新", "金街", "汤岗", "千山"];

/// The name of an individual business without that of its operator, and the operator's: 王小明 as 王**, 示例店（王小明）
/// as 示例店（王**）.
fn without_operator(name: &str) -> Option<(String, String)> {
    let is_bare = || (2..=4).contains(&name.chars().count()) && name.chars().all(is_han) && !tells_organisation(name);
    if names_persons(name) || is_bare() {
        let own = name.split(['（', '(', '、', '，', ',', '/', ' ']).next().unwrap_or_default();
        return Some((mask_name(own), own.to_owned()));
    }
    // 示例店经营者王小明
    if let Some((_, operator)) = name.split_once("经营者").filter(|(_, operator)| is_personal_name(operator)) {
        let own = &name[..name.len() - operator.len()];
        return Some((format!("{own}{}", mask_name(operator)), operator.to_owned()));
    }
    let inside = name.strip_suffix(['）', ')'])?;
    let at = inside.rfind(['（', '('])?;
    let operator = inside[at..].trim_start_matches(['（', '(']);
    let is_place = operator.ends_with(PLACES) || NO_NAMES.contains(&operator);
    let masked = || format!("{}{}", &name[..inside.len() - operator.len()], mask_name(operator));
    (is_personal_name(operator) && !is_place && !operator.contains('*'))
        .then(|| (format!("{}{}", masked(), &name[inside.len()..]), operator.to_owned()))
}

/// The name of a company without the person that an agency wrote beside it: 示例有限公司（张三）, 示例有限公司，法定代表人：张三.
fn without_representative(name: &str) -> Option<&str> {
    let end = name.rfind("公司")? + "公司".len();
    let beside = name[end..].trim_matches(|one| BETWEEN.contains(&one) || one == '；' || one == ';');
    let person = beside.rsplit_once([':', '：']).map_or(beside, |(_, person)| person.trim_start());
    let is_place = person.ends_with(PLACES) || NO_NAMES.contains(&person);
    (is_personal_name(person) && !is_place).then_some(&name[..end])
}

/// A name such as 张三, 李某某, 王*, 欧阳示例: a family name and one or two characters more.
fn is_personal_name(name: &str) -> bool {
    let length = name.chars().count();
    let Some(family) = family_length(name) else { return false };
    let given = |character: char| is_han(character) || matches!(character, '*' | '＊' | '×' | 'X');
    (family + 1..=family + 2).contains(&length)
        && name.chars().skip(family).all(given)
        && !name.chars().last().is_some_and(|last| TRADES.contains(last))
}

/// Characters of the family name that a text begins with.
pub(super) fn family_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if DOUBLE.contains(first) && DOUBLE_NAMES.iter().any(|double| text.starts_with(double)) {
        return Some(2);
    }
    SINGLE.contains(first).then_some(1)
}

fn is_han(character: char) -> bool {
    matches!(character as u32, 0x3400..=0x9fff | 0x20000..=0x3ffff)
}

/// 张三 as 张*, 欧阳明月 as 欧阳**.
pub fn mask_name(name: &str) -> String {
    let family = family_length(name).unwrap_or(1);
    let rest = name.chars().count().saturating_sub(family).max(1);
    name.chars().take(family).chain(std::iter::repeat_n('*', rest)).collect()
}

/// Words behind which the name of an individual business's operator stands.
const MARKS: [&str; 4] = ["经营者", "经营者姓名", "业主", "经营者名称"];

/// Masks the names that a text marks as an operator's: `经营者：张三`, `（经营者:李四）`.
pub fn mask_operators(text: &str) -> Cow<'_, str> {
    let Some(mut next) = next_mark(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    loop {
        let (before, after) = next;
        out.push_str(before);
        let end = name_end(after);
        if end > 0 {
            out.push_str(&mask_name(&after[..end]));
        }
        let rest = &after[end..];
        match next_mark(rest) {
            Some(found) => next = found,
            None => {
                out.push_str(rest);
                return Cow::Owned(out);
            }
        }
    }
}

/// Length in bytes of the name that a text begins with; 0 when it begins with none, or with a masked one (张某, 张*).
fn name_end(text: &str) -> usize {
    let run: Vec<char> = text.chars().take_while(|character| is_han(*character)).take(5).collect();
    let after = text.chars().nth(run.len());
    let family = family_length(text);
    let length = match run.len() {
        0 | 1 => 0,
        _ if run.contains(&'某') || after == Some('*') => 0,
        // Nothing but a name.
        length if length <= family.unwrap_or(1) + 2 => length,
        // A sentence goes on behind the name: one character too many is masked rather than one too few.
        _ => family.map_or(0, |family| family + 2),
    };
    run.iter().take(length).map(|character| character.len_utf8()).sum()
}

/// The text up to and with the next mark and its colon, and what follows.
fn next_mark(text: &str) -> Option<(&str, &str)> {
    // A full-width colon begins with this byte.
    let end = memchr::memchr2_iter(b':', 0xef, text.as_bytes()).find_map(|at| {
        let colon = [":", "："].into_iter().find(|colon| text[at..].starts_with(*colon))?;
        MARKS.iter().any(|mark| text[..at].ends_with(mark)).then_some(at + colon.len())
    })?;
    let space = text[end..].len() - text[end..].trim_start().len();
    Some(text.split_at(end + space))
}

/// Keeps the names of persons out of a record: a natural person's everywhere, an individual business's operator where
/// the row names one. Says which fields are no longer what they were.
pub fn mask(kind: Kind, fields: &mut Fields) -> Vec<Field> {
    let natural = is_subject(kind, fields);
    let individual = fields.text(Field::SubjectKind).is_some_and(|named| named.contains("个体"))
        || fields.text(Field::SubjectCode).is_some_and(|code| code.starts_with("92"));
    let (mut names, mut touched) = (Vec::new(), Vec::new());
    if natural {
        // Several may stand in one cell. What stands in brackets behind them is another name, a sex or a trade.
        let whole = fields.text(Field::SubjectName).unwrap_or_default().to_owned();
        let parts = whole.split(BETWEEN).filter(|part| is_personal_name(part) || is_dotted_name(part));
        names.extend(parts.map(str::to_owned));
        if let Some(own) = whole.split(['（', '(']).next().filter(|own| !own.is_empty()) {
            names.push(own.to_owned());
            let shown = if own.contains(is_han) { own.to_owned() } else { mask_name(own) };
            fields.set(Field::SubjectName, Value::Text(shown));
            touched.push(Field::SubjectName);
        }
        for field in [Field::Address, Field::SubjectCode, Field::LegalRepresentative] {
            touched.extend(fields.remove(field).map(|_| field));
        }
        fields.set(Field::SubjectKind, Value::Text(NATURAL_PERSON.to_owned()));
        touched.push(Field::SubjectKind);
    }
    if individual && let Some(operator) = fields.text(Field::LegalRepresentative).map(str::to_owned) {
        fields.set(Field::LegalRepresentative, Value::Text(mask_name(&operator)));
        touched.push(Field::LegalRepresentative);
        names.push(operator);
    }
    // Nobody knows of an unregistered one that it is no individual business.
    let may_be =
        individual || [Field::SubjectKind, Field::SubjectCode].iter().all(|field| fields.get(*field).is_none());
    if may_be
        && !natural
        && let Some((shown, operator)) = fields.text(Field::SubjectName).and_then(without_operator)
    {
        fields.set(Field::SubjectName, Value::Text(shown));
        touched.push(Field::SubjectName);
        names.push(operator);
    }
    if let Some(own) = fields.text(Field::SubjectName).and_then(without_representative).map(str::to_owned) {
        fields.set(Field::SubjectName, Value::Text(own));
        touched.push(Field::SubjectName);
    }
    names.retain(|name| name.chars().count() >= 2 && name.chars().all(|one| is_han(one) || one == '·'));
    if names.is_empty() {
        return touched;
    }
    for (field, value) in fields.iter_mut().filter(|(field, _)| natural || *field != Field::SubjectName) {
        let Value::Text(text) = value else { continue };
        let masked = names.iter().fold(text.clone(), |text, name| without_name(&text, name));
        if masked != *text {
            *text = masked;
            touched.push(field);
        }
    }
    touched
}

/// The text with a name masked wherever it stands, spaces between its characters (张　三) or not.
fn without_name(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match name_length(rest, name) {
            Some(length) => {
                out.push_str(&mask_name(name));
                rest = &rest[length..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// Bytes of the name that a text begins with, spaces between its characters counted.
fn name_length(text: &str, name: &str) -> Option<usize> {
    let mut rest = text;
    for (position, wanted) in name.chars().enumerate() {
        if position > 0 {
            rest = rest.trim_start();
        }
        rest = rest.strip_prefix(wanted)?;
    }
    Some(text.len() - rest.len())
}
