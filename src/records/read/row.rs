//! One row to one record: values, what they leave to be inferred, validation, identity, masking.
//!
//! In: a row and the plan of its columns. Out: a [`Made`], or why it is none ([`Fault`]). Knows no other row, so that
//! rows can be read on all cores.

use super::memo::{Cell, Memo};
use super::parted;
use super::plan::{Pick, Plan};
use super::unread::StandsFor;
use crate::config::{Agencies, Districts};
use crate::issues::Quarantined;
use crate::records::format::Row;
use crate::records::link::BadLink;
use crate::records::list_code::NotOfKind;
use crate::records::percent::{self, Rate};
use crate::records::record::List;
use crate::records::standing::Standing;
use crate::records::value::{self, Told, Unreadable};
use crate::records::{
    Field, Fields, Kind, Record, Repair, Value, ValueType, amount, code, date, infer, link, list_code, markup,
    misplaced, named, person, privacy, record, repair, several, standing,
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
struct Bad {
    field: Field,
    value: String,
    reason: String,
}

impl Bad {
    fn new(field: Field, value: &str, reason: impl Into<String>) -> Bad {
        Bad { field, value: value.to_owned(), reason: reason.into() }
    }

    fn fault(self, stands_for: StandsFor) -> Fault {
        Fault { field: self.field.key().to_owned(), value: self.value, reason: self.reason, stands_for }
    }
}

/// What reading the cells of a row leaves beside their values.
#[derive(Default)]
struct Notes {
    repairs: Vec<Repair>,
    remarks: Vec<Remark>,
    /// Those whom a text names as persons.
    persons: Vec<String>,
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
        let mut notes = Notes::default();
        let (mut fields, mut bad) = self.fields(memo, (row, plan), &mut notes);
        let Notes { mut repairs, mut remarks, persons } = notes;
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
        let custody = [Field::CustodyMethod, Field::Institution, Field::RatioPercent];
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

    /// Whether a record stands without the field: a text by which it is neither told from others nor judged.
    fn may_lack(&self, field: Field) -> bool {
        let kind = self.feed.kind;
        let is_aside = matches!(field, Field::LegalRepresentative | Field::Mall | Field::MainIssues);
        let is_text = matches!(field.value_type(), ValueType::LongText | ValueType::List | ValueType::Url);
        (is_aside || is_text)
            && field != Field::Outcome
            && !kind.required().contains(&field)
            && !kind.identity().contains(&field)
    }

    /// The values of a row's cells, and those that cannot be read.
    fn fields(&self, memo: &mut Memo, (row, plan): (&Row, &Plan), notes: &mut Notes) -> (Fields, Vec<Bad>) {
        let Notes { repairs, remarks, persons } = notes;
        let mut bad = Vec::new();
        // With what is inferred: agency, district, industry.
        let mut fields = Fields::with_capacity(plan.len() + 3);
        let (mut is_person, mut is_multiple, mut term, mut unit, mut beside) = (false, false, None, None, None);
        for pick in plan {
            let (field, cell) = (pick.field, row.cells.get(pick.position).unwrap_or_default());
            let raw = pick.asked.map_or(cell, |said| standing::answered(cell, said));
            if field == Field::SubjectCode && value::is_id_number(raw) {
                is_person = true;
                continue;
            }
            if field == Field::SubjectName && several::are_several(&markup::text_of(raw)) {
                const WHY: &str = "several merchants in one cell, of which nobody can say whose the other values are";
                if self.feed.kind.required().contains(&field) {
                    bad.push(Bad::new(field, raw, format!("{WHY}: ask for a row each")));
                } else {
                    remarks.push(Remark::Row(format!("`{}`: {WHY}; the name is left out", privacy::mask(raw.trim()))));
                }
                continue;
            }
            let raw = match (field == Field::SubjectName).then(|| named::apart(raw)).flatten() {
                Some(named) => {
                    repairs.push(Repair::new(field, raw, "without what stood around the name"));
                    beside = Some((named.code, named.former));
                    named.name
                }
                None => raw,
            };
            if value::is_error(raw) && self.may_lack(field) {
                let column = row.columns.get(pick.position).map_or("", String::as_str);
                let (column, raw) = (privacy::mask(column), raw.trim());
                remarks.push(Remark::Row(format!(
                    "`{raw}` in `{column}` is an error of a spreadsheet and no text; it is left out: mend the formula"
                )));
                continue;
            }
            if field == Field::ValidUntil
                && let Some(span) = date::term(raw)
            {
                term = Some((pick.position, span));
                continue;
            }
            if matches!(field, Field::ValidFrom | Field::ValidUntil)
                && let Some((from, until)) = date::range(raw)
            {
                fields.set(Field::ValidFrom, Value::Date(from));
                until.into_iter().for_each(|until| fields.set(Field::ValidUntil, Value::Date(until)));
                continue;
            }
            let yuan = match yuan(row, pick) {
                Ok(yuan) => yuan,
                Err(_) if date::is_null_word(raw) => pick.yuan,
                Err(Unreadable(reason)) => {
                    bad.push(Bad::new(field, raw, reason));
                    continue;
                }
            };
            let read = || {
                let Told { value, persons } = value::read(field, raw, yuan, self.agencies.official())?;
                let is_other = |value| misplaced::is_other(self.feed.kind, field, value, self.agencies);
                if let Some(reason) = value.as_ref().and_then(is_other) {
                    return Err(Unreadable(reason.to_owned()));
                }
                let repair = repair::of(field, raw, value.as_ref(), yuan);
                Ok(Cell { value, persons, repair })
            };
            let Cell { value, persons: named, repair } = match memo.cell(field, raw, yuan, read) {
                Ok(cell) => cell,
                Err(Unreadable(reason)) => {
                    match parted::period(row, plan, pick).or_else(|| parted::stock(self.feed.kind, field, raw)) {
                        Some(period) => fields.set(Field::Period, Value::Text(period)),
                        // Whoever it is stays out of the report.
                        None if person::names_persons(raw.trim()) => {
                            bad.push(Bad::new(field, &person::mask_name(raw.trim()), reason));
                        }
                        None => bad.push(Bad::new(field, raw, reason)),
                    }
                    continue;
                }
            };
            if let Some(code) = agencys_code(field, value.as_ref()) {
                repairs.push(Repair::new(field, raw, "an agency's code, which is left out"));
                remarks
                    .push(Remark::Row(format!("the code `{code}` is an agency's, never a merchant's: it is left out")));
                continue;
            }
            if field == Field::Value {
                unit = value::unit_of(raw);
                is_multiple = raw.contains(['万', '亿']);
            }
            repairs.extend(repair);
            persons.extend(named);
            match (value, fields.get(field)) {
                (Some(Value::Number(number)), _) if value::is_rate(field) => {
                    let column = row.columns.get(pick.position).map_or("", String::as_str);
                    match percent::read(raw, number, column.contains(['%', '％'])) {
                        Rate::Percent(rate) => fields.set(field, Value::Number(rate)),
                        Rate::Fraction(rate) => {
                            repairs.push(Repair::new(field, raw, "fraction, as percent"));
                            fields.set(field, Value::Number(rate));
                        }
                        Rate::Doubtful => remarks.push(Remark::Row(doubtful_rate(column, raw))),
                    }
                }
                (Some(Value::Text(text)), _) if field.value_type() == ValueType::Url => {
                    match link::resolve(self.base.as_ref(), &text) {
                        Ok(address) => fields.set(field, Value::Text(address)),
                        Err(reason) => remarks.push(Remark::Link(text, reason)),
                    }
                }
                (Some(Value::List(more)), Some(Value::List(items))) => {
                    let mut items = items.clone();
                    items.extend(more.into_iter().filter(|item| !fields.list(field).contains(item)));
                    fields.set(field, Value::List(items));
                }
                // A second column of the field is there only where several give parts of it.
                (Some(Value::Text(more)), Some(Value::Text(text))) if field == Field::Category => {
                    if *text != more {
                        fields.set(field, Value::Text(format!("{text}；{more}")));
                    }
                }
                // Only 当前状态 and the like say how a record stands when it does.
                (Some(Value::Text(said)), _)
                    if field == Field::RecordState
                        && pick.asked.is_some()
                        && !matches!(standing::read(&said), Standing::Revoked | Standing::Objection) => {}
                (Some(Value::Text(more)), Some(Value::Text(_))) if field == Field::RecordState => {
                    if standing::read(&more) == Standing::Revoked {
                        fields.set(field, Value::Text(more));
                    }
                }
                (Some(value), _) => fields.set(field, value),
                (None, _) => {}
            }
        }
        if let Some((code, former)) = beside {
            let code = code.filter(|code| fields.get(Field::SubjectCode).is_none() && !code::is_agencys(code));
            code.into_iter().for_each(|code| fields.set(Field::SubjectCode, Value::Text(code.to_owned())));
            if let Some(former) =
                former.filter(|former| !fields.list(Field::FormerNames).contains(&(*former).to_owned()))
            {
                let former = fields.list(Field::FormerNames).iter().cloned().chain([former.to_owned()]).collect();
                fields.set(Field::FormerNames, Value::List(former));
            }
        }
        if let Some((position, span)) = term {
            let (column, raw) = (row.columns.get(position).map_or("", String::as_str), row.cells.get(position));
            match parted::end(&fields, column, span) {
                Some(end) => {
                    repairs.push(Repair::new(
                        Field::ValidUntil,
                        raw.unwrap_or_default(),
                        "a term, counted from its first day",
                    ));
                    fields.set(Field::ValidUntil, Value::Date(end));
                }
                None => {
                    let reason = "a term, and no day that it runs from; write its last day, like 2027-03-02";
                    bad.push(Bad::new(Field::ValidUntil, raw.unwrap_or_default(), reason));
                }
            }
        }
        match (unit, fields.text(Field::Unit)) {
            (Some(unit), None) => fields.set(Field::Unit, Value::Text(unit.to_owned())),
            (_, Some(said)) if is_multiple && said.starts_with(['万', '亿']) => {
                let reason =
                    format!("counted in ten thousands by its own cell and again by its unit `{said}`: say it once");
                bad.push(Bad::new(Field::Value, said, reason));
            }
            _ => {}
        }
        parted::complete_period(self.feed.kind, &mut fields);
        if is_person && fields.get(Field::SubjectKind).is_none() {
            fields.set(Field::SubjectKind, Value::Text(person::NATURAL_PERSON.to_owned()));
        }
        (fields, bad)
    }
}

/// Yuan in one unit of an amount: as the column beside it says, else as its own does.
///
/// # Errors
/// [`Unreadable`] where nobody knows the unit, or two are named.
fn yuan(row: &Row, pick: &Pick) -> Result<u32, Unreadable> {
    let Some(unit) = pick.unit else { return Ok(pick.yuan) };
    let said = row.cells.get(unit.position).unwrap_or_default().trim();
    match amount::unit_in(said) {
        Some(yuan) if unit.is_named_twice && yuan != pick.yuan => {
            Err(Unreadable(format!("its column names one unit, the column beside it another (`{said}`)")))
        }
        Some(yuan) => Ok(yuan),
        // 单位 may be anything's: 件, or whoever filled the form in.
        None if date::is_null_word(said) || !unit.is_of_money && !said.ends_with('元') => Ok(pick.yuan),
        None => {
            let said = privacy::mask(said);
            Err(Unreadable(format!("its unit `{said}` is none that is known; write 元 or 万元")))
        }
    }
}

/// A code that identifies whoever decided, not whom the record is about: a column that slipped, or was filled in wrongly.
fn agencys_code(field: Field, value: Option<&Value>) -> Option<&str> {
    match value {
        Some(Value::Text(code)) if field == Field::SubjectCode && code::is_agencys(code) => Some(code),
        _ => None,
    }
}

fn doubtful_rate(column: &str, raw: &str) -> String {
    let (column, raw) = (privacy::mask(column), privacy::mask(raw));
    format!("`{raw}` in `{column}` may be a fraction or a percentage; it is left out: ask for the sign %")
}

/// What is wrong with a doubtful code.
pub fn doubt(code: &str) -> String {
    if code::is_masked(code) {
        format!("the code `{code}` is masked: the merchant is found by name; ask the agency for the whole one")
    } else {
        format!("the check digit of `{code}` does not match; compare it with the licence")
    }
}
