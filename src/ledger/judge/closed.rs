//! What may not be published at all (`domain.md` 4.2, 4.3): held back whatever its dates say. The words stand in
//! `data/rules`, the tests here.

use super::step::{Finding, Step};
use super::{Law, ProvisionId};
use crate::clock::Date;
use crate::config::Agency;
use crate::ledger::Entry;
use crate::ledger::rules::Provision;
use crate::records::{Field, Fields, Kind, amount, person};
use rust_decimal::Decimal;

/// The provisions that close a record, in the order of their tests.
const CLOSING: [ProvisionId; 8] = [
    ProvisionId::UseScope,
    ProvisionId::NaturalPerson,
    ProvisionId::Minor,
    ProvisionId::SimpleProcedure,
    ProvisionId::WarningOnly,
    ProvisionId::NotImposed,
    ProvisionId::OtherLicence,
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
        ProvisionId::NotImposed => not_imposed(provision, fields).map(Finding::NotImposed),
        ProvisionId::OtherLicence => other_licence(provision, fields).map(Finding::OtherLicence),
        ProvisionId::AwardAgency => award_not_listed(entry, law),
        _ => None,
    }
}

/// By the kind of subject, or where the decision says so of its party.
fn minor(provision: &Provision, fields: &Fields) -> bool {
    let said = |field| fields.text(field);
    let told = [Field::Facts, Field::Outcome, Field::Basis, Field::Body].into_iter().filter_map(said);
    said(Field::SubjectKind).is_some_and(|named| provision.word_in(named).is_some())
        || told.into_iter().any(|text| provision.texts.iter().any(|words| ends_there(text, words)))
}

/// Whether a text says these words of its party and nothing more: 当事人为未成年人办卡 is of what it did.
fn ends_there(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let rest = text[at + words.len()..].trim_start_matches(['人', '周', '岁', '8', '八']);
        rest.chars().next().is_none_or(|next| !next.is_alphanumeric())
    })
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
    let is_warning = |named: &str| provision.words.iter().any(|word| word == named);
    let named = penalties_in(fields.text(Field::Category).unwrap_or_default());
    let is_order = |named: &str| provision.texts.iter().any(|order| named.starts_with(order.as_str()));
    let mut penalties = named.iter().map(String::as_str).filter(|named| !is_order(named)).peekable();
    if penalties.peek().is_some() {
        // 罚款5000元 is a fine whatever the category says.
        let fine = fields.text(Field::Outcome).and_then(amount::fine_in).unwrap_or_default();
        return penalties.all(is_warning) && fine.is_zero();
    }
    fields.text(Field::Outcome).is_some_and(|outcome| {
        // 处以 is of what is harder, but for 处以警告.
        let outcome = provision
            .words
            .iter()
            .fold(outcome.to_owned(), |outcome, word| outcome.replace(&format!("处以{word}"), word));
        let harder = provision.harder.iter().any(|word| outcome.contains(word.as_str()));
        !harder && provision.word_in(&outcome).is_some()
    })
}

/// The penalties that a category names, as their bare words: 警告 of `01-警告`, `1.行政警告`, `警告（当场）`, `警告类处罚`. None where it
/// names nothing: 其他, or a code without its table.
fn penalties_in(category: &str) -> Vec<String> {
    let bare = |named: &str| {
        let named = named.split(['（', '(']).next().unwrap_or_default();
        let named: String = named.split_whitespace().collect();
        let named = named.trim_start_matches(|one: char| one.is_ascii_punctuation() || one.is_ascii_digit());
        let named = named.strip_prefix("行政").unwrap_or(named);
        let named = named.strip_suffix("处罚").unwrap_or(named);
        named.strip_suffix('类').unwrap_or(named).to_owned()
    };
    let parts = category.split([';', '；', '、', ',', '，', '|', '/', '和', '及', '\n']);
    // A space stands between two kinds (警告 通报批评) or within one (警　告).
    let words = parts.flat_map(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let is_spread = words.iter().all(|word| word.chars().count() == 1);
        if is_spread { vec![bare(part)] } else { words.into_iter().map(bare).collect() }
    });
    words.filter(|word| !word.is_empty() && !matches!(word.as_str(), "其他" | "其它")).collect()
}

