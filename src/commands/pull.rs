//! `mingjing pull`.

use super::{Exit, answer, progress};
use crate::cli::Common;
use crate::clock::Date;
use crate::pipeline;

pub fn run(common: &Common, feeds: &[String], date: Option<Date>) -> anyhow::Result<Exit> {
    let report = pipeline::pull(&common.root, feeds, date, progress(common))?;
    answer(common, &report, &report.to_string())?;
    Ok(if report.exit == Exit::NeedsPerson.code() { Exit::NeedsPerson } else { Exit::Done })
}
