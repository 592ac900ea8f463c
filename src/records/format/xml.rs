//! XML in any nesting: the repeated element is the row; its attributes and its elements, however deep, are its columns.

mod holder;
mod shape;
mod walk;

use super::json::TOTALS;
use super::nested::{Names, column};
use super::{Layout, Row, Text};
use crate::records::read::ReadError;
use crate::sources::Body;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use holder::Holder;
use shape::Shape;
use std::collections::BTreeSet;
use std::io::BufRead;
pub use walk::{Step, walk};

/// A value inside a row, by the names that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    pub path: Vec<String>,
    pub text: String,
}

/// Rows are the elements called `name` (any case), else those in the place with the most known columns.
pub fn rows(name: Option<&str>, text: &Text<'_>, sink: &mut dyn FnMut(Row)) -> Result<Layout, ReadError> {
    if let Some(inner) = walk::document_within(text.open()?) {
        // Its own declaration speaks of the bytes that it had elsewhere.
        let body = Body::from(inner.into_bytes());
        return rows(name, &Text::of(&body, Some("utf-8"))?.within(text.limit()), sink);
    }
    if is_empty(text)? {
        return Ok(Layout::default());
    }
    let mut names = Names::default();
    let (mut number, mut blank) = (0, 0);
    let mut unexplained: Option<(usize, usize)> = None;
    elements(name, &|| text.open(), &mut |leaves| {
        number += 1;
        if leaves.iter().all(|leaf| leaf.text.trim().is_empty()) {
            blank += 1;
        } else {
            if leaves.iter().any(|leaf| leaf.text.contains('\u{fffd}')) {
                unexplained.get_or_insert((0, number)).0 += 1;
            }
            sink(names.row(number.to_string(), cells(&leaves), None));
        }
    })?;
    if blank == number && number > 0 {
        // A frame with nothing in it says that there is nothing.
        return Ok(Layout::default());
    }
    if number == 0 {
        return Err(ReadError::Format("no rows in the XML".to_owned()));
    }
    let note = unexplained.map(|(count, first)| {
        format!(
            "{count} rows hold `\u{fffd}` in the place of a character: damaged, or a reference (`&…;`) that is not expanded; the first is row {first}"
        )
    });
    Ok(Layout { notes: note.into_iter().collect(), ..Layout::of(names.finish()?) })
}

/// Bytes of a document that may be a frame without rows.
const FRAME: u64 = 4 * 1024;

/// Whether a document is a frame around nothing: without any text, or with nothing but a total of 0.
fn is_empty(text: &Text<'_>) -> Result<bool, ReadError> {
    if text.head(FRAME + 1)?.len() as u64 > FRAME {
        return Ok(false);
    }
    let (mut open, mut opened, mut says, mut is_error) = (Vec::new(), false, false, false);
    walk(text.open()?, &mut |step| match step {
        Step::Open(name, attributes) => {
            opened = true;
            let name = name.to_ascii_lowercase();
            is_error |= ["error", "fault", "exception"].iter().any(|word| name.contains(word));
            says |= attributes.iter().any(|(name, value)| !is_no_row(name, value));
            open.push(name);
        }
        Step::Text(text) => says |= !is_no_row(open.last().map_or("", String::as_str), text),
        Step::Close => drop(open.pop()),
    })?;
    Ok(opened && !says && !is_error)
}

/// Whether a value says that there are no rows, or nothing.
fn is_no_row(name: &str, value: &str) -> bool {
    let is_total = TOTALS.iter().any(|total| total.eq_ignore_ascii_case(name));
    value.trim().is_empty() || is_total && value.trim() == "0"
}

/// Starts a text from its beginning.
pub type Open<'o, 'a> = dyn Fn() -> Result<Box<dyn BufRead + Send + 'a>, ReadError> + 'o;

