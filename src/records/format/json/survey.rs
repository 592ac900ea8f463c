//! Which list of a JSON document holds its records: one pass over the document that keeps none of it.

use super::inner::{Inner, SAMPLE, names};
use super::listed;
use super::outside::{Outside, Seen};
use crate::records::format::Text;
use crate::records::mapping::{gives, is_known_header, telling};
use crate::records::privacy;
use crate::records::read::ReadError;
use crate::records::{Field, Kind, standing};
use reqwest::Url;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

/// Deepest nesting in which rows are looked for.
const DEPTH: usize = 6;
/// Items of a list that are looked at: it may name the columns of another.
const MAX_NAMES: usize = 500;
/// Keys under which the items of a list of columns have their names, the surest first.
const NAME_KEYS: [&str; 9] = ["title", "label", "comment", "name", "field", "prop", "key", "dataIndex", "code"];
/// What agencies call the list of rows, the commonest first.
pub const USUAL: [&str; 8] = ["rows", "records", "list", "data", "items", "result", "results", "content"];

/// How the rows of a list name their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// They are objects.
    Keys,
    /// They are lists. `above`: rows up to the one that holds the names; none where they stand elsewhere in the document.
    Names { names: Vec<String>, above: usize },
}

/// A list of nothing but objects, or of nothing but lists.
#[derive(Debug)]
struct List {
    place: String,
    depth: usize,
    is_empty: bool,
    /// Columns of the first objects that are well-known headers.
    known: usize,
    /// Of a list of objects: these headers.
    columns: BTreeSet<String>,
    /// Of a list of lists.
    rows: Option<Rows>,
    /// Of a list of merchants that hold the rows: the key of these.
    held: Option<String>,
}

/// What the first rows of a list of lists say of their names.
#[derive(Debug)]
struct Rows {
    /// The row with the most known names, from 1, and its texts.
    at: usize,
    texts: Vec<String>,
    /// How many values the rows have.
    widths: BTreeSet<usize>,
}

impl Rows {
    /// None where no item is a list with anything in it.
    fn of(items: &[Value]) -> Option<Rows> {
        let filled = |item: &Value| item.as_array().filter(|cells| !cells.iter().all(listed::is_blank)).cloned();
        let rows = (1..).zip(items).filter_map(|(at, item)| Some((at, filled(item)?)));
        let rows: Vec<(usize, Vec<Value>)> = rows.collect();
        let widths = rows.iter().map(|(_, cells)| cells.len()).collect();
        let texts = rows.into_iter().map(|(at, cells)| (at, listed::names_in(&cells)));
        let (at, texts) = texts.rev().max_by_key(|(_, texts)| known(texts))?;
        Some(Rows { at, texts, widths })
    }
}

/// What a document holds.
#[derive(Debug, Default)]
pub struct Survey {
    lists: Vec<List>,
    /// Lists that may name the columns of another.
    names: Vec<Vec<String>>,
    /// What an interface that answers with an error says.
    message: Option<String>,
    is_news: bool,
    /// Well-known headers of the document's own values.
    own: Vec<String>,
    /// The addresses that a JSON Feed names as its site's and its own.
    home: Option<String>,
    address: Option<String>,
}

impl Survey {
    /// # Errors
    /// [`ReadError::Format`] for what is no JSON.
    pub fn of(text: &Text<'_>) -> Result<Survey, ReadError> {
        let mut survey = Survey::default();
        super::parse(text, Look { survey: &mut survey, place: String::new(), depth: 0 })?;
        let Survey { lists, names, .. } = &mut survey;
        for list in lists {
            if let Some(rows) = &list.rows
                && list.known < TELLING
                && let Some(named) = names.iter().find(|names| rows.widths.contains(&names.len()))
            {
                list.known = known(named);
            }
        }
        // Lists of lists without names are coordinates, or whatever else.
        survey.lists.retain(|list| list.rows.is_none() || list.known >= TELLING);
        Ok(survey)
    }

    /// Whether the document says that it is a JSON Feed.
    pub fn is_news(&self) -> bool {
        self.is_news
    }

    /// The site that the links of a JSON Feed are relative to.
    pub fn site(&self) -> Option<Url> {
        [&self.home, &self.address]
            .into_iter()
            .flatten()
            .filter_map(|url| Url::parse(url.trim()).ok())
            .find(Url::has_host)
    }

    /// The message of the answer, for an error of ours.
    pub fn said(&self) -> String {
        let said = self.message.as_deref();
        said.map_or(String::new(), |message| format!("; the answer says `{}`", privacy::mask(message)))
    }

    /// How the rows of the list at a place name their values.
    pub fn header(&self, place: &str) -> Header {
        let rows = self.lists.iter().find(|list| list.place == place).and_then(|list| list.rows.as_ref());
        let Some(Rows { at, texts, widths }) = rows else { return Header::Keys };
        if known(texts) >= TELLING {
            return Header::Names { names: texts.clone(), above: *at };
        }
        let elsewhere = self.names.iter().find(|names| widths.contains(&names.len()));
        elsewhere.map_or(Header::Keys, |names| Header::Names { names: names.clone(), above: 0 })
    }

