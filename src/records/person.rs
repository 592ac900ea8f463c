//! Natural persons in records: who is one, and how a personal name is masked (`domain.md` 4.3).
//!
//! In: the fields of a row. Out: whether its subject is a natural person, and texts in which the names of operators of
//! individual businesses (个体工商户) are masked as `张*`. Judgement holds natural persons back; here their names are
//! kept out of what is stored.

#[cfg(test)]
mod tests;

mod names;
mod officers;
mod operators;
mod others;
mod party;

pub(super) use names::{family_length, is_plain_family};
pub use names::{mask_name, names_persons};
pub use officers::{Officers, behind_officer, without_officers};
pub use operators::mask_operators;
pub use party::space_before_person;

use super::{Field, Fields, Kind, Value, ValueType, place, status};
use names::{TRADES, is_dotted_name, is_han, is_personal_name, may_be_personal, may_begin};
use others::Known;
use std::collections::BTreeSet;

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
        && fields.text(Field::SubjectName).is_some_and(names_only_persons)
}

/// Whether nothing but persons stands in the column of the name: 王建国, 店主王建国, and what is no name of a business.
fn names_only_persons(name: &str) -> bool {
    if names_persons(name) || !tells_organisation(name) || are_unclear(name) {
        return true;
    }
    let found = party::beside(name, true);
    !found.is_empty() && party::without(name, &found).is_none()
}

/// Words of [`ORGANISATIONS`] and of trades that are given names as well: 王健康.
const GIVEN: [&str; 5] = ["健康", "养生", "乐园", "广场", "艺术"];

/// Whether each name of a cell may be a person's or a shop's, and no word says which.
fn are_unclear(name: &str) -> bool {
    if !may_begin(name) {
        return false;
    }
    let own = name.split(['（', '(']).next().unwrap_or_default();
    let is_unclear = |part: &str| {
        let tells = || ORGANISATIONS.iter().any(|word| part.contains(word)) || place::industry(part).is_some();
        may_be_personal(part) && (GIVEN.iter().any(|word| part.ends_with(word)) || !tells())
    };
    let mut parts = own.split(BETWEEN).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| is_personal_name(part) || is_unclear(part))
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

/// What stands between several names, and around remarks.
const BETWEEN: [char; 9] = ['、', '，', ',', '/', ' ', '（', '(', '）', ')'];

/// A name as it may be shown, and the persons it was freed of.
struct Freed {
    shown: String,
    persons: Vec<String>,
}

/// The name of a business without those beside it: they are left out of a company's, and masked in that of an individual
/// business, whose operator they are. None where nobody stands beside it.
fn without_beside(name: &str, is_individual: bool) -> Option<Freed> {
    let found = party::beside(name, is_individual);
    if found.is_empty() {
        return None;
    }
    let business = party::without(name, &found);
    if let Some(shown) = business.filter(|_| !is_individual) {
        return Some(Freed { shown, persons: Vec::new() });
    }
    let persons = found.iter().map(|beside| name[beside.name.clone()].to_owned()).collect();
    Some(Freed { shown: party::masked(name, &found), persons })
}

/// The name of a business that is called like its operator and nothing else: 王小明, 王小明（个体工商户）.
fn of_operator(name: &str) -> Freed {
    let own = name.split(['（', '(', '、', '，', ',', '/', ' ']).next().unwrap_or_default();
    Freed { shown: mask_name(own), persons: vec![own.to_owned()] }
}

/// Whether a name is its operator's, beside which no business is named.
fn is_operators(name: &str) -> bool {
    let is_bare = || (2..=4).contains(&name.chars().count()) && name.chars().all(is_han) && !tells_organisation(name);
    let names_business = || party::without(name, &party::beside(name, true)).is_some_and(|left| left != name);
    is_bare() || (names_persons(name) || are_unclear(name)) && !names_business()
}

/// Fields in which a person whom another text of the row names is masked: what agencies write in their own words.
fn is_prose(field: Field) -> bool {
    field.value_type() == ValueType::LongText
        || matches!(field, Field::Title | Field::Category | Field::MainIssues | Field::WithdrawalReason)
}

