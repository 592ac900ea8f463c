//! Filters of templates beside Tera's own. All are pure: same value, same answer.

use crate::clock::Date;
use crate::pages::address;
use std::io;
use tera::{Kwargs, State, Tera};

/// Registers every filter; they must be there before the templates are.
pub fn register(tera: &mut Tera, language: &str) {
    let english = language == "en";
    tera.register_filter("long_date", move |text: &str, _: Kwargs, _: &State<'_>| match text.parse::<Date>() {
        Ok(date) if english => date.strftime("%-d %B %Y").to_string(),
        Ok(date) => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Err(_) => text.to_owned(),
    });
    tera.register_filter("safe_url", |text: &str, _: Kwargs, _: &State<'_>| {
        address::safe(text).unwrap_or("#").to_owned()
    });
    tera.set_escape_fn(escape);
}

/// Tera's own escaping, written a run at a time instead of a byte at a time: most text has nothing to escape.
fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let bytes = text.as_bytes();
    let mut plain = 0;
    for (position, byte) in bytes.iter().enumerate() {
        let entity: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\'' => b"&#39;",
            _ => continue,
        };
        out.write_all(&bytes[plain..position])?;
        out.write_all(entity)?;
        plain = position + 1;
    }
    out.write_all(&bytes[plain..])
}
