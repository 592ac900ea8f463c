//! `mingjing build`.

use super::answer::{answer, look};
use crate::cli::Common;
use crate::clock::Date;
use crate::exit::Exit;
use crate::pipeline::{self, How};
use std::path::Path;

pub fn run(common: &Common, out: Option<&Path>, date: Option<Date>, how: How) -> anyhow::Result<Exit> {
    let report = pipeline::build(&common.root, out, date, how)?;
    answer(common, &report, &format!("{report}{}", look(common)))?;
    Ok(Exit::Done)
}
