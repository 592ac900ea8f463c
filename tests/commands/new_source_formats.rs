//! `mingjing new source` on every format, as a file and from an address: what it is taken for, and that what was written
//! is pulled as it was shown.

use crate::{new_portal, report};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Cursor, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// A feed of one format, and what it must be taken for.
struct Sample {
    /// Its file, and the last part of its address.
    name: &'static str,
    bytes: Vec<u8>,
    format: &'static str,
    encoding: Option<&'static str>,
    kind: &'static str,
    rows: usize,
    /// Fields of the first record.
    first: &'static [(&'static str, &'static str)],
}

const FILING: &[(&str, &str)] = &[
    ("subject_name", "示例甲健身有限公司"),
    ("subject_code", "91210302MA99FAK16F"),
    ("filing_no", "210300BAC0007"),
    ("agency", "鞍山市商务局"),
    ("decided_on", "2026-01-02"),
];
const NEWS: &[(&str, &str)] = &[
    ("title", "消费警示：谨慎办理预付卡"),
    ("source_url", "https://example.gov.cn/ts/1.html"),
    ("published_on", "2026-05-01"),
];

const TABLE: &str = "企业名称,统一社会信用代码,备案号,备案机关,备案日期\n\
    示例甲健身有限公司,91210302MA99FAK16F,210300BAC0007,鞍山市商务局,2026/1/2\n\
    示例乙商贸有限公司,91210381MA99FAK32J,210300BAC0008,鞍山市商务局,2026年1月3日\n";

/// The table's rows as objects.
fn objects() -> Vec<Value> {
    let mut lines = TABLE.lines().map(|line| line.split(','));
    let header: Vec<&str> = lines.next().expect("a header").collect();
    lines
        .map(|cells| header.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), json!(cell))).collect())
        .collect()
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(TABLE.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write(row, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn archive() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let lines: Vec<&str> = TABLE.split_inclusive('\n').collect();
    for (name, body) in [("1-铁东.csv", lines[0].to_owned() + lines[1]), ("2-海城.csv", lines[0].to_owned() + lines[2])]
    {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        writer.write_all(body.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("whole").into_inner()
}

fn markup(tag: &str, cells: &str) -> String {
    cells.split(',').map(|cell| format!("<{tag}>{cell}</{tag}>")).collect()
}

fn html_table() -> String {
    let mut lines = TABLE.lines();
    let header = markup("th", lines.next().expect("a header"));
    let rows: String = lines.map(|line| format!("<tr>{}</tr>", markup("td", line))).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>备案公示</title></head><body><table class=\"nav\"><tr><td>首页</td></tr></table>\
        <table><tr>{header}</tr>{rows}</table></body></html>"
    )
}

fn html_detail() -> String {
    let (header, row) = (TABLE.lines().next().expect("a header"), TABLE.lines().nth(1).expect("a row"));
    let pairs: String =
        header.split(',').zip(row.split(',')).map(|(name, cell)| format!("<dt>{name}：</dt><dd>{cell}</dd>")).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>备案详情</title></head><body><dl>{pairs}</dl></body></html>"
    )
}

fn xml() -> String {
    let rows: String = objects()
        .iter()
        .map(|row| {
            let cells = row.as_object().expect("an object").iter();
            let cells: String =
                cells.map(|(name, cell)| format!("<{name}>{}</{name}>", cell.as_str().expect("text"))).collect();
            format!("<row>{cells}</row>")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"GBK\"?><response><head><code>0</code></head><data>{rows}</data></response>"
    )
}

const RSS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>提示</title><link>https://example.gov.cn/ts/</link><description>d</description>\
    <item><title>消费警示：谨慎办理预付卡</title><link>1.html</link><pubDate>2026-05-01 08:00:00</pubDate><description>请核对。</description></item>\
    <item><title>风险提示：警惕大额充值</title><link>2.html</link><pubDate>2026-05-02 08:00:00</pubDate><description>请核对。</description></item></channel></rss>";
const ATOM: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://example.gov.cn/ts/\"><id>urn:x</id><title>提示</title><updated>2026-05-02T08:00:00+08:00</updated>\
    <entry><id>1</id><title>消费警示：谨慎办理预付卡</title><link href=\"1.html\"/><published>2026-05-01T08:00:00+08:00</published><updated>2026-05-01T08:00:00+08:00</updated></entry>\
    <entry><id>2</id><title>风险提示：警惕大额充值</title><link href=\"2.html\"/><published>2026-05-02T08:00:00+08:00</published><updated>2026-05-02T08:00:00+08:00</updated></entry></feed>";

fn json_feed() -> String {
    let item = |number: u32, title: &str| {
        json!({ "id": number.to_string(), "url": format!("https://example.gov.cn/ts/{number}.html"), "title": title,
            "date_published": format!("2026-05-0{number}T08:00:00+08:00") })
    };
    let items = [item(1, "消费警示：谨慎办理预付卡"), item(2, "风险提示：警惕大额充值")];
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": "提示", "items": items }).to_string()
}

fn samples() -> Vec<Sample> {
    let lines: Vec<String> = objects().iter().map(|row| row.to_string() + "\n").collect();
    let wrapped = json!({ "code": 200, "msg": "ok", "data": { "records": objects(), "total": 2 } }).to_string();
    let filing = |name, bytes: Vec<u8>, format, encoding| Sample {
        name,
        bytes,
        format,
        encoding,
        kind: "filing",
        rows: 2,
        first: FILING,
    };
    let news = |name, bytes: String, format| Sample {
        name,
        bytes: bytes.into_bytes(),
        format,
        encoding: Some("utf-8"),
        kind: "notice",
        rows: 2,
        first: NEWS,
    };
    let utf8 = Some("utf-8");
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    vec![
        filing("a-gb.csv", gb18030(TABLE), "csv", Some("gb18030")),
        filing("b.tsv", TABLE.replace(',', "\t").into_bytes(), "tsv", utf8),
        filing("c.json", wrapped.into_bytes(), "json", utf8),
        filing("d.ndjson", lines.concat().into_bytes(), "ndjson", utf8),
        filing("e.xlsx", workbook(), "xlsx", None),
        filing("f.xls", include_bytes!("../fixtures/feeds/filings.xls").to_vec(), "xls", None),
        filing("g.xml", gb18030(&xml()), "xml", Some("gb18030")),
        filing("h.html", html_table().into_bytes(), "html", utf8),
        Sample { rows: 1, ..filing("i.htm", html_detail().into_bytes(), "html", utf8) },
        filing("j.zip", archive(), "zip", None),
        news("k.rss", RSS.to_owned(), "rss"),
        news("l.atom", ATOM.to_owned(), "atom"),
        news("m-feed.json", json_feed(), "json"),
    ]
}

/// Serves the samples below `/files/` for as long as the tests run, all as bytes of no kind.
fn serve(samples: Arc<Vec<Sample>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/files/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        // A client that has heard enough hangs up.
        listener.incoming().flatten().for_each(|stream| drop(answer(stream, &samples)));
    });
    address
}

