//! RSS, Atom and JSON Feed as sites really write them: which link is the entry's, what becomes of its date and its text.

use super::{feed, read, text};
use crate::records::Field;
use crate::sources::manifest::Location;

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:zc=\"urn:zc\"><channel><title>t</title>\
        <link>https://example.gov.cn/</link><description>d</description>{items}</channel></rss>"
    )
}

fn atom(entries: &str) -> String {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://example.gov.cn/zx/\"><id>x</id><title>t</title>\
        <updated>2026-11-10T09:00:00+08:00</updated>{entries}</feed>"
    )
}

/// Field of each record, and the values of quarantined rows.
fn read_all(body: &str, field: Field) -> (Vec<String>, Vec<String>) {
    let (records, reading) = read(&feed("notice", ""), body.as_bytes()).expect("reads");
    let values = records.iter().map(|record| text(record, field)).collect();
    (values, reading.quarantined.into_iter().map(|row| row.value).collect())
}

#[test]
fn of_an_entrys_links_the_one_to_itself_counts() {
    let link = |links: &str| {
        let entry =
            format!("<entry><id>1</id><title>示例</title><updated>2026-11-10T09:00:00+08:00</updated>{links}</entry>");
        read_all(&atom(&entry), Field::SourceUrl).0.concat()
    };
    let page = "https://example.gov.cn/zx/1.html";
    for rel in ["enclosure", "self", "edit", "replies"] {
        let other = format!("<link rel=\"{rel}\" href=\"other.xml\"/>");
        assert_eq!(link(&format!("{other}<link rel=\"alternate\" href=\"1.html\"/>")), page, "{rel}");
        assert_eq!(link(&format!("{other}<link href=\"1.html\"/>")), page, "{rel}");
    }
    assert_eq!(link("<link rel=\"self\" href=\"1.xml\"/><link rel=\"edit\" href=\"edit/1\"/>"), "");
    assert_eq!(link("<link rel=\"enclosure\" href=\"1.pdf\"/>"), "https://example.gov.cn/zx/1.pdf");
    let item = |inside: &str| read_all(&rss(&format!("<item><title>示例</title>{inside}</item>")), Field::SourceUrl).0;
    for (inside, found) in [
        ("<guid>https://x.example/2</guid>", "https://x.example/2"),
        (
            "<guid isPermaLink=\"true\">https://x.example/2</guid><comments>https://x.example/c</comments>",
            "https://x.example/2",
        ),
        ("<guid isPermaLink=\"false\">https://x.example/2</guid>", ""),
        ("<guid>8a7f-2</guid>", ""),
        ("<guid>https://x.example/2</guid><link>/3.html</link>", "https://example.gov.cn/3.html"),
        ("<comments>https://x.example/c</comments>", ""),
    ] {
        assert_eq!(item(inside), [found], "{inside}");
    }
}

#[test]
fn dates_are_read_or_their_rows_are_seen() {
    let item = |date: &str| rss(&format!("<item><title>示例</title>{date}</item>"));
    for date in [
        "<pubDate>Sat, 03 Jan 2026 08:00:00 +0800</pubDate>",
        "<pubDate>Saturday, 03-Jan-26 08:00:00 UTC</pubDate>",
        "<pubDate>星期六, 03 一月 2026 08:00:00 GMT</pubDate>",
        "<pubDate>Sat, 03 Jan 2026 08:00:00 中国标准时间</pubDate>",
        "<pubDate>Fri, 02 Jan 2026 16:00:00 GMT</pubDate>",
        "<pubDate>2026-01-03 08:00:00</pubDate>",
        "<pubDate>无</pubDate><dc:date>2026-01-03</dc:date>",
        "<date>2026年1月3日</date>",
    ] {
        assert_eq!(read_all(&item(date), Field::PublishedOn), (vec!["2026-01-03".to_owned()], vec![]), "{date}");
    }
    for date in ["2026-13-45", "乱写的日子", "03-Jan-26"] {
        let found = read_all(&item(&format!("<pubDate>{date}</pubDate>")), Field::PublishedOn);
        assert_eq!(found, (vec![], vec![date.to_owned()]));
        let entry = format!("<entry><id>1</id><title>示例</title><updated>{date}</updated></entry>");
        assert_eq!(read_all(&atom(&entry), Field::PublishedOn), (vec![], vec![date.to_owned()]));
    }
    for none in ["", "<pubDate/>", "<pubDate> </pubDate>", "<pubDate>暂无</pubDate>"] {
        assert_eq!(read_all(&item(none), Field::PublishedOn), (vec![String::new()], vec![]), "{none}");
    }
    let old = "<entry><id>1</id><title>示例</title><issued>2026-01-03</issued><modified>2026-02-01</modified></entry>";
    assert_eq!(read_all(&atom(old), Field::PublishedOn).0, ["2026-01-03"]);
}

