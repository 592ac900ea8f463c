//! `<record:ID>` and `<merchant:CODE>` on a line of their own: where a page says what is on record, as it is on the day.
//!
//! They are autolinks of Markdown, so that every editor shows what they are. Between words they are not allowed: what
//! leaves the site would leave a sentence without its subject.

use crate::records::{code, privacy, text::fold_width};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// What is mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mention {
    /// Id of a record.
    Record(String),
    /// 统一社会信用代码 of a merchant.
    Merchant(String),
}

/// A mention, or what looks like one and is none, with its line of the body, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionRef {
    pub line: usize,
    /// `None` for one that stands between words, or names nothing that could be.
    pub mention: Option<Mention>,
}

impl Mention {
    /// Whether an address means to be a mention.
    pub fn is_meant(address: &str) -> bool {
        address.starts_with("record:") || address.starts_with("merchant:")
    }

    /// What it is called in messages.
    pub fn noun(&self) -> &'static str {
        match self {
            Mention::Record(_) => "record",
            Mention::Merchant(_) => "merchant",
        }
    }

    /// Id or code, with what could be the number of a person masked.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Mention::Record(name) | Mention::Merchant(name) => privacy::mask(name),
        }
    }

    pub fn parse(address: &str) -> Option<Mention> {
        let (what, name) = address.split_once(':')?;
        match what {
            "record" => {
                let digits = name.strip_prefix('r')?;
                let fits = digits.len() == 15 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                fits.then(|| Mention::Record(name.to_owned()))
            }
            "merchant" => {
                let code = fold_width(name).to_ascii_uppercase();
                code::is_well_formed(&code).then_some(Mention::Merchant(code))
            }
            _ => None,
        }
    }
}

/// The addresses of a paragraph that holds nothing but mentions, `rest` being what follows the paragraph's start; the
/// place of each in the source.
pub fn alone<'r>(rest: &'r [(Event<'_>, Range<usize>)]) -> Option<Vec<(&'r str, usize)>> {
    let mut found = Vec::new();
    let mut inside = false;
    for (event, range) in rest {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }) if Mention::is_meant(dest_url) => {
                found.push((dest_url.as_ref(), range.start));
                inside = true;
            }
            Event::End(TagEnd::Link) => inside = false,
            Event::Text(_) if inside => {}
            Event::SoftBreak | Event::HardBreak => {}
            Event::End(TagEnd::Paragraph) => break,
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}
