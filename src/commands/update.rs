//! `mingjing update`: pull, then build.

use super::answer::{answer, look, progress};
use crate::cli::Common;
use crate::exit::Exit;
use crate::pages::content::Drafts;
use crate::pipeline::{self, How, Pull};
use crate::publish::Compare;
use crate::report::BuildReport;
use serde_json::json;
use std::path::Path;

pub fn run(common: &Common, out: Option<&Path>, pull: &Pull<'_>) -> anyhow::Result<Exit> {
    let (progress, date) = (progress(common), pull.date);
    let pulled = pipeline::pull(&common.root, &Pull { progress, ..pull.clone() })?;
    let how = How { drafts: Drafts::LeftOut, compare: Compare::Size, progress };
    // Of feeds that are gone the pull has told.
    let built = BuildReport { forgotten: Vec::new(), ..pipeline::build(&common.root, out, date, how)? };
    let words = format!("{pulled}{built}{}", look(common));
    let mut report = json!(built);
    report["command"] = json!("update");
    report["exit"] = json!(pulled.exit);
    report["seconds"] = json!(pulled.seconds + built.seconds);
    report["feeds"] = json!(pulled.feeds);
    report["corrections"] = json!(pulled.corrections);
    report["forgotten"] = json!(pulled.forgotten);
    answer(common, &report, &words)?;
    Ok(if pulled.exit == Exit::NeedsPerson.code() { Exit::NeedsPerson } else { Exit::Done })
}