#[test]
fn of_json_feeds_the_day_of_a_change_stands_in_for_that_of_publication() {
    let items = r#"[{"id":"1","title":"示例甲","date_modified":"2026-01-03T08:00:00+08:00"},
        {"id":"2","title":"示例乙","date_modified":"2026-02-01","date_published":"2026-01-03"}]"#;
    let body = format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":"t","items":{items}}}"#);
    assert_eq!(read_all(&body, Field::PublishedOn).0, ["2026-01-03", "2026-01-03"]);
}

#[test]
fn texts_of_any_type_are_read_and_a_bad_entry_costs_no_other() {
    let entry = |content: &str| {
        format!(
            "<entry><id>1</id><title type=\"text/plain\">示例</title><updated>2026-01-03</updated>{content}</entry>"
        )
    };
    for (content, body) in [
        ("<content type=\"application/xml\"><r xmlns=\"\"><p>小心</p></r></content>", "小心"),
        ("<content type=\"text/xml\">&lt;p&gt;小心&lt;/p&gt;</content>", "小心"),
        (
            "<content type=\"application/xhtml+xml\">\n<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>小心</p></div></content>",
            "小心",
        ),
        ("<content type=\"text/markdown\">小心</content>", "小心"),
        ("<content type=\"html\"></content>", ""),
        ("<content type=\"image/png\" src=\"1.png\"/>", ""),
    ] {
        let two = atom(&(entry(content) + &entry("<content type=\"text\">其他</content>")));
        assert_eq!(read_all(&two, Field::Body), (vec![body.to_owned(), "其他".to_owned()], vec![]), "{content}");
    }
    let bad = "<entry><id>2</id><title>坏</title><content src=\"1.html\">多余</content></entry>";
    let (records, reading) =
        read(&feed("notice", ""), atom(&(entry("") + bad + &entry(""))).as_bytes()).expect("reads");
    assert_eq!((records.len(), reading.quarantined.len()), (2, 1), "{:?}", reading.quarantined);
    let lost = &reading.quarantined[0];
    assert_eq!((lost.row.as_str(), lost.value.starts_with("<entry><id>2</id>")), ("2", true), "{lost:?}");
}

#[test]
fn an_entry_whose_title_or_day_was_mended_stays_the_same() {
    let ids = |body: &str| {
        let (records, reading) = read(&feed("notice", ""), body.as_bytes()).expect("reads");
        assert!(reading.quarantined.is_empty(), "{:?}", reading.quarantined);
        records.into_iter().map(|record| record.id).collect::<Vec<_>>()
    };
    let item = |guid: &str, title: &str| {
        format!("<item><guid>{guid}</guid><title>{title}</title><pubDate>2026-11-05</pubDate></item>")
    };
    let one = "https://x.example/1";
    assert_eq!(ids(&rss(&item(one, "消费提示一"))), ids(&rss(&item(one, "消费提示（一）"))));
    assert_eq!(ids(&rss(&item(one, "示例")))[0], ids(&rss(&item(one, "示例").replace("11-05", "11-06")))[0]);
    let entry =
        |title: &str| format!("<entry><id>urn:1</id><title>{title}</title><updated>2026-11-05</updated></entry>");
    assert_eq!(ids(&atom(&entry("消费提示一"))), ids(&atom(&entry("消费提示（一）"))));
    // What all are called names none.
    let same = ids(&rss(&(item("x", "消费提示一") + &item("x", "消费提示二"))));
    assert_ne!(same[0], same[1]);
}

