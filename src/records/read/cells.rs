//! The cells of one row to the values of its fields.
//!
//! In: a row and the plan of its columns. Out: what was [`Gathered`]: values, what cannot be read, and what there is to say of them.
//! Knows nothing of what a record must have.

use super::memo::{Cell, Memo};
use super::parted;
use super::plan::{Pick, Plan};
use super::row::{Bad, Maker, Remark};
use crate::records::format::Row;
use crate::records::named::Named;
use crate::records::percent::{self, Rate};
use crate::records::standing::Standing;
use crate::records::value::{self, Told, Unreadable};
use crate::records::{
    Field, Fields, Repair, Value, ValueType, amount, code, date, link, markup, misplaced, named, origin, person,
    privacy, repair, several, standing,
};
use jiff::Span;

/// What the cells of a row give.
pub(super) struct Gathered {
    pub fields: Fields,
    /// Values that cannot be read.
    pub bad: Vec<Bad>,
    pub repairs: Vec<Repair>,
    pub remarks: Vec<Remark>,
    /// Those whom a text names as persons.
    pub persons: Vec<String>,
}

/// The values of a row's cells, and those that cannot be read.
pub(super) fn gather(maker: &Maker<'_>, memo: &mut Memo, row: &Row, plan: &Plan) -> Gathered {
    let got = Gathered {
        // With what is inferred: agency, district, industry.
        fields: Fields::with_capacity(plan.len() + 3),
        bad: Vec::new(),
        repairs: Vec::new(),
        remarks: Vec::new(),
        persons: Vec::new(),
    };
    let mut cells =
        Cells { maker, row, plan, got, is_person: false, term: None, unit: None, is_multiple: false, named: None };
    plan.iter().for_each(|pick| cells.take(memo, pick));
    cells.finish()
}

/// A row of which some cells were taken.
struct Cells<'r> {
    maker: &'r Maker<'r>,
    row: &'r Row,
    plan: &'r Plan,
    got: Gathered,
    /// In the column of the code stands an identity number.
    is_person: bool,
    /// A term in place of an end, and the position of its column.
    term: Option<(usize, Span)>,
    /// The unit that a figure's own cell names.
    unit: Option<&'static str>,
    /// The figure's own cell counts in ten thousands.
    is_multiple: bool,
    /// A name, and what stood around it.
    named: Option<Named<'r>>,
}

impl<'r> Cells<'r> {
    fn take(&mut self, memo: &mut Memo, pick: &'r Pick) {
        let (field, cell) = (pick.field, self.row.cells.get(pick.position).unwrap_or_default());
        let raw = pick.asked.map_or(cell, |said| standing::answered(cell, said));
        if field == Field::SubjectCode && value::is_id_number(raw) {
            self.is_person = true;
            return;
        }
        if field == Field::SubjectName && several::are_several(&markup::text_of(raw)) {
            return self.leave_several(field, raw);
        }
        let raw = match (field == Field::SubjectName).then(|| named::apart(raw)).flatten() {
            Some(named) => {
                self.got.repairs.push(Repair::new(field, raw, "without what stood around the name"));
                let name = named.name;
                self.named = Some(named);
                name
            }
            None => raw,
        };
        if value::is_error(raw) && self.may_lack(field) {
            let (column, raw) = (privacy::mask(self.column(pick.position)), raw.trim());
            let said = "is an error of a spreadsheet and no text; it is left out: mend the formula";
            return self.got.remarks.push(Remark::Row(format!("`{raw}` in `{column}` {said}")));
        }
        if field == Field::ValidUntil
            && let Some(span) = date::term(raw)
        {
            self.term = Some((pick.position, span));
            return;
        }
        if matches!(field, Field::ValidFrom | Field::ValidUntil)
            && let Some((from, until)) = date::range(raw)
        {
            self.got.fields.set(Field::ValidFrom, Value::Date(from));
            until.into_iter().for_each(|until| self.got.fields.set(Field::ValidUntil, Value::Date(until)));
            return;
        }
        let yuan = match yuan(self.row, pick) {
            Ok(yuan) => yuan,
            Err(_) if date::is_null_word(raw) => pick.yuan,
            Err(Unreadable(reason)) => return self.got.bad.push(Bad::new(field, raw, reason)),
        };
        let read = || self.read(field, raw, yuan);
        let Cell { value, persons, repair } = match memo.cell(field, raw, yuan, read) {
            Ok(cell) => cell,
            Err(Unreadable(reason)) => return self.cannot_read(pick, raw, reason),
        };
        if let Some(code) = agencys_code(field, value.as_ref()) {
            self.got.repairs.push(Repair::new(field, raw, "an agency's code, which is left out"));
            let said = format!("the code `{code}` is an agency's, never a merchant's: it is left out");
            return self.got.remarks.push(Remark::Row(said));
        }
        if field == Field::Value {
            self.unit = value::unit_of(raw);
            self.is_multiple = raw.contains(['万', '亿']);
        }
        self.got.repairs.extend(repair);
        self.got.persons.extend(persons);
        match value {
            Some(value) => self.put(pick, raw, value),
            // What the standard has a scope for is for the public where it says so, and nowhere else.
            None if field == Field::UseScope => {
                self.got.fields.set(field, Value::Text(standing::NO_SCOPE.to_owned()));
            }
            None => {}
        }
    }

