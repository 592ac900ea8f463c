//! Links of news: within the feed's own site, and what is said of those that lead nowhere.

use super::{feed, read, text};
use crate::records::Field;
use crate::sources::manifest::Location;
use rust_xlsxwriter::{Url, Workbook};

#[test]
fn relative_links_of_news_are_those_of_the_feeds_own_site() {
    let rss = "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>t</title><atom:link rel=\"self\" href=\"https://cdn.example.cn/rss.xml\"/>\
        <link>https://example.gov.cn/swj/</link><description>d</description>\
        <item><title>示例甲</title><link>/zx/1.html</link></item><item><title>示例乙</title><link>../2.html</link></item>\
        <item><title>示例丙</title><link>https://other.gov.cn/3.html</link></item></channel></rss>";
    let atom = |base: &str, site: &str| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"{base}><id>x</id><title>t</title>{site}<updated>2026-11-10T09:00:00+08:00</updated>\
            <entry><id>1</id><title>示例甲</title><link href=\"1.html\"/><updated>2026-11-10T09:00:00+08:00</updated></entry></feed>"
        )
    };
    let links = |body: &str| {
        let (records, reading) = read(&feed("notice", ""), body.as_bytes()).expect("reads");
        let links: Vec<String> = records.iter().map(|record| text(record, Field::SourceUrl).to_owned()).collect();
        (links, reading.warnings.len())
    };
    let found = ["https://example.gov.cn/zx/1.html", "https://example.gov.cn/2.html", "https://other.gov.cn/3.html"];
    assert_eq!(links(rss), (found.map(str::to_owned).to_vec(), 0));
    let one = |link: &str| (vec![link.to_owned()], 0);
    assert_eq!(links(&atom(" xml:base=\"https://example.gov.cn/zx/\"", "")), one("https://example.gov.cn/zx/1.html"));
    let site = "<link rel=\"alternate\" href=\"https://example.gov.cn/b/\"/>";
    assert_eq!(links(&atom("", site)), one("https://example.gov.cn/b/1.html"));
}

#[test]
fn of_the_cells_of_a_column_of_links_the_address_counts() {
    let mut online = feed("notice", "");
    online.location = Location::Http("https://example.gov.cn/x/list.html".to_owned());
    let page = |head: &str| {
        format!(
            "<html><head>{head}</head><body><table><tr><th>标题</th><th>发布日期</th><th>链接</th><th>操作</th></tr>\
            <tr><td>示例甲</td><td>2026-11-01</td><td><a href=\"d/1.html\">查看</a></td><td><a href=\"#\">查看</a></td></tr>\
            <tr><td>示例乙</td><td>2026-11-01</td><td>查看</td><td></td></tr>\
            <tr><td>示例丙</td><td>2026-11-01</td><td><a href=\"javascript:x()\">查看</a></td><td></td></tr></table></body></html>"
        )
    };
    for (head, found) in [
        ("", "https://example.gov.cn/x/d/1.html"),
        ("<base href=\"https://other.gov.cn/\">", "https://other.gov.cn/d/1.html"),
    ] {
        let (records, reading) = read(&online, page(head).as_bytes()).expect("reads");
        let links: Vec<String> = records.iter().map(|record| text(record, Field::SourceUrl)).collect();
        assert_eq!(links, [found, "", ""]);
        assert!(reading.warnings[0].message.contains("it is a word"), "{:?}", reading.warnings);
    }
    online.fields.insert(Field::SourceUrl, "操作".to_owned());
    let own = page("").replace("href=\"#\"", "href=\"e/2.html\"");
    let (records, _) = read(&online, own.as_bytes()).expect("reads");
    assert_eq!(text(&records[0], Field::SourceUrl), "https://example.gov.cn/x/e/2.html");
}

