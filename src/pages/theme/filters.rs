//! Filters of templates beside Tera's own. All are pure: same value, same answer.

use super::unbroken;
use crate::clock::Date;
use crate::pages::labelled::grouped;
use crate::pages::wording::long_date;
use crate::pages::{address, escape};
use tera::{Kwargs, State, Tera};

/// Registers every filter; they must be there before the templates are.
pub fn register(tera: &mut Tera, language: &str) {
    let language = language.to_owned();
    tera.register_filter("long_date", move |text: &str, _: Kwargs, _: &State<'_>| {
        text.parse::<Date>().map_or_else(|_| text.to_owned(), |date| long_date(date, &language))
    });
    tera.register_filter("grouped", |count: u64, _: Kwargs, _: &State<'_>| grouped(&count.to_string()));
    tera.register_filter("safe_url", |text: &str, _: Kwargs, _: &State<'_>| {
        address::safe(text).unwrap_or("#").to_owned()
    });
    // These two make HTML, and escape what they do not make: `| safe` follows them.
    tera.register_filter("unbroken", |text: &str, _: Kwargs, _: &State<'_>| unbroken::html(text));
    tera.register_filter("breakable", |text: &str, _: Kwargs, _: &State<'_>| unbroken::breakable(text));
    // Tera's own entities, but not written a byte at a time.
    tera.set_escape_fn(escape::write);
}
