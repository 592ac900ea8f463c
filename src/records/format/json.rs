//! JSON lists in their usual wrappers, JSON Feed, and NDJSON: read as a stream, one row in memory at a time.

mod listed;
mod survey;
mod walk;

use super::nested::{MAX_COLUMNS, Names, column};
use super::news::whole_link;
use super::{Layout, Row, Text};
use crate::records::read::ReadError;
use crate::records::{amount, markup};
use listed::{is_blank, is_printed_again, named};
use reqwest::Url;
use serde::de::DeserializeSeed;
use serde_json::{Map, Value};
use std::io::{self, BufRead, Read};
use survey::{Header, Survey};
use walk::At;

/// Objects of the list at `pointer`, else of the list that looks most like records. A step `*` of a pointer is every item
/// of a list, and every value of an object. `is_whole`: this is all that was asked for, and no page of it.
pub fn rows(
    pointer: Option<&str>,
    is_whole: bool,
    text: &Text<'_>,
    sink: &mut dyn FnMut(Row),
) -> Result<Layout, ReadError> {
    let said = || Survey::of(text).map(|survey| survey.said()).unwrap_or_default();
    let (place, news_of, mut header) = match pointer {
        Some(pointer) => (pointer.to_owned(), None, None),
        None => {
            let survey = Survey::of(text)?;
            let place = survey.rows().ok_or_else(|| ReadError::Format(format!("no list of rows{}", survey.said())))?;
            let header = survey.header(&place);
            (place, survey.is_news().then(|| survey.site()), Some(header))
        }
    };
    let mut names = Names::default();
    let (mut found, mut position, mut total) = (false, 0_u64, None);
    let mut take = |locator: String, item: Value| {
        position += 1;
        let item = match item {
            // As an empty row of a table.
            Value::Null => return,
            Value::Array(cells) if cells.iter().all(is_blank) => return,
            Value::Array(cells) => {
                let of_document = || Survey::of(text).map_or(Header::Keys, |survey| survey.header(&place));
                match header.get_or_insert_with(of_document) {
                    Header::Keys => Value::Array(cells),
                    Header::Names { names, above } if position <= *above as u64 || is_printed_again(names, &cells) => {
                        return;
                    }
                    Header::Names { names: header, .. } => match named(header, cells) {
                        Ok(item) => item,
                        Err((cells, fault)) => {
                            let faulty = row(locator, Value::Array(cells), &mut names);
                            sink(Row { fault: Some(fault), ..faulty });
                            return;
                        }
                    },
                }
            }
            item => match &news_of {
                Some(site) => news(item, site.as_ref()),
                None => item,
            },
        };
        sink(row(locator, item, &mut names));
    };
    let path: Vec<String> = survey::steps(&place);
    let way = At { path: &path, at: String::new(), take: &mut take, found: &mut found, total: &mut total };
    parse(text, way)?;
    if !found {
        return Err(ReadError::Format(format!("no list at `{place}`{}", said())));
    }
    let left = total.filter(|total| is_whole && *total > position);
    let notes = left.map(|total| {
        format!("the answer has {position} rows and says that there are {total} in all: `[page]` asks for the others")
    });
    Ok(Layout { columns: names.finish()?, notes: notes.into_iter().collect() })
}

/// Goes through a document; what a script calls with it (`callback(…);`) is passed over.
fn parse<'t, S: for<'de> DeserializeSeed<'de>>(text: &Text<'t>, seed: S) -> Result<(), ReadError> {
    let mut bytes = text.bytewise()?;
    let call = called(&text.head(HEAD)?);
    io::copy(&mut bytes.by_ref().take(call.unwrap_or(0) as u64), &mut io::sink()).map_err(ReadError::unreadable)?;
    let mut parser = serde_json::Deserializer::from_reader(bytes);
    seed.deserialize(&mut parser).map_err(not_json)?;
    // Behind the document a call has its closing bracket.
    if call.is_some() { Ok(()) } else { parser.end().map_err(not_json) }
}

/// Where the document begins in a call of a script (JSONP).
pub fn called(head: &str) -> Option<usize> {
    let (name, rest) = head.split_once('(')?;
    let name = name.trim().trim_start_matches("/**/").trim();
    // Some look first whether there is such a function: typeof callback === 'function' && callback(…).
    let name =
        name.strip_prefix("typeof ").and_then(|guard| guard.rsplit_once("&&")).map_or(name, |(_, name)| name.trim());
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$.".contains(&byte));
    (is_name && is_document(rest)).then(|| head.len() - rest.len())
}

