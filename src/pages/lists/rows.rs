//! Entries of a list as rows: what stands beside the name, by kind.

use super::{Members, Scope, Selection};
use crate::ledger::State;
use crate::pages::context::{Chip, ListCell, ListColumn, ListRow};
use crate::pages::facts::{View, shorten};
use crate::pages::urls;
use crate::records::kind::Tone;
use crate::records::{Field, Kind, ValueType, place};
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
    District,
    Industry,
    /// The merchant's code.
    Code,
    Field(Field),
}

use Column::{Agency, Date, District, Industry, Until};

impl Column {
    /// The columns of a kind's lists, in order.
    fn of(kind: Kind) -> &'static [Column] {
        const DECISIONS: &[Column] = &[Date, Agency, District, Industry, Until];
        match kind {
            Kind::Blacklist | Kind::PremisesBan | Kind::Exposure | Kind::Abnormal => DECISIONS,
            Kind::Penalty => &[Date, Column::Field(Field::AmountYuan), Agency, District, Industry, Until],
            Kind::Notice | Kind::Case | Kind::Policy => &[Date, Agency],
            Kind::Complaints => &[
                Column::Field(Field::Period),
                Column::Field(Field::Received),
                Column::Field(Field::Settled),
                Column::Field(Field::MediationRate),
                District,
                Industry,
            ],
            Kind::Filing => &[Column::Field(Field::FilingNo), Column::Field(Field::Status), Date, District, Industry],
            Kind::Custody => &[
                Column::Field(Field::CustodyMethod),
                Column::Field(Field::Institution),
                Column::Field(Field::RatioPercent),
                Date,
                District,
                Industry,
            ],
            Kind::Commitment => {
                &[Date, Column::Field(Field::CommitmentType), Column::Field(Field::Performance), District, Industry]
            }
            Kind::Award => &[Column::Field(Field::Year), Agency, District, Industry, Until],
            Kind::Merchant => &[Column::Code, District, Industry],
            Kind::Statistic => &[],
        }
    }

    /// What all entries of a scope have in common needs no column.
    fn is_told_by(self, scope: Scope) -> bool {
        match self {
            District => scope.district.is_some(),
            Industry => scope.industry.is_some(),
            _ => false,
        }
    }

    fn sort(self) -> &'static str {
        match self {
            Date | Until => "date",
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
        Kind::Exposure => &[Field::Title],
        Kind::Penalty => &[Field::Title, Field::Category],
        Kind::PremisesBan | Kind::Abnormal => &[Field::Facts],
        Kind::Notice | Kind::Case | Kind::Policy => &[Field::Summary],
        Kind::Complaints => &[Field::MainIssues],
        Kind::Filing => &[Field::FilingClass],
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
        let kept = columns.into_iter().zip(filled).filter(|(_, filled)| *filled).map(|(column, _)| self.column(column));
        (kept.collect(), rows)
    }

    fn column(self, column: Column) -> ListColumn {
        let label = match column {
            Date => self.words.get("list.date"),
            Until => self.words.get("list.until"),
            Agency => self.words.get("list.agency"),
            District => self.words.get("list.district"),
            Industry => self.words.get("list.industry"),
            Column::Code => self.words.field(Field::SubjectCode),
            Column::Field(field) => self.words.field(field),
        };
        // Lists of records come newest first.
        heading(label, column.sort(), (column == Date).then_some("descending"))
    }

    fn list_row(self, selection: &Selection, at: usize, columns: &[Column]) -> ListRow {
        match &selection.of {
            Members::Entries(entries) => self.entry_row(entries[at], columns),
            Members::Merchants(merchants) => {
                ListRow { anchor: selection.letters.anchor(at), ..self.merchant_row(merchants[at], columns) }
            }
        }
    }

    fn entry_row(self, position: usize, columns: &[Column]) -> ListRow {
        let (entry, judgement) = (&self.model.entries[position], &self.model.judgements[position]);
        let fields = &entry.record.fields;
        let phrases = note_fields(judgement.shown_as).iter().filter_map(|field| fields.get(*field));
        let note = phrases.map(ToString::to_string).collect::<Vec<_>>().join(self.words.get("list.phrases"));
        let objection = (judgement.state == State::Objection).then(|| Chip {
            label: self.words.get("record_state.objection").to_owned(),
            tone: Tone::Neutral.key(),
            until: None,
        });
        let cell = |column: &Column| ListCell {
            text: self.entry_cell(position, *column),
            meta: fields.text(Field::DocumentNo).filter(|_| *column == Agency).map(str::to_owned),
        };
        ListRow {
            anchor: None,
            title: fields.text(Field::SubjectName).map_or_else(|| self.heading(position), str::to_owned),
            href: self.href(position),
            note: shorten(&note, NOTE),
            until: judgement.until.map(|date| date.to_string()),
            chips: objection.into_iter().collect(),
            cells: columns.iter().map(cell).collect(),
        }
    }

    fn entry_cell(self, position: usize, column: Column) -> String {
        let entry = &self.model.entries[position];
        let scope = || Scope::of_entry(self.model, position);
        match column {
            Date => entry.date().map(|date| date.to_string()).unwrap_or_default(),
            Until => self.model.judgements[position].until.map(|date| date.to_string()).unwrap_or_default(),
            Agency => entry.agency().to_owned(),
            District => scope().district.and_then(place::district_name).unwrap_or_default().to_owned(),
            Industry => scope().industry.and_then(|key| self.words.industry(key)).unwrap_or_default().to_owned(),
            Column::Code => entry.record.subject_code().unwrap_or_default().to_owned(),
            Column::Field(field) => match entry.record.fields.get(field) {
                Some(value) => self.display(field, value),
                None => String::new(),
            },
        }
    }

    fn merchant_row(self, position: usize, columns: &[Column]) -> ListRow {
        let merchant = &self.model.resolution.merchants[position];
        let text = |column: &Column| match column {
            Column::Code => merchant.code.clone(),
            District => merchant.district.as_deref().and_then(place::district_name).map(str::to_owned),
            Industry => merchant.industry.as_deref().and_then(|key| self.words.industry(key)).map(str::to_owned),
            _ => None,
        };
        let chip = |(kind, until): (Kind, Option<crate::clock::Date>)| Chip {
            label: self.words.label(kind).to_owned(),
            tone: kind.tone().key(),
            until: until.map(|date| date.to_string()),
        };
        ListRow {
            anchor: None,
            title: merchant.name.clone(),
            href: urls::merchant(&merchant.key),
            note: merchant.brands.join(self.words.get("value.separator")),
            until: None,
            chips: self.chips(merchant).into_iter().map(chip).collect(),
            cells: columns
                .iter()
                .map(|column| ListCell { text: text(column).unwrap_or_default(), meta: None })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_the_scope_tells_are_left_out() {
        assert!(District.is_told_by(Scope::of_district("210302")) && !District.is_told_by(Scope::of_year(2026)));
        assert!(!Date.is_told_by(Scope::of_year(2026)), "a year is not a day");
    }

    #[test]
    fn every_kind_with_a_list_has_columns() {
        for kind in Kind::all().filter(|kind| *kind != Kind::Statistic) {
            assert!(!Column::of(kind).is_empty(), "{kind}");
        }
    }
}
