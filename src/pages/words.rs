//! The theme's words, looked up once: labels and sentence patterns by kind, industry, field.

use super::strings::Strings;
use super::wording::{Pattern, PatternError, long_date, long_period};
use crate::clock::Date;
use crate::records::{Field, Kind, place};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A word or pattern that pages need is missing from the theme, or cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    #[error("theme strings for `{language}`: `{key}` is missing")]
    Missing { language: String, key: String },
    #[error("theme strings for `{language}`: `{key}`: {source}")]
    Pattern { language: String, key: String, source: PatternError },
}

/// What the program itself words, in the portal's language.
pub struct Words {
    pub language: String,
    kinds: BTreeMap<Kind, KindWords>,
    plain: BTreeMap<String, String>,
    patterns: BTreeMap<String, Pattern>,
    /// The first word that was asked for and is not there.
    missed: OnceLock<String>,
}

struct KindWords {
    label: String,
    list: String,
    intro: String,
    sentence: Pattern,
    remark: Option<String>,
}

/// Tables of single words the program looks up.
const PLAIN: &[&str] = &[
    "column",
    "policy",
    "industry",
    "class",
    "feed_status",
    "article",
    "validity",
    "status",
    "value",
    "stats",
    "download",
    "document",
    "type",
    "unit",
    "meaning",
    "feed",
    "page",
    "nav",
    "figure",
    "field",
    "field_of",
    "default",
    "timeline",
    "changes",
    "history",
    "list",
    "record_state",
    "offline",
    "badge",
    "share",
    "cite",
    "limit",
    "map",
    "column_type",
];
/// Patterns beside the kinds' sentences.
const PATTERNS: [&str; 13] = [
    "denied.filing",
    "denied.custody",
    "marked.abnormal",
    "marked.custody",
    "premises.notice",
    "state.objection",
    "state.corrected",
    "state.correction",
    "heading.record",
    "heading.plain",
    "timeline.filing",
    "list.heading",
    "stats.complaints",
];

impl Words {
    /// # Errors
    /// [`WordsError`] for the first word that is missing or pattern that does not parse.
    pub fn new(strings: &Strings, language: &str) -> Result<Words, WordsError> {
        let need = |key: &str| {
            let missing = || WordsError::Missing { language: language.to_owned(), key: key.to_owned() };
            strings.get(key).ok_or_else(missing)
        };
        let pattern = |key: &str| {
            Pattern::parse(need(key)?).map_err(|source| WordsError::Pattern {
                language: language.to_owned(),
                key: key.to_owned(),
                source,
            })
        };
        let mut kinds = BTreeMap::new();
        for kind in Kind::all() {
            let words = KindWords {
                label: need(&format!("kind.{kind}.label"))?.to_owned(),
                list: need(&format!("kind.{kind}.list"))?.to_owned(),
                intro: need(&format!("kind.{kind}.intro"))?.to_owned(),
                sentence: pattern(&format!("sentence.{kind}"))?,
                remark: strings.get(&format!("remark.{kind}")).map(str::to_owned),
            };
            kinds.insert(kind, words);
        }
        for key in Field::all().map(|field| format!("field.{}", field.key())) {
            need(&key)?;
        }
        for industry in place::INDUSTRIES {
            need(&format!("industry.{}", industry.key))?;
        }
        let mut plain = BTreeMap::new();
        for table in PLAIN {
            for (key, word) in strings.table(table) {
                plain.insert(format!("{table}.{key}"), word.to_owned());
            }
        }
        let mut patterns = BTreeMap::new();
        for key in PATTERNS {
            patterns.insert(key.to_owned(), pattern(key)?);
        }
        Ok(Words { language: language.to_owned(), kinds, plain, patterns, missed: OnceLock::new() })
    }

    /// Whether every word was there that pages asked for: a site with the name of a key in it is not published.
    ///
    /// # Errors
    /// [`WordsError::Missing`] with the first that was not.
    pub fn were_complete(&self) -> Result<(), WordsError> {
        let missing = |key: &String| WordsError::Missing { language: self.language.clone(), key: key.clone() };
        self.missed.get().map(missing).map_or(Ok(()), Err)
    }

    fn kind(&self, kind: Kind) -> &KindWords {
        self.kinds.get(&kind).expect("every kind has its words: `new` asked for all")
    }

    pub fn label(&self, kind: Kind) -> &str {
        &self.kind(kind).label
    }

    /// What all of a kind are called.
    pub fn list(&self, kind: Kind) -> &str {
        &self.kind(kind).list
    }

    /// What a list of the kind is.
    pub fn intro(&self, kind: Kind) -> &str {
        &self.kind(kind).intro
    }

    pub fn remark(&self, kind: Kind) -> Option<&str> {
        self.kind(kind).remark.as_deref()
    }

    pub fn sentence<'v>(&self, kind: Kind, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> String {
        self.kind(kind).sentence.fill(value)
    }

    /// A single word such as `page.home`; its own key when the theme has none, which [`Words::were_complete`] then tells.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or_else(|| self.miss(key), String::as_str)
    }

    fn miss<'k>(&self, key: &'k str) -> &'k str {
        self.missed.get_or_init(|| key.to_owned());
        key
    }

    /// A single word that may be absent.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.plain.get(key).map(String::as_str)
    }

    /// A word with `{name}` parts filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let find = |name: &str| values.iter().find(|entry| entry.0 == name).map(|entry| Cow::Borrowed(entry.1));
        match self.patterns.get(key) {
            Some(pattern) => pattern.fill(&find),
            None => values
                .iter()
                .fold(self.get(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value)),
        }
    }

    /// A pattern that `new` asked for, filled in.
    pub fn fill_by<'v>(&self, key: &str, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> String {
        self.patterns.get(key).map_or_else(|| self.miss(key).to_owned(), |pattern| pattern.fill(value))
    }

    /// A label and what it says.
    pub fn pair(&self, label: &str, value: &str) -> String {
        self.fill("value.pair", &[("label", label), ("value", value)])
    }

    /// A name, and in brackets which one.
    pub fn aside(&self, name: &str, more: &str) -> String {
        self.fill("value.aside", &[("name", name), ("more", more)])
    }

    pub fn field(&self, field: Field) -> &str {
        let key = format!("field.{}", field.key());
        self.plain.get(&key).expect("every field has its label: `new` asked for all")
    }

    /// What a field is called on a record of a kind: by the word for what it is there, else as everywhere.
    pub fn field_of(&self, kind: Kind, field: Field) -> &str {
        let own = self.plain.get(&format!("field_of.{}_{}", kind.key(), field.key()));
        own.map_or_else(|| self.field(field), String::as_str)
    }

    pub fn industry(&self, key: &str) -> Option<&str> {
        self.find(&format!("industry.{key}"))
    }

    pub fn date(&self, date: Date) -> String {
        long_date(date, &self.language)
    }

    pub fn period(&self, period: &str) -> String {
        long_period(period, &self.language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::theme::Theme;

    #[test]
    fn a_word_that_is_not_there_is_told_once_pages_are_made() {
        let theme = Theme::embedded();
        for language in ["zh-CN", "en"] {
            let words = Words::new(&theme.strings(language).expect("strings"), language).expect("words");
            assert_ne!(words.get("page.home"), "page.home");
            words.were_complete().expect("nothing was missed");
            assert_eq!(
                (words.get("page.nowhere"), words.fill("page.neither", &[])),
                ("page.nowhere", "page.neither".to_owned())
            );
            let error = words.were_complete().expect_err("a word was missed").to_string();
            assert_eq!(error, format!("theme strings for `{language}`: `page.nowhere` is missing"));
        }
    }
}