/// Whether a text is that of a document within quotation marks, as one that was encoded twice; a cell of CSV has its own doubled.
pub fn is_quoted(text: &str) -> bool {
    let inside = text.strip_prefix('"').map(str::trim_start);
    inside.is_some_and(|inside| is_document(inside) && inside.contains("\\\"") && !inside.contains("\"\""))
}

/// Whether a text begins like a document that may hold rows.
fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{'])
}

fn not_json(error: serde_json::Error) -> ReadError {
    ReadError::Format(format!("not JSON: {error}"))
}

/// Bytes by which a call of a script is told.
const HEAD: u64 = 256;

/// A longer line is no record.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// One object a line.
pub fn lines(text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Vec<String>, ReadError> {
    let mut names = Names::default();
    let (mut good, mut first_error) = (0, None);
    let (mut text, mut line) = (text.open()?, Vec::new());
    for number in 1.. {
        line.clear();
        let mut within = text.by_ref().take(LONGEST_LINE);
        if within.read_until(b'\n', &mut line).map_err(ReadError::unreadable)? == 0 {
            break;
        }
        if within.limit() == 0 {
            let reason = format!("line {number} is longer than {LONGEST_LINE} bytes: not one object a line");
            return Err(ReadError::Format(reason));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(&line) {
            Ok(item) => {
                good += 1;
                sink(row(number.to_string(), item, &mut names));
            }
            Err(error) => {
                let reason = format!("not JSON: {error}");
                first_error.get_or_insert(reason.clone());
                sink(Row::broken(number.to_string(), "", reason));
            }
        }
    }
    match first_error {
        Some(reason) if good == 0 => Err(ReadError::Format(reason)),
        _ => names.finish(),
    }
}

/// An item of a JSON Feed, under the canonical names; relative links are those of its site.
fn news(item: Value, site: Option<&Url>) -> Value {
    let Value::Object(object) = item else { return item };
    let rename = |key: String| match key.as_str() {
        "url" | "external_url" => "source_url".to_owned(),
        "date_published" => "published_on".to_owned(),
        "content_text" | "content_html" => "body".to_owned(),
        _ => key,
    };
    let text = |key: &str, value: Value| match value {
        Value::String(link) if matches!(key, "url" | "external_url") => Value::String(whole_link(&link, site)),
        Value::String(html) if matches!(key, "content_html" | "summary") => Value::String(markup::text(&html)),
        other => other,
    };
    Value::Object(object.into_iter().map(|(key, value)| (rename(key.clone()), text(&key, value))).collect())
}

fn row(locator: String, item: Value, names: &mut Names) -> Row {
    let fault = (!item.is_object()).then(|| "not an object".to_owned());
    let mut cells: Vec<(String, String)> = Vec::new();
    match item {
        Value::Object(object) => {
            for (key, value) in outer_first(object) {
                match value {
                    value if is_nested(&value) => flatten(&mut vec![key], value, &mut cells),
                    value => push(key, value, &[], &mut cells),
                }
            }
        }
        other => push(String::new(), other, &[], &mut cells),
    }
    names.row(locator, cells, fault)
}

/// An object's own values before those of objects in it: of two columns with one name the outer one is the record's own,
/// wherever it stands.
fn outer_first(object: Map<String, Value>) -> impl Iterator<Item = (String, Value)> {
    let (nested, own): (Vec<_>, Vec<_>) = object.into_iter().partition(|(_, value)| is_nested(value));
    own.into_iter().chain(nested)
}

/// Whether a value has columns of its own.
fn is_nested(value: &Value) -> bool {
    value.is_object() || value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object))
}

/// Values of nested objects under their own name where that is a known header, else as `outer.inner`.
fn flatten(path: &mut Vec<String>, value: Value, cells: &mut Vec<(String, String)>) {
    // What has so many columns is refused; each is compared with all before it.
    if cells.len() > MAX_COLUMNS {
        return;
    }
    let object = match plain(value) {
        Value::Object(object) => object,
        Value::Array(items) if items.iter().all(Value::is_object) => return together(path, items, cells),
        value => return push(column(path, "."), value, path, cells),
    };
    for (key, value) in outer_first(object) {
        path.push(key);
        flatten(path, value, cells);
        path.pop();
    }
}

