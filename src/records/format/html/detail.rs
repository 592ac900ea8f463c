//! Pages about one thing: definition lists, tables of labels and values, the meta tags of government sites.

use super::{cells, content, entry, fixed, own};
use crate::records::format::nested::{Names, column};
use crate::records::format::{Limit, Row};
use crate::records::mapping::is_known_header;
use crate::records::read::ReadError;
use reqwest::Url;
use scraper::{ElementRef, Html};
use std::collections::HashSet;

/// Meta tags of a government page's content (国办发〔2017〕47号) that say something of the matter.
const META: [&str; 5] = ["ArticleTitle", "PubDate", "ContentSource", "Description", "Url"];
/// Where the text of an article stands on the sites of agencies, the surest first.
const BODY: [&str; 8] = [
    "#UCAP-CONTENT",
    "#zoom",
    ".TRS_Editor",
    ".trs_editor_view",
    ".pages_content",
    ".article-content",
    "article",
    ".content",
];
/// Fewer known labels than these are no record.
const ENOUGH: usize = 2;

type Cells = Vec<(String, String)>;

/// The records of elements that a selector chose: definition lists, or entries with a link; `page` is where they stand.
pub fn each(
    elements: &[ElementRef<'_>],
    page: Option<&Url>,
    sink: &mut dyn FnMut(Row),
) -> Result<Vec<String>, ReadError> {
    let mut names = Names::default();
    let base = elements.first().and_then(|first| entry::base(*first, page));
    for (position, element) in elements.iter().enumerate() {
        let mut cells = pairs(*element);
        if cells.is_empty() {
            cells = entry::cells(*element, base.as_ref());
        }
        let fault = cells.is_empty().then(|| "no labels and values, and no link".to_owned());
        sink(names.row((position + 1).to_string(), cells, fault));
    }
    names.finish()
}

/// The record or records of a page without a table of rows; `None` when the page holds nothing that is known.
pub fn page(document: &Html, limit: &Limit, sink: &mut dyn FnMut(Row)) -> Result<Option<Vec<String>>, ReadError> {
    let all = |name: &str| {
        let name = fixed(name);
        let found = document.select(&name).map(|element| limit.check().map(|()| pairs(element)));
        found.collect::<Result<Vec<Cells>, ReadError>>()
    };
    let (lists, tables) = (all("dl")?, all("table")?);
    let mut records: Vec<Cells> = Vec::new();
    if let Some(several) = several(&lists).or_else(|| several(&tables)) {
        records.extend(several);
    } else {
        let mut cells = meta(document);
        let mut taken: HashSet<String> = cells.iter().map(|cell| cell.0.clone()).collect();
        let others = lists.into_iter().chain(tables).flatten();
        cells.extend(others.filter(|cell| taken.insert(cell.0.clone())));
        if known(&cells) < ENOUGH {
            return Ok(None);
        }
        cells.extend(body(document).map(|text| ("正文".to_owned(), text)));
        records.push(cells);
    }
    let mut names = Names::default();
    for (position, cells) in records.into_iter().enumerate() {
        sink(names.row((position + 1).to_string(), cells, None));
    }
    names.finish().map(Some)
}

/// The records of a page, where it has several: each in a list or table of its own with the same first label, or one
/// behind the other in one, beginning anew with that label.
fn several(groups: &[Cells]) -> Option<Vec<Cells>> {
    let good: Vec<&Cells> = groups.iter().filter(|cells| known(cells) >= ENOUGH).collect();
    let first = &good.first()?.first()?.0;
    if !good.iter().all(|cells| cells.first().is_some_and(|cell| cell.0 == *first)) {
        return None;
    }
    let parts = good.into_iter().flat_map(|cells| cells.chunk_by(|_, next| next.0 != *first));
    let parts: Vec<Cells> = parts.map(<[(String, String)]>::to_vec).collect();
    (parts.len() > 1 && parts.iter().all(|part| known(part) >= ENOUGH)).then_some(parts)
}

/// Whether an element alternates labels and values of one record.
pub fn is_record(element: ElementRef<'_>) -> bool {
    let cells = pairs(element);
    let is_known = |cell: &&(String, String)| is_known_header(&cell.0);
    known(&cells) >= ENOUGH && cells.iter().filter(is_known).filter(|cell| is_known_header(&cell.1)).count() <= 1
}

fn known(cells: &Cells) -> usize {
    cells.iter().filter(|cell| is_known_header(&cell.0)).count()
}

/// Labels and values: of a definition list, or of a table whose rows alternate them.
fn pairs(element: ElementRef<'_>) -> Cells {
    let mut pairs: Cells = Vec::new();
    let mut label: Option<String> = None;
    for part in own(element, &["dt", "dd"], &["dl"]) {
        let text = content(part);
        if part.value().name() == "dt" {
            label = Some(plain_label(&text));
        } else if let Some(label) = label.take() {
            pairs.push((label, text));
        } else if let Some((_, value)) = pairs.last_mut().filter(|_| !text.is_empty()) {
            // A label may have several values.
            value.push_str(if value.is_empty() { "" } else { "；" });
            value.push_str(&text);
        }
    }
    // The label of several rows, in a cell before them, and how many of them are to come.
    let mut around: Option<(String, usize)> = None;
    for row in own(element, &["tr"], &["table"]) {
        let found = cells(row);
        around = around.and_then(|(label, left)| Some((label, left.checked_sub(1)?)));
        let spans = found.first().and_then(|cell| cell.value().attr("rowspan")?.trim().parse().ok()).unwrap_or(1_usize);
        let mut texts: Vec<String> = found.into_iter().map(content).collect();
        if texts.len() % 2 == 1 && texts.len() > 1 && spans > 1 {
            around = Some((plain_label(&texts.remove(0)), spans - 1));
        }
        for pair in texts.chunks_exact(2).filter(|_| texts.len().is_multiple_of(2)) {
            let label = plain_label(&pair[0]);
            let label = around.as_ref().map_or(label.clone(), |(around, _)| column(&[around.clone(), label], "_"));
            pairs.push((label, pair[1].clone()));
        }
    }
    pairs.retain(|pair| !pair.0.is_empty());
    pairs
}

fn plain_label(text: &str) -> String {
    text.trim_end_matches([':', '：']).trim().to_owned()
}

fn meta(document: &Html) -> Cells {
    let tag = fixed("meta[name][content]");
    let mut cells = Vec::new();
    for found in document.select(&tag) {
        let (name, value) = (found.value().attr("name"), found.value().attr("content"));
        let known = META.iter().find(|known| name.is_some_and(|name| name.eq_ignore_ascii_case(known)));
        if let (Some(name), Some(value)) = (known, value.map(str::trim).filter(|value| !value.is_empty())) {
            cells.push(((*name).to_owned(), value.to_owned()));
        }
    }
    cells
}

/// The text of the article, paragraph by paragraph.
fn body(document: &Html) -> Option<String> {
    let found = BODY.iter().find_map(|selector| document.select(&fixed(selector)).next())?;
    let paragraphs: Vec<String> = found.select(&fixed("p")).map(content).filter(|text| !text.is_empty()).collect();
    let text = if paragraphs.is_empty() { content(found) } else { paragraphs.join("\n") };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<Cells> {
        let mut found = Vec::new();
        page(&Html::parse_document(html), &Limit::none(), &mut |row| found.push(owned(&row))).expect("reads");
        found
    }

    fn owned(row: &Row) -> Cells {
        row.pairs().map(|(column, value)| (column.to_owned(), value.to_owned())).collect()
    }

    fn cell<'a>(cells: &'a Cells, column: &str) -> Option<&'a str> {
        cells.iter().find(|cell| cell.0 == column).map(|cell| cell.1.as_str())
    }

    #[test]
    fn definition_lists_and_tables_of_labels_are_one_record() {
        let list = "<dl><dt>企业名称：</dt><dd>示例店</dd><dt>备案号</dt><dd>1</dd></dl>";
        let table = "<table><tr><th>企业名称</th><td>示例店</td><th>备案号</th><td>1</td></tr><tr><td>备案日期</td><td>2026-01-02</td></tr></table>";
        for html in [list, table] {
            let found = read(html);
            assert_eq!(found.len(), 1, "{html}");
            assert_eq!((cell(&found[0], "企业名称"), cell(&found[0], "备案号")), (Some("示例店"), Some("1")), "{html}");
        }
        assert_eq!(read(&format!("{list}{list}")).len(), 2, "lists of one shape are a list of records");
        assert!(read("<dl><dt>首页</dt><dd>x</dd></dl>").is_empty());
    }

    #[test]
    fn several_records_of_a_page_are_several() {
        let of = |name: &str| format!("<tr><th>企业名称</th><td>{name}</td></tr><tr><th>备案号</th><td>1</td></tr>");
        let list = |name: &str| format!("<dt>企业名称</dt><dd>{name}</dd><dt>备案号</dt><dd>1</dd>");
        for html in [
            format!("<table>{}</table><p>x</p><table>{}</table>", of("甲"), of("乙")),
            format!("<table>{}{}</table>", of("甲"), of("乙")),
            format!("<dl>{}{}</dl>", list("甲"), list("乙")),
        ] {
            let names: Vec<Option<String>> =
                read(&html).iter().map(|cells| cell(cells, "企业名称").map(str::to_owned)).collect();
            assert_eq!(names, [Some("甲".to_owned()), Some("乙".to_owned())], "{html}");
        }
    }

    #[test]
    fn labels_may_span_rows_and_have_several_values() {
        let html = "<table><tr><td rowspan='2'>当事人</td><td>名称</td><td>示例店</td></tr><tr><td>统一社会信用代码</td><td>1</td></tr>\
            <tr><td rowspan='2'>处罚</td><td>决定书文号</td><td>2号</td></tr><tr><td>违法事实</td><td>a</td></tr></table>";
        let found = read(html);
        for (column, value) in
            [("当事人", "示例店"), ("统一社会信用代码", "1"), ("决定书文号", "2号"), ("违法事实", "a")]
        {
            assert_eq!(cell(&found[0], column), Some(value), "{found:?}");
        }
        let found = read("<dl><dt>企业名称</dt><dd>甲</dd><dt>违法事实</dt><dd>拒不退款</dd><dd>一</dd></dl>");
        assert_eq!(cell(&found[0], "违法事实"), Some("拒不退款；一"));
    }

    #[test]
    fn meta_tags_of_government_pages_are_read() {
        let html = "<head><meta name='SiteName' content='x'><meta name='ArticleTitle' content='关于示例的通知'>\
            <meta name='pubdate' content='2026-05-01 08:00'><meta name='ContentSource' content='鞍山市商务局'></head>\
            <body><div class='TRS_Editor'><p>第一段</p><p>第二段</p></div></body>";
        let found = read(html);
        for (column, value) in [
            ("ArticleTitle", "关于示例的通知"),
            ("PubDate", "2026-05-01 08:00"),
            ("ContentSource", "鞍山市商务局"),
            ("正文", "第一段\n第二段"),
        ] {
            assert_eq!(cell(&found[0], column), Some(value), "{column}");
        }
    }
}
