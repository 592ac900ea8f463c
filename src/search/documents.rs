//! What the portal makes searchable: its merchants, public records and articles.
//!
//! In: the model and words that the pages are made from, so that search knows what the pages show and nothing more. Out:
//! [`SearchDocument`]s. The legal representative is never among them, nor who else holds an office in a company: not in what is
//! searched, not in the titles that answers show.

use super::document::{Chip, SearchDocument, Tab};
use super::labels::Labels;
use super::text;
use crate::merchants::Merchant;
use crate::merchants::names::{Around, Regions};
use crate::pages::content::Article;
use crate::pages::facts::View;
use crate::pages::model::has_own_page;
use crate::pages::{markdown, urls};
use crate::records::person::Officers;
use crate::records::privacy::without_officers;
use crate::records::{Field, Kind, Value, place};
use std::borrow::Cow;

/// Fields of a record found as whole strings, by their beginning too.
const KEYS: [Field; 3] = [Field::DocumentNo, Field::FilingNo, Field::SubjectCode];

/// Fields of a record found by their words, but for people's names: texts were masked when they were read, and those who
/// hold an office are left out.
const TEXTS: [Field; 18] = [
    Field::Title,
    Field::Name,
    Field::Address,
    Field::Mall,
    Field::ListName,
    Field::LegalBasis,
    Field::Category,
    Field::Facts,
    Field::Basis,
    Field::Outcome,
    Field::Measures,
    Field::Agency,
    Field::CustodyMethod,
    Field::Institution,
    Field::Period,
    Field::MainIssues,
    Field::Summary,
    Field::Body,
];

/// The words of the theme and places that answers show.
pub fn labels(view: View<'_>) -> Labels {
    let industry = |key: &'static str| Some((key.to_owned(), view.words.industry(key)?.to_owned()));
    Labels {
        kinds: Kind::all().map(|kind| (kind, view.words.label(kind).to_owned())).collect(),
        districts: view
            .model
            .districts
            .iter()
            .map(|district| (district.code.to_string(), district.name.clone()))
            .collect(),
        industries: place::INDUSTRIES.iter().filter_map(|each| industry(each.key)).collect(),
        regions: Regions::of(&view.model.districts).folded(text::key),
        data_date: view.model.date,
    }
}

/// Every page that search may lead to, in no particular order; `regions` are those of [`labels`].
pub fn documents(view: View<'_>, regions: &Regions) -> Vec<SearchDocument> {
    let model = view.model;
    let mut documents: Vec<SearchDocument> =
        model.resolution.merchants.iter().map(|merchant| of_merchant(view, merchant, regions)).collect();
    let public = (0..model.entries.len()).filter(|position| {
        model.judgements[*position].state.is_public() && has_own_page(model.entries[*position].record.kind)
    });
    documents.extend(public.map(|position| of_record(view, position)));
    documents.extend(model.content.articles.iter().map(of_article));
    documents
}

fn of_merchant(view: View<'_>, merchant: &Merchant, regions: &Regions) -> SearchDocument {
    let chips = view.chips(merchant).into_iter().map(|(kind, until)| Chip { kind, until });
    SearchDocument {
        tab: Tab::Merchants,
        title: merchant.name.clone(),
        href: urls::merchant(&merchant.key),
        around: regions.around(&text::key(&merchant.name)),
        names: merchant.brands.iter().chain(&merchant.former_names).chain(&merchant.also_named).cloned().collect(),
        keys: merchant.code.iter().cloned().collect(),
        text: merchant.address.iter().chain(&merchant.other_addresses).chain(&merchant.mall).cloned().collect(),
        code: merchant.code.clone(),
        district: merchant.district.clone(),
        industry: merchant.industry.clone(),
        kind: None,
        chips: chips.collect(),
        date: None,
        years: years(view, merchant),
        until: None,
    }
}

/// Years of the records that the merchant's page shows as facts.
fn years(view: View<'_>, merchant: &Merchant) -> Vec<i16> {
    let facts = merchant.records.iter().filter(|position| view.model.judgements[**position].shown_as != Kind::Merchant);
    let mut years: Vec<i16> = facts.filter_map(|position| Some(view.model.entries[*position].date()?.year())).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn of_record(view: View<'_>, position: usize) -> SearchDocument {
    let (entry, judgement) = (&view.model.entries[position], &view.model.judgements[position]);
    let fields = &entry.record.fields;
    let merchant = view.model.merchant_of(position);
    let kind = judgement.shown_as;
    let text = |field: Field| match fields.get(field) {
        Some(Value::Text(text)) => vec![text.clone()],
        Some(Value::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let officers = Officers::of(fields);
    let nameless = |text: String| officers.as_ref().and_then(|officers| officers.masked(&text)).unwrap_or(text);
    // Hardly anybody types an agency's name in full.
    let agency = fields.text(Field::Agency).and_then(|name| view.model.agencies.find(name));
    let also_called = agency.into_iter().flat_map(|agency| agency.aliases.iter().cloned());
    SearchDocument {
        tab: if matches!(kind, Kind::Case | Kind::Policy) { Tab::Articles } else { Tab::Records },
        title: nameless(view.heading(position)),
        href: urls::record(&entry.record.id),
        around: Around::default(),
        names: Vec::new(),
        keys: KEYS.into_iter().filter_map(|field| fields.text(field)).map(str::to_owned).collect(),
        text: TEXTS.into_iter().flat_map(text).map(|text| searchable(nameless(text))).chain(also_called).collect(),
        code: None,
        district: merchant.and_then(|merchant| merchant.district.clone()).or_else(|| text(Field::District).pop()),
        industry: merchant.and_then(|merchant| merchant.industry.clone()),
        kind: Some(kind),
        chips: Vec::new(),
        date: entry.date(),
        years: entry.date().iter().map(|date| date.year()).collect(),
        until: judgement.until,
    }
}

/// A text without those who hold an office in a company; most name nobody, and are not copied.
fn searchable(text: String) -> String {
    match without_officers(&text) {
        Cow::Owned(without) => without,
        Cow::Borrowed(_) => text,
    }
}

fn of_article(article: &Article) -> SearchDocument {
    let front = &article.front;
    let mut text = vec![front.summary.clone()];
    text.extend(front.keywords.iter().cloned());
    text.push(markdown::render(&article.body).text);
    let text = text.into_iter().map(searchable).collect();
    SearchDocument {
        tab: Tab::Articles,
        title: front.title.clone(),
        href: urls::article(&article.slug),
        around: Around::default(),
        names: Vec::new(),
        keys: Vec::new(),
        text,
        code: None,
        district: None,
        industry: None,
        kind: None,
        chips: Vec::new(),
        date: Some(front.changed_on()),
        years: vec![front.changed_on().year()],
        until: front.expires_on,
    }
}
