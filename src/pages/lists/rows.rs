//! Entries of a list as rows: what stands beside the name, by kind.

use super::{Members, Scope, Selection};
use crate::ledger::State;
use crate::pages::context::{Chip, ListCell, ListColumn, ListRow};
use crate::pages::facts::{View, shorten};
use crate::pages::labelled::tells;
use crate::pages::urls;
use crate::records::kind::Tone;
use crate::records::{Field, Kind, ValueType};
use std::ops::Range;

/// Characters of a note.
const NOTE: usize = 120;

/// A column beside the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Date,
    Until,
    /// The deciding agency, its document number below.
    Agency,
    /// The district, the industry below.
    Place,
    /// The merchant's code.
    Code,
    Field(Field),
}

use Column::{Agency, Date, Place, Until};

impl Column {
    /// The columns of a kind's lists, in order.
    fn of(kind: Kind) -> &'static [Column] {
        const DECISIONS: &[Column] = &[Date, Agency, Place, Until];
        match kind {
            Kind::Blacklist | Kind::PremisesBan | Kind::Exposure | Kind::Abnormal => DECISIONS,
            Kind::Penalty => &[Date, Column::Field(Field::AmountYuan), Agency, Place, Until],
            Kind::Policy => &[Date, Column::Field(Field::Status), Agency],
            Kind::Notice | Kind::Case => &[Date, Agency],
            Kind::Complaints => &[
                Column::Field(Field::Period),
                Column::Field(Field::Received),
                Column::Field(Field::Settled),
                Column::Field(Field::MediationRate),
                Place,
            ],
            Kind::Filing => &[Column::Field(Field::FilingNo), Column::Field(Field::Status), Date, Place],
            Kind::Custody => &[
                Column::Field(Field::CustodyMethod),
                Column::Field(Field::Institution),
                Column::Field(Field::RatioPercent),
                Date,
                Place,
            ],
            Kind::Commitment => &[Date, Column::Field(Field::CommitmentType), Column::Field(Field::Performance), Place],
            Kind::Award => &[Column::Field(Field::Year), Agency, Place, Until],
            Kind::Merchant => &[Column::Code, Place],
            Kind::Statistic => &[],
        }
    }

    /// What all entries of a scope have in common needs no column.
    fn is_told_by(self, scope: Scope) -> bool {
        self == Place && scope.district.is_some() && scope.industry.is_some()
    }

    fn sort(self) -> &'static str {
        match self {
            Date | Until => "date",
            Column::Field(Field::Period) => "date",
            Column::Field(field) => match field.value_type() {
                ValueType::Number | ValueType::Money => "number",
                ValueType::Date => "date",
                _ => "text",
            },
            _ => "text",
        }
    }
}

/// Fields that say what an entry is about, in one or two phrases.
fn note_fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Blacklist | Kind::Award => &[Field::ListName],
        Kind::Exposure => &[Field::Brands, Field::Title],
        Kind::Penalty => &[Field::Title, Field::Category],
        Kind::PremisesBan | Kind::Abnormal => &[Field::Facts],
        Kind::Notice | Kind::Case | Kind::Policy => &[Field::Summary],
        Kind::Complaints => &[Field::Brands, Field::Category, Field::MainIssues],
        Kind::Filing => &[Field::Brands, Field::FilingClass],
        Kind::Custody | Kind::Commitment | Kind::Merchant | Kind::Statistic => &[],
    }
}

/// The word over the names of a kind's entries.
pub(super) fn name_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Notice | Kind::Case | Kind::Policy | Kind::Statistic => "list.title",
        Kind::PremisesBan => "list.premises",
        _ => "list.merchant",
    }
}

/// The word over what a list's own address does not say of where its entries are.
fn place_word(scope: Scope) -> &'static str {
    match (scope.district, scope.industry) {
        (None, None) => "list.place",
        (None, Some(_)) => "list.district",
        (Some(_), _) => "list.industry",
    }
}

pub(super) fn heading(label: &str, sort: &'static str, order: Option<&'static str>) -> ListColumn {
    ListColumn { label: label.to_owned(), sort, order }
}