/// Hands on what each row element holds. The text is gone through twice.
pub fn elements(name: Option<&str>, open: &Open<'_, '_>, sink: &mut dyn FnMut(Vec<Leaf>)) -> Result<(), ReadError> {
    let shape = Shape::of(open()?)?;
    let held = if name.is_none() { shape.held() } else { None };
    let rows = held.map_or_else(|| shape.rows(name), |(_, row)| BTreeSet::from([row]));
    let mut path: Vec<Option<usize>> = Vec::new();
    let mut row: Option<Collecting> = None;
    let mut holder: Option<Holder> = None;
    walk(open()?, &mut |step| match step {
        Step::Open(name, attributes) => {
            let id = shape.child(path.last().copied().flatten(), name);
            path.push(id);
            match (&mut row, &mut holder) {
                (Some(row), _) => row.open(name, attributes),
                (None, _) if id.is_some_and(|id| rows.contains(&id)) => {
                    holder.iter_mut().for_each(|holder| holder.own.holds_more());
                    row = Some(Collecting::new(attributes));
                }
                (None, Some(holder)) => holder.open(name, attributes, id.is_some_and(|id| shape.is_list(id))),
                (None, None) if id.is_some() && id == held.map(|held| held.0) => {
                    holder = Some(Holder::new(attributes));
                }
                (None, None) => {}
            }
        }
        Step::Text(text) => match (&mut row, &mut holder) {
            (Some(row), _) => row.text.push_str(text),
            (None, Some(holder)) => holder.text(text),
            (None, None) => {}
        },
        Step::Close => {
            path.pop();
            match (&mut row, &mut holder) {
                (Some(open), _) if !open.path.is_empty() => open.close(),
                (Some(_), _) => {
                    let leaves = row.take().map(|row| row.leaves).unwrap_or_default();
                    match &mut holder {
                        _ if leaves.is_empty() => {}
                        Some(holder) => holder.rows.push(leaves),
                        None => sink(leaves),
                    }
                }
                (None, Some(open)) if !open.is_closing() => open.close(),
                (None, _) => holder.take().into_iter().flat_map(Holder::rows).for_each(&mut *sink),
            }
        }
    })
}

/// A row that has opened.
struct Collecting {
    /// Names of the elements open inside the row.
    path: Vec<String>,
    /// Whether the innermost open element holds elements.
    holds: Vec<bool>,
    text: String,
    leaves: Vec<Leaf>,
}

impl Collecting {
    fn new(attributes: &[(String, String)]) -> Self {
        let mut row = Collecting { path: Vec::new(), holds: Vec::new(), text: String::new(), leaves: Vec::new() };
        row.add(attributes);
        row
    }

    fn add(&mut self, attributes: &[(String, String)]) {
        for (name, value) in attributes {
            let path = self.path.iter().cloned().chain([name.clone()]).collect();
            self.leaves.push(Leaf { path, text: value.clone() });
        }
    }

    /// The innermost open element has elements, so that its text is no value.
    fn holds_more(&mut self) {
        if let Some(holds) = self.holds.last_mut() {
            *holds = true;
        }
    }

    fn open(&mut self, name: &str, attributes: &[(String, String)]) {
        self.holds_more();
        self.path.push(name.to_owned());
        self.holds.push(false);
        self.text.clear();
        self.add(attributes);
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        if self.holds.pop() == Some(false) {
            self.leaves.push(Leaf { path: self.path.clone(), text });
        }
        self.path.pop();
    }
}

