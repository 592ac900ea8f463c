//! Pieces of work that are measured in a process of their own.

use crate::files::Format;
use anyhow::{Context, Result, bail, ensure};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use mingjing::config::{Agencies, Districts, Local};
use mingjing::ledger::advance::Finished;
use mingjing::ledger::judge::Law;
use mingjing::ledger::{Ledger, Rules, Withdrawals};
use mingjing::records::Record;
use mingjing::records::mapping::Columns;
use mingjing::records::read::{Provenance, Reading, read_feed};
use mingjing::sources::{Body, Feed};
use std::io::Cursor;
use std::path::Path;
use std::time::Instant;

pub fn run(work: &str, format: Format, root: &Path) -> Result<()> {
    let path = root.join(format!("data/feed.{format}"));
    let body = Body::File(path.clone());
    match work {
        "plain" => plain(format, &std::fs::read(path)?),
        "read" => {
            let mut records = 0;
            read(root, body, &mut |_, _| records += 1).map(|reading| assert_eq!(reading.records, records))
        }
        "advance" => advance(root, body),
        _ => bail!("no work `{work}`"),
    }
}

/// The reader library alone, going over every cell.
fn plain(format: Format, bytes: &[u8]) -> Result<()> {
    let mut cells = 0;
    match format {
        Format::Csv => {
            let mut reader = csv::Reader::from_reader(bytes);
            for row in reader.records() {
                cells += row?.iter().filter(|cell| !cell.is_empty()).count();
            }
        }
        Format::Json => {
            let document: serde_json::Value = serde_json::from_slice(bytes)?;
            let rows = document["rows"].as_array().context("rows")?;
            cells += rows.iter().filter_map(|row| row.as_object()).map(serde_json::Map::len).sum::<usize>();
        }
        Format::Xlsx => {
            let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes))?;
            let sheet = book.worksheet_range_at(0).context("a sheet")??;
            cells += sheet.rows().flatten().filter(|cell| **cell != Data::Empty).count();
        }
    }
    ensure!(cells > 0, "no cells");
    Ok(())
}

fn feed(root: &Path) -> Result<Feed> {
    Ok(Feed::load(&root.join("data/sources/feed.toml"), root)?)
}

fn read(root: &Path, body: Body, sink: &mut dyn FnMut(Record, Provenance)) -> Result<Reading> {
    let reading = read_feed(
        &feed(root)?,
        &[body],
        Local { agencies: &Agencies::default(), districts: &Districts::default() },
        sink,
    )?;
    ensure!(reading.quarantined.is_empty(), "{:?}", reading.quarantined.first());
    Ok(reading)
}

/// Brings records into the ledger and prints how long that alone took; the ledger stays as it was.
fn advance(root: &Path, body: Body) -> Result<()> {
    let mut records = Vec::new();
    let reading = read(root, body, &mut |record, row| records.push((record, row)))?;
    let copy = root.join("copy.db");
    std::fs::copy(root.join("data/ledger.db"), &copy)?;
    let mut ledger = Ledger::open(&copy)?;
    let feed = feed(root)?;
    let begun = Instant::now();
    let date = "2026-11-26".parse()?;
    let (rules, agencies, withdrawals) = (Rules::embedded()?, Agencies::default(), Withdrawals::default());
    let law = Law { rules: &rules, agencies: &agencies, withdrawals: &withdrawals, date };
    let mut advance = ledger.advance(&feed, law)?;
    for (record, row) in &records {
        advance.take(record, row.clone());
    }
    let difference = advance.difference()?;
    let outcome = advance.commit(&Finished {
        hash: "changed",
        layout: "",
        rows: reading.rows,
        records: reading.records,
        quarantined: &[],
        columns: &Columns::default(),
        seen_on: date,
    })?;
    println!("{:.2}", begun.elapsed().as_secs_f64());
    ensure!((outcome.changed, difference.changed.count) == (100, 100), "{outcome:?}");
    std::fs::remove_file(copy)?;
    Ok(())
}