/// What an object stands for that is one value: `{"$date": …}` of a database, the days of Java, a sum with its unit.
fn plain(value: Value) -> Value {
    let Value::Object(object) = value else { return value };
    let is = |key: &str| object.contains_key(key);
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    if let (1, Some((key, inner))) = (object.len(), object.iter().next())
        && key.starts_with('$')
    {
        return plain(inner.clone());
    }
    if is("time") && is("year") && is("month") && is("date") {
        return object["time"].clone();
    }
    if object.len() == 2 && is("value") && amount::is_unit(text("unit")) {
        let number = &object["value"];
        let number = number.as_str().map_or_else(|| number.to_string(), str::to_owned);
        return Value::String(format!("{number}{}", text("unit")));
    }
    Value::Object(object)
}

/// Several objects in the place of one: their values under one name are one value, as those of a list of texts are.
fn together(path: &mut Vec<String>, items: Vec<Value>, cells: &mut Vec<(String, String)>) {
    let mut all: Vec<(String, String)> = Vec::new();
    for item in items {
        let mut own = Vec::new();
        flatten(path, item, &mut own);
        for (name, text) in own {
            match all.iter_mut().find(|cell| cell.0 == name) {
                Some((_, before)) if before.is_empty() => *before = text,
                Some((_, before)) if !text.is_empty() => *before = format!("{before}；{text}"),
                Some(_) => {}
                None => all.push((name, text)),
            }
        }
    }
    all.into_iter().for_each(|(name, text)| push(name, Value::String(text), path, cells));
}