impl View<'_> {
    /// The columns in which a page of a selection has something, and its rows.
    pub(super) fn list_rows(self, selection: &Selection, page: Range<usize>) -> (Vec<ListColumn>, Vec<ListRow>) {
        let columns = Column::of(selection.kind).iter().copied();
        let columns: Vec<Column> = columns.filter(|column| !column.is_told_by(selection.scope)).collect();
        let mut rows: Vec<ListRow> = page.map(|at| self.list_row(selection, at, &columns)).collect();
        let filled: Vec<bool> =
            (0..columns.len()).map(|at| rows.iter().any(|row| !row.cells[at].text.is_empty())).collect();
        for row in &mut rows {
            let mut filled = filled.iter();
            row.cells.retain(|_| *filled.next().expect("a row has a cell for each column"));
        }
        let kept = columns.into_iter().zip(filled).filter(|(_, filled)| *filled);
        (kept.map(|(column, _)| self.column(column, selection.scope)).collect(), rows)
    }

    fn column(self, column: Column, scope: Scope) -> ListColumn {
        let label = match column {
            Date => self.words.get("list.date"),
            Until => self.words.get("list.until"),
            Agency => self.words.get("list.agency"),
            Place => self.words.get(place_word(scope)),
            Column::Code => self.words.get("list.code"),
            Column::Field(field) => self.words.field(field),
        };
        // Lists of records come newest first.
        heading(label, column.sort(), (column == Date).then_some("descending"))
    }

    fn list_row(self, selection: &Selection, at: usize, columns: &[Column]) -> ListRow {
        match &selection.of {
            Members::Entries(entries) => self.entry_row(entries[at], columns, selection.scope),
            Members::Merchants(merchants) => {
                let row = self.merchant_row(merchants[at], columns, selection.scope);
                ListRow { anchor: selection.letters.anchor(at), ..row }
            }
        }
    }

    fn entry_row(self, position: usize, columns: &[Column], told: Scope) -> ListRow {
        let (entry, judgement) = (&self.model.entries[position], &self.model.judgements[position]);
        let fields = &entry.record.fields;
        let known = |field: &&Field| fields.get(**field).is_some_and(|value| tells(**field, value));
        let phrases = note_fields(judgement.shown_as).iter().filter(known);
        let phrases: Vec<_> = phrases.filter_map(|field| self.part(position, field.key())).collect();
        let note = phrases.join(self.words.get("list.phrases"));
        let objection = (judgement.state == State::Objection).then(|| Chip {
            label: self.words.get("record_state.objection").to_owned(),
            tone: Tone::Neutral.key(),
            until: None,
        });
        let cell = |column: &Column| match column {
            Place => self.place_cell(Scope::of_entry(self.model, position), told),
            Agency => {
                let document_no = fields.text(Field::DocumentNo).map(str::to_owned);
                ListCell { text: entry.agency().to_owned(), meta: document_no, key: None }
            }
            column => ListCell {
                text: self.entry_cell(position, *column),
                meta: None,
                key: (*column == Column::Field(Field::Period))
                    .then(|| fields.text(Field::Period).map(str::to_owned))
                    .flatten(),
            },
        };
        ListRow {
            anchor: None,
            title: fields.text(Field::SubjectName).map_or_else(|| self.heading(position), str::to_owned),
            href: self.href(position),
            note: shorten(&note, NOTE),
            until: judgement.until.map(|date| date.to_string()),
            chips: objection.into_iter().chain(self.chips_beside(position)).collect(),
            cells: columns.iter().map(cell).collect(),
        }
    }

    fn entry_cell(self, position: usize, column: Column) -> String {
        let entry = &self.model.entries[position];
        match column {
            Date => entry.date().map(|date| date.to_string()).unwrap_or_default(),
            Until => self.model.judgements[position].until.map(|date| date.to_string()).unwrap_or_default(),
            Column::Code => entry.record.subject_code().unwrap_or_default().to_owned(),
            Column::Field(Field::RatioPercent) if entry.record.fields.get(Field::RatioPercent).is_none() => {
                entry.record.fields.text(Field::RatioClass).unwrap_or_default().to_owned()
            }
            Column::Field(Field::Status) if entry.record.kind == Kind::Policy => {
                self.validity(position).unwrap_or_default()
            }
            Column::Field(field) => match entry.record.fields.get(field).filter(|value| tells(field, value)) {
                Some(value) => self.display(field, value),
                None => String::new(),
            },
            Agency | Place => String::new(),
        }
    }

    /// District and industry, without what the list's own address tells.
    fn place_cell(self, scope: Scope, told: Scope) -> ListCell {
        let district = scope.district.filter(|_| told.district.is_none());
        let district = district.and_then(|code| self.model.districts.name(code.as_str()));
        let industry = scope.industry.filter(|_| told.industry.is_none()).and_then(|key| self.words.industry(key));
        let mut parts = [district, industry].into_iter().flatten().map(str::to_owned);
        ListCell { text: parts.next().unwrap_or_default(), meta: parts.next(), key: None }
    }

    fn merchant_row(self, position: usize, columns: &[Column], told: Scope) -> ListRow {
        let merchant = &self.model.resolution.merchants[position];
        let cell = |column: &Column| match column {
            Place => self.place_cell(Scope::of_merchant(merchant, &self.model.districts), told),
            _ => ListCell { text: merchant.code.clone().unwrap_or_default(), meta: None, key: None },
        };
        ListRow {
            anchor: None,
            title: merchant.name.clone(),
            href: urls::merchant(&merchant.key),
            note: merchant.brands.join(self.words.get("value.separator")),
            until: None,
            chips: self.chips_of(&merchant.records),
            cells: columns.iter().map(cell).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_the_scope_tells_are_left_out() {
        let district = Scope::of_district(crate::config::Division::parse("210302").expect("a code"));
        assert!(Place.is_told_by(Scope { industry: Some("fitness"), ..district }) && !Place.is_told_by(district));
        assert_eq!((place_word(district), place_word(Scope::of_year(2026))), ("list.industry", "list.place"));
        assert!(!Date.is_told_by(Scope::of_year(2026)), "a year is not a day");
    }

    #[test]
    fn every_kind_with_a_list_has_columns() {
        for kind in Kind::all().filter(|kind| *kind != Kind::Statistic) {
            assert!(!Column::of(kind).is_empty(), "{kind}");
        }
    }
}
