//! Invented penalties, the same for the same number, as CSV, JSON and XLSX.

use anyhow::{Result, bail};
use clap::ValueEnum;
use std::fmt;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Csv,
    Json,
    Xlsx,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Xlsx => "xlsx",
        })
    }
}

impl FromStr for Format {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Format> {
        match Format::from_str_exact(text) {
            Some(format) => Ok(format),
            None => bail!("no format `{text}`"),
        }
    }
}

impl Format {
    fn from_str_exact(text: &str) -> Option<Format> {
        Format::value_variants().iter().copied().find(|format| format.to_string() == text)
    }
}

const COLUMNS: [&str; 10] = [
    "行政相对人名称",
    "统一社会信用代码",
    "行政处罚决定书文号",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚内容",
    "罚款金额",
    "处罚决定日期",
    "处罚机关",
];

/// Writes what a pull needs beside the feed's file.
pub fn portal(root: &Path, format: Format) -> Result<()> {
    std::fs::create_dir_all(root.join("data/sources"))?;
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("portal.toml"), root.join("portal.toml"))?;
    let manifest = format!(
        "kind = \"penalty\"\nagency = \"鞍山市市场监督管理局\"\nsource = \"data/feed.{format}\"\nmax_bytes = 4000000000\n"
    );
    Ok(std::fs::write(root.join("data/sources/feed.toml"), manifest)?)
}

/// Writes the feed's file; of the first `changed` rows the amount is another.
pub fn write(root: &Path, format: Format, rows: usize, changed: usize) -> Result<()> {
    let path = root.join(format!("data/feed.{format}"));
    let rows = (0..rows).map(|number| row(number, number < changed));
    match format {
        Format::Csv => {
            let mut file = csv::Writer::from_path(path)?;
            file.write_record(COLUMNS)?;
            for row in rows {
                file.write_record(&row)?;
            }
            file.flush()?;
        }
        Format::Json => {
            let mut file = BufWriter::new(File::create(path)?);
            file.write_all(b"{\"rows\":[")?;
            for (number, row) in rows.enumerate() {
                let object: serde_json::Map<_, _> =
                    COLUMNS.iter().map(|column| (*column).to_owned()).zip(row.map(Into::into)).collect();
                file.write_all(if number == 0 { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut file, &object)?;
            }
            file.write_all(b"]}")?;
            file.flush()?;
        }
        Format::Xlsx => {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet_with_constant_memory();
            for (line, row) in std::iter::once(COLUMNS.map(str::to_owned)).chain(rows).enumerate() {
                for (column, cell) in (0..).zip(row) {
                    sheet.write_string(u32::try_from(line)?, column, cell)?;
                }
            }
            book.save(path)?;
        }
    }
    Ok(())
}

fn row(number: usize, changed: bool) -> [String; 10] {
    let amount = 1000 + number % 90 * 100 + usize::from(changed);
    [
        format!("鞍山示例{number}健身服务有限公司"),
        format!("91210302MA{:07}X", number % 10_000_000),
        format!("鞍市监处罚〔2026〕{number}号"),
        "侵害消费者权益".to_owned(),
        format!("当事人于2026年{}月收取预收款后拒绝退款（示例{}）", 1 + number % 9, number % 977),
        "《中华人民共和国消费者权益保护法》第五十六条".to_owned(),
        format!("罚款{amount}元"),
        amount.to_string(),
        format!("2026-{:02}-{:02}", 1 + number % 9, 1 + number % 28),
        "鞍山市市场监督管理局".to_owned(),
    ]
}