/// Cells of a row: a repeated element's values joined, each path a column of its own.
pub fn cells(leaves: &[Leaf]) -> Vec<(String, String)> {
    let mut places: HashMap<&[String], usize> = HashMap::with_capacity(leaves.len());
    let mut columns: HashSet<String> = HashSet::with_capacity(leaves.len());
    let mut cells: Vec<(String, String)> = Vec::with_capacity(leaves.len());
    for Leaf { path, text } in leaves {
        if let Some(at) = places.get(path.as_slice()) {
            let joined = &mut cells[*at].1;
            if !text.is_empty() {
                joined.push_str(if joined.is_empty() { "" } else { "；" });
                joined.push_str(text);
            }
            continue;
        }
        let mut column = column(path, "_");
        if columns.contains(&column) {
            column = path.join("_");
        }
        places.insert(path, cells.len());
        columns.insert(column.clone());
        cells.push((column, text.clone()));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Body;

    fn table(name: Option<&str>, text: &str) -> Vec<Vec<(String, String)>> {
        let mut found = Vec::new();
        let body = Body::from(text);
        rows(name, &Text::of(&body, None).expect("text"), &mut |row| {
            found.push(row.pairs().map(|(column, value)| (column.to_owned(), value.to_owned())).collect());
        })
        .expect(text);
        found
    }

    fn cell<'a>(row: &'a [(String, String)], column: &str) -> Option<&'a str> {
        row.iter().find(|cell| cell.0 == column).map(|cell| cell.1.as_str())
    }

    #[test]
    fn attributes_are_columns() {
        let found = table(
            None,
            "<list total='2'><row 企业名称='甲&amp;乙' 备案号='1'/><row 企业名称='丙'><备案号>2</备案号></row></list>",
        );
        assert_eq!(found.len(), 2);
        assert_eq!((cell(&found[0], "企业名称"), cell(&found[0], "备案号")), (Some("甲&乙"), Some("1")));
        assert_eq!((cell(&found[1], "企业名称"), cell(&found[1], "备案号")), (Some("丙"), Some("2")));
    }

    #[test]
    fn nested_elements_are_columns_of_their_row() {
        let row = |name: &str| {
            format!(
                "<row><企业名称>{name}</企业名称><处罚机关><名称>示例局</名称><代码>1</代码></处罚机关><处罚><决定文号>3号</决定文号><说明><甲>x</甲></说明></处罚><门店>一</门店><门店>二</门店></row>"
            )
        };
        let found = table(None, &format!("<data><head><id>9</id></head>{}{}</data>", row("甲店"), row("乙店")));
        assert_eq!(found.len(), 2, "nested elements are no rows of their own: {found:?}");
        for (column, value) in [
            ("企业名称", "甲店"),
            ("处罚机关", "示例局"),
            ("处罚机关_代码", "1"),
            ("决定文号", "3号"),
            ("处罚_说明_甲", "x"),
            ("门店", "一；二"),
        ] {
            assert_eq!(cell(&found[0], column), Some(value), "{column}");
        }
    }

    #[test]
    fn a_row_split_over_elements_is_one_row() {
        let row = "<case><base><企业名称>甲</企业名称><信用代码>1</信用代码></base><decision><决定文号>3号</决定文号></decision></case>";
        let found = table(None, &format!("<data><list>{row}{row}</list></data>"));
        assert_eq!(found.len(), 2);
        assert_eq!((cell(&found[1], "企业名称"), cell(&found[1], "决定文号")), (Some("甲"), Some("3号")));
        let single = table(
            None,
            "<m><Header><ID>1</ID></Header><Body><fields><企业名称>甲</企业名称><备案号/></fields></Body></m>",
        );
        assert_eq!(single, [[("企业名称".to_owned(), "甲".to_owned()), ("备案号".to_owned(), String::new())]]);
    }

    #[test]
    fn rows_may_stand_in_several_lists() {
        let row = |tag: &str, name: &str| format!("<{tag}><企业名称>{name}</企业名称><备案号>1</备案号></{tag}>");
        for text in [
            format!("<data>{}{}{}</data>", row("企业", "甲"), row("企业", "乙"), row("个体", "丙")),
            format!(
                "<d><list1>{}{}</list1><list2>{}</list2></d>",
                row("row", "甲"),
                row("row", "乙"),
                row("item", "丙")
            ),
            format!("<d>{}{}{}</d>", row("r0", "甲"), row("r1", "乙"), row("r2", "丙")),
        ] {
            let found = table(None, &text);
            let names: Vec<Option<&str>> = found.iter().map(|row| cell(row, "企业名称")).collect();
            assert_eq!(names, [Some("甲"), Some("乙"), Some("丙")], "{text}");
        }
        let pair = format!("<case>{}{}</case>", row("a", "甲"), row("b", "乙"));
        assert_eq!(table(None, &format!("<d>{pair}{pair}</d>")).len(), 2, "parts of a row are no rows");
    }

    #[test]
    fn elements_may_be_called_by_their_attribute() {
        let row = |name: &str| {
            format!(
                "<ROW><FIELD NAME='企业名称'>{name}</FIELD><FIELD NAME='备案号'>1</FIELD><FIELD NAME='备用'/></ROW>"
            )
        };
        let found = table(None, &format!("<ROWS>{}{}</ROWS>", row("甲"), row("乙")));
        let said = |row: usize| (cell(&found[row], "企业名称"), cell(&found[row], "备案号"));
        assert_eq!((found.len(), said(1)), (2, (Some("乙"), Some("1"))));
        let found = table(None, "<list><item name='企业名称'/><item name='示例' 备案号='1'/></list>");
        assert!(found.iter().any(|row| cell(row, "name") == Some("示例")), "a row is no field: {found:?}");
    }

    #[test]
    fn merchants_may_hold_their_records_in_a_list() {
        let penalty = |number: &str| {
            format!(
                "<处罚><文号>{number}</文号><处罚类别>罚款</处罚类别><决定日期>2026-01-03</决定日期><金额 单位='元'>3</金额></处罚>"
            )
        };
        let merchant = |name: &str, held: &str| {
            format!(
                "<企业 行业='x'><基本><企业名称>{name}</企业名称></基本><处罚列表>{held}</处罚列表><人员><姓名>王</姓名></人员><人员><姓名>李</姓名></人员><信用代码>1</信用代码></企业>"
            )
        };
        let held = format!("{}{}", penalty("1号"), penalty("2号"));
        let text =
            format!("<data>{}{}{}</data>", merchant("甲", &held), merchant("乙", ""), merchant("丙", &penalty("3号")));
        let found = table(None, &text);
        let said: Vec<_> =
            found.iter().map(|row| [cell(row, "企业名称"), cell(row, "信用代码"), cell(row, "文号")]).collect();
        let expected = [["甲", "1", "1号"], ["甲", "1", "2号"], ["丙", "1", "3号"]].map(|row| row.map(Some));
        assert_eq!(said, expected);
        assert!(
            found.iter().all(|row| cell(row, "人员_姓名").is_none() && cell(row, "行业") == Some("x")),
            "{found:?}"
        );
    }

    #[test]
    fn named_rows_are_taken_at_their_word() {
        let text = "<a><ROW><x>1</x><row><x>2</x></row></ROW><b><企业名称>甲</企业名称></b></a>";
        let found = table(Some("row"), text);
        assert_eq!(found.len(), 1, "a row in a row is part of it");
        assert_eq!((cell(&found[0], "x"), cell(&found[0], "row_x")), (Some("1"), Some("2")));
    }

    #[test]
    fn a_frame_around_nothing_is_an_empty_list() {
        for text in
            ["<r/>", "<r></r>", "<r><total>0</total></r>", "<r total='0'><rows/></r>", "<?xml version='1.0'?><r> </r>"]
        {
            assert!(table(None, text).is_empty() && table(Some("row"), text).is_empty(), "{text}");
        }
        for text in ["<error/>", "<r", ""] {
            let body = Body::from(text);
            assert!(rows(None, &Text::of(&body, None).expect("text"), &mut |_| {}).is_err(), "{text}");
        }
        assert_eq!(table(None, "<r><total>2</total></r>").len(), 1);
    }

    #[test]
    fn characters_are_called_as_in_html_and_others_are_told() {
        let row = |facts: &str| format!("<d><row><企业名称>甲</企业名称><违法事实>{facts}</违法事实></row></d>");
        let found = table(None, &row("a&nbsp;b&ldquo;c&rdquo;&amp;&middot;"));
        assert_eq!(cell(&found[0], "违法事实"), Some("a b“c”&·"));
        let text = format!("<!DOCTYPE d [<!ENTITY a9 'x'>]>{}", row("&a9;"));
        let body = Body::from(text);
        let layout = rows(None, &Text::of(&body, None).expect("text"), &mut |_| {}).expect("reads");
        assert!(layout.notes[0].contains("row 1"), "{:?}", layout.notes);
    }

    #[test]
    fn a_text_without_an_end_is_refused() {
        let long = "x".repeat(20_000_000);
        for text in [format!("<a><b>{long}"), format!("<a {long}"), format!("<a><b>{long}</b><b>2</b></a>")] {
            let body = Body::from(text);
            assert!(rows(None, &Text::of(&body, None).expect("text"), &mut |_| {}).is_err());
        }
    }

    #[test]
    fn hostile_documents_are_refused() {
        let refused = |text: &str| {
            let body = Body::from(text);
            rows(None, &Text::of(&body, None).expect("text"), &mut |_| {}).is_err()
        };
        assert!(refused(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000))));
        let places: String = (0..20_000).map(|number| format!("<e{number}>x</e{number}>")).collect();
        assert!(refused(&format!("<a>{places}</a>")));
        for text in ["<a><b></a>", "<a><b>", "", "</a>", "<a x=1>"] {
            assert!(refused(text), "{text}");
        }
    }
}