    /// Under which key the items of the list at a place hold the rows, where they are not rows themselves.
    pub fn held(&self, place: &str) -> Option<&str> {
        self.lists.iter().find_map(|list| list.held.as_deref().filter(|_| list.place == place))
    }

    /// Whether the document is a record itself: with what one of the kind cannot be without, and more.
    pub fn is_record(&self, kind: Kind) -> bool {
        let is_needed = |field| field == Field::SubjectName || kind.required().contains(&field);
        telling(kind, self.own.iter().map(String::as_str)) > TELLING
            && self.own.iter().any(|name| gives(name, is_needed))
    }

    /// Pointer to the list of objects with the most known columns; among equals the one with a usual name, then the
    /// outermost, then the first. A list beside an empty one of usual name must show columns of its own to be taken: an
    /// empty day has no rows, whatever else the answer lists.
    pub fn rows(&self, kind: Kind) -> Option<String> {
        if self.is_news && self.lists.iter().any(|list| list.place == "/items") {
            return Some("/items".to_owned());
        }
        let score = |position: usize| {
            let List { place, depth, is_empty, known, columns, .. } = &self.lists[position];
            let own = if columns.is_empty() { *known } else { telling(kind, columns.iter().map(String::as_str)) };
            // One or two common words (`name`, `value`) stand in any list.
            let is_of_gone = standing::is_of_gone(place.rsplit('/').next().unwrap_or_default());
            let tells = if own > 2 && !is_of_gone { own } else { 0 };
            let usual = usual(place);
            (tells, usual < USUAL.len(), !is_empty, known, Reverse(usual), Reverse(*depth), Reverse(position))
        };
        let best = (0..self.lists.len()).max_by_key(|position| score(*position))?;
        Some(self.lists[best].place.clone())
    }
}

/// Known headers that make names of columns.
const TELLING: usize = 2;

fn known(names: &[String]) -> usize {
    names.iter().filter(|name| is_known_header(name)).count()
}

