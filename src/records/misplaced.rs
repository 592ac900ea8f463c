//! Values that cannot be what their column says: cells of a row that changed places, a column that slipped.
//!
//! In: a value and its field. Out: why it is of another kind, if so. Only what is certain: a name that is nothing but a person's
//! beside a company's code, a number of a document without a number in it. Looks at nearly every value no further than its last
//! characters.

use super::person::{is_plain_family, names_persons};
use super::{Field, Fields, Kind, Value};
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

/// Why a value cannot be what its column says, if so.
pub fn is_other(kind: Kind, field: Field, value: &Value, agencies: &Agencies) -> Option<&'static str> {
    let Value::Text(text) = value else { return None };
    match field {
        Field::SubjectName if !kind.required().contains(&field) => None,
        Field::SubjectName if is_document_no(text) => {
            Some("the number of a document and no name: cells of this row changed places")
        }
        Field::SubjectName if text.ends_with(ORGANS) && is_agency(text, agencies) => {
            Some("an agency and no merchant: cells of this row changed places")
        }
        Field::DocumentNo if kind.required().contains(&field) && !has_number(text) => {
            Some("no number of a document: there is none in it; cells of this row may have changed places")
        }
        Field::Category if kind == Kind::Penalty && (is_document_no(text) || is_person(text)) => {
            Some("no kind of penalty: cells of this row changed places")
        }
        Field::Agency if is_document_no(text) || is_address(text) => {
            Some("an address or a number, and no agency: cells of this row changed places")
        }
        _ => None,
    }
}

/// Whether a name is a person's beside the code of a company, which has another one.
pub fn is_person_with_code_of_company(name: &str, fields: &Fields) -> bool {
    is_person(name) && fields.text(Field::SubjectCode).is_some_and(|code| code.starts_with("91"))
}

fn has_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        || text.contains(|sign: char| sign.is_numeric() || "〇一二三四五六七八九十百".contains(sign))
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

    const COMPANY: &str = "91210381MA99FAK32J";

    /// Whether a value is set aside in the row of a subject with a code.
    fn is_aside(field: Field, text: &str, code: &str) -> bool {
        let fields: Fields = [(Field::SubjectCode, Value::Text(code.to_owned()))].into_iter().collect();
        let is_person = || field == Field::SubjectName && is_person_with_code_of_company(text, &fields);
        is_other(Kind::Penalty, field, &Value::Text(text.to_owned()), &Agencies::default()).is_some() || is_person()
    }

    #[test]
    fn what_is_of_another_kind_than_its_column_is_told() {
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
            assert!(is_aside(field, text, COMPANY), "{text}");
        }
    }

    #[test]
    fn what_may_be_so_is_not_doubted() {
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
            assert!(!is_aside(field, text, COMPANY), "{text}");
        }
        let name = Field::SubjectName;
        assert!(!is_aside(name, "王建国", "92210303MA99FAK24M"), "an individual business may be called so");
        let category = Value::Text("王".to_owned());
        assert_eq!(is_other(Kind::Statistic, Field::Category, &category, &Agencies::default()), None);
    }
}