/// Adds a value; lists of texts are joined. Where the name is taken, the whole path is the name.
fn push(mut name: String, value: Value, path: &[String], cells: &mut Vec<(String, String)>) {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(list) => {
            let items: Vec<String> =
                list.iter().map(|item| item.as_str().map_or(item.to_string(), str::to_owned)).collect();
            items.join("；")
        }
        other => other.to_string(),
    };
    if !path.is_empty() && cells.iter().any(|cell| cell.0 == name) {
        name = path.join(".");
    }
    cells.push((name, text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Body;

    fn at(pointer: Option<&str>, text: &str) -> Result<Vec<Row>, ReadError> {
        let (body, mut found) = (Body::from(text), Vec::new());
        rows(pointer, true, &Text::of(&body, None)?, &mut |row| found.push(row)).map(|_| found)
    }

    #[test]
    fn a_page_that_is_not_all_says_so() {
        let notes = |is_whole: bool, text: &str| {
            let body = Body::from(text);
            rows(None, is_whole, &Text::of(&body, None).expect("text"), &mut |_| {}).expect("reads").notes
        };
        let text = r#"{"code":0,"data":{"total":"25","rows":[{"企业名称":"甲","备案号":"1"}]}}"#;
        assert!(notes(true, text).iter().any(|note| note.contains("1 rows") && note.contains("25")));
        assert!(notes(false, text).is_empty(), "a page is one of several");
        assert!(notes(true, &text.replace("25", "1")).is_empty());
    }

    #[test]
    fn objects_that_are_one_value_are_read_as_that() {
        let text = r#"[{"企业名称":"甲","处罚决定日期":{"date":3,"month":0,"year":126,"time":1767369600000},
            "公示日期":{"$date":{"$numberLong":"1767369600000"}},"罚款金额":{"value":0.5,"unit":"万元"}}]"#;
        let rows = read(text).expect("reads");
        let cells: Vec<(&str, &str)> = rows[0].pairs().collect();
        let expected = [
            ("企业名称", "甲"),
            ("处罚决定日期", "1767369600000"),
            ("公示日期", "1767369600000"),
            ("罚款金额", "0.5万元"),
        ];
        assert_eq!(cells, expected);
    }

    #[test]
    fn lists_of_one_kind_beside_each_other_are_read_all() {
        let row = |name: &str| format!(r#"{{"企业名称":"{name}","备案号":"1","信用代码":"2"}}"#);
        for text in [
            format!(r#"{{"data":{{"铁东区":[{}],"铁西区":[{},{}]}}}}"#, row("甲"), row("乙"), row("丙")),
            format!(r#"{{"list1":[{},{}],"list2":[{}],"none":[]}}"#, row("甲"), row("乙"), row("丙")),
        ] {
            let rows = read(&text).expect("reads");
            let said: Vec<&str> = rows.iter().filter_map(|row| row.cells.get(0)).collect();
            assert_eq!(said, ["甲", "乙", "丙"], "{text}");
        }
        let text = format!(r#"{{"rows":[{},{},"合计：2"]}}"#, row("甲"), row("乙"));
        let faults: Vec<bool> = read(&text).expect("reads").iter().map(|row| row.fault.is_some()).collect();
        assert_eq!(faults, [false, false, true], "one item that is none is one bad row");
    }

    fn read(text: &str) -> Result<Vec<Row>, ReadError> {
        at(None, text)
    }

    #[test]
    fn nested_values_are_columns_of_their_own_name() {
        let text =
            r#"{"list":[{"当事人":{"名称":"甲店","地址":"x"},"处罚":{"决定文号":"1号","其他":{"a":1}},"备案号":"2"}]}"#;
        let rows = read(text).expect("reads");
        let cells: Vec<(&str, &str)> = rows[0].pairs().collect();
        let expected =
            [("备案号", "2"), ("当事人", "甲店"), ("当事人.地址", "x"), ("决定文号", "1号"), ("处罚.其他.a", "1")];
        assert_eq!(cells, expected);
    }

    #[test]
    fn lists_of_objects_are_values_of_one_column() {
        let text = r#"[{"备案号":"1","处罚类别":[{"name":"罚款","code":"02"},{"name":"没收违法所得","code":""}],
            "当事人":[{"名称":"甲店"}],"标签":["a","b"],"x":[],"y":[{"k":1},2]}]"#;
        let rows = read(text).expect("reads");
        let cells: Vec<(&str, &str)> = rows[0].pairs().collect();
        let expected = [
            ("备案号", "1"),
            ("标签", "a；b"),
            ("x", ""),
            ("y", "{\"k\":1}；2"),
            ("处罚类别", "罚款；没收违法所得"),
            ("处罚类别.code", "02"),
            ("当事人", "甲店"),
        ];
        assert_eq!(cells, expected);
    }

    #[test]
    fn a_json_feed_is_news() {
        let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[
            {"id":"1","url":"/a.html","title":"示例","content_html":"<p>小<b>心</b></p>","date_published":"2026-05-01T08:00:00+08:00"}]}"#;
        let rows = read(text).expect("reads");
        for (column, value) in
            [("source_url", "/a.html"), ("title", "示例"), ("published_on", "2026-05-01T08:00:00+08:00")]
        {
            assert!(rows[0].pairs().any(|cell| cell == (column, value)), "{column}: {rows:?}");
        }
        assert!(rows[0].pairs().any(|cell| cell == ("body", "小心")), "no space at an inline tag: {rows:?}");
        for (own, whole) in [
            (r#""home_page_url":"https://www.example.gov.cn/x/","#, "https://www.example.gov.cn/a.html"),
            (r#""feed_url":"https://www.example.gov.cn/x/feed.json","#, "https://www.example.gov.cn/a.html"),
        ] {
            let rows = read(&text.replacen("\"title\"", &format!("{own}\"title\""), 1)).expect("reads");
            assert!(rows[0].pairs().any(|cell| cell == ("source_url", whole)), "{rows:?}");
        }
    }

    #[test]
    fn pointers_lead_through_objects_and_lists() {
        let text = r#"{"a~b":[{"x":0},{"rows":[{"企业名称":"甲"},{"企业名称":"乙"},7]}]}"#;
        let found = at(Some("/a~0b/1/rows"), text).expect("reads");
        assert_eq!(
            found.iter().map(|row| row.locator.as_str()).collect::<Vec<_>>(),
            ["/a~0b/1/rows/0", "/a~0b/1/rows/1", "/a~0b/1/rows/2"]
        );
        assert!(found[2].fault.is_some());
        let refused = |pointer: &str| at(Some(pointer), text).is_err();
        assert!(refused("/b") && refused("/a~0b/5") && refused("/a~0b/1/rows/0/企业名称") && refused("/a~0b/x"));
    }

    #[test]
    fn rows_in_the_shapes_that_agencies_send() {
        let (one, two) = (r#"{"企业名称":"甲","备案号":"1"}"#, r#"{"企业名称":"乙","备案号":"2"}"#);
        let list = format!("[{one},{two}]");
        for (text, first) in [
            (r#"{"columns":["企业名称","备案号"],"rows":[["甲","1"],["乙",2]]}"#.to_owned(), "/rows/0"),
            (
                r#"{"rows":[["甲","1"],["乙","2"]],"head":[{"field":"a","title":"企业名称"},{"field":"b","title":"备案号"}]}"#
                    .to_owned(),
                "/rows/0",
            ),
            (r#"[["企业名称","备案号"],["甲","1"],["乙","2"]]"#.to_owned(), "/1"),
            (format!(r#"{{"data":{{"鞍/1号":{one},"鞍/2号":{two}}}}}"#), "/data/鞍~11号"),
            (format!(r#"{{"code":"0","data":{list:?}}}"#), "/data/0"),
            (format!(r#"{{"code":"0","data":{:?}}}"#, format!(r#"{{"rows":{list}}}"#)), "/data/rows/0"),
            (format!(r#"[{{"page":1,"rows":[{one}]}},{{"page":2,"rows":[{two}]}}]"#), "/0/rows/0"),
            (format!("/**/jQuery_1.callback({{\"rows\":{list}}});\n"), "/rows/0"),
            (format!("callback( {list} )"), "/0"),
            (format!("/**/ typeof cb === 'function' && cb({list});"), "/0"),
        ] {
            let rows = read(&text).expect(&text);
            let said: Vec<Vec<(&str, &str)>> = rows.iter().map(|row| row.pairs().collect()).collect();
            let row = |name, number| vec![("企业名称", name), ("备案号", number)];
            assert_eq!(said, [row("甲", "1"), row("乙", "2")], "{text}");
            assert_eq!(rows[0].locator, first, "{text}");
        }
        let keyed = read(&format!(r#"{{"data":{{"13812345678":{one},"210302199003071242":{two}}}}}"#)).expect("reads");
        assert!(keyed.iter().all(|row| row.locator.contains("****")), "{}", keyed[0].locator);
        let named = at(Some("/rows"), r#"{"columns":["企业名称","备案号"],"rows":[["甲","1"],["乙","2","3"]]}"#);
        let named = named.expect("reads");
        assert_eq!(named[0].pairs().next(), Some(("企业名称", "甲")));
        assert_eq!(named[1].fault.as_deref(), Some("3 values under 2 names: the row is too long"));
        let twice = r#"{"columns":["企业名称","备案号","企业名称"],"rows":[["甲","1","乙"]]}"#;
        let twice = at(Some("/rows"), twice).expect("reads");
        let said: Vec<_> = twice[0].pairs().collect();
        assert_eq!(
            said,
            [("企业名称", "甲"), ("备案号", "1"), ("企业名称#3", "乙")],
            "the first of two keeps the name"
        );
        for text in [r#"{"data":"[1,2"}"#, r#"{"box":[[1,2],[3,4]]}"#, r#"{"data":{"a":{"x":1}}}"#] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn lists_of_values_are_read_as_tables_are() {
        let text = r#"{"rows":[["公示表"],null,["企业名称","备案号",""],["甲","1",null],[],[null,""],["企业名称","备案号"],
            ["乙"],["丙","3","x"],["丁","4"]]}"#;
        let rows = read(text).expect("reads");
        let said: Vec<(&str, Option<&str>)> =
            rows.iter().map(|row| (row.locator.as_str(), row.fault.as_deref())).collect();
        let (short, long) =
            ("1 values under 2 names: the row is too short", "3 values under 2 names: the row is too long");
        assert_eq!(said, [("/rows/3", None), ("/rows/7", Some(short)), ("/rows/8", Some(long)), ("/rows/9", None)]);
        assert_eq!(rows[3].pairs().collect::<Vec<_>>(), [("企业名称", "丁"), ("备案号", "4")]);
        let text = r#"{"columns":["企业名称","备案号"],"rows":[["甲"],["乙","2"]]}"#;
        let faults: Vec<bool> = read(text).expect("reads").iter().map(|row| row.fault.is_some()).collect();
        assert_eq!(faults, [true, false], "a short first row is one bad row");
        assert_eq!(read(r#"[null,{"企业名称":"甲","备案号":"1"},null]"#).expect("reads").len(), 1);
    }

    #[test]
    fn a_line_without_an_end_is_refused() {
        let long = format!("{{\"a\":1}}\n{{\"a\":\"{}\"}}\n", "x".repeat(LONGEST_LINE as usize));
        let body = Body::from(long);
        assert!(lines(&Text::of(&body, None).expect("text"), &mut |_| {}).is_err());
    }

    #[test]
    fn hostile_documents_are_refused() {
        for text in ["", "{", "[1,2", "{\"rows\":[{}]} x", "7", "{\"rows\":[{\"a\":1}]", &"[".repeat(100_000)] {
            assert!(read(text).is_err(), "{}", &text[..text.len().min(20)]);
        }
        let wide: Vec<String> = (0..6_000).map(|number| format!("{{\"k{number}\":1}}")).collect();
        assert!(read(&format!("[{}]", wide.join(","))).is_err(), "every row has another column");
    }
}
