//! What one document is found by: its strings, list by list.
//!
//! In: a document and the words of the theme. Out: the same in tantivy's shape.

use super::write::Stored;
use super::{List, SUFFIX, tokenizer};
use crate::search::document::{SearchDocument, Tab};
use crate::search::entry::Entry;
use crate::search::{Labels, filters, initials, synonyms, text};
use tantivy::TantivyDocument;

/// Bytes of a text that may be an address: numbers in longer ones are of other things.
const LONGEST_PLACE: usize = 192;

/// What one document is found by, list by list.
pub(super) fn of(document: &SearchDocument, labels: &Labels, stored: &Stored) -> TantivyDocument {
    let mut out = TantivyDocument::default();
    let entry = Entry::of(document);
    for name in std::iter::once(&document.title).chain(&document.names) {
        out.add_text(List::Names.field(), name);
    }
    let short = document.text.iter().filter(|text| text.len() <= LONGEST_PLACE);
    for text in std::iter::once(&document.title).chain(&document.names).chain(short) {
        text::houses(&text::key(text)).into_iter().for_each(|house| out.add_text(List::Houses.field(), house));
    }
    for name in entry.whole_names() {
        if let (Some(first), Some(last)) = (text::grams(name).next(), text::grams(name).last()) {
            out.add_text(List::Starts.field(), first);
            out.add_text(List::Ends.field(), last);
        }
        if let Some(gapped) = gapped(name) {
            out.add_text(List::Gapped.field(), gapped);
        }
    }
    if document.tab == Tab::Merchants {
        for name in entry.own_names() {
            let found = initials::of(name);
            found.all.iter().for_each(|run| out.add_text(List::Initials.field(), run));
            found.starts.iter().for_each(|run| out.add_text(List::InitialStarts.field(), run));
            found.ends.iter().for_each(|run| out.add_text(List::InitialEnds.field(), run));
        }
    }
    filters::terms(document).iter().for_each(|term| out.add_text(List::Facets.field(), term));
    // Merchants' texts are short names of places, found like names; running text is found by its words.
    let cut = if document.tab == Tab::Merchants { tokenizer::AS_GRAMS } else { tokenizer::AS_TOKENS };
    let mut add = |text: &str| out.add_text(List::Text.field(), format!("{cut}{text}"));
    document.text.iter().for_each(|text| add(text));
    document.district.iter().for_each(|code| add(labels.district(code)));
    document.industry.iter().for_each(|key| add(labels.industry(key)));
    for kind in document.kind.iter().chain(document.chips.iter().map(|chip| &chip.kind)) {
        add(labels.kind(*kind));
        synonyms::of(*kind).iter().for_each(|word| add(word));
    }
    if document.tab != Tab::Merchants {
        add(&document.title);
        document.keys.iter().filter(|key| key.chars().any(text::is_han)).for_each(|key| add(key));
    }
    for key in document.keys.iter().chain(&document.code).map(|key| text::key(key)).filter(|key| !key.is_empty()) {
        out.add_text(List::Keys.field(), key);
    }
    if let Some(suffix) = document.code.as_deref().and_then(suffix) {
        out.add_text(List::Suffixes.field(), suffix);
    }
    out.add_text(stored.tab, document.tab.key());
    out.add_bytes(stored.entry, &entry.to_bytes());
    out
}

/// First and third character of a name.
fn gapped(name: &str) -> Option<String> {
    let mut characters = name.chars();
    Some(String::from_iter([characters.next()?, characters.nth(1)?]))
}

/// The end of a code, back to front; masked and short codes have none.
fn suffix(code: &str) -> Option<String> {
    let whole = code.len() > SUFFIX && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    whole.then(|| text::key(code).chars().rev().take(SUFFIX).collect())
}
