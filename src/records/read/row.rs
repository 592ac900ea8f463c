//! One row to one record: values, what they leave to be inferred, validation, identity, masking.
//!
//! In: a row and the plan of its columns. Out: a [`Made`], or why it is none ([`Fault`]). Knows no other row, so that
//! rows can be read on all cores.

use super::cells::{Gathered, gather};
use super::memo::Memo;
use super::plan::Plan;
use super::unread::StandsFor;
use crate::config::{Agencies, Districts};
use crate::issues::Quarantined;
use crate::records::format::Row;
use crate::records::link::BadLink;
use crate::records::list_code::NotOfKind;
use crate::records::record::List;
use crate::records::{
    Field, Fields, Kind, Record, Repair, Value, amount, code, infer, list_code, misplaced, person, privacy, record,
    repair, value,
};
use crate::sources::Feed;
use reqwest::Url;

/// Something that a person should look at and that lost no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Of this row.
    Row(String),
    /// The same in many rows, and said once.
    Once(String),
    /// A link that is left out, and why.
    Link(String, BadLink),
}

/// Longest name of a subject, in characters, as the standard of 双公示 has it.
const LONGEST_NAME: usize = 200;

/// A record, and what there is to say of its row.
#[derive(Debug)]
pub struct Made {
    pub record: Record,
    pub repairs: Vec<Repair>,
    pub remarks: Vec<Remark>,
    /// Whether something is wrong with its code, which is taken all the same: so of every row of some feeds.
    pub has_doubtful_code: bool,
}

/// Why a row is no record; the value is as it stood in the feed and must be masked before it goes anywhere.
pub struct Fault {
    field: String,
    value: String,
    reason: String,
    stands_for: StandsFor,
}

impl Fault {
    /// What is said of the row, and what it stands for.
    pub fn quarantined(self, row: String) -> (Quarantined, StandsFor) {
        let value: String = privacy::mask(&self.value).chars().take(80).collect();
        (Quarantined { row, field: self.field, value, reason: self.reason }, self.stands_for)
    }
}

/// A value that cannot be read.
pub(super) struct Bad {
    field: Field,
    value: String,
    reason: String,
}

impl Bad {
    pub(super) fn new(field: Field, value: &str, reason: impl Into<String>) -> Bad {
        Bad { field, value: value.to_owned(), reason: reason.into() }
    }

    fn fault(self, stands_for: StandsFor) -> Fault {
        Fault { field: self.field.key().to_owned(), value: self.value, reason: self.reason, stands_for }
    }
}

/// Makes records of rows.
pub struct Maker<'a> {
    pub feed: &'a Feed,
    pub agencies: &'a Agencies,
    pub districts: &'a Districts,
    /// Against which relative links are resolved.
    pub base: Option<Url>,
}

impl Maker<'_> {
    pub fn make(&self, memo: &mut Memo, row: &Row, plan: &Plan) -> Result<Made, Fault> {
        if let Some(reason) = &row.fault {
            let (field, value) = (String::new(), row.cells.get(0).unwrap_or_default().to_owned());
            return Err(Fault { field, value, reason: reason.clone(), stands_for: StandsFor::anyone(&row.cells) });
        }
        let is_by_store = self.feed.kind.is_by_store() && plan.iter().any(|pick| pick.is_of_store);
        let list = if is_by_store { List::OfStores } else { List::OfSubjects };
        let Gathered { mut fields, mut bad, mut repairs, mut remarks, persons } = gather(self, memo, row, plan);
        if let Some(list) = fields.text(Field::ListName) {
            match list_code::read(self.feed.kind, list) {
                Ok(name) => fields.set(Field::ListName, Value::Text(name)),
                Err(NotOfKind::Other(reason)) => {
                    return Err(Bad::new(Field::ListName, list, reason).fault(StandsFor::Nobody));
                }
                Err(NotOfKind::Unknown(reason)) => bad.push(Bad::new(Field::ListName, list, reason)),
            }
        }
        infer::complete(self.feed, self.agencies, &mut fields, &mut repairs);
        remarks.extend(
            infer::locate(self.feed.kind, self.districts, &mut fields, &mut repairs).into_iter().map(Remark::Once),
        );
        self.check(&fields, &mut bad);
        if !bad.is_empty() {
            let doubtful: Vec<Field> = bad.iter().map(|bad| bad.field).collect();
            let told = record::id_despite(list, self.feed.kind, &fields, &doubtful);
            let stands_for = told.map_or_else(|| StandsFor::anyone(&row.cells), StandsFor::Record);
            return Err(bad.swap_remove(0).fault(stands_for));
        }
        let has_doubtful_code = fields.text(Field::SubjectCode).is_some_and(|code| !code::check_digit_matches(code));
        let agency = fields.text(Field::Agency).unwrap_or_default().to_owned();
        let mut record = Record::in_list(list, self.feed.kind, &agency, fields);
        // After the identity: two persons of one family name stay two records.
        let masked = person::mask(self.feed.kind, &mut record.fields, &persons);
        repair::without(&mut repairs, &masked);
        Ok(Made { record, repairs, remarks, has_doubtful_code })
    }

    /// What a record cannot be without: its required fields, and a whole text where that tells it from others.
    fn check(&self, fields: &Fields, bad: &mut Vec<Bad>) {
        for field in self.feed.kind.required() {
            if fields.get(*field).is_none() && !bad.iter().any(|bad| bad.field == *field) {
                bad.push(Bad::new(*field, "", "required and empty"));
            }
        }
        let custody = [Field::CustodyMethod, Field::Institution, Field::RatioPercent, Field::RatioClass];
        if self.feed.kind == Kind::Custody && custody.iter().all(|field| fields.get(*field).is_none()) {
            let reason =
                "says nothing of custody: neither how, nor where, nor which share; write 无 where there is none";
            bad.push(Bad::new(Field::CustodyMethod, "", reason));
        }
        let name = fields.text(Field::SubjectName);
        if let Some(name) = name.filter(|name| misplaced::is_person_with_code_of_company(name, fields)) {
            let reason = "a person's name beside the code of a company: write the name that its licence has";
            bad.push(Bad::new(Field::SubjectName, &person::mask_name(name), reason));
        }
        if let Some(name) = name.filter(|name| name.len() > LONGEST_NAME) {
            let length = name.chars().count();
            if length > LONGEST_NAME {
                bad.push(Bad::new(
                    Field::SubjectName,
                    name,
                    format!("{length} characters; a name has {LONGEST_NAME} at most"),
                ));
            }
        }
        if let Some(reason) = amount::contradiction(fields) {
            bad.push(Bad::new(
                Field::AmountYuan,
                &fields.get(Field::AmountYuan).map(ToString::to_string).unwrap_or_default(),
                reason,
            ));
        }
        for field in self.feed.kind.identity() {
            if let Some(text) = fields.text(*field).filter(|text| text.contains('\u{fffd}')) {
                bad.push(Bad::new(*field, text, value::UNEXPLAINED));
            }
        }
    }
}

/// What is wrong with a doubtful code.
pub fn doubt(code: &str) -> String {
    if code::is_masked(code) {
        format!("the code `{code}` is masked: the merchant is found by name; ask the agency for the whole one")
    } else {
        format!("the check digit of `{code}` does not match; compare it with the licence")
    }
}
