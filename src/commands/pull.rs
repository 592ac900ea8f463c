//! `mingjing pull`.

use super::answer::{answer, progress};
use crate::cli::Common;
use crate::exit::Exit;
use crate::pipeline::{self, Pull};

pub fn run(common: &Common, how: Pull<'_>) -> anyhow::Result<Exit> {
    let report = pipeline::pull(&common.root, &Pull { progress: progress(common), ..how })?;
    answer(common, &report, &report.to_string())?;
    Ok(if report.exit == Exit::NeedsPerson.code() { Exit::NeedsPerson } else { Exit::Done })
}
