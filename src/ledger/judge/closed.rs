//! What may not be published at all (`domain.md` 4.2, 4.3): held back whatever its dates say. The words stand in
//! `data/rules`, the tests here.

use super::step::{Finding, Step};
use super::{Law, ProvisionId};
use crate::clock::Date;
use crate::ledger::Entry;
use crate::ledger::rules::Provision;
use crate::records::{Field, Fields, Kind, person};
use rust_decimal::Decimal;

/// The provisions that close a record, in the order of their tests.
const CLOSING: [ProvisionId; 6] = [
    ProvisionId::UseScope,
    ProvisionId::NaturalPerson,
    ProvisionId::Minor,
    ProvisionId::SimpleProcedure,
    ProvisionId::WarningOnly,
    ProvisionId::AwardAgency,
];

/// Why a record is not for the public, if so.
pub fn closed(entry: &Entry, on: Option<Date>, law: Law<'_>) -> Option<Step> {
    CLOSING.into_iter().find_map(|id| {
        let provision = law.rules.provision(id, entry.record.kind, on)?;
        let finding = test(provision, entry, law)?;
        Some(Step::by(finding, &provision.ground))
    })
}

/// Every provision on closing that is for the record's kind, and whether it closes the record.
pub fn examined<'l>(entry: &Entry, on: Option<Date>, law: Law<'l>) -> Vec<(&'l Provision, bool)> {
    let provisions = CLOSING.into_iter().filter_map(|id| law.rules.provision(id, entry.record.kind, on));
    provisions.map(|provision| (provision, test(provision, entry, law).is_some())).collect()
}

fn test(provision: &Provision, entry: &Entry, law: Law<'_>) -> Option<Finding> {
    let fields = &entry.record.fields;
    match provision.id {
        ProvisionId::UseScope => {
            let scope = fields.text(Field::UseScope)?;
            let public = provision.words.iter().any(|word| word == scope);
            (!public).then(|| Finding::ScopeNotPublic(scope.to_owned()))
        }
        ProvisionId::NaturalPerson => person::is_subject(entry.record.kind, fields).then_some(Finding::NaturalPerson),
        ProvisionId::Minor => minor(provision, fields).then_some(Finding::Minor),
        ProvisionId::SimpleProcedure => simple_procedure(provision, fields).map(Finding::SimpleProcedure),
        ProvisionId::WarningOnly => warning_only(provision, fields).then_some(Finding::WarningOnly),
        ProvisionId::AwardAgency => award_not_listed(entry, law),
        _ => None,
    }
}

/// By the kind of subject, or where the decision says so of its party.
fn minor(provision: &Provision, fields: &Fields) -> bool {
    let said = |field| fields.text(field);
    let told = [Field::Facts, Field::Outcome, Field::Basis, Field::Body].into_iter().filter_map(said);
    said(Field::SubjectKind).is_some_and(|named| provision.word_in(named).is_some())
        || told.into_iter().any(|text| provision.texts.iter().any(|words| text.contains(words.as_str())))
}

/// The words of a simple procedure in the number, the title or a text of the decision.
fn simple_procedure(provision: &Provision, fields: &Fields) -> Option<String> {
    let number = fields.text(Field::DocumentNo).unwrap_or_default();
    if let Some(word) = provision.numbers.iter().find(|word| number.contains(word.as_str())) {
        return Some(word.clone());
    }
    let texts =
        [Field::Procedure, Field::Title, Field::Category, Field::Outcome, Field::Facts, Field::Basis, Field::Level];
    let said = texts.into_iter().filter_map(|field| fields.text(field));
    said.into_iter().find_map(|text| provision.word_in(text)).map(str::to_owned)
}

/// Only a warning, by the category, or by the outcome where the category is empty; a sum of money is more.
fn warning_only(provision: &Provision, fields: &Fields) -> bool {
    let paid = [Field::AmountYuan, Field::ConfiscatedYuan].map(|field| fields.number(field).unwrap_or_default());
    if paid.iter().any(|sum| *sum > Decimal::ZERO) {
        return false;
    }
    // A code without its table says nothing.
    match fields.text(Field::Category).filter(|category| category.contains(|one: char| !one.is_ascii())) {
        Some(category) => {
            let separators = [';', '；', '、', ',', '，', '|', '/', '和', '及', '\n'];
            let is_warning = |named: &str| provision.words.iter().any(|word| word == named);
            // A space stands between two kinds (警告 通报批评) or within one (警　告).
            let each = |named: &str| named.split_whitespace().all(is_warning);
            let whole = |named: &str| is_warning(&named.split_whitespace().collect::<String>());
            let mut named = category.split(separators).map(str::trim).filter(|word| !word.is_empty()).peekable();
            named.peek().is_some() && named.all(|named| each(named) || whole(named))
        }
        None => fields.text(Field::Outcome).is_some_and(|outcome| {
            let harder = provision.harder.iter().any(|word| outcome.contains(word.as_str()));
            !harder && provision.word_in(outcome).is_some()
        }),
    }
}

/// Without any agency on record there is nobody to hold an award against.
fn award_not_listed(entry: &Entry, law: Law<'_>) -> Option<Finding> {
    if entry.record.kind != Kind::Award || law.agencies.is_empty() {
        return None;
    }
    let award = entry.record.fields.text(Field::ListName).unwrap_or_default();
    let agency = law.agencies.find(entry.agency());
    let listed = agency.is_some_and(|agency| agency.awards.iter().any(|name| name == award));
    (!listed).then(|| Finding::AwardNotListed { agency: entry.agency().to_owned(), award: award.to_owned() })
}