/// Keeps the names of persons out of a record: a natural person's everywhere, an individual business's operator where
/// the row names one, and those whom a text of the row marks as persons (`told`) in its other texts. Says which fields are
/// no longer what they were.
pub fn mask(kind: Kind, fields: &mut Fields, told: &[String]) -> Vec<Field> {
    let natural = is_subject(kind, fields);
    let individual = status::is_individual(fields.text(Field::SubjectKind), fields.text(Field::SubjectCode));
    let (mut names, mut touched) = (Vec::new(), Vec::new());
    if natural {
        mask_subject(fields, &mut names, &mut touched);
    } else {
        // Nobody knows of an unregistered one that it is no individual business.
        let may_be =
            individual || [Field::SubjectKind, Field::SubjectCode].iter().all(|field| fields.get(*field).is_none());
        mask_beside(fields, may_be, &mut names, &mut touched);
    }
    if individual && let Some(operator) = fields.text(Field::LegalRepresentative).map(str::to_owned) {
        fields.set(Field::LegalRepresentative, Value::Text(mask_name(&operator)));
        touched.push(Field::LegalRepresentative);
        names.push(operator);
    }
    names.retain(|name| is_whole_name(name));
    // A long text may name one person over and over.
    let told: BTreeSet<&String> = told.iter().filter(|name| is_whole_name(name) && !names.contains(name)).collect();
    if names.is_empty() && told.is_empty() {
        return touched;
    }
    let businesses = if natural { Vec::new() } else { businesses(fields, &names, &told) };
    let everywhere = Known::new(names.iter(), &businesses);
    let in_prose = Known::new(names.iter().chain(told), &businesses);
    for (field, value) in fields.iter_mut().filter(|(field, _)| natural || *field != Field::SubjectName) {
        let known = if is_prose(field) { &in_prose } else { &everywhere };
        let changed = match value {
            Value::Text(text) => known.masked(text).map(|masked| *text = masked).is_some(),
            Value::List(items) => {
                items.iter_mut().filter_map(|item| known.masked(item).map(|masked| *item = masked)).count() > 0
            }
            _ => false,
        };
        if changed {
            touched.push(field);
        }
    }
    touched
}

/// Masks a natural person who is the subject; what says where and who that is goes.
fn mask_subject(fields: &mut Fields, names: &mut Vec<String>, touched: &mut Vec<Field>) {
    // Several may stand in one cell. What stands in brackets behind them is another name, a sex or a trade.
    let whole = fields.text(Field::SubjectName).unwrap_or_default().to_owned();
    let parts =
        whole.split(BETWEEN).filter(|part| is_personal_name(part) || is_dotted_name(part) || may_be_personal(part));
    names.extend(parts.map(str::to_owned));
    names.extend(party::beside(&whole, true).into_iter().map(|beside| whole[beside.name].to_owned()));
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

/// Frees the names of a business of persons: its own, those on its sign, those it had.
fn mask_beside(fields: &mut Fields, is_individual: bool, names: &mut Vec<String>, touched: &mut Vec<Field>) {
    let freed = |name: &str| match is_individual && is_operators(name) {
        true => Some(of_operator(name)),
        false => without_beside(name, is_individual),
    };
    for (field, value) in fields.iter_mut() {
        let mut changed = false;
        match value {
            Value::Text(name) if field == Field::SubjectName => {
                if let Some(Freed { shown, persons }) = freed(name) {
                    *name = shown;
                    names.extend(persons);
                    changed = true;
                }
            }
            Value::List(items) if matches!(field, Field::Brands | Field::FormerNames) => {
                for item in items {
                    // A sign may be called like anything: 小肥羊, 金太阳.
                    let is_name = field == Field::FormerNames && names_persons(item);
                    let freed = if is_name { freed(item) } else { without_beside(item, is_individual) };
                    if let Some(Freed { shown, persons }) = freed {
                        *item = shown;
                        names.extend(persons);
                        changed = true;
                    }
                }
            }
            _ => {}
        }
        if changed {
            touched.push(field);
        }
    }
}

fn is_whole_name(name: &str) -> bool {
    name.chars().count() >= 2 && name.chars().all(|one| is_han(one) || one == '·')
}

/// Names of the row's business of which a person's name is a part: 王建国美发店.
fn businesses(fields: &Fields, names: &[String], told: &BTreeSet<&String>) -> Vec<String> {
    let own = fields.text(Field::SubjectName).into_iter();
    let others = [Field::Brands, Field::FormerNames].into_iter().flat_map(|field| fields.list(field));
    let others = others.map(String::as_str).filter(|name| tells_organisation(name));
    let holds = |business: &&str| names.iter().chain(told.iter().copied()).any(|name| business.contains(name.as_str()));
    own.chain(others).filter(|business| holds(business)).map(str::to_owned).collect()
}
