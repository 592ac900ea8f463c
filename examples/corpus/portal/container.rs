//! Rows to the containers agencies use, streamed: no feed is ever whole in memory.

use mingjing::fs::{FileError, create_dir_all};
use quick_xml::escape::escape;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What a feed's rows are wrapped in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Csv,
    /// UTF-8 with a byte order mark, as spreadsheets save it.
    CsvWithBom,
    CsvGb18030,
    Tsv,
    Ndjson,
    /// `{rows, total}`.
    JsonRows,
    /// `{code, msg, data: {records, count}}`.
    JsonData,
    /// `ExchangeMessage`, one `fields` element a row.
    Exchange,
    Rss,
}

impl Container {
    /// Ending of the feed's file.
    pub fn extension(self) -> &'static str {
        match self {
            Container::Csv | Container::CsvWithBom | Container::CsvGb18030 => "csv",
            Container::Tsv => "tsv",
            Container::Ndjson => "ndjson",
            Container::JsonRows | Container::JsonData => "json",
            Container::Exchange | Container::Rss => "xml",
        }
    }

    /// The manifest's `format`.
    pub fn format(self) -> &'static str {
        if self == Container::Rss { "rss" } else { self.extension() }
    }

    fn opening(self, columns: &[&str]) -> String {
        match self {
            Container::Csv | Container::CsvGb18030 => format!("{}\r\n", columns.join(",")),
            Container::CsvWithBom => format!("\u{feff}{}\r\n", columns.join(",")),
            Container::Tsv => format!("{}\n", columns.join("\t")),
            Container::Ndjson => String::new(),
            Container::JsonRows => "{\"rows\":[".to_owned(),
            Container::JsonData => "{\"code\":0,\"msg\":\"success\",\"data\":{\"records\":[".to_owned(),
            Container::Exchange => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ExchangeMessage>\
                <Header><title>示例交换数据</title></Header><Body>\n"
                .to_owned(),
            Container::Rss => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\
                <title>消费提示（示例）</title><link>https://example.gov.cn/tishi/</link>\
                <description>随机生成的示例数据</description>\n"
                .to_owned(),
        }
    }

    fn closing(self, rows: u64) -> String {
        match self {
            Container::JsonRows => format!("],\"total\":{rows}}}"),
            Container::JsonData => format!("],\"count\":{rows}}}}}"),
            Container::Exchange => "</Body></ExchangeMessage>\n".to_owned(),
            Container::Rss => "</channel></rss>\n".to_owned(),
            _ => String::new(),
        }
    }

    fn row(self, columns: &[&str], cells: &[String], first: bool) -> String {
        match self {
            Container::Csv | Container::CsvWithBom | Container::CsvGb18030 => {
                let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| quoted(cell)).collect();
                format!("{}\r\n", cells.join(","))
            }
            Container::Tsv => format!("{}\n", cells.join("\t")),
            Container::Ndjson => format!("{}\n", object(columns, cells)),
            Container::JsonRows | Container::JsonData => {
                format!("{}{}", if first { "\n" } else { ",\n" }, object(columns, cells))
            }
            Container::Exchange => elements("fields", columns, cells),
            Container::Rss => elements("item", columns, cells),
        }
    }
}

/// RFC 4180: quoted where the cell could be taken for several.
fn quoted(cell: &str) -> Cow<'_, str> {
    if cell.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Counts and times are numbers where JSON has them, and everything else is text; codes are never all digits.
fn object(columns: &[&str], cells: &[String]) -> Value {
    let value = |cell: &String| match cell.parse::<i64>() {
        Ok(number) => Value::from(number),
        Err(_) => Value::from(cell.as_str()),
    };
    let pairs = columns.iter().zip(cells).map(|(column, cell)| ((*column).to_owned(), value(cell)));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn elements(name: &str, columns: &[&str], cells: &[String]) -> String {
    let mut row = format!("<{name}>");
    for (column, cell) in columns.iter().zip(cells) {
        row.push_str(&format!("<{column}>{}</{column}>", escape(cell)));
    }
    row.push_str(&format!("</{name}>\n"));
    row
}

/// A feed's file, open for rows.
pub struct FeedFile {
    path: PathBuf,
    out: BufWriter<File>,
    container: Container,
    columns: &'static [&'static str],
    rows: u64,
}

impl FeedFile {
    pub fn create(path: &Path, container: Container, columns: &'static [&'static str]) -> Result<FeedFile, FileError> {
        if let Some(folder) = path.parent() {
            create_dir_all(folder)?;
        }
        let file = File::create(path).map_err(FileError::on("create", path))?;
        let out = BufWriter::with_capacity(1 << 18, file);
        let mut feed = FeedFile { path: path.to_owned(), out, container, columns, rows: 0 };
        feed.write(&container.opening(columns))?;
        Ok(feed)
    }

    /// Adds a row: one cell a column, in their order.
    pub fn row(&mut self, cells: &[String]) -> Result<(), FileError> {
        assert_eq!(cells.len(), self.columns.len(), "a cell for each column of {}", self.path.display());
        self.write(&self.container.row(self.columns, cells, self.rows == 0))?;
        self.rows += 1;
        Ok(())
    }

    /// Closes the container; gives the number of rows.
    pub fn finish(mut self) -> Result<u64, FileError> {
        self.write(&self.container.closing(self.rows))?;
        self.out.flush().map_err(FileError::on("write", &self.path))?;
        Ok(self.rows)
    }

    fn write(&mut self, text: &str) -> Result<(), FileError> {
        let bytes = match self.container {
            Container::CsvGb18030 => encoding_rs::GB18030.encode(text).0,
            _ => Cow::Borrowed(text.as_bytes()),
        };
        self.out.write_all(&bytes).map_err(FileError::on("write", &self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(container: Container) -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("feed");
        let mut feed = FeedFile::create(&path, container, &["名称", "件数"]).expect("created");
        for cells in [["示例,\"一\"", "3"], ["甲<乙>&", "12"]] {
            feed.row(&cells.map(str::to_owned)).expect("written");
        }
        assert_eq!(feed.finish().expect("closed"), 2);
        std::fs::read(path).expect("read")
    }

    #[test]
    fn json_and_xml_are_well_formed() {
        let rows: Value = serde_json::from_slice(&written(Container::JsonRows)).expect("JSON");
        assert_eq!((rows["total"].as_u64(), rows["rows"][1]["件数"].as_u64()), (Some(2), Some(12)));
        let data: Value = serde_json::from_slice(&written(Container::JsonData)).expect("JSON");
        assert_eq!(data["data"]["records"][0]["名称"], "示例,\"一\"");
        for container in [Container::Exchange, Container::Rss] {
            let text = String::from_utf8(written(container)).expect("UTF-8");
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(reader.read_event().expect("well formed"), quick_xml::events::Event::Eof) {}
        }
    }

    #[test]
    fn csv_keeps_commas_and_quotes() {
        let bytes = written(Container::CsvGb18030);
        let (text, _, wrong) = encoding_rs::GB18030.decode(&bytes);
        assert!(!wrong);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let first = reader.records().next().expect("a row").expect("a record");
        assert_eq!(&first[0], "示例,\"一\"");
        assert!(written(Container::CsvWithBom).starts_with("\u{feff}".as_bytes()));
    }
}
