//! Which list of a JSON document holds its records: one pass over the document that keeps none of it.

use crate::records::format::Text;
use crate::records::format::nested::column;
use crate::records::mapping::is_known_header;
use crate::records::privacy;
use crate::records::read::ReadError;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

/// Deepest nesting in which rows are looked for.
const DEPTH: usize = 6;
/// Objects of a list that are looked at to tell what it lists.
const SAMPLE: usize = 20;
/// What agencies call the list of rows, the commonest first.
const USUAL: [&str; 8] = ["rows", "records", "list", "data", "items", "result", "results", "content"];

/// A list of nothing but objects.
#[derive(Debug)]
struct List {
    place: String,
    depth: usize,
    is_empty: bool,
    /// Columns of the first objects that are well-known headers.
    known: usize,
}

/// What a document holds.
#[derive(Debug, Default)]
pub struct Survey {
    lists: Vec<List>,
    /// What an interface that answers with an error says.
    message: Option<String>,
    is_news: bool,
}

impl Survey {
    /// # Errors
    /// [`ReadError::Format`] for what is no JSON.
    pub fn of(text: &Text<'_>) -> Result<Survey, ReadError> {
        let mut survey = Survey::default();
        let mut parser = serde_json::Deserializer::from_reader(text.bytewise()?);
        Look { survey: &mut survey, place: String::new(), depth: 0 }
            .deserialize(&mut parser)
            .and_then(|()| parser.end())
            .map_err(|error| ReadError::Format(format!("not JSON: {error}")))?;
        Ok(survey)
    }

    /// Whether the document says that it is a JSON Feed.
    pub fn is_news(&self) -> bool {
        self.is_news
    }

    /// The message of the answer, for an error of ours.
    pub fn said(&self) -> String {
        let said = self.message.as_deref();
        said.map_or(String::new(), |message| format!("; the answer says `{}`", privacy::mask(message)))
    }

    /// Pointer to the list of objects with the most known columns; among equals the one with a usual name, then the
    /// outermost, then the first. A list beside an empty one of usual name must show columns of its own to be taken: an
    /// empty day has no rows, whatever else the answer lists.
    pub fn rows(&self) -> Option<String> {
        if self.is_news && self.lists.iter().any(|list| list.place == "/items") {
            return Some("/items".to_owned());
        }
        let score = |position: usize| {
            let List { place, depth, is_empty, known } = &self.lists[position];
            // One or two common words (`name`, `value`) stand in any list.
            let tells = if *known > 2 { *known } else { 0 };
            let usual = usual(place);
            (tells, usual < USUAL.len(), !is_empty, known, Reverse(usual), Reverse(*depth), Reverse(position))
        };
        let best = (0..self.lists.len()).max_by_key(|position| score(*position))?;
        Some(self.lists[best].place.clone())
    }
}

/// How usual a list's name is; the document itself is the most usual.
fn usual(place: &str) -> usize {
    let name = place.rsplit('/').next().unwrap_or_default();
    if place.is_empty() {
        return 0;
    }
    USUAL.iter().position(|usual| name.eq_ignore_ascii_case(usual)).unwrap_or(USUAL.len())
}

/// The names that a JSON pointer leads through.
pub fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// Looks at a value and all in it.
struct Look<'a> {
    survey: &'a mut Survey,
    place: String,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if self.depth + 1 >= DEPTH {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let place = format!("{}/{}", self.place, key.replace('~', "~0").replace('/', "~1"));
            map.next_value_seed(Look { survey: &mut *self.survey, place, depth: self.depth + 1 })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut columns = BTreeSet::new();
        let (mut count, mut only_objects) = (0, true);
        loop {
            let is_object = if count < SAMPLE {
                list.next_element::<Value>()?.map(|item| {
                    names(&mut Vec::new(), &item, &mut columns);
                    item.is_object()
                })
            } else {
                list.next_element_seed(IsObject)?
            };
            let Some(is_object) = is_object else { break };
            only_objects &= is_object;
            count += 1;
        }
        if only_objects {
            let known = columns.iter().filter(|name| is_known_header(name)).count();
            self.survey.lists.push(List { place: self.place, depth: self.depth, is_empty: count == 0, known });
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match self.place.as_str() {
            "/msg" | "/message" | "/error" => drop(self.survey.message.get_or_insert_with(|| text.to_owned())),
            "/version" => self.survey.is_news = text.contains("jsonfeed.org"),
            _ => {}
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Column names of an object, as rows will have them.
fn names(path: &mut Vec<String>, value: &Value, found: &mut BTreeSet<String>) {
    let Value::Object(object) = value else { return };
    for (key, value) in object {
        path.push(key.clone());
        if value.is_object() {
            names(path, value, found);
        } else {
            found.insert(column(path, "."));
        }
        path.pop();
    }
}

/// Whether a value is an object, without keeping it.
struct IsObject;

impl<'de> DeserializeSeed<'de> for IsObject {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IsObject {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(document: &str) -> Survey {
        let body = crate::sources::Body::from(document);
        Survey::of(&Text::of(&body, None).expect("text")).expect("JSON")
    }

    #[test]
    fn the_list_of_records_is_told_from_others() {
        let rows = r#"[{"企业名称":"甲","信用代码":"1","备案号":"2"}]"#;
        for (document, place) in [
            (format!(r#"{{"errors":[],"data":{rows}}}"#), "/data"),
            (format!(r#"{{"columns":[{{"name":"x","title":"y"}}],"result":{{"page":{rows}}}}}"#), "/result/page"),
            (format!(r#"{{"menu":[{{"id":1}}],"rows":{rows}}}"#), "/rows"),
            (rows.to_owned(), ""),
            (r#"{"columns":[{"name":"x","title":"y"}],"rows":[]}"#.to_owned(), "/rows"),
            (r#"{"a":[],"b":[{"x":1,"y":2}]}"#.to_owned(), "/b"),
            (r#"{"messages":[{"x":1}],"list":[{"x":1}]}"#.to_owned(), "/list"),
            (r#"{"data":{"list":[]}}"#.to_owned(), "/data/list"),
        ] {
            assert_eq!(survey(&document).rows().as_deref(), Some(place), "{document}");
        }
        let none = survey(r#"{"msg":"电话13800001234","data":{"a":[1,2]}}"#);
        assert_eq!((none.rows(), none.said()), (None, "; the answer says `电话138****1234`".to_owned()));
    }
}