    fn read(&self, field: Field, raw: &str, yuan: u32) -> Result<Cell, Unreadable> {
        let agencies = self.maker.agencies;
        let Told { value, persons } = value::read(field, raw, yuan, agencies.official())?;
        let kind = self.maker.feed.kind;
        if field == Field::Agency
            && origin::may_name_source(kind)
            && let Some(Value::Text(name)) = &value
            && origin::decides_nothing(name)
            && agencies.find(name).is_none()
        {
            let repair = Repair::new(field, raw, "no agency but where the text was found: the feed's own stands");
            return Ok(Cell { value: None, persons, repair: Some(repair) });
        }
        let is_other = |value| misplaced::is_other(kind, field, value, agencies);
        if let Some(reason) = value.as_ref().and_then(is_other) {
            return Err(Unreadable(reason.to_owned()));
        }
        let repair = repair::of(field, raw, value.as_ref(), yuan);
        Ok(Cell { value, persons, repair })
    }

    /// Sets a value beside what other columns gave of its field.
    fn put(&mut self, pick: &Pick, raw: &str, value: Value) {
        let field = pick.field;
        let Gathered { fields, repairs, remarks, .. } = &mut self.got;
        match (value, fields.get(field)) {
            (Value::Number(number), _) if value::is_rate(field) => {
                let column = self.row.columns.get(pick.position).map_or("", String::as_str);
                match percent::read(raw, number, column.contains(['%', '％'])) {
                    Rate::Percent(rate) => fields.set(field, Value::Number(rate)),
                    Rate::Fraction(rate) => {
                        repairs.push(Repair::new(field, raw, "fraction, as percent"));
                        fields.set(field, Value::Number(rate));
                    }
                    Rate::Doubtful => remarks.push(Remark::Row(doubtful_rate(column, raw))),
                }
            }
            (class @ Value::Text(_), _) if field == Field::RatioPercent => fields.set(Field::RatioClass, class),
            (Value::Text(text), _) if field.value_type() == ValueType::Url => {
                match link::resolve(self.maker.base.as_ref(), &text) {
                    Ok(address) => fields.set(field, Value::Text(address)),
                    Err(reason) => remarks.push(Remark::Link(text, reason)),
                }
            }
            (Value::List(more), Some(Value::List(items))) => {
                let mut items = items.clone();
                items.extend(more.into_iter().filter(|item| !fields.list(field).contains(item)));
                fields.set(field, Value::List(items));
            }
            // A second column of the field is there only where several give parts of it.
            (Value::Text(more), Some(Value::Text(text))) if field == Field::Category => {
                if *text != more {
                    fields.set(field, Value::Text(format!("{text}；{more}")));
                }
            }
            // Only 当前状态 and the like say how a record stands when it does.
            (Value::Text(said), _)
                if field == Field::RecordState
                    && pick.asked.is_some()
                    && !matches!(standing::read(&said), Standing::Revoked | Standing::Objection) => {}
            (Value::Text(more), Some(Value::Text(_))) if field == Field::RecordState => {
                if standing::read(&more) == Standing::Revoked {
                    fields.set(field, Value::Text(more));
                }
            }
            (value, _) => fields.set(field, value),
        }
    }

