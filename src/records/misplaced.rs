//! Values that cannot be what their column says: cells of a row that changed places, a column that slipped.
//!
//! In: the fields of a row. Out: the first value that is of another kind than its field, and why. Only what is certain: a name
//! that is nothing but a person's beside a company's code, a number of a document without a number in it. Looks at nearly every
//! row no further than the last characters of its values.

use super::person::{is_plain_family, names_persons};
use super::{Field, Fields, Kind};
use crate::config::Agencies;

/// Longest name of persons, in bytes: three names of four characters.
const LONGEST: usize = 3 * 4 * 3 + 6;
/// Last characters of names of agencies.
const ORGANS: [char; 4] = ['局', '院', '府', '会'];
/// How names of agencies end; those of businesses that end so are none of these.
const AGENCIES: [&str; 12] = [
    "监督管理局",
    "商务局",
    "管理局",
    "教育局",
    "体育局",
    "公安局",
    "税务局",
    "人民法院",
    "人民政府",
    "健康委员会",
    "改革委员会",
    "执法局",
];

/// A value that is something else, and what that is.
#[derive(Debug, PartialEq, Eq)]
pub struct Misplaced {
    pub field: Field,
    pub reason: &'static str,
}

/// The first value of a row that stands in a column of something else.
pub fn first(kind: Kind, fields: &Fields, agencies: &Agencies) -> Option<Misplaced> {
    let text = |field| fields.text(field).map(|text| (field, text));
    let wrong = |field, reason| Some(Misplaced { field, reason });
    if let Some((field, name)) = text(Field::SubjectName).filter(|_| kind.required().contains(&Field::SubjectName)) {
        if is_document_no(name) {
            return wrong(field, "the number of a document and no name: cells of this row changed places");
        }
        if name.ends_with(ORGANS) && is_agency(name, agencies) {
            return wrong(field, "an agency and no merchant: cells of this row changed places");
        }
        let is_of_company = || fields.text(Field::SubjectCode).is_some_and(|code| code.starts_with("91"));
        if is_person(name) && is_of_company() {
            return wrong(field, "a person's name beside the code of a company: write the name that its licence has");
        }
    }
    if let Some((field, number)) = text(Field::DocumentNo)
        && !number.contains(|sign: char| sign.is_ascii_digit())
        && !number.contains(|sign: char| sign.is_numeric() || "〇一二三四五六七八九十百".contains(sign))
    {
        return wrong(field, "no number of a document: there is none in it; cells of this row may have changed places");
    }
    if let Some((field, category)) = text(Field::Category).filter(|_| kind == Kind::Penalty)
        && (is_document_no(category) || is_person(category))
    {
        return wrong(field, "no kind of penalty: cells of this row changed places");
    }
    if let Some((field, agency)) = text(Field::Agency)
        && (is_document_no(agency) || is_address(agency))
    {
        return wrong(field, "an address or a number, and no agency: cells of this row changed places");
    }
    None
}

/// 鞍市监处罚〔2026〕3号.
fn is_document_no(text: &str) -> bool {
    text.ends_with('号') && text.contains(['〔', '﹝', '[', '【']) && text.contains(|sign: char| sign.is_ascii_digit())
}

/// 海城市示例路1号.
fn is_address(text: &str) -> bool {
    text.ends_with(['号', '室', '层', '楼', '铺'])
        && text.contains(|sign: char| sign.is_ascii_digit())
        && text.contains(['路', '街', '道', '巷', '村', '镇', '区', '里'])
}

fn is_agency(name: &str, agencies: &Agencies) -> bool {
    AGENCIES.iter().any(|end| name.ends_with(end)) || agencies.find(name).is_some()
}

/// A name that is a person's and hardly a brand's: 王建国, not 金太阳.
fn is_person(name: &str) -> bool {
    name.len() <= LONGEST && is_plain_family(name) && names_persons(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Value;

    fn found(kind: Kind, values: &[(Field, &str)]) -> Option<Field> {
        let fields: Fields = values.iter().map(|(field, text)| (*field, Value::Text((*text).to_owned()))).collect();
        first(kind, &fields, &Agencies::default()).map(|found| found.field)
    }

    #[test]
    fn what_is_of_another_kind_than_its_column_is_told() {
        const COMPANY: (Field, &str) = (Field::SubjectCode, "91210381MA99FAK32J");
        for (field, text) in [
            (Field::SubjectName, "王建国"),
            (Field::SubjectName, "王建国、李秀英"),
            (Field::SubjectName, "鞍山市市场监督管理局"),
            (Field::SubjectName, "鞍市监处罚〔2026〕3号"),
            (Field::DocumentNo, "罚款"),
            (Field::DocumentNo, "王建国"),
            (Field::Category, "王建国"),
            (Field::Category, "鞍市监处罚〔2026〕11号"),
            (Field::Agency, "海城市示例路1号"),
            (Field::Agency, "鞍市监处罚〔2026〕11号"),
        ] {
            assert_eq!(found(Kind::Penalty, &[COMPANY, (field, text)]), Some(field), "{text}");
        }
    }

    #[test]
    fn what_may_be_so_is_not_doubted() {
        const COMPANY: (Field, &str) = (Field::SubjectCode, "91210381MA99FAK32J");
        for (field, text) in [
            (Field::SubjectName, "海城示例商贸有限公司"),
            (Field::SubjectName, "鞍山示例协会"),
            (Field::SubjectName, "海城示例学院"),
            (Field::SubjectName, "金太阳"),
            (Field::SubjectName, "海城示例百货商店（示例路3号店）"),
            (Field::DocumentNo, "鞍市监处罚〔2026〕3号"),
            (Field::DocumentNo, "第三号"),
            (Field::DocumentNo, "0302"),
            (Field::Category, "罚款；没收违法所得"),
            (Field::Category, "许可证"),
            (Field::Category, "警告"),
            (Field::Agency, "鞍山市市场监督管理局"),
            (Field::Agency, "国家税务总局鞍山市税务局第一税务分局"),
            (Field::Agency, "鞍山市铁东区市场监督管理局示例路所"),
        ] {
            assert_eq!(found(Kind::Penalty, &[COMPANY, (field, text)]), None, "{text}");
        }
        let individual = [(Field::SubjectCode, "92210303MA99FAK24M"), (Field::SubjectName, "王建国")];
        assert_eq!(found(Kind::Penalty, &individual), None, "an individual business may be called so");
        assert_eq!(found(Kind::Penalty, &[(Field::SubjectName, "王建国")]), None, "a person, held back");
        assert_eq!(found(Kind::Statistic, &[(Field::Category, "王")]), None);
    }
}