/// What a decision says that imposes nothing, in its category, its title, its number (a notice of what is intended) or, alone, its
/// outcome; or that it does something that is no penalty, by all that its category names.
fn not_imposed(provision: &Provision, fields: &Fields) -> Option<String> {
    let number = fields.text(Field::DocumentNo).unwrap_or_default();
    if let Some(word) = provision.numbers.iter().find(|word| number.contains(word.as_str())) {
        return Some(word.clone());
    }
    let category = fields.text(Field::Category).unwrap_or_default();
    let named = penalties_in(category);
    let is_none = !named.is_empty() && named.iter().all(|named| provision.texts.contains(named));
    let sums = [Field::AmountYuan, Field::ConfiscatedYuan].map(|field| fields.number(field).unwrap_or_default());
    if is_none && sums.iter().all(|sum| *sum <= Decimal::ZERO) {
        return Some(category.to_owned());
    }
    let said = [Field::Category, Field::Title].into_iter().filter_map(|field| fields.text(field));
    let outcome = fields
        .text(Field::Outcome)
        .filter(|outcome| provision.words.iter().any(|word| outcome.starts_with(word.as_str())));
    said.chain(outcome).find_map(|text| provision.word_in(text)).map(str::to_owned)
}

/// What a licence calls itself in its title, its kind or its number, where nothing speaks of cards or of filing.
fn other_licence(provision: &Provision, fields: &Fields) -> Option<String> {
    let number = fields.text(Field::FilingNo).unwrap_or_default();
    if is_number_of_cards(number) || !fields.list(Field::CardTypes).is_empty() {
        return None;
    }
    let texts = [Field::Title, Field::Category, Field::FilingClass, Field::Outcome];
    let said: Vec<&str> = texts.into_iter().filter_map(|field| fields.text(field)).chain([number]).collect();
    if provision.texts.iter().any(|word| said.iter().any(|text| text.contains(word.as_str()))) {
        return None;
    }
    let numbered = || provision.numbers.iter().find(|word| number.contains(word.as_str())).map(String::as_str);
    said.iter().find_map(|text| provision.word_in(text)).or_else(numbered).map(str::to_owned)
}

/// 210300BAC0007, as filings of issuers are numbered.
fn is_number_of_cards(number: &str) -> bool {
    let bytes = number.as_bytes();
    let is = |from: usize, to: usize, is: fn(&u8) -> bool| bytes.get(from..to).is_some_and(|part| part.iter().all(is));
    bytes.len() == 13
        && is(0, 6, u8::is_ascii_digit)
        && is(6, 9, u8::is_ascii_uppercase)
        && is(9, 13, u8::is_ascii_digit)
}

/// Without any agency on record there is nobody to hold an award against.
fn award_not_listed(entry: &Entry, law: Law<'_>) -> Option<Finding> {
    if entry.record.kind != Kind::Award || law.agencies.is_empty() {
        return None;
    }
    let award = entry.record.fields.text(Field::ListName).unwrap_or_default();
    let agency = law.agencies.find(entry.agency());
    let lists = |agency: &Agency| agency.awards.iter().any(|name| name == award);
    // Several give it together, one of whom may.
    let together = entry
        .agency()
        .split(['、', '，', ',', '；', ';', ' '])
        .filter_map(|one| law.agencies.find(leading(one.trim())));
    let listed = agency.is_some_and(lists) || together.into_iter().any(lists);
    (!listed).then(|| Finding::AwardNotListed { agency: entry.agency().to_owned(), award: award.to_owned() })
}

/// The agency that a name begins with, of several (鞍山市商务局等五部门) or with its section (鞍山市商务局市场秩序科).
fn leading(name: &str) -> &str {
    let several = name
        .split_once('等')
        .filter(|(_, rest)| ["部门", "单位", "家"].iter().any(|end| rest.ends_with(end)) || rest.is_empty());
    let section = || name.split_once('局').filter(|(_, rest)| rest.ends_with(['科', '处', '室', '股']));
    match several {
        Some((first, _)) => first,
        None => section().map_or(name, |(_, rest)| &name[..name.len() - rest.len()]),
    }
}