#[test]
fn where_no_column_has_links_that_of_the_title_or_the_name_leads_to_the_record() {
    let mut online = feed("notice", "");
    online.location = Location::Http("https://example.gov.cn/x/list.html".to_owned());
    let rows: String = (1..=30)
        .map(|number| {
            let header = "<tr><th>发布日期</th><th>标题</th></tr>";
            let again = if number == 25 { header } else { "" };
            format!("{again}<tr><td>2026-11-01</td><td><a href=\"d/{number}.html\" title=\"示例{number}\">示例{number}</a></td></tr>")
        })
        .collect();
    let page = format!(
        "<table><tr><td colspan=2>风险提示</td></tr><tr><th><a href=\"?sort=1\">发布日期</a></th><th>标题</th></tr>{rows}\
         <tr><td>2026-11-02</td><td>示例无链接</td></tr><tr><td>2026-11-02</td><td><a href=\"mailto:a@example.gov.cn\">示例信箱</a></td></tr></table>"
    );
    let (records, reading) = read(&online, page.as_bytes()).expect("reads");
    assert!(reading.quarantined.is_empty() && reading.warnings.is_empty(), "{:?}", reading.warnings);
    let links: Vec<String> = records.iter().map(|record| text(record, Field::SourceUrl)).collect();
    let expected = (1..=30).map(|number| format!("https://example.gov.cn/x/d/{number}.html"));
    assert_eq!(links, expected.chain([String::new(), String::new()]).collect::<Vec<_>>());
    let (records, reading) = read(&feed("notice", ""), page.as_bytes()).expect("reads");
    let links = records.iter().filter(|record| record.fields.get(Field::SourceUrl).is_some()).count();
    assert_eq!((records.len(), links, reading.warnings.len()), (32, 0, 0), "a file has no address of its own");
    let halves = "<table><tr><th>企业名称</th><th>代码</th><th>企业名称</th><th>代码</th></tr>\
        <tr><td><a href=\"https://x.cn/1\">示例一店</a></td><td></td><td>示例二店</td><td></td></tr></table>";
    let (records, _) = read(&feed("merchant", ""), halves.as_bytes()).expect("reads");
    assert_eq!(records.len(), 2, "two rows a line");
}

#[test]
fn links_of_a_workbook_lead_to_its_records() {
    let book = |header: &str| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, name) in [(0, "企业名称"), (1, "处罚决定书文号"), (2, header), (3, "处罚决定日期")]
        {
            sheet.write(1, column, name).expect("a header");
        }
        sheet.write(0, 0, "行政处罚公示").expect("a title");
        for row in 2..5 {
            sheet.write(row, 0, format!("示例{row}店")).expect("a name");
            sheet.write(row, 1, format!("鞍市监处罚〔2026〕{row}号")).expect("a number");
        }
        let url = |name: &str| Url::new(format!("https://example.gov.cn/{name}"));
        sheet.write_url_with_text(2, 0, url("a"), "示例2店").expect("a link");
        sheet.write_url_with_text(3, 2, url("b"), "查看").expect("a link");
        sheet.write(4, 3, "2026-03-02").expect("a day");
        book.save_to_buffer().expect("bytes")
    };
    for (header, expected) in
        [("备注", ["https://example.gov.cn/a", "", ""]), ("链接", ["", "https://example.gov.cn/b", ""])]
    {
        let (records, reading) = read(&feed("penalty", ""), &book(header)).expect("reads");
        assert!(reading.quarantined.is_empty(), "{:?}", reading.quarantined);
        let links: Vec<String> = records.iter().map(|record| text(record, Field::SourceUrl)).collect();
        assert_eq!(links, expected, "{header}");
        assert_eq!(text(&records[2], Field::DecidedOn), "2026-03-02");
    }
}

#[test]
fn links_left_out_are_counted_and_said_once() {
    let rows: String = (0..50).map(|number| format!("示例{number},/a/{number}.html\n")).collect();
    let csv = format!("标题,链接\n{rows}示例,javascript:alert(1)\n");
    let (records, reading) = read(&feed("notice", ""), csv.as_bytes()).expect("reads");
    assert_eq!((records.len(), reading.warnings.len()), (51, 2), "{:?}", reading.warnings);
    let said = &reading.warnings[0].message;
    assert!(said.contains("50 links") && said.contains("row 2: `/a/0.html`"), "{said}");
    assert!(reading.warnings[1].message.contains("row 52"), "{:?}", reading.warnings[1]);
}

#[test]
fn a_link_that_leads_nowhere_is_left_out_with_its_reason() {
    let csv = "标题,链接\n示例甲,/a.html\n示例乙,javascript:alert(1)\n示例丙,https://example.gov.cn/c.html\n";
    let (records, reading) = read(&feed("notice", ""), csv.as_bytes()).expect("reads");
    let links: Vec<String> = records.iter().map(|record| text(record, Field::SourceUrl)).collect();
    assert_eq!(links, ["", "", "https://example.gov.cn/c.html"]);
    assert_eq!(reading.warnings.len(), 2, "{:?}", reading.warnings);
    let mut online = feed("notice", "");
    online.location = Location::Http("https://user:pass@example.gov.cn/x/list.csv?token=${T}".to_owned());
    let (records, _) = read(&online, csv.as_bytes()).expect("reads");
    assert_eq!(text(&records[0], Field::SourceUrl), "https://example.gov.cn/a.html");
}