    fn leave_several(&mut self, field: Field, raw: &str) {
        const WHY: &str = "several merchants in one cell, of which nobody can say whose the other values are";
        if self.maker.feed.kind.required().contains(&field) {
            self.got.bad.push(Bad::new(field, raw, format!("{WHY}: ask for a row each")));
        } else {
            let name = privacy::mask(raw.trim());
            self.got.remarks.push(Remark::Row(format!("`{name}`: {WHY}; the name is left out")));
        }
    }

    fn cannot_read(&mut self, pick: &Pick, raw: &str, reason: String) {
        let (field, Gathered { fields, bad, .. }) = (pick.field, &mut self.got);
        let kind = self.maker.feed.kind;
        match parted::period(self.row, self.plan, pick).or_else(|| parted::stock(kind, field, raw)) {
            Some(period) => fields.set(Field::Period, Value::Text(period)),
            // Whoever it is stays out of the report.
            None if person::names_persons(raw.trim()) => {
                bad.push(Bad::new(field, &person::mask_name(raw.trim()), reason));
            }
            None => bad.push(Bad::new(field, raw, reason)),
        }
    }

    /// Whether a record stands without the field: a text by which it is neither told from others nor judged.
    fn may_lack(&self, field: Field) -> bool {
        let kind = self.maker.feed.kind;
        let is_aside = matches!(field, Field::LegalRepresentative | Field::Mall | Field::MainIssues);
        let is_text = matches!(field.value_type(), ValueType::LongText | ValueType::List | ValueType::Url);
        (is_aside || is_text)
            && field != Field::Outcome
            && !kind.required().contains(&field)
            && !kind.identity().contains(&field)
    }

    fn column(&self, position: usize) -> &'r str {
        self.row.columns.get(position).map_or("", String::as_str)
    }

    /// What several cells say together.
    fn finish(mut self) -> Gathered {
        self.add_what_stood_around_the_name();
        self.count_the_term();
        self.settle_the_unit();
        let fields = &mut self.got.fields;
        parted::complete_period(self.maker.feed.kind, fields);
        if self.is_person && fields.get(Field::SubjectKind).is_none() {
            fields.set(Field::SubjectKind, Value::Text(person::NATURAL_PERSON.to_owned()));
        }
        self.got
    }

    fn add_what_stood_around_the_name(&mut self) {
        let Some(Named { code, former, .. }) = self.named.take() else { return };
        let fields = &mut self.got.fields;
        if let Some(code) = code.filter(|code| fields.get(Field::SubjectCode).is_none() && !code::is_agencys(code)) {
            fields.set(Field::SubjectCode, Value::Text(code.to_owned()));
        }
        let known = fields.list(Field::FormerNames);
        if let Some(former) = former.filter(|former| !known.iter().any(|name| name == former)) {
            let former = known.iter().cloned().chain([former.to_owned()]).collect();
            fields.set(Field::FormerNames, Value::List(former));
        }
    }

    fn count_the_term(&mut self) {
        let Some((position, span)) = self.term else { return };
        let (column, raw) = (self.column(position), self.row.cells.get(position).unwrap_or_default());
        let Gathered { fields, bad, repairs, .. } = &mut self.got;
        match parted::end(fields, column, span) {
            Some(end) => {
                repairs.push(Repair::new(Field::ValidUntil, raw, "a term, counted from its first day"));
                fields.set(Field::ValidUntil, Value::Date(end));
            }
            None => {
                let reason = "a term, and no day that it runs from; write its last day, like 2027-03-02";
                bad.push(Bad::new(Field::ValidUntil, raw, reason));
            }
        }
    }

    fn settle_the_unit(&mut self) {
        let Gathered { fields, bad, .. } = &mut self.got;
        match (self.unit, fields.text(Field::Unit)) {
            (Some(unit), None) => fields.set(Field::Unit, Value::Text(unit.to_owned())),
            (_, Some(said)) if self.is_multiple && said.starts_with(['万', '亿']) => {
                let reason =
                    format!("counted in ten thousands by its own cell and again by its unit `{said}`: say it once");
                bad.push(Bad::new(Field::Value, said, reason));
            }
            _ => {}
        }
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