fn answer(mut stream: TcpStream, samples: &[Sample]) -> std::io::Result<()> {
    let mut head = BufReader::new(stream.try_clone()?).lines().map_while(Result::ok);
    let asked = head.next().unwrap_or_default();
    head.take_while(|line| !line.is_empty()).for_each(drop);
    let target = asked.split(' ').nth(1).unwrap_or_default();
    let sample = samples.iter().find(|sample| target.ends_with(&format!("/{}", sample.name)));
    let body = sample.map(|sample| sample.bytes.as_slice()).unwrap_or_default();
    let status = if sample.is_some() { "200 OK" } else { "404 Not Found" };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)
}

/// That a sample is taken for what it is, and pulled as it was shown.
fn check(root: &std::path::Path, sample: &Sample, source: &str, id: &str) {
    let found = report(root, &["new", "source", source, "--id", id, "--agency", "鞍山市商务局", "--allow-private"]);
    let about = format!("{source}: {found:#}");
    assert_eq!(found["exit"], 0, "{about}");
    assert_eq!((&found["kind"], &found["rows"]), (&json!(sample.kind), &json!(sample.rows)), "{about}");
    let format = Some(sample.format).filter(|format| *format != "zip");
    assert_eq!((&found["format"], &found["encoding"]), (&json!(format), &json!(sample.encoding)), "{about}");
    let preview = found["preview"][0].as_array().expect("a record");
    for (field, value) in sample.first {
        assert!(preview.contains(&json!([field, value])), "{field} = {value}; {about}");
    }
    let pulled = report(root, &["pull", id]);
    let feed = &pulled["feeds"][0];
    assert_eq!((&feed["status"], &feed["records"]), (&json!("fresh"), &json!(sample.rows)), "{source}: {pulled:#}");
    assert_eq!((&feed["rows"], &feed["kind"]), (&json!(sample.rows), &json!(sample.kind)), "{source}: {pulled:#}");
}

#[test]
fn each_format_is_told_from_a_file_and_from_an_address() {
    let dir = new_portal();
    let root = dir.path();
    let samples = Arc::new(samples());
    let address = serve(Arc::clone(&samples));
    for (number, sample) in samples.iter().enumerate() {
        let file = format!("data/samples/{}", sample.name);
        std::fs::write(root.join(&file), &sample.bytes).expect("written");
        check(root, sample, &file, &format!("file-{number}"));
        check(root, sample, &format!("{address}{}", sample.name), &format!("http-{number}"));
    }
}

#[test]
fn an_address_without_an_ending_is_told_by_its_bytes() {
    let dir = new_portal();
    let mut samples = samples();
    // Nothing but a name tells tabs from commas; then the bytes do.
    samples.retain(|sample| sample.format != "tsv");
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    assert_eq!(samples.len(), names.len());
    samples.iter_mut().zip(names).for_each(|(sample, name)| sample.name = name);
    let samples = Arc::new(samples);
    let address = serve(Arc::clone(&samples));
    for sample in samples.iter() {
        check(dir.path(), sample, &format!("{address}{}", sample.name), &format!("bare-{}", sample.name));
    }
}