#[test]
fn bare_ampersands_cost_no_feed() {
    let items =
        "<item><title>A & B 健身</title><link>https://x.cn/v?a=1&b=2</link></item><item><title>示例</title></item>";
    assert_eq!(read_all(&rss(items), Field::Title).0, ["A & B 健身", "示例"]);
    assert_eq!(read_all(&rss(items), Field::SourceUrl).0, ["https://x.cn/v?a=1&b=2", ""]);
}

#[test]
fn of_json_feeds_a_cut_title_is_made_whole() {
    for cut in ["消费提示二...", "消费提示二…"] {
        let items = format!(
            r#"[{{"id":"1","title":"{cut}","content_text":"消费提示二全名\n请注意","date_published":"2026-01-03"}}]"#
        );
        let body = format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":"t","items":{items}}}"#);
        assert_eq!(read_all(&body, Field::Title).0, ["消费提示二全名"]);
    }
}

#[test]
fn an_agencys_own_elements_stay_with_their_entry() {
    let items = "<item/><item><title>示例</title><zc:发文字号>鞍商发〔2026〕1号</zc:发文字号></item>";
    let (records, reading) = read(&feed("policy", ""), rss(items).as_bytes()).expect("reads");
    assert_eq!((records.len(), reading.rows), (1, 1), "an empty item is a blank row");
    assert_eq!(text(&records[0], Field::DocumentNo), "鞍商发〔2026〕1号");
}

#[test]
fn a_cut_title_is_made_whole_where_the_entry_has_it() {
    let item = |title: &str, body: &str| {
        let rss = format!(
            "<rss version=\"2.0\"><channel><title>t</title><link>https://x.cn/</link><description>d</description><item><title>{title}</title><description>{body}</description></item></channel></rss>"
        );
        let (records, _) = read(&feed("notice", ""), rss.as_bytes()).expect("reads");
        text(&records[0], Field::Title)
    };
    let whole = "&lt;h1&gt;关于预付卡消费的风险提示&lt;/h1&gt;&lt;p&gt;正文。&lt;/p&gt;";
    assert_eq!(item("关于预付卡消费…", whole), "关于预付卡消费的风险提示");
    assert_eq!(
        item("关于预付卡消费...", "&lt;a title='关于预付卡消费的风险提示'&gt;x&lt;/a&gt;"),
        "关于预付卡消费的风险提示"
    );
    assert_eq!(
        item("关于预付卡消费…", "关于预付卡消费，本局提示如下。请注意。"),
        "关于预付卡消费…",
        "a sentence is no title"
    );
    assert_eq!(item("关于预付卡", whole), "关于预付卡");
}

#[test]
fn an_agencys_own_elements_of_an_entry_are_columns() {
    let atom = "<?xml version=\"1.0\" encoding=\"gbk\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:zc=\"https://example.gov.cn/zc\">\
        <id>x</id><title>t</title><updated>2026-11-10T09:00:00+08:00</updated>\
        <entry><id>1</id><title>示例甲</title><link href=\"/a.html\"/><updated>2026-11-10T09:00:00+08:00</updated>\
        <zc:发文字号>鞍商发[2026]1号</zc:发文字号><zc:成文日期>2026-11-01</zc:成文日期><zc:有效性>有效</zc:有效性><zc:经办>甲</zc:经办></entry>\
        <entry><id>2</id><title>示例乙</title><updated>2026-11-10T09:00:00+08:00</updated></entry></feed>";
    let mut online = feed("policy", "");
    online.location = Location::Http("https://example.gov.cn/zc/atom.xml".to_owned());
    let (records, reading) = read(&online, atom.as_bytes()).expect("reads");
    assert_eq!(records.len(), 2);
    assert_eq!(text(&records[0], Field::DocumentNo), "鞍商发〔2026〕1号");
    assert_eq!(text(&records[0], Field::DecidedOn), "2026-11-01");
    assert_eq!(text(&records[0], Field::Status), "有效");
    assert_eq!(text(&records[0], Field::SourceUrl), "https://example.gov.cn/a.html");
    assert_eq!(reading.columns.ignored, ["经办"]);
    assert_eq!(text(&records[1], Field::DocumentNo), "");
}