/// What the items of a list call columns, if they do.
fn column_names(items: &[Value]) -> Option<Vec<String>> {
    let texts = |of: &dyn Fn(&Value) -> Option<String>| items.iter().map(of).collect::<Option<Vec<String>>>();
    let plain = texts(&|item| item.as_str().map(str::to_owned));
    let keyed = NAME_KEYS.iter().filter_map(|key| texts(&|item| item.get(key)?.as_str().map(str::to_owned)));
    plain.into_iter().chain(keyed).find(|names| known(names) >= TELLING)
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
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen, A::Error> {
        let (mut own, mut count, mut least) = (0, 0, Some(usize::MAX));
        let before = self.survey.lists.len();
        while let Some(key) = map.next_key::<String>()? {
            let seen = if self.depth + 1 >= DEPTH {
                map.next_value::<IgnoredAny>()?;
                Seen::Other
            } else {
                let place = format!("{}/{}", self.place, escaped(&key));
                map.next_value_seed(Look { survey: &mut *self.survey, place, depth: self.depth + 1 })?
            };
            count += 1;
            least = match seen {
                Seen::Object(known) => least.map(|least| least.min(known)),
                Seen::List | Seen::Other | Seen::Nothing => None,
            };
            let is_own = seen == Seen::Other && is_known_header(&key);
            own += usize::from(is_own);
            if is_own && self.depth == 0 {
                self.survey.own.push(key);
            }
        }
        // Records by their number, or whatever their key is.
        if let Some(known) = least.filter(|known| count > 0 && *known >= TELLING) {
            let place = format!("{}/*", self.place);
            self.survey.lists.push(List { known, ..List::at(place, self.depth + 1) });
        }
        let beside = List::beside(&self.survey.lists[before..], &self.place, self.depth);
        self.survey.lists.extend(beside);
        Ok(Seen::Object(own))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Seen, A::Error> {
        let mut items: Vec<Value> = Vec::new();
        let (mut count, mut objects, mut lists, mut nothing) = (0, 0, 0, 0);
        loop {
            let seen = if count < MAX_NAMES {
                list.next_element::<Value>()?.map(|item| {
                    let seen = match &item {
                        Value::Object(_) => Seen::Object(0),
                        Value::Array(_) => Seen::List,
                        Value::Null => Seen::Nothing,
                        _ => Seen::Other,
                    };
                    items.push(item);
                    seen
                })
            } else {
                list.next_element_seed(Outside)?
            };
            let Some(seen) = seen else { break };
            objects += usize::from(matches!(seen, Seen::Object(_)));
            lists += usize::from(seen == Seen::List);
            nothing += usize::from(seen == Seen::Nothing);
            count += 1;
        }
        if count <= MAX_NAMES {
            self.survey.names.extend(column_names(&items));
        }
        // An item that is no row, such as a total, makes no other list of it.
        let are = |rows: usize| {
            let others = count - nothing - rows;
            others == 0 || rows > 1 && (others == 1 || others * 10 <= rows)
        };
        let (place, depth) = (self.place, self.depth);
        if are(objects) {
            let inner = Inner::of(&items);
            items.truncate(SAMPLE);
            let mut columns = BTreeSet::new();
            items.iter().for_each(|item| names(&mut Vec::new(), item, &mut columns));
            columns.retain(|name| is_known_header(name));
            let known = columns.len();
            let list = List { is_empty: count == 0, known, ..List::at(place, depth) };
            match inner.held(&items) {
                Some((key, known)) => {
                    self.survey.lists.push(List { known, held: Some(key.to_owned()), ..list });
                }
                None => {
                    let pages = inner.pages(known.max(TELLING - 1)).map(|(key, known)| {
                        let place = format!("{}/*/{}", list.place, escaped(key));
                        List { known, ..List::at(place, depth + 2) }
                    });
                    self.survey.lists.extend(pages);
                    self.survey.lists.push(List { columns, ..list });
                }
            }
        } else if let Some(rows) = Rows::of(&items[..items.len().min(SAMPLE)]).filter(|_| are(lists)) {
            let known = known(&rows.texts);
            self.survey.lists.push(List { known, rows: Some(rows), ..List::at(place, depth) });
        }
        Ok(Seen::List)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Seen, E> {
        match self.place.as_str() {
            "/msg" | "/message" | "/error" => drop(self.survey.message.get_or_insert_with(|| text.to_owned())),
            "/home_page_url" => self.survey.home = Some(text.to_owned()),
            "/feed_url" => self.survey.address = Some(text.to_owned()),
            "/version" => self.survey.is_news = text.contains("jsonfeed.org"),
            _ if super::is_document(text) && self.depth + 1 < DEPTH => {
                // A document written into another as a text; what only begins like one is a text.
                let before = self.survey.lists.len();
                let look = Look { survey: &mut *self.survey, place: self.place, depth: self.depth + 1 };
                if look.deserialize(&mut serde_json::Deserializer::from_str(text)).is_err() {
                    self.survey.lists.truncate(before);
                }
            }
            _ => {}
        }
        Ok(Seen::Other)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Seen, E> {
        Ok(Seen::Other)
    }
}

impl List {
    fn at(place: String, depth: usize) -> List {
        List { place, depth, is_empty: false, known: 0, columns: BTreeSet::new(), rows: None, held: None }
    }

    /// Lists of one kind in one object, as a list: one a district, one a kind of merchant. None where anything beside them
    /// is a list of something else.
    fn beside(lists: &[List], place: &str, depth: usize) -> Option<List> {
        let name = |list: &List| list.place.rsplit('/').next().unwrap_or_default().to_owned();
        let is_own = |list: &&List| {
            list.depth == depth + 1
                && !list.is_empty
                && !list.place.ends_with("/*")
                && !standing::is_of_gone(&name(list))
        };
        let mut own = lists.iter().filter(is_own);
        let first = own.next().filter(|first| first.known >= TELLING && first.rows.is_none())?;
        let (mut more, mut alike) = (false, true);
        for list in own {
            more = true;
            alike &= list.columns == first.columns && list.rows.is_none();
        }
        (more && alike).then(|| List { known: first.known + 1, ..List::at(format!("{place}/*/*"), depth + 2) })
    }
}

/// A key as a step of a JSON pointer.
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
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
            (format!(r#"[{{"page":1,"rows":{rows}}},{{"page":2,"rows":{rows}}}]"#), "/*/rows"),
            (format!(r#"{{"code":"0","data":{:?}}}"#, rows), "/data"),
            (r#"{"code":0,"data":{"1号":{"企业名称":"甲","备案号":"1"}}}"#.to_owned(), "/data/*"),
            (r#"{"columns":["企业名称","备案号"],"rows":[["甲","1"]],"box":[[1,2],[3,4]]}"#.to_owned(), "/rows"),
            (r#"[["企业名称","备案号"],["甲","1"]]"#.to_owned(), ""),
            (
                r#"{"box":[[1,2],[3,4]],"rows":[["公示表"],null,[],["企业名称","备案号"],["甲","1"]]}"#.to_owned(),
                "/rows",
            ),
            (r#"{"columns":["企业名称","备案号"],"rows":[["甲"],["乙","2"]]}"#.to_owned(), "/rows"),
            (r#"{"list":[null,{"企业名称":"甲","备案号":"1"},null]}"#.to_owned(), "/list"),
        ] {
            assert_eq!(survey(&document).rows(Kind::Filing).as_deref(), Some(place), "{document}");
        }
        let none = survey(r#"{"msg":"电话13800001234","data":{"a":[1,2]}}"#);
        assert_eq!((none.rows(Kind::Filing), none.said()), (None, "; the answer says `电话138****1234`".to_owned()));
    }
}
